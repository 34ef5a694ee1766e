public import CellCanvas

/// Where the parts of the screen are: the same places in every scene, so that the eye knows where to look.
///
/// At 80 x 24 the figure has 78 x 17 cells. From 30 rows on, blank rows set the texts apart.
public struct StageLayout: Hashable, Sendable {
  /// The part, the scene's title and number.
  public let header: Region
  /// The scene's own canvas.
  public let figure: Region
  /// The formula with its live numbers, two lines.
  public let formula: Region
  /// The caption, two lines.
  public let caption: Region
  /// The thin line that shows how far the scene is.
  public let bar: Region
  /// The knobs and the keys that matter now.
  public let footer: Region

  /// The longest line that the eye still follows back to the next one's beginning.
  private static let measure = 100

  /// The places in a window of `size`.
  public init(_ size: Size) {
    let window = Region(Point(column: 0, row: 0), size)
    let air = size.rows >= 30 ? 1 : 0
    var rest = window
    var row = window
    func text(_ row: Region) -> Region {
      Region(
        column: row.column + 1, row: row.row, columns: min(row.columns - 2, Self.measure), rows: row.rows)
    }
    (header, rest) = rest.splitTop(1)
    (rest, footer) = rest.splitBottom(1)
    (rest, row) = rest.splitBottom(1)
    bar = row.inset(columns: 1)
    (rest, _) = rest.splitBottom(air)
    (rest, row) = rest.splitBottom(2)
    caption = text(row)
    (rest, _) = rest.splitBottom(air)
    (rest, row) = rest.splitBottom(2)
    formula = row.inset(columns: 1)
    (rest, _) = rest.splitBottom(air)
    figure = rest.inset(columns: 1)
  }
}
