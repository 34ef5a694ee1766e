import LoopParts

// What calls the inner loops for some pictures at a time, one behind the other in memory that is kept from batch to batch.

/// Values of some pictures, one behind the other, with what the inner loops may read behind the last.
func batchValues(_ pictures: Int, _ count: Int) -> [Float] {
  [Float](repeating: 0, count: pictures * count + loopSlack)
}

/// The first `count` values become 0.
func clear(_ values: inout [Float], count: Int) {
  precondition(values.count >= count, "there are \(count) values to clear")
  withMutableValues(&values) { $0.update(repeating: 0, count: count) }
}

/// target += source, for the first `count` values.
func add(_ source: [Float], to target: inout [Float], count: Int) {
  precondition(source.count >= count && target.count >= count, "there are \(count) values to add")
  let loops = ChosenLoops.current
  withMutableValues(&target) { target in withValues(source) { source in loops.add(source, target, count: count) } }
}

/// What comes back through a ReLU: the gradient becomes 0 where the output is not positive.
func rectify(_ gradient: inout [Float], behind output: [Float], count: Int) {
  precondition(output.count >= count && gradient.count >= count, "there are \(count) values to rectify")
  let loops = ChosenLoops.current
  withMutableValues(&gradient) { gradient in
    withValues(output) { output in loops.rectifyGradient(output, gradient, count: count) }
  }
}

/// Adds each channel's values at the first `places` places to its sum.
func addChannelSums(_ values: [Float], places: Int, to sums: inout [Float]) {
  let channels = sums.count
  precondition(values.count >= places * channels, "there are \(places) places of \(channels) channels")
  let loops = ChosenLoops.current
  withMutableValues(&sums) { sums in
    withValues(values) { values in loops.addChannelSums(values, places: places, channels: channels, sums) }
  }
}

// MARK: Convolution

extension ConvolutionLayout {
  /// Puts some pictures into their padding, which is there already.
  func pad(_ input: [Float], pictures: Int, into padded: inout [Float]) {
    forEachRow(pictures, input.count, padded.count) { plain, inPadding, count in
      withMutableValues(&padded) { padded in
        withValues(input) { input in (padded + inPadding).update(from: input + plain, count: count) }
      }
    }
  }

  /// Takes some pictures out of their padding.
  func crop(_ padded: [Float], pictures: Int, into output: inout [Float], adds: Bool) {
    let loops = ChosenLoops.current
    forEachRow(pictures, output.count, padded.count) { plain, inPadding, count in
      withMutableValues(&output) { output in
        withValues(padded) { padded in
          if adds {
            loops.add(padded + inPadding, output + plain, count: count)
          } else {
            (output + plain).update(from: padded + inPadding, count: count)
          }
        }
      }
    }
  }

  /// The rows of some pictures: where each begins, where it begins in the padding, and how many values it has.
  private func forEachRow(
    _ pictures: Int, _ plainCount: Int, _ paddedCount: Int, _ body: (_ plain: Int, _ inPadding: Int, Int) -> Void
  ) {
    let rowLength = input.width * input.channels
    precondition(
      plainCount >= pictures * input.count && paddedCount >= pictures * paddedShape.count,
      "there are \(pictures) pictures of \(input)")
    let lineLength = paddedShape.width * input.channels
    for picture in 0..<pictures {
      let first = picture * paddedShape.count + padding.above * lineLength + padding.left * input.channels
      for row in 0..<input.height {
        body((picture * input.height + row) * rowLength, first + row * lineLength, rowLength)
      }
    }
  }

  /// The convolution of some padded pictures, by what `packed` laid out.
  func run(
    _ padded: [Float], pictures: Int, _ packed: [Float], _ biases: [Float], into output: inout [Float],
    isRectified: Bool
  ) {
    precondition(
      padded.count >= pictures * paddedShape.count && output.count >= pictures * outputShape.count
        && packed.count == packedCount(taps: extents.taps) && biases.count == packedCount(taps: 1),
      "there are \(pictures) pictures of \(input)")
    withMutableValues(&output) { output in
      withValues(padded) { padded in
        withValues(packed) { packed in
          withValues(biases) { biases in
            for picture in 0..<pictures {
              run(
                padded + picture * paddedShape.count, packed, biases, output + picture * outputShape.count,
                isRectified: isRectified)
            }
          }
        }
      }
    }
  }

