/// Fine lines, two by four dots to a cell, as braille patterns.
///
/// Lines drawn later win the cells that they share with earlier ones, so faint lines are drawn first.
public struct DotField: Sendable {
  /// The cells that the field takes.
  public let size: Size
  private var dots: [UInt8]
  private var inks: [Tint]

  /// An empty field.
  public init(size: Size) {
    self.size = size
    dots = Array(repeating: 0, count: size.columns * size.rows)
    inks = Array(repeating: .role(.faint), count: size.columns * size.rows)
  }

  /// Dots across.
  public var width: Int { 2 * size.columns }
  /// Dots down.
  public var height: Int { 4 * size.rows }

  /// Sets one dot; outside of the field nothing happens.
  public mutating func dot(x: Int, y: Int, ink: Tint) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let index = y / 4 * size.columns + x / 2
    // U+2800 numbers the dots down the left side, down the right, and the lowest two last.
    let bit: UInt8 = y % 4 == 3 ? (x % 2 == 0 ? 64 : 128) : 1 << (UInt8(y % 4) + (x % 2 == 0 ? 0 : 3))
    if inks[index] != ink {
      inks[index] = ink
      dots[index] = 0
    }
    dots[index] |= bit
  }

  /// A straight line between two dots, or the part of it up to `fraction` (0...1) of its length, `weight` dots thick, so
  /// that a line that matters differs from one that is only there by more than its colour; of its dots only each
  /// `spacing`-th.
  public mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), ink: Tint, fraction: Double = 1, weight: Int = 1,
    spacing: Int = 1
  ) {
    let count = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    let last = Int((Double(count) * min(max(fraction, 0), 1)).rounded())
    guard fraction > 0 else { return }
    for index in stride(from: 0, through: last, by: max(1, spacing)) {
      let part = Double(index) / Double(count)
      let x = Int((Double(start.x) + part * Double(end.x - start.x)).rounded())
      let y = Int((Double(start.y) + part * Double(end.y - start.y)).rounded())
      let isFlat = abs(end.x - start.x) > abs(end.y - start.y)
      for offset in 0..<weight { dot(x: isFlat ? x : x + offset, y: isFlat ? y + offset : y, ink: ink) }
    }
  }

  /// Draws the dots over what is there; cells without dots are left alone.
  public func draw(in canvas: inout Canvas, at origin: Point) {
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let index = row * size.columns + column
        guard dots[index] != 0, let glyph = Unicode.Scalar(0x2800 + UInt32(dots[index])) else { continue }
        let place = Point(column: origin.column + column, row: origin.row + row)
        canvas[place.column, place.row] = Cell(glyph, ink: inks[index], paper: canvas[place.column, place.row].paper)
      }
    }
  }
}
