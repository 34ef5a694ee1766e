public import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A recurrent convolutional network that labels the pixels of a picture in rounds, after P. Pinheiro, R. Collobert:
/// Recurrent convolutional neural networks for scene labeling, 2014:
///
///     H(t) = ReLU(U ⋆ X + W ⋆ Ŷ(t − 1)),  Ŷ(t) = softmax(V ⋆ H(t))
///
/// The same U, V and W serve in every round, and there are no labels to feed back before the first. It recurs on one
/// picture; nothing in it is a sequence in time.
public struct RecurrentLabeller: Hashable, Sendable {
  /// How many hidden maps there are, H.
  public static let hidden = 12
  /// The sides of the kernels: U looks at the picture, W at the labels of the round before, V at the hidden maps.
  public static let inputKernel = 3, feedbackKernel = 5, labelKernel = 1

  /// From the picture to the hidden maps, with their biases.
  public private(set) var u: Convolution
  /// From the labels of the round before to the hidden maps.
  public private(set) var w: Convolution
  /// From the hidden maps to a score for each kind, with its bias.
  public private(set) var v: Convolution

  private init(u: [Float], uBiases: [Float], w: [Float], v: [Float], vBiases: [Float]) {
    let kinds = RegionScene.Kind.allCases.count
    func layer(_ count: Int, _ side: Int, _ depth: Int, _ weights: [Float], _ biases: [Float]) -> Convolution {
      Convolution(
        FilterBank(count: count, rows: side, columns: side, depth: depth, values: weights), biases: biases,
        padding: .same(kernel: side))
    }
    self.u = layer(Self.hidden, Self.inputKernel, 1, u, uBiases)
    self.w = layer(Self.hidden, Self.feedbackKernel, kinds, w, [])
    self.v = layer(kinds, Self.labelKernel, Self.hidden, v, vBiases)
  }

  /// Untrained weights, drawn evenly, so that the size of the values stays alike from layer to layer (He et al., 2015).
  public init(seed: UInt64) {
    let kinds = RegionScene.Kind.allCases.count
    func weights(_ count: Int, inputs: Int, _ index: Int) -> [Float] {
      let limit = (6 / Float(inputs)).squareRoot()
      return SeededGenerator(seed: seed).stream(index).uniforms(count, in: -limit...limit)
    }
    let (fromPicture, fromLabels) = (Self.inputKernel * Self.inputKernel, Self.feedbackKernel * Self.feedbackKernel)
    self.init(
      u: weights(Self.hidden * fromPicture, inputs: fromPicture, 0),
      uBiases: [Float](repeating: 0, count: Self.hidden),
      w: weights(Self.hidden * fromLabels * kinds, inputs: fromLabels * kinds, 1),
      v: weights(kinds * Self.hidden, inputs: Self.hidden, 2), vBiases: [Float](repeating: 0, count: kinds))
  }

  // MARK: Rounds

  /// What one round makes of a picture.
  public struct Round: Hashable, Sendable {
    /// The hidden maps, H(t).
    public let hidden: Tensor
    /// The probability of each kind at each pixel, Ŷ(t).
    public let probabilities: Tensor

    /// The most probable kind of each pixel; of equally probable ones the first.
    public var labels: [RegionScene.Kind] {
      let kinds = RegionScene.Kind.allCases
      return stride(from: 0, to: probabilities.values.count, by: kinds.count).map { place in
        kinds.max { probabilities.values[place + $0.rawValue] < probabilities.values[place + $1.rawValue] } ?? .land
      }
    }
  }

  /// So many rounds on a picture, one after the other.
  ///
  /// - Parameter feedsBack: without it W is 0, and every round is the first once more.
  public func rounds(_ count: Int, on picture: Tensor, feedsBack: Bool = true) -> [Round] {
    let seen = u(picture)
    var rounds: [Round] = []
    for _ in 0..<count {
      var sums = seen
      if feedsBack, let last = rounds.last { sums = sums.adding(w(last.probabilities)) }
      let hidden = ReLU()(sums)
      rounds.append(Round(hidden: hidden, probabilities: Softmax()(v(hidden))))
    }
    return rounds
  }

