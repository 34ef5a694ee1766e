public import CellCanvas
public import ConvolutionEngine
public import Lecture

/// How the lecture is to be played.
public struct PlayerOptions: Hashable, Sendable {
  /// The scene to begin with, from 0.
  public var scene = 0
  /// The step of it to begin with, from 0.
  public var step = 0
  /// The name of the theme; what is no theme's name is the first one's.
  public var theme: String
  /// Whether questions cover the steps that answer them.
  public var predicts = true
  /// Whether steps are shown complete at once, without animation.
  public var reducedMotion = false
  /// The window's size.
  public var size = Size(columns: 80, rows: 24)
  /// The glyphs of the screen.
  public var glyphs = GlyphSet.unicode
  /// How fine pictures and large maps are drawn, where the glyphs have it.
  public var blocks = PictureBlocks.half
  /// Whether the notes of the steps are shown.
  public var showsNotes = false
  /// The viewer's own picture, for every scene that shows one.
  public var picture: Picture?
  /// A network with the viewer's own weights, for the scene that runs it.
  public var trained: TrainedNetwork?
  /// The digit network with the viewer's own weights, for the scenes that run it.
  public var digits: TrainedDigits?
  /// Digits in people's hands, for the scene that has them traced.
  public var handwriting: Handwriting?
  /// The network that is walked through, where the scene is such a walk.
  public var network: Network?

  /// The lecture from its beginning.
  public init(theme: String = "dark") { self.theme = theme }

  /// What the viewer brought along, with all knobs at their standard values.
  var own: Settings {
    Settings(picture: picture, trained: trained, digits: digits, handwriting: handwriting, network: network)
  }
}

/// Plays the lecture: keys and time go in, frames and requests come out.
///
/// The player never reads a clock, draws to a terminal or starts a thread. Times are given to it, counted from any
/// moment, and ``nextTick`` says when something will move by itself; at rest nothing does.
public struct Player: Sendable {
  /// What is played.
  public let plan: LecturePlan
  /// All that can be on the screen: the plan's scenes, and behind them what the lecture has beside.
  public let entries: [LecturePlan.Entry]
  let keymap: Keymap

  /// The window's size.
  public internal(set) var size: Size
  /// What meanings look like.
  public internal(set) var theme: Theme
  /// The glyphs of the screen, which decide how keys are called.
  public var glyphs: GlyphSet
  /// How fine pictures and large maps are drawn, where the glyphs have it.
  public var blocks: PictureBlocks
  /// Whether the notes of the steps are shown.
  public internal(set) var showsNotes: Bool
  /// Whether the person wants the mouse to be reported.
  public internal(set) var isMouseOn = false
  /// The scene on the screen, its place in ``entries``.
  public internal(set) var sceneIndex: Int
  /// The scene of the plan that is on the screen, or that one went out of the plan from.
  var plannedIndex: Int
  /// How long the talk has taken.
  public internal(set) var talk = TalkClock()
  /// How much of that went to each scene of the plan.
  public internal(set) var log = TalkLog()
  /// Where the player began; leaving it begins the talk.
  var beginning: Beginning

  var predicts: Bool
  let reducedMotion: Bool
  /// What the viewer brought along, with all knobs at their standard values.
  let own: Settings

  /// The scene on the screen as the person has it, and those that were left.
  var visit: Visit
  var left: [Int: Visit] = [:]
  /// The jumps that were not come back from, the last one last.
  var jumps: [Jump] = []
  var workCount = 0

  /// The moment of the last event or tick.
  var clock: Duration = .zero
  var progress = 0.0
  var motion = Motion.still
  var press: Press?
  var previousKey: Key?

  var notice: Notice?
  /// The number of the scene to go to, as far as it is typed; `nil` when none is.
  var typedNumber: String?
  var overlay: Overlay?
  var blank: Blank?
  var autoplay = Autoplay()

  var attempt = Attempt()
  /// What is typed behind a question that has closed.
  var late: LateTyping?
  var score = Score()

  /// What points or edits; while a question stands it waits, and comes back with the answer.
  var cursor: Cursor?
  /// What the mouse is over while no cursor is shown.
  var hovered: Target?
  /// The grid whose elements turn a knob while the mouse is dragged over them, from pressing to releasing the button.
  var dragged: String?
  /// The line that the mouse is drawing, from pressing to releasing the button.
  var stroke: Stroke?
  /// Whether the person was told what quitting would lose.
  var mayQuit = false
  /// Settings that were refused when the knob was turned last; turning on goes on from there.
  var refused: Settings?
  var searchIndex: [SearchEntry] = []
  /// What all scenes tell as they begin, for the search.
  var standardTales: [Visit.Tale] = []

  /// A player at its beginning.
  ///
  /// - Parameters:
  ///   - scenes: what is played, at least one.
  ///   - options: how.
  public init(scenes: [any Scene.Type] = catalogue, options: PlayerOptions = PlayerOptions()) {
    self.init(plan: LecturePlan(scenes: scenes), options: options)
  }

