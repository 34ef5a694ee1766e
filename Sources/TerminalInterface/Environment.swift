#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The environment variables that say something about the terminal. An empty one counts as not set.
struct Environment: Sendable {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values.filter { !$0.value.isEmpty } }

  subscript(name: String) -> String? { values[name] }

  /// The variables of this process.
  static func ofProcess() -> Environment {
    let names = [
      "TERM", "TERMINFO", "TERMINFO_DIRS", "HOME", "COLORTERM", "NO_COLOR", "TMUX", "STY", "ZELLIJ", "WT_SESSION",
      "LC_ALL", "LC_CTYPE", "LANG",
    ]
    var values: [String: String] = [:]
    for name in names { values[name] = getenv(name).map { String(cString: $0) } }
    return Environment(values)
  }
}
