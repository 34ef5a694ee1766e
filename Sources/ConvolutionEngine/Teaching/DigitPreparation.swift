/// A drawn digit as the pictures of MNIST were made: cropped to its ink, brought to 20 pixels along its longer side, and
/// laid on 28 × 28 with its centre of mass in the middle.
///
/// Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits. In its files the longer side is 20, and
/// the centre of mass lies within half a pixel of row and column 14, counted from 0: pictures were moved by whole pixels.
public struct DigitPreparation: Hashable, Sendable {
  /// Pixels along the longer side of the ink.
  public static let size = 20
  /// Rows and columns of what comes out.
  public static let side = 28

  /// Where the ink is on the sheet.
  public let rows: Range<Int>
  /// Where the ink is on the sheet.
  public let columns: Range<Int>
  /// Rows of the digit when it has its size.
  public let height: Int
  /// Columns of the digit when it has its size.
  public let width: Int
  /// One channel of 28 × 28, paper 0 and ink up to 1.
  public let picture: Tensor

  /// How many times as large the digit has become.
  public var enlargement: Float { Float(Self.size) / Float(max(rows.count, columns.count)) }

  /// Prepares a sheet.
  ///
  /// - Parameters:
  ///   - sheet: one channel of any size, paper 0 and ink up to 1.
  ///   - faintest: what is less is no ink where the crop is looked for.
  /// - Returns: `nil` for a sheet without ink.
  public init?(_ sheet: Tensor, faintest: Float = 0.05) {
    let (all, across) = (0..<sheet.shape.height, 0..<sheet.shape.width)
    let inked = all.filter { row in across.contains { sheet[row, $0] >= faintest } }
    let columns = across.filter { column in all.contains { sheet[$0, column] >= faintest } }
    guard let top = inked.first, let bottom = inked.last, let left = columns.first, let right = columns.last else {
      return nil
    }
    rows = top..<bottom + 1
    self.columns = left..<right + 1
    let scale = Float(Self.size) / Float(max(rows.count, self.columns.count))
    height = max(1, Int((Float(rows.count) * scale).rounded()))
    width = max(1, Int((Float(self.columns.count) * scale).rounded()))
    let down = Self.mix(rows, into: height)
    let sideways = Self.mix(self.columns, into: width)
    var sized = Tensor(Shape(height: height, width: width), repeating: 0)
    for row in 0..<height {
      for column in 0..<width {
        var sum: Float = 0
        for (source, part) in down[row] {
          for (other, share) in sideways[column] { sum += part * share * sheet[source, other] }
        }
        sized[row, column] = sum
      }
    }
    picture = Self.centred(sized)
  }

  /// For each of `count` places along an axis, which of the source's values it is mixed from: those under a triangle about
  /// its middle, as wide as the farther apart of the two grids needs it, so that making smaller loses no line.
  private static func mix(_ source: Range<Int>, into count: Int) -> [[(index: Int, part: Float)]] {
    let step = Float(source.count) / Float(count)
    let reach = max(1, step)
    return (0..<count).map { place in
      let middle = (Float(place) + 0.5) * step - 0.5
      let near =
        max(0, Int((middle - reach).rounded(.up)))...min(source.count - 1, Int((middle + reach).rounded(.down)))
      let parts = near.map { (index: source.lowerBound + $0, part: max(0, 1 - abs(Float($0) - middle) / reach)) }
      let sum = parts.reduce(0) { $0 + $1.part }
      return parts.map { ($0.index, $0.part / sum) }
    }
  }

  /// On 28 × 28, moved by whole pixels so that the centre of mass comes to the middle, but never over the border.
  private static func centred(_ digit: Tensor) -> Tensor {
    var (mass, down, right): (Float, Float, Float) = (0, 0, 0)
    for row in 0..<digit.shape.height {
      for column in 0..<digit.shape.width {
        mass += digit[row, column]
        down += digit[row, column] * Float(row)
        right += digit[row, column] * Float(column)
      }
    }
    func start(_ moment: Float, _ extent: Int) -> Int {
      let centre = mass > 0 ? moment / mass : Float(extent - 1) / 2
      return min(max(Int((Float(side / 2) - centre).rounded()), 0), side - extent)
    }
    let (top, left) = (start(down, digit.shape.height), start(right, digit.shape.width))
    var sheet = Tensor(Shape(height: side, width: side), repeating: 0)
    for row in 0..<digit.shape.height {
      for column in 0..<digit.shape.width { sheet[top + row, left + column] = digit[row, column] }
    }
    return sheet
  }
}
