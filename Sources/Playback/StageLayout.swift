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
  /// Room for a note at the side of the figure; `nil` where there is none.
  let note: Region?

  /// Up to where a note below may rise: the upper half of the figure is always seen.
  var highestNote: Int { figure.row + figure.rows / 2 }

  /// The longest line that the eye still follows back to the next one's beginning.
  private static let measure = 100

  /// The least that every scene's figure has, in columns.
  private static let leastFigure = 78

  /// The least that a note needs to be read, in columns.
  private static let leastNote = 36

  /// The places in a window of `size`.
  public init(_ size: Size) { self.init(size, hasNote: false) }

  /// The places in a window of `size`, with room for a note at the side of the figure if the window is wide enough.
  init(_ size: Size, hasNote: Bool) {
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
    let whole = rest.inset(columns: 1)
    let side = min(max(whole.columns - Self.leastFigure - 2, 0), whole.columns / 4 + 8)
    guard hasNote, side >= Self.leastNote else {
      (figure, note) = (whole, nil)
      return
    }
    (figure, _) = whole.splitLeft(whole.columns - side - 2)
    note = whole.splitRight(side).right
  }
}
