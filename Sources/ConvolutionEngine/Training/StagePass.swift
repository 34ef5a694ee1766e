import LoopParts

/// Values of some pictures at one place of a network, and the gradient of a loss with respect to them.
final class BatchValues {
  /// The shape of one picture's values.
  let shape: Shape
  /// The values, one picture behind the other.
  var values: [Float]
  /// Their gradient.
  var gradient: [Float] = []
  /// Whether the gradient is one: the first that comes back puts it down, and further ones are added.
  private(set) var hasGradient = false

  /// Room for the values of up to `capacity` pictures.
  init(_ shape: Shape, capacity: Int, hasGradient: Bool = true) {
    self.shape = shape
    values = batchValues(capacity, shape.count)
    if hasGradient { gradient = batchValues(capacity, shape.count) }
  }

  /// Whether a gradient can come back to it.
  var hasRoomForGradient: Bool { !gradient.isEmpty }

  /// Before a way back: there is no gradient yet.
  func forgetGradient() { hasGradient = false }

  /// Says that a gradient is put down or added now.
  ///
  /// - Returns: whether it is to be added.
  func takeGradient() -> Bool {
    defer { hasGradient = true }
    return hasGradient
  }

  /// The values of one picture.
  func tensor(_ picture: Int) -> Tensor {
    Tensor(shape, values: Array(values[picture * shape.count..<(picture + 1) * shape.count]))
  }

  /// Their gradient.
  func gradientTensor(_ picture: Int) -> Tensor {
    Tensor(shape, values: Array(gradient[picture * shape.count..<(picture + 1) * shape.count]))
  }

  /// Puts the values of one picture down.
  func put(_ tensor: Tensor, _ picture: Int) {
    precondition(tensor.shape == shape, "there is room for \(shape), not for \(tensor.shape)")
    values.replaceSubrange(picture * shape.count..<(picture + 1) * shape.count, with: tensor.values)
  }

  /// Puts or adds the gradient of one picture.
  func putGradient(_ tensor: Tensor, _ picture: Int, adds: Bool) {
    precondition(tensor.shape == shape, "there is room for \(shape), not for \(tensor.shape)")
    let first = picture * shape.count
    guard adds else {
      gradient.replaceSubrange(first..<first + shape.count, with: tensor.values)
      return
    }
    for (index, value) in tensor.values.enumerated() { gradient[first + index] += value }
  }
}

/// A stage of a network that some pictures go through at a time, forward and back, in memory that is kept.
///
/// This class does it with the stage's own `run` and `gradients`, picture by picture; its subclasses do the same for the
/// layers that networks spend their time in, with all pictures at once.
class StagePass {
  let stage: Stage
  let index: Int
  /// What goes in. The network's own input has no gradient.
  let inputs: [BatchValues]
  /// What comes out.
  let output: BatchValues
  /// The sums of the gradients of weights, in any layout, and biases.
  fileprivate var weights, biases: [Float]
  /// What each picture was multiplied with by a dropout.
  private var masks: [Tensor?]

  fileprivate init(_ stage: Stage, at index: Int, _ inputs: [BatchValues], capacity: Int) {
    self.stage = stage
    self.index = index
    self.inputs = inputs
    output = BatchValues(stage.output, capacity: capacity)
    weights = [Float](repeating: 0, count: stage.weights)
    biases = [Float](repeating: 0, count: stage.biases)
    masks = [Tensor?](repeating: nil, count: capacity)
  }

  /// The fastest way for a stage.
  ///
  /// - Parameter statistics: whose statistics batch normalisations take.
  static func make(
    _ stage: Stage, at index: Int, _ inputs: [BatchValues], capacity: Int, statistics: BatchStatistics = .running
  ) -> StagePass {
    if let layout = stage.convolutionLayout {
      return ConvolutionPass(stage, layout, at: index, inputs, capacity: capacity)
    }
    switch stage.layer.kind {
    case .batchNormalization(let epsilon) where statistics.pictures != nil:
      return BatchNormalizationPass(stage, epsilon: epsilon, at: index, inputs, capacity: capacity)
    case .maxPooling(let window): return MaxPoolingPass(stage, window, at: index, inputs, capacity: capacity)
    case .dense: return DensePass(stage, at: index, inputs, capacity: capacity)
    default: return StagePass(stage, at: index, inputs, capacity: capacity)
    }
  }

