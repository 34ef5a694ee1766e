import Testing

@testable import Lecture

@Suite struct QuestionTests {
  @Test func numbersAreRightWithinTheirDigits() {
    let question = Question("?", answer: .number(2.33, decimals: 2))
    #expect(question.isRight("2.33") == true && question.isRight("2.334") == true && question.isRight("2.3") == false)
    #expect(Question("?", answer: .number(-3, decimals: 0)).isRight("−3") == true)
    #expect(question.isRight("") == nil && question.isRight("a few") == nil && question.isRight("1 2") == nil)
    #expect(question.isRight("two") == false)
  }

  @Test func countsAreRightToTheLetter() {
    let question = Question("?", answer: .number(5, decimals: 0))
    #expect(question.isRight("5.0") == true && question.isRight("4.6") == false && question.isRight("5.5") == false)
    let part = Question("?", answer: .number(33.3, decimals: 0))
    #expect(part.isRight("33") == true && part.isRight("33.3") == true && part.isRight("34") == false)
  }

  @Test func largeCountsAreRightAsTheScreenWritesThem() {
    let question = Question("?", answer: .number(470_400, decimals: 0))
    for text in ["470400", "470,400", "470 400", "470.400", "28·28·8·75", "28*28*8*75 = 470,400"] {
      #expect(question.isRight(text) == true, "\(text)")
    }
    #expect(question.isRight("470,401") == false && question.isRight("470") == false)
  }

