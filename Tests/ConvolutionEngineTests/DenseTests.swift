import Testing

@testable import ConvolutionEngine

@Suite struct DenseTests {
  @Test(arguments: Fixture.all("dense")) func agreesWithPyTorch(_ fixture: Fixture) {
    let outputs = fixture.integer("outputs")
    let dense = Dense(
      weights: SeededGenerator(seed: fixture.seed + 1).uniforms(fixture.shape.count * outputs, in: -1...1),
      biases: SeededGenerator(seed: fixture.seed + 2).uniforms(outputs, in: -1...1))
    fixture.expect(dense(fixture.input))
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("dense").count == 15)
  }

  @Test func rectifiedOutputsAreNotNegative() {
    let dense = Dense(weights: [1, -1], biases: [0, 0.5], isRectified: true)
    #expect(dense(Tensor(signal: [2])).values == [2, 0])
    #expect(dense(Tensor(signal: [-2])).values == [0, 2.5])
  }
}
