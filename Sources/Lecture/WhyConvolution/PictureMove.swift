import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What can be done to a picture as a whole: the g of f(g(x)) = g(f(x)).
enum PictureMove: Hashable, Sendable {
  /// So many pixels to the right: g(I)(x, y) = I(x − d, y).
  case shift(Int)
  /// So many degrees about the middle, against the clock.
  case rotation(Int)
  /// So many times as large, about the middle.
  case scale(Double)

  /// The picture of one channel after the move, black where there was no picture. A pixel that comes from between four
  /// others is a mixture of them (bilinear); shifts and quarter turns of a square only put pixels in other places.
  func callAsFunction(_ picture: Tensor) -> Tensor {
    let shape = picture.shape
    precondition(shape.channels == 1, "a move is of one channel")
    var moved = Tensor(shape, repeating: 0)
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        let source = source(x: Double(column), y: Double(row), shape)
        let (left, top) = (source.x.rounded(.down), source.y.rounded(.down))
        let (right, bottom) = (Float(source.x - left), Float(source.y - top))
        var value: Float = 0
        for (down, vertical) in [(0, 1 - bottom), (1, bottom)] where vertical > 0 {
          for (across, horizontal) in [(0, 1 - right), (1, right)] where horizontal > 0 {
            let (y, x) = (Int(top) + down, Int(left) + across)
            guard y >= 0, x >= 0, y < shape.height, x < shape.width else { continue }
            value += vertical * horizontal * picture[y, x]
          }
        }
        moved[row, column] = value
      }
    }
    return moved
  }

  /// The place that the pixel (`x`, `y`) comes from.
  private func source(x: Double, y: Double, _ shape: Shape) -> (x: Double, y: Double) {
    let (middleX, middleY) = (Double(shape.width - 1) / 2, Double(shape.height - 1) / 2)
    let (right, down) = (x - middleX, y - middleY)
    switch self {
    case .shift(let distance): return (x - Double(distance), y)
    case .rotation(let degrees):
      // A quarter turn must hit the pixels exactly, which the sine of half of π just misses.
      let angle = Double(degrees) * Double.pi / 180
      let (cosine, sine) = (Self.tidied(cos(angle)), Self.tidied(sin(angle)))
      return (middleX + cosine * right - sine * down, middleY + sine * right + cosine * down)
    case .scale(let factor): return (middleX + right / factor, middleY + down / factor)
    }
  }

  private static func tidied(_ value: Double) -> Double {
    abs(value - value.rounded()) < 1e-12 ? value.rounded() : value
  }
}
