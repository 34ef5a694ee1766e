import ConvolutionEngine
import Testing

@Suite struct DetectorFitTests {
  private let input = Tensor(Shape(height: 6, width: 7), seed: 3, integersIn: 0...1)

  @Test func withoutAnyRoundItKnowsNothing() {
    let fit = DetectorFit(input: input, wanted: Tensor(Shape(height: 4, width: 5), repeating: 1), rounds: 0, rate: 1)
    #expect(fit.kernel == Tensor(Shape(height: 3, width: 3), repeating: 0) && fit.bias == 0)
    #expect(fit.answers(on: input).values.allSatisfy { $0 == 0.5 })
  }

  /// The first step goes down the gradient of the loss, taken from differences of the loss itself: at zeros each answer
  /// is 1/2, and a weight's gradient the sum of (1/2 − wanted) times the cell under it.
  @Test func theFirstStepFollowsTheGradient() {
    let wanted = Tensor(Shape(height: 4, width: 5), seed: 9, integersIn: 0...1)
    let fit = DetectorFit(input: input, wanted: wanted, rounds: 1, rate: 0.1)
    var all: Float = 0
    for row in 0..<3 {
      for column in 0..<3 {
        var gradient: Float = 0
        for down in 0..<4 {
          for across in 0..<5 { gradient += (0.5 - wanted[down, across]) * input[row + down, column + across] }
        }
        #expect(abs(fit.kernel[row, column] + 0.1 * gradient) < 1e-5)
      }
    }
    for value in wanted.values { all += 0.5 - value }
    #expect(abs(fit.bias + 0.1 * all) < 1e-5)
  }

  @Test func itFindsThePatternWhereverItStands() {
    // A corner among lines: taught once, at the left.
    var taught = Tensor(Shape(height: 8, width: 6), repeating: 0)
    for place in [(1, 1), (1, 2), (2, 1), (5, 2), (5, 3), (5, 4), (6, 1)] { taught[place.0, place.1] = 1 }
    var wanted = Tensor(Shape(height: 7, width: 5), repeating: 0)
    wanted[1, 1] = 1
    let fit = DetectorFit(input: taught, wanted: wanted, rounds: 300, rate: 0.3)
    var other = Tensor(Shape(height: 5, width: 5), repeating: 0)
    for place in [(2, 3), (2, 4), (3, 3)] { other[place.0, place.1] = 1 }
    let answers = fit.answers(on: other)
    #expect(answers[2, 3] == fit.answers(on: taught)[1, 1])
    #expect(answers[2, 3] > 0.9)
    #expect(answers.values.count { $0 > 0.5 } == 1)
  }
}
