import Testing

@testable import ConvolutionEngine

@Suite struct SoftmaxTests {
  @Test(arguments: Fixture.all("softmax")) func agreesWithPyTorch(_ fixture: Fixture) {
    let scale = fixture.number("scale")
    fixture.expect(Softmax()(Tensor(fixture.shape, seed: fixture.seed, in: -scale...scale)))
  }

  @Test(arguments: Fixture.all("softmaxBackward")) func gradientAgreesWithPyTorch(_ fixture: Fixture) {
    let scale = fixture.number("scale")
    let output = Softmax()(Tensor(fixture.shape, seed: fixture.seed, in: -scale...scale))
    fixture.expect(Softmax().gradient(fixture.outputGradient(fixture.shape), output: output).values)
  }

  @Test func gradientAgreesWithDifferences() {
    let input = Tensor(Shape(height: 2, width: 1, channels: 5), seed: 41, in: -2...2)
    let outputGradient = Tensor(input.shape, seed: 42)
    expectGradient(
      at: input.values, is: Softmax().gradient(outputGradient, output: Softmax()(input)).values,
      outputGradient: outputGradient
    ) { Softmax()(Tensor(input.shape, values: $0)) }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("softmax").count == 15)
    #expect(Fixture.all("softmaxBackward").count == 10)
  }

  @Test func probabilitiesSumToOneEvenForHugeScores() {
    let probabilities = Softmax()(Tensor(Shape(vector: 3), values: [1e30, 1e30, -1e30]))
    #expect(probabilities.values == [0.5, 0.5, 0])
  }
}
