/// An input with cells put around it, whatever they show: what lets a window that knows nothing of it slide over a ring.
public struct BorderPadding: Hashable, Sendable {
  /// How many rows are put above and below.
  public let rows: Padding
  /// How many columns are put before and behind.
  public let columns: Padding
  /// What they show.
  public let border: Border

  /// So many rows and columns.
  public init(rows: Padding, columns: Padding, border: Border) {
    self.rows = rows
    self.columns = columns
    self.border = border
  }

  /// So many columns around a signal.
  public init(signal columns: Padding, border: Border) {
    self.init(rows: .valid, columns: columns, border: border)
  }

  /// The padded input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.mapped(rows: map(rows, input.shape.height), columns: map(columns, input.shape.width))
  }

  private func map(_ padding: Padding, _ count: Int) -> AxisMap {
    AxisMap(
      input: count,
      sums: (-padding.before..<count + padding.after).map { place in
        border.cell(at: place, of: count).map { [AxisMap.Term(cell: $0, weight: 1)] } ?? []
      })
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: what comes back to a copy goes to the cell that it copies.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    outputGradient.mappedBack(rows: map(rows, shape.height), columns: map(columns, shape.width))
  }
}
