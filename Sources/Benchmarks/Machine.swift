#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What was measured on.
public struct Machine: Sendable {
  /// The processor's name, as the system tells it.
  public let processor: String
  /// How many cores there are.
  public let cores: Int

  /// This machine.
  public init() {
    cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    #if canImport(Darwin)
      var name = [CChar](repeating: 0, count: 256)
      var count = name.count
      sysctlbyname("machdep.cpu.brand_string", &name, &count, nil, 0)
      processor = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #else
      let lines = FileText.contents("/proc/cpuinfo")?.split(separator: "\n") ?? []
      let line = lines.first { $0.hasPrefix("model name") } ?? lines.first { $0.hasPrefix("Model") }
      processor =
        line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
    #endif
  }

  /// The most memory that this program has had until now, in bytes.
  public static var peakMemory: Int {
    var usage = rusage()
    // Of the unit the systems have ideas of their own, and Glibc of the constant's type.
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #elseif canImport(Musl)
      getrusage(RUSAGE_SELF, &usage)
      return 1024 * Int(usage.ru_maxrss)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return 1024 * Int(usage.ru_maxrss)
    #endif
  }

  /// The path of the program that is running; `nil` when the system does not tell.
  public static var program: String? {
    #if canImport(Darwin)
      var size: UInt32 = 4096
      var path = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
      return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #else
      var path = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/self/exe", &path, path.count)
      return count > 0 ? String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    #endif
  }
}
