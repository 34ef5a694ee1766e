import CellCanvas

extension Desk {
  /// A line of the overview: an entry of the plan or a scene beside it, or a place in one that was marked.
  struct Entry: Hashable {
    /// The place; of an entry, its beginning.
    let place: Moment
    /// What stands there.
    let title: String
    let isMark: Bool
  }

  /// All that the plan has, and below each entry the places that were marked in it; behind them what is beside the plan, as
  /// far as something is marked in it or it is on the wall.
  var overview: [Entry] {
    guard let copy else { return [] }
    return copy.entries.enumerated().flatMap { index, entry -> [Entry] in
      let marked = marks.filter { $0.place.entry == index }.sorted { $0.place.step < $1.place.step }
      guard index < copy.plan.entries.count || !marked.isEmpty || herePlace?.entry == index else { return [] }
      let card = entry.scene.card
      return [Entry(place: Moment(entry: index, scene: card.id, step: 0), title: card.title, isMark: false)]
        + marked.map { Entry(place: $0.place, title: $0.title, isMark: true) }
    }
  }

  mutating func pressOnCover(_ key: Key, _ command: DeskBinding.Command?) -> [Request] {
    if command == .leave, key != "q" { return [.quit] }
    if command == .redraw { return [.redraw] }
    guard case .overview(let selected) = cover, ![.escape, "q", "o", "?"].contains(key) else {
      cover = nil
      return []
    }
    let entries = overview
    if [.enter, .right, " "].contains(key), entries.indices.contains(selected) {
      let entry = entries[selected]
      // A scene is gone to where it was left.
      go(to: entry.place, step: entry.isMark ? entry.place.step : nil)
      return []
    }
    let step: Int
    switch key {
    case .up, "k": step = -1
    case .down, "j": step = 1
    case .pageUp: step = -10
    case .pageDown: step = 10
    case .home: step = -entries.count
    case .end: step = entries.count
    case .tab:
      // From mark to mark, round and round.
      let order = entries.indices.filter { $0 > selected } + entries.indices.filter { $0 <= selected }
      step = (order.first { entries[$0].isMark } ?? selected) - selected
    default: step = 0
    }
    cover = .overview(selected: min(max(selected + step, 0), max(0, entries.count - 1)))
    return []
  }

  func drawOverview(_ selected: Int, in canvas: inout Canvas, below layout: DeskLayout) {
    let room = Region(
      column: 1, row: layout.header.endRow + 1, columns: size.columns - 2,
      rows: layout.keys.row - layout.header.endRow - 2)
    let entries = overview
    for (row, index) in visibleLines(of: entries.count, around: selected, room: room.rows).enumerated() {
      listLine(line(of: entries[index]), isSelected: index == selected, in: room, row: row, canvas: &canvas)
    }
  }

  private func line(of entry: Entry) -> StyledText {
    let index = entry.place.entry
    if entry.isMark {
      let first = copy?.entries[index].steps?.first ?? 0
      return .active("     ★ ") + .muted("step \(entry.place.step - first + 1)  ") + StyledText(entry.title)
    }
    let isPlanned = index < copy?.plan.entries.count ?? 0
    let number = isPlanned ? String(index + 1) : "–"
    var line = .muted(String(repeating: " ", count: max(0, 2 - number.count)) + number + "  ") + StyledText(entry.title)
    if let steps = copy?.entries[index].steps { line += .muted("  steps \(steps.text)") }
    if let minutes = pace?.minutes(of: index) { line += .muted("  \(NumberText.fixed(minutes, decimals: 1)) min") }
    if !isPlanned { line += .muted("  " + Player.outside) }
    if index == herePlace?.entry { line += .active("  ● here") }
    return line
  }

  func drawHelp(in canvas: inout Canvas, below layout: DeskLayout) {
    var lines: [StyledText] = [.strong("Keys of the desk", .title), ""]
    for binding in DeskBinding.all {
      let names = binding.keys.map { $0.name(in: glyphs) }.joined(separator: " ")
      lines.append(.strong(names + String(repeating: " ", count: max(1, 12 - names.count))) + StyledText(binding.help))
    }
    let others =
      "All other keys are the lecture's, as if they were pressed on the wall; ? there says them. While a text is typed "
      + "there, all letters go to it. In the overview Tab leads from mark to mark."
    lines += [""] + StyledText(others).wrapped(columns: size.columns - 4)
    for (offset, line) in lines.enumerated() { canvas.write(line, column: 2, row: layout.header.endRow + 1 + offset) }
  }
}
