public import CellCanvas

// The colours that a frame has on paper, where there is no device with an ink of its own.
extension Renderer {
  /// The colour behind everything.
  public var ground: RGB { theme.fill(of: .role(.background)) }

  /// The colours of a cell.
  public func look(of cell: RenderedCell) -> (ink: RGB, paper: RGB) {
    let ink = color(cell.foreground) ?? theme.color(of: .role(.text), on: ground)
    let paper = color(cell.background) ?? ground
    return cell.style.contains(.reverse) ? (paper, ink) : (ink, paper)
  }

  /// The colour of what a cell's glyph draws; shading glyphs let their paper through.
  func inkShown(by cell: RenderedCell) -> RGB {
    let (ink, paper) = look(of: cell)
    return paper.mixed(with: ink, GlyphShape(cell.glyph)?.opacity ?? 1)
  }

  private func color(_ color: DeviceColor) -> RGB? {
    switch color {
    case .standard: nil
    case .index(let index): ColorDepth.color(ofIndex: index)
    case .rgb(let color): color
    }
  }
}

extension RGB {
  /// The colour in six hexadecimal digits.
  public var hexDigits: String { (String(repeating: "0", count: 6) + String(hex, radix: 16)).suffix(6).description }

  /// The colour as style sheets and SVG write it: `#56b4e9`.
  public var cssHex: String { "#" + hexDigits }
}
