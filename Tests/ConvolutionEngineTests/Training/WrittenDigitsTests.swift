import Testing

@testable import ConvolutionEngine

@Suite struct WrittenDigitsTests {
  let digits = WrittenDigits(count: 40, seed: 3)

  @Test func theyFollowFromTheirSeedAlone() {
    for index in 0..<digits.count {
      #expect(digits.label(at: index) == index % 10)
      #expect(digits.picture(at: index) == WrittenDigits(count: 40, seed: 3).picture(at: index))
      #expect(digits.picture(at: index) != WrittenDigits(count: 40, seed: 4).picture(at: index))
      #expect(digits.picture(at: index, SeededGenerator(seed: 9)) != digits.picture(at: index))
    }
    // Another hand each time: no two zeros are alike.
    #expect(Set((0..<4).map { digits.picture(at: 10 * $0) }).count == 4)
  }

  @Test func theyAreInkInsideOfTheSheet() {
    for index in 0..<200 {
      let picture = WrittenDigits(count: 200, seed: 5).picture(at: index)
      #expect(picture.shape == Shape(height: 28, width: 28))
      #expect(picture.range.lowerBound == 0 && picture.range.upperBound <= 1 && picture.range.upperBound > 0.6)
      let ink = picture.values.reduce(0, +)
      #expect((15...220).contains(ink), "\(index % 10): \(ink)")
      // A wide one may touch the rim, and no more.
      let rim = (0..<28).reduce(Float(0)) { $0 + picture[$1, 0] + picture[$1, 27] + picture[0, $1] + picture[27, $1] }
      #expect(rim < 0.1 * ink, "\(index % 10) hangs over the rim: \(rim) of \(ink)")
    }
  }
}
