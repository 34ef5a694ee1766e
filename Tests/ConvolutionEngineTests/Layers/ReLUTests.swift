import Testing

@testable import ConvolutionEngine

@Suite struct ReLUTests {
  @Test(arguments: Fixture.all("reluBackward")) func rulesAgreeWithPyTorch(_ fixture: Fixture) {
    let outputGradient = fixture.outputGradient(fixture.shape)
    let output = ReLU()(fixture.input)
    for (index, rule) in ReLU.Rule.allCases.enumerated() {
      fixture.expect(ReLU().gradient(outputGradient, output: output, rule: rule).values, at: index)
      #expect(
        ReLU().gradient(outputGradient, output: output, rule: rule)
          == ReLU().gradient(outputGradient, output: fixture.input, rule: rule))
    }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("reluBackward").count == 10)
  }

  @Test func gradientAgreesWithDifferences() {
    let values = wellSeparated(20, seed: 61)
    let input = Tensor(signal: values)
    let outputGradient = Tensor(input.shape, seed: 62)
    expectGradient(
      at: values, is: ReLU().gradient(outputGradient, output: ReLU()(input)).values, outputGradient: outputGradient
    ) { ReLU()(Tensor(signal: $0)) }
  }

  /// The figure of the paper: what went forward, what comes back, and what each rule lets through.
  @Test func rulesOfThePapersFigure() {
    let input = Tensor(rows: [[1, -1, 5], [2, -5, -7], [-3, 2, 4]])
    let outputGradient = Tensor(rows: [[-2, 3, -1], [6, -3, 1], [2, -1, 3]])
    let output = ReLU()(input)
    #expect(output == Tensor(rows: [[1, 0, 5], [2, 0, 0], [0, 2, 4]]))
    func back(_ rule: ReLU.Rule) -> Tensor { ReLU().gradient(outputGradient, output: output, rule: rule) }
    #expect(back(.plain) == Tensor(rows: [[-2, 0, -1], [6, 0, 0], [0, -1, 3]]))
    #expect(back(.deconvolution) == Tensor(rows: [[0, 3, 0], [6, 0, 1], [2, 0, 3]]))
    #expect(back(.guided) == Tensor(rows: [[0, 0, 0], [6, 0, 0], [0, 0, 3]]))
  }
}
