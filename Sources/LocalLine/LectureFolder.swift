import Files

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folder in which the lectures of a user listen: nobody else can enter it.
struct LectureFolder {
  /// A lecture that listens, or has.
  struct Entry: Hashable {
    let path: String
    let process: Int
    /// When it began to listen, in nanoseconds since 1970.
    let start: Int64

    /// Whether somebody listens there.
    var listens: Bool { LocalSocket(connectingTo: path, longest: 0) != nil }
  }

  let path: String

  /// The folders where lectures may be, the usual one first: the session's own, or else one beside temporary files. Which
  /// of them a program knows depends on where it was started.
  static var all: [LectureFolder] {
    let temporary = variable("TMPDIR") ?? "/tmp"
    let own = "cnnviz-\(getuid())"
    var paths = ["\(temporary)/\(own)"]
    if temporary != "/tmp" { paths.append("/tmp/\(own)") }
    if let session = variable("XDG_RUNTIME_DIR") { paths.insert("\(session)/cnnviz", at: 0) }
    return paths.map { LectureFolder(path: $0) }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/") else { return nil }
    return value
  }

  /// The first folder that is there or can be made, and is safe; `nil` where there is none.
  static func prepared() -> LectureFolder? {
    all.first { folder in
      mkdir(folder.path, 0o700)
      return folder.isSafe
    }
  }

  /// Whether it is a folder, no link to one, that belongs to this user and that nobody else can enter.
  var isSafe: Bool {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return false }
    return facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == geteuid() && facts.st_mode & 0o077 == 0
  }

  /// Where the lecture of a process listens.
  func socketPath(of process: Int) -> String { "\(path)/\(process).socket" }

  /// All that listen or have listened, the newest first.
  var entries: [Entry] {
    guard isSafe, let names = try? Files.names(in: path) else { return [] }
    var entries: [Entry] = []
    for name in names {
      guard name.hasSuffix(".socket"), let process = Int(name.dropLast(7)) else { continue }
      var facts = stat()
      let file = socketPath(of: process)
      guard lstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK else { continue }
      #if canImport(Darwin)
        let time = facts.st_mtimespec
      #else
        let time = facts.st_mtim
      #endif
      entries.append(
        Entry(path: file, process: process, start: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)))
    }
    return entries.sorted { $0.start > $1.start }
  }

  /// Clears away the sockets of lectures that ended badly: of processes that are no more, where nobody listens.
  func clear() {
    for entry in entries where kill(pid_t(entry.process), 0) != 0 && errno == ESRCH {
      if !entry.listens { Files.remove(entry.path) }
    }
  }
}
