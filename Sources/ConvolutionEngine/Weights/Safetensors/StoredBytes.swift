import Files

/// Bytes that are read where they are wanted: of an open file, which is closed when nobody has them any more, or in
/// memory.
///
/// A file is not mapped into memory: if somebody cuts it short while it is in use, reading fails, and nothing crashes.
final class StoredBytes: Sendable {
  /// The open file; `nil` when the bytes are in `memory`.
  private let file: InputFile?
  private let memory: [UInt8]
  /// How many there are.
  let count: Int

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    file = nil
    memory = bytes
    count = bytes.count
  }

  /// Why a file's bytes cannot be had: the sentence after the file's name.
  struct Failure: Error {
    let reason: String
  }

  /// The bytes of a file.
  init(path: String) throws(Failure) {
    do throws(FileFault) { file = try InputFile(path) } catch {
      throw Failure(reason: error == .folder ? "is a folder" : "cannot be opened: \(error)")
    }
    guard let count = file?.count else { throw Failure(reason: "is no ordinary file") }
    memory = []
    self.count = count
  }

  /// Fills `buffer` with the bytes from `place` on.
  func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int) throws(Failure) {
    precondition(place >= 0 && buffer.count <= count && place <= count - buffer.count, "there are \(count) bytes")
    guard let file else {
      memory.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place...].prefix(buffer.count)))
      }
      return
    }
    do throws(FileFault) { try file.fill(buffer, from: place) } catch {
      throw Failure(reason: error == .shortened ? "has become shorter since it was opened" : "cannot be read: \(error)")
    }
  }

  /// The bytes of a range.
  func bytes(_ range: Range<Int>) throws(Failure) -> [UInt8] {
    try array(range.count, of: UInt8.self, at: range.lowerBound)
  }

  /// So many numbers of 32 bits, the lowest byte first, from the byte at `place` on.
  func floats(_ count: Int, at place: Int) throws(Failure) -> [Float] {
    try array(count, of: Float.self, at: place)
  }

  /// So many numbers of 16 bits, the lowest byte first, from the byte at `place` on.
  func words(_ count: Int, at place: Int) throws(Failure) -> [UInt16] {
    try array(count, of: UInt16.self, at: place)
  }

  private func array<Element: BitwiseCopyable>(
    _ count: Int, of type: Element.Type, at place: Int
  ) throws(Failure) -> [Element] {
    var failure: Failure?
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count * MemoryLayout<Element>.size)
      do throws(Failure) {
        try read(into: room, at: place)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return elements
  }
}
