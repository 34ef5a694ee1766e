import CellCanvas
import ConvolutionEngine

/// A kernel that slides along a row of numbers, computed once.
struct RowConvolution: Sendable {
  /// The numbers that go in.
  let inputs: [Float]
  /// The weights.
  let kernel: [Float]
  /// How the kernel slides.
  let geometry: WindowGeometry
  /// The numbers that come out.
  let outputs: [Float]

  /// Correlates, as networks do it; what does not come out even is rounded down.
  ///
  /// - Throws: the sentence that says why the kernel does not fit.
  init(_ inputs: [Float], kernel: [Float], stride: Int = 1, padding: Padding = .valid) throws(SettingsError) {
    self.inputs = inputs
    self.kernel = kernel
    geometry = Window(kernel.count, stride: stride, padding: padding).over(inputs.count)
    do throws(GeometryError) {
      _ = try geometry.checkedOutput()
    } catch {
      throw SettingsError(error.description)
    }
    outputs =
      Convolution(signal: FilterBank(kernel: Tensor(signal: kernel)), geometry.window)(Tensor(signal: inputs)).values
  }

  /// How many products all outputs together are sums of, those with the zeros of the padding among them.
  var products: Int { outputs.count * kernel.count }

  /// What an output is the sum of: 3·1 + 0·2 + 4·1 = 7.
  func sum(_ output: Int) -> StyledText {
    let products = geometry.inputs(of: output).enumerated().map { weight, cell in
      Formula.Product(
        GridConvolution.text(geometry.isPadding(cell) ? 0 : inputs[cell]), GridConvolution.text(kernel[weight]))
    }
    return Formula.sum(products, result: .active(GridConvolution.text(outputs[output])))
  }
}