  /// Adds to the gradient of the weights, in whole registers, what some pictures' gradients and padded inputs make of it;
  /// and, where it is asked for, makes the gradient of the padded inputs.
  ///
  /// - Parameter lines: the weights as `lines(of:)` lays them out.
  func goBack(
    _ gradient: [Float], _ padded: [Float], pictures: Int, toWeights: inout [Float],
    toInput: Bool, _ paddedGradient: inout [Float], _ lines: [Float], _ lists: inout GradientLists
  ) {
    precondition(
      gradient.count >= pictures * outputShape.count + loopSlack
        && padded.count >= pictures * paddedShape.count + loopSlack && toWeights.count == linesCount,
      "there are \(pictures) pictures of \(input)")
    if toInput {
      precondition(
        paddedGradient.count >= pictures * paddedShape.count + loopSlack && lines.count == linesCount,
        "there are \(pictures) pictures of \(input)")
      withMutableValues(&paddedGradient) { $0.update(repeating: 0, count: pictures * paddedShape.count) }
    }
    withMutableValues(&toWeights) { toWeights in
      withMutableValues(&paddedGradient) { paddedGradient in
        withValues(gradient) { gradient in
          withValues(padded) { padded in
            withValues(lines) { lines in
              goBack(
                gradient, pictures: pictures, toInput: toInput ? (paddedGradient, lines, paddedShape.count) : nil,
                toWeights: (toWeights, padded, paddedShape.count), &lists)
            }
          }
        }
      }
    }
  }
}

// MARK: Max pooling

extension MaxPooling {
  /// How its windows lie in an input that they fit into.
  func extents(on input: Shape) -> PoolingExtents {
    func axis(_ geometry: WindowGeometry) -> PoolingExtents.Axis {
      PoolingExtents.Axis(
        input: geometry.input, output: geometry.output, kernel: geometry.window.kernel, stride: geometry.window.stride,
        padding: geometry.window.padding.before, dilation: geometry.window.dilation)
    }
    return PoolingExtents(
      rows: axis(rows.over(input.height)), columns: axis(columns.over(input.width)), channels: input.channels)
  }
}

extension PoolingExtents {
  private var inputCount: Int { rows.input * columns.input * channels }
  private var outputCount: Int { rows.output * columns.output * channels }

  /// The maxima of some pictures' windows, and which cell each was.
  func run(_ input: [Float], pictures: Int, into output: inout [Float], winners: inout [Int32]) {
    precondition(
      input.count >= pictures * inputCount && output.count >= pictures * outputCount
        && winners.count >= pictures * outputCount, "there are \(pictures) pictures")
    let loops = ChosenLoops.current
    withMutableValues(&output) { output in
      withMutableValues(&winners) { winners in
        withValues(input) { input in
          for picture in 0..<pictures {
            loops.poolMaxima(
              self, input + picture * inputCount, output + picture * outputCount, winners + picture * outputCount)
          }
        }
      }
    }
  }

  /// Whether each cell of the input is in one window, no more and no less.
  private var isPartition: Bool {
    func isPartition(_ axis: Axis) -> Bool {
      axis.kernel == axis.stride && axis.dilation == 1 && axis.padding == 0 && axis.output * axis.stride >= axis.input
    }
    return isPartition(rows) && isPartition(columns)
  }

