import CellCanvas
import Lecture

/// The list of all scenes.
struct ContentsList: Hashable, Sendable {
  private(set) var selected: Int

  init(current: Int) { selected = current }

  mutating func move(_ command: Command, _ key: Key, count: Int) {
    let page = 10
    switch (command, key) {
    case (.select, .up), (.select, "k"): selected -= 1
    case (.select, _): selected += 1
    case (.selectPage, .pageUp): selected -= page
    case (.selectPage, _): selected += page
    case (.selectEnd, .home): selected = 0
    case (.selectEnd, _): selected = count - 1
    default: break
    }
    selected = min(max(selected, 0), count - 1)
  }
}

extension Player {
  func drawContents(_ list: ContentsList, in canvas: inout Canvas) {
    enum Line {
      case part(String)
      case scene(Int)
      case gap
    }
    var lines: [Line] = []
    var part: Part?
    for (index, scene) in scenes.enumerated() {
      if scene.card.part != part {
        if part != nil { lines.append(.gap) }
        lines.append(.part(scene.card.part.rawValue.uppercased()))
        part = scene.card.part
      }
      lines.append(.scene(index))
    }
    let selected = lines.firstIndex { if case .scene(list.selected) = $0 { true } else { false } } ?? 0
    let widest = scenes.reduce(24) { max($0, $1.card.title.count) }
    let room = box(
      "Contents", Size(columns: min(widest + 16, size.columns - 8), rows: min(lines.count, size.rows - 6)),
      hints: hints([(.select, .contents), (.choose, .contents), (.close, .contents)]), in: &canvas)
    for (row, index) in visibleLines(of: lines.count, around: selected, room: room.rows).enumerated() {
      switch lines[index] {
      case .gap: break
      case .part(let name):
        canvas.write(StyledText.muted(name).fitted(to: room.columns), column: room.column, row: room.row + row)
      case .scene(let scene):
        let number = String(scene + 1)
        let pad = String(repeating: " ", count: max(0, 2 - number.count))
        let here: StyledText = scene == sceneIndex ? .active("  ● here") : ""
        listLine(
          .muted(pad + number + "  ") + StyledText(scenes[scene].card.title, ink: .role(.text)) + here,
          isSelected: scene == list.selected, in: room, row: row, canvas: &canvas)
      }
    }
  }
}
