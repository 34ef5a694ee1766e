import Testing

@testable import Lecture

@Suite struct PercentTests {
  /// Neither a hundred nor nothing is said of what is less or more, and both of what is.
  @Test func nothingIsRoundedToAllOrNothing() {
    #expect(percent(0.999999) == "> 99.9 %" && percent(0.0001) == "< 0.1 %")
    #expect(percent(0.0) == "0 %" && percent(1.0) == "100 %" && percent(1.5) == "150 %")
    #expect(
      percent(0.0006) == "0.1 %" && percent(0.5) == "50 %" && percent(0.0994) == "9.9 %" && percent(0.0996) == "10 %")
    #expect(percent(0.9899) == "99 %" && percent(0.9949) == "99.4 %" && percent(0.9994) == "99.9 %")
  }

  /// Softmax leaves each something, even where the machine's numbers are too coarse for it.
  @Test func aProbabilityIsNeverAllOrNothing() {
    #expect(
      chance(1) == "> 99.9 %" && chance(0) == "< 0.1 %" && chance(0.74) == "74 %" && chance(1.0000001) == "> 99.9 %")
  }

  /// Each count of a whole has a percentage of its own, and only all of it is 100 %.
  @Test(arguments: [4, 100, 200, 576, 5000]) func countsAreToldApart(whole: Int) {
    let said = (0...whole).map { percent($0, of: whole) }
    #expect(Set(said).count == said.count)
    #expect(said[0] == "0 %" && said[whole] == "100 %")
    #expect(percent(187, of: 200) == "93.5 %" && percent(188, of: 200) == "94 %")
  }
}
