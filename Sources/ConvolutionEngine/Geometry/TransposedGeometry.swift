/// A transposed window on an input of a known extent, along one axis: the input is what a window would have put out,
/// the output what it would have slid over.
///
/// The rule is V. Dumoulin, F. Visin: A guide to convolution arithmetic for deep learning (2016), relationship 14, with F
/// the effective kernel: (N − 1)·S + F − 2P, plus what is chosen of the cells that a stride would have dropped.
public struct TransposedGeometry: Hashable, Sendable {
  /// How many cells the input has, N.
  public let input: Int
  /// The window that is transposed.
  public let window: Window
  /// How many cells more come out at the end: a window with stride S gives as many outputs for S different inputs.
  public let extra: Int

  /// A transposed window on an input of at least one cell.
  ///
  /// - Parameter extra: less than the stride.
  public init(input: Int, window: Window, extra: Int = 0) {
    precondition(input > 0, "an input has at least one cell")
    precondition(extra >= 0 && extra < window.stride, "less than a stride of cells can be chosen at the end")
    self.input = input
    self.window = window
    self.extra = extra
  }

  /// How many outputs there are; not above 0 when the padding takes away all of them.
  public var output: Int {
    (input - 1) * window.stride + window.effectiveKernel - window.padding.before - window.padding.after + extra
  }

  /// How many outputs there are.
  ///
  /// - Throws: `GeometryError.nothingLeft` when the padding takes away all of them.
  public func checkedOutput() throws(GeometryError) -> Int {
    guard output > 0 else { throw .nothingLeft(self) }
    return output
  }

  /// The outputs that an input cell spreads to, in the order of the weights; outside of `0..<output` they are cut off.
  public func outputs(of input: Int) -> [Int] {
    (0..<window.kernel).map { input * window.stride - window.padding.before + $0 * window.dilation }
  }

  /// The sum and what comes out: "(3 − 1)·2 + 3 − 2·1 = 5"; different paddings are written out, and what is chosen at
  /// the end comes last.
  public var equation: String { sizeEquation.description }
}
