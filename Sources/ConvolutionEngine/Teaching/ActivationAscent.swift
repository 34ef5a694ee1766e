/// Changes a picture step by step so that one unit of a network answers more strongly: up the gradient of the unit with
/// respect to every pixel (D. Erhan, Y. Bengio, A. Courville, P. Vincent: Visualizing higher-layer features of a deep
/// network, 2009), by Adam, and held to the range of the network's pictures. What goes into the unit's own ReLU is climbed,
/// so that a unit which does not answer yet has a slope, too.
///
/// Each of the cures for the high frequencies that come of it can be switched on (C. Olah, A. Mordvintsev, L. Schubert:
/// Feature visualization, 2017, section “The enemy of feature visualization”).
public struct ActivationAscent: Sendable {
  /// The unit that is to answer.
  public struct Unit: Hashable, Sendable {
    /// The index of its stage.
    public let stage: Int
    /// Where in the stage's output it is.
    public let (row, column, channel): (Int, Int, Int)

    /// A unit.
    public init(stage: Int, row: Int, column: Int, channel: Int) {
      self.stage = stage
      (self.row, self.column, self.channel) = (row, column, channel)
    }

    /// The unit in the middle of a map; of a score the score itself.
    public init(middleOf channel: Int, stage: Int, of network: Network) {
      let shape = network.stages[stage].output
      self.init(stage: stage, row: shape.height / 2, column: shape.width / 2, channel: channel)
    }
  }

  /// What keeps a picture from becoming static.
  public struct Cures: Hashable, Sendable {
    /// How much a value is drawn to the start's grey with each step, as a part of the step: half of its square is
    /// taken off the answer, times this.
    public var decay: Float
    /// How much differences between neighbours cost: the sum of √(d² + 0.0001) over all of them, times this.
    public var variation: Float
    /// By how many pixels the picture is moved at random before each step, at most, and back after it.
    public var jitter: Int
    /// By how much it is turned at random before each step, in radians, and made larger or smaller, as a part of 1, at
    /// most. What comes in at the border is 0.
    public var turn: Float
    /// After how many steps the picture is blurred by 1 2 1 along both axes; 0 for never.
    public var blurEvery: Int

    /// Nothing but what is named.
    public init(decay: Float = 0, variation: Float = 0, jitter: Int = 0, turn: Float = 0, blurEvery: Int = 0) {
      (self.decay, self.variation, self.jitter) = (decay, variation, jitter)
      (self.turn, self.blurEvery) = (turn, blurEvery)
    }
  }

  private let network: Network
  private let weights: any WeightSource
  /// The unit.
  public let unit: Unit
  private let range: ClosedRange<Float>
  private let grey: Float
  private let rate: Float
  private let cures: Cures
  private let moves: SeededGenerator
  private var memory = Optimizer.Memory()
  /// How many steps have been made.
  public private(set) var steps = 0
  /// The picture as it is now.
  public private(set) var picture: Tensor

  /// An ascent that has not begun.
  ///
  /// - Parameters:
  ///   - unit: of the network.
  ///   - start: a picture of the network's input shape.
  ///   - range: what the values of a picture can be.
  ///   - grey: the value that a decay draws to.
  ///   - rate: how far Adam's steps go at first, in the units of the values.
  ///   - seed: what the jitter and the turns follow from.
  public init(
    _ unit: Unit, of network: Network, weights: any WeightSource, from start: Tensor, range: ClosedRange<Float>,
    grey: Float, rate: Float, cures: Cures, seed: UInt64
  ) {
    precondition(start.shape == network.input, "\(network.title) takes \(network.input), not \(start.shape)")
    (self.network, self.weights, self.unit) = (network, weights, unit)
    (self.range, self.grey, self.rate, self.cures) = (range, grey, rate, cures)
    moves = SeededGenerator(seed: seed)
    picture = start
  }

  /// Grey with a little noise: where an ascent begins that is to find something by itself.
  public static func noise(_ shape: Shape, around grey: Float, deviation: Float, seed: UInt64) -> Tensor {
    let generator = SeededGenerator(seed: seed)
    return Tensor(shape, values: (0..<shape.count).map { grey + deviation * generator.normal(at: $0) })
  }

  /// What the unit answers to the picture as it is now, and the scores of the classes.
  public func answer() -> (unit: Float, scores: Tensor) {
    let pass = RememberedPass(of: picture, through: network, weights: weights)
    return (pass.outputs[unit.stage][unit.row, unit.column, unit.channel], pass.outputs[network.scoresStage])
  }

  /// How the picture is turned and enlarged before the next step; `nil` where that is off.
  private var turn: AffineMove? {
    guard cures.turn > 0 else { return nil }
    let (angles, range) = (moves.stream(1), -cures.turn...cures.turn)
    let size = 1 + angles.uniform(at: 2 * steps + 1, in: range)
    return AffineMove(turn: angles.uniform(at: 2 * steps, in: range), scale: (size, size))
  }

