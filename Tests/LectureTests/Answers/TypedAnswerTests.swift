import Testing

@testable import Lecture

@Suite struct TypedAnswerTests {
  // MARK: One number

  @Test(
    arguments: [
      // Digits as people write them.
      ("5", 5), (" 5 ", 5), ("5.", 5), ("5,", 5), ("5!", 5), ("=5", 5), ("= 5", 5), ("(5)", 5), ("5)", 5), ("(5", 5),
      ("+5", 5), ("05", 5),
      ("-10", -10), ("−10", -10), ("- 10", -10), ("–10", -10), ("minus ten", -10), ("negative 3", -3), ("5.0", 5),
      ("4.0", 4), ("4,0", 4), ("2.33", 2.33), ("2,33", 2.33), (".5", 0.5), ("0.5", 0.5), (",5", 0.5), ("-.5", -0.5),
      ("470400", 470_400), ("470,400", 470_400), ("470.400", 470_400), ("470 400", 470_400), ("470'400", 470_400),
      ("470’400", 470_400), ("470_400", 470_400), ("1,152,000", 1_152_000), ("1.152.000", 1_152_000),
      ("1 152 000", 1_152_000), ("19 273 856", 19_273_856), ("1,152,000.5", 1_152_000.5), ("1,225", 1225),
      ("1,225", 1.225), ("1e3", 1000), ("1.5e3", 1500), ("25e-1", 2.5), ("10k", 10_000), ("1.5 k", 1.5),
      // Words.
      ("nine", 9), ("Nine", 9), ("ten", 10), ("eleven", 11), ("twenty", 20), ("forty-eight", 48), ("forty eight", 48),
      ("fourty", 40), ("ninety–nine", 99), ("a hundred", 100), ("hundred", 100), ("one hundred", 100),
      ("one hundred and eight", 108), ("six hundred eight", 608), ("two thousand and ten", 2010),
      ("two thousand ten", 2010), ("four hundred seventy thousand four hundred", 470_400), ("2 thousand", 2000),
      ("2 million", 2_000_000), ("1.5 million", 1_500_000), ("a million", 1_000_000), ("a dozen", 12),
      ("two dozen", 24),
      ("zero", 0), ("none", 0), ("nothing", 0), ("null", 0), ("once", 1), ("twice", 2), ("double", 2), ("tenfold", 10),
      ("ten times", 10), ("ten times as many", 10), ("10x", 10), ("10 x", 10), ("x10", 10), ("×10", 10),
      ("10-fold", 10),
      ("three point five", 3.5), ("minus forty-eight", -48), ("zero point two five", 0.25),
      // With what is counted, and what is said around it.
      ("48 weights", 48), ("48 w", 48), ("forty-eight weights", 48), ("5 outputs", 5), ("5 cells wide", 5), ("5px", 5),
      ("it is 5", 5), ("It's 5", 5), ("i think 5", 5), ("5 i think", 5), ("maybe 5?", 5), ("about 5", 5), ("~5", 5),
      ("≈5", 5), ("s(1) = 4", 4), ("s = 5", 5), ("x = -3", -3), ("the 3rd", 3), ("7th", 7), ("5 of them", 5),
      ("27 C²", 27), ("27 C^2", 27), ("27c2", 27), ("27·C²", 27), ("x3", 3), ("x_3", 3), ("x₃", 3), ("s(3)", 3),
      // Sums, products, powers.
      ("6*8", 48), ("6 * 8", 48), ("6x8", 48), ("6 x 8", 48), ("6×8", 48), ("6·8", 48), ("6 times 8", 48),
      ("six times eight", 48), ("6 by 8", 48), ("6 multiplied by 8", 48), ("3*3*3", 27), ("3x3x3", 27), ("9*3+1", 28),
      ("1+9*3", 28), ("5+3", 8), ("7-3", 4), ("7 - 3", 4), ("7 − 3", 4), ("7 minus 3", 4), ("1 - 5", -4), ("-1-5", -6),
      ("2^3", 8), ("2**3", 8), ("2³", 8), ("3²", 9), ("-2^2", -4), ("(7-3)/1+1", 5), ("(7−3)/1 + 1 = 5", 5),
      ("[7-3]/2 + 1", 3), ("((7 - 3)/2) + 1", 3), ("3*-1", -3), ("3·−1", -3), ("2*3=6", 6), ("6 = 2*3", 6),
      ("8·3·3·3 + 8", 224),
      // Squares by their sides.
      ("7 x 7", 49), ("7 x 7", 7), ("7×7", 7), ("7x7", 7), ("7 by 7", 7), ("seven by seven", 7), ("5*5", 25),
      // Parts.
      ("1/2", 0.5), ("½", 0.5), ("half", 0.5), ("a half", 0.5), ("one half", 0.5), ("1 1/2", 1.5), ("1½", 1.5),
      ("2 ½", 2.5), ("one and a half", 1.5), ("2 and a half", 2.5), ("a third", 1.0 / 3), ("two thirds", 2.0 / 3),
      ("1 third", 1.0 / 3), ("three quarters", 0.75), ("a quarter", 0.25), ("3/4", 0.75), ("3 over 4", 0.75),
      ("3 divided by 4", 0.75), ("one tenth", 0.1), ("four fifths", 0.8), ("7/2", 3.5), ("10÷4", 2.5),
      ("50%", 50), ("50 %", 0.5), ("50 percent", 50), ("50 per cent", 0.5), ("12.5%", 0.125), ("fifty percent", 0.5),
      ("3 of 4", 3), ("3 of 4", 0.75), ("3 out of 4", 3), ("three of four", 3), ("3 of the 4", 3),
    ] as [(String, Double)])
  func oneNumber(text: String, meaning: Double) {
    let numbers = TypedAnswer(text).numbers
    #expect(numbers.contains { abs($0 - meaning) < 1e-9 }, "\(numbers)")
  }

