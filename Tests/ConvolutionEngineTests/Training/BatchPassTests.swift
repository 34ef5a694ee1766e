import Testing

@testable import ConvolutionEngine

@Suite struct BatchPassTests {
  /// Networks with every kind of layer, values that several layers take, and extents that are no multiples of anything.
  private static let networks: [(input: Shape, layers: [Layer])] = [
    (
      Shape(height: 13, width: 11, channels: 1),
      [
        .convolution("conv1", 9, kernel: 5, padding: 2), .maxPooling("pool1", 3, stride: 2, padding: 1),
        .convolution("conv2", 17, kernel: 3, stride: 2, padding: 1), .dense("hidden", 21),
        .dense("scores", 5, isRectified: false),
      ]
    ),
    (
      Shape(height: 12, width: 14, channels: 2),
      [
        .convolution("conv1", 16, kernel: 3, padding: 1), .maxPooling("even", 2, stride: 2),
        .convolution("conv2", 24, kernel: 3, padding: 1), .maxPooling("odd", 2, stride: 2),
        Layer("ceil", .maxPooling(Window(2, stride: 2, padding: 1, dilation: 2, rounding: .up))),
        Layer("conv3", .convolution(filters: 8, Window(2), groups: 8)),
        .dense("scores", 4, isRectified: false),
      ]
    ),
    (
      Shape(height: 9, width: 10, channels: 4),
      [
        .convolution("grouped", 6, kernel: 3, padding: 1, groups: 2),
        Layer("dilated", .convolution(filters: 8, Window(3, padding: 2, dilation: 2), groups: 1), hasBiases: false),
        Layer("norm", .batchNormalization(), isRectified: true),
        .convolution("pointwise", 8, kernel: 1),
        Layer("sum", .addition, from: ["norm", "pointwise"], isRectified: true),
        Layer("twice", .addition, from: ["sum", "sum"]),
        .maxPooling("max", 2, stride: 1, from: ["twice"]),
        Layer("mean", .averagePooling(Window(2)), from: ["sum"]),
        Layer("both", .concatenation, from: ["max", "mean"]),
        .normalization("lrn"), .dropout("dropout", rate: 0.3),
        Layer("up", .transposedConvolution(channels: 3, Window(3, stride: 2)), isRectified: true),
        Layer("relu", .rectification),
        .dense("head1", 4, isRectified: false),
        Layer("head2", .dense(outputs: 4), from: ["relu"], hasBiases: false),
        Layer("unused", .dense(outputs: 7), from: ["both"]),
        Layer("scores", .addition, from: ["head1", "head2"]), Layer("softmax", .softmax),
      ]
    ),
  ]

  /// With more pictures than go together at a time, some twice.
  @Test(arguments: networks.indices, [1, 4, 7])
  func aBatchIsTheSumOfItsPictures(number: Int, count: Int) throws {
    let (input, layers) = Self.networks[number]
    let network = try Network(name: "x", title: "X", input: input, layers: layers)
    let weights = NetworkParameters(of: network, from: SeededWeights(seed: 1))
    let examples = (0..<count).map {
      BatchExample(
        picture: Tensor(input, seed: UInt64($0 % 5)), label: $0 % 4,
        dropout: number == 0 ? nil : SeededGenerator(seed: UInt64($0)))
    }
    for loops in ChosenLoops.all {
      ChosenLoops.$current.withValue(loops) {
        let parameters = network.batchParameters(weights)
        let pass = BatchPass(network)
        let zeros = [Float](repeating: 0, count: network.parameters)
        let first = pass.lesson(of: count, parameters, gradients: zeros) { examples[$0] }
        let again = pass.lesson(of: count, parameters, gradients: first.gradients) { examples[$0] }
        #expect(first.gradients == again.gradients && first.loss == again.loss)
        var loss: Float = 0
        var gradients = [Float](repeating: 0, count: weights.values.count)
        for example in examples {
          let pass = RememberedPass(of: example.picture, through: network, weights: weights, dropout: example.dropout)
          let scores = pass.outputs[network.scoresStage]
          loss += CrossEntropy()(scores, label: example.label)
          let single = pass.gradients(
            CrossEntropy().gradient(scores: scores, label: example.label), from: network.scoresStage)
          var place = 0
          for (stage, layer) in zip(network.stages, single.parameters) {
            for (index, value) in ((layer?.weights ?? []) + (layer?.biases ?? [])).enumerated() {
              gradients[place + index] += value
            }
            place += stage.parameters
          }
        }
        let largest = gradients.map(abs).max() ?? 0
        #expect(abs(first.loss - loss) <= 1e-5 * loss)
        #expect(zip(first.gradients, gradients).allSatisfy { abs($0 - $1) <= 1e-5 * largest }, "\(loops.name)")
        #expect(first.gradients.count == gradients.count)
      }
    }
  }
}
