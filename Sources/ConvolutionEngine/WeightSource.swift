/// Where a network takes its weights from while it runs: a seed, later a file.
///
/// Asked for one layer at a time, so that the weights of a large network need never be in memory together.
public protocol WeightSource: Sendable {
  /// The weights and biases of a stage that has some.
  ///
  /// - Parameter index: the stage's index in its network.
  func parameters(of stage: Stage, at index: Int) -> LayerParameters
}

/// The weights and biases of one layer.
public struct LayerParameters: Hashable, Sendable {
  /// As `FilterBank.values` or `Dense.weights` lays them out; of a batch normalisation the scales.
  public let weights: [Float]
  /// One per filter or output, or none; of a batch normalisation the shifts.
  public let biases: [Float]
  /// The running means of a batch normalisation; none stands for zeros.
  public let means: [Float]
  /// The running variances of a batch normalisation; none stands for ones.
  public let variances: [Float]

  /// Weights and biases.
  public init(weights: [Float], biases: [Float], means: [Float] = [], variances: [Float] = []) {
    self.weights = weights
    self.biases = biases
    self.means = means
    self.variances = variances
  }
}

/// Untrained weights: spread evenly over ±√(6/n) for n inputs per output, which keeps the size of the values alike from
/// layer to layer under ReLUs; biases 0. A batch normalisation starts out as the identity: scales 1, shifts 0.
///
/// K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers, 2015, equation 10: variance 2/n.
public struct SeededWeights: WeightSource {
  /// What all the weights follow from.
  public let seed: UInt64

  /// The weights of a seed.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The weights of a stage; a stage at another index has others.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    let biases = [Float](repeating: 0, count: stage.biases)
    if case .batchNormalization = stage.layer.kind {
      return LayerParameters(weights: [Float](repeating: 1, count: stage.weights), biases: biases)
    }
    let bound = (6 / Float(stage.fanIn)).squareRoot()
    return LayerParameters(
      weights: SeededGenerator(seed: seed).stream(index).uniforms(stage.weights, in: -bound...bound), biases: biases)
  }
}
