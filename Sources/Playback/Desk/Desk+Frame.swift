public import CellCanvas

extension Desk {
  /// Where the parts of the desk are.
  var layout: DeskLayout { DeskLayout(size, view: view) }

  /// The desk at this moment.
  public func frame() -> Canvas {
    var canvas = Canvas(size: size)
    guard size.fits(DeskLayout.least) else {
      let sentence = "The desk needs \(DeskLayout.least.columns) × \(DeskLayout.least.rows)."
      canvas.write(StyledText(sentence).fitted(to: size.columns), column: 0, row: size.rows / 2)
      return canvas
    }
    let layout = layout
    drawHeader(in: &canvas, layout.header)
    drawKeys(in: &canvas, layout.keys)
    switch cover {
    case .help: drawHelp(in: &canvas, below: layout)
    case .overview(let selected): drawOverview(selected, in: &canvas, below: layout)
    case nil:
      guard let state else {
        drawWaiting(in: &canvas, layout)
        return canvas
      }
      if layout.clock.rows > 0 { drawClock(in: &canvas, layout.clock) }
      if layout.words.rows > 0 { drawWords(of: state, in: &canvas, layout.words) }
      drawFigures(in: &canvas, layout)
      if layout.knobs.rows > 0 { drawKnobs(of: state, in: &canvas, layout.knobs) }
    }
    return canvas
  }

  // MARK: Bars

