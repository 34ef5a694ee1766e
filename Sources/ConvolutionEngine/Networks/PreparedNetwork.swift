/// A network with its weights in memory, laid out as the inner loops want them, for as many passes as one likes.
///
/// Only what comes out at the end can be had: batch normalisations and ReLUs become part of the convolution before them,
/// and what comes out of a stage is given up as soon as no later one needs it.
public struct PreparedNetwork: Sendable {
  /// The network.
  public let network: Network
  /// What each stage does; `nil` where it has become part of the stage before it.
  private let steps: [(@Sendable ([Tensor]) -> Tensor)?]
  /// The last stage that takes the output of each.
  private let lastUses: [Int]

  /// Asks for the weights stage by stage; those of convolutions are given up when they are laid out.
  public init(_ network: Network, weights: any WeightSource) {
    self.network = network
    lastUses = network.lastUses
    var steps: [(@Sendable ([Tensor]) -> Tensor)?] = []
    var absorbed = 0
    for (index, stage) in network.stages.enumerated() {
      if absorbed > 0 {
        absorbed -= 1
        steps.append(nil)
        continue
      }
      let followers = network.absorbable(after: index)
      absorbed = followers.count
      steps.append(PreparedNetwork.step(stage, at: index, with: followers, weights))
    }
    self.steps = steps
  }

  /// What comes out of the last stage for a picture of the network's input shape.
  public func callAsFunction(_ picture: Tensor) -> Tensor {
    precondition(
      picture.shape == network.input, "\(network.title) takes \(network.input), not \(picture.shape)")
    var kept = [Tensor?](repeating: nil, count: steps.count)
    var result = picture
    for (index, step) in steps.enumerated() {
      let sources = network.stages[index].sources
      if let step {
        result = step(sources.map { source in source.flatMap { kept[$0] } ?? picture })
      }
      for case let source? in sources where lastUses[source] == index { kept[source] = nil }
      if lastUses[index] > index { kept[index] = result }
    }
    return result
  }

  // MARK: Making ready

  private static func step(
    _ stage: Stage, at index: Int, with followers: [(index: Int, stage: Stage)], _ weights: any WeightSource
  ) -> @Sendable ([Tensor]) -> Tensor {
    switch stage.layer.kind {
    case .convolution(let filters, let window, let groups):
      var parameters = weights.parameters(of: stage, at: index)
      for follower in followers {
        guard case .batchNormalization(let epsilon) = follower.stage.layer.kind else { continue }
        let statistics = follower.stage.batchNormalization(
          epsilon, weights.parameters(of: follower.stage, at: follower.index))
        parameters = parameters.normalized(by: statistics)
      }
      let isRectified =
        stage.layer.isRectified
        || followers.contains { $0.stage.layer.isRectified || $0.stage.layer.kind == .rectification }
      let convolution = PreparedConvolution(
        stage.convolution(filters, window, groups, parameters, isRectified: isRectified), on: stage.input)
      return { convolution($0[0]) }
    case .dense:
      let dense = stage.dense(weights.parameters(of: stage, at: index), isRectified: stage.layer.isRectified)
      return { dense($0[0]) }
    case .addition where stage.inputs.count == 2:
      let isRectified = stage.layer.isRectified
      return { sum($0[0], $0[1], isRectified: isRectified) }
    case .dropout:
      return { $0[0] }
    default:
      let parameters = GivenParameters(
        parameters: stage.parameters > 0
          ? weights.parameters(of: stage, at: index) : LayerParameters(weights: [], biases: []))
      return { stage.run($0, weights: parameters, at: index) }
    }
  }
}

/// The weights of a single stage.
private struct GivenParameters: WeightSource {
  let parameters: LayerParameters

  func parameters(of stage: Stage, at index: Int) -> LayerParameters { parameters }
}

extension Network {
  /// The stages right after a convolution that can become part of it: each takes nothing but the output of the one before,
  /// which nobody else takes.
  fileprivate func absorbable(after index: Int) -> [(index: Int, stage: Stage)] {
    guard case .convolution = stages[index].layer.kind else { return [] }
    var followers: [(index: Int, stage: Stage)] = []
    var isRectified = stages[index].layer.isRectified
    for next in stages.indices.dropFirst(index + 1) {
      let stage = stages[next]
      let takers = stages.count { $0.sources.contains(next - 1) }
      guard stage.sources == [next - 1], takers == 1 else { break }
      switch stage.layer.kind {
      // What was rectified cannot be normalised beforehand.
      case .batchNormalization where !isRectified: isRectified = stage.layer.isRectified
      case .rectification: isRectified = true
      default: return followers
      }
      followers.append((next, stage))
    }
    return followers
  }
}

extension LayerParameters {
  /// The weights and biases of a convolution whose sums a batch normalisation follows:
  /// γ·(w·x + b − μ)/√(σ² + ε) + β is a convolution as well.
  func normalized(by normalization: BatchNormalization) -> LayerParameters {
    let filters = normalization.scales.count
    let factors = zip(normalization.scales, normalization.variances).map { scale, variance in
      scale / (variance + normalization.epsilon).squareRoot()
    }
    let taps = weights.count / filters
    var scaled = weights
    for filter in 0..<filters {
      for tap in filter * taps..<(filter + 1) * taps { scaled[tap] *= factors[filter] }
    }
    let shifts = (0..<filters).map { filter in
      let bias = biases.isEmpty ? 0 : biases[filter]
      return (bias - normalization.means[filter]) * factors[filter] + normalization.shifts[filter]
    }
    return LayerParameters(weights: scaled, biases: shifts)
  }
}
