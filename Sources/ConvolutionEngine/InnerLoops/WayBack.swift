import LoopParts

// What calls the inner loops of the way back.

/// How many values the inner loops may read, or write as they were, behind the last.
let loopSlack = 16

/// Calls `body` with the first value of an array that has one.
@inline(__always)
func withMutableValues<Value>(_ values: inout [Value], _ body: (UnsafeMutablePointer<Value>) -> Void) {
  values.withUnsafeMutableBufferPointer { buffer in
    if let base = buffer.baseAddress { body(base) }
  }
}

// MARK: Convolution

/// The way back of `convolve` to the input: every product's share of an output's gradient is added to the input that
/// it came from. As a map from outputs to inputs it is the transpose of the convolution.
func convolveBack(_ outputGradient: Tensor, by convolution: Convolution, to input: Shape) -> Tensor {
  let layout = ConvolutionLayout(ConvolutionForm(convolution), on: input)
  precondition(
    outputGradient.shape == layout.outputShape, "the gradient is of the output's shape, \(layout.outputShape)")
  let vertical = convolution.rows.padding
  let horizontal = convolution.columns.padding
  let lineLength = (horizontal.before + input.width + horizontal.after) * input.channels
  let paddedCount = (vertical.before + input.height + vertical.after) * lineLength
  var padded = [Float](repeating: 0, count: paddedCount + loopSlack)
  var lists = GradientLists()
  withMutableValues(&padded) { padded in
    withValues(outputGradient.values) { gradient in
      withValues(layout.lines(of: convolution.filters.values)) { weights in
        layout.goBack(gradient, toInput: (padded, weights, step: 0), toWeights: nil, &lists)
      }
    }
  }
  let left = vertical.before * lineLength + horizontal.before * input.channels
  let rowLength = input.width * input.channels
  return Tensor(
    input,
    values: array(input.count) { target in
      withValues(padded) { padded in
        for row in 0..<input.height {
          (target + row * rowLength).initialize(from: padded + (left + row * lineLength), count: rowLength)
        }
      }
    })
}

/// The way back of `convolve` to the weights: the sum over all outputs of gradient · input.
func correlate(_ outputGradient: Tensor, with input: Tensor, by convolution: Convolution) -> FilterBank {
  let layout = ConvolutionLayout(ConvolutionForm(convolution), on: input.shape)
  precondition(
    outputGradient.shape == layout.outputShape, "the gradient is of the output's shape, \(layout.outputShape)")
  var lines = [Float](repeating: 0, count: layout.linesCount)
  var lists = GradientLists()
  withMutableValues(&lines) { lines in
    withValues(outputGradient.values + [Float](repeating: 0, count: loopSlack)) { gradient in
      withValues(padded(input, convolution.rows.padding, convolution.columns.padding, slack: loopSlack)) { padded in
        layout.goBack(gradient, toInput: nil, toWeights: (lines, padded, step: 0), &lists)
      }
    }
  }
  var filters = convolution.filters
  filters.values = layout.weights(of: lines)
  return filters
}

/// The lists of gradients that a way back goes through, in memory that is kept from one to the next.
struct GradientLists {
  fileprivate var starts: [Int32] = []
  fileprivate var list: [ListedGradient] = []
  fileprivate var filterStarts: [Int32] = []
  fileprivate var filterList: [ListedGradient] = []

  /// Room for the gradients of so many outputs and filters.
  fileprivate mutating func reserve(_ outputs: Int, _ filters: Int) {
    func grow<Value>(_ values: inout [Value], to count: Int, _ value: Value) {
      if values.count < count { values = [Value](repeating: value, count: count) }
    }
    grow(&starts, to: outputs + 1, 0)
    grow(&list, to: outputs * filters + laneCount, ListedGradient(place: 0, valueBits: 0))
    grow(&filterStarts, to: filters + 1, 0)
    grow(&filterList, to: outputs * filters, ListedGradient(place: 0, valueBits: 0))
  }
}

