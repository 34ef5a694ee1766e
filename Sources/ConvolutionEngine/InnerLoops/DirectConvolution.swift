import LoopParts

// Convolution as it is defined. Unsafe pointers stay inside of this folder; what calls it has checked that its layers fit.

/// The convolution by its definition, product by product.
func convolve(_ input: Tensor, by convolution: Convolution) -> Tensor {
  PixelConvolution(convolution, on: input.shape)?(input) ?? DirectConvolution(convolution, on: input.shape)(input)
}

/// Direct convolution: input and weights are laid out as the inner loops read them, then blocks of outputs are shared out
/// among the threads.
struct DirectConvolution: Sendable {
  private let layout: ConvolutionLayout
  private let vertical, horizontal: Padding
  private let packed, biases: [Float]
  private let isRectified: Bool

  init(_ convolution: Convolution, on input: Shape) {
    layout = ConvolutionLayout(ConvolutionForm(convolution), on: input)
    vertical = convolution.rows.padding
    horizontal = convolution.columns.padding
    packed = layout.packed(convolution.filters.values)
    biases = layout.packed(convolution.biases)
    isRectified = convolution.isRectified
  }

  /// The convolution of an input of the shape that it was laid out for.
  func callAsFunction(_ input: Tensor) -> Tensor {
    var result: [Float] = []
    withValues(packed) {
      result = layout.convolve(padded(input, vertical, horizontal), $0, biases, isRectified: isRectified)
    }
    return Tensor(layout.outputShape, values: result)
  }

  /// The convolution of an input by filters that are wanted this once: what they are laid out in is used again.
  static func once(_ form: ConvolutionForm, on input: Tensor) -> Tensor {
    let layout = ConvolutionLayout(form, on: input.shape)
    let biases = layout.packed(form.biases)
    var result: [Float] = []
    withScratch(layout.packedCount(taps: form.taps)) { packed in
      layout.pack(form.weights, taps: form.taps, into: packed)
      result = layout.convolve(
        padded(input, form.rows.padding, form.columns.padding), packed, biases, isRectified: form.isRectified)
    }
    return Tensor(layout.outputShape, values: result)
  }
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
struct ConvolutionLayout: Sendable {
  let input: Shape
  /// The input with its zeros around it.
  let paddedShape: Shape
  /// How many zeros lie above and to the left of the input.
  let padding: (above: Int, left: Int)
  let outputShape: Shape
  let groups, depth: Int
  let extents: ConvolutionExtents

  init(_ form: ConvolutionForm, on input: Shape) {
    self.init(form.rows, form.columns, filters: form.filters, groups: form.groups, on: input)
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
    let isContiguous = groups == 1 && (columns.dilation == 1 || columns.kernel == 1)
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
    return array(packedCount(taps: taps)) { pack(.given(values), taps: taps, into: $0) }
  }

  /// The same with weights from anywhere, into memory that is there.
  func pack(_ weights: FilterWeights, taps: Int, into packed: UnsafeMutablePointer<Float>) {
    let loops = ChosenLoops.current
    ThreadPool.shared.run(groups * blocks) { index in
      let (group, block) = index.quotientAndRemainder(dividingBy: blocks)
      let first = block * filtersInBlock
      let filters = min(filtersInBlock, filtersPerGroup - first)
      weights.with(first: (group * filtersPerGroup + first) * taps, count: filters * taps) { values in
        loops.packFilters(values, filters: filters, taps: taps, packed + index * taps * filtersInBlock)
      }
    }
  }

  /// The convolution of an input that is padded, by what `packed` laid out.
  func convolve(
    _ padded: [Float], _ packed: UnsafePointer<Float>, _ biases: [Float], isRectified: Bool
  ) -> [Float] {
    array(outputShape.count) { output in
      withValues(padded) { padded in
        withValues(biases) { biases in
          run(padded, packed, biases, output, isRectified: isRectified)
        }
      }
    }
  }

