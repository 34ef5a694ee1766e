import Testing

@testable import ConvolutionEngine

@Suite struct TransposedConvolutionTests {
  private static let fixtures = Fixture.all("transposed")

  private func transposed(_ fixture: Fixture) -> TransposedConvolution {
    let (rows, columns) = fixture.windows
    let (count, depth) = (fixture.shape.channels, fixture.integer("depth"))
    let groups = fixture.integer("groups")
    return TransposedConvolution(
      FilterBank(
        count: count, rows: rows.kernel, columns: columns.kernel, depth: depth,
        values: SeededGenerator(seed: fixture.seed + 1).uniforms(
          count * rows.kernel * columns.kernel * depth, in: -1...1)),
      biases: SeededGenerator(seed: fixture.seed + 2).uniforms(depth * groups, in: -1...1), rows: rows,
      columns: columns, groups: groups, extraRows: fixture.pair("extra").rows,
      extraColumns: fixture.pair("extra").columns)
  }

  @Test(arguments: fixtures) func agreesWithPyTorch(_ fixture: Fixture) throws {
    let transposed = transposed(fixture)
    let output = transposed(fixture.input)
    fixture.expect(output)
    #expect(try transposed.output(for: fixture.shape) == output.shape)
    let gradients = transposed.gradients(fixture.outputGradient(output.shape), input: fixture.input)
    #expect(gradients.input.shape == fixture.shape)
    fixture.expect(gradients.input.values, at: 1)
    fixture.expect(gradients.weights.values, at: 2)
    fixture.expect(gradients.biases, at: 3)
  }

  @Test func fixturesAreThere() {
    #expect(Self.fixtures.count == 50)
  }

  @Test func gradientsAgreeWithDifferences() {
    let input = Tensor(Shape(height: 3, width: 2, channels: 2), seed: 91)
    func transposed(_ weights: [Float], _ biases: [Float]) -> TransposedConvolution {
      TransposedConvolution(
        FilterBank(count: 2, rows: 3, columns: 3, depth: 2, values: weights), biases: biases, stride: 2, padding: 1,
        extra: 1)
    }
    let weights = SeededGenerator(seed: 92).uniforms(36, in: -1...1)
    let layer = transposed(weights, [0.5, -0.5])
    let outputGradient = Tensor(layer(input).shape, seed: 93)
    let gradients = layer.gradients(outputGradient, input: input)
    expectGradient(at: input.values, is: gradients.input.values, outputGradient: outputGradient) {
      layer(Tensor(input.shape, values: $0))
    }
    expectGradient(at: weights, is: gradients.weights.values, outputGradient: outputGradient) {
      transposed($0, layer.biases)(input)
    }
    expectGradient(at: layer.biases, is: gradients.biases, outputGradient: outputGradient) {
      transposed(weights, $0)(input)
    }
  }

  /// ⟨conv(x), y⟩ = ⟨x, transposed(y)⟩.
  @Test(arguments: fixtures) func isTheAdjointOfItsConvolution(_ fixture: Fixture) {
    let layer = transposed(fixture)
    let unbiased = TransposedConvolution(
      layer.convolution.filters, rows: layer.convolution.rows, columns: layer.convolution.columns,
      groups: layer.convolution.groups, extraRows: layer.extraRows, extraColumns: layer.extraColumns)
    let output = unbiased(fixture.input)
    let other = fixture.outputGradient(output.shape)
    let forward = innerProduct(output, other)
    #expect(abs(forward - innerProduct(fixture.input, layer.convolution(other))) <= 1e-4)
  }

  /// Every value lays down the whole kernel; what overlaps adds up.
  @Test func kernelsAreLaidDownAndAddedUp() {
    let kernel = FilterBank(kernel: Tensor(signal: [1, 10, 100]))
    let rows = Window(1)
    let layer = TransposedConvolution(kernel, rows: rows, columns: Window(3, stride: 2))
    #expect(layer(Tensor(signal: [1, 2, 3])).values == [1, 10, 102, 20, 203, 30, 300])
  }

  @Test func sizesFollowTheirRule() throws {
    let geometry = TransposedGeometry(input: 3, window: Window(3, stride: 2, padding: 1), extra: 1)
    #expect(geometry.output == 6)
    #expect(geometry.equation == "(3 − 1)·2 + 3 − 2·1 + 1 = 6")
    #expect(
      TransposedGeometry(input: 2, window: Window(3, padding: Padding(before: 0, after: 1), dilation: 2)).equation
        == "(2 − 1)·1 + 5 − 0 − 1 = 5")
    #expect(TransposedGeometry(input: 2, window: Window(2, stride: 3)).outputs(of: 1) == [3, 4])
  }

  /// What comes out is an input from which the window makes as many outputs again.
  @Test func sizesAreUndoneByTheConvolution() {
    for input in 1...6 {
      for stride in 1...3 {
        for extra in 0..<stride {
          let window = Window(3, stride: stride, padding: 1, dilation: 2)
          let geometry = TransposedGeometry(input: input, window: window, extra: extra)
          #expect(window.over(geometry.output).output == input)
        }
      }
    }
  }

  @Test func nothingLeftIsRefusedWithTheSum() {
    let layer = TransposedConvolution(FilterBank(kernel: Tensor(rows: [[1]])), padding: 1)
    let error = #expect(throws: GeometryError.self) { try layer.output(for: Shape(height: 1, width: 4)) }
    #expect(
      error?.description == "(1 − 1)·1 + 1 − 2·1 = −1: the padding takes away all that the kernel spreads out")
  }
}
