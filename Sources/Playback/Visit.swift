import CellCanvas
import Lecture

/// A scene as the person left it: its settings, its place, and the work that it waits for.
struct Visit: Sendable {
  /// Work that was asked for and is not finished.
  struct Job: Sendable {
    let id: WorkID
    let work: BackgroundWork
    var fraction = 0.0
  }

  let type: any Scene.Type
  /// The steps of the plan, as they are numbered at its settings; `nil` for all.
  private let planned: StepRange?
  /// The controls that are turned in the footer.
  let knobs: [Control]
  /// Which of them the arrows turn.
  var knob = 0
  /// Whether the person was told what the scene does with files of theirs.
  var isTold = false
  /// Where the person is.
  var stop = Stop(step: 0)
  /// The settings with the drawing that was cleared last, to be put back.
  var cleared: Settings?
  private(set) var settings: Settings
  private(set) var scene: any Scene
  private(set) var steps: [Step]
  /// The steps that are shown: all, or those of the plan.
  private(set) var shown: Range<Int>
  private(set) var job: Job?
  /// The names of the steps' moments.
  private var names: [String?]
  /// The same at the plan's settings.
  private let plannedNames: [String?]
  /// Where the person was before knobs moved them, as long as nothing else does.
  private var origin: Origin?

  /// The scene without any result of its work, to start over when the work was given up half-way.
  private var fresh: any Scene
  /// What the work has delivered to the scene.
  private var delivered: [any Sendable] = []
  /// Scenes whose work is done, most recent last.
  private var finished: [(settings: Settings, scene: any Scene, delivered: [any Sendable])] = []
  private var isFinished = false

  /// A first visit.
  ///
  /// - Throws: `SettingsError` when the scene refuses the settings.
  init(
    _ type: any Scene.Type, _ settings: Settings = Settings(), steps range: StepRange? = nil
  ) throws(SettingsError) {
    self.type = type
    planned = range
    self.settings = settings
    knobs = type.controls.filter(\.isTurned)
    fresh = try type.init(settings)
    scene = fresh
    steps = scene.steps
    names = Self.names(of: scene, steps.count)
    plannedNames = names
    precondition(!steps.isEmpty, "\(type.card.id) needs at least one step")
    shown = range?.indices(of: steps.count) ?? steps.indices
    stop = Stop(step: shown.lowerBound)
  }

  /// A first visit at the settings of a plan, which were tried when it was read.
  init(_ entry: LecturePlan.Entry, _ own: Settings = Settings()) {
    do { try self.init(entry.scene, entry.settings(own), steps: entry.steps) } catch {
      preconditionFailure("\(entry.scene.card.id) refuses the settings that it begins with: \(error)")
    }
  }

  /// What a scene tells, and which part of it is shown.
  struct Tale: Sendable {
    let steps: [Step]
    let shown: Range<Int>
  }

  /// What the scene tells as it is now.
  var tale: Tale { Tale(steps: steps, shown: shown) }

  /// The step nearest to `step` that is shown.
  func held(_ step: Int) -> Int { min(max(step, shown.lowerBound), shown.upperBound - 1) }

  /// The formula that is seen at a moment.
  func formula(at playhead: Playhead) -> [StyledText] {
    scene.formulaInMotion(at: playhead) ?? steps[playhead.step].formula
  }

  /// The step that the person sees the end of, or its text while it is covered by a question.
  var step: Step { steps[stop.step] }

  // MARK: Settings

  /// Makes the scene anew; the place is kept as far as the new steps allow.
  ///
  /// - Throws: `SettingsError` when the scene refuses the settings; then everything stays as it was.
  mutating func change(to newSettings: Settings) throws(SettingsError) {
    guard newSettings != settings else { return }
    if let done = finished.last(where: { $0.settings == newSettings }) {
      (scene, delivered, isFinished, job) = (done.scene, done.delivered, true, nil)
    } else {
      let key = scene.work?.key
      fresh = try type.init(newSettings)
      scene = fresh
      if key != nil, scene.work?.key == key, newSettings.hasOwnFiles(of: settings) {
        for result in delivered { scene.receive(result) }
      } else {
        (delivered, isFinished, job) = ([], false, nil)
      }
    }
    settings = newSettings
    takeSteps()
  }

