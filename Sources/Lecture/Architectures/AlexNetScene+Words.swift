import CellCanvas
import ConvolutionEngine

extension AlexNetScene {
  /// The words of a step.
  ///
  /// - Parameter weights: the file that the weights come from; `nil` when they come from the seed.
  static func step(
    _ moment: Moment, of network: Network, beside counterpart: Network, weights: String?
  ) -> Step {
    switch moment {
    case .input:
      Step(
        caption: inputCaption(network),
        note: """
          Three planes of numbers, nothing else, go in. The picture runs through the network right now, in the \
          background; the bar in the header shows how far it is.
          """)
    case .stage(let index): step(index, of: network, weights: weights)
    case .parameters: parametersStep(network)
    case .work: workStep(network)
    case .total: totalStep(network, counterpart)
    }
  }

  static func inputCaption(_ network: Network) -> StyledText {
    let scores = NumberText.integer(network.stages[network.stages.count - 1].output.count)
    return StyledText("A picture is a block of numbers, ") + .input(network.input.text)
      + ". AlexNet turns it into \(scores) scores, and every stage on the way changes its shape."
  }

  private static func step(_ index: Int, of network: Network, weights: String?) -> Step {
    let stage = network.stages[index]
    return Step(
      caption: caption(of: stage, in: network, weights: weights), formula: formula(of: stage),
      note: note(of: stage, weights: weights),
      question: question(about: stage, in: network), duration: .milliseconds(1100))
  }

  /// The size with the live numbers, and below it what the stage costs.
  static func formula(of stage: Stage) -> [StyledText] {
    var first = stage.operation
    if let size = stage.sizeFormula { first += .muted(":  ") + size }
    var second: [StyledText] = []
    if let parameters = stage.parameterFormula { second.append(.muted("parameters ") + parameters) }
    if let work = stage.workFormula { second.append(.muted("work ") + work) }
    if second.isEmpty { second.append(.muted("no weights: nothing to learn, and hardly any work")) }
    return [first, .joined(second, separator: "  ")]
  }

  // MARK: Stages

  private static func caption(of stage: Stage, in network: Network, weights: String?) -> StyledText {
    let input = stage.input
    let output = stage.output
    let sees = stage.receptiveField.map { "\($0.size) × \($0.size)" } ?? "all"
    let sharesChannels = stage.layer.groups > 1
    switch stage.name {
    case "conv1":
      return """
        Large filters and a stride of 4 take a first, coarse look: \(output.channels) answers at each of \
        \(output.height) × \(output.width) places, with the same few weights everywhere.
        """
    case "pool1":
      return """
        The strongest answer of each 3 × 3 window goes on. Stride 2 makes the windows overlap and each side half \
        as long; channels never mix.
        """
    case "norm1":
      return """
        A value is damped where its neighbouring channels are loud at the same place. The shape stays; \
        later networks left this out without harm.
        """
    case "conv2":
      return sharesChannels
        ? """
        In two groups a filter sees one half of the \(input.channels) maps: half the weights, half the work. The \
        reason was the memory of two graphics cards.
        """
        : """
        A filter is as deep as its input: 5 × 5 × \(input.channels) weights look at all maps at once. Padding keeps \
        the \(output.height) × \(output.width) places.
        """
    case "pool2":
      return """
        Half the side again. With every stride the units stand farther apart in the picture: one step here is \
        \(stage.receptiveField?.jump ?? 0) pixels there.
        """
    case "norm2":
      return "The second and last normalisation. What follows are small filters, and many of them."
    case "conv3":
      return """
        3 × 3 is enough from here on: standing on everything below, a unit already sees \(sees) pixels of \
        \(network.input.height) × \(network.input.height).
        """
    case "conv4":
      return """
        The same \(input == output ? "shape" : "places") in and out, and no pooling between: a convolution on a \
        convolution builds patterns of patterns.
        """
    case "conv5":
      return "The last convolution: \(output.channels) maps, whose units each see \(sees) pixels of the picture."
    case "pool3":
      return """
        Space is nearly gone: \(output.height) × \(output.width) places are left, and \(output.channels) channels \
        that say what is there rather than where.
        """
    case "pool4":
      return """
        Each value is the mean of one of \(output.height) × \(output.width) regions, however large the picture; on one \
        of 224 × 224 a region is one place, and nothing changes.
        """
    case "fc6":
      let share = NumberText.share(stage.parameters, of: network.parameters)
      return """
        No sharing any more: every unit has a weight of its own for each of \(NumberText.integer(input.count)) \
        values. This one stage holds \(share) of all parameters.
        """
    case "fc7":
      let conv2 = network.stages.first { $0.name == "conv2" }?.output ?? output
      return """
        A weight of a dense stage is used once a picture; one of conv2 is used at each of \(conv2.height) × \
        \(conv2.width) places, \(NumberText.integer(conv2.height * conv2.width)) times.
        """
    default:
      guard let weights else {
        return """
          One score a class; softmax makes probabilities of them. With weights from a seed, untrained, the maps are \
          real, but the classes mean nothing.
          """
      }
      return """
        One score a class; softmax makes probabilities of them. With the weights from \(weights) this is what the \
        network takes the picture for.
        """
    }
  }

