import Testing

@testable import ConvolutionEngine

@Suite struct BatchNormalizationTests {
  private func batch(_ fixture: Fixture) -> [Tensor] {
    let count = fixture.shape.count
    let values = SeededGenerator(seed: fixture.seed).uniforms(fixture.integer("pictures") * count, in: -1...1)
    return stride(from: 0, to: values.count, by: count).map {
      Tensor(fixture.shape, values: Array(values[$0..<$0 + count]))
    }
  }

  private func gradients(_ fixture: Fixture) -> [Tensor] {
    let count = fixture.shape.count
    let values = SeededGenerator(seed: fixture.seed + 3).uniforms(fixture.integer("pictures") * count, in: -1...1)
    return stride(from: 0, to: values.count, by: count).map {
      Tensor(fixture.shape, values: Array(values[$0..<$0 + count]))
    }
  }

  private func normalization(_ fixture: Fixture) -> BatchNormalization {
    BatchNormalization(
      scales: SeededGenerator(seed: fixture.seed + 1).uniforms(fixture.shape.channels, in: -1...1),
      shifts: SeededGenerator(seed: fixture.seed + 2).uniforms(fixture.shape.channels, in: -1...1))
  }

  @Test(arguments: Fixture.all("batchNormalization")) func agreesWithPyTorch(_ fixture: Fixture) {
    let normalization = normalization(fixture)
    let batch = batch(fixture)
    let (outputs, memory) = normalization.train(batch)
    fixture.expect(outputs.flatMap(\.values))
    let back = normalization.gradients(gradients(fixture), memory: memory)
    fixture.expect(back.inputs.flatMap(\.values), at: 1)
    fixture.expect(back.scales, at: 2)
    fixture.expect(back.shifts, at: 3)
    let later = normalization.updated(by: memory)
    fixture.expect(later.means, at: 4)
    fixture.expect(later.variances, at: 5)
    fixture.expect(later(batch[0]).values, at: 6)
    let evaluated = later.gradients(fixture.outputGradient(fixture.shape), input: batch[0])
    fixture.expect(evaluated.inputs[0].values, at: 7)
    fixture.expect(evaluated.scales, at: 8)
    fixture.expect(evaluated.shifts, at: 9)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("batchNormalization").count == 15)
  }

  @Test func gradientsAgreeWithDifferences() {
    let shape = Shape(height: 2, width: 3, channels: 2)
    let values = SeededGenerator(seed: 97).uniforms(2 * shape.count, in: -1...1)
    func split(_ values: [Float]) -> [Tensor] {
      [Tensor(shape, values: Array(values.prefix(12))), Tensor(shape, values: Array(values.suffix(12)))]
    }
    func joined(_ batch: [Tensor]) -> Tensor { Tensor(signal: batch.flatMap(\.values)) }
    func normalization(_ scales: [Float], _ shifts: [Float]) -> BatchNormalization {
      BatchNormalization(scales: scales, shifts: shifts)
    }
    let layer = normalization([1.5, -0.5], [0.25, 1])
    let outputGradient = Tensor(signal: SeededGenerator(seed: 98).uniforms(24, in: -1...1))
    let memory = layer.train(split(values)).memory
    let back = layer.gradients(split(outputGradient.values), memory: memory)
    expectGradient(
      at: values, is: back.inputs.flatMap(\.values), outputGradient: outputGradient, tolerance: 5e-3
    ) { joined(layer.train(split($0)).outputs) }
    expectGradient(at: layer.scales, is: back.scales, outputGradient: outputGradient) {
      joined(normalization($0, layer.shifts).train(split(values)).outputs)
    }
    expectGradient(at: layer.shifts, is: back.shifts, outputGradient: outputGradient) {
      joined(normalization(layer.scales, $0).train(split(values)).outputs)
    }
  }

  @Test func batchComesOutWithMeanZeroAndVarianceOne() {
    let batch = (0..<4).map { Tensor(Shape(height: 5, width: 5, channels: 3), seed: $0, in: 2...9) }
    let outputs = BatchNormalization(scales: [1, 1, 1], shifts: [0, 0, 0]).train(batch).outputs
    for channel in 0..<3 {
      let values = outputs.flatMap { $0.channel(channel).values }
      #expect(abs(values.reduce(0, +)) < 1e-3)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 100 - 1) < 1e-3)
    }
  }
}
