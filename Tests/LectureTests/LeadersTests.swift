import Testing

@testable import Lecture

struct LeadersTests {
  @Test func allThatHaveTheMostAreNamed() {
    let leaders = Leaders([("a", 3), ("b", 7), ("c", 7)])
    #expect(leaders.names == ["b", "c"] && leaders.places == [1, 2] && leaders.text == "b and c")
    #expect(leaders.share(of: 28) == "25.0 % each" && Leaders([("a", 7)]).share(of: 28) == "25.0 %")
    #expect(Leaders((1...5).map { ("c\($0)", 1) }).text == "c1 and 4 others")
  }

  @Test func equalOnesAreOneChoice() {
    let answer = Question.Answer.most(of: [("a", 3), ("b", 7), ("c", 5), ("d", 7), ("e", 1)], choices: 3)
    #expect(answer == .choice(["a", "b and d", "c"], right: 1))
    #expect(Question.Answer.most(of: [("a", 7), ("b", 7)]) == nil && Question.Answer.most(of: []) == nil)
  }
}
