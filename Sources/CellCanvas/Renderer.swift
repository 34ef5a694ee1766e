/// A colour as a device takes it.
public enum DeviceColor: Hashable, Sendable {
  /// The device's own ink or paper.
  case standard
  /// A colour of 24 bits.
  case rgb(RGB)
  /// A number of the 16 or 256 colours.
  case index(UInt8)
}

/// What a device shows in one place.
public struct RenderedCell: Hashable, Sendable {
  /// The glyph, which the device's set has.
  public var glyph: Unicode.Scalar
  /// The colour of the glyph.
  public var foreground: DeviceColor
  /// The colour behind the glyph.
  public var background: DeviceColor
  /// How the glyph is set.
  public var style: Style

  /// A cell to show.
  public init(
    glyph: Unicode.Scalar, foreground: DeviceColor = .standard, background: DeviceColor = .standard, style: Style = []
  ) {
    self.glyph = glyph
    self.foreground = foreground
    self.background = background
    self.style = style
  }
}

/// Turns what cells mean into what a device can show: the one place where a theme, a number of colours and a set of glyphs meet.
public struct Renderer: Sendable {
  /// The colours.
  public let theme: Theme
  /// How many colours the device has; `mono` under a theme without colours.
  public let depth: ColorDepth
  /// The glyphs that the device has.
  public let glyphs: GlyphSet

  /// A colour as the device takes it and as it looks there.
  private struct Paint {
    var device: DeviceColor
    var color: RGB
    var luminance: Float

    init(_ device: DeviceColor, _ color: RGB) {
      self.device = device
      self.color = color
      luminance = color.luminance
    }
  }

  /// The inks of all roles, by their number.
  private let inks: [Paint]
  /// The fills of all roles, then the levels of all scales.
  private let fills: [Paint]
  /// The colours of all numbers.
  private let indexed: [Paint]

  /// The least contrast between a text and its paper: WCAG 2's for text of ordinary size.
  static let leastContrast: Float = 4.5

  /// A renderer for a device.
  public init(theme: Theme, depth: ColorDepth, glyphs: GlyphSet) {
    self.theme = theme
    self.depth = theme.isMono ? .mono : depth
    self.glyphs = glyphs
    let device = self.depth
    let indexed = (UInt8(0)...255).map { Paint(.index($0), ColorDepth.color(ofIndex: $0)) }
    self.indexed = indexed
    func paint(_ color: RGB, _ index: UInt8) -> Paint {
      switch device {
      case .truecolor: return Paint(.rgb(color), color)
      case .palette256: return indexed[Int(ColorDepth.index(nearestTo: color))]
      case .palette16: return indexed[Int(index)]
      case .mono: return Paint(.standard, color)
      }
    }
    inks = Role.allCases.map { paint(theme.inks[Int($0.rawValue)], theme.sixteen.inks[Int($0.rawValue)]) }
    var fills = Role.allCases.map { paint(theme.fills[Int($0.rawValue)], theme.sixteen.fills[Int($0.rawValue)]) }
    for (colors, steps) in zip(theme.scales, theme.sixteen.scales) {
      for (level, color) in colors.enumerated() { fills.append(paint(color, steps[level * steps.count / 256])) }
    }
    self.fills = fills
  }

  /// What the device shows for `cell`.
  public func render(_ cell: Cell) -> RenderedCell {
    if depth == .mono { return monochrome(cell) }
    if Block.contains(cell.glyph) { return block(cell) }
    let paper = fill(cell.paper)
    if cell.glyph == " " {
      // An ink that is not seen must not make a difference to the device.
      let ink = cell.style.isEmpty ? inks[Int(Role.text.rawValue)] : ink(cell.ink, on: paper)
      return RenderedCell(glyph: " ", foreground: ink.device, background: paper.device, style: cell.style)
    }
    var ink = ink(cell.ink, on: paper)
    if cell.isText, cell.ink != .role(.faint) { ink = readable(ink, on: paper) }
    return RenderedCell(
      glyph: glyphs.map(cell.glyph), foreground: ink.device, background: paper.device, style: cell.style)
  }

  // MARK: Colours

  private func ink(_ tint: Tint, on paper: Paint) -> Paint {
    switch tint.meaning {
    case .role(.legible): paint(paper.color.legibleInk)
    case .role(let role): inks[Int(role.rawValue)]
    default: fill(tint)
    }
  }

