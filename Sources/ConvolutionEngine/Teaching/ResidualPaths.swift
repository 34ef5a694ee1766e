/// The paths through a stack of residual blocks: past each block a signal goes through F or by it, so n blocks have 2ⁿ.
///
/// A. Veit, M. Wilber, S. Belongie: Residual networks behave like ensembles of relatively shallow networks, 2016.
public struct ResidualPaths: Hashable, Sendable {
  /// How many blocks there are.
  public let blocks: Int

  /// The most blocks whose paths can be counted.
  public static let mostBlocks = 60

  /// The paths through so many blocks, at most `mostBlocks`.
  public init(blocks: Int) {
    precondition((0...Self.mostBlocks).contains(blocks), "the paths of \(blocks) blocks cannot be counted")
    self.blocks = blocks
  }

  /// How many there are, 2ⁿ.
  public var count: Int { 1 << blocks }

  /// How many go through just so many blocks: n over k.
  public func count(through passed: Int) -> Int {
    guard (0...blocks).contains(passed) else { return 0 }
    var count = 1
    // Each step gives a binomial coefficient itself, so that the division comes out even.
    for step in 0..<min(passed, blocks - passed) { count = count * (blocks - step) / (step + 1) }
    return count
  }

  /// How many go through a number of blocks of this range.
  public func count(through range: ClosedRange<Int>) -> Int { range.reduce(0) { $0 + count(through: $1) } }

  /// The part of all paths that go through a number of blocks of this range, 0...1.
  public func share(through range: ClosedRange<Int>) -> Double { Double(count(through: range)) / Double(count) }
}
