#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How long the steps of an optimizer are, η, from the first to the last.
public enum LearningRate: Hashable, Sendable {
  /// The same for ever.
  case constant(Float)
  /// From a highest rate down to 0 along half a cosine, over so many steps.
  /// I. Loshchilov, F. Hutter: SGDR: stochastic gradient descent with warm restarts, 2017, equation 5.
  case cosine(from: Float, steps: Int)
  /// First up from 0 along a line, over so many of the steps, then down to 0 along half a cosine.
  /// L. N. Smith, N. Topin: Super-convergence: very fast training of neural networks using large learning rates, 2019.
  case warmCosine(to: Float, warmUp: Int, steps: Int)

  /// The rate of a step, counted from 0.
  public func callAsFunction(at step: Int) -> Float {
    switch self {
    case .constant(let rate): return rate
    case .cosine(let rate, let steps):
      let part = min(1, Float(step) / Float(max(1, steps)))
      return rate * (1 + cos(.pi * part)) / 2
    case .warmCosine(let rate, let warmUp, let steps):
      // The first step already moves.
      guard step >= warmUp else { return rate * Float(step + 1) / Float(warmUp + 1) }
      return LearningRate.cosine(from: rate, steps: steps - warmUp)(at: step - warmUp)
    }
  }
}