  /// Makes the outputs.
  ///
  /// - Parameters:
  ///   - parameters: the stage's own.
  ///   - generator: for each picture what its dropouts follow from.
  func run(_ pictures: Int, _ parameters: StageParameters, dropout generator: (Int) -> SeededGenerator?) {
    for picture in 0..<pictures {
      var maps = inputs.map { $0.tensor(picture) }
      masks[picture] = nil
      if case .dropout(let dropout) = stage.layer.kind, let generator = generator(picture) {
        let mask = dropout.mask(for: stage.output, generator.stream(index))
        maps = [dropout(maps[0], mask: mask)]
        masks[picture] = mask
      }
      output.put(stage.run(maps, weights: parameters, at: index), picture)
    }
  }

  /// From the gradient of the outputs puts or adds that of the inputs, and adds those of weights and biases.
  func goBack(_ pictures: Int, _ parameters: StageParameters) {
    let adds = inputs.map { $0.takeGradient() }
    for picture in 0..<pictures {
      let gradients = stage.gradients(
        output.gradientTensor(picture), inputs: inputs.map { $0.tensor(picture) }, output: output.tensor(picture),
        weights: parameters, at: index)
      for (number, gradient) in gradients.inputs.enumerated() where inputs[number].hasRoomForGradient {
        let gradient = masks[picture].map { Dropout().gradient(gradient, mask: $0) } ?? gradient
        // An input that is taken twice gets both gradients.
        let isSecond = inputs[..<number].contains { $0 === inputs[number] }
        inputs[number].putGradient(gradient, picture, adds: adds[number] || isSecond)
      }
      if let parameters = gradients.parameters {
        add(parameters.weights, to: &weights, count: weights.count)
        add(parameters.biases, to: &biases, count: biases.count)
      }
    }
  }

  /// Puts down the gradients of weights and biases, summed since the last time over all pictures that have gone back.
  ///
  /// - Parameter place: where in `target` the first belongs.
  final func takeGradients(into target: inout [Float], at place: Int) {
    var place = place
    for values in [weightGradients, biases] {
      target.replaceSubrange(place..<place + values.count, with: values)
      place += values.count
    }
    clear(&weights, count: weights.count)
    clear(&biases, count: biases.count)
  }

  /// The sums of the gradients of weights, laid out like them.
  fileprivate var weightGradients: [Float] { weights }

  fileprivate func rectify(_ pictures: Int) {
    guard stage.layer.isRectified else { return }
    ConvolutionEngine.rectify(&output.gradient, behind: output.values, count: pictures * output.shape.count)
  }
}

/// The parameters of a stage, laid out once for all pictures of a batch.
struct StageParameters: WeightSource {
  fileprivate let parameters: LayerParameters
  /// Those of a convolution as the inner loops read them: in Winograd's form where it is faster, otherwise packed.
  fileprivate let winograd: WinogradConvolution?
  fileprivate let packed, packedBiases, lines: [Float]

  init(_ parameters: LayerParameters, of stage: Stage) {
    self.parameters = parameters
    guard let layout = stage.convolutionLayout else {
      (packed, packedBiases, lines, winograd) = ([], [], [], nil)
      return
    }
    lines = layout.lines(of: parameters.weights)
    winograd = stage.winogradConvolution(parameters)
    guard winograd == nil else {
      (packed, packedBiases) = ([], [])
      return
    }
    packed = layout.packed(parameters.weights)
    packedBiases = layout.packed(
      stage.layer.hasBiases ? parameters.biases : [Float](repeating: 0, count: stage.output.channels))
  }

  func parameters(of stage: Stage, at index: Int) -> LayerParameters { parameters }
}

extension Stage {
  fileprivate var convolutionLayout: ConvolutionLayout? {
    guard case .convolution(let filters, let window, let groups) = layer.kind else { return nil }
    return ConvolutionLayout(window, window, filters: filters, groups: groups, on: input)
  }

