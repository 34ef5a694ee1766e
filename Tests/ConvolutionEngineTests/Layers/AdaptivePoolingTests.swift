import Testing

@testable import ConvolutionEngine

@Suite struct AdaptivePoolingTests {
  private func size(_ fixture: Fixture) -> (height: Int, width: Int) {
    (fixture.pair("output").rows, fixture.pair("output").columns)
  }

  @Test(arguments: Fixture.all("adaptiveAveragePooling")) func meansAgreeWithPyTorch(_ fixture: Fixture) {
    let (height, width) = size(fixture)
    let pooling = AdaptiveAveragePooling(height: height, width: width)
    let output = pooling(fixture.input)
    fixture.expect(output)
    fixture.expect(pooling.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  @Test(arguments: Fixture.all("adaptiveMaxPooling")) func maximaAgreeWithPyTorch(_ fixture: Fixture) {
    let (height, width) = size(fixture)
    let (output, switches) = AdaptiveMaxPooling(height: height, width: width).withSwitches(fixture.input)
    fixture.expect(output)
    fixture.expect(switches.gradient(fixture.outputGradient(output.shape)).values, at: 1)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("adaptiveAveragePooling").count == 15)
    #expect(Fixture.all("adaptiveMaxPooling").count == 15)
  }

  @Test func gradientsAgreeWithDifferences() {
    let shape = Shape(height: 5, width: 7, channels: 2)
    let input = Tensor(shape, values: wellSeparated(shape.count, seed: 85))
    let outputGradient = Tensor(Shape(height: 2, width: 3, channels: 2), seed: 86)
    let mean = AdaptiveAveragePooling(height: 2, width: 3)
    expectGradient(
      at: input.values, is: mean.gradient(outputGradient, input: shape).values, outputGradient: outputGradient
    ) { mean(Tensor(shape, values: $0)) }
    let maximum = AdaptiveMaxPooling(height: 2, width: 3)
    expectGradient(
      at: input.values, is: maximum.withSwitches(input).switches.gradient(outputGradient).values,
      outputGradient: outputGradient
    ) { maximum(Tensor(shape, values: $0)) }
  }

  @Test func globalPoolingsSeeEverything() {
    let input = Tensor(Shape(height: 3, width: 4, channels: 2), seed: 87)
    let plane = input.channel(1)
    #expect(AdaptiveMaxPooling.global(input).values[1] == plane.range.upperBound)
    #expect(abs(AdaptiveAveragePooling.global(input).values[1] - plane.values.reduce(0, +) / 12) < 1e-6)
  }

  @Test func regionsGrowWithTheInput() {
    func regions(_ input: Int) -> [Range<Int>] {
      let geometry = AdaptiveGeometry(input: input, output: 3)
      return (0..<3).map(geometry.inputs)
    }
    #expect(regions(6) == [0..<2, 2..<4, 4..<6])
    #expect(regions(9) == [0..<3, 3..<6, 6..<9])
    #expect(regions(7) == [0..<3, 2..<5, 4..<7])
  }
}
