import CellCanvas
import FrameExport
import Lecture
import Playback

/// The lecture as a script in Markdown: each step with its figure as text, its formula, what is said, the question before it
/// with the answer, and the note.
public struct ScriptFormat: ExportFormat {
  private let plan: LecturePlan
  /// Whether the answers, and the steps that show them, stand on a last page, and the notes nowhere.
  private let isQuiz: Bool

  /// The script of a walk.
  public init(_ walk: LectureWalk, isQuiz: Bool = false) {
    plan = walk.plan
    self.isQuiz = isQuiz
  }

  /// A scene.
  public struct Part: Sendable {
    fileprivate let title: String
    fileprivate let part: Lecture.Part
    fileprivate let steps: [Told]
  }

  /// A step with the question before it.
  fileprivate struct Told: Sendable {
    let place: String
    let question: Question?
    /// The figure, the formula and the caption.
    let body: String
    let note: String
  }

  /// A scene's steps, each told with its figure.
  public func part(of scene: ExportedScene) throws(Unwanted) -> Part {
    let player = scene.player
    var told: [Told] = []
    for (index, number) in scene.steps.enumerated() {
      let step = player.steps[number]
      let figure = Self.trimmed(PlainTextExport.text(of: player.figure(of: number)))
      let formula = player.formula(of: number).map { $0.plain.withoutContinuations }
      let computed = formula.isEmpty ? "" : Self.block(formula.joined(separator: "\n"))
      told.append(
        Told(
          place: "Step \(index + 1) of \(scene.steps.count)",
          question: number > scene.steps.lowerBound ? step.question : nil,
          body: Self.block(figure) + computed + Self.escaped(step.caption.plain.withoutContinuations) + "\n\n",
          note: step.note))
      try scene.report(index + 1)
    }
    return Part(title: "\(player.sceneIndex + 1). \(scene.card.title)", part: scene.card.part, steps: told)
  }

  /// All scenes in order, and the last page of a quiz.
  public func file(of parts: [Part]) -> String {
    var text = "<!-- \(ExportMark.text) -->\n\n# \(Self.escaped(plan.title ?? "Convolutional networks"))\n\n"
    var answers = ""
    var asked = 0
    for part in parts {
      text += "## \(Self.escaped(part.title))\n\n*\(Self.escaped(part.part.rawValue))*\n\n"
      var isHeaded = false
      for step in part.steps {
        let heading = "### \(step.place)\n\n"
        guard let question = step.question else {
          text += heading + step.body + note(step)
          continue
        }
        asked += 1
        let answer = "**Answer \(asked).** \(Self.escaped(question.answerText))\n\n"
        text += heading + Self.asked(question, asked)
        guard isQuiz else {
          text += answer + step.body + note(step)
          continue
        }
        text += "*The answer, and this step, stand on the last page.*\n\n"
        if !isHeaded { answers += "### \(Self.escaped(part.title))\n\n" }
        isHeaded = true
        answers += answer + "\(step.place).\n\n" + step.body
      }
    }
    guard !answers.isEmpty else { return text }
    return text + "<div style=\"break-before: page\"></div>\n\n## Answers\n\n" + answers
  }

  private func note(_ step: Told) -> String {
    isQuiz || step.note.isEmpty ? "" : "> **Note.** \(Self.escaped(step.note))\n\n"
  }

  private static func asked(_ question: Question, _ number: Int) -> String {
    var text = "**Question \(number).** \(escaped(question.prompt))\n\n"
    if case .choice(let choices, _) = question.answer {
      for (index, choice) in choices.enumerated() { text += "\(index + 1). \(escaped(choice))\n" }
      text += "\n"
    }
    return text
  }

  /// Text that stands as it is, cell below cell.
  private static func block(_ text: String) -> String {
    // A fence is longer than any row of its own signs within.
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)text\n\(text)\n\(fence)\n\n"
  }

  /// Without the empty lines above and below.
  private static func trimmed(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { !$0.isEmpty }), let last = lines.lastIndex(where: { !$0.isEmpty })
    else {
      return ""
    }
    return lines[first...last].joined(separator: "\n")
  }

  /// Text in one line, whose signs mean themselves (CommonMark, section 2.4).
  private static func escaped(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return String(line.flatMap { "\\`*_[]<>&#|~".contains($0) ? ["\\", $0] : [$0] })
  }
}
