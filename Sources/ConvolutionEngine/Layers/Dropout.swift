/// While training, values at random become 0 and the others larger, so that their mean stays the same; afterwards nothing
/// happens.
///
/// N. Srivastava and others: Dropout: a simple way to prevent neural networks from overfitting, 2014 (there the weights
/// are made smaller afterwards, which comes to the same).
public struct Dropout: Hashable, Sendable {
  /// The part of the values that become 0.
  public let rate: Float

  /// A dropout of a part 0..<1 of the values.
  public init(rate: Float = 0.5) {
    precondition(rate >= 0 && rate < 1, "a dropout leaves some values")
    self.rate = rate
  }

  /// What each value is multiplied with: 0 or 1/(1 − rate). The forward pass must remember it.
  public func mask(for shape: Shape, _ generator: SeededGenerator) -> Tensor {
    let kept = 1 / (1 - rate)
    return Tensor(shape, values: generator.uniforms(shape.count, in: 0...1).map { $0 < rate ? 0 : kept })
  }

  /// The input behind a mask.
  public func callAsFunction(_ input: Tensor, mask: Tensor) -> Tensor {
    precondition(input.shape == mask.shape, "a mask of \(mask.shape) does not fit on \(input.shape)")
    var output = input
    for (index, factor) in mask.values.enumerated() { output.values[index] *= factor }
    return output
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: it goes through the same mask.
  public func gradient(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    self(outputGradient, mask: mask)
  }
}
