import CellCanvas
import Lecture

/// A box that lies over the figure.
enum Overlay: Hashable, Sendable {
  /// The keys.
  case help(page: Int)
  /// All scenes.
  case contents(ContentsList)
  /// Looks for words in titles and captions.
  case search(SearchBox)
  /// What signs, colours and words mean.
  case symbols(SymbolsList)
  /// The lecture is over.
  case end
}

extension Player {
  mutating func open(_ overlay: Overlay) {
    stopAutoplay()
    completeMotion()
    (cursor, hovered) = (nil, nil)
    self.overlay = overlay
  }

  /// Does what a command means in the overlay that is open; `false` when it means there what it means anywhere.
  mutating func perform(_ command: Command, _ key: Key, inOverlay: Void) -> Bool {
    if command == .close {
      overlay = nil
      return true
    }
    switch overlay {
    case .help(let page):
      if command == .symbols {
        open(.symbols(SymbolsList()))
        return true
      }
      guard command == .next || command == .previous else { return false }
      let count = helpPages.count
      overlay =
        command == .previous
        ? .help(page: max(0, min(page, count) - 1)) : page + 1 < count ? .help(page: page + 1) : nil
    case .contents(var list):
      switch command {
      case .choose:
        if list.selected < entries.count { jump(toScene: list.selected) } else { open(.symbols(SymbolsList())) }
      case .search: openSearch()
      case .quit, .redraw: return false
      default:
        list.move(command, key, titles: entries.map { $0.scene.card.title }, planned: plan.entries.count)
        overlay = .contents(list)
      }
    case .search(var box):
      if command == .choose {
        if let hit = box.selectedHit { go(to: hit) }
      } else {
        box.handle(command, key, searchIndex)
        overlay = .search(box)
      }
    case .symbols(var list):
      switch command {
      case .choose: followSymbol(list)
      case .quit, .redraw: return false
      default:
        list.move(command, key)
        overlay = .symbols(list)
      }
    case .end, nil: return false
    }
    return true
  }

  func drawOverlay(in canvas: inout Canvas) {
    guard let overlay else { return }
    canvas.clearTargets()
    switch overlay {
    case .help(let page): drawHelp(page, in: &canvas)
    case .contents(let list): drawContents(list, in: &canvas)
    case .search(let box): drawSearch(box, in: &canvas)
    case .symbols(let list): drawSymbols(list, in: &canvas)
    case .end: drawEnd(in: &canvas)
    }
  }

  /// Clears a box in the middle of the canvas, frames it, and gives the room inside.
  func box(_ title: String, _ inner: Size, hints: [StyledText], in canvas: inout Canvas) -> Region {
    let size = Size(columns: min(inner.columns + 4, canvas.size.columns), rows: min(inner.rows + 2, canvas.size.rows))
    let box = canvas.bounds.centered(size)
    canvas.fill(box, with: Cell(paper: .role(.panel)))
    canvas.frame(box, ink: .role(.muted))
    let edge = box.inset(columns: 2)
    func label(_ text: StyledText, _ row: Int) {
      let spaced = " " + text + " "
      guard spaced.columns <= edge.columns else { return }
      let place = Region(column: edge.column, row: row, columns: spaced.columns, rows: 1)
      canvas.fill(place, with: Cell(paper: .role(.panel)))
      canvas.write(spaced, in: place)
    }
    label(.strong(title, .title), box.row)
    label(StyledText.joined(hints, separator: "   "), box.endRow - 1)
    return box.inset(columns: 2, rows: 1)
  }
}

/// Writes one line of a list; the selected one is marked twice, by a sign and in reverse.
func listLine(_ text: StyledText, isSelected: Bool, in region: Region, row: Int, canvas: inout Canvas) {
  let line = Region(column: region.column, row: region.row + row, columns: region.columns, rows: 1)
  if isSelected {
    canvas.fill(line, with: Cell(paper: .role(.panel), style: .reverse))
    let plain = StyledText("▸ ", ink: .role(.text)) + StyledText(text.plain, ink: .role(.text), style: .bold)
    canvas.write(plain.fitted(to: line.columns), in: line, style: .reverse)
  } else {
    canvas.write(("  " + text).fitted(to: line.columns), in: line)
  }
}

extension Player {
  /// Says in the frame around a list how many of its entries lie above and below what is seen.
  func markRest(above: Int, below: Int, of room: Region, in canvas: inout Canvas) {
    for (rest, sign, row) in [(above, name(of: .up), room.row - 1), (below, name(of: .down), room.endRow)]
    where rest > 0 {
      let text = StyledText.muted(" \(sign) \(rest) more ")
      let place = Region(column: room.endColumn - text.columns, row: row, columns: text.columns, rows: 1)
      let isFree = (place.column - 1..<place.endColumn).allSatisfy { !canvas[$0, row].isText }
      guard isFree, place.column > room.column else { continue }
      canvas.fill(place, with: Cell(paper: .role(.panel)))
      canvas.write(text, in: place)
    }
  }
}

/// Which lines of a list are on the screen: the selected one in the middle, except at the ends.
func visibleLines(of count: Int, around selected: Int, room: Int) -> Range<Int> {
  let first = max(0, min(selected - room / 2, count - room))
  return first..<max(first, min(count, first + room))
}
