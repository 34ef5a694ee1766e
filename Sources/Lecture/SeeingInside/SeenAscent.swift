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
