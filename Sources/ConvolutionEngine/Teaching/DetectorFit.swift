#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Learns a kernel and a bias that tell where a pattern stands, from one example, by gradient descent from zeros.
///
/// The answer at a place is the logistic function of the weighted sum there, 1/(1 + exp(−z)): the chance that the pattern
/// is there. The loss is the cross-entropy with what is wanted, whose gradient with respect to z is the answer less what
/// is wanted; so the gradients are those of ``KernelFit`` with that error.
public struct DetectorFit: Hashable, Sendable {
  /// The weights that were learned.
  public let kernel: Tensor
  /// What is added to every weighted sum.
  public let bias: Float

  /// Learns for some rounds.
  ///
  /// - Parameters:
  ///   - input: one channel.
  ///   - wanted: 1 where a kernel that slides over the input without padding is to answer, 0 elsewhere.
  ///   - rounds: how many steps down the gradient.
  ///   - rate: how long a step is, in units of the gradient of the whole loss.
  public init(input: Tensor, wanted: Tensor, rounds: Int, rate: Float) {
    precondition(
      wanted.shape.height <= input.shape.height && wanted.shape.width <= input.shape.width,
      "without padding an output is not larger than its input")
    let shape = Shape(
      height: input.shape.height - wanted.shape.height + 1, width: input.shape.width - wanted.shape.width + 1)
    var kernel = Tensor(shape, repeating: 0)
    var bias: Float = 0
    for _ in 0..<rounds {
      let answers = Self.answers(on: input, kernel, bias)
      let error = Tensor(wanted.shape, values: zip(answers.values, wanted.values).map { $0 - $1 })
      let gradient = Convolution(sliding: error, .valid)(input)
      kernel = Tensor(shape, values: zip(kernel.values, gradient.values).map { $0 - rate * $1 })
      bias -= rate * error.values.reduce(0, +)
    }
    self.kernel = kernel
    self.bias = bias
  }

  /// What it answers at every place of an input, 0...1.
  public func answers(on input: Tensor) -> Tensor { Self.answers(on: input, kernel, bias) }

  private static func answers(on input: Tensor, _ kernel: Tensor, _ bias: Float) -> Tensor {
    let sums = Convolution(sliding: kernel, .valid)(input)
    return Tensor(sums.shape, values: sums.values.map { 1 / (1 + exp(-$0 - bias)) })
  }
}
