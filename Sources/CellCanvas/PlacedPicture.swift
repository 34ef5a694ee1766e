/// A picture or a map that was drawn into a canvas, as fine as it is: for devices that draw pixels. Its cells show it, too.
public struct PlacedPicture: Hashable, Sendable {
  /// The cells that it touches.
  public var region: Region
  /// Half rows of cells from the top of `region` to its own: 0, or 1 where it begins in the middle of a cell.
  public let firstHalf: Int
  /// Half rows of cells that it takes.
  public let halfRows: Int
  /// All its pixels.
  public let pixels: Pixels
  /// What its cells are; where the canvas has another by now something lies over the picture.
  let cells: [Cell]

  /// Whether the picture alone is seen at a cell of the canvas that it was drawn into.
  public func isSeen(in canvas: Canvas, column: Int, row: Int) -> Bool {
    guard region.contains(Point(column: column, row: row)) else { return false }
    let half = 2 * (row - region.row)
    guard half >= firstHalf, half + 2 <= firstHalf + halfRows else { return false }
    return canvas[column, row] == cells[(row - region.row) * region.columns + column - region.column]
  }
}
