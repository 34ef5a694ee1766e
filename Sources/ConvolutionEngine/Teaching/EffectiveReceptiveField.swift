/// How much each input cell really matters to one unit of a stack of convolutions: the size of the unit's gradient with
/// respect to the input, over many draws of the weights.
///
/// W. Luo, Y. Li, R. Urtasun, R. Zemel: Understanding the effective receptive field in deep convolutional neural
/// networks, 2016. Many more paths lead from a unit to the middle of what it sees than to the border, so that the
/// gradient is shaped like a bell, and its width grows with the square root of the number of layers only.
public struct EffectiveReceptiveField: Hashable, Sendable {
  /// Along how many axes the kernels slide.
  public enum Dimensions: Hashable, Sendable {
    /// One: signals.
    case one
    /// Two, alike along both: pictures.
    case two
  }

  /// The root of the mean square of ∂unit/∂cell for each input cell, scaled so that all of them sum to 1; of the extent
  /// of the theoretical receptive field. Every draw is first scaled to the same sum of squares: none outweighs the others.
  public let map: Tensor

  /// The effective receptive field of one unit behind layers of convolutions, from the first to the last.
  ///
  /// The input is just as large as the theoretical receptive field and padded by nothing: the unit lies far from every
  /// border. It has one channel of values spread evenly over −1...1, the unit's layer has one filter, and the weights
  /// are spread evenly over ±√(6/n) for n inputs, as `SeededWeights` are; no biases.
  ///
  /// - Parameters:
  ///   - windows: at least one; their padding does not matter.
  ///   - filters: how many filters each layer but the last has.
  ///   - isRectified: whether there is a ReLU between the layers; without, nothing depends on the input.
  ///   - draws: how many times weights and input are drawn.
  ///   - seed: what they follow from.
  public init(
    through windows: [Window], _ dimensions: Dimensions = .two, filters: Int = 8, isRectified: Bool = true,
    draws: Int = 20, seed: UInt64
  ) {
    precondition(!windows.isEmpty && filters > 0 && draws > 0, "there is at least one layer, one filter and one draw")
    let extent = EffectiveReceptiveField.extents(seenThrough: windows)[0]
    let shape = Shape(height: dimensions == .one ? 1 : extent, width: extent)
    var sums = [Float](repeating: 0, count: shape.count)
    for draw in 0..<draws {
      let gradient = EffectiveReceptiveField.gradient(
        through: windows, dimensions, filters: filters, isRectified: isRectified,
        SeededGenerator(seed: seed).stream(draw))
      let length = gradient.values.reduce(0) { $0 + $1 * $1 }
      guard length > 0 else { continue }
      for (index, value) in gradient.values.enumerated() { sums[index] += value * value / length }
    }
    self.init(meanSquares: Tensor(shape, values: sums))
  }

  /// From the sums of squares over all draws.
  private init(meanSquares: Tensor) {
    let roots = meanSquares.values.map { $0.squareRoot() }
    let total = roots.reduce(0, +)
    map = Tensor(meanSquares.shape, values: total > 0 ? roots.map { $0 / total } : roots)
  }

  /// The effective receptive field of the units at the middle place of a network's stage, on pictures.
  ///
  /// What counts is the mean square over all channels of that place, and over those of the picture. It is found by sums of
  /// the channels with random signs, whose squares are on the mean those of the channels by themselves: M. F. Hutchinson:
  /// A stochastic estimator of the trace of the influence matrix, 1990.
  ///
  /// - Parameters:
  ///   - stage: its index in a sequence of layers; what it sees at its middle lies inside of a picture.
  ///   - pictures: of the network's input shape.
  ///   - draws: how many times signs are drawn for each picture.
  ///   - seed: what they follow from.
  ///   - shouldGoOn: asked between draws; once it says no, what there is by then is taken.
  public init(
    ofStage stage: Int, in network: Network, weights: any WeightSource, on pictures: [Tensor], draws: Int = 4,
    seed: UInt64, while shouldGoOn: () -> Bool = { true }
  ) {
    let output = network.stages[stage].output
    let place = (row: (output.height - 1) / 2, column: (output.width - 1) / 2)
    let seen = (network.span(seenFrom: place.row, ofStage: stage), network.span(seenFrom: place.column, ofStage: stage))
    precondition(
      seen.0.lowerBound >= 0 && seen.1.lowerBound >= 0 && seen.0.upperBound <= network.input.height
        && seen.1.upperBound <= network.input.width,
      "the middle of \(network.stages[stage].name) sees beyond the picture")
    var sums = Tensor(Shape(height: seen.0.count, width: seen.1.count), repeating: 0)
    for (number, picture) in pictures.enumerated() {
      let pass = RememberedPass(of: picture, through: network, weights: weights)
      for draw in 0..<draws where shouldGoOn() {
        let signs = SeededGenerator(seed: seed).stream(number).stream(draw)
        var start = Tensor(output, repeating: 0)
        for channel in 0..<output.channels {
          start[place.row, place.column, channel] = signs.integer(at: channel, in: 0...1) == 0 ? -1 : 1
        }
        let gradient = pass.gradients(start, from: stage, ofParameters: false).picture.cropped(seen)
        let length = gradient.values.reduce(0) { $0 + $1 * $1 }
        guard length > 0 else { continue }
        for (index, value) in gradient.values.enumerated() {
          sums.values[index / gradient.shape.channels] += value * value / length
        }
      }
    }
    self.init(meanSquares: sums)
  }

