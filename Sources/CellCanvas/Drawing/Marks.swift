extension Canvas {
  /// Draws a box of thin lines with round corners along the inner edge of `region`.
  public mutating func frame(_ region: Region, ink: Tint = .role(.faint)) {
    guard region.columns > 1, region.rows > 1 else { return }
    let (right, bottom) = (region.endColumn - 1, region.endRow - 1)
    for column in region.column + 1..<max(region.column + 1, right) {
      line("─", column, region.row, ink)
      line("─", column, bottom, ink)
    }
    for row in region.row + 1..<max(region.row + 1, bottom) {
      line("│", region.column, row, ink)
      line("│", right, row, ink)
    }
    line("╭", region.column, region.row, ink)
    line("╮", right, region.row, ink)
    line("╰", region.column, bottom, ink)
    line("╯", right, bottom, ink)
  }

  /// Draws a thin line around a region of cells without moving anything: along its inner edge, where no text is.
  public mutating func outline(_ region: Region, ink: Tint) {
    let (right, bottom) = (region.endColumn - 1, region.endRow - 1)
    guard region.columns > 1, region.rows > 0 else { return }
    for column in region.column...right {
      if region.rows > 1 {
        edge("▔", column, region.row, ink)
        edge("▁", column, bottom, ink)
      }
    }
    for row in region.row...bottom {
      edge("▏", region.column, row, ink)
      edge("▕", right, row, ink)
    }
  }

  private mutating func edge(_ glyph: Unicode.Scalar, _ column: Int, _ row: Int, _ ink: Tint) {
    if !self[column, row].isText { line(glyph, column, row, ink) }
  }

  /// Draws an arrow, from cause to effect, as far as `progress` (0...1) has brought it: to the right, or to the left,
  /// which is the way of gradients.
  public mutating func arrow(
    column: Int, row: Int, columns: Int, ink: Tint, progress: Double = 1, pointsLeft: Bool = false
  ) {
    let length = Int((Double(columns) * min(max(progress, 0), 1)).rounded())
    guard length > 0 else { return }
    for offset in 0..<length {
      let isHead = offset == length - 1 && length == columns
      line(
        isHead ? pointsLeft ? "◀" : "▶" : "─", pointsLeft ? column + columns - 1 - offset : column + offset, row, ink)
    }
  }

  private mutating func line(_ glyph: Unicode.Scalar, _ column: Int, _ row: Int, _ ink: Tint) {
    self[column, row] = Cell(glyph, ink: ink, paper: self[column, row].paper)
  }

  /// Writes what the colours of a figure mean: a swatch and a name each, in one row; returns the columns used.
  /// Entries that have no room any more are left out whole.
  @discardableResult
  public mutating func legend(_ entries: [(tint: Tint, name: String)], in region: Region) -> Int {
    var column = region.column
    for entry in entries {
      guard column + 3 + entry.name.count <= region.endColumn else { break }
      fill(Region(column: column, row: region.row, columns: 2, rows: 1), with: Cell("█", ink: entry.tint))
      write(StyledText(entry.name), column: column + 3, row: region.row, ink: .role(.muted))
      column += entry.name.count + 6
    }
    return column - region.column
  }

  /// Writes lines of text one below the other from the top of `region`, broken between words, and gives the rows used.
  @discardableResult
  public mutating func paragraph(_ text: StyledText, in region: Region, ink: Tint = .role(.text)) -> Int {
    let lines = text.wrapped(columns: region.columns)
    for (offset, text) in lines.enumerated() {
      write(text, column: region.column, row: region.row + offset, ink: ink)
    }
    return lines.count
  }
}