  func run(
    _ padded: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, isRectified: Bool
  ) {
    let loops = ChosenLoops.current
    let tilesInPart = tilesInPart
    let parts = (tiles + tilesInPart - 1) / tilesInPart
    let allBlocks = groups * blocks
    let blockLength = extents.taps * filtersInBlock
    // All blocks of filters visit one part of the input after the other, while it is in the second cache.
    ThreadPool.shared.run(parts * allBlocks) { index in
      let (part, blockOfAll) = index.quotientAndRemainder(dividingBy: allBlocks)
      let (group, block) = blockOfAll.quotientAndRemainder(dividingBy: blocks)
      let firstFilter = block * filtersInBlock
      loops.convolveTiles(
        extents, padded + group * depth, packed + blockOfAll * blockLength, biases + blockOfAll * filtersInBlock,
        output + group * filtersPerGroup + firstFilter, filters: min(filtersInBlock, filtersPerGroup - firstFilter),
        isRectified: isRectified, firstTile: part * tilesInPart, endTile: min(tiles, (part + 1) * tilesInPart))
    }
  }

  /// How many tiles are computed at a time: those whose windows begin in 512 KB of the input, but not so many that there
  /// would be too few parts to share out.
  private var tilesInPart: Int {
    let valuesInTile = max(1, extents.rowStep * outputsInTile / extents.outputWidth)
    let partsToShare = 4 * ThreadPool.shared.threads
    return max(4, min(131_072 / valuesInTile, tiles * groups * blocks / partsToShare))
  }
}

/// A convolution of one channel by a few filters at stride 1, by the loop whose lanes are places.
private struct PixelConvolution {
  let convolution: Convolution
  let outputShape: Shape

  /// Only for those it can do.
  init?(_ convolution: Convolution, on input: Shape) {
    guard
      input.channels == 1, convolution.filters.count <= 4, convolution.rows.stride == 1,
      convolution.columns.stride == 1
    else { return nil }
    let vertical = convolution.rows.over(input.height)
    let horizontal = convolution.columns.over(input.width)
    precondition(vertical.fits && horizontal.fits, "the filters do not fit into an input of \(input)")
    self.convolution = convolution
    outputShape = Shape(height: vertical.output, width: horizontal.output, channels: convolution.filters.count)
  }

  func callAsFunction(_ input: Tensor) -> Tensor {
    let (vertical, horizontal) = (convolution.rows.padding, convolution.columns.padding)
    let width = horizontal.before + input.shape.width + horizontal.after
    let height = vertical.before + input.shape.height + vertical.after
    let filters = convolution.filters
    let taps = filters.rows * filters.columns
    let count = (outputShape.height - 1) * width + outputShape.width
    let sumsCount = (count + 31) / 32 * 32
    let loops = ChosenLoops.current
    let values = array(outputShape.count) { output in
      // The last lanes read past the end of the padded input.
      withScratch(height * width + 32 + sumsCount) { padded in
        let sums = padded + (height * width + 32)
        padded.initialize(repeating: 0, count: height * width + 32)
        withValues(input.values) { values in
          for row in 0..<input.shape.height {
            (padded + (vertical.before + row) * width + horizontal.before).update(
              from: values + row * input.shape.width, count: input.shape.width)
          }
        }
        withValues(filters.values) { weights in
          for filter in 0..<filters.count {
            loops.convolvePlaces(
              padded, weights: weights + filter * taps, bias: convolution.biases[filter], rows: filters.rows,
              columns: filters.columns,
              tapRowStep: convolution.rows.dilation * width, tapStep: convolution.columns.dilation, count: count, sums,
              isRectified: convolution.isRectified)
            for row in 0..<outputShape.height {
              let source = sums + row * width
              let target = output + row * outputShape.width * filters.count + filter
              for column in 0..<outputShape.width { target[column &* filters.count] = source[column] }
            }
          }
        }
      }
    }
    return Tensor(outputShape, values: values)
  }
}
