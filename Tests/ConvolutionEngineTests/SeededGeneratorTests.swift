import Testing

@testable import ConvolutionEngine

@Suite struct SeededGeneratorTests {
  /// The first outputs of SplitMix64 started at 0 and 42, from its published C code.
  @Test func wordsAreThoseOfSplitMix64() {
    let zero = SeededGenerator(seed: 0)
    #expect(
      (0..<3).map(zero.word) == [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f])
    #expect(
      (0..<2).map(SeededGenerator(seed: 42).word) == [13_679_457_532_755_275_413, 2_949_826_092_126_892_291])
  }

  @Test func numbersAreRecorded() {
    let generator = SeededGenerator(seed: 42)
    #expect(
      generator.uniforms(4, in: -1...1) == [
        0.48312973976135254, -0.680179238319397, -0.44279778003692627, -0.3116186857223511,
      ])
    #expect((0..<8).map { generator.integer(at: $0, in: -9...9) } == [5, -6, -4, -3, -9, 7, -5, 6])
    #expect(
      generator.stream(3).uniform(at: 0, in: 0...1) == SeededGenerator(seed: 42).stream(3).uniforms(1, in: 0...1)[0])
  }

  @Test func numbersStayInTheirRangeAndFillIt() {
    let generator = SeededGenerator(seed: 7)
    let numbers = generator.uniforms(100_000, in: 2...4)
    #expect(numbers.allSatisfy { (2...4).contains($0) })
    #expect(abs(numbers.reduce(0) { $0 + Double($1) } / 100_000 - 3) < 0.01)
    var counts = [Int](repeating: 0, count: 6)
    for index in 0..<60_000 { counts[generator.integer(at: index, in: 1...6) - 1] += 1 }
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
    #expect(generator.integer(at: 0, in: .min ... .max) == Int(Int64(bitPattern: generator.word(at: 0))) &+ .min)
  }

  /// One by one and many at a time, by all loops and by those that the processor has beside them; from any place on.
  @Test(arguments: ChosenLoops.all.indices, [0, 1, 7, 8, 9, 31])
  func numbersDrawnTogetherAreThoseByTheirPlaces(loops: Int, count: Int) {
    let generator = SeededGenerator(seed: 11)
    let first = 123_456_789_012
    let wanted = (0..<count).map { generator.uniform(at: first + $0, in: -0.3...0.2) }
    var drawn: [[Float]] = []
    ChosenLoops.$current.withValue(ChosenLoops.all[loops]) {
      drawn.append(
        array(count) { UniformWeights(generator, in: -0.3...0.2).fill($0, first: first, end: first + count) })
      drawn.append(
        array(count) {
          ChosenLoops.current.fillUniform(
            $0, first: first, end: first + count, seed: generator.seed, lowest: -0.3, span: 0.2 - -0.3)
        })
    }
    #expect(drawn == [wanted, wanted])
  }

  @Test func streamsDiffer() {
    let generator = SeededGenerator(seed: 1)
    let firsts = (0..<100).map { generator.stream($0).word(at: 0) } + (0..<100).map { generator.word(at: $0) }
    #expect(Set(firsts).count == 200)
  }
}
