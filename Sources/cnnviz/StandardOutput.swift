import ArgumentParser
import Files

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes all of `text` to standard output.
///
/// - Throws: `ExitCode(1)` when that cannot be done: quietly when nobody reads any more, else after saying why.
func writeToStandardOutput(_ text: String) throws {
  // Whoever reads may have had enough, as `head` has; that must not kill the program.
  signal(SIGPIPE, SIG_IGN)
  do throws(FileFault) { try Files.write(Array(text.utf8), to: STDOUT_FILENO) } catch {
    if error != .system(code: EPIPE) {
      writeToStandardError("Error: Nothing can be written to standard output: \(error).")
    }
    throw ExitCode.failure
  }
}

/// Whether the variable `name` of the environment is set to something.
func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }

/// How many columns the terminal has that standard output goes to; `nil` where it goes anywhere else.
func terminalColumns() -> Int? {
  var size = winsize()
  guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
    return nil
  }
  return Int(size.ws_col)
}
