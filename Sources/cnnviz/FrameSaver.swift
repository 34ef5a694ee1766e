import CellCanvas
import Files
import FrameExport
import Playback

/// Saves the frame on the screen into the current directory, never over a file that is there.
enum FrameSaver {
  /// Saves it, and answers in a sentence where it is or why it could not be saved.
  static func save(_ player: Player) -> String {
    let frame = player.frame()
    let picture = SVGExport.text(
      of: frame, renderer: Renderer(theme: player.theme, depth: .truecolor, glyphs: .unicode),
      title: player.card.title, description: player.step.caption.plain.withoutContinuations)
    let contents = [("svg", picture), ("txt", PlainTextExport.text(of: frame))]
    let number = player.stepIndex + 1
    let name = "cnnviz-\(player.card.id)-\(number < 10 ? "0" : "")\(number)"
    var copy = 1
    while true {
      let stem = copy == 1 ? name : "\(name)-\(copy)"
      do throws(FileFault) {
        try create(contents.map { ("\(stem).\($0.0)", $0.1) })
        return "saved " + contents.map { "\(stem).\($0.0)" }.joined(separator: " and ")
      } catch {
        guard error.isExisting else { return "the frame was not saved: \(stem) cannot be written (\(error))" }
        copy += 1
      }
    }
  }

  /// Creates all files, or none of them.
  private static func create(_ files: [(path: String, text: String)]) throws(FileFault) {
    var created: [String] = []
    do throws(FileFault) {
      for (path, text) in files {
        try Files.create(path, with: Array(text.utf8))
        created.append(path)
      }
    } catch {
      for path in created { Files.remove(path) }
      throw error
    }
  }
}
