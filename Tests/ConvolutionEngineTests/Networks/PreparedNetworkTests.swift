import Testing

@testable import ConvolutionEngine

@Suite struct PreparedNetworkTests {
  /// Every kind of layer; batch normalisations behind convolutions with and without a ReLU between.
  private static let layers: [Layer] = [
    Layer("conv1", .convolution(filters: 32, Window(3, padding: 1), groups: 1), hasBiases: false),
    Layer("norm1", .batchNormalization(epsilon: 1e-3), isRectified: true),
    .convolution("conv2", 32, kernel: 3, padding: 1),
    Layer("norm2", .batchNormalization()),
    Layer("add", .addition, from: ["norm2", "norm1"], isRectified: true),
    .maxPooling("pool1", 3, stride: 2),
    Layer("conv3", .convolution(filters: 16, Window(1), groups: 2)),
    Layer("relu3", .rectification),
    Layer("conv4", .convolution(filters: 48, Window(5, padding: 2), groups: 1), from: ["pool1"]),
    .normalization("response"),
    Layer("together", .concatenation, from: ["relu3", "response", "pool1"]),
    .dropout("dropout"),
    Layer("pool2", .averagePooling(Window(2, stride: 2))),
    Layer("up", .transposedConvolution(channels: 8, Window(2, stride: 2))),
    Layer("mean", .adaptiveAveragePooling(height: 3, width: 2)),
    .dense("fc1", 20),
    .dense("fc2", 10, isRectified: false),
    Layer("softmax", .softmax),
  ]

  @Test(arguments: 1...4) func agreesWithThePlainPass(_ threads: Int) throws {
    let threadsBefore = Engine.threads
    defer { Engine.threads = threadsBefore }
    Engine.threads = threads
    let network = try Network(
      name: "every", title: "Every layer", input: Shape(height: 23, width: 26, channels: 16), layers: Self.layers)
    let weights = DrawnWeights()
    let prepared = PreparedNetwork(network, weights: weights)
    for seed in 1...3 {
      let picture = Tensor(network.input, seed: UInt64(seed))
      var plain = picture
      network.run(picture, weights: weights) { _, _, maps in
        plain = maps
        return true
      }
      let result = prepared(picture)
      #expect(result.shape == plain.shape)
      #expect(rootMeanSquare(result.values, from: plain.values) < 1e-5 * plain.range.upperBound)
    }
  }

  @Test func resNetAgreesWithThePlainPass() throws {
    let network = try #require(Network.named("resnet18")).on(Shape(height: 64, width: 64, channels: 3))
    let picture = Tensor(network.input, seed: 1)
    var plain = picture
    network.run(picture, weights: SeededWeights(seed: 2)) { _, _, maps in
      plain = maps
      return true
    }
    let result = PreparedNetwork(network, weights: SeededWeights(seed: 2))(picture)
    #expect(
      rootMeanSquare(result.values, from: plain.values) < 1e-4 * (plain.range.upperBound - plain.range.lowerBound))
  }
}

/// Weights of which none is 0 or 1, those of batch normalisations and the biases too.
private struct DrawnWeights: WeightSource {
  func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    let draws = SeededGenerator(seed: UInt64(index))
    let bound = (3 / Float(max(1, stage.fanIn))).squareRoot()
    let isNormalization = if case .batchNormalization = stage.layer.kind { true } else { false }
    return LayerParameters(
      weights: draws.uniforms(stage.weights, in: isNormalization ? 0.5...1.5 : -bound...bound),
      biases: draws.stream(1).uniforms(stage.biases, in: -0.2...0.2),
      means: isNormalization ? draws.stream(2).uniforms(stage.weights, in: -0.5...0.5) : [],
      variances: isNormalization ? draws.stream(3).uniforms(stage.weights, in: 0.5...2) : [])
  }
}
