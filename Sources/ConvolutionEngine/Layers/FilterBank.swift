/// The weights of a convolution: as many filters as the output has channels, each a small block of rows, columns and
/// channels.
///
/// With groups a filter is only as deep as the channels of its group: depth · groups channels come in.
public struct FilterBank: Hashable, Sendable {
  /// How many filters.
  public let count: Int
  /// How many rows a filter has.
  public let rows: Int
  /// How many columns a filter has.
  public let columns: Int
  /// How many channels a filter has.
  public let depth: Int
  /// All weights: filter after filter, in each row after row, the channels of one place together.
  public internal(set) var values: [Float]

  /// Filters of given weights.
  ///
  /// - Parameter values: `count · rows · columns · depth` of them.
  public init(count: Int, rows: Int, columns: Int, depth: Int, values: [Float]) {
    precondition(count > 0 && rows > 0 && columns > 0 && depth > 0, "a filter bank has at least one weight")
    precondition(
      values.count == count * rows * columns * depth,
      "\(count) filters of \(rows) × \(columns) × \(depth) take \(count * rows * columns * depth) weights, not \(values.count)"
    )
    self.count = count
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.values = values
  }

  /// A single filter for a single channel.
  public init(kernel: Tensor) {
    let shape = kernel.shape
    self.init(count: 1, rows: shape.height, columns: shape.width, depth: shape.channels, values: kernel.values)
  }

  /// Every filter turned by half a turn, along both axes; its channels stay where they are. A convolution with these is
  /// the convolution of mathematics, in which the kernel is flipped.
  public var flipped: FilterBank {
    var flipped = self
    for filter in 0..<count {
      for row in 0..<rows {
        for column in 0..<columns {
          for channel in 0..<depth {
            flipped[filter, row, column, channel] = self[filter, rows - 1 - row, columns - 1 - column, channel]
          }
        }
      }
    }
    return flipped
  }

  /// The weight of one filter at a place.
  public subscript(filter: Int, row: Int, column: Int, channel: Int = 0) -> Float {
    get { values[index(filter, row, column, channel)] }
    set { values[index(filter, row, column, channel)] = newValue }
  }

  private func index(_ filter: Int, _ row: Int, _ column: Int, _ channel: Int) -> Int {
    precondition(
      filter >= 0 && filter < count && row >= 0 && row < rows && column >= 0 && column < columns && channel >= 0
        && channel < depth,
      "there is no weight (\(filter), \(row), \(column), \(channel)) in \(count) filters of \(rows) × \(columns) × \(depth)"
    )
    return ((filter * rows + row) * columns + column) * depth + channel
  }
}
