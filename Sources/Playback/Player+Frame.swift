public import CellCanvas
import Lecture

extension Player {
  /// The screen at this moment: equal players give equal frames.
  public func frame() -> Canvas {
    if let blank { return blank.frame(size) }
    guard size.fits(card.minimumSize) else { return tooSmall() }
    var canvas = placedFigure(at: playhead)
    drawCursor(in: &canvas)
    header.draw(in: &canvas, layout.header)
    drawWords(in: &canvas, layout)
    let isTold = notice.map { !$0.isCaption && isOnBar($0, layout.bar) } ?? false
    if !hasNote || layout.note != nil || isTold { drawBar(in: &canvas, layout.bar) }
    footer(canvas.hotSpots).draw(in: &canvas)
    drawOverlay(in: &canvas)
    return canvas
  }

  /// The screen without its header, its progress and its keys: what is shown, computed and said.
  public func figureFrame() -> Canvas {
    guard size.fits(card.minimumSize) else { return tooSmall() }
    var canvas = placedFigure(at: playhead)
    drawWords(in: &canvas, layout)
    let rows = layout.figure.row..<layout.caption.endRow
    var cut = Canvas(size: Size(columns: size.columns, rows: rows.count))
    cut.place(canvas, at: Point(column: 0, row: -rows.lowerBound))
    return cut
  }

  /// Where the parts of the screen are.
  var layout: StageLayout { StageLayout(size, hasNote: hasNote) }

  /// A screen with nothing but the scene's figure in its place.
  func placedFigure(at playhead: Playhead) -> Canvas {
    var canvas = Canvas(size: size)
    canvas.place(figure(at: playhead), at: layout.figure.origin)
    return canvas
  }

  /// What a window that is too small for the scene shows.
  private func tooSmall() -> Canvas {
    func text(_ size: Size) -> String { "\(size.columns) × \(size.rows)" }
    let needed = text(card.minimumSize)
    let wordings = [
      ["This scene needs \(needed);", "this window has \(text(size))."], ["needs \(needed)", "has \(text(size))"],
      [needed], [String(needed.filter { $0 != " " })], ["…"],
    ]
    var canvas = Canvas(size: size)
    guard
      let lines = wordings.first(where: { lines in
        lines.count <= size.rows && lines.allSatisfy { $0.count <= size.columns }
      })
    else { return canvas }
    for (offset, line) in lines.enumerated() {
      let row = Region(column: 0, row: (size.rows - lines.count) / 2 + offset, columns: size.columns, rows: 1)
      canvas.write(StyledText(line), in: row, align: .center)
    }
    return canvas
  }

  // MARK: Header

  private var header: Header {
    var status: [StyledText] = []
    if let job = visit.job {
      let cells = 8
      let done = Int(job.fraction * Double(cells))
      status.append(
        .muted(job.work.label + " ") + .tinted(String(repeating: "█", count: done), .progress)
          + .tinted(String(repeating: "░", count: cells - done), .muted)
          + .muted(" \(Int(job.fraction * 100)) %"))
    }
    if autoplay.isOn { status.append(.active("▶ \(autoplay.text)")) }
    return Header(
      part: card.part.rawValue.uppercased(), title: card.title, status: status,
      number: placeText)
  }

  // MARK: Formula and caption

  private func drawWords(in canvas: inout Canvas, _ layout: StageLayout) {
    let words = words(layout)
    if hasNote {
      if let region = layout.note {
        drawNote(in: &canvas, beside: region)
      } else {
        return drawNoteBelow(words, in: &canvas, layout)
      }
    }
    let rows = (0..<2).map { layout.formula.row + $0 } + (0..<2).map { layout.caption.row + $0 }
    func write(_ lines: [StyledText], from first: Int) {
      for (offset, line) in lines.enumerated() where first + offset < rows.count {
        canvas.write(line, column: layout.caption.column, row: rows[first + offset])
      }
    }
    for (offset, line) in words.formula.enumerated() {
      canvas.write(line, column: layout.formula.column, row: layout.formula.row + offset, ink: .role(.muted))
    }
    write(words.upper, from: 0)
    // A long sentence takes the formula's place, too.
    let isLong = words.upper.isEmpty && words.lower.count > 2
    write(words.lower, from: isLong ? 0 : max(words.upper.count, rows.count - max(words.lower.count, 2)))
  }

