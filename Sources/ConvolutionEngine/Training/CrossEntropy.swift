#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How wrong a classifier's scores are: −log of the probability that a softmax gives to the right class.
public struct CrossEntropy: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// The loss, log Σ exp(x) − x(label), in nats; 0 when the right class has probability 1.
  ///
  /// - Parameters:
  ///   - scores: one for each class, before the softmax.
  ///   - label: the right class, counted from 0.
  public func callAsFunction(_ scores: Tensor, label: Int) -> Float {
    check(scores, label)
    let largest = scores.range.upperBound
    let sum = scores.values.reduce(0) { $0 + exp($1 - largest) }
    return log(sum) + largest - scores.values[label]
  }

  private func check(_ scores: Tensor, _ label: Int) {
    precondition(
      scores.values.indices.contains(label), "there is no class \(label) among \(scores.values.count) scores")
  }

  // MARK: Backward

  /// The gradient of the scores: the probabilities, less 1 at the right class.
  ///
  /// - Parameter scores: what the forward pass must remember.
  public func gradient(scores: Tensor, label: Int) -> Tensor {
    check(scores, label)
    var gradient = Tensor(
      scores.shape, values: Softmax()(Tensor(Shape(vector: scores.values.count), values: scores.values)).values)
    gradient.values[label] -= 1
    return gradient
  }
}
