import Foundation
import Testing

/// Digits of a folder as models: --mnist.
@Suite struct HandwritingTests {
  @Test func aDigitOfTheFolderIsTheModel() throws {
    try DigitFiles.with(30) { folder in
      func show(_ hand: Int, _ digit: Int) throws -> BuiltCommand.Outcome {
        try BuiltCommand.run(
          "show", "draw-a-digit", "--mnist", folder.path, "--set", "hand=\(hand)", "--set", "digit=\(digit)")
      }
      // The digits of these files are bars; the program's own are not.
      let own = try show(0, 3)
      let bar = try show(3, 3)
      #expect(own.status == 0 && bar.status == 0, "\(bar.errors)")
      #expect(own.output.contains("the program's own 3") && bar.output.contains("a 3 of "))
      #expect(bar.output.contains(String(repeating: "█", count: 28)))
      let beyond = try show(4, 3)
      #expect(beyond.status == 64 && beyond.output.isEmpty)
      #expect(beyond.complaint.contains("holds 3 pictures of the digit 3, so hand goes up to 3"), "\(beyond.errors)")
    }
  }

  @Test func whatIsWrongGetsASentence() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for arguments in [["show", "draw-a-digit"], ["present"]] {
      let outcome = try BuiltCommand.run(arguments + ["--mnist", folder.path])
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(
        outcome.complaint.hasPrefix("Error: “\(folder.path)” holds no train-images-idx3-ubyte"), "\(outcome.errors)")
    }
    try DigitFiles.with(3) { digits in
      let note = try BuiltCommand.run("show", "stride", "--mnist", digits.path)
      #expect(note.status == 0 && note.errors.hasPrefix("Note: --mnist does nothing in stride; it is for draw-a-digit"))
    }
  }
}