extension ConvolutionLayout {
  /// How many values a line of a filter takes in whole registers: a filter row, or where it is dilated or grouped the
  /// channels of one tap.
  private var lineLength: Int { (extents.runLength + laneCount - 1) / laneCount * laneCount }
  /// How many lines all filters have.
  private var linesInAll: Int { outputShape.channels * extents.rows * extents.runs }

  /// How many values all weights take in whole registers.
  var linesCount: Int { linesInAll * lineLength }

  /// Weights as the way back to the input takes them: in whole registers, each line followed by zeros, and what it visits
  /// together side by side.
  func lines(of weights: [Float]) -> [Float] {
    let loops = ChosenLoops.current
    let inGroup = linesCount / groups
    return array(linesCount) { target in
      withValues(wholeLines(of: weights)) { lines in
        for group in 0..<groups {
          loops.packLines(extents, filters: filtersPerGroup, lines + group * inGroup, target + group * inGroup)
        }
      }
    }
  }

  private func wholeLines(of weights: [Float]) -> [Float] {
    guard lineLength > extents.runLength else { return weights }
    return array(linesCount) { target in
      withValues(weights) { weights in
        for line in 0..<linesInAll {
          let start = target + line * lineLength
          start.initialize(from: weights + line * extents.runLength, count: extents.runLength)
          (start + extents.runLength).initialize(repeating: 0, count: lineLength - extents.runLength)
        }
      }
    }
  }

  /// The weights that lie in whole registers.
  func weights(of lines: [Float]) -> [Float] {
    guard lineLength > extents.runLength else { return lines }
    return array(linesInAll * extents.runLength) { target in
      withValues(lines) { lines in
        for line in 0..<linesInAll {
          (target + line * extents.runLength).initialize(from: lines + line * lineLength, count: extents.runLength)
        }
      }
    }
  }

  /// Up to how many gradients are listed at a time: so many, and the windows that they belong to, stay in the first
  /// cache.
  private static let gradientsAtATime = 8192

  /// Goes back from the gradients of some pictures, one behind the other, to their padded inputs, to the weights, or to
  /// both.
  ///
  /// - Parameters:
  ///   - toInput: the gradient of the padded inputs, `step` values from one picture's to the next, which is added to; and
  ///     all weights as `lines(of:)` lays them out.
  ///   - toWeights: the gradient of the weights in whole registers, which is added to; and the padded inputs, `step`
  ///     values apart.
  func goBack(
    _ gradient: UnsafePointer<Float>, pictures: Int = 1,
    toInput: (gradient: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>, step: Int)?,
    toWeights: (gradient: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>, step: Int)?,
    _ lists: inout GradientLists
  ) {
    let loops = ChosenLoops.current
    let filters = filtersPerGroup
    let hasFewTaps = extents.runLength < laneCount
    for group in 0..<groups {
      let lines = group * filters * extents.rows * extents.runs * lineLength
      let gradient = gradient + group * filters
      if hasFewTaps, let toWeights {
        loops.gatherFewTaps(
          extents, pictures: pictures, pictureStep: toWeights.step, filters: filters, gradient,
          step: outputShape.channels,
          toWeights.input + group * depth, toWeights.gradient + lines)
      }
      guard toInput != nil || !hasFewTaps else { continue }
      forEachBand(pictures) { band in
        lists.reserve(band.pictures * band.extents.outputCount, filters)
        withMutableValues(&lists.starts) { starts in
          withMutableValues(&lists.list) { list in
            let outputs = band.pictures * band.extents.outputCount
            loops.listGradients(
              gradient + band.firstOutput * outputShape.channels, outputs: outputs, filters: filters,
              step: outputShape.channels, starts, list)
            if let toInput {
              for picture in 0..<band.pictures {
                loops.spreadGradients(
                  band.extents, filters: filters, starts + picture * band.extents.outputCount, list,
                  toInput.weights + lines,
                  toInput.gradient
                    + ((band.firstPicture + picture) * toInput.step + band.firstRow * extents.rowStep + group * depth))
              }
            }
            guard !hasFewTaps, let toWeights else { return }
            withMutableValues(&lists.filterStarts) { filterStarts in
              withMutableValues(&lists.filterList) { filterList in
                loops.sortGradients(
                  band.extents, pictures: band.pictures, pictureStep: toWeights.step, filters: filters, starts, list,
                  filterStarts, filterList)
                loops.gatherGradients(
                  band.extents, filters: filters, filterStarts, filterList,
                  toWeights.input
                    + (band.firstPicture * toWeights.step + band.firstRow * extents.rowStep + group * depth),
                  toWeights.gradient + lines)
              }
            }
          }
        }
      }
    }
  }

