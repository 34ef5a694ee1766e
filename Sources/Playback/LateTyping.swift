import CellCanvas
import Lecture

/// What somebody goes on to type when a question has closed: meant for the answer, and no keys of the lecture.
///
/// For a short while letters and digits do nothing but say so, and as long as they follow each other closely; digits,
/// which lead to other scenes, for longer. Then, or behind a g, keys are keys again.
struct LateTyping: Hashable, Sendable {
  /// What was typed too late.
  private(set) var text = ""
  /// Until when letters are meant for the answer.
  private(set) var letters: Duration
  /// Until when digits are.
  let digits: Duration

  /// Begins when a question closes; who typed an answer knows that it has.
  init(since now: Duration, wasAnswered: Bool) {
    letters = now + (wasAnswered ? .milliseconds(1500) : .milliseconds(2500))
    digits = now + .seconds(8)
  }

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
      ? "that question is closed; g\(number) and Enter goes to scene \(number)"
      : "that question is closed; letters are keys again in a moment"
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
