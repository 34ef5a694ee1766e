/// A fully connected layer: every output is a weighted sum of all inputs, plus a bias.
public struct Dense: Sendable {
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
    let sums = Tensor(Shape(vector: outputs), values: multiply(weights, by: input.values, plus: biases))
    return isRectified ? ReLU()(sums) : sums
  }
}
