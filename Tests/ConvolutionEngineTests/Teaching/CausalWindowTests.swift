import Testing

@testable import ConvolutionEngine

@Suite struct CausalWindowTests {
  @Test(arguments: CausalWindow.Shape.allCases) func weightsFallWithAgeAndSumToOne(shape: CausalWindow.Shape) {
    for length in 1...24 {
      let weights = CausalWindow(shape, length: length).weights
      #expect(weights.count == length)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
      #expect(weights.allSatisfy { $0 > 0 })
      #expect(zip(weights, weights.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  @Test(arguments: CausalWindow.Shape.allCases) func longerWindowsLagMore(shape: CausalWindow.Shape) {
    for length in 1...12 {
      let (short, long) = (CausalWindow(shape, length: length), CausalWindow(shape, length: 2 * length))
      #expect(long.lag > short.lag)
    }
  }

  @Test func boxIsTheMean() {
    let window = CausalWindow(.box, length: 4)
    #expect(window.lag == 1.5)
    #expect(window.average([1, 2, 3, 6, 1]) == [3, 3])
  }

  @Test func newestReadingHasTheFirstWeight() {
    let window = CausalWindow(.triangle, length: 2)
    #expect(abs(window.average([3, 0])[0] - 1) < 1e-6)
    #expect(abs(window.average([0, 3])[0] - 2) < 1e-6)
  }

  @Test func averageIsLateByTheLag() {
    for shape in CausalWindow.Shape.allCases {
      let window = CausalWindow(shape, length: 7)
      let course = (0..<20).map { Float(3 * $0) }
      for (index, value) in window.average(course).enumerated() {
        #expect(abs(value - (course[index + 6] - 3 * window.lag)) < 1e-4)
      }
    }
  }

  @Test func rootMeanSquareIsZeroForEqualSignals() {
    #expect(rootMeanSquare([1, 2], from: [1, 2]) == 0)
    #expect(rootMeanSquare([4, 0], from: [1, 4]) == Float(12.5).squareRoot())
  }
}
