import ConvolutionEngine
import Testing

@testable import Digits

@Suite struct DigitSetTests {
  /// A square ring of ink in the middle of 28 × 28, two pixels wide.
  private static let ring: [Float] = (0..<28 * 28).map { place in
    let distance = max(abs(2 * (place / 28) - 27), abs(2 * (place % 28) - 27)) / 2
    return (5...6).contains(distance) ? 1 : 0
  }

  private static let still = DigitVariation(
    shift: 0, turn: 0, scale: 0, slant: 0, thickened: 0, thinned: 0, coarse: 0, hard: 0)

  private static func varied(_ variation: DigitVariation, seed: UInt64 = 1) -> Tensor {
    variation(Tensor(Shape(height: 28, width: 28), values: ring), SeededGenerator(seed: seed))
  }

  private static func ink(_ picture: Tensor) -> Float { picture.values.reduce(0, +) }

  @Test func noVariationChangesNothing() {
    #expect(Self.varied(Self.still).values == Self.ring)
  }

  @Test func picturesAreGreysFrom0To1() {
    let digits = DigitSet(height: 1, width: 2, greys: [0, 255, 51, 0, 255, 255], labels: [3, 1, 4])
    #expect(digits.count == 3 && digits.label(at: 2) == 4)
    #expect(digits.picture(at: 1).values == [0.2, 0])
    #expect(digits[1..<3] == DigitSet(height: 1, width: 2, greys: [51, 0, 255, 255], labels: [1, 4]))
    #expect(digits.varied(by: DigitVariation()).picture(at: 1) == digits.picture(at: 1))
    #expect(digits.hard.greys == [0, 255, 0, 0, 255, 255])
    #expect(digits.coarse.greys == [255, 255, 0, 0, 255, 255])
  }

  /// Seen from the middle of the ink, nothing but the place changes.
  @Test func shiftsMoveTheInk() {
    let picture = Tensor(Shape(height: 28, width: 28), values: Self.ring)
    func middle(_ picture: Tensor) -> (row: Float, column: Float) {
      var sums: (Float, Float) = (0, 0)
      for place in picture.values.indices {
        sums.0 += Float(place / 28) * picture.values[place]
        sums.1 += Float(place % 28) * picture.values[place]
      }
      return (sums.0 / Self.ink(picture), sums.1 / Self.ink(picture))
    }
    var farthest: Float = 0
    for seed in 0..<50 as Range<UInt64> {
      let moved = DigitVariation(
        shift: 3, turn: 0, scale: 0, slant: 0, thickened: 0, thinned: 0, coarse: 0, hard: 0
      )(picture, SeededGenerator(seed: seed))
      #expect(abs(Self.ink(moved) / Self.ink(picture) - 1) < 1e-4)
      let there = middle(moved)
      farthest = max(farthest, abs(there.row - 13.5), abs(there.column - 13.5))
    }
    #expect(farthest > 2.5 && farthest < 3.001)
  }

  @Test func strokesBecomeThickerAndThinner() {
    let ink = Self.ring.reduce(0, +)
    for seed in 0..<20 as Range<UInt64> {
      func pen(_ thickened: Float, _ thinned: Float) -> Float {
        Self.ink(
          Self.varied(
            DigitVariation(
              shift: 0, turn: 0, scale: 0, slant: 0, thickened: thickened, thinned: thinned, coarse: 0, hard: 0),
            seed: seed))
      }
      #expect(pen(1, 0) > ink && pen(1, 0) < 2.2 * ink)
      #expect(pen(0, 1) < ink && pen(0, 1) > 0.2 * ink)
    }
  }

  @Test func growthShrinkageTurnAndSlantStayInside() {
    for seed in 0..<50 as Range<UInt64> {
      let picture = Self.varied(
        DigitVariation(shift: 0, thickened: 0, thinned: 0, coarse: 0, hard: 0), seed: seed)
      #expect(picture.values.allSatisfy { (0...1.0001).contains($0) })
      #expect((0.6...1.45).contains(Self.ink(picture) / Self.ring.reduce(0, +)))
      // The hole in the middle and the paper in the corners stay.
      #expect(picture[13, 13] == 0 && picture[0, 0] == 0 && picture[27, 0] == 0)
    }
  }

  @Test func gridsAreInkOrPaper() {
    let coarse = Self.varied(DigitVariation(coarse: 1, hard: 0))
    let hard = Self.varied(DigitVariation(coarse: 0, hard: 1))
    #expect(Set(coarse.values) == [0, 1] && Set(hard.values) == [0, 1])
    for row in stride(from: 0, to: 28, by: 2) {
      for column in stride(from: 0, to: 28, by: 2) {
        let cell = [coarse[row, column], coarse[row + 1, column], coarse[row, column + 1], coarse[row + 1, column + 1]]
        #expect(Set(cell).count == 1)
      }
    }
  }

  @Test func aVariationFollowsFromItsSeed() {
    let pictures = [1, 1, 2].map { Self.varied(DigitVariation(), seed: $0) }
    #expect(pictures[0] == pictures[1] && pictures[0] != pictures[2])
  }
}
