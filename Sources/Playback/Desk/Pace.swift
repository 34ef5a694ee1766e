/// Where a talk should be by now, from the minutes planned for each scene.
public struct Pace: Hashable, Sendable {
  /// How the talk stands against its plan.
  public enum Standing: Hashable, Sendable {
    /// Within a minute of it.
    case onTime
    /// Later than planned, by so much.
    case behind(Duration)
    /// Earlier than planned, by so much.
    case ahead(Duration)
  }

  private let scenes: [String]
  private let minutes: [Double]

  /// A plan.
  ///
  /// - Parameters:
  ///   - scenes: the ids of the scenes, in order.
  ///   - minutes: what each is to take; for those that lie beyond its end, nothing.
  public init(scenes: [String], minutes: [Double]) {
    self.scenes = scenes
    self.minutes = scenes.indices.map { minutes.indices.contains($0) ? max(0, minutes[$0]) : 0 }
  }

  /// What is planned for a scene; `nil` for one that is not in the plan.
  public func minutes(of scene: String) -> Double? { scenes.firstIndex(of: scene).map { minutes[$0] } }

  /// How long the talk is to take from a place to its end.
  public func whole(from origin: Moment, steps: Int) -> Duration {
    .seconds(max(0, 60 * (minutes.reduce(0, +) - start(of: origin, steps))))
  }

  /// How a talk stands that has come to `place` after `elapsed`.
  ///
  /// While a step lasts the talk may be anywhere between its beginning and its end, so only what lies outside of these
  /// counts, and only from a minute on.
  ///
  /// - Parameters:
  ///   - origin: where the clock began.
  ///   - originSteps: how many steps the scene has where the clock began.
  ///   - steps: how many steps the scene has where the talk is.
  public func standing(
    at place: Moment, of steps: Int, from origin: Moment, of originSteps: Int, after elapsed: Duration
  ) -> Standing {
    let zero = start(of: origin, originSteps)
    var next = place
    next.step += 1
    let begin = Duration.seconds(60 * (start(of: place, steps) - zero))
    let end = Duration.seconds(60 * (start(of: next, steps) - zero))
    if elapsed - end >= .seconds(60) { return .behind(elapsed - end) }
    if begin - elapsed >= .seconds(60) { return .ahead(begin - elapsed) }
    return .onTime
  }

  /// When a step is to begin, in minutes from the beginning of the lecture.
  private func start(of place: Moment, _ steps: Int) -> Double {
    guard let index = scenes.firstIndex(of: place.scene) else { return 0 }
    return minutes[..<index].reduce(0, +) + minutes[index] * min(1, Double(place.step) / Double(max(1, steps)))
  }
}
