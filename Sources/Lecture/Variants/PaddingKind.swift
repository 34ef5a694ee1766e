import ConvolutionEngine

/// The three usual answers to how many zeros a layer gets.
enum PaddingKind: String, CaseIterable, Sendable {
  /// None: the kernel stays inside.
  case valid
  /// As many as keep the size.
  case same
  /// As many as let the kernel overlap the input by a single cell at each end.
  case full

  /// The zeros for a kernel of so many weights.
  func padding(kernel: Int) -> Padding {
    switch self {
    case .valid: .valid
    case .same: .same(kernel: kernel)
    case .full: .full(kernel: kernel)
    }
  }

  /// The kernel on an input.
  func geometry(input: Int, kernel: Int) -> WindowGeometry {
    Window(kernel, padding: padding(kernel: kernel)).over(input)
  }

  /// How many outputs m inputs have, in letters.
  var rule: String {
    switch self {
    case .valid: "m − k + 1"
    case .same: "m"
    case .full: "m + k − 1"
    }
  }
}
