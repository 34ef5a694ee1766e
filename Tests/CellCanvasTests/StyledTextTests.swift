import CellCanvas
import Testing

@Suite struct StyledTextTests {
  private func lines(_ text: StyledText, _ columns: Int) -> [String] { text.wrapped(columns: columns).map(\.plain) }

  @Test func linesBreakBetweenWords() {
    #expect(lines("one two three", 7) == ["one two", "three"])
    #expect(lines("one two three", 8) == ["one two", "three"])
    #expect(lines("one two three", 13) == ["one two three"])
    #expect(lines("", 5) == [])
    #expect(lines("one two", 0) == [])
  }

  @Test func longWordsBreakWhereTheyMust() {
    #expect(lines("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(lines("a bcdefgh", 4) == ["a", "bcde", "fgh"])
  }

  @Test func newlinesEndLines() {
    #expect(lines("one\ntwo three", 20) == ["one", "two three"])
  }

  @Test func numbersKeepTheirPercentSign() {
    #expect(lines("the place: 75 % fewer", 13) == ["the place:", "75 % fewer"])
    #expect(lines("the place: 75 % fewer", 14) == ["the place:", "75 % fewer"])
  }

  @Test func sidesOfAShapeStayTogether() {
    for columns in 9...17 { #expect(!lines("it sees 99 × 99 of all", columns).contains { $0.hasSuffix("×") }) }
    #expect(lines("it sees 99 × 99 of all", 11) == ["it sees", "99 × 99 of", "all"])
  }

  @Test func noLineIsWiderThanAskedAndNothingIsLost() {
    let text: StyledText =
      "Pooling keeps " + .input("75 %") + " of 227 × 227 × 3, and " + .kernel("forgets the rest") + "."
    for columns in 1...60 {
      let wrapped = text.wrapped(columns: columns)
      #expect(wrapped.allSatisfy { $0.columns <= columns })
      #expect(wrapped.map(\.plain).joined().filter { $0 != " " } == text.plain.filter { $0 != " " })
    }
  }

  @Test func inksSurviveTheBreaking() {
    let wrapped = ("plain " + .kernel("two words")).wrapped(columns: 9)
    #expect(wrapped == ["plain " + .kernel("two"), .kernel("words")])
  }

  @Test func textsAreJoined() {
    #expect(StyledText.joined(["a", "b", "c"], separator: ", ").plain == "a, b, c")
    #expect(StyledText.joined([], separator: ", ").columns == 0)
  }
}
