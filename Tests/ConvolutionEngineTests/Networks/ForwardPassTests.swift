import Testing

@testable import ConvolutionEngine

@Suite struct ForwardPassTests {
  private static func small(groups: Int) throws -> Network {
    try Network(
      name: "small", title: "Small", input: Shape(height: 12, width: 12, channels: 2),
      layers: [
        .convolution("conv", 4, kernel: 3, padding: 1, groups: groups), .maxPooling("max", 2, stride: 2),
        .normalization("norm"), Layer("mean", .averagePooling(Window(2)), isRectified: true),
        .dense("dense", 6, isRectified: false), Layer("softmax", .softmax),
      ])
  }

  @Test func stagesComeInOrderAndInShape() throws {
    for groups in [1, 2] {
      let network = try Self.small(groups: groups)
      var delivered: [Stage] = []
      network.run(Tensor(network.input, seed: 3), weights: SeededWeights(seed: 4)) { index, stage, maps in
        #expect(index == delivered.count)
        #expect(maps.shape == stage.output)
        delivered.append(stage)
        return true
      }
      #expect(delivered == network.stages)
    }
  }

  /// A stage computes what its layer computes by itself with the same weights.
  @Test func stagesComputeTheirLayers() throws {
    let network = try Self.small(groups: 1)
    let picture = Tensor(network.input, seed: 3)
    let source = SeededWeights(seed: 4)
    var results: [Tensor] = []
    network.run(picture, weights: source) { _, _, maps in
      results.append(maps)
      return true
    }
    let first = source.parameters(of: network.stages[0], at: 0)
    let convolution = Convolution(
      FilterBank(count: 4, rows: 3, columns: 3, depth: 2, values: first.weights), biases: first.biases, padding: 1)
    #expect(results[0] == ReLU()(convolution(picture)))
    #expect(results[1] == MaxPooling(Window(2, stride: 2))(results[0]))
    #expect(results[2] == LocalResponseNormalization()(results[1]))
    #expect(results[3] == AveragePooling(Window(2))(results[2]))
    let last = source.parameters(of: network.stages[4], at: 4)
    #expect(results[4] == Dense(weights: last.weights, biases: last.biases)(results[3]))
    #expect(results[5] == Softmax()(results[4]))
  }

  @Test func theFastestFormGivesTheSameMaps() throws {
    let network = try Network.vgg16.on(Shape(height: 32, width: 32, channels: 3))
    let picture = Tensor(network.input, seed: 2)
    var defined: [Tensor] = []
    network.run(picture, weights: SeededWeights(seed: 1)) { _, _, maps in
      defined.append(maps)
      return defined.count < 8
    }
    network.run(picture, weights: SeededWeights(seed: 1), isFastest: true) { index, stage, maps in
      let largest = defined[index].values.reduce(0) { max($0, abs($1)) }
      for (fast, slow) in zip(maps.values, defined[index].values) where abs(fast - slow) > 1e-4 * largest {
        Issue.record("\(stage.name): \(fast) for \(slow)")
        return false
      }
      return index < 7
    }
  }

  @Test func runStopsWhenNobodyWantsTheRest() throws {
    let network = try Self.small(groups: 1)
    var count = 0
    network.run(Tensor(network.input, seed: 3), weights: SeededWeights(seed: 4)) { _, _, _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
  }

  @Test func workGrowsToOne() throws {
    let fractions = Network.alexNet.stages.indices.map(Network.alexNet.workDone)
    #expect(fractions == fractions.sorted())
    #expect(fractions.last == 1)
    #expect(fractions[0] > 0)
  }

  @Test func seededWeightsHaveTheVarianceOfHe() throws {
    let stage = Network.alexNet.stages[3]
    let parameters = SeededWeights(seed: 1).parameters(of: stage, at: 3)
    #expect(parameters.weights.count == stage.weights)
    #expect(parameters.biases == [Float](repeating: 0, count: 256))
    let variance = parameters.weights.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(stage.weights)
    #expect(abs(variance * Double(stage.fanIn) / 2 - 1) < 0.01)
    #expect(parameters.weights.prefix(8) != SeededWeights(seed: 1).parameters(of: stage, at: 4).weights.prefix(8))
    #expect(parameters.weights.prefix(8) != SeededWeights(seed: 2).parameters(of: stage, at: 3).weights.prefix(8))
  }

  /// The class scores of a whole pass, on a picture of random values.
  private func scores(_ network: Network, seed: UInt64) -> Tensor {
    var last = Tensor(network.input, seed: seed)
    network.run(last, weights: SeededWeights(seed: seed)) { _, _, maps in
      last = maps
      return true
    }
    return last
  }

  @Test(arguments: Fixture.all("alexnet")) func alexNetAgreesWithPyTorch(_ fixture: Fixture) {
    let network: Network = fixture.integer("groups") == 1 ? .alexNet : .alexNetTwoGroups
    let scores = scores(network, seed: fixture.seed)
    #expect(scores.shape == Shape(vector: 1000))
    fixture.expect(Array(scores.values.prefix(fixture.results[0].count)))
  }

  @Test func passesRepeatAndSeedsDiffer() throws {
    let network = try Self.small(groups: 2)
    #expect(scores(network, seed: 1) == scores(network, seed: 1))
    #expect(scores(network, seed: 1) != scores(network, seed: 2))
  }
}
