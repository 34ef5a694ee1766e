/// How untrained weights are drawn, so that the size of the values stays alike from layer to layer.
public struct Initialization: Hashable, Sendable {
  /// How far they spread.
  public enum Variance: Hashable, Sendable {
    /// 2/n for n inputs to an output: under ReLUs what goes forward stays alike.
    /// K. He, X. Zhang, S. Ren, J. Sun: Delving deep into rectifiers, 2015, equation 10.
    case he
    /// 2/(n + m) for n inputs to an output and m outputs of an input: a compromise with what goes backward, for layers
    /// without ReLUs. X. Glorot, Y. Bengio: Understanding the difficulty of training deep feedforward neural networks,
    /// 2010, equation 16.
    case xavier
  }

  /// What the values between are like.
  public enum Distribution: Hashable, Sendable {
    /// Evenly over ±√(3 · variance).
    case uniform
    /// Near the normal distribution.
    case normal
  }

  /// How far the weights spread.
  public let variance: Variance
  /// What the values between are like.
  public let distribution: Distribution

  /// A way to draw weights.
  public init(_ variance: Variance = .he, _ distribution: Distribution = .uniform) {
    self.variance = variance
    self.distribution = distribution
  }

  /// By what 2 is divided for the variance of a stage's weights.
  func divisor(for stage: Stage) -> Float {
    switch variance {
    case .he: Float(stage.fanIn)
    case .xavier: Float(stage.fanIn + stage.fanOut)
    }
  }
}

/// Untrained weights that follow from a seed; biases 0. A batch normalisation starts out as the identity: scales 1,
/// shifts 0.
public struct SeededWeights: WeightSource {
  /// What all the weights follow from.
  public let seed: UInt64
  /// How they are drawn.
  public let initialization: Initialization

  /// The weights of a seed.
  public init(seed: UInt64, _ initialization: Initialization = Initialization()) {
    self.seed = seed
    self.initialization = initialization
  }

  /// The weights of a stage; a stage at another index has others.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    let biases = [Float](repeating: 0, count: stage.biases)
    if case .batchNormalization = stage.layer.kind {
      return LayerParameters(weights: [Float](repeating: 1, count: stage.weights), biases: biases)
    }
    if let uniforms = uniforms(of: stage, at: index) {
      return LayerParameters(weights: uniforms.values(stage.weights), biases: biases)
    }
    let generator = generator(at: index)
    let deviation = (2 / initialization.divisor(for: stage)).squareRoot()
    return LayerParameters(weights: (0..<stage.weights).map { deviation * generator.normal(at: $0) }, biases: biases)
  }

  /// The weights of a stage that are drawn evenly; `nil` for those that are near the normal distribution.
  public func uniforms(of stage: Stage, at index: Int) -> UniformWeights? {
    if case .batchNormalization = stage.layer.kind { return nil }
    guard initialization.distribution == .uniform else { return nil }
    let bound = (6 / initialization.divisor(for: stage)).squareRoot()
    return UniformWeights(generator(at: index), in: -bound...bound)
  }

  private func generator(at index: Int) -> SeededGenerator { SeededGenerator(seed: seed).stream(index) }
}
