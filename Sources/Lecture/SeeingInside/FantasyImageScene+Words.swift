import CellCanvas
import ConvolutionEngine

extension FantasyImageScene {
  static func text(_ value: Float, _ decimals: Int = 1) -> String {
    NumberText.fixed(Double(value), decimals: decimals)
  }

  /// “the score of cat”, or “a unit of conv3”.
  var unitName: String {
    isOfScores
      ? "the score of \(photos.classes[climbed.channel])" : "a unit of \(photos.network.stages[climbed.stage].name)"
  }

  static let waiting: StyledText = .muted("the ascent is being computed …")

  /// What a frame has come to, in a line.
  private func account(_ frame: AscentFrame) -> StyledText {
    .muted("after ") + .strong(counted(frame.steps, "step")) + .muted(": \(isOfScores ? "score" : "answer") ")
      + .output(Self.text(frame.answer)) + .muted("  \(photos.classes[classTold(frame)]) ")
      + .active(chance(frame.probabilities[classTold(frame)])) + .muted("  neighbours differ by ")
      + .input(Self.text(frame.variation, 3))
  }

  private func series(_ moment: Moment) -> Series? {
    switch moment {
    case .bare: .bare
    case .cured: .cured
    case .dream: .dream
    default: nil
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard playhead.progress < 1, playhead.pointer == nil else { return nil }
    if moment == .several { return courseFormula(at: playhead).map { [$0] } }
    guard let series = series(moment) else { return nil }
    return frame(of: series, at: playhead).map { [account($0)] }
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: return startStep
    case .slope: return slopeStep
    case .bare: return bareStep
    case .checkerboard: return checkerboardStep
    case .cured: return curedStep
    case .beside: return besideStep
    case .seeds: return seedsStep
    case .dream: return dreamStep
    case .sign: return signStep
    case .several: return severalStep
    case .amounts: return amountsStep
    case .end:
      return Step(
        caption: """
          Take home: such a picture shows what raises one number, not “what the network thinks it looks like”. Static can \
          raise it, too.
          """,
        formula: [.muted("Erhan and others 2009; Goodfellow and others 2015; Olah and others 2017")],
        note: """
          Two pictures, one confidence, one of them static: keep both in mind when somebody shows a beautiful fantasy image.
          """, links: [Link(to: GuidedBackpropScene.card.id, label: "which pixels")])
    }
  }

  // MARK: Climbing

  private var startStep: Step {
    let shape = photos.network.input
    let field = photos.network.stages[climbed.stage].receptiveField?.size ?? shape.width
    return Step(
      caption: StyledText(
        "What would \(unitName) of the network photos like to see? Begin with grey and a little noise, and change the picture, not the network."
      ),
      formula: [
        .muted(isOfScores ? "score " : "map \(climbed.channel + 1), its middle: answer ")
          + .output(Self.text(first.answer)) + .muted("   it sees ")
          + .input(sides(min(field, shape.height), min(field, shape.width)))
          + .muted(" of \(sides(shape.height, shape.width)) pixels")
      ],
      note: """
        Training holds the pictures and moves the weights. Here the weights are held and the picture moves: the same way \
        back, one layer further down. What lies outside of the pixels that a unit sees moves by the cures alone.
        """, links: [Link(to: GuidedBackpropScene.card.id, label: "the way back")])
  }

  private var slopeStep: Step {
    let up = slope.values.count { $0 > 0 }
    return Step(
      caption: """
        The gradient says for each colour of each pixel whether more or less of it raises the unit. Go a little that way, \
        and ask again.
        """,
      formula: [
        .input("picture") + .muted(" becomes ") + .input("picture") + .muted(" + rate · ")
          + .tinted("∂unit/∂pixel", .gradient) + .muted("   up: ") + .strong(NumberText.integer(up), .gradient)
          + .muted(" of \(NumberText.integer(slope.values.count)) values")
      ],
      note: """
        The score (logit) is climbed, not the probability: that also rises when the other scores fall. Each pixel gets a \
        step of its own size (Adam), and stays in the range that pictures have.
        """,
      question: Question(
        "In training the weights go against the gradient of a loss. Which way must the picture go to raise \(unitName)?",
        answer: .choice(["along its gradient", "against its gradient"], right: 0)), duration: .milliseconds(900))
  }

