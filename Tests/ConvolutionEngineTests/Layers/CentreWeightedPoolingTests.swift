import Testing

@testable import ConvolutionEngine

@Suite struct CentreWeightedPoolingTests {
  @Test(arguments: Fixture.all("centreWeightedPooling")) func meansAndGradientAgreeWithPyTorch(
    _ fixture: Fixture
  ) throws {
    let (rows, columns) = fixture.windows
    let pooling = CentreWeightedPooling(rows: rows, columns: columns)
    let output = pooling(fixture.input)
    fixture.expect(output)
    #expect(try pooling.output(for: fixture.shape) == output.shape)
    fixture.expect(pooling.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("centreWeightedPooling").count == 20)
  }

  @Test func gradientAgreesWithDifferences() {
    let shape = Shape(height: 4, width: 5, channels: 2)
    let pooling = CentreWeightedPooling(Window(3, stride: 2, padding: 1))
    let input = Tensor(shape, seed: 83)
    let outputGradient = Tensor(pooling(input).shape, seed: 84)
    expectGradient(
      at: input.values, is: pooling.gradient(outputGradient, input: shape).values, outputGradient: outputGradient
    ) { pooling(Tensor(shape, values: $0)) }
  }

  @Test func weightsFallFromTheCentreAndSumToOne() {
    let weights = CentreWeightedPooling(Window(3)).weights
    #expect(abs(weights.values.reduce(0, +) - 1) < 1e-6)
    #expect(weights[1, 1] > weights[0, 1] && weights[0, 1] > weights[0, 0])
    #expect(weights[0, 1] == weights[1, 0] && weights[0, 0] == weights[2, 2])
    #expect(CentreWeightedPooling(Window(2)).weights.values == [0.25, 0.25, 0.25, 0.25])
  }

  @Test func evenInputStaysEven() {
    let pooling = CentreWeightedPooling(Window(3, stride: 2, padding: 1))
    let values = pooling(Tensor(Shape(height: 6, width: 6), repeating: 2)).values
    #expect(values.allSatisfy { abs($0 - 2) < 1e-6 })
  }
}
