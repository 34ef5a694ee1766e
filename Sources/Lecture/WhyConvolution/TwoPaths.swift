import CellCanvas
import ConvolutionEngine

/// Two paths from a picture to its map: move then convolve, f(g(I)), and convolve then move, g(f(I)).
struct TwoPaths: Sendable {
  /// I.
  let picture: Tensor
  /// The weights of f.
  let kernel: Tensor
  /// g.
  let move: PictureMove
  /// g(I).
  let moved: Tensor
  /// f(I).
  let map: Tensor
  /// f(g(I)).
  let mapOfMoved: Tensor
  /// g(f(I)).
  let movedMap: Tensor
  /// f(g(I)) − g(f(I)).
  let difference: Tensor
  /// Where nothing from beyond the picture's border took part in either path.
  let isInside: [Bool]
  /// The largest value of f(I) that owes nothing to the zeros around the picture: these make an edge of the border that
  /// would outshine all others.
  private let limit: Double

  init(picture: Tensor, kernel: Tensor, move: PictureMove) {
    self.picture = picture
    self.kernel = kernel
    self.move = move
    let padding = Padding.same(kernel: kernel.shape.width)
    let f = Convolution(FilterBank(kernel: kernel), padding: padding)
    moved = move(picture)
    map = f(picture)
    mapOfMoved = f(moved)
    movedMap = move(map)
    difference = Tensor(map.shape, values: zip(mapOfMoved.values, movedMap.values).map { $0 - $1 })
    // A picture of ones goes both ways: what stays 1 saw nothing of the zeros outside.
    let ones = Tensor(picture.shape, repeating: 1)
    let window = Tensor(kernel.shape, repeating: 1 / Float(kernel.shape.count))
    let mean = Convolution(FilterBank(kernel: window), padding: padding)
    let unpadded = mean(ones)
    isInside = zip(mean(move(ones)).values, move(unpadded).values).map { min($0, $1) > 1 - 1e-5 }
    limit = zip(map.values, unpadded.values).reduce(1) { $1.1 > 1 - 1e-5 ? max($0, Double(abs($1.0))) : $0 }
  }

  /// How many pixels lie inside.
  var inside: Int { isInside.count { $0 } }

  /// Those inside at which the two paths differ by a brightness step or more.
  var differing: Int { zip(difference.values, isInside).count { $1 && abs($0) >= 0.5 } }

  /// The largest difference inside, or at the border.
  func largestDifference(inside: Bool) -> Double {
    zip(difference.values, isInside).reduce(0) { $1.1 == inside ? max($0, Double(abs($1.0))) : $0 }
  }

  /// Whether the paths agree away from the border.
  var agree: Bool { differing == 0 }

  /// Whether the picture has the same brightness everywhere, so that no move of it can be seen.
  var isFlat: Bool { picture.range.lowerBound == picture.range.upperBound }

  // MARK: As pictures

  /// A brightness picture between the darkest and the brightest of I; one of a single brightness as it is.
  func heatMap(ofPicture tensor: Tensor) -> HeatMap {
    let range = isFlat ? 0...255 : picture.range
    return HeatMap(
      width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: .grey,
      limits: Double(range.lowerBound)...Double(range.upperBound))
  }

  /// A map, or a difference of maps, in the same colours as all others of these paths.
  func heatMap(ofMap tensor: Tensor) -> HeatMap {
    HeatMap(
      width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: .signed,
      limits: -limit...limit)
  }
}