  /// The convolution of inputs that are padded, where Winograd's form of it is faster.
  fileprivate func winogradConvolution(_ parameters: LayerParameters) -> WinogradConvolution? {
    guard case .convolution(let count, let window, let groups) = layer.kind else { return nil }
    let filters = FilterBank(
      count: count, rows: window.kernel, columns: window.kernel, depth: input.channels / groups,
      values: parameters.weights)
    let form = ConvolutionForm(
      Convolution(
        filters, biases: layer.hasBiases ? parameters.biases : [], stride: window.stride, dilation: window.dilation,
        groups: groups, isRectified: layer.isRectified))
    let padded = Shape(
      height: window.over(input.height).paddedInput, width: window.over(input.width).paddedInput,
      channels: input.channels)
    return WinogradConvolution.tileOutputs(for: form, on: padded).map {
      WinogradConvolution(form, tileOutputs: $0)
    }
  }
}

/// Means and variances of a batch normalisation's channels, summed over some batches.
struct StatisticsSums: Sendable {
  var means, variances: [Float]

  /// Adds those of others.
  mutating func add(_ means: [Float], _ variances: [Float]) {
    for channel in means.indices {
      self.means[channel] += means[channel]
      self.variances[channel] += variances[channel]
    }
  }
}

// MARK: Batch normalisation by the batch's own statistics

/// All pictures at once are the batch that means and variances are taken of. The shifts are learned; the scales stay as
/// they are, for the next layer's weights can do what they would.
final class BatchNormalizationPass: StagePass {
  private let epsilon: Float
  private var means, factors: [Float]
  /// The statistics of all batches since they were last taken.
  private var sums: StatisticsSums

  fileprivate init(_ stage: Stage, epsilon: Float, at index: Int, _ inputs: [BatchValues], capacity: Int) {
    self.epsilon = epsilon
    let zeros = [Float](repeating: 0, count: stage.output.channels)
    (means, factors) = (zeros, zeros)
    sums = StatisticsSums(means: zeros, variances: zeros)
    super.init(stage, at: index, inputs, capacity: capacity)
  }

  private func places(_ pictures: Int) -> Int { pictures * stage.output.height * stage.output.width }

  override func run(_ pictures: Int, _ parameters: StageParameters, dropout: (Int) -> SeededGenerator?) {
    let (values, places) = (inputs[0].values, places(pictures))
    let variances: [Float]
    (means, variances) = channelStatistics(values, places: places, channels: means.count)
    factors = variances.map { 1 / ($0 + epsilon).squareRoot() }
    sums.add(means, variances)
    let parameters = parameters.parameters
    normalize(
      values, places: places, means: means, factors: zip(factors, parameters.weights).map { $0 * $1 },
      shifts: parameters.biases, into: &output.values, isRectified: stage.layer.isRectified)
  }

  override func goBack(_ pictures: Int, _ parameters: StageParameters) {
    let (input, places) = (inputs[0], places(pictures))
    rectify(pictures)
    var ofShifts = [Float](repeating: 0, count: means.count)
    addChannelSums(output.gradient, places: places, to: &ofShifts)
    add(ofShifts, to: &biases, count: biases.count)
    guard input.hasRoomForGradient else { return }
    let ofScales = normalizedSums(
      output.gradient, input.values, places: places, means: means, factors: factors)
    // γ·f·(g − (Σg + x̂·Σg·x̂)/n) with x̂ = f·(x − μ), as a line in x.
    let scaled = zip(factors, parameters.parameters.weights).map { $0 * $1 }
    let slopes = means.indices.map { scaled[$0] * factors[$0] * ofScales[$0] / Float(places) }
    let offsets = means.indices.map { scaled[$0] * ofShifts[$0] / Float(places) - slopes[$0] * means[$0] }
    precondition(!input.takeGradient(), "a batch normalisation alone takes what it normalises")
    normalizeGradients(
      output.gradient, input.values, places: places, offsets: offsets, slopes: slopes, factors: scaled,
      into: &input.gradient)
  }

  /// The sums of the statistics of all batches since the last time.
  func takeStatistics() -> StatisticsSums {
    defer { for channel in means.indices { (sums.means[channel], sums.variances[channel]) = (0, 0) } }
    return sums
  }
}

// MARK: The layers that networks spend their time in

private final class ConvolutionPass: StagePass {
  private let layout: ConvolutionLayout
  private var padded: [Float]
  private var paddedGradient: [Float]
  private var lists = GradientLists()

