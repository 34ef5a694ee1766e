/// How a fixed number of pooling regions shares out an input of any extent, along one axis: the regions grow with the
/// input, and neighbours overlap by a cell where the extents do not divide.
///
/// As in PyTorch, region i reaches from ⌊i·N/M⌋ to ⌈(i + 1)·N/M⌉ for N cells and M regions.
public struct AdaptiveGeometry: Hashable, Sendable {
  /// How many cells the input has, N.
  public let input: Int
  /// How many regions there are, M.
  public let output: Int

  /// At least one region of at least one cell.
  public init(input: Int, output: Int) {
    precondition(input > 0 && output > 0, "an input has at least one cell, and gives at least one output")
    self.input = input
    self.output = output
  }

  /// The cells of a region.
  public func inputs(of region: Int) -> Range<Int> {
    region * input / output..<((region + 1) * input + output - 1) / output
  }
}
