// The thread pool by itself, to be run under the thread sanitizer: its source and this make a program in seconds, where the
// package built with the sanitizer takes minutes. What the work writes is plain memory, so that a part done twice, or not
// seen to be done, is found.

import Synchronization

final class Counter: Sendable { let count = Atomic<Int>(0) }

for threads in 1...5 {
  let pool = ThreadPool(threads: threads)
  for count in [0, 1, 2, 3, 7, 100, 1000] {
    var values = [Int](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let base = buffer.baseAddress
      pool.run(count) { base?[$0] += 1 }
    }
    precondition(values.allSatisfy { $0 == 1 }, "\(count) parts are each done once")
  }
}

let pool = ThreadPool(threads: 3)
let counter = Counter()
for _ in 0..<20_000 { pool.run(5) { counter.count.add($0, ordering: .relaxed) } }
pool.run(4) { _ in pool.run(4) { _ in counter.count.add(1, ordering: .relaxed) } }
precondition(counter.count.load(ordering: .relaxed) == 200_016, "all parts of all pieces of work are done")
print("The thread sanitizer has nothing to say of the thread pool.")
