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

extension Question {
  /// How an answer is typed, for somebody whose answer could not be read.
  var form: String {
    switch answer {
    case .number(_, 0): "type a whole number, then Enter"
    case .number(_, let decimals): "type a number with \(counted(decimals, "decimal")), then Enter"
    case .numbers(let values, _): "type \(values.count) numbers with spaces or × between them, then Enter"
    case .choice(let choices, _): "type a number from 1 to \(choices.count), then Enter"
    }
  }

  /// A typed answer in the words of the screen: a choice by its name.
  func shown(_ typed: String) -> String {
    if case .choice(let choices, _) = answer, let number = Int(typed), choices.indices.contains(number - 1) {
      return choices[number - 1]
    }
    return typed
  }
}

extension Player {
  mutating func typeAnswer(_ key: Key) {
    stopAutoplay()
    switch key {
    case .character(let scalar):
      guard typedAnswer.unicodeScalars.count < 24 else { return }
      let signs: [Unicode.Scalar: Unicode.Scalar] = ["-": "−", "x": "×"]
      typedAnswer.unicodeScalars.append(signs[scalar] ?? scalar)
    default: typedAnswer = String(typedAnswer.dropLast())
    }
  }

  /// Enter: tells whether the answer is right, or how answers are typed.
  mutating func submitAnswer() {
    if answer() {
      press = Press(direction: 1, time: clock, moved: true)
    } else if let question = visit.step.question {
      notice = Notice(.wrong, question.form)
    }
  }

  /// Reveals the step and tells whether the typed answer is right; `false` when the answer cannot be read.
  mutating func answer() -> Bool {
    guard let question = visit.step.question, let isRight = question.isRight(typedAnswer) else { return false }
    score.count(isRight, on: .init(scene: sceneIndex, step: visit.stop.step, settings: visit.settings))
    let typed = question.shown(typedAnswer)
    advance(isHeld: false)
    notice =
      isRight
      ? Notice(.correct, "Right: \(question.answerText).")
      : Notice(.wrong, "You said \(typed); it is \(question.answerText).")
    return true
  }

  /// Covers answers or leaves them open. What is covered stays so: nothing is revealed by the way.
  mutating func togglePrediction() {
    predicts.toggle()
    if visit.stop.isCovered {
      visit.stop = Stop(step: visit.stop.drawnStep)
      arrive(animated: false)
    }
    announce(predicts ? "prediction on: questions come before their answers" : "prediction off")
  }
}
