import ConvolutionEngine

/// What the digit network makes of a picture: what comes out of every layer, and its ten probabilities.
struct DigitReading: Sendable {
  /// What it was given, 28 × 28.
  let picture: Tensor
  /// What comes out of each stage.
  let outputs: [Tensor]
  /// The scores of 0 to 9.
  let scores: [Float]
  /// The same as probabilities.
  let probabilities: [Float]
  /// The digits, the likeliest first.
  let ranking: [Int]

  init(_ picture: Tensor, _ digits: TrainedDigits) {
    self.picture = picture
    outputs = RememberedPass(of: picture, through: digits.network, weights: digits.weights).outputs
    let last = outputs[digits.network.scoresStage]
    scores = last.values
    let probabilities = Softmax()(last).values
    self.probabilities = probabilities
    ranking = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
  }

  /// The digit that the network says.
  var answer: Int { ranking[0] }
  /// How sure it is of it.
  var certainty: Float { probabilities[answer] }

  /// What each map before the dense layer adds to the score of the answer: its values times their weights, summed.
  func shares(_ digits: TrainedDigits) -> [Float] {
    let stage = digits.network.scoresStage
    let maps = outputs[stage - 1]
    let weights = digits.weights.parameters(of: digits.network.stages[stage], at: stage).weights
    let row = answer * maps.shape.count
    var shares = [Float](repeating: 0, count: maps.shape.channels)
    for index in maps.values.indices { shares[index % shares.count] += maps.values[index] * weights[row + index] }
    return shares
  }
}

extension Tensor {
  /// The picture moved to the right; what leaves it is lost, paper comes in.
  func movedRight(by columns: Int) -> Tensor {
    var moved = Tensor(shape, repeating: 0)
    for row in 0..<shape.height {
      for column in columns..<max(columns, shape.width) { moved[row, column] = self[row, column - columns] }
    }
    return moved
  }

  /// The picture with its strokes wider by so many pixels all around.
  func thickened(by pixels: Int) -> Tensor {
    MaxPooling(Window(2 * pixels + 1, stride: 1, padding: Padding(pixels)))(self)
  }

  /// The picture with its strokes thinner by up to a pixel all around: a `part` of the way, so that none vanishes.
  func thinned(_ part: Float) -> Tensor {
    let paper = Tensor(shape, values: values.map { 1 - $0 }).thickened(by: 1)
    return Tensor(shape, values: zip(values, paper.values).map { $0 + part * (1 - $1 - $0) })
  }
}
