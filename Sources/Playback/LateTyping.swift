import CellCanvas
import Lecture

/// What somebody goes on to type when a question has closed, or where no values can be edited: meant for the answer or for
/// a value, and no keys of the lecture.
///
/// For a short while letters and digits do nothing but say so, and as long as they follow each other closely; digits,
/// which lead to other scenes, for longer. Then, or behind a g, keys are keys again.
struct LateTyping: Hashable, Sendable {
  /// Why it does nothing.
  private let reason: String
  /// What was typed too late.
  private(set) var text = ""
  /// Until when letters are meant for the answer.
  private(set) var letters: Duration
  /// Until when digits are.
  let digits: Duration

  /// Begins when a question closes; who typed an answer knows that it has.
  init(since now: Duration, wasAnswered: Bool) {
    reason = "that question is closed"
    letters = now + (wasAnswered ? .milliseconds(1500) : .milliseconds(2500))
    digits = now + .seconds(8)
  }

  /// Begins where values were to be typed and there are none; letters are keys at once.
  init(withoutValuesSince now: Duration) {
    reason = Self.withoutValues
    letters = now
    digits = now + .seconds(8)
  }

  /// What is said where there is nothing to edit.
  static let withoutValues = "no values to edit in this figure"

  mutating func type(_ scalar: Unicode.Scalar, at now: Duration) {
    if now >= letters { text = "" }
    if scalar.isWritten, text.unicodeScalars.count < 20 { text.unicodeScalars.append(scalar) }
    letters = max(letters, now + .milliseconds(800))
  }

  mutating func clear() { text = "" }

  /// What the keys are that are still meant for the answer.
  func context(at now: Duration) -> Context? {
    now < letters ? text.isEmpty ? .closed : .late : now < digits ? .recent : nil
  }

  /// Whether it is a word, which may hold a g.
  var isWord: Bool { text.contains(where: \.isLetter) }

  /// What to say about it.
  var sentence: String {
    let number = text.filter { !" ,.-".contains($0) }
    return Int(number) != nil && number.count <= 4
      ? "\(reason); g\(number) and Enter goes to scene \(number)"
      : "\(reason); letters are keys again in a moment"
  }
}

extension Player {
  /// A g leads to a scene by its number, unless it is a letter of what is typed too late.
  mutating func startNumber(_ key: Key) {
    if late?.context(at: clock) == .late, late?.isWord ?? false { return typeLate(key) }
    late?.clear()
    typedNumber = ""
  }

  mutating func typeLate(_ key: Key) {
    if case .character(let scalar) = key { late?.type(scalar, at: clock) } else { late?.clear() }
    if let late { announce(late.sentence) }
  }
}
