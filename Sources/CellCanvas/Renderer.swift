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

    /// The number of the colour; 0 for one without.
    var index: UInt8 { if case .index(let index) = device { index } else { 0 } }
  }

  /// The inks of all roles, by their number.
  private let inks: [Paint]
  /// The fills of all roles, then the levels of all scales, as blocks and pixels show them.
  private let fills: [Paint]
  /// The same, as areas show them on which words may stand.
  private let papers: [Paint]
  /// What the words of a role stand on and are written with, where they need a plate; by the role's number.
  private let plates: [(ink: Paint, paper: Paint)?]
  /// The colours of all numbers.
  private let indexed: [Paint]

  /// The least contrast between a text and its paper: WCAG 2's for text of ordinary size.
  static let leastContrast: Float = 4.5
  /// The least contrast between a line and its paper: WCAG 2's for what is not text.
  static let leastLineContrast: Float = 3

  /// A renderer for a device.
  public init(theme: Theme, depth: ColorDepth, glyphs: GlyphSet) {
    self.theme = theme
    self.depth = theme.isMono ? .mono : depth
    self.glyphs = glyphs
    let indexed = (UInt8(0)...255).map { Paint(.index($0), ColorDepth.color(ofIndex: $0)) }
    self.indexed = indexed
    let chosen: IndexedColors? =
      switch self.depth {
      case .palette256: theme.cube
      case .palette16: theme.sixteen
      case .truecolor, .mono: nil
      }
    guard let chosen else {
      let isMono = theme.isMono || depth == .mono
      func paint(_ color: RGB) -> Paint { Paint(isMono ? .standard : .rgb(color), color) }
      inks = theme.inks.map(paint)
      let fills = theme.fills.map(paint)
      self.fills = fills + theme.scales.joined().map(paint)
      papers = self.fills
      plates = zip(Role.allCases, fills).map { role, fill in theme.plates[role].map { (paint($0), fill) } }
      return
    }
    func levels(_ scales: [[UInt8]]) -> [Paint] {
      // As far from the one end as from the other, so that opposite values have opposite steps.
      scales.flatMap { steps in (0..<256).map { indexed[Int(steps[(2 * $0 + 1) * steps.count / 512])] } }
    }
    let (inks, roles) = (chosen.inks.map { indexed[Int($0)] }, chosen.fills.map { indexed[Int($0)] })
    let isSixteen = self.depth == .palette16
    self.inks = inks
    // Most of the 16 colours are no marks on the ground, only papers on it.
    fills = (isSixteen ? inks : roles) + levels(chosen.scales)
    papers = roles + levels(chosen.papers)
    let ground = roles[Int(Role.background.rawValue)]
    plates = zip(Role.allCases, zip(inks, roles)).map { role, paints in
      if let ink = chosen.plates[role] { return (indexed[Int(ink)], paints.1) }
      // Of the 16 colours most cannot be read as words on the ground, but as a plate beneath words.
      guard isSixteen, role != .faint, !Self.isSeen(paints.0, on: ground, least: Self.leastContrast) else { return nil }
      return (indexed[Int(SixteenContrast.pole(on: paints.1.index))], paints.1)
    }
  }

  /// What the device shows for `cell`.
  public func render(_ cell: Cell) -> RenderedCell {
    if depth == .mono { return monochrome(cell) }
    if Block.contains(cell.glyph) { return block(cell) }
    let plate = plate(of: cell)
    let paper = plate?.paper ?? paper(cell.paper)
    if cell.glyph == " " {
      // An ink that is not seen must not make a difference to the device.
      let ink = cell.style.isEmpty ? inks[Int(Role.text.rawValue)] : plate?.ink ?? ink(cell.ink, on: paper)
      return RenderedCell(
        glyph: " ", foreground: ink.device, background: paper.device, style: style(cell.style, ink: ink))
    }
    let wanted = plate?.ink ?? ink(cell.ink, on: paper)
    let ink = visible(wanted, on: paper, least: cell.isText ? Self.leastContrast : Self.leastLineContrast)
    return RenderedCell(
      glyph: glyphs.map(cell.glyph), foreground: ink.device, background: paper.device,
      style: style(cell.style, ink: ink))
  }

  /// Many terminals with 16 colours show bold ink in the brighter colour of the same name, which may not be seen.
  private func style(_ style: Style, ink: Paint) -> Style {
    depth == .palette16 && ink.index < 7 ? style.subtracting(.bold) : style
  }

  // MARK: Colours

  private func ink(_ tint: Tint, on paper: Paint) -> Paint {
    switch tint.meaning {
    case .role(.legible): pole(on: paper)
    case .role(let role): inks[Int(role.rawValue)]
    default: paint(of: tint, in: fills)
    }
  }

  /// The colour of a block or a pixel.
  private func fill(_ tint: Tint) -> Paint { paint(of: tint, in: fills) }

  /// The colour of an area behind words.
  private func paper(_ tint: Tint) -> Paint { paint(of: tint, in: papers) }

  private func paint(of tint: Tint, in table: [Paint]) -> Paint {
    switch tint.meaning {
    case .role(let role): table[Int(role.rawValue)]
    case .level(let scale, let level): table[inks.count + Int(scale.rawValue) << 8 + Int(level)]
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

  /// What a word on the bare ground stands on and is written with, if its role needs a plate.
  private func plate(of cell: Cell) -> (ink: Paint, paper: Paint)? {
    guard case .role(let role) = cell.ink.meaning, let plate = plates[Int(role.rawValue)],
      cell.paper == .role(.background) || cell.paper == .role(.panel), cell.isText || cell.glyph == " "
    else { return nil }
    return plate
  }

  /// The better of dark and light on `paper`.
  private func pole(on paper: Paint) -> Paint {
    depth == .palette16 ? indexed[Int(SixteenContrast.pole(on: paper.index))] : paint(paper.color.legibleInk)
  }

  /// `ink`, or where it could not be seen on `paper` the same hue, as much lighter or darker as it takes.
  private func visible(_ ink: Paint, on paper: Paint, least: Float) -> Paint {
    if Self.isSeen(ink, on: paper, least: least) { return ink }
    let pole = pole(on: paper)
    if depth != .palette16 {
      for step in 1..<8 {
        let mixed = paint(ink.color.mixed(with: pole.color, Float(step) / 8))
        if Self.isSeen(mixed, on: paper, least: least) { return mixed }
      }
    }
    return pole
  }

  private static func isSeen(_ ink: Paint, on paper: Paint, least: Float) -> Bool {
    if case .index(let index) = ink.device, case .index(let ground) = paper.device, index < 16, ground < 16 {
      return SixteenContrast.isSeen(index, on: ground, asText: least > leastLineContrast)
    }
    return max(ink.luminance, paper.luminance) + 0.05 >= least * (min(ink.luminance, paper.luminance) + 0.05)
  }

  // MARK: Blocks

  /// Half blocks and the like: areas of colour, not glyphs to read.
  private func block(_ cell: Cell) -> RenderedCell {
    var (ink, paper) = (fill(cell.ink), fill(cell.paper))
    if Block.isEdge(cell.glyph) {
      // An outline around an area that holds words, which must be seen on it.
      paper = self.paper(cell.paper)
      ink = visible(ink, on: paper, least: Self.leastLineContrast)
    }
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

/// Glyphs that paint a part of their cell: halves, eighths, quadrants, shades, and those of finer pictures.
enum Block {
  static func contains(_ glyph: Unicode.Scalar) -> Bool {
    isElement(glyph) || glyph.value >= 0x1CD00 && PictureBlocks.pattern(of: glyph) != nil
  }

  /// Whether it is one of U+2580 to U+259F.
  private static func isElement(_ glyph: Unicode.Scalar) -> Bool { glyph.value & 0xFFFF_FFE0 == 0x2580 }

  /// Whether the glyph paints a thin line along one side: ▁ ▏ ▔ ▕.
  static func isEdge(_ glyph: Unicode.Scalar) -> Bool {
    [0x2581, 0x258F, 0x2594, 0x2595].contains(glyph.value)
  }

  /// How much of the cell the glyph paints, 0...1.
  static func coverage(of glyph: Unicode.Scalar) -> Float {
    if isElement(glyph) { return Float(eighths[Int(glyph.value & 0x1F)]) / 8 }
    guard let (columns, rows, mask) = PictureBlocks.pattern(of: glyph) else { return 0 }
    return Float(mask.nonzeroBitCount) / Float(columns * rows)
  }

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
