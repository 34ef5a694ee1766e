import ConvolutionEngine

/// What an ascent has come to after some steps.
struct AscentFrame: Sendable {
  let steps: Int
  let picture: Tensor
  /// The unit's answer.
  let answer: Float
  /// The probabilities of the classes.
  let probabilities: [Float]
  /// How far neighbours are apart, on the mean.
  let variation: Float
}

extension TrainedPhotos {
  /// What the values of its pictures can be, and a little noise on grey, where ascents begin.
  static let range: ClosedRange<Float> = -1...1

  func noise(_ seed: UInt64) -> Tensor {
    ActivationAscent.noise(network.input, around: 0, deviation: 0.05, seed: seed).held(to: Self.range)
  }

  /// Climbs, and hands over what it has come to: at the start, and after every so many steps.
  ///
  /// - Parameter deliver: says whether to go on.
  /// - Returns: whether it came to the end.
  func climb(
    _ unit: ActivationAscent.Unit, from start: Tensor, steps: Int, every: Int, cures: ActivationAscent.Cures,
    seed: UInt64, _ deliver: (AscentFrame) -> Bool
  ) -> Bool {
    var ascent = ActivationAscent(
      unit, of: network, weights: weights, from: start, range: Self.range, grey: 0, rate: 0.05, cures: cures, seed: seed
    )
    while true {
      if ascent.steps.isMultiple(of: every) {
        let (answer, scores) = ascent.answer()
        let frame = AscentFrame(
          steps: ascent.steps, picture: ascent.picture, answer: answer, probabilities: Softmax()(scores).values,
          variation: ActivationAscent.variation(of: ascent.picture))
        guard deliver(frame) else { return false }
      }
      guard ascent.steps < steps else { return true }
      ascent.step()
    }
  }
}

/// A picture that the network knows, and what one small step of the gradient's signs makes of it.
struct SignAttack: Sendable {
  let picture: Tensor
  /// What the network says of it: the probabilities of the classes.
  let before: [Float]
  /// The likeliest class, and the one that the step is aimed at: the second, unless another is asked for.
  let said, other: Int
  /// How much the score of the other class rises against that of the first with each value.
  let slope: Tensor
  /// How far apart both scores are.
  let lead: Float

  /// A step of one of the 256 levels that a colour has in a file.
  static let level: Float = 2 / 255
  /// The most levels that are tried.
  static let most = 32

  /// - Parameter target: the class that the step is aimed at; `nil` for the second likeliest.
  init(on picture: Tensor, toward target: Int? = nil, _ photos: TrainedPhotos) {
    let scores = photos.scores(picture).values
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    (said, other, self.picture) = (order[0], target ?? order[1], picture)
    before = photos.probabilities(of: picture)
    lead = scores[said] - scores[other]
    slope = scoreSlope(of: other, against: said, on: picture, through: photos.network, weights: photos.weights)
  }

  /// The picture with each value moved by so many levels in the direction of signs, held to what colours can be.
  func moved(by levels: Int, along signs: Tensor? = nil) -> Tensor {
    let amount = Float(levels) * Self.level
    let signs = signs ?? slope.signs
    return Tensor(picture.shape, values: zip(picture.values, signs.values).map { $0 + amount * $1 })
      .held(to: TrainedPhotos.range)
  }

  /// By how much the score of the other class would gain on the first if the slope stayed the same all the way.
  func gain(by levels: Int) -> Float { Float(levels) * Self.level * slope.magnitudes.reduce(0, +) }

  /// The probabilities of the classes for 0, 1, 2 … levels along signs.
  func answers(along signs: Tensor, _ photos: TrainedPhotos) -> [[Float]] {
    (0...Self.most).map { photos.probabilities(of: moved(by: $0, along: signs)) }
  }

  /// Signs that chance has drawn.
  func randomSigns(_ seed: UInt64) -> Tensor {
    let chances = SeededGenerator(seed: seed)
    return Tensor(
      picture.shape, values: picture.values.indices.map { chances.integer(at: $0, in: 0...1) == 0 ? -1 : 1 })
  }
}

/// A pattern of fields of −1 and 1, and what one blur leaves of it, as an ascent's picture is blurred.
struct BlurredPattern: Sendable {
  static let (rows, columns) = (4, 6)
  let pattern, blurred: Tensor

  /// - Parameter side: of a field, in pixels: 1 for the finest pattern that there is.
  init(side: Int) {
    pattern = Tensor(
      rows: (0..<Self.rows).map { row in
        (0..<Self.columns).map { (row / side + $0 / side).isMultiple(of: 2) ? 1 : -1 }
      })
    blurred = BlurPooling(weights: 3, stride: 1, border: .repeated)(pattern)
  }

  /// The largest value that is left inside, sign aside.
  var left: Float {
    (1..<Self.rows - 1).flatMap { row in (1..<Self.columns - 1).map { abs(blurred[row, $0]) } }.max() ?? 0
  }
}

extension Tensor {
  /// The same with values beyond the ends of a range brought to these.
  func held(to range: ClosedRange<Float>) -> Tensor {
    Tensor(shape, values: values.map { min(max($0, range.lowerBound), range.upperBound) })
  }
}
