import Testing

@testable import ConvolutionEngine

@Suite struct AdditionTests {
  @Test(arguments: Fixture.all("addition")) func agreesWithPyTorch(_ fixture: Fixture) {
    let count = fixture.integer("count")
    let inputs = (0..<count).map { Tensor(fixture.shape, seed: fixture.seed + 4 + UInt64($0)) }
    fixture.expect(Addition()(inputs))
    let gradients = Addition().gradients(fixture.outputGradient(fixture.shape), inputs: count)
    #expect(gradients.count == count)
    for (index, gradient) in gradients.enumerated() { fixture.expect(gradient.values, at: 1 + index) }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("addition").count == 5)
  }
}
