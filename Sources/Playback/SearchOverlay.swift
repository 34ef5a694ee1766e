import CellCanvas
import Lecture

/// The search as it is typed.
struct SearchBox: Hashable, Sendable {
  private(set) var query = ""
  private(set) var hits: [SearchEntry] = []
  private(set) var selected = 0

  var selectedHit: SearchEntry? { hits.indices.contains(selected) ? hits[selected] : nil }

  mutating func handle(_ command: Command, _ key: Key, _ entries: [SearchEntry]) {
    switch (command, key) {
    case (.select, .up): selected -= 1
    case (.select, _): selected += 1
    case (.selectPage, .pageUp): selected -= 8
    case (.selectPage, _): selected += 8
    case (.typeQuery, .character(let scalar)):
      if query.count < 40, scalar.isWritten { query.unicodeScalars.append(scalar) }
      look(in: entries)
    case (.eraseQuery, _):
      query = String(query.dropLast())
      look(in: entries)
    default: break
    }
    selected = max(0, min(selected, hits.count - 1))
  }

  /// Finds the places with all words, those whose titles have them first, else in the order of the lecture.
  private mutating func look(in entries: [SearchEntry]) {
    let words = SearchWord.words(of: query)
    let phrase = words.map(\.text).joined(separator: " ")
    var ranked: [(rank: Int, entry: SearchEntry)] = []
    if !words.isEmpty {
      for entry in entries { if let rank = entry.rank(words, phrase) { ranked.append((rank, entry)) } }
    }
    hits = ranked.sorted { ($0.rank, $0.entry.scene, $0.entry.step) < ($1.rank, $1.entry.scene, $1.entry.step) }
      .map(\.entry)
    selected = 0
  }
}

extension Player {
  /// Opens the search. Scenes that were visited are searched as they were left, the others, read once, as they begin.
  mutating func openSearch() {
    if standardTales.isEmpty { standardTales = entries.map { Visit($0, own).tale } }
    // What the plan shows of a scene is not found a second time beside it.
    var planned: [String: Set<Int>] = [:]
    for (entry, tale) in zip(plan.entries, standardTales) {
      planned[entry.scene.card.id, default: []].formUnion(tale.shown)
    }
    searchIndex = entries.indices.flatMap { scene in
      let tale = visit(of: scene)?.tale ?? standardTales[scene]
      let card = entries[scene].scene.card
      let first = scene < plan.entries.count ? tale.shown.lowerBound : 0
      return tale.shown.filter { scene < plan.entries.count || planned[card.id]?.contains($0) != true }.map { step in
        SearchEntry(
          scene: scene, step: step, isFirst: step == first, title: card.title, id: card.id, otherNames: card.otherNames,
          caption: tale.steps[step].caption.plain)
      }
    }
    open(.search(SearchBox()))
  }

  /// Goes to a place that was found.
  mutating func go(to hit: SearchEntry) {
    if hit.scene != sceneIndex || hit.step != visit.stop.step { remember(jumpTo: hit.scene) }
    go(to: hit.scene)
    jump(to: Stop(step: visit.held(hit.step)))
  }

  func drawSearch(_ search: SearchBox, in canvas: inout Canvas) {
    let inner = Size(columns: min(size.columns - 4, 100), rows: min(size.rows - 6, 26))
    let room = box(
      "Search", inner, hints: hints([(.select, .search), (.choose, .search), (.close, .search)]), in: &canvas)
    canvas.write(
      (.muted("/ ") + StyledText(search.query, ink: .role(.text)) + .caret).fitted(to: room.columns), in: room)
    let count = search.hits.count
    let summary = search.query.isEmpty ? "titles and captions" : counted(count, "place")
    if search.query.count + summary.count + 6 <= room.columns {
      canvas.write(.muted(summary), in: room, align: .trailing)
    }
    let list = room.splitTop(2).rest
    // Two lines a hit: where it is, and what it says.
    let shown = max(1, list.rows / 2)
    let visible = visibleLines(of: count, around: search.selected, room: shown)
    markRest(above: visible.lowerBound, below: count - visible.upperBound, of: room, in: &canvas)
    for (row, index) in visible.enumerated() {
      let hit = search.hits[index]
      let isPlanned = hit.scene < plan.entries.count
      let (number, aside) = isPlanned ? ("\(hit.scene + 1)", "") : ("–", ", \(Self.outside)")
      let step = hit.step - (visit(of: hit.scene)?.tale ?? standardTales[hit.scene]).shown.lowerBound + 1
      listLine(
        StyledText("\(number)  \(hit.title)", ink: .role(.text)) + .muted("  step \(step)\(aside)"),
        isSelected: index == search.selected, in: list, row: 2 * row, canvas: &canvas)
      if 2 * row + 1 < list.rows {
        canvas.write(
          .muted("     " + hit.caption).fitted(to: list.columns), column: list.column, row: list.row + 2 * row + 1)
      }
    }
  }
}
