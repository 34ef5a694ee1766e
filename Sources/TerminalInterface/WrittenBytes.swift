#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counts what this process has written. ncurses writes for itself, so only the system knows.
enum WrittenBytes {
  /// All bytes up to now; `nil` where the system does not tell.
  static func soFar() -> Int? {
    #if os(Linux)
      let file = open("/proc/self/io", O_RDONLY)
      guard file >= 0 else { return nil }
      defer { close(file) }
      let text = String(unsafeUninitializedCapacity: 256) { max(0, read(file, $0.baseAddress, $0.count)) }
      let line = text.split(separator: "\n").first { $0.hasPrefix("wchar: ") }
      return line.flatMap { Int($0.dropFirst("wchar: ".count)) }
    #else
      return nil
    #endif
  }
}
