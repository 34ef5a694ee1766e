import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An array whose values `fill` writes, every one of them.
@inline(__always)
func array(_ count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    if let base = buffer.baseAddress {
      if count >= valuesInLargePage { useLargePages(base, count) }
      fill(base)
    }
    initializedCount = count
  }
}

/// 2 MB.
private let largePage = 1 << 21
private var valuesInLargePage: Int { largePage / MemoryLayout<Float>.size }

/// Lets the system give memory that is new in large pages, where it lies on whole ones: to be given it page by page takes as
/// long as much of what is computed in it.
private func useLargePages(_ base: UnsafeMutablePointer<Float>, _ count: Int) {
  #if os(Linux)
    let address = Int(bitPattern: base)
    let first = (address + largePage - 1) / largePage * largePage
    let end = (address + count * MemoryLayout<Float>.size) / largePage * largePage
    if end > first { madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_HUGEPAGE) }
  #endif
}

/// Calls `body` with the first value of an array that has one.
@inline(__always)
func withValues(_ values: [Float], _ body: (UnsafePointer<Float>) -> Void) {
  values.withUnsafeBufferPointer { buffer in
    if let base = buffer.baseAddress { body(base) }
  }
}

/// Calls `body` with room for `count` values, as whoever had it before left them. Large rooms are used again: memory that
/// is new from the system costs more than much of what is computed in it.
func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
  guard count > 16_384 else {
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
  var room = keptRooms.withLock { $0.take(count) }
  if room.count < count { room = array(count) { _ in } }
  room.withUnsafeMutableBufferPointer { buffer in
    if let base = buffer.baseAddress { body(base) }
  }
  keptRooms.withLock { $0.keep(room) }
}

/// Rooms that were used last, the smallest first: as many as one piece of work has at a time, some of them for each thread.
private struct KeptRooms {
  private var rooms: [[Float]] = []
  private var limit: Int { 2 + 3 * ThreadPool.shared.threads }

  /// The smallest room that is large enough; where there is none, one that is not, to be given up.
  mutating func take(_ count: Int) -> [Float] {
    guard !rooms.isEmpty else { return [] }
    return rooms.remove(at: rooms.firstIndex { $0.count >= count } ?? 0)
  }

  mutating func keep(_ room: [Float]) {
    rooms.insert(room, at: rooms.firstIndex { $0.count >= room.count } ?? rooms.count)
    if rooms.count > limit { rooms.removeFirst() }
  }
}

private let keptRooms = Mutex(KeptRooms())
