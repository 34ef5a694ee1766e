import Testing

@testable import Playback
@testable import TerminalInterface

@Suite struct TerminalAnswerTests {
  /// The answers and the keys that come out of what was read.
  private func read(_ text: String) -> (answers: [TerminalAnswer], keys: [Key]) {
    var decoder = KeyDecoder()
    var (answers, keys): ([TerminalAnswer], [Key]) = ([], [])
    for scalar in text.unicodeScalars {
      if let key = decoder.key(from: .character(scalar.value)) { keys.append(key) }
      if let answer = decoder.takeAnswer() { answers.append(answer) }
      // What a run loop asks between two pieces.
      _ = decoder.patience
    }
    return (answers, keys)
  }

  @Test func answersAreUnderstood() {
    let all = "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;18;9t\u{1B}[?1;0;1024S\u{1B}[?63;1;2;4;6;9;15;16;17;18;21;22;28;29cn"
    let (answers, keys) = read(all)
    #expect(
      answers == [
        .image(id: 31, isGood: true), .cell(width: 9, height: 18), .colors(1024),
        .attributes([1, 2, 4, 6, 9, 15, 16, 17, 18, 21, 22, 28, 29]),
      ])
    #expect(keys == ["n"])
    // As kitty has them.
    #expect(read("\u{1B}[?62;c").answers == [.attributes([0])])
    #expect(read("\u{1B}_Gi=7,p=3;ENOENT:no such image: \u{1B}\\").answers == [.image(id: 7, isGood: false)])
  }

  /// Whatever comes, no part of it is a key, and none of it means something that it does not say.
  @Test(arguments: [
    "\u{1B}_Gi=99999999999;OK\u{1B}\\", "\u{1B}_Gi=-1;OK\u{1B}\\", "\u{1B}_G;OK\u{1B}\\", "\u{1B}_GOK\u{1B}\\",
    "\u{1B}_i=31;OK\u{1B}\\", "\u{1B}]Gi=31;OK\u{1B}\\", "\u{1B}[6;0;0t", "\u{1B}[6;18t", "\u{1B}[6;99999;9t",
    "\u{1B}[4;400;800t", "\u{1B}[?1;3;0S", "\u{1B}[62;4c",
    "\u{1B}[?99999999999999999999;4c", "\u{1B}_Gi=31;" + String(repeating: "q", count: 100_000) + "\u{1B}\\",
    "\u{1B}[?" + String(repeating: "4;", count: 100_000) + "4c",
  ]) func nonsenseIsNothing(text: String) {
    let (answers, keys) = read(text + "n")
    #expect(answers.isEmpty)
    #expect(keys == ["n"])
  }

  @Test func whatIsPastedIsNoAnswer() {
    #expect(read("\u{1B}[200~\u{1B}[?62;4c\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[201~").answers.isEmpty)
  }

  /// Where something was asked, the rest of an answer is waited for longer, a lone escape a little.
  @Test func answersMayComeInPieces() {
    var decoder = KeyDecoder()
    decoder.expectsAnswer = true
    #expect(decoder.key(from: .character(0x1B)) == nil && decoder.patience == .milliseconds(300))
    #expect(decoder.key(from: .character(0x5F)) == nil && decoder.patience == .milliseconds(1000))
    #expect(decoder.giveUp() == nil)
    decoder.expectsAnswer = false
    #expect(decoder.key(from: .character(0x1B)) == nil && decoder.patience == .milliseconds(60))
  }
}
