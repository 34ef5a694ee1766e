import Testing

@testable import ConvolutionEngine

@Suite struct NormalNoiseTests {
  @Test func hasMeanZeroAndDeviationOne() {
    let numbers = (0..<4000).map { SeededGenerator(seed: 9).normal(at: $0) }
    let mean = numbers.reduce(0, +) / 4000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
    #expect(abs(mean) < 0.05)
    #expect(abs(variance - 1) < 0.08)
    // A normal distribution has 68.3 % within one deviation.
    #expect((0.65...0.72).contains(Float(numbers.count { abs($0) < 1 }) / 4000))
  }

  @Test func followsFromTheSeed() {
    #expect(SeededGenerator(seed: 1).normal(at: 3) == SeededGenerator(seed: 1).normal(at: 3))
    #expect(SeededGenerator(seed: 1).normal(at: 3) != SeededGenerator(seed: 2).normal(at: 3))
  }
}
