import Testing

@testable import ConvolutionEngine

@Suite struct DenseTests {
  private func dense(_ fixture: Fixture) -> Dense {
    let outputs = fixture.integer("outputs")
    return Dense(
      weights: SeededGenerator(seed: fixture.seed + 1).uniforms(fixture.shape.count * outputs, in: -1...1),
      biases: SeededGenerator(seed: fixture.seed + 2).uniforms(outputs, in: -1...1))
  }

  @Test(arguments: Fixture.all("dense")) func agreesWithPyTorch(_ fixture: Fixture) {
    fixture.expect(dense(fixture)(fixture.input))
  }

  @Test(arguments: Fixture.all("denseBackward")) func gradientsAgreeWithPyTorch(_ fixture: Fixture) {
    let dense = dense(fixture)
    let gradients = dense.gradients(fixture.outputGradient(Shape(vector: dense.outputs)), input: fixture.input)
    #expect(gradients.input.shape == fixture.shape)
    fixture.expect(gradients.input.values)
    fixture.expect(gradients.weights, at: 1)
    fixture.expect(gradients.biases, at: 2)
  }

  @Test func gradientsAgreeWithDifferences() throws {
    let fixture = try #require(Fixture.all("denseBackward").last)
    let (dense, input) = (dense(fixture), fixture.input)
    let outputGradient = fixture.outputGradient(Shape(vector: dense.outputs))
    let gradients = dense.gradients(outputGradient, input: input)
    expectGradient(at: input.values, is: gradients.input.values, outputGradient: outputGradient) {
      dense(Tensor(input.shape, values: $0))
    }
    expectGradient(at: dense.weights, is: gradients.weights, outputGradient: outputGradient) {
      Dense(weights: $0, biases: dense.biases)(input)
    }
    expectGradient(at: dense.biases, is: gradients.biases, outputGradient: outputGradient) {
      Dense(weights: dense.weights, biases: $0)(input)
    }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("dense").count == 15)
    #expect(Fixture.all("denseBackward").count == 10)
  }

  @Test func rectifiedOutputsAreNotNegative() {
    let dense = Dense(weights: [1, -1], biases: [0, 0.5], isRectified: true)
    #expect(dense(Tensor(signal: [2])).values == [2, 0])
    #expect(dense(Tensor(signal: [-2])).values == [0, 2.5])
  }
}