  private static func note(of stage: Stage, weights: String?) -> String {
    switch stage.name {
    case "conv1" where weights != nil:
      "Filters trained on photographs become detectors of edges and colours: look for both among the maps."
    case "conv1":
      "The maps look like the picture with its edges brought out: random filters already answer to edges and colours."
    case "pool1": "Students often forget that pooling works on each channel alone, so the depth stays."
    case "norm1": "Only mention it: nobody uses local response normalisation today."
    case "conv2":
      "Ask for the depth of one filter. The usual mistake is 5 × 5; turn the knob groups to show the halves."
    case "pool2": "Point at the jump: it is the product of all strides so far."
    case "norm2": "Go on quickly."
    case "conv3", "conv4", "conv5":
      "Three convolutions in a row without pooling: VGG made a whole network of this idea."
    case "pool3": "This block is read out into one long row for the dense stages. Let the class guess the next number."
    case "pool4":
      "This form has it so that pictures of other sizes go through too; the AlexNet of 2012 has no such stage."
    case "fc6": "Most expect the convolutions to hold the parameters. Here the reversal happens."
    case "fc7": "Dropout acted here during training: half of the units were switched off at random."
    case "fc8" where weights != nil:
      "Ask what it would say of a thing of no class: the probabilities would still sum to 1. A lighthouse is class 437."
    default:
      "Say clearly that the weights are random. A trained network would name a lighthouse, which is class 437 of ImageNet."
    }
  }

  private static func question(about stage: Stage, in network: Network) -> Question? {
    let output = stage.output
    let shape = Question.Answer.numbers([output.height, output.width, output.channels].map(Double.init), decimals: 0)
    switch stage.name {
    case "conv1", "conv2":
      guard let window = stage.layer.window else { return nil }
      let sides = "\(window.kernel) × \(window.kernel), stride \(window.stride), pad \(window.padding.before)"
      return Question("\(output.channels) filters of \(sides). What shape comes out (as 9 9 9)?", answer: shape)
    case "pool3":
      return Question("3 × 3 windows at stride 2 on \(stage.input.text). What shape comes out?", answer: shape)
    case "fc6":
      return Question(
        "Three dense stages come now. Which stage has the most parameters of all?",
        answer: most(of: network) { $0.parameters })
    default: return nil
    }
  }

  /// The stages with weights as choices; right is the one with most of something.
  private static func most(of network: Network, _ amount: (Stage) -> Int) -> Question.Answer {
    let stages = network.stages.filter { $0.weights > 0 }
    let right = stages.indices.max { amount(stages[$0]) < amount(stages[$1]) } ?? 0
    return .choice(stages.map(\.name), right: right)
  }

  // MARK: Sums

  /// What the stages of one kind have together.
  private static func sum(_ network: Network, dense: Bool, _ amount: (Stage) -> Int) -> Int {
    network.stages.reduce(0) { sum, stage in
      if case .dense = stage.layer.kind { return sum + (dense ? amount(stage) : 0) }
      return sum + (dense ? 0 : amount(stage))
    }
  }

