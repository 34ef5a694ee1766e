import CProcessor
import LoopParts

// Direct convolution: 16 filters at a time visit 6 outputs at a time.
//
//   input     padded, channels last: the taps of one filter row lie together, so nothing is laid out anew at any stride
//   weights   [block of 16 filters][tap][16]: what one tap does to 16 filters is two loads
//   sums      6 outputs × 16 filters = 12 registers of 8, which stay where they are from the first tap to the last;
//             with 2 registers of weights and 1 of input that is as many as AVX2 has (16, less one)
//
// Each tap is 8 loads for 12 multiply-adds, so that the multipliers are what it waits for. A block's weights are gone
// through in parts that stay in the second cache while all tiles of outputs take their turn; between two parts the sums
// rest in the output. Meanwhile the part that follows is fetched from memory, a line of it now and then: coming all at
// once it would be waited for. In which order an output's products are summed follows from the extents alone: however
// outputs are shared out among threads, the same bits come out.

/// How many taps of 16 weights are visited at a time: 64 KB of them.
private let tapsAtATime = 1024

extension Loops {
  /// The sums of one block of filters at the tiles `firstTile`..<`endTile`, six outputs each.
  ///
  /// - Parameters:
  ///   - input: the padded input, at the first channel that the block's filters see.
  ///   - weights: those of the block, `taps · 16`.
  ///   - biases: those of the block, 16.
  ///   - output: where the block's first filter's first output belongs.
  ///   - filters: how many filters of the block there are, 1...16; no more are stored.
  ///   - isRectified: whether negative results become 0.
  @inline(never)
  public static func convolveTiles(
    _ extents: ConvolutionExtents, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ biases: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, filters: Int, isRectified: Bool,
    firstTile: Int, endTile: Int
  ) {
    let allRuns = extents.rows &* extents.runs
    // Whole runs at a time where they are short, parts of a run where they are long.
    let runsAtATime = max(1, tapsAtATime / extents.runLength)
    let lengthAtATime = min(extents.runLength, tapsAtATime)
    var run = 0
    while run < allRuns {
      let runs = min(runsAtATime, allRuns &- run)
      var start = 0
      while start < extents.runLength {
        let length = min(lengthAtATime, extents.runLength &- start)
        let part = Part(
          run: run, runs: runs, start: start, length: length,
          weights: weights + (run &* extents.runLength &+ start) &* 16,
          isFirst: run == 0 && start == 0,
          isLast: run &+ runs == allRuns && start &+ length == extents.runLength)
        if filters == 16 {
          addPart(extents, part, input, biases, output, isRectified, firstTile, endTile)
        } else {
          addPartOfFewer(extents, part, input, biases, output, filters, isRectified, firstTile, endTile)
        }
        start &+= length
      }
      run &+= runs
    }
  }
}

/// Some neighbouring taps of a block's filters.
private struct Part {
  /// The first of its runs, counted through all rows.
  let run: Int
  /// How many runs.
  let runs: Int
  /// Where in its runs it starts.
  let start: Int
  /// How many values of each run.
  let length: Int
  /// The weights of its first tap.
  let weights: UnsafePointer<Float>
  /// Whether sums start with it, and
  let isFirst: Bool
  /// whether they are done after it.
  let isLast: Bool
}

/// Where the windows and results of six outputs are.
private struct Tile {
  var input0, input1, input2, input3, input4, input5: UnsafePointer<Float>
  var output0, output1, output2, output3, output4, output5: UnsafeMutablePointer<Float>

  /// The outputs from `first` on; past the end the last one is computed again, and stored again with the same result.
  @inline(__always)
  init(
    _ extents: ConvolutionExtents, _ first: Int, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>
  ) {
    var row = first / extents.outputWidth
    var column = first &- row &* extents.outputWidth
    var left = extents.outputCount &- first
    @inline(__always)
    func place() -> (UnsafePointer<Float>, UnsafeMutablePointer<Float>) {
      let place = (
        input + (row &* extents.rowStep &+ column &* extents.columnStep),
        output + (row &* extents.outputRowStep &+ column &* extents.outputStep)
      )
      left &-= 1
      if left > 0 {
        column &+= 1
        if column == extents.outputWidth {
          column = 0
          row &+= 1
        }
      }
      return place
    }
    (input0, output0) = place()
    (input1, output1) = place()
    (input2, output2) = place()
    (input3, output3) = place()
    (input4, output4) = place()
    (input5, output5) = place()
  }
}

