import CellCanvas

/// A place in a grid of numbers.
public struct GridPlace: Hashable, Sendable {
  /// The row, from 0.
  public let row: Int
  /// The column, from 0.
  public let column: Int

  /// The place at (`row`, `column`).
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

extension Target {
  /// Where the element stands in its grid, as figures and remarks name it: (2, 3) in row 2, column 3.
  var place: String { "(\(row + 1), \(column + 1))" }
}
