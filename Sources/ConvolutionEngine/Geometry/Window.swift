/// Zeros put around an input along one axis.
public struct Padding: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// How many before the first cell.
  public let before: Int
  /// How many after the last cell.
  public let after: Int

  /// Different numbers of zeros on the two sides.
  public init(before: Int, after: Int) {
    precondition(before >= 0 && after >= 0, "padding cannot be negative")
    self.before = before
    self.after = after
  }

  /// The same number of zeros, P, on both sides.
  public init(_ both: Int) {
    self.init(before: both, after: both)
  }

  /// The same number of zeros on both sides.
  public init(integerLiteral both: Int) {
    self.init(both)
  }

  /// None: the kernel stays inside of the input.
  public static let valid = Padding(0)

  /// As much as keeps the size at stride 1; when that is odd, the extra zero comes after, as in PyTorch.
  public static func same(kernel: Int, dilation: Int = 1) -> Padding {
    let total = dilation * (kernel - 1)
    return Padding(before: total / 2, after: total - total / 2)
  }

  /// As much as lets the kernel overlap the input by a single cell at each end.
  public static func full(kernel: Int, dilation: Int = 1) -> Padding {
    Padding(dilation * (kernel - 1))
  }
}

/// What slides along one axis, whatever the input: a kernel or a pooling window with its stride, padding and dilation.
public struct Window: Hashable, Sendable {
  /// What becomes of the last cells when the strides do not come out even.
  public enum Rounding: Hashable, Sendable {
    /// They are dropped.
    case down
    /// They get a window of their own, which hangs over the end.
    case up
  }

  /// How many cells it looks at, F.
  public let kernel: Int
  /// How many cells it moves at a time, S.
  public let stride: Int
  /// The zeros around the input, P on each side where both are alike.
  public let padding: Padding
  /// How far apart the cells are that it looks at: 1 when they are neighbours.
  public let dilation: Int
  /// What becomes of the last cells.
  public let rounding: Rounding

  /// A window of `kernel` cells.
  public init(
    _ kernel: Int, stride: Int = 1, padding: Padding = .valid, dilation: Int = 1, rounding: Rounding = .down
  ) {
    precondition(kernel > 0 && stride > 0 && dilation > 0, "kernel, stride and dilation are at least 1")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.rounding = rounding
  }

  /// How many cells it spans from its first to its last: d·(F − 1) + 1.
  public var effectiveKernel: Int { dilation * (kernel - 1) + 1 }

  /// The window on an input of `input` cells.
  public func over(_ input: Int) -> WindowGeometry {
    WindowGeometry(input: input, window: self)
  }
}
