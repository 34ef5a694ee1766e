/// The sum of inputs of one shape, value by value: how a residual block adds its input to what it computed.
public struct Addition: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// The sum of at least one input.
  public func callAsFunction(_ inputs: [Tensor]) -> Tensor {
    precondition(!inputs.isEmpty, "a sum has at least one term")
    return inputs.dropFirst().reduce(inputs[0]) { sum($0, $1) }
  }

  // MARK: Backward

  /// The gradients of the inputs, from that of the output: it goes to each of them as it is, which is why it reaches the
  /// first layers of a residual network unweakened.
  public func gradients(_ outputGradient: Tensor, inputs count: Int) -> [Tensor] {
    [Tensor](repeating: outputGradient, count: count)
  }
}
