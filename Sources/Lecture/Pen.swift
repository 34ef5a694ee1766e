/// What pressing and dragging over a grid does to it: ink is laid along the way, or taken away.
///
/// The values that are painted are those that can be typed into the grid (``Control/grid(_:in:decimals:help:)``): where
/// there are none the paper has the lower end of their range, and full ink is the upper end.
public struct Pen: Hashable, Sendable {
  /// Where the pen is: a row and a column of the grid, also between its elements and beside it.
  public struct Place: Hashable, Sendable {
    /// The row, from 0 in the middle of the first.
    public var row: Double
    /// The column, from 0 in the middle of the first.
    public var column: Double

    /// A place.
    public init(row: Double, column: Double) {
      self.row = row
      self.column = column
    }
  }

  /// The grid's values.
  public let control: Control
  /// Rows of the grid.
  public let rows: Int
  /// Columns of the grid.
  public let columns: Int
  /// How many elements wide its line is.
  public let width: Double
  /// Over how many elements the edge of its line fades.
  public let softness: Double
  /// Whether it takes ink away.
  public let isEraser: Bool
  /// The knob that makes an eraser of it, and a pen again.
  public let mode: Control

  /// A pen for a grid of so many rows and columns.
  public init(
    _ control: Control, rows: Int, columns: Int, width: Double, softness: Double = 1.5, isEraser: Bool, mode: Control
  ) {
    precondition(softness > 0, "the edge of a line has some width")
    self.control = control
    self.rows = rows
    self.columns = columns
    self.width = width
    self.softness = softness
    self.isEraser = isEraser
    self.mode = mode
  }

  /// How much of an element a straight line covers, 0...1.
  func cover(_ row: Int, _ column: Int, from: Place, to: Place) -> Double {
    let (down, right) = (to.row - from.row, to.column - from.column)
    let (y, x) = (Double(row) - from.row, Double(column) - from.column)
    let part = min(max((y * down + x * right) / max(down * down + right * right, 1e-9), 0), 1)
    let (besideY, besideX) = (y - part * down, x - part * right)
    let distance = (besideY * besideY + besideX * besideX).squareRoot()
    return min(max((width / 2 - distance) / softness + 0.5, 0), 1)
  }
}

extension Settings {
  /// Draws a straight line from one place to another.
  public mutating func paint(_ pen: Pen, from: Pen.Place, to: Pen.Place) {
    guard case .grid(let range, let decimals) = pen.control.kind else {
      preconditionFailure("\(pen.control.name) is no grid")
    }
    var unit = 1.0
    for _ in 0..<decimals { unit *= 10 }
    let span = range.upperBound - range.lowerBound
    let reach = (pen.width + pen.softness) / 2
    func near(_ one: Double, _ other: Double, _ count: Int) -> Range<Int> {
      let first = min(max(0, (min(one, other) - reach).rounded(.up)), Double(count))
      let last = min(max(first, (max(one, other) + reach).rounded(.down) + 1), Double(count))
      return Int(first)..<Int(last)
    }
    let before = edits(pen.control)
    for row in near(from.row, to.row, pen.rows) {
      for column in near(from.column, to.column, pen.columns) {
        let place = GridPlace(row: row, column: column)
        let ink = ((before[place] ?? range.lowerBound) - range.lowerBound) / span
        let cover = pen.cover(row, column, from: from, to: to)
        let now = pen.isEraser ? min(ink, 1 - cover) : max(ink, cover)
        guard now != ink else { continue }
        let value = ((range.lowerBound + now * span) * unit).rounded() / unit
        edit(pen.control, at: place, to: value == range.lowerBound ? nil : value)
      }
    }
  }
}
