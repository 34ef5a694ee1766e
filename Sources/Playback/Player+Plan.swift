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

  /// Counts the time for the scene of the plan that is told, from the moment on at which the first screen was left.
  mutating func keepLog() {
    if !log.hasBegun, beginning == Beginning(scene: sceneIndex, stop: visit.stop) { return }
    log.stand(at: plannedIndex, clock)
  }
}
