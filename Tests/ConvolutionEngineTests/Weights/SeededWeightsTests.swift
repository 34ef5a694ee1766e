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
    #expect(stage.run(input, weights: weights, at: 4) == whole, "to the last bit")
    #expect(stage.run(input, weights: AllInMemory(source: weights), at: 4) == whole)
    let normal = SeededWeights(seed: 5, Initialization(.he, .normal))
    #expect(normal.uniforms(of: stage, at: 4) == nil)
  }

  /// Drawn block by block, as a walk does it, convolutions give what they give with all weights in memory, in each of their
  /// forms: in tiles in one piece and in several, and directly, with filters that fill no block, with groups.
  @Test(arguments: ChosenLoops.all.indices)
  func aConvolutionNeedsNoWeightsInMemory(loops: Int) throws {
    let stages: [(Layer, Shape)] = [
      (.convolution("winograd4", 32, kernel: 3, padding: .same(kernel: 3)), Shape(height: 24, width: 24, channels: 16)),
      (.convolution("pieces", 16, kernel: 3, padding: .same(kernel: 3)), Shape(height: 72, width: 72, channels: 256)),
      (.convolution("winograd2", 48, kernel: 3), Shape(height: 12, width: 12, channels: 40)),
      (.convolution("five", 16, kernel: 5), Shape(height: 13, width: 13, channels: 16)),
      (.convolution("direct", 20, kernel: 3, stride: 2), Shape(height: 9, width: 9, channels: 3)),
      (.convolution("point", 70, kernel: 1), Shape(height: 6, width: 5, channels: 33)),
      (.convolution("groups", 36, kernel: 3, groups: 2), Shape(height: 7, width: 7, channels: 8)),
    ]
    try ChosenLoops.$current.withValue(ChosenLoops.all[loops]) {
      for (layer, shape) in stages {
        let stage = try Stage(layer, on: shape)
        let (input, weights) = (Tensor(shape, seed: 3), SeededWeights(seed: 5))
        #expect(
          weights.uniforms(of: stage, at: 2)?.values(stage.weights) == weights.parameters(of: stage, at: 2).weights)
        let wanted = stage.run([input], weights: AllInMemory(source: weights), at: 2, isFastest: true)
        // Twice, the second time in memory that holds what was there before.
        for _ in 0..<2 { #expect(stage.run([input], weights: weights, at: 2, isFastest: true) == wanted) }
      }
    }
  }

  @Test func aBatchNormalizationStartsAsTheIdentity() throws {
    let network = try Self.network()
    let parameters = SeededWeights(seed: 3, Initialization(.xavier)).parameters(of: network.stages[2], at: 2)
    #expect(parameters.weights.allSatisfy { $0 == 1 } && parameters.biases.allSatisfy { $0 == 0 })
  }
}

/// The same weights, all of a stage at a time.
private struct AllInMemory: WeightSource {
  let source: SeededWeights

  func parameters(of stage: Stage, at index: Int) -> LayerParameters { source.parameters(of: stage, at: index) }
}
