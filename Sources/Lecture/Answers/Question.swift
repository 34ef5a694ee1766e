import CellCanvas

/// What the audience is asked before an answer is revealed.
public struct Question: Hashable, Sendable {
  /// What counts as right.
  public enum Answer: Hashable, Sendable {
    /// A number; right within half a unit of the last of `decimals` digits, and to the letter without decimals.
    case number(Double, decimals: Int)
    /// Several numbers in order, as the sides of a shape or the values of a row; the question says how many.
    case numbers([Double], decimals: Int)
    /// Several whole numbers in any order; how many is a part of the answer.
    case set([Int])
    /// One of several choices, which the screen numbers from 1.
    case choice([String], right: Int)
  }

  /// What became of an answer.
  public enum Verdict: Hashable, Sendable {
    /// It says what the answer is.
    case right
    /// It says something else.
    case wrong
    /// It says a part of what was asked for, such as one number of three.
    case incomplete
    /// It cannot be read as an answer to this question.
    case unclear
  }

  /// The question, one sentence.
  public let prompt: String
  /// What counts as right.
  public let answer: Answer
  /// What people often say instead, for whoever asks: of the same kind as the answer; `nil` where nothing is known. It is
  /// derived from the numbers as the answer is, and where it comes out as the answer it is none.
  public let mistake: Answer?

  /// A question.
  ///
  /// - Parameter mistake: what is often said instead.
  public init(_ prompt: String, answer: Answer, mistake: Answer? = nil) {
    if case .choice(let choices, let right) = answer {
      precondition(choices.indices.contains(right), "the right choice must be one of the choices")
    }
    self.prompt = prompt
    self.answer = answer
    self.mistake = mistake
  }

  /// The right answer as the screen shows it.
  public var answerText: String { Self.text(answer) }

  /// What is often said instead, as the screen would show it: what the scene says, or the other one of two choices; `nil`
  /// where that is not known, or right at these settings.
  public var mistakeText: String? {
    var text = mistake.map(Self.text)
    if text == nil, case .choice(let choices, let right) = answer, choices.count == 2 { text = choices[1 - right] }
    return text == answerText ? nil : text
  }

  private static func text(_ answer: Answer) -> String {
    switch answer {
    case .number(let value, let decimals): text(value, decimals)
    case .numbers(let values, let decimals): values.map { text($0, decimals) }.joined(separator: ", ")
    case .set(let values): values.map { NumberText.integer($0) }.joined(separator: ", ")
    case .choice(let choices, let right): choices[right]
    }
  }

  // MARK: Judging

  /// What an answer is worth, read as people mean it: where it has two meanings, the better one counts.
  public func verdict(on typed: String) -> Verdict {
    let read = TypedAnswer(typed, to: prompt)
    switch answer {
    case .number(let value, let decimals):
      guard !read.numbers.isEmpty else { return .unclear }
      return read.numbers.contains { Self.agree($0, value, decimals) } ? .right : .wrong
    case .numbers(let right, let decimals):
      let lists = read.lists.filter { $0.count == right.count } + Self.digits(of: typed, for: right)
      guard !lists.isEmpty else { return read.lists.contains { $0.count < right.count } ? .incomplete : .unclear }
      return lists.contains { zip($0, right).allSatisfy { Self.agree($0, $1, decimals) } } ? .right : .wrong
    case .set(let right):
      let sets = read.sets.map(Set.init)
      if sets.contains(Set(right.map(Double.init))) { return .right }
      // Some of them alone may be the beginning of an answer.
      return sets.isEmpty ? .unclear : sets.contains { $0.count >= Set(right).count } ? .wrong : .incomplete
    case .choice(let choices, let right):
      guard let index = ChosenWords(choices).index(of: typed) else { return .unclear }
      return index == right ? .right : .wrong
    }
  }

  /// Digits without anything between them, one for each of several single digits that are asked for: 1111.
  private static func digits(of typed: String, for right: [Double]) -> [[Double]] {
    let digits = typed.trimmed.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
    let isAsked = right.count > 1 && right.allSatisfy { (0...9).contains($0) && $0 == $0.rounded() }
    return isAsked && digits.count == right.count && typed.trimmed.count == right.count ? [digits.map(Double.init)] : []
  }

  /// Whether `typed` is right; `nil` when it cannot be read as an answer to this question.
  public func isRight(_ typed: String) -> Bool? {
    switch verdict(on: typed) {
    case .right: true
    case .wrong: false
    case .incomplete, .unclear: nil
    }
  }

  /// How often an answer can be tried: of two choices the second try would be the answer itself.
  public var tries: Int { if case .choice(let choices, _) = answer, choices.count < 3 { 1 } else { 2 } }

