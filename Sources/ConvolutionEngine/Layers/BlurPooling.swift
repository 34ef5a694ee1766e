/// A blur before subsampling: the mean of each window under weights that fall off to both sides, channel by channel. What
/// comes out changes little when the input is shifted, where every other value by itself may change altogether.
///
/// R. Zhang: Making convolutional networks shift-invariant again, 2019. The weights are those of Pascal's triangle: 1 2 1
/// over 4, 1 3 3 1 over 8, 1 4 6 4 1 over 16.
public struct BlurPooling: Hashable, Sendable {
  /// How the window slides from row to row; its stride is that of the subsampling.
  public let rows: Window
  /// How the window slides from column to column.
  public let columns: Window
  /// What it sees beyond the border.
  public let border: Border

  /// A window that slides differently along the two axes.
  public init(rows: Window, columns: Window, border: Border = .reflected) {
    self.rows = rows
    self.columns = columns
    self.border = border
  }

  /// A square window.
  public init(_ window: Window, border: Border = .reflected) {
    self.init(rows: window, columns: window, border: border)
  }

  /// A window on signals.
  public init(signal window: Window, border: Border = .reflected) {
    self.init(rows: Window(1), columns: window, border: border)
  }

  /// The usual one: so many weights along each axis, padded so that without a stride the size stays the same.
  public init(weights: Int, stride: Int, border: Border = .reflected) {
    self.init(Window(weights, stride: stride, padding: .same(kernel: weights)), border: border)
  }

  /// So many weights of Pascal's triangle, which sum to 1.
  public static func weights(_ count: Int) -> [Float] {
    precondition(count > 0, "a blur has at least one weight")
    var row: [Double] = [1]
    while row.count < count { row = zip(row + [0], [0] + row).map { ($0 + $1) / 2 } }
    return row.map { Float($0) }
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the window does not fit into the input.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    Shape(
      height: try rows.over(input.height).checkedOutput(), width: try columns.over(input.width).checkedOutput(),
      channels: input.channels)
  }

  /// The blurred and subsampled input (`output(for:)` says whether the window fits).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.mapped(rows: map(rows, input.shape.height), columns: map(columns, input.shape.width))
  }

  private func map(_ window: Window, _ count: Int) -> AxisMap {
    let geometry = window.over(count)
    precondition(geometry.fits, "a blur of \(window.kernel) weights does not fit on \(count) cells")
    let weights = BlurPooling.weights(window.kernel)
    return AxisMap(
      input: count,
      sums: (0..<geometry.output).map { output in
        zip(geometry.inputs(of: output), weights).compactMap { place, weight in
          border.cell(at: place, of: count).map { AxisMap.Term(cell: $0, weight: weight) }
        }
      })
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value is shared out under the same weights.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    outputGradient.mappedBack(rows: map(rows, shape.height), columns: map(columns, shape.width))
  }
}
