import Foundation
import Testing

@testable import ConvolutionEngine

@Suite struct SignStepsTests {
  private let network = Network.digits
  private let weights = SeededWeights(seed: 5)
  private var start: Tensor { ActivationAscent.noise(network.input, around: 0.4, deviation: 0.05, seed: 2) }

  private func odds(_ picture: Tensor, of wanted: Int) -> Float {
    LogOdds(of: wanted, on: picture, through: network, weights: weights).value
  }

  /// The picture after so many steps of as many.
  private func moved(_ count: Int, amount: Float, toward wanted: Int = 8) -> Tensor {
    var steps = SignSteps(
      toward: wanted, of: network, weights: weights, from: start, amount: amount, count: count, range: 0...1)
    for _ in 0..<count { steps.step() }
    return steps.picture
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("signSteps").count == 20)
    #expect(Set(Fixture.all("signSteps").map { $0.integer("steps") }) == [1, 2, 5, 8])
  }

  /// One step and several, by the gradient of the cross-entropy.
  @Test(arguments: Fixture.all("signSteps")) func signStepsAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (network, weights) = try Network.small(fixture.seed)
    let wanted = fixture.integer("wanted")
    var steps = SignSteps(
      toward: wanted, of: network, weights: weights, from: fixture.input, amount: fixture.number("amount"),
      count: fixture.integer("steps"), range: -1...1)
    for _ in 0..<steps.count { steps.step() }
    fixture.expect(steps.picture)
    let odds = [fixture.input, steps.picture].map {
      LogOdds(of: wanted, on: $0, through: network, weights: weights).value
    }
    fixture.expect(odds, at: 1)
  }

  /// By running the network on pictures a little further up the slope and down, where no single value's rounding counts.
  @Test func theSlopeIsThatOfTheLogOdds() {
    let slope = LogOdds(of: 8, on: start, through: network, weights: weights).slope.values
    let length = slope.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    func odds(_ step: Float) -> Float {
      let values = zip(start.values, slope).map { $0 + step * $1 / length }
      return self.odds(Tensor(start.shape, values: values), of: 8)
    }
    let rise = (odds(0.005) - odds(-0.005)) / 0.01
    #expect(length > 0 && abs(rise - length) < 0.05 * length)
  }

  /// Log-odds by the probability: ln (p / (1 − p)), and 0 for a half.
  @Test func logOddsAreThoseOfTheProbability() {
    let scores = Tensor(Shape(height: 1, width: 1, channels: 3), values: [1, 2, -1])
    let part = Double(Softmax()(scores).values[1])
    #expect(abs(Double(LogOdds.value(of: 1, scores)) - log(part / (1 - part))) < 1e-5)
    #expect(LogOdds.value(of: 0, Tensor(Shape(height: 1, width: 1, channels: 2), values: [700, 700])) == 0)
  }

  @Test func aSingleStepMovesEachValueByTheAmount() {
    let signs = LogOdds(of: 8, on: start, through: network, weights: weights).slope.signs
    let moved = moved(1, amount: 0.02)
    for (index, value) in moved.values.enumerated() {
      #expect(value == min(max(start.values[index] + 0.02 * signs.values[index], 0), 1))
    }
    #expect(odds(moved, of: 8) > odds(start, of: 8))
  }

  @Test(arguments: [2, 3, 7]) func noStepsLeadFurtherThanTheAmount(count: Int) {
    let amount: Float = 0.3
    let moved = moved(count, amount: amount)
    let far = zip(moved.values, start.values).map { abs($0 - $1) }
    #expect((far.max() ?? 1) <= amount + 1e-6 && far.contains { $0 > 0.99 * amount })
    #expect(moved.values.allSatisfy { (0...1).contains($0) })
    #expect(odds(moved, of: 8) > odds(self.moved(1, amount: amount), of: 8))
  }
}