  /// How many pixels a side of the square has from which a label of a round, counted from 1, can be changed: a look at the
  /// labels of the round before adds their fields to its own.
  public static func field(ofRound round: Int, feedsBack: Bool = true) -> Int {
    let first = inputKernel + labelKernel - 1
    guard feedsBack, round > 1 else { return first }
    return max(first, field(ofRound: round - 1) + feedbackKernel - 1 + labelKernel - 1)
  }

  // MARK: Weights

  /// How many weights and biases there are, whatever the rounds.
  public static var parameters: Int { RecurrentLabeller(seed: 0).values.count }

  /// All weights and biases: U's, W's, V's.
  public var values: [Float] { u.filters.values + u.biases + w.filters.values + v.filters.values + v.biases }

  /// The same with other values, laid out like `values`.
  public func replacing(_ values: [Float]) -> RecurrentLabeller {
    var place = 0
    func next(_ count: Int) -> [Float] {
      defer { place += count }
      return Array(values[place..<place + count])
    }
    let replaced = RecurrentLabeller(
      u: next(u.filters.values.count), uBiases: next(u.biases.count), w: next(w.filters.values.count),
      v: next(v.filters.values.count), vBiases: next(v.biases.count))
    precondition(place == values.count, "there are \(place) weights and biases, not \(values.count)")
    return replaced
  }
}

// MARK: Learning

extension RecurrentLabeller {
  /// What a scene teaches: the loss of all rounds and where it falls.
  public struct Lesson: Hashable, Sendable {
    /// The cross-entropy, in nats, averaged over the pixels of all rounds.
    public let loss: Float
    /// Its gradient, laid out as `values`.
    public let gradients: [Float]
  }

  /// What a picture teaches, unrolled over the rounds, each of which is held against the truth.
  public func lesson(_ picture: Tensor, truth: [RegionScene.Kind], rounds count: Int) -> Lesson {
    let rounds = rounds(count, on: picture)
    let share = 1 / Float(truth.count * count)
    var loss: Float = 0
    var sum = [Float](repeating: 0, count: values.count)
    // What the round behind it has to say about the labels of a round.
    var fromBehind: Tensor?
    for (index, round) in rounds.enumerated().reversed() {
      // Behind a softmax the gradient of the cross-entropy is the probabilities, less 1 at what is true.
      var scores = round.probabilities.values
      for (pixel, kind) in truth.enumerated() {
        let place = pixel * RegionScene.Kind.allCases.count + kind.rawValue
        loss -= share * log(max(scores[place], .leastNormalMagnitude))
        scores[place] -= 1
      }
      var ofScores = Tensor(round.probabilities.shape, values: scores.map { $0 * share })
      if let fromBehind {
        ofScores = ofScores.adding(Softmax().gradient(fromBehind, output: round.probabilities))
      }
      let toV = v.gradients(ofScores, input: round.hidden)
      let ofSums = ReLU().gradient(toV.input, output: round.hidden)
      let toU = u.gradients(ofSums, input: picture)
      let toW = index > 0 ? w.gradients(ofSums, input: rounds[index - 1].probabilities) : nil
      fromBehind = toW?.input
      let feedback = toW?.weights.values ?? [Float](repeating: 0, count: w.filters.values.count)
      let parts = toU.weights.values + toU.biases + feedback + toV.weights.values + toV.biases
      for place in sum.indices { sum[place] += parts[place] }
    }
    return Lesson(loss: loss, gradients: sum)
  }
}

extension Tensor {
  fileprivate func adding(_ other: Tensor) -> Tensor {
    Tensor(shape, values: zip(values, other.values).map { $0 + $1 })
  }
}
