/// How a talk's time was spent on the scenes of its plan: what ``TalkClock`` counts, divided among them.
public struct TalkLog: Hashable, Sendable {
  private var times: [Int: Duration] = [:]
  /// The entry that time is counted for, from 0.
  private var current: Int?
  /// How much of the talk's time is divided.
  private var counted = Duration.zero

  /// Nothing counted yet.
  public init() {}

  /// The entries of the plan that were told, in its order.
  public var entries: [Int] { times.keys.sorted() }
  /// All the time that was counted.
  public var total: Duration { times.values.reduce(.zero, +) }

  /// How long an entry of the plan was told, from 0.
  public func time(at entry: Int) -> Duration { times[entry] ?? .zero }

  /// The talk has taken so long and is at an entry from now on; what has passed belongs to the one before.
  public mutating func stand(at entry: Int, after elapsed: Duration) {
    if let current { times[current, default: .zero] += max(.zero, elapsed - counted) }
    if current != entry { times[entry, default: .zero] += .zero }
    (current, counted) = (entry, elapsed)
  }

  /// The clock was set: what it shows now belongs to no entry.
  public mutating func skip(to elapsed: Duration) { counted = elapsed }
}
