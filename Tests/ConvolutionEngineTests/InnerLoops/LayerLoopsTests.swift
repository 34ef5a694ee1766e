import Testing

@testable import ConvolutionEngine

/// Each layer by all loops against its formula in double precision, with channels that do and do not fill the lanes.
@Suite struct LayerLoopsTests {
  private static let shapes = [1, 3, 8, 16, 17, 33].map { Shape(height: 5, width: 7, channels: $0) }

  private func expect(
    _ shape: Shape, _ layer: (Tensor) -> Tensor, is reference: (Tensor, Int, Int, Int) -> Double,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let input = Tensor(shape, seed: UInt64(shape.channels), in: -2...2)
    for loops in ChosenLoops.all {
      let result = ChosenLoops.$current.withValue(loops) { layer(input) }
      for row in 0..<result.shape.height {
        for column in 0..<result.shape.width {
          for channel in 0..<result.shape.channels {
            let wanted = reference(input, row, column, channel)
            #expect(
              abs(Double(result[row, column, channel]) - wanted) < 1e-5, "\(loops.name)", sourceLocation: location)
          }
        }
      }
    }
  }

  @Test(arguments: shapes) func rectification(_ shape: Shape) {
    expect(shape, { ReLU()($0) }, is: { max(0, Double($0[$1, $2, $3])) })
  }

  @Test(arguments: shapes) func addition(_ shape: Shape) {
    let other = Tensor(shape, seed: 99)
    expect(shape, { Addition()([$0, other]) }, is: { Double($0[$1, $2, $3]) + Double(other[$1, $2, $3]) })
    expect(
      shape, { sum($0, other, isRectified: true) }, is: { max(0, Double($0[$1, $2, $3]) + Double(other[$1, $2, $3])) })
  }

  @Test(arguments: shapes) func concatenation(_ shape: Shape) {
    let other = Tensor(Shape(height: shape.height, width: shape.width, channels: 5), seed: 99)
    expect(
      shape, { Concatenation()([$0, other]) },
      is: { input, row, column, channel in
        let count = input.shape.channels
        return Double(channel < count ? input[row, column, channel] : other[row, column, channel - count])
      })
  }

  @Test(arguments: shapes) func batchNormalization(_ shape: Shape) {
    let draws = SeededGenerator(seed: 5)
    let normalization = BatchNormalization(
      scales: draws.uniforms(shape.channels, in: 0.5...2), shifts: draws.uniforms(shape.channels, in: -1...1),
      means: draws.uniforms(shape.channels, in: -1...0), variances: draws.uniforms(shape.channels, in: 0.2...1))
    expect(
      shape, { normalization($0) },
      is: { input, row, column, channel in
        let distance = Double(input[row, column, channel]) - Double(normalization.means[channel])
        let deviation = (Double(normalization.variances[channel]) + 1e-5).squareRoot()
        return Double(normalization.scales[channel]) * distance / deviation + Double(normalization.shifts[channel])
      })
  }

  @Test(arguments: shapes, [1, 2, 5]) func responseNormalization(_ shape: Shape, _ size: Int) {
    let normalization = LocalResponseNormalization(size: size, alpha: 0.3, offset: 1.5)
    expect(
      shape, { normalization($0) },
      is: { input, row, column, channel in
        let neighbours = max(0, channel - size / 2)...min(input.shape.channels - 1, channel + (size - 1) / 2)
        let sum = neighbours.reduce(0) { $0 + Double(input[row, column, $1]) * Double(input[row, column, $1]) }
        let root = (1.5 + 0.3 / Double(size) * sum).squareRoot()
        return Double(input[row, column, channel]) / (root * root.squareRoot())
      })
  }

  @Test(arguments: shapes) func pooling(_ shape: Shape) {
    let rows = Window(3, stride: 2, padding: 1)
    let columns = Window(2, stride: 1, padding: Padding(before: 1, after: 0), dilation: 2, rounding: .up)
    func cells(_ input: Tensor, _ row: Int, _ column: Int, _ channel: Int) -> [Double] {
      let (vertical, horizontal) = (rows.over(input.shape.height), columns.over(input.shape.width))
      return vertical.inputs(of: row).filter { !vertical.isPadding($0) }.flatMap { row in
        horizontal.inputs(of: column).filter { !horizontal.isPadding($0) }.map { Double(input[row, $0, channel]) }
      }
    }
    expect(
      shape, { MaxPooling(rows: rows, columns: columns)($0) },
      is: { cells($0, $1, $2, $3).max() ?? .nan })
    expect(
      shape, { AveragePooling(rows: rows, columns: columns, countsPadding: false)($0) },
      is: { input, row, column, channel in
        let cells = cells(input, row, column, channel)
        return cells.reduce(0, +) / Double(cells.count)
      })
    let input = Tensor(shape, seed: 4)
    let pooling = MaxPooling(rows: rows, columns: columns)
    #expect(pooling(input) == pooling.withSwitches(input).output)
  }

  @Test(arguments: [(1, 1), (7, 5), (16, 4), (100, 33), (333, 6)]) func dense(_ inputs: Int, _ outputs: Int) {
    let draws = SeededGenerator(seed: 3)
    let weights = draws.uniforms(inputs * outputs, in: -1...1)
    for isRectified in [false, true] {
      let dense = Dense(
        weights: weights, biases: draws.uniforms(outputs, in: -1...1), isRectified: isRectified)
      expect(
        Shape(vector: inputs), { dense($0) },
        is: { input, _, _, output in
          let sum = (0..<inputs).reduce(Double(dense.biases[output])) {
            $0 + Double(weights[output * inputs + $1]) * Double(input.values[$1])
          }
          return isRectified ? max(0, sum) : sum
        })
    }
  }

  @Test(arguments: [0, 1, 7, 8, 1000, 40_001]) func valuesOfASeedAreThoseOneByOne(_ count: Int) {
    let generator = SeededGenerator(seed: 77)
    let wanted = (0..<count).map { generator.uniform(at: $0, in: -0.3...0.7) }
    for loops in ChosenLoops.all {
      let values = ChosenLoops.$current.withValue(loops) { generator.uniforms(count, in: -0.3...0.7) }
      #expect(values == wanted, "\(loops.name)")
    }
  }
}
