import CellCanvas
import Testing

@testable import Playback

@Suite struct TextFittingTests {
  @Test func textIsCutWithAnEllipsis() {
    let text: StyledText = "one " + .input("two") + " three"
    #expect(text.fitted(to: 13) == text)
    #expect(text.fitted(to: 12).plain == "one two thr…")
    #expect(text.fitted(to: 6).plain == "one t…")
    #expect(text.fitted(to: 1).plain == "…")
    #expect(text.fitted(to: 0).plain == "")
  }

  @Test func linesAreOfAboutEqualLength() {
    let text: StyledText = "The largest sum so far: nowhere before did the numbers look so much like the kernel."
    #expect(
      text.balanced(columns: 78).map(\.plain) == [
        "The largest sum so far: nowhere before did", "the numbers look so much like the kernel.",
      ])
    #expect(text.balanced(columns: 100).count == 1)
  }

  @Test func balancingNeedsNoMoreLines() {
    let words = "a window of three moves one at a time and finds five places along a row of seven numbers"
    for columns in 1...90 {
      #expect(
        StyledText(words).balanced(columns: columns).count == StyledText(words).wrapped(columns: columns).count)
    }
  }
}
