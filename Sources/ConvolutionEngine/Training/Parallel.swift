import Synchronization

/// The results of `count` pieces of work, in their order, done by several threads at once. The layers inside of a piece
/// then have one thread each.
func inParallel<Result: Sendable>(_ count: Int, _ work: (Int) -> Result) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  // What a task was told does not reach the other threads by itself.
  let loops = ChosenLoops.current
  ThreadPool.shared.run(count) { piece in
    let result = ChosenLoops.$current.withValue(loops) { work(piece) }
    results.withLock { $0[piece] = result }
  }
  return results.withLock { $0.compactMap { $0 } }
}
