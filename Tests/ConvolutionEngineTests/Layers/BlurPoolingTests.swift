import Testing

@testable import ConvolutionEngine

@Suite struct BlurPoolingTests {
  @Test func fixturesAreThere() {
    #expect(Fixture.all("blurPooling").count == 40 && Fixture.all("borderPadding").count == 20)
    #expect(Fixture.all("nearestEnlargement").count == 10)
  }

  @Test(arguments: Fixture.all("blurPooling")) func blursAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (rows, columns) = fixture.windows
    let blur = BlurPooling(rows: rows, columns: columns, border: fixture.border)
    let output = blur(fixture.input)
    fixture.expect(output)
    #expect(try blur.output(for: fixture.shape) == output.shape)
    fixture.expect(blur.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  @Test(arguments: Fixture.all("borderPadding")) func bordersAgreeWithPyTorch(_ fixture: Fixture) {
    let (before, after) = (fixture.pair("before"), fixture.pair("after"))
    let padding = BorderPadding(
      rows: Padding(before: before.rows, after: after.rows),
      columns: Padding(before: before.columns, after: after.columns),
      border: fixture.border)
    let output = padding(fixture.input)
    fixture.expect(output)
    fixture.expect(padding.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  @Test(arguments: Fixture.all("nearestEnlargement")) func enlargementsAgreeWithPyTorch(_ fixture: Fixture) {
    let factor = fixture.pair("factor")
    let enlargement = NearestEnlargement(rows: factor.rows, columns: factor.columns)
    let output = enlargement(fixture.input)
    fixture.expect(output)
    #expect(enlargement.output(for: fixture.shape) == output.shape)
    fixture.expect(enlargement.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  @Test func gradientsAgreeWithDifferences() {
    let shape = Shape(height: 5, width: 4, channels: 2)
    let input = Tensor(shape, seed: 61)
    for border in Border.allCases {
      let blur = BlurPooling(Window(4, stride: 2, padding: Padding(before: 3, after: 2)), border: border)
      let outputGradient = Tensor(blur(input).shape, seed: 62)
      expectGradient(
        at: input.values, is: blur.gradient(outputGradient, input: shape).values, outputGradient: outputGradient
      ) { blur(Tensor(shape, values: $0)) }
      let padding = BorderPadding(rows: 2, columns: Padding(before: 5, after: 1), border: border)
      let paddedGradient = Tensor(padding(input).shape, seed: 63)
      expectGradient(
        at: input.values, is: padding.gradient(paddedGradient, input: shape).values, outputGradient: paddedGradient
      ) { padding(Tensor(shape, values: $0)) }
    }
    let enlargement = NearestEnlargement(rows: 3, columns: 2)
    let enlargedGradient = Tensor(enlargement(input).shape, seed: 64)
    expectGradient(
      at: input.values, is: enlargement.gradient(enlargedGradient, input: shape).values,
      outputGradient: enlargedGradient
    ) { enlargement(Tensor(shape, values: $0)) }
  }

  /// R. Zhang's example: what every other maximum keeps changes altogether when the signal is shifted by one; blurred first,
  /// it changes by a quarter.
  @Test func aBlurSavesWhatSubsamplingLoses() {
    let ring = BorderPadding(signal: Padding(before: 0, after: 1), border: .circular)
    let blur = BlurPooling(signal: Window(3, stride: 2, padding: 1), border: .circular)
    func pooled(_ signal: [Float]) -> (plain: [Float], blurred: [Float]) {
      let maxima = MaxPooling(signal: Window(2))(ring(Tensor(signal: signal)))
      return (maxima.picked((stride(from: 0, to: 1, by: 1), stride(from: 0, to: 8, by: 2))).values, blur(maxima).values)
    }
    let (still, shifted) = (pooled([0, 0, 1, 1, 0, 0, 1, 1]), pooled([1, 0, 0, 1, 1, 0, 0, 1]))
    #expect(still.plain == [0, 1, 0, 1] && shifted.plain == [1, 1, 1, 1])
    #expect(still.blurred == [0.5, 1, 0.5, 1] && shifted.blurred == [0.75, 0.75, 0.75, 0.75])
  }

  @Test func weightsArePascals() {
    #expect(BlurPooling.weights(1) == [1] && BlurPooling.weights(2) == [0.5, 0.5])
    #expect(BlurPooling.weights(3) == [0.25, 0.5, 0.25] && BlurPooling.weights(4) == [0.125, 0.375, 0.375, 0.125])
    #expect(BlurPooling.weights(7).map { $0 * 64 } == [1, 6, 15, 20, 15, 6, 1])
  }

  /// Without a stride a blur on a ring does the same to a shifted signal, and keeps the sum.
  @Test func onARingABlurIsEquivariant() {
    let signal = Tensor(Shape(height: 1, width: 9), seed: 5)
    let blur = BlurPooling(weights: 4, stride: 1, border: .circular)
    func shifted(_ tensor: Tensor) -> Tensor { Tensor(signal: [tensor.values[8]] + tensor.values[..<8]) }
    let ring = BlurPooling(signal: Window(4, padding: .same(kernel: 4)), border: .circular)
    for (one, other) in zip(ring(shifted(signal)).values, shifted(ring(signal)).values) {
      #expect(abs(one - other) < 1e-6)
    }
    #expect(abs(ring(signal).values.reduce(0, +) - signal.values.reduce(0, +)) < 1e-5)
    #expect(blur(Tensor(Shape(height: 6, width: 7), repeating: 2)).values.allSatisfy { $0 == 2 })
  }
}

extension Fixture {
  fileprivate var border: Border {
    switch setting("border") {
    case "zeros": .zeros
    case "circular": .circular
    case "reflected": .reflected
    default: .repeated
    }
  }
}
