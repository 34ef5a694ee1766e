import CPseudoTerminal
import CVTerm

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a terminal shows in one place.
public struct TerminalCell: Hashable, Sendable {
  /// A colour as the program chose it.
  public enum Color: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// One of the 256.
    case index(UInt8)
    /// Red, green and blue as 0xRRGGBB.
    case rgb(UInt32)
  }

  /// The glyph.
  public var glyph: Unicode.Scalar
  /// The glyph's colour.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Heavier strokes.
  public var isBold: Bool
  /// A line beneath.
  public var isUnderlined: Bool
  /// Colours changed places.
  public var isReversed: Bool

  /// A cell.
  public init(
    glyph: Unicode.Scalar, foreground: Color, background: Color, isBold: Bool, isUnderlined: Bool, isReversed: Bool
  ) {
    self.glyph = glyph
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isUnderlined = isUnderlined
    self.isReversed = isReversed
  }
}

/// How a program ended.
public enum ProgramEnd: Hashable, Sendable {
  /// By itself, with a status.
  case exited(Int32)
  /// By a signal.
  case killed(Int32)
}

/// A program on a pseudo-terminal whose screen an emulator keeps. For one test; nothing here sleeps, all waits are for
/// something that the program does.
public final class TerminalSession {
  /// The program's process.
  public let process: pid_t
  /// The bytes that the program has written.
  public private(set) var bytes: [UInt8] = []
  /// The pictures that the program has shown.
  public private(set) var pictures = TerminalPictures()
  /// Whether the terminal knows what pictures are. One that does not may write out what is said of them.
  public var knowsPictures = false
  /// The size of the terminal.
  public private(set) var rows: Int
  /// The size of the terminal.
  public private(set) var columns: Int

  private let controller: Int32
  private let emulator: OpaquePointer
  private let screen: OpaquePointer
  private let switches = UnsafeMutablePointer<CVTermSwitches>.allocate(capacity: 1)
  /// Whether the program, and all that it started, has closed the terminal.
  private var isSilent = false
  private var isOpen = true
  private var end: ProgramEnd?

  /// How long to wait for what should come at once, on a machine that has much else to do.
  public static let patience = Duration.seconds(60)

  /// As sessions have it: nobody else can enter it.
  private static let runtimeFolder: String = {
    let folder = "/tmp/cnnviz-tests-\(getuid())"
    mkdir(folder, 0o700)
    return folder
  }()

