import KernelParts

// A matrix times a vector: every weight is read once and used once, so that memory is what it waits for. Four rows are
// read side by side, which keeps more of them on the way at a time, and the input's lanes are loaded once for all four.

@inline(__always)
private func multiplyAdd(_ left: Lanes, _ right: Lanes, _ sum: inout Lanes) {
  #if FUSED
    sum = sum.addingProduct(left, right)
  #else
    sum = sum + left * right
  #endif
}

/// The outputs `first`..<`end` of a dense layer: one row of `count` weights each, and a bias.
@inline(never)
public func multiplyRows(
  _ weights: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, count: Int, first: Int, end: Int, isRectified: Bool
) {
  var row = first
  while row < end {
    // At the end the last row is taken more than once, and its result stored again.
    let last = end &- 1
    let (row1, row2, row3) = (min(row &+ 1, last), min(row &+ 2, last), min(row &+ 3, last))
    let weights0 = weights + row &* count
    let weights1 = weights + row1 &* count
    let weights2 = weights + row2 &* count
    let weights3 = weights + row3 &* count
    var sum00 = Lanes(), sum01 = Lanes(), sum10 = Lanes(), sum11 = Lanes()
    var sum20 = Lanes(), sum21 = Lanes(), sum30 = Lanes(), sum31 = Lanes()
    var index = 0
    while index &+ 16 <= count {
      let (input0, input1) = (load(input + index), load(input + index + 8))
      multiplyAdd(load(weights0 + index), input0, &sum00)
      multiplyAdd(load(weights0 + index + 8), input1, &sum01)
      multiplyAdd(load(weights1 + index), input0, &sum10)
      multiplyAdd(load(weights1 + index + 8), input1, &sum11)
      multiplyAdd(load(weights2 + index), input0, &sum20)
      multiplyAdd(load(weights2 + index + 8), input1, &sum21)
      multiplyAdd(load(weights3 + index), input0, &sum30)
      multiplyAdd(load(weights3 + index + 8), input1, &sum31)
      index &+= 16
    }
    var total0 = (sum00 + sum01).sum() + biases[row]
    var total1 = (sum10 + sum11).sum() + biases[row1]
    var total2 = (sum20 + sum21).sum() + biases[row2]
    var total3 = (sum30 + sum31).sum() + biases[row3]
    while index < count {
      let value = input[index]
      total0 += weights0[index] * value
      total1 += weights1[index] * value
      total2 += weights2[index] * value
      total3 += weights3[index] * value
      index &+= 1
    }
    output[row] = isRectified && total0 < 0 ? 0 : total0
    output[row1] = isRectified && total1 < 0 ? 0 : total1
    output[row2] = isRectified && total2 < 0 ? 0 : total2
    output[row3] = isRectified && total3 < 0 ? 0 : total3
    row &+= 4
  }
}
