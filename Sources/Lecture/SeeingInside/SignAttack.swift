import ConvolutionEngine

/// A picture that the network knows, and what steps by the signs of a gradient make of it: toward a class, and no colour
/// further than so many levels from where it was.
struct SignAttack: Sendable {
  /// What the picture has become, and what the network says of it: the probabilities of the classes.
  struct Frame: Sendable {
    let picture: Tensor
    let probabilities: [Float]
  }

  /// The picture, and what the network says of it.
  let start: Frame
  /// The likeliest class, the second, and the one that is aimed at: the second, unless another is asked for that is not
  /// said already.
  let said, second, other: Int
  /// How the class aimed at stands against all others, and how much that rises with each value.
  let odds: LogOdds
  private let photos: TrainedPhotos

  /// A step of one of the 256 levels that a colour has in a file.
  static let level: Float = 2 / 255
  /// The most levels that are tried.
  static let most = 32

  /// - Parameter target: the class that is aimed at; `nil` for the second likeliest.
  init(on picture: Tensor, toward target: Int? = nil, _ photos: TrainedPhotos) {
    let probabilities = photos.probabilities(of: picture)
    let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
    (said, second) = (order[0], order[1])
    other = target == said ? second : target ?? second
    start = Frame(picture: picture, probabilities: probabilities)
    odds = LogOdds(of: other, on: picture, through: photos.network, weights: photos.weights)
    self.photos = photos
  }

  var picture: Tensor { start.picture }

  /// What came of the picture when each value moved by so many levels along signs: one step.
  func moved(by levels: Int, along signs: Tensor? = nil) -> Frame {
    let amount = Float(levels) * Self.level
    let signs = signs ?? odds.slope.signs
    let picture = Tensor(picture.shape, values: zip(picture.values, signs.values).map { $0 + amount * $1 })
      .held(to: TrainedPhotos.range)
    return Frame(picture: picture, probabilities: photos.probabilities(of: picture))
  }

  /// What came of the picture when the gradient was asked anew for each of several steps, from the start on.
  func moved(by levels: Int, steps: Int) -> [Frame] {
    var course = SignSteps(
      toward: other, of: photos.network, weights: photos.weights, from: picture, amount: Float(levels) * Self.level,
      count: steps, range: TrainedPhotos.range)
    return [start]
      + (0..<steps).map { _ in
        course.step()
        return Frame(picture: course.picture, probabilities: photos.probabilities(of: course.picture))
      }
  }

  /// By how much the log-odds of the class aimed at would gain if the slope stayed the same all the way.
  func gain(by levels: Int) -> Float { Float(levels) * Self.level * odds.slope.magnitudes.reduce(0, +) }

  /// How the class aimed at stands against all others on another picture.
  func odds(on picture: Tensor) -> LogOdds {
    LogOdds(of: other, on: picture, through: photos.network, weights: photos.weights)
  }

  /// The probabilities of the classes for 0, 1, 2 … levels in one step along signs.
  func answers(along signs: Tensor) -> [[Float]] {
    (0...Self.most).map { moved(by: $0, along: signs).probabilities }
  }

  /// Signs that chance has drawn.
  func randomSigns(_ seed: UInt64) -> Tensor {
    let chances = SeededGenerator(seed: seed)
    return Tensor(
      picture.shape, values: picture.values.indices.map { chances.integer(at: $0, in: 0...1) == 0 ? -1 : 1 })
  }
}
