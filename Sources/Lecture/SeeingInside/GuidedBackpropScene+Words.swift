import CellCanvas
import ConvolutionEngine

extension GuidedBackpropScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .question: return questionStep
    case .forward:
      let open = output.values.count { $0 > 0 }
      return Step(
        caption: StyledText(
          "On the way up each ReLU passes what is above 0 and makes the rest 0. "
            + (open == 0
              ? "Here nothing passes." : open == 9 ? "Here all nine pass." : "Here \(spelled(open)) of nine pass.")),
        formula: [.muted("ReLU(x) = max(0, ") + .input("x") + .muted(")")],
        note: "These nine numbers stand for a small piece of a map. e edits them; everything that follows follows.",
        links: [Link(to: ThreeStagesScene.card.id, label: "the detector stage")])
    case .arriving:
      let below = returning.values.count { $0 < 0 }
      return Step(
        caption: StyledText(
          "On the way back a gradient g arrives: how fast the unit rises with the value here. "
            + (below == 0
              ? "None is below 0 here." : "Below 0 means: more of this value holds the unit back.")),
        formula: [
          .tinted("g", .gradient)
            + .muted(" = change of the unit / change of the value;  below 0 here: ")
            + .strong("\(below)", .gradient)
        ],
        note: """
          The rule for the way back of a ReLU is what the three methods differ in; all else, the convolutions' and the \
          poolings' way back, is the same in all three.
          """)
    case .rule(let rule): return step(rule)
    case .switches:
      let winners = unpooled.values.count { $0 != 0 }
      return Step(
        caption: """
          A pooling sends each gradient to the cell that won, and nothing to the others. It has to remember the winners: \
          its switches.
          """,
        formula: [
          .muted("of ") + .strong("\(pooled.values.count)", .input) + .muted(" cells ")
            + .strong("\(winners)", .gradient) + .muted(" get a gradient, the others 0")
        ],
        note: """
          Zeiler and Fergus's deconvolution network unpools through these switches; so do the other two ways. Without \
          switches it would not know where in the picture something was.
          """,
        question: Question(
          "On its way down a gradient meets a max pooling of 2 × 2. How many of the \(pooled.values.count) cells below get any of it?",
          answer: .number(Double(winners), decimals: 0),
          // As of an average pooling.
          mistake: .number(Double(pooled.values.count), decimals: 0)),
        duration: .milliseconds(1200), links: [Link(to: MaxPoolScene.card.id, label: "switches")])
    case .portrait(let rule): return portraitStep(rule)
    case .edges: return edgesStep
    case .forgetting: return forgettingStep
    case .untrained: return untrainedStep
    case .end:
      return Step(
        caption: """
          Take home: such a picture shows where a unit is sensitive, mixed with edges that are there anyway. It is no proof \
          of what the network learned: check it.
          """,
        formula: [
          .muted("plain is the true gradient; deconvolution and guided change it to look better")
        ],
        note: """
          Springenberg and others 2015 (guided), Zeiler and Fergus 2014 (deconvolution), Adebayo and others 2018 (layers \
          forgotten), Nie and others 2018 (random layers).
          """, links: [Link(to: MaxPoolScene.card.id, label: "switches")])
    }
  }

  private var questionStep: Step {
    let network = unitShown.network
    let wanted = photos.classes[unitShown.wanted]
    let said = TrainedPhotos.winner(unitShown.scores.values)
    let what =
      isOfScores
      ? "Shown \(name), the network photos says “\(photos.classes[said])”\(said == unitShown.channel ? "" : ", not “\(photos.classes[unitShown.channel])”"). "
      : "One of \(unitShown.maps.shape.channels) maps of \(network.stages[unitShown.stage].name) speaks for \(wanted), most at the outlined place. "
    return Step(
      caption: StyledText(what + "Which pixels moved this unit? Follow it back down."),
      formula: [
        .muted("unit: ") + .output(unitName) + .muted("  answer ")
          + .output(NumberText.fixed(Double(unitShown.answer), decimals: 2)) + .muted("  on its way down ")
          + .kernel(counted(unitShown.weighted.count, "layer")) + .muted(" with weights")
      ],
      note: """
        The way back is that of training, but down to the picture, and from one unit instead of a loss: 1 there, 0 elsewhere. \
        A map speaks for a class where its answer, times what the score rises with it, is above 0.
        """, links: [Link(to: LearnedKernelsScene.card.id, label: "photos, the network")])
  }

  /// How many of the nine gradients come through under a rule.
  func passing(_ rule: ReLU.Rule) -> Int { passed[rule]?.values.count { $0 != 0 } ?? 0 }

  private func step(_ rule: ReLU.Rule) -> Step {
    let count = passing(rule)
    let caption: String
    let note: String
    switch rule {
    case .plain:
      caption =
        "Backpropagation: where the ReLU was shut on the way up, a small change of x changes nothing, so nothing comes back."
      note =
        "This is the true gradient. Ask why x at exactly 0 counts as shut: it is the usual choice, the slope has a corner there."
    case .deconvolution:
      caption =
        "The deconvolution network does not ask what x was. Its ReLU works on the way back: gradients below 0 are cut."
      note = "It is an imitation of the way up, downward; its result is no gradient of anything."
    case .guided:
      caption =
        "Guided backpropagation asks both: the ReLU was open, and the gradient is above 0. What holds the unit back is not shown."
      note =
        "The unit above guides: only ways that were open and helped are kept. That makes clean pictures; it also hides half of the story."
    }
    return Step(
      caption: StyledText(caption),
      formula: [rule.formula + .muted(":  ") + .strong("\(count)", .gradient) + .muted(" of 9 come through")],
      note: note,
      question: rule == .plain
        ? nil
        : Question(
          rule == .guided
            ? "Guided backpropagation keeps g where x > 0 and g > 0. How many of the nine come through?"
            : "The deconvolution network keeps g where g > 0, whatever x was. How many of the nine come through?",
          answer: .number(Double(count), decimals: 0)),
      duration: .milliseconds(1000))
  }

  // MARK: The pictures

  private static let waiting: StyledText = .muted("the way back is being computed …")

  /// The end of a picture's scale.
  static func largest(_ tensor: Tensor) -> String {
    NumberText.fixed(Double(tensor.magnitudes.max() ?? 0), decimals: 3)
  }

  private func portraitStep(_ rule: ReLU.Rule) -> Step {
    let portrait = trained?.portraits[rule]
    let caption: StyledText
    let note: String
    switch rule {
    case .plain:
      caption =
        portrait.map(\.isBlank) == true
        ? "The plain gradient of every pixel is 0 here: no way down is open."
        : "The plain gradient, for each colour of each pixel: how much the unit would rise with more of it. It is true, and hard to read."
      note =
        "Neighbours pull both ways. Hard to read does not mean wrong. Later work averages many such pictures, each under a little noise."
    case .deconvolution:
      caption =
        "Through the deconvolution network: with the switches it knows where things were, but paths that were shut on the way up speak, too."
      note = "Zeiler and Fergus keep one unit, set all others to 0, and go down: exactly this."
    case .guided:
      let below = portrait.map { Self.percentBelowZero($0) }
      caption =
        below.map { below in
          below > 0
            ? "Guided backpropagation: only ways that were open and helped. Still \(below) % of the values are below 0, for beneath the first convolution there is no ReLU."
            : "Guided backpropagation. No value is below 0 here."
        } ?? "Guided backpropagation keeps only what helps, along ways that were open."
      note = "It looks like an answer to “what did it see?”. Whether it is one, the next steps try."
    }
    return Step(
      caption: caption,
      formula: [
        portrait.map { _ in
          rule.formula + .muted(" at each ReLU down from ") + .output(unitName) + .muted("; grey is 0")
        } ?? Self.waiting
      ],
      note: note, duration: .milliseconds(900))
  }

  private func row(_ name: String, _ check: Check) -> StyledText {
    .muted(name)
      + .joined(
        ReLU.Rule.allCases.map { .muted(" \($0.name) ") + .active(check.told($0)) }, separator: .muted(" "))
  }

  /// Which pixels are compared, where the unit does not see all of them.
  private var compared: [StyledText] {
    let (field, shape) = (unitShown.field, unitShown.picture.shape)
    guard field.rows.count * field.columns.count < shape.height * shape.width else { return [] }
    return [
      .muted("compared: the ") + .input(sides(field.rows.count, field.columns.count))
        + .muted(" pixels that the unit sees; the others are always 0")
    ]
  }

  /// A correlation.
  static func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

  private var edgesStep: Step {
    let note = """
      Rank correlation asks for the order of the pixels by strength alone: 1 for the same order, 0 for none in common. \
      Signs are left out, as an edge detector has none.
      """
    let question = Question(
      "Suppose guided's picture is much like what an edge detector makes, which knows no network. What follows?",
      answer: .choice(["the network has learned edges", "the picture alone may explain it"], right: 1))
    guard let trained else {
      return Step(
        caption: "Beside them: an edge detector, which knows no network.", formula: [Self.waiting], note: note,
        question: question)
    }
    let (plain, guided) = (trained.likeness[.plain] ?? 0, trained.likeness[.guided] ?? 0)
    return Step(
      caption: StyledText(
        "Beside them Sobel's edges, for which no network is needed. "
          + (guided > plain + 0.05
            ? "Guided is nearer to them than plain: part of what looks learned may be the picture's own edges."
            : guided > plain
              ? "By rank, guided is hardly nearer to them than plain is."
              : "By rank, guided is no nearer to them than plain is.")),
      formula: [row("rank correlation with the edges: ", trained)] + compared,
      note: note, question: question,
      links: [Link(to: EdgeDetectionScene.card.id, label: "edge detectors")])
  }

  private var forgottenLayers: String {
    switch layers.count {
    case 1: "Its one layer"
    case 2: "Both layers"
    default: "All \(layers.count) layers"
    }
  }

  private var forgettingStep: Step {
    let note = """
      Adebayo and others 2018 (and their erratum): weights drawn at random, from the top down. What stays shows the picture, \
      not the learning. Lower layers matter more, and a low number proves no method good.
      """
    let question = Question(
      "Now the network forgets: its weights are drawn at random, layer by layer. A picture of what it has learned should …",
      answer: .choice(["change with them", "stay as it is"], right: 0))
    guard forgotten.count == layers.count, let last = forgotten.last else {
      return Step(
        caption: "The check: the network forgets what it learned, layer by layer from the top.",
        formula: [Self.waiting], note: note, question: question, duration: .milliseconds(2400))
    }
    return Step(
      caption: StyledText(
        "\(forgottenLayers) forgotten, \(Forgetting.follows(last, pixels: pixelsSeen).sentence(last))"),
      formula: [row(layers.count > 1 ? "all at random: " : "\(layers[0]) at random: ", last)] + compared,
      note: note, question: question, duration: .milliseconds(2400))
  }

  private var pixelsSeen: Int { unitShown.field.rows.count * unitShown.field.columns.count }

  private var untrainedStep: Step {
    let note = """
      Nie and others 2018: the filters that were open lean toward the piece of the picture beneath them, and guided adds up \
      only those that helped. Their mean is the picture.
      """
    let question = Question(
      "One layer of random filters has learned nothing. What can guided backpropagation through it show at most?",
      answer: .choice(["what the filters look for", "the picture itself"], right: 1))
    guard untrained.count == RandomLayer.filters.count, let first = untrained.first, let last = untrained.last,
      let one = first.likeness[.guided], let many = last.likeness[.guided], let plain = last.likeness[.plain]
    else {
      return Step(
        caption: "Another check: one layer that never learned anything.", formula: [Self.waiting], note: note,
        question: question, duration: .milliseconds(2400))
    }
    let count = RandomLayer.filters[RandomLayer.filters.count - 1]
    return Step(
      caption: StyledText(
        many > max(one, plain, 0.5)
          ? "One random layer has learned nothing. With \(count) filters guided is \(Self.text(many)) like the picture itself: it shows the input, not learning."
          : "One random layer has learned nothing. Guided is \(Self.text(many)) like the picture with \(count) filters, \(Self.text(one)) with one."
      ),
      formula: [row("\(count) filters, like the picture: ", last)],
      note: note, question: question, duration: .milliseconds(2400),
      links: [Link(to: ChannelsScene.card.id, label: "filters")])
  }

  // MARK: While something is pointed at

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name, Self.gradient.name: "\(target.grid) in row \(target.row + 1), column \(target.column + 1)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let (row, column) = (target.row, target.column)
    let place = "row \(row + 1), column \(column + 1)"
    if [Self.values.name, Self.gradient.name, "passed"].contains(target.grid), row < 3, column < 3 {
      let (x, g) = (Double(input[row, column]), Double(returning[row, column]))
      guard moment != .forward else {
        return Remark(
          caption: StyledText(
            "In \(place) x is \(NumberText.plain(x)): "
              + (x > 0 ? "above 0, the ReLU is open and passes it." : "not above 0, the ReLU is shut and gives 0.")))
      }
      return Remark(
        caption: StyledText(
          "In \(place) the ReLU was \(x > 0 ? "open" : "shut"), and the gradient \(NumberText.plain(g)) is \(g > 0 ? "above 0" : g < 0 ? "below 0" : "0")."
        ),
        formula: [
          .input("x = \(NumberText.plain(x))") + .muted("   ") + .tinted("g = \(NumberText.plain(g))", .gradient)
            + (moment == .arriving
              ? ""
              : .muted("   comes through: ")
                + .joined(
                  ReLU.Rule.allCases.map {
                    .muted("\($0.name) ")
                      + .strong(NumberText.plain(Double(passed[$0]?[row, column] ?? 0)), .gradient)
                  }, separator: .muted(", ")))
        ])
    }
    guard (["pixel"] + ReLU.Rule.allCases.map(\.name)).contains(target.grid), row < unitShown.picture.shape.height,
      column < unitShown.picture.shape.width
    else {
      return nil
    }
    let portraits = portraitsSeen(at: moment, playhead) ?? [:]
    func colours(_ tensor: Tensor, _ decimals: Int) -> String {
      (0..<3).map { NumberText.fixed(Double(tensor[row, column, $0]), decimals: decimals) }.joined(separator: " ")
    }
    return Remark(
      caption: StyledText(
        "Pixel in \(place): red, green and blue \(colours(unitShown.picture, 2)), from −1 for none of a colour to 1."),
      formula: [
        .joined(
          ReLU.Rule.allCases.compactMap { rule in
            portraits[rule].map { .muted("\(rule.name) ") + .strong(colours($0, 3), .gradient) }
          }, separator: .muted("  "))
      ])
  }

  /// The pictures of the rules that a moment shows.
  func portraitsSeen(at moment: Moment, _ playhead: Playhead) -> SeenUnit.Portraits? {
    switch moment {
    case .portrait(let last):
      let order = ReLU.Rule.allCases
      let seen = order.prefix { $0 != last } + [last]
      return trained?.portraits.filter { seen.contains($0.key) }
    case .edges: return trained?.portraits
    case .forgetting:
      guard forgotten.count == layers.count, let index = shown(of: layers.count, at: playhead) else {
        return trained?.portraits
      }
      return forgotten[index].portraits
    case .untrained:
      guard untrained.count == RandomLayer.filters.count else { return nil }
      return shown(of: untrained.count, at: playhead).map { untrained[$0].portraits }
    default: return nil
    }
  }
}

extension Tensor {
  /// Whether all values are 0.
  var isBlank: Bool { values.allSatisfy { $0 == 0 } }
}
