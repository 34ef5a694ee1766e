/// A deep stack of dense layers with ReLUs as it is before any training, and how a gradient comes back through it.
///
/// The layers are 1 × 1 convolutions on a row of examples: each example is a place, each unit a channel.
public struct UntrainedStack: Hashable, Sendable {
  /// How its layers are made.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// y = ReLU(W·x), the weights drawn with a variance of 1/n for n inputs, half of what ReLUs need.
    case small
    /// y = ReLU(W·x), the weights drawn with He's variance of 2/n.
    case he
    /// y = ReLU(norm(W·x)), with batch normalisation and He's variance.
    case normalized
    /// y = x + W·ReLU(norm(x)), with batch normalisation and He's variance, in the order of K. He, X. Zhang, S. Ren,
    /// J. Sun: Identity mappings in deep residual networks, 2016.
    case residual
  }

  /// How its layers are made.
  public let kind: Kind
  /// How many layers with weights it has.
  public let depth: Int
  /// How many units each of them has.
  public let width: Int
  /// What the weights and inputs follow from.
  public let seed: UInt64

  /// A stack of at least one layer.
  public init(_ kind: Kind, depth: Int, width: Int, seed: UInt64) {
    precondition(depth > 0 && width > 0, "a stack has layers, and these have units")
    (self.kind, self.depth, self.width, self.seed) = (kind, depth, width, seed)
  }

  // MARK: Numbers from the seed

  // Streams of layers are counted from 1 on; those before are for what goes in and what is asked for at the end.
  private static let inputStream = -1, readoutStream = -2, firstStream = -3

  /// The weights of a layer, counted from 1: evenly spread, with the variance of the kind.
  func weights(ofLayer layer: Int) -> [Float] {
    let bound = ((kind == .small ? 3 : 6) / Float(width)).squareRoot()
    return SeededGenerator(seed: seed).stream(layer).uniforms(width * width, in: -bound...bound)
  }

  private func normals(_ count: Int, _ stream: Int) -> [Float] {
    let generator = SeededGenerator(seed: seed).stream(stream)
    return (0..<count).map { generator.normal(at: $0) }
  }

  private func layer(_ index: Int) -> Convolution {
    Convolution(FilterBank(count: width, rows: 1, columns: 1, depth: width, values: weights(ofLayer: index)))
  }

  private var normalization: BatchNormalization {
    BatchNormalization(
      scales: [Float](repeating: 1, count: width), shifts: [Float](repeating: 0, count: width))
  }

  // MARK: There and back

  /// What a layer must remember of its way forward.
  private struct Memory {
    let convolution: Convolution
    let input: Tensor
    /// What came out of the ReLU.
    let rectified: Tensor
    let normalized: BatchNormalization.Memory?
    /// What went into the normalisation.
    let beforeNorm: Tensor
  }

  private func forward(_ input: Tensor, layers: ClosedRange<Int>) -> (output: Tensor, memories: [Memory]) {
    var x = input
    var memories: [Memory] = []
    for index in layers {
      let convolution = layer(index)
      switch kind {
      case .small, .he:
        let y = ReLU()(convolution(x))
        memories.append(
          Memory(convolution: convolution, input: x, rectified: y, normalized: nil, beforeNorm: x))
        x = y
      case .normalized:
        let z = convolution(x)
        let (outputs, memory) = normalization.train([z])
        let y = ReLU()(outputs[0])
        memories.append(
          Memory(convolution: convolution, input: x, rectified: y, normalized: memory, beforeNorm: z))
        x = y
      case .residual:
        let (outputs, memory) = normalization.train([x])
        let h = ReLU()(outputs[0])
        memories.append(
          Memory(convolution: convolution, input: h, rectified: h, normalized: memory, beforeNorm: x))
        x = Addition()([x, convolution(h)])
      }
    }
    return (x, memories)
  }

  /// The gradient of a layer's input from that of its output.
  ///
  /// - Parameter movesStatistics: whether mean and variance of the batch move with each example, as in training, or are
  ///   held.
  private func backward(_ gradient: Tensor, through memory: Memory, movesStatistics: Bool) -> Tensor {
    func normalized(_ gradient: Tensor) -> Tensor {
      guard let statistics = memory.normalized else { return gradient }
      if movesStatistics { return normalization.gradients([gradient], memory: statistics).inputs[0] }
      let held = BatchNormalization(
        scales: normalization.scales, shifts: normalization.shifts, means: statistics.means,
        variances: statistics.variances)
      return held.gradients(gradient, input: memory.beforeNorm).inputs[0]
    }
    if kind == .residual {
      let branch = memory.convolution.inputGradient(gradient, input: memory.input.shape)
      return Addition()([gradient, normalized(ReLU().gradient(branch, output: memory.rectified))])
    }
    let sums = normalized(ReLU().gradient(gradient, output: memory.rectified))
    return memory.convolution.inputGradient(sums, input: memory.input.shape)
  }

  // MARK: The gradient's size, layer by layer

  /// The size of the gradient of a random loss, √Σg², with respect to what comes out of each layer, from the input (0) to
  /// the last layer, for a batch of normal inputs; in units of that at the last layer.
  public func gradientSizes(batch: Int) -> [Double] {
    let shape = Shape(height: 1, width: batch, channels: width)
    let input = Tensor(shape, values: normals(shape.count, Self.inputStream))
    let (_, memories) = forward(input, layers: 1...depth)
    var gradient = Tensor(shape, values: normals(shape.count, Self.readoutStream))
    var sizes = [Self.size(gradient)]
    for memory in memories.reversed() {
      gradient = backward(gradient, through: memory, movesStatistics: true)
      sizes.append(Self.size(gradient))
    }
    return sizes.reversed().map { $0 / sizes[0] }
  }

  private static func size(_ tensor: Tensor) -> Double {
    tensor.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  // MARK: The gradient along a line

  /// How many of a sweep's places lie at each side of the stretch in which all units of the first layer have their bend:
  /// a tenth, so that each of them has something to say on either side.
  private static let margin: Float = 0.1

  /// The gradient of a random sum of the last layer's units with respect to a single number, at places spread evenly over
  /// a range; the statistics of the normalisations, taken over all places, are held.
  ///
  /// The first layer has one input: unit i is ReLU(w·(x − t)), its bend t anywhere in the inner four fifths of the range.
  ///
  /// After D. Balduzzi, M. Frean, L. Leary, J. P. Lewis, K. W.-D. Ma, B. McWilliams: The shattered gradients problem: if
  /// resnets are the answer, then what is the question?, 2017, section 2.
  public func gradient(alongSweepOf places: Int, over range: ClosedRange<Float>) -> [Float] {
    precondition(places > 1, "a sweep goes from one place to another")
    let span = range.upperBound - range.lowerBound
    let inner = range.lowerBound + Self.margin * span...range.upperBound - Self.margin * span
    let slopes = normals(width, Self.firstStream)
    let bends = SeededGenerator(seed: seed).stream(Self.inputStream).uniforms(width, in: inner)
    let shape = Shape(height: 1, width: places, channels: width)
    var values: [Float] = []
    values.reserveCapacity(shape.count)
    for place in 0..<places {
      let x = range.lowerBound + span * Float(place) / Float(places - 1)
      for unit in 0..<width { values.append(max(0, slopes[unit] * (x - bends[unit]))) }
    }
    let first = Tensor(shape, values: values)
    let memories = depth > 1 ? forward(first, layers: 2...depth).memories : []
    let readout = normals(width, Self.readoutStream).map { $0 / Float(width).squareRoot() }
    var gradient = Tensor(shape, values: (0..<places).flatMap { _ in readout })
    for memory in memories.reversed() { gradient = backward(gradient, through: memory, movesStatistics: false) }
    gradient = ReLU().gradient(gradient, output: first)
    return (0..<places).map { place in
      (0..<width).reduce(Float(0)) { $0 + gradient.values[place * width + $1] * slopes[$1] }
    }
  }
}

