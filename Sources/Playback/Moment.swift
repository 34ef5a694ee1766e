public import CellCanvas
import Lecture

/// A place in the lecture with the settings that it is seen at: enough to draw the figure anywhere, since scenes are pure.
public struct Moment: Hashable, Sendable {
  /// Where the scene is in ``Player/entries``, from 0; a plan may have it more than once.
  public var entry: Int
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
    entry: Int, scene: String, step: Int, isCovered: Bool = false, assignments: [String] = [], pointer: Target? = nil
  ) {
    self.entry = entry
    self.scene = scene
    self.step = step
    self.isCovered = isCovered
    self.assignments = assignments
    self.pointer = pointer
  }

  /// The same place at whatever settings.
  public var place: Moment { Moment(entry: entry, scene: scene, step: step) }
}

extension Player {
  /// The moment on the screen.
  public var moment: Moment {
    Moment(
      entry: sceneIndex, scene: card.id, step: visit.stop.step, isCovered: visit.stop.isCovered,
      assignments: visit.settings.assignments(of: visit.type.controls), pointer: playhead.pointer)
  }

  /// Shows a moment of another player of the same lecture, at rest and with nothing over it. A scene that is not in this
  /// lecture, or settings that it refuses, leave what is there.
  ///
  /// - Parameter planned: the entry of the plan that the moment is of, or would be come back to from beside the plan.
  public mutating func follow(_ moment: Moment, planned: Int? = nil) {
    guard let scene = entry(moment.entry, called: moment.scene) else { return }
    if let planned, plan.entries.indices.contains(planned) { plannedIndex = planned }
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

  /// The moment that comes after the one that is seen, with its question if it has one, uncovered; `nil` at the end of
  /// what is shown of a scene.
  var following: (moment: Moment, step: Step)? {
    let next = visit.stop.isCovered ? visit.stop.step : visit.stop.step + 1
    guard visit.shown.contains(next) else { return nil }
    var moment = moment
    (moment.step, moment.isCovered, moment.pointer) = (next, false, nil)
    return (moment, visit.steps[next])
  }

  /// Where the lecture goes on from the end of this scene: in the next one, or from a scene beside the plan back where that
  /// was left; `nil` in the last.
  var followingScene: Moment? {
    let next = isPlanned ? sceneIndex + 1 : plannedIndex
    guard next < plan.entries.count else { return nil }
    let (entry, known) = (entries[next], visit(of: next))
    let settings = known?.settings ?? entry.settings(own)
    return Moment(
      entry: next, scene: entry.scene.card.id,
      step: isPlanned ? known?.shown.lowerBound ?? entry.steps?.first ?? 0 : known?.stop.drawnStep ?? 0,
      assignments: settings.assignments(of: entry.scene.controls))
  }
}
