import Testing

@testable import ConvolutionEngine

@Suite struct HalfPrecisionTests {
  @Test(
    arguments: [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03ff, 0x1.ff8p-15), (0x0400, 0x1p-14), (0x3555, 0.333251953125), (0x3c00, 1),
      (0x3c01, 1.0009765625), (0x7bff, 65504), (0x7c00, .infinity), (0xc000, -2), (0x8001, -0x1p-24),
      (0xfc00, -.infinity),
    ] as [(UInt16, Float)]) func halvesAreTheirPublishedNumbers(bits: UInt16, number: Float)
  {
    #expect(HalfPrecision.float(half: bits) == number)
    #expect(HalfPrecision.half(number) == bits)
  }

  @Test func negativeZeroKeepsItsSign() {
    #expect(HalfPrecision.float(half: 0x8000).sign == .minus)
    #expect(HalfPrecision.half(-0.0) == 0x8000)
    #expect(HalfPrecision.float(brain: 0x8000).sign == .minus)
  }

  /// Every half there is comes back from single precision as it was.
  @Test func allHalvesComeBack() {
    for bits in 0...UInt16.max {
      let number = HalfPrecision.float(half: bits)
      if bits & 0x7c00 == 0x7c00 && bits & 0x3ff != 0 {
        #expect(number.isNaN && HalfPrecision.float(half: HalfPrecision.half(number)).isNaN)
      } else if HalfPrecision.half(number) != bits {
        Issue.record("\(bits) became \(HalfPrecision.half(number))")
      }
    }
  }

  /// Between two neighbours the middle goes to the even one, and what is next to the middle to the nearer one.
  @Test func roundingGoesToTheNearest() {
    for bits in stride(from: UInt16(0), to: 0x7bff, by: 7) {
      let (low, high) = (HalfPrecision.float(half: bits), HalfPrecision.float(half: bits + 1))
      let middle = (low + high) / 2
      let even = bits.isMultiple(of: 2) ? bits : bits + 1
      guard
        HalfPrecision.half(middle) == even, HalfPrecision.half(middle.nextDown) == bits,
        HalfPrecision.half(middle.nextUp) == bits + 1, HalfPrecision.half(-middle) == even | 0x8000
      else {
        Issue.record("the middle behind \(bits) is rounded wrongly")
        continue
      }
    }
    #expect(HalfPrecision.half(Float(65520).nextDown) == 0x7bff)
    #expect(HalfPrecision.half(65520) == 0x7c00)
    #expect(HalfPrecision.half(.greatestFiniteMagnitude) == 0x7c00)
    #expect(HalfPrecision.half(.leastNonzeroMagnitude) == 0)
  }

  @Test(
    arguments: [
      (0x0000, 0), (0x3f80, 1), (0xc0a0, -5), (0x7f80, .infinity), (0x0080, .leastNormalMagnitude), (0x0001, 0x1p-133),
      (0x4049, 3.140625),
    ] as [(UInt16, Float)]) func brainFloatsAreUpperHalves(bits: UInt16, number: Float)
  {
    #expect(HalfPrecision.float(brain: bits) == number)
  }

  @Test func brainFloatKeepsWhatIsNoNumber() {
    #expect(HalfPrecision.float(brain: 0x7fc0).isNaN)
  }
}