  private func drawHeader(in canvas: inout Canvas, _ region: Region) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    let row = region.inset(columns: 1)
    let right = flags + [.strong(timeOfDay)]
    let end = StyledText.joined(right, separator: "   ")
    canvas.write(end, in: row, align: .trailing)
    guard let state else { return canvas.write(.strong("the lecturer's desk", .title), in: row) }
    let place = copy.map { $0.placeText + "  " } ?? ""
    let steps = "   step \(state.stepNumber) of \(state.shown.count)" + (state.moment.isCovered ? ", asked" : "")
    let left = .muted(place) + .strong(state.title, .title) + StyledText(steps)
    canvas.write(left.fitted(to: row.columns - end.columns - 2), in: row)
  }

  /// What is out of the ordinary, each in words.
  private var flags: [StyledText] {
    var flags: [StyledText] = []
    if state != nil, !isConnected { flags.append(.strong("✗ the lecture is gone", .wrong)) }
    if let blank = state?.blank { flags.append(.strong("the wall is \(blank)", .active)) }
    if let overlay = state?.overlay { flags.append(.active("\(overlay) is open")) }
    if state?.isAutoplaying ?? false { flags.append(.active("▶ autoplay")) }
    if let herePlace, marks.contains(where: { $0.place == herePlace }) { flags.append(.active("★")) }
    return flags
  }

  private func drawKeys(in canvas: inout Canvas, _ region: Region) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    if let notice {
      return canvas.write(StyledText(notice).fitted(to: region.columns - 2), in: region.inset(columns: 1))
    }
    canvas.write(StyledText.joined(hints, separator: "   "), in: region.inset(columns: 1))
  }

  /// The keys that matter now.
  private var hints: [StyledText] {
    func hint(_ key: String, _ does: String) -> StyledText { .strong(key) + " " + .muted(does) }
    switch cover {
    case .overview: return [hint("Enter", "go there"), hint("Tab", "next mark"), hint("Esc", "close")]
    case .help: return [hint("Esc", "close")]
    case nil: break
    }
    // Who presses a letter now would wonder where it goes.
    if state?.isTyping ?? false { return [.active("letters go to the wall, where something is typed")] }
    return DeskBinding.all.compactMap { binding in binding.hint.map { hint(binding.keys[0].name(in: glyphs), $0) } }
  }

  private func drawKnobs(of state: LectureState, in canvas: inout Canvas, _ region: Region) {
    let row = region.inset(columns: 1)
    if !state.notice.isEmpty {
      return canvas.write((.muted("wall: ") + StyledText(state.notice)).fitted(to: row.columns), in: row)
    }
    guard !state.knobs.isEmpty else { return }
    let knobs = state.knobs.map { knob in
      (knob.isChosen ? .strong("↕", .active) : "") + .muted(knob.name + " ") + .strong(knob.value, .knob)
    }
    let back: StyledText = copy?.isAtItsSettings ?? true ? "" : "   " + .strong("r") + .muted(" puts them back")
    let room = row.columns - back.columns
    var line = StyledText.joined(knobs, separator: "  ")
    // The one that is turned is seen in any case.
    if line.columns > room, let chosen = state.knobs.firstIndex(where: \.isChosen) {
      line = StyledText.joined(Array(knobs[chosen...] + knobs[..<chosen]), separator: "  ")
    }
    canvas.write(line.fitted(to: room) + back, in: row)
  }

  // MARK: The clock

  private func drawClock(in canvas: inout Canvas, _ region: Region) {
    let elapsed = Self.text(clock.elapsed(at: now))
    let row = region.inset(columns: 1)
    LargeDigits.draw(
      elapsed, at: Point(column: row.column, row: row.row), ink: .role(clock.isRunning ? .text : .muted), in: &canvas)
    // Beside the digits, or where the clock is higher than wide below them.
    let isBeside = row.rows < 2 * LargeDigits.rows
    let room = isBeside ? row.splitLeft(LargeDigits.columns(elapsed) + 3).rest : row.splitTop(LargeDigits.rows).rest
    for (offset, line) in clockLines.enumerated() where offset < room.rows {
      canvas.write(line.fitted(to: room.columns), column: room.column, row: room.row + offset)
    }
  }

  /// What stands beside the clock: whether it runs, how the talk stands, what is planned.
  private var clockLines: [StyledText] {
    guard let origin = clock.origin, let state else {
      return [.muted("the clock starts when the first screen is left"), planned ?? ""]
    }
    var lines: [StyledText] = []
    if !clock.isRunning { lines.append(.strong("Ⅱ stopped; z lets it go on", .active)) }
    guard let pace else { return lines }
    let whole = pace.whole(from: origin)
    if clock.isRunning { lines.append(.muted("of \(Int((whole / .seconds(60)).rounded())) min planned")) }
    lines.append(Self.words(pace.standing(at: state.place, from: origin, after: clock.elapsed(at: now))))
    return lines + [planned ?? ""]
  }

  private var planned: StyledText? {
    guard let entry = state?.moment.entry, let minutes = pace?.minutes(of: entry) else { return nil }
    return .muted("this scene: \(NumberText.fixed(minutes, decimals: 1)) min planned")
  }

  /// How the talk stands, in words and colour.
  static func words(_ standing: Pace.Standing) -> StyledText {
    func minutes(_ time: Duration) -> String { "\(Int((time / .seconds(60)).rounded())) min" }
    return switch standing {
    case .onTime: .strong("● on time", .correct)
    case .behind(let time): .strong("▲ \(minutes(time)) behind", .wrong)
    case .ahead(let time): .strong("▼ \(minutes(time)) ahead", .active)
    }
  }

  /// Minutes and seconds.
  static func text(_ time: Duration) -> String {
    let seconds = time.components.seconds
    return "\(seconds / 60):" + (seconds % 60 < 10 ? "0" : "") + "\(seconds % 60)"
  }

  // MARK: Words

  private func drawWords(of state: LectureState, in canvas: inout Canvas, _ region: Region) {
    var upper = StyledText(state.caption, ink: .role(.text), style: .bold).wrapped(columns: region.columns)
    upper.append("")
    if let question = state.question {
      upper += lines(of: question, columns: region.columns, typed: state.typed) + [""]
    }
    upper += StyledText(state.note).wrapped(columns: region.columns)
    let (next, then) = nextLines(columns: region.columns)
    // What comes next has four lines, and more where what is said now leaves some; the last says what comes behind it.
    let lower = next.prefix(max(4, region.rows - upper.count - 1) - then.count) + then
    let room = region.rows - lower.count
    if upper.count > room { upper = upper.prefix(room - 1) + [upper[room - 1].fitted(to: region.columns - 2) + " …"] }
    for (offset, line) in upper.enumerated() {
      canvas.write(line, column: region.column, row: region.row + offset)
    }
    for (offset, line) in lower.enumerated() {
      canvas.write(line, column: region.column, row: region.row + room + offset)
    }
  }

  /// A question with its choices, its answer, and what is often said instead.
  private func lines(of question: AskedQuestion, columns: Int, typed: String = "") -> [StyledText] {
    var lines = (.active("? ") + .strong(question.prompt)).wrapped(columns: columns)
    if !question.choices.isEmpty {
      let choices = question.choices.enumerated().map { .active("\($0 + 1) ") + StyledText($1) }
      lines += StyledText.joined(choices, separator: "   ").wrapped(columns: columns)
    }
    var answer: StyledText = .strong("✓ \(question.answer)", .correct)
    if let mistake = question.mistake { answer += .tinted("    often said: \(mistake)", .wrong) }
    if !typed.isEmpty { answer += .muted("    typed: ") + .active(typed) }
    return lines + answer.wrapped(columns: columns)
  }

  /// What comes next in this scene, and behind it, in words.
  private func nextLines(columns: Int) -> (next: [StyledText], then: [StyledText]) {
    guard let copy else { return ([], []) }
    let indent = 6
    func entry(_ name: String, _ text: StyledText) -> [StyledText] {
      text.wrapped(columns: columns - indent).enumerated().map { index, line in
        .muted(index == 0 ? name + String(repeating: " ", count: indent - name.count) : "      ") + line
      }
    }
    var lines: [StyledText] = []
    if let (_, step) = copy.following {
      if let question = step.question, !copy.visit.stop.isCovered {
        lines += entry(
          "asks", .active("? ") + StyledText(question.prompt) + .strong("  ✓ \(question.answerText)", .correct))
      }
      lines += entry("next", StyledText(step.caption.plain))
    }
    if let next = copy.followingScene {
      let title = StyledText.strong(copy.entries[next.entry].scene.card.title, .title)
      return (lines, entry("then", (copy.isPlanned ? "" : .muted("back to the plan: ")) + title))
    }
    return (lines, entry("then", .muted("the end of the lecture")))
  }

  // MARK: Figures

  private func drawFigures(in canvas: inout Canvas, _ layout: DeskLayout) {
    for (view, region) in layout.places {
      let (line, room) = region.splitTop(1)
      canvas.write(.strong(Self.name(view), .title), in: line.inset(columns: 1))
      if let frame = frames[view] {
        canvas.place(frame, at: room.origin)
      } else {
        let sentence =
          copy == nil
          ? "this program has no such scene"
          : view == .nextStep ? "this is the scene's last step" : "the lecture ends with this scene"
        canvas.write(.muted(sentence), in: room.inset(columns: 1, rows: room.rows / 2))
      }
    }
    canvas.clearTargets()
  }

  private static func name(_ view: View) -> String {
    switch view {
    case .words: ""
    case .now: "on the wall"
    case .nextStep: "next step"
    case .nextScene: "next scene"
    }
  }

  // MARK: Waiting

  private func drawWaiting(in canvas: inout Canvas, _ layout: DeskLayout) {
    let sentence =
      refusal
      ?? "No lecture of yours runs on this machine. Start one with “cnnviz” in another terminal, before or after this; "
      + "the desk finds it by itself."
    for (offset, line) in StyledText(sentence).balanced(columns: layout.header.columns - 8).enumerated() {
      canvas.write(line, column: 4, row: size.rows / 2 - 1 + offset)
    }
  }
}
