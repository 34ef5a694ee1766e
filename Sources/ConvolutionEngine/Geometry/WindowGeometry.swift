/// A window on an input of a known extent, along one axis: how many outputs there are, and which of input, weight and
/// output touch which. Every size in the program comes from here.
///
/// The rule is V. Dumoulin, F. Visin: A guide to convolution arithmetic for deep learning (2016), relationship 6,
/// with F the effective kernel d·(F − 1) + 1 as in relationship 15: (N + 2P − F)/S + 1.
///
/// Cells of the input are counted from 0; those of the padding have indices below 0, or from `input` on.
public struct WindowGeometry: Hashable, Sendable {
  /// How many cells the input has, N.
  public let input: Int
  /// What slides over it.
  public let window: Window

  /// A window on an input of at least one cell.
  public init(input: Int, window: Window) {
    precondition(input > 0, "an input has at least one cell")
    self.input = input
    self.window = window
  }

  /// A kernel on an input of at least one cell.
  public init(
    input: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, dilation: Int = 1,
    rounding: Window.Rounding = .down
  ) {
    self.init(
      input: input,
      window: Window(kernel, stride: stride, padding: padding, dilation: dilation, rounding: rounding))
  }

  // MARK: Sizes

  /// How many cells the input has with its padding, N + 2P.
  public var paddedInput: Int { window.padding.before + input + window.padding.after }

  /// How many cells the window can travel, N + 2P − F; negative when it is larger than the padded input.
  public var travel: Int { paddedInput - window.effectiveKernel }

  /// Whether the window fits at least once. Rounded up, it may hang over the end by less than a stride, the first one too.
  public var fits: Bool {
    switch window.rounding {
    case .down: travel >= 0
    case .up: travel > -window.stride
    }
  }

  /// Whether it fits and its strides come out even.
  public var isExact: Bool { travel >= 0 && travel.isMultiple(of: window.stride) }

  /// How many outputs there are: (N + 2P − F)/S + 1, rounded as the window says; 0 when it does not fit at all.
  ///
  /// Rounded up, a last window that would see nothing but padding after the input is left away, as PyTorch does.
  public var output: Int {
    guard fits else { return 0 }
    switch window.rounding {
    case .down: return travel / window.stride + 1
    case .up: return roundedUp - (lastSeesPaddingAlone ? 1 : 0)
    }
  }

  /// What fits, travels more than −S, so that nothing below 0 is divided.
  private var roundedUp: Int { (travel + window.stride - 1) / window.stride + 1 }

  private var lastSeesPaddingAlone: Bool { (roundedUp - 1) * window.stride >= input + window.padding.before }

  /// How many outputs there are, as a framework counts them.
  ///
  /// - Throws: `GeometryError.tooLarge` when the window does not fit at all.
  public func checkedOutput() throws(GeometryError) -> Int {
    guard fits else { throw .tooLarge(self) }
    return output
  }

  /// How many outputs there are when the window must come out even at the end.
  ///
  /// - Throws: `GeometryError` when it does not fit, with the sum that shows it.
  public func exactOutput() throws(GeometryError) -> Int {
    guard fits else { throw .tooLarge(self) }
    guard isExact else { throw .notWhole(self) }
    return output
  }

  /// The cells at the end that no window comes to, those of the padding with them; empty when the strides come out
  /// even, all when the window does not fit.
  public var dropped: Range<Int> {
    let end = input + window.padding.after
    return fits ? min(span(of: output - 1).upperBound, end)..<end : -window.padding.before..<end
  }

  /// By how many cells the last window hangs over the end of the padded input; only when it is rounded up.
  public var overhang: Int {
    fits ? max(0, span(of: output - 1).upperBound - input - window.padding.after) : 0
  }

  // MARK: Who touches whom

  /// The input cell that a weight is multiplied with at an output; below 0 or from `input` on it is padding.
  public func input(of output: Int, weight: Int) -> Int {
    output * window.stride - window.padding.before + weight * window.dilation
  }

  /// Whether the cell `index` is not of the input but of the padding around it.
  public func isPadding(_ index: Int) -> Bool { index < 0 || index >= input }

  /// From the first to the last cell that an output sees, those between that a dilated kernel skips with them.
  public func span(of output: Int) -> Range<Int> {
    let first = input(of: output, weight: 0)
    return first..<first + window.effectiveKernel
  }

  /// The cells that an output sees, in the order of the weights; padding has indices outside of `0..<input`.
  public func inputs(of output: Int) -> [Int] {
    (0..<window.kernel).map { input(of: output, weight: $0) }
  }

  /// The weight that an input cell is multiplied with at an output; `nil` when that output does not see it.
  public func weight(from input: Int, to output: Int) -> Int? {
    let distance = input - self.input(of: output, weight: 0)
    guard distance >= 0, distance.isMultiple(of: window.dilation) else { return nil }
    let weight = distance / window.dilation
    return weight < window.kernel ? weight : nil
  }

  /// The outputs that an input cell reaches, in their order.
  public func outputs(reachedBy input: Int) -> [Int] {
    (0..<output).filter { weight(from: input, to: $0) != nil }
  }

  /// The cells of the input that a weight is ever multiplied with, in the order of the outputs, without padding.
  public func inputs(multipliedBy weight: Int) -> [Int] {
    precondition(weight >= 0 && weight < window.kernel, "there is no weight \(weight) in a kernel of \(window.kernel)")
    return (0..<output).map { input(of: $0, weight: weight) }.filter { !isPadding($0) }
  }

  // MARK: In words

  /// The sum with its numbers: "(7 + 2·1 − 3)/2 + 1"; different paddings are written out, "(7 + 1 + 2 − 3)/2 + 1".
  public var formula: String { unroundedEquation.sum }

  /// The sum and what comes out, unrounded: "(7 − 3)/2 + 1 = 3", "(7 − 3)/3 + 1 = 2.33".
  public var equation: String { unroundedEquation.description }

  /// The sum and the size, with the rounding where it takes effect: "(7 − 3)/2 + 1 = 3", "⌊(7 − 3)/3⌋ + 1 = 2".
  public var roundedEquation: String { sizeEquation.description }
}