  /// From how many times the differences of the start on a picture is called static.
  static let staticRise: Float = 3

  private var bareStep: Step {
    let note = """
      Nothing asks the picture to look like one, and the unit answers to fine patterns as well as to wide ones. Strides and \
      poolings send the gradient to one cell of several, which adds checkerboards.
      """
    guard let last = last(of: .bare) else {
      return Step(
        caption: "Up the gradient, step by step, and nothing else.", formula: [Self.waiting], note: note,
        duration: .milliseconds(3000))
    }
    let rise = last.variation / max(first.variation, 1e-6)
    return Step(
      caption: StyledText(
        "\(Self.steps) steps up: \(isOfScores ? "the score" : "the answer") goes from \(Self.text(first.answer)) to \(Self.text(last.answer)), \(isOfScores ? "\(photos.classes[classTold(last)]) \(chance(last.probabilities[classTold(last)]))" : "photos says \(photos.classes[classTold(last)])"). "
          + (rise >= Self.staticRise
            ? "And it looks like static: neighbours differ \(Self.text(rise)) times as much as at the start."
            : "Neighbours differ \(Self.text(rise)) times as much as at the start.")),
      formula: [account(last)], note: note, duration: .milliseconds(3000))
  }

  private var checkerboardStep: Step {
    let share = last(of: .bare).map { ActivationAscent.checkerboard(of: $0.picture) }
    let cured = last(of: .cured).map { ActivationAscent.checkerboard(of: $0.picture) }
    return Step(
      caption: StyledText(
        "A checkerboard of single pixels is the finest pattern. Inside, one blur leaves \(Self.text(fine.left, 0)) of it, and \(Self.text(wide.left, 0)) of wide fields: what is fine goes, what is wide stays."
      ),
      formula: [
        share.map { share in
          .muted("of the contrast a checkerboard:  noise 33 %  nothing else ") + .input(percent(share))
            + (cureNames.isEmpty ? "" : cured.map { .muted("  cures ") + .input(percent($0)) } ?? "")
        } ?? .muted("blur: each value is mixed with its neighbours by ") + .kernel("1 2 1")
          + .muted(" / 4, across and down")
      ],
      note: "Percentages: how much of the contrast in blocks of 2 × 2 is a checkerboard. "
        + (share.map { share in
          share < 1 / 3
            ? "With nothing else it is less than in noise: most static is coarser than single pixels. "
            : "With nothing else it is more than in noise. "
        } ?? "") + "The blur comes after every eighth step.",
      question: Question(
        "A checkerboard of 1 and −1 is blurred by 1 2 1 (divided by 4), across and down. What is left of its ones inside?",
        answer: .number(Double(fine.left), decimals: 1)), duration: .milliseconds(1200),
      links: [Link(to: TransposedConvolutionScene.card.id, label: "checkerboards")])
  }

  private var curedStep: Step {
    let names = cureNames
    let note = """
      Families of cures: cost for high frequencies (smoothness, blur), robustness (jitter, turns: the answer must hold when \
      the picture moves; even a little is very effective). Turn each switch on alone.
      """
    guard let last = last(of: .cured), let other = self.last(of: .bare) else {
      return Step(
        caption: StyledText("Once more, with cures: \(names.isEmpty ? "none is on" : listed(names))."),
        formula: [Self.waiting], note: note, duration: .milliseconds(3000))
    }
    let calmer = last.variation < other.variation
    return Step(
      caption: StyledText(
        names.isEmpty
          ? "All cures are off: this is the same ascent again. Switch one on."
          : "With \(listed(names)) neighbours differ by \(Self.text(last.variation, 3)) instead of \(Self.text(other.variation, 3))."
            + (calmer && last.answer < other.answer
              ? " It climbs to \(Self.text(last.answer)), not \(Self.text(other.answer)): \(helpers) had helped."
              : "")),
      formula: [account(last)], note: note, duration: .milliseconds(3000))
  }

  /// What the cures take away that had raised the unit: the blur and the cost on differences what is fine, the pull to
  /// grey what is strong, and moving the picture what fits one place only.
  var helpers: String {
    cures.blurEvery > 0 || cures.variation > 0
      ? "fine patterns" : cures.decay > 0 ? "strong colours" : "patterns that fit one place only"
  }

