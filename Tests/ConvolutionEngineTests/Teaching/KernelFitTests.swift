import Testing

@testable import ConvolutionEngine

@Suite struct KernelFitTests {
  private let input = Tensor(Shape(height: 14, width: 14), seed: 5)
  private let kernel = Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])

  @Test func eitherLayerLearnsTheKernelItsOwnWayRound() {
    let wanted = Convolution(sliding: kernel.flipped, .valid)(input)
    let flipping = KernelFit(input: input, wanted: wanted, flips: true, rounds: 60)
    let plain = KernelFit(input: input, wanted: wanted, flips: false, rounds: 60)
    #expect(flipping.kernels.count == 61 && flipping.errors.count == 61)
    #expect((flipping.errors.last ?? 1) < 0.01)
    #expect(flipping.errors == plain.errors)
    for (learned, right) in zip(flipping.kernels[60].values, kernel.values) { #expect(abs(learned - right) < 0.01) }
    #expect(plain.kernels[60] == flipping.kernels[60].flipped)
  }

  @Test func theErrorFallsFromRoundToRound() {
    let wanted = Convolution(sliding: kernel, .valid)(input)
    let errors = KernelFit(input: input, wanted: wanted, flips: false, rounds: 30).errors
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func stepsFollowTheGradient() {
    // The gradient of half the squared error, weight by weight, as a difference quotient.
    let wanted = Convolution(sliding: kernel, .valid)(input)
    func loss(_ sliding: Tensor) -> Double {
      let output = Convolution(sliding: sliding, .valid)(input)
      return zip(output.values, wanted.values).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) / 2 }
    }
    let zero = Tensor(kernel.shape, repeating: 0)
    let step = KernelFit(input: input, wanted: wanted, flips: false, rounds: 1).kernels[1]
    var slopes: [Double] = []
    for index in 0..<9 {
      var (up, down) = (zero, zero)
      up[index / 3, index % 3] = 0.5
      down[index / 3, index % 3] = -0.5
      slopes.append(loss(up) - loss(down))
    }
    let rate = -Double(step.values[0]) / slopes[0]
    #expect(rate > 0)
    for (moved, slope) in zip(step.values, slopes) { #expect(abs(Double(moved) + rate * slope) < 1e-3) }
  }
}
