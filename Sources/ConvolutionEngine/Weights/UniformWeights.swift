/// The weights of a layer that are spread evenly and follow each from its place, so that any of them can be had where it is
/// needed and need not be kept.
public struct UniformWeights: Hashable, Sendable {
  /// What they follow from.
  public let generator: SeededGenerator
  /// What they are spread over.
  public let range: ClosedRange<Float>

  /// The weights of a generator.
  public init(_ generator: SeededGenerator, in range: ClosedRange<Float>) {
    (self.generator, self.range) = (generator, range)
  }
}
