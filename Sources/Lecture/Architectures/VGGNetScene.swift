import CellCanvas
import ConvolutionEngine

/// VGG-16 and VGG-19: one idea, small kernels in deep stacks, carried through a whole network; why the idea pays, and
/// what the network costs where it was not applied.
struct VGGNetScene: Scene {
  static let card = SceneCard(id: "vggnet", title: "VGG: 3 × 3 all the way", part: .architectures)

  static let version = Control.choice("network", ["vgg16", "vgg19"], help: "16 or 19 layers with weights")
  static let kernel = Control.choice("kernel", ["3", "5"], help: "side of the kernels in the stack, k")
  static let layers = Control.integer("layers", in: 2...4, standard: 3, help: "layers in the stack, n")
  static let channels = Control.choice(
    "channels", ["64", "128", "256", "512"], standard: "256", help: "channels in and out of each layer, C")
  static let isOpen = Control.toggle("open", standard: false, help: "a step for each stage of a block, too")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let view = Control.choice("view", ["blocks", "maps"], help: "the network with a few maps, or many maps")
  static let page = Control.integer("page", in: 1...64, standard: 1, help: "further channels")
  static let controls = [version, kernel, layers, channels, isOpen, seed, view, page]

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: 224, height: 224) }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The whole network, and the picture.
    case start
    /// How far a stack sees.
    case field
    /// What it costs beside one large layer.
    case price
    /// A block, by its place among the parts.
    case block(Int)
    /// One stage of a block.
    case stage(Int, of: Int)
    /// How sides and channels change from block to block.
    case pattern
    /// Outputs and parameters of every layer.
    case memory
    /// Which parts hold the parameters.
    case parameters
    /// Which parts do the work.
    case work
    /// All of it, beside the other version.
    case total
  }

  /// What is compared with one large layer.
  let stack: KernelStack
  private(set) var figure: NetworkFigure
  /// The version that the knob did not choose.
  let other: Network
  private let picture: Picture
  private let opensBlocks: Bool

  var network: Network { figure.network }
  var parts: [WalkPart] { figure.parts }
  /// The blocks of convolutions.
  var blocks: [WalkPart] { parts.filter { $0.family == .kernel } }

  init(_ settings: Settings) throws(SettingsError) {
    let isLonger = settings.choice(Self.version) == "vgg19"
    let network = isLonger ? Network.vgg19 : .vgg16
    other = isLonger ? .vgg16 : .vgg19
    stack = try KernelStack(
      layers: settings.integer(Self.layers), kernel: Int(settings.choice(Self.kernel)) ?? 3,
      channels: Int(settings.choice(Self.channels)) ?? 64)
    picture = Pictures.color(for: settings, width: network.input.width, height: network.input.height)
    figure = NetworkFigure(
      parts: Self.parts(of: network),
      pass: NetworkPass(of: picture.tensor, through: network, origin: .seed(settings.integer(Self.seed))))
    figure.picture = picture
    figure.showsManyMaps = settings.choice(Self.view) == "maps"
    figure.page = settings.integer(Self.page) - 1
    opensBlocks = settings.isOn(Self.isOpen)
  }

  /// The blocks, each ended by its pooling, and the dense stages, each by itself.
  private static func parts(of network: Network) -> [WalkPart] {
    var parts: [WalkPart] = []
    var first = 0
    for (index, stage) in network.stages.enumerated() where !stage.isConvolution {
      parts.append(
        stage.isDense
          ? WalkPart(stage: index, of: network)
          : WalkPart(block: first..<index + 1, name: "block\(parts.count + 1)", of: network))
      first = index + 1
    }
    return parts
  }

  var moments: [Moment] {
    [.start, .field, .price]
      + parts.indices.flatMap { place in
        [.block(place)]
          + (opensBlocks && parts[place].isChain ? parts[place].indices.map { .stage($0, of: place) } : [])
      } + [.pattern, .memory, .parameters, .work, .total]
  }

  // MARK: The forward pass

  var work: BackgroundWork? { figure.pass.work }

  static let stepsTellResults = false

  mutating func receive(_ result: any Sendable) { figure.pass.receive(result) }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: startStep
    case .field: stack.fieldStep
    case .price: stack.priceStep
    case .block(let place): blockStep(place)
    case .stage(let index, _): stageStep(index)
    case .pattern: patternStep
    case .memory: memoryStep
    case .parameters: parametersStep
    case .work: workStep
    case .total: totalStep
    }
  }

  private var startStep: Step {
    let convolutions = network.stages.filter(\.isConvolution)
    let dense = network.stages.count(where: \.isDense)
    return Step(
      caption: """
        VGG, 2014: one simple part, a 3 × 3 convolution, stacked deep. Second at ImageNet in classification, first in \
        localisation.
        """,
      formula: [
        StyledText("\(convolutions.count)") + .muted(" convolutions + ") + "\(dense)" + .muted(" dense = ")
          + .strong("\(convolutions.count + dense)") + .muted(" layers with weights"),
        .kernel(NumberText.integer(network.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(network.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note: """
        K. Simonyan and A. Zisserman of Oxford's Visual Geometry Group. There is nothing else in it: no other kernel, no \
        local normalisation (they tried it, and it did not help), no branch.
        """, links: [Link(to: AlexNetScene.card.id, label: "AlexNet")])
  }

  private func blockStep(_ place: Int) -> Step {
    let part = parts[place]
    let sight = part.last.sees(of: network)
    return Step(
      caption: part.isChain ? blockCaption(place, sight) : denseCaption(part), formula: part.formula,
      note: part.isChain
        ? "Let the class say the shape first: padding keeps the sides, the pooling halves them, filters make the depth."
        : parts[place - 1].isChain
          ? "Ask where this stage's inputs come from: every value of the last block, each with a weight of its own."
          : "Compare it with the dense stage before: how many inputs, how many units, how many weights?",
      question: question(at: place), duration: .milliseconds(1100),
      links: place == 0 ? [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")] : [])
  }

  private func blockCaption(_ place: Int, _ sight: Sight) -> StyledText {
    let part = parts[place]
    let count = part.stages.count(where: \.isConvolution)
    let (before, after) = (part.input.channels, part.output.channels)
    let channels =
      place == 0
      ? "\(before) channels become \(after)"
      : after == before ? "the depth stays at \(after)" : "\(before) channels become \(after)"
    let seen = sight.isEverything ? "all of the picture" : "\(sight.text) pixels of the picture"
    if place == 0 {
      return """
        \(capitalized(spelled(count, "convolution"))) that keep the sides (pad 1), a ReLU behind each, then a pooling that \
        halves them: so are all blocks. \(channels).
        """
    }
    return """
      \(capitalized(spelled(count, "convolution"))) and a pooling: \(channels), both sides are halved. A unit of the \
      pooling sees up to \(seen).
      """
  }

  private func denseCaption(_ part: WalkPart) -> StyledText {
    let share = NumberText.share(part.parameters, of: network.parameters)
    if part.indices.upperBound == network.stages.count {
      return """
        A score for each of ImageNet's \(counted(part.output.channels, "class", many: "classes")). With random weights \
        they mean nothing: cnnviz walk vgg16 takes yours.
        """
    }
    if part.indices.lowerBound > 0, network.stages[part.indices.lowerBound - 1].isDense {
      return """
        Dense once more, but on \(counted(part.input.count, "value")) where the stage before has \
        \(NumberText.integer(network.stages[part.indices.lowerBound - 1].input.count)): it holds \(share) of all parameters.
        """
    }
    return """
      Dense: nothing slides and nothing is shared, every unit has a weight for each of \(counted(part.input.count, "value")). \
      This stage alone holds \(share) of all parameters.
      """
  }

  private func stageStep(_ index: Int) -> Step {
    let part = WalkPart(stage: index, of: network)
    let sight = part.last.sees(of: network)
    return Step(
      caption: part.caption(
        sees: "\(sight.text) of \(sides(network.input.height, network.input.width)) pixels",
        share: NumberText.share(part.parameters, of: network.parameters)), formula: part.formula,
      note: figure.note(of: part),
      duration: .milliseconds(1100))
  }

  /// One block's shape is asked for, and how many weights the first dense stage has to itself.
  private func question(at place: Int) -> Question? {
    let part = parts[place]
    let count = part.stages.count(where: \.isConvolution)
    if place == 2 {
      return Question(
        "\(part.input.text) goes into \(count) convolutions of \(part.output.channels) filters (3 × 3, pad 1) and a 2 × 2 pooling. "
          + "What shape comes out?",
        answer: .numbers(
          [part.output.height, part.output.width, part.output.channels].map(Double.init), decimals: 0))
    }
    guard part.main.isDense, !parts[place - 1].main.isDense else { return nil }
    return most(\.parameters).map {
      Question("Three dense stages follow. Which part has the most parameters of all?", answer: $0)
    }
  }

  /// What each part has of something.
  func amounts(_ amount: (WalkPart) -> Int) -> [(name: String, amount: Int)] { parts.map { ($0.name, amount($0)) } }

  /// Four parts that have most of something as choices.
  func most(_ amount: (WalkPart) -> Int) -> Question.Answer? { .most(of: amounts(amount), choices: 4) }

  private var totalStep: Step {
    let (short, long) = network.stages.count < other.stages.count ? (network, other) : (other, network)
    func more(_ amount: (Network) -> Int) -> String {
      NumberText.share(amount(long) - amount(short), of: amount(short))
    }
    let further = long.stages.count - short.stages.count
    func line(_ network: Network) -> StyledText {
      .muted("\(network.title) ") + .kernel(NumberText.integer(network.parameters)) + .muted(" parameters, ")
        + .active(NumberText.integer(network.multiplyAdds)) + .muted(" multiply-adds")
    }
    return Step(
      caption: """
        With \(spelled(further, "convolution")) more, \(short.title) is \(long.title): \(more(\.parameters)) more \
        parameters, \(more(\.multiplyAdds)) more work.
        """,
      formula: [line(short), line(long)],
      note: """
        The paper's entry had a top-5 error of 7.3 %, several networks together. Depth by stacking ends about here: \
        deeper plain stacks learn worse, and that is where residual blocks begin.
        """, duration: .milliseconds(1200), links: [Link(to: ComparisonScene.card.id, label: "comparison")])
  }

  // MARK: The figure

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .start: figure.drawInput(picture, facts: facts, in: &canvas)
    case .field: stack.drawFields(at: playhead, in: &canvas)
    case .price: stack.drawPrices(at: playhead, in: &canvas)
    case .block(let place): figure.draw(parts[place], at: place, playhead, in: &canvas)
    case .stage(let index, let place):
      figure.draw(WalkPart(stage: index, of: network), at: place, playhead, in: &canvas)
    case .pattern: drawPattern(at: playhead, in: &canvas)
    case .memory: drawMemory(at: playhead, in: &canvas)
    case .parameters: figure.drawShares(showsWork: false, at: playhead, in: &canvas)
    case .work: figure.drawShares(showsWork: true, at: playhead, in: &canvas)
    case .total: figure.drawTotal(at: playhead, in: &canvas)
    }
  }

  private var facts: [(name: String, value: String)] {
    [
      ("network", network.title),
      ("convolutions", "all 3 × 3, stride 1, pad 1"),
      ("poolings", "\(blocks.count), all 2 × 2, stride 2"),
      ("depth", listed(blocks.map { "\($0.output.channels)" })),
      ("run with", figure.pass.weightsForms[0]),
    ]
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case Self.layersName:
      guard network.stages.indices.contains(target.column) else { return nil }
      return Remark(caption: WalkPart.summary(of: network.stages[target.column]))
    case NetworkFigure.blocksName where target.column == 0: return Remark(caption: startStep.caption)
    case NetworkFigure.blocksName where target.column <= parts.count:
      return Remark(
        caption: blockStep(target.column - 1).caption, formula: parts[target.column - 1].formula)
    default:
      switch moment {
      case .block(let place): return figure.remark(on: target, in: parts[place])
      case .stage(let index, _): return figure.remark(on: target, in: WalkPart(stage: index, of: network))
      default: return nil
      }
    }
  }
}
