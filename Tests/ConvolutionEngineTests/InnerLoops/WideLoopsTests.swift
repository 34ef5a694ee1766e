import Testing

@testable import ConvolutionEngine

/// Wide registers compute twice as many values at a time, and the same: no bit may show which of the fused loops ran.
@Suite(.enabled(if: ChosenLoops.all.count > 2, "this processor has no wide registers")) struct WideLoopsTests {
  /// What the loops for registers of eight make, and those for wide registers.
  private func results<Result>(_ work: () throws -> Result) rethrows -> (fused: Result, wide: Result) {
    (
      try ChosenLoops.$current.withValue(ChosenLoops.all[1], operation: work),
      try ChosenLoops.$current.withValue(ChosenLoops.all[2], operation: work)
    )
  }

  @Test func theyAreTheFusedOnesAndTheWide() {
    #expect(ChosenLoops.all.map { $0.name } == ["baseline", "FMA", "AVX-512"])
  }

  @Test(arguments: (201...260).map { RandomConvolution(seed: $0) })
  func convolutionsAreTheSame(_ example: RandomConvolution) throws {
    let outputs = results { example.convolution(example.input) }
    #expect(outputs.fused == outputs.wide)
    let gradient = try example.outputGradient(zeros: 0.5)
    let gradients = results { example.convolution.gradients(gradient, input: example.input) }
    #expect(gradients.fused == gradients.wide)
  }

  /// Full blocks of filters on maps that leave 0 to 11 outputs over, with taps in one part and in several.
  @Test(arguments: 1...12, [16, 130]) func everyRestOfOutputsIsTheSame(width: Int, channels: Int) {
    let taps = 32 * 9 * channels
    let convolution = Convolution(
      FilterBank(
        count: 32, rows: 3, columns: 3, depth: channels, values: SeededGenerator(seed: 5).uniforms(taps, in: -1...1)),
      padding: 1)
    let input = Tensor(Shape(height: 3, width: width, channels: channels), seed: UInt64(width))
    let outputs = results { convolve(input, by: convolution) }
    #expect(outputs.fused == outputs.wide)
  }

  @Test func trainingIsTheSame() {
    let pictures = WrittenDigits(count: 40, seed: 2)
    let plan = TrainingPlan(optimizer: .nesterov(), batchSize: 20, seed: 3)
    let parameters = results {
      var trainer = Trainer(.digits, plan, on: pictures)
      for _ in 0..<3 { trainer.step() }
      return trainer.keyframe.parameters.values
    }
    #expect(parameters.fused == parameters.wide)
  }
}
