#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Moves a picture step by step so that a network takes it for another class, and no value further than an amount from
/// where it was: each step goes by the signs of the gradient of the class's log-odds with respect to every value, as far
/// for a value as for any other.
///
/// A single step is the fast gradient sign (I. Goodfellow, J. Shlens, C. Szegedy: Explaining and harnessing adversarial
/// examples, 2015, section 4). Several are the basic iterative method (A. Kurakin, I. Goodfellow, S. Bengio: Adversarial
/// examples in the physical world, 2016, section 2), with steps that reach the border of what is allowed and can still
/// move along it, as A. Madry and others have them (Towards deep learning models resistant to adversarial attacks, 2017).
public struct SignSteps: Sendable {
  private let network: Network
  private let weights: any WeightSource
  private let start: Tensor
  private let range: ClosedRange<Float>
  /// The class that the picture is to be taken for.
  public let wanted: Int
  /// How far a value may go from where it was, at most.
  public let amount: Float
  /// How many steps there are to be, which the length of one follows from.
  public let count: Int
  /// How many steps have been made.
  public private(set) var steps = 0
  /// The picture as it is now.
  public private(set) var picture: Tensor

  /// Steps that have not begun.
  ///
  /// - Parameters:
  ///   - wanted: a class of the network's.
  ///   - start: a picture of the network's input shape.
  ///   - amount: in the units of the picture's values, at least 0.
  ///   - count: of steps, at least 1.
  ///   - range: what the values of a picture can be.
  public init(
    toward wanted: Int, of network: Network, weights: any WeightSource, from start: Tensor, amount: Float, count: Int,
    range: ClosedRange<Float>
  ) {
    precondition(start.shape == network.input, "\(network.title) takes \(network.input), not \(start.shape)")
    precondition(amount >= 0 && count >= 1, "an amount of at least 0 in at least one step, not \(amount) in \(count)")
    (self.network, self.weights, self.wanted) = (network, weights, wanted)
    (self.start, self.amount, self.count, self.range) = (start, amount, count, range)
    picture = start
  }

  /// How far a step goes: all of the amount where it is the only one, else two and a half times its part of it, so that
  /// steps which do not all go the same way come to the border, too.
  private var length: Float { amount * min(1, 2.5 / Float(count)) }

  /// Makes one step.
  public mutating func step() {
    let slope = LogOdds(of: wanted, on: picture, through: network, weights: weights).slope
    var values = picture.values
    for (index, sign) in slope.signs.values.enumerated() {
      let middle = start.values[index]
      let held = min(max(values[index] + length * sign, middle - amount), middle + amount)
      values[index] = min(max(held, range.lowerBound), range.upperBound)
    }
    picture = Tensor(picture.shape, values: values)
    steps += 1
  }
}

/// How a class stands against all others together: ln of how many times as likely it is as they are, and how much that
/// rises with each value of a picture. Its gradient has the signs of that of the class's own probability, and does not
/// die away where that is near 0.
public struct LogOdds: Sendable {
  /// The class's score less ln Σ eˢ over the scores s of the others: 0 where its probability is a half.
  public let value: Float
  /// Its gradient with respect to the picture, of the picture's shape.
  public let slope: Tensor

  /// Those of a class.
  ///
  /// - Parameters:
  ///   - wanted: the class's number, from 0.
  ///   - picture: of the network's input shape.
  public init(of wanted: Int, on picture: Tensor, through network: Network, weights: any WeightSource) {
    let pass = RememberedPass(of: picture, through: network, weights: weights)
    let stage = network.scoresStage
    let scores = pass.outputs[stage]
    value = Self.value(of: wanted, scores)
    // The others count as much as each has of the probability that is theirs together.
    var others = scores
    others[0, 0, wanted] = -.infinity
    var gradient = Tensor(scores.shape, values: Softmax()(others).values.map { -$0 })
    gradient[0, 0, wanted] = 1
    slope = pass.gradients(gradient, from: stage, ofParameters: false).picture
  }

  /// The log-odds of a class by the scores of all.
  public static func value(of wanted: Int, _ scores: Tensor) -> Float {
    let others = scores.values.enumerated().filter { $0.offset != wanted }.map { Double($0.element) }
    // The largest score is taken off first, so that no power overflows.
    let largest = others.max() ?? 0
    return Float(Double(scores.values[wanted]) - largest - log(others.reduce(0) { $0 + exp($1 - largest) }))
  }
}

extension Tensor {
  /// −1, 0 or 1 for each value: its sign alone.
  public var signs: Tensor { Tensor(shape, values: values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }) }
}
