/// How fine pictures and large maps are drawn: how many pixels a cell shows, of which any two colours can be seen at once.
///
/// Quadrants are in every font that has block elements; sextants came with Unicode 13 (Symbols for Legacy Computing), octants
/// with Unicode 16 (its Supplement).
public enum PictureBlocks: String, CaseIterable, Sendable {
  /// One above the other, each in its own colour.
  case half
  /// Two across, two down.
  case quadrant
  /// Two across, three down.
  case sextant
  /// Two across, four down.
  case octant
  /// Half blocks, and beside them the picture itself for a device that draws pixels.
  case pixels

  /// Pixels across a cell.
  public var columns: Int { self == .half || self == .pixels ? 1 : 2 }

  /// Pixels down a cell.
  public var rows: Int {
    switch self {
    case .half, .quadrant, .pixels: 2
    case .sextant: 3
    case .octant: 4
    }
  }

  /// How many values a map has along its longer side at least to be drawn finer: smaller ones have a cell for each value.
  static let leastSide = 40

  /// The glyph whose ink covers these pixels, row after row from the lowest bit on.
  func glyph(_ mask: UInt8) -> Unicode.Scalar {
    switch self {
    case .half, .pixels: Self.halves[Int(mask & 3)]
    case .quadrant: Self.quadrants[Int(mask & 15)]
    case .sextant: Self.sextants[Int(mask & 63)]
    case .octant: Self.octants[Int(mask)]
    }
  }

  private static let halves: [Unicode.Scalar] = [" ", "▀", "▄", "█"]

  private static let quadrants: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  /// In the order of their patterns, without those that were there before: none, both columns, all.
  private static let sextants = numbered(
    from: 0x1FB00, count: 64, others: [0: " ", 0b010101: "▌", 0b101010: "▐", 0b111111: "█"])

  private static let octants: [Unicode.Scalar] = {
    // A quadrant is two octants, one above the other.
    var others: [Int: Unicode.Scalar] = [
      0b00000001: "\u{1CEA8}", 0b00000010: "\u{1CEAB}", 0b01000000: "\u{1CEA3}", 0b10000000: "\u{1CEA0}",
      0b00010100: "\u{1FBE6}", 0b00101000: "\u{1FBE7}", 0b00000011: "\u{1FB82}", 0b00111111: "\u{1FB85}",
      0b11000000: "▂", 0b11111100: "▆",
    ]
    for (mask, glyph) in quadrants.enumerated() {
      let (upper, lower) = (mask & 3, mask >> 2)
      others[upper * 0b0101 | lower * 0b01010000] = glyph
    }
    return numbered(from: 0x1CD00, count: 256, others: others)
  }()

  /// Glyphs that follow each other in the order of their patterns, but for those that stand elsewhere.
  private static func numbered(from first: UInt32, count: Int, others: [Int: Unicode.Scalar]) -> [Unicode.Scalar] {
    var next = first
    return (0..<count).map { mask in
      if let other = others[mask] { return other }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }

  /// The pixels that `glyph` covers, across, down, and each row after row from the lowest bit on; `nil` for a glyph that is
  /// no such block.
  public static func pattern(of glyph: Unicode.Scalar) -> (columns: Int, rows: Int, mask: UInt8)? {
    patterns[glyph].map { (2, $0.rows, $0.mask) }
  }

  private static let patterns: [Unicode.Scalar: (rows: Int, mask: UInt8)] = {
    var patterns: [Unicode.Scalar: (rows: Int, mask: UInt8)] = [:]
    for (blocks, glyphs) in [(PictureBlocks.quadrant, quadrants), (.sextant, sextants), (.octant, octants)] {
      for (mask, glyph) in glyphs.enumerated() where patterns[glyph] == nil {
        patterns[glyph] = (blocks.rows, UInt8(mask))
      }
    }
    return patterns
  }()
}

extension Pixels {
  /// Draws the cells that show something finer once more: in each the two tints, and the pattern of them, that come nearest
  /// to its pixels by least squares.
  func drawFiner(in canvas: inout Canvas, at origin: Point) {
    let blocks = canvas.blocks
    /// The first fine row of a coarse one.
    func fine(_ y: Int) -> Int { (y * blocks.rows + 1) / 2 }
    let samples = patches.map { $0.sample($0.width * blocks.columns, fine($0.y + $0.height) - fine($0.y)) }
    var cell = BlockCell()
    for row in 0..<size.rows {
      for column in 0..<width {
        guard patch(column, 2 * row) ?? patch(column, 2 * row + 1) != nil else { continue }
        let place = (column: origin.column + column, row: origin.row + row)
        let behind = canvas[place.column, place.row].paper
        cell.removeAll()
        for y in row * blocks.rows..<(row + 1) * blocks.rows {
          let coarse = y * 2 / blocks.rows
          for x in column * blocks.columns..<(column + 1) * blocks.columns {
            let finer = patch(column, coarse).flatMap { index in
              samples[index][x - patches[index].x * blocks.columns, y - fine(patches[index].y)]
            }
            cell.append(finer ?? self[column, coarse] ?? behind)
          }
        }
        let (mask, ink, paper) = cell.split()
        canvas[place.column, place.row] = Cell(mask == 0 ? "▀" : blocks.glyph(mask), ink: ink, paper: paper)
      }
    }
  }
}

/// The pixels of one cell, to be shown by two tints.
private struct BlockCell {
  private var tints: [Tint] = []
  private var points: [SIMD3<Float>] = []

