import CellCanvas

/// The exact shape of a glyph that draws: blocks, lines and dots leave no seams then, whatever font there is.
///
/// Lengths are tenths of a pixel in a cell of 100 x 200.
struct GlyphShape {
  /// A rectangle of the shape.
  struct Box {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// A dot at one point, a line between two, a curve from the first of three to the last, bent towards the middle one.
  struct Stroke {
    var points: [(x: Int, y: Int)]
    var pen: Int

    init(_ points: [(x: Int, y: Int)], pen: Int) {
      self.points = points
      self.pen = pen
    }
  }

  /// What is filled.
  var boxes: [Box] = []
  /// What is drawn with a round pen.
  var strokes: [Stroke] = []
  /// How much of the filled area the ink covers, 0...1.
  var opacity: Float = 1
  /// Whether the boxes fill the cell's areas and must meet their neighbours exactly.
  var isArea = false

  /// The shape of `glyph`; `nil` for a glyph that a font draws.
  init?(_ glyph: Unicode.Scalar) {
    switch glyph.value {
    case 0x2500...0x257F: line(glyph)
    case 0x2580...0x259F: block(glyph)
    case 0x2800...0x28FF: dots(UInt8(truncatingIfNeeded: glyph.value))
    default:
      guard let pattern = PictureBlocks.pattern(of: glyph), glyph != " " else { return nil }
      tiles(pattern.mask, columns: pattern.columns, rows: pattern.rows)
    }
  }

  // MARK: Blocks

  private mutating func block(_ glyph: Unicode.Scalar) {
    isArea = true
    /// Adds a rectangle in eighths of the cell.
    func add(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
      boxes.append(Box(x: x * 100 / 8, y: y * 25, width: width * 100 / 8, height: height * 25))
    }
    let code = Int(glyph.value)
    switch code {
    case 0x2580: add(0, 0, 8, 4)
    case 0x2581...0x2588: add(0, 8 - (code - 0x2580), 8, code - 0x2580)
    case 0x2589...0x258F: add(0, 0, 0x2590 - code, 8)
    case 0x2590: add(4, 0, 4, 8)
    case 0x2591...0x2593:
      add(0, 0, 8, 8)
      opacity = Float(code - 0x2590) / 4
    case 0x2594: add(0, 0, 8, 1)
    case 0x2595: add(7, 0, 1, 8)
    default: if let pattern = PictureBlocks.pattern(of: glyph) { tiles(pattern.mask, columns: 2, rows: pattern.rows) }
    }
  }

  /// Equal parts of the cell, row after row from the lowest bit of `mask` on.
  private mutating func tiles(_ mask: UInt8, columns: Int, rows: Int) {
    isArea = true
    for row in 0..<rows {
      let (top, bottom) = (200 * row / rows, 200 * (row + 1) / rows)
      for column in 0..<columns where mask >> UInt8(row * columns + column) & 1 == 1 {
        boxes.append(Box(x: 100 * column / columns, y: top, width: 100 / columns, height: bottom - top))
      }
    }
  }

  // MARK: Braille

