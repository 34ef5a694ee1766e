/// How the lines of a filter's window lie in the input and among the weights.
public struct Lines: Sendable {
  /// How many lines of a window are alike, one `step` behind the other in the input.
  public let count: Int
  /// From one line to the next in the input.
  public let step: Int
  /// How often there are so many.
  public let blocks: Int
  /// How far these are apart in the input.
  public let blockStep: Int
  /// How many registers a line takes.
  public let registers: Int

  /// The lines of a convolution's filters.
  @inlinable @inline(__always)
  public init(_ extents: ConvolutionExtents) {
    // A whole filter row is a line where it can be.
    if extents.runs == 1 {
      (count, step, blocks, blockStep) = (extents.rows, extents.tapRowStep, 1, 0)
    } else {
      (count, step, blocks, blockStep) = (extents.runs, extents.runStep, extents.rows, extents.tapRowStep)
    }
    registers = (extents.runLength &+ 7) / 8
  }

  /// How many values a line takes among the weights.
  @inlinable public var length: Int {
    @inline(__always) get { registers &* 8 }
  }

  /// How many values a filter takes.
  @inlinable public var filterLength: Int {
    @inline(__always) get { blocks &* count &* length }
  }
}