  /// What is read as one number in one way alone: no other meaning is slipped in.
  @Test(
    arguments: [
      ("5", 5), ("nine", 9), ("-10", -10), ("4.5", 4.5), ("6*8", 48), ("48 weights", 48), ("1/2", 0.5), ("7-3", 4),
      ("minus ten", -10), ("1,152,000", 1_152_000), ("twenty-four", 24), ("x2", 2),
      // A product is no shape: of 9 nobody says 3·3 who means 3.
      ("3*3", 9), ("3·3", 9), ("28 times 28", 784),
    ] as [(String, Double)])
  func oneMeaning(text: String, meaning: Double) {
    #expect(TypedAnswer(text).numbers == [meaning])
  }

  @Test(arguments: [
    "", " ", "-", "−", ".", ",", "x", "×", "?", "!", "…", "()", "x, y", "many", "a lot", "less noise, more lag",
    "no idea",
    "I don't know", "5 or 6", "5-6", "5–6", "5 to 6", "between 5 and 6", "not 5", "more than 5", "less than 5", "< 5",
    ">5", "at least 5", "5 6", "5, 6", "4 and 3", "4 & 3", "2 3 4", "5;6", "1/0", "5^", "^5", "2^2^9^9",
    "hello 5 and goodbye 6", "é", "🙂", "漢字", "\u{0}",
  ])
  func noNumber(text: String) {
    #expect(TypedAnswer(text).numbers == [])
  }