  @Test func shapesAreReadWithAnySeparator() {
    let question = Question("?", answer: .numbers([55, 55, 96], decimals: 0))
    for text in ["55 55 96", "55x55x96", "55×55×96", "55, 55, 96"] { #expect(question.isRight(text) == true) }
    #expect(question.isRight("96 55 55") == false)
    #expect(question.answerText == "55, 55, 96")
  }

  @Test func anotherCountThanAskedForIsNotJudged() {
    let shape = Question("?", answer: .numbers([55, 55, 96], decimals: 0))
    for text in ["55", "55 55", "55 a 96"] { #expect(shape.verdict(on: text) == .incomplete, "\(text)") }
    for text in ["55 55 96 1", "large", ""] { #expect(shape.verdict(on: text) == .unclear, "\(text)") }
    let pair = Question("?", answer: .numbers([27, 49], decimals: 0))
    #expect(pair.verdict(on: "27") == .incomplete && pair.verdict(on: "49, 27") == .wrong)
    let number = Question("?", answer: .number(5, decimals: 0))
    #expect(number.verdict(on: "5 6") == .unclear && number.verdict(on: "4 and 3") == .unclear)
  }

  @Test func setsHaveNoOrder() {
    let question = Question("?", answer: .set([2, 3, 4]))
    for text in ["2 3 4", "4 3 2", "x2, x3, x4", "2-4", "4, 2 and 3"] {
      #expect(question.isRight(text) == true, "\(text)")
    }
    for text in ["3", "2 3", "2 9"] { #expect(question.verdict(on: text) == .incomplete, "\(text)") }
    for text in ["1 2 3", "2 3 4 5", "1-9"] { #expect(question.isRight(text) == false, "\(text)") }
    #expect(question.answerText == "2, 3, 4")
  }

  @Test func choicesAreNumberedFromOne() {
    let question = Question("?", answer: .choice(["yes", "no"], right: 1))
    #expect(question.isRight("2") == true && question.isRight("1") == false)
    #expect(question.isRight("3") == nil && question.isRight("0") == nil && question.isRight("1.5") == nil)
    #expect(question.answerText == "no")
  }

  @Test(
    arguments: [
      (.number(5, decimals: 0), "type a number"), (.number(2.5, decimals: 1), "type a number with one decimal"),
      (.number(2.55, decimals: 2), "type a number with two decimals"),
      (.numbers([1, 2], decimals: 0), "type two numbers"),
      (.numbers([1, 2, 3], decimals: 0), "type three numbers"), (.set([2, 3]), "type all their numbers"),
      (.choice(["a", "b"], right: 0), "type 1 or 2"), (.choice(["a", "b", "c"], right: 0), "type 1, 2 or 3"),
    ] as [(Question.Answer, String)])
  func whatToType(answer: Question.Answer, request: String) {
    let question = Question("?", answer: answer)
    #expect(question.request == request)
    #expect(question.plea.count >= request.count && question.plea.count <= 70)
  }

  /// The count of a set is a part of its answer.
  @Test func theRequestForASetDoesNotSayHowMany() {
    for values in [[3], [2, 3], [1, 2, 3, 4, 5]] {
      let question = Question("?", answer: .set(values))
      #expect(question.request == Question("?", answer: .set([7, 8, 9])).request)
      #expect(question.plea == Question("?", answer: .set([7, 8, 9])).plea)
    }
  }

  @Test(
    arguments: [
      (.number(9, decimals: 0), "nine", "9"), (.number(9, decimals: 0), "9", nil), (.number(9, decimals: 0), "−9", nil),
      (.number(48, decimals: 0), "6*8", "48"), (.number(48, decimals: 0), "48 weights", "48"),
      (.number(7, decimals: 0), "7 x 7", nil), (.number(1225, decimals: 0), "1225", nil),
      (.number(0.5, decimals: 1), "½", "0.50"),
      (.number(9, decimals: 0), "many", nil), (.numbers([1, 2, 3], decimals: 0), "1 x 2 x 3", nil),
      (.numbers([4, 3], decimals: 0), "four and three", "4, 3"), (.set([2, 3, 4]), "2-4", "2, 3, 4"),
      (.set([2, 3]), "2 3", nil),
      (.choice(["less", "more noise"], right: 0), "2", "more noise"),
      (.choice(["less", "more noise"], right: 0), "More noise", nil),
      (.choice(["less", "more noise"], right: 0), "lag", nil),
    ] as [(Question.Answer, String, String?)])
  func howItWasUnderstood(answer: Question.Answer, typed: String, shown: String?) {
    #expect(Question("?", answer: answer).reading(of: typed) == shown)
  }

  @Test func answersAreQuoted() {
    let number = Question("?", answer: .number(4, decimals: 0))
    #expect(number.quoted("-1.5") == "−1.5" && number.quoted("nine") == "“nine”" && number.quotedAnswer == "4")
    #expect(number.quoted("7 x 7") == "“7 x 7”")
    let choice = Question("?", answer: .choice(["s runs backwards", "s stays the same"], right: 1))
    #expect(choice.quoted("1") == "“s runs backwards”" && choice.quotedAnswer == "“s stays the same”")
    #expect(choice.quoted("backwards") == "“s runs backwards”")
  }
}

@Suite struct ChosenWordsTests {
  private static let noise = ["less of both", "less noise, more lag", "more noise, less lag"]
  private static let stays = ["s runs backwards", "s stays the same", "s is shifted"]
  private static let agree = ["yes, they agree", "no, they differ"]
  private static let sizes = ["1,225", "89,320", "7,978,062,400"]
  private static let stages = ["conv1", "conv2", "fc6"]
  private static let sums = ["they stay apart: 3 outputs", "they are added up: one output", "only the largest is kept"]
  private static let edges = ["vertical edges, no horizontal ones", "horizontal edges, no vertical ones", "both kinds"]
  private static let wide = ["about 4 times as wide", "about twice as wide", "no wider"]

  @Test(
    arguments: [
      (noise, "2", 1), (noise, "2)", 1), (noise, "(2)", 1), (noise, "#2", 1), (noise, "2.", 1), (noise, "two", 1),
      (noise, "number two", 1), (noise, "option 2", 1), (noise, "the second one", 1), (noise, "second", 1),
      (noise, "2nd", 1),
      (noise, "last", 2), (noise, "b", 1), (noise, "B", 1), (noise, "less noise, more lag", 1),
      (noise, "Less noise more lag!", 1),
      (noise, "noise down lag up", 1), (noise, "more lag", 1), (noise, "noise falls and lag grows", 1),
      (noise, "noise goes down, lag goes up", 1), (noise, "lag less noise more", 2),
      (noise, "smaller lag but larger noise", 2),
      (noise, "both", 0), (noise, "i think less of both", 0), (stays, "stays the same", 1), (stays, "same", 1),
      (stays, "it stays the same", 1), (stays, "back", 0), (stays, "shifted", 2), (stays, "s is shifted", 2),
      (agree, "yes", 0),
      (agree, "y", 0), (agree, "Yes!", 0), (agree, "no", 1), (agree, "n", 1), (agree, "nope", 1),
      (agree, "they differ", 1),
      (agree, "they agree", 0), (agree, "1", 0), (sizes, "3", 2), (sizes, "89,320", 1), (sizes, "89320", 1),
      (sizes, "89 320", 1),
      (stages, "fc6", 2), (stages, "FC6", 2), (stages, "conv2", 1), (stages, "1", 0), (wide, "4 times", 0),
      (wide, "twice", 1),
      // A number that a choice speaks of is that choice's, unless it is said to be the number of one.
      (sums, "one", 1), (sums, "one number", 1), (sums, "one output", 1), (sums, "number one", 0), (sums, "1", 0),
      (sums, "three", 0), (sums, "3", 2), (sums, "two", 1), (sums, "added up", 1),
      // What a choice denies is not what it says.
      (edges, "vertical", 0), (edges, "horizontal", 1), (edges, "no vertical ones", 1), (edges, "both", 2),
      (wide, "no wider", 2), (wide, "about twice as wide", 1),
    ] as [([String], String, Int)])
  func whatIsMeant(choices: [String], typed: String, index: Int) {
    #expect(ChosenWords(choices).index(of: typed) == index)
  }

  @Test(
    arguments: [
      (noise, ""), (noise, "4"), (noise, "0"), (noise, "-1"), (noise, "1.5"), (noise, "noise"), (noise, "d"),
      (noise, "1 2"),
      (noise, "1 or 2"), (noise, "what"), (noise, "yes"), (stays, "s"), (agree, "they"), (agree, "yes no"),
      (agree, "maybe"), (noise, "less noise"), (noise, "lag less"),
      (sizes, "5"), (stages, "conv"), (wide, "wide"),
    ] as [([String], String)])
  func whatIsMeantByNothing(choices: [String], typed: String) {
    #expect(ChosenWords(choices).index(of: typed) == nil)
  }

  /// Who says too little is told which choices it fits.
  @Test func tooLittleIsAnsweredWithWhatItFits() {
    let question = Question("?", answer: .choice(Self.noise, right: 1))
    #expect(question.plea(on: "lag") == "“lag” fits 2 and 3: type one of these")
    #expect(question.plea(on: "less noise") == "“less noise” fits 1 and 2: type one of these")
    #expect(question.plea(on: "less") == question.plea && question.plea(on: "what") == question.plea)
    #expect(question.plea(on: "noise and lag") == "“noise and lag” fits 2 and 3: type one of these")
    #expect(Question("?", answer: .number(4, decimals: 0)).plea(on: "lag") == "type one number, in digits or as a word")
  }
}
