import Testing

@testable import CellCanvas

@Suite struct SignalTests {
  private let axis = SignalAxis(column: 1, pitch: 3)

  private func trimmed(_ row: Substring) -> String {
    row.last == " " ? trimmed(row.dropLast()) : String(row)
  }

  @Test func barsStandOnZeroWithTheirValuesAtTheirEnds() {
    var canvas = Canvas(size: Size(columns: 14, rows: 6))
    SignalBars([
      SignalBars.Sample(4, label: "4", tint: .role(.input)), SignalBars.Sample(1, label: "1", tint: .role(.input)),
      SignalBars.Sample(0, label: "0", tint: .role(.input)), SignalBars.Sample(-2, label: "−2", tint: .role(.input)),
    ]).draw(in: &canvas, axis: axis, row: 0, rows: 6)
    let rows = ["", " 4", " ▀▀ 1", " ▀▀ ▄▄ 0", "          ▀▀", "          −2"]
    #expect(
      canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(trimmed) == rows)
    #expect(canvas.audit == [])
  }

  @Test func slidingMovesByPartsOfASample() {
    #expect(axis.region(0.5, count: 2, row: 4).column == 3)
    #expect(axis.region(-1, row: 0).column == -2)
    #expect(axis.region(2, row: 0).columns == 3)
  }

  @Test func pointsAndLinesKeepTheirHeights() {
    var canvas = Canvas(size: Size(columns: 13, rows: 2))
    SignalChart([SignalChart.Trace([0, 1, 2, 3], mark: .points, ink: .role(.input))], limits: 0...3).draw(
      in: &canvas, axis: axis, region: Region(column: 1, row: 0, columns: 12, rows: 2))
    #expect(canvas.plainText == "        ▄  ▀ \n  ▄  ▀       ")
    SignalChart([SignalChart.Trace([3, 3, 3, 3], mark: .line, ink: .role(.output))], limits: 0...3).draw(
      in: &canvas, axis: axis, region: Region(column: 1, row: 0, columns: 12, rows: 2))
    #expect(canvas[5, 0].ink == .role(.output))
    #expect(canvas[5, 1].ink == .role(.input))
  }

  @Test func dashesLeaveEveryOtherStretchOut() {
    var canvas = Canvas(size: Size(columns: 13, rows: 1))
    SignalChart([SignalChart.Trace([1, 1, 1, 1], mark: .dashes, ink: .role(.text))], limits: 0...1).draw(
      in: &canvas, axis: axis, region: Region(column: 1, row: 0, columns: 12, rows: 1))
    #expect(canvas[3, 0].glyph != " ")
    #expect(canvas[6, 0].glyph == " ")
    #expect(canvas[9, 0].glyph != " ")
  }

  @Test func nothingBreaksWithoutRoom() {
    for rows in 0..<3 {
      var canvas = Canvas(size: Size(columns: 2, rows: rows))
      SignalBars([SignalBars.Sample(-1, label: "−1", tint: .role(.input))]).draw(
        in: &canvas, axis: axis, row: 0, rows: rows)
      SignalChart([SignalChart.Trace([1], mark: .points, ink: .role(.input))], limits: 0...1).draw(
        in: &canvas, axis: axis, region: canvas.bounds)
      #expect(canvas.size.rows == rows)
    }
  }
}
