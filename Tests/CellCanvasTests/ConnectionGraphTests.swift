import Testing

@testable import CellCanvas

@Suite struct ConnectionGraphTests {
  /// Two layers of three units each, connected straight up.
  private func graph(_ ink: Tint = .role(.active), fraction: Double = 1, growsDown: Bool = false) -> ConnectionGraph {
    let layers = ["lower", "upper"].map { (name: String) in
      ConnectionGraph.Layer("", name: name, units: (0..<3).map { .init("\(name)\($0)", position: Double($0)) })
    }
    return ConnectionGraph(
      layers: layers,
      connections: (0..<3).map { .init(layer: 0, from: $0, to: $0, ink: ink, fraction: fraction, growsDown: growsDown) }
    )
  }

  /// The rows that have dots.
  private func dotted(_ graph: ConnectionGraph) -> (rows: [Int], dots: Int) {
    var canvas = Canvas(size: Size(columns: 36, rows: 13))
    graph.draw(in: &canvas, region: canvas.bounds)
    let braille = canvas.cells.enumerated().filter { (0x2800...0x28FF).contains($0.element.glyph.value) }
    return (
      Array(Set(braille.map { $0.offset / canvas.size.columns })).sorted(),
      braille.reduce(0) { $0 + ($1.element.glyph.value - 0x2800).nonzeroBitCount }
    )
  }

  @Test func boxesAreWhereTheTargetsAre() {
    var canvas = Canvas(size: Size(columns: 36, rows: 13))
    let boxes = graph().draw(in: &canvas, region: canvas.bounds)
    #expect(boxes.map(\.count) == [3, 3])
    for (name, layer) in zip(["lower", "upper"], boxes) {
      for (index, box) in layer.enumerated() {
        #expect(canvas.target(at: box.origin) == Target(grid: name, row: 0, column: index))
      }
    }
    #expect(boxes[0][0].row > boxes[1][0].row, "the first layer is at the bottom")
  }

  @Test func linesGrowFromTheirCause() {
    let whole = dotted(graph()).rows
    let up = dotted(graph(fraction: 0.3)).rows
    let down = dotted(graph(fraction: 0.3, growsDown: true)).rows
    #expect(up.count < whole.count && down.count < whole.count)
    #expect(up.last == whole.last && down.first == whole.first)
    #expect(dotted(graph(fraction: 0)).dots == 0)
  }

  @Test func faintLinesDifferByMoreThanTheirColour() {
    let (live, faint) = (dotted(graph()), dotted(graph(.role(.faint))))
    #expect(faint.rows == live.rows)
    #expect(faint.dots * 3 < live.dots * 2)
  }

  @Test func boxesWithoutNamesAreSolid() {
    var canvas = Canvas(size: Size(columns: 36, rows: 13))
    var graph = graph()
    graph.layers[1].units[1].label = ""
    let boxes = graph.draw(in: &canvas, region: canvas.bounds)
    #expect(canvas[boxes[1][1].column, boxes[1][1].row].glyph == "█")
    #expect(canvas[boxes[1][0].column, boxes[1][0].row].glyph == " ")
  }

  // MARK: Narrow graphs

  /// A layer of `count` units named x1, x2 … with their numbers as short names, below one unit.
  private func wide(_ count: Int, padding: Int = 0) -> ConnectionGraph {
    let units = (-padding..<count + padding).map { index in
      var unit = ConnectionGraph.Unit("x\(index + 1)", position: Double(index))
      unit.shortLabel = "\(index + 1)"
      unit.isPadding = !(0..<count).contains(index)
      return unit
    }
    return ConnectionGraph(
      layers: [.init("", name: "x", units: units), .init("", units: [.init("y", position: Double(count - 1) / 2)])],
      connections: (0..<count).map { .init(layer: 0, from: $0 + padding, to: 0) })
  }

  @Test(arguments: 3...40, [20, 40, 78])
  func boxesStayApart(count: Int, columns: Int) {
    var canvas = Canvas(size: Size(columns: columns, rows: 12))
    let boxes = wide(count).draw(in: &canvas, region: canvas.bounds)[0]
    #expect(canvas.audit == [])
    guard columns >= 2 * count else {
      #expect(canvas[boxes[0].column, boxes[0].row].glyph == "▌", "half a column where there is no more")
      return
    }
    #expect(zip(boxes, boxes.dropFirst()).allSatisfy { $0.endColumn < $1.column })
  }

  @Test func namesNeverVanish() {
    for (count, columns) in [(5, 78), (9, 36), (9, 27), (20, 60), (20, 40), (30, 60)] {
      var canvas = Canvas(size: Size(columns: columns, rows: 12))
      wide(count).draw(in: &canvas, region: canvas.bounds)
      let text = canvas.plainText
      #expect(text.contains(count < 20 ? "5" : "10"), "\(count) units in \(columns) columns:\n\(text)")
    }
  }

  @Test func paddingIsDrawnButNotCounted() {
    var canvas = Canvas(size: Size(columns: 70, rows: 12))
    let boxes = wide(5, padding: 1).draw(in: &canvas, region: canvas.bounds)[0]
    #expect(boxes.count == 7)
    #expect(canvas.target(at: boxes[0].origin) == nil && canvas.target(at: boxes[6].origin) == nil)
    #expect((1...5).map { canvas.target(at: boxes[$0].origin)?.column } == [0, 1, 2, 3, 4])
  }

  @Test func boxesAreKnownWithoutDrawing() {
    var canvas = Canvas(size: Size(columns: 36, rows: 13))
    #expect(graph().draw(in: &canvas, region: canvas.bounds) == graph().boxes(in: canvas.bounds))
  }
}
