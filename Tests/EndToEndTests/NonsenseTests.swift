import Playback
import TerminalSession
import Testing

@testable import Lecture

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Some scenes, played by a student who answers in words, too late, twice, and in every other form: the lecture stays where
/// it is, or does what the key says.
@Suite struct NonsenseTests {
  private static let scenes =
    ["grid-data", "noisy-sensor", "channels", "sparse-connectivity", "receptive-field"]
    + ["variable-size", "pool-downsampling"].filter { id in catalogue.contains { $0.card.id == id } }

  private static let nonsense = [
    "nine", "less noise, more lag", "48 weights", "x2, x3, x4", "save it as sss", "go to 7G", "/search me",
    "[2] <3> {4}",
    "bwtmaerfFcxo?q.", "N P n p h l", "I don't know!",
  ]

  /// A rehearsal in a folder of its own, which must stay empty.
  private func inNewFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/cnnviz-test-XXXXXX".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    try body(folder)
    #expect(rmdir(folder) == 0, "no frame was saved")
  }

  /// What typing must leave as it is.
  private struct Place: Equatable {
    let scene: String
    let step: Int
    let settings: Settings
    let theme: String

    init(_ player: Player) {
      (scene, step, settings, theme) = (player.card.id, player.stepIndex, player.settings, player.theme.name)
    }
  }

  /// Sends keys all at once, as somebody types who is quick, and expects both to show the same.
  private func type(_ keys: [KeyStroke], _ rehearsal: Rehearsal, _ moment: String) throws {
    for key in keys { _ = rehearsal.player.handle(.key(key.key), at: .zero) }
    rehearsal.session.send(keys.map(\.bytes).joined())
    try rehearsal.expectSameFrame(moment)
  }

  private func strokes(_ text: String) -> [KeyStroke] { text.unicodeScalars.map(KeyStroke.character) }

  private func isAsked(_ rehearsal: Rehearsal) -> Bool {
    let text = rehearsal.player.frame().plainText
    return text.contains(" to reveal") || text.contains("your answer ")
  }

  @Test(arguments: scenes) func everyQuestionIsAnsweredInWords(scene: String) throws {
    try inNewFolder { folder in
      let rehearsal = try Rehearsal(scene: scene, directory: folder)
      var (questions, text) = (0, 0)
      while rehearsal.player.card.id == scene, questions < 4 {
        try rehearsal.press(.right)
        guard isAsked(rehearsal) else {
          if rehearsal.player.stepIndex + 1 == rehearsal.player.stepCount { break }
          continue
        }
        questions += 1
        let asked = Place(rehearsal.player)
        for _ in 0..<3 {
          let words = Self.nonsense[text % Self.nonsense.count]
          text += 1
          try type(strokes(words), rehearsal, words)
          #expect(Place(rehearsal.player) == asked, "\(words)")
          try type([.escape], rehearsal, "forgotten")
        }
        #expect(isAsked(rehearsal))
        // Once more, with Enter, twice: it is a hint, or the answer.
        let words = Self.nonsense[text % Self.nonsense.count]
        try type(strokes(words) + [.enter] + strokes(words) + [.enter], rehearsal, words + " twice")
        let answered = Place(rehearsal.player)
        #expect(answered.scene == scene && answered.settings == asked.settings && answered.theme == asked.theme)
        #expect(answered.step == asked.step || answered.step == asked.step + 1)
        // Too late, digits and words.
        if isAsked(rehearsal) { try type([.right] + strokes("12"), rehearsal, "too late") }
        let closed = Place(rehearsal.player)
        #expect(closed.step == asked.step + 1)
        try type([.enter] + strokes("less noise, more lag") + [.enter], rehearsal, "later still")
        #expect(Place(rehearsal.player) == closed)
      }
      #expect(questions > 0)
    }
  }
}
