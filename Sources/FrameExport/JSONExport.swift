import CellCanvas
import JSONText

/// A frame as JSON: its text and what every part of it means, for programs and for tests of other hands.
public enum JSONExport {
  /// The facts that the caller gives, then the frame:
  /// `size`; `rows`, the text of each; `runs`, for each row the stretches of one meaning with their first column, ink,
  /// paper (as names of roles and scales, `signed:128`) and style. Empty stretches on the bare ground are left out.
  public static func value(of canvas: Canvas, facts: [JSON.Member]) -> JSON {
    var rows: [JSON] = []
    var runs: [JSON] = []
    for row in 0..<canvas.size.rows {
      let cells = (0..<canvas.size.columns).map { canvas[$0, row] }
      rows.append(.string(String(String.UnicodeScalarView(cells.map(\.glyph))).withoutContinuations))
      runs.append(.array(Self.runs(of: cells)))
    }
    let size = JSON.object([
      .init("columns", .integer(canvas.size.columns)), .init("rows", .integer(canvas.size.rows)),
    ])
    return .object(facts + [.init("size", size), .init("rows", .array(rows)), .init("runs", .array(runs))])
  }

  private static func runs(of cells: [Cell]) -> [JSON] {
    var runs: [JSON] = []
    var start = 0
    while start < cells.count {
      let first = cells[start]
      var end = start + 1
      while end < cells.count, cells[end].ink == first.ink, cells[end].paper == first.paper,
        cells[end].style == first.style
      {
        end += 1
      }
      let glyphs = cells[start..<end].map(\.glyph)
      if first.paper != .role(.background) || !first.style.isEmpty || glyphs.contains(where: { $0 != " " }) {
        runs.append(
          .object([
            .init("column", .integer(start)),
            .init("text", .string(String(String.UnicodeScalarView(glyphs)).withoutContinuations)),
            .init("ink", .string(first.ink.description)), .init("paper", .string(first.paper.description)),
            .init("style", .array(names(of: first.style))),
          ]))
      }
      start = end
    }
    return runs
  }

  private static func names(of style: Style) -> [JSON] {
    let names: [(Style, String)] = [(.bold, "bold"), (.underline, "underline"), (.reverse, "reverse")]
    return names.filter { style.contains($0.0) }.map { .string($0.1) }
  }
}
