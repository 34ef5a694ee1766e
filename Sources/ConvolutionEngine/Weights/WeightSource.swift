/// Where a network takes its weights from while it runs: a seed, later a file.
///
/// Asked for one layer at a time, so that the weights of a large network need never be in memory together.
public protocol WeightSource: Sendable {
  /// The weights and biases of a stage that has some.
  ///
  /// - Parameter index: the stage's index in its network.
  func parameters(of stage: Stage, at index: Int) -> LayerParameters

  /// The weights of a convolution or dense stage, the same to the last bit as those of `parameters`, where they can be drawn
  /// a few at a time instead of being in memory together, and the biases are 0; `nil` where that is not so.
  ///
  /// - Parameter index: the stage's index in its network.
  func uniforms(of stage: Stage, at index: Int) -> UniformWeights?
}

extension WeightSource {
  /// All weights have to be in memory.
  public func uniforms(of stage: Stage, at index: Int) -> UniformWeights? { nil }
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
