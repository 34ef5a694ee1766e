import ConvolutionEngine

/// What a residual network comes to, counted by the engine.
struct ResNetLedger: Hashable, Sendable {
  let network: Network
  /// How many blocks each of the four groups has, in order.
  let blocks: [Int]
  /// How many layers with weights a picture goes through, those on shortcuts not counted: what the network is named for.
  let layers: Int
  /// Whether its blocks are bottlenecks.
  let hasBottlenecks: Bool

  init(_ network: Network) {
    self.network = network
    let sums = network.stages.filter { $0.layer.kind == .addition }
    let groups = sums.map { String($0.name.prefix { $0 != "-" }) }
    blocks = Set(groups).sorted().map { group in groups.count { $0 == group } }
    layers = network.stages.count { stage in
      switch stage.layer.kind {
      case .convolution: !stage.name.contains("shortcut")
      case .dense: true
      default: false
      }
    }
    hasBottlenecks = layers > 2 + 2 * groups.count
  }

  /// How many blocks change the shape, so that x goes through a convolution.
  var projections: Int {
    network.stages.count { if case .convolution = $0.layer.kind { $0.name.contains("shortcut") } else { false } }
  }

  /// All that the lecture shows, from small to large.
  static let all = [Network.resNet18, .resNet34, .resNet50, .resNet101, .resNet152].map(ResNetLedger.init)
}

/// A block's convolutions on maps of one size, without biases, as He et al. count them.
struct BlockLedger: Hashable, Sendable {
  let name: String
  let channels: Int
  let stages: [Stage]

  var weights: Int { stages.reduce(0) { $0 + $1.weights } }
  var multiplyAdds: Int { stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// - Parameter layers: how many filters each convolution has, and how large they are.
  private init(_ name: String, side: Int, channels: Int, layers: [(filters: Int, kernel: Int)]) {
    (self.name, self.channels) = (name, channels)
    var input = Shape(height: side, width: side, channels: channels)
    var stages: [Stage] = []
    for (index, layer) in layers.enumerated() {
      let window = Window(layer.kernel, padding: .same(kernel: layer.kernel))
      let made = Layer(
        "\(index)", .convolution(filters: layer.filters, window, groups: 1), isRectified: true, hasBiases: false)
      do throws(NetworkError) {
        let stage = try Stage(made, on: input)
        stages.append(stage)
        input = stage.output
      } catch {
        preconditionFailure("a same-padded layer fits on every map: \(error)")
      }
    }
    self.stages = stages
  }

  /// Two 3 × 3 convolutions.
  static func basic(channels: Int, side: Int) -> BlockLedger {
    BlockLedger(
      "two 3 × 3", side: side, channels: channels, layers: [(channels, 3), (channels, 3)])
  }

  /// 1 × 1 to a quarter of the channels, 3 × 3, and 1 × 1 back.
  static func bottleneck(channels: Int, side: Int) -> BlockLedger {
    BlockLedger(
      "bottleneck", side: side, channels: channels,
      layers: [(channels / 4, 1), (channels / 4, 3), (channels, 1)])
  }
}
