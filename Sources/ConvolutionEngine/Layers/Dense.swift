/// A fully connected layer: every output is a weighted sum of all inputs, plus a bias.
public struct Dense: Hashable, Sendable {
  /// One row of weights for each output. A row goes through the input channels last: a picture's rows, in them the
  /// columns, in them the channels. (PyTorch flattens channels first: weights from there must be reordered.)
  public let weights: [Float]
  /// One bias for each output.
  public let biases: [Float]
  /// Whether negative outputs become 0 (a ReLU right behind the sums).
  public let isRectified: Bool

  /// A layer with as many outputs as biases.
  public init(weights: [Float], biases: [Float], isRectified: Bool = false) {
    precondition(
      !biases.isEmpty && weights.count.isMultiple(of: biases.count), "a dense layer has a row of weights for each bias")
    self.weights = weights
    self.biases = biases
    self.isRectified = isRectified
  }

  /// How many values it takes.
  public var inputs: Int { weights.count / biases.count }
  /// How many values it gives.
  public var outputs: Int { biases.count }

  /// The outputs, as a row of channels, for an input of any shape with as many values as a row of weights.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(input.shape.count == inputs, "a dense layer for \(inputs) values cannot take \(input.shape)")
    return Tensor(
      Shape(vector: outputs), values: multiply(weights, by: input.values, plus: biases, isRectified: isRectified))
  }

  // MARK: Backward

  /// The gradients of a loss with respect to all that a dense layer depends on.
  public struct Gradients: Hashable, Sendable {
    /// That of the input, in its shape.
    public let input: Tensor
    /// That of the weights, laid out like them.
    public let weights: [Float]
    /// That of the biases.
    public let biases: [Float]
  }

  /// The gradients of a loss, from that of the sums (before a ReLU: where one is built in, the gradient goes through
  /// `ReLU.gradient` first).
  ///
  /// - Parameters:
  ///   - outputGradient: one value for each output.
  ///   - input: what the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, input: Tensor) -> Gradients {
    Gradients(
      input: inputGradient(outputGradient, input: input.shape),
      weights: outerProduct(outputGradient.values, input.values), biases: outputGradient.values)
  }

  /// The gradient of the input alone, for which the forward pass need remember only the input's shape.
  public func inputGradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    precondition(
      outputGradient.values.count == outputs && shape.count == inputs,
      "a dense layer from \(inputs) to \(outputs) values cannot take a gradient of \(outputGradient.shape) back to \(shape)"
    )
    return Tensor(shape, values: multiplyBack(weights, by: outputGradient.values))
  }
}
