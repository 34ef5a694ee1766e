#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Weights for readings by their age, newest first, that sum to 1: a moving average that knows nothing of the future.
public struct CausalWindow: Hashable, Sendable {
  /// How the weight falls with the age.
  public enum Shape: String, CaseIterable, Sendable {
    /// Not at all: all readings of the window count alike.
    case box
    /// Along a straight line.
    case triangle
    /// Along one half of a bell.
    case gaussian
    /// By the same factor from each reading to the next older one.
    case exponential
  }

  /// w(a) for the ages a = 0, 1, 2 ...; for all others w is 0.
  public let weights: [Float]

  /// A window over `length` readings, at least 1. The bell has its standard deviation at half the length, and the
  /// exponential falls to a twentieth over the length.
  public init(_ shape: Shape, length: Int) {
    precondition(length > 0, "a window covers at least one reading")
    let raw = (0..<length).map { age -> Double in
      let part = Double(age) / Double(length)
      return switch shape {
      case .box: 1
      case .triangle: 1 - part
      case .gaussian: exp(-2 * part * part)
      case .exponential: exp(-3 * part)
      }
    }
    let sum = raw.reduce(0, +)
    weights = raw.map { Float($0 / sum) }
  }

  /// The mean age of what is averaged, Σ a·w(a): by so many readings the average is late on a steady course.
  public var lag: Float { weights.enumerated().reduce(0) { $0 + Float($1.offset) * $1.element } }

  /// s(t) = Σ x(t − a) w(a), from the first t for which the window is full on: n − length + 1 values.
  public func average(_ readings: [Float]) -> [Float] {
    precondition(readings.count >= weights.count, "a window of \(weights.count) needs as many readings")
    return Convolution(sliding: Tensor(signal: weights).flipped, .valid)(Tensor(signal: readings)).values
  }
}

/// How far two signals of one length are apart: the root of the mean squared difference.
public func rootMeanSquare(_ left: some Collection<Float>, from right: some Collection<Float>) -> Float {
  precondition(left.count == right.count && !left.isEmpty, "only signals of one length can be compared")
  let squares = zip(left, right).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (squares / Float(left.count)).squareRoot()
}
