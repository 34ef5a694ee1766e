import Testing

@testable import ConvolutionEngine

@Suite struct EffectiveReceptiveFieldTests {
  /// In how many ways a unit reaches each input cell, counted from layer to layer.
  private func paths(through windows: [Window]) -> [Double] {
    var counts = [1.0]
    for window in windows.reversed() {
      var next = [Double](repeating: 0, count: (counts.count - 1) * window.stride + window.effectiveKernel)
      for (output, count) in counts.enumerated() {
        for weight in 0..<window.kernel { next[output * window.stride + weight * window.dilation] += count }
      }
      counts = next
    }
    return counts
  }

  /// The mean square of the gradient over many draws without ReLUs, scaled to sum to 1.
  private func meanSquare(
    _ windows: [Window], _ dimensions: EffectiveReceptiveField.Dimensions, filters: Int, draws: Int
  ) -> [Double] {
    var sums: [Double] = []
    for draw in 0..<draws {
      let gradient = EffectiveReceptiveField.gradient(
        through: windows, dimensions, filters: filters, isRectified: false, SeededGenerator(seed: 1).stream(draw))
      if sums.isEmpty { sums = [Double](repeating: 0, count: gradient.values.count) }
      for (index, value) in gradient.values.enumerated() { sums[index] += Double(value) * Double(value) }
    }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  /// Weights of different taps are independent and of mean zero, so that the mean square of a sum over paths is
  /// proportional to their number.
  @Test(arguments: [
    [Window(3), Window(3), Window(3)], [Window(3, stride: 2), Window(5), Window(2)],
    [Window(3), Window(3, dilation: 2), Window(3, dilation: 4)],
  ]) func meanSquareCountsThePaths(_ windows: [Window]) {
    let squares = meanSquare(windows, .one, filters: 4, draws: 3000)
    let paths = paths(through: windows)
    #expect(squares.count == paths.count)
    let all = paths.reduce(0, +)
    for (square, count) in zip(squares, paths) { #expect(abs(square - count / all) < 0.012) }
  }

  /// The paths over a grid are those over its rows times those over its columns.
  @Test func gridCountsThePathsAlongBothAxes() {
    let windows = [Window(3), Window(3)]
    let squares = meanSquare(windows, .two, filters: 8, draws: 1500)
    let paths = paths(through: windows)
    for row in 0..<5 {
      for column in 0..<5 {
        #expect(abs(squares[row * 5 + column] - paths[row] * paths[column] / 81) < 0.01)
      }
    }
  }

  /// A single draw is its gradient's size, scaled.
  @Test func mapIsMadeOfTheGradientsSizes() {
    let windows = [Window(3), Window(2)]
    let gradient = EffectiveReceptiveField.gradient(
      through: windows, .one, filters: 8, isRectified: true, SeededGenerator(seed: 8).stream(0))
    let total = gradient.values.reduce(0) { $0 + abs($1) }
    let field = EffectiveReceptiveField(through: windows, .one, draws: 1, seed: 8)
    for (value, size) in zip(field.map.values, gradient.values) { #expect(abs(value - abs(size) / total) < 1e-6) }
  }

  @Test func fieldIsAsLargeAsTheTheoreticalOneAndSumsToOne() {
    let windows = [
      Window(5, stride: 2, padding: 2), Window(3, padding: 1), Window(2, stride: 2), Window(3, dilation: 2),
    ]
    let field = EffectiveReceptiveField(through: windows, draws: 3, seed: 3)
    #expect(field.size == ReceptiveField.growth(through: windows).last?.size)
    #expect(field.map.shape.height == field.size)
    #expect(abs(field.map.values.reduce(0, +) - 1) < 1e-5)
    #expect(abs(field.share(within: field.size) - 1) < 1e-5)
    #expect(field.profile.count == field.size)
    #expect(abs(field.profile.reduce(0, +) - 1) < 1e-5)
    #expect(abs(field.profile[2] - Double(field.map.cropped((0..<field.size, 2..<3)).values.reduce(0, +))) < 1e-6)
  }

  /// The bell is narrower than the field, and the more so the deeper the stack.
  @Test func deeperStacksUseALesserPartOfTheirField() {
    var parts: [Double] = []
    for depth in [4, 8, 16] {
      let field = EffectiveReceptiveField(
        through: [Window](repeating: Window(3), count: depth), .one, draws: 60, seed: 4)
      #expect(field.size == 2 * depth + 1)
      parts.append(Double(field.extent(holding: 0.9)) / Double(field.size))
    }
    #expect(parts[0] > parts[1] && parts[1] > parts[2])
    #expect(parts[2] < 0.75)
  }

  @Test func sharesGrowFromTheMiddle() {
    let field = EffectiveReceptiveField(through: [Window](repeating: Window(3), count: 6), draws: 20, seed: 5)
    let shares = (1...field.size).map(field.share)
    #expect(shares == shares.sorted())
    #expect(field.share(within: 7) > 49.0 / 169)
    let extent = field.extent(holding: 0.8)
    #expect(field.share(within: extent) >= 0.8 && field.share(within: extent - 1) < 0.8)
  }

  /// Of a network's stage: with one channel a sign makes no difference, and the field is that of a single gradient.
  @Test func fieldOfAStageIsThatOfItsMiddle() throws {
    let network = try Network(
      name: "two", title: "Two", input: Shape(height: 12, width: 12, channels: 2),
      layers: [
        .convolution("a", 3, kernel: 3, padding: 1), .maxPooling("b", 2, stride: 2),
        Layer("c", .convolution(filters: 1, Window(3), groups: 1)),
      ])
    let (weights, picture) = (SeededWeights(seed: 3), Tensor(network.input, seed: 4))
    let field = EffectiveReceptiveField(ofStage: 2, in: network, weights: weights, on: [picture], draws: 1, seed: 5)
    // The unit in row 1 of 4 looks at rows 1 to 3 of the poolings, those at rows 2 to 7, and these at rows 1 to 8.
    #expect(field.size == 8)
    let pass = RememberedPass(of: picture, through: network, weights: weights)
    var unit = Tensor(network.stages[2].output, repeating: 0)
    unit[1, 1] = 1
    let gradient = pass.gradients(unit, from: 2).picture
    var sizes: [Float] = []
    for row in 1...8 {
      for column in 1...8 {
        sizes.append(
          (gradient[row, column, 0] * gradient[row, column, 0] + gradient[row, column, 1] * gradient[row, column, 1])
            .squareRoot())
      }
    }
    let total = sizes.reduce(0, +)
    #expect(total > 0)
    for (value, size) in zip(field.map.values, sizes) { #expect(abs(value - size / total) < 1e-5) }
  }

  @Test func sameSeedGivesTheSameField() {
    let windows = [Window(3), Window(3)]
    let field = EffectiveReceptiveField(through: windows, draws: 2, seed: 6)
    #expect(field == EffectiveReceptiveField(through: windows, draws: 2, seed: 6))
    #expect(field != EffectiveReceptiveField(through: windows, draws: 2, seed: 7))
    #expect(field != EffectiveReceptiveField(through: windows, isRectified: false, draws: 2, seed: 6))
  }
}
