/// Where the windows of a pooling lie in its input, which is not padded: all that its inner loops know.
public struct PoolingExtents: Sendable {
  /// How the window slides along one axis.
  public struct Axis: Sendable {
    /// How many cells the input has, and
    public var input: Int
    /// how many outputs there are.
    public var output: Int
    /// How many cells the window looks at.
    public var kernel: Int
    /// From one window to the next.
    public var stride: Int
    /// How many cells of padding come before the input.
    public var padding: Int
    /// From one cell of the window to the next.
    public var dilation: Int

    /// All of them.
    public init(input: Int, output: Int, kernel: Int, stride: Int, padding: Int, dilation: Int) {
      self.input = input
      self.output = output
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
      self.dilation = dilation
    }

    /// The first cell of an output's window; before the input it is negative.
    @inlinable @inline(__always)
    public func start(of output: Int) -> Int { output &* stride &- padding }

    /// The cells of the window that begins at `start` that are not padding, by their number in the window; at least one.
    @inlinable @inline(__always)
    public func cells(from start: Int) -> (first: Int, end: Int) {
      let first = start >= 0 ? 0 : (dilation &- 1 &- start) / dilation
      let fits = start &+ (kernel &- 1) &* dilation < input
      return (first, fits ? kernel : (input &- start &+ dilation &- 1) / dilation)
    }
  }

  /// From row to row.
  public var rows: Axis
  /// From column to column.
  public var columns: Axis
  /// How many channels there are.
  public var channels: Int

  /// All extents.
  public init(rows: Axis, columns: Axis, channels: Int) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
  }
}