  /// What is said, asked or computed below the figure.
  private func words(_ layout: StageLayout) -> ScreenWords {
    let measure = layout.caption.columns
    if let notice, notice.isCaption || !isOnBar(notice, layout.bar) {
      let lines = notice.text.balanced(columns: measure)
      return ScreenWords(formula: lines.count > 2 ? [] : formula(layout), lower: lines)
    }
    if visit.stop.isCovered, let question = visit.step.question {
      return ScreenWords(
        upper: (.active("? ") + .strong(question.prompt)).balanced(columns: measure),
        lower: question.choiceLines(columns: measure) + [answerLine(question, columns: measure)])
    }
    let caption = remark?.caption ?? visit.step.caption
    return ScreenWords(formula: formula(layout), lower: caption.balanced(columns: measure))
  }

  private var remark: Remark? {
    playhead.pointer.flatMap { visit.scene.remark(on: $0, at: playhead) }
  }

  private func formula(_ layout: StageLayout) -> [StyledText] {
    guard !visit.stop.isCovered else { return [] }
    let formula = remark?.formula ?? visit.formula(at: playhead)
    return Array(formula.flatMap { $0.wrapped(columns: layout.formula.columns) }.prefix(layout.formula.rows))
  }

  /// What is typed, and beside it how it will be read, or what is expected.
  private func answerLine(_ question: Question, columns: Int) -> StyledText {
    let reveal = name(of: .right) + " to reveal"
    guard !attempt.text.isEmpty else { return .muted("\(question.request) and Enter, or \(reveal)") }
    let line = .muted("your answer  ") + .active(attempt.shown) + .caret
    let verdict = question.verdict(on: attempt.text)
    let aside: String? =
      switch verdict {
      case .right, .wrong: question.reading(of: attempt.text).map { "read as \($0)" }
      case .incomplete, .unclear: question.request
      }
    let whole = line + .muted("   " + (aside ?? ""))
    return aside != nil && whole.columns <= columns ? whole : line.fitted(to: columns)
  }

  // MARK: Progress

  /// How far the scene is: a line and a count. A notice stands before them; where there is no room for all, the count
  /// stays longer than the line.
  private func drawBar(in canvas: inout Canvas, _ region: Region) {
    let count = visit.shown.count
    let number = visit.stop.drawnStep - visit.shown.lowerBound + 1
    let label = StyledText.muted("\(number)/\(count)" + (visit.stop.isCovered ? " ?" : ""))
    var rest = region
    if let notice, !notice.isCaption, isOnBar(notice, region) {
      // It may lie over the last line of a note.
      canvas.fill(region)
      canvas.write(notice.text, in: region)
      rest = region.splitLeft(notice.text.columns + 2).rest
    }
    guard label.columns <= rest.columns else { return }
    canvas.write(label, in: rest, align: .trailing)
    let line = rest.columns - label.columns - 1
    guard line >= (rest == region ? 1 : 4) else { return }
    let steps = Double(number) + (visit.stop.isCovered ? 0.5 : 0)
    let done = Int((Double(line) * steps / Double(count)).rounded())
    for offset in 0..<line {
      canvas[rest.column + offset, rest.row] =
        offset < done ? Cell("━", ink: .role(.progress)) : Cell("─", ink: .role(.faint))
    }
  }

  /// Whether a notice has room on the bar; what moves by itself leaves room for the count, too.
  private func isOnBar(_ notice: Notice, _ region: Region) -> Bool {
    notice.text.columns + (autoplay.isOn ? 10 : 0) <= region.columns
  }

  // MARK: Footer

  /// What the last line shows now.
  var footer: Footer { footer(placedFigure(at: playhead).hotSpots) }

  private func footer(_ spots: [HotSpot]) -> Footer {
    let region = layout.footer
    if let typedNumber {
      let first: (Command, Context) = typedNumber.isEmpty ? (.firstScene, .go) : (.goToNumber, .number)
      return Footer(
        region, status: .muted("go to scene ") + .active(typedNumber) + .caret,
        hints: hints([first, (.close, .number)]))
    }
    if let cursor = shownCursor, cursor.purpose == .editing {
      var status = StyledText.muted("edit ") + editedName(cursor.target)
      if !cursor.entry.isEmpty { status += "  " + .active(cursor.entry) + .caret }
      return Footer(region, status: status, hints: hints(moves(in: .editing, spots) + [(.close, .editing)]))
    }
    if let cursor = shownCursor, cursor.purpose == .drawing, let pen = visit.scene.pen(on: cursor.target.grid) {
      return Footer(region, status: penStatus(pen, cursor), hints: hints(Self.penCommands))
    }
    let settings = visit.settings
    let knobs = visit.knobs.map {
      Footer.Knob(name: $0.name, value: settings.text($0), isEdited: settings.isTypedOver($0))
    }
    return Footer(region, knobs: knobs, chosen: visit.knob, hints: lectureHints(spots))
  }

