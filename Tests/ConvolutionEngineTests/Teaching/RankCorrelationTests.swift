import Testing

@testable import ConvolutionEngine

@Suite struct RankCorrelationTests {
  @Test func theOrderAloneCounts() {
    let values: [Float] = [3, 1, 4, 1.5, 9]
    #expect(rankCorrelation(values, values.map { $0 * $0 * $0 }) == 1)
    #expect(rankCorrelation(values, values.map { -2 * $0 }) == -1)
    #expect(rankCorrelation(values, [7, 7, 7, 7, 7]) == 0)
  }

  /// The textbook's sum over the differences of ranks, which holds where no two are equal.
  @Test(arguments: [3, 8, 50, 401]) func withoutEqualsItIsTheTextbooksFormula(count: Int) {
    let one = SeededGenerator(seed: 3).uniforms(count, in: -1...1)
    let other = SeededGenerator(seed: 4).uniforms(count, in: -1...1)
    func rank(_ values: [Float], _ index: Int) -> Double { Double(values.count { $0 < values[index] }) }
    let squares = (0..<count).map {
      let d = rank(one, $0) - rank(other, $0); return d * d
    }.reduce(0, +)
    let n = Double(count)
    #expect(abs(rankCorrelation(one, other) - (1 - 6 * squares / (n * (n * n - 1)))) < 1e-9)
  }

  /// Pearson's correlation of ranks that are counted one by one.
  @Test func equalNumbersShareTheirRanks() {
    let one: [Float] = [1, 2, 2, 3, 5, 5], other: [Float] = [2, 1, 4, 4, 4, 7]
    func ranks(_ values: [Float]) -> [Double] {
      values.map { value in
        Double(values.count { $0 < value }) + Double(values.count { $0 == value } - 1) / 2
      }
    }
    let (a, b) = (ranks(one), ranks(other))
    let products = zip(a, b).map { ($0 - 2.5) * ($1 - 2.5) }.reduce(0, +)
    let expected =
      products
      / (a.map { ($0 - 2.5) * ($0 - 2.5) }.reduce(0, +) * b.map { ($0 - 2.5) * ($0 - 2.5) }.reduce(0, +)).squareRoot()
    #expect(abs(rankCorrelation(one, other) - expected) < 1e-9)
  }
}
