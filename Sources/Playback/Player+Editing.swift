import CellCanvas
import Lecture

extension Player {
  /// The control whose values stand in `grid`; `nil` when they cannot be edited.
  func gridControl(_ grid: String) -> Control? {
    entries[sceneIndex].scene.controls.first { $0.name == grid && !$0.isTurned }
  }

  mutating func beginEditing() {
    let map = targetMap(for: .editing)
    guard let first = map.targets.first else {
      late = LateTyping(withoutValuesSince: clock)
      return announce(LateTyping.withoutValues)
    }
    // A pen begins in the middle of its paper.
    let middle = visit.scene.pen(on: first.grid).map {
      Target(grid: first.grid, row: $0.rows / 2, column: $0.columns / 2)
    }
    let target = (cursor?.target ?? hovered).flatMap(map.nearest) ?? middle ?? first
    beginEditing(at: target)
  }

  mutating func beginEditing(at target: Target) {
    stopAutoplay()
    completeMotion()
    hovered = nil
    // What is typed from here on is meant for a value: no answer comes late any more.
    late = nil
    cursor = Cursor(purpose: visit.scene.pen(on: target.grid) == nil ? .editing : .drawing, target: target)
  }

  /// Takes a sign of a value in, or back; what stands there by then is shown at once.
  mutating func typeValue(_ key: Key) {
    guard var cursor, let control = gridControl(cursor.target.grid), case .grid(_, let decimals) = control.kind else {
      return
    }
    switch key {
    case .character("-"):
      cursor.entry = cursor.entry.hasPrefix("−") ? cursor.entry : "−" + cursor.entry
    case .character("."):
      // The point stays, so that what follows is not taken for more digits of the whole number.
      if decimals == 0 { announce("the numbers of \(control.name) are whole numbers") }
      if !cursor.entry.contains(".") { cursor.entry += "." }
    case .character(let digit):
      let fraction = cursor.entry.drop { $0 != "." }.count - 1
      if fraction < decimals || fraction < 0 {
        if cursor.entry.count < 8 { cursor.entry.unicodeScalars.append(digit) }
      } else if decimals == 0 {
        announce("the numbers of \(control.name) are whole numbers")
      }
    default: cursor.entry = String(cursor.entry.dropLast())
    }
    self.cursor = cursor
    // A lone sign is no value yet; nothing typed at all gives the place its own value back.
    if cursor.entry.isEmpty {
      edit(control, at: cursor, to: nil)
    } else if let value = NumberText.value(of: cursor.entry) {
      edit(control, at: cursor, to: value)
    }
  }

  private mutating func edit(_ control: Control, at cursor: Cursor, to value: Double?) {
    var edited = visit.settings
    edited.edit(control, at: GridPlace(row: cursor.target.row, column: cursor.target.column), to: value)
    guard change(to: edited) else { return }
    if case .grid(let range, _) = control.kind, let value, !range.contains(value) {
      let (low, high) = (NumberText.plain(range.lowerBound), NumberText.plain(range.upperBound))
      announce("the numbers of \(control.name) go from \(low) to \(high)")
    }
  }

  /// Goes on to the next value of the grid, row after row.
  mutating func acceptValue() {
    guard let cursor else { return }
    let grid = targetMap(for: .editing).targets.filter { $0.grid == cursor.target.grid }
    let place = grid.firstIndex(of: cursor.target).map { $0 + 1 }
    moveCursor(to: place.flatMap { grid.indices.contains($0) ? grid[$0] : nil } ?? cursor.target)
  }

  /// What the footer calls the value in work: as the figure does, or by its row and column, as far as there are several.
  func editedName(_ target: Target) -> StyledText {
    if let name = visit.scene.name(of: target) { return .strong(name, .title) }
    let grid = targetMap(for: .editing).targets.filter { $0.grid == target.grid }
    let isRow = grid.allSatisfy { $0.row == target.row }
    let isColumn = grid.allSatisfy { $0.column == target.column }
    let place =
      switch (isRow, isColumn) {
      case (true, true): ""
      case (true, false): " place \(target.column + 1)"
      case (false, true): " place \(target.row + 1)"
      case (false, false): " row \(target.row + 1), column \(target.column + 1)"
      }
    return .strong(target.grid, .title) + .muted(place)
  }
}
