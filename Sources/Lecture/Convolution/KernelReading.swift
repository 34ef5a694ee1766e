import CellCanvas
import ConvolutionEngine

/// What a kernel looks for, and what the sums say that it gives, read from the numbers alone.
struct KernelReading: Hashable, Sendable {
  /// What makes the sums large.
  enum Pattern: Hashable, Sendable {
    /// All weights are 0.
    case nothing
    /// A single weight is not 0: it copies what lies under it.
    case copy
    /// No weight is negative, or none is positive.
    case brightness, darkness
    /// The weights of two opposite sides are each other's opposites.
    case leftOverRight, rightOverLeft, topOverBottom, bottomOverTop
    /// The middle is against all around it, alike on all four sides.
    case brightSpot, darkSpot
    /// Weights of either sign, in any other order.
    case mixed
  }

  /// What the kernel looks for.
  let pattern: Pattern
  /// Whether it has weights above zero and weights below.
  let hasBothSigns: Bool
  /// What its weights come to: where that is 0, brightness as such leaves no trace in a sum.
  let sum: Float
  /// How many weights there are.
  let count: Int

  /// Reads a kernel.
  init(_ kernel: Tensor) {
    sum = kernel.values.reduce(0, +).hundredths
    count = kernel.values.count
    pattern = Self.pattern(of: kernel)
    hasBothSigns = kernel.values.contains { $0 > 0 } && kernel.values.contains { $0 < 0 }
  }

  private static func pattern(of kernel: Tensor) -> Pattern {
    let (rows, columns) = (kernel.shape.height, kernel.shape.width)
    let places = (0..<rows).flatMap { row in (0..<columns).map { (row: row, column: $0) } }
    let values = kernel.values
    if values.allSatisfy({ $0 == 0 }) { return .nothing }
    if values.count(where: { $0 != 0 }) == 1 { return .copy }
    if values.allSatisfy({ $0 >= 0 }) { return .brightness }
    if values.allSatisfy({ $0 <= 0 }) { return .darkness }
    if places.allSatisfy({ kernel[$0.row, $0.column] == -kernel[$0.row, columns - 1 - $0.column] }) {
      let left = places.filter { 2 * $0.column < columns - 1 }.map { kernel[$0.row, $0.column] }
      if left.allSatisfy({ $0 >= 0 }) { return .leftOverRight }
      if left.allSatisfy({ $0 <= 0 }) { return .rightOverLeft }
    }
    if places.allSatisfy({ kernel[$0.row, $0.column] == -kernel[rows - 1 - $0.row, $0.column] }) {
      let top = places.filter { 2 * $0.row < rows - 1 }.map { kernel[$0.row, $0.column] }
      if top.allSatisfy({ $0 >= 0 }) { return .topOverBottom }
      if top.allSatisfy({ $0 <= 0 }) { return .bottomOverTop }
    }
    // A middle has as much on each side: there is none where the kernel is of even width, or changes when it is turned.
    let isTurnable =
      rows == columns && places.allSatisfy { kernel[$0.row, $0.column] == kernel[$0.column, rows - 1 - $0.row] }
    guard !rows.isMultiple(of: 2), isTurnable else { return .mixed }
    let middle = kernel[rows / 2, columns / 2]
    let others = places.filter { $0 != (rows / 2, columns / 2) }.map { kernel[$0.row, $0.column] }
    if middle > 0, others.allSatisfy({ $0 <= 0 }) { return .brightSpot }
    if middle < 0, others.allSatisfy({ $0 >= 0 }) { return .darkSpot }
    return .mixed
  }

  /// "This one looks for …", a whole sentence.
  var sentence: String {
    switch pattern {
    case .nothing: "This one looks for nothing: \(count == 1 ? "its only weight is 0" : "all its weights are 0")."
    case .copy:
      "This one looks at a single cell: \(count == 1 ? "it has but one weight" : "only one of its weights is not 0")."
    case .brightness: "This one looks for brightness: none of its weights is below zero."
    case .darkness: "This one looks for darkness: none of its weights is above zero."
    case .leftOverRight, .rightOverLeft: "This one looks for an upright edge, \(look)."
    case .topOverBottom, .bottomOverTop: "This one looks for a level edge, \(look)."
    case .brightSpot, .darkSpot: "This one looks for a cell \(look)."
    case .mixed: "This one looks for what is \(look)."
    }
  }

  /// What there is to be asked of a grid that it is to slide over: where all is alike, no place is another's better.
  func question(of grid: Tensor) -> String {
    switch pattern {
    case .nothing, .copy: "What will come out?"
    default: Set(grid.values).count == 1 ? "What will come out?" : "Where in the grid is that?"
    }
  }

  /// How the cells under the kernel look where its sum is large.
  var look: String {
    switch pattern {
    case .nothing: "of any kind"
    case .copy, .brightness: "bright"
    case .darkness: "dark"
    case .leftOverRight: "bright on the left and dark on the right"
    case .rightOverLeft: "dark on the left and bright on the right"
    case .topOverBottom: "bright above and dark below"
    case .bottomOverTop: "dark above and bright below"
    case .brightSpot: "brighter than those around it"
    case .darkSpot: "darker than those around it"
    case .mixed: "bright under positive weights and dark under negative ones"
    }
  }

  /// What a sum far above zero says of its window, where the kernel weighs two sides against each other.
  func comparison(_ products: [Convolution.Product]) -> String? {
    let words: String? =
      switch pattern {
      case .leftOverRight: "Under it the left is brighter than the right"
      case .rightOverLeft: "Under it the right is brighter than the left"
      case .topOverBottom: "Under it the top is brighter than the bottom"
      case .bottomOverTop: "Under it the bottom is brighter than the top"
      default: nil
      }
    return words.map { $0 + condition(products) + "." }
  }