  private static func agree(_ guess: Double, _ value: Double, _ decimals: Int) -> Bool {
    abs(guess - value) <= tolerance(of: value, decimals)
  }

  /// How far from a value an answer may be.
  private static func tolerance(of value: Double, _ decimals: Int) -> Double {
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    // Nobody who counts says 4.6 for 5.
    let isCount = decimals == 0 && abs(value - value.rounded()) < 1e-6
    return isCount ? 1e-6 * max(1, abs(value)) : unit / 2 + 1e-9
  }

  /// The numbers that are right, each with how far an answer may be from it; none for a choice.
  public var rightNumbers: [(value: Double, tolerance: Double)] {
    switch answer {
    case .number(let value, let decimals): [(value, Self.tolerance(of: value, decimals))]
    case .numbers(let values, let decimals): values.map { ($0, Self.tolerance(of: $0, decimals)) }
    case .set(let values): values.map { (Double($0), Self.tolerance(of: Double($0), 0)) }
    case .choice: []
    }
  }

  // MARK: Words

  /// What to type: “type a number”.
  public var request: String {
    switch answer {
    case .number(_, 0): "type a number"
    case .number(_, let decimals): "type a number with \(spelled(decimals, "decimal"))"
    case .numbers(let values, _): "type \(spelled(values.count, "number"))"
    case .set: "type all their numbers"
    case .choice(let choices, _):
      "type " + listed((1...choices.count).map(String.init), "or")
    }
  }

  /// The request once more, for somebody whose answer could not be read, with how several numbers are parted.
  public var plea: String {
    switch answer {
    case .number(_, 0): "type one number, in digits or as a word"
    case .number: request
    case .numbers: request + ", with a space between them"
    case .set: request + ", with spaces between them or as from-to"
    case .choice: request + ", or the words"
    }
  }

  /// The same for somebody whose words fit several choices: which these are.
  public func plea(on typed: String) -> String {
    guard case .choice(let choices, _) = answer else { return plea }
    let fitting = ChosenWords(choices).fitting(typed)
    guard fitting.count > 1 else { return plea }
    return "“\(typed.trimmed)” fits \(listed(fitting.map { String($0 + 1) }, "and")): type one of these"
  }

  /// How a typed answer was understood, where that is not plain from how it was typed; `nil` where it is, and where it
  /// cannot be read or has several meanings.
  public func reading(of typed: String) -> String? {
    let read = TypedAnswer(typed, to: prompt)
    let shown: String
    switch answer {
    case .number(_, let decimals):
      guard read.numbers.count == 1, let number = read.numbers.first else { return nil }
      shown = Self.short(number, decimals)
    case .numbers(let right, let decimals):
      let lists = read.lists.filter { $0.count == right.count } + Self.digits(of: typed, for: right)
      guard lists.count == 1, let list = lists.first else { return nil }
      shown = list.map { Self.short($0, decimals) }.joined(separator: ", ")
    case .set:
      guard let set = read.sets.first else { return nil }
      shown = set.map { Self.short($0, 0) }.joined(separator: ", ")
    case .choice(let choices, _):
      guard let index = ChosenWords(choices).index(of: typed) else { return nil }
      shown = choices[index]
    }
    func bare(_ text: String) -> String { text.filter { !" ,×x−-".contains($0) } }
    return bare(shown.lowercased()) == bare(typed.lowercased()) ? nil : shown
  }

  /// A typed answer as it is quoted: a plain number as it is, words between marks, a choice by its own words.
  public func quoted(_ typed: String) -> String {
    if case .choice(let choices, _) = answer {
      return "“\(ChosenWords(choices).index(of: typed).map { choices[$0] } ?? typed)”"
    }
    let signs = typed.trimmed.map { $0 == "-" ? "−" : $0 }
    return signs.allSatisfy { $0.isNumber || " .,−×".contains($0) } ? String(signs) : "“\(String(signs))”"
  }

  /// The right answer as it is quoted.
  public var quotedAnswer: String {
    if case .choice = answer { "“\(answerText)”" } else { answerText }
  }

  private static func short(_ value: Double, _ decimals: Int) -> String {
    value == value.rounded() && abs(value) < 1e15 ? NumberText.integer(Int(value)) : text(value, max(2, decimals))
  }

  private static func text(_ value: Double, _ decimals: Int) -> String { NumberText.fixed(value, decimals: decimals) }
}

extension String {
  /// Without blanks at its ends.
  var trimmed: Substring {
    let start = drop { $0 == " " }
    return start.prefix(start.lastIndex { $0 != " " }.map { start.distance(from: start.startIndex, to: $0) + 1 } ?? 0)
  }
}
