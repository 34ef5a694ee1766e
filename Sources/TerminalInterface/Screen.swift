import CNcurses
import CTerminalGuard
import CellCanvas
import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How a person wants the terminal to be used.
public struct ScreenOptions: Hashable, Sendable {
  /// How many colours; `nil` leaves the choice to the environment and the terminal.
  public var colors: ColorDepth?
  /// Whether to use nothing but ASCII.
  public var asciiOnly: Bool
  /// Whether to ask the terminal whether it draws pictures in pixels, and then to have it draw them.
  public var drawsPixels: Bool

  /// Options; by default everything is chosen by what the terminal can do, and pictures are drawn in cells.
  public init(colors: ColorDepth? = nil, asciiOnly: Bool = false, drawsPixels: Bool = false) {
    self.colors = colors
    self.asciiOnly = asciiOnly
    self.drawsPixels = drawsPixels
  }
}

/// The terminal while the lecture is on it. One at a time in a process; it stays in the function that made it.
final class Screen {
  /// How many colours are used.
  let depth: ColorDepth
  /// Which glyphs are used.
  let glyphs: GlyphSet

  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let input: Int32
  private let output: Int32
  /// Whether the terminal understands private modes of the ANSI kind, or at least knows to ignore them.
  private let isANSI: Bool
  /// Whether the terminal can report the mouse.
  private let hasMouse: Bool
  /// Whether the terminal is ours at the moment.
  private var isOpen = true
  private var isMouseOn = false

  private var pairs: ColorPairs
  private var renderer: Renderer?
  /// What is on the screen, to stage only the rows that change; empty when that is not known.
  private var shown: [Cell] = []
  private var row: [cchar_t] = []
  /// Pictures in pixels; `nil` where they are drawn in cells.
  private var pictures: TerminalPictures?

