/// What flows into what: labelled boxes in columns from left to right, branches one below the other, joined by lines.
///
///     in ─┬─ 1×1 ──────────┬─ +
///         └─ 3×3 ── 3×3 ───┘
///
/// A box stands one column behind the last of those that it takes something from; a line that passes by other boxes, such
/// as a shortcut, has a row of its own.
public struct FlowGraph: Sendable {
  /// One box.
  public struct Box: Hashable, Sendable {
    /// What stands in it.
    public var label: String
    /// What its paper means.
    public var paper: Tint
    /// The boxes whose outputs it takes, by their index, all before it.
    public var sources: [Int]
    /// Whether it is what the eye is to go to.
    public var isActive: Bool

    /// A box behind others.
    public init(_ label: String, paper: Tint, from sources: [Int] = [], isActive: Bool = false) {
      self.label = label
      self.paper = paper
      self.sources = sources
      self.isActive = isActive
    }
  }

  /// The boxes, each behind those that it takes something from.
  public var boxes: [Box]
  /// The name under which boxes can be pointed at, as row 0 of a grid; `nil` if they cannot.
  public var name: String?

  /// A graph.
  public init(_ boxes: [Box], name: String? = nil) {
    for (index, box) in boxes.enumerated() {
      precondition(box.sources.allSatisfy { (0..<index).contains($0) }, "a box stands behind those it takes from")
    }
    self.boxes = boxes
    self.name = name
  }

  // MARK: Places

  /// Where a box, or a line on its way past others, stands.
  private struct Knot {
    var column: Int
    var row: Int
    /// The box; `nil` where a line passes.
    var box: Int?
    /// The box to which it leads, or which it is.
    var target: Int
    /// The knots that it takes from.
    var sources: [Int]
  }

  /// The knots of all boxes, and one in every column that a line passes.
  private var knots: [Knot] {
    var knots: [Knot] = []
    /// The knot of each box.
    var places: [Int] = []
    var taken: [Int: Set<Int>] = [:]
    func freeRow(_ column: Int, from wanted: Int) -> Int {
      var row = wanted
      while taken[column, default: []].contains(row) { row += 1 }
      taken[column, default: []].insert(row)
      return row
    }
    for (index, box) in boxes.enumerated() {
      let column = (box.sources.map { knots[places[$0]].column }.max() ?? -1) + 1
      // The first source that stands right before it leads straight on; the others come from where they have room.
      let straight = box.sources.first { knots[places[$0]].column == column - 1 }
      let row = freeRow(column, from: straight.map { knots[places[$0]].row } ?? 0)
      var sources: [Int] = []
      for source in box.sources {
        var last = places[source]
        for passed in knots[last].column + 1..<max(column, knots[last].column + 1) {
          // On straight where nothing stands in the way, else below all that is there.
          let isFree = !taken[passed, default: []].contains(knots[last].row)
          let below = (0...passed).compactMap { taken[$0]?.max() }.max() ?? 0
          let wanted = isFree ? knots[last].row : below + 1
          knots.append(
            Knot(column: passed, row: freeRow(passed, from: wanted), box: nil, target: index, sources: [last]))
          last = knots.count - 1
        }
        sources.append(last)
      }
      knots.append(Knot(column: column, row: row, box: index, target: index, sources: sources))
      places.append(knots.count - 1)
    }
    return knots
  }

  /// The width of each column, and how many rows of boxes there are.
  private func extent(of knots: [Knot]) -> (widths: [Int], rows: Int) {
    var widths = [Int](repeating: 1, count: (knots.map(\.column).max() ?? 0) + 1)
    for knot in knots {
      if let box = knot.box { widths[knot.column] = max(widths[knot.column], boxes[box].label.count + 2) }
    }
    return (widths, (knots.map(\.row).max() ?? 0) + 1)
  }

  private static let leastGap = 3

  /// The size at so many rows a branch.
  public func size(pitch: Int = 2) -> Size {
    let (widths, rows) = extent(of: knots)
    return Size(columns: widths.reduce(0, +) + Self.leastGap * (widths.count - 1), rows: (rows - 1) * pitch + 1)
  }

  // MARK: Drawing

