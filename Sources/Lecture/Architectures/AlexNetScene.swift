import CellCanvas
import ConvolutionEngine

/// AlexNet stage by stage: what every stage does to a shape, what it costs, and what it makes of a real picture; with
/// the viewer's weights for one of its forms, that form and what it takes the picture for.
struct AlexNetScene: Scene {
  static let card = SceneCard(id: "alexnet", title: "AlexNet, stage by stage", part: .architectures)

  static let side = Control.choice(
    "picture", ["67", "99", "131", "163", "195", "224", "227"], standard: "227",
    help: "side of the picture in pixels")
  static let groups = Control.integer(
    "groups", in: 1...2, standard: 1, help: "one tower, or two halves as on the original's two cards")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let view = Control.choice("view", ["blocks", "maps"], help: "the network with a few maps, or many maps")
  static let page = Control.integer("page", in: 1...64, standard: 1, help: "further filters and channels")
  static let filter = Control.integer("filter", in: 1...96, standard: 1, help: "the filter of conv1 that is followed")
  static let shade = Control.choice(
    "shade", ["per-map", "per-stage"], help: "each map up to its own maximum, or all up to the stage's")
  static let controls = [side, groups, seed, filter, view, page, shade]

  static let ownFiles: Set<OwnFile> = [.picture, .weights]