  private func fill(_ tint: Tint) -> Paint {
    switch tint.meaning {
    case .role(let role): fills[Int(role.rawValue)]
    case .level(let scale, let level): fills[inks.count + Int(scale.rawValue) << 8 + Int(level)]
    case .color(let red, let green, let blue): paint(RGB(red: red, green: green, blue: blue))
    }
  }

  /// A colour that is in no table.
  private func paint(_ color: RGB) -> Paint {
    switch depth {
    case .truecolor: Paint(.rgb(color), color)
    case .palette256: indexed[Int(ColorDepth.quickIndex(nearestTo: color))]
    case .palette16: indexed[Int(ColorDepth.greyIndex(of: color))]
    case .mono: Paint(.standard, color)
    }
  }

  /// `ink`, or where it could not be read on `paper` the same hue, as much lighter or darker as it takes.
  private func readable(_ ink: Paint, on paper: Paint) -> Paint {
    if Self.stands(ink, out: paper) { return ink }
    let pole = paper.color.legibleInk
    if depth != .palette16 {
      for step in 1..<8 {
        let mixed = paint(ink.color.mixed(with: pole, Float(step) / 8))
        if Self.stands(mixed, out: paper) { return mixed }
      }
    }
    return paint(pole)
  }

  private static func stands(_ ink: Paint, out paper: Paint) -> Bool {
    max(ink.luminance, paper.luminance) + 0.05 >= leastContrast * (min(ink.luminance, paper.luminance) + 0.05)
  }

  // MARK: Blocks

  /// Half blocks and the like: areas of colour, not glyphs to read.
  private func block(_ cell: Cell) -> RenderedCell {
    let (ink, paper) = (fill(cell.ink), fill(cell.paper))
    guard glyphs == .ascii else {
      return RenderedCell(
        glyph: glyphs.map(cell.glyph), foreground: ink.device, background: paper.device, style: cell.style)
    }
    // No blocks: the cell takes the mean colour, or where there are too few colours the one that covers more of it.
    let coverage = Block.coverage(of: cell.glyph)
    let mixed =
      if let mean = Tint.mean(cell.paper, cell.ink, coverage) {
        fill(mean)
      } else if depth == .palette16 {
        coverage < 0.5 ? paper : ink
      } else {
        paint(paper.color.mixed(with: ink.color, coverage))
      }
    return RenderedCell(
      glyph: " ", foreground: inks[Int(Role.text.rawValue)].device, background: mixed.device, style: cell.style)
  }

  // MARK: No colours

  /// Meaning by attributes and by shading glyphs alone.
  private func monochrome(_ cell: Cell) -> RenderedCell {
    if let (upper, lower) = Block.pixels(of: cell) {
      return RenderedCell(glyph: shade(upper, lower), style: cell.style)
    }
    if cell.glyph == " " { return emptyMonochrome(cell) }
    var style = cell.style
    if cell.isText {
      if cell.paper.isOf(.active) || cell.ink.isOf(.active) { style.formUnion([.reverse, .bold]) }
      if cell.paper.isOf(.kernel) { style.formUnion([.underline, .bold]) }
      if cell.ink.isOf(.kernel) { style.insert(.underline) }
    }
    if cell.ink.isOf(.title) || cell.ink.isOf(.active) || cell.ink.isOf(.wrong) { style.insert(.bold) }
    return RenderedCell(glyph: glyphs.map(cell.glyph), style: style)
  }

  /// An area: a texture of its own for each role that paints areas, so that they differ also in plain text.
  private func emptyMonochrome(_ cell: Cell) -> RenderedCell {
    switch cell.paper.meaning {
    case .role(.active): return RenderedCell(glyph: " ", style: cell.style.union([.reverse, .bold]))
    case .role(.background), .role(.panel), .role(.text), .role(.muted), .role(.faint), .role(.title), .role(.legible):
      return RenderedCell(glyph: " ", style: cell.style)
    case .level(.kernel, _): return texture("░", ":")
    case .role(.input): return texture("░", "'")
    case .role(.output), .role(.correct): return texture("▓", "\"")
    case .role: return texture("▒", ":")
    case .color, .level(.grey, _): return RenderedCell(glyph: shade(cell.paper, cell.paper), style: cell.style)
    // The number in the cell says it, and says it better in a quiet place.
    case .level: return RenderedCell(glyph: " ", style: cell.style)
    }
  }

