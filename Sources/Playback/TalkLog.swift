/// How long a talk has stood at each scene. It reads no clock: every moment is given to it, counted from anywhere.
///
/// The talk begins when its first screen is left, which stands there while people come in; until then no time passes.
public struct TalkLog: Hashable, Sendable {
  private var finished: [Int: Duration] = [:]
  private var pauses = Duration.zero
  /// The scene that the time counts for, and since when.
  private var current: (entry: Int, since: Duration)?
  private var pausedSince: Duration?

  /// A talk that has not begun.
  public init() {}

  /// Whether the first screen was left.
  public var hasBegun: Bool { current != nil }
  /// Whether the time stands still, as for a question from the class.
  public var isPaused: Bool { pausedSince != nil }
  /// The scenes that time was spent on, in the order of the talk.
  public var entries: [Int] { Set(finished.keys).union(current.map { [$0.entry] } ?? []).sorted() }

  /// The person is at a scene of the plan, from 0, from this moment on; the first time that begins the talk.
  public mutating func stand(at entry: Int, _ now: Duration) {
    guard current?.entry != entry else { return }
    settle(now)
    current = (entry, max(now, current?.since ?? now))
  }

  /// Lets the time stand still, or go on.
  public mutating func pause(_ isPaused: Bool, at now: Duration) {
    guard isPaused != self.isPaused else { return }
    if isPaused {
      pausedSince = now
    } else if let since = pausedSince {
      pauses += max(.zero, now - since)
      pausedSince = nil
      // What was counted so far is settled without the pause.
      if let (entry, start) = current { current = (entry, start + max(.zero, now - max(since, start))) }
    }
  }

  /// How long the talk stood at a scene, pauses left out.
  public func time(at entry: Int, _ now: Duration) -> Duration {
    (finished[entry] ?? .zero) + (current?.entry == entry ? running(now) : .zero)
  }

  /// How long the talk has gone on, pauses left out.
  public func total(_ now: Duration) -> Duration { finished.values.reduce(.zero, +) + running(now) }

  /// How long it was paused.
  public func paused(_ now: Duration) -> Duration { pauses + (pausedSince.map { max(.zero, now - $0) } ?? .zero) }

  /// What is not settled yet of the time at the scene on the screen.
  private func running(_ now: Duration) -> Duration {
    current.map { max(.zero, min(now, pausedSince ?? now) - $0.since) } ?? .zero
  }

  /// Writes down what has run so far.
  private mutating func settle(_ now: Duration) {
    guard let entry = current?.entry else { return }
    finished[entry, default: .zero] += running(now)
    if pausedSince != nil {
      pauses += max(.zero, now - (pausedSince ?? now))
      pausedSince = now
    }
    current = (entry, now)
  }

  /// Equal logs have spent equal times.
  public static func == (left: TalkLog, right: TalkLog) -> Bool {
    left.finished == right.finished && left.pauses == right.pauses && left.pausedSince == right.pausedSince
      && left.current?.entry == right.current?.entry && left.current?.since == right.current?.since
  }

  /// By what was spent.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(finished)
    hasher.combine(pausedSince)
  }
}
