/// Why a window cannot slide over an input as asked; the description is the sentence to show.
public enum GeometryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It spans more cells than the padded input has.
  case tooLarge(WindowGeometry)
  /// Its strides do not come out even.
  case notWhole(WindowGeometry)

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
    }
  }
}
