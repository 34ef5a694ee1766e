import Testing

@testable import ConvolutionEngine

@Suite struct NetworkTests {
  /// The two layers of the lecture's volumes: 32 × 32 × 3 to eight filters of 5 × 5, then to ten.
  @Test func volumesOfTheLectureCountUp() throws {
    let network = try Network(
      name: "volumes", title: "Volumes", input: Shape(height: 32, width: 32, channels: 3),
      layers: [.convolution("first", 8, kernel: 5), .convolution("second", 10, kernel: 5)])
    #expect(network.stages.map(\.output.description) == ["28 × 28 × 8", "24 × 24 × 10"])
    #expect(network.stages.map(\.parameters) == [608, 2_010])
    #expect(network.stages.map(\.multiplyAdds) == [470_400, 1_152_000])
    #expect(network.stages[0].unsharedParameters == 476_672)
    #expect(network.activations == 28 * 28 * 8 + 24 * 24 * 10)
  }

  @Test func anotherPictureSizeIsSizedAnew() throws {
    let smaller = try Network.alexNet.on(Shape(height: 195, width: 195, channels: 3))
    #expect(smaller.stages[9].output == Shape(height: 5, width: 5, channels: 256))
    #expect(smaller.stages[10].weights == 5 * 5 * 256 * 4096)
  }

  @Test func layerThatDoesNotFitIsNamed() {
    let small = #expect(throws: NetworkError.self) {
      try Network.alexNet.on(Shape(height: 40, width: 40, channels: 3))
    }
    #expect(small?.description == "pool3: kernel 3 covers 3 cells, more than the 1 of the input")
    let uneven = #expect(throws: NetworkError.self) {
      try Network(
        name: "x", title: "X", input: Shape(height: 9, width: 9, channels: 3),
        layers: [.convolution("odd", 4, kernel: 3, groups: 2)])
    }
    #expect(uneven?.description == "odd: 3 channels and 4 filters do not both fall into 2 groups")
  }

  /// The two forms of an inception module on 28 × 28 × 256; biases are not counted.
  @Test func inceptionLedgerOfTheLectureCountsUp() throws {
    func convolution(_ name: String, _ filters: Int, _ kernel: Int, from input: String) -> Layer {
      Layer(
        name, .convolution(filters: filters, Window(kernel, padding: .same(kernel: kernel)), groups: 1), from: [input],
        isRectified: true, hasBiases: false)
    }
    func module(_ layers: [Layer]) throws -> Network {
      try Network(
        name: "inception", title: "Inception", input: Shape(height: 28, width: 28, channels: 256), layers: layers)
    }
    let pool = Layer.maxPooling("pool", 3, stride: 1, padding: 1, from: ["input"])
    let naive = try module([
      convolution("1x1", 128, 1, from: "input"), convolution("3x3", 192, 3, from: "input"),
      convolution("5x5", 96, 5, from: "input"), pool,
      Layer("all", .concatenation, from: ["1x1", "3x3", "5x5", "pool"]),
    ])
    #expect(naive.stages.last?.output.description == "28 × 28 × 672")
    #expect(naive.stages.map(\.parameters) == [32_768, 442_368, 614_400, 0, 0])
    #expect(naive.parameters == 1_089_536)
    #expect(naive.multiplyAdds == 854_196_224)
    let reduced = try module([
      convolution("1x1", 128, 1, from: "input"), convolution("3x3-reduce", 64, 1, from: "input"),
      convolution("3x3", 192, 3, from: "3x3-reduce"), convolution("5x5-reduce", 64, 1, from: "input"),
      convolution("5x5", 96, 5, from: "5x5-reduce"), pool, convolution("pool-1x1", 64, 1, from: "pool"),
      Layer("all", .concatenation, from: ["1x1", "3x3", "5x5", "pool-1x1"]),
    ])
    #expect(reduced.stages.last?.output.description == "28 × 28 × 480")
    #expect(reduced.parameters == 346_112)
    #expect(reduced.multiplyAdds == 271_351_808)
    #expect(reduced.stages.last?.receptiveField?.size == 5)
    #expect(!reduced.isSequence && Network.alexNet.isSequence)
  }

  @Test func layersThatCannotBeJoinedAreRefused() {
    func reason(_ layers: [Layer]) -> String? {
      let error = #expect(throws: NetworkError.self) {
        try Network(name: "x", title: "X", input: Shape(height: 8, width: 8, channels: 3), layers: layers)
      }
      return error?.description
    }
    let first = Layer.convolution("first", 4, kernel: 3, padding: 1)
    let small = Layer.convolution("small", 4, kernel: 3)
    #expect(
      reason([first, Layer("sum", .addition, from: ["first", "ghost"])]) == "sum: there is no layer ghost before it")
    #expect(reason([first, first]) == "first: two layers have this name")
    #expect(reason([Layer.convolution("input", 4, kernel: 3)]) == "input: two layers have this name")
    #expect(
      reason([first, small, Layer("sum", .addition, from: ["first", "small"])])
        == "sum: 6 × 6 × 4 cannot be added to 8 × 8 × 4")
    #expect(
      reason([first, small, Layer("all", .concatenation, from: ["small", "first"])])
        == "all: the channels of 8 × 8 × 4 cannot be put together with those of 6 × 6 × 4")
    #expect(
      reason([first, Layer("pool", .maxPooling(Window(2)), from: ["first", "input"])])
        == "pool: it takes one input, not 2")
    #expect(reason([Layer("big", .dense(outputs: 1 << 40))]) == "big: it is too large to be counted")
  }

  /// The field of a layer that joins two is the one that holds both.
  @Test func joinedBranchesSeeWhatEitherSees() throws {
    let network = try Network(
      name: "x", title: "X", input: Shape(height: 9, width: 9),
      layers: [
        .convolution("left", 1, kernel: 3, padding: 1),
        .convolution("right", 1, kernel: 5, padding: 2, from: ["input"]),
        Layer("sum", .addition, from: ["left", "right"]), .globalAveragePooling("pool"),
      ])
    #expect(network.stages[2].receptiveField == network.stages[1].receptiveField)
    #expect(network.stages[3].receptiveField == nil)
    #expect(network.stages[2].sources == [0, 1])
  }
}
