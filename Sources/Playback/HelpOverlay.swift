import CellCanvas

/// One line of the help.
enum HelpLine: Hashable {
  case heading(String)
  case keys(String, String)
  case text(String)
  case gap
}

extension Player {
  private static let keyColumns = 22
  private static let columnWidth = 37

  /// The help in columns, made from the keymap.
  private func helpColumns(rows: Int) -> [[HelpLine]] {
    let headings: [([Context], String)] = [
      ([.lecture], ""), ([.number], "Going to a scene"), ([.answer, .question], "Answering a question"),
      ([.pointing, .link], "Pointing"), ([.editing], "Editing values"),
      ([.drawing], "Drawing"), ([.search, .contents], "Contents and search"),
    ]
    var columns: [[HelpLine]] = [[]]
    func add(_ lines: [HelpLine]) {
      // A section stays together where it can.
      let used = columns[columns.count - 1].count
      if used > 0, used + 1 + lines.count > rows, lines.count <= rows { columns.append([]) }
      for line in (columns[columns.count - 1].isEmpty ? [] : [.gap]) + lines {
        if columns[columns.count - 1].count >= rows { columns.append([]) }
        columns[columns.count - 1].append(line)
      }
    }
    for (contexts, heading) in headings {
      var entries: [HelpLine] = []
      // What means the same everywhere is told once.
      var known: Set<Command> = heading.isEmpty ? [] : [.quit, .redraw, .help, .black, .contents, .search]
      for binding in contexts.flatMap({ keymap.bindings[$0] ?? [] }) where known.insert(binding.command).inserted {
        entries.append(.keys(binding.keyNames(in: glyphs), binding.help))
      }
      add(heading.isEmpty ? entries : [.heading(heading)] + entries)
    }
    let files = ownFileLines.flatMap { StyledText($0).wrapped(columns: Self.columnWidth) }.map {
      HelpLine.text($0.plain)
    }
    if !files.isEmpty { add([.heading("What you brought along")] + files) }
    return columns
  }

  /// The columns of each page.
  var helpPages: [[[HelpLine]]] {
    let across = max(1, (size.columns - 4 + 2) / (Self.columnWidth + 2))
    let columns = helpColumns(rows: max(1, min(size.rows - 4, 32)))
    return stride(from: 0, to: columns.count, by: across).map { Array(columns[$0..<min($0 + across, columns.count)]) }
  }

  func drawHelp(_ page: Int, in canvas: inout Canvas) {
    let pages = helpPages
    let page = min(page, pages.count - 1)
    let columns = pages[page]
    let across = pages.map(\.count).max() ?? 1
    let rows = pages.joined().map(\.count).max() ?? 1
    let title = pages.count > 1 ? "Keys \(page + 1)/\(pages.count)" : "Keys"
    let inner = Size(columns: across * (Self.columnWidth + 2) - 2, rows: rows)
    let room = box(
      title, inner,
      hints: hints((page + 1 < pages.count ? [(.next, .help)] : []) + [(.symbols, .help), (.close, .help)]), in: &canvas
    )
    for (index, lines) in columns.enumerated() {
      let left = room.column + index * (Self.columnWidth + 2)
      for (row, line) in lines.enumerated().prefix(room.rows) {
        let width = min(Self.columnWidth, room.endColumn - left)
        let place = Region(column: left, row: room.row + row, columns: width, rows: 1)
        switch line {
        case .heading(let text): canvas.write(StyledText.strong(text, .title).fitted(to: width), in: place)
        case .keys(let keys, let help):
          let pad = String(repeating: " ", count: max(1, Self.keyColumns + 1 - keys.count))
          canvas.write((.strong(keys) + StyledText(pad) + .muted(help)).fitted(to: width), in: place)
        case .text(let text): canvas.write(.muted(text), in: place)
        case .gap: break
        }
      }
    }
  }
}