  /// Makes one step.
  ///
  /// - Returns: what the unit answered and the scores of the classes before it.
  @discardableResult public mutating func step() -> (unit: Float, scores: Tensor) {
    let shape = picture.shape
    let jitter = -cures.jitter...cures.jitter
    let (down, right) = (moves.integer(at: 2 * steps, in: jitter), moves.integer(at: 2 * steps + 1, in: jitter))
    let turn = self.turn
    let rolled = picture.rolled(down: down, right: right)
    let pass = RememberedPass(of: turn.map { $0(rolled) } ?? rolled, through: network, weights: weights)
    var one = Tensor(network.stages[unit.stage].output, repeating: 0)
    one[unit.row, unit.column, unit.channel] = 1
    let returning = pass.gradients(one, from: unit.stage, isBeforeReLU: true, ofParameters: false).picture
    let gradient = (turn.map { $0.gradient(returning) } ?? returning).rolled(down: -down, right: -right)
    // Adam goes down, and the answer is to go up.
    var slope = gradient.values.map { -$0 }
    if cures.decay > 0 {
      for (index, value) in picture.values.enumerated() { slope[index] += cures.decay * (value - grey) }
    }
    if cures.variation > 0 {
      for (index, value) in picture.variationGradient.enumerated() { slope[index] += cures.variation * value }
    }
    var values = picture.values
    Optimizer.adam().step(&values, along: slope, rate: rate, &memory)
    picture = Tensor(shape, values: values.map { min(max($0, range.lowerBound), range.upperBound) })
    steps += 1
    if cures.blurEvery > 0, steps.isMultiple(of: cures.blurEvery) {
      picture = BlurPooling(weights: 3, stride: 1, border: .repeated)(picture)
    }
    return (pass.outputs[unit.stage][unit.row, unit.column, unit.channel], pass.outputs[network.scoresStage])
  }

  /// How far all values are from their lower and right neighbours, on the mean: static has much of it.
  public static func variation(of picture: Tensor) -> Float {
    var (sum, count) = (Float(0), 0)
    picture.eachPairOfNeighbours { one, other in
      sum += abs(picture.values[one] - picture.values[other])
      count += 1
    }
    return count > 0 ? sum / Float(count) : 0
  }

  /// Which part of the contrast inside of blocks of 2 × 2 values is a checkerboard, 0...1: a third in noise, all of it in
  /// the finest pattern, little where neighbours are alike.
  public static func checkerboard(of picture: Tensor) -> Float {
    var (fine, all) = (Float(0), Float(0))
    for row in stride(from: 0, to: picture.shape.height - 1, by: 2) {
      for column in stride(from: 0, to: picture.shape.width - 1, by: 2) {
        for channel in 0..<picture.shape.channels {
          let (a, b) = (picture[row, column, channel], picture[row, column + 1, channel])
          let (c, d) = (picture[row + 1, column, channel], picture[row + 1, column + 1, channel])
          let (board, across, down) = (a - b - c + d, a - b + c - d, a + b - c - d)
          fine += board * board
          all += board * board + across * across + down * down
        }
      }
    }
    return all > 0 ? fine / all : 0
  }
}

extension Tensor {
  /// The same moved down and right, what leaves at one side coming back at the other.
  fileprivate func rolled(down: Int, right: Int) -> Tensor {
    guard down != 0 || right != 0 else { return self }
    func wrapped(_ index: Int, _ count: Int) -> Int { (index % count + count) % count }
    var result = self
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        let (from, across) = (wrapped(row - down, shape.height), wrapped(column - right, shape.width))
        for channel in 0..<shape.channels { result[row, column, channel] = self[from, across, channel] }
      }
    }
    return result
  }

  /// Calls `body` with the places of all values that are neighbours in a row or a column, of one channel.
  fileprivate func eachPairOfNeighbours(_ body: (Int, Int) -> Void) {
    let (channels, width) = (shape.channels, shape.width)
    for row in 0..<shape.height {
      for column in 0..<width {
        for channel in 0..<channels {
          let place = (row * width + column) * channels + channel
          if column + 1 < width { body(place, place + channels) }
          if row + 1 < shape.height { body(place, place + width * channels) }
        }
      }
    }
  }

  /// The gradient of the sum of √(d² + 0.0001) over all differences d of neighbours.
  fileprivate var variationGradient: [Float] {
    var gradient = [Float](repeating: 0, count: values.count)
    eachPairOfNeighbours { one, other in
      let difference = values[one] - values[other]
      let slope = difference / (difference * difference + 1e-4).squareRoot()
      gradient[one] += slope
      gradient[other] -= slope
    }
    return gradient
  }
}
