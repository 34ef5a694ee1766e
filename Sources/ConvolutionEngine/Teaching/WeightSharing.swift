/// Which connections of a layer have the same weight.
public enum WeightSharing: Hashable, Sendable {
  /// None, and every output is connected with every input.
  case dense
  /// None: every place has filters of its own.
  case local
  /// Those of places that lie so many rows and columns apart: that many filter banks are taken in turn.
  case tiled(rows: Int, columns: Int)
  /// Those of all places: a convolution.
  case shared

  /// What a layer on an input costs under one kind of sharing or another; all but the dense one have the same connections.
  public struct Cost: Hashable, Sendable {
    /// How many pairs of an input and an output are connected; padding is no input.
    public let connections: Int
    /// How many weights there are, those that meet nothing but padding with them.
    public let weights: Int
    /// How many biases there are.
    public let biases: Int

    /// Weights and biases.
    public var parameters: Int { weights + biases }
  }

  /// What a layer with windows of these sizes costs on an input.
  ///
  /// - Parameters:
  ///   - input: what goes in.
  ///   - filters: how many channels come out.
  /// - Throws: `GeometryError` when the windows do not fit into the input.
  public func cost(
    on input: Shape, rows: Window, columns: Window, filters: Int
  ) throws(GeometryError) -> Cost {
    precondition(filters > 0, "a layer has at least one filter")
    let (vertical, horizontal) = (rows.over(input.height), columns.over(input.width))
    let output = Shape(
      height: try vertical.checkedOutput(), width: try horizontal.checkedOutput(), channels: filters)
    if self == .dense {
      return Cost(connections: input.count * output.count, weights: input.count * output.count, biases: output.count)
    }
    let banks = banks(output)
    return Cost(
      connections: vertical.sightings.reduce(0, +) * horizontal.sightings.reduce(0, +) * input.channels * filters,
      weights: banks * rows.kernel * columns.kernel * input.channels * filters, biases: banks * filters)
  }

  /// How many filter banks there are; a tile larger than the map has no more than the map has places.
  private func banks(_ output: Shape) -> Int {
    switch self {
    case .dense, .local: output.height * output.width
    case .tiled(let rows, let columns): min(max(1, rows), output.height) * min(max(1, columns), output.width)
    case .shared: 1
    }
  }
}
