import CellCanvas
import Lecture

/// A line that the mouse is drawing.
struct Stroke: Hashable, Sendable {
  let grid: String
  /// The cells of the whole grid.
  let region: Region
  /// Where the mouse was last.
  var place: Pen.Place
}

extension Player {
  /// Whether something is drawn on a grid of the scene on the screen.
  var isDrawnOn: Bool {
    visit.type.controls.contains { control in
      !control.isTurned && visit.scene.pen(on: control.name) != nil && !visit.settings.edits(control).isEmpty
    }
  }

  // MARK: The mouse

  /// Puts the pen down where the button was pressed.
  mutating func beginStroke(on grid: String, at point: Point) {
    let spots = placedFigure(at: Playhead(step: visit.stop.drawnStep)).hotSpots.filter { $0.target.grid == grid }
    guard let pen = visit.scene.pen(on: grid), let first = spots.first else { return }
    stopAutoplay()
    completeMotion()
    (hovered, cursor) = (nil, nil)
    let region = spots.dropFirst().reduce(first.region) { $0.union($1.region) }
    let place = Self.place(of: point, on: region, pen)
    stroke = Stroke(grid: grid, region: region, place: place)
    paint(pen, [place])
  }

  /// Draws on to where the mouse is now, beside the paper as well: a fast stroke has no holes, and one that leaves the
  /// paper reaches its edge.
  mutating func drawOn(over points: [Point]) {
    guard let stroke, !visit.stop.isCovered, let pen = visit.scene.pen(on: stroke.grid) else {
      return self.stroke = nil
    }
    let way = points.map { Self.place(of: $0, on: stroke.region, pen) }
    self.stroke?.place = way.last ?? stroke.place
    paint(pen, [stroke.place] + way)
  }

  /// The middle of a cell as a place of the grid whose elements share `region` evenly.
  private static func place(of point: Point, on region: Region, _ pen: Pen) -> Pen.Place {
    func part(_ cell: Int, _ first: Int, _ cells: Int, of count: Int) -> Double {
      (Double(cell - first) + 0.5) / Double(cells) * Double(count) - 0.5
    }
    return Pen.Place(
      row: part(point.row, region.row, region.rows, of: pen.rows),
      column: part(point.column, region.column, region.columns, of: pen.columns))
  }

  // MARK: The keyboard

  /// Puts the pen on the paper, or takes it up.
  mutating func lowerPen() {
    guard let cursor, let pen = visit.scene.pen(on: cursor.target.grid) else { return }
    self.cursor?.isDown.toggle()
    if !cursor.isDown { paint(pen, [cursor.target.penPlace]) }
  }

  /// Makes an eraser of the pen, or a pen again; the footer says which it is.
  mutating func changePen() {
    guard let cursor, let pen = visit.scene.pen(on: cursor.target.grid) else { return }
    var turned = visit.settings
    turned.turn(pen.mode, by: 1)
    _ = change(to: turned)
    // An eraser that is down takes away what it stands on.
    if cursor.isDown, let pen = visit.scene.pen(on: cursor.target.grid) {
      paint(pen, [cursor.target.penPlace])
    }
  }

  /// Moves the pen to the next element, drawing if it is down.
  mutating func movePen(_ direction: Direction) {
    guard let cursor, let pen = visit.scene.pen(on: cursor.target.grid) else { return }
    var (row, column) = (cursor.target.row, cursor.target.column)
    switch direction {
    case .left: column -= 1
    case .right: column += 1
    case .up: row -= 1
    case .down: row += 1
    }
    let target = Target(
      grid: cursor.target.grid, row: min(max(row, 0), pen.rows - 1), column: min(max(column, 0), pen.columns - 1))
    moveCursor(to: target)
    if cursor.isDown { paint(pen, [cursor.target.penPlace, target.penPlace]) }
  }

  /// Draws a line through places, or a dot at a single one.
  private mutating func paint(_ pen: Pen, _ way: [Pen.Place]) {
    var painted = visit.settings
    for (index, place) in way.enumerated() { painted.paint(pen, from: way[max(0, index - 1)], to: place) }
    if painted != visit.settings { _ = change(to: painted) }
  }

  // MARK: What is seen of it

  /// The keys that the footer names while the pen is moved.
  static let penCommands: [(Command, Context)] = [
    (.move, .drawing), (.lowerPen, .drawing), (.changePen, .drawing), (.close, .drawing),
  ]

  /// What the footer says of the pen.
  func penStatus(_ pen: Pen, _ cursor: Cursor) -> StyledText {
    .strong(pen.isEraser ? "eraser" : "pen", .title) + " " + .active(cursor.isDown ? "down" : "up")
  }

  /// Marks where the pen is: a cell, or the half of one that two elements share.
  func drawPen(_ target: Target, _ region: Region, in canvas: inout Canvas) {
    let sharing = canvas.hotSpots.filter {
      $0.region == region && $0.target.grid == target.grid && $0.target.column == target.column
    }
    let rows = Set(sharing.map(\.target.row)).sorted()
    for row in region.row..<region.endRow {
      for column in region.column..<region.endColumn {
        let below = canvas[column, row]
        // A cell of two halves has the lower one as its paper.
        let upper = below.glyph == "▀" ? below.ink : below.paper
        canvas[column, row] =
          rows.count < 2
          ? Cell(" ", paper: .role(.active))
          : target.row == rows.first
            ? Cell("▀", ink: .role(.active), paper: below.paper) : Cell("▀", ink: upper, paper: .role(.active))
      }
    }
  }
}

extension Target {
  /// The middle of the element.
  fileprivate var penPlace: Pen.Place { Pen.Place(row: Double(row), column: Double(column)) }
}
