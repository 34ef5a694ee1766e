import Testing

@testable import ConvolutionEngine

/// The laws of convolution, on whole numbers, so that both sides agree to the last bit.
@Suite struct ConvolutionAlgebraTests {
  /// A grid of small whole numbers, its extents chosen by the seed.
  private static func grid(_ seed: UInt64, sides: ClosedRange<Int> = 1...6) -> Tensor {
    let generator = SeededGenerator(seed: seed).stream(1)
    let shape = Shape(height: generator.integer(at: 0, in: sides), width: generator.integer(at: 1, in: sides))
    return Tensor(shape, seed: seed, integersIn: -5...5)
  }

  private static func bank(_ count: Int, _ rows: Int, _ columns: Int, _ depth: Int, seed: UInt64) -> FilterBank {
    let values = Tensor(Shape(vector: count * rows * columns * depth), seed: seed, integersIn: -4...4).values
    return FilterBank(count: count, rows: rows, columns: columns, depth: depth, values: values)
  }

  /// The convolution of mathematics in full: I*K, the kernel flipped.
  private func full(_ input: Tensor, _ kernel: Tensor) -> Tensor {
    let filters = FilterBank(kernel: kernel).flipped
    return Convolution(
      filters, rows: Window(filters.rows, padding: .full(kernel: filters.rows)),
      columns: Window(filters.columns, padding: .full(kernel: filters.columns)))(input)
  }

