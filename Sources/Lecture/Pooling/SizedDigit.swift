import ConvolutionEngine

/// A digit on a sheet of some size, and what the digit network makes of it in the ways that take any size.
struct SizedDigit: Sendable {
  /// Rows and columns of the sheet.
  let (height, width): (Int, Int)
  let picture: Tensor
  /// What the last pooling leaves.
  let maps: Tensor
  /// How the regions share out the maps' rows and columns.
  let (rows, columns): (AdaptiveGeometry, AdaptiveGeometry)
  /// The mean of each region, map by map.
  let regions: Tensor
  /// What the dense layer says of the regions.
  let byRegions: DigitScores
  /// The dense layer's weights slid over the maps: a map for each digit.
  let classMaps: Tensor
  /// What the means of these say.
  let byClassMaps: DigitScores

  /// A digit that stands in the middle of its sheet, as high as it always is, or larger on a larger sheet.
  init(_ digit: Int, height: Int, width: Int, grows: Bool, _ forms: DigitForms) {
    (self.height, self.width) = (height, width)
    let own = forms.network.input
    let size = grows ? 20 * Float(min(height, width)) / Float(min(own.height, own.width)) : 20
    picture = StrokeDigits.sheet(digit, height: height, width: width, size: size)
    let (maps, classMaps) = forms.slid(picture)
    (self.maps, self.classMaps) = (maps, classMaps)
    let input = forms.denseInput
    rows = AdaptiveGeometry(input: maps.shape.height, output: input.height)
    columns = AdaptiveGeometry(input: maps.shape.width, output: input.width)
    regions = AdaptiveAveragePooling(height: input.height, width: input.width)(maps)
    byRegions = DigitScores(forms.dense(regions))
    byClassMaps = DigitScores(AdaptiveAveragePooling.global(classMaps))
  }

  /// How strong each place of the maps is: the mean of all maps there.
  var strengths: Tensor { maps.channelMeans }
  /// The same of the regions.
  var regionStrengths: Tensor { regions.channelMeans }
  /// Whether neighbouring regions share a row or a column.
  var overlaps: (rows: Bool, columns: Bool) { (rows.overlaps, columns.overlaps) }
  /// "40 × 32".
  var size: String { sides(height, width) }
  /// "5 × 4".
  var mapSize: String { sides(maps.shape.height, maps.shape.width) }
}

/// The digit network's scores, and what follows from them.
struct DigitScores: Sendable {
  /// One for each digit, before softmax.
  let scores: [Float]
  /// The digit with the highest.
  let digit: Int
  /// What softmax makes of them.
  let probabilities: [Float]

  init(_ scores: Tensor) {
    self.scores = scores.values
    probabilities = Softmax()(scores).values
    digit = scores.values.indices.max { scores.values[$0] < scores.values[$1] } ?? 0
  }

  /// How sure the network is of the digit that it reads.
  var probability: Float { probabilities[digit] }
}

/// The digit network with its dense layer as it is, and slid over maps of any size as a convolution.
struct DigitForms: Sendable {
  let network: Network
  private let sliding: Network
  private let weights: NetworkParameters
  private let denseStage: Int

  init(_ digits: TrainedDigits) {
    network = digits.network
    weights = digits.weights
    denseStage = network.scoresStage
    do {
      sliding = try network.withConvolutionsForDense()
    } catch {
      preconditionFailure("the digit network's maps are squares: \(error)")
    }
  }

  /// What the dense layer takes.
  var denseInput: Shape { network.stages[denseStage].input }
  /// The weights of the dense layer for one digit.
  var weightsPerDigit: Int { denseInput.count }
  /// How many digits it tells apart.
  var digits: Int { network.stages[denseStage].output.count }
  /// The weights of the dense layer.
  var denseWeights: Int { network.stages[denseStage].weights }

  /// The sliding form on a picture of some size; `nil` for one that is smaller than the network's own.
  func form(on shape: Shape) -> Network? { try? sliding.on(shape) }

  /// What the last pooling leaves of a picture, and the maps of scores that the sliding form makes of them.
  func slid(_ picture: Tensor) -> (maps: Tensor, scores: Tensor) {
    guard let form = form(on: picture.shape) else { preconditionFailure("\(picture.shape) is too small to be read") }
    var maps = picture
    var scores = picture
    form.run(picture, weights: weights) { index, _, output in
      if index < denseStage { maps = output } else { scores = output }
      return true
    }
    return (maps, scores)
  }

  /// The scores for maps of the size that the dense layer takes.
  func dense(_ maps: Tensor) -> Tensor {
    network.stages[denseStage].run(maps, weights: weights, at: denseStage)
  }
}

extension AdaptiveGeometry {
  /// Whether neighbouring regions share a cell.
  var overlaps: Bool { (1..<output).contains { inputs(of: $0).lowerBound < inputs(of: $0 - 1).upperBound } }
  /// Whether all regions are equally large.
  var isEven: Bool { input.isMultiple(of: output) }
  /// Between which lines each region lies: 0–2  1–4  3–5.
  var fences: [String] { (0..<output).map { "\(inputs(of: $0).lowerBound)–\(inputs(of: $0).upperBound)" } }
  /// How many cells the regions have: 2, or 2 to 3.
  var extents: String {
    let counts = (0..<output).map { inputs(of: $0).count }
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }
}

extension Tensor {
  /// The mean of all channels at each place.
  var channelMeans: Tensor {
    let (places, channels) = (shape.height * shape.width, shape.channels)
    return Tensor(
      Shape(height: shape.height, width: shape.width),
      values: (0..<places).map { place in
        values[place * channels..<(place + 1) * channels].reduce(0, +) / Float(channels)
      })
  }

  /// Some columns, all rows; what lies beside the picture is 0.
  func columns(_ range: Range<Int>) -> Tensor {
    var part = Tensor(Shape(height: shape.height, width: range.count, channels: shape.channels), repeating: 0)
    for row in 0..<shape.height {
      for (target, column) in range.enumerated() where column >= 0 && column < shape.width {
        for channel in 0..<shape.channels { part[row, target, channel] = self[row, column, channel] }
      }
    }
    return part
  }
}
