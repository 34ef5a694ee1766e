import CellCanvas

/// A frame as text with the colours and attributes of ECMA-48, as terminals show it.
public enum ANSIExport {
  /// The frame's rows, each of which ends with a reset and a line feed.
  public static func text(of canvas: Canvas, renderer: Renderer) -> String {
    let canvas = canvas.spelled(in: renderer.glyphs)
    var text = ""
    for row in 0..<canvas.size.rows {
      var look: RenderedCell?
      for column in 0..<canvas.size.columns {
        let cell = renderer.render(canvas[column, row])
        if look?.hasLook(of: cell) != true {
          text += "\u{1B}[0" + parameters(of: cell) + "m"
          look = cell
        }
        if cell.glyph != .continuation { text.unicodeScalars.append(cell.glyph) }
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }

  /// What makes a terminal that shows one frame show another: each run of cells that differ, at its place.
  ///
  /// - Parameters:
  ///   - shown: what it shows; `nil` where that is not known.
  ///   - canvas: what it is to show.
  public static func changes(from shown: Canvas?, to canvas: Canvas, renderer: Renderer) -> String {
    let canvas = canvas.spelled(in: renderer.glyphs)
    let shown = shown?.spelled(in: renderer.glyphs)
    var text = ""
    var look: RenderedCell?
    for row in 0..<canvas.size.rows {
      let cells = (0..<canvas.size.columns).map { renderer.render(canvas[$0, row]) }
      let old = shown.flatMap { shown in
        shown.size == canvas.size ? cells.indices.map { renderer.render(shown[$0, row]) } : nil
      }
      var differs = cells.indices.map { old?[$0] != cells[$0] }
      // A glyph of two columns is written with the first of them.
      for column in cells.indices.dropFirst() where cells[column].glyph == .continuation {
        let pair = differs[column - 1] || differs[column]
        (differs[column - 1], differs[column]) = (pair, pair)
      }
      for column in cells.indices where differs[column] {
        if column == 0 || !differs[column - 1] { text += "\u{1B}[\(row + 1);\(column + 1)H" }
        let cell = cells[column]
        if look?.hasLook(of: cell) != true {
          text += "\u{1B}[0" + parameters(of: cell) + "m"
          look = cell
        }
        if cell.glyph != .continuation { text.unicodeScalars.append(cell.glyph) }
      }
    }
    return text
  }

  /// What follows a reset in the sequence that selects the look of `cell`.
  private static func parameters(of cell: RenderedCell) -> String {
    var text = ""
    if cell.style.contains(.bold) { text += ";1" }
    if cell.style.contains(.underline) { text += ";4" }
    if cell.style.contains(.reverse) { text += ";7" }
    return text + color(cell.foreground, normal: 30, bright: 90) + color(cell.background, normal: 40, bright: 100)
  }

  private static func color(_ color: DeviceColor, normal: Int, bright: Int) -> String {
    switch color {
    case .standard: ""
    case .index(let index) where index < 8: ";\(normal + Int(index))"
    case .index(let index) where index < 16: ";\(bright + Int(index) - 8)"
    case .index(let index): ";\(normal + 8);5;\(index)"
    case .rgb(let color): ";\(normal + 8);2;\(color.red);\(color.green);\(color.blue)"
    }
  }
}

extension RenderedCell {
  /// Whether the cells differ in nothing but their glyphs.
  func hasLook(of other: RenderedCell) -> Bool {
    foreground == other.foreground && background == other.background && style == other.style
  }
}