  private func scaled(_ tensor: Tensor, by factor: Float) -> Tensor {
    Tensor(tensor.shape, values: tensor.values.map { factor * $0 })
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func commutesInFullMode(seed: UInt64) {
    let (input, kernel) = (Self.grid(seed), Self.grid(seed + 1000))
    #expect(full(input, kernel) == full(kernel, input))
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func associatesInFullMode(seed: UInt64) {
    let (a, b, c) = (Self.grid(seed), Self.grid(seed + 1000, sides: 1...4), Self.grid(seed + 2000, sides: 1...4))
    #expect(full(full(a, b), c) == full(a, full(b, c)))
  }

  /// Without the flip neither holds.
  @Test func correlationDoesNotCommute() {
    let input = Tensor(rows: [[1, 2], [3, 4]])
    let kernel = Tensor(rows: [[0, 1], [0, 0]])
    func correlation(_ input: Tensor, _ kernel: Tensor) -> Tensor {
      Convolution(FilterBank(kernel: kernel), padding: .full(kernel: 2))(input)
    }
    #expect(correlation(input, kernel) != correlation(kernel, input))
    #expect(full(input, kernel) == full(kernel, input))
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func isLinear(seed: UInt64) {
    let shape = Shape(height: 6, width: 7, channels: 2)
    let (a, b) = (Tensor(shape, seed: seed, integersIn: -5...5), Tensor(shape, seed: seed + 1, integersIn: -5...5))
    let convolution = Convolution(Self.bank(3, 3, 2, 2, seed: seed), stride: 2, padding: 1)
    let together = convolution(Addition()([scaled(a, by: 3), scaled(b, by: -2)]))
    #expect(together == Addition()([scaled(convolution(a), by: 3), scaled(convolution(b), by: -2)]))
  }

  /// Shifted, then convolved is convolved, then shifted, when nothing is shifted out.
  @Test(arguments: 0..<20 as Range<UInt64>) func isEquivariantToShifts(seed: UInt64) {
    let picture = Tensor(Shape(height: 5, width: 4, channels: 2), seed: seed, integersIn: -5...5)
    let convolution = Convolution(Self.bank(3, 3, 3, 2, seed: seed), padding: 2)
    func shifted(_ tensor: Tensor) -> Tensor {
      tensor.padded(Padding(before: 2, after: 0), Padding(before: 1, after: 0))
    }
    let shiftedFirst = convolution(shifted(picture))
    #expect(shiftedFirst == shifted(convolution(picture)))
  }

  /// The matrix that does the same: a weight stands where its output's row and its input's column meet.
  @Test(arguments: 0..<20 as Range<UInt64>) func equalsItsToeplitzMatrix(seed: UInt64) throws {
    let generator = SeededGenerator(seed: seed).stream(2)
    let shape = Shape(
      height: generator.integer(at: 0, in: 4...7), width: generator.integer(at: 1, in: 4...7), channels: 2)
    let convolution = Convolution(
      Self.bank(2, 3, 2, 2, seed: seed), stride: generator.integer(at: 2, in: 1...2),
      padding: Padding(before: 1, after: generator.integer(at: 3, in: 0...2)))
    let output = try convolution.output(for: shape)
    let (rows, columns) = (convolution.rows.over(shape.height), convolution.columns.over(shape.width))
    var matrix: [Float] = []
    for row in 0..<output.height {
      for column in 0..<output.width {
        for filter in 0..<output.channels {
          for inputRow in 0..<shape.height {
            for inputColumn in 0..<shape.width {
              for channel in 0..<shape.channels {
                if let m = rows.weight(from: inputRow, to: row), let n = columns.weight(from: inputColumn, to: column) {
                  matrix.append(convolution.filters[filter, m, n, channel])
                } else {
                  matrix.append(0)
                }
              }
            }
          }
        }
      }
    }
    let input = Tensor(shape, seed: seed, integersIn: -5...5)
    let dense = Dense(weights: matrix, biases: [Float](repeating: 0, count: output.count))
    #expect(dense(input).values == convolution(input).values)
    // The transposed matrix takes gradients back.
    let gradient = Tensor(output, seed: seed + 1, integersIn: -5...5)
    #expect(
      dense.gradients(gradient, input: input).input == convolution.inputGradient(gradient, input: shape))
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func strideKeepsEveryFewOutputs(seed: UInt64) {
    let stride = Int(seed) % 3 + 2
    let input = Tensor(Shape(height: 9, width: 8, channels: 2), seed: seed, integersIn: -5...5)
    let filters = Self.bank(3, 3, 3, 2, seed: seed)
    let all = Convolution(filters, padding: 1)(input)
    let kept = all.picked(
      (Swift.stride(from: 0, to: all.shape.height, by: stride), Swift.stride(from: 0, to: all.shape.width, by: stride)))
    #expect(Convolution(filters, stride: stride, padding: 1)(input) == kept)
  }

  /// Dilated by d, a kernel is one with zeros between its weights.
  @Test(arguments: 0..<10 as Range<UInt64>) func dilationSpreadsTheKernel(seed: UInt64) {
    let kernel = Tensor(Shape(height: 3, width: 2), seed: seed, integersIn: -5...5)
    var spread = Tensor(Shape(height: 5, width: 3), repeating: 0)
    spread.put(kernel, at: (Swift.stride(from: 0, to: 5, by: 2), Swift.stride(from: 0, to: 3, by: 2)))
    let input = Tensor(Shape(height: 8, width: 7), seed: seed, integersIn: -5...5)
    #expect(
      Convolution(FilterBank(kernel: kernel), dilation: 2)(input) == Convolution(FilterBank(kernel: spread))(input))
  }

  /// Depthwise, each channel is convolved by itself.
  @Test func depthwiseConvolutionTakesEachChannelByItself() {
    let input = Tensor(Shape(height: 6, width: 6, channels: 4), seed: 3, integersIn: -5...5)
    let filters = Self.bank(4, 3, 3, 1, seed: 4)
    let together = Convolution(filters, groups: 4)(input)
    for channel in 0..<4 {
      let alone = FilterBank(
        count: 1, rows: 3, columns: 3, depth: 1, values: Array(filters.values[channel * 9..<(channel + 1) * 9]))
      #expect(together.channel(channel) == Convolution(alone)(input.channel(channel)))
    }
  }

  /// Same keeps the size, full grows it, valid shrinks it.
  @Test(arguments: 1...6) func modesSizeTheOutput(kernel: Int) {
    func size(_ padding: Padding) -> Int { WindowGeometry(input: 10, kernel: kernel, padding: padding).output }
    #expect(size(.same(kernel: kernel)) == 10)
    #expect(size(.full(kernel: kernel)) == 10 + kernel - 1)
    #expect(size(.valid) == 10 - kernel + 1)
  }
}
