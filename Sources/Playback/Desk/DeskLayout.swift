import CellCanvas

/// Where the parts of the desk are. The words have the whole of a small window. Where there is room beside them a figure
/// stands there, and where there is room above them several, side by side.
struct DeskLayout {
  /// The least window in which everything essential has room.
  static let least = Size(columns: 80, rows: 24)
  /// The least figure that every scene can be seen in.
  private static let leastFigure = Size(columns: 80, rows: 21)
  /// The rows that the words take at most below their figures.
  private static let wordRows = 12
  /// The clock with what stands beside it.
  private static let clockRows = 4
  /// The words beside a figure: as wide as they are at most, and as high as they must be at least, so that a long note
  /// has room. The clock above them has its words below its digits.
  private static let side = (columns: 40...60, rows: 28, clockRows: 7)

  /// The scene and the step.
  let header: Region
  /// The clock, in large digits, and the pace.
  let clock: Region
  /// What is said now, and what comes next.
  let words: Region
  /// The knobs, and what the wall tells.
  let knobs: Region
  /// The keys.
  let keys: Region
  /// The figures in their places; a line with its name stands above each.
  let places: [(view: Desk.View, region: Region)]

  /// The places in a window of `size`, where `view` is wanted.
  init(_ size: Size, view: Desk.View) {
    var rest = Region(Point(column: 0, row: 0), size)
    (header, rest) = rest.splitTop(1)
    (rest, keys) = rest.splitBottom(1)
    let whole = rest
    let (upper, row) = rest.splitBottom(1)
    rest = upper
    let least = Self.leastFigure
    let across = min(3, size.columns / least.columns)
    let isHigh = rest.rows >= Self.clockRows + Self.wordRows + 1 + least.rows && across > 0
    guard isHigh else {
      if size.columns >= least.columns + Self.side.columns.lowerBound, rest.rows >= Self.side.clockRows + Self.side.rows
      {
        let columns = min(size.columns - least.columns, Self.side.columns.upperBound)
        let (figure, beside) = rest.splitLeft(size.columns - columns)
        (clock, rest) = beside.splitTop(Self.side.clockRows)
        (words, knobs, places) = (rest.inset(columns: 1), row, [(view == .words ? .nextStep : view, figure)])
        return
      }
      guard view != .words else {
        (clock, rest) = rest.splitTop(Self.clockRows)
        (words, knobs, places) = (rest.inset(columns: 1), row, [])
        return
      }
      // One figure in place of the words, the clock and the knobs.
      (clock, words) = (whole.splitTop(0).top, whole.splitTop(0).top)
      knobs = clock
      places = [(view, whole)]
      return
    }
    (clock, rest) = rest.splitTop(Self.clockRows)
    knobs = row
    var figures = rest
    (figures, rest) = rest.splitTop(rest.rows - Self.wordRows)
    words = rest.inset(columns: 1)
    let shown: [Desk.View] =
      switch across {
      case 1: [view == .words ? .nextStep : view]
      case 2: [.now, view == .nextScene ? .nextScene : .nextStep]
      default: [.now, .nextStep, .nextScene]
      }
    var places: [(view: Desk.View, region: Region)] = []
    for (index, view) in shown.enumerated() {
      var place = figures
      (place, figures) = figures.splitLeft(figures.columns / (shown.count - index))
      places.append((view, place))
    }
    self.places = places
  }

  /// The figures with the room that each has below its name.
  var figures: [(view: Desk.View, size: Size)] {
    places.map { ($0.view, $0.region.splitTop(1).rest.size) }
  }
}