  /// Draws the graph into the middle of `region`, its columns as far apart as there is room for, its branches up to
  /// three rows; `shown` of the boxes, and the lines to them, are seen. Nothing where there is too little room.
  public func draw(in canvas: inout Canvas, region: Region, shown: Double = 1) {
    guard !boxes.isEmpty, region.size.fits(size(pitch: 1)) else { return }
    let knots = knots
    let (widths, rows) = extent(of: knots)
    let pitch = rows > 1 ? min(3, max(1, (region.rows - 1) / (rows - 1))) : 1
    let spare = region.columns - size().columns
    let gap = widths.count > 1 ? min(9, Self.leastGap + max(0, spare) / (widths.count - 1)) : 0
    let place = region.centered(
      Size(columns: widths.reduce(0, +) + gap * (widths.count - 1), rows: (rows - 1) * pitch + 1))
    let starts = widths.indices.map { place.column + widths[..<$0].reduce(0, +) + gap * $0 }
    let seen = Int((shown * Double(boxes.count)).rounded(.up))
    var lines = Lines()
    for knot in knots where knot.target < seen {
      let row = place.row + knot.row * pitch
      if knot.box == nil { lines.across(starts[knot.column]...starts[knot.column] + widths[knot.column] - 1, row: row) }
      for source in knot.sources.map({ knots[$0] }) {
        // The line leaves the source's column at its end, turns in the middle of the gap, and goes on to this one.
        let from = starts[source.column] + widths[source.column]
        let to = starts[knot.column] - 1
        lines.lead(from: Point(column: from, row: place.row + source.row * pitch), to: Point(column: to, row: row))
        // From a box narrower than its column to the end of the column.
        if let box = source.box {
          let end = starts[source.column] + boxes[box].label.count + 2
          if end < from { lines.across(end...from, row: place.row + source.row * pitch) }
        }
      }
    }
    lines.draw(in: &canvas, ink: .role(.muted))
    for knot in knots {
      guard let index = knot.box, index < seen else { continue }
      let box = boxes[index]
      let spot = Region(
        column: starts[knot.column], row: place.row + knot.row * pitch, columns: box.label.count + 2, rows: 1)
      canvas.fill(spot, with: Cell(" ", paper: box.paper))
      canvas.write(
        StyledText(" \(box.label) "), in: spot, ink: .role(.legible), paper: box.paper, style: box.isActive ? .bold : []
      )
      if let name { canvas.mark(spot, as: Target(grid: name, row: 0, column: index)) }
    }
  }
}

/// Lines of box-drawing signs that join where they meet.
private struct Lines {
  /// From where to where a sign leads.
  private struct Ways: OptionSet {
    let rawValue: UInt8
    static let left = Ways(rawValue: 1)
    static let right = Ways(rawValue: 2)
    static let up = Ways(rawValue: 4)
    static let down = Ways(rawValue: 8)
  }

  private var ways: [Point: Ways] = [:]

  /// A line from the middle of its first column to that of its last.
  mutating func across(_ columns: ClosedRange<Int>, row: Int) {
    for column in columns { ways[Point(column: column, row: row), default: []].formUnion([.left, .right]) }
  }

  /// Across to the middle between both, up or down, and across again.
  mutating func lead(from: Point, to: Point) {
    let turn = from.column + (to.column - from.column) / 2
    guard from.row != to.row else {
      if from.column <= to.column { across(from.column...to.column, row: from.row) }
      return
    }
    if from.column < turn { across(from.column...turn - 1, row: from.row) }
    if turn < to.column { across(turn + 1...to.column, row: to.row) }
    ways[Point(column: turn, row: from.row), default: []].formUnion([.left, from.row < to.row ? .down : .up])
    ways[Point(column: turn, row: to.row), default: []].formUnion([.right, from.row < to.row ? .up : .down])
    for row in min(from.row, to.row) + 1..<max(from.row, to.row) {
      ways[Point(column: turn, row: row), default: []].formUnion([.up, .down])
    }
  }

  func draw(in canvas: inout Canvas, ink: Tint) {
    for (point, ways) in ways {
      let paper = canvas[point.column, point.row].paper
      canvas[point.column, point.row] = Cell(Self.glyph(ways), ink: ink, paper: paper)
    }
  }

  private static func glyph(_ ways: Ways) -> Unicode.Scalar {
    switch ways {
    case [.left, .right], .left, .right: "─"
    case [.up, .down], .up, .down: "│"
    case [.left, .down]: "┐"
    case [.left, .up]: "┘"
    case [.right, .down]: "┌"
    case [.right, .up]: "└"
    case [.left, .right, .down]: "┬"
    case [.left, .right, .up]: "┴"
    case [.up, .down, .right]: "├"
    case [.up, .down, .left]: "┤"
    default: "┼"
    }
  }
}
