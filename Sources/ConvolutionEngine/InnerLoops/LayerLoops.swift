// The other layers of the way forward. Unsafe pointers stay inside of this folder; what calls it has checked that its
// layers fit.

// MARK: Pooling

extension PooledPlaces {
  /// The largest value of each window.
  func maxima(of input: Tensor) -> Tensor {
    let loops = ChosenLoops.current
    let channels = input.shape.channels
    let lineLength = input.shape.width * channels
    let rowOffsets = rows.map { $0.map { $0 * lineLength } }
    let columnOffsets = columns.flatMap { $0.map { $0 * channels } }
    var ends: [Int] = []
    for cells in columns { ends.append((ends.last ?? 0) + cells.count) }
    let outputLine = columns.count * channels
    let values = array(output.count) { output in
      withValues(input.values) { input in
        share(0, rows.count, values: lineLength) { first, end in
          for row in first..<end {
            loops.poolLargest(
              input, rows: rowOffsets[row], rowCount: rowOffsets[row].count, columns: columnOffsets, ends: ends,
              outputs: columns.count, channels: channels,
              output + row * outputLine)
          }
        }
      }
    }
    return Tensor(output, values: values)
  }

  /// The sum of each window's values, each times its weight.
  ///
  /// - Parameter weights: those of the window at a row and a column of the output, in the order of its cells.
  func sums(of input: Tensor, weights: (_ row: Int, _ column: Int) -> [Float]) -> Tensor {
    let loops = ChosenLoops.current
    let channels = input.shape.channels
    let lineLength = input.shape.width * channels
    let columnOffsets = columns.map { $0.map { $0 * channels } }
    let values = array(output.count) { output in
      withValues(input.values) { input in
        var target = output
        for inputRows in rows.indices {
          let rowOffsets = rows[inputRows].map { $0 * lineLength }
          for column in columns.indices {
            loops.poolSum(
              input, rows: rowOffsets, rowCount: rowOffsets.count, columns: columnOffsets[column],
              columnCount: columnOffsets[column].count,
              weights: weights(inputRows, column), channels: channels, target)
            target += channels
          }
        }
      }
    }
    return Tensor(output, values: values)
  }
}

// MARK: Value by value

/// max(0, x) of every value.
func rectify(_ input: Tensor) -> Tensor {
  let loops = ChosenLoops.current
  let values = array(input.values.count) { output in
    withValues(input.values) { values in
      share(0, input.values.count, values: 1) { first, end in
        loops.rectify(values + first, output + first, count: end - first)
      }
    }
  }
  return Tensor(input.shape, values: values)
}

/// The sum of two tensors of one shape, with a ReLU behind it or none.
func sum(_ first: Tensor, _ second: Tensor, isRectified: Bool = false) -> Tensor {
  precondition(first.shape == second.shape, "\(second.shape) cannot be added to \(first.shape)")
  let loops = ChosenLoops.current
  let values = array(first.values.count) { output in
    withValues(first.values) { one in
      withValues(second.values) { other in
        share(0, first.values.count, values: 2) { first, end in
          loops.addTwo(one + first, other + first, output + first, count: end - first, isRectified: isRectified)
        }
      }
    }
  }
  return Tensor(first.shape, values: values)
}

/// scale · (x − mean) · factor + shift, channel by channel; `channels.count` numbers of each kind.
func normalizeChannels(
  _ input: Tensor, means: [Float], factors: [Float], scales: [Float], shifts: [Float]
) -> Tensor {
  let channels = input.shape.channels
  precondition(
    [means.count, factors.count, scales.count, shifts.count].allSatisfy { $0 == channels },
    "a normalisation has as many numbers of every kind as channels")
  let loops = ChosenLoops.current
  let values = array(input.values.count) { output in
    withValues(input.values) { values in
      share(0, input.values.count / channels, values: channels) { first, end in
        loops.normalizeChannels(
          values + first * channels, output + first * channels, places: end - first, channels: channels, means: means,
          factors: factors, scales: scales, shifts: shifts)
      }
    }
  }
  return Tensor(input.shape, values: values)
}

/// a(c) / (offset + scale · Σ a(c')²)^0.75 over `before` channels before c and `after` after it.
func normalizeResponses(_ input: Tensor, before: Int, after: Int, scale: Float, offset: Float) -> Tensor {
  let loops = ChosenLoops.current
  let channels = input.shape.channels
  let values = array(input.values.count) { output in
    withValues(input.values) { values in
      share(0, input.values.count / channels, values: channels) { first, end in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: before + channels + after + 8) { squares in
          guard let squares = squares.baseAddress else { return }
          loops.normalizeResponses(
            values + first * channels, output + first * channels, places: end - first, channels: channels,
            before: before, after: after, scale: scale, offset: offset,
            squares: squares)
        }
      }
    }
  }
  return Tensor(input.shape, values: values)
}

/// The channels of tensors of one height and width, one after the other.
func concatenate(_ inputs: [Tensor], to shape: Shape) -> Tensor {
  let places = shape.height * shape.width
  precondition(
    inputs.allSatisfy { $0.values.count == places * $0.shape.channels }
      && inputs.reduce(0) { $0 + $1.shape.channels } == shape.channels,
    "the channels of the inputs are those of the output")
  let values = array(shape.count) { output in
    var firstChannel = 0
    for input in inputs {
      let channels = input.shape.channels
      withValues(input.values) { values in
        for place in 0..<places {
          (output + (place &* shape.channels &+ firstChannel)).update(from: values + place &* channels, count: channels)
        }
      }
      firstChannel += channels
    }
  }
  return Tensor(shape, values: values)
}

