import Lecture

/// Where a player began.
struct Beginning: Hashable, Sendable {
  /// The scene, its place in the player's entries.
  let scene: Int
  let stop: Stop
}

extension Player {
  /// What is said of a scene that the lecture has and the plan has not.
  static let outside = "not in the plan"

  /// Whether the scene on the screen is one of the plan's.
  public var isPlanned: Bool { sceneIndex < plan.entries.count }

  /// Where in the plan the scene on the screen is, as the header says it.
  public var placeText: String { isPlanned ? "\(sceneIndex + 1) / \(plan.entries.count)" : Self.outside }

  /// A scene as the person has it or left it; `nil` where they have not been.
  func visit(of scene: Int) -> Visit? { scene == sceneIndex ? visit : left[scene] }

  /// Goes to the scene of the plan that one went away from, where it was left.
  mutating func comeBackToPlan() { go(to: plannedIndex) }

  /// Where in the plan the talk is; a scene beside it leaves it where it was.
  var talkPlace: TalkPlace {
    guard let visit = visit(of: plannedIndex) else { return TalkPlace(entry: plannedIndex) }
    return TalkPlace(
      entry: plannedIndex, step: visit.stop.step - visit.shown.lowerBound, of: visit.shown.count)
  }

  // MARK: Time

  /// Lets the talk's time pass for the scene of the plan that is told. It begins when the first screen is left, which
  /// stands there while people come in.
  mutating func keepTime() {
    if !talk.hasBegun {
      guard beginning != Beginning(scene: sceneIndex, stop: visit.stop) else { return }
      talk.start(from: talkPlace, at: clock)
    }
    log.stand(at: plannedIndex, after: talk.elapsed(at: clock))
  }

  /// Takes over a clock that was stopped, let go on or set elsewhere; one that was put back begins the talk anew.
  mutating func set(_ talk: TalkClock) {
    if talk.elapsed(at: clock) < self.talk.elapsed(at: clock) { log = TalkLog() }
    log.skip(to: talk.elapsed(at: clock))
    self.talk = talk
  }
}
