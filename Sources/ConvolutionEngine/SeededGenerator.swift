/// Random numbers by their place: the number at an index is a hash of (seed, index), so that any of them can be had
/// without those before it, in any order, and is the same on every machine.
///
/// The hash is SplitMix64's (G. L. Steele, D. Lea, C. H. Flood: Fast splittable pseudorandom number generators,
/// OOPSLA 2014): `word(at: i)` is the (i + 1)-th output of that generator started at `seed`.
public struct SeededGenerator: Hashable, Sendable {
  /// What all the numbers follow from.
  public let seed: UInt64

  /// The numbers of a seed.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// A generator of its own for part `index` of a whole, say a layer of a network.
  public func stream(_ index: Int) -> SeededGenerator {
    SeededGenerator(seed: SeededGenerator(seed: ~seed).word(at: index))
  }

  /// 64 random bits.
  @inline(__always)
  public func word(at index: Int) -> UInt64 {
    var word = seed &+ (UInt64(bitPattern: Int64(index)) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    word = (word ^ (word &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word &>> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word &>> 31)
  }

  /// A number spread evenly over `range`, of 2²⁴ possible ones.
  @inline(__always)
  public func uniform(at index: Int, in range: ClosedRange<Float>) -> Float {
    let fraction = Float(word(at: index) &>> 40) * 0x1p-24
    return range.lowerBound + (range.upperBound - range.lowerBound) * fraction
  }

  /// The first `count` numbers of `uniform(at:in:)`.
  public func uniforms(_ count: Int, in range: ClosedRange<Float>) -> [Float] {
    UniformWeights(self, in: range).values(count)
  }

  /// A whole number spread evenly over `range`.
  public func integer(at index: Int, in range: ClosedRange<Int>) -> Int {
    let size = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    // The high half of the product scales the word to 0..<size; a size of 2⁶⁴ wraps to 0 and takes the word as it is.
    let offset = size == 0 ? word(at: index) : word(at: index).multipliedFullWidth(by: size).high
    return range.lowerBound &+ Int(Int64(bitPattern: offset))
  }
}
