import Testing

@testable import ConvolutionEngine

@Suite struct ActivationAscentTests {
  private let network = Network.digits
  private let weights = SeededWeights(seed: 5)
  private var unit: ActivationAscent.Unit {
    ActivationAscent.Unit(middleOf: 3, stage: network.scoresStage, of: network)
  }
  private var start: Tensor { ActivationAscent.noise(network.input, around: 0.4, deviation: 0.05, seed: 2) }

  private func ascent(_ cures: ActivationAscent.Cures = .init(), rate: Float = 0.01, seed: UInt64 = 1)
    -> ActivationAscent
  {
    ActivationAscent(
      unit, of: network, weights: weights, from: start, range: 0...1, grey: 0.4, rate: rate, cures: cures, seed: seed)
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("ascent").count == 14)
  }

  /// Five steps of Adam, with every regulariser alone, all and none of them.
  @Test(arguments: Fixture.all("ascent")) func ascentsAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (network, weights) = try Network.small(fixture.seed)
    let unit = ActivationAscent.Unit(
      middleOf: fixture.integer("channel"), stage: network.scoresStage, of: network)
    let start = Tensor(fixture.shape, values: fixture.input.values.map { 0.75 * $0 })
    var ascent = ActivationAscent(
      unit, of: network, weights: weights, from: start, range: -1...1, grey: fixture.number("grey"),
      rate: fixture.number("rate"),
      cures: .init(
        decay: fixture.number("decay"), variation: fixture.number("variation"), jitter: fixture.integer("jitter"),
        turn: fixture.number("turn"), blurEvery: fixture.integer("blur")), seed: fixture.seed)
    for _ in 0..<fixture.integer("steps") { ascent.step() }
    fixture.expect(ascent.picture)
    fixture.expect([ascent.answer().unit], at: 1)
  }

  @Test func theAnswerRisesAndThePictureStaysInItsRange() {
    var ascent = ascent()
    let before = ascent.answer().unit
    for _ in 0..<12 { ascent.step() }
    #expect(ascent.answer().unit > before + 0.1)
    #expect(ascent.picture.values.allSatisfy { (0...1).contains($0) })
    #expect(ascent.steps == 12)
  }

  /// Adam's first step goes as far as its rate in the direction of the slope, whatever the slope's size.
  @Test func theFirstStepIsTheSignOfTheGradientTimesTheRate() {
    var ascent = ascent(rate: 0.02)
    let pass = RememberedPass(of: start, through: network, weights: weights)
    var one = Tensor(network.stages[network.scoresStage].output, repeating: 0)
    one[0, 0, 3] = 1
    let gradient = pass.gradients(one, from: network.scoresStage, ofParameters: false).picture
    ascent.step()
    for index in start.values.indices where abs(gradient.values[index]) > 1e-3 {
      let moved = ascent.picture.values[index] - start.values[index]
      #expect(abs(moved - (gradient.values[index] > 0 ? 0.02 : -0.02)) < 1e-4)
    }
  }

  @Test func curesMakePicturesCalmer() {
    func variation(_ cures: ActivationAscent.Cures) -> Float {
      var ascent = ascent(cures, rate: 0.05)
      for _ in 0..<16 { ascent.step() }
      return ActivationAscent.variation(of: ascent.picture)
    }
    let bare = variation(.init())
    #expect(variation(.init(variation: 0.5)) < bare)
    #expect(variation(.init(blurEvery: 4)) < bare)
    var (calm, free) = (ascent(.init(decay: 5), rate: 0.05), ascent(rate: 0.05))
    for _ in 0..<16 { calm.step(); free.step() }
    func distance(_ picture: Tensor) -> Float { picture.values.reduce(0) { $0 + ($1 - 0.4) * ($1 - 0.4) } }
    #expect(distance(calm.picture) < distance(free.picture))
  }

  @Test func aSeedMakesTheSamePictureAgain() {
    func end(_ seed: UInt64) -> Tensor {
      var ascent = ascent(.init(jitter: 3), seed: seed)
      for _ in 0..<5 { ascent.step() }
      return ascent.picture
    }
    #expect(end(4) == end(4))
    #expect(end(4) != end(5))
  }

  @Test func aCheckerboardIsAllCheckerboard() {
    #expect(ActivationAscent.checkerboard(of: Tensor(rows: [[1, -1], [-1, 1]])) == 1)
    #expect(ActivationAscent.checkerboard(of: Tensor(rows: [[1, 1], [-1, -1]])) == 0)
    let noise = Tensor(Shape(height: 64, width: 64), seed: 3)
    #expect(abs(ActivationAscent.checkerboard(of: noise) - 1 / 3) < 0.05)
  }

  @Test func variationIsTheMeanDifferenceOfNeighbours() {
    #expect(ActivationAscent.variation(of: Tensor(rows: [[0, 1], [3, 0]])) == Float(1 + 3 + 3 + 1) / 4)
    #expect(ActivationAscent.variation(of: Tensor(rows: [[7]])) == 0)
  }
}

extension Network {
  /// The network of the fixtures of ascents and sign steps.
  static func small(_ seed: UInt64) throws -> (network: Network, weights: SeededWeights) {
    let network = try Network(
      name: "small", title: "Small", input: Shape(height: 8, width: 8, channels: 2),
      layers: [
        .convolution("conv1", 4, kernel: 3, padding: 1), .maxPooling("pool1", 2, stride: 2),
        .dense("fc2", 5, isRectified: false),
      ])
    return (network, SeededWeights(seed: seed))
  }
}