  /// Gives each output's gradient to the cell that won; all others get 0.
  ///
  /// - Parameter adds: whether that is added to what is there.
  func goBack(_ gradient: [Float], winners: [Int32], pictures: Int, into target: inout [Float], adds: Bool) {
    precondition(
      gradient.count >= pictures * outputCount && winners.count >= pictures * outputCount
        && target.count >= pictures * inputCount, "there are \(pictures) pictures")
    let loops = ChosenLoops.current
    let isPartition = isPartition
    if !adds && !isPartition { clear(&target, count: pictures * inputCount) }
    withMutableValues(&target) { target in
      withValues(gradient) { gradient in
        winners.withUnsafeBufferPointer { winners in
          guard let winners = winners.baseAddress else { return }
          for picture in 0..<pictures {
            loops.spreadToWinners(
              self, winners + picture * outputCount, gradient + picture * outputCount, target + picture * inputCount,
              adds: adds || !isPartition)
          }
        }
      }
    }
  }
}

// MARK: Dense

/// The sums of a dense layer for some pictures.
func multiply(
  _ weights: [Float], by input: [Float], plus biases: [Float], pictures: Int, into output: inout [Float],
  isRectified: Bool
) {
  let (inputs, outputs) = (weights.count / biases.count, biases.count)
  precondition(
    input.count >= pictures * inputs && output.count >= pictures * outputs, "there are \(pictures) pictures")
  let loops = ChosenLoops.current
  withMutableValues(&output) { output in
    withValues(weights) { weights in
      withValues(input) { input in
        withValues(biases) { biases in
          for picture in 0..<pictures {
            loops.multiplyRows(
              weights, input + picture * inputs, biases, output + picture * outputs, count: inputs, first: 0,
              end: outputs, isRectified: isRectified)
          }
        }
      }
    }
  }
}

/// Adds to the gradient of the weights every output's gradient times every input, over some pictures.
func addOuterProducts(
  _ gradient: [Float], _ input: [Float], pictures: Int, outputs: Int, to weights: inout [Float]
) {
  let inputs = weights.count / outputs
  precondition(
    input.count >= pictures * inputs && gradient.count >= pictures * outputs, "there are \(pictures) pictures")
  let loops = ChosenLoops.current
  withMutableValues(&weights) { weights in
    withValues(gradient) { gradient in
      withValues(input) { input in
        loops.addOuterProducts(gradient, input, pictures: pictures, inputs: inputs, outputs: outputs, weights)
      }
    }
  }
}

/// The gradient of a dense layer's inputs, for some pictures.
func multiplyBack(
  _ weights: [Float], by gradient: [Float], pictures: Int, outputs: Int, into target: inout [Float]
) {
  let inputs = weights.count / outputs
  precondition(
    gradient.count >= pictures * outputs && target.count >= pictures * inputs, "there are \(pictures) pictures")
  let loops = ChosenLoops.current
  withMutableValues(&target) { target in
    withValues(weights) { weights in
      withValues(gradient) { gradient in
        loops.multiplyColumns(weights, gradient, pictures: pictures, inputs: inputs, outputs: outputs, target)
      }
    }
  }
}

// MARK: Batch normalisation

/// The mean and the variance of each channel of the first `places` places, the variance their sum of squares divided by
/// the number of places.
func channelStatistics(_ values: [Float], places: Int, channels: Int) -> (means: [Float], variances: [Float]) {
  precondition(values.count >= places * channels && places > 0, "there are \(places) places of \(channels) channels")
  var means = [Float](repeating: 0, count: channels)
  addChannelSums(values, places: places, to: &means)
  for channel in 0..<channels { means[channel] /= Float(places) }
  var variances = [Float](repeating: 0, count: channels)
  let loops = ChosenLoops.current
  withMutableValues(&variances) { sums in
    withValues(values) { values in
      withValues(means) { loops.addSquaredDistances(values, means: $0, places: places, channels: channels, sums) }
    }
  }
  for channel in 0..<channels { variances[channel] /= Float(places) }
  return (means, variances)
}