  mutating func removeAll() {
    tints.removeAll(keepingCapacity: true)
    points.removeAll(keepingCapacity: true)
  }

  mutating func append(_ tint: Tint) {
    tints.append(tint)
    let point: SIMD3<Float> =
      switch tint.meaning {
      case .role: .zero
      case .level(_, let level): SIMD3(Float(level), 0, 0)
      case .color(let red, let green, let blue): SIMD3(Float(red), Float(green), Float(blue))
      }
    points.append(point)
  }

  /// The pixels in ink, and both tints. Without any the pixels are all alike.
  ///
  /// Every parting into two is tried, each from the one before by the change of one pixel (a Gray code): the squares about
  /// two means are least where the sums' squares, each over its count, are largest.
  func split() -> (mask: UInt8, ink: Tint, paper: Tint) {
    let first = tints[0]
    guard tints.contains(where: { $0 != first }) else { return (0, first, first) }
    // Meanings of different kinds have no mean: the two that are found first stand for the rest.
    guard tints.allSatisfy({ $0.hasKind(of: first) }) else {
      let mask = tints.indices.reduce(into: UInt8(0)) { if tints[$1] != first { $0 |= 1 << UInt8($1) } }
      return (mask, tints.first { $0 != first } ?? first, first)
    }
    let total = points.reduce(SIMD3<Float>.zero, +)
    var (inked, count, mask): (SIMD3<Float>, Float, UInt8) = (.zero, 0, 0)
    var best: (score: Float, mask: UInt8) = (-1, 0)
    // The last pixel stays paper: parts that have changed places are the same parting.
    for step in 1..<1 << (points.count - 1) {
      let changed = step.trailingZeroBitCount
      mask ^= 1 << UInt8(changed)
      let sign: Float = mask >> UInt8(changed) & 1 == 1 ? 1 : -1
      inked += sign * points[changed]
      count += sign
      let papered = total - inked
      let score = (inked * inked).sum() / count + (papered * papered).sum() / (Float(points.count) - count)
      if score > best.score { best = (score, mask) }
    }
    return (best.mask, mean(best.mask, of: first), mean(~best.mask, of: first))
  }

  /// The mean of the pixels of a mask, of the kind that all are.
  private func mean(_ mask: UInt8, of kind: Tint) -> Tint {
    let chosen = points.indices.filter { mask >> UInt8($0) & 1 == 1 }
    let mean = chosen.reduce(SIMD3<Float>.zero) { $0 + points[$1] } / Float(max(1, chosen.count))
    switch kind.meaning {
    case .role: return kind
    case .level(let scale, _): return .level(scale, Double(mean.x / 255))
    case .color:
      func byte(_ value: Float) -> UInt8 { UInt8(value.rounded()) }
      return .color(red: byte(mean.x), green: byte(mean.y), blue: byte(mean.z))
    }
  }
}

extension Tint {
  /// Whether a mean of both means something: two colours, or two places on one scale.
  fileprivate func hasKind(of other: Tint) -> Bool {
    switch (meaning, other.meaning) {
    case (.color, .color): true
    case (.level(let scale, _), .level(let otherScale, _)): scale == otherScale
    default: false
    }
  }
}