@inline(__always)
private func addPart(
  _ extents: ConvolutionExtents, _ part: Part, _ input: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, _ isRectified: Bool, _ firstTile: Int, _ endTile: Int
) {
  var first = firstTile &* 6
  // The weights of one tap are one line of 64 bytes: each tile fetches its share of as many as there are taps.
  let tiles = endTile &- firstTile
  let taps = part.runs &* part.length
  let lines = (taps &+ tiles &- 1) / tiles
  var following = part.weights + taps &* 16
  for _ in firstTile..<endTile {
    let tile = Tile(extents, first, input, output)
    let left = extents.outputCount &- first
    if left <= 2 && part.length >= 32 {
      addPartToOne(extents, part, tile.input0, tile.output0, biases, isRectified)
      if left == 2 { addPartToOne(extents, part, tile.input1, tile.output1, biases, isRectified) }
    } else {
      addPart(
        extents, part, tile, biases, isRectified, following: following, tapsPerLine: max(8, tiles))
    }
    following += lines &* 16
    first &+= 6
  }
}

/// The same for a single output, as one is left over on maps of 7 × 7 or 13 × 13: the sums of every fourth tap, so that
/// one tap need not wait for the one before.
@inline(never)
private func addPartToOne(
  _ extents: ConvolutionExtents, _ part: Part, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  _ biases: UnsafePointer<Float>, _ isRectified: Bool
) {
  let start = part.isFirst ? biases : UnsafePointer(output)
  var (sum00, sum01) = (load(start), load(start + 8))
  var sum10 = Lanes(), sum11 = Lanes(), sum20 = Lanes(), sum21 = Lanes(), sum30 = Lanes(), sum31 = Lanes()
  var weights = part.weights
  for run in part.run..<part.run &+ part.runs {
    let row = run / extents.runs
    let values = input + (row &* extents.tapRowStep &+ (run &- row &* extents.runs) &* extents.runStep &+ part.start)
    var tap = 0
    while tap &+ 4 <= part.length {
      let (value0, value1) = (Lanes(repeating: values[tap]), Lanes(repeating: values[tap &+ 1]))
      let (value2, value3) = (Lanes(repeating: values[tap &+ 2]), Lanes(repeating: values[tap &+ 3]))
      Products.multiplyAdd(load(weights), value0, &sum00)
      Products.multiplyAdd(load(weights + 8), value0, &sum01)
      Products.multiplyAdd(load(weights + 16), value1, &sum10)
      Products.multiplyAdd(load(weights + 24), value1, &sum11)
      Products.multiplyAdd(load(weights + 32), value2, &sum20)
      Products.multiplyAdd(load(weights + 40), value2, &sum21)
      Products.multiplyAdd(load(weights + 48), value3, &sum30)
      Products.multiplyAdd(load(weights + 56), value3, &sum31)
      weights += 64
      tap &+= 4
    }
    while tap < part.length {
      let value = Lanes(repeating: values[tap])
      Products.multiplyAdd(load(weights), value, &sum00)
      Products.multiplyAdd(load(weights + 8), value, &sum01)
      weights += 16
      tap &+= 1
    }
  }
  let (sum0, sum1) = ((sum00 + sum10) + (sum20 + sum30), (sum01 + sum11) + (sum21 + sum31))
  let isDone = part.isLast && isRectified
  store(isDone ? rectified(sum0) : sum0, output)
  store(isDone ? rectified(sum1) : sum1, output + 8)
}

/// The same for a block that is not full: its sums go through a small store of their own.
@inline(never)
private func addPartOfFewer(
  _ extents: ConvolutionExtents, _ part: Part, _ input: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, _ filters: Int, _ isRectified: Bool, _ firstTile: Int, _ endTile: Int
) {
  let zero = Lanes()
  var sums = (zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero)
  withUnsafeMutableBytes(of: &sums) { bytes in
    guard let sums = bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
    var first = firstTile &* 6
    for _ in firstTile..<endTile {
      var tile = Tile(extents, first, input, output)
      let outputs = (tile.output0, tile.output1, tile.output2, tile.output3, tile.output4, tile.output5)
      @inline(__always)
      func copy(_ output: UnsafeMutablePointer<Float>, _ index: Int, toOutput: Bool) {
        let sum = sums + index &* 16
        var filter = 0
        while filter < filters {
          if toOutput { output[filter] = sum[filter] } else { sum[filter] = output[filter] }
          filter &+= 1
        }
      }
      @inline(__always)
      func copyAll(toOutput: Bool) {
        copy(outputs.0, 0, toOutput: toOutput)
        copy(outputs.1, 1, toOutput: toOutput)
        copy(outputs.2, 2, toOutput: toOutput)
        copy(outputs.3, 3, toOutput: toOutput)
        copy(outputs.4, 4, toOutput: toOutput)
        copy(outputs.5, 5, toOutput: toOutput)
      }
      if !part.isFirst { copyAll(toOutput: false) }
      tile.output0 = sums
      tile.output1 = sums + 16
      tile.output2 = sums + 32
      tile.output3 = sums + 48
      tile.output4 = sums + 64
      tile.output5 = sums + 80
      addPart(extents, part, tile, biases, isRectified, following: part.weights, tapsPerLine: part.length)
      copyAll(toOutput: true)
      first &+= 6
    }
  }
}

