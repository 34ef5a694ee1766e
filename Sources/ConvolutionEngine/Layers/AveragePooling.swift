/// The mean of each window, channel by channel.
public struct AveragePooling: WindowPooling {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window
  /// Whether the zeros of the padding count in the mean (PyTorch's standard); what hangs over the padding never does.
  public let countsPadding: Bool

  /// A window that slides differently along the two axes; the zeros of its padding count.
  public init(rows: Window, columns: Window) {
    self.init(rows: rows, columns: columns, countsPadding: true)
  }

  /// A window that slides differently along the two axes.
  public init(rows: Window, columns: Window, countsPadding: Bool) {
    self.rows = rows
    self.columns = columns
    self.countsPadding = countsPadding
  }

  /// A square window.
  public init(_ window: Window, countsPadding: Bool) {
    self.init(rows: window, columns: window, countsPadding: countsPadding)
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
