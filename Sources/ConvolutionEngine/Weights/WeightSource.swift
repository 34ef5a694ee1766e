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
