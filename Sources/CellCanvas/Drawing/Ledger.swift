/// An account of an operation: what goes in, line by line, and what it comes to, with the values flush right.
public struct Ledger: Sendable {
  /// One line.
  public struct Line: Hashable, Sendable {
    /// What is counted.
    public var name: StyledText
    /// How much; empty as long as it is not known.
    public var value: StyledText
    /// Whether it is what the lines above come to: a thin line parts it from them.
    public var isResult: Bool

    /// A line.
    public init(_ name: StyledText, _ value: StyledText, isResult: Bool = false) {
      self.name = name
      self.value = value
      self.isResult = isResult
    }
  }

  /// The lines from top to bottom.
  public var lines: [Line]

  /// An account.
  public init(_ lines: [Line]) { self.lines = lines }

  /// The size at so many rows a line; a name and its value stand at least two columns apart.
  public func size(spacing: Int = 1) -> Size {
    Size(
      columns: lines.reduce(0) { max($0, $1.name.columns + 2 + $1.value.columns) },
      rows: lines.reduce(0) { $0 + spacing + ($1.isResult ? 1 : 0) } - (spacing - 1))
  }

  /// Draws the lines from the top of `region`, over its whole width.
  public func draw(in canvas: inout Canvas, region: Region, spacing: Int = 1) {
    var row = region.row
    for line in lines {
      if line.isResult {
        for column in region.column..<max(region.column, region.endColumn) {
          canvas[column, row] = Cell("─", ink: .role(.faint), paper: canvas[column, row].paper)
        }
        row += 1
      }
      let place = Region(column: region.column, row: row, columns: region.columns, rows: 1)
      canvas.write(line.name, in: place, ink: .role(.muted))
      canvas.write(line.value, in: place, align: .trailing)
      row += spacing
    }
  }
}

extension Arrangement {
  /// An account, line by line, as wide as it needs, or wider by as much as is left up to `most` columns.
  public static func ledger(_ name: String, _ ledger: Ledger, spacing: Int = 1, most: Int = 0) -> Arrangement {
    let size = ledger.size(spacing: spacing)
    return drawing(name, least: size, most: Size(columns: max(size.columns, most), rows: size.rows)) { canvas, region in
      ledger.draw(in: &canvas, region: region, spacing: spacing)
    }
  }
}
