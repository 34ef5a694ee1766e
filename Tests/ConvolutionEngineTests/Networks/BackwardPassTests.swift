import Testing

@testable import ConvolutionEngine

@Suite struct BackwardPassTests {
  /// A graph with a layer of every kind, a branch that is joined again by a sum, and one by its channels.
  private static func graph() throws -> Network {
    try Network(
      name: "graph", title: "Graph", input: Shape(height: 6, width: 6, channels: 2),
      layers: [
        Layer("first", .convolution(filters: 4, Window(3, padding: 1), groups: 2), isRectified: true, hasBiases: false),
        Layer("batch", .batchNormalization()),
        .normalization("local"),
        .maxPooling("max", 2, stride: 2),
        Layer("wide", .transposedConvolution(channels: 4, Window(2, stride: 2)), isRectified: true),
        Layer("sum", .addition, from: ["wide", "batch"], isRectified: true),
        Layer("mean", .averagePooling(Window(3, stride: 1, padding: 1)), from: ["sum"]),
        Layer("all", .concatenation, from: ["mean", "input", "sum"]),
        Layer("relu", .rectification), .dropout("dropout"),
        Layer("regions", .adaptiveAveragePooling(height: 2, width: 2)),
        Layer("scores", .dense(outputs: 5), hasBiases: false),
        Layer("softmax", .softmax),
      ])
  }

  /// Seeded weights, biases that are not 0, and statistics that are not standard, of which one number can be changed.
  private struct Weights: WeightSource {
    var changed: (stage: Int, weight: Int, by: Float)?

    func parameters(of stage: Stage, at index: Int) -> LayerParameters {
      var weights = SeededWeights(seed: 7).parameters(of: stage, at: index).weights
      if let changed, changed.stage == index { weights[changed.weight] += changed.by }
      let generator = SeededGenerator(seed: 8).stream(index)
      let isNormalization = stage.layer.kind == .batchNormalization()
      return LayerParameters(
        weights: weights, biases: generator.uniforms(stage.biases, in: -0.2...0.2),
        means: isNormalization ? generator.uniforms(stage.biases, in: -0.3...0.3) : [],
        variances: isNormalization ? generator.uniforms(stage.biases, in: 0.5...2) : [])
    }
  }

  @Test func pictureGradientAgreesWithDifferences() throws {
    let network = try Self.graph()
    let picture = Tensor(network.input, seed: 9)
    let pass = RememberedPass(of: picture, through: network, weights: Weights())
    let outputGradient = Tensor(Shape(vector: 5), seed: 10)
    let gradients = pass.gradients(outputGradient)
    expectGradient(
      at: picture.values, is: gradients.picture.values, outputGradient: outputGradient, step: 1e-3, tolerance: 2e-2
    ) { RememberedPass(of: Tensor(network.input, values: $0), through: network, weights: Weights()).outputs[12] }
  }

  @Test func parameterGradientsAgreeWithDifferences() throws {
    let network = try Self.graph()
    let picture = Tensor(network.input, seed: 9)
    let outputGradient = Tensor(Shape(vector: 5), seed: 10)
    let gradients = RememberedPass(of: picture, through: network, weights: Weights()).gradients(outputGradient)
    #expect(gradients.parameters.indices.filter { gradients.parameters[$0] != nil } == [0, 1, 4, 11])
    for stage in [0, 1, 4, 11] {
      let weights = try #require(gradients.parameters[stage]).weights
      #expect(weights.count == network.stages[stage].weights)
      #expect(gradients.parameters[stage]?.biases.count == network.stages[stage].biases)
      expectGradient(
        at: [0], is: [weights[2]], outputGradient: outputGradient, step: 1e-3, tolerance: 2e-2
      ) { RememberedPass(of: picture, through: network, weights: Weights(changed: (stage, 2, $0[0]))).outputs[12] }
    }
  }

  /// From a unit in the middle, without parameters: what does not lie on the way has no gradient.
  @Test func gradientsCanStartAtAnyStage() throws {
    let network = try Self.graph()
    let picture = Tensor(network.input, seed: 9)
    let pass = RememberedPass(of: picture, through: network, weights: Weights())
    var unit = Tensor(network.stages[3].output, repeating: 0)
    unit[1, 1, 2] = 1
    let gradients = pass.gradients(unit, from: 3, ofParameters: false)
    #expect(gradients.parameters.allSatisfy { $0 == nil })
    #expect(gradients.outputs.indices.filter { gradients.outputs[$0] != nil } == [0, 1, 2, 3])
    // The unit sees rows and columns 1...4 of the picture, the channel of its group alone: here the second.
    for row in 0..<6 {
      for column in 0..<6 {
        let isSeen = (1...4).contains(row) && (1...4).contains(column)
        #expect(isSeen || (gradients.picture[row, column, 0] == 0 && gradients.picture[row, column, 1] == 0))
      }
    }
    #expect(gradients.picture.values.contains { $0 != 0 })
  }

  @Test func rulesOfTheReLUsReachThePicture() throws {
    let network = try Network(
      name: "x", title: "X", input: Shape(height: 5, width: 5),
      layers: [.convolution("a", 3, kernel: 3), .convolution("b", 2, kernel: 3)])
    let picture = Tensor(network.input, seed: 11)
    let pass = RememberedPass(of: picture, through: network, weights: SeededWeights(seed: 12))
    let outputGradient = Tensor(Shape(height: 1, width: 1, channels: 2), values: [1, -1])
    let pictures = ReLU.Rule.allCases.map { pass.gradients(outputGradient, rule: $0).picture }
    #expect(Set(pictures).count == 3)
    // By hand, guided: through both ReLUs only what is positive on both ways.
    let (a, b) = (network.stages[0], network.stages[1])
    let inner = ReLU().gradient(outputGradient, output: pass.outputs[1], rule: .guided)
    let middle = Convolution(
      FilterBank(
        count: 2, rows: 3, columns: 3, depth: 3, values: SeededWeights(seed: 12).parameters(of: b, at: 1).weights)
    ).inputGradient(inner, input: a.output)
    let outer = ReLU().gradient(middle, output: pass.outputs[0], rule: .guided)
    let back = Convolution(
      FilterBank(
        count: 3, rows: 3, columns: 3, depth: 1, values: SeededWeights(seed: 12).parameters(of: a, at: 0).weights)
    ).inputGradient(outer, input: network.input)
    #expect(pictures[2] == back)
  }
}
