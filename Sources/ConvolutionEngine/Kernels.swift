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

// MARK: Convolution

/// Direct convolution: the padded input is laid out once, then eight filters at a time visit four outputs at a time,
/// whose sums stay in registers from the first weight to the last.
func convolve(_ input: Tensor, by convolution: Convolution) -> Tensor {
  let vertical = convolution.rows.over(input.shape.height)
  let horizontal = convolution.columns.over(input.shape.width)
  let filters = convolution.filters
  precondition(vertical.fits && horizontal.fits, "the filters do not fit into an input of \(input.shape)")
  let loop = ConvolutionLoop(
    width: horizontal.paddedInput, channels: input.shape.channels, rows: filters.rows, columns: filters.columns,
    depth: filters.depth, rowStride: vertical.window.stride, columnStride: horizontal.window.stride,
    rowDilation: vertical.window.dilation, columnDilation: horizontal.window.dilation,
    outputWidth: horizontal.output, outputCount: vertical.output * horizontal.output, filters: filters.count,
    groups: convolution.groups)
  let shape = Shape(height: vertical.output, width: horizontal.output, channels: filters.count)
  let padded = pad(input, vertical.window.padding, horizontal.window.padding)
  let packed = pack(filters.values, loop)
  let biases = pack(convolution.biases, loop)
  let values = array(shape.count) { output in
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
  return Tensor(shape, values: values)
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
  let rowStride, columnStride, rowDilation, columnDilation: Int
  let outputWidth, outputCount, filters, groups: Int

  var filtersPerGroup: Int { filters / groups }
  /// How many blocks of eight filters a group has.
  var blocks: Int { (filtersPerGroup + laneCount - 1) / laneCount }

  @inline(never)
  func run(
    _ padded: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, isRectified: Bool
  ) {
    let lineLength = width * channels
    // Where the taps of one filter row lie side by side in memory they are one run, otherwise one run a column.
    let isContiguous = columnDilation == 1 && groups == 1
    let runs = isContiguous ? 1 : columns
    let runLength = isContiguous ? columns * depth : depth
    let runStep = columnDilation * channels
    let rowStep = rowDilation * lineLength
    for block in 0..<groups * blocks {
      let (group, blockInGroup) = block.quotientAndRemainder(dividingBy: blocks)
      let weights = packed + block * rows * columns * depth * laneCount
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
