import Files
public import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Keeps where a talk stopped, one file for each plan, in the folder that the XDG base directory specification has for the
/// state of programs: $XDG_STATE_HOME, or else ~/.local/state.
public struct TalkFile: Sendable {
  /// The file; `nil` where there is no folder for it.
  private let path: String?

  /// The file of the plan that `arguments` name; without any, of the whole lecture.
  public init(_ arguments: [String]) {
    let folder = Self.variable("XDG_STATE_HOME") ?? Self.variable("HOME").map { $0 + "/.local/state" }
    // A plan is the same wherever it is named from.
    let words = arguments.map { word in
      guard let whole = realpath(word, nil) else { return word }
      defer { free(whole) }
      return String(cString: whole)
    }
    let name = words.isEmpty ? "lecture" : "plan-" + Self.digest(words.joined(separator: " "))
    path = folder.map { "\($0)/cnnviz/\(name).talk" }
  }

  /// A file by its name.
  init(path: String) { self.path = path }

  /// What was kept; `nil` where nothing was, or where it cannot be read any more.
  public var state: TalkState? {
    guard let path, let bytes = try? Files.bytes(of: path, most: 1 << 16) else { return nil }
    return String(validating: bytes, as: UTF8.self).flatMap { TalkState($0) }
  }

  /// Keeps a state. Where that cannot be, the talk is over all the same, and nothing else is lost.
  public func keep(_ state: TalkState) {
    guard let path, let folder = path.lastIndex(of: "/").map({ String(path[..<$0]) }) else { return }
    Self.makeFolders(folder)
    try? Files.replace(path, with: Array(state.text.utf8))
  }

  /// A variable of the environment that names a folder from the root on; the specification leaves out all others.
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Makes a folder and those around it, for their owner alone, as the specification asks for.
  private static func makeFolders(_ path: String) {
    for (place, sign) in zip(path.indices, path) where sign == "/" && place != path.startIndex {
      mkdir(String(path[..<place]), 0o700)
    }
    mkdir(path, 0o700)
  }

  /// The FNV-1a hash of 64 bits (Fowler, Noll, Vo), which is the same on every day and machine.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
