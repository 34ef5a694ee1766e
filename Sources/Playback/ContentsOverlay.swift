import CellCanvas
import Lecture

/// The list of all scenes, and behind them the page of symbols.
struct ContentsList: Hashable, Sendable {
  private(set) var selected: Int
  /// A scene's number, as far as it is typed.
  private(set) var number = ""

  init(current: Int) { selected = current }

  mutating func move(_ command: Command, _ key: Key, titles: [String]) {
    let page = 10
    if command != .selectNumber { number = "" }
    switch (command, key) {
    case (.select, .up), (.select, "k"): selected -= 1
    case (.select, _): selected += 1
    case (.selectPage, .pageUp): selected -= page
    case (.selectPage, _): selected = max(selected, min(selected + page, titles.count - 1))
    case (.selectEnd, .home): selected = 0
    case (.selectEnd, _): selected = titles.count - 1
    case (.selectNumber, _): type(key, count: titles.count)
    case (.selectLetter, .character(let letter)): select(letter, titles)
    default: break
    }
    selected = min(max(selected, 0), titles.count)
  }

  /// Chooses the scene of a number; a digit that makes it too large begins another one.
  private mutating func type(_ key: Key, count: Int) {
    if case .character(let digit) = key {
      number.unicodeScalars.append(digit)
      if Int(number) ?? 0 > count { number = String(Character(digit)) }
    } else {
      number = String(number.dropLast())
    }
    if let place = Int(number), place > 0 { selected = place - 1 }
  }

  /// Chooses the next scene that has a word with this letter at its beginning, round and round.
  private mutating func select(_ letter: Unicode.Scalar, _ titles: [String]) {
    let wanted = String(Character(letter)).lowercased()
    let places = titles.indices.map { (selected + 1 + $0) % titles.count }
    let first = places.first { titles[$0].lowercased().hasPrefix(wanted) }
    let other = places.first { titles[$0].lowercased().split(separator: " ").contains { $0.hasPrefix(wanted) } }
    if let place = first ?? other { selected = place }
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
    lines += [.gap, .scene(scenes.count)]
    let selected = lines.firstIndex { if case .scene(list.selected) = $0 { true } else { false } } ?? 0
    let widest = scenes.reduce(32) { max($0, $1.card.title.count) }
    let room = box(
      list.number.isEmpty ? "Contents" : "Contents: \(list.number)",
      Size(columns: min(widest + 16, size.columns - 8), rows: min(lines.count, size.rows - 6)),
      hints: hints([(.select, .contents), (.choose, .contents), (.close, .contents)]), in: &canvas)
    let visible = visibleLines(of: lines.count, around: selected, room: room.rows)
    func count(_ lines: ArraySlice<Line>) -> Int {
      lines.count { if case .scene(let scene) = $0 { scene < scenes.count } else { false } }
    }
    markRest(
      above: count(lines[..<visible.lowerBound]), below: count(lines[visible.upperBound...]), of: room, in: &canvas)
    for (row, index) in visible.enumerated() {
      switch lines[index] {
      case .gap: break
      case .part(let name):
        canvas.write(StyledText.muted(name).fitted(to: room.columns), column: room.column, row: room.row + row)
      case .scene(scenes.count):
        listLine(
          .muted("    ") + StyledText(Self.symbolsTitle, ink: .role(.text)), isSelected: list.selected == scenes.count,
          in: room, row: row, canvas: &canvas)
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
