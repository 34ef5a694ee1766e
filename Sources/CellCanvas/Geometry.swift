/// How many columns and rows of cells something takes.
public struct Size: Hashable, Sendable {
  /// Cells across.
  public var columns: Int
  /// Cells down.
  public var rows: Int

  /// A size in cells; negative numbers count as zero.
  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Whether something of size `other` has room in this size.
  public func fits(_ other: Size) -> Bool { other.columns <= columns && other.rows <= rows }
}

/// One cell's place, counted from the top left corner, which is (0, 0).
public struct Point: Hashable, Sendable {
  /// Cells from the left edge.
  public var column: Int
  /// Cells from the top edge.
  public var row: Int

  /// The cell at `column` and `row`.
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells.
public struct Region: Hashable, Sendable {
  /// The leftmost column.
  public var column: Int
  /// The topmost row.
  public var row: Int
  /// The size in cells.
  public var size: Size

  /// The rectangle with its top left corner at (`column`, `row`).
  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    size = Size(columns: columns, rows: rows)
  }

  /// The rectangle of `size` with its top left corner at `origin`.
  public init(_ origin: Point, _ size: Size) {
    self.init(column: origin.column, row: origin.row, columns: size.columns, rows: size.rows)
  }

  /// Cells across.
  public var columns: Int { size.columns }
  /// Cells down.
  public var rows: Int { size.rows }
  /// The first column to the right of the region.
  public var endColumn: Int { column + size.columns }
  /// The first row below the region.
  public var endRow: Int { row + size.rows }
  /// The top left corner.
  public var origin: Point { Point(column: column, row: row) }

  /// Whether `point` lies inside.
  public func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
  }

  /// What this region shares with `other`; of size zero where they do not touch.
  public func intersection(_ other: Region) -> Region {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Region(
      column: left, row: top, columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
  }

  /// The smallest region that holds this one and `other`.
  public func union(_ other: Region) -> Region {
    let left = min(column, other.column)
    let top = min(row, other.row)
    return Region(
      column: left, row: top, columns: max(endColumn, other.endColumn) - left, rows: max(endRow, other.endRow) - top)
  }

  /// The region as many columns further to the right and rows further down as `offset` says.
  public func moved(by offset: Point) -> Region {
    Region(Point(column: column + offset.column, row: row + offset.row), size)
  }

  /// The region without its outermost `columns` left and right and `rows` above and below.
  public func inset(columns: Int = 0, rows: Int = 0) -> Region {
    Region(
      column: column + columns, row: row + rows, columns: size.columns - 2 * columns, rows: size.rows - 2 * rows)
  }

  /// A region of `size` in the middle of this one (rounded towards the top left).
  public func centered(_ size: Size) -> Region {
    Region(
      Point(column: column + (columns - size.columns) / 2, row: row + (rows - size.rows) / 2), size)
  }

  /// The top `count` rows and what lies below them.
  public func splitTop(_ count: Int) -> (top: Region, rest: Region) {
    let count = min(max(0, count), rows)
    return (
      Region(column: column, row: row, columns: columns, rows: count),
      Region(column: column, row: row + count, columns: columns, rows: rows - count)
    )
  }

  /// The bottom `count` rows and what lies above them.
  public func splitBottom(_ count: Int) -> (rest: Region, bottom: Region) {
    let (top, rest) = splitTop(rows - min(max(0, count), rows))
    return (top, rest)
  }

  /// The left `count` columns and what lies to their right.
  public func splitLeft(_ count: Int) -> (left: Region, rest: Region) {
    let count = min(max(0, count), columns)
    return (
      Region(column: column, row: row, columns: count, rows: rows),
      Region(column: column + count, row: row, columns: columns - count, rows: rows)
    )
  }

  /// The right `count` columns and what lies to their left.
  public func splitRight(_ count: Int) -> (rest: Region, right: Region) {
    let (left, rest) = splitLeft(columns - min(max(0, count), columns))
    return (left, rest)
  }
}
