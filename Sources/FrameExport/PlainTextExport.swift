import CellCanvas

/// A frame as plain text: no colours, no attributes, shading glyphs for pictures.
public enum PlainTextExport {
  /// The frame's rows, each ended by a line feed and without spaces at its end.
  public static func text(of canvas: Canvas, glyphs: GlyphSet = .unicode) -> String {
    let canvas = canvas.spelled(in: glyphs)
    let renderer = Renderer(theme: .mono, depth: .mono, glyphs: glyphs)
    var text = String.UnicodeScalarView()
    for row in 0..<canvas.size.rows {
      var blanks = 0
      for column in 0..<canvas.size.columns {
        let cell = canvas[column, row]
        let glyph = renderer.render(cell).glyph
        guard glyph != .continuation else { continue }
        // A space inside of words stays one, whatever texture lies behind them.
        let parts = cell.glyph == " " && canvas[column - 1, row].isText && canvas[column + 1, row].isText
        guard glyph != " ", !parts else {
          blanks += 1
          continue
        }
        text.append(contentsOf: repeatElement(" ", count: blanks))
        blanks = 0
        text.append(glyph)
      }
      text.append("\n")
    }
    return String(text)
  }
}
