import LoopParts

// Convolution of a single channel at stride 1, the lecture's small pictures among them: here lanes are not filters but
// neighbouring places. The padded input is taken as one long row, across the ends of its own rows: what is computed at
// the few places where a window would wrap around is left away afterwards, and even a map of five columns fills lanes.

extension Loops {
  /// The sums of one filter at the first `count` places of the padded input, taken as one row.
  ///
  /// - Parameters:
  ///   - input: the padded input; up to 31 values after the last window are read.
  ///   - tapRowStep: from one filter row's cells to the next one's.
  ///   - tapStep: from one tap's cells to the next one's.
  ///   - sums: room for `count` rounded up to a multiple of 32.
  @inline(never)
  public static func convolvePlaces(
    _ input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: Float, rows: Int, columns: Int, tapRowStep: Int,
    tapStep: Int, count: Int, _ sums: UnsafeMutablePointer<Float>, isRectified: Bool
  ) {
    let floors = Lanes(repeating: isRectified ? 0 : -.infinity)
    var place = 0
    while place < count {
      let start = input + place
      var sum0 = Lanes(repeating: bias)
      var (sum1, sum2, sum3) = (sum0, sum0, sum0)
      var weight = weights
      var rowOffset = 0
      for _ in 0..<rows {
        var offset = rowOffset
        for _ in 0..<columns {
          let cells = start + offset
          Products.multiplyAdd(load(cells), weight.pointee, &sum0)
          Products.multiplyAdd(load(cells + 8), weight.pointee, &sum1)
          Products.multiplyAdd(load(cells + 16), weight.pointee, &sum2)
          Products.multiplyAdd(load(cells + 24), weight.pointee, &sum3)
          weight += 1
          offset &+= tapStep
        }
        rowOffset &+= tapRowStep
      }
      store(larger(sum0, floors), sums + place)
      store(larger(sum1, floors), sums + place + 8)
      store(larger(sum2, floors), sums + place + 16)
      store(larger(sum3, floors), sums + place + 24)
      place &+= 32
    }
  }
}
