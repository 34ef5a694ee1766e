/// Values on a grid of rows, columns and channels: a picture, a signal (height 1), the maps of a layer.
///
/// The channels of one place lie together, then comes the place to its right, then the next row
/// (the order that PyTorch calls channels last).
public struct Tensor: Hashable, Sendable {
  /// Rows, columns and channels.
  public let shape: Shape
  /// All values, channels last.
  public internal(set) var values: [Float]

  /// A tensor of given values.
  ///
  /// - Parameter values: `shape.count` of them, channels last.
  public init(_ shape: Shape, values: [Float]) {
    precondition(values.count == shape.count, "\(shape) takes \(shape.count) values, not \(values.count)")
    self.shape = shape
    self.values = values
  }

  /// The same value everywhere.
  public init(_ shape: Shape, repeating value: Float) {
    self.init(shape, values: [Float](repeating: value, count: shape.count))
  }

  /// Values spread evenly over `range`, the same for the same seed on every machine.
  public init(_ shape: Shape, seed: UInt64, in range: ClosedRange<Float> = -1...1) {
    self.init(shape, values: SeededGenerator(seed: seed).uniforms(shape.count, in: range))
  }

  /// Whole numbers spread evenly over `range`, the same for the same seed on every machine.
  public init(_ shape: Shape, seed: UInt64, integersIn range: ClosedRange<Int>) {
    let generator = SeededGenerator(seed: seed)
    self.init(shape, values: (0..<shape.count).map { Float(generator.integer(at: $0, in: range)) })
  }

  /// One channel, written row by row.
  public init(rows: [[Float]]) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width }, "the rows of a tensor are equally long")
    self.init(Shape(height: rows.count, width: width), values: rows.flatMap { $0 })
  }

  /// A signal: one row of one channel.
  public init(signal: [Float]) {
    self.init(rows: [signal])
  }

  /// The value at a place.
  public subscript(row: Int, column: Int, channel: Int = 0) -> Float {
    get { values[index(row, column, channel)] }
    set { values[index(row, column, channel)] = newValue }
  }

  private func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    precondition(
      row >= 0 && row < shape.height && column >= 0 && column < shape.width && channel >= 0
        && channel < shape.channels, "there is no (\(row), \(column), \(channel)) in \(shape)")
    return (row * shape.width + column) * shape.channels + channel
  }

  /// One channel by itself, to be drawn as a grid, a map or a picture.
  public func channel(_ channel: Int) -> Tensor {
    channels(channel..<channel + 1)[0]
  }

  /// Neighbouring channels, each by itself.
  public func channels(_ range: Range<Int>) -> [Tensor] {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape.channels, "there are no channels \(range) in \(shape)")
    if range.count == shape.channels, range.count == 1 { return [self] }
    let plane = Shape(height: shape.height, width: shape.width)
    return planes(of: values, channels: shape.channels, range).map { Tensor(plane, values: $0) }
  }

  /// The smallest and the largest value.
  public var range: ClosedRange<Float> {
    let (low, high) = extremes(of: values)
    return low...high
  }
}
