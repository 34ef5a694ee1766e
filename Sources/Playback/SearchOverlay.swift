import CellCanvas
import Lecture

/// A step that can be found by its words.
struct SearchEntry: Hashable, Sendable {
  let scene: Int
  let step: Int
  let title: String
  let caption: String
  private let foldedTitle: String
  private let foldedCaption: String

  init(scene: Int, step: Int, title: String, caption: String) {
    (self.scene, self.step, self.title, self.caption) = (scene, step, title, caption)
    foldedTitle = Self.folded(title)
    foldedCaption = Self.folded(caption)
  }

  /// Whether all words occur: in a first step's title or caption, later only if one is in the caption itself,
  /// so that a title is found once.
  func matches(_ words: [String]) -> Bool {
    words.allSatisfy { foldedTitle.contains($0) || foldedCaption.contains($0) }
      && (step == 0 || words.contains { foldedCaption.contains($0) })
  }

  /// Lower case, with the signs that a keyboard has.
  static func folded(_ text: String) -> String {
    String(text.lowercased().map { $0 == "×" ? "x" : $0 == "−" ? "-" : $0 })
  }
}

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
      if query.count < 40 { query.unicodeScalars.append(scalar) }
      look(in: entries)
    case (.eraseQuery, _):
      query = String(query.dropLast())
      look(in: entries)
    default: break
    }
    selected = max(0, min(selected, hits.count - 1))
  }

  private mutating func look(in entries: [SearchEntry]) {
    let words = SearchEntry.folded(query).split(separator: " ").map(String.init)
    hits = words.isEmpty ? [] : entries.filter { $0.matches(words) }
    selected = 0
  }
}

extension Player {
  /// Opens the search; the captions of all scenes are read once, at their standard settings.
  mutating func openSearch() {
    if searchIndex.isEmpty {
      for (index, type) in scenes.enumerated() {
        for (step, content) in Visit(standard: type, own).steps.enumerated() {
          searchIndex.append(
            SearchEntry(scene: index, step: step, title: type.card.title, caption: content.caption.plain))
        }
      }
    }
    open(.search(SearchBox()))
  }

  /// Goes to a place that was found.
  mutating func go(to hit: SearchEntry) {
    go(to: hit.scene)
    jump(to: Stop(step: min(hit.step, visit.steps.count - 1)))
  }

  func drawSearch(_ search: SearchBox, in canvas: inout Canvas) {
    let inner = Size(columns: min(size.columns - 4, 100), rows: min(size.rows - 6, 26))
    let room = box(
      "Search", inner, hints: hints([(.select, .search), (.choose, .search), (.close, .search)]), in: &canvas)
    canvas.write(
      (.muted("/ ") + StyledText(search.query, ink: .role(.text)) + .caret).fitted(to: room.columns), in: room)
    let count = search.hits.count
    let summary = search.query.isEmpty ? "titles and captions" : count == 1 ? "1 place" : "\(count) places"
    if search.query.count + summary.count + 6 <= room.columns {
      canvas.write(.muted(summary), in: room, align: .trailing)
    }
    let list = room.splitTop(2).rest
    // Two lines a hit: where it is, and what it says.
    let shown = max(1, list.rows / 2)
    for (row, index) in visibleLines(of: count, around: search.selected, room: shown).enumerated() {
      let hit = search.hits[index]
      listLine(
        StyledText("\(hit.scene + 1)  \(hit.title)", ink: .role(.text)) + .muted("  step \(hit.step + 1)"),
        isSelected: index == search.selected, in: list, row: 2 * row, canvas: &canvas)
      if 2 * row + 1 < list.rows {
        canvas.write(
          .muted("     " + hit.caption).fitted(to: list.columns), column: list.column, row: list.row + 2 * row + 1)
      }
    }
  }
}
