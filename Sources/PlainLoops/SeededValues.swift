import LoopParts

// SplitMix64 by its place (see `SeededGenerator`), four words at a time. The values are the same to the last bit as those
// computed one by one: integers are exact, and so is the conversion of 24 bits to a float.

private typealias Words = SIMD4<UInt64>

extension Loops {
  /// lowest + span · u for the places `first`..<`end`, with u one of 2²⁴ numbers 0..<1 that lie evenly.
  @inline(never)
  public static func fillUniform(
    _ values: UnsafeMutablePointer<Float>, first: Int, end: Int, seed: UInt64, lowest: Float, span: Float
  ) {
    let step: UInt64 = 0x9e37_79b9_7f4a_7c15
    let start = seed &+ (UInt64(truncatingIfNeeded: first) &+ 1) &* step
    var low = Words(start, start &+ step, start &+ 2 &* step, start &+ 3 &* step)
    var high = low &+ Words(repeating: 4 &* step)
    let advance = Words(repeating: 8 &* step)
    var index = first
    while index < end {
      let bits = SIMD8<Int32>(
        lowHalf: SIMD4<Int32>(truncatingIfNeeded: mixed(low) &>> 40),
        highHalf: SIMD4<Int32>(truncatingIfNeeded: mixed(high) &>> 40))
      let fractions = Lanes(bits) * 0x1p-24
      let results = lowest + span * fractions
      if index &+ laneCount <= end {
        store(results, values + index)
      } else {
        for lane in 0..<end &- index { values[index &+ lane] = results[lane] }
      }
      low = low &+ advance
      high = high &+ advance
      index &+= laneCount
    }
  }
}

/// The hash but for its last step, which leaves the upper 31 bits as they are.
@inline(__always)
private func mixed(_ words: Words) -> Words {
  let words = (words ^ (words &>> 30)) &* Words(repeating: 0xbf58_476d_1ce4_e5b9)
  return (words ^ (words &>> 27)) &* Words(repeating: 0x94d0_49bb_1331_11eb)
}
