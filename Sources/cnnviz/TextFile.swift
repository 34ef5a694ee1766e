import Files

/// A text that somebody wrote.
enum TextFile {
  /// Why there is no text in a file; the description is the sentence to show.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Larger files are none that somebody wrote.
  private static let largestFile = 1 << 20

  /// The text in a file, without the mark of its byte order.
  ///
  /// - Parameter nature: what such a file should hold: "a network is a text with one layer a line".
  static func text(of path: String, nature: String) throws(Failure) -> String {
    let bytes: [UInt8]
    do throws(FileFault) { bytes = try Files.bytes(of: path, most: largestFile) } catch {
      switch error {
      case .tooLarge: throw Failure(description: "\(path) is larger than 1 MB: \(nature).")
      case .folder: throw Failure(description: "\(path) is a folder: \(nature).")
      default: throw Failure(description: "\(path) cannot be read: \(error).")
      }
    }
    // The Unicode Standard, section 23.8: at the beginning it is a signature, not text.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    guard let text = String(validating: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self) else {
      throw Failure(description: "\(path) is not text in UTF-8: \(nature).")
    }
    return text
  }
}
