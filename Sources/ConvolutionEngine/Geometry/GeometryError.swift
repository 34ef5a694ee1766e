/// Why a window cannot slide over an input as asked; the description is the sentence to show.
public enum GeometryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It spans more cells than the padded input has.
  case tooLarge(WindowGeometry)
  /// Its strides do not come out even.
  case notWhole(WindowGeometry)
  /// A pooling window sees nothing but padding somewhere.
  case seesPaddingAlone(WindowGeometry)
  /// A transposed convolution leaves no cell over.
  case nothingLeft(TransposedGeometry)

  /// "(7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit".
  public var description: String {
    switch self {
    case .tooLarge(let geometry):
      let window = geometry.window
      let spread = window.dilation > 1 ? " with dilation \(window.dilation)" : ""
      let cells = window.effectiveKernel == 1 ? "1 cell" : "\(window.effectiveKernel) cells"
      let input = geometry.paddedInput > geometry.input ? "padded input" : "input"
      return "kernel \(window.kernel)\(spread) covers \(cells), more than the \(geometry.paddedInput) of the \(input)"
    case .notWhole(let geometry):
      return "\(geometry.equation) is not a whole number: the kernel does not fit"
    case .seesPaddingAlone(let geometry):
      let spread =
        geometry.window.dilation > 1 ? (" with dilation \(geometry.window.dilation)", " or dilation") : ("", "")
      return
        "kernel \(geometry.window.kernel)\(spread.0) sees nothing but padding somewhere: take less padding\(spread.1)"
    case .nothingLeft(let geometry):
      return "\(geometry.equation): the padding takes away all that the kernel spreads out"
    }
  }
}
