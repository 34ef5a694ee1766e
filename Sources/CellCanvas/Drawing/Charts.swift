/// Horizontal bars with their labels and values, one a row.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Hashable, Sendable {
    /// What stands to its left.
    public var label: StyledText
    /// How long it is, 0...1 of the space for bars.
    public var fraction: Double
    /// What stands behind its end.
    public var value: StyledText
    /// What its colour means.
    public var ink: Tint

    /// A bar.
    public init(_ label: StyledText, fraction: Double, value: StyledText, ink: Tint) {
      self.label = label
      self.fraction = fraction
      self.value = value
      self.ink = ink
    }
  }

  /// The bars from top to bottom.
  public var bars: [Bar]
  /// The logarithmic scale that the fractions are of, drawn beneath the bars with a line through them at each mark;
  /// `nil` for an even scale, which needs none.
  public var scale: LogScale?
  /// Makes room for the longest value that will be shown, so that the bars do not change their size while they grow.
  public var reservedColumns = 0

  /// A chart.
  public init(_ bars: [Bar], scale: LogScale? = nil) {
    self.bars = bars
    self.scale = scale
  }

  /// Draws the bars from the top of `region`, `spacing` rows apart and `thickness` rows high, and the scale, if there
  /// is one, right beneath the last.
  public func draw(in canvas: inout Canvas, region: Region, spacing: Int = 1, thickness: Int = 1) {
    let labels = (bars.map(\.label.columns).max() ?? 0) + 1
    // The name of a scale's last mark hangs over its end.
    let values = bars.reduce(max(reservedColumns, scale == nil ? 0 : 4)) { max($0, $1.value.columns) } + 1
    let room = max(0, region.columns - labels - values)
    let left = region.column + labels
    if let scale {
      let end = min(region.endRow - 1, region.row + (bars.count - 1) * spacing + thickness)
      Self.drawScale(scale, in: &canvas, column: left, columns: room, rows: region.row..<max(region.row, end))
    }
    for (index, bar) in bars.enumerated() {
      let row = region.row + index * spacing
      guard row < region.endRow else { return }
      let middle = row + (thickness - 1) / 2
      canvas.write(bar.label, column: region.column, row: middle, ink: .role(.muted))
      var end = left
      for offset in 0..<thickness where row + offset < region.endRow {
        end = Self.bar(
          in: &canvas, column: left, row: row + offset, columns: room, fraction: bar.fraction, ink: bar.ink)
      }
      guard bar.value.columns > 0 else { continue }
      canvas.fill(Region(column: end, row: middle, columns: bar.value.columns + 1, rows: 1))
      canvas.write(bar.value, column: end + 1, row: middle)
    }
  }

  /// Draws faint lines through `rows` and the names of the marks beneath them.
  private static func drawScale(
    _ scale: LogScale, in canvas: inout Canvas, column: Int, columns: Int, rows: Range<Int>
  ) {
    guard columns > 0 else { return }
    for mark in scale.marks(atMost: max(2, columns / 7)) {
      let place = column + Int((mark.fraction * Double(columns)).rounded())
      for row in rows { canvas[place, row] = Cell("┊", ink: .role(.faint), paper: canvas[place, row].paper) }
      canvas.write(StyledText(mark.name), column: place, row: rows.upperBound, ink: .role(.muted))
    }
  }

  /// Draws one bar to an eighth of a column and gives the first column behind it. What is above zero shows at least a sliver.
  @discardableResult
  public static func bar(
    in canvas: inout Canvas, column: Int, row: Int, columns: Int, fraction: Double, ink: Tint
  ) -> Int {
    let held = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    let eighths = max(held > 0 ? 1 : 0, Int((held * Double(8 * columns)).rounded()))
    let paper = canvas[column, row].paper
    for index in 0..<(eighths + 7) / 8 {
      let part = UInt32(min(8, eighths - 8 * index))
      // U+2588 is the full block, and each further one an eighth narrower.
      canvas[column + index, row] = Cell(Unicode.Scalar(0x2590 - part) ?? "█", ink: ink, paper: paper)
    }
    return column + (eighths + 7) / 8
  }
}

extension Arrangement {
  /// Bars with their labels and values, in as many columns as are left.
  public static func bars(_ name: String, _ chart: BarChart, spacing: Int = 1, thickness: Int = 1, least: Int = 12)
    -> Arrangement
  {
    let texts = chart.bars.reduce((0, chart.reservedColumns)) {
      (max($0.0, $1.label.columns), max($0.1, $1.value.columns))
    }
    let rows = (chart.bars.count - 1) * spacing + thickness + (chart.scale == nil ? 0 : 1)
    let size = Size(columns: texts.0 + texts.1 + 2 + least, rows: rows)
    return drawing(name, least: size, most: Size(columns: unlimited.columns, rows: rows)) { canvas, region in
      chart.draw(in: &canvas, region: region, spacing: spacing, thickness: thickness)
    }
  }
}
