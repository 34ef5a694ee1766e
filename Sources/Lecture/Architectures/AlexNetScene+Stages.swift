import CellCanvas
import ConvolutionEngine

// What is said about one stage, and its place in the network.

extension AlexNetScene {
  // MARK: The words

  func step(_ index: Int) -> Step {
    let stage = network.stages[index]
    return Step(
      caption: caption(of: stage), formula: formula(of: stage), note: note(of: stage),
      question: question(about: stage), duration: .milliseconds(1100))
  }

  /// The size with the live numbers, and below it what the stage costs; of a normalisation what it does with the values
  /// that are there.
  func formula(of stage: Stage) -> [StyledText] {
    guard case .normalization(let norm) = stage.layer.kind else { return stage.formulaLines }
    let alpha = NumberText.fixed(Double(norm.alpha), decimals: 4)
    let paper: StyledText = .muted(
      "in the paper it comes before the pooling, and \(alpha) is not divided by \(norm.size)")
    guard let index = network.stages.firstIndex(where: { $0.name == stage.name }),
      let loudest = loudest(of: index, norm)
    else { return [stage.operation, paper] }
    let most = NumberText.fixed(loudest, decimals: 1)
    let least = damping(of: index).map { WalkPart.value($0.least) } ?? ""
    return [
      .muted("Σ v² over \(norm.size) channels up to ") + .input(most)
        + .muted(":  v / (\(NumberText.plain(Double(norm.offset))) + \(alpha)/\(norm.size)·") + .input(most)
        + .muted(")^\(NumberText.plain(Double(norm.beta))) = ") + .output("\(least)·v"), paper,
    ]
  }

  /// The largest sum of squares over neighbouring channels that a normalisation meets; `nil` before its input is there.
  private func loudest(of index: Int, _ norm: LocalResponseNormalization) -> Double? {
    guard index > 0, let maps = result(of: index - 1)?.maps else { return nil }
    let channels = maps.shape.channels
    var most: Float = 0
    for place in stride(from: 0, to: maps.values.count, by: channels) {
      for channel in 0..<channels {
        let (from, to) = (max(0, channel - norm.size / 2), min(channels - 1, channel + (norm.size - 1) / 2))
        most = max(most, maps.values[place + from...place + to].reduce(0) { $0 + $1 * $1 })
      }
    }
    return Double(most)
  }

