/// The largest value of each window, channel by channel. Padding never wins: it counts as −∞.
///
/// A signal is an input of height 1, pooled with `rows: Window(1)`.
public struct MaxPooling: Hashable, Sendable {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window

  /// Windows without dilation, padded by less than their length.
  public init(rows: Window, columns: Window) {
    checkPooling(rows, columns)
    self.rows = rows
    self.columns = columns
  }

  /// A square window.
  public init(_ window: Window) {
    self.init(rows: window, columns: window)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the window does not fit into the input.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    try pooledShape(input, rows, columns)
  }

  /// The pooled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    withSwitches(input).output
  }

  /// The pooled input, and which cell won in each window.
  public func withSwitches(_ input: Tensor) -> (output: Tensor, switches: Switches) {
    let places = PooledPlaces(input.shape, rows, columns)
    let channels = input.shape.channels
    var values = [Float](repeating: -.infinity, count: places.shape.count)
    var winners = [Int](repeating: 0, count: places.shape.count)
    var target = 0
    for row in 0..<places.shape.height {
      for column in 0..<places.shape.width {
        var isFirst = true
        for inputRow in places.rows(of: row) {
          for inputColumn in places.columns(of: column) {
            let source = (inputRow * input.shape.width + inputColumn) * channels
            for channel in 0..<channels {
              let value = input.values[source + channel]
              if isFirst || value > values[target + channel] {
                values[target + channel] = value
                winners[target + channel] = source + channel
              }
            }
            isFirst = false
          }
        }
        target += channels
      }
    }
    return (
      Tensor(places.shape, values: values), Switches(input: input.shape, output: places.shape, winners: winners)
    )
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

/// Where the windows of a pooling lie: the same for every kind of pooling.
struct PooledPlaces {
  let vertical: WindowGeometry
  let horizontal: WindowGeometry
  let shape: Shape

  init(_ input: Shape, _ rows: Window, _ columns: Window) {
    vertical = rows.over(input.height)
    horizontal = columns.over(input.width)
    precondition(vertical.fits && horizontal.fits, "the window does not fit into an input of \(input)")
    shape = Shape(height: vertical.output, width: horizontal.output, channels: input.channels)
  }

  /// The rows of the input under a window, without padding; at least one.
  func rows(of output: Int) -> Range<Int> { vertical.span(of: output).clamped(to: 0..<vertical.input) }
  /// The columns of the input under a window, without padding; at least one.
  func columns(of output: Int) -> Range<Int> { horizontal.span(of: output).clamped(to: 0..<horizontal.input) }
}

func checkPooling(_ rows: Window, _ columns: Window) {
  for window in [rows, columns] {
    precondition(window.dilation == 1, "a pooling window has no dilation")
    precondition(
      max(window.padding.before, window.padding.after) < window.kernel,
      "a pooling window with so much padding would see nothing else")
  }
}

func pooledShape(_ input: Shape, _ rows: Window, _ columns: Window) throws(GeometryError) -> Shape {
  Shape(
    height: try rows.over(input.height).checkedOutput(), width: try columns.over(input.width).checkedOutput(),
    channels: input.channels)
}
