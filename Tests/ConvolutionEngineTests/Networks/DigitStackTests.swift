import Testing

@testable import ConvolutionEngine

@Suite struct DigitStackTests {
  @Test(arguments: DigitStack.both) func bothStacksHaveTheSameWeights(stack: DigitStack) {
    let counted =
      (25 + 1) * 16 + (9 * 16 + 1) * 16 + DigitStack.blocks * 2 * (9 * 16 + 1) * 16 + (16 + 1) * 10
    #expect(stack.network.parameters == counted)
    #expect(stack.network.stages.filter { $0.layer.kind == .addition }.count == (stack.isResidual ? 8 : 0))
    #expect(stack.network.stages.last?.output == Shape(vector: 10))
  }

  /// Without a block everything else is as it was.
  @Test(arguments: DigitStack.both, [1, 5, 8]) func aBlockIsTakenOut(stack: DigitStack, block: Int) {
    let whole = NetworkParameters(of: stack.network, from: SeededWeights(seed: 3))
    let network = stack.network(without: [block])
    let weights = stack.weights(whole, without: [block])
    #expect(network.stages.count == stack.network.stages.count - (stack.isResidual ? 3 : 2))
    #expect(!network.stages.contains { $0.name.hasPrefix("block\(block)") })
    for (index, stage) in network.stages.enumerated() where stage.parameters > 0 {
      let place = stack.network.stages.firstIndex { $0.name == stage.name } ?? 0
      #expect(
        weights.parameters(of: stage, at: index)
          == whole.parameters(of: stack.network.stages[place], at: place))
    }
    // A residual stack in which a block does nothing is one without it.
    guard stack.isResidual else { return }
    let silenced = NetworkParameters(of: stack.network, from: Silenced(block: block, weights: whole))
    let picture = Tensor(Shape(height: 28, width: 28), seed: 2, in: 0...1)
    let last = RememberedPass(of: picture, through: stack.network, weights: silenced).outputs.last
    #expect(RememberedPass(of: picture, through: network, weights: weights).outputs.last == last)
  }

  private struct Silenced: WeightSource {
    let block: Int
    let weights: NetworkParameters

    func parameters(of stage: Stage, at index: Int) -> LayerParameters {
      let parameters = weights.parameters(of: stage, at: index)
      guard stage.name == "block\(block)-b" else { return parameters }
      return LayerParameters(
        weights: parameters.weights.map { _ in 0 }, biases: parameters.biases.map { _ in 0 })
    }
  }

  @Test func residualBlocksBeginAsTheIdentity() {
    let stack = DigitStack(isResidual: true)
    let picture = Tensor(Shape(height: 28, width: 28), seed: 7, in: 0...1)
    let pass = RememberedPass(of: picture, through: stack.network, weights: stack.initialParameters(seed: 4))
    let first = stack.network.stages.firstIndex { $0.name == "pool2" } ?? 0
    for (stage, output) in zip(stack.network.stages, pass.outputs) where stage.layer.kind == .addition {
      #expect(output == pass.outputs[first])
    }
    #expect(pass.outputs[first].range.upperBound > 0)
  }
}
