import CellCanvas
import ConvolutionEngine

/// GoogLeNet: 22 layers in a row made of nine inception modules, few parameters, and what it has in place of AlexNet's
/// dense layers.
struct GoogLeNetScene: Scene {
  static let card = SceneCard(id: "googlenet", title: "GoogLeNet", part: .architectures)

  private static let modules = InceptionModule.ofGoogLeNet.flatMap { $0 }

  static let module = Control.choice(
    "module", modules.map(\.name), standard: modules[0].name, help: "the inception module that is looked into")
  static let isOpen = Control.toggle("open", standard: false, help: "a step for each stage of that module")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let controls = [module, isOpen, seed]

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    let input = Network.googLeNet.input
    return PictureArea(width: input.width, height: input.height)
  }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The network, and how many of its layers stand in a row.
    case whole, depth
    /// The module that was chosen, its stages one by one, and what its branches cost.
    case module, stage(Int), ledger
    /// All nine.
    case table
    /// The end of the network, and what stands beside its middle in training.
    case average, heads
    /// Beside AlexNet.
    case against
    /// What the paper's table and a published copy say otherwise.
    case sources
    case end
  }

  let moments: [Moment]
  private(set) var figure: NetworkFigure
  let picture: Picture
  /// The nine modules with what they cost.
  let ledgers: [InceptionLedger]
  /// Which of them is looked into, and its place among the network's parts.
  let chosen: Int
  let place: Int
  /// The stages of each auxiliary head.
  let heads: [(module: String, stages: [Stage])]
  /// A dense layer on the last maps as they are, in place of that on their means.
  let flattened: Stage

  var network: Network { figure.network }
  var ledger: InceptionLedger { ledgers[chosen] }
  let alexNet = Network.alexNet

  init(_ settings: Settings) throws(SettingsError) {
    let network = Network.googLeNet
    let name = settings.choice(Self.module)
    let parts = network.modules.map { WalkPart($0, of: network) }
    guard let chosen = Self.modules.firstIndex(where: { $0.name == name }),
      let place = parts.firstIndex(where: { $0.name == name }), let last = network.stages.last,
      let maps = network.stages.last(where: { $0.output.height > 1 })
    else { throw SettingsError("GoogLeNet has no module \(name).") }
    (self.chosen, self.place) = (chosen, place)
    ledgers = Self.modules.map { InceptionLedger($0, of: network) }
    picture = Pictures.color(for: settings, width: network.input.width, height: network.input.height)
    figure = NetworkFigure(
      parts: parts,
      pass: NetworkPass(of: picture.tensor, through: network, origin: .seed(settings.integer(Self.seed))))
    figure.picture = picture
    let withHeads = Network.googLeNetWithHeads
    heads = ["4a", "4d"].map { module in
      (module, withHeads.stages.filter { $0.name.hasPrefix("\(module)-head") })
    }
    do {
      flattened = try Stage(last.layer, on: maps.output)
    } catch {
      throw SettingsError("the maps cannot be flattened: \(error)")
    }
    let opened = settings.isOn(Self.isOpen) ? parts[place].indices.map { Moment.stage($0) } : []
    moments =
      [.whole, .depth, .module] + opened + [.ledger, .table, .average, .heads, .against, .sources, .end]
  }

  // MARK: The forward pass

  var work: BackgroundWork? { figure.pass.work }

  static let stepsTellResults = false

  mutating func receive(_ result: any Sendable) { figure.pass.receive(result) }

  // MARK: Counts

  /// How many layers with weights stand one behind another on the longest way to each stage.
  var layersInRow: [Int] {
    var depths: [Int] = []
    for stage in network.stages {
      let before = stage.sources.map { $0.map { depths[$0] } ?? 0 }.max() ?? 0
      depths.append(before + (stage.weights > 0 ? 1 : 0))
    }
    return depths
  }

  var layers: Int { layersInRow.last ?? 0 }
  /// Layers with weights, beside each other or not.
  var allLayers: Int { network.stages.count { $0.weights > 0 } }
  /// Weights without biases, as the paper counts.
  var weights: Int { network.stages.reduce(0) { $0 + $1.weights } }
  var modulesWeights: Int { ledgers.reduce(0) { $0 + $1.weights } }
  var modulesWork: Int { ledgers.reduce(0) { $0 + $1.multiplyAdds } }
  var headParameters: Int { heads.reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.parameters } } }
  /// The dense layer behind the means.
  var dense: Stage { network.stages[network.stages.count - 1] }
  /// AlexNet's dense layers.
  var alexNetDense: [Stage] { alexNet.stages.filter { if case .dense = $0.layer.kind { true } else { false } } }
  var alexNetDenseParameters: Int { alexNetDense.reduce(0) { $0 + $1.parameters } }

  /// What table 1 of the paper prints for weights, in thousands, where its own shapes give something else.
  var printed: [(row: String, prints: String, shapes: Int)] {
    func weights(_ name: String) -> Int { ledgers.first { $0.module.name == name }?.weights ?? 0 }
    return [
      ("convolution 7×7", "2.7K", network.stages[0].weights), ("inception (5a)", "1072K", weights("5a")),
      ("inception (5b)", "1388K", weights("5b")),
    ]
  }

  /// Top-5 error on ImageNet's test pictures in the year's challenge, in percent.
  static let errors = (alexNet: (year: 2012, top5: "16.4 %"), googLeNet: (year: 2014, top5: "6.7 %"))
}
