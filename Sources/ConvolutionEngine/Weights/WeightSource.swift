/// Where a network takes its weights from while it runs: a seed, later a file.
///
/// Asked for one layer at a time, so that the weights of a large network need never be in memory together.
public protocol WeightSource: Sendable {
  /// The weights and biases of a stage that has some.
  ///
  /// - Parameter index: the stage's index in its network.
  func parameters(of stage: Stage, at index: Int) -> LayerParameters

  /// What a dense stage makes of an input, its ReLU included, if the source can tell without having all of the weights
  /// in memory together; `nil` if it cannot.
  ///
  /// - Parameter index: the stage's index in its network.
  func output(ofDense stage: Stage, at index: Int, for input: Tensor) -> Tensor?
}

extension WeightSource {
  /// All weights have to be in memory.
  public func output(ofDense stage: Stage, at index: Int, for input: Tensor) -> Tensor? { nil }
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
