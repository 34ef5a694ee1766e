#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The mean of each window, in which a cell counts the less the further it lies from the centre, channel by channel.
///
/// Along an axis the weights are a bell exp(−x²/2σ²) over the distance x from the centre of the window, in cells that it
/// looks at, with σ a third of their number. Those of the cells in the input, without padding, are scaled to sum to 1.
public struct CentreWeightedPooling: WindowPooling {
  /// How the window slides from row to row.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window

  /// A window that slides differently along the two axes.
  public init(rows: Window, columns: Window) {
    self.rows = rows
    self.columns = columns
  }

  /// The weights of a window that lies in the input as a whole.
  public var weights: Tensor {
    let shape = Shape(height: rows.kernel, width: columns.kernel)
    let raw = (0..<rows.kernel).flatMap { row in
      (0..<columns.kernel).map { bell(row, of: rows) * bell($0, of: columns) }
    }
    return Tensor(shape, values: scaled(raw))
  }

  private func bell(_ cell: Int, of window: Window) -> Float {
    let distance = Float(cell) - Float(window.kernel - 1) / 2
    let sigma = Float(window.kernel) / 3
    return exp(-distance * distance / (2 * sigma * sigma))
  }

  private func scaled(_ weights: [Float]) -> [Float] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The pooled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, rows, columns)
    return places.sums(of: input, weights: weights(places))
  }

  private func weights(_ places: PooledPlaces) -> (_ row: Int, _ column: Int) -> [Float] {
    func bells(_ cells: [[Int]], _ geometry: WindowGeometry) -> [[Float]] {
      cells.enumerated().map { output, cells in
        cells.compactMap { geometry.weight(from: $0, to: output) }.map { bell($0, of: geometry.window) }
      }
    }
    let vertical = bells(places.rows, rows.over(places.input.height))
    let horizontal = bells(places.columns, columns.over(places.input.width))
    return { row, column in scaled(vertical[row].flatMap { bell in horizontal[column].map { bell * $0 } }) }
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value is shared out among the cells of its window by their
  /// weights.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    let places = PooledPlaces(shape, rows, columns)
    return places.spread(outputGradient, weights: weights(places))
  }
}
