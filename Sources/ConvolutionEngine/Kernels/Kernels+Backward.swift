// The inner loops of the way back. Unsafe pointers stay inside of this folder; what calls it has checked all extents.

/// Eight values worked on at once; the compiler splits them to what the processor has.
private typealias Lanes = SIMD8<Float>
private let laneCount = 8

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// target += factor · values.
@inline(__always)
private func addProduct(
  _ factor: Float, _ values: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, _ count: Int
) {
  var index = 0
  while index &+ laneCount <= count {
    let sum = load(UnsafePointer(target + index)) + factor * load(values + index)
    UnsafeMutableRawPointer(target + index).storeBytes(of: sum, as: Lanes.self)
    index &+= laneCount
  }
  while index < count {
    target[index] += factor * values[index]
    index &+= 1
  }
}

// MARK: Convolution

/// The way back of `convolve` to the input: every product's share of an output's gradient is added to the input that
/// it came from. As a map from outputs to inputs it is the transpose of the convolution.
func convolveBack(_ outputGradient: Tensor, by convolution: Convolution, to input: Shape) -> Tensor {
  let loop = ConvolutionLoop(convolution, on: input)
  precondition(outputGradient.shape == loop.outputShape, "the gradient is of the output's shape, \(loop.outputShape)")
  let vertical = convolution.rows.padding
  let horizontal = convolution.columns.padding
  var padded = [Float](repeating: 0, count: (vertical.before + input.height + vertical.after) * loop.lineLength)
  padded.withUnsafeMutableBufferPointer { padded in
    outputGradient.values.withUnsafeBufferPointer { gradient in
      convolution.filters.values.withUnsafeBufferPointer { weights in
        guard let padded = padded.baseAddress, let gradient = gradient.baseAddress, let weights = weights.baseAddress
        else { return }
        loop.spread(gradient, weights, padded)
      }
    }
  }
  return crop(padded, to: input, vertical, horizontal)
}

/// The way back of `convolve` to the weights: the sum over all outputs of gradient · input.
func correlate(_ outputGradient: Tensor, with input: Tensor, by convolution: Convolution) -> FilterBank {
  let loop = ConvolutionLoop(convolution, on: input.shape)
  precondition(outputGradient.shape == loop.outputShape, "the gradient is of the output's shape, \(loop.outputShape)")
  let padded = padded(input, convolution.rows.padding, convolution.columns.padding)
  var filters = convolution.filters
  filters.values = [Float](repeating: 0, count: filters.values.count)
  filters.values.withUnsafeMutableBufferPointer { weights in
    outputGradient.values.withUnsafeBufferPointer { gradient in
      padded.withUnsafeBufferPointer { padded in
        guard let padded = padded.baseAddress, let gradient = gradient.baseAddress, let weights = weights.baseAddress
        else { return }
        loop.gather(gradient, padded, weights)
      }
    }
  }
  return filters
}

/// What `pad` laid out, without the zeros around it.
private func crop(_ padded: [Float], to shape: Shape, _ vertical: Padding, _ horizontal: Padding) -> Tensor {
  guard vertical != .valid || horizontal != .valid else { return Tensor(shape, values: padded) }
  let rowLength = shape.width * shape.channels
  let width = (horizontal.before + shape.width + horizontal.after) * shape.channels
  var values: [Float] = []
  values.reserveCapacity(shape.count)
  for row in 0..<shape.height {
    let source = (vertical.before + row) * width + horizontal.before * shape.channels
    values += padded[source..<source + rowLength]
  }
  return Tensor(shape, values: values)
}

/// The extents of one convolution, all that its inner loop knows.
private struct ConvolutionLoop {
  let width, channels, rows, columns, depth: Int
  let rowStride, columnStride, rowDilation: Int
  let outputHeight, outputWidth, filters, groups: Int
  /// Where the taps of one filter row lie side by side in memory they are one run, otherwise one run a column.
  let runs, runLength, runStep: Int

