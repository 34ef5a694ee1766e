public import CellCanvas
import Lecture

/// A place in the lecture with the settings that it is seen at: enough to draw the figure anywhere, since scenes are pure.
public struct Moment: Hashable, Sendable {
  /// The scene's id.
  public var scene: String
  /// The step, from 0.
  public var step: Int
  /// Whether the step is still covered by its question; what is drawn then is the end of the step before.
  public var isCovered: Bool
  /// What makes the scene's settings from the standard ones, as `stride=2`.
  public var assignments: [String]
  /// What the cursor points at.
  public var pointer: Target?

  /// A moment; by default at the standard settings.
  public init(
    scene: String, step: Int, isCovered: Bool = false, assignments: [String] = [], pointer: Target? = nil
  ) {
    self.scene = scene
    self.step = step
    self.isCovered = isCovered
    self.assignments = assignments
    self.pointer = pointer
  }

  /// The same place at whatever settings.
  public var place: Moment { Moment(scene: scene, step: step) }
}

extension Player {
  /// The moment on the screen.
  public var moment: Moment {
    Moment(
      scene: card.id, step: visit.stop.step, isCovered: visit.stop.isCovered,
      assignments: visit.settings.assignments(of: visit.type.controls), pointer: playhead.pointer)
  }

  /// Shows a moment of another player of the same lecture, at rest and with nothing over it. A scene that is not in this
  /// lecture, or settings that it refuses, leave what is there.
  public mutating func follow(_ moment: Moment) {
    guard let scene = entries.firstIndex(where: { $0.scene.card.id == moment.scene }) else { return }
    var settings = own
    for assignment in moment.assignments {
      let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let control = entries[scene].scene.controls.first(where: { $0.name == parts[0] }) else {
        continue
      }
      try? settings.set(control, from: parts[1])
    }
    enter(scene)
    (overlay, blank, notice, hovered, cursor) = (nil, nil, nil, nil, nil)
    try? visit.change(to: settings)
    let step = min(max(moment.step, 0), visit.steps.count - 1)
    visit.stop = Stop(step: step, isCovered: moment.isCovered && step > 0 && visit.steps[step].question != nil)
    visit.askForWork(&workCount)
    if let target = moment.pointer { cursor = Cursor(purpose: .pointing, target: target) }
    arrive(animated: false)
  }

  /// The moment that comes after the one that is seen, with its question if it has one, uncovered; `nil` at the end of a
  /// scene.
  var following: (moment: Moment, step: Step)? {
    let next = visit.stop.isCovered ? visit.stop.step : visit.stop.step + 1
    guard visit.steps.indices.contains(next) else { return nil }
    var moment = moment
    (moment.step, moment.isCovered, moment.pointer) = (next, false, nil)
    return (moment, visit.steps[next])
  }

  /// The first moment of the scene after this one; `nil` in the last.
  var followingScene: Moment? {
    let next = sceneIndex + 1
    return next < plan.entries.count ? Moment(scene: entries[next].scene.card.id, step: 0) : nil
  }
}

extension Player {
  /// The ids of the scenes of the plan, in order.
  public var sceneIDs: [String] { plan.entries.map { $0.scene.card.id } }

  /// The scene of this name, if it is one of the lecture.
  func scene(_ id: String) -> (any Scene.Type)? { entries.first { $0.scene.card.id == id }?.scene }

  /// Whether a moment is of a scene that stands before the first part of the lecture, as its title does.
  public func isOpening(_ moment: Moment) -> Bool {
    scene(moment.scene)?.card.part == .opening
  }
}
