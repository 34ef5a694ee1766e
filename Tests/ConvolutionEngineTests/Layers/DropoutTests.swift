import Testing

@testable import ConvolutionEngine

@Suite struct DropoutTests {
  @Test(arguments: Fixture.all("dropout")) func agreesWithPyTorch(_ fixture: Fixture) {
    let dropout = Dropout(rate: fixture.number("rate"))
    let mask = dropout.mask(for: fixture.shape, SeededGenerator(seed: fixture.seed + 1))
    fixture.expect(dropout(fixture.input, mask: mask))
    fixture.expect(dropout.gradient(fixture.outputGradient(fixture.shape), mask: mask).values, at: 1)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("dropout").count == 5)
  }

  @Test func gradientAgreesWithDifferences() {
    let input = Tensor(Shape(height: 3, width: 3, channels: 2), seed: 99)
    let mask = Dropout().mask(for: input.shape, SeededGenerator(seed: 100))
    let outputGradient = Tensor(input.shape, seed: 101)
    expectGradient(
      at: input.values, is: Dropout().gradient(outputGradient, mask: mask).values, outputGradient: outputGradient
    ) { Dropout()(Tensor(input.shape, values: $0), mask: mask) }
  }

  @Test func meanStaysAndSoManyAreDropped() {
    let mask = Dropout(rate: 0.25).mask(for: Shape(height: 100, width: 100), SeededGenerator(seed: 5))
    #expect(abs(mask.values.reduce(0, +) / 10_000 - 1) < 0.02)
    #expect((2_350...2_650).contains(mask.values.count { $0 == 0 }))
    #expect(Dropout(rate: 0).mask(for: Shape(vector: 9), SeededGenerator(seed: 5)).values.allSatisfy { $0 == 1 })
  }
}