/// Some neighbouring channels, each by itself. In large maps each value that is read brings those of its neighbours along:
/// all of a few places are taken before the next places are.
func planes(of values: [Float], channels: Int, _ range: Range<Int>) -> [[Float]] {
  let places = values.count / channels
  let count = range.count
  let placesAtATime = 256
  let all = array(places * count) { target in
    withValues(values) { values in
      for first in stride(from: 0, to: places, by: placesAtATime) {
        let end = min(places, first + placesAtATime)
        for channel in 0..<count {
          let (source, plane) = (values + (range.lowerBound + channel), target + channel * places)
          for place in first..<end { plane[place] = source[place &* channels] }
        }
      }
    }
  }
  return count == 1 ? [all] : (0..<count).map { Array(all[$0 * places..<($0 + 1) * places]) }
}

/// The smallest and the largest of some values, of which there is at least one; what is no number is passed over.
func extremes(of values: [Float]) -> (low: Float, high: Float) {
  let valuesInPart = 1 << 16
  let parts = (values.count + valuesInPart - 1) / valuesInPart
  var ends = [(low: Float, high: Float)](repeating: (values[0], values[0]), count: parts)
  values.withUnsafeBufferPointer { values in
    ends.withUnsafeMutableBufferPointer { ends in
      ThreadPool.shared.run(parts) { part in
        widen(&ends[part], to: values[part * valuesInPart..<min(values.count, (part + 1) * valuesInPart)])
      }
    }
  }
  return ends.reduce(ends[0]) { (min($0.low, $1.low), max($0.high, $1.high)) }
}

private func widen(_ ends: inout (low: Float, high: Float), to values: Slice<UnsafeBufferPointer<Float>>) {
  // Sixteen at a time, since maps have millions of values.
  var (lows, highs) = (SIMD16<Float>(repeating: ends.low), SIMD16<Float>(repeating: ends.high))
  let whole = values.count / 16
  if let base = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: values)).baseAddress {
    for block in 0..<whole {
      let next = base.loadUnaligned(fromByteOffset: 64 * block, as: SIMD16<Float>.self)
      lows.replace(with: next, where: next .< lows)
      highs.replace(with: next, where: next .> highs)
    }
  }
  for lane in 0..<16 { ends = (min(ends.low, lows[lane]), max(ends.high, highs[lane])) }
  for value in values.dropFirst(16 * whole) { ends = (min(ends.low, value), max(ends.high, value)) }
}

// MARK: Dense

/// The sums of a dense layer: one row of `weights` for each output.
func multiply(_ weights: [Float], by input: [Float], plus biases: [Float], isRectified: Bool) -> [Float] {
  precondition(weights.count == input.count * biases.count, "a dense layer has one weight for each input and output")
  let loops = ChosenLoops.current
  // Some 64 KB of weights at a time, in whole groups of rows as the loop takes them.
  let rowsInPart = max(1, 16_384 / input.count / 8) * 8
  let parts = (biases.count + rowsInPart - 1) / rowsInPart
  return array(biases.count) { output in
    withValues(weights) { weights in
      withValues(input) { values in
        withValues(biases) { offsets in
          ThreadPool.shared.run(parts) { part in
            loops.multiplyRows(
              weights, values, offsets, output, count: input.count, first: part * rowsInPart,
              end: min(biases.count, (part + 1) * rowsInPart), isRectified: isRectified)
          }
        }
      }
    }
  }
}

/// The same with weights that are drawn: a few rows at a time are drawn and used, and never are all of them in memory
/// together.
func multiply(_ uniforms: UniformWeights, by input: [Float], plus biases: [Float], isRectified: Bool) -> [Float] {
  let loops = ChosenLoops.current
  let count = input.count
  let rowsInPart = max(1, 16_384 / count / 8) * 8
  let parts = (biases.count + rowsInPart - 1) / rowsInPart
  return array(biases.count) { output in
    withValues(input) { values in
      withValues(biases) { offsets in
        ThreadPool.shared.run(parts) { part in
          let first = part * rowsInPart
          let rows = min(rowsInPart, biases.count - first)
          withScratch(rows * count) { weights in
            uniforms.fill(weights, first: first * count, end: (first + rows) * count)
            loops.multiplyRows(
              weights, values, offsets + first, output + first, count: count, first: 0, end: rows,
              isRectified: isRectified)
          }
        }
      }
    }
  }
}

// MARK: Weights

extension UniformWeights {
  /// The first `count` of them, written into new memory once.
  @inline(never)
  func values(_ count: Int) -> [Float] {
    array(count) { values in
      share(0, count, values: 1) { first, end in fill(values + first, first: first, end: end) }
    }
  }

  /// Those from place `first` to before `end`, written to where the first of them belongs.
  func fill(_ values: UnsafeMutablePointer<Float>, first: Int, end: Int) {
    ChosenLoops.current.fillUniform(
      values, first: first, end: end, seed: generator.seed, lowest: range.lowerBound,
      span: range.upperBound - range.lowerBound)
  }
}
