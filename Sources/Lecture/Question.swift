import CellCanvas

/// What the audience is asked before an answer is revealed.
public struct Question: Hashable, Sendable {
  /// What counts as right.
  public enum Answer: Hashable, Sendable {
    /// A number; right within half a unit of the last of `decimals` digits.
    case number(Double, decimals: Int)
    /// Several numbers in order, as the sides of a shape or the values of a row.
    case numbers([Double], decimals: Int)
    /// One of several choices, which the screen numbers from 1.
    case choice([String], right: Int)
  }

  /// The question, one sentence.
  public let prompt: String
  /// What counts as right.
  public let answer: Answer

  /// A question.
  public init(_ prompt: String, answer: Answer) {
    if case .choice(let choices, let right) = answer {
      precondition(choices.indices.contains(right), "the right choice must be one of the choices")
    }
    self.prompt = prompt
    self.answer = answer
  }

  /// The right answer as the screen shows it.
  public var answerText: String {
    switch answer {
    case .number(let value, let decimals): Self.text(value, decimals)
    case .numbers(let values, let decimals): values.map { Self.text($0, decimals) }.joined(separator: ", ")
    case .choice(let choices, let right): choices[right]
    }
  }

  /// Whether `typed` is right; `nil` when it cannot be read as an answer to this question.
  public func isRight(_ typed: String) -> Bool? {
    let values = typed.split { " ,;x×".contains($0) }.map { NumberText.value(of: $0) }
    guard !values.isEmpty, !values.contains(nil) else { return nil }
    switch answer {
    case .number(let value, let decimals):
      guard values.count == 1, let guess = values[0] else { return nil }
      return Self.agree(guess, value, decimals)
    case .numbers(let right, let decimals):
      guard values.count == right.count else { return false }
      return zip(values, right).allSatisfy { guess, value in guess.map { Self.agree($0, value, decimals) } ?? false }
    case .choice(let choices, let right):
      guard values.count == 1, let guess = values[0].flatMap({ Int(exactly: $0) }), (1...choices.count).contains(guess)
      else { return nil }
      return guess - 1 == right
    }
  }

  private static func agree(_ guess: Double, _ value: Double, _ decimals: Int) -> Bool {
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    return abs(guess - value) <= unit / 2 + 1e-9
  }

  private static func text(_ value: Double, _ decimals: Int) -> String { NumberText.fixed(value, decimals: decimals) }
}
