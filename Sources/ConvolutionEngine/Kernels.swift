// The inner loops. Unsafe pointers stay inside of this file; what calls it has checked all extents.

/// Eight values worked on at once; the compiler splits them to what the processor has.
private typealias Lanes = SIMD8<Float>
private let laneCount = 8

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// An array whose values `fill` writes, every one of them.
@inline(__always)
private func array(_ count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
  [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
    if let base = buffer.baseAddress { fill(base) }
    initializedCount = count
  }
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

/// Direct convolution: the padded input is laid out once, then eight filters at a time visit four outputs at a time,
/// whose sums stay in registers from the first weight to the last.
func convolve(_ input: Tensor, by convolution: Convolution) -> Tensor {
  let loop = ConvolutionLoop(convolution, on: input.shape)
  let padded = pad(input, convolution.rows.padding, convolution.columns.padding)
  let packed = pack(convolution.filters.values, loop)
  let biases = pack(convolution.biases, loop)
  let values = array(loop.outputCount * loop.filters) { output in
    padded.withUnsafeBufferPointer { padded in
      packed.withUnsafeBufferPointer { packed in
        biases.withUnsafeBufferPointer { biases in
          guard let padded = padded.baseAddress, let packed = packed.baseAddress, let biases = biases.baseAddress
          else { return }
          loop.run(padded, packed, biases, output, isRectified: convolution.isRectified)
        }
      }
    }
  }
  return Tensor(loop.outputShape, values: values)
}

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
  let padded = pad(input, convolution.rows.padding, convolution.columns.padding)
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

/// The input with its zeros around it, so that the inner loop needs no border case.
private func pad(_ input: Tensor, _ vertical: Padding, _ horizontal: Padding) -> [Float] {
  guard vertical != .valid || horizontal != .valid else { return input.values }
  let shape = input.shape
  let rowLength = shape.width * shape.channels
  let width = (horizontal.before + shape.width + horizontal.after) * shape.channels
  var padded = [Float](repeating: 0, count: (vertical.before + shape.height + vertical.after) * width)
  for row in 0..<shape.height {
    let target = (vertical.before + row) * width + horizontal.before * shape.channels
    padded.replaceSubrange(
      target..<target + rowLength, with: input.values[row * rowLength..<(row + 1) * rowLength])
  }
  return padded
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

/// Weights or biases in blocks of eight filters of one group, those of one tap side by side; filters that are missing
/// in a block are zeros.
private func pack(_ values: [Float], _ loop: ConvolutionLoop) -> [Float] {
  let taps = values.count / loop.filters
  let blockLength = taps * laneCount
  var packed = [Float](repeating: 0, count: loop.groups * loop.blocks * blockLength)
  packed.withUnsafeMutableBufferPointer { packed in
    values.withUnsafeBufferPointer { values in
      for filter in 0..<loop.filters {
        let (group, member) = filter.quotientAndRemainder(dividingBy: loop.filtersPerGroup)
        var target = (group * loop.blocks + member / laneCount) * blockLength + member % laneCount
        for source in filter * taps..<(filter + 1) * taps {
          packed[target] = values[source]
          target += laneCount
        }
      }
    }
  }
  return packed
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
  /// How many blocks of eight filters a group has.
  var blocks: Int { (filtersPerGroup + laneCount - 1) / laneCount }
  /// How many values a row of the padded input has.
  var lineLength: Int { width * channels }
  /// How many values lie between two filter rows in the padded input.
  var rowStep: Int { rowDilation * lineLength }
  var taps: Int { rows * columns * depth }

  @inline(never)
  func run(
    _ padded: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, isRectified: Bool
  ) {
    let rowStep = rowStep
    for block in 0..<groups * blocks {
      let (group, blockInGroup) = block.quotientAndRemainder(dividingBy: blocks)
      let weights = packed + block * taps * laneCount
      let bias = load(biases + block * laneCount)
      let input = padded + group * depth
      let lanes = min(laneCount, filtersPerGroup - blockInGroup * laneCount)
      let results = output + group * filtersPerGroup + blockInGroup * laneCount
      var first = 0
      while first < outputCount {
        // At the end the last output is computed more than once, and stored once.
        let input0 = input + offset(of: first)
        let input1 = input + offset(of: min(first + 1, outputCount - 1))
        let input2 = input + offset(of: min(first + 2, outputCount - 1))
        let input3 = input + offset(of: min(first + 3, outputCount - 1))
        var sum0 = bias
        var sum1 = bias
        var sum2 = bias
        var sum3 = bias
        var weight = weights
        for row in 0..<rows {
          for run in 0..<runs {
            let start = row &* rowStep &+ run &* runStep
            for tap in start..<start &+ runLength {
              let lanesOfWeights = load(weight)
              sum0 = sum0 + lanesOfWeights * input0[tap]
              sum1 = sum1 + lanesOfWeights * input1[tap]
              sum2 = sum2 + lanesOfWeights * input2[tap]
              sum3 = sum3 + lanesOfWeights * input3[tap]
              weight += laneCount
            }
          }
        }
        let count = min(4, outputCount - first)
        store(sum0, lanes, results + first * filters, isRectified)
        if count > 1 { store(sum1, lanes, results + (first + 1) * filters, isRectified) }
        if count > 2 { store(sum2, lanes, results + (first + 2) * filters, isRectified) }
        if count > 3 { store(sum3, lanes, results + (first + 3) * filters, isRectified) }
        first += 4
      }
    }
  }

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

  @inline(__always)
  private func store(_ sum: Lanes, _ lanes: Int, _ target: UnsafeMutablePointer<Float>, _ isRectified: Bool) {
    let result = isRectified ? sum.replacing(with: 0, where: sum .< 0) : sum
    if lanes == laneCount {
      UnsafeMutableRawPointer(target).storeBytes(of: result, as: Lanes.self)
    } else {
      for lane in 0..<lanes { target[lane] = result[lane] }
    }
  }
}

// MARK: Dense

/// The sums of a dense layer: one row of `weights` for each output.
func multiply(_ weights: [Float], by input: [Float], plus biases: [Float]) -> [Float] {
  precondition(weights.count == input.count * biases.count, "a dense layer has one weight for each input and output")
  return array(biases.count) { output in
    weights.withUnsafeBufferPointer { weights in
      input.withUnsafeBufferPointer { input in
        guard let weights = weights.baseAddress, let values = input.baseAddress else { return }
        for index in 0..<biases.count {
          output[index] = dot(weights + index * input.count, values, input.count) + biases[index]
        }
      }
    }
  }
}

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

@inline(never)
private func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum0 = Lanes()
  var sum1 = Lanes()
  var index = 0
  while index &+ 2 &* laneCount <= count {
    sum0 = sum0 + load(left + index) * load(right + index)
    sum1 = sum1 + load(left + index + laneCount) * load(right + index + laneCount)
    index &+= 2 &* laneCount
  }
  var sum = (sum0 + sum1).sum()
  while index < count {
    sum += left[index] * right[index]
    index &+= 1
  }
  return sum
}

// MARK: Weights

/// `generator.uniforms`, written into new memory once.
@inline(never)
func fillUniform(_ generator: SeededGenerator, _ count: Int, in range: ClosedRange<Float>) -> [Float] {
  array(count) { values in
    for index in 0..<count { values[index] = generator.uniform(at: index, in: range) }
  }
}
