import CellCanvas
import ConvolutionEngine

/// Any network, walked through: one part a step, with what it does to a shape, what it costs and what comes out of it.
///
/// It stands outside of the lecture's order: `cnnviz walk` opens it on the network that it is given.
struct WalkScene: Scene {
  static let card = SceneCard(id: "walk", title: "A walk through a network", part: .architectures)

  static let isOpen = Control.toggle(
    "open", standard: false, help: "a step for each stage of a module, behind the module's own")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let view = Control.choice("view", ["blocks", "maps"], help: "the network with a few maps, or many maps")
  static let page = Control.integer("page", in: 1...64, standard: 1, help: "further channels")
  static let shade = Control.choice(
    "shade", ["per-map", "per-stage"], help: "each map up to its own maximum, or all up to the stage's")
  static let controls = [isOpen, seed, view, page, shade]

  static let ownFiles: Set<OwnFile> = [.picture, .weights, .digits]

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    let input = (settings.trained?.network ?? settings.network ?? .alexNet).input
    return input.height == input.width
      ? Pictures.area(side: input.width, isTrained: isStandardized(settings))
      : PictureArea(width: input.width, height: input.height)
  }

  /// Whether the picture is prepared as for weights that were learned from ImageNet; the program's own networks learn from
  /// colours of −1...1.
  private static func isStandardized(_ settings: Settings) -> Bool {
    settings.trained.map { $0.network != .photos && $0.network.input.channels == 3 } ?? false
  }

  /// What a step shows.
  enum Moment: Sendable {
    /// The picture as a block of numbers.
    case input
    /// A part of the network, by its place.
    case part(Int)
    /// One stage of it.
    case stage(Int, of: Int)
    /// Which parts hold the parameters.
    case parameters
    /// Which parts do the work.
    case work
    /// All of it.
    case total
  }

  private(set) var figure: NetworkFigure
  private let picture: Picture
  private let opensModules: Bool

  var network: Network { figure.network }
  private var parts: [WalkPart] { figure.parts }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let network = settings.trained?.network ?? settings.network ?? .alexNet
    let origin: NetworkPass.Origin
    if let trained = settings.trained {
      guard seed == 1 else {
        throw SettingsError("The weights come from \(trained.fileName), not from a seed.")
      }
      origin = .file(trained)
    } else if network == .digits {
      guard seed == 1 else {
        throw SettingsError("The digit network comes with the weights that it learned, not with some from a seed.")
      }
      origin = .carried(settings.digitNetwork.weights)
    } else if network == .photos {
      guard seed == 1 else {
        throw SettingsError(
          "The network for photographs comes with the weights that it learned, not with some from a seed.")
      }
      origin = .carried(TrainedPhotos.carried.weights, names: TrainedPhotos.carried.classes)
    } else {
      origin = .seed(seed)
    }
    picture = Self.picture(for: network.input, settings)
    let isStandardized = Self.isStandardized(settings)
    figure = NetworkFigure(
      parts: network.modules.map { WalkPart($0, of: network) },
      pass: NetworkPass(
        of: picture.tensor(channels: network.input.channels, isStandardized: isStandardized), through: network,
        origin: origin))
    figure.picture = picture
    figure.showsManyMaps = settings.choice(Self.view) == "maps"
    figure.page = settings.integer(Self.page) - 1
    figure.isShadedPerMap = settings.choice(Self.shade) == "per-map"
    opensModules = settings.isOn(Self.isOpen)
  }

  /// What runs through a network: a picture in colours, or for one channel a digit in ink, if the viewer brought nothing.
  static func picture(for input: Shape, _ settings: Settings) -> Picture {
    guard input.channels == 1, settings.picture == nil else {
      return input.height == input.width
        ? Pictures.color(for: settings, side: input.width, isTrained: isStandardized(settings))
        : Pictures.color(for: settings, width: input.width, height: input.height)
    }
    // As high on its sheet as the digits that networks learn from: 20 of 28.
    let size = Float(min(input.height, input.width)) * 20 / 28
    let ink = StrokeDigits.sheet(digit, height: input.height, width: input.width, size: size)
    return Picture(
      width: input.width, height: input.height,
      bytes: ink.values.flatMap { value in [UInt8](repeating: UInt8(255 * (1 - value)), count: 3) })
  }

  /// The digit that a network of one channel is shown.
  static let digit = 5

  var moments: [Moment] {
    [.input]
      + parts.indices.flatMap { place in
        let part = parts[place]
        let opened = opensModules && part.stages.count > 1 ? part.indices.map { Moment.stage($0, of: place) } : []
        return [.part(place)] + opened
      } + (network.parameters > 0 ? [.parameters, .work, .total] : [.total])
  }

  // MARK: The forward pass

  var work: BackgroundWork? { figure.pass.work }

  static let stepsTellResults = false

  mutating func receive(_ result: any Sendable) {
    figure.pass.receive(result)
  }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .input:
      return Step(
        caption: StyledText("\(network.title) takes a block of numbers, ") + .input(network.input.text)
          + ", and makes \(counted(outputs, "number")) of it, in \(counted(parts.count, "part")).",
        formula: [
          .muted("in ") + .input(inputText)
            + .muted("   out ") + .output(NumberText.integer(outputs)) + .muted("   parameters ")
            + .kernel(NumberText.integer(network.parameters)) + .muted("   multiply-adds ")
            + .active(NumberText.integer(network.multiplyAdds))
        ],
        note: "The picture runs through the network in the background; the bar in the header shows how far it is.")
    case .part(let place): return step(parts[place], question: question(at: place))
    case .stage(let index, _): return step(WalkPart(stage: index, of: network), question: nil)
    case .parameters: return parametersStep
    case .work: return workStep
    case .total: return totalStep
    }
  }

  /// The shape of what goes in and how many numbers that is, which for a row is one and the same.
  private var inputText: String {
    let (shape, count) = (network.input.text, NumberText.integer(network.input.count))
    return shape == count ? count : "\(shape) = \(count)"
  }

  private var outputs: Int { network.stages[network.stages.count - 1].output.count }

  private func step(_ part: WalkPart, question: Question?) -> Step {
    Step(
      caption: figure.repeated(part) ?? figure.caption(of: part), formula: part.formula, note: figure.note(of: part),
      question: question,
      duration: .milliseconds(1100))
  }

  /// The first convolution with a stride and the first of a module are asked for.
  private func question(at place: Int) -> Question? {
    let part = parts[place]
    let shape = Question.Answer.numbers(
      [part.output.height, part.output.width, part.output.channels].map(Double.init), decimals: 0)
    guard part.output.height * part.output.width > 1, !part.isBranched,
      place == parts.firstIndex(where: { $0.main.layer.window != nil && !$0.isBranched }),
      part.main.layer.window != nil
    else { return nil }
    return Question(
      "\(part.name): \(part.main.operation.plain), on \(part.input.text). What shape comes out?", answer: shape)
  }

  private var parametersStep: Step {
    let dense = network.stages.filter { if case .dense = $0.layer.kind { true } else { false } }
    let held = dense.reduce(0) { $0 + $1.parameters }
    let most = Leaders(amounts(\.parameters))
    let holds =
      most.amount == network.parameters
      ? "All parameters are in \(most.text)"
      : "The most parameters: \(most.text), \(most.share(of: network.parameters))"
    return Step(
      caption: dense.isEmpty
        ? "\(holds). No stage is dense: every filter is shared by all places."
        : held == network.parameters
          ? """
          All parameters are in \(counted(dense.count, "dense stage")), where nothing is shared; \(most.text) \
          \(verb(most.count, "holds")) \(most.share(of: network.parameters)).
          """
          : held * 2 > network.parameters
            ? """
            Parameters sit where nothing is shared: \(NumberText.share(held, of: network.parameters)) of them in \
            \(counted(dense.count, "dense stage")).
            """
            : """
            \(holds); dense stages hold \(NumberText.share(held, of: network.parameters)).
            """,
      formula: [
        .muted("dense ") + .kernel(NumberText.integer(held)) + .muted(" + all others ")
          + .kernel(NumberText.integer(network.parameters - held)) + .muted(" = ")
          + .kernel(NumberText.integer(network.parameters)) + .muted(" parameters")
      ],
      note: "Ask where they expect the parameters before the bars rise.", duration: .milliseconds(1200))
  }

  private var workStep: Step {
    let dense = network.stages.filter { if case .dense = $0.layer.kind { true } else { false } }
    let done = dense.reduce(0) { $0 + $1.multiplyAdds }
    let rest = network.multiplyAdds - done
    let weights = max(1, network.stages.reduce(0) { $0 + $1.weights })
    return Step(
      caption: dense.isEmpty
        ? """
        Work is done where weights are used again at every place: here each weight does \
        \(counted(network.multiplyAdds / weights, "multiply-add")) on average.
        """
        : rest == 0
          ? "All work is in dense stages, which use each weight once: there are as many multiply-adds as weights."
          : done > rest
            ? """
            Dense stages use each weight once, all others theirs again at every place. Yet here so many weights are dense \
            that these do \(NumberText.share(done, of: network.multiplyAdds)) of the work.
            """
            : """
            Work is done where weights are used again at every place: all but the dense stages do \
            \(NumberText.share(rest, of: network.multiplyAdds)) of it.
            """,
      formula: [
        .muted("dense ") + .active(NumberText.integer(done)) + .muted(" + all others ")
          + .active(NumberText.integer(rest)) + .muted(" = ") + .active(NumberText.integer(network.multiplyAdds))
          + .muted(" multiply-adds")
      ],
      note: Leaders.note(parameters: Leaders(amounts(\.parameters)), work: Leaders(amounts(\.multiplyAdds))),
      question: workQuestion, duration: .milliseconds(1200))
  }

  /// Which part does most: of all with weights, or of the six that do most.
  private var workQuestion: Question? {
    let learned = parts.filter(\.isLearned).map { ($0.name, $0.multiplyAdds) }
    return Question.Answer.most(of: learned, choices: 6).map {
      Question("Which part does the most multiply-adds?", answer: $0)
    }
  }

  /// What each part has of something.
  private func amounts(_ amount: (WalkPart) -> Int) -> [(name: String, amount: Int)] {
    parts.map { ($0.name, amount($0)) }
  }

  private var totalStep: Step {
    Step(
      caption: """
        \(network.title) in three sums: what has to be stored, what has to be computed, and what has to be kept while it \
        is.
        """,
      formula: [
        .muted("weights ") + .kernel(NumberText.bytes(network.parameters * 4)) + .muted("   outputs ")
          + .output(NumberText.bytes(network.activationBytes)) + .muted("   in fp32")
      ],
      note:
        "In training, every output is kept for the way back: there the outputs count, times the pictures of a batch.",
      duration: .milliseconds(1200))
  }

  // MARK: The figure

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .input: figure.drawInput(picture, facts: facts, in: &canvas)
    case .part(let place): figure.draw(parts[place], at: place, playhead, in: &canvas)
    case .stage(let index, let place):
      figure.draw(WalkPart(stage: index, of: network), at: place, playhead, in: &canvas)
    case .parameters: figure.drawShares(showsWork: false, at: playhead, in: &canvas)
    case .work: figure.drawShares(showsWork: true, at: playhead, in: &canvas)
    case .total: figure.drawTotal(at: playhead, in: &canvas)
    }
  }

  private var facts: [(name: String, value: String)] {
    [
      ("numbers", inputText),
      ("memory, fp32", NumberText.bytes(network.input.count * 4)),
      ("values", figure.pass.input.rangeText),
      ("run with", figure.pass.weightsForms[0]),
      ("network", "\(counted(network.stages.count, "stage")) in \(counted(parts.count, "part"))"),
    ]
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    if target.grid == NetworkFigure.blocksName, target.column == 0 { return Remark(caption: step(.input).caption) }
    return figure.remark(on: target, in: part(of: moment))
  }

  private func part(of moment: Moment) -> WalkPart? {
    switch moment {
    case .part(let place): parts[place]
    case .stage(let index, _): WalkPart(stage: index, of: network)
    default: nil
    }
  }
}

extension Tensor {
  /// The least and the largest of its values.
  var rangeText: String {
    "\(WalkPart.value(range.lowerBound)) to \(WalkPart.value(range.upperBound))"
  }
}

extension Picture {
  /// The picture for a network that takes so many channels: three are its colours, one is its ink on paper, white 0 and
  /// black 1; of any other number each takes one of the colours, in turn.
  public func tensor(channels: Int, isStandardized: Bool) -> Tensor {
    if channels == 3 { return isStandardized ? standardized : tensor }
    if channels == 1 {
      let greys = greys
      return Tensor(greys.shape, values: greys.values.map { 1 - $0 / 255 })
    }
    let colours = tensor
    let values = (0..<width * height).flatMap { pixel in (0..<channels).map { colours.values[3 * pixel + $0 % 3] } }
    return Tensor(Shape(height: height, width: width, channels: channels), values: values)
  }
}