  /// A place, and the story that it was a place of.
  private struct Origin {
    let stop: Stop
    let names: [String?]
    /// Where it is in the story as it is now.
    var now: Stop
  }

  private static func names(of scene: any Scene, _ count: Int) -> [String?] {
    (0..<count).map { scene.momentName(of: $0) }
  }

  /// Reads the steps anew and stays at the same moment. Whoever turns a knob to and fro is back where they were.
  private mutating func takeSteps() {
    let origin = origin.flatMap { $0.now == stop ? $0 : nil } ?? Origin(stop: stop, names: names, now: stop)
    steps = scene.steps
    names = Self.names(of: scene, steps.count)
    precondition(!steps.isEmpty, "\(type.card.id) needs at least one step")
    shown = plannedSteps
    stop = place(of: origin)
    if !shown.contains(stop.step) { stop = Stop(step: held(stop.step)) }
    if stop.step == shown.lowerBound { stop.isCovered = false }
    self.origin = origin
    self.origin?.now = stop
  }

  /// The moments of the plan in the story as it is now.
  private var plannedSteps: Range<Int> {
    guard let planned else { return steps.indices }
    func now(_ step: Int) -> Int {
      let stop = Stop(step: min(step, plannedNames.count - 1))
      return place(of: Origin(stop: stop, names: plannedNames, now: stop)).step
    }
    let first = now(planned.first)
    return first..<max(first, planned.last.map(now) ?? steps.count - 1) + 1
  }

  /// Where in the story as it is now a place of another one is, or the nearest to it.
  private func place(of origin: Origin) -> Stop {
    let (step, old) = (origin.stop.step, origin.names)
    guard let name = old[step] else {
      // By numbers alone: the last step stays the last.
      return stop(at: step == old.count - 1 ? steps.count - 1 : min(step, steps.count - 1), origin.stop.isCovered)
    }
    let number = old[..<step].count { $0 == name }
    let same = names.indices.filter { names[$0] == name }
    if let place = same.dropFirst(number).first { return stop(at: place, origin.stop.isCovered) }
    if let last = same.last { return Stop(step: last) }
    // The moment is not told now: the one told before it that is, or else the next after it.
    for before in old[..<step].indices.reversed() {
      if let place = names.lastIndex(of: old[before]) { return Stop(step: place) }
    }
    for after in old[step...].indices.dropFirst() {
      if let place = names.firstIndex(of: old[after]) { return Stop(step: place) }
    }
    return Stop(step: min(step, steps.count - 1))
  }

  /// A stop that reveals nothing: where a covered step has no question any more, the step before it is shown.
  private func stop(at step: Int, _ isCovered: Bool) -> Stop {
    guard isCovered, step > 0 else { return Stop(step: step) }
    return steps[step].question == nil ? Stop(step: step - 1) : Stop(step: step, isCovered: true)
  }

  // MARK: Background work

  /// Whether results are still to come.
  var isAtWork: Bool { !isFinished && scene.work != nil }

  /// Asks for the scene's work, if it has some that is neither done nor under way.
  mutating func askForWork(_ nextID: inout Int) {
    guard job == nil, !isFinished else { return }
    guard let work = scene.work else { return }
    nextID += 1
    job = Job(id: WorkID(number: nextID), work: work)
  }

  /// Gives up work that is under way, with what it has delivered so far: run anew, it delivers from the beginning.
  mutating func giveUpWork() {
    guard job != nil else { return }
    job = nil
    scene = fresh
    delivered = []
    takeSteps()
  }

  /// Takes a report over; one of a run that was given up is dropped.
  mutating func receive(_ report: WorkReport, from id: WorkID) {
    guard job?.id == id else { return }
    job?.fraction = min(max(report.fraction, 0), 1)
    if let result = report.result {
      scene.receive(result)
      delivered.append(result)
      if type.stepsTellResults {
        let place = stop
        takeSteps()
        // Results may add steps behind the person's place, which does not move on by itself.
        if names[min(place.step, names.count - 1)] == nil, place.step < steps.count { stop = place }
      }
    }
    if report.isFinished {
      job = nil
      isFinished = true
      finished.removeAll { $0.settings == settings }
      finished.append((settings, scene, delivered))
      if finished.count > 4 { finished.removeFirst() }
    }
  }
}
