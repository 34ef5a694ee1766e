import Testing

@testable import CellCanvas

@Suite struct MarksTests {
  @Test func outlineGoesAroundTextAndLeavesIt() {
    var canvas = Canvas(size: Size(columns: 4, rows: 2))
    canvas.write("12", column: 1, row: 0)
    canvas.outline(canvas.bounds, ink: .role(.active))
    #expect(canvas.plainText == "▏12▕\n▏▁▁▕")
  }

  @Test func outlineOfOneRowHasNoTopAndBottom() {
    var canvas = Canvas(size: Size(columns: 5, rows: 1))
    canvas.outline(canvas.bounds, ink: .role(.active))
    #expect(canvas.plainText == "▏   ▕")
  }

  @Test func outlineKeepsThePaper() {
    var canvas = Canvas(size: Size(columns: 3, rows: 2))
    canvas.paint(canvas.bounds, paper: .role(.input))
    canvas.outline(canvas.bounds, ink: .role(.active))
    #expect(canvas.cells.allSatisfy { $0.paper == .role(.input) })
  }

  @Test(arguments: [
    (0.0, false, "    "), (0.5, false, "──  "), (1.0, false, "───▶"), (0.5, true, "  ──"), (1.0, true, "◀───"),
  ])
  func arrowsGrowTowardsTheirHeads(_ progress: Double, _ pointsLeft: Bool, _ text: String) {
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    canvas.arrow(column: 0, row: 0, columns: 4, ink: .role(.active), progress: progress, pointsLeft: pointsLeft)
    #expect(canvas.plainText == text)
  }
}
