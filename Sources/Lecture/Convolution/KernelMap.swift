import CellCanvas
import ConvolutionEngine

/// A kernel that passed over a picture in greys, and the map that it made of it.
struct KernelMap: Sendable {
  /// The weights.
  let kernel: Tensor
  /// What came out, at every place.
  let values: Tensor
  /// What can be said of it from the weights alone.
  let character: KernelCharacter
  /// The farthest values from zero.
  let extremes: ClosedRange<Float>
  /// The place whose value lies farthest from zero.
  let strongest: GridPlace
  /// The map in colours: around zero in two of them, or, where a picture is left, in greys.
  let colors: HeatMap

  init(_ kernel: Tensor, over picture: Tensor) {
    self.kernel = kernel
    let values = Convolution(FilterBank(kernel: kernel))(picture)
    self.values = values
    extremes = values.range
    character = KernelCharacter(kernel)
    let sizes = values.values.map(abs)
    let index = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
    strongest = GridPlace(row: index / values.shape.width, column: index % values.shape.width)
    guard !character.isPicture else {
      // From what black becomes to what white becomes, or of a negative the other way round: the larger number is bright.
      let white = 255 * Double(kernel.values.reduce(0, +))
      colors = values.heatMap(.grey, limits: min(white, 0)...max(white, 0))
      return
    }
    // Few edges are the strongest: the colours end where all but a few stay below, so that the weaker ones are seen, too;
    // but not so early that in a picture of few edges each of them looks alike.
    let limit = Double(max(sizes.sorted()[sizes.count * 97 / 100], sizes[index] / 4, 1))
    colors = values.heatMap(.signed, limits: -limit...limit)
  }

  /// The sum of the weights, which is what an even area of ones becomes.
  var sum: Double { Double(kernel.values.reduce(0, +)) }

  /// Whether nothing is left of the picture: no value is as much as half a step of brightness.
  var isBlank: Bool { max(-extremes.lowerBound, extremes.upperBound) < 0.5 }

  /// Whether a kernel with a middle has no weight there, so that one weight alone moves the picture.
  var isMove: Bool {
    let (height, width) = (kernel.shape.height, kernel.shape.width)
    return height % 2 == 1 && width % 2 == 1 && kernel[height / 2, width / 2] == 0
  }

  /// Whether every weight is the opposite of the one across from it, so that an edge turned round changes its sign.
  var isOdd: Bool { zip(kernel.values, kernel.values.reversed()).allSatisfy { $0 == -$1 } }

  /// What outputs above zero say of the picture, and what those below, where all weights above zero lie on one side of all
  /// below: that it gets brighter to the right or downwards, or darker. `nil` for other kernels.
  var rise: (above: String, below: String)? {
    guard case .edges = character else { return nil }
    /// 1 where the weights above zero come behind those below, −1 where they come before them, else 0.
    func side(_ coordinate: (Int) -> Int) -> Int {
      func places(_ isWanted: (Float) -> Bool) -> [Int] {
        kernel.values.indices.filter { isWanted(kernel.values[$0]) }.map(coordinate)
      }
      let (above, below) = (places { $0 > 0 }, places { $0 < 0 })
      guard let first = above.min(), let last = above.max(), let lowest = below.min(), let highest = below.max() else {
        return 0
      }
      return first > highest ? 1 : last < lowest ? -1 : 0
    }
    let width = kernel.shape.width
    switch (side { $0 % width }, side { $0 / width }) {
    case (1, 0): return ("it gets brighter", "it gets darker")
    case (-1, 0): return ("it gets darker", "it gets brighter")
    case (0, 1): return ("brighter below", "darker below")
    case (0, -1): return ("darker below", "brighter below")
    default: return nil
    }
  }

  /// Whether a picture stays and every weight but the one in the middle is the opposite of the one across from it: a
  /// relief, as if light fell from a side.
  var isRelief: Bool {
    let weights = kernel.values
    guard character == .mixed, sum > 0, kernel.shape.width % 2 == 1, kernel.shape.height % 2 == 1 else { return false }
    return weights.indices.allSatisfy {
      2 * $0 == weights.count - 1 || weights[$0] == -weights[weights.count - 1 - $0]
    }
  }

