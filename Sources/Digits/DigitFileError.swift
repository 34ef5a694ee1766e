/// Why a file gives no digits; the description is the sentence to show.
public struct DigitFileError: Error, Hashable, CustomStringConvertible {
  /// The file or the folder, as it was named.
  public let path: String
  let fault: DigitFileFault

  /// A sentence, without its full stop, that says what is wrong and what to do.
  public var description: String { "“\(path)” \(fault.predicate)" }
}

/// What is wrong with a file.
enum DigitFileFault: Error, Hashable {
  case unreadable(reason: String)
  case missing(names: String)
  case empty
  case tooManyBytes
  /// Not to be unpacked, and what is known about why.
  case badGzip(String)
  /// Packed, and nothing is there to unpack it with.
  case needsZlib
  case notIDX
  /// Another kind of IDX file than the one that belongs here.
  case otherIDX(expected: String)
  case otherSize(height: Int, width: Int)
  case tooMany(claimed: Int)
  case none
  case cutShort(claimed: Int, found: Int)
  case tooLong(claimed: Int, found: Int)
  case noDigit(label: Int, index: Int)
  case otherCount(labels: Int, pictures: Int)

  /// The sentence after the file's name.
  var predicate: String {
    let again = "download MNIST again"
    switch self {
    case .unreadable(let reason): return "cannot be read (\(reason)); check its name and that you may read it"
    case .missing(let names): return "holds no \(names), plain or with .gz; name the folder with MNIST's files"
    case .empty: return "is empty; \(again)"
    case .tooManyBytes: return "is larger than any file of MNIST; \(again)"
    case .badGzip(let detail): return "cannot be unpacked (\(detail)); \(again)"
    case .needsZlib:
      return
        "is packed, and this program was built without zlib; unpack it with gunzip, or install zlib1g-dev and build "
        + "anew (swift package purge-cache && swift build)"
    case .notIDX: return "is no IDX file, the format of MNIST; \(again)"
    case .otherIDX(let expected): return "does not hold \(expected), as its name says; \(again)"
    case .otherSize(let height, let width):
      return "holds pictures of \(height) × \(width), not 28 × 28; name a folder with digits of MNIST's size"
    case .tooMany(let claimed): return "says that it holds \(claimed) digits, more than there can be; \(again)"
    case .none: return "holds no digits; \(again)"
    case .cutShort(let claimed, let found):
      return "is cut short, \(found) bytes instead of \(claimed); \(again)"
    case .tooLong(let claimed, let found):
      return "is too long, \(found) bytes instead of \(claimed); \(again)"
    case .noDigit(let label, let index):
      return "gives picture \(index + 1) the label \(label), which is no digit; \(again)"
    case .otherCount(let labels, let pictures):
      return "holds \(labels) labels for \(pictures) pictures; \(again)"
    }
  }
}