  /// The picture that a viewer brings along; trained weights want the middle of it.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    let side = Int(settings.choice(Self.side)) ?? 227
    return Pictures.area(side: side, isTrained: settings.trained != nil)
  }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// What the network is, and why it is remembered.
    case story
    /// The picture as a block of numbers.
    case input
    /// A stage, by its place in the network.
    case stage(Int)
    /// The first stage's filters, as pictures.
    case filters
    /// One filter, its answers, and what a ReLU leaves of them.
    case answer
    /// Which stages hold the parameters.
    case parameters
    /// Which stages do the work.
    case work
    /// All of it, beside the network's other form.
    case total
  }

  private(set) var figure: NetworkFigure
  /// What the network is compared with at the end: its form with the other number of groups, or of torchvision's form
  /// that of the paper.
  let counterpart: Network
  /// The viewer's weights; `nil` when they come from the seed.
  let trained: TrainedNetwork?
  let picture: Picture
  let filterIndex: Int
  let moments: [Moment]
  /// The first stage's weights, as soon as they are read or drawn, and what the chosen filter answers.
  private(set) var first: FirstLayer?

  var network: Network { figure.network }

  static func opening(_ settings: Settings) -> Settings {
    var settings = settings
    if let network = settings.trained?.network {
      settings.set(side, to: "\(network.input.height)")
      settings.set(groups, to: network.mostGroups)
    }
    return settings
  }

  init(_ settings: Settings) throws(SettingsError) {
    let side = Int(settings.choice(Self.side)) ?? 227
    let shape = Shape(height: side, width: side, channels: 3)
    let networks: [Network] = [.alexNet, .alexNetTwoGroups]
    let chosen = settings.integer(Self.groups) - 1
    trained = settings.trained
    let network: Network
    if let trained {
      network = try Self.fit(trained, settings, on: shape)
      counterpart = trained.network.isPapers ? networks[1 - chosen] : .alexNet
    } else {
      network = try Self.fit(networks[chosen], on: shape)
      counterpart = try Self.fit(networks[1 - chosen], on: shape)
    }
    picture = Pictures.color(for: settings, side: side, isTrained: trained != nil)
    filterIndex = settings.integer(Self.filter) - 1
    let filters = network.stages[0].output.channels
    guard filterIndex < filters else {
      throw SettingsError("\(network.stages[0].name) has \(filters) filters, so there is no filter \(filterIndex + 1).")
    }
    figure = NetworkFigure(
      parts: network.stages.indices.map { WalkPart(stage: $0, of: network) },
      pass: NetworkPass(
        of: trained == nil ? picture.tensor : picture.standardized, through: network,
        origin: trained.map { .file($0) } ?? .seed(settings.integer(Self.seed))))
    figure.picture = picture
    figure.showsManyMaps = settings.choice(Self.view) == "maps"
    figure.page = settings.integer(Self.page) - 1
    figure.isShadedPerMap = settings.choice(Self.shade) == "per-map"
    moments =
      [.story, .input, .stage(0), .filters, .answer] + network.stages.indices.dropFirst().map { Moment.stage($0) }
      + [.parameters, .work, .total]
  }

  /// The network on a picture, if every window fits into what is left of it.
  private static func fit(_ network: Network, on shape: Shape) throws(SettingsError) -> Network {
    do {
      return try network.on(shape)
    } catch {
      throw SettingsError("A picture of \(shape.height) pixels is too small. \(error)")
    }
  }

  /// The network of the viewer's weights on a picture, if the weights fit there too.
  private static func fit(
    _ trained: TrainedNetwork, _ settings: Settings, on shape: Shape
  ) throws(SettingsError) -> Network {
    let (network, name) = (trained.network, trained.fileName)
    guard settings.integer(groups) == network.mostGroups else {
      throw SettingsError("The weights in \(name) are those of \(network.title): its groups cannot be changed.")
    }
    guard settings.integer(seed) == 1 else {
      throw SettingsError("The weights come from \(name), not from a seed.")
    }
    let fitted: Network
    do {
      fitted = try network.on(shape)
    } catch {
      throw SettingsError("A picture of \(shape.height) pixels is too small. \(error)")
    }
    if let stage = zip(fitted.stages, network.stages).first(where: { $0.parameters != $1.parameters })?.0 {
      throw SettingsError(
        "\(stage.name) would need \(NumberText.integer(stage.parameters)) parameters, and \(name) has those for pictures "
          + "of \(network.input.height): dense stages fix the size.")
    }
    return fitted
  }

  // MARK: The forward pass

  var work: BackgroundWork? {
    let pass = figure.pass
    let stage = network.stages[0]
    // The first weights come before anything is done with them, so that filters are seen while the rest is computed.
    return BackgroundWork(label: pass.work.label, key: pass.work.key) { deliver in
      let parameters = pass.weights.parameters(of: stage, at: 0)
      if let failure = pass.weightsFailure {
        _ = deliver(1, failure)
      } else if deliver(0, parameters) {
        pass.work.run(deliver)
      }
    }
  }

  mutating func receive(_ result: any Sendable) {
    if let parameters = result as? LayerParameters {
      first = FirstLayer(parameters, stage: network.stages[0], input: figure.pass.input, filter: filterIndex)
    }
    figure.pass.receive(result)
  }

  /// What came out of a stage; `nil` while it is being computed.
  func result(of stage: Int) -> NetworkPass.StageResult? { figure.pass.result(of: stage) }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .story: storyStep
    case .filters: filtersStep
    case .answer: answerStep
    case .input:
      Step(
        caption: inputCaption,
        note: """
          Three planes of numbers, nothing else, go in. The picture runs through the network in the background; until \
          it is through, a bar in the header shows how far it is. Nearly every vision network since follows this one.
          """)
    case .stage(let index): step(index)
    case .parameters: parametersStep
    case .work: workStep
    case .total: totalStep
    }
  }

  var inputCaption: StyledText {
    let scores = NumberText.integer(network.stages[network.stages.count - 1].output.count)
    return StyledText("A picture is a block of numbers, ") + .input(network.input.text)
      + ". AlexNet makes \(scores) scores of it, one for each class; the highest is its answer."
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .story: drawStory(at: playhead, in: &canvas)
    case .input: drawInput(at: playhead, in: &canvas)
    case .stage(let index): figure.draw(figure.parts[index], at: index, playhead, in: &canvas)
    case .filters: drawFilters(at: playhead, in: &canvas)
    case .answer: drawAnswer(at: playhead, in: &canvas)
    case .parameters: figure.drawShares(showsWork: false, at: playhead, in: &canvas)
    case .work: figure.drawShares(showsWork: true, at: playhead, in: &canvas)
    case .total: figure.drawTotal(at: playhead, in: &canvas)
    }
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case NetworkFigure.blocksName where target.column == 0: return Remark(caption: inputCaption)
    case NetworkFigure.blocksName where target.column <= network.stages.count:
      let stage = network.stages[target.column - 1]
      return Remark(caption: WalkPart.summary(of: stage), formula: formula(of: stage))
    case Self.filtersName: return first.map { remark(onFilter: target.column, $0) }
    default:
      guard case .stage(let index) = moment else { return nil }
      return figure.remark(on: target, in: figure.parts[index])
    }
  }

  // MARK: The input

  private func drawInput(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    NetworkFigure.drawHead(.input("input"), right: .input(network.input.text), in: &canvas, head)
    let side = min(2 * body.rows, body.columns / 2)
    let (left, rest) = body.splitLeft(side + 4)
    let drawn = picture.pixels(width: side, height: side)
    drawn.draw(
      in: &canvas,
      at: Region(column: left.column, row: left.row, columns: side, rows: left.rows)
        .centered(drawn.size).origin)
    drawPlanes(at: playhead, in: &canvas, rest)
  }

  /// The three colours, each as a plane of numbers.
  private func drawPlanes(at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let shape = network.input
    let facts: [(String, String)] = [
      ("numbers", "\(shape.text) = " + NumberText.integer(shape.count)),
      ("memory", NumberText.bytes(shape.count * MemoryLayout<Float>.size) + ": fp32, 4 bytes each"),
      ("values", trained == nil ? "−1 (dark) to 1 (bright)" : "(v/255 − mean)/deviation"),
      trained.map { ("weights", $0.fileName) } ?? ("the network", weightsText),
    ]
    let gap = region.rows >= 20 ? 3 : 1
    let side = max(1, min((region.columns - 4) / 3, 2 * (region.rows - facts.count - gap - 1)))
    let planes = Size(columns: 3 * side + 4, rows: (side + 1) / 2 + 1)
    let parts = Layout.column(
      [planes, Size(columns: region.columns, rows: facts.count)], in: region, gap: gap)
    for (index, name) in ["red", "green", "blue"].enumerated() where playhead.phase(0, 1) * 3 > Double(index) {
      let column = parts[0].column + index * (side + 2)
      canvas.write(.muted(name), column: column, row: parts[0].row)
      let values = stride(from: index, to: picture.bytes.count, by: 3).map { Double(picture.bytes[$0]) }
      HeatMap(width: picture.width, height: picture.height, values: values, scale: .grey, limits: 0...255)
        .pixels(width: side, height: side).draw(in: &canvas, at: Point(column: column, row: parts[0].row + 1))
    }
    for (offset, fact) in facts.enumerated() {
      let row = parts[1].row + offset
      canvas.write(.muted(fact.0), column: parts[0].column, row: row)
      canvas.write(StyledText(fact.1), column: parts[0].column + 14, row: row)
    }
  }

  /// By what a normalisation multiplied the values that were not 0: the least and the most; `nil` before they are there.
  func damping(of index: Int) -> (least: Float, most: Float)? {
    guard index > 0, let after = result(of: index), let before = result(of: index - 1) else { return nil }
    let factors = zip(before.maps.values, after.maps.values).filter { $0.0 != 0 }.map { $0.1 / $0.0 }
    guard let least = factors.min(), let most = factors.max() else { return nil }
    return (least, most)
  }

  /// Where the weights come from, wherever something is shown that they made.
  var weightsText: String { figure.pass.weightsForms[0] }
}

extension Network {
  /// The largest number of groups that the channels of a stage fall into.
  fileprivate var mostGroups: Int { stages.map(\.layer.groups).max() ?? 1 }

  /// Whether it is one of the paper's two forms, one tower or two groups.
  var isPapers: Bool { name != Network.alexNetTorchvision.name }
}
