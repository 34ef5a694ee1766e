/// How long somebody has been talking: it begins when the title is left, and can be stopped for questions.
///
/// Times are given to it, counted from any moment that stays the same.
public struct TalkClock: Hashable, Sendable {
  /// The place that it began at; `nil` until it has.
  public private(set) var origin: Moment?
  private var before: Duration
  private var since: Duration?

  /// A clock that stands at `elapsed` and began at `origin`, if it has.
  public init(elapsed: Duration = .zero, isRunning: Bool = false, origin: Moment? = nil, at now: Duration = .zero) {
    before = elapsed
    since = isRunning ? now : nil
    self.origin = origin?.place
  }

  /// Whether it has ever run.
  public var hasBegun: Bool { origin != nil }

  /// Whether it runs.
  public var isRunning: Bool { since != nil }

  /// How long the talk has taken, without pauses.
  public func elapsed(at now: Duration) -> Duration { before + (since.map { max(.zero, now - $0) } ?? .zero) }

  /// Lets it run: from a place, if that is where it begins.
  public mutating func start(from place: Moment, at now: Duration) {
    origin = origin ?? place.place
    since = since ?? now
  }

  /// Stops it for a while.
  public mutating func pause(at now: Duration) {
    before = elapsed(at: now)
    since = nil
  }

  /// The lecture has moved: the first time that it leaves the place where it began, the clock starts; from an opening
  /// scene it is left when the next scene comes.
  public mutating func moved(from old: Moment, to new: Moment, isOpening: Bool, at now: Duration) {
    guard !hasBegun, isOpening ? old.scene != new.scene : old.place != new.place else { return }
    start(from: new, at: now)
  }
}