  /// How many cells of the input, and then of the output of each layer, a single unit behind the last one sees.
  private static func extents(seenThrough windows: [Window]) -> [Int] {
    var extents = [1]
    for window in windows.reversed() {
      extents.append((extents[extents.count - 1] - 1) * window.stride + window.effectiveKernel)
    }
    return extents.reversed()
  }

  private static func layer(
    _ window: Window, _ dimensions: Dimensions, depth: Int, filters: Int, _ generator: SeededGenerator
  ) -> Convolution {
    let columns = Window(window.kernel, stride: window.stride, dilation: window.dilation)
    let rows = dimensions == .one ? Window(1) : columns
    let fanIn = rows.kernel * columns.kernel * depth
    let bound = (6 / Float(fanIn)).squareRoot()
    return Convolution(
      FilterBank(
        count: filters, rows: rows.kernel, columns: columns.kernel, depth: depth,
        values: generator.uniforms(filters * fanIn, in: -bound...bound)), rows: rows, columns: columns)
  }

  /// The gradient of the unit with respect to the input, for one draw of weights and input.
  static func gradient(
    through windows: [Window], _ dimensions: Dimensions, filters: Int, isRectified: Bool, _ generator: SeededGenerator
  ) -> Tensor {
    let extents = extents(seenThrough: windows)
    let stack = windows.enumerated().map { index, window in
      layer(
        window, dimensions, depth: index == 0 ? 1 : filters, filters: index == windows.count - 1 ? 1 : filters,
        generator.stream(index))
    }
    let input = Tensor(Shape(height: dimensions == .one ? 1 : extents[0], width: extents[0]), seed: generator.seed)
    // What comes out of every layer but the last; only the ReLUs need it.
    var outputs: [Tensor] = []
    if isRectified {
      for layer in stack.dropLast() { outputs.append(ReLU()(layer(outputs.last ?? input))) }
    }
    var gradient = Tensor(Shape(vector: 1), repeating: 1)
    for (index, layer) in stack.enumerated().reversed() {
      if isRectified && index < outputs.count {
        gradient = ReLU().gradient(gradient, output: outputs[index])
      }
      let shape = Shape(
        height: input.shape.height == 1 ? 1 : extents[index], width: extents[index],
        channels: layer.filters.depth)
      gradient = layer.inputGradient(gradient, input: shape)
    }
    return gradient
  }

  // MARK: Measures

  /// The extent of the theoretical receptive field along an axis.
  public var size: Int { map.shape.width }

  /// Which part of the whole each column holds; all of them sum to 1.
  public var profile: [Double] {
    (0..<size).map { column in
      (0..<map.shape.height).reduce(0) { $0 + Double(map[$1, column]) }
    }
  }

  /// Which part of the whole lies within the `extent` middle cells along each axis, 0...1.
  ///
  /// - Parameter extent: when it is odd and the size even, or the other way round, the middle lies half a cell towards
  ///   the start.
  public func share(within extent: Int) -> Double {
    precondition(extent > 0 && extent <= size, "there are no \(extent) middle cells of \(size)")
    func middle(_ cells: Int) -> Range<Int> {
      let count = min(extent, cells)
      return (cells - count) / 2..<(cells - count) / 2 + count
    }
    var sum = 0.0
    for row in middle(map.shape.height) {
      for column in middle(map.shape.width) { sum += Double(map[row, column]) }
    }
    return sum
  }

  /// The fewest middle cells along each axis that hold at least a part of the whole.
  public func extent(holding share: Double) -> Int {
    (1..<size).first { self.share(within: $0) >= share } ?? size
  }
}

extension Network {
  /// Which rows of the input a row of a stage's output depends on, or which columns; what lies beside the input counts.
  fileprivate func span(seenFrom place: Int, ofStage index: Int) -> Range<Int> {
    precondition(isSequence, "layers follow each other")
    var (first, last) = (place, place)
    for stage in stages[...index].reversed() {
      guard let window = stage.layer.window else { continue }
      first = first * window.stride - window.padding.before
      last = last * window.stride - window.padding.before + window.effectiveKernel - 1
    }
    return first..<last + 1
  }
}
