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

  static let ownFiles: Set<OwnFile> = [.picture, .weights]

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    let input = (settings.trained?.network ?? settings.network ?? .alexNet).input
    return PictureArea(width: input.width, height: input.height)
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
    picture = Pictures.color(for: settings, width: network.input.width, height: network.input.height)
    // The program's own networks learn from colours of −1...1.
    let isStandardized = settings.trained != nil && network != .photos
    figure = NetworkFigure(
      parts: network.modules.map { WalkPart($0, of: network) },
      pass: NetworkPass(
        of: picture.tensor(channels: network.input.channels, isStandardized: isStandardized), through: network,
        origin: origin))
    figure.showsManyMaps = settings.choice(Self.view) == "maps"
    figure.page = settings.integer(Self.page) - 1
    figure.isShadedPerMap = settings.choice(Self.shade) == "per-map"
    opensModules = settings.isOn(Self.isOpen)
  }

  var moments: [Moment] {
    [.input]
      + parts.indices.flatMap { place in
        let part = parts[place]
        let opened = opensModules && part.stages.count > 1 ? part.indices.map { Moment.stage($0, of: place) } : []
        return [.part(place)] + opened
      } + [.parameters, .work, .total]
  }

  // MARK: The forward pass

  var work: BackgroundWork? { figure.pass.work }

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
          .muted("in ") + .input("\(network.input.text) = \(NumberText.integer(network.input.count))")
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

  private var outputs: Int { network.stages[network.stages.count - 1].output.count }

  private func step(_ part: WalkPart, question: Question?) -> Step {
    let sight = part.last.sees(of: network.input)
    let all = sides(network.input.height, network.input.width)
    return Step(
      caption: part.caption(
        sees: sight.isEverything ? "all \(all) pixels" : "\(sight.text) of \(all) pixels",
        share: NumberText.share(part.parameters, of: network.parameters)),
      formula: part.formula, note: part.note, question: question, duration: .milliseconds(1100))
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
    let most = parts.max { $0.parameters < $1.parameters }
    return Step(
      caption: held * 2 > network.parameters
        ? """
        Parameters sit where nothing is shared: \(NumberText.share(held, of: network.parameters)) of them in \
        \(counted(dense.count, "dense stage")).
        """
        : """
        \(most.map { "Most parameters are in \($0.name), \(NumberText.share($0.parameters, of: network.parameters))" } ?? "There are no parameters"); \
        dense stages hold \(NumberText.share(held, of: network.parameters)).
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
    return Step(
      caption: """
        Work is done where weights are used again at every place: all but the dense stages do \
        \(NumberText.share(rest, of: network.multiplyAdds)) of it.
        """,
      formula: [
        .muted("dense ") + .active(NumberText.integer(done)) + .muted(" + all others ")
          + .active(NumberText.integer(rest)) + .muted(" = ") + .active(NumberText.integer(network.multiplyAdds))
          + .muted(" multiply-adds")
      ],
      note: "Two questions with two answers: memory is about the left side, speed about the right.",
      question: workQuestion, duration: .milliseconds(1200))
  }

  /// Which part does most: of all with weights, or of the six that do most.
  private var workQuestion: Question? {
    let learned = parts.filter(\.isLearned)
    let most = learned.indices.sorted { learned[$0].multiplyAdds > learned[$1].multiplyAdds }.prefix(6).sorted()
    guard most.count > 1 else { return nil }
    let right = most.indices.max { learned[most[$0]].multiplyAdds < learned[most[$1]].multiplyAdds } ?? 0
    return Question(
      "Which part does the most multiply-adds?",
      answer: .choice(most.map { learned[$0].name }, right: right))
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
    case .input: drawInput(at: playhead, in: &canvas)
    case .part(let place): figure.draw(parts[place], at: place, playhead, in: &canvas)
    case .stage(let index, let place):
      figure.draw(WalkPart(stage: index, of: network), at: place, playhead, in: &canvas)
    case .parameters: figure.drawShares(showsWork: false, at: playhead, in: &canvas)
    case .work: figure.drawShares(showsWork: true, at: playhead, in: &canvas)
    case .total: figure.drawTotal(at: playhead, in: &canvas)
    }
  }

  private func drawInput(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    NetworkFigure.drawHead(.input("input"), right: .input(network.input.text), in: &canvas, head)
    let isLarge = body.rows >= 24
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    figure.drawBlocks(
      upTo: parts.count - 1, rising: 1, in: &canvas, blocks.inset(rows: isLarge ? 1 : 0), isEven: true)
    let side = min(2 * (rest.rows - 1), rest.columns / 2)
    guard side > 1 else { return }
    let drawn = picture.pixels(width: side, height: side)
    let place = Point(column: rest.column, row: rest.row + 1)
    drawn.draw(in: &canvas, at: place)
    let facts: [(String, String)] = [
      ("numbers", "\(network.input.text) = " + NumberText.integer(network.input.count)),
      ("memory, fp32", NumberText.bytes(network.input.count * 4)),
      ("values", figure.pass.input.rangeText),
      ("weights", figure.pass.weightsForms[0]),
      ("network", "\(counted(network.stages.count, "stage")) in \(counted(parts.count, "part"))"),
    ]
    for (offset, fact) in facts.enumerated() where place.row + offset < rest.endRow {
      let column = place.column + side + 4
      guard column + 14 + fact.1.count <= canvas.size.columns else { continue }
      canvas.write(.muted(fact.0), column: column, row: place.row + offset)
      canvas.write(StyledText(fact.1), column: column + 14, row: place.row + offset)
    }
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case NetworkFigure.blocksName where target.column == 0: return Remark(caption: step(.input).caption)
    case NetworkFigure.blocksName where target.column <= parts.count:
      let part = parts[target.column - 1]
      return Remark(caption: step(part, question: nil).caption, formula: part.formula)
    case NetworkFigure.boxesName:
      guard let part = part(of: moment), target.column > 0 else { return nil }
      let held = part.graph(name: target.grid).stages
      guard held.indices.contains(target.column - 1) else { return nil }
      let stage = network.stages[held[target.column - 1]]
      return Remark(caption: WalkPart.summary(of: stage), formula: stage.formulaLines)
    case NetworkFigure.mapsName, NetworkFigure.unitsName:
      guard let part = part(of: moment) else { return nil }
      let index = part.indices.upperBound - 1
      guard let result = figure.pass.result(of: index) else { return nil }
      return Remark(
        caption: target.grid == NetworkFigure.mapsName
          ? WalkPart.describe(channel: target.column, of: network.stages[index], result.maps)
          : WalkPart.describe(units: target.row..<target.column, of: network.stages[index], result.maps))
    default: return nil
    }
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
  fileprivate var rangeText: String {
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
