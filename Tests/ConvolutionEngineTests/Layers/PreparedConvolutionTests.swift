import Testing

@testable import ConvolutionEngine

@Suite struct PreparedConvolutionTests {
  @Test(arguments: (1...30).map { RandomConvolution(seed: $0) })
  func directIsTheConvolutionItself(_ example: RandomConvolution) {
    let prepared = PreparedConvolution(example.convolution, on: example.input.shape, method: .direct)
    let plain = example.convolution(example.input)
    #expect(plain.shape == prepared(example.input).shape)
    #expect(rootMeanSquare(plain.values, from: prepared(example.input).values) < 1e-5)
    #expect(prepared(example.input) == prepared(example.input))
  }

  /// Kernel, outputs of a tile, rows, columns, channels, filters, padding before, padding after.
  @Test(
    arguments: ChosenLoops.all.indices,
    [
      [3, 2, 13, 13, 16, 16, 1, 1], [3, 4, 13, 13, 16, 16, 1, 1], [5, 2, 27, 27, 24, 32, 2, 2],
      [3, 4, 56, 56, 32, 32, 1, 1], [3, 2, 4, 5, 16, 16, 0, 0], [3, 4, 7, 30, 40, 48, 0, 2],
      [5, 2, 9, 6, 24, 16, 3, 1], [3, 2, 3, 3, 256, 16, 0, 0], [3, 4, 21, 3, 16, 16, 1, 1],
    ])
  func winogradStaysWithinItsError(_ loops: Int, _ numbers: [Int]) {
    let (kernel, filters, depth) = (numbers[0], numbers[5], numbers[4])
    let convolution = Convolution(
      FilterBank(
        count: filters, rows: kernel, columns: kernel, depth: depth,
        values: SeededGenerator(seed: 1).uniforms(filters * kernel * kernel * depth, in: -1...1)),
      biases: SeededGenerator(seed: 2).uniforms(filters, in: -1...1),
      padding: Padding(before: numbers[6], after: numbers[7]), isRectified: filters == 32)
    let input = Tensor(Shape(height: numbers[2], width: numbers[3], channels: depth), seed: 3)
    ChosenLoops.$current.withValue(ChosenLoops.all[loops]) {
      let winograd = PreparedConvolution(
        convolution, on: input.shape, method: .winograd(tileOutputs: numbers[1]))
      let wanted = convolution(input)
      let size = rootMeanSquare(wanted.values, from: [Float](repeating: 0, count: wanted.values.count))
      let result = winograd(input)
      #expect(result.shape == wanted.shape)
      #expect(rootMeanSquare(result.values, from: wanted.values) < 1e-5 * size)
    }
  }

  @Test(
    arguments: ChosenLoops.all.indices,
    [
      [3, 24, 16, 32], [3, 9, 32, 16], [3, 7, 16, 16], [5, 9, 16, 32],
    ])
  func onceIsAsMadeReady(_ loops: Int, _ numbers: [Int]) {
    let (kernel, extent, depth, filters) = (numbers[0], numbers[1], numbers[2], numbers[3])
    let convolution = Convolution(
      FilterBank(
        count: filters, rows: kernel, columns: kernel, depth: depth,
        values: SeededGenerator(seed: 1).uniforms(filters * kernel * kernel * depth, in: -1...1)),
      biases: SeededGenerator(seed: 2).uniforms(filters, in: -1...1), padding: .same(kernel: kernel))
    let input = Tensor(Shape(height: extent, width: extent, channels: depth), seed: 3)
    ChosenLoops.$current.withValue(ChosenLoops.all[loops]) {
      let prepared = PreparedConvolution(convolution, on: input.shape)
      // Twice, the second time in room that holds what was there before.
      for _ in 0..<2 { #expect(PreparedConvolution.once(convolution, on: input) == prepared(input)) }
    }
  }

  @Test func theRuleTakesWhatPays() {
    func method(_ kernel: Int, stride: Int = 1, filters: Int = 64, _ extent: Int, _ channels: Int)
      -> PreparedConvolution.Method
    {
      let bank = FilterBank(
        count: filters, rows: kernel, columns: kernel, depth: channels,
        values: [Float](repeating: 0, count: filters * kernel * kernel * channels))
      return PreparedConvolution(
        Convolution(bank, stride: stride, padding: .same(kernel: kernel)),
        on: Shape(height: extent, width: extent, channels: channels)
      ).method
    }
    #expect(method(3, 56, 64) == .winograd(tileOutputs: 4))
    #expect(method(3, 13, 256) == .winograd(tileOutputs: 2))
    #expect(method(5, 27, 96) == .winograd(tileOutputs: 2))
    #expect(method(3, 7, 512) == .direct)
    #expect(method(3, stride: 2, 56, 64) == .direct)
    #expect(method(1, 56, 64) == .direct)
    #expect(method(11, 56, 64) == .direct)
    #expect(method(3, 224, 3) == .direct)
    #expect(method(3, filters: 20, 56, 64) == .direct)
  }
}