  init(_ stage: Stage, _ layout: ConvolutionLayout, at index: Int, _ inputs: [BatchValues], capacity: Int) {
    self.layout = layout
    padded = batchValues(capacity, layout.paddedShape.count)
    paddedGradient = inputs[0].gradient.isEmpty ? [] : padded
    super.init(stage, at: index, inputs, capacity: capacity)
    weights = [Float](repeating: 0, count: layout.linesCount)
  }

  override func run(_ pictures: Int, _ parameters: StageParameters, dropout: (Int) -> SeededGenerator?) {
    layout.pad(inputs[0].values, pictures: pictures, into: &padded)
    if let winograd = parameters.winograd {
      return winograd.run(padded, of: layout.paddedShape, pictures: pictures, into: &output.values)
    }
    layout.run(
      padded, pictures: pictures, parameters.packed, parameters.packedBiases, into: &output.values,
      isRectified: stage.layer.isRectified)
  }

  override func goBack(_ pictures: Int, _ parameters: StageParameters) {
    rectify(pictures)
    if stage.layer.hasBiases {
      addChannelSums(output.gradient, places: pictures * stage.output.height * stage.output.width, to: &biases)
    }
    let input = inputs[0]
    layout.goBack(
      output.gradient, padded, pictures: pictures, toWeights: &weights, toInput: input.hasRoomForGradient,
      &paddedGradient, parameters.lines, &lists)
    if input.hasRoomForGradient {
      layout.crop(paddedGradient, pictures: pictures, into: &input.gradient, adds: input.takeGradient())
    }
  }

  fileprivate override var weightGradients: [Float] { layout.weights(of: weights) }
}

private final class MaxPoolingPass: StagePass {
  private let extents: PoolingExtents
  private var winners: [Int32]

  init(_ stage: Stage, _ window: Window, at index: Int, _ inputs: [BatchValues], capacity: Int) {
    extents = MaxPooling(window).extents(on: stage.input)
    winners = [Int32](repeating: 0, count: capacity * stage.output.count)
    super.init(stage, at: index, inputs, capacity: capacity)
  }

  override func run(_ pictures: Int, _ parameters: StageParameters, dropout: (Int) -> SeededGenerator?) {
    extents.run(inputs[0].values, pictures: pictures, into: &output.values, winners: &winners)
    guard stage.layer.isRectified else { return }
    for index in 0..<pictures * output.shape.count { output.values[index] = max(0, output.values[index]) }
  }

  override func goBack(_ pictures: Int, _ parameters: StageParameters) {
    let input = inputs[0]
    guard input.hasRoomForGradient else { return }
    rectify(pictures)
    extents.goBack(
      output.gradient, winners: winners, pictures: pictures, into: &input.gradient, adds: input.takeGradient())
  }
}

private final class DensePass: StagePass {
  private var addend: [Float] = []

  override func run(_ pictures: Int, _ parameters: StageParameters, dropout: (Int) -> SeededGenerator?) {
    let parameters = parameters.parameters
    multiply(
      parameters.weights, by: inputs[0].values,
      plus: stage.layer.hasBiases ? parameters.biases : [Float](repeating: 0, count: stage.output.count),
      pictures: pictures, into: &output.values, isRectified: stage.layer.isRectified)
  }

  override func goBack(_ pictures: Int, _ parameters: StageParameters) {
    rectify(pictures)
    let outputs = stage.output.count
    if stage.layer.hasBiases { addChannelSums(output.gradient, places: pictures, to: &biases) }
    addOuterProducts(output.gradient, inputs[0].values, pictures: pictures, outputs: outputs, to: &weights)
    let input = inputs[0]
    guard input.hasRoomForGradient else { return }
    let weights = parameters.parameters.weights
    guard input.takeGradient() else {
      return multiplyBack(weights, by: output.gradient, pictures: pictures, outputs: outputs, into: &input.gradient)
    }
    if addend.isEmpty { addend = input.gradient }
    multiplyBack(weights, by: output.gradient, pictures: pictures, outputs: outputs, into: &addend)
    add(addend, to: &input.gradient, count: pictures * stage.input.count)
  }
}
