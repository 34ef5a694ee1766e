import ConvolutionEngine

/// How fast the engine is: a forward pass of AlexNet with seeded weights, and its convolutions by themselves.
public struct EngineBenchmark: Sendable {
  /// One convolution.
  public struct Layer: Sendable {
    /// Its name in the network.
    public let name: String
    /// Thousand million operations a second; a multiplication and an addition count two.
    public let gigaflops: Double
    /// How long it takes, in milliseconds.
    public let milliseconds: Double
  }

  /// AlexNet's five convolutions.
  public let layers: [Layer]
  /// A whole pass with its weights made from the seed on the way, in milliseconds.
  public let forwardPass: Double

  /// Measures, best of three.
  public init() {
    let network = Network.alexNet
    let clock = ContinuousClock()
    func best(_ work: () -> Void) -> Double {
      (0..<3).map { _ in clock.measure(work).inMilliseconds }.min() ?? 0
    }
    layers = network.stages.compactMap { stage in
      guard case .convolution(let count, let window, let groups) = stage.layer.kind else { return nil }
      let depth = stage.input.channels / groups
      let weights = SeededGenerator(seed: 1).uniforms(count * window.kernel * window.kernel * depth, in: -0.1...0.1)
      let convolution = Convolution(
        FilterBank(count: count, rows: window.kernel, columns: window.kernel, depth: depth, values: weights),
        stride: window.stride, padding: window.padding, groups: groups, isRectified: stage.layer.isRectified)
      let input = Tensor(stage.input, seed: 1)
      let time = best { _ = convolution(input) }
      return Layer(name: stage.layer.name, gigaflops: 2 * Double(stage.multiplyAdds) / time / 1e6, milliseconds: time)
    }
    let picture = Tensor(network.input, seed: 1)
    forwardPass = best { network.run(picture, weights: SeededWeights(seed: 1)) { _, _, _ in true } }
  }
}
