import CellCanvas
import ConvolutionEngine

/// Convolution and correlation of a real picture with the same kernel: where on it the flip matters.
struct PicturePair: Sendable {
  /// The picture, and what convolution makes of it.
  let convolution: PictureConvolution
  /// By how much that is more than what correlation makes of it.
  let difference: PictureConvolution
  /// What the correlation is called; P is the picture, since I is the small input beside it.
  let correlationName: String

  /// Both operations on a picture, where the kernel lies inside of it.
  init(_ picture: Tensor, _ pair: OperationPair) {
    correlationName = "P ⋆ \(pair.correlated)"
    convolution = PictureConvolution(picture, kernel: pair.convolving, window: pair.geometry.window)
    difference = convolution.minus(
      PictureConvolution(picture, kernel: pair.correlating, window: pair.geometry.window))
  }

  /// The picture by itself.
  var picture: Arrangement { .column(convolution.source(""), convolution.map().hidden()) }

  /// What convolution makes of the picture, and below it the difference, as far as a share of the places (0...1) has been
  /// worked out; what the colours mean follows when all have.
  func arrangement(known share: Double) -> Arrangement {
    func part(_ picture: PictureConvolution, _ title: StyledText) -> Arrangement {
      let known = Int(share * Double(picture.output.shape.count))
      let isBlank = picture.output.values.allSatisfy { $0 == 0 }
      let legend: StyledText =
        share < 1 ? "" : .muted("  ") + (isBlank ? .muted("0 everywhere") : picture.legend)
      return picture.map(known: known).titled(title + legend)
    }
    return .column(
      part(convolution, .output("P ∗ K") + .muted(", P a picture")),
      part(difference, .output("P ∗ K") + .muted(" − ") + .output(correlationName)))
  }
}