  /// Some whole pictures, or some rows of one.
  private struct Band {
    let firstPicture, pictures, firstRow: Int
    /// Counted through all pictures.
    let firstOutput: Int
    let extents: ConvolutionExtents
  }

  private func forEachBand(_ pictures: Int, _ body: (Band) -> Void) {
    let height = outputShape.height
    let rowsAtATime = max(1, ConvolutionLayout.gradientsAtATime / (outputShape.width * filtersPerGroup))
    let picturesAtATime = max(1, rowsAtATime / height)
    for firstPicture in stride(from: 0, to: pictures, by: picturesAtATime) {
      for firstRow in stride(from: 0, to: height, by: rowsAtATime) {
        var part = extents
        part.outputCount = min(rowsAtATime, height - firstRow) * outputShape.width
        body(
          Band(
            firstPicture: firstPicture, pictures: min(picturesAtATime, pictures - firstPicture), firstRow: firstRow,
            firstOutput: firstPicture * extents.outputCount + firstRow * outputShape.width, extents: part))
      }
    }
  }
}

// MARK: Pooling

extension PooledPlaces {
  /// The way back of `sums`: each window's gradient, times the weight of each of its cells.
  func spread(_ outputGradient: Tensor, weights: (_ row: Int, _ column: Int) -> [Float]) -> Tensor {
    precondition(outputGradient.shape == output, "the gradient is of the output's shape, \(output)")
    let loops = ChosenLoops.current
    let channels = input.channels
    let lineLength = input.width * channels
    let columnOffsets = columns.map { $0.map { $0 * channels } }
    var gradient = Tensor(input, repeating: 0)
    withMutableValues(&gradient.values) { target in
      withValues(outputGradient.values) { values in
        var source = values
        for row in rows.indices {
          let rowOffsets = rows[row].map { $0 * lineLength }
          for column in columns.indices {
            loops.spreadSum(
              source, rows: rowOffsets, rowCount: rowOffsets.count, columns: columnOffsets[column],
              columnCount: columnOffsets[column].count,
              weights: weights(row, column), channels: channels, target)
            source += channels
          }
        }
      }
    }
    return gradient
  }
}

// MARK: Dense

/// The way back of `multiply` to the input: the sum of the rows of `weights`, each times its output's gradient.
func multiplyBack(_ weights: [Float], by outputGradient: [Float]) -> [Float] {
  precondition(weights.count.isMultiple(of: outputGradient.count), "a dense layer has a row of weights for each output")
  let inputs = weights.count / outputGradient.count
  let loops = ChosenLoops.current
  return array(inputs) { target in
    withValues(weights) { weights in
      withValues(outputGradient) { gradient in
        loops.multiplyColumns(weights, gradient, pictures: 1, inputs: inputs, outputs: outputGradient.count, target)
      }
    }
  }
}

/// The way back of `multiply` to the weights: every output's gradient times every input.
func outerProduct(_ outputGradient: [Float], _ input: [Float]) -> [Float] {
  let loops = ChosenLoops.current
  var weights = [Float](repeating: 0, count: outputGradient.count * input.count)
  withMutableValues(&weights) { weights in
    withValues(outputGradient) { gradient in
      withValues(input) { values in
        loops.addOuterProducts(
          gradient, values, pictures: 1, inputs: input.count, outputs: outputGradient.count, weights)
      }
    }
  }
  return weights
}