  /// What an even area can come to, from black to white.
  var evenRange: ClosedRange<Double> { min(255 * sum, 0)...max(255 * sum, 0) }

  /// Whether some output is more, or less, than any even area could give.
  var leavesEvenRange: Bool {
    Double(extremes.lowerBound) < evenRange.lowerBound - 0.5 || Double(extremes.upperBound) > evenRange.upperBound + 0.5
  }

  /// How the line lies on which all weights but zeros lie, where there are two or more: “horizontal”. Across it nothing
  /// is mixed.
  var line: String? {
    let (width, values) = (kernel.shape.width, kernel.values)
    let places = values.indices.filter { values[$0] != 0 }.map { (row: $0 / width, column: $0 % width) }
    guard let first = places.first, let last = places.last, places.count > 1 else { return nil }
    let (down, right) = (last.row - first.row, last.column - first.column)
    guard places.allSatisfy({ ($0.row - first.row) * right == ($0.column - first.column) * down }) else { return nil }
    return switch (down, right) {
    case (0, _): "horizontal"
    case (_, 0): "vertical"
    case _ where down == right: "╲"
    case _ where down == -right: "╱"
    default: "equally slanted"
    }
  }

  /// The same kernel with rows for columns, over the same picture; `nil` where that is the same kernel, or where it has no
  /// two weights that lie in a direction.
  func turned(over picture: Tensor) -> KernelMap? {
    guard kernel.values.count(where: { $0 != 0 }) > 1 else { return nil }
    let (height, width) = (kernel.shape.height, kernel.shape.width)
    let turned = Tensor(
      Shape(height: width, width: height),
      values: (0..<width).flatMap { row in (0..<height).map { kernel[$0, row] } })
    return turned == kernel ? nil : KernelMap(turned, over: picture)
  }

  /// What the colours of the map mean; where values lie beyond their ends, that these look like the ends.
  var legend: ScaleLegend { colors.legend(decimals: 0) }

  // MARK: Made smaller

  /// The map at another resolution. Each pixel has the value farthest from zero of those that it stands for, or, of a
  /// picture in greys, their mean.
  func pixels(width: Int, height: Int) -> Pixels {
    character.isPicture
      ? colors.pixels(width: width, height: height) : colors.strongestPixels(width: width, height: height)
  }

  /// The place farthest from zero among those that a part of the map at another resolution stands for.
  func strongest(x: Range<Int>, y: Range<Int>, width: Int, height: Int) -> GridPlace {
    func covered(_ part: Range<Int>, _ new: Int, _ old: Int) -> Range<Int> {
      let from = min(part.lowerBound * old / new, old - 1)
      return from..<min(max(from + 1, part.upperBound * old / new), old)
    }
    let columns = covered(x, width, values.shape.width)
    var best = GridPlace(row: covered(y, height, values.shape.height).lowerBound, column: columns.lowerBound)
    for row in covered(y, height, values.shape.height) {
      for column in columns where abs(values[row, column]) > abs(values[best.row, best.column]) {
        best = GridPlace(row: row, column: column)
      }
    }
    return best
  }

  /// The amount of the value farthest from zero.
  var largest: Double { Double(max(-extremes.lowerBound, extremes.upperBound)) }

  /// What counts as near zero: about a tenth of the largest value, a number that can be written as it is.
  var nearZero: Double {
    let tenth = largest / 10
    return tenth < 1 ? max(1, (tenth * 10).rounded()) / 10 : tenth.rounded()
  }

  /// How large a share of the values lies so near to zero.
  var shareNearZero: Double {
    // Sums of weights with decimals miss the number that is written by less than this.
    let most = Float(nearZero) + 0.001
    return Double(values.values.count { abs($0) <= most }) / Double(values.values.count)
  }

  /// The weights in one line, rows apart by a slash: “1 0 −1 / 2 0 −2 / 1 0 −1”.
  var weightsInLine: String { Self.inLine(kernel) }

  /// A kernel's weights in one line, rows apart by a slash.
  static func inLine(_ kernel: Tensor) -> String {
    (0..<kernel.shape.height).map { row in
      (0..<kernel.shape.width).map { GridConvolution.text(kernel[row, $0]) }.joined(separator: " ")
    }.joined(separator: " / ")
  }
}