/// factor · (x − mean) + shift of the first `places` places, with a ReLU behind it or none.
func normalize(
  _ values: [Float], places: Int, means: [Float], factors: [Float], shifts: [Float], into output: inout [Float],
  isRectified: Bool
) {
  let channels = means.count
  precondition(
    min(values.count, output.count) >= places * channels && factors.count == channels && shifts.count == channels,
    "there are \(places) places of \(channels) channels")
  let loops = ChosenLoops.current
  withMutableValues(&output) { output in
    withValues(values) {
      loops.normalizeByBatch(
        $0, output, places: places, channels: channels, means: means, factors: factors, shifts: shifts,
        isRectified: isRectified)
    }
  }
}

/// Σ gradient · x̂ of each channel over the first `places` places, with x̂ = (x − mean) · factor.
func normalizedSums(
  _ gradient: [Float], _ values: [Float], places: Int, means: [Float], factors: [Float]
) -> [Float] {
  let channels = means.count
  precondition(
    min(values.count, gradient.count) >= places * channels && factors.count == channels,
    "there are \(places) places of \(channels) channels")
  let loops = ChosenLoops.current
  var sums = [Float](repeating: 0, count: channels)
  withMutableValues(&sums) { sums in
    withValues(values) { values in
      withValues(gradient) {
        loops.addNormalizedSums(
          $0, values, places: places, channels: channels, means: means, factors: factors, sums)
      }
    }
  }
  return sums
}

/// factor · gradient − (offset + slope · x) of the first `places` places.
func normalizeGradients(
  _ gradient: [Float], _ values: [Float], places: Int, offsets: [Float], slopes: [Float], factors: [Float],
  into target: inout [Float]
) {
  let channels = factors.count
  precondition(
    min(values.count, gradient.count, target.count) >= places * channels && offsets.count == channels
      && slopes.count == channels, "there are \(places) places of \(channels) channels")
  let loops = ChosenLoops.current
  withMutableValues(&target) { target in
    withValues(values) { values in
      withValues(gradient) {
        loops.normalizeGradients(
          $0, values, target, places: places, channels: channels, offsets: offsets, slopes: slopes, factors: factors)
      }
    }
  }
}

// MARK: Optimizers

/// One step of a descent with momentum.
func stepDescent(
  _ values: inout [Float], along gradients: [Float], _ velocity: inout [Float], momentum: Float, rate: Float
) {
  let loops = ChosenLoops.current
  let count = gradients.count
  precondition(values.count == count && velocity.count == count, "there is a gradient for each parameter")
  withMutableValues(&values) { values in
    withMutableValues(&velocity) { velocity in
      withValues(gradients) { loops.stepDescent(values, $0, velocity, count: count, momentum: momentum, rate: rate) }
    }
  }
}

/// One step of a descent with Nesterov's momentum.
func stepNesterov(
  _ values: inout [Float], along gradients: [Float], _ velocity: inout [Float], momentum: Float, rate: Float
) {
  let loops = ChosenLoops.current
  let count = gradients.count
  precondition(values.count == count && velocity.count == count, "there is a gradient for each parameter")
  withMutableValues(&values) { values in
    withMutableValues(&velocity) { velocity in
      withValues(gradients) { loops.stepNesterov(values, $0, velocity, count: count, momentum: momentum, rate: rate) }
    }
  }
}

/// One step of Adam.
func stepAdam(
  _ values: inout [Float], along gradients: [Float], _ means: inout [Float], _ squares: inout [Float],
  betas: (Float, Float), corrections: (Float, Float), epsilon: Float, rate: Float
) {
  let loops = ChosenLoops.current
  let count = gradients.count
  precondition(
    values.count == count && means.count == count && squares.count == count, "there is a gradient for each parameter")
  withMutableValues(&values) { values in
    withMutableValues(&means) { means in
      withMutableValues(&squares) { squares in
        withValues(gradients) {
          loops.stepAdam(
            values, $0, means, squares, count: count, beta1: betas.0, beta2: betas.1, corrections: corrections,
            epsilon: epsilon, rate: rate)
        }
      }
    }
  }
}
