import CellCanvas
import Testing

struct FlowGraphTests {
  private func text(_ boxes: [FlowGraph.Box], columns: Int, rows: Int) -> [String] {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    FlowGraph(boxes).draw(in: &canvas, region: canvas.bounds)
    #expect(canvas.audit.isEmpty, "\(canvas.audit)")
    return canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = String(line)
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private let paper = Tint.level(.kernel, 0.5)

  @Test func boxesInARowAreJoined() {
    #expect(
      text([.init("a", paper: paper), .init("b", paper: paper, from: [0])], columns: 9, rows: 1) == [" a ─── b"])
  }

  @Test func branchesPartAndMeet() {
    let boxes: [FlowGraph.Box] = [
      .init("in", paper: paper), .init("p", paper: paper, from: [0]), .init("q", paper: paper, from: [0]),
      .init("out", paper: paper, from: [1, 2]),
    ]
    #expect(text(boxes, columns: 18, rows: 3) == [" in ─┬─ p ─┬─ out", "     │     │", "     └─ q ─┘"])
  }

  @Test func aShortcutHasARowOfItsOwn() {
    let boxes: [FlowGraph.Box] = [
      .init("x", paper: paper), .init("f", paper: paper, from: [0]), .init("g", paper: paper, from: [1]),
      .init("+", paper: paper, from: [2, 0]),
    ]
    #expect(
      text(boxes, columns: 21, rows: 3) == [" x ─┬─ f ─── g ─┬─ +", "    │           │", "    └───────────┘"])
  }

  @Test func aLineThatPassesStartsBelowTheBoxesAlreadyThere() {
    // Two branches of different lengths and a shortcut: no line may run through a box.
    let boxes: [FlowGraph.Box] = [
      .init("x", paper: paper), .init("a", paper: paper, from: [0]), .init("b", paper: paper, from: [1]),
      .init("c", paper: paper, from: [0]), .init("+", paper: paper, from: [2, 3, 0]),
    ]
    let lines = text(boxes, columns: 30, rows: 5)
    for label in ["x", "a", "b", "c", "+"] {
      #expect(lines.count { $0.contains(" \(label)") } == 1, "\(label) in \(lines)")
    }
  }

  @Test func sizeIsWhatItTakes() {
    let boxes: [FlowGraph.Box] = [
      .init("in", paper: paper), .init("p", paper: paper, from: [0]), .init("q", paper: paper, from: [0]),
      .init("out", paper: paper, from: [1, 2]),
    ]
    #expect(FlowGraph(boxes).size() == Size(columns: 4 + 3 + 3 + 3 + 5, rows: 3))
    #expect(text(boxes, columns: 10, rows: 2) == ["", ""], "too little room: nothing is drawn")
  }

  @Test func boxesCanBePointedAt() {
    var canvas = Canvas(size: Size(columns: 9, rows: 1))
    FlowGraph([.init("a", paper: paper), .init("b", paper: paper, from: [0])], name: "flow")
      .draw(in: &canvas, region: canvas.bounds)
    #expect(canvas.target(at: Point(column: 7, row: 0)) == Target(grid: "flow", row: 0, column: 1))
  }
}
