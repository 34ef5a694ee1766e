/// A trained network's weights, of which the upper layers are drawn at random again.
///
/// What is said to show what a network has learned ought to change when the network forgets it: J. Adebayo and others:
/// Sanity checks for saliency maps, 2018, section 3, cascading randomization.
public struct RandomizedWeights: WeightSource {
  private let trained: any WeightSource
  private let random: SeededWeights
  /// The index of the lowest stage whose weights are random.
  private let first: Int

  /// - Parameters:
  ///   - trained: the weights of the stages below.
  ///   - first: the index of the lowest stage with random weights; all stages from there on have them.
  ///   - seed: what the random weights follow from.
  public init(_ trained: any WeightSource, from first: Int, seed: UInt64) {
    self.trained = trained
    self.first = first
    random = SeededWeights(seed: seed)
  }

  /// The trained weights of a stage, or random ones.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    index < first ? trained.parameters(of: stage, at: index) : random.parameters(of: stage, at: index)
  }
}
