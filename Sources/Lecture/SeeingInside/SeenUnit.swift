import ConvolutionEngine

/// One unit of a trained network, and the picture that it answers to.
struct SeenUnit: Sendable {
  /// What comes back to a picture from a unit, for each rule of the ReLUs, in the order of the rules.
  typealias Portraits = [ReLU.Rule: Tensor]

  let network: Network
  let weights: any WeightSource
  let picture: Tensor
  /// The unit's stage.
  let stage: Int
  /// Where in the stage's output the unit is.
  let place: GridPlace
  let channel: Int
  /// Its answer.
  let answer: Float
  /// All that came out of its stage.
  let maps: Tensor
  /// The scores of the classes, and the class that the unit speaks for.
  let scores: Tensor
  let wanted: Int

  /// The unit in the `place`-th map, from 1, of those that speak most for a class: where its answer times what the score
  /// rises with it is largest. Of the scores themselves one alone speaks for a class; where none is named they come from
  /// the highest down.
  ///
  /// - Parameters:
  ///   - named: the class; `nil` for the likeliest.
  /// - Throws: `SettingsError` where fewer maps or scores speak for the class.
  init(
    in stage: Int, place number: Int, for named: Int?, of photos: TrainedPhotos, on picture: Tensor
  ) throws(SettingsError) {
    (network, weights, self.picture, self.stage) = (photos.network, photos.weights, picture, stage)
    let pass = RememberedPass(of: picture, through: network, weights: weights)
    let scores = pass.outputs[network.scoresStage]
    let wanted = named ?? TrainedPhotos.winner(scores.values)
    self.scores = scores
    self.wanted = wanted
    maps = pass.outputs[stage]
    let shape = maps.shape
    guard stage != network.scoresStage else {
      guard named == nil || number == 1 else {
        throw SettingsError(
          "One score alone is that of \(photos.classes[wanted]): there is no \(ordinal(number)). Turn unit to 1, or class to "
            + "likeliest.")
      }
      let others = scores.values.indices.filter { $0 != wanted }.sorted { scores.values[$0] > scores.values[$1] }
      channel = ([wanted] + others)[number - 1]
      place = GridPlace(row: 0, column: 0)
      answer = scores.values[channel]
      return
    }
    var one = Tensor(scores.shape, repeating: 0)
    one[0, 0, wanted] = 1
    let slope = pass.gradients(one, from: network.scoresStage, ofParameters: false).outputs[stage]
    let shares = zip(maps.values, slope?.values ?? []).map { $0 * $1 }
    let sums = (0..<shape.channels).map { channel in
      stride(from: channel, to: shares.count, by: shape.channels).reduce(Float(0)) { $0 + shares[$1] }
    }
    let order = sums.indices.sorted { (sums[$0], $1) > (sums[$1], $0) }
    let speaking = order.count { sums[$0] > 0 }
    guard number <= speaking else {
      throw SettingsError(
        "Only \(speaking) of the \(order.count) maps of \(network.stages[stage].name) speak for \(photos.classes[wanted]) "
          + "here: there is no \(ordinal(number)).")
    }
    let channel = order[number - 1]
    let places = stride(from: channel, to: shares.count, by: shape.channels)
    let best = places.max { shares[$0] < shares[$1] } ?? channel
    self.channel = channel
    place = GridPlace(
      row: best / shape.channels / shape.width, column: best / shape.channels % shape.width)
    answer = maps.values[best]
  }

  /// What comes back to the picture when the unit itself is the loss, for each rule.
  ///
  /// - Parameter weights: others than the network's own, to see what becomes of the picture.
  func portraits(weights: (any WeightSource)? = nil) -> Portraits {
    let pass = RememberedPass(of: picture, through: network, weights: weights ?? self.weights)
    let shape = network.stages[stage].output
    var values = [Float](repeating: 0, count: shape.count)
    values[(place.row * shape.width + place.column) * shape.channels + channel] = 1
    let unit = Tensor(shape, values: values)
    return Portraits(
      uniqueKeysWithValues: ReLU.Rule.allCases.map { rule in
        (rule, pass.gradients(unit, from: stage, rule: rule, ofParameters: false).picture)
      })
  }

