import CellCanvas
import Testing

@Suite struct LayoutTests {
  @Test func aRowStandsInTheMiddleWithItsBoxesApart() {
    let sizes = [Size(columns: 10, rows: 3), Size(columns: 6, rows: 5)]
    for columns in 20...120 {
      let region = Region(column: 3, row: 1, columns: columns, rows: 9)
      let row = Layout.row(sizes, in: region, minimumGap: 2, maximumGap: 12)
      #expect(row.map(\.size) == sizes)
      #expect((2...12).contains(row[1].column - row[0].endColumn))
      #expect(row[0].column >= 3 && row[1].endColumn <= 3 + columns)
      #expect(row[0].row == 4 && row[1].row == 3)
      #expect(abs((row[0].column - 3) - (3 + columns - row[1].endColumn)) <= 1)
    }
  }

  @Test func aColumnStandsInTheMiddle() {
    let column = Layout.column(
      [Size(columns: 4, rows: 2), Size(columns: 2, rows: 1)], in: Region(column: 0, row: 0, columns: 10, rows: 8),
      gap: 1)
    #expect(column.map(\.origin) == [Point(column: 3, row: 2), Point(column: 4, row: 5)])
  }

  @Test func theLargestThatFitsIsChosen() {
    let space = Size(columns: 10, rows: 10)
    #expect(Layout.largest([1, 4, 9, 12], in: space) { Size(columns: $0, rows: $0) } == 9)
    #expect(Layout.largest([12], in: space) { Size(columns: $0, rows: $0) } == nil)
  }
}

@Suite struct HeatMapTests {
  @Test func zeroIsQuiet() {
    let amounts = HeatMap(width: 2, height: 1, values: [0, 4], scale: .amount)
    #expect(amounts.tint(of: 0).description == "amount:0" && amounts.tint(of: 4).description == "amount:255")
    let signed = HeatMap(width: 2, height: 1, values: [-1, 4], scale: .signed)
    #expect(signed.tint(of: 0).description == "signed:128" && signed.tint(of: 4).description == "signed:255")
    #expect(HeatMap(width: 1, height: 1, values: [0], scale: .signed).tint(of: 0).description == "signed:128")
  }

  @Test func whatIsEnlargedIsRepeatedAndWhatIsReducedIsAveraged() {
    let map = HeatMap(width: 2, height: 2, values: [0, 10, 0, 10], scale: .amount, limits: 0...10)
    let large = map.pixels(width: 4, height: 4)
    #expect((0..<4).map { large[$0, 3]?.description } == ["amount:0", "amount:0", "amount:255", "amount:255"])
    #expect(map.pixels(width: 1, height: 1)[0, 0]?.description == "amount:128")
  }

  @Test func itIsDrawnAsLargeAsFitsInTheMiddle() {
    var canvas = Canvas(size: Size(columns: 10, rows: 3))
    let place = HeatMap(width: 2, height: 2, values: [1, 2, 3, 4], scale: .amount).draw(
      in: &canvas, region: canvas.bounds)
    #expect(place == Region(column: 2, row: 0, columns: 6, rows: 3))
    #expect(canvas[2, 0].glyph == "▀" && canvas[1, 0].glyph == " ")
  }
}
