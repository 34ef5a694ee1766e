public import CellCanvas
public import Lecture

/// All that the lecture shows and says at a moment, as others are told of it: plain values, no terminal and no time.
public struct LectureState: Hashable, Sendable {
  /// A live knob, as the footer shows it.
  public struct Knob: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String
    /// Whether the arrows turn it.
    public var isChosen: Bool

    /// A knob with its value.
    public init(name: String, value: String, isChosen: Bool) {
      self.name = name
      self.value = value
      self.isChosen = isChosen
    }
  }

  /// Where the lecture is.
  public var moment: Moment
  /// The scene's title.
  public var title: String
  /// The steps of the scene that are shown, from 0, as far as its work has come: all, or those of the plan.
  public var shown: Range<Int>
  /// Where in the plan the talk is; a scene beside the plan leaves it where it was.
  public var place: TalkPlace
  /// The talk's clock.
  public var clock: TalkClock
  /// What the step says; that of the step before while a question covers it.
  public var caption: String
  /// The note of the step, or of the one that a question covers.
  public var note: String
  /// The question that stands, its answer, and what is often said instead.
  public var question: AskedQuestion?
  /// What is typed as an answer.
  public var typed: String
  /// Whether letters are text to the lecture, and no keys.
  public var isTyping: Bool
  /// What the lecture tells the person, as after a refused key.
  public var notice: String
  /// A screen without anything on it: `black` or `white`; `nil` while the lecture is seen.
  public var blank: String?
  /// What lies over the figure: `help`, `contents`, `search`, `symbols`, `end`; `nil` for nothing.
  public var overlay: String?
  /// Whether the lecture walks on by itself.
  public var isAutoplaying: Bool
  /// The knobs.
  public var knobs: [Knob]

  /// What is told of a moment; the rest is as it mostly is, and set by itself.
  public init(
    moment: Moment, title: String, shown: Range<Int>, place: TalkPlace, caption: String, note: String
  ) {
    (self.moment, self.title, self.shown, self.place, self.caption, self.note) =
      (moment, title, shown, place, caption, note)
    clock = TalkClock()
    (question, typed, isTyping, notice) = (nil, "", false, "")
    (blank, overlay, isAutoplaying, knobs) = (nil, nil, false, [])
  }

  /// The number of the step among those that are shown, from 1, as the wall counts it.
  public var stepNumber: Int { moment.step - shown.lowerBound + 1 }
}

/// A question in words.
public struct AskedQuestion: Hashable, Sendable {
  /// The question.
  public var prompt: String
  /// The choices, where there are any.
  public var choices: [String]
  /// The right answer.
  public var answer: String
  /// What is often answered instead; `nil` where that is not known.
  public var mistake: String?

  /// A question with its answer.
  public init(prompt: String, choices: [String] = [], answer: String, mistake: String? = nil) {
    (self.prompt, self.choices, self.answer, self.mistake) = (prompt, choices, answer, mistake)
  }

  /// A step's question in words.
  public init(_ question: Question) {
    let choices = if case .choice(let choices, _) = question.answer { choices } else { [String]() }
    self.init(
      prompt: question.prompt, choices: choices, answer: question.answerText, mistake: question.mistakeText)
  }
}

/// One state of the lecture: immutable, numbered in the order of the changes, with the figure on demand.
public struct Snapshot: Sendable {
  /// How many states came before.
  public let number: Int
  /// What is shown and said.
  public let state: LectureState
  private let player: Player

  fileprivate init(number: Int, state: LectureState, player: Player) {
    (self.number, self.state, self.player) = (number, state, player)
  }

  /// The figure with its words at the end of its animation, in so many cells, drawn when it is asked for.
  public func canvas(_ size: Size) -> Canvas {
    var still = player
    still.size = size
    still.follow(state.moment)
    return still.figureFrame()
  }
}

/// Makes snapshots of a player whenever something has changed that others are told of. Animations do not count: a
/// snapshot shows their end.
public struct SnapshotStream: Sendable {
  /// The state that was told last.
  public private(set) var last: LectureState?
  private var count = 0

  /// A stream that has told nothing yet.
  public init() {}

  /// The player's state as a snapshot, if it is news.
  public mutating func news(of player: Player) -> Snapshot? {
    let state = player.state
    guard state != last else { return nil }
    last = state
    count += 1
    return Snapshot(number: count, state: state, player: player)
  }
}

extension Player {
  /// All that others are told of this moment.
  public var state: LectureState {
    let asked = visit.stop.isCovered ? visit.step.question : nil
    let shown = visit.steps[visit.stop.drawnStep]
    var state = LectureState(
      moment: moment, title: card.title, shown: visit.shown, place: talkPlace, caption: shown.caption.plain,
      note: visit.step.note)
    state.clock = talk
    state.question = asked.map(AskedQuestion.init)
    state.typed = asked == nil ? "" : attempt.shown
    state.isTyping = takesText
    state.notice = notice?.sentence ?? ""
    state.blank = blank.map { $0 == .black ? "black" : "white" }
    state.overlay = overlay?.word
    state.isAutoplaying = autoplay.isOn
    state.knobs = visit.knobs.enumerated().map { index, knob in
      .init(name: knob.name, value: visit.settings.label(knob), isChosen: index == visit.knob)
    }
    return state
  }

  /// Whether letters are text at this moment: of an answer, a search, a value or a scene's number.
  private var takesText: Bool {
    guard blank == nil else { return false }
    if case .search = overlay { return true }
    if overlay != nil { return false }
    return visit.stop.isCovered && !attempt.text.isEmpty || typedNumber != nil || shownCursor?.purpose == .editing
  }
}

extension Overlay {
  /// What it is called.
  fileprivate var word: String {
    switch self {
    case .help: "help"
    case .contents: "contents"
    case .search: "search"
    case .symbols: "symbols"
    case .end: "end"
    }
  }
}
