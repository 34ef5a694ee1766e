import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Threads whose stacks are as deep as the main thread's: macOS gives others too little for unrolled numeric code.
public enum Threads {
  /// How many processors there are.
  public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Starts a thread; answers `false`, without having run anything, where the system has none to give.
  public static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 8 << 20)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(&thread, &attributes, { runThreadBody($0) }, box.toOpaque())
    pthread_attr_destroy(&attributes)
    if status != 0 { box.release() }
    return status == 0
  }

  /// Lets the thread that draws and answers keys go before this one, and before those that it starts.
  public static func giveWay() {
    #if canImport(Darwin)
      pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
    #elseif os(Linux)
      // Elsewhere a process has one priority; Linux has one for each thread, and 0 names the one that asks.
      #if canImport(Musl)
        setpriority(PRIO_PROCESS, 0, backgroundPriority)
      #else
        setpriority(Int32(PRIO_PROCESS.rawValue), 0, backgroundPriority)
      #endif
    #endif
  }

  /// Between the usual, 0, and the last, 19.
  private static let backgroundPriority: Int32 = 10

  /// Does the parts of a piece of work, from 0 on, on several threads, while the calling one watches.
  ///
  /// - Parameters:
  ///   - watch: called some times a second until all parts are done.
  public static func share(
    _ count: Int, threads: Int, watch: () -> Void, _ work: @escaping @Sendable (Int) -> Void
  ) {
    let next = Shared(), done = Shared()
    let body: @Sendable () -> Void = {
      while case let part = next.count.add(1, ordering: .relaxed).oldValue, part < count {
        work(part)
        done.count.add(1, ordering: .releasing)
      }
    }
    let started = (0..<min(threads, count)).count { _ in start(body) }
    // Without any thread the work is done here.
    if started == 0 { body() }
    while done.count.load(ordering: .acquiring) < count {
      watch()
      usleep(20_000)
    }
  }

  /// A count that threads share.
  private final class Shared: Sendable {
    let count = Atomic<Int>(0)
  }
}

/// What a thread is to do, as an object that a pointer can name.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
  private func runThreadBody(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
    return nil
  }
#else
  private func runThreadBody(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
  }
#endif
