import LoopParts

// SplitMix64 by its place (see `SeededGenerator`), eight words at a time. The values are the same to the last bit as those
// computed one by one: integers are exact, and so are the conversion of 24 bits to a float and a product by a power of two.

private typealias Words = SIMD8<UInt64>

extension Loops {
  /// lowest + span · u for the places `first`..<`end` of all, with u one of 2²⁴ numbers 0..<1 that lie evenly.
  ///
  /// - Parameter values: where that of the place `first` belongs.
  @inline(never)
  public static func fillUniform(
    _ values: UnsafeMutablePointer<Float>, first: Int, end: Int, seed: UInt64, lowest: Float, span: Float
  ) {
    let step: UInt64 = 0x9e37_79b9_7f4a_7c15
    let start = seed &+ (UInt64(truncatingIfNeeded: first) &+ 1) &* step
    var words = Words(repeating: start) &+ Words(0, 1, 2, 3, 4, 5, 6, 7) &* Words(repeating: step)
    let advance = Words(repeating: 8 &* step)
    let unit = span * 0x1p-24
    @inline(__always)
    func next() -> Lanes {
      let steps = Lanes(SIMD8<Int32>(truncatingIfNeeded: mixed(words) &>> 40))
      words = words &+ advance
      return lowest + unit * steps
    }
    var target = values
    var left = end &- first
    while left >= laneCount {
      store(next(), target)
      target += laneCount
      left &-= laneCount
    }
    guard left > 0 else { return }
    let last = next()
    for lane in 0..<left { target[lane] = last[lane] }
  }
}

/// The hash but for its last step, which leaves the upper 31 bits as they are.
@inline(__always)
private func mixed(_ words: Words) -> Words {
  let words = (words ^ (words &>> 30)) &* Words(repeating: 0xbf58_476d_1ce4_e5b9)
  return (words ^ (words &>> 27)) &* Words(repeating: 0x94d0_49bb_1331_11eb)
}
