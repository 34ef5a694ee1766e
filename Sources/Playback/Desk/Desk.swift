public import CellCanvas
public import Lecture

/// The lecturer's desk: follows a lecture that is shown elsewhere, and shows what only the lecturer is to see.
///
/// It has a player of its own, which draws what is on the wall and what comes next: settings and a moment are enough.
public struct Desk: Performance {
  /// What of the lecture's figures is seen where there is no room for them beside the words.
  enum View: CaseIterable, Hashable {
    case words, now, nextStep, nextScene
  }

  /// What lies over the desk.
  enum Cover: Hashable {
    case help
    case overview(selected: Int)
  }

  /// A place that the lecturer wants to come back to.
  struct Mark: Hashable {
    let place: Moment
    let title: String
  }

  /// What meanings look like.
  public private(set) var theme: Theme
  /// The glyphs of the screen.
  public var glyphs = GlyphSet.unicode
  /// How fine pictures and large maps are drawn, where the glyphs have it.
  public var blocks = PictureBlocks.half {
    didSet { if blocks != oldValue { drawFrames() } }
  }
  /// The mouse is left to the terminal.
  public let isMouseOn = false

  var size = Size(columns: 80, rows: 24)
  /// The moment of the last event or tick.
  var now: Duration = .zero
  /// The time of day, as it is shown.
  var timeOfDay: String

  /// The lecture that is followed, or was last.
  var lecture: LectureFacts?
  /// Whether it is there.
  var isConnected = false
  /// Why it is not followed, in a sentence.
  var refusal: String?
  var state: LectureState?
  var clock = TalkClock()
  var pace: Pace?
  /// Shows what the lecture shows.
  var copy: Player?
  /// Shows the scene after it.
  private var ahead: Player?
  /// The figures as they are drawn now.
  var frames: [View: Canvas] = [:]

  var view = View.words
  var cover: Cover?
  var marks: [Mark] = []
  var notice: String?
  private var messages: [DeskMessage] = []

  private let options: @Sendable (LectureFacts) -> PlayerOptions
  private let readClock: @Sendable () -> String

  /// A desk without a lecture yet.
  ///
  /// - Parameters:
  ///   - theme: the name of the theme; what is no theme's name is the first one's.
  ///   - readClock: tells the time of day, in hours and minutes.
  ///   - options: how a lecture is to be played again here: with the files that the viewer brought along.
  public init(
    theme: String, readClock: @escaping @Sendable () -> String,
    options: @escaping @Sendable (LectureFacts) -> PlayerOptions
  ) {
    self.theme = Theme.named(theme) ?? Theme.all[0]
    self.readClock = readClock
    self.options = options
    timeOfDay = readClock()
  }

  // MARK: Time

  /// The next full second of the clock.
  public var nextTick: Duration? { .seconds(now.components.seconds + 1) }

  /// Lets time pass.
  public mutating func tick(to now: Duration) {
    self.now = max(self.now, now)
    timeOfDay = readClock()
  }

  /// Tells the person something until the next key.
  public mutating func announce(_ message: String) { notice = message }

  // MARK: Work

  private static let planning = WorkID(number: -1)

  /// To plan the minutes of all entries, from their steps where nobody has, and then what the scene on the wall waits for.
  public var wantedWork: (id: WorkID, work: BackgroundWork)? {
    guard let copy else { return nil }
    guard pace == nil else { return copy.wantedWork }
    let (entries, own) = (copy.plan.entries, copy.own)
    let work = BackgroundWork(label: "plan") { deliver in
      let minutes = entries.map { (try? $0.plannedMinutes(own)) ?? 0 }
      _ = deliver(1, minutes)
    }
    return (Self.planning, work)
  }

  private mutating func take(_ report: WorkReport, from id: WorkID) {
    guard id == Self.planning else {
      _ = copy?.handle(.work(id, report), at: now)
      // Steps that were not there before may be the ones that the lecture is at.
      follow()
      return drawFrames()
    }
    guard let minutes = report.result as? [Double] else { return }
    pace = Pace(minutes: minutes)
  }

  // MARK: Events

  /// Takes in what happened at the desk.
  public mutating func handle(_ event: Event, at now: Duration) -> [Request] {
    tick(to: now)
    switch event {
    case .key(let key): return press(key)
    case .resize(let newSize):
      size = newSize
      drawFrames()
    case .work(let id, let report): take(report, from: id)
    case .mouse, .goTo, .clock: break
    }
    return []
  }

  /// Takes in what the lecture says.
  public mutating func hear(_ message: LectureMessage, at now: Duration) {
    tick(to: now)
    switch message {
    case .refusal(let sentence): refusal = sentence
    case .facts(let facts): meet(facts)
    case .state(_, let state):
      self.state = state
      // A lecture that was started anew goes on with the time of the talk.
      if !state.clock.hasBegun, clock.hasBegun {
        messages.append(.clock(clock))
      } else {
        clock = state.clock
      }
      follow()
      drawFrames()
    }
  }

  /// Brings the copy to where the lecture is.
  private mutating func follow() {
    if let state { copy?.follow(state.moment, planned: state.place.entry) }
  }

