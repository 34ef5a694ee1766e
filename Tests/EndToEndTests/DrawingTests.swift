import CellCanvas
import Lecture
import Playback
import Testing

/// The program is drawn on, with the reports that terminals send of a mouse, and with keys.
@Suite struct DrawingTests {
  /// The step with the sheet, beside which the player in the test stands, too.
  private func rehearsal() throws -> Rehearsal {
    let rehearsal = try Rehearsal(scene: "draw-a-digit", arguments: ["--no-predict"], predicts: false)
    for _ in 0..<4 { try rehearsal.press(.pageDown) }
    return rehearsal
  }

  private func inked(_ rehearsal: Rehearsal) throws -> Int {
    let grid = try #require(catalogue.first { $0.card.id == "draw-a-digit" }?.controls.first { $0.name == "ink" })
    return rehearsal.player.settings.edits(grid).count
  }

  @Test func theMouseDraws() throws {
    let rehearsal = try rehearsal()
    rehearsal.session.send("m")
    #expect(rehearsal.session.wait { $0.isMouseReported })
    _ = rehearsal.player.handle(.key("m"), at: .zero)
    let sheet = rehearsal.player.frame().hotSpots.filter { $0.target.grid == "ink" }.map(\.region.origin)
    let (column, row) = (try #require(sheet.map(\.column).min()), try #require(sheet.map(\.row).min()))
    func point(_ x: Int, _ y: Int) -> Point { Point(column: column + x, row: row + y) }
    // A seven in three strokes, the mouse with its button held: across, down, and in one leap between them.
    try rehearsal.point(.pressed, at: point(8, 3))
    for x in 9...18 { try rehearsal.drag(to: point(x, 3)) }
    try rehearsal.drag(to: point(12, 11))
    try rehearsal.point(.released, at: point(12, 11))
    #expect(try inked(rehearsal) > 60)
    #expect(rehearsal.session.text.contains("It says 7 with"))
    let drawn = try inked(rehearsal)
    try rehearsal.point(.moved, at: point(20, 12))
    #expect(try inked(rehearsal) == drawn)
    try rehearsal.press("r")
    #expect(try inked(rehearsal) == 0)
    try rehearsal.press("r")
    #expect(try inked(rehearsal) == drawn)
  }

  @Test func theKeysDraw() throws {
    let rehearsal = try rehearsal()
    try rehearsal.press("e", .space)
    for _ in 0..<6 { try rehearsal.press(.up) }
    try rehearsal.press(.space, .down)
    #expect(try inked(rehearsal) > 10)
    #expect(rehearsal.session.text.contains("pen up"))
    try rehearsal.press(.tab)
    #expect(rehearsal.session.text.contains("eraser up"))
    try rehearsal.press(.space, .down, .escape)
    try rehearsal.press("q")
    rehearsal.session.send("q")
    #expect(rehearsal.session.wait { $0.text.contains("What you typed in draw-a-digit comes back with") })
  }
}
