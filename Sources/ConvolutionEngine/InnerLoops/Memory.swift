import Synchronization

/// An array whose values `fill` writes, every one of them.
@inline(__always)
func array(_ count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    if let base = buffer.baseAddress { fill(base) }
    initializedCount = count
  }
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
  var room = keptRoom.withLock { kept in
    let room = kept
    kept = []
    return room
  }
  if room.count < count { room = array(count) { _ in } }
  room.withUnsafeMutableBufferPointer { buffer in
    if let base = buffer.baseAddress { body(base) }
  }
  keptRoom.withLock { kept in
    if kept.count < room.count { kept = room }
  }
}

/// The room that was used last.
private let keptRoom = Mutex<[Float]>([])