  private mutating func meet(_ facts: LectureFacts) {
    (isConnected, refusal) = (true, nil)
    let isSame = lecture.map { $0.plan == facts.plan && $0.ownFiles == facts.ownFiles } ?? false
    lecture = facts
    guard !isSame else { return }
    var options = options(facts)
    options.reducedMotion = true
    let old = copy?.entries ?? []
    copy = (try? LecturePlan(facts.plan, own: options.own)).map { Player(plan: $0, options: options) }
    (ahead, pace) = (copy, nil)
    moveOver(from: old)
  }

  /// Finds the marks and the clock's beginning in another plan, by their scenes.
  private mutating func moveOver(from old: [LecturePlan.Entry]) {
    func entry(_ place: Int, _ scene: String) -> Int? { copy?.entry(place, called: scene) }
    marks = marks.compactMap { mark in
      entry(mark.place.entry, mark.place.scene).map { place in
        Mark(place: Moment(entry: place, scene: mark.place.scene, step: mark.place.step), title: mark.title)
      }
    }
    guard let origin = clock.origin, old.indices.contains(origin.entry) else { return }
    clock.origin?.entry = entry(origin.entry, old[origin.entry].scene.card.id) ?? 0
  }

  /// The lecture is gone.
  public mutating func lose(at now: Duration) {
    tick(to: now)
    isConnected = false
    messages = []
  }

  /// What is to be said to the lecture, in order; it is forgotten here.
  public mutating func takeMessages() -> [DeskMessage] {
    defer { messages = [] }
    return messages
  }

  // MARK: Keys

  private mutating func press(_ key: Key) -> [Request] {
    notice = nil
    let binding = DeskBinding.all.first { $0.keys.contains(key) }
    if cover != nil { return pressOnCover(key, binding?.command) }
    // What is being typed on the wall goes there, whatever else its letters mean here.
    if let binding, !(state?.isTyping ?? false) || !key.typesSomething { return perform(binding.command) }
    if isConnected { messages.append(.key(key)) } else { announce("no lecture runs that could take a key") }
    return []
  }

  private mutating func perform(_ command: DeskBinding.Command) -> [Request] {
    switch command {
    case .view:
      view = View.allCases[((View.allCases.firstIndex(of: view) ?? 0) + 1) % View.allCases.count]
      drawFrames()
    case .overview:
      cover = .overview(
        selected: overview.lastIndex { $0.place == herePlace || !$0.isMark && $0.place.entry == herePlace?.entry } ?? 0)
    case .help: cover = .help
    case .mark: toggleMark()
    case .pause: pauseOrGoOn()
    case .zero: setClock(TalkClock(isRunning: true, origin: state?.place, at: now), "the clock begins anew, here")
    case .theme:
      let index = Theme.all.firstIndex { $0.name == theme.name } ?? -1
      theme = Theme.all[(index + 1) % Theme.all.count]
    case .leave: return [.quit]
    case .redraw: return [.redraw]
    }
    return []
  }

  private mutating func pauseOrGoOn() {
    guard let place = state?.place else { return announce("the clock waits for a lecture") }
    var clock = clock
    if clock.isRunning { clock.pause(at: now) } else { clock.start(from: place, at: now) }
    setClock(clock, clock.isRunning ? "the clock goes on" : "the clock stands still")
  }

  private mutating func setClock(_ clock: TalkClock, _ sentence: String) {
    self.clock = clock
    messages.append(.clock(clock))
    announce(sentence)
  }

  // MARK: Places

  /// The place on the wall; a step under its question counts as that step.
  var herePlace: Moment? { state?.moment.place }

  private mutating func toggleMark() {
    guard let state else { return }
    let place = state.moment.place
    if marks.contains(where: { $0.place == place }) {
      marks.removeAll { $0.place == place }
      announce("the mark is taken away")
    } else {
      marks.append(Mark(place: place, title: state.caption))
      announce("marked; \(DeskBinding.name(of: .overview)) leads back here")
    }
  }

  /// Asks the lecture to go to a place.
  mutating func go(to place: Moment, step: Int?) {
    cover = nil
    guard isConnected else { return announce("no lecture runs that could go there") }
    messages.append(.goTo(entry: place.entry, scene: place.scene, step: step))
  }

  // MARK: Figures

  /// Draws the figures that the layout has room for, at rest.
  private mutating func drawFrames() {
    frames = [:]
    guard let copy else { return }
    for (view, size) in layout.figures { frames[view] = figure(view, size, of: copy) }
  }

  private mutating func figure(_ view: View, _ size: Size, of copy: Player) -> Canvas? {
    var player: Player
    switch view {
    case .words: return nil
    case .now: player = copy
    case .nextStep:
      guard let next = copy.following else { return nil }
      player = copy
      player.follow(next.moment)
    case .nextScene:
      guard let next = copy.followingScene, ahead != nil else { return nil }
      // Kept, so that a scene is made once.
      if ahead?.moment != next { ahead?.follow(next) }
      guard let ahead else { return nil }
      player = ahead
    }
    player.size = Size(columns: size.columns, rows: size.rows + Self.barRows(size.rows))
    player.glyphs = glyphs
    player.blocks = blocks
    return player.figureFrame()
  }

  /// The rows of a lecture's screen that are no part of its figure and its words.
  private static func barRows(_ rows: Int) -> Int {
    let whole = Size(columns: 80, rows: rows + 3)
    let layout = StageLayout(whole)
    return whole.rows - (layout.caption.endRow - layout.figure.row)
  }
}

extension Key {
  /// Whether it types a sign.
  var typesSomething: Bool { if case .character = self { true } else { false } }
}
