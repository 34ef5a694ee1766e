#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Scores to probabilities, across the channels of each place: exp(x) / Σ exp(x).
public struct Softmax: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// The probabilities; those of one place sum to 1.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    var values = input.values
    for place in stride(from: 0, to: values.count, by: input.shape.channels) {
      let scores = place..<place + input.shape.channels
      // The largest score is taken off first, so that no power overflows.
      var largest = -Float.infinity
      for index in scores { largest = max(largest, values[index]) }
      var sum: Float = 0
      for index in scores {
        values[index] = exp(values[index] - largest)
        sum += values[index]
      }
      for index in scores { values[index] /= sum }
    }
    return Tensor(input.shape, values: values)
  }

  // MARK: Backward

  /// The gradient of the scores, from that of the probabilities: p(c) · (g(c) − Σ g(c') · p(c')).
  ///
  /// - Parameter output: the probabilities, which the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
    precondition(outputGradient.shape == output.shape, "the gradient is of the output's shape, \(output.shape)")
    var gradient = outputGradient
    for place in stride(from: 0, to: output.values.count, by: output.shape.channels) {
      let classes = place..<place + output.shape.channels
      var mean: Float = 0
      for index in classes { mean += outputGradient.values[index] * output.values[index] }
      for index in classes { gradient.values[index] = output.values[index] * (outputGradient.values[index] - mean) }
    }
    return gradient
  }
}
