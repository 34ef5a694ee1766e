/// Whether the step on the screen is being animated.
enum Motion: Hashable, Sendable {
  /// The step is complete, or stands still where it is.
  case still
  /// The animation begins with the next tick.
  case due
  /// The animation began at a moment.
  case running(since: Duration)

  /// Between two frames of an animation: 30 frames a second.
  static let frame = Duration.milliseconds(33)
}

extension Player {
  /// When something moves by itself; `nil` at rest.
  public var nextTick: Duration? {
    guard blank == nil else { return nil }
    switch motion {
    case .due: return clock
    case .running: return clock + Motion.frame
    case .still: return canPlayOn ? autoplay.due : nil
    }
  }

  /// Lets time pass.
  public mutating func tick(to now: Duration) {
    clock = max(clock, now)
    defer { keepTime() }
    guard blank == nil else { return }
    switch motion {
    case .still: break
    case .due: motion = .running(since: clock)
    case .running(let start):
      progress = min((clock - start) / animationTime, 1)
      if progress >= 1 { motion = .still }
    }
    playOn()
  }

  /// How long the animation of the step on the screen takes.
  var animationTime: Duration { visit.step.duration / (autoplay.isOn ? autoplay.speed : 1) }

  /// Shows the stop that the person is at now, from its beginning or complete.
  mutating func arrive(animated: Bool) {
    let moves = animated && !reducedMotion && !visit.stop.isCovered && visit.step.duration > .zero
    progress = moves ? 0 : 1
    motion = moves ? .due : .still
    (attempt, late) = (Attempt(), nil)
    holdPointers()
    dwell()
  }

  /// Shows the end of an animation that is under way.
  mutating func completeMotion() {
    guard motion != .still else { return }
    motion = .still
    progress = 1
  }
}
