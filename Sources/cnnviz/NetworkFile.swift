import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A network that somebody wrote down in a file.
enum NetworkFile {
  /// Why there is no network in a file; the description is the sentence to show.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Larger files are none that somebody wrote.
  private static let largestFile = 1 << 20

  /// Whether a word can only be meant as a file, or is one.
  static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.hasSuffix(".txt") || access(word, F_OK) == 0
  }

  /// The network in a file, called like the file without its ending.
  static func read(_ path: String) throws(Failure) -> Network {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    do {
      return try Network(name: name, title: name, text: try text(of: path))
    } catch let error as NetworkTextError {
      throw Failure(description: "\(path), \(error).")
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
  }

  private static func text(of path: String) throws(Failure) -> String {
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
      throw Failure(description: "\(path) is larger than 1 MB: a network is a text with one layer a line.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(description: "\(path) is not text in UTF-8: a network is a text with one layer a line.")
    }
    return text
  }
}

/// `read` of the C library, which the type's own would hide.
private func unistdRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
