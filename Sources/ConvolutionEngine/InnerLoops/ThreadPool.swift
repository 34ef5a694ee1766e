import Synchronization
import Threads

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Threads that share out the parts of one piece of work at a time with the thread that brings it.
///
/// They look for the next piece for a while without sleeping, since a layer follows the other within microseconds, and
/// sleep when there is none: a program at rest is never woken. All share out parts by counting one number down, so that a
/// thread that comes late, or not at all, holds up nothing.
final class ThreadPool: @unchecked Sendable {
  /// The threads of the program.
  static let shared = ThreadPool(threads: wantedThreads)

  /// How many threads work at a time, the one that brings the work with them.
  private let limit: Atomic<Int>
  /// Whether a piece of work is being done.
  private let isTaken = Atomic<Bool>(false)
  /// The number of the piece of work in the upper half, in the lower how many of its parts nobody has taken yet.
  private let parts = Atomic<UInt64>(0)
  /// How many parts there are; it stays as it is while parts are undone.
  private var count = 0
  /// How many parts are not done yet.
  private let undone = Atomic<Int>(0)
  /// What is to be done for each part; it stays as it is while parts are undone.
  private var work: ((Int) -> Void)?
  /// Only changed by who has taken the pool.
  private var workers = 0

  /// Whether the pool's own threads are to let others of the program go first.
  private let givesWay = Atomic<Bool>(false)

  private let sleepers = Atomic<Int>(0)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// As many threads as processors, or as CNNVIZ_THREADS in the environment says.
  private static var wantedThreads: Int {
    let wish = getenv("CNNVIZ_THREADS").flatMap { Int(String(cString: $0)) }
    return max(1, wish ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// A pool of `threads` threads, the one that brings the work with them. Once it has workers it is never given up.
  init(threads: Int) {
    limit = Atomic(threads)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wakeUp, nil)
  }

  // Every worker holds on to its pool: there are none.
  deinit {
    pthread_cond_destroy(wakeUp)
    pthread_mutex_destroy(mutex)
    wakeUp.deallocate()
    mutex.deallocate()
  }

  /// How many threads work at a time.
  var threads: Int {
    get { limit.load(ordering: .relaxed) }
    set {
      precondition(newValue > 0, "at least one thread works")
      limit.store(newValue, ordering: .relaxed)
    }
  }

  /// From now on the pool's own threads let those go first that draw and answer keys, whoever started them.
  func giveWay() { givesWay.store(true, ordering: .relaxed) }

  /// Calls `work` for each of 0..<count, on several threads at a time, and comes back when all are done.
  ///
  /// When the pool is at work already, for another thread or for this one further up, the parts are done one by one.
  func run(_ count: Int, _ work: (Int) -> Void) {
    guard count > 1, threads > 1, count <= Int(UInt32.max), !isTaken.exchange(true, ordering: .acquiring) else {
      for part in 0..<count { work(part) }
      return
    }
    withoutActuallyEscaping(work) { work in
      self.work = work
      self.count = count
      undone.store(count, ordering: .relaxed)
      let number = parts.load(ordering: .relaxed) >> 32 &+ 1
      parts.store(number << 32 | UInt64(count), ordering: .sequentiallyConsistent)
      startWorkers()
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wakeUp)
        pthread_mutex_unlock(mutex)
      }
      doParts()
      var rounds = 0
      while undone.load(ordering: .acquiring) > 0 {
        rounds &+= 1
        // Whoever does the last part may have lost its processor to another program.
        if rounds > 10_000 { sched_yield() }
      }
      self.work = nil
    }
    isTaken.store(false, ordering: .releasing)
  }

  /// Takes parts until there are none.
  private func doParts() {
    var seen = parts.load(ordering: .acquiring)
    while seen & 0xffff_ffff > 0 {
      let (taken, now) = parts.compareExchange(
        expected: seen, desired: seen &- 1, ordering: .acquiringAndReleasing)
      guard taken else {
        seen = now
        continue
      }
      perform(count - Int(seen & 0xffff_ffff))
      undone.subtract(1, ordering: .acquiringAndReleasing)
      seen = parts.load(ordering: .acquiring)
    }
  }

  /// By itself, so that nothing holds on to the work any more when the part counts as done.
  @inline(never)
  private func perform(_ part: Int) {
    work?(part)
  }

  private var hasParts: Bool { parts.load(ordering: .sequentiallyConsistent) & 0xffff_ffff > 0 }

  // MARK: Workers

  private func startWorkers() {
    while workers < threads - 1 {
      workers += 1
      let worker = Unmanaged.passRetained(Worker(pool: self, number: workers))
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let failure = pthread_create(&thread, nil, { startOfWorker($0) }, worker.toOpaque())
      // Without it the work goes on among those that there are.
      guard failure == 0 else { return worker.release() }
      #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
      #else
        pthread_detach(thread)
      #endif
    }
  }

  fileprivate final class Worker: Sendable {
    let pool: ThreadPool
    let number: Int

    init(pool: ThreadPool, number: Int) {
      self.pool = pool
      self.number = number
    }
  }

  /// A worker's whole life; it ends with the program.
  fileprivate func serve(as number: Int) -> Never {
    var rounds = 0
    var hasGivenWay = false
    while true {
      if hasParts && number < threads {
        if !hasGivenWay, givesWay.load(ordering: .relaxed) {
          Threads.giveWay()
          hasGivenWay = true
        }
        doParts()
        rounds = 0
      } else if rounds < 20_000 {
        rounds &+= 1
      } else {
        sleep(as: number)
        rounds = 0
      }
    }
  }

  private func sleep(as number: Int) {
    pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    // Work that came before this thread counted as a sleeper has woken nobody.
    if !(hasParts && number < threads) { pthread_cond_wait(wakeUp, mutex) }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}

#if canImport(Darwin)
  private func startOfWorker(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let worker = Unmanaged<ThreadPool.Worker>.fromOpaque(argument).takeRetainedValue()
    worker.pool.serve(as: worker.number)
  }
#else
  private func startOfWorker(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let worker = Unmanaged<ThreadPool.Worker>.fromOpaque(argument).takeRetainedValue()
    worker.pool.serve(as: worker.number)
  }
#endif

/// Shares out `first`..<`end` among the threads, in parts that are worth it.
///
/// - Parameter values: how many values are read for each.
func share(_ first: Int, _ end: Int, values: Int, _ work: (_ first: Int, _ end: Int) -> Void) {
  let inPart = max(1, 16_384 / max(1, values))
  ThreadPool.shared.run((end - first + inPart - 1) / inPart) { part in
    work(first + part * inPart, min(end, first + (part + 1) * inPart))
  }
}
