/// The mean of each window, channel by channel.
public struct AveragePooling: Hashable, Sendable {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window
  /// Whether the zeros of the padding count in the mean (PyTorch's standard); what hangs over the padding never does.
  public let countsPadding: Bool

  /// A window that slides differently along the two axes.
  public init(rows: Window, columns: Window, countsPadding: Bool = true) {
    self.rows = rows
    self.columns = columns
    self.countsPadding = countsPadding
  }

  /// A square window.
  public init(_ window: Window, countsPadding: Bool = true) {
    self.init(rows: window, columns: window, countsPadding: countsPadding)
  }

  /// A window on signals.
  public init(signal window: Window, countsPadding: Bool = true) {
    self.init(rows: Window(1), columns: window, countsPadding: countsPadding)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the window does not fit into the input, or sees nothing but padding somewhere.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    try PooledPlaces.output(for: input, rows, columns)
  }

  /// The pooled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, rows, columns)
    return places.sums(of: input, weights: weights(places))
  }

  /// One over the number of cells, for each cell of a window.
  private func weights(_ places: PooledPlaces) -> (_ row: Int, _ column: Int) -> [Float] {
    let vertical = rows.over(places.input.height)
    let horizontal = columns.over(places.input.width)
    return { row, column in
      let count = places.rows[row].count * places.columns[column].count
      let divisor = countsPadding ? vertical.paddedCells(of: row) * horizontal.paddedCells(of: column) : count
      return [Float](repeating: 1 / Float(divisor), count: count)
    }
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value is shared out evenly among the cells of its window.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    let places = PooledPlaces(shape, rows, columns)
    return places.spread(outputGradient, weights: weights(places))
  }
}

extension WindowGeometry {
  /// How many cells of the padded input an output looks at.
  fileprivate func paddedCells(of output: Int) -> Int {
    inputs(of: output).count { $0 < input + window.padding.after }
  }
}