  @Test func ofHowManyTheQuestionSays() {
    let question = "How many of the 4 pooled values change?"
    #expect(TypedAnswer("3/4", to: question).numbers == [0.75, 3])
    #expect(TypedAnswer("3/5", to: question).numbers == [0.6])
    #expect(
      TypedAnswer("2 of 4", to: question).numbers.contains(2)
        && !TypedAnswer("2 of 5", to: question).numbers.contains(2))
    // Parts in words, as counts; only where a part is asked for, and only what is a count.
    for text in ["half", "half of them", "a half", "50 %"] {
      #expect(TypedAnswer(text, to: question).numbers.contains(2), "\(text)")
    }
    #expect(TypedAnswer("a quarter", to: question).numbers.contains(1))
    #expect(TypedAnswer("all of them", to: question).numbers == [4])
    #expect(TypedAnswer("none of them", to: question).numbers == [0])
    #expect(TypedAnswer("a third", to: question).numbers.count == 1)
    #expect(TypedAnswer("half", to: "How large is the part that changes?").numbers == [0.5])
    #expect(TypedAnswer("all", to: "How many change?").numbers == [])
  }

  // MARK: Several

  @Test(arguments: [
    "55 55 96", "55, 55, 96", "55,55,96", "55;55;96", "55x55x96", "55 x 55 x 96", "55 × 55 × 96", "55×55×96",
    "55*55*96",
    "55 · 55 · 96", "55 by 55 by 96", "55 and 55 and 96", "55, 55 and 96", "55 & 55 & 96", "(55, 55, 96)",
    "[55, 55, 96]",
    "{55,55,96}", "55/55/96", "55:55:96", "55-55-96", "55 - 55 - 96", "55–55–96", "55 | 55 | 96", "55  55   96",
    "55 55 96.",
    "55 high, 55 wide, 96 deep", "height 55 width 55 channels 96", "fifty-five by fifty-five by ninety-six",
    "55 x 55 with 96 channels", "= 55 x 55 x 96", "55.0, 55.0, 96.0", "h55 w55 d96", "55, 11·5, 96",
  ]) func shapes(text: String) {
    #expect(TypedAnswer(text).lists.contains([55, 55, 96]), "\(TypedAnswer(text).lists)")
  }

  @Test(
    arguments: [
      ("4 and 3", [4, 3]), ("4, 3", [4, 3]), ("4,3", [4, 3]), ("4;3", [4, 3]), ("4 3", [4, 3]), ("4/3", [4, 3]),
      ("four and three", [4, 3]), ("four three", [4, 3]), ("4 & 3", [4, 3]), ("4+3", [4, 3]), ("4 -3", [4, -3]),
      ("4, -3", [4, -3]), ("4, −3", [4, -3]), ("-4 -3", [-4, -3]), ("-4, 3", [-4, 3]), ("4,0", [4, 0]),
      ("27 C² and 49 C²", [27, 49]), ("27c2, 49c2", [27, 49]), ("27C^2 49C^2", [27, 49]), ("3·9 and 7·7", [27, 49]),
      ("3*9, 49", [27, 49]), ("27 and forty-nine", [27, 49]), ("twenty-seven, forty-nine", [27, 49]),
      ("twenty, seven", [20, 7]), ("twenty seven", [27]), ("0.5, 1.5", [0.5, 1.5]), ("0,5; 1,5", [0.5, 1.5]),
      ("470,400 and 12", [470_400, 12]), ("7", [7]),
    ] as [(String, [Double])])
  func lists(text: String, meaning: [Double]) {
    #expect(TypedAnswer(text).lists.contains(meaning), "\(TypedAnswer(text).lists)")
  }

  @Test(arguments: [
    "2, 3, 4", "4 3 2", "3,2,4", "x2, x3, x4", "x2 x3 x4", "X2,X3,X4", "x_2, x_3, x_4", "x₂, x₃, x₄",
    "x(2), x(3), x(4)",
    "2-4", "2–4", "2 - 4", "2 to 4", "2..4", "2…4", "2 through 4", "from 2 to 4", "x2-x4", "x2 to x4", "x2 – x4",
    "2-3, 4",
    "2 and 3-4", "two, three and four", "two to four", "{2, 3, 4}", "2 & 3 & 4", "2;3;4", "2/3/4", "inputs 2, 3 and 4",
    "x2, x3 and x4", "2 3 4 4", "it sees 2, 3, 4",
  ]) func sets(text: String) {
    #expect(TypedAnswer(text).sets.contains { Set($0) == [2, 3, 4] }, "\(TypedAnswer(text).sets)")
  }

  @Test(arguments: ["2-", "-2-4-", "4-2", "2-1000000", "to 4", "2 or 3", "not 2, 3"]) func noRange(text: String) {
    #expect(!TypedAnswer(text).sets.contains { $0.count > 3 })
  }

  // MARK: Anything

  /// Whatever is typed is read in no time and traps nowhere.
  @Test func textAtRandomIsHarmless() {
    let parts = [
      "5", "12", "0", "999", ".", ",", " ", "-", "−", "x", "×", "*", "/", "^", "(", ")", "=", "%", "½", "²", "and",
      "to", "of",
      "or", "nine", "forty", "hundred", "million", "third", "half", "point", "a", "minus", "s", "C", "1e9", "k", "st",
      "fold",
      "_", "'", "…", "é", "漢", "🙂", "\u{301}", "\t", ";", ":", "<", "per cent", "out of", "9,9,9,9", "1.2.3.4",
    ]
    var state: UInt64 = 1
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let questions = [
      Question("Of the 4?", answer: .number(4, decimals: 0)), Question("?", answer: .numbers([1, 2, 3], decimals: 1)),
      Question("?", answer: .set([2, 3, 4])), Question("?", answer: .choice(["yes, 4", "no", "4 times"], right: 0)),
    ]
    for _ in 0..<5000 {
      let text = (0...draw(12)).map { _ in parts[draw(parts.count)] }.joined(separator: draw(2) == 0 ? "" : " ")
      for question in questions {
        _ = question.verdict(on: text)
        _ = question.reading(of: text)
        _ = question.quoted(text)
      }
    }
    #expect(TypedAnswer(String(repeating: "1,", count: 30)).numbers == [])
    #expect(TypedAnswer(String(repeating: "(", count: 5000) + "1").numbers == [])
  }
}
