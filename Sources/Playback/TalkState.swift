import Lecture

/// Where a talk stopped: the place on the screen, and every scene as it was left.
public struct TalkState: Hashable, Sendable {
  /// A scene as it was left.
  struct Place: Hashable, Sendable {
    /// Its place in the player's entries, and its id, should the plan have been changed since.
    let scene: Int
    let id: String
    /// The step, from 0.
    let step: Int
    /// The knobs, as `stride=2`.
    let assignments: [String]
  }

  /// The scenes that were visited, the one on the screen first.
  let places: [Place]
  /// Whether the end of the lecture was on the screen.
  public let isAtEnd: Bool

  init(places: [Place], isAtEnd: Bool) { (self.places, self.isAtEnd) = (places, isAtEnd) }

  // MARK: As text

  private static let heading = "cnnviz talk 1"
  private static let end = "ended"

  /// The state as a text: a heading, then a line for each scene with its number, id, step and knobs.
  public var text: String {
    let lines = places.map { place in
      (["\(place.scene + 1)", place.id, "\(place.step + 1)"] + place.assignments).joined(separator: " ")
    }
    return ([Self.heading] + (isAtEnd ? [Self.end] : []) + lines).map { $0 + "\n" }.joined()
  }

  /// Reads such a text; `nil` for any other.
  public init?(_ text: String) {
    var lines = text.split(separator: "\n")[...]
    guard lines.popFirst().map(String.init) == Self.heading else { return nil }
    isAtEnd = lines.first.map(String.init) == Self.end
    if isAtEnd { lines.removeFirst() }
    var places: [Place] = []
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 3, let scene = Int(words[0]), scene > 0, let step = Int(words[2]), step > 0 else {
        return nil
      }
      places.append(Place(scene: scene - 1, id: words[1], step: step - 1, assignments: Array(words[3...])))
    }
    guard !places.isEmpty else { return nil }
    self.places = places
  }
}

extension Player {
  /// Where the talk is now, to go on there another day.
  public var talkState: TalkState {
    let visited = [sceneIndex] + left.keys.sorted()
    let places = visited.compactMap { scene -> TalkState.Place? in
      guard let visit = visit(of: scene) else { return nil }
      return TalkState.Place(
        scene: scene, id: visit.type.card.id, step: visit.stop.drawnStep,
        assignments: visit.settings.assignments(of: visit.type.controls))
    }
    return TalkState(places: places, isAtEnd: overlay == .end)
  }

  /// Goes on where a talk stopped, with every scene as it was left; says so, or why it begins anew.
  ///
  /// Knobs that are refused now, and scenes that the plan has no more, are left as they begin.
  public mutating func resume(_ state: TalkState) {
    guard !state.isAtEnd else { return announce("the last talk came to its end; this is the beginning") }
    guard let current = state.places.first, let scene = entry(current.scene, called: current.id) else {
      return announce("the scene where the last talk stopped is in the plan no more; this is the beginning")
    }
    for place in state.places.dropFirst() {
      guard let entry = entry(place.scene, called: place.id), entry != scene else { continue }
      let visit = visit(as: place, entry)
      if entry == sceneIndex { self.visit = visit } else { left[entry] = visit }
    }
    visit.giveUpWork()
    if scene != sceneIndex { left[sceneIndex] = visit }
    left[scene] = nil
    (sceneIndex, visit) = (scene, visit(as: current, scene))
    if isPlanned { plannedIndex = scene }
    beginning = Beginning(scene: sceneIndex, stop: visit.stop)
    visit.askForWork(&workCount)
    arrive(animated: false)
    announce("here the last talk stopped")
  }

  /// A scene as it was left.
  private func visit(as place: TalkState.Place, _ scene: Int) -> Visit {
    var visit = Visit(entries[scene], own)
    if let settings = try? Settings(of: visit.type, from: place.assignments, changing: own) {
      // Refused settings leave the scene as it begins.
      try? visit.change(to: settings)
    }
    visit.stop = Stop(step: visit.held(place.step))
    return visit
  }
}
