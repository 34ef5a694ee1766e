import ArgumentParser

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
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes = bytes.dropFirst(count)
    } else if errno != EINTR {
      if errno != EPIPE {
        writeToStandardError("Error: Nothing can be written to standard output: \(String(cString: strerror(errno))).")
      }
      throw ExitCode.failure
    }
  }
}

/// Whether the variable `name` of the environment is set to something.
func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }
