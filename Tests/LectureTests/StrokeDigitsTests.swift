import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct StrokeDigitsTests {
  /// The network that the program carries reads each of them right, also a little smaller and larger.
  @Test(arguments: 0...9) func theCarriedNetworkReadsThem(digit: Int) {
    for size: Float in [18, 20, 22] {
      let probabilities = TrainedDigits.carried.probabilities(of: StrokeDigits.sheet(digit, size: size))
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
      #expect(best == digit, "at \(size)")
      #expect(probabilities[digit] > 0.9, "at \(size): \(probabilities[digit])")
    }
  }

  @Test(arguments: 0...9) func theyAreInkOnPaper(digit: Int) {
    let sheet = StrokeDigits.sheet(digit)
    #expect(sheet.range == 0...1)
    // 20 pixels high in the middle of 28, and nothing on the rim.
    let inked = (0..<28).filter { row in (0..<28).contains { sheet[row, $0] > 0.5 } }
    #expect((3...5).contains(inked.first ?? 0) && (22...24).contains(inked.last ?? 0), "\(inked)")
    for index in 0..<28 {
      #expect([sheet[index, 0], sheet[index, 27], sheet[0, index], sheet[27, index]].allSatisfy { $0 == 0 })
    }
  }

  /// A row of them is each of them at its place.
  @Test func aRowHasEachAtItsPlace() {
    let row = StrokeDigits.row([4, 0, 7], apart: 32, height: 28, width: 92)
    for (index, digit) in [4, 0, 7].enumerated() {
      let alone = StrokeDigits.sheet(digit)
      for y in 0..<28 { for x in 2..<26 { #expect(abs(row[y, x + 32 * index] - alone[y, x]) < 1e-5) } }
    }
  }
}
