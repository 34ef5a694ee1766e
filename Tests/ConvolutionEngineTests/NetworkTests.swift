import Testing

@testable import ConvolutionEngine

@Suite struct NetworkTests {
  @Test func networksAreFoundByName() {
    #expect(Network.all.map(\.name) == ["alexnet", "alexnet-two-groups", "vgg16"])
    for network in Network.all { #expect(Network.named(network.name) == network) }
    #expect(Network.named("lenet") == nil)
  }

  @Test func vgg16HasItsPublishedNumbers() {
    #expect(Network.vgg16.parameters == 138_357_544)
    #expect(Network.vgg16.multiplyAdds == 15_470_264_320)
    #expect(Network.vgg16.stages.filter { $0.name == "pool5" }.map(\.output.description) == ["7 × 7 × 512"])
  }

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
}
