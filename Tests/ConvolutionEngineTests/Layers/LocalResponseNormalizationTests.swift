import Testing

@testable import ConvolutionEngine

@Suite struct LocalResponseNormalizationTests {
  private func normalization(_ fixture: Fixture) -> LocalResponseNormalization {
    LocalResponseNormalization(
      size: fixture.integer("n"), alpha: fixture.number("alpha"), beta: fixture.number("beta"),
      offset: fixture.number("k"))
  }

  @Test(arguments: Fixture.all("normalization")) func agreesWithPyTorch(_ fixture: Fixture) {
    fixture.expect(normalization(fixture)(fixture.input))
  }

  @Test(arguments: Fixture.all("normalizationBackward")) func gradientAgreesWithPyTorch(_ fixture: Fixture) {
    fixture.expect(
      normalization(fixture).gradient(fixture.outputGradient(fixture.shape), input: fixture.input).values)
  }

  @Test(arguments: [3, 4]) func gradientAgreesWithDifferences(size: Int) {
    let normalization = LocalResponseNormalization(size: size, alpha: 1, offset: 1)
    let input = Tensor(Shape(height: 2, width: 2, channels: 7), seed: 31)
    let outputGradient = Tensor(input.shape, seed: 32)
    expectGradient(
      at: input.values, is: normalization.gradient(outputGradient, input: input).values,
      outputGradient: outputGradient
    ) { normalization(Tensor(input.shape, values: $0)) }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("normalization").count == 30)
    #expect(Fixture.all("normalizationBackward").count == 20)
  }

  @Test func standardValuesAreAlexNets() {
    #expect(
      LocalResponseNormalization() == LocalResponseNormalization(size: 5, alpha: 1e-4, beta: 0.75, offset: 2))
  }
}
