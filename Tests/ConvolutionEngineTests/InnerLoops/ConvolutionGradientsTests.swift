import Testing

@testable import ConvolutionEngine

extension RandomConvolution {
  /// A gradient of the output, of which a part is 0, as behind a ReLU.
  func outputGradient(zeros share: Float) throws -> Tensor {
    let shape = try convolution.output(for: input.shape)
    let values = SeededGenerator(seed: UInt64(shape.count)).uniforms(2 * shape.count, in: -1...1)
    return Tensor(shape, values: (0..<shape.count).map { (values[$0] + 1) / 2 < share ? 0 : values[shape.count + $0] })
  }

  /// The gradients of input and weights by their formulas, in double precision.
  func gradients(_ outputGradient: Tensor) -> (input: [Double], weights: [Double]) {
    var ofInput = [Double](repeating: 0, count: input.shape.count)
    var ofWeights = [Double](repeating: 0, count: convolution.filters.values.count)
    let taps = ofWeights.count / convolution.filters.count
    for row in 0..<outputGradient.shape.height {
      for column in 0..<outputGradient.shape.width {
        for filter in 0..<outputGradient.shape.channels {
          let gradient = Double(outputGradient[row, column, filter])
          let products = convolution.products(of: input, row: row, column: column, filter: filter)
          for (tap, product) in products.enumerated() where !product.isPadding {
            let place = (product.row * input.shape.width + product.column) * input.shape.channels + product.channel
            ofInput[place] += gradient * Double(product.weight)
            ofWeights[filter * taps + tap] += gradient * Double(product.value)
          }
        }
      }
    }
    return (ofInput, ofWeights)
  }
}

@Suite struct ConvolutionGradientsTests {
  @Test(arguments: (101...180).map { RandomConvolution(seed: $0) }, [0, 0.8] as [Float])
  func allLoopsAgreeWithTheFormulas(_ example: RandomConvolution, zeros: Float) throws {
    let outputGradient = try example.outputGradient(zeros: zeros)
    let reference = example.gradients(outputGradient)
    for loops in ChosenLoops.all {
      let gradients = ChosenLoops.$current.withValue(loops) {
        example.convolution.gradients(outputGradient, input: example.input)
      }
      expectClose(gradients.input.values, reference.input, loops.name)
      expectClose(gradients.weights.values, reference.weights, loops.name)
    }
  }

  /// More channels and lines than registers, and more gradients than are listed at a time.
  @Test(arguments: [(9, 40, 3, 3), (1, 130, 1, 33), (3, 17, 7, 30), (2, 33, 24, 12)])
  func largeExtentsAgreeWithTheFormulas(kernel: Int, channels: Int, filters: Int, extent: Int) throws {
    let example = RandomConvolution(
      Convolution(
        FilterBank(
          count: filters, rows: kernel, columns: kernel, depth: channels,
          values: SeededGenerator(seed: 3).uniforms(filters * kernel * kernel * channels, in: -1...1)),
        padding: .same(kernel: kernel)),
      on: Tensor(Shape(height: extent, width: extent + 1, channels: channels), seed: 4))
    let outputGradient = try example.outputGradient(zeros: 0.5)
    let reference = example.gradients(outputGradient)
    for loops in ChosenLoops.all {
      let gradients = ChosenLoops.$current.withValue(loops) {
        example.convolution.gradients(outputGradient, input: example.input)
      }
      expectClose(gradients.input.values, reference.input, loops.name)
      expectClose(gradients.weights.values, reference.weights, loops.name)
    }
  }

  private func expectClose(
    _ values: [Float], _ reference: [Double], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let largest = reference.map(abs).max() ?? 0
    let distance = zip(values, reference).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(values.count == reference.count, sourceLocation: sourceLocation)
    #expect(distance <= 5e-6 * max(largest, 1), "\(name)", sourceLocation: sourceLocation)
  }
}
