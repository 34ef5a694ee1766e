import Testing

@testable import ConvolutionEngine

@Suite struct SoftmaxTests {
  @Test(arguments: Fixture.all("softmax")) func agreesWithPyTorch(_ fixture: Fixture) {
    let scale = fixture.number("scale")
    fixture.expect(Softmax()(Tensor(fixture.shape, seed: fixture.seed, in: -scale...scale)))
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("softmax").count == 15)
  }

  @Test func probabilitiesSumToOneEvenForHugeScores() {
    let probabilities = Softmax()(Tensor(Shape(vector: 3), values: [1e30, 1e30, -1e30]))
    #expect(probabilities.values == [0.5, 0.5, 0])
  }
}
