import CellCanvas
import Testing

@Suite struct FeatureMapsTests {
  @Test(arguments: [(28, 8, 78, 16, 15), (24, 10, 78, 16, 14), (28, 8, 158, 37, 28), (5, 3, 78, 16, 25)])
  func asManyAsWantedAsLargeAsCanBe(side: Int, channels: Int, columns: Int, rows: Int, tile: Int) throws {
    let maps = try #require(
      FeatureMaps(side: side, channels: channels, wanted: channels, in: Size(columns: columns, rows: rows)))
    #expect(maps.tile == tile)
    #expect(maps.count >= channels)
    #expect(Size(columns: columns, rows: rows + 1).fits(maps.size))
  }

  @Test(arguments: [(28, 8, 158, 37, 4, 2), (24, 10, 158, 36, 5, 2), (28, 7, 158, 37, 4, 2), (28, 5, 158, 37, 5, 1)])
  func rowsAreEquallyLong(side: Int, channels: Int, columns: Int, rows: Int, across: Int, down: Int) throws {
    let maps = try #require(
      FeatureMaps(side: side, channels: channels, wanted: channels, in: Size(columns: columns, rows: rows)))
    #expect((maps.columns, maps.rows) == (across, down))
  }

  @Test func titlesTakeARowEachAndNoMapItsSize() throws {
    let space = Size(columns: 158, rows: 36)
    func maps(_ withTitles: Bool, _ space: Size) throws -> FeatureMaps {
      try #require(FeatureMaps(side: 24, channels: 10, wanted: 10, withTitles: withTitles, in: space))
    }
    let titled = try maps(true, space)
    #expect(titled.hasTitles && titled.tile == 24)
    // Five to a row: the row of the title, then twelve of the map, and once more.
    #expect(titled.region(of: 1, at: Point(column: 0, row: 0)).row == 1)
    #expect(titled.region(of: 5, at: Point(column: 0, row: 0)).row == 14)
    #expect(titled.size.rows == 26)
    #expect(try !maps(false, space).hasTitles)
    // Two rows of 24 pixels leave no room for titles in 25 rows of cells.
    #expect(try !maps(true, Size(columns: 158, rows: 25)).hasTitles)
  }

  @Test func mapsLieWhereTheyCanBePointedAt() throws {
    let maps = try #require(FeatureMaps(side: 4, channels: 3, wanted: 3, in: Size(columns: 14, rows: 2)))
    #expect(maps.tile == 4)
    let pixels = maps.pixels(3) { index in
      index == 2
        ? nil
        : HeatMap(
          width: 4, height: 4, values: Array(repeating: Double(index), count: 16), scale: .amount, limits: 0...1)
    }
    #expect(pixels[0, 0] == .level(.amount, 0))
    let second = maps.region(of: 1, at: Point(column: 0, row: 0))
    #expect(pixels[second.column, 0] == .level(.amount, 1) && pixels[second.column - 1, 0] == nil)
    let third = maps.region(of: 2, at: Point(column: 0, row: 0))
    #expect(pixels[third.column, 0] == .role(.panel))
  }

  @Test func nothingFitsIntoNothing() {
    #expect(FeatureMaps(side: 28, channels: 8, wanted: 8, in: Size(columns: 5, rows: 2)) == nil)
  }
}

@Suite struct VolumeDiagramTests {
  private let volumes = [
    VolumeDiagram.Volume("a", detail: "8×8×2", height: 8, width: 8, depth: 2, scale: .input),
    VolumeDiagram.Volume("b", detail: "4×4×6", height: 4, width: 4, depth: 6, scale: .output),
  ]

  @Test func allBoxesHaveOneScale() {
    var canvas = Canvas(size: Size(columns: 60, rows: 14))
    VolumeDiagram(volumes, name: "volumes").draw(in: &canvas, region: canvas.bounds)
    let boxes = canvas.hotSpots.map(\.region)
    // At 2.4 pixels a value: (8 + 2)·2.4 and (4 + 6)·2.4 across, as many down.
    #expect(boxes.count == 2 && boxes[0].columns == boxes[1].columns && boxes[0].rows == boxes[1].rows)
    #expect(boxes[0].columns == 24 && boxes[0].rows == 12)
    #expect(canvas.plainText.contains("8×8×2") && canvas.plainText.contains("4×4×6"))
    #expect(canvas.audit == [])
  }

  @Test func whatIsNotShownKeepsItsPlace() {
    var hidden = volumes
    hidden[0].isShown = false
    var canvas = Canvas(size: Size(columns: 60, rows: 14))
    var whole = canvas
    let slots = VolumeDiagram(hidden).draw(in: &canvas, region: canvas.bounds)
    #expect(slots == VolumeDiagram(volumes).draw(in: &whole, region: whole.bounds))
    #expect(!canvas.plainText.contains("8×8×2") && canvas.plainText.contains("4×4×6"))
  }
}
