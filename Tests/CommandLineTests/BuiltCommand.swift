import Foundation

/// The command that was built along with these tests.
enum BuiltCommand {
  /// What a run wrote, and how it ended.
  struct Outcome {
    var output: String
    var errors: String
    var status: Int32

    /// The first line on standard error.
    var complaint: String { String(errors.prefix { $0 != "\n" }) }
  }

  /// Where it is: beside the tests' own executable, or beside their bundle where that is what is run.
  static let url: URL = {
    let places = [Bundle.main.executableURL] + Bundle.allBundles.map { Optional($0.bundleURL) }
    let candidates = places.compactMap { $0?.deletingLastPathComponent().appendingPathComponent("cnnviz") }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      preconditionFailure("cnnviz was not built beside its tests")
    }
    return found
  }()

  /// Runs the command without a terminal until it ends.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try run(arguments, environment: environment)
  }

  /// Runs the command without a terminal until it ends.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8"].merging(environment) { $1 }
    // Files, not pipes: nobody has to read while the command writes.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "errors"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(output: texts[0], errors: texts[1], status: process.terminationStatus)
  }
}

/// Does something in a new folder, which is gone afterwards with all that is in it.
func inNewFolder(_ body: (_ folder: URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
