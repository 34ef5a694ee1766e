import Testing

@testable import ConvolutionEngine

@Suite struct LocalResponseNormalizationTests {
  @Test(arguments: Fixture.all("normalization")) func agreesWithPyTorch(_ fixture: Fixture) {
    let normalization = LocalResponseNormalization(
      size: fixture.integer("n"), alpha: fixture.number("alpha"), beta: fixture.number("beta"),
      offset: fixture.number("k"))
    fixture.expect(normalization(fixture.input))
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("normalization").count == 30)
  }

  @Test func standardValuesAreAlexNets() {
    #expect(
      LocalResponseNormalization() == LocalResponseNormalization(size: 5, alpha: 1e-4, beta: 0.75, offset: 2))
  }
}