  private static func parametersStep(_ network: Network) -> Step {
    let dense = sum(network, dense: true, \.parameters)
    let shared = sum(network, dense: false, \.parameters)
    return Step(
      caption: """
        Parameters sit where nothing is shared: the dense stages hold \
        \(NumberText.share(dense, of: network.parameters)) of them, the five convolutions together \
        \(NumberText.share(shared, of: network.parameters)).
        """,
      formula: [
        .muted("convolutions ") + .kernel(NumberText.integer(shared)) + .muted(" + dense ")
          + .kernel(NumberText.integer(dense)) + .muted(" = ") + .kernel(NumberText.integer(network.parameters))
          + .muted(" parameters")
      ],
      note:
        "Later networks dropped the large dense stages: GoogLeNet averages each map instead, and is 9 times smaller.",
      duration: .milliseconds(1200))
  }

  private static func workStep(_ network: Network) -> Step {
    let dense = sum(network, dense: true, \.multiplyAdds)
    let shared = sum(network, dense: false, \.multiplyAdds)
    return Step(
      caption: """
        Work is done where weights are used again at every place: the convolutions do \
        \(NumberText.share(shared, of: network.multiplyAdds)) of it with \
        \(NumberText.share(sum(network, dense: false, \.parameters), of: network.parameters)) of the parameters.
        """,
      formula: [
        .muted("convolutions ") + .active(NumberText.integer(shared)) + .muted(" + dense ")
          + .active(NumberText.integer(dense)) + .muted(" = ") + .active(NumberText.integer(network.multiplyAdds))
          + .muted(" multiply-adds")
      ],
      note: "Two different questions with two different answers: memory is about the left side, speed about the right.",
      question: Question("And which stage does the most multiply-adds?", answer: most(of: network) { $0.multiplyAdds }),
      duration: .milliseconds(1200))
  }

  private static func totalStep(_ network: Network, _ counterpart: Network) -> Step {
    let isSplit = network.stages.contains { $0.layer.groups > 1 }
    let (first, second) = isSplit ? (counterpart, network) : (network, counterpart)
    let names = network.isPapers ? ("one tower", "in two groups") : ("this form", "the paper's")
    return Step(
      caption: """
        A few shared weights do the work, and many unshared ones fill the memory: that is AlexNet, \
        and what every network since has tried to change.
        """,
      formula: [
        .muted("\(names.0) ") + .kernel(NumberText.integer(first.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(first.multiplyAdds)) + .muted(" multiply-adds"),
        .muted("\(names.1) ") + .kernel(NumberText.integer(second.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(second.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note: network.isPapers
        ? """
        The original was split over two graphics cards: conv2, conv4 and conv5 see only the half of the maps on their \
        own card. Turn the knob groups and step through again.
        """
        : """
        Two years after the paper its author gave this form with fewer filters and no normalisation; the weights that \
        are commonly published are of this one.
        """, duration: .milliseconds(1200))
  }

  // MARK: Remarks

  static func summary(of stage: Stage) -> StyledText {
    StyledText("\(stage.name): ") + .output(stage.output.text) + ", "
      + .kernel(NumberText.integer(stage.parameters)) + " parameters, "
      + .active(NumberText.integer(stage.multiplyAdds))
      + " multiply-adds, \(NumberText.bytes(stage.activationBytes)) of outputs."
  }

  static func describe(channel: Int, of stage: Stage, _ maps: Tensor) -> StyledText {
    guard channel < maps.shape.channels else { return "" }
    let map = maps.channel(channel)
    let zeros = map.values.count { $0 == 0 }
    return StyledText("\(stage.name), map \(channel + 1) of \(maps.shape.channels): from ")
      + .output(value(map.range.lowerBound)) + " to " + .output(value(map.range.upperBound)) + ", mean "
      + .output(value(map.values.reduce(0, +) / Float(map.values.count)))
      + "; \(NumberText.share(zeros, of: map.values.count)) of its values are 0."
  }

  static func describe(units: Range<Int>, of stage: Stage, _ values: Tensor) -> StyledText {
    let held = units.clamped(to: 0..<values.values.count)
    guard !held.isEmpty else { return "" }
    let chosen = values.values[held]
    let names = held.count > 1 ? "units \(held.lowerBound + 1) to \(held.upperBound)" : "unit \(held.upperBound)"
    return StyledText("\(stage.name), \(names): ")
      + .joined(chosen.prefix(8).map { .output(value($0)) }, separator: ", ") + (held.count > 8 ? " ..." : "")
  }

  static func value(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: abs(value) < 10 ? 2 : 1) }
}
