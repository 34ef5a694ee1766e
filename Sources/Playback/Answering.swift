import CellCanvas
import Lecture

/// What is typed as an answer to the question on the screen.
struct Attempt: Hashable, Sendable {
  /// As it was typed.
  private(set) var text = ""
  /// How many answers were wrong.
  var misses = 0
  /// An answer that may have been the beginning of one; given again, it counts.
  var doubted: String?
  /// The text was judged or could not be read: what is typed next begins anew.
  var isRefused = false
  /// The text was judged wrong, and nothing has been typed since.
  var isWrong = false
  /// When the last sign was taken back.
  private(set) var emptied: Duration?

  /// The longest answer that has room.
  private static let longest = 50

  mutating func type(_ scalar: Unicode.Scalar) {
    guard scalar.isWritten else { return }
    // Who is asked for more numbers may add them.
    if isRefused, doubted == nil || !" ,;x*×-–/&".unicodeScalars.contains(scalar) { text = "" }
    (isRefused, isWrong, emptied) = (false, false, nil)
    // No answer begins with a blank.
    if text.isEmpty, scalar == " " { return }
    if text.unicodeScalars.count < Self.longest { text.unicodeScalars.append(scalar) }
  }

  mutating func erase(at now: Duration) {
    text = String(text.dropLast())
    (isRefused, isWrong) = (false, false)
    emptied = text.isEmpty ? now : nil
  }

  /// Forgets what was typed, but not how often it was wrong.
  mutating func clear() { (text, isRefused, isWrong) = ("", false, false) }

  /// Whether nothing stands as an answer: nothing is typed, or what was typed was wrong. What was insisted on can be added to.
  var isOpen: Bool { text.allSatisfy(\.isWhitespace) || isWrong && doubted != text }

  /// The text with the signs of a printed one: − before a number, × between two.
  var shown: String {
    let signs = Array(text)
    func neighbour(_ index: Int, _ step: Int) -> Character? {
      var place = index + step
      while signs.indices.contains(place), signs[place] == " " { place += step }
      return signs.indices.contains(place) ? signs[place] : nil
    }
    return String(
      signs.indices.map { index in
        let (before, after) = (neighbour(index, -1), neighbour(index, 1))
        switch signs[index] {
        case "-" where !(before?.isLetter ?? false) && !(after?.isLetter ?? false): return "−"
        case "x" where before?.isNumber ?? false && after?.isNumber ?? true: return "×"
        default: return signs[index]
        }
      })
  }
}

extension Unicode.Scalar {
  /// Whether it is a sign of one cell that somebody may write in a line: no control sign, nothing that joins or is wide.
  var isWritten: Bool {
    switch value {
    case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x24F, 0x370...0x3FF, 0x400...0x45F: true
    case 0x2010...0x2027, 0x2030...0x205E, 0x2070...0x209C, 0x20AC, 0x2150...0x215E, 0x2190...0x22FF: true
    default: false
    }
  }
}

extension Player {
  /// Takes a sign of an answer in, or back; a blank where no answer stands reveals.
  mutating func typeAnswer(_ key: Key) {
    if key == " ", attempt.isOpen { return goForward() }
    stopAutoplay()
    if case .character(let scalar) = key { attempt.type(scalar) } else { attempt.erase(at: clock) }
  }

  /// Whether a Backspace is one too many behind those that took an answer back: it does not leave the question.
  func isOneTooMany(_ key: Key) -> Bool {
    guard key == .backspace, visit.stop.isCovered, let emptied = attempt.emptied else { return false }
    return clock - emptied <= .seconds(1)
  }

  /// Enter: tells whether the answer is right, gives a wrong one another try, and asks again for what cannot be read.
  mutating func submitAnswer() {
    guard let question = visit.step.question else { return }
    switch verdict(on: question) {
    case .right: reveal(question)
    case .wrong:
      count(question)
      attempt.misses += 1
      guard attempt.misses < question.tries else { return reveal(question) }
      (attempt.isRefused, attempt.isWrong) = (true, true)
      notice = Notice(
        .wrong, "Not \(question.quoted(attempt.text)). Try once more, or \(name(of: .right)) to reveal.")
    case .incomplete, .unclear:
      attempt.doubted = question.verdict(on: attempt.text) == .incomplete ? attempt.text : nil
      (attempt.isRefused, attempt.isWrong) = (true, false)
      notice = Notice(.wrong, question.plea(on: attempt.text))
    }
  }

  /// Next, with an answer typed: reveals, and tells whether it was right, if it can be read.
  mutating func revealAnswer() {
    guard let question = visit.step.question, [.right, .wrong].contains(verdict(on: question)) else {
      return advance(isHeld: false)
    }
    reveal(question)
  }

  private func verdict(on question: Question) -> Question.Verdict {
    let verdict = question.verdict(on: attempt.text)
    // Who insists on a part of a set is judged by it.
    if case .set = question.answer, verdict == .incomplete, attempt.doubted == attempt.text { return .wrong }
    return verdict
  }

  private mutating func count(_ question: Question) {
    score.count(
      question.isRight(attempt.text) ?? false,
      on: .init(scene: sceneIndex, step: visit.stop.step, settings: visit.settings))
  }

  private mutating func reveal(_ question: Question) {
    count(question)
    let (answer, isRight) = (attempt.text, question.isRight(attempt.text) ?? false)
    let isSecond = attempt.misses > 0
    advance(isHeld: false)
    press = Press(direction: 1, time: clock, moved: true)
    notice =
      isRight
      ? Notice(.correct, "Right\(isSecond ? " at the second try" : ""): \(question.quotedAnswer).")
      : Notice(.wrong, "You said \(question.quoted(answer)); it is \(question.quotedAnswer).")
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
