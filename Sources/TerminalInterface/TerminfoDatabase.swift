import Files

/// The descriptions of terminals that are installed.
enum TerminfoDatabase {
  /// The entry of the terminal `name`; `nil` where it is not found as a file, though ncurses may know it from elsewhere.
  static func entry(_ name: String, environment: Environment) -> TerminfoEntry? {
    guard let first = name.utf8.first, !name.contains("/") else { return nil }
    for folder in folders(environment) {
      // By the first letter, or its number where file names do not tell upper from lower case.
      for letter in [String(UnicodeScalar(first)), String(first, radix: 16)] {
        if let bytes = contents(of: "\(folder)/\(letter)/\(name)"), let entry = TerminfoEntry(bytes) { return entry }
      }
    }
    return nil
  }

  private static func folders(_ environment: Environment) -> [String] {
    var folders: [String] = []
    if let own = environment["TERMINFO"], own.hasPrefix("/") { folders.append(own) }
    if let home = environment["HOME"] { folders.append(home + "/.terminfo") }
    folders += (environment["TERMINFO_DIRS"] ?? "").split(separator: ":").map(String.init)
    return folders + [
      "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo", "/usr/local/share/terminfo",
      "/opt/homebrew/opt/ncurses/share/terminfo", "/opt/homebrew/share/terminfo",
    ]
  }

  /// The largest entry that ncurses reads.
  private static let sizeLimit = 32 * 1024

  private static func contents(of path: String) -> [UInt8]? { try? Files.bytes(of: path, most: sizeLimit) }
}
