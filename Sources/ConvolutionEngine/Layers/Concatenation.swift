/// The channels of several inputs of one height and width, one after the other: how an inception module puts its branches
/// together.
public struct Concatenation: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// The channels of at least one input together.
  public func callAsFunction(_ inputs: [Tensor]) -> Tensor {
    precondition(!inputs.isEmpty, "at least one input is put together")
    let (height, width) = (inputs[0].shape.height, inputs[0].shape.width)
    precondition(
      inputs.allSatisfy { $0.shape.height == height && $0.shape.width == width },
      "only inputs of one height and width can be put together")
    let shape = Shape(height: height, width: width, channels: inputs.reduce(0) { $0 + $1.shape.channels })
    return concatenate(inputs, to: shape)
  }

  // MARK: Backward

  /// The gradients of the inputs, from that of the output: each gets back its own channels.
  ///
  /// - Parameter channels: how many each input has, all that the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, channels: [Int]) -> [Tensor] {
    let shape = outputGradient.shape
    precondition(channels.reduce(0, +) == shape.channels, "the channels of the inputs are those of the output")
    var first = 0
    return channels.map { count in
      var values: [Float] = []
      values.reserveCapacity(shape.height * shape.width * count)
      for place in 0..<shape.height * shape.width {
        let start = place * shape.channels + first
        values += outputGradient.values[start..<start + count]
      }
      first += count
      return Tensor(Shape(height: shape.height, width: shape.width, channels: count), values: values)
    }
  }
}
