import Testing

@testable import ConvolutionEngine

@Suite struct L2PoolingTests {
  @Test(arguments: Fixture.all("l2Pooling")) func normsAndGradientAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (rows, columns) = fixture.windows
    let pooling = L2Pooling(rows: rows, columns: columns)
    let output = pooling(fixture.input)
    fixture.expect(output)
    #expect(try pooling.output(for: fixture.shape) == output.shape)
    let gradient = pooling.gradient(fixture.outputGradient(output.shape), input: fixture.input, output: output)
    fixture.expect(gradient.values, at: 1)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("l2Pooling").count == 20)
  }

  @Test func gradientAgreesWithDifferences() {
    let shape = Shape(height: 4, width: 5, channels: 2)
    let input = Tensor(shape, values: wellSeparated(shape.count, seed: 81))
    let pooling = L2Pooling(Window(3, stride: 2, padding: 1, rounding: .up))
    let output = pooling(input)
    let outputGradient = Tensor(output.shape, seed: 82)
    expectGradient(
      at: input.values, is: pooling.gradient(outputGradient, input: input, output: output).values,
      outputGradient: outputGradient
    ) { pooling(Tensor(shape, values: $0)) }
  }

  @Test func normOfThreeAndFourIsFive() {
    let pooling = L2Pooling(Window(2, stride: 2))
    let input = Tensor(rows: [[3, 0], [0, -4]])
    let output = pooling(input)
    #expect(output.values == [5])
    let back = pooling.gradient(Tensor(rows: [[10]]), input: input, output: output)
    #expect(back == Tensor(rows: [[6, 0], [0, -8]]))
  }

  @Test func windowOfZerosSendsNothingBack() {
    let pooling = L2Pooling(Window(2))
    let input = Tensor(rows: [[0, 0], [0, 0]])
    #expect(pooling.gradient(Tensor(rows: [[1]]), input: input, output: pooling(input)) == input)
  }
}
