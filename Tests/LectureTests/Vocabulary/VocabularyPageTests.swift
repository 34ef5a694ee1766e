import CellCanvas
import Foundation
import FrameExport
import Testing

/// Keeps the page of the drawing vocabulary as the program draws it. To record it anew, run the tests with
/// `CNNVIZ_RECORD=1`, which fails, and look at the difference before keeping it.
@Suite struct VocabularyPageTests {
  private static let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let page = top.appendingPathComponent("Sources/CellCanvas/Drawing/README.md")
  private static let pictures = top.appendingPathComponent("Assets/screens/vocabulary")

  @Test func everyExampleHasRoom() {
    for entry in Vocabulary.entries {
      let canvas = drawn(entry)
      #expect(canvas.audit == [], "\(entry.title)")
      #expect(canvas.cells.contains { $0 != Cell() }, "\(entry.title) draws nothing")
    }
  }

  @Test func thePageShowsWhatTheCodeDraws() throws {
    let source = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Vocabulary.swift"), encoding: .utf8)
    var text = """
      # The drawing vocabulary

      What the figures of the lecture are made of: the code, and what it draws. Cells carry meanings, so every theme,
      every number of colours and plain ASCII show the same. The examples are compiled and drawn by the tests
      (`Tests/LectureTests/Vocabulary/Vocabulary.swift`), and this page is made from them.

      """
    for entry in Vocabulary.entries {
      let (comment, code) = try #require(parts(of: entry.name, in: source), "no function \(entry.name)")
      text += """

        ## \(entry.title)

        \(comment)

        ![\(entry.title)](../../../Assets/screens/vocabulary/\(entry.name).svg)

        ```swift
        \(code)
        ```

        """
      let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode)
      let picture = SVGExport.text(
        of: drawn(entry), renderer: renderer, title: entry.title, description: comment.filter { $0 != "\n" })
      try compare(picture, with: Self.pictures.appendingPathComponent("\(entry.name).svg"), ignoringColours: true)
    }
    try compare(text, with: Self.page)
  }

  private func drawn(_ entry: Vocabulary.Entry) -> Canvas {
    var canvas = Canvas(size: entry.size)
    entry.draw(&canvas)
    return canvas
  }

  /// The comment above a function and the lines in it, as they stand in the source.
  private func parts(of name: String, in source: String) -> (comment: String, code: String)? {
    let lines = source.components(separatedBy: "\n")
    guard let head = lines.firstIndex(where: { $0.hasPrefix("  static func \(name)(") }),
      let end = lines[head...].firstIndex(of: "  }")
    else { return nil }
    let comment = lines[..<head].reversed().prefix { $0.hasPrefix("  /// ") }.reversed().map { $0.dropFirst(6) }
    let code = lines[(head + 1)..<end].map { $0.hasPrefix("    ") ? String($0.dropFirst(4)) : $0 }
    return (comment.joined(separator: "\n"), code.joined(separator: "\n"))
  }

  /// Compares with a file, or writes it when recording. A new palette is no difference: colours are the theme's affair.
  private func compare(_ text: String, with file: URL, ignoringColours: Bool = false) throws {
    func comparable(_ text: String?) -> String? {
      ignoringColours ? text?.replacing(/#[0-9a-fA-F]{6}/, with: "#") : text
    }
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["CNNVIZ_RECORD"] != nil {
      guard recorded != text else { return }
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.lastPathComponent) anew; look at the difference, then run without recording")
    } else {
      #expect(
        comparable(recorded) == comparable(text),
        "\(file.lastPathComponent) is not what the code draws now: run once with CNNVIZ_RECORD=1")
    }
  }
}
