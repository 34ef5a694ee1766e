import ConvolutionEngine

/// Kernels that everybody should have met, for any size.
enum KernelPreset: String, CaseIterable {
  case sobelX = "sobel-x"
  case sobelY = "sobel-y"
  case prewittX = "prewitt-x"
  case prewittY = "prewitt-y"
  case laplace
  case box
  case gauss
  case sharpen
  case emboss
  case identity
  case random

  /// The names, as a knob shows them.
  static let names = allCases.map(\.rawValue)

  /// The weights, size × size, as whole numbers; those of `random` follow from the seed.
  ///
  /// For 3 x 3 these are the usual ones. Larger ones follow the same plan: Gauss' and Sobel's from rows of Pascal's
  /// triangle, Sobel's with the differences of such a row across the edge, 1 2 0 −2 −1 (I. Sobel's operator as OpenCV
  /// extends it); Laplace's and the sharpening kernel with a centre that makes the sum 0 or 1.
  func weights(size: Int, seed: Int) -> Tensor {
    let shape = Shape(height: size, width: size)
    if self == .random { return Tensor(shape, seed: UInt64(seed) ^ 0x6b65726e, integersIn: -2...2) }
    guard size > 1 else { return Tensor(shape, repeating: 1) }
    let middle = size / 2
    let smooth = Self.pascal(size)
    let steep = zip(Self.pascal(size - 1) + [0], [0] + Self.pascal(size - 1)).map { $0 - $1 }
    func slope(_ index: Int) -> Int { (size - 1 - 2 * index).signum() }
    var weights = Tensor(shape, repeating: 0)
    for row in 0..<size {
      for column in 0..<size {
        let isCentre = row == middle && column == middle
        let weight =
          switch self {
          case .sobelX: smooth[row] * steep[column]
          case .sobelY: steep[row] * smooth[column]
          case .prewittX: slope(column)
          case .prewittY: slope(row)
          case .laplace: isCentre ? size * size - 1 : -1
          case .box, .random: 1
          case .gauss: smooth[row] * smooth[column]
          case .sharpen: isCentre ? 2 * size - 1 : row == middle || column == middle ? -1 : 0
          case .emboss: isCentre ? 1 : row + column - 2 * middle
          case .identity: isCentre ? 1 : 0
          }
        weights[row, column] = Float(weight)
      }
    }
    return weights
  }

  /// The row of Pascal's triangle with `count` numbers: 1 2 1, 1 3 3 1 ...
  private static func pascal(_ count: Int) -> [Int] {
    var row = [1]
    for index in 1..<count { row.append(row[index - 1] * (count - index) / index) }
    return row
  }
}
