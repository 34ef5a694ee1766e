import Testing

@testable import ConvolutionEngine

@Suite struct FlippedKernelTests {
  private let input = Tensor(Shape(height: 5, width: 4), seed: 3, integersIn: -9...9)
  private let kernel = Tensor(rows: [[1, 2, 3], [4, 5, 6]])

  /// The definition, sum by sum: Σ I(i − m, j − n) K(m, n).
  private func convolved(_ image: Tensor, _ kernel: Tensor) -> Tensor {
    let (rows, columns) = (kernel.shape.height, kernel.shape.width)
    var sums = Tensor(
      Shape(height: image.shape.height + rows - 1, width: image.shape.width + columns - 1), repeating: 0)
    for i in 0..<sums.shape.height {
      for j in 0..<sums.shape.width {
        for m in 0..<rows {
          for n in 0..<columns {
            let (y, x) = (i - m, j - n)
            guard (0..<image.shape.height).contains(y), (0..<image.shape.width).contains(x) else { continue }
            sums[i, j] += image[y, x] * kernel[m, n]
          }
        }
      }
    }
    return sums
  }

  @Test func flippingTurnsBothAxes() {
    #expect(kernel.flipped == Tensor(rows: [[6, 5, 4], [3, 2, 1]]))
    #expect(kernel.flipped(rows: false, columns: true) == Tensor(rows: [[3, 2, 1], [6, 5, 4]]))
    #expect(kernel.flipped.flipped == kernel)
  }

  @Test func slidingTheFlippedKernelIsTheDefinition() {
    #expect(Convolution(sliding: kernel.flipped, .full)(input) == convolved(input, kernel))
  }

  @Test func fullConvolutionCommutesAndCorrelationDoesNot() {
    #expect(
      Convolution(sliding: kernel.flipped, .full)(input) == Convolution(sliding: input.flipped, .full)(kernel))
    let correlation = Convolution(sliding: kernel, .full)(input)
    let swapped = Convolution(sliding: input, .full)(kernel)
    #expect(correlation != swapped)
    #expect(correlation == swapped.flipped)
  }

  @Test func validOverlapIsTheInnerPart() {
    let full = Convolution(sliding: kernel, .full)(input)
    let valid = Convolution(sliding: kernel, .valid)(input)
    #expect(valid.shape == Shape(height: 4, width: 2))
    #expect(valid[2, 1] == full[3, 3])
  }

  @Test func sameOverlapKeepsTheSize() {
    let full = Convolution(sliding: kernel, .full)(input)
    let same = Convolution(sliding: kernel, .same)(input)
    #expect(same.shape == input.shape)
    #expect(same[0, 0] == full[1, 1] && same[4, 3] == full[5, 4])
  }
}
