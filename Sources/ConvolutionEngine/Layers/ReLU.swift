/// The detector: negative values become 0.
public struct ReLU: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// max(0, x) of every value.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    rectify(input)
  }

  // MARK: Backward

  /// Which gradients come back through a ReLU; the second and the third serve to make pictures of what a unit looks
  /// for (J. T. Springenberg and others: Striving for simplicity, 2015, figure 1).
  public enum Rule: Hashable, Sendable, CaseIterable {
    /// Where the input was positive: the true gradient.
    case plain
    /// Where the gradient itself is positive: the deconvolution network.
    case deconvolution
    /// Where both are: guided backpropagation.
    case guided
  }

  /// The gradient of the input, from that of the output.
  ///
  /// - Parameter output: what the forward pass must remember; it is positive just where the input is, which will do as
  ///   well.
  public func gradient(_ outputGradient: Tensor, output: Tensor, rule: Rule = .plain) -> Tensor {
    precondition(outputGradient.shape == output.shape, "the gradient is of the output's shape, \(output.shape)")
    var gradient = outputGradient
    let count = gradient.values.count
    if rule != .deconvolution { rectify(&gradient.values, behind: output.values, count: count) }
    if rule != .plain { rectify(&gradient.values, behind: outputGradient.values, count: count) }
    return gradient
  }
}
