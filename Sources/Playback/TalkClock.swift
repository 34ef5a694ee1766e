/// A place of a talk in its plan.
public struct TalkPlace: Hashable, Sendable {
  /// The entry of the plan, from 0.
  public var entry: Int
  /// The step among those that are shown of it, from 0.
  public var step: Int
  /// How many steps are shown of it.
  public var count: Int

  /// A step of so many that an entry of the plan has.
  public init(entry: Int, step: Int = 0, of count: Int = 1) {
    precondition(entry >= 0 && step >= 0 && step < count, "a place of a talk is one of the steps that its entry has")
    (self.entry, self.step, self.count) = (entry, step, count)
  }
}

/// How long somebody has been talking: it begins when the first screen is left, and can be stopped for questions.
///
/// Times are given to it, counted from any moment that stays the same.
public struct TalkClock: Hashable, Sendable {
  /// The place that it began at; `nil` until it has.
  public internal(set) var origin: TalkPlace?
  private var before: Duration
  private var since: Duration?

  /// A clock that stands at `elapsed` and began at `origin`, if it has.
  public init(elapsed: Duration = .zero, isRunning: Bool = false, origin: TalkPlace? = nil, at now: Duration = .zero) {
    before = elapsed
    since = isRunning ? now : nil
    self.origin = origin
  }

  /// Whether it has ever run.
  public var hasBegun: Bool { origin != nil }

  /// Whether it runs.
  public var isRunning: Bool { since != nil }

  /// How long the talk has taken, without pauses.
  public func elapsed(at now: Duration) -> Duration { before + (since.map { max(.zero, now - $0) } ?? .zero) }

  /// Lets it run: from a place, if that is where it begins.
  public mutating func start(from place: TalkPlace, at now: Duration) {
    origin = origin ?? place
    since = since ?? now
  }

  /// Stops it for a while.
  public mutating func pause(at now: Duration) {
    before = elapsed(at: now)
    since = nil
  }
}
