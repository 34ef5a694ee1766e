/// The largest value of each window, channel by channel. Padding never wins: it counts as −∞.
public struct MaxPooling: WindowPooling {
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
    PooledPlaces(input.shape, rows, columns).maxima(of: input)
  }

  /// The pooled input, and which cell won in each window.
  public func withSwitches(_ input: Tensor) -> (output: Tensor, switches: Switches) {
    PooledPlaces(input.shape, rows, columns).maximaWithSwitches(of: input)
  }

  /// Which cell of the input won in each window of a max pooling: the way back for the gradient.
  /// Of equal values the first wins, row by row.
  public struct Switches: Hashable, Sendable {
    /// The shape of the input.
    public let input: Shape
    /// The shape of the output.
    public let output: Shape
    /// For each output, channels last, the index of the winner among the input's values.
    public let winners: [Int]

    /// The input cell that won at a place of the output; it is of the same channel.
    public subscript(row: Int, column: Int, channel: Int = 0) -> (row: Int, column: Int) {
      precondition(
        row >= 0 && row < output.height && column >= 0 && column < output.width && channel >= 0
          && channel < output.channels, "there is no (\(row), \(column), \(channel)) in \(output)")
      let place = winners[(row * output.width + column) * output.channels + channel] / input.channels
      return (place / input.width, place % input.width)
    }

    /// The gradient of the input, given that of the output: each value goes back to the cell that won, several that
    /// meet add up, and the cells that never won get none.
    public func gradient(_ outputGradient: Tensor) -> Tensor {
      precondition(outputGradient.shape == output, "the gradient is of the output's shape, \(output)")
      var gradient = Tensor(input, repeating: 0)
      for (winner, value) in zip(winners, outputGradient.values) { gradient.values[winner] += value }
      return gradient
    }
  }
}
