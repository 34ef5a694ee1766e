import Testing

@testable import CellCanvas

@Suite struct ArrangementTests {
  private static let screen = Region(column: 0, row: 0, columns: 78, rows: 17)

  private static func grid(_ title: StyledText = "", _ rows: Int, _ columns: Int, digits: Int = 1) -> NumberGrid {
    NumberGrid(title, rows: rows, columns: columns) { _, _ in
      NumberGrid.Element(String(repeating: "8", count: digits), paper: .level(.input, 0.5))
    }
  }

  // MARK: One row

  /// Beside a grid with a title and names the line of the middles is not the middle of the row.
  @Test func whatGrowsBesideATitledGridStaysInTheRoom() {
    var grid = NumberGrid("weights", rows: 9, columns: 9) { _, _ in .init("1") }
    grid.columnNames = (1...9).map { "x\($0)" }
    let line = [Arrangement.drawing("graph", least: Size(columns: 4, rows: 4)), .grid("table", grid)]
    for rows in 12...70 {
      let room = Region(column: 0, row: 0, columns: 100, rows: rows)
      let parts = Arrangement.table([line, line], rowGap: 1...3).placed(in: room)
      #expect(!parts.fits || room.intersection(parts.bounds) == parts.bounds, "\(rows) rows: \(parts.bounds)")
      let graphs = parts.pieces.filter { $0.name == "graph" }.map(\.region)
      #expect(graphs.allSatisfy { $0.endRow <= max(rows, parts.bounds.endRow) && $0.rows >= 4 }, "\(rows) rows")
    }
  }