/// The innermost loop: six outputs, sixteen filters. Every `tapsPerLine` taps it fetches a line of what is `following`.
@inline(__always)
private func addPart(
  _ extents: ConvolutionExtents, _ part: Part, _ tile: Tile, _ biases: UnsafePointer<Float>, _ isRectified: Bool,
  following: UnsafePointer<Float>, tapsPerLine: Int
) {
  var following = following
  var sum00: Lanes, sum01: Lanes, sum10: Lanes, sum11: Lanes, sum20: Lanes, sum21: Lanes
  var sum30: Lanes, sum31: Lanes, sum40: Lanes, sum41: Lanes, sum50: Lanes, sum51: Lanes
  if part.isFirst {
    let (bias0, bias1) = (load(biases), load(biases + 8))
    (sum00, sum10, sum20, sum30, sum40, sum50) = (bias0, bias0, bias0, bias0, bias0, bias0)
    (sum01, sum11, sum21, sum31, sum41, sum51) = (bias1, bias1, bias1, bias1, bias1, bias1)
  } else {
    (sum00, sum01) = (load(tile.output0), load(tile.output0 + 8))
    (sum10, sum11) = (load(tile.output1), load(tile.output1 + 8))
    (sum20, sum21) = (load(tile.output2), load(tile.output2 + 8))
    (sum30, sum31) = (load(tile.output3), load(tile.output3 + 8))
    (sum40, sum41) = (load(tile.output4), load(tile.output4 + 8))
    (sum50, sum51) = (load(tile.output5), load(tile.output5 + 8))
  }
  var weights = part.weights
  let row = part.run / extents.runs
  var run = part.run &- row &* extents.runs
  var offset = row &* extents.tapRowStep &+ run &* extents.runStep &+ part.start
  for _ in 0..<part.runs {
    let input0 = tile.input0 + offset
    let input1 = tile.input1 + offset
    let input2 = tile.input2 + offset
    let input3 = tile.input3 + offset
    let input4 = tile.input4 + offset
    let input5 = tile.input5 + offset
    var tap = 0
    while tap < part.length {
      processor_fetch(following)
      following += 16
      let stop = min(tap &+ tapsPerLine, part.length)
      while tap < stop {
        let (weights0, weights1) = (load(weights), load(weights + 8))
        var value = Lanes(repeating: input0[tap])
        Products.multiplyAdd(weights0, value, &sum00)
        Products.multiplyAdd(weights1, value, &sum01)
        value = Lanes(repeating: input1[tap])
        Products.multiplyAdd(weights0, value, &sum10)
        Products.multiplyAdd(weights1, value, &sum11)
        value = Lanes(repeating: input2[tap])
        Products.multiplyAdd(weights0, value, &sum20)
        Products.multiplyAdd(weights1, value, &sum21)
        value = Lanes(repeating: input3[tap])
        Products.multiplyAdd(weights0, value, &sum30)
        Products.multiplyAdd(weights1, value, &sum31)
        value = Lanes(repeating: input4[tap])
        Products.multiplyAdd(weights0, value, &sum40)
        Products.multiplyAdd(weights1, value, &sum41)
        value = Lanes(repeating: input5[tap])
        Products.multiplyAdd(weights0, value, &sum50)
        Products.multiplyAdd(weights1, value, &sum51)
        weights += 16
        tap &+= 1
      }
    }
    run &+= 1
    offset &+= extents.runStep
    if run == extents.runs {
      run = 0
      offset &+= extents.tapRowStep &- extents.runs &* extents.runStep
    }
  }
  if part.isLast && isRectified {
    (sum00, sum01, sum10, sum11) = (rectified(sum00), rectified(sum01), rectified(sum10), rectified(sum11))
    (sum20, sum21, sum30, sum31) = (rectified(sum20), rectified(sum21), rectified(sum30), rectified(sum31))
    (sum40, sum41, sum50, sum51) = (rectified(sum40), rectified(sum41), rectified(sum50), rectified(sum51))
  }
  store(sum00, tile.output0)
  store(sum01, tile.output0 + 8)
  store(sum10, tile.output1)
  store(sum11, tile.output1 + 8)
  store(sum20, tile.output2)
  store(sum21, tile.output2 + 8)
  store(sum30, tile.output3)
  store(sum31, tile.output3 + 8)
  store(sum40, tile.output4)
  store(sum41, tile.output4 + 8)
  store(sum50, tile.output5)
  store(sum51, tile.output5 + 8)
}