  private mutating func dots(_ pattern: UInt8) {
    for (bit, place) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)].enumerated()
    where pattern >> bit & 1 == 1 {
      strokes.append(Stroke([(25 + 50 * place.0, 25 + 50 * place.1)], pen: 28))
    }
  }

  // MARK: Lines

  /// The arms of U+2500 to U+257F, to the left, right, up and down: 0 none, 1 light, 2 heavy, 3 double.
  private static let arms: [[Int]] =
    """
    1100 2200 0011 0022 1100 2200 0011 0022 1100 2200 0011 0022 0101 0201 0102 0202 \
    1001 2001 1002 2002 0110 0210 0120 0220 1010 2010 1020 2020 0111 0211 0121 0112 \
    0122 0221 0212 0222 1011 2011 1021 1012 1022 2021 2012 2022 1101 2101 1201 2201 \
    1102 2102 1202 2202 1110 2110 1210 2210 1120 2120 1220 2220 1111 2111 1211 2211 \
    1121 1112 1122 2121 1221 2112 1212 2221 2212 2122 1222 2222 1100 2200 0011 0022 \
    3300 0033 0301 0103 0303 3001 1003 3003 0310 0130 0330 3010 1030 3030 0311 0133 \
    0333 3011 1033 3033 3301 1103 3303 3310 1130 3330 3311 1133 3333 0101 1001 1010 \
    0110 0000 0000 0000 1000 0010 0100 0001 2000 0020 0200 0002 1200 0012 2100 0021
    """.split(separator: " ").map { $0.utf8.map { Int($0) - 48 } }

  private mutating func line(_ glyph: Unicode.Scalar) {
    switch glyph {
    case "╭": strokes = [Stroke([(100, 100), (50, 100), (50, 200)], pen: 16)]
    case "╮": strokes = [Stroke([(0, 100), (50, 100), (50, 200)], pen: 16)]
    case "╯": strokes = [Stroke([(0, 100), (50, 100), (50, 0)], pen: 16)]
    case "╰": strokes = [Stroke([(100, 100), (50, 100), (50, 0)], pen: 16)]
    case "╱": strokes = [Stroke([(0, 200), (100, 0)], pen: 12)]
    case "╲": strokes = [Stroke([(0, 0), (100, 200)], pen: 12)]
    case "╳": strokes = [Stroke([(0, 200), (100, 0)], pen: 12), Stroke([(0, 0), (100, 200)], pen: 12)]
    default:
      let arms = Self.arms[Int(glyph.value - 0x2500)]
      if let dashes = Self.dashes(glyph) {
        dashed(dashes, weight: arms.max() ?? 1, isUpright: arms[0] == 0)
      } else {
        for (side, weight) in arms.enumerated() where weight > 0 { arm(side, weight, arms) }
      }
    }
  }

  private static func dashes(_ glyph: Unicode.Scalar) -> Int? {
    switch glyph {
    case "┄", "┅", "┆", "┇": 3
    case "┈", "┉", "┊", "┋": 4
    case "╌", "╍", "╎", "╏": 2
    default: nil
    }
  }

  /// How thick the lines of each weight are; of a double line each of the two.
  private static let thickness = [0, 16, 32, 12]

  /// From the cell's edge to its middle, as far as the lines across reach.
  private mutating func arm(_ side: Int, _ weight: Int, _ arms: [Int]) {
    let thick = Self.thickness[weight]
    let across = side < 2 ? arms[2...3] : arms[0...1]
    let reach = across.contains(3) ? 26 : Self.thickness[across.max() ?? 0] / 2
    for offset in weight == 3 ? [-20, 20] : [0] {
      let edge = offset - thick / 2
      switch side {
      case 0: boxes.append(Box(x: 0, y: 100 + edge, width: 50 + reach, height: thick))
      case 1: boxes.append(Box(x: 50 - reach, y: 100 + edge, width: 50 + reach, height: thick))
      case 2: boxes.append(Box(x: 50 + edge, y: 0, width: thick, height: 100 + reach))
      default: boxes.append(Box(x: 50 + edge, y: 100 - reach, width: thick, height: 100 + reach))
      }
    }
  }

  private mutating func dashed(_ count: Int, weight: Int, isUpright: Bool) {
    let thick = Self.thickness[weight]
    let pitch = (isUpright ? 200 : 100) / count
    for index in 0..<count {
      let start = index * pitch + pitch / 5
      boxes.append(
        isUpright
          ? Box(x: 50 - thick / 2, y: start, width: thick, height: pitch * 3 / 5)
          : Box(x: start, y: 100 - thick / 2, width: pitch * 3 / 5, height: thick))
    }
  }
}

/// A length in pixels from one in tenths of pixels.
func tenths(_ value: Int) -> String {
  let sign = value < 0 ? "-" : ""
  let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 10)
  return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
}
