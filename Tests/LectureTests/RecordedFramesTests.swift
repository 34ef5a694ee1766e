import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

/// Compares what every step of every scene draws with what was recorded when somebody last looked at it.
///
/// To record anew, run the tests with `CNNVIZ_RECORD=1`, which fails, and look at the difference before keeping it.
@Suite struct RecordedFramesTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Recorded")

  @Test(arguments: EverySceneTests.ids, [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)])
  func everyStepLooksAsRecorded(id: String, size: Size) throws {
    let index = try #require(catalogue.firstIndex { $0.card.id == id })
    let recording = Recording(Finished.scenes[index], StageLayout(size).figure.size).text
    let file = Self.folder.appendingPathComponent("\(id)/\(size.columns)x\(size.rows).txt")
    try Recording.compare(recording, with: file, of: "\(id) at \(size.columns)x\(size.rows)")
  }

  @Test func differencesAreReadable() {
    let old = "== step 1\na: one\nb: two\n== step 2\nc: three"
    let new = "== step 1\na: one\nb: two\n== step 2\nc: four"
    #expect(Recording.difference(from: old, to: new) == "== step 2, line 5\n- c: three\n+ c: four")
    #expect(Recording.difference(from: old, to: old + "\nd") == "== step 2, line 6\n+ d")
  }
}

/// A scene as text: of each step its words and those rows that differ from the step before, glyphs above meanings.
struct Recording {
  let text: String

  init(_ scene: any Scene, _ size: Size) {
    var lines: [String] = []
    var before = Canvas(size: size)
    for (index, step) in scene.steps.enumerated() {
      let playhead = Playhead(step: index)
      let canvas = scene.figure(at: playhead, size: size)
      lines.append("== step \(index + 1)" + (step.question.map { ": \($0.prompt) \($0.answerText)" } ?? ""))
      lines += scene.formula(at: playhead).map { "formula: " + $0.plain }
      lines.append("caption: " + step.caption.plain)
      lines += Self.rows(of: canvas, since: before)
      before = canvas
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The rows of a canvas that differ from those of the one before, each as its glyphs and what they mean.
  static func rows(of canvas: Canvas, since before: Canvas) -> [String] {
    (0..<canvas.size.rows).filter { cells(canvas, $0) != cells(before, $0) }.flatMap { row in
      let number = String(repeating: " ", count: row < 10 ? 1 : 0) + String(row)
      return ["\(number)│\(glyphs(canvas, row))", "  ┆\(meanings(canvas, row))"]
    }
  }

  /// Compares what is drawn with what was recorded in a file, or records it anew where the environment asks for it.
  static func compare(_ recording: String, with file: URL, of name: String) throws {
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["CNNVIZ_RECORD"] != nil {
      guard recorded != recording else { return }
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try recording.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name) anew; look at the difference, then run without recording")
    } else if let recorded {
      #expect(recorded == recording, Comment(rawValue: difference(from: recorded, to: recording)))
    } else {
      Issue.record("\(name) was never recorded: run once with CNNVIZ_RECORD=1")
    }
  }

  private static func cells(_ canvas: Canvas, _ row: Int) -> ArraySlice<Cell> {
    canvas.cells[row * canvas.size.columns..<(row + 1) * canvas.size.columns]
  }

  private static func glyphs(_ canvas: Canvas, _ row: Int) -> String {
    var glyphs = Array(cells(canvas, row).map(\.glyph))
    while glyphs.last == " " { glyphs.removeLast() }
    return String(String.UnicodeScalarView(glyphs))
  }

  /// What the papers of a row mean, and the inks of its glyphs, as runs of equal meaning with their lengths: `12 input:99`.
  /// Long rows, those of pictures, as a number only.
  private static func meanings(_ canvas: Canvas, _ row: Int) -> String {
    var papers: [(name: String, count: Int)] = []
    var inks: [(name: String, count: Int)] = []
    func add(_ name: String, to runs: inout [(name: String, count: Int)]) {
      if runs.last?.name == name { runs[runs.count - 1].count += 1 } else { runs.append((name, 1)) }
    }
    for cell in cells(canvas, row) {
      add(cell.paper == .role(.background) ? "" : "\(cell.paper)", to: &papers)
      let style = cell.style.isEmpty ? "" : "+\(cell.style.rawValue)"
      // The ink of a space is not seen: it goes with the glyph before.
      add(cell.glyph == " " && style.isEmpty ? inks.last?.name ?? "" : "\(cell.ink)\(style)", to: &inks)
    }
    let text = [papers, inks].map { runs in
      let seen = runs.last?.name == "" ? runs.dropLast() : runs[...]
      return seen.map { $0.name.isEmpty ? "\($0.count)" : "\($0.count) \($0.name)" }.joined(separator: ", ")
    }.joined(separator: " ┆ ")
    return text.utf8.count <= 480 ? text : "meanings \(String(checksum(text), radix: 16))"
  }

  /// FNV-1a of 64 bits: the same on every machine, as `hashValue` is not.
  private static func checksum(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The first lines that differ, with the step that they belong to.
  static func difference(from old: String, to new: String) -> String {
    let (old, new) = (old.split(separator: "\n"), new.split(separator: "\n"))
    let same = zip(old, new).prefix { $0 == $1 }.count
    let step = old[..<min(same + 1, old.count)].last { $0.hasPrefix("==") } ?? "== the beginning"
    let gone = old.dropFirst(same).prefix(6).filter { !new.dropFirst(same).prefix(6).contains($0) }.map { "- " + $0 }
    let come = new.dropFirst(same).prefix(6).filter { !old.dropFirst(same).prefix(6).contains($0) }.map { "+ " + $0 }
    return (["\(step.prefix { $0 != ":" }), line \(same + 1)"] + gone + come).joined(separator: "\n")
  }
}