  /// A texture behind numbers; in ASCII one that cannot be read as a part of them.
  private func texture(_ shade: Unicode.Scalar, _ plain: Unicode.Scalar) -> RenderedCell {
    RenderedCell(glyph: glyphs == .ascii ? plain : shade)
  }

  /// The glyph for two pixels, one above the other.
  private func shade(_ upper: Tint, _ lower: Tint) -> Unicode.Scalar {
    if let mean = Tint.mean(upper, lower, 0.5), case .level(.signed, let level) = mean.meaning {
      // Negative amounts look like minus signs, so that the sign is not lost.
      let steps: [Unicode.Scalar] =
        glyphs == .ascii ? ["=", "-", " ", "+", "#"] : ["≡", "=", "-", " ", "░", "▒", "█"]
      return glyphs.map(steps[Int(level) * steps.count / 256])
    }
    let (above, below) = (upper.brightness, lower.brightness)
    if glyphs == .ascii {
      let ramp = upper.isAmount && lower.isAmount ? Self.digits : Self.ramp
      return ramp[min(Int((above + below) / 2 * 10), 9)]
    }
    // A strong edge keeps its place.
    if above - below > 0.5 { return "▀" }
    if below - above > 0.5 { return "▄" }
    let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]
    return shades[min(Int((above + below) / 2 * 5), 4)]
  }

  private static let ramp: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  private static let digits: [Unicode.Scalar] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
}

/// Glyphs that paint a part of their cell: halves, eighths, quadrants, shades.
enum Block {
  static func contains(_ glyph: Unicode.Scalar) -> Bool { glyph.value & 0xFFFF_FFE0 == 0x2580 }

  /// How much of the cell the glyph paints, 0...1.
  static func coverage(of glyph: Unicode.Scalar) -> Float { Float(eighths[Int(glyph.value & 0x1F)]) / 8 }

  /// In the order of U+2580 to U+259F.
  private static let eighths = [
    4, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1, 4, 2, 4, 6, 1, 1, 2, 2, 2, 6, 4, 6, 6, 2, 4, 6,
  ]

  /// The two pixels of a cell that is drawn as such, one above the other; `nil` for any other glyph.
  static func pixels(of cell: Cell) -> (upper: Tint, lower: Tint)? {
    switch cell.glyph {
    case "▀": (cell.ink, cell.paper)
    case "▄": (cell.paper, cell.ink)
    case "█": (cell.ink, cell.ink)
    default: nil
    }
  }
}

extension Tint {
  /// What lies between two tints of one kind, `first` at 0 and `second` at 1; `nil` where nothing does.
  static func mean(_ first: Tint, _ second: Tint, _ fraction: Float) -> Tint? {
    if first == second { return first }
    switch (first.meaning, second.meaning) {
    case (.level(let scale, let low), .level(let other, let high)) where scale == other:
      return .level(scale, (Double(low) + (Double(high) - Double(low)) * Double(fraction)) / 255)
    case (.color(let red, let green, let blue), .color(let otherRed, let otherGreen, let otherBlue)):
      let mean = RGB(red: red, green: green, blue: blue).mixed(
        with: RGB(red: otherRed, green: otherGreen, blue: otherBlue), fraction)
      return .color(red: mean.red, green: mean.green, blue: mean.blue)
    default: return nil
    }
  }

  /// Whether this is `role`, or a place on the scale of the same name.
  fileprivate func isOf(_ role: Role) -> Bool {
    if self == .role(role) { return true }
    if role == .kernel, case .level(.kernel, _) = meaning { return true }
    return false
  }

  /// How much light the tint stands for where there are no colours, 0...1: levels by their place, roles all or nothing.
  fileprivate var brightness: Float {
    switch meaning {
    case .role(.background), .role(.panel): 0
    case .role: 1
    case .level(_, let level): Float(level) / 255
    case .color(let red, let green, let blue): Float(2 * Int(red) + 5 * Int(green) + Int(blue)) / (8 * 255)
    }
  }

  /// Whether the tint is an amount to be read off, not a part of a picture or of a solid shape.
  fileprivate var isAmount: Bool { if case .level(.amount, _) = meaning { true } else { false } }
}
