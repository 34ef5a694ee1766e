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

  /// Those at the border at which they do.
  var differingAtBorder: Int { zip(difference.values, isInside).count { !$1 && abs($0) >= 0.5 } }

  /// The columns, at the border of a shifted picture, in which they do.
  var differingColumns: [Int] {
    (0..<difference.shape.width).filter { column in
      (0..<difference.shape.height).contains { abs(difference[$0, column]) >= 0.5 }
    }
  }

  /// Whether they differ where the black that a shift brings in meets the picture.
  var differAtSeam: Bool {
    guard case .shift(let distance) = move else { return false }
    return differingColumns.contains { $0 > 0 && abs($0 - distance) <= 1 }
  }

  /// The largest difference inside, or at the border.
  func largestDifference(inside: Bool) -> Double {
    zip(difference.values, isInside).reduce(0) { $1.1 == inside ? max($0, Double(abs($1.0))) : $0 }
  }

  /// Whether the paths agree away from the border.
  var agree: Bool { differing == 0 }

  /// Whether the picture has the same brightness everywhere, so that no move of it can be seen.
  var isFlat: Bool { picture.range.lowerBound == picture.range.upperBound }

  /// Whether the move is a turn that brings every pixel onto a pixel.
  var isOnTheGrid: Bool { if case .rotation(let degrees) = move { degrees.isMultiple(of: 90) } else { false } }

  /// Whether the kernel is round, the same turned by any angle: its weights follow from their distance r to the middle
  /// alone, as a·b^(r²) with b below 1. At r² = 0, 1 and 2 these are a, a·b and a·b².
  var hasRoundKernel: Bool {
    guard kernel.shape.height == 3, kernel.shape.width == 3 else { return false }
    let (middle, edge, corner) = (kernel[1, 1], kernel[0, 1], kernel[0, 0])
    let edges = [kernel[1, 0], kernel[1, 2], kernel[2, 1]]
    let corners = [kernel[0, 2], kernel[2, 0], kernel[2, 2]]
    return edges.allSatisfy { $0 == edge } && corners.allSatisfy { $0 == corner } && abs(edge) < abs(middle)
      && abs(middle * corner - edge * edge) <= 1e-5 * middle * middle
  }

  // MARK: Single pixels

  /// Among the pixels that are wanted the one with the largest answer on the first path.
  func strongest(where isWanted: (Int) -> Bool) -> GridPlace? {
    place(mapOfMoved.values.indices.filter(isWanted).max { abs(mapOfMoved.values[$0]) < abs(mapOfMoved.values[$1]) })
  }

  /// The pixel at which the paths differ most, on the right border if they differ there at all; `nil` when they do
  /// nowhere.
  var worst: GridPlace? {
    let width = difference.shape.width
    let differing = difference.values.indices.filter { abs(difference.values[$0]) >= 0.5 }
    let right = differing.filter { $0 % width == width - 1 }
    return place(
      (right.isEmpty ? differing : right).max { abs(difference.values[$0]) < abs(difference.values[$1]) })
  }

  private func place(_ index: Int?) -> GridPlace? {
    index.map { GridPlace(row: $0 / difference.shape.width, column: $0 % difference.shape.width) }
  }

  /// The brightnesses that f weighs for a pixel; `nil` for those outside of the picture, where f finds zeros.
  func window(of picture: Tensor, _ place: GridPlace) -> [[Float?]] {
    let side = kernel.shape.width
    return (0..<side).map { down in
      (0..<side).map { across in
        let (row, column) = (place.row - (side - 1) / 2 + down, place.column - (side - 1) / 2 + across)
        let isInside = (0..<picture.shape.height).contains(row) && (0..<picture.shape.width).contains(column)
        return isInside ? picture[row, column] : nil
      }
    }
  }

  // MARK: As pictures

  /// The difference: inside in signed colours up to the largest there, at the border in greys up to the largest there.
  func differencePixels(width: Int, height: Int) -> Pixels {
    func map(_ value: (Int) -> Double, _ scale: ColorScale, _ limits: ClosedRange<Double>) -> HeatMap {
      HeatMap(
        width: difference.shape.width, height: difference.shape.height,
        values: difference.values.indices.map(value), scale: scale, limits: limits)
    }
    let inside = max(1, largestDifference(inside: true))
    let border = max(1, largestDifference(inside: false))
    let colors = map({ isInside[$0] ? Double(difference.values[$0]) : 0 }, .signed, -inside...inside)
      .pixels(width: width, height: height)
    let greys = map({ isInside[$0] ? 0 : Double(abs(difference.values[$0])) }, .grey, 0...border)
      .strongestPixels(width: width, height: height)
    let share = map({ isInside[$0] ? 0 : 1 }, .grey, 0...1).pixels(width: width, height: height)
    var pixels = colors
    for y in 0..<height {
      for x in 0..<width where share[x, y] != .level(.grey, 0) { pixels[x, y] = greys[x, y] }
    }
    return pixels
  }

  /// What the signed colours of the difference mean; `nil` where there is none inside to be coloured.
  var differenceLegend: ScaleLegend? {
    agree ? nil : .signed(limit: max(1, Double(largestDifference(inside: true))).rounded())
  }

  /// What the colours of the maps mean where only what owes nothing to the border is shown of them.
  var legendInside: ScaleLegend { .signed(limit: limit.rounded()) }

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
