#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file, a pipe or a device that is open for reading, and closed when nobody has it any more.
///
/// No name that somebody gives can hold the program up: it is opened without waiting, and a pipe into which nobody
/// writes is given up after a while.
public final class InputFile: Sendable {
  /// How many bytes there are; `nil` where nobody knows, as with a pipe.
  public let count: Int?

  private let descriptor: Int32
  /// How long to wait for a pipe or a device.
  private let patience: Duration

  /// How long to wait unless somebody says otherwise: long enough for a program that makes the bytes, short enough for
  /// a person.
  public static let standardPatience = Duration.seconds(5)

  /// Opens a file.
  ///
  /// - Throws: `FileFault` when there is none, it is a folder, or the system refuses.
  public init(_ path: String, patience: Duration = standardPatience) throws(FileFault) {
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw .last }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let fault = FileFault.last
      close(descriptor)
      throw fault
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      close(descriptor)
      throw .folder
    }
    count = kind == S_IFREG ? Int(status.st_size) : nil
    self.descriptor = descriptor
    self.patience = patience
  }

  deinit { close(descriptor) }

  /// Reads the next bytes into `buffer` and answers how many: none at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFault) -> Int {
    guard !buffer.isEmpty else { return 0 }
    // Of a pipe that nobody has opened for writing yet, `read` would say that it is at its end.
    if count == nil { try wait() }
    while true {
      let got = retrying { systemRead(descriptor, buffer.baseAddress, buffer.count) }
      if got >= 0 { return got }
      guard errno == EAGAIN else { throw .last }
      try wait()
    }
  }

  /// Fills `buffer` with the bytes from `place` on; for files whose `count` is known.
  public func fill(_ buffer: UnsafeMutableRawBufferPointer, from place: Int) throws(FileFault) {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let got = retrying { pread(descriptor, rest.baseAddress, rest.count, off_t(place + filled)) }
      guard got >= 0 else { throw .last }
      guard got > 0 else { throw .shortened }
      filled += got
    }
  }

  /// All bytes from the current place on.
  ///
  /// - Throws: `FileFault.tooLarge` when there are more than `most`.
  public func rest(most: Int) throws(FileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    if let count { bytes.reserveCapacity(min(count, most) + 1) }
    var portion = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var result = Result<Int, FileFault>.success(0)
      portion.withUnsafeMutableBytes { buffer in
        do throws(FileFault) { result = .success(try read(into: buffer)) } catch { result = .failure(error) }
      }
      let got = try result.get()
      if got == 0 { return bytes }
      guard bytes.count + got <= most else { throw .tooLarge(most: most) }
      bytes += portion[..<got]
    }
  }

  private func wait() throws(FileFault) {
    guard isReady(descriptor, for: Int16(POLLIN), within: patience) else { throw .silent }
  }
}

/// Whether a descriptor is ready, or at its end, before so much time has passed.
func isReady(_ descriptor: Int32, for events: Int16, within patience: Duration) -> Bool {
  let milliseconds = Int32(
    clamping: patience.components.seconds * 1000 + patience.components.attoseconds / 1_000_000_000_000_000)
  var request = pollfd(fd: descriptor, events: events, revents: 0)
  return retrying { Int(poll(&request, 1, milliseconds)) } != 0
}

/// Calls the system again as long as a signal comes between.
func retrying<Answer: FixedWidthInteger>(_ call: () -> Answer) -> Answer {
  while true {
    let answer = call()
    if answer != -1 || errno != EINTR { return answer }
  }
}

/// `read` of the C library, which a type's own would hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
