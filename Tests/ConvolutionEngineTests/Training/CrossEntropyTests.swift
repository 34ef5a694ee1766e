import Testing

@testable import ConvolutionEngine

@Suite struct CrossEntropyTests {
  @Test(arguments: Fixture.all("crossEntropy")) func lossAndGradientAgreeWithPyTorch(_ fixture: Fixture) {
    let scale = fixture.number("scale")
    let scores = Tensor(fixture.shape, seed: fixture.seed, in: -scale...scale)
    let label = fixture.integer("label")
    // The loss is a difference of numbers as large as the scores.
    #expect(abs(CrossEntropy()(scores, label: label) - fixture.results[0][0]) <= 1e-6 * (1 + scale))
    for (value, wanted) in zip(CrossEntropy().gradient(scores: scores, label: label).values, fixture.results[1]) {
      #expect(abs(value - wanted) <= 1e-6)
    }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("crossEntropy").count == 15)
  }

  @Test func gradientAgreesWithDifferences() {
    let scores = Tensor(Shape(vector: 6), seed: 51, in: -2...2)
    expectGradient(
      at: scores.values, is: CrossEntropy().gradient(scores: scores, label: 2).values,
      outputGradient: Tensor(signal: [1])
    ) { Tensor(signal: [CrossEntropy()(Tensor(scores.shape, values: $0), label: 2)]) }
  }

  /// The gradient is what comes back through the softmax from −1/p at the right class.
  @Test func gradientIsThatOfTheLogarithmThroughTheSoftmax() {
    let scores = Tensor(Shape(vector: 6), seed: 52, in: -2...2)
    let probabilities = Softmax()(scores)
    var ofTheLogarithm = Tensor(scores.shape, repeating: 0)
    ofTheLogarithm.values[4] = -1 / probabilities.values[4]
    let back = Softmax().gradient(ofTheLogarithm, output: probabilities)
    for (value, wanted) in zip(CrossEntropy().gradient(scores: scores, label: 4).values, back.values) {
      #expect(abs(value - wanted) <= 1e-6)
    }
  }

  @Test func hugeScoresDoNotOverflow() {
    let scores = Tensor(Shape(vector: 3), values: [1e30, 0, -1e30])
    #expect(CrossEntropy()(scores, label: 0) == 0)
    #expect(CrossEntropy()(scores, label: 1) == 1e30)
    #expect(CrossEntropy().gradient(scores: scores, label: 1).values == [1, -1, 0])
  }

  /// Where training has diverged it says so, and does not end the program.
  @Test func whatIsNoNumberHasNoLoss() {
    for values: [Float] in [[.nan, .nan, .nan], [.nan, 0, 1], [.infinity, 0, 1]] {
      #expect(!CrossEntropy()(Tensor(Shape(vector: 3), values: values), label: 1).isFinite)
    }
  }
}
