import CellCanvas
import FrameExport
import JSONText
import Lecture

/// A step as the page has it: its words, and where its frames are on the scene's reel.
struct PageStep {
  let data: JSON

  /// Frames a second of an animation, as many as on the terminal.
  private static let rate = 30

  /// - Parameters:
  ///   - linked: the ids of the scenes on the page.
  ///   - figures: takes the frames.
  init(_ scene: ExportedScene, _ step: Int, linked: Set<String>, figures: inout PageFigures) {
    let player = scene.player
    let words = player.steps[step]
    let frames = scene.animation(of: step, rate: Self.rate) { figures.figure(player, of: step, at: $0) }
    var numbers: [Int] = []
    for (_, figure) in frames { numbers.append(figures.add(figure)) }
    let formulas = scene.animation(of: step, rate: Self.rate) { player.formula(of: step, at: $0) }
    data = .object([
      .init("number", .integer(step + 1)), .init("caption", words.caption.data),
      .init(
        "formulas",
        .array(formulas.map { .array([.integer($0.start.milliseconds), .array($0.frame.map(\.data))]) })),
      .init("note", .string(words.note)),
      .init(
        "question",
        words.question.map { Self.data(of: $0, reading: player.readingTime(of: step, asking: true)) } ?? .null),
      .init(
        "links",
        .array(
          words.links.filter { linked.contains($0.scene) }.map { .array([.string($0.scene), .string($0.label)]) })),
      .init("reading", .integer(player.readingTime(of: step).milliseconds)),
      .init("first", .integer(numbers[0])), .init("times", .array(frames.map { .integer($0.start.milliseconds) })),
    ])
  }

  private static func data(of question: Question, reading: Duration) -> JSON {
    var members = [
      JSON.Member("prompt", .string(question.prompt)), .init("answer", .string(question.answerText)),
      .init("reading", .integer(reading.milliseconds)),
    ]
    if case .choice(let choices, let right) = question.answer {
      members += [.init("choices", .array(choices.map { .string($0) })), .init("right", .integer(right))]
    }
    var numbers = question.rightNumbers
    if case .set = question.answer {
      numbers.sort { $0.value < $1.value }
      members.append(.init("inAnyOrder", .bool(true)))
    }
    members.append(.init("numbers", .array(numbers.map { .array([.number($0.value), .number($0.tolerance)]) })))
    return .object(members)
  }
}

extension StyledText {
  /// A list of stretches: the text, the name of the role that its ink means, and its style, 1 for bold and 2 for
  /// underlined; what is empty at the end of a stretch is left out.
  var data: JSON {
    .array(
      spans.map { span in
        let role = if case .role(let role) = span.ink?.meaning { "\(role)" } else { "" }
        let style = (span.style.contains(.bold) ? 1 : 0) | (span.style.contains(.underline) ? 2 : 0)
        let text = JSON.string(span.text.withoutContinuations)
        if style != 0 { return .array([text, .string(role), .integer(style)]) }
        return .array(role.isEmpty ? [text] : [text, .string(role)])
      })
  }
}

extension Duration {
  /// In whole milliseconds.
  fileprivate var milliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
