/// The L2 norm of each window, √Σ x², channel by channel; padding adds nothing to it.
public struct L2Pooling: WindowPooling {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window

  /// A window that slides differently along the two axes.
  public init(rows: Window, columns: Window) {
    self.rows = rows
    self.columns = columns
  }

  /// The pooled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, rows, columns)
    let squares = Tensor(input.shape, values: input.values.map { $0 * $0 })
    let sums = places.sums(of: squares, weights: ones(places))
    return Tensor(sums.shape, values: sums.values.map { $0.squareRoot() })
  }

  private func ones(_ places: PooledPlaces) -> (_ row: Int, _ column: Int) -> [Float] {
    { row, column in [Float](repeating: 1, count: places.rows[row].count * places.columns[column].count) }
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: x over the norm of its window, for each window that x is in.
  /// A norm of 0, where there is no gradient, gives none.
  ///
  /// - Parameters:
  ///   - input: what the forward pass must remember.
  ///   - output: the norms, remembered as well.
  public func gradient(_ outputGradient: Tensor, input: Tensor, output: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, rows, columns)
    precondition(outputGradient.shape == output.shape, "the gradient is of the output's shape, \(output.shape)")
    var shares = outputGradient
    for (index, norm) in output.values.enumerated() {
      shares.values[index] = norm > 0 ? shares.values[index] / norm : 0
    }
    var gradient = places.spread(shares, weights: ones(places))
    for (index, value) in input.values.enumerated() { gradient.values[index] *= value }
    return gradient
  }
}
