import Testing

@testable import ConvolutionEngine

@Suite struct SeededWeightsTests {
  private static let initializations = [
    Initialization(.he, .uniform), Initialization(.he, .normal), Initialization(.xavier, .uniform),
    Initialization(.xavier, .normal),
  ]

  private static func network() throws -> Network {
    try Network(
      name: "x", title: "X", input: Shape(height: 8, width: 8, channels: 12),
      layers: [
        .convolution("conv", 40, kernel: 5, groups: 2), Layer("wide", .transposedConvolution(channels: 10, Window(3))),
        Layer("batch", .batchNormalization()), .dense("dense", 100),
      ])
  }

  @Test func inputsAndOutputsOfAUnitAreCounted() throws {
    let stages = try Self.network().stages
    #expect(stages[0].fanIn == 5 * 5 * 6 && stages[0].fanOut == 5 * 5 * 20)
    #expect(stages[1].fanIn == 3 * 3 * 40 && stages[1].fanOut == 3 * 3 * 10)
    #expect(stages[3].fanIn == 6 * 6 * 10 && stages[3].fanOut == 100)
  }

  @Test(arguments: initializations) func weightsSpreadAsFarAsTheySay(initialization: Initialization) throws {
    let source = SeededWeights(seed: 3, initialization)
    for (index, stage) in try Self.network().stages.enumerated() where stage.layer.name != "batch" {
      let parameters = source.parameters(of: stage, at: index)
      #expect(parameters.weights.count == stage.weights && parameters.biases.count == stage.biases)
      #expect(parameters.biases.allSatisfy { $0 == 0 })
      let values = parameters.weights.map(Double.init)
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      let wanted =
        initialization.variance == .he ? 2 / Double(stage.fanIn) : 2 / Double(stage.fanIn + stage.fanOut)
      #expect(abs(variance / wanted - 1) < 0.1)
      // The fourth moment tells the distributions apart: 9/5 of the squared variance, or about 3 of it.
      let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count) / (variance * variance)
      #expect(initialization.distribution == .uniform ? abs(fourth - 1.8) < 0.1 : abs(fourth - 2.9) < 0.4)
    }
  }

  /// Rows that end within a part of the work, and within a group of rows.
  @Test(arguments: [(1, 1), (7, 3), (40, 9), (3000, 21), (16_500, 10)], [true, false])
  func aDenseStageNeedsNoWeightsInMemory(extent: (inputs: Int, outputs: Int), isRectified: Bool) throws {
    let input = Tensor(Shape(vector: extent.inputs), seed: 3)
    let stage = try Stage(.dense("fc", extent.outputs, isRectified: isRectified), on: input.shape)
    let weights = SeededWeights(seed: 5)
    let parameters = weights.parameters(of: stage, at: 4)
    let whole = Dense(weights: parameters.weights, biases: parameters.biases, isRectified: isRectified)(input)
    #expect(weights.output(ofDense: stage, at: 4, for: input) == whole, "to the last bit")
    #expect(stage.run(input, weights: weights, at: 4) == whole)
    let normal = SeededWeights(seed: 5, Initialization(.he, .normal))
    #expect(normal.output(ofDense: stage, at: 4, for: input) == nil)
  }

  @Test func aBatchNormalizationStartsAsTheIdentity() throws {
    let network = try Self.network()
    let parameters = SeededWeights(seed: 3, Initialization(.xavier)).parameters(of: network.stages[2], at: 2)
    #expect(parameters.weights.allSatisfy { $0 == 1 } && parameters.biases.allSatisfy { $0 == 0 })
  }
}
