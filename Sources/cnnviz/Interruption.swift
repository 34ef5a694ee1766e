import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whether somebody has asked the program to stop, so that long work can end well.
enum Interruption {
  /// The signal's number; 0 for none.
  private static let received = Atomic<Int32>(0)

  /// The number of the signal that asked; `nil` as long as none has.
  static var number: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// From now on Ctrl-C and `kill` are requests; the second one ends the program at once.
  static func watch() {
    // Made before a signal could ask for it.
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
