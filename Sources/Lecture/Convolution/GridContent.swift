import ConvolutionEngine

/// What there is to see in a small grid of numbers.
enum GridContent: String, CaseIterable {
  /// A bright block at the top left: a right and a lower edge, and the corner between them.
  case block
  /// A bright upright stripe.
  case stripe
  /// A bright half above a slanting edge.
  case slant
  /// Numbers without a plan.
  case random

  /// The names, as a knob shows them.
  static let names = allCases.map(\.rawValue)

  /// Side × side whole numbers from 0 to 9; bright is 7 and more, dark 2 and less. The seed says which.
  func values(side: Int, seed: Int) -> Tensor {
    let shape = Shape(height: side, width: side)
    if self == .random { return Tensor(shape, seed: UInt64(seed), integersIn: 0...9) }
    var values = Tensor(shape, seed: UInt64(seed), integersIn: 0...2)
    for row in 0..<side {
      for column in 0..<side where isBright(row, column, side) { values[row, column] += 7 }
    }
    return values
  }

  private func isBright(_ row: Int, _ column: Int, _ side: Int) -> Bool {
    switch self {
    case .block: 3 * row < 2 * side && 2 * column < side
    case .stripe: 5 * column >= 2 * side - 2 && 5 * column < 3 * side
    case .slant: row + column < side
    case .random: false
    }
  }
}
