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
}
