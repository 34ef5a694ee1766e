/// Which glyphs a device can show. A canvas always holds the richest glyph; a set says what stands for it.
public enum GlyphSet: String, CaseIterable, Sendable {
  /// Every glyph, Braille patterns too.
  case unicode
  /// What the fonts of a Linux console have: Latin letters, light and double lines, half blocks and shades.
  case blocks
  /// The 95 printable characters of ASCII.
  case ascii

  /// What this set shows in place of `glyph`: one glyph, one column wide; `?` for what it cannot show.
  public func map(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    if self == .unicode || glyph.isASCII { return glyph }
    // Behind a wide glyph, which none of the other sets has.
    if glyph == .continuation { return " " }
    switch self {
    case .unicode: return glyph
    case .blocks: return Self.blocks(glyph)
    case .ascii: return Self.ascii(glyph)
    }
  }

  private static func blocks(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    if isBraille(glyph) { return brailleInBlocks[Int(glyph.value & 0xFF)] }
    if (0xA0...0xFF).contains(glyph.value) || consoleGlyphs.contains(glyph) { return glyph }
    return consoleStandIns[glyph] ?? ascii(glyph)
  }

  private static func ascii(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    if isBraille(glyph) { return brailleInASCII[Int(glyph.value & 0xFF)] }
    if let standIn = asciiStandIns[glyph] { return standIn }
    // What is left of the lines are corners, tees and crosses.
    return (0x2500...0x257F).contains(glyph.value) ? "+" : "?"
  }

  private static func isBraille(_ glyph: Unicode.Scalar) -> Bool { glyph.value & 0xFFFF_FF00 == 0x2800 }

  // MARK: Braille

  /// Bits of a Braille pattern's dots, top to bottom: the left column, then the right one.
  private static let dots: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// The glyph of ASCII that looks most like each Braille pattern.
  private static let brailleInASCII: [Unicode.Scalar] = {
    let (left, right) = (dots[0], dots[1])
    // The dots that each stand-in would set, several ways; the earlier wins a tie.
    var likenesses: [(glyph: Unicode.Scalar, dots: UInt8)] = [(" ", 0)]
    for column in dots {
      likenesses += [
        ("'", column[0]), ("'", column[1]), (".", column[2]), (".", column[3]), ("|", column.reduce(0, |)),
        ("|", column[0] | column[1]), ("|", column[1] | column[2]), ("|", column[2] | column[3]),
        ("|", column[0] | column[1] | column[2]), ("|", column[1] | column[2] | column[3]),
        (":", column[0] | column[2]), (":", column[1] | column[3]), (":", column[0] | column[3]),
      ]
    }
    for row in 0..<4 { likenesses.append((row == 3 ? "_" : "-", left[row] | right[row])) }
    for row in 0..<3 {
      // Two rows full of dots are a thick line, three are no line any more.
      let both = left[row] | right[row] | left[row + 1] | right[row + 1]
      likenesses += [("-", both), ("-", both & ~left[row]), ("-", both & ~right[row])]
      likenesses += [("-", both & ~left[row + 1]), ("-", both & ~right[row + 1])]
      if row < 2 { likenesses.append(("X", both | left[row + 2] | right[row + 2])) }
      likenesses += [("/", left[row + 1] | right[row]), ("\\", left[row] | right[row + 1])]
    }
    likenesses += [
      ("/", left[2] | left[3] | right[0] | right[1]), ("\\", left[0] | left[1] | right[2] | right[3]),
      ("/", left[2] | right[1]), ("/", left[3] | right[0]), ("\\", left[1] | right[2]), ("\\", left[0] | right[3]),
      ("X", 0xFF), ("X", left[0] | left[3] | right[1] | right[2]), ("X", left[1] | left[2] | right[0] | right[3]),
      ("+", left.reduce(0, |) | right[1]), ("+", left.reduce(0, |) | right[2]), ("+", right.reduce(0, |) | left[1]),
      ("+", right.reduce(0, |) | left[2]),
    ]
    return (0...255).map { pattern in
      var best = likenesses[0]
      // An empty pattern is a space, and only that one.
      var fewest = pattern == 0 ? 0 : 9
      for likeness in likenesses.dropFirst() where (likeness.dots ^ UInt8(pattern)).nonzeroBitCount < fewest {
        best = likeness
        fewest = (likeness.dots ^ UInt8(pattern)).nonzeroBitCount
      }
      return best.glyph
    }
  }()

