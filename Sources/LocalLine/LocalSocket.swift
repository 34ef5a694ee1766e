#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A socket of this machine between two programs of one user, on which nothing ever waits.
final class LocalSocket {
  /// What came of reading.
  enum Outcome: Equatable {
    /// Lines without their ends, as many as are complete.
    case lines([String])
    /// The other side is gone, or has sent a line that is too long or no text.
    case over
  }

  let descriptor: Int32
  private let longest: Int
  private var pending: [UInt8] = []

  /// A connected socket.
  ///
  /// - Parameter longest: the longest line that is taken, in bytes.
  init(connected descriptor: Int32, longest: Int) {
    self.descriptor = descriptor
    self.longest = longest
  }

  deinit { close(descriptor) }

  /// Connects to the socket at `path`; `nil` where nobody listens.
  convenience init?(connectingTo path: String, longest: Int) {
    guard let descriptor = openSocket() else { return nil }
    prepare(descriptor)
    guard withAddress(path, { connect(descriptor, $0, $1) == 0 }) ?? false else {
      close(descriptor)
      return nil
    }
    self.init(connected: descriptor, longest: longest)
  }

  /// Takes what has come.
  func read() -> Outcome {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    // A few pieces at most: whoever sends without end is not to hold anybody up.
    for _ in 0..<8 {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        pending += buffer[..<count]
        if pending.count > longest, !pending.contains(UInt8(ascii: "\n")) { return .over }
        if count < buffer.count { break }
      } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR {
        break
      } else {
        return pending.isEmpty ? .over : takeLines(isOver: true)
      }
    }
    return takeLines(isOver: false)
  }

  private func takeLines(isOver: Bool) -> Outcome {
    guard let end = pending.lastIndex(of: UInt8(ascii: "\n")) else { return isOver ? .over : .lines([]) }
    let lines = pending[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    pending.removeFirst(end + 1)
    guard lines.allSatisfy({ $0.count <= longest }) else { return .over }
    let texts = lines.compactMap { String(validating: $0, as: UTF8.self) }
    return texts.count == lines.count ? .lines(texts) : .over
  }

  /// Sends a line; `false` where it has no room, for the other side does not read, or is gone.
  func send(_ line: String) -> Bool {
    let bytes = Array((line + "\n").utf8)
    return sendAtOnce(descriptor, bytes) == bytes.count
  }
}

/// Sends bytes without waiting, and without a signal where the other side is gone.
private func sendAtOnce(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
  #if canImport(Darwin)
    send(descriptor, bytes, bytes.count, 0)
  #else
    send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  #endif
}

/// A descriptor that is closed in other programs, never waits, and whose other side may go without a signal.
private func prepare(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  #if canImport(Darwin)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
  #endif
}

/// A new socket; `nil` where the system has none left.
private func openSocket() -> Int32? {
  #if canImport(Glibc)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  #else
    let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
  #endif
  guard descriptor >= 0 else { return nil }
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  return descriptor
}

/// Calls `body` with a socket's address; `nil` where the path is too long for one.
private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool? {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(path.utf8) + [0]
  guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return nil }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
  }
}

/// A socket that waits for others to connect.
final class ListeningSocket {
  let descriptor: Int32
  private let path: String

  /// Listens at `path`; `nil` where that cannot be.
  init?(at path: String) {
    guard let descriptor = openSocket() else { return nil }
    // The folder keeps others out; this does so once more.
    let mask = umask(0o077)
    let isBound = withAddress(path) { bind(descriptor, $0, $1) == 0 } ?? false
    umask(mask)
    guard isBound, listen(descriptor, 16) == 0 else {
      close(descriptor)
      return nil
    }
    prepare(descriptor)
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  /// Whoever has connected; `nil` when there is nobody more.
  func next(longest: Int) -> LocalSocket? {
    let other = accept(descriptor, nil, nil)
    guard other >= 0 else { return nil }
    prepare(other)
    return LocalSocket(connected: other, longest: longest)
  }
}
