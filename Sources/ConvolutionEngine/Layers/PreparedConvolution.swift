/// A convolution made ready for inputs of one shape: its weights are laid out once as the inner loops want them, and each
/// further pass pays for the arithmetic alone. It keeps no other copy of the weights.
public struct PreparedConvolution: Sendable {
  /// How the outputs are computed.
  public enum Method: Hashable, Sendable {
    /// By the definition, product by product.
    case direct
    /// In tiles of so many outputs along each axis, which take fewer products and round a little differently: the root of
    /// the mean square of the errors stays far below 1e-4 of the values.
    case winograd(tileOutputs: Int)
  }

  /// How the outputs are computed.
  public let method: Method
  /// The shape of the inputs.
  public let input: Shape

  private enum Form: Sendable {
    case direct(DirectConvolution)
    case winograd(WinogradConvolution)
  }
  private let form: Form

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - input: into which the filters fit.
  ///   - method: none stands for the one that is fastest for these extents.
  public init(_ convolution: Convolution, on input: Shape, method: Method? = nil) {
    precondition(
      input.channels == convolution.filters.depth * convolution.groups,
      "the filters take \(convolution.filters.depth * convolution.groups) channels, not \(input.channels)")
    let form = ConvolutionForm(convolution)
    self.method = method ?? Self.fastest(for: form, on: input)
    self.input = input
    self.form =
      switch self.method {
      case .direct: .direct(DirectConvolution(convolution, on: input))
      case .winograd(let tileOutputs): .winograd(WinogradConvolution(form, tileOutputs: tileOutputs))
      }
  }

  /// The convolution of an input of the shape it was made ready for.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(input.shape == self.input, "this convolution was made ready for \(self.input), not \(input.shape)")
    return switch form {
    case .direct(let convolution): convolution(input)
    case .winograd(let convolution): convolution(input)
    }
  }

  /// The convolution of an input by filters that are not needed a second time, by the method that is fastest: the same
  /// values as made ready for it, without memory of its own for what is laid out.
  public static func once(_ convolution: Convolution, on input: Tensor) -> Tensor {
    once(ConvolutionForm(convolution), on: input)
  }

  /// The same with weights that need not be in memory.
  static func once(_ form: ConvolutionForm, on input: Tensor) -> Tensor {
    switch fastest(for: form, on: input.shape) {
    case .direct: DirectConvolution.once(form, on: input)
    case .winograd(let tileOutputs): WinogradConvolution.once(form, tileOutputs: tileOutputs, on: input)
    }
  }

  private static func fastest(for form: ConvolutionForm, on input: Shape) -> Method {
    WinogradConvolution.tileOutputs(for: form, on: input).map { .winograd(tileOutputs: $0) } ?? .direct
  }
}
