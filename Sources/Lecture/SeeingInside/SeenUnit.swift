import ConvolutionEngine

/// Which units of a network are looked at.
enum SeenLayer: String, CaseIterable, Sendable {
  /// The scores of the classes.
  case scores = "class"
  /// The last, the middle and the first convolution.
  case top, middle, bottom

  /// The stage whose outputs these are.
  func stage(of network: Network) -> Int {
    let convolutions = network.stages.indices.filter {
      if case .convolution = network.stages[$0].layer.kind { true } else { false }
    }
    switch self {
    case .scores: return network.scoresStage
    case .top: return convolutions[convolutions.count - 1]
    case .middle: return convolutions[convolutions.count / 2]
    case .bottom: return convolutions[0]
    }
  }
}

/// One unit of a trained network, and the picture that it answers to.
struct SeenUnit: Sendable {
  /// What comes back to a picture from a unit, for each rule of the ReLUs, in the order of the rules.
  typealias Portraits = [ReLU.Rule: Tensor]

  let network: Network
  let weights: any WeightSource
  let picture: Tensor
  /// The unit's stage.
  let stage: Int
  /// Where in the stage's output the unit is.
  let place: GridPlace
  let channel: Int
  /// Its answer.
  let answer: Float
  /// All that came out of its stage.
  let maps: Tensor

  /// The unit that answers most strongly in the map that does so in the `rank`-th place, from 1; of scores the `rank`-th class.
  ///
  /// - Throws: `SettingsError` where fewer maps answer at all.
  init(
    in layer: SeenLayer, rank: Int, of network: Network, weights: any WeightSource, on picture: Tensor
  ) throws(SettingsError) {
    self.network = network
    self.weights = weights
    self.picture = picture
    stage = layer.stage(of: network)
    let pass = RememberedPass(of: picture, through: network, weights: weights)
    let maps = pass.outputs[stage]
    self.maps = maps
    let peaks = (0..<maps.shape.channels).map { maps.channel($0).range.upperBound }
    let order = peaks.indices.sorted { (peaks[$0], $1) > (peaks[$1], $0) }
    let answering = layer == .scores ? order.count : order.count { peaks[$0] > 0 }
    guard rank <= answering else {
      throw SettingsError(
        answering == order.count
          ? "This layer has \(order.count) maps: there is no \(ordinal(rank))."
          : "Only \(answering) of this layer's \(order.count) maps answer to this picture: the \(ordinal(rank)) is 0 everywhere."
      )
    }
    channel = order[rank - 1]
    answer = peaks[channel]
    let map = maps.channel(channel)
    let index = map.values.firstIndex(of: answer) ?? 0
    place = GridPlace(row: index / map.shape.width, column: index % map.shape.width)
  }

  /// What comes back to the picture when the unit itself is the loss, for each rule.
  ///
  /// - Parameter weights: others than the network's own, to see what becomes of the picture.
  func portraits(weights: (any WeightSource)? = nil) -> Portraits {
    let pass = RememberedPass(of: picture, through: network, weights: weights ?? self.weights)
    let shape = network.stages[stage].output
    var values = [Float](repeating: 0, count: shape.count)
    values[(place.row * shape.width + place.column) * shape.channels + channel] = 1
    let unit = Tensor(shape, values: values)
    return Portraits(
      uniqueKeysWithValues: ReLU.Rule.allCases.map { rule in
        (rule, pass.gradients(unit, from: stage, rule: rule, ofParameters: false).picture)
      })
  }

  /// The stages with weights up to the unit's, from the uppermost down: the order in which they are drawn at random.
  var weighted: [Int] { (0...stage).filter { network.stages[$0].weights > 0 }.reversed() }
}

/// A single convolution with random weights and a random dense layer of one unit above it, which have learned nothing:
/// what comes back of the picture all the same.
///
/// W. Nie, Y. Zhang, A. Patel: A theoretical explanation for perplexing behaviors of backpropagation-based
/// visualizations, 2018: guided backpropagation partly recovers the picture, the better the more filters there are.
enum RandomLayer {
  /// How many filters the layer has, one after the other.
  static let filters = [1, 2, 4, 8, 16, 32, 64, 128]

  /// What comes back to a picture through so many filters of 5 × 5, padded so that the size stays.
  static func portraits(of picture: Tensor, filters: Int, seed: UInt64) -> SeenUnit.Portraits {
    let network: Network
    do {
      network = try Network(
        name: "random", title: "One random layer", input: picture.shape,
        layers: [.convolution("conv", filters, kernel: 5, padding: 2), .dense("unit", 1, isRectified: false)])
    } catch {
      preconditionFailure("a convolution that keeps its size fits every picture: \(error)")
    }
    let pass = RememberedPass(of: picture, through: network, weights: SeededWeights(seed: seed, .init(.he, .normal)))
    let unit = Tensor(network.stages[1].output, repeating: 1)
    return SeenUnit.Portraits(
      uniqueKeysWithValues: ReLU.Rule.allCases.map { rule in
        (rule, pass.gradients(unit, rule: rule, ofParameters: false).picture)
      })
  }
}

extension Tensor {
  /// The size of each value.
  var magnitudes: [Float] { values.map(abs) }

  /// The edges of a picture: the length of the gradient that Sobel's two kernels measure, of each channel by itself.
  var edges: Tensor {
    let across = Tensor(rows: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    let down = Tensor(rows: [[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    func slid(_ kernel: Tensor, _ channel: Int) -> [Float] {
      Convolution(FilterBank(kernel: kernel), padding: .same(kernel: 3))(self.channel(channel)).values
    }
    var result = Tensor(shape, repeating: 0)
    for channel in 0..<shape.channels {
      for (index, pair) in zip(slid(across, channel), slid(down, channel)).enumerated() {
        let (row, column) = (index / shape.width, index % shape.width)
        result[row, column, channel] = (pair.0 * pair.0 + pair.1 * pair.1).squareRoot()
      }
    }
    return result
  }
}