  @Test func gridsGetTheLargestCommonScale() throws {
    let parts = Arrangement.row(
      .grid("input", Self.grid("input", 5, 5)), .sign("⋆"), .grid("kernel", Self.grid("kernel", 3, 3)), .sign("="),
      .grid("output", Self.grid("output", 3, 3, digits: 4))
    ).placed(in: Self.screen)
    #expect(parts.fits)
    #expect(parts.scale == GridScale(columns: 6, rows: 3))
    let grids = ["input", "kernel", "output"].compactMap { parts.grid($0) }
    #expect(grids.map(\.scale.halfRows) == [6, 6, 6])
    #expect(Set(grids.map { $0.bounds.row + $0.bounds.rows / 2 }).count == 1, "their middles are in one line")
    #expect(zip(grids, grids.dropFirst()).allSatisfy { $0.bounds.endColumn + 5 <= $1.bounds.column })
    var canvas = Canvas(size: Self.screen.size)
    parts.draw(in: &canvas)
    #expect(canvas.audit == [])
    let line = try #require(parts.body("kernel"))
    let sign = try #require(
      canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("⋆") })
    #expect(sign == line.row + line.rows / 2)
  }

  @Test func aTitleWiderThanItsGridKeepsItsNeighbourAway() throws {
    let wide = Self.grid("a title much wider than a single cell", 1, 1)
    let parts = Arrangement.row(.grid("left", wide), .grid("right", Self.grid("right", 1, 1)))
      .placed(in: Self.screen, largest: GridScale(columns: 4, rows: 2))
    let (left, right) = try (#require(parts.region("left")), #require(parts.region("right")))
    #expect(left.columns == wide.title.columns)
    #expect(left.endColumn + 2 <= right.column)
    #expect(parts.body("left") == Region(column: left.column, row: left.row + 1, columns: 4, rows: 2))
  }

  @Test func theLastRowStaysFree() {
    let parts = Arrangement.drawing("all", least: Size(columns: 1, rows: 1)).placed(in: Self.screen)
    #expect(parts.region("all") == Region(column: 0, row: 0, columns: 78, rows: 16))
    let tight = Arrangement.drawing("all", size: Size(columns: 1, rows: 17)).placed(in: Self.screen)
    #expect(tight.region("all") == Region(column: 38, row: 0, columns: 1, rows: 17), "unless nothing else has room")
  }

  @Test func aHiddenPartKeepsItsPlace() {
    func parts(_ isHidden: Bool) -> Placements {
      Arrangement.row(.grid("a", Self.grid("a", 2, 2)), .grid("b", Self.grid("b", 2, 2)).hidden(isHidden))
        .placed(in: Self.screen)
    }
    #expect(parts(true).region("b") == parts(false).region("b"))
    var canvas = Canvas(size: Self.screen.size)
    parts(true).draw(in: &canvas)
    #expect(canvas.plainText.contains("a") && !canvas.plainText.contains("b"))
  }

  @Test func nothingTakesNoGap() {
    let alone = Arrangement.row(.grid("a", Self.grid("", 2, 2))).placed(in: Self.screen)
    let among = Arrangement.row(.nothing, .grid("a", Self.grid("", 2, 2)), .nothing, .text(of: [])).placed(
      in: Self.screen)
    #expect(alone.region("a") == among.region("a"))
    #expect(Arrangement.row(.nothing).placed(in: Self.screen).bounds.size == Size(columns: 0, rows: 0))
  }

  // MARK: What grows

  @Test func picturesInARowBecomeEquallyLarge() {
    let map = HeatMap(width: 10, height: 10, values: Array(repeating: 1, count: 100), scale: .amount)
    let parts = Arrangement.row(
      .map("a", map, least: 10).titled("a"), .arrow("f"), .map("b", map, least: 10).titled("a wide title here"),
      gap: 2...4
    ).placed(in: Self.screen)
    #expect(parts.body("a")?.size == Size(columns: 30, rows: 15))
    #expect(parts.body("b")?.size == Size(columns: 30, rows: 15))
    #expect(parts.body("a")?.row == parts.body("b")?.row)
  }

  @Test func whatCanGrowSharesWhatIsLeft() {
    let least = Size(columns: 4, rows: 2)
    let parts = Arrangement.row(
      .drawing("bounded", least: least, most: Size(columns: 10, rows: 2)), .drawing("free", least: least),
      .drawing("too", least: least), gap: 2...2
    ).placed(in: Self.screen)
    #expect(["bounded", "free", "too"].map { parts.region($0)?.columns } == [10, 32, 32])
    #expect(["bounded", "free", "too"].map { parts.region($0)?.rows } == [2, 16, 16])
  }

  // MARK: Tables and names

  @Test func columnsOfATableLineUp() throws {
    func rows(_ names: [String]) -> [Arrangement] { names.map { .grid($0, Self.grid("", 2, $0 == "d" ? 5 : 2)) } }
    let parts = Arrangement.table([[.text("one")] + rows(["a", "b"]), [.text("and two")] + rows(["c", "d"])])
      .placed(in: Self.screen)
    let places = try ["a", "b", "c", "d"].map { try #require(parts.region($0)) }
    #expect(places[0].column == places[2].column && places[1].column == places[3].column)
    #expect(places[0].row == places[1].row && places[2].row == places[3].row)
    #expect(places[0].endRow + 1 <= places[2].row)
  }

  @Test func namesStandBesideRowsAndAboveColumns() {
    var grid = Self.grid("weights", 2, 3)
    grid.rowNames = ["s1", "s20"]
    grid.columnNames = ["x1", "x2", "x3"]
    let parts = Arrangement.row(.grid("w", grid)).placed(
      in: Region(column: 0, row: 0, columns: 20, rows: 5), largest: GridScale(columns: 4, rows: 1))
    var canvas = Canvas(size: Size(columns: 20, rows: 5))
    parts.draw(in: &canvas)
    let lines = ["weights", "     x1  x2  x3", " s1   8   8   8", "s20   8   8   8", ""]
    #expect(canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(trimmed) == lines)
    #expect(canvas.audit == [])
    #expect(parts.grid("w")?.origin == parts.body("w")?.origin)
  }

  /// A row without the margin of two columns at its left and the blanks at its end.
  private func trimmed(_ row: Substring) -> String {
    var row = row.dropFirst(2)
    while row.last == " " { row.removeLast() }
    return String(row)
  }

  // MARK: Alternatives

  @Test func anExtraIsLeftOutWhereItHasNoRoom() {
    func parts(_ rows: Int) -> Placements {
      Arrangement.row(
        .grid("input", Self.grid("input", 7, 7)),
        .column(.grid("kernel", Self.grid("kernel", 3, 3)), .extra(.grid("products", Self.grid("products", 3, 3))))
      ).placed(in: Region(column: 0, row: 0, columns: 78, rows: rows))
    }
    #expect(parts(17).region("products") != nil)
    #expect(parts(9).region("products") == nil, "with it the numbers of all grids would be lost")
    #expect(parts(9).scale == GridScale(columns: 4, rows: 1))
  }

  @Test func besideEachOtherElseBelow() {
    let (a, b) = (
      Arrangement.grid("a", Self.grid("a", 4, 8, digits: 5)), Arrangement.grid("b", Self.grid("b", 4, 8, digits: 5))
    )
    func isBeside(_ columns: Int) -> Bool {
      let parts = Arrangement.firstThatFits(.row(a, b), .column(a, b)).placed(
        in: Region(column: 0, row: 0, columns: columns, rows: 17))
      return parts.region("a")?.row == parts.region("b")?.row
    }
    #expect(isBeside(110))
    #expect(!isBeside(60))
  }

  // MARK: Whatever comes

  /// Arrangements of random depth and contents, of which nothing may overlap, close a gap or leave the region.
  @Test(arguments: 0..<60)
  func nothingOverlaps(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    for _ in 0..<10 {
      var names: [String] = []
      let arrangement = Self.anything(depth: 3, &names, &random)
      let size = Size(columns: .random(in: 1...200, using: &random), rows: .random(in: 1...60, using: &random))
      let region = Region(column: 3, row: 2, columns: size.columns, rows: size.rows)
      let parts = arrangement.placed(in: region)
      let leaves = parts.pieces.filter { if case .group = $0.content { false } else { true } }
      for (index, leaf) in leaves.enumerated() {
        if parts.fits {
          #expect(region.intersection(leaf.region) == leaf.region, "seed \(seed): leaves the region")
        }
        for other in leaves[(index + 1)...] {
          let shared = leaf.frame.intersection(other.frame).size
          #expect(shared.columns == 0 || shared.rows == 0, "seed \(seed): \(leaf.frame) and \(other.frame) overlap")
          // Text and what stands beside it never touch in a row.
          if case .text = leaf.content, case .text = other.content, leaf.frame.row == other.frame.row {
            #expect(
              leaf.frame.endColumn < other.frame.column || other.frame.endColumn < leaf.frame.column,
              "seed \(seed): titles touch")
          }
        }
      }
      var canvas = Canvas(size: Size(columns: size.columns + 6, rows: size.rows + 4))
      parts.draw(in: &canvas)
      if parts.fits { #expect(canvas.audit == [], "seed \(seed)") }
    }
  }

  private static func anything(depth: Int, _ names: inout [String], _ random: inout SplitMix) -> Arrangement {
    let name = "part \(names.count)"
    names.append(name)
    let title = StyledText(String(repeating: "t", count: .random(in: 0...12, using: &random)))
    switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
    case 0, 1:
      var grid = grid(
        title, .random(in: 1...9, using: &random), .random(in: 1...9, using: &random),
        digits: .random(in: 1...5, using: &random))
      if Bool.random(using: &random) { grid.rowNames = (0..<grid.rows).map { "row \($0)" } }
      if Bool.random(using: &random) { grid.columnNames = (0..<grid.columns).map { "c\($0)" } }
      return .grid(name, grid)
    case 2: return .text("a line", "another of them", align: .center)
    case 3: return .arrow(title, columns: 3...8)
    case 4:
      let map = HeatMap(width: 28, height: 20, values: Array(repeating: 1, count: 560), scale: .amount)
      return .map(name, map).titled(title)
    case 5: return .drawing(name, least: Size(columns: 4, rows: 2)).titled(title)
    case 6: return .extra(anything(depth: depth - 1, &names, &random))
    default:
      let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        (0..<Int.random(in: 1...3, using: &random)).map { _ in anything(depth: depth - 1, &names, &random) }
      }
      let alignments: [Alignment] = [.leading, .center, .trailing]
      let verticals: [VerticalAlignment] = [.top, .center, .bottom]
      let (horizontal, vertical) = (
        alignments.randomElement(using: &random) ?? .center, verticals.randomElement(using: &random) ?? .center
      )
      let table = Arrangement.table(
        Int.random(in: 0..<3, using: &random) > 0 ? [parts.flatMap { $0 }] : parts, horizontal: horizontal,
        vertical: vertical)
      return table.titled(title).hidden(Int.random(in: 0..<8, using: &random) == 0)
    }
  }
}

/// Sebastiano Vigna's splitmix64: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