  private var besideStep: Step {
    let note = "Cover the numbers and let the class say which of them the network is surer of."
    guard let one = last(of: .bare), let other = last(of: .cured) else {
      return Step(caption: "Both results side by side.", formula: [Self.waiting], note: note)
    }
    let (first, second) = (one.probabilities[classTold(one)], other.probabilities[classTold(other)])
    let isEqual = abs(first - second) < 0.05 && classTold(one) == classTold(other)
    return Step(
      caption: StyledText(
        "Side by side: to photos the left is \(photos.classes[classTold(one)]) (\(chance(first))), the right \(photos.classes[classTold(other)]) (\(chance(second)))."
          + (cureNames.isEmpty
            ? " All cures are off: both are one picture."
            : isEqual && other.variation < one.variation
              ? " Its confidence does not say which of them is a picture."
              : isOfScores ? "" : " No class was asked for: what was climbed is \(unitName).")),
      formula: [
        .muted(isOfScores ? "score " : "answer ") + .output(Self.text(one.answer)) + .muted(" and ")
          + .output(Self.text(other.answer)) + .muted("   neighbours differ by ") + .input(Self.text(one.variation, 3))
          + .muted(" and ") + .input(Self.text(other.variation, 3))
      ], note: note)
  }

  private var seedsStep: Step {
    let note = "There is no single picture that a unit wants. Papers that show one have chosen it."
    guard !seeds.isEmpty else { return Step(caption: "From other noise.", formula: [Self.waiting], note: note) }
    return Step(
      caption: StyledText(
        "The same ascent from other noise: four pictures, no two of them the same. There is no one picture that the unit wants."
      ),
      formula: [
        .muted(isOfScores ? "scores  " : "answers  ")
          + .joined(seeds.map { .output(Self.text($0.answer)) }, separator: .muted("   "))
      ], note: note)
  }

  private var dreamStep: Step {
    let note = """
      Called a dream when it was new (Mordvintsev and others 2015). The network finds in a picture what it is asked to find: \
      that says something of the unit, and nothing of the picture.
      """
    guard let last = last(of: .dream), let start = frames[.dream]?.first else {
      return Step(
        caption: StyledText("Now begin with \(name) instead of noise."), formula: [Self.waiting], note: note,
        duration: .milliseconds(3000))
    }
    let likeness = rankCorrelation(last.picture.values, start.picture.values)
    return Step(
      caption: StyledText(
        "The ascent from \(name): photos said \(said(start)) and \(TrainedPhotos.winner(start.probabilities) == TrainedPhotos.winner(last.probabilities) ? "still" : "now") says \(said(last))."
          + (likeness > 0.15
            ? " By rank it is still \(NumberText.fixed(likeness, decimals: 2)) like \(name): the start counts." : "")),
      formula: [account(last)], note: note, duration: .milliseconds(3000))
  }

  private func said(_ frame: AscentFrame) -> String {
    let winner = TrainedPhotos.winner(frame.probabilities)
    return "\(photos.classes[winner]) (\(chance(frame.probabilities[winner])))"
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let shape = photos.network.input
    guard target.row < shape.height, target.column < shape.width else { return nil }
    let place = "row \(target.row + 1), column \(target.column + 1)"
    func colours(_ tensor: Tensor, _ decimals: Int) -> String {
      (0..<3).map { Self.text(tensor[target.row, target.column, $0], decimals) }.joined(separator: " ")
    }
    switch target.grid {
    case "slope":
      return Remark(
        caption: StyledText("The pixel in \(place): how much more of its red, green and blue raises the unit."),
        formula: [.tinted("∂unit/∂pixel", .gradient) + .muted(" = ") + .strong(colours(slope, 4), .gradient)])
    case "picture":
      return Remark(
        caption: StyledText(
          "Red, green and blue of the pixel in \(place), from −1 for none of a colour to 1, and where the steps move them."
        ),
        formula: [
          .input(colours(attack.picture, 2)) + .muted(" → ")
            + .active(colours((moment == .several ? course?.last : nil)?.picture ?? moved.picture, 2))
        ])
    default: return nil
    }
  }
}