  /// Starts `program` on a terminal.
  ///
  /// - Parameter environment: all of it; `TERM`, `LANG` and `HOME` have values that suit most tests. An empty value
  ///   takes a variable away.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24, directory: String = "/"
  ) {
    self.rows = rows
    self.columns = columns
    var variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/", "PATH": "/usr/bin:/bin"]
    // No state is kept, unless a test gives it a folder.
    variables["XDG_STATE_HOME"] = "/dev/null"
    // Lectures of all tests listen in one folder, where no desk looks but one that a test sends there.
    variables["XDG_RUNTIME_DIR"] = Self.runtimeFolder
    // No crash reporter that would take its time, and the library path that the tests themselves run with.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    for name in ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] { variables[name] = getenv(name).map { String(cString: $0) } }
    variables.merge(environment) { $1 }
    var argumentPointers = ([program] + arguments).map { strdup($0) } + [nil]
    var variablePointers = variables.filter { !$0.value.isEmpty }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var controller: Int32 = -1
    process = pseudo_terminal_spawn(
      program, &argumentPointers, &variablePointers, directory, Int32(rows), Int32(columns), &controller)
    precondition(process > 0, "no pseudo-terminal could be opened")
    self.controller = controller
    emulator = vterm_new(Int32(rows), Int32(columns))
    switches.initialize(to: CVTermSwitches(alternate_screen: 0, cursor_visible: 1, mouse: 0))
    screen = cvterm_open_screen(emulator, switches)
  }

  deinit {
    if end == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    hangUp()
    vterm_free(emulator)
    switches.deallocate()
  }

  // MARK: What the program did

  /// Takes in what the program writes until `condition` holds; answers whether it did before the program ended or
  /// patience did.
  public func wait(_ patience: Duration = patience, until condition: (TerminalSession) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + patience
    while !condition(self) {
      let left = deadline - ContinuousClock.now
      if left <= .zero || !takeOutput(within: left) { return condition(self) }
    }
    return true
  }

  /// Waits until all that `text` says stands on the screen.
  public func wait(forText text: String) -> Bool { wait { $0.text.contains(text) } }

  /// Takes in what the program still writes, and answers how it ended; `nil` when it does not end.
  public func waitForEnd() -> ProgramEnd? {
    if let end { return end }
    _ = wait { _ in false }
    // The terminal is closed, so the program has ended or is about to.
    let deadline = ContinuousClock.now + Self.patience
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) != process {
      guard isSilent, ContinuousClock.now < deadline else { return nil }
      sched_yield()
    }
    end = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F)
    return end
  }

  /// Takes in what comes first within a time; answers whether anything did.
  private func takeOutput(within time: Duration) -> Bool {
    guard !isSilent else { return false }
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, Int32(clamping: time.components.seconds * 1000 + 1)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(controller, &buffer, buffer.count)
    guard count > 0 else {
      isSilent = true
      return false
    }
    bytes += buffer[..<count]
    let others = pictures.take(buffer[..<count])
    (knowsPictures ? others[...] : buffer[..<count]).withUnsafeBytes {
      _ = vterm_input_write(emulator, $0.bindMemory(to: CChar.self).baseAddress, $0.count)
    }
    return true
  }

  // MARK: What the person does

  /// Types.
  public func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Sends what a terminal might.
  public func send(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives the terminal a new size.
  public func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    vterm_set_size(emulator, Int32(rows), Int32(columns))
    pseudo_terminal_resize(controller, Int32(rows), Int32(columns))
  }

  /// Tells the program of a new size that the emulator does not have: what it draws then is not to be read.
  public func announceSize(columns: Int, rows: Int) {
    pseudo_terminal_resize(controller, Int32(rows), Int32(columns))
  }

  /// Takes the terminal away, as closing its window does.
  public func hangUp() {
    guard isOpen else { return }
    isOpen = false
    isSilent = true
    close(controller)
  }

  /// Sends the program a signal.
  public func signal(_ number: Int32) { kill(process, number) }

  // MARK: What is on the screen

  /// What the terminal shows at a place.
  public func cell(column: Int, row: Int) -> TerminalCell {
    let cell = cvterm_cell(screen, Int32(row), Int32(column))
    return TerminalCell(
      glyph: Unicode.Scalar(cell.glyph) ?? "?", foreground: Self.color(cell.foreground),
      background: Self.color(cell.background), isBold: cell.bold, isUnderlined: cell.underline, isReversed: cell.reverse
    )
  }

  private static func color(_ code: Int32) -> TerminalCell.Color {
    switch code {
    case ..<0: .standard
    case 0..<256: .index(UInt8(code))
    default: .rgb(UInt32(code) & 0xFF_FFFF)
    }
  }

  /// The glyphs of a row.
  public func line(_ row: Int) -> String {
    var line = String.UnicodeScalarView()
    for column in 0..<columns {
      line.append(Unicode.Scalar(cvterm_cell(screen, Int32(row), Int32(column)).glyph) ?? "?")
    }
    return String(line)
  }

  /// The glyphs of the screen, a line a row.
  public var text: String { (0..<rows).map(line).joined(separator: "\n") }

  /// Whether the program has the screen for itself, and what was there before is kept.
  public var isOnAlternateScreen: Bool { switches.pointee.alternate_screen != 0 }
  /// Whether the cursor is seen.
  public var isCursorVisible: Bool { switches.pointee.cursor_visible != 0 }
  /// Whether the program has the mouse reported.
  public var isMouseReported: Bool { switches.pointee.mouse != 0 }

  /// Whether the terminal edits and shows what is typed, as it does at a shell.
  public var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(controller, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return modes.c_lflag & wanted == wanted && modes.c_iflag & tcflag_t(ICRNL) != 0
      && modes.c_oflag & tcflag_t(OPOST | ONLCR) == tcflag_t(OPOST | ONLCR)
  }
}
