#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Bytes that are read where they are wanted: of an open file, which is closed when nobody has them any more, or in
/// memory.
///
/// A file is not mapped into memory: if somebody cuts it short while it is in use, reading fails, and nothing crashes.
final class StoredBytes: Sendable {
  /// The open file; `nil` when the bytes are in `memory`.
  private let descriptor: Int32?
  private let memory: [UInt8]
  /// How many there are.
  let count: Int

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    descriptor = nil
    memory = bytes
    count = bytes.count
  }

  /// Why a file's bytes cannot be had: the sentence after the file's name.
  struct Failure: Error {
    let reason: String
  }

  /// The bytes of a file.
  init(path: String) throws(Failure) {
    // Without waiting: a pipe to which nobody writes would hold the program up.
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { throw Failure(reason: "cannot be opened: \(String(cString: strerror(errno)))") }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw Failure(reason: status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is no ordinary file")
    }
    descriptor = opened
    memory = []
    count = Int(status.st_size)
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Fills `buffer` with the bytes from `place` on.
  func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int) throws(Failure) {
    precondition(place >= 0 && buffer.count <= count && place <= count - buffer.count, "there are \(count) bytes")
    guard let descriptor else {
      memory.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place...].prefix(buffer.count)))
      }
      return
    }
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let got = pread(descriptor, rest.baseAddress, rest.count, off_t(place + filled))
      if got > 0 {
        filled += got
      } else if got == 0 {
        throw Failure(reason: "has become shorter since it was opened")
      } else if errno != EINTR {
        throw Failure(reason: "cannot be read: \(String(cString: strerror(errno)))")
      }
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
