import CPseudoTerminal

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program on a pseudo-terminal that swallows what it writes, and says when.
final class ProgramOnTerminal {
  private let process: pid_t
  private let controller: Int32
  /// When the program was started.
  let start = ContinuousClock.now
  /// The last bytes of what was read before, so that a mark is found that came in two pieces.
  private var tail: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// The mark with which the lecture ends each frame: the end of a synchronized update.
  private static let frameEnd = Array("\u{1b}[?2026l".utf8)

  /// Starts `path` on a terminal of this size; `nil` when there is no pseudo-terminal to be had.
  init?(_ path: String, arguments: [String], columns: Int, rows: Int) {
    // No folder for the program's state: where a person's last talk stopped is not to be written over.
    let environment = [
      "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=/", "XDG_STATE_HOME=/dev/null",
      "PATH=/usr/bin:/bin",
    ]
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var end: Int32 = -1
    process = pseudo_terminal_spawn(path, &words, &settings, "/", Int32(rows), Int32(columns), &end)
    controller = end
    guard process > 0 else { return nil }
  }

  /// Starts `path` on a terminal of this size.
  ///
  /// - Throws: `BenchmarkError` when there is no pseudo-terminal to be had.
  static func launched(
    _ path: String, _ arguments: [String], columns: Int, rows: Int
  ) throws(BenchmarkError) -> ProgramOnTerminal {
    guard let program = ProgramOnTerminal(path, arguments: arguments, columns: columns, rows: rows) else {
      throw .noTerminal
    }
    return program
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(controller)
  }

  /// The process, to ask the system about it.
  var identifier: pid_t { process }

  /// Types `keys`.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Waits for output, at most `patience`, and gives what came; `nil` when nothing did.
  private func read(within patience: Duration) -> [UInt8]? {
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, Int32(patience / .milliseconds(1))) > 0 else { return nil }
    #if canImport(Darwin)
      let count = Darwin.read(controller, &buffer, buffer.count)
    #elseif canImport(Musl)
      let count = Musl.read(controller, &buffer, buffer.count)
    #else
      let count = Glibc.read(controller, &buffer, buffer.count)
    #endif
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Reads to the end of the next frame.
  ///
  /// - Returns: when the first byte came, when the last, and how many bytes came; `nil` when no frame came in time.
  func frame() -> (first: ContinuousClock.Instant, last: ContinuousClock.Instant, bytes: Int)? {
    var first: ContinuousClock.Instant?
    var count = 0
    while let bytes = read(within: .seconds(10)) {
      let now = ContinuousClock.now
      first = first ?? now
      count += bytes.count
      let isComplete = contains(Self.frameEnd, in: tail + bytes)
      tail = Array((tail + bytes).suffix(Self.frameEnd.count - 1))
      if isComplete, let first {
        tail = []
        return (first, now, count)
      }
    }
    return nil
  }

  /// Presses → and ← by turns, with a short rest between them, and measures how long each answer's first byte takes, in
  /// milliseconds.
  ///
  /// - Parameters:
  ///   - most: how many keys at most.
  ///   - goesOn: whether to press another.
  /// - Throws: `BenchmarkError.silent` when an answer does not come.
  func answers(atMost most: Int, while goesOn: () -> Bool) throws(BenchmarkError) -> [Double] {
    var times: [Double] = []
    while times.count < most, goesOn() {
      let pressed = ContinuousClock.now
      type(times.count.isMultiple(of: 2) ? "n" : "p")
      guard let answer = frame() else { throw .silent }
      times.append((answer.first - pressed).inMilliseconds)
      swallow(for: .milliseconds(10))
    }
    return times
  }

  /// Reads whatever comes, for so long.
  func swallow(for time: Duration) {
    let end = ContinuousClock.now + time
    while true {
      let left = end - ContinuousClock.now
      guard left > .zero, read(within: max(left, .milliseconds(1))) != nil else { return }
    }
  }

  /// Reads whatever comes until the program uses no processor time any more, at most for a minute; where the system does
  /// not tell how much it uses, until nothing has come for a second.
  func waitUntilIdle() {
    var calm = 0
    for _ in 0..<600 where calm < 3 {
      guard let before = ProcessUsage(identifier)?.ticks else {
        while read(within: .seconds(1)) != nil {}
        return
      }
      swallow(for: .milliseconds(100))
      calm = ProcessUsage(identifier)?.ticks == before ? calm + 1 : 0
    }
  }

  /// Reads until nothing has come for a while.
  func settle() { while read(within: .milliseconds(300)) != nil {} }

  /// Whether a mark is in there. Found by its last letter, which is rare among the numbers of colours: as long as this
  /// looks, the program may wait for room to write, and would be measured with it.
  private func contains(_ mark: [UInt8], in bytes: [UInt8]) -> Bool {
    guard let letter = mark.last else { return true }
    return bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return false }
      var index = mark.count - 1
      while index < bytes.count, let found = memchr(start + index, Int32(letter), bytes.count - index) {
        index = found - UnsafeMutableRawPointer(mutating: start)
        if memcmp(start + (index - mark.count + 1), mark, mark.count) == 0 { return true }
        index += 1
      }
      return false
    }
  }
}

/// What the system says a process has used.
struct ProcessUsage {
  /// Processor time in clock ticks, and how often it gave the processor away by itself.
  let ticks: Int
  let switches: Int
  /// The most memory that it has had, in bytes.
  let peakMemory: Int

  /// The usage so far; `nil` where the system keeps no `/proc`.
  init?(_ process: pid_t) {
    guard let stat = FileText.contents("/proc/\(process)/stat"),
      let status = FileText.contents("/proc/\(process)/status"), let end = stat.lastIndex(of: ")")
    else { return nil }
    // Behind the name in brackets: state is field 3, user and system time are fields 14 and 15.
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
    ticks = user + system
    func number(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return line?.split(whereSeparator: { $0 == "\t" || $0 == " " }).compactMap { Int($0) }.first ?? 0
    }
    switches = number("voluntary_ctxt_switches")
    peakMemory = 1024 * number("VmHWM")
  }
}

/// Small text files of the system.
enum FileText {
  /// What stands in a file; `nil` when it cannot be read.
  static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