  init(_ convolution: Convolution, on input: Shape) {
    let vertical = convolution.rows.over(input.height)
    let horizontal = convolution.columns.over(input.width)
    precondition(vertical.fits && horizontal.fits, "the filters do not fit into an input of \(input)")
    width = horizontal.paddedInput
    channels = input.channels
    rows = convolution.filters.rows
    columns = convolution.filters.columns
    depth = convolution.filters.depth
    rowStride = vertical.window.stride
    columnStride = horizontal.window.stride
    rowDilation = vertical.window.dilation
    outputHeight = vertical.output
    outputWidth = horizontal.output
    filters = convolution.filters.count
    groups = convolution.groups
    let isContiguous = horizontal.window.dilation == 1 && groups == 1
    runs = isContiguous ? 1 : columns
    runLength = isContiguous ? columns * depth : depth
    runStep = horizontal.window.dilation * channels
  }

  var outputCount: Int { outputHeight * outputWidth }
  var outputShape: Shape { Shape(height: outputHeight, width: outputWidth, channels: filters) }
  var filtersPerGroup: Int { filters / groups }
  /// How many values a row of the padded input has.
  var lineLength: Int { width * channels }
  /// How many values lie between two filter rows in the padded input.
  var rowStep: Int { rowDilation * lineLength }
  var taps: Int { rows * columns * depth }

  /// padded(i·S + m·d, c) += gradient(i, f) · w(f, m, c), over all outputs i, filters f and taps (m, c).
  @inline(never)
  func spread(
    _ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ padded: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<outputCount {
      let target = padded + offset(of: index)
      for filter in 0..<filters {
        let factor = gradient[index &* filters &+ filter]
        // Behind a ReLU or a max pooling most of them are.
        if factor == 0 { continue }
        let window = target + filter / filtersPerGroup * depth
        var weight = weights + filter &* taps
        for row in 0..<rows {
          for run in 0..<runs {
            addProduct(factor, weight, to: window + (row &* rowStep &+ run &* runStep), runLength)
            weight += runLength
          }
        }
      }
    }
  }

  /// w(f, m, c) += gradient(i, f) · padded(i·S + m·d, c), over all outputs i, filters f and taps (m, c).
  @inline(never)
  func gather(
    _ gradient: UnsafePointer<Float>, _ padded: UnsafePointer<Float>, _ weights: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<outputCount {
      let source = padded + offset(of: index)
      for filter in 0..<filters {
        let factor = gradient[index &* filters &+ filter]
        if factor == 0 { continue }
        let window = source + filter / filtersPerGroup * depth
        var weight = weights + filter &* taps
        for row in 0..<rows {
          for run in 0..<runs {
            addProduct(factor, window + (row &* rowStep &+ run &* runStep), to: weight, runLength)
            weight += runLength
          }
        }
      }
    }
  }

  /// Where the window of an output begins in the padded input.
  @inline(__always)
  private func offset(of output: Int) -> Int {
    let (row, column) = output.quotientAndRemainder(dividingBy: outputWidth)
    return (row * rowStride * width + column * columnStride) * channels
  }
}

// MARK: Dense

/// The way back of `multiply` to the input: the sum of the rows of `weights`, each times its output's gradient.
func multiplyBack(_ weights: [Float], by outputGradient: [Float]) -> [Float] {
  precondition(weights.count.isMultiple(of: outputGradient.count), "a dense layer has a row of weights for each output")
  let inputs = weights.count / outputGradient.count
  var gradient = [Float](repeating: 0, count: inputs)
  gradient.withUnsafeMutableBufferPointer { gradient in
    weights.withUnsafeBufferPointer { weights in
      guard let gradient = gradient.baseAddress, let weights = weights.baseAddress else { return }
      for (output, factor) in outputGradient.enumerated() where factor != 0 {
        addProduct(factor, weights + output * inputs, to: gradient, inputs)
      }
    }
  }
  return gradient
}

/// The way back of `multiply` to the weights: every output's gradient times every input.
func outerProduct(_ outputGradient: [Float], _ input: [Float]) -> [Float] {
  array(outputGradient.count * input.count) { weights in
    var weight = weights
    for factor in outputGradient {
      for value in input {
        weight.pointee = factor * value
        weight += 1
      }
    }
  }
}
