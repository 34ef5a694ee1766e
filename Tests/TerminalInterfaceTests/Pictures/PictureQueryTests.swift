import Testing

@testable import TerminalInterface

@Suite struct PictureQueryTests {
  private let start = ContinuousClock.now

  /// What a query has found out when answers came, each so many seconds after the question.
  private func way(
    _ answers: [(seconds: Double, answer: TerminalAnswer)], cellIsKnown: Bool = false
  ) -> PictureWay? {
    var query = PictureQuery(id: 7, at: start)
    for (seconds, answer) in answers {
      query.take(answer, at: start + .seconds(seconds), cellIsKnown: cellIsKnown)
    }
    return query.way
  }

  @Test func kittysProtocolComesBeforeSixels() {
    let cell = (0.1, TerminalAnswer.cell(width: 9, height: 18))
    #expect(way([(0.1, .image(id: 7, isGood: true)), cell, (0.1, .attributes([4]))]) == .kitty)
    #expect(way([(0.1, .image(id: 7, isGood: true)), (0.1, .attributes([]))]) == .kitty)
    #expect(way([cell, (0.1, .attributes([1, 4, 22]))]) == .sixel(colors: 256))
    #expect(way([(0.1, .attributes([4]))], cellIsKnown: true) == .sixel(colors: 256))
    #expect(way([(0.1, .colors(1024)), cell, (0.1, .attributes([4]))]) == .sixel(colors: 256))
    #expect(way([(0.1, .colors(100)), cell, (0.1, .attributes([4]))]) == .sixel(colors: 100))
  }

  @Test func withoutAnAnswerThereAreNoPictures() {
    let cell = (0.1, TerminalAnswer.cell(width: 9, height: 18))
    #expect(way([]) == nil)
    #expect(way([cell, (0.2, .attributes([1, 22]))]) == nil)
    #expect(way([(0.2, .attributes([4]))]) == nil, "the size of a cell is not known")
    #expect(way([(0.1, .colors(16)), cell, (0.2, .attributes([4]))]) == nil, "too few colours")
    #expect(way([(0.1, .image(id: 7, isGood: false)), (0.2, .attributes([1]))]) == nil)
    #expect(way([(0.1, .image(id: 8, isGood: true)), (0.2, .attributes([1]))]) == nil, "another's image")
    #expect(way([(0.1, .image(id: 7, isGood: true))]) == nil, "not before all answers are there")
  }

  @Test func whatComesTooLateOrAgainIsDropped() {
    let cell = (0.1, TerminalAnswer.cell(width: 9, height: 18))
    #expect(way([(6, .image(id: 7, isGood: true)), (6, .attributes([4]))], cellIsKnown: true) == nil)
    #expect(way([cell, (0.2, .attributes([1])), (0.3, .attributes([4])), (0.3, .image(id: 7, isGood: true))]) == nil)
    #expect(way([cell, (0.2, .attributes([4])), (0.3, .attributes([]))]) == .sixel(colors: 256))
  }

  @Test func aRefusedImageEndsPictures() {
    #expect(
      way([(0.1, .image(id: 7, isGood: true)), (0.1, .attributes([])), (60, .image(id: 9, isGood: false))]) == nil)
  }

  @Test func multiplexersAndConsolesAreNotAsked() {
    func isAsked(_ variables: [String: String]) -> Bool { PictureQuery.isWorthAsking(Environment(variables)) }
    #expect(isAsked(["TERM": "xterm-256color"]) && isAsked(["TERM": "xterm-kitty"]) && isAsked(["TERM": "foot"]))
    #expect(!isAsked(["TERM": "xterm-256color", "TMUX": "/tmp/tmux-0/default,1,0"]))
    #expect(!isAsked(["TERM": "screen-256color"]) && !isAsked(["TERM": "tmux-256color"]) && !isAsked(["TERM": "linux"]))
    #expect(!isAsked(["TERM": "xterm", "STY": "1.pts"]))
  }

  /// The attributes are asked for last: who has answered them has answered all.
  @Test func theQuestionEndsWithWhatEveryTerminalAnswers() {
    #expect(PictureQuery(id: 7, at: start).text.hasSuffix("\u{1B}[c"))
    #expect(PictureQuery(id: 7, at: start).text.hasPrefix("\u{1B}_Gi=7,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"))
  }
}
