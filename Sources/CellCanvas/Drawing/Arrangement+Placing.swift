extension Arrangement {
  /// The parts in the middle of `region`, at the largest common scale up to `largest`.
  public func placed(in region: Region, largest: GridScale? = nil) -> Placements {
    let scales = GridScale.all.filter { scale in
      largest.map { scale.halfRows <= $0.halfRows && scale.columns <= $0.columns } ?? true
    }
    // The figure does not touch the formula below, unless its numbers could not be read otherwise.
    let clear = region.splitBottom(1).rest
    let choices = [clear, region].map { (room: $0, choice: choice(in: $0.size, scales)) }
    let readable = choices.first { $0.choice.map { $0.scale.halfRows > 1 } ?? false }
    let room = readable?.room ?? (choices[0].choice == nil ? region : clear)
    let (part, scale) =
      readable?.choice ?? choices[0].choice ?? choices[1].choice
      ?? (alternatives.last ?? self, scales.first ?? .pixel)
    let box = part.box(at: scale, in: room.size, for: .drawing)
    let origin = Point(
      column: room.column + max(0, room.columns - box.size.columns) / 2,
      row: room.row + max(0, room.rows - box.size.rows) / 2)
    return Placements(
      scale: scale, bounds: Region(origin, box.size), fits: room.size.fits(box.size),
      pieces: box.moved(by: origin).pieces)
  }

  /// The alternative that is shown, and its scale; `nil` when none has room.
  private func choice(in room: Size, _ scales: [GridScale]) -> (part: Arrangement, scale: GridScale)? {
    let fitting = alternatives.compactMap { part in
      scales.last { room.fits(part.box(at: $0, in: .none, for: .measuring).size) }.map { (part: part, scale: $0) }
    }
    let largest = fitting.reduce(0) { max($0, $1.scale.halfRows) }
    // Seeing more is worth a little size, but not half of it.
    return fitting.first { 2 * $0.scale.halfRows > largest }
  }

  /// All that this could be, the better first: every combination of what its parts could be.
  private var alternatives: [Arrangement] {
    switch content {
    case .nothing, .grid, .text, .drawing: [self]
    case .choice(let parts): parts.flatMap(\.alternatives).map { with(.table([[$0]], Spacing())) }
    case .table(let rows, let spacing):
      Self.combinations(rows.map { Self.combinations($0.map(\.alternatives)) }).map { with(.table($0, spacing)) }
    }
  }

  /// One of each, in every combination.
  private static func combinations<Element>(_ choices: [[Element]]) -> [[Element]] {
    choices.reduce([[]]) { lines, choice in lines.flatMap { line in choice.map { line + [$0] } } }
  }

  // MARK: One part

  /// What a box is made for: most are only measured, to find out which of many has room, and carry no pieces.
  enum Purpose {
    case measuring, drawing
  }

  /// A part with the places of all that is in it, counted from its own corner.
  struct Box {
    var size = Size.none
    /// What stands in line with its neighbours: the part without titles and labels.
    var body = Region(Point(column: 0, row: 0), .none)
    var pieces: [Piece] = []

    func moved(by offset: Point) -> Box {
      var box = self
      box.body = body.moved(by: offset)
      for index in pieces.indices {
        box.pieces[index].region = pieces[index].region.moved(by: offset)
        box.pieces[index].frame = pieces[index].frame.moved(by: offset)
      }
      return box
    }
  }

  /// The part at a scale: in no room its least size, in more what it makes of it.
  private func box(at scale: GridScale, in room: Size, for purpose: Purpose) -> Box {
    if case .nothing = content { return Box() }
    let header = titleColumns > 0 ? 1 : 0
    var box = untitledBox(at: scale, in: Size(columns: room.columns, rows: room.rows - header), for: purpose)
    if header > 0 { box = box.moved(by: Point(column: 0, row: header)) }
    guard box.size != .none else { return box }
    box.size = Size(columns: max(box.size.columns, titleColumns), rows: box.size.rows + header)
    guard purpose == .drawing else { return box }
    let whole = Region(Point(column: 0, row: 0), box.size)
    box.pieces[0].region = whole
    box.pieces[0].name = name
    if header > 0 {
      let row = Region(column: 0, row: 0, columns: titleColumns, rows: 1)
      box.pieces.append(Piece(content: .text([title], .leading), region: row, frame: row))
    }
    if isHidden { for index in box.pieces.indices { box.pieces[index].isHidden = true } }
    return box
  }

  private func untitledBox(at scale: GridScale, in room: Size, for purpose: Purpose) -> Box {
    func box(_ content: @autoclosure () -> Piece.Content, _ size: Size, body: Region? = nil) -> Box {
      let whole = Region(Point(column: 0, row: 0), size)
      let pieces = purpose == .drawing ? [Piece(content: content(), region: whole, frame: whole)] : []
      return Box(size: size, body: body ?? whole, pieces: pieces)
    }
    switch content {
    case .nothing, .choice: return Box()
    case .grid(let grid, let own):
      let scale = (own ?? scale).widened(to: columns)
      let cells = grid.placement(at: Point(column: 0, row: 0), scale: scale).bounds
      return box(.grid(grid, scale), grid.size(at: scale), body: cells)
    case .text(let lines, let align):
      return box(.text(lines, align), Size(columns: columns, rows: lines.count))
    case .drawing(let drawing):
      let size = drawing.fit(
        Size(
          columns: min(max(room.columns, drawing.least.columns), drawing.most.columns),
          rows: min(max(room.rows, drawing.least.rows), drawing.most.rows)))
      let line = drawing.line.map { Region(column: 0, row: $0, columns: size.columns, rows: 1) }
      return box(.drawing(drawing.draw), size, body: line)
    case .table(let rows, let spacing):
      return Table(rows: rows, spacing: spacing, scale: scale, purpose: purpose).box(in: room)
    }
  }

  /// By how much something can grow beyond its least size.
  static func growth(of content: Content) -> Size {
    switch content {
    case .nothing, .choice, .grid, .text: return .none
    case .drawing(let drawing):
      return Size(
        columns: drawing.most.columns - drawing.least.columns, rows: drawing.most.rows - drawing.least.rows)
    case .table(let rows, _):
      let columns = (0..<(rows.map(\.count).max() ?? 0)).map { column in
        rows.compactMap { column < $0.count ? $0[column].growth.columns : nil }.max() ?? 0
      }
      let lines = rows.map { $0.map(\.growth.rows).max() ?? 0 }
      return Size(
        columns: min(columns.reduce(0, +), unlimited.columns), rows: min(lines.reduce(0, +), unlimited.rows))
    }
  }

  // MARK: Many parts

  /// Rows of parts whose columns line up.
  private struct Table {
    let rows: [[Arrangement]]
    let spacing: Spacing
    let scale: GridScale
    let purpose: Purpose

    func box(in room: Size) -> Box {
      let smallest = rows.map { $0.map { $0.box(at: scale, in: .none, for: .measuring) } }
      // Columns and rows without any part take no gap.
      let across = (0..<(rows.map(\.count).max() ?? 0)).filter { column in
        smallest.contains { column < $0.count && $0[column].size != .none }
      }
      let down = rows.indices.filter { row in smallest[row].contains { $0.size != .none } }
      let parts = down.map { row in across.map { $0 < rows[row].count ? rows[row][$0] : .nothing } }
      guard !across.isEmpty else { return Box() }
      var boxes = down.map { row in across.map { $0 < smallest[row].count ? smallest[row][$0] : Box() } }
      let (leastWidths, leastHeights) = (widths(boxes).map(\.length), heights(boxes).map(\.length))
      let least = Size(
        columns: leastWidths.reduce(0, +) + spacing.columnGap.lowerBound * (across.count - 1),
        rows: leastHeights.reduce(0, +) + spacing.rowGap.lowerBound * (down.count - 1))
      var spare = (columns: max(0, room.columns - least.columns), rows: max(0, room.rows - least.rows))
      let capacities = (
        columns: across.indices.map { column in parts.map { $0[column].growth.columns }.max() ?? 0 },
        rows: parts.map { $0.map(\.growth.rows).max() ?? 0 }
      )
      let ungrown = boxes
      var rooms = boxes.map { $0.map { _ in Size.none } }
      var isTooLarge = spare.columns > 0 || spare.rows > 0
      // Parts that grow on a common line may reach a little further together than each by itself, even beyond what the
      // least of the row takes: beside a grid with a title the line is not in the middle.
      for _ in 0..<6 where isTooLarge {
        let more = (
          columns: Self.shares(of: spare.columns, leastWidths, capacities.columns),
          rows: Self.shares(of: spare.rows, leastHeights, capacities.rows)
        )
        for (row, line) in parts.enumerated() {
          for (column, part) in line.enumerated() {
            rooms[row][column] = Size(
              columns: leastWidths[column] + more.columns[column], rows: leastHeights[row] + more.rows[row])
            boxes[row][column] = part.box(at: scale, in: rooms[row][column], for: .measuring)
          }
        }
        let taken = (
          columns: widths(boxes).reduce(0) { $0 + $1.length } + spacing.columnGap.lowerBound * (across.count - 1),
          rows: heights(boxes).reduce(0) { $0 + $1.length } + spacing.rowGap.lowerBound * (down.count - 1)
        )
        let excess = (
          columns: max(0, taken.columns - max(room.columns, least.columns)),
          rows: max(0, taken.rows - max(room.rows, least.rows))
        )
        isTooLarge = excess.columns > 0 || excess.rows > 0
        spare = (columns: spare.columns - excess.columns, rows: spare.rows - excess.rows)
      }
      if isTooLarge {
        boxes = ungrown
        rooms = boxes.map { $0.map { _ in .none } }
      }
      if purpose == .drawing {
        for (row, line) in parts.enumerated() {
          for (column, part) in line.enumerated() {
            boxes[row][column] = part.box(at: scale, in: rooms[row][column], for: .drawing)
          }
        }
      }
      return joined(boxes, in: room)
    }

    /// What each of several lengths gets of what is left over: the bounded at most what they can use, the others so
    /// that they become equally long as far as they can. Where less than nothing is left, all give way alike.
    private static func shares(of spare: Int, _ lengths: [Int], _ capacities: [Int]) -> [Int] {
      guard spare >= 0 else { return lengths.map { _ in -(-spare + lengths.count - 1) / lengths.count } }
      var shares = lengths.map { _ in 0 }
      var left = spare
      let growing = lengths.indices.filter { capacities[$0] > 0 }
      var waiting = growing.count
      for index in growing.sorted(by: { capacities[$0] < capacities[$1] })
      where capacities[index] < Arrangement.unlimited.rows / 2 {
        shares[index] = min(capacities[index], left / waiting)
        left -= shares[index]
        waiting -= 1
      }
      let free = growing.filter { capacities[$0] >= Arrangement.unlimited.rows / 2 }.sorted {
        lengths[$0] < lengths[$1]
      }
      var level = 0
      for count in free.indices.map({ $0 + 1 }) {
        let common = (free.prefix(count).reduce(left) { $0 + lengths[$1] }) / count
        if common >= lengths[free[count - 1]] { level = common }
      }
      for index in free { shares[index] = max(0, level - lengths[index]) }
      return shares
    }

    /// What stands before and behind the line on which parts are aligned.
    private struct Extent {
      var before = 0
      var after = 0
      var length: Int { before + after }

      mutating func include(_ size: Int, line: Int) {
        before = max(before, line)
        after = max(after, size - line)
      }
    }

    private func line(across box: Box) -> Int {
      switch spacing.horizontal {
      case .leading: box.body.column
      case .center: box.body.column + box.body.columns / 2
      case .trailing: box.body.endColumn
      }
    }

    private func line(down box: Box) -> Int {
      switch spacing.vertical {
      case .top: box.body.row
      case .center: box.body.row + box.body.rows / 2
      case .bottom: box.body.endRow
      }
    }

    private func widths(_ boxes: [[Box]]) -> [Extent] {
      boxes[0].indices.map { column in
        boxes.reduce(into: Extent()) { extent, row in
          extent.include(row[column].size.columns, line: line(across: row[column]))
        }
      }
    }

    private func heights(_ boxes: [[Box]]) -> [Extent] {
      boxes.map { row in
        row.reduce(into: Extent()) { extent, box in extent.include(box.size.rows, line: line(down: box)) }
      }
    }

    /// The parts at their places, what is left over shared between the gaps as long as these do not become too wide.
    private func joined(_ boxes: [[Box]], in room: Size) -> Box {
      let (widths, heights) = (widths(boxes), heights(boxes))
      func gap(_ range: ClosedRange<Int>, _ lengths: [Extent], _ room: Int) -> Int {
        let share = (room - lengths.reduce(0) { $0 + $1.length }) / (lengths.count + 1)
        return min(max(share, range.lowerBound), range.upperBound)
      }
      let columnGap = gap(spacing.columnGap, widths, room.columns)
      let rowGap = gap(spacing.rowGap, heights, room.rows)
      var whole = Box()
      var bodies: [Region] = []
      var row = 0
      for (index, height) in heights.enumerated() {
        var column = 0
        for (box, width) in zip(boxes[index], widths) {
          if box.size != .none {
            let placed = box.moved(
              by: Point(
                column: column + width.before - line(across: box), row: row + height.before - line(down: box)))
            whole.pieces += placed.pieces
            bodies.append(placed.body)
          }
          column += width.length + columnGap
        }
        whole.size = Size(columns: column - columnGap, rows: row + height.length)
        row += height.length + rowGap
      }
      whole.body = bodies.dropFirst().reduce(bodies[0]) { $0.union($1) }
      let all = Region(Point(column: 0, row: 0), whole.size)
      if purpose == .drawing { whole.pieces.insert(Piece(content: .group, region: all, frame: all), at: 0) }
      return whole
    }
  }
}

extension Size {
  fileprivate static let none = Size(columns: 0, rows: 0)
}

extension Arrangement.Spacing {
  /// That of a single part.
  fileprivate init() { self.init(columnGap: 0...0, rowGap: 0...0, horizontal: .leading, vertical: .center) }
}
