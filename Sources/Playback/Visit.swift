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
  /// The controls that are turned in the footer.
  let knobs: [Control]
  /// Which of them the arrows turn.
  var knob = 0
  /// Where the person is.
  var stop = Stop(step: 0)
  private(set) var settings: Settings
  private(set) var scene: any Scene
  private(set) var steps: [Step]
  private(set) var job: Job?

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
  init(_ type: any Scene.Type, _ settings: Settings = Settings()) throws(SettingsError) {
    self.type = type
    self.settings = settings
    knobs = type.controls.filter(\.isTurned)
    fresh = try type.init(settings)
    scene = fresh
    steps = scene.steps
    precondition(!steps.isEmpty, "\(type.card.id) needs at least one step")
  }

  /// A first visit at standard settings, which no scene may refuse.
  init(standard type: any Scene.Type, _ own: Settings = Settings()) {
    do { try self.init(type, type.opening(own)) } catch {
      preconditionFailure("\(type.card.id) refuses its standard settings: \(error)")
    }
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
      if key != nil, scene.work?.key == key, newSettings.picture == settings.picture,
        newSettings.trained == settings.trained
      {
        for result in delivered { scene.receive(result) }
      } else {
        (delivered, isFinished, job) = ([], false, nil)
      }
    }
    settings = newSettings
    takeSteps()
  }

  /// Reads the steps anew and keeps the place: the last step stays the last.
  private mutating func takeSteps() {
    let wasLast = stop.step == steps.count - 1
    steps = scene.steps
    precondition(!steps.isEmpty, "\(type.card.id) needs at least one step")
    stop.step = wasLast ? steps.count - 1 : min(stop.step, steps.count - 1)
    if stop.isCovered, stop.step == 0 || step.question == nil { stop.isCovered = false }
  }

  // MARK: Background work

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
    let wasLast = stop.step == steps.count - 1
    if let result = report.result {
      scene.receive(result)
      delivered.append(result)
      let place = stop
      takeSteps()
      // Results may add steps behind the person's place, which does not move on by itself.
      if wasLast, place.step < steps.count { stop = place }
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
