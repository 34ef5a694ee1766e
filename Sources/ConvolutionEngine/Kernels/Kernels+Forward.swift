import KernelParts

// What calls the inner loops of the way forward. Unsafe pointers stay inside of this folder; what calls it has checked
// that its layers fit.

/// An array whose values `fill` writes, every one of them.
@inline(__always)
func array(_ count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    if let base = buffer.baseAddress { fill(base) }
    initializedCount = count
  }
}

/// Calls `body` with the first value of an array that has one.
@inline(__always)
func withValues(_ values: [Float], _ body: (UnsafePointer<Float>) -> Void) {
  values.withUnsafeBufferPointer { buffer in
    if let base = buffer.baseAddress { body(base) }
  }
}

// MARK: Convolution

/// Direct convolution: input and weights are laid out as the kernel reads them, then blocks of outputs are shared out
/// among the threads.
func convolve(_ input: Tensor, by convolution: Convolution) -> Tensor {
  let layout = ConvolutionLayout(convolution, on: input.shape)
  let padded = padded(input, convolution.rows.padding, convolution.columns.padding)
  let packed = layout.packed(convolution.filters.values)
  let biases = layout.packed(convolution.biases)
  let values = array(layout.outputShape.count) { output in
    withValues(padded) { padded in
      withValues(packed) { packed in
        withValues(biases) { biases in
          layout.run(padded, packed, biases, output, isRectified: convolution.isRectified)
        }
      }
    }
  }
  return Tensor(layout.outputShape, values: values)
}

/// The input with its zeros around it, so that the inner loop needs no border case.
///
/// - Parameter slack: how many more zeros follow, to be read behind the end.
func padded(_ input: Tensor, _ vertical: Padding, _ horizontal: Padding, slack: Int = 0) -> [Float] {
  guard vertical != .valid || horizontal != .valid || slack > 0 else { return input.values }
  let shape = input.shape
  let rowLength = shape.width * shape.channels
  let left = horizontal.before * shape.channels
  let right = horizontal.after * shape.channels
  let lineLength = left + rowLength + right
  let lines = vertical.before + shape.height + vertical.after
  return array(lines * lineLength + slack) { target in
    withValues(input.values) { source in
      target.initialize(repeating: 0, count: vertical.before * lineLength)
      for row in 0..<shape.height {
        let line = target + (vertical.before + row) * lineLength
        line.initialize(repeating: 0, count: left)
        (line + left).initialize(from: source + row * rowLength, count: rowLength)
        (line + left + rowLength).initialize(repeating: 0, count: right)
      }
      (target + (vertical.before + shape.height) * lineLength).initialize(
        repeating: 0, count: vertical.after * lineLength + slack)
    }
  }
}

/// How one convolution lies in memory, and how its work is shared out.
struct ConvolutionLayout {
  let input: Shape
  /// The input with its zeros around it.
  let paddedShape: Shape
  /// How many zeros lie above and to the left of the input.
  let padding: (above: Int, left: Int)
  let outputShape: Shape
  let groups, depth: Int
  let extents: ConvolutionExtents

  init(_ convolution: Convolution, on input: Shape) {
    self.init(
      convolution.rows, convolution.columns, filters: convolution.filters.count, groups: convolution.groups, on: input)
  }

  init(_ rows: Window, _ columns: Window, filters: Int, groups: Int, on input: Shape) {
    let vertical = rows.over(input.height)
    let horizontal = columns.over(input.width)
    precondition(vertical.fits && horizontal.fits, "the filters do not fit into an input of \(input)")
    self.input = input
    paddedShape = Shape(
      height: vertical.paddedInput, width: horizontal.paddedInput, channels: input.channels)
    padding = (vertical.window.padding.before, horizontal.window.padding.before)
    outputShape = Shape(height: vertical.output, width: horizontal.output, channels: filters)
    self.groups = groups
    depth = input.channels / groups
    let lineLength = horizontal.paddedInput * input.channels
    // Where nothing is dilated or grouped, the taps of a filter row lie side by side in the input as well.
    let isContiguous = horizontal.window.dilation == 1 && groups == 1
    extents = ConvolutionExtents(
      outputWidth: outputShape.width, outputCount: outputShape.width * outputShape.height,
      columnStep: horizontal.window.stride * input.channels, rowStep: vertical.window.stride * lineLength,
      rows: rows.kernel, runs: isContiguous ? 1 : columns.kernel,
      runLength: isContiguous ? columns.kernel * depth : depth,
      tapRowStep: vertical.window.dilation * lineLength, runStep: horizontal.window.dilation * input.channels,
      outputStep: filters, outputRowStep: outputShape.width * filters)
  }

