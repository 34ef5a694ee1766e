import CellCanvas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A line at the bottom of the terminal that says how far long work has come; where standard error goes anywhere else,
/// nothing.
struct ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last: ContinuousClock.Instant?
  private var width = 0

  /// Shows a text in place of the one before, a few times a second at most.
  mutating func show(_ text: @autoclosure () -> String) {
    guard isTerminal else { return }
    let now = ContinuousClock.now
    if let last, now - last < .milliseconds(250) { return }
    last = now
    let text = text()
    put("\r" + text + String(repeating: " ", count: max(0, width - text.count)))
    width = text.count
  }

  /// Takes the line away.
  mutating func clear() {
    guard width > 0 else { return }
    put("\r" + String(repeating: " ", count: width) + "\r")
    (width, last) = (0, nil)
  }

  private func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
  }
}
