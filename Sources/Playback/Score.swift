import CellCanvas
import Lecture

/// The predictions that were made.
struct Score: Hashable, Sendable {
  /// What was asked.
  struct Occasion: Hashable, Sendable {
    let scene: Int
    let step: Int
    let settings: Settings
  }

  private var answers: [Occasion: Bool] = [:]

  var count: Int { answers.count }
  var right: Int { answers.values.count { $0 } }

  /// Counts the first answer on each occasion.
  mutating func count(_ isRight: Bool, on occasion: Occasion) {
    if answers[occasion] == nil { answers[occasion] = isRight }
  }

  /// What came of it, in a sentence; `nil` without any prediction.
  var text: String? {
    guard count > 0 else { return nil }
    let result =
      switch (count, right) {
      case (1, 0): "it was not right"
      case (1, _): "it was right"
      case (_, 0): "none was right"
      case (_, 1): "one was right"
      case (2, _): "both were right"
      case (_, count): "all were right"
      default: "\(right) were right"
      }
    return "You predicted \(times(count)); \(result)."
  }
}
