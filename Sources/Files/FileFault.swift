#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a file cannot be read or written.
public enum FileFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// A folder stands where a file was expected.
  case folder
  /// A pipe or a device from which nothing came for as long as was waited.
  case silent
  /// There are more bytes than a file of this kind can have.
  case tooLarge(most: Int)
  /// It has become shorter while it was read.
  case shortened
  /// What the system answered, by its number.
  case system(code: Int32)

  /// What the system answered to the call that has just failed.
  static var last: FileFault { errno == EISDIR ? .folder : .system(code: errno) }

  /// Whether a file was to be created where there is one.
  public var isExisting: Bool { self == .system(code: EEXIST) }

  /// Whether there is no file of this name.
  public var isMissing: Bool { self == .system(code: ENOENT) || self == .system(code: ENOTDIR) }

  /// The reason in a few words, as they stand in parentheses: “No such file or directory”.
  public var description: String {
    switch self {
    case .folder: "it is a folder"
    case .silent: "it is a pipe or a device, and nothing came out of it"
    case .tooLarge(let most): "it has more than \(most) bytes"
    case .shortened: "it has become shorter since it was opened"
    case .system(let code): String(cString: strerror(code))
    }
  }
}
