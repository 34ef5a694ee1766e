import CellCanvas
import Testing

@Suite struct NumberGridTests {
  private func drawn(_ grid: NumberGrid, _ scale: GridScale) -> Canvas {
    var canvas = Canvas(size: grid.size(at: scale))
    grid.draw(in: &canvas, at: Point(column: 0, row: 0), scale: scale)
    return canvas
  }

  private func grid(_ values: [[String]], title: StyledText = "", name: String? = nil) -> NumberGrid {
    NumberGrid(title, name: name, rows: values.count, columns: values[0].count) { row, column in
      NumberGrid.Element(values[row][column])
    }
  }

  @Test func numbersStandFlushRightInTheMiddleOfTheirCells() {
    #expect(drawn(grid([["1", "−10"]]), GridScale(columns: 5, rows: 1)).plainText == "   1  −10 ")
    #expect(drawn(grid([["1", "2"]]), GridScale(columns: 4, rows: 1)).plainText == "  1   2 ")
  }

  @Test func noNumberTouchesTheNextOne() {
    for columns in 2...12 {
      for digits in 1..<columns {
        let number = String(repeating: "8", count: digits)
        let text = drawn(grid([[number, number]]), GridScale(columns: columns, rows: 1)).plainText
        #expect(text.split(separator: " ").map(String.init) == [number, number])
      }
    }
  }

  @Test func numbersWithoutRoomAreLeftOutTogether() {
    #expect(drawn(grid([["1", "−10"]]), GridScale(columns: 3, rows: 1)).plainText == "      ")
  }

  @Test func aWeightStandsBeneathItsNumberWhereThereIsRoom() {
    var grid = grid([["6", "2"]])
    grid[0, 1].detail = "×−2"
    #expect(drawn(grid, GridScale(columns: 5, rows: 2)).plainText == "  6    2  \n     ×−2  ")
    #expect(!drawn(grid, GridScale(columns: 5, rows: 1)).plainText.contains("×"))
  }

  @Test func targetsLeaveThePaddingOut() {
    var padded = grid(Array(repeating: ["0", "0", "0"], count: 3), name: "values")
    padded.border = 1
    let canvas = drawn(padded, GridScale(columns: 2, rows: 1))
    #expect(canvas.hotSpots.map(\.target) == [Target(grid: "values", row: 0, column: 0)])
    #expect(canvas.hotSpots.first?.region == Region(column: 2, row: 1, columns: 2, rows: 1))
  }

  @Test func halfRowsPutTwoElementsIntoACell() {
    let canvas = drawn(grid([["1"], ["2"], ["3"]], title: ""), .pixel)
    #expect(canvas.size == Size(columns: 1, rows: 2))
    #expect(canvas.plainText == "▀\n▀")
  }

  @Test func theLargestReadableScaleIsChosen() {
    let grid = grid(Array(repeating: ["10", "20"], count: 2))
    for space in [Size(columns: 6, rows: 2), Size(columns: 8, rows: 4), Size(columns: 40, rows: 20)] {
      let scale = GridScale.largest(in: space, textColumns: grid.textColumns, size: grid.size)
      #expect(space.fits(grid.size(at: scale)) && scale.columns > 2)
    }
    #expect(GridScale.largest(in: Size(columns: 4, rows: 2), textColumns: 9, size: grid.size).columns == 2)
    #expect(GridScale.largest(in: Size(columns: 1, rows: 1), textColumns: 1, size: grid.size) == .pixel)
  }

  @Test func aSlidingWindowMovesBetweenCells() {
    let placement = GridPlacement(
      origin: Point(column: 1, row: 1), scale: GridScale(columns: 4, rows: 2), rows: 7, columns: 7)
    #expect(placement.window(row: 0, column: 0, rows: 3, columns: 3) == Region(column: 1, row: 1, columns: 12, rows: 6))
    #expect(placement.window(row: 0, column: 0.5, rows: 3, columns: 3).column == 3)
    #expect(placement.window(row: 0.5, column: 0, rows: 3, columns: 3).row == 2)
    #expect(placement.bounds == Region(column: 1, row: 1, columns: 28, rows: 14))
  }

  /// Where one detail has no room all give way to their short forms, so that one grid has one kind of them.
  @Test func detailsGiveWayTogether() {
    var grid = NumberGrid(rows: 1, columns: 2) { _, column in
      NumberGrid.Element("\(column)", detail: column == 0 ? "7·−1" : "7·2")
    }
    grid[0, 0].shortDetail = "−7"
    grid[0, 1].shortDetail = "+14"
    func text(_ columns: Int) -> String {
      var canvas = Canvas(size: Size(columns: 20, rows: 2))
      grid.draw(in: &canvas, at: Point(column: 0, row: 0), scale: GridScale(columns: columns, rows: 2))
      return canvas.plainText
    }
    #expect(text(5).contains("7·−1") && text(5).contains("7·2"))
    #expect(text(4).contains("−7") && text(4).contains("+14") && !text(4).contains("·"))
    grid[0, 1].shortDetail = ""
    #expect(text(4).contains("7·2"), "what has no short form keeps its own")
  }
}

extension GridPlacement {
  /// A placement by itself, as drawing an empty grid there gives it.
  fileprivate init(origin: Point, scale: GridScale, rows: Int, columns: Int) {
    var canvas = Canvas(size: Size(columns: 0, rows: 0))
    let grid = NumberGrid(rows: rows, columns: columns) { _, _ in NumberGrid.Element() }
    self = grid.draw(in: &canvas, at: origin, scale: scale)
  }
}
