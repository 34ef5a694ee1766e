import CellCanvas
import Testing

@testable import Lecture

extension Question {
  /// What is wrong with what it says is often answered instead: it must be an answer that can be read, and a wrong one.
  var fault: String? {
    guard let mistakeText, verdict(on: mistakeText) != .wrong else { return nil }
    return "“\(mistakeText)” is said to be a wrong answer to “\(prompt)”, whose answer is \(answerText)"
  }
}

/// What is often answered instead of the answer, as the lecturer's desk shows it.
@Suite struct MistakeTests {
  /// Questions at the standard settings with both answers, worked out by hand.
  static let known: [(scene: String, asks: String, answer: String, mistake: String)] = [
    // (7 − 3)/1 + 1 without its + 1; 3·3·3 without its channels.
    ("sliding-kernel", "How many places", "5", "4"), ("channels", "how many weights", "27", "9"),
    // Two maps, not one of each channel; the moves without the first place.
    ("channels", "How deep is the output", "2", "6"), ("stride", "How many places", "3", "2"),
    // 4·(3 − 1) + 1 against 4·3: a span has one gap fewer than it has ends.
    ("dilated-convolution", "span from end to end", "5", "6"),
  ]

  @Test(arguments: known) func whatIsOftenSaidIsDerived(
    _ scene: String, _ asks: String, _ answer: String, _ mistake: String
  )
    throws
  {
    let type = try #require(catalogue.first { $0.card.id == scene })
    let question = try #require(
      try type.init(Settings()).steps.compactMap(\.question).first { $0.prompt.contains(asks) })
    #expect(question.answerText == answer && question.mistakeText == mistake)
  }

  /// That none of them is right at any setting, `KnobCombinationTests` looks at.
  @Test func manyQuestionsKnowWhatIsOftenSaid() throws {
    var known = 0
    for type in catalogue {
      let questions = try type.init(Settings()).steps.compactMap(\.question)
      known += questions.count { $0.mistake != nil && $0.mistakeText != nil }
      #expect(questions.compactMap(\.fault) == [], "\(type.card.id)")
    }
    #expect(known >= 20)
  }

  @Test func aMistakeThatIsRightIsNone() {
    let question = Question("How many?", answer: .number(4, decimals: 0), mistake: .number(4, decimals: 0))
    #expect(question.mistakeText == nil && question.fault == nil)
    // Within what counts as right, and what cannot be read, would be said wrongly.
    #expect(Question("How many?", answer: .number(4, decimals: 1), mistake: .number(4.04, decimals: 2)).fault != nil)
    let odd = Question("Which?", answer: .numbers([1, 2], decimals: 0), mistake: .number(1, decimals: 0))
    #expect(odd.fault != nil)
  }

  /// Without the flip other weights meet the same values.
  @Test func unflippedIsTheOtherOrder() {
    let signals = SignalConvolution(still: .x([1, 2, 3, 4]), sliding: .w([1, 0, -1]))
    // 1·1 + 2·0 + 3·(−1), and flipped the other way round.
    #expect(signals.unflipped(2) == -2 && signals.output[2] == 2)
    let even = SignalConvolution(still: .x([1, 2, 3, 4]), sliding: .w([1, 2, 1]))
    #expect((0..<6).allSatisfy { even.unflipped($0) == Double(even.output[$0]) })
  }
}
