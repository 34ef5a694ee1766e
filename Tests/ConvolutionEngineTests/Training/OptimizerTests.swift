import Testing

@testable import ConvolutionEngine

extension Fixture {
  /// The optimizer of a case.
  var optimizer: Optimizer {
    switch setting("kind") {
    case "adam": .adam(epsilon: number("epsilon"))
    case "momentum": .descent()
    default: .descent(momentum: 0)
    }
  }
}

@Suite struct OptimizerTests {
  @Test func thereAreFixtures() {
    #expect(Fixture.all("optimizer").count == 3)
  }

  @Test(arguments: Fixture.all("optimizer")) func stepsAreThoseOfPyTorch(fixture: Fixture) {
    let count = fixture.integer("count")
    func uniforms(_ seed: UInt64) -> [Float] { SeededGenerator(seed: seed).uniforms(count, in: -1...1) }
    var values = uniforms(fixture.seed)
    var memory = Optimizer.Memory()
    for step in 0..<fixture.integer("steps") {
      fixture.optimizer.step(
        &values, along: uniforms(fixture.seed + 1 + UInt64(step)), rate: fixture.number("rate"), &memory)
    }
    #expect(memory.steps == fixture.integer("steps"))
    fixture.expect(values)
  }

  /// The first step of Adam is as long as the rate, however large the gradient.
  @Test func adamCorrectsItsStart() {
    for gradient: Float in [1e-3, 1, 1e3] {
      var values: [Float] = [1, 1]
      var memory = Optimizer.Memory()
      Optimizer.adam().step(&values, along: [gradient, -gradient], rate: 0.25, &memory)
      #expect(abs(values[0] - 0.75) < 1e-4 && abs(values[1] - 1.25) < 1e-4)
    }
  }
}

@Suite struct LearningRateTests {
  @Test func aCosineFallsToNothing() {
    let rate = LearningRate.cosine(from: 0.4, steps: 100)
    #expect(rate(at: 0) == 0.4)
    #expect(abs(rate(at: 50) - 0.2) < 1e-6)
    #expect(abs(rate(at: 25) - 0.2 * (1 + Float(0.5).squareRoot())) < 1e-6)
    #expect(rate(at: 100) < 1e-7 && rate(at: 1000) == rate(at: 100))
    #expect((0..<100).allSatisfy { rate(at: $0) > rate(at: $0 + 1) })
    #expect(LearningRate.constant(0.1)(at: 1_000_000) == 0.1)
  }
}
