#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The programs that were built together with the tests.
public enum BuiltProgram {
  /// The path of the program `name`: it lies in the folder of the test bundle, or in one above it.
  public static func path(_ name: String) -> String {
    for argument in CommandLine.arguments where argument.contains("/") {
      var folder = argument[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        guard let path = realpath(String(folder + "/" + name), nil) else { continue }
        defer { free(path) }
        if access(path, X_OK) == 0 { return String(cString: path) }
      }
    }
    preconditionFailure("\(name) was not built beside the tests")
  }
}