  /// The keys that move a cursor here.
  private func moves(in context: Context, _ spots: [HotSpot]) -> [(Command, Context)] {
    let grids = Set(spots.map(\.target.grid)).filter { context == .pointing || gridControl($0) != nil }
    return [(.move, context)] + (grids.count > 1 ? [(.changeGrid, context)] : [])
  }

  /// The keys that matter on a figure with these places to point at.
  private func lectureHints(_ spots: [HotSpot]) -> [StyledText] {
    if visit.stop.isCovered {
      if attempt.text.isEmpty { return hints([(.next, .question), (.help, .question)]) }
      let first: (Command, Context) = attempt.isOpen ? (.next, .question) : (.submitAnswer, .answer)
      return hints([first, (.clearAnswer, .answer), (.contents, .question)])
    }
    if pointedLink != nil { return hints([(.follow, .link), (.move, .pointing), (.close, .pointing)]) }
    if cursor != nil { return hints(moves(in: .pointing, spots) + [(.close, .pointing)]) }
    if autoplay.isOn { return hints([(.autoplay, .lecture), (.slower, .lecture), (.faster, .lecture)]) }
    var wanted: [(Command, Context)] = [(.next, .lecture)]
    if !spots.isEmpty { wanted.append((.point, .lecture)) }
    let edited = spots.filter { gridControl($0.target.grid) != nil }
    if !edited.isEmpty { wanted.append((.edit, .lecture)) }
    if sceneIndex == 0 { wanted.append((.contents, .lecture)) }
    if !step.note.isEmpty { wanted.append((.notes, .lecture)) }
    // The way back stays longest where there is little room: who has jumped must find it.
    if jumps.last?.to == sceneIndex { wanted.insert((.comeBack, .lecture), at: 1) }
    var hints = hints(wanted + [(.help, .lecture)])
    if let link = linkHint { hints.insert(link, at: jumps.last?.to == sceneIndex ? 2 : 1) }
    return hints
  }

  func hints(_ commands: [(Command, Context)]) -> [StyledText] {
    commands.compactMap { command, context in
      keymap.binding(of: command, in: context)?.hintParts(in: glyphs).map { .strong($0.keys) + " " + .muted($0.text) }
    }
  }

  // MARK: The cursor

  /// Marks what the cursor is on: brackets where there is room beside the number, else a line beneath; a value that is
  /// being edited also in the colour of what is in work.
  func drawCursor(in canvas: inout Canvas) {
    guard let cursor = shownCursor, let region = canvas.hotSpots.last(where: { $0.target == cursor.target })?.region
    else { return }
    if cursor.purpose == .drawing { return drawPen(cursor.target, region, in: &canvas) }
    if cursor.purpose == .editing {
      for row in region.row..<region.endRow {
        for column in region.column..<region.endColumn {
          let glyph = canvas[column, row].isText ? canvas[column, row].glyph : " "
          canvas[column, row] = Cell(glyph, ink: .role(.legible), paper: .role(.active), style: .bold)
        }
      }
    }
    let row = region.row + (region.rows - 1) / 2
    let (left, right) = (region.column, region.endColumn - 1)
    if region.columns >= 3, !canvas[left, row].isText, !canvas[right, row].isText {
      for (column, bracket) in [(left, "[" as Unicode.Scalar), (right, "]")] {
        canvas[column, row] = Cell(bracket, ink: .role(.legible), paper: canvas[column, row].paper, style: .bold)
      }
    } else {
      for column in left...max(left, right) { canvas[column, row].style.insert(.underline) }
    }
  }
}

extension Question {
  /// The choices with their numbers, as many in a line as have room.
  func choiceLines(columns: Int) -> [StyledText] {
    guard case .choice(let choices, _) = answer else { return [] }
    var lines: [StyledText] = []
    for (index, choice) in choices.enumerated() {
      let entry: StyledText = .active("\(index + 1)") + " " + StyledText(choice)
      if let last = lines.last, last.columns + 4 + entry.columns <= columns {
        lines[lines.count - 1] = last + "    " + entry
      } else {
        lines.append(entry.fitted(to: columns))
      }
    }
    return lines
  }
}
