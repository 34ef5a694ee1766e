/// Learns a kernel from an example: the input and what is wanted as the output, by gradient descent from zeros.
///
/// The gradient of the squared error with respect to a weight that slides is Σ error(i, j) · input(i + m, j + n): the
/// error itself, sliding over the input.
public struct KernelFit: Sendable {
  /// The kernel before the first round, and after each.
  public let kernels: [Tensor]
  /// How far the output is from what is wanted with each of these kernels, as a root mean square.
  public let errors: [Float]

  /// Learns for some rounds.
  ///
  /// - Parameters:
  ///   - input: one channel.
  ///   - wanted: what a kernel that slides without padding is to make of the input.
  ///   - flips: whether the layer flips its kernel before it slides.
  ///   - rounds: how many steps down the gradient.
  public init(input: Tensor, wanted: Tensor, flips: Bool, rounds: Int) {
    precondition(
      wanted.shape.height <= input.shape.height && wanted.shape.width <= input.shape.width,
      "without padding an output is not larger than its input")
    let shape = Shape(
      height: input.shape.height - wanted.shape.height + 1, width: input.shape.width - wanted.shape.width + 1)
    var sliding = Tensor(shape, repeating: 0)
    // One over the largest curvature that an input of this size can have would be too careful; for inputs without
    // strong neighbours the mean square per output is near it.
    let power = input.values.reduce(0) { $0 + $1 * $1 } / Float(input.values.count)
    let rate = 0.6 / max(power * Float(wanted.values.count), .leastNormalMagnitude)
    var kernels: [Tensor] = []
    var errors: [Float] = []
    for _ in 0...rounds {
      let output = Convolution(sliding: sliding, .valid)(input)
      kernels.append(flips ? sliding.flipped : sliding)
      errors.append(rootMeanSquare(output.values, from: wanted.values))
      let error = Tensor(wanted.shape, values: zip(output.values, wanted.values).map { $0 - $1 })
      let gradient = Convolution(sliding: error, .valid)(input)
      sliding = Tensor(shape, values: zip(sliding.values, gradient.values).map { $0 - rate * $1 })
    }
    self.kernels = kernels
    self.errors = errors
  }
}
