import CellCanvas
import ConvolutionEngine

/// A map as networks have them, to be pooled: where a picture gets brighter from left to right.
enum PictureEdges {
  /// How much of a picture is taken.
  static let area = PictureArea(width: 30, height: 26)

  /// The edges of the viewer's picture, or else of that of the lecture; where it gets darker they are 0.
  static func map(for settings: Settings) -> Tensor {
    let grey = Pictures.grey(for: settings, width: area.width, height: area.height)
    let sobel = Tensor(rows: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return Convolution(FilterBank(kernel: sobel), isRectified: true)(grey)
  }
}