  private func caption(of stage: Stage) -> StyledText {
    let input = stage.input
    let output = stage.output
    let side = network.input.height
    let sight = stage.sees(of: network)
    let sees =
      sight.isEverything ? "all \(sides(side, side)) pixels" : "\(sight.text) of the \(sides(side, side)) pixels"
    let places = output.height * output.width
    let (kernel, stride) = (stage.layer.window?.kernel ?? 1, stage.layer.window?.stride ?? 1)
    let sharesChannels = stage.layer.groups > 1
    switch stage.name {
    case "conv1":
      return """
        \(output.channels) filters of \(kernel) × \(kernel) take a coarse look, \(stride) pixels apart. A ReLU sets \
        negative answers to 0, here and behind every stage with weights but the last.
        """
    case "pool1":
      return """
        The strongest answer of each 3 × 3 window goes on. Stride 2 makes the windows overlap and each side about half \
        as long; channels never mix.
        """
    case "norm1":
      return normalizationCaption(of: stage)
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
        About half the side again. With every stride the units stand farther apart in the picture: one step here is \
        \(counted(stage.receptiveField?.jump.whole ?? 0, "pixel")) there.
        """
    case "norm2":
      return normalizationCaption(of: stage)
    case "conv3" where network.stages.contains { $0.layer.groups > 1 }:
      return """
        Here the two groups meet: a filter sees all \(input.channels) maps. Standing on everything below, a unit already \
        sees up to \(sees).
        """
    case "conv3":
      return """
        3 × 3 is enough from here on: standing on everything below, a unit already sees up to \(sees).
        """
    case "conv4":
      let same = "The same \(input == output ? "shape" : "places") in and out"
      return sharesChannels
        ? """
        \(same): a convolution on a convolution builds patterns of patterns. In two groups again: a filter sees one half \
        of the \(input.channels) maps.
        """
        : "\(same), and no pooling between: a convolution on a convolution builds patterns of patterns."
    case "conv5":
      return """
        The last convolution: \(output.channels) maps, each of whose units sees up to \(sees)\
        \(sharesChannels ? ", by one half of the \(input.channels) maps" : "").
        """
    case "pool3":
      return """
        Space is nearly gone: \(places == 1 ? "one place is" : "\(sides(output.height, output.width)) places are") left, \
        and \(output.channels) channels\(trained == nil ? ". Trained, they" : " that") say what is there rather than where.
        """
    case "pool4":
      return """
        Each value is the mean of one of \(output.height) × \(output.width) regions, however large the picture; on one \
        of 224 × 224 a region is one place, and nothing changes.
        """
    case "fc6":
      return """
        Dense (fc: fully connected), no sharing any more: every unit has its own weight for each of \
        \(NumberText.integer(input.count)) values. This stage holds \(NumberText.share(stage.parameters, of: network.parameters)) of all parameters.
        """
    case "fc7":
      return """
        A weight here is used once a picture, one of conv2 \(times(self.places(of: "conv2"))). In training a random half \
        of fc6 and fc7 was off (dropout): no unit relies on others.
        """
    default:
      guard let weights = trained?.fileName else {
        return """
          One score a class; softmax makes probabilities of them. The weights are random, never trained: here the \
          classes mean nothing.
          """
      }
      return """
        One score a class; softmax makes probabilities of them. With the weights from \(weights) this is what the \
        network takes the picture for.
        """
    }
  }

  /// At how many places a stage looks.
  private func places(of name: String) -> Int {
    network.stages.first { $0.name == name }.map { $0.output.height * $0.output.width } ?? 1
  }

  /// What a normalisation does here, in numbers as soon as they are there.
  private func normalizationCaption(of stage: Stage) -> StyledText {
    let index = network.stages.firstIndex { $0.name == stage.name } ?? 0
    let factors = damping(of: index).map { (WalkPart.value($0.least), WalkPart.value($0.most)) }
    let isAlike = factors.map { $0.0 == $0.1 } ?? false
    let effect = factors.map {
      isAlike ? "multiplies all by \($0.0)" : "multiplies by \($0.0) to \($0.1)"
    }
    guard stage.name == "norm1" else {
      return "The second and last normalisation" + StyledText(effect.map { " " + $0 } ?? "")
        + ". What follows are small filters, and many of them."
    }
    let around = if case .normalization(let norm) = stage.layer.kind { norm.size } else { 1 }
    return "It damps a value v where the \(around) channels around it are large. "
      + StyledText(
        effect.map { "Here it \($0)\(isAlike ? ": only a change of scale" : "")." } ?? "The shape stays.")
      + " Later networks left it out."
  }

  private func note(of stage: Stage) -> String {
    switch stage.name {
    case "conv1" where trained != nil:
      "Filters trained on photographs become detectors of edges and colours: look for both among the maps."
    case "conv1":
      "The maps look like the picture with its edges brought out: random filters already answer to edges and colours."
    case "pool1": "Students often forget that pooling works on each channel alone, so the depth stays."
    case "norm1":
      "Only mention it: hardly anybody uses local response normalisation today."
    case "conv2":
      "Ask for the depth of one filter. The usual mistake is 5 × 5; turn the knob groups to compare the whole with halves."
    case "pool2": "Point at the jump: it is the product of all strides so far."
    case "norm2": "Go on quickly."
    case "conv3", "conv4", "conv5":
      "Three convolutions in a row without pooling: VGG made a whole network of this idea."
    case "pool3": "This block is read out into one long row for the dense stages. Let the class guess the next number."
    case "pool4":
      "This form has it so that pictures of other sizes go through too; the AlexNet of 2012 has no such stage."
    case "fc6" where leaders { $0.parameters }.names == ["fc6"]:
      "Most expect the convolutions to hold the parameters. Here the reversal happens."
    case "fc6":
      "Most expect the convolutions to hold the parameters. The smaller the picture, the fewer values fc6 stands on."
    case "fc7": "Other units in every step of training, so that none relies on another one's answer."
    case "fc8" where trained != nil:
      "Ask what it would say of a thing of no class: the probabilities would still sum to 1. A lighthouse is class 437."
    default:
      "Say clearly that the weights are random. A trained network would name a lighthouse, which is class 437 of ImageNet."
    }
  }

  private func question(about stage: Stage) -> Question? {
    let output = stage.output
    let shape = Question.Answer.numbers([output.height, output.width, output.channels].map(Double.init), decimals: 0)
    switch stage.name {
    case "conv1", "conv2":
      guard let window = stage.layer.window else { return nil }
      let sides = "\(window.kernel) × \(window.kernel), stride \(window.stride), pad \(window.padding.before)"
      return Question("\(output.channels) filters of \(sides). What height, width and depth come out?", answer: shape)
    case "pool3":
      return Question(
        "3 × 3 windows at stride 2 on \(stage.input.text). What height, width and depth come out?", answer: shape)
    case "fc6":
      return most { $0.parameters }.map {
        Question("Three dense stages come now. Which stage has the most parameters of all?", answer: $0)
      }
    default: return nil
    }
  }

  private func amounts(_ amount: (Stage) -> Int) -> [(name: String, amount: Int)] {
    network.stages.filter { $0.weights > 0 }.map { ($0.name, amount($0)) }
  }

  /// The stages with weights as choices.
  func most(_ amount: (Stage) -> Int) -> Question.Answer? { .most(of: amounts(amount)) }

  /// The stages that have most of something.
  func leaders(_ amount: (Stage) -> Int) -> Leaders { Leaders(amounts(amount)) }
}
