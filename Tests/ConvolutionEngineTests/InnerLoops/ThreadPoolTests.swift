import Synchronization
import Testing

@testable import ConvolutionEngine

@Suite(.serialized) struct ThreadPoolTests {
  @Test(arguments: 1...5) func everyPartIsDoneOnce(_ threads: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [0, 1, 2, 3, 7, 100, 1000] {
      let done = (0..<count).map { _ in Counter() }
      pool.run(count) { done[$0].count.add(1, ordering: .relaxed) }
      #expect(done.allSatisfy { $0.count.load(ordering: .relaxed) == 1 })
    }
  }

  @Test func manyPiecesOfWorkFollowEachOther() {
    let pool = ThreadPool(threads: 3)
    let counter = Counter()
    for _ in 0..<2000 { pool.run(5) { counter.count.add($0, ordering: .relaxed) } }
    #expect(counter.count.load(ordering: .relaxed) == 2000 * 10)
  }

  @Test func workWithinWorkIsDone() {
    let pool = ThreadPool(threads: 2)
    let counter = Counter()
    pool.run(4) { _ in pool.run(4) { _ in counter.count.add(1, ordering: .relaxed) } }
    #expect(counter.count.load(ordering: .relaxed) == 16)
  }

  @Test func workOfSeveralThreadsIsDone() async {
    let pool = ThreadPool(threads: 2)
    let counter = Counter()
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<100 { pool.run(3) { _ in counter.count.add(1, ordering: .relaxed) } }
        }
      }
    }
    #expect(counter.count.load(ordering: .relaxed) == 8 * 100 * 3)
  }

  /// Two parts that wait for each other are done only when two threads are at work at the same time.
  @Test func severalThreadsWorkAtATime() {
    let pool = ThreadPool(threads: 2)
    let arrived = Counter()
    pool.run(2) { _ in
      arrived.count.add(1, ordering: .relaxed)
      while arrived.count.load(ordering: .relaxed) < 2 {}
    }
    #expect(arrived.count.load(ordering: .relaxed) == 2)
  }

  @Test(arguments: 1...4) func resultsAreTheSameForAnyNumberOfThreads(_ threads: Int) {
    let threadsBefore = Engine.threads
    defer { Engine.threads = threadsBefore }
    let examples = (1...12).map { RandomConvolution(seed: $0) }
    let dense = Dense(
      weights: SeededGenerator(seed: 1).uniforms(333 * 77, in: -1...1), biases: [Float](repeating: 1, count: 333))
    let input = Tensor(Shape(vector: 77), seed: 3)
    func results() -> [[UInt32]] {
      (examples.map { $0.convolution($0.input) } + [dense(input)]).map { $0.values.map(\.bitPattern) }
    }
    Engine.threads = 1
    let wanted = results()
    Engine.threads = threads
    #expect(results() == wanted)
  }
}

private final class Counter: Sendable {
  let count = Atomic<Int>(0)
}