  /// A player at the beginning of a plan, whose knobs go together with what the viewer brought along.
  public init(plan: LecturePlan, options: PlayerOptions = PlayerOptions()) {
    self.plan = plan
    entries = plan.entries + plan.others
    keymap = .standard
    size = options.size
    glyphs = options.glyphs
    blocks = options.blocks
    showsNotes = options.showsNotes
    theme = Theme.named(options.theme) ?? Theme.all[0]
    predicts = options.predicts
    reducedMotion = options.reducedMotion
    own = options.own
    sceneIndex = min(max(options.scene, 0), entries.count - 1)
    plannedIndex = sceneIndex < plan.entries.count ? sceneIndex : 0
    visit = Visit(entries[sceneIndex], own)
    visit.stop.step = visit.held(options.step)
    beginning = Beginning(scene: sceneIndex, stop: visit.stop)
    visit.askForWork(&workCount)
    arrive(animated: true)
    tellOfOwnFiles(wasChosen: true)
  }

  /// Begins with a scene's settings other than its own.
  ///
  /// - Parameter step: the step, from 0; what lies outside is held to the nearer end.
  /// - Throws: `SettingsError` when the scene refuses the settings.
  public mutating func begin(with settings: Settings, at step: Int) throws(SettingsError) {
    try visit.change(to: settings)
    visit.stop = Stop(step: visit.held(step))
    beginning = Beginning(scene: sceneIndex, stop: visit.stop)
    visit.askForWork(&workCount)
    arrive(animated: true)
  }

  // MARK: What is on the screen

  /// The card of the scene on the screen.
  public var card: SceneCard { entries[sceneIndex].scene.card }
  /// The step whose figure is on the screen, from 0.
  public var stepIndex: Int { visit.stop.drawnStep }
  /// The steps of the scene that are shown, from 0: all, or those of the plan.
  public var shownSteps: Range<Int> { visit.shown }
  /// How many steps the scene has, as far as its work has come.
  public var stepCount: Int { visit.steps.count }
  /// The step whose figure is on the screen.
  public var step: Step { visit.steps[stepIndex] }
  /// The moment of the last event or tick.
  public var now: Duration { clock }
  /// The scene's settings.
  public var settings: Settings { visit.settings }
  /// How many predictions were right, in a sentence; `nil` without any prediction.
  public var scoreText: String? { score.text }

  /// The moment that the scene draws.
  var playhead: Playhead {
    Playhead(step: visit.stop.drawnStep, progress: visit.stop.isCovered ? 1 : progress, pointer: pointer)
  }

  /// What the figure is read from; nothing while a question stands, for which that might be the answer, nor while values
  /// are edited, whose effect is to be seen.
  private var pointer: Target? {
    guard !visit.stop.isCovered else { return nil }
    guard let cursor else { return hovered }
    return cursor.purpose == .pointing ? cursor.target : nil
  }

  /// The cursor on the screen.
  var shownCursor: Cursor? { visit.stop.isCovered ? nil : cursor }

  // MARK: Showing a moment

  /// Shows one moment of a scene, uncovered and at rest.
  ///
  /// - Parameters:
  ///   - scene: the scene, its place in ``entries``.
  ///   - step: the step, from 0; what lies outside is held to the nearer end.
  ///   - progress: how far the step's animation is, 0...1.
  ///   - settings: the scene's settings; `nil` keeps those it has.
  /// - Throws: `SettingsError` when the scene refuses the settings.
  public mutating func show(scene: Int, step: Int, progress: Double = 1, settings: Settings? = nil)
    throws(SettingsError)
  {
    precondition(entries.indices.contains(scene), "there is no scene \(scene)")
    enter(scene)
    (overlay, blank, cursor, hovered, notice) = (nil, nil, nil, nil, nil)
    if let settings { try visit.change(to: settings) }
    visit.stop = Stop(step: visit.held(step))
    visit.askForWork(&workCount)
    arrive(animated: false)
    self.progress = min(max(progress, 0), 1)
  }

  /// What a key is called on the screen.
  func name(of key: Key) -> String { key.name(in: glyphs) }

  /// Tells the person something until the next key.
  public mutating func announce(_ message: String) { notice = Notice(.muted, message) }

  // MARK: Background work

  /// The work that the scene on the screen waits for; `nil` when there is none.
  ///
  /// Whoever runs the player starts it on a thread under its name and hands each delivery back as ``Event/work(_:_:)``,
  /// at last a finished one. When the name changes or vanishes, nobody wants the rest.
  public var wantedWork: (id: WorkID, work: BackgroundWork)? { visit.job.map { ($0.id, $0.work) } }

  // MARK: Events

  /// Takes in what happened, at a time, and answers what must be done outside.
  public mutating func handle(_ event: Event, at now: Duration) -> [Request] {
    tick(to: now)
    defer { keepTime() }
    switch event {
    case .key(let key): return press(key)
    case .mouse(let event): handle(event)
    case .resize(let newSize):
      size = newSize
      stroke = nil
      holdPointers()
    case .work(let id, let report):
      visit.receive(report, from: id)
      holdPointers()
      playOn()
    case .goTo(let entry, let scene, let step): goTo(entry, scene, step)
    case .clock(let talk): set(talk)
    }
    return []
  }

