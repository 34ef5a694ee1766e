import CellCanvas
import Lecture

/// The page of signs, colours, scales and words.
struct SymbolsList: Hashable, Sendable {
  /// Which line is chosen, counted through all sections.
  private(set) var selected = 0

  /// All lines, without their headings.
  static let entries = Glossary.sections.flatMap(\.entries)

  mutating func move(_ command: Command, _ key: Key) {
    let page = 10
    switch (command, key) {
    case (.select, .up), (.select, "k"): selected -= 1
    case (.select, _): selected += 1
    case (.selectPage, .pageUp), (.selectPage, .left): selected -= page
    case (.selectPage, _): selected += page
    case (.selectEnd, .home): selected = 0
    case (.selectEnd, _): selected = Self.entries.count - 1
    default: break
    }
    selected = min(max(selected, 0), Self.entries.count - 1)
  }
}

extension Player {
  /// What the page is called.
  static let symbolsTitle = "Symbols, colours and words"

  /// Goes to the scene that explains the chosen line, if the lecture has it.
  mutating func followSymbol(_ list: SymbolsList) {
    let entry = SymbolsList.entries[list.selected]
    guard let scene = scene(called: entry.scene) else { return }
    jump(toScene: scene)
  }

  func drawSymbols(_ list: SymbolsList, in canvas: inout Canvas) {
    enum Line {
      case heading(String)
      case entry(Int)
      case gap
    }
    var lines: [Line] = []
    for section in Glossary.sections {
      if !lines.isEmpty { lines.append(.gap) }
      lines.append(.heading(section.title.uppercased()))
      let first = lines.count { if case .entry = $0 { true } else { false } }
      lines += section.entries.indices.map { .entry(first + $0) }
    }
    let entries = SymbolsList.entries
    let selected = lines.firstIndex { if case .entry(list.selected) = $0 { true } else { false } } ?? 0
    let signs = entries.map(\.sign.columns).max() ?? 0
    let meanings = entries.map(\.meaning.count).max() ?? 0
    func title(_ entry: Glossary.Entry) -> String {
      scene(called: entry.scene).map { self.entries[$0].scene.card.title } ?? entry.scene
    }
    // Where there is room, each line also says where it is explained; else the chosen one does, below.
    let titles = entries.map { title($0).count }.max() ?? 0
    let isWide = size.columns >= signs + meanings + titles + 16
    let width = signs + 2 + meanings + (isWide ? titles + 4 : 0) + 2
    let room = box(
      Self.symbolsTitle,
      Size(columns: min(width, size.columns - 6), rows: min(lines.count + (isWide ? 0 : 2), size.rows - 6)),
      hints: hints([(.select, .symbols), (.choose, .symbols), (.close, .symbols)]), in: &canvas)
    let rows = room.rows - (isWide ? 0 : 2)
    let visible = visibleLines(of: lines.count, around: selected, room: rows)
    func count(_ lines: ArraySlice<Line>) -> Int { lines.count { if case .entry = $0 { true } else { false } } }
    markRest(
      above: count(lines[..<visible.lowerBound]), below: count(lines[visible.upperBound...]), of: room, in: &canvas)
    for (row, index) in visible.enumerated() {
      switch lines[index] {
      case .gap: break
      case .heading(let name):
        canvas.write(StyledText.muted(name).fitted(to: room.columns), column: room.column, row: room.row + row)
      case .entry(let number):
        let entry = entries[number]
        let pad = StyledText(String(repeating: " ", count: signs - entry.sign.columns + 2))
        var text = entry.sign + pad + StyledText(entry.meaning, ink: .role(.text))
        if isWide {
          text += StyledText(String(repeating: " ", count: meanings - entry.meaning.count + 4)) + .muted(title(entry))
        }
        // The sample of a colour keeps it on the chosen line, too.
        let line = Region(column: room.column, row: room.row + row, columns: room.columns, rows: 1)
        canvas.write((number == list.selected ? "▸ " : "  ") + text.fitted(to: line.columns - 2), in: line)
        if number == list.selected {
          canvas.write("▸ ", in: line, style: .bold)
        }
      }
    }
    if !isWide, room.rows > 2 {
      let place = Region(column: room.column, row: room.endRow - 1, columns: room.columns, rows: 1)
      canvas.write(
        (.muted("explained in  ") + .strong(title(entries[list.selected]), .title)).fitted(to: room.columns), in: place)
    }
  }
}
