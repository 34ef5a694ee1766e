import Testing

@testable import ConvolutionEngine

@Suite struct ConcatenationTests {
  @Test(arguments: Fixture.all("concatenation")) func agreesWithPyTorch(_ fixture: Fixture) {
    let channels = fixture.integers("depths")
    let inputs = channels.enumerated().map { index, count in
      Tensor(
        Shape(height: fixture.shape.height, width: fixture.shape.width, channels: count),
        seed: fixture.seed + 4 + UInt64(index))
    }
    let output = Concatenation()(inputs)
    fixture.expect(output)
    let gradients = Concatenation().gradients(fixture.outputGradient(output.shape), channels: channels)
    for (index, gradient) in gradients.enumerated() {
      #expect(gradient.shape == inputs[index].shape)
      fixture.expect(gradient.values, at: 1 + index)
    }
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("concatenation").count == 5)
  }

  @Test func gradientsUndoTheConcatenation() {
    let inputs = (1...3).map { Tensor(Shape(height: 2, width: 3, channels: $0), seed: UInt64($0)) }
    #expect(Concatenation().gradients(Concatenation()(inputs), channels: [1, 2, 3]) == inputs)
  }
}
