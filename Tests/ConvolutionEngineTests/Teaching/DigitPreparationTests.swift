import ConvolutionEngine
import Testing

@Suite struct DigitPreparationTests {
  private func sheet(height: Int = 28, width: Int = 28, _ ink: (Int, Int) -> Float) -> Tensor {
    Tensor(
      Shape(height: height, width: width),
      values: (0..<height * width).map { ink($0 / width, $0 % width) })
  }

  private func centre(_ picture: Tensor) -> (row: Float, column: Float) {
    var (mass, row, column): (Float, Float, Float) = (0, 0, 0)
    for index in picture.values.indices {
      mass += picture.values[index]
      row += picture.values[index] * Float(index / 28)
      column += picture.values[index] * Float(index % 28)
    }
    return (row / mass, column / mass)
  }

  @Test func paperWithoutInkCannotBePrepared() {
    #expect(DigitPreparation(sheet { _, _ in 0 }) == nil)
    #expect(DigitPreparation(sheet { _, _ in 0.04 }) == nil, "a breath of ink is none")
    #expect(DigitPreparation(sheet { row, column in row == 27 && column == 0 ? 1 : 0 }) != nil)
  }

  /// What MNIST's own 60,000 training pictures have in common, counted in their files: the longer side of the ink is 20,
  /// and the centre of mass lies within half a pixel of (14, 14).
  @Test(arguments: [(3, 5, 9, 4), (0, 0, 28, 28), (20, 2, 4, 11), (13, 13, 2, 2), (6, 20, 20, 3)])
  func theResultIsLikeThoseOfMNIST(top: Int, left: Int, height: Int, width: Int) throws {
    // A wedge, heavier at its lower left.
    let drawn = sheet { row, column in
      (top..<top + height).contains(row) && (left..<left + width).contains(column)
        ? (row - top) * width >= (column - left) * height ? 1 : 0.2 : 0
    }
    let prepared = try #require(DigitPreparation(drawn))
    #expect(prepared.rows == top..<top + height && prepared.columns == left..<left + width)
    #expect(max(prepared.height, prepared.width) == 20)
    #expect(abs(prepared.enlargement - 20 / Float(max(height, width))) < 1e-6)
    let inked = prepared.picture.values.indices.filter { prepared.picture.values[$0] > 0 }
    let rows = Set(inked.map { $0 / 28 }).count
    let columns = Set(inked.map { $0 % 28 }).count
    #expect(rows == prepared.height && columns == prepared.width, "nothing hangs over the border")
    let centre = centre(prepared.picture)
    #expect(abs(centre.row - 14) <= 0.5 + 1e-4 && abs(centre.column - 14) <= 0.5 + 1e-4)
    #expect(prepared.picture.values.allSatisfy { (0...1.0001).contains($0) })
  }

  /// 10 × 2 pixels become 20 × 4: between the middles of two columns lies a quarter, three quarters, as PIL's bilinear
  /// `resize` has it.
  @Test func enlargingMixesNeighbours() throws {
    let prepared = try #require(DigitPreparation(sheet { $0 < 10 && $1 < 2 ? ($1 == 0 ? 1 : 0.2) : 0 }))
    let row = (0..<28).map { prepared.picture[14, $0] }.filter { $0 > 0 }
    #expect(zip(row, [1, 0.8, 0.4, 0.2] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 } && row.count == 4)
  }

  /// Made half as large, every value weighs as much as any other, and a line of one pixel stays a line.
  @Test func makingSmallerLosesNoLine() throws {
    let drawn = sheet(height: 40, width: 40) { row, column in row == 0 || row == 39 || column == 20 ? 1 : 0 }
    let prepared = try #require(DigitPreparation(drawn))
    #expect(prepared.height == 20 && prepared.width == 20)
    for row in 0..<28 where (0..<28).contains(where: { prepared.picture[row, $0] > 0 }) {
      let sum = (0..<28).reduce(Float(0)) { $0 + prepared.picture[row, $1] }
      #expect(sum > 0.45, "row \(row)")
    }
  }

  @Test func thePlaceOnThePaperDoesNotMatter() throws {
    func drawn(_ top: Int, _ left: Int) -> Tensor {
      sheet { row, column in
        let (y, x) = (row - top, column - left)
        return (0..<12).contains(y) && (0..<7).contains(x) && (x == 0 || y == 11) ? 0.9 : 0
      }
    }
    let one = try #require(DigitPreparation(drawn(0, 0)))
    let other = try #require(DigitPreparation(drawn(15, 20)))
    #expect(one.picture == other.picture && one.rows != other.rows)
    // What is prepared already stays as it is.
    #expect(DigitPreparation(one.picture)?.picture == one.picture)
  }
}
