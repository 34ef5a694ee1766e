import CellCanvas
import ConvolutionEngine

extension FantasyImageScene {
  static func percent(_ part: Float) -> String {
    let percent = 100 * Double(part)
    return NumberText.fixed(percent, decimals: percent > 99.9 || percent < 9.95 ? 1 : 0) + " %"
  }

  static func text(_ value: Float, _ decimals: Int = 1) -> String {
    NumberText.fixed(Double(value), decimals: decimals)
  }

  /// "the score of 3".
  var unitName: String { "the score of \(subject.classes[wanted])" }

  private static let waiting: StyledText = .muted("the ascent is being computed …")

  /// What a frame has come to, in a line.
  private func account(_ frame: AscentFrame) -> StyledText {
    .muted("after ") + .strong(counted(frame.steps, "step")) + .muted(":  score ") + .output(Self.text(frame.answer))
      + .muted("  probability ") + .active(Self.percent(frame.probabilities[wanted]))
      + .muted("  neighbours differ by ")
      + .input(Self.text(frame.variation, 3))
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard playhead.progress < 1, playhead.pointer == nil else { return nil }
    switch moment {
    case .bare: return frame(of: bare, at: playhead).map { [account($0)] }
    case .cured: return frame(of: cured, at: playhead).map { [account($0)] }
    default: return nil
    }
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      let probabilities = subject.probabilities(subject.scores(start))
      return Step(
        caption: StyledText(
          "What would \(unitName) like to see? Begin with grey and a little noise, and change the picture, not the network."
        ),
        formula: [
          .muted("score of \(subject.classes[wanted]) ") + .output(Self.text(subject.scores(start).values[wanted]))
            + .muted("   probability ") + .active(Self.percent(probabilities[wanted]))
        ],
        note: """
          Training holds the pictures and moves the weights. Here the weights are held and the picture moves: the same way \
          back, one layer further down.
          """, links: [Link(to: GuidedBackpropScene.card.id, label: "the way back")])
    case .slope:
      let up = slope.values.count { $0 > 0 }
      return Step(
        caption: """
          The gradient says for each pixel whether more or less of it raises the score. Go a little that way, and ask again.
          """,
        formula: [
          .input("picture") + .muted(" becomes ") + .input("picture") + .muted(" + rate · ")
            + .tinted("∂score/∂pixel", .gradient)
            + .muted("   up: ") + .strong("\(up)", .gradient) + .muted(" of \(slope.values.count) pixels")
        ],
        note: """
          The score (logit) is climbed, not the probability: that also rises when the other scores fall. Each pixel gets a \
          step of its own size (Adam), and stays in the range that pictures have.
          """, duration: .milliseconds(900))
    case .bare: return bareStep
    case .cured: return curedStep
    case .beside: return besideStep
    case .seeds: return seedsStep
    case .sign: return signStepTold
    case .amounts: return amountsStep
    case .end:
      return Step(
        caption: """
          Take home: such a picture shows what raises a score, not what the network “thinks a \(subject.classes[wanted]) looks like”. \
          Static can raise it, too.
          """,
        formula: [.muted("Erhan 2009; Goodfellow 2015; Olah, Mordvintsev, Schubert 2017 (Feature visualization)")],
        note: """
          Two pictures, one confidence, one of them static: keep both in mind when somebody shows a beautiful fantasy image.
          """, links: [Link(to: GuidedBackpropScene.card.id, label: "which pixels")])
    }
  }

  private var bareStep: Step {
    let note =
      "Nothing asks the picture to look like one. High frequencies come cheap: strides and poolings let them through."
    guard bare.count == Self.frames, let first = bare.first, let last = bare.last else {
      return Step(
        caption: "Up the gradient, step by step, and nothing else.", formula: [Self.waiting], note: note,
        duration: .milliseconds(3000))
    }
    let rough = last.variation > first.variation
    return Step(
      caption: StyledText(
        "\(Self.steps) steps up: the score climbs from \(Self.text(first.answer)) to \(Self.text(last.answer)), probability \(Self.percent(last.probabilities[wanted])). "
          + (rough ? "And it looks like static: neighbours differ more and more." : "")),
      formula: [account(last)], note: note,
      duration: .milliseconds(3000))
  }

  private var curedStep: Step {
    let names = cureNames
    let note = """
      Three families: cost for high frequencies (smoothness, blur), robustness (jitter: the answer must hold when the \
      picture moves), and priors learned elsewhere. Turn each switch on alone.
      """
    let with = names.isEmpty ? "no cure is on" : listed(names)
    guard cured.count == Self.frames, bare.count == Self.frames, let last = cured.last, let other = bare.last else {
      return Step(
        caption: StyledText("Once more, with cures: \(with)."), formula: [Self.waiting], note: note,
        duration: .milliseconds(3000))
    }
    let calmer = last.variation < other.variation
    return Step(
      caption: StyledText(
        names.isEmpty
          ? "All cures are off: this is the same ascent again. Switch one on."
          : "The same noise with \(with): neighbours differ by \(Self.text(last.variation, 3)) instead of \(Self.text(other.variation, 3))"
            + (calmer
              ? ". The score \(last.answer < other.answer ? "climbs less" : "climbs as far"), the strokes can be seen."
              : ".")),
      formula: [account(last)], note: note, duration: .milliseconds(3000))
  }

  private var besideStep: Step {
    let note = "Cover the numbers and let the class say which of them the network is surer of."
    guard cured.count == Self.frames, bare.count == Self.frames, let one = bare.last, let other = cured.last else {
      return Step(caption: "Both results side by side.", formula: [Self.waiting], note: note)
    }
    let (first, second) = (one.probabilities[wanted], other.probabilities[wanted])
    return Step(
      caption: StyledText(
        "Side by side: \(Self.percent(first)) sure of the left, \(Self.percent(second)) of the right. "
          + (abs(first - second) < 0.05
            ? "A network's confidence does not say which of them is a picture." : "")),
      formula: [
        .muted("score ") + .output(Self.text(one.answer)) + .muted(" and ") + .output(Self.text(other.answer))
          + .muted("   neighbours differ by ") + .input(Self.text(one.variation, 3)) + .muted(" and ")
          + .input(Self.text(other.variation, 3))
      ], note: note)
  }

  private var seedsStep: Step {
    let note = "There is no single picture that a unit wants. Papers that show one have chosen it."
    guard fromOthers.count == Self.others, let own = cured.last else {
      return Step(caption: "From other noise.", formula: [Self.waiting], note: note)
    }
    let all = [own] + fromOthers
    let sure = all.count { $0.probabilities[wanted] > 0.9 }
    return Step(
      caption: StyledText(
        "The same ascent from other noise: four pictures, none like another, and \(sure == 4 ? "all four" : sure == 0 ? "none" : spelled(sure)) over 90 %. There is no one picture that the unit wants."
      ),
      formula: [
        .muted("probability  ")
          + .joined(all.map { .active(Self.percent($0.probabilities[wanted])) }, separator: .muted("   "))
      ], note: note)
  }

  private var signStepTold: Step {
    let before = byAmount[0]
    let after = subject.probabilities(subject.scores(fooling))
    let (said, now) = (Self.winner(before), Self.winner(after))
    return Step(
      caption: StyledText(
        "The other way round: a written \(subject.classes[wanted]), each pixel moved by \(Self.text(amountShown, 2)) or not at all. "
          + (now == said
            ? "The network still says \(subject.classes[said])."
            : "The network said \(subject.classes[said]); now it says \(subject.classes[now]).")),
      formula: [
        .input("picture") + .muted(" + \(Self.text(amountShown, 2)) · sign(") + .tinted("gradient", .gradient)
          + .muted(")   \(subject.classes[wanted]): ") + .active(Self.percent(before[wanted])) + .muted(" → ")
          + .active(Self.percent(after[wanted])) + .muted("   \(subject.classes[other]): ")
          + .active(Self.percent(before[other])) + .muted(" → ") + .active(Self.percent(after[other]))
      ],
      note: """
        One step of the sign of the gradient (fast gradient sign): that is what high frequencies mean. Each pixel counts a \
        little, and there are many. On digits the step is seen; on large photographs it need not be.
        """, duration: .milliseconds(1400))
  }

  private var amountsStep: Step {
    let point = turningPoint
    let amount = point.map { Self.text(Float($0) * Self.amountStep, 2) }
    return Step(
      caption: StyledText(
        point == 0
          ? "The network does not read this \(subject.classes[wanted]) even before the step."
          : amount.map {
            "How much does it take? From an amount of \($0) on the network no longer says \(subject.classes[wanted]), though it can be read as before."
          }
            ?? "How much does it take? Up to 0.50 along the sign the network goes on saying \(subject.classes[wanted]). Noise as large would do as little."
      ),
      formula: [
        .muted("amount  0 … 0.50 of the range from paper to ink;  turned at ") + .active(amount ?? "none of these")
      ],
      note:
        "Adversarial examples: Szegedy and others 2014, Goodfellow and others 2015. Training on them helps, and costs.",
      duration: .milliseconds(2000))
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let shape = subject.network.input
    guard target.row < shape.height, target.column < shape.width else { return nil }
    let place = "row \(target.row + 1), column \(target.column + 1)"
    switch target.grid {
    case "slope":
      let value = slope[target.row, target.column]
      return Remark(
        caption: StyledText(
          "The pixel in \(place): \(value > 0 ? "more of it raises the score" : value < 0 ? "less of it raises the score" : "it does not matter")."
        ),
        formula: [.tinted("∂score/∂pixel", .gradient) + .muted(" = ") + .strong(Self.text(value, 3), .gradient)])
    case "written":
      return Remark(
        caption: StyledText("The pixel in \(place) of the written digit, and where the sign step moves it."),
        formula: [
          .input(Self.text(written[target.row, target.column], 2)) + .muted(" → ")
            + .active(Self.text(fooling[target.row, target.column], 2))
        ])
    default: return nil
    }
  }
}
