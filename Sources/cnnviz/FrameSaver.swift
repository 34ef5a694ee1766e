import CellCanvas
import FrameExport
import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Saves the frame on the screen into the current directory, never over a file that is there.
enum FrameSaver {
  /// Saves it, and answers in a sentence where it is or why it could not be saved.
  static func save(_ player: Player) -> String {
    let frame = player.frame()
    let picture = SVGExport.text(
      of: frame, renderer: Renderer(theme: player.theme, depth: .truecolor, glyphs: .unicode),
      title: player.card.title, description: player.step.caption.plain)
    let contents = [("svg", picture), ("txt", PlainTextExport.text(of: frame))]
    let number = player.stepIndex + 1
    let name = "cnnviz-\(player.card.id)-\(number < 10 ? "0" : "")\(number)"
    var copy = 1
    while true {
      let stem = copy == 1 ? name : "\(name)-\(copy)"
      switch create(contents.map { ("\(stem).\($0.0)", $0.1) }) {
      case .success: return "saved " + contents.map { "\(stem).\($0.0)" }.joined(separator: " and ")
      case .failure(let error) where error.code == EEXIST: copy += 1
      case .failure(let error): return "the frame was not saved: \(error)"
      }
    }
  }

  /// Creates all files, or none of them.
  private static func create(_ files: [(path: String, text: String)]) -> Result<Void, SystemError> {
    var created: [String] = []
    for (path, text) in files {
      if case .failure(let error) = create(path, text, &created) {
        for path in created { unlink(path) }
        return .failure(error)
      }
    }
    return .success(())
  }

  private static func create(_ path: String, _ text: String, _ created: inout [String]) -> Result<Void, SystemError> {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard file >= 0 else { return .failure(SystemError(doing: "creating \(path)")) }
    created.append(path)
    defer { close(file) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return .failure(SystemError(doing: "writing \(path)")) }
      bytes = bytes.dropFirst(count)
    }
    return .success(())
  }
}

/// What the system answered when it could not do something.
private struct SystemError: Error, CustomStringConvertible {
  let task: String
  let code = errno

  init(doing task: String) { self.task = task }

  var description: String { "\(task): \(String(cString: strerror(code)))" }
}
