import CellCanvas

/// Digits three rows high, of half blocks: to be read from two metres.
enum LargeDigits {
  static let rows = 3
  /// Three cells across and five half rows down, from the top; the last bit is the right one.
  private static let shapes: [Character: [UInt8]] = [
    "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 7, 1, 7], "4": [5, 5, 7, 1, 1],
    "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 1, 2, 2], "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7],
    ":": [0, 2, 0, 2, 0],
  ]

  /// How many columns a text takes.
  static func columns(_ text: String) -> Int { text.count * 4 - 1 }

  /// Draws digits and colons with their top left corner at a place.
  static func draw(_ text: String, at origin: Point, ink: Tint, in canvas: inout Canvas) {
    for (index, sign) in text.enumerated() {
      guard let shape = shapes[sign] else { continue }
      for row in 0..<rows {
        let (upper, lower) = (shape[row * 2], row * 2 + 1 < shape.count ? shape[row * 2 + 1] : 0)
        for column in 0..<3 {
          let glyph: Unicode.Scalar? =
            switch (upper >> (2 - column) & 1, lower >> (2 - column) & 1) {
            case (1, 1): "█"
            case (1, 0): "▀"
            case (0, 1): "▄"
            default: nil
            }
          if let glyph { canvas[origin.column + index * 4 + column, origin.row + row] = Cell(glyph, ink: ink) }
        }
      }
    }
  }
}