  /// What has to be added to “brighter”: nothing where the cells that are said to be brighter than the others are so on
  /// average as they are, without any weight.
  private func condition(_ products: [Convolution.Product]) -> String {
    var (bright, dark): ([Float], [Float]) = ([], [])
    for (index, product) in products.enumerated() {
      let side = side(index, weight: product.weight)
      if side > 0 { bright.append(product.value) } else if side < 0 { dark.append(product.value) }
    }
    func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(max(1, values.count)) }
    return mean(bright) > mean(dark) ? "" : ", as these weights count it"
  }

  /// Whether a place of the kernel is among those that are said to be brighter (1) or darker (−1), or neither (0). A side
  /// is a side and the rest is the rest, cells with a weight of 0 among them.
  private func side(_ index: Int, weight: Float) -> Int {
    let edge = Int(Float(count).squareRoot().rounded())
    let (down, across) = ((2 * (index / edge) - (edge - 1)).signum(), (2 * (index % edge) - (edge - 1)).signum())
    let isMiddle = 2 * index == count - 1
    return switch pattern {
    case .leftOverRight: -across
    case .rightOverLeft: across
    case .topOverBottom: -down
    case .bottomOverTop: down
    case .brightSpot: isMiddle ? 1 : -1
    case .darkSpot: isMiddle ? -1 : 1
    case .nothing, .copy, .brightness, .darkness, .mixed: weight > 0 ? 1 : weight < 0 ? -1 : 0
    }
  }

  /// Where a sum is the largest of all: "where the window is brighter on the left than on the right".
  func peak(_ products: [Convolution.Product]) -> String {
    switch pattern {
    case .leftOverRight, .rightOverLeft, .topOverBottom, .bottomOverTop, .brightSpot, .darkSpot, .mixed:
      place + (countsBrightness ? "" : condition(products))
    default: place
    }
  }

  /// Whether zero is the line between what the kernel looks for and its opposite: only where its weights cancel on a grid
  /// that is alike everywhere. One that looks for darkness gives sums below zero, whatever it finds.
  var isBalanced: Bool {
    switch pattern {
    case .leftOverRight, .rightOverLeft, .topOverBottom, .bottomOverTop: true
    case .mixed, .brightSpot, .darkSpot: !countsBrightness
    case .nothing, .copy, .brightness, .darkness: false
    }
  }

  /// Whether weights of either sign do not make up for each other, so that brightness counts beside the pattern.
  private var countsBrightness: Bool {
    switch pattern {
    case .mixed, .brightSpot, .darkSpot: sum != 0
    default: false
    }
  }

  private var place: String {
    switch pattern {
    case .nothing: "anywhere"
    case .copy:
      "where the one weight meets the \(sum > 0 ? "largest" : "smallest") of its numbers"
    case .brightness: "where the window is brightest, as these weights count it"
    case .darkness: "where the window is darkest, as these weights count it"
    case .leftOverRight: "where the window is brighter on the left than on the right"
    case .rightOverLeft: "where the window is brighter on the right than on the left"
    case .topOverBottom: "where the window is brighter above than below"
    case .bottomOverTop: "where the window is brighter below than above"
    case .mixed where countsBrightness, .brightSpot where countsBrightness, .darkSpot where countsBrightness:
      "where brightness and pattern together count most"
    case .brightSpot: "where the middle of the window is brighter than the rest on average"
    case .darkSpot: "where the middle of the window is darker than the rest on average"
    case .mixed: "where it is brighter under the positive weights than under the negative ones"
    }
  }

  /// What a sum says, in one short sentence.
  ///
  /// - Parameters:
  ///   - products: of which it is the sum.
  ///   - large: the amount that counts as large, of either sign.
  func verdict(_ products: [Float], large: Float) -> String {
    let value = products.reduce(0, +).hundredths
    let text = GridConvolution.text(value)
    if products.allSatisfy({ $0 == 0 }) {
      return "\(products.count == 1 ? "The only product is" : "All products are") 0, and so is the sum."
    }
    switch pattern {
    case .nothing, .copy: return "The sum is a single product: \(text)."
    case .brightness, .darkness:
      return "The weights come to \(GridConvolution.text(sum)), so the sum "
        + (pattern == .darkness ? "is the larger, the darker it is here." : "follows the brightness.")
    case .mixed where countsBrightness, .brightSpot where countsBrightness, .darkSpot where countsBrightness:
      return "The weights come to \(GridConvolution.text(sum)), not 0: brightness alone counts, too."
    default: break
    }
    if value >= large, value > 0 { return "\(text) is a large sum: here is what the kernel looks for." }
    if value <= -large, value < 0 {
      return "\(text) is far below zero: here is the opposite of what the kernel looks for."
    }
    if 2 * abs(value) >= large, value != 0 {
      return value > 0
        ? "\(text) is above zero: a little of what the kernel looks for."
        : "\(text) is below zero: a little of the opposite of what the kernel looks for."
    }
    // What is left of a sum that cancels is little beside its products.
    let cancels = 4 * abs(value) <= products.reduce(0) { $0 + abs($1) }
    return value == 0
      ? "Zero: the products of either sign cancel."
      : cancels
        ? "\(text) is small for this kernel: the products of either sign all but cancel."
        : "\(text) is small for this kernel: there is little here of what it looks for."
  }
}

extension Float {
  /// The number that a sum of whole numbers times weights of at most two decimals stands for: adding up leaves a trace of
  /// rounding behind that no figure shows, and that is neither above zero nor below.
  var hundredths: Float { (self * 100).rounded() / 100 }
}
