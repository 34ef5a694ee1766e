/// A deep network for digits whose middle is a stack of equal blocks, so that a block can be taken out and the rest still
/// fits together: residual blocks, or the same convolutions one behind the other.
///
/// A. Veit, M. Wilber, S. Belongie: Residual networks behave like ensembles of relatively shallow networks, 2016, took
/// single blocks out of trained networks in this way.
public struct DigitStack: Hashable, Sendable {
  /// How many blocks it has.
  public static let blocks = 8
  /// How many maps go through the stack, each of 7 × 7.
  public static let channels = 16

  /// Whether each block adds what it makes to what went in.
  public let isResidual: Bool

  /// A stack of one of both kinds.
  public init(isResidual: Bool) {
    self.isResidual = isResidual
  }

  /// Both kinds.
  public static let both = [DigitStack(isResidual: false), DigitStack(isResidual: true)]

  /// What it is called on the command line and in files: `plain-stack`, `residual-stack`.
  public var name: String { isResidual ? "residual-stack" : "plain-stack" }

  /// The whole network.
  public var network: Network { network(without: []) }

  /// The network without some of its blocks, counted from 1: what went into such a block goes into the next one.
  public func network(without deleted: Set<Int>) -> Network {
    var layers: [Layer] = [
      .convolution("conv1", Self.channels, kernel: 5, padding: 2),
      .maxPooling("pool1", 2, stride: 2),
      .convolution("conv2", Self.channels, kernel: 3, padding: 1),
      .maxPooling("pool2", 2, stride: 2),
    ]
    var last = "pool2"
    for block in 1...Self.blocks where !deleted.contains(block) {
      let name = "block\(block)"
      layers.append(.convolution("\(name)-a", Self.channels, kernel: 3, padding: 1, from: [last]))
      let second = Layer.Kind.convolution(filters: Self.channels, Window(3, padding: 1), groups: 1)
      if isResidual {
        layers.append(Layer("\(name)-b", second))
        layers.append(Layer(name, .addition, from: ["\(name)-b", last], isRectified: true))
        last = name
      } else {
        layers.append(Layer("\(name)-b", second, isRectified: true))
        last = "\(name)-b"
      }
    }
    layers += [.globalAveragePooling("pool"), .dense("fc", 10, isRectified: false)]
    return Network(
      known: name, title: isResidual ? "Residual stack" : "Plain stack", input: Shape(height: 28, width: 28),
      layers: layers)
  }

  /// The weights of the whole network for one that lacks some of its blocks.
  public func weights(_ whole: NetworkParameters, without deleted: Set<Int>) -> NetworkParameters {
    let source = WeightsByName(network: network, parameters: whole)
    return NetworkParameters(of: network(without: deleted), from: source)
  }

  /// The weights that training begins with: drawn from a seed; in a residual stack those of each block's second
  /// convolution are 0, so that every block begins as the identity.
  ///
  /// H. Zhang, Y. N. Dauphin, T. Ma: Fixup initialization, 2019, section 3.
  public func initialParameters(seed: UInt64) -> NetworkParameters {
    NetworkParameters(of: network, from: StartingWeights(isResidual: isResidual, drawn: SeededWeights(seed: seed)))
  }

  private struct StartingWeights: WeightSource {
    let isResidual: Bool
    let drawn: SeededWeights

    func parameters(of stage: Stage, at index: Int) -> LayerParameters {
      let parameters = drawn.parameters(of: stage, at: index)
      guard isResidual, stage.name.hasSuffix("-b") else { return parameters }
      return LayerParameters(
        weights: [Float](repeating: 0, count: parameters.weights.count), biases: parameters.biases)
    }
  }

  private struct WeightsByName: WeightSource {
    let network: Network
    let parameters: NetworkParameters

    func parameters(of stage: Stage, at index: Int) -> LayerParameters {
      guard let place = network.stages.firstIndex(where: { $0.name == stage.name }) else {
        preconditionFailure("\(network.title) has no stage \(stage.name)")
      }
      return parameters.parameters(of: network.stages[place], at: place)
    }
  }
}
