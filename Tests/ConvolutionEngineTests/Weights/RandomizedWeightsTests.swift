import Testing

@testable import ConvolutionEngine

@Suite struct RandomizedWeightsTests {
  @Test func onlyStagesFromTheFirstOnForget() {
    let network = Network.digits
    let (trained, random) = (SeededWeights(seed: 1), SeededWeights(seed: 9))
    let weights = RandomizedWeights(trained, from: 4, seed: 9)
    for (index, stage) in network.stages.enumerated() where stage.weights > 0 {
      let expected = (index < 4 ? trained : random).parameters(of: stage, at: index)
      #expect(weights.parameters(of: stage, at: index) == expected)
    }
    #expect(trained.parameters(of: network.stages[4], at: 4) != random.parameters(of: network.stages[4], at: 4))
  }
}
