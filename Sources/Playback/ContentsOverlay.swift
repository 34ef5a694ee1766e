import CellCanvas
import Lecture

/// The list of all scenes, and behind them the page of symbols.
struct ContentsList: Hashable, Sendable {
  private(set) var selected: Int
  /// A scene's number, as far as it is typed.
  private(set) var number = ""

  init(current: Int) { selected = current }

  mutating func move(_ command: Command, _ key: Key, titles: [String], planned: Int) {
    let page = 10
    if command != .selectNumber { number = "" }
    switch (command, key) {
    case (.select, .up), (.select, "k"): selected -= 1
    case (.select, _): selected += 1
    case (.selectPage, .pageUp): selected -= page
    case (.selectPage, _): selected = max(selected, min(selected + page, titles.count - 1))
    case (.selectEnd, .home): selected = 0
    case (.selectEnd, _): selected = titles.count - 1
    case (.selectNumber, _): type(key, count: planned)
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
    for (index, entry) in plan.entries.enumerated() {
      let itsPart = entry.scene.card.part
      if itsPart != part {
        if part != nil { lines.append(.gap) }
        lines.append(.part(itsPart.rawValue.uppercased()))
        part = itsPart
      }
      lines.append(.scene(index))
    }
    if !plan.others.isEmpty { lines += [.gap, .part(Self.outside.uppercased())] }
    lines += (plan.entries.count..<entries.count).map { .scene($0) } + [.gap, .scene(entries.count)]
    let selected = lines.firstIndex { if case .scene(list.selected) = $0 { true } else { false } } ?? 0
    let widest = entries.reduce(32) { max($0, $1.scene.card.title.count) }
    let columns = min(widest + 16, size.columns - 8)
    let title = plan.title.flatMap { $0.count + 2 <= columns ? $0 : nil } ?? "Contents"
    let room = box(
      list.number.isEmpty ? title : "Contents: \(list.number)",
      Size(columns: columns, rows: min(lines.count, size.rows - 6)),
      hints: hints([(.select, .contents), (.choose, .contents), (.close, .contents)]), in: &canvas)
    let visible = visibleLines(of: lines.count, around: selected, room: room.rows)
    func count(_ lines: ArraySlice<Line>) -> Int {
      lines.count { if case .scene(let scene) = $0 { scene < entries.count } else { false } }
    }
    markRest(
      above: count(lines[..<visible.lowerBound]), below: count(lines[visible.upperBound...]), of: room, in: &canvas)
    for (row, index) in visible.enumerated() {
      switch lines[index] {
      case .gap: break
      case .part(let name):
        canvas.write(StyledText.muted(name).fitted(to: room.columns), column: room.column, row: room.row + row)
      case .scene(entries.count):
        listLine(
          .muted("    ") + StyledText(Self.symbolsTitle, ink: .role(.text)), isSelected: list.selected == entries.count,
          in: room, row: row, canvas: &canvas)
      case .scene(let scene):
        let number = scene < plan.entries.count ? String(scene + 1) : ""
        let steps: StyledText = entries[scene].steps.map { .muted("  steps \($0.text)") } ?? ""
        let pad = String(repeating: " ", count: max(0, 2 - number.count))
        let here: StyledText = scene == sceneIndex ? .active("  ● here") : ""
        listLine(
          .muted(pad + number + "  ") + StyledText(entries[scene].scene.card.title, ink: .role(.text)) + steps + here,
          isSelected: scene == list.selected, in: room, row: row, canvas: &canvas)
      }
    }
  }
}
