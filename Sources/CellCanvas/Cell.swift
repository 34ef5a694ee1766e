/// How a glyph is set, beside its colour.
public struct Style: OptionSet, Hashable, Sendable {
  /// The bits, one a style.
  public let rawValue: UInt8

  /// The set with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier strokes.
  public static let bold = Style(rawValue: 1)
  /// A line beneath.
  public static let underline = Style(rawValue: 2)
  /// Ink and paper change places.
  public static let reverse = Style(rawValue: 4)
}

/// One place on the screen: a glyph, and what its ink and its paper mean.
public struct Cell: Hashable, Sendable {
  /// The glyph: one scalar that is one column wide.
  public var glyph: Unicode.Scalar
  /// What the glyph's colour means.
  public var ink: Tint
  /// What the colour behind the glyph means.
  public var paper: Tint
  /// How the glyph is set.
  public var style: Style

  /// A cell; without arguments an empty one.
  public init(
    _ glyph: Unicode.Scalar = " ", ink: Tint = .role(.text), paper: Tint = .role(.background), style: Style = []
  ) {
    self.glyph = glyph
    self.ink = ink
    self.paper = paper
    self.style = style
  }

  /// Whether the glyph is part of a word or a number, which must stand out from its paper, and not of a line or a picture.
  public var isText: Bool {
    switch glyph.value {
    case 0x21...0x7E, 0xA1...0x24FF, 0x2600...0x27BF, 0x2900...0xFFFF: !(0x2500...0x259F).contains(glyph.value)
    default: false
    }
  }
}
