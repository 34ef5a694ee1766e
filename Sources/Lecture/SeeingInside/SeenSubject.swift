import CellCanvas
import ConvolutionEngine

/// A trained network that is looked into, and what its pictures are like.
struct SeenSubject: Sendable {
  let network: Network
  let weights: any WeightSource
  /// What it is called in a sentence: “the digit network”.
  let name: String
  /// The names of its classes.
  let classes: [String]
  /// What the values of a picture can be, and the one that stands for nothing.
  let range: ClosedRange<Float>
  let grey: Float

  /// The digit network on paper, 0, and ink, 1.
  static func digits(_ settings: Settings) -> SeenSubject {
    SeenSubject(
      network: settings.digitNetwork.network, weights: settings.digitNetwork.weights, name: "the digit network",
      classes: (0...9).map(String.init), range: 0...1, grey: 0.2)
  }

  /// A picture as it is seen: values from the lower to the upper end of the range.
  func map(_ picture: Tensor) -> HeatMap {
    picture.heatMap(.grey, limits: Double(range.lowerBound)...Double(range.upperBound))
  }

  /// The probabilities of the classes, from their scores.
  func probabilities(_ scores: Tensor) -> [Float] { Softmax()(scores).values }

  /// The scores that the network gives a picture.
  func scores(_ picture: Tensor) -> Tensor {
    RememberedPass(of: picture, through: network, weights: weights).outputs[network.scoresStage]
  }
}

/// What an ascent has come to after some steps.
struct AscentFrame: Sendable {
  let steps: Int
  let picture: Tensor
  /// The unit's answer.
  let answer: Float
  /// The probability of the class that is climbed, or of the likeliest.
  let probabilities: [Float]
  /// How far neighbours are apart, on the mean.
  let variation: Float
}

extension SeenSubject {
  /// Climbs, and hands over what it has come to: at the start, and after every so many steps.
  ///
  /// - Parameter deliver: says whether to go on.
  /// - Returns: whether it came to the end.
  func climb(
    _ unit: ActivationAscent.Unit, from start: Tensor, steps: Int, every: Int, rate: Float,
    cures: ActivationAscent.Cures, seed: UInt64, _ deliver: (AscentFrame) -> Bool
  ) -> Bool {
    var ascent = ActivationAscent(
      unit, of: network, weights: weights, from: start, range: range, grey: grey, rate: rate, cures: cures, seed: seed)
    while true {
      if ascent.steps.isMultiple(of: every) {
        let (answer, scores) = ascent.answer()
        let frame = AscentFrame(
          steps: ascent.steps, picture: ascent.picture, answer: answer, probabilities: probabilities(scores),
          variation: ActivationAscent.variation(of: ascent.picture))
        guard deliver(frame) else { return false }
      }
      guard ascent.steps < steps else { return true }
      ascent.step()
    }
  }
}