  /// The rows and the columns of the picture that the unit sees: what lies outside has no way to it, whatever the weights.
  var field: (rows: Range<Int>, columns: Range<Int>) {
    let (field, shape) = (network.stages[stage].receptiveField, picture.shape)
    func seen(_ index: Int, of extent: Int) -> Range<Int> {
      field?.inputs(of: index).clamped(to: 0..<extent) ?? 0..<extent
    }
    return (seen(place.row, of: shape.height), seen(place.column, of: shape.width))
  }

  /// How alike two lists of a number for each pixel are by rank, among the pixels that the unit sees: all others are 0 in
  /// every picture of what came back, and would make any two of them alike.
  func likeness(_ one: [Float], _ other: [Float]) -> Double {
    let (rows, columns) = field
    let seen = rows.flatMap { row in columns.map { row * picture.shape.width + $0 } }
    return rankCorrelation(seen.map { one[$0] }, seen.map { other[$0] })
  }

  /// The stages with weights up to the unit's, from the uppermost down: the order in which they are drawn at random.
  var weighted: [Int] { (0...stage).filter { network.stages[$0].weights > 0 }.reversed() }
}

/// A single convolution with random weights and a random dense layer of one unit above it, which have learned nothing:
/// what comes back of the picture all the same.
///
/// W. Nie, Y. Zhang, A. Patel: A theoretical explanation for perplexing behaviors of backpropagation-based
/// visualizations, 2018: guided backpropagation partly recovers the picture, the better the more filters there are.
enum RandomLayer {
  /// How many filters the layer has, one after the other.
  static let filters = [1, 2, 4, 8, 16, 32, 64, 128]

  /// What comes back to a picture through so many filters of 5 × 5, padded so that the size stays.
  static func portraits(of picture: Tensor, filters: Int, seed: UInt64) -> SeenUnit.Portraits {
    let network: Network
    do {
      network = try Network(
        name: "random", title: "One random layer", input: picture.shape,
        layers: [.convolution("conv", filters, kernel: 5, padding: 2), .dense("unit", 1, isRectified: false)])
    } catch {
      preconditionFailure("a convolution that keeps its size fits every picture: \(error)")
    }
    let pass = RememberedPass(of: picture, through: network, weights: SeededWeights(seed: seed, .init(.he, .normal)))
    let unit = Tensor(network.stages[1].output, repeating: 1)
    return SeenUnit.Portraits(
      uniqueKeysWithValues: ReLU.Rule.allCases.map { rule in
        (rule, pass.gradients(unit, rule: rule, ofParameters: false).picture)
      })
  }
}

extension Tensor {
  /// The size of each value.
  var magnitudes: [Float] { values.map(abs) }

  /// How strong each pixel is: the sizes of its channels' values together.
  var strengths: [Float] {
    stride(from: 0, to: values.count, by: shape.channels).map { first in
      (first..<first + shape.channels).reduce(Float(0)) { $0 + abs(values[$1]) }
    }
  }

  /// The edges of a picture: the length of the gradient that Sobel's two kernels measure, of each channel by itself.
  var edges: Tensor {
    let across = Tensor(rows: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    let down = Tensor(rows: [[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    func slid(_ kernel: Tensor, _ channel: Int) -> [Float] {
      Convolution(FilterBank(kernel: kernel), padding: .same(kernel: 3))(self.channel(channel)).values
    }
    var result = Tensor(shape, repeating: 0)
    for channel in 0..<shape.channels {
      for (index, pair) in zip(slid(across, channel), slid(down, channel)).enumerated() {
        let (row, column) = (index / shape.width, index % shape.width)
        result[row, column, channel] = (pair.0 * pair.0 + pair.1 * pair.1).squareRoot()
      }
    }
    return result
  }
}
