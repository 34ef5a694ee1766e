import CellCanvas
import ConvolutionEngine

/// Convolution and correlation of the same 5 × 5 input with the same 3 × 3 kernel.
struct OperationPair: Sendable {
  let input: Tensor
  /// As it is given.
  let kernel: Tensor
  /// Whether the kernel is flipped before it is correlated, too.
  let isFlipped: Bool
  /// Where the kernel lies inside of the input.
  let convolution: Tensor
  let correlation: Tensor

  init(input: Tensor, kernel: Tensor, isFlipped: Bool) {
    self.input = input
    self.kernel = kernel
    self.isFlipped = isFlipped
    convolution = Convolution(sliding: kernel.flipped, .valid)(input)
    correlation = Convolution(sliding: isFlipped ? kernel.flipped : kernel, .valid)(input)
  }

  /// The weights that slide when the kernel is convolved, and when it is correlated.
  var convolving: Tensor { kernel.flipped }
  var correlating: Tensor { isFlipped ? kernel.flipped : kernel }

  /// What is correlated: K as it is given, or K′, which was flipped first.
  var correlated: String { isFlipped ? "K′" : "K" }
  /// What the correlation is called.
  var correlationName: String { "I ⋆ \(correlated)" }

  /// Whether both slide the same weights in the same order.
  var usesSameKernel: Bool { correlating == convolving }

  /// Whether half a turn changes nothing.
  var isSymmetric: Bool { kernel == kernel.flipped }

  /// The kernel's weights as a question names them: 1 2 1 / 2 4 2 / 1 2 1.
  var kernelRows: String {
    (0..<kernel.shape.height).map { row in
      (0..<kernel.shape.width).map { GridConvolution.text(kernel[row, $0]) }.joined(separator: " ")
    }.joined(separator: " / ")
  }

  /// How many of the outputs are alike.
  var agreeing: Int { zip(convolution.values, correlation.values).count { $0 == $1 } }

  /// How the kernel slides along an axis.
  var geometry: WindowGeometry { WindowGeometry(input: input.shape.width, kernel: kernel.shape.width) }

  /// Where a place of the kernel lies in what slides.
  func turned(_ place: GridPlace, if isTurned: Bool = true) -> GridPlace {
    isTurned
      ? GridPlace(row: kernel.shape.height - 1 - place.row, column: kernel.shape.width - 1 - place.column) : place
  }

  // MARK: Padding

  /// As far as they overlap at all: the kernel on the input, and the input on the kernel.
  var fullConvolutions: (Tensor, Tensor) {
    (Convolution(sliding: kernel.flipped, .full)(input), Convolution(sliding: input.flipped, .full)(kernel))
  }
  var fullCorrelations: (Tensor, Tensor) {
    (Convolution(sliding: kernel, .full)(input), Convolution(sliding: input, .full)(kernel))
  }

  /// How many pairs of a value of the one and a value of the other are counted when the second slides over the first;
  /// zeros around the first are no values.
  static func pairs(_ still: Tensor, _ sliding: Tensor, _ overlap: Overlap) -> (side: Int, pairs: Int)? {
    guard overlap != .valid || sliding.shape.width <= still.shape.width else { return nil }
    let convolution = Convolution(sliding: sliding.flipped, overlap)
    let side = convolution(still).shape.width
    let pairs = (0..<side * side).reduce(0) { count, place in
      count + convolution.products(of: still, row: place / side, column: place % side).count { !$0.isPadding }
    }
    return (side, pairs)
  }

  // MARK: Who meets whom

  /// The products of a place, the pixels of the window in their order, and the place of each weight in the kernel as it is
  /// given.
  func products(_ place: GridPlace, convolving isConvolving: Bool) -> [(
    product: Convolution.Product, weight: GridPlace
  )] {
    let isTurned = isConvolving || isFlipped
    let sliding = isTurned ? kernel.flipped : kernel
    let products = Convolution(sliding: sliding, .valid).products(of: input, row: place.row, column: place.column)
    return products.enumerated().map { index, product in
      let place = GridPlace(row: index / kernel.shape.width, column: index % kernel.shape.width)
      return (product, turned(place, if: isTurned))
    }
  }

  /// Both sums at a place, a line each; where nine products are too long for one, those in the middle are left out.
  func sums(_ place: GridPlace) -> [StyledText] {
    let whole = sums(place, shown: kernel.values.count)
    return whole.allSatisfy { $0.columns <= Self.line } ? whole : sums(place, shown: 3)
  }

  /// How long a formula may be in the smallest window.
  private static let line = 78

  /// Both sums with as many products from the start as are shown, and, where that is not all, the last.
  private func sums(_ place: GridPlace, shown: Int) -> [StyledText] {
    [("I ∗ K", true, convolution), (correlationName, false, correlation)].map { name, isConvolving, output in
      let all = products(place, convolving: isConvolving).map {
        Formula.Product(GridConvolution.text($0.product.value), GridConvolution.text($0.product.weight))
      }
      let isWhole = shown >= all.count
      let first = Formula.sum(Array(all.prefix(shown)))
      let sum = isWhole ? first : first + .muted(" + … + ") + Formula.sum(Array(all.suffix(1)))
      return .output(name) + .muted("  ") + sum + .muted(" = ")
        + .active(GridConvolution.text(output[place.row, place.column]))
    }
  }
}
