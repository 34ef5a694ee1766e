/// Every cell becomes a block of so many rows and columns: a picture made larger by its nearest neighbours, before a
/// convolution that makes it smooth. Unlike a transposed convolution it writes every cell equally often.
///
/// A. Odena, V. Dumoulin, C. Olah: Deconvolution and checkerboard artifacts, 2016.
public struct NearestEnlargement: Hashable, Sendable {
  /// How many rows a cell becomes.
  public let rows: Int
  /// How many columns a cell becomes.
  public let columns: Int

  /// An enlargement, at least by 1.
  public init(rows: Int, columns: Int) {
    precondition(rows > 0 && columns > 0, "a cell becomes at least one")
    self.rows = rows
    self.columns = columns
  }

  /// Alike along both axes.
  public init(_ factor: Int) {
    self.init(rows: factor, columns: factor)
  }

  /// The shape that comes out for an input.
  public func output(for input: Shape) -> Shape {
    Shape(height: input.height * rows, width: input.width * columns, channels: input.channels)
  }

  /// The enlarged input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.mapped(rows: map(rows, input.shape.height), columns: map(columns, input.shape.width))
  }

  private func map(_ factor: Int, _ count: Int) -> AxisMap {
    AxisMap(input: count, sums: (0..<count * factor).map { [AxisMap.Term(cell: $0 / factor, weight: 1)] })
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: a cell gets what comes back to its block.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    outputGradient.mappedBack(rows: map(rows, shape.height), columns: map(columns, shape.width))
  }
}
