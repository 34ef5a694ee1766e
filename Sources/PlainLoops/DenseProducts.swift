import LoopParts

// A matrix times a vector: every weight is read once and used once, so that memory is what it waits for. Eight rows are
// read side by side, which keeps more of them on the way at a time, and the input's lanes are loaded once for all eight.

extension Loops {
  /// The outputs `first`..<`end` of a dense layer: one row of `count` weights each, and a bias.
  @inline(never)
  public static func multiplyRows(
    _ weights: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, count: Int, first: Int, end: Int, isRectified: Bool
  ) {
    var row = first
    while row < end {
      // At the end the last row is taken more than once, and its result stored again.
      @inline(__always)
      func line(_ next: Int) -> UnsafePointer<Float> { weights + min(row &+ next, end &- 1) &* count }
      let (weights0, weights1, weights2, weights3) = (line(0), line(1), line(2), line(3))
      let (weights4, weights5, weights6, weights7) = (line(4), line(5), line(6), line(7))
      var sum0 = Lanes(), sum1 = Lanes(), sum2 = Lanes(), sum3 = Lanes()
      var sum4 = Lanes(), sum5 = Lanes(), sum6 = Lanes(), sum7 = Lanes()
      var index = 0
      while index &+ laneCount <= count {
        let values = load(input + index)
        Products.multiplyAdd(load(weights0 + index), values, &sum0)
        Products.multiplyAdd(load(weights1 + index), values, &sum1)
        Products.multiplyAdd(load(weights2 + index), values, &sum2)
        Products.multiplyAdd(load(weights3 + index), values, &sum3)
        Products.multiplyAdd(load(weights4 + index), values, &sum4)
        Products.multiplyAdd(load(weights5 + index), values, &sum5)
        Products.multiplyAdd(load(weights6 + index), values, &sum6)
        Products.multiplyAdd(load(weights7 + index), values, &sum7)
        index &+= laneCount
      }
      @inline(__always)
      func finish(_ next: Int, _ weights: UnsafePointer<Float>, _ sum: Lanes) {
        let target = min(row &+ next, end &- 1)
        var total = sum.sum() + biases[target]
        var rest = index
        while rest < count {
          total += weights[rest] * input[rest]
          rest &+= 1
        }
        output[target] = isRectified && total < 0 ? 0 : total
      }
      finish(0, weights0, sum0)
      finish(1, weights1, sum1)
      finish(2, weights2, sum2)
      finish(3, weights3, sum3)
      finish(4, weights4, sum4)
      finish(5, weights5, sum5)
      finish(6, weights6, sum6)
      finish(7, weights7, sum7)
      row &+= 8
    }
  }
}
