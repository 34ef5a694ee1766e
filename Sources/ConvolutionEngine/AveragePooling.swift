/// The mean of each window, channel by channel.
public struct AveragePooling: Hashable, Sendable {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window
  /// Whether the zeros of the padding count in the mean (PyTorch's standard); what hangs over the padding never does.
  public let countsPadding: Bool

  /// Windows without dilation, padded by less than their length.
  public init(rows: Window, columns: Window, countsPadding: Bool = true) {
    checkPooling(rows, columns)
    self.rows = rows
    self.columns = columns
    self.countsPadding = countsPadding
  }

  /// A square window.
  public init(_ window: Window, countsPadding: Bool = true) {
    self.init(rows: window, columns: window, countsPadding: countsPadding)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the window does not fit into the input.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    try pooledShape(input, rows, columns)
  }

  /// The pooled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, rows, columns)
    let channels = input.shape.channels
    var values = [Float](repeating: 0, count: places.shape.count)
    var target = 0
    for row in 0..<places.shape.height {
      for column in 0..<places.shape.width {
        let inputRows = places.rows(of: row)
        let inputColumns = places.columns(of: column)
        for inputRow in inputRows {
          for inputColumn in inputColumns {
            let source = (inputRow * input.shape.width + inputColumn) * channels
            for channel in 0..<channels { values[target + channel] += input.values[source + channel] }
          }
        }
        let cells = Float(divisor(of: row, column, places))
        for channel in 0..<channels { values[target + channel] /= cells }
        target += channels
      }
    }
    return Tensor(places.shape, values: values)
  }

  /// By what the sum of a window is divided.
  private func divisor(of row: Int, _ column: Int, _ places: PooledPlaces) -> Int {
    countsPadding
      ? places.vertical.paddedCells(of: row) * places.horizontal.paddedCells(of: column)
      : places.rows(of: row).count * places.columns(of: column).count
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value is shared out evenly among the cells of its window.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    let places = PooledPlaces(shape, rows, columns)
    precondition(outputGradient.shape == places.shape, "the gradient is of the output's shape, \(places.shape)")
    let channels = shape.channels
    var gradient = Tensor(shape, repeating: 0)
    var source = 0
    for row in 0..<places.shape.height {
      for column in 0..<places.shape.width {
        let cells = Float(divisor(of: row, column, places))
        for inputRow in places.rows(of: row) {
          for inputColumn in places.columns(of: column) {
            let target = (inputRow * shape.width + inputColumn) * channels
            for channel in 0..<channels {
              gradient.values[target + channel] += outputGradient.values[source + channel] / cells
            }
          }
        }
        source += channels
      }
    }
    return gradient
  }
}

extension WindowGeometry {
  /// How many cells a window without dilation covers of the padded input.
  fileprivate func paddedCells(of output: Int) -> Int {
    span(of: output).clamped(to: -window.padding.before..<input + window.padding.after).count
  }
}
