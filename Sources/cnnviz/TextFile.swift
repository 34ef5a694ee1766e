#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A text that somebody wrote.
enum TextFile {
  /// Why there is no text in a file; the description is the sentence to show.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Larger files are none that somebody wrote.
  private static let largestFile = 1 << 20

  /// The text in a file.
  ///
  /// - Parameter nature: what such a file should hold: "a network is a text with one layer a line".
  static func text(of path: String, nature: String) throws(Failure) -> String {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw Failure(description: "\(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= largestFile {
      let count = piece.withUnsafeMutableBytes { unistdRead(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        throw Failure(description: "\(path) cannot be read: \(String(cString: strerror(errno))).")
      }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    guard bytes.count <= largestFile else {
      throw Failure(description: "\(path) is larger than 1 MB: \(nature).")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(description: "\(path) is not text in UTF-8: \(nature).")
    }
    return text
  }
}

/// `read` of the C library, which the type's own would hide.
private func unistdRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
