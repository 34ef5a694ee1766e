// Text that people bring along, such as names of classes, in a grid of cells that are one column wide each.

extension Unicode.Scalar {
  /// Stands in the cell behind a glyph that is two columns wide; no text has it, and no device is ever sent it.
  public static let continuation: Unicode.Scalar = "\u{FFFF}"

  /// Whether terminals give the glyph two columns: the wide and full-width characters of UAX #11, and emoji.
  public var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// Whether it takes no column of its own: marks on another, formatting, controls.
  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .surrogate, .privateUse, .lineSeparator,
      .paragraphSeparator:
      true
    default: self == .continuation
    }
  }
}

extension String {
  /// The text with one scalar a column: composed characters, nothing that cannot be seen or that turns the direction of
  /// what follows, and `continuation` behind each glyph that is two columns wide. So its characters count its columns.
  public var inCells: String {
    var cells = String.UnicodeScalarView()
    for character in self {
      let scalars = character.unicodeScalars
      let glyph = scalars.count == 1 ? scalars.first : Self.composed[character] ?? scalars.first { !$0.isUnseen }
      guard let glyph, !glyph.isUnseen else { continue }
      cells.append(glyph)
      if glyph.isWide { cells.append(.continuation) }
    }
    return String(cells)
  }

  /// The text as it is meant, for those who do not show it in cells.
  public var withoutContinuations: String {
    guard unicodeScalars.contains(.continuation) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.filter { $0 != .continuation }))
  }

  /// Letters with marks as one scalar each, found by any of their spellings: Swift compares characters by canonical
  /// equivalence (UAX #15).
  private static let composed: [Character: Unicode.Scalar] = {
    var composed: [Character: Unicode.Scalar] = [:]
    for range: ClosedRange<UInt32> in [
      0xC0...0x24F, 0x370...0x52F, 0x600...0x6D3, 0x1E00...0x1FFF, 0x3041...0x30FF, 0xAC00...0xD7A3,
    ] {
      for scalar in range.lazy.compactMap(Unicode.Scalar.init) where composed[Character(scalar)] == nil {
        composed[Character(scalar)] = scalar
      }
    }
    return composed
  }()
}
