#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How wrong a classifier's scores are: −log of the probability that a softmax gives to the right class.
public struct CrossEntropy: Hashable, Sendable {
  /// Which part of the right class's probability is wanted evenly of all classes instead; 0 for none.
  /// C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna: Rethinking the Inception architecture, 2016, section 7.
  public let smoothing: Float

  /// The loss, with labels that are smoothed or not.
  public init(smoothing: Float = 0) {
    precondition((0..<1).contains(smoothing), "a part of the label is smoothed, not all of it")
    self.smoothing = smoothing
  }

  /// The loss, log Σ exp(x) − x(label), in nats; 0 when the right class has probability 1. With smoothing s the place of
  /// x(label) is taken by (1 − s) · x(label) + s · the mean of x.
  ///
  /// - Parameters:
  ///   - scores: one for each class, before the softmax.
  ///   - label: the right class, counted from 0.
  public func callAsFunction(_ scores: Tensor, label: Int) -> Float {
    check(scores, label)
    // Where training has diverged scores are no numbers, and so is their loss.
    let largest = scores.values.reduce(-.infinity) { max($0, $1) }
    let sum = scores.values.reduce(0) { $0 + exp($1 - largest) }
    guard smoothing > 0 else { return log(sum) + largest - scores.values[label] }
    let mean = scores.values.reduce(0, +) / Float(scores.values.count)
    return log(sum) + largest - ((1 - smoothing) * scores.values[label] + smoothing * mean)
  }

  private func check(_ scores: Tensor, _ label: Int) {
    precondition(
      scores.values.indices.contains(label), "there is no class \(label) among \(scores.values.count) scores")
  }

  // MARK: Backward

  /// The gradient of the scores: the probabilities, less 1 at the right class; with smoothing s less 1 − s there, and
  /// less s/n at each of the n classes.
  ///
  /// - Parameter scores: what the forward pass must remember.
  public func gradient(scores: Tensor, label: Int) -> Tensor {
    check(scores, label)
    var gradient = Tensor(
      scores.shape, values: Softmax()(Tensor(Shape(vector: scores.values.count), values: scores.values)).values)
    if smoothing > 0 {
      let share = smoothing / Float(scores.values.count)
      for index in gradient.values.indices { gradient.values[index] -= share }
    }
    gradient.values[label] -= 1 - smoothing
    return gradient
  }
}