/// How alike a row of numbers is to itself, shifted: for each shift from 0 on the sum of products of deviations from the
/// mean, in units of that without a shift. Numbers that say nothing about their neighbours give 0 from the first shift on.
///
/// - Parameters:
///   - values: numbers at equal distances.
///   - shifts: how many shifts, less than there are numbers.
public func autocorrelation(of values: [Double], shifts: Int) -> [Double] {
  precondition(shifts <= values.count, "a shift leaves something to compare")
  let mean = values.reduce(0, +) / Double(max(1, values.count))
  let deviations = values.map { $0 - mean }
  let whole = deviations.reduce(0) { $0 + $1 * $1 }
  guard whole > 0 else { return [Double](repeating: 0, count: shifts) }
  return (0..<shifts).map { shift in
    zip(deviations, deviations.dropFirst(shift)).reduce(0) { $0 + $1.0 * $1.1 } / whole
  }
}

/// Noise to compare with.
public enum Noise {
  /// Numbers that know nothing of each other: normal, from a seed.
  public static func white(_ count: Int, seed: UInt64) -> [Double] {
    let generator = SeededGenerator(seed: seed)
    return (0..<count).map { Double(generator.normal(at: $0)) }
  }

  /// Each number the one before and a white step more: brown noise.
  public static func brown(_ count: Int, seed: UInt64) -> [Double] {
    var sum = 0.0
    return white(count, seed: seed).map { step in
      sum += step
      return sum
    }
  }
}