  /// Opens the terminal on `input` and `output`.
  ///
  /// - Throws: `TerminalError` when the lecture cannot be shown there; nothing was changed then.
  init(
    options: ScreenOptions, environment: Environment = .ofProcess(), input: Int32 = STDIN_FILENO,
    output: Int32 = STDOUT_FILENO
  ) throws(TerminalError) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    guard let term = environment["TERM"] else { throw .unnamedTerminal }
    let isLimited = Self.limitSize(of: output)
    defer { if isLimited { for name in ["COLUMNS", "LINES"] { Self.restore(name, environment) } } }
    let described = try Self.describe(term, output: output)
    let codeset = GlyphChoice.adoptLocale(environment)
    glyphs = GlyphChoice.glyphs(asciiOnly: options.asciiOnly, environment: environment, codeset: codeset)
    let entry = ncurses_has_extended_colors() ? TerminfoDatabase.entry(term, environment: environment) : nil
    depth = ColorChoice.depth(
      asked: options.colors, environment: environment, colors: described.colors, canBeTaught: entry != nil)
    guard terminal_guard_remember(output) == 0 else { throw .notATerminal }
    guard
      let screen = Self.open(
        term, patched: entry?.patched(for: depth), environment: environment, input: input, output: output)
    else { throw .unknownTerminal(term) }
    guard let window = newwin(0, 0, 0, 0) else {
      endwin()
      throw .noResources
    }
    self.screen = screen
    self.window = window
    self.input = input
    self.output = output
    isANSI = described.isANSI
    hasMouse = described.isANSI && described.hasMouse
    set_escdelay(25)
    cbreak()
    noecho()
    nonl()
    // Ctrl-C must not throw away output that is on its way, such as what puts the terminal back.
    intrflush(window, false)
    ncurses_take_suspend_key(output)
    curs_set(0)
    if depth != .mono {
      start_color()
      use_default_colors()
    }
    keypad(window, true)
    // These are the numeric pad's: digits where it sends ESC O and a letter, which ncurses does not tell from Home and End.
    for key in [KEY_A1, KEY_A3, KEY_B2, KEY_C1, KEY_C3] { define_key(nil, key) }
    nodelay(window, true)
    pairs = ColorPairs()
    // A program that ended badly may have left the mouse reporting.
    if isANSI { send(Self.mouseOff) }
    setPasteMarks(true)
    if options.drawsPixels, isANSI, depth != .mono, glyphs == .unicode, PictureQuery.isWorthAsking(environment) {
      pictures = TerminalPictures(on: output)
    }
  }

  deinit {
    close()
    delwin(window)
    delscreen(screen)
  }

  /// Tells ncurses, which looks for the size by itself, of a smaller one where it could not count the cells; answers
  /// whether that had to be done.
  private static func limitSize(of output: Int32) -> Bool {
    var (width, height): (Int32, Int32) = (0, 0)
    guard ncurses_window_size(output, &width, &height), max(width, height) > longestSide else { return false }
    setenv("COLUMNS", "\(min(width, longestSide))", 1)
    setenv("LINES", "\(min(height, longestSide))", 1)
    return true
  }

  /// Gives a variable the value that it had.
  private static func restore(_ name: String, _ environment: Environment) {
    if let own = environment[name] { setenv(name, own, 1) } else { unsetenv(name) }
  }

  /// What terminfo says of a terminal before it is touched.
  private static func describe(_ term: String, output: Int32) throws(TerminalError) -> (
    colors: Int, isANSI: Bool, hasMouse: Bool
  ) {
    guard ncurses_look_up(term, output) else { throw .unknownTerminal(term) }
    defer { ncurses_end_looking_up() }
    guard let move = capability("cup") else { throw .plainTerminal(term) }
    return (Int(tigetnum("colors")), move.hasPrefix("\u{1B}["), capability("kmous") != nil)
  }

  /// A string capability of the terminal that is set up.
  private static func capability(_ name: String) -> String? {
    guard let text = tigetstr(name), Int(bitPattern: text) != -1 else { return nil }
    return String(cString: text)
  }

  /// Lets ncurses open the terminal as `patched` describes it, or where that does not work as it describes itself.
  private static func open(
    _ term: String, patched: TerminfoEntry?, environment: Environment, input: Int32, output: Int32
  ) -> OpaquePointer? {
    if let patched {
      setenv("TERMINFO", patched.environmentValue, 1)
      let screen = ncurses_open(TerminfoEntry.patchedName, input, output)
      restore("TERMINFO", environment)
      if let screen { return screen }
    }
    return ncurses_open(term, input, output)
  }

  // MARK: Coming and going

  /// What puts the screen back, whatever state it is in.
  var farewell: String {
    let modes = isANSI ? "\u{1B}[?2026l" + Self.mouseOff + "\u{1B}[?2004l" : ""
    return modes + (pictures == nil ? "" : KittyCommands.forgetAll)
      + ["op", "sgr0", "cnorm", "rmcup", "rmkx"].compactMap(Self.capability).joined()
  }

  /// Reports of the mouse that say where the pointer moves, and without bounds (SGR). One mode a sequence, for not every
  /// terminal takes several at once.
  private static let mouseOn = "\u{1B}[?1006h\u{1B}[?1003h"
  /// No reports of the mouse, in any of the ways in which terminals make them.
  private static let mouseOff = ["1003", "1002", "1000", "1006"].map { "\u{1B}[?\($0)l" }.joined()

  /// Takes the terminal as if it had been given back: somebody else had it after a stop that nobody was told of.
  func retake() {
    guard isOpen else { return }
    close(keepsInput: true)
    reopen()
  }

  /// Gives the terminal back as it was; once more does nothing.
  ///
  /// - Parameter keepsInput: whether what was typed is still for the lecture.
  func close(keepsInput: Bool = false) {
    guard isOpen else { return }
    isOpen = false
    if let farewell = pictures?.farewell() { send(farewell) }
    setPasteMarks(false)
    if isMouseOn {
      if hasMouse { send(Self.mouseOff) }
      // Where the mouse was in the meantime is no input for a shell.
      if !keepsInput { flushinp() }
    }
    endwin()
  }

  /// Takes the terminal again after `close`.
  func reopen() {
    isOpen = true
    resize()
    wrefresh(window)
    setPasteMarks(true)
    if isMouseOn { reportMouse(true) }
  }

  /// Has the terminal say where a pasted text begins and ends.
  private func setPasteMarks(_ isOn: Bool) { if isANSI { send("\u{1B}[?2004\(isOn ? "h" : "l")") } }

  /// Writes to the terminal past ncurses, which must have nothing held back.
  private func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(output, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        guard count > 0 || errno == EINTR else { return }
        sent += max(0, count)
      }
    }
  }

  // MARK: Size

  /// No window is larger; ncurses counts cells in 16 bits and crashes beyond them.
  private static let longestSide: Int32 = 1000

  /// The window's size in cells.
  var size: Size { Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window))) }

  /// Takes over the window's size. The next frame is drawn from nothing.
  func resize() {
    var (width, height): (Int32, Int32) = (0, 0)
    if ncurses_window_size(output, &width, &height) {
      resizeterm(min(height, Self.longestSide), min(width, Self.longestSide))
    }
    redraw()
    if let question = pictures?.measureCell() { send(question) }
  }

  /// Draws the next frame from nothing, whatever is on the screen.
  func redraw() {
    shown.removeAll()
    pictures?.forget()
    clearok(window, true)
  }

  // MARK: Frames

  /// Shows a canvas. Only rows that differ from what is on the screen are looked at any further.
  func show(_ frame: Canvas, theme: Theme) {
    let (canvas, pieces) = parted(frame.spelled(in: glyphs))
    let renderer = renderer(for: theme)
    if shown.count != canvas.cells.count { shown.removeAll() }
    var rows = stageChanges(of: canvas, renderer)
    if pairs.isExhausted {
      // Once more with an empty table, which has room for all pairs of one frame.
      pairs.removeAll()
      shown.removeAll()
      redrawwin(window)
      rows = stageChanges(of: canvas, renderer)
    }
    shown = canvas.cells
    let drawing = pictures?.change(to: pieces, of: canvas, theme: theme, rewritten: rows) ?? ""
    if !rows.isEmpty || !drawing.isEmpty { flush(drawing) }
    if let question = pictures?.question() { ask(question) }
  }

  /// Asks the terminal something. One that does not know the question may write it out: what it would cover is drawn anew.
  private func ask(_ question: String) {
    send("\u{1B}7\u{1B}[H" + question + "\u{1B}8")
    wredrawln(window, 0, Int32(min(size.rows, question.utf8.count / max(1, size.columns) + 1)))
    flush("")
  }

  /// Whether the terminal has said that it draws pictures in pixels.
  var drawsPictures: Bool { pictures?.isDrawing ?? false }

  /// The canvas, with windows where the terminal draws pictures.
  private func parted(_ canvas: Canvas) -> (canvas: Canvas, pieces: [PicturePiece]) {
    guard drawsPictures else { return (canvas, []) }
    // Below a picture on the last row a terminal may scroll.
    return canvas.withWindows(in: 0..<size.rows - 1)
  }

  /// Hands the rows that differ from what is on the screen to ncurses, and answers which.
  private func stageChanges(of canvas: Canvas, _ renderer: Renderer) -> Set<Int> {
    let columns = min(canvas.size.columns, size.columns)
    var rows: Set<Int> = []
    for index in 0..<min(canvas.size.rows, size.rows) {
      let start = index * canvas.size.columns
      if !shown.isEmpty, canvas.cells[start..<start + columns] == shown[start..<start + columns] { continue }
      rows.insert(index)
      stage(canvas.cells[start..<start + columns], row: index, renderer)
    }
    return rows
  }

  private func renderer(for theme: Theme) -> Renderer {
    if let renderer, renderer.theme.name == theme.name { return renderer }
    shown.removeAll()
    let new = Renderer(theme: theme, depth: depth, glyphs: glyphs)
    renderer = new
    return new
  }

  /// Hands one row to ncurses.
  private func stage(_ cells: ArraySlice<Cell>, row index: Int, _ renderer: Renderer) {
    if row.count < cells.count { row = Array(repeating: cchar_t(), count: cells.count) }
    row.withUnsafeMutableBufferPointer { row in
      guard let start = row.baseAddress else { return }
      var previous: (cell: Cell, rendered: RenderedCell, pair: Int32)?
      // ncurses takes a wide glyph for its two columns by itself.
      var count = 0
      for cell in cells {
        if cell.glyph == .continuation, glyphs == .unicode { continue }
        if let previous, previous.cell == cell {
          row[count] = row[count - 1]
          count += 1
          continue
        }
        let rendered = renderer.render(cell)
        let pair: Int32
        if let previous, rendered.glyph == " ", rendered.style.isEmpty,
          previous.rendered.background == rendered.background
        {
          // Ink does not show on an empty cell, and to keep the ink it had costs the terminal nothing.
          pair = previous.pair
        } else {
          pair = pairs.number(ink: rendered.foreground, paper: rendered.background)
        }
        ncurses_set_cell(start + count, printable(rendered.glyph), attributes(of: rendered), pair)
        previous = (cell, rendered, pair)
        count += 1
      }
      mvwadd_wchnstr(window, Int32(index), 0, start, Int32(count))
    }
  }

  private func attributes(of cell: RenderedCell) -> attr_t {
    var attributes: attr_t = 0
    if cell.style.contains(.bold) || pairs.needsBold(cell.foreground) { attributes |= ncurses_bold }
    if cell.style.contains(.underline) { attributes |= ncurses_underline }
    if cell.style.contains(.reverse) { attributes |= ncurses_reverse }
    return attributes
  }

  /// A glyph that takes one column, as the canvas promises: what a person typed may be wider, or nothing at all.
  private func printable(_ glyph: Unicode.Scalar) -> wchar_t {
    if glyph.value < 0x7F { return wchar_t(max(glyph.value, 0x20)) }
    let code = wchar_t(bitPattern: glyph.value)
    let width = ncurses_glyph_width(code)
    // A wide glyph whose continuation stands behind it. Where the C library counts otherwise, the row must not shift.
    return width == 1 || width == 2 && glyph.isWide ? code : wchar_t(UInt8(ascii: "?"))
  }

  /// Brings what was staged to the terminal, and pictures over it, marked as one frame, so that it is not seen half drawn.
  private func flush(_ drawing: String) {
    if isANSI { send("\u{1B}[?2026h") }
    wnoutrefresh(window)
    doupdate()
    // ncurses has to find the cursor and its attributes where it left them.
    if !drawing.isEmpty { send("\u{1B}7" + drawing + "\u{1B}8") }
    if isANSI { send("\u{1B}[?2026l") }
  }

  // MARK: Input

  private var decoder = KeyDecoder()
  /// When something was read last.
  private var lastInput = ContinuousClock.now

  /// How long from now on to wait for the rest of a key that has arrived in part; `nil` when none has.
  var patience: Duration? { decoder.patience.map { max(.zero, $0 - (.now - lastInput)) } }

  /// The next key or movement of the mouse that has arrived; `nil` when there is nothing more.
  func nextEvent() -> Event? {
    decoder.expectsAnswer = pictures?.expectsAnswer ?? false
    while let input = read() {
      lastInput = .now
      if case .special(let code) = input, code == KEY_MOUSE {
        decoder.beginMouseReport()
      } else if let key = decoder.key(from: input) {
        return .key(key)
      } else if let event = decoder.takeMouseEvent() {
        return .mouse(event)
      } else if let answer = decoder.takeAnswer() {
        pictures?.take(answer)
      }
    }
    if patience == .zero, let key = decoder.giveUp() { return .key(key) }
    return nil
  }

  /// Whether the input, though readable, has nothing to read: nobody is there any more.
  var isAtEndOfInput: Bool { ncurses_bytes_waiting(input) == 0 }

  private func read() -> RawInput? {
    var code: wint_t = 0
    return switch wget_wch(window, &code) {
    case OK: .character(UInt32(code))
    case ERR: nil
    default: .special(Int32(bitPattern: code))
    }
  }

  /// Has the terminal report the mouse, or leaves the mouse to it.
  func reportMouse(_ isOn: Bool) {
    isMouseOn = isOn
    if hasMouse { send(isOn ? Self.mouseOn : Self.mouseOff) }
  }
}