  /// The same with lines; a console's font has no diagonals but those of ASCII.
  private static let brailleInBlocks: [Unicode.Scalar] = {
    let lines: [Unicode.Scalar: Unicode.Scalar] = ["|": "│", "-": "─", "+": "┼", ".": "·", "'": "·"]
    return brailleInASCII.map { lines[$0] ?? $0 }
  }()

  // MARK: Stand-ins

  /// Pairs of a glyph and its stand-in from two strings of equal length.
  private static func pairs(_ strings: (String, String)...) -> [Unicode.Scalar: Unicode.Scalar] {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (glyphs, standIns) in strings {
      precondition(glyphs.unicodeScalars.count == standIns.unicodeScalars.count, "\(glyphs): one stand-in each")
      for (glyph, standIn) in zip(glyphs.unicodeScalars, standIns.unicodeScalars) { table[glyph] = standIn }
    }
    return table
  }

  private static let consoleGlyphs = Set(
    "─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓←→↑↓↔↕•≈≡≤≥∞√■ΓΘΣΦΩαδεπστφ".unicodeScalars)

  private static let consoleStandIns = pairs(
    ("━┄┅┈┉╌╍╴╶╸╺╼╾", "─────────────"), ("┃┆┇┊┋╎╏╵╷╹╻╽╿", "│││││││││││││"), ("╭╮╰╯┏┓┗┛┣┫┳┻╋", "┌┐└┘┌┐└┘├┤┬┴┼"),
    ("▁▂▃▅▆▇▉▊▋▍▎▏▔▕", "_▄▄▄████▌▌▌│▀│"), ("▖▗▘▝▙▚▛▜▞▟", "▄▄▀▀█▌██▐█"), ("●◆▪", "■■■"), ("∙∗⋆", "·*&"))

  /// A dot between numbers multiplies them: as a full stop it would be read as a decimal point. Convolution and
  /// correlation have signs that nothing else has.
  private static let asciiStandIns = pairs(
    ("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "---------------"), ("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|||||||||||||||"), ("╱╲╳", "/\\X"),
    ("▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕", "\"__=====####||||#.:%\"|"), ("▖▗▘▝▙▚▛▜▞▟", ".,''#\\##/#"),
    ("←↑→↓↔↕↖↗↘↙⇐⇑⇒⇓⟵⟶↩↵⏎␣", "<^>v-|\\/\\/<^>v<><<<_"), ("▲△▴▶▷▸▼▽▾◀◁◂►◄", "^^^>>>vvv<<<><"),
    ("■□▪▫●○◦◉◆◇★☆✓✔✗✘", "#o#oo.oo*o**vvxx"), ("×÷−±·∙⋅∗⋆∘⊙⊕⊗√∞∂∇∑∏∈∣∥‖", "x/-+*.*@&oo+&vIdVSPe|||"),
    ("=≠≈≡≤≥¬∼≪≫⌊⌋⌈⌉⟨⟩", "=!~=<>!~<>[][]<>"), ("…⋮⋯⋱•–—‐‑‘’‚“”„′″«»", ".:.\\o----''," + "\"\"\"'\"<>"),
    ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼ", "0123456789+-n0123456789+-ij"), ("\u{A0}°µ§¡¿", " ouS!?"),
    ("ΑΒΓΔΕΗΘΚΛΜΝΠΡΣΤΦΧΨΩ", "ABGDEHTKLMNPRSTFXYO"), ("αβγδεζηθικλμνξοπρστυφχψω", "abgdezntiklmnxoprstufxyw"),
    (
      "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
      "AAAAAAACEEEEIIIIDNOOOOOOUUUUYTsaaaaaaaceeeeiiiidnoooooouuuuyty"
    ),
    (
      "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘř",
      "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjKkLlLlLlLlNnNnNnOoOoOoOoRrRrRr"
    ), ("ŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž", "SsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZz"))
}