  var filtersPerGroup: Int { outputShape.channels / groups }
  /// How many blocks of filters a group has.
  private var blocks: Int { (filtersPerGroup + filtersInBlock - 1) / filtersInBlock }
  private var tiles: Int { (extents.outputCount + outputsInTile - 1) / outputsInTile }

  /// How many values all filters take that `packed` lays out.
  func packedCount(taps: Int) -> Int { groups * blocks * taps * filtersInBlock }

  /// Weights or biases in blocks of the filters of one group, those of one tap side by side; filters that are missing in
  /// a block are zeros.
  func packed(_ values: [Float]) -> [Float] {
    let taps = values.count / outputShape.channels
    let blockLength = taps * filtersInBlock
    return array(packedCount(taps: taps)) { packed in
      withValues(values) { values in
        ThreadPool.shared.run(groups * blocks) { index in
          let (group, block) = index.quotientAndRemainder(dividingBy: blocks)
          let target = packed + index * blockLength
          let first = block * filtersInBlock
          for lane in 0..<filtersInBlock {
            if first + lane < filtersPerGroup {
              let source = values + (group * filtersPerGroup + first + lane) * taps
              for tap in 0..<taps { target[tap &* filtersInBlock &+ lane] = source[tap] }
            } else {
              for tap in 0..<taps { target[tap &* filtersInBlock &+ lane] = 0 }
            }
          }
        }
      }
    }
  }

  /// The convolution of an input that is padded, by what `packed` laid out.
  func run(
    _ padded: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, isRectified: Bool
  ) {
    let convolveTiles = KernelTable.current.convolveTiles
    let tilesInPart = tilesInPart
    let parts = (tiles + tilesInPart - 1) / tilesInPart
    let allBlocks = groups * blocks
    let blockLength = extents.taps * filtersInBlock
    // All blocks of filters visit one part of the input after the other, while it is in the second cache.
    ThreadPool.shared.run(parts * allBlocks) { index in
      let (part, blockOfAll) = index.quotientAndRemainder(dividingBy: allBlocks)
      let (group, block) = blockOfAll.quotientAndRemainder(dividingBy: blocks)
      let firstFilter = block * filtersInBlock
      convolveTiles(
        extents, padded + group * depth, packed + blockOfAll * blockLength, biases + blockOfAll * filtersInBlock,
        output + group * filtersPerGroup + firstFilter, min(filtersInBlock, filtersPerGroup - firstFilter),
        isRectified, part * tilesInPart, min(tiles, (part + 1) * tilesInPart))
    }
  }

  /// How many tiles are computed at a time: those whose windows begin in 128 KB of the input.
  private var tilesInPart: Int {
    let valuesInTile = max(1, extents.rowStep * outputsInTile / extents.outputWidth)
    return max(4, 32_768 / valuesInTile)
  }
}

// MARK: Dense

/// The sums of a dense layer: one row of `weights` for each output.
func multiply(_ weights: [Float], by input: [Float], plus biases: [Float], isRectified: Bool) -> [Float] {
  precondition(weights.count == input.count * biases.count, "a dense layer has one weight for each input and output")
  let multiplyRows = KernelTable.current.multiplyRows
  // Some 64 KB of weights at a time.
  let rowsInPart = max(1, 16_384 / input.count / 4) * 4
  let parts = (biases.count + rowsInPart - 1) / rowsInPart
  return array(biases.count) { output in
    withValues(weights) { weights in
      withValues(input) { values in
        withValues(biases) { offsets in
          ThreadPool.shared.run(parts) { part in
            multiplyRows(
              weights, values, offsets, output, input.count, part * rowsInPart,
              min(biases.count, (part + 1) * rowsInPart), isRectified)
          }
        }
      }
    }
  }
}

// MARK: Weights

/// `generator.uniforms`, written into new memory once.
@inline(never)
func fillUniform(_ generator: SeededGenerator, _ count: Int, in range: ClosedRange<Float>) -> [Float] {
  array(count) { values in
    for index in 0..<count { values[index] = generator.uniform(at: index, in: range) }
  }
}
