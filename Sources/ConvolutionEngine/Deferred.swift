import Synchronization

/// A value that is worked out when it is first asked for, once, whoever asks: with the inner loops that were chosen when
/// it was put off, so that it is the same whenever that is.
public final class Deferred<Value: Sendable>: Sendable {
  private let work: @Sendable () -> Value
  private let kept = Mutex<Value?>(nil)

  /// Puts `work` off.
  public init(_ work: @escaping @Sendable () -> Value) {
    let loops = ChosenLoops.current
    self.work = { ChosenLoops.$current.withValue(loops, operation: work) }
  }

  /// The value; whoever asks first waits for it.
  public var value: Value {
    kept.withLock { kept in
      if let kept { return kept }
      let value = work()
      kept = value
      return value
    }
  }
}