  private mutating func press(_ typed: Key) -> [Request] {
    // The true signs mean the same as those of a keyboard.
    let key: Key = typed == "−" ? "-" : typed == "×" ? "x" : typed
    guard let command = keymap.command(for: key, after: previousKey, in: contexts) else {
      // The first of two keys that belong together must be remembered; others are unknown and do nothing.
      previousKey = key
      return []
    }
    previousKey = command == .startNumber ? key : nil
    notice = nil
    return perform(command, key)
  }

  /// The contexts that hold, innermost first.
  var contexts: [Context] {
    switch overlay {
    case .help: return [.help]
    case .contents: return [.contents]
    case .search: return [.search]
    case .symbols: return [.symbols]
    case .end: return [.end]
    case nil: break
    }
    var contexts: [Context] = []
    if let typedNumber { contexts.append(typedNumber.isEmpty ? .go : .number) }
    if let late = late?.context(at: clock) { contexts.append(late) }
    switch shownCursor?.purpose {
    case .editing: return contexts + [.editing, .lecture]
    case .drawing: return contexts + [.drawing, .lecture]
    case .pointing: contexts += pointedLink == nil ? [.pointing] : [.link, .pointing]
    case nil: break
    }
    if visit.stop.isCovered {
      if !attempt.text.isEmpty { contexts.append(.answer) }
      contexts.append(.question)
    }
    return contexts + [.lecture]
  }

  private mutating func perform(_ command: Command, _ key: Key) -> [Request] {
    if command == .quit { return quit(key) }
    mayQuit = false
    if command == .redraw { return [.redraw] }
    if blank != nil, command != .black, command != .white {
      blank = nil
      return []
    }
    if overlay != nil, perform(command, key, inOverlay: ()) { return [] }
    if command != .turnKnob { refused = nil }
    if ![.startNumber, .typeNumber, .eraseNumber, .goToNumber].contains(command), typedNumber != nil {
      typedNumber = nil
      if command == .close {
        if case .character = key, let context = late?.context(at: clock), context != .recent { typeLate(key) }
        return []
      }
    }
    switch command {
    case .next: goForward()
    case .previous: if !isOneTooMany(key) { goBack() }
    case .nextScene: step(scenes: 1)
    case .previousScene: step(scenes: -1)
    case .firstStep: jump(to: Stop(step: visit.shown.lowerBound))
    case .lastStep: jump(to: Stop(step: visit.shown.upperBound - 1))
    case .startNumber: startNumber(key)
    case .typeNumber, .eraseNumber: typeNumber(key)
    case .goToNumber: goToNumber()
    case .firstScene: jump(toScene: 0)
    case .lastScene: jump(toScene: plan.entries.count - 1)
    case .contents: open(.contents(ContentsList(current: sceneIndex)))
    case .search: openSearch()
    case .help: open(.help(page: 0))
    case .symbols: open(.symbols(SymbolsList()))
    case .follow: followLink()
    case .comeBack: comeBack()
    case .close: cursor = nil
    case .chooseKnob: chooseKnob(key == .backtab ? -1 : 1)
    case .turnKnob: turnKnob(by: key == .up ? 1 : -1)
    case .reset: reset()
    case .edit: beginEditing()
    case .point: beginPointing()
    case .move: moveCursor(key)
    case .changeGrid: changeGrid(key == .backtab ? -1 : 1)
    case .typeValue, .eraseValue: typeValue(key)
    case .acceptValue: acceptValue()
    case .lowerPen: lowerPen()
    case .changePen: changePen()
    case .open: openPointed()
    case .typeAnswer, .eraseAnswer: typeAnswer(key)
    case .submitAnswer: submitAnswer()
    case .clearAnswer: attempt.clear()
    case .typeLate: typeLate(key)
    case .predict: togglePrediction()
    case .autoplay: toggleAutoplay()
    case .slower: changeSpeed(by: -1)
    case .faster: changeSpeed(by: 1)
    case .black: show(.black)
    case .white: show(.white)
    case .replay: arrive(animated: true)
    case .theme: nextTheme()
    case .notes: toggleNotes()
    case .mouse:
      isMouseOn.toggle()
      hovered = nil
      announce(isMouseOn ? "mouse on: point at the figure, click a knob, turn the wheel" : "mouse off")
      return [.mouse(isMouseOn)]
    case .save: return [.saveFrame]
    case .quit: return quit(key)
    case .redraw: return [.redraw]
    case .select, .selectPage, .selectEnd, .selectNumber, .selectLetter, .choose, .typeQuery, .eraseQuery: break
    }
    return []
  }

  private mutating func nextTheme() {
    let index = Theme.all.firstIndex { $0.name == theme.name } ?? -1
    theme = Theme.all[(index + 1) % Theme.all.count]
    announce("theme \(theme.name)")
  }
}
