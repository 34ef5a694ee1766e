import CellCanvas
import ConvolutionEngine

extension LearnedKernelsScene {
  private static func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

  /// How much neighbouring weights agree, and did before training.
  private func agreementText(_ kernels: LearnedKernels) -> StyledText {
    let before: StyledText =
      kernels == untrained ? "" : .kernel(Self.text(untrained.agreement)) + .muted(" before, now ")
    return .muted("neighbouring weights agree: ") + before + .kernel(Self.text(kernels.agreement))
      + .muted("   (0 independent, 1 alike)")
  }

  /// A picture in a sentence: the ship, the 5, your picture.
  private func told(_ name: String) -> String { Pictures.things.contains { $0.name == name } ? "the \(name)" : name }

  /// While the training goes on, what is seen of it.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .training = moment, playhead.progress < 1 else { return nil }
    return [agreementText(kernels(of: moment, at: playhead).kernels)]
  }

  /// How many numbers a kernel has.
  var taps: Int { trained.bank.rows * trained.bank.columns * trained.bank.depth }

  private var tapsText: String {
    trained.bank.depth == 1
      ? product(trained.bank.rows, trained.bank.columns)
      : product(trained.bank.rows, trained.bank.columns, trained.bank.depth)
  }

  func step(_ moment: Moment) -> Step {
    let count = trained.bank.count
    switch moment {
    case .before:
      return Step(
        caption: """
          Before training: the \(count) kernels of the first layer of \(title) are random numbers, \(tapsText) of them in each. \
          Nobody tells the network what to look for.
          """,
        formula: [agreementText(untrained)],
        note: """
          Every kernel is drawn up to its own largest weight. \
          \(isOfPhotos ? "Its three channels are its red, green and blue, and 0 is the middle grey." : "")
          """, links: [Link(to: EdgeDetectionScene.card.id, label: "kernels made by hand")])
    case .training:
      let (first, last) = (keyframes.first, keyframes.last)
      return Step(
        caption: """
          While it learns to name things, and for no other reason, the noise goes: \
          \(spelled(keyframes.count, "keyframe")) of its training, from epoch \(first?.epoch ?? 0) to \(last?.epoch ?? 0) of \(last?.epochs ?? 0).
          """,
        formula: [agreementText(last?.kernels ?? untrained)],
        note: """
          One run of cnnviz train --images on 45,000 pictures; the percentages are of 5,000 pictures held out. The network \
          learned with batch normalisation, folded into the kernels here, so that only their scale depends on it.
          """, duration: .milliseconds(4000))
    case .after: return afterStep
    case .handMade: return handMadeStep
    case .pieces: return piecesStep
    case .end:
      return Step(
        caption: """
          Take home: the first kernels are learned, and can be looked at, for they lie on the picture. Deeper ones lie on \
          maps: they need other ways of looking.
          """,
        formula: [agreementText(trained)],
        note: """
          Edges and colours come out of nearly every network that is trained on photographs, whatever it is trained for. It \
          does not follow that a network sees as we do.
          """, links: [Link(to: AlexNetScene.card.id, label: "a larger network")])
    }
  }

  private var handMadeStep: Step {
    let count = trained.bank.count
    // By what is shown: two that read the same are equally near.
    let best = pairs.map { Self.text($0.learned.likeness) }.max() ?? ""
    let nearest = pairs.filter { Self.text($0.learned.likeness) == best }.map(\.name)
    let beyond = pairs.count { Self.text($0.learned.likeness) > Self.text($0.random.likeness) }
    return Step(
      caption: StyledText(
        "Beside kernels made by hand, the learned one most like each: \(listed(nearest)) \(verb(nearest.count, "comes")) nearest, to \(best). "
          + (beyond == 0
            ? "Random ones came as near."
            : "In \(portion(beyond, of: pairs.count, "pair")) no random kernel came so near.")),
      formula: [
        .muted("likeness = |cosine of the weights|: 1 alike but for a factor, 0 not at all"),
        .muted("best of \(count) random: ")
          + .joined(
            pairs.map { .muted("\($0.name) ") + .kernel(Self.text($0.random.likeness)) }, separator: .muted("  ")),
      ],
      note: """
        Nobody put them there: the network learned to name \(isOfPhotos ? "things" : "digits"). Among many random kernels one \
        is always somewhat like an edge, so the best of them is what to compare with. The sign does not matter: the layer above \
        can turn it.
        """, links: [Link(to: EdgeDetectionScene.card.id, label: "edges by hand")])
  }

  private var piecesStep: Step {
    let from = Set(pieces.map(\.picture))
    let own = pieces.count { pictures[$0.picture].name == "your picture" }
    return Step(
      caption: StyledText(
        "Kernel \(chosen + 1) looks for pieces like these: its strongest answers in the \(spelled(pictures.count)) pictures, none over another. "
          + "They come from \(spelled(from.count, "picture"))"
          + (own > 0 ? ", \(spelled(own)) from yours." : ".")),
      formula: [
        .muted("\(tapsText) = ") + .kernel(NumberText.integer(taps)) + .muted(" numbers → one;  strongest: ")
          + .output(Self.text(Double(pieces.first?.value ?? 0)))
          + .muted(" at \(told(pictures[pieces.first?.picture ?? 0].name)), before bias and ReLU")
      ],
      note: "Turn the kernel knob: edges find edges in all kinds of things, colours find that colour wherever it is.",
      question: Question(
        "How many numbers of the input does one output of this layer see?",
        answer: .number(Double(taps), decimals: 0),
        mistake: .number(Double(trained.bank.rows * trained.bank.columns), decimals: 0)),
      links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }

  private var afterStep: Step {
    let count = trained.bank.count
    let colours = trained.ofColours.count
    let together =
      trained.agreement > untrained.agreement + 0.1
      ? "After training neighbouring weights go together."
      : "Neighbouring weights go together no more than before training."
    let kinds =
      isOfPhotos
      ? "In \(spelled(colours)) of the \(count) the colours differ more than they agree."
      : "A digit has ink alone, so that they have no colours."
    return Step(
      caption: """
        \(together) \(kinds) The map: kernel \(chosen + 1) on \(told(shown.name)).
        """,
      formula: [agreementText(trained)],
      note: """
        Point at a kernel to see its map. \
        \(isOfPhotos ? "Counted: less than half of a kernel's squared weights is alike in red, green and blue." : "Other kernels with the knob.")
        """, links: [Link(to: ChannelsScene.card.id, label: "several channels")])
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == Self.kernelsName, (0..<trained.bank.count).contains(target.column) else { return nil }
    let filter = target.column
    let kernels = kernels(of: moment, at: playhead).kernels
    let share: StyledText =
      isOfPhotos
      ? .muted("alike in all colours: ")
        + .kernel(percent(kernels.greyShare(filter)))
      : .muted("largest weight: ") + .kernel(NumberText.fixed(kernels.limit(filter), decimals: 2))
    return Remark(
      caption: "Kernel \(filter + 1) of \(trained.bank.count): \(tapsText) = \(taps) weights.", formula: [share])
  }
}
