/// Where a talk should be by now, from the minutes planned for each entry of its plan.
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

  private let minutes: [Double]

  /// A plan with the minutes of each of its entries, in their order.
  public init(minutes: [Double]) { self.minutes = minutes.map { max(0, $0) } }

  /// What is planned for an entry of the plan, from 0; `nil` for what is beside it.
  public func minutes(of entry: Int) -> Double? { minutes.indices.contains(entry) ? minutes[entry] : nil }

  /// How long the talk is to take from a place to its end.
  public func whole(from origin: TalkPlace) -> Duration {
    .seconds(max(0, 60 * (minutes.reduce(0, +) - minutes(before: origin.step, of: origin))))
  }

  /// How a talk stands that began at `origin` and has come to `place` after `elapsed`.
  ///
  /// While a step lasts the talk may be anywhere between its beginning and its end, so only what lies outside of these
  /// counts, and only from a minute on.
  public func standing(at place: TalkPlace, from origin: TalkPlace, after elapsed: Duration) -> Standing {
    let zero = minutes(before: origin.step, of: origin)
    let begin = Duration.seconds(60 * (minutes(before: place.step, of: place) - zero))
    let end = Duration.seconds(60 * (minutes(before: place.step + 1, of: place) - zero))
    if elapsed - end >= .seconds(60) { return .behind(elapsed - end) }
    if begin - elapsed >= .seconds(60) { return .ahead(begin - elapsed) }
    return .onTime
  }

  /// When a step of the entry of `place` is to begin, in minutes from the beginning of the lecture.
  private func minutes(before step: Int, of place: TalkPlace) -> Double {
    minutes.prefix(place.entry).reduce(0, +)
      + (minutes(of: place.entry) ?? 0) * min(1, Double(step) / Double(place.count))
  }
}
