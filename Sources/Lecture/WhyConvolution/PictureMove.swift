import ConvolutionEngine

/// What can be done to a picture as a whole: the g of f(g(x)) = g(f(x)).
enum PictureMove: Hashable, Sendable {
  /// So many pixels to the right: g(I)(x, y) = I(x − d, y).
  case shift(Int)
  /// So many degrees about the middle, against the clock.
  case rotation(Int)
  /// So many times as large, about the middle.
  case scale(Double)

  /// The picture after the move, black where there was no picture.
  func callAsFunction(_ picture: Tensor) -> Tensor {
    let move =
      switch self {
      case .shift(let distance): AffineMove(shift: (0, Float(-distance)))
      case .rotation(let degrees): AffineMove(degrees: Double(degrees))
      case .scale(let factor): AffineMove(scale: (Float(factor), Float(factor)))
      }
    return move(picture)
  }
}
