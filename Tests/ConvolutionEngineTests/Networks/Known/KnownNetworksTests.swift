import Testing

@testable import ConvolutionEngine

@Suite struct KnownNetworksTests {
  /// The published numbers of parameters: of the papers' networks as counted by those who rebuilt them, of torchvision's
  /// from its table of weights.
  @Test(arguments: [
    ("alexnet", 62_378_344), ("alexnet-two-groups", 60_965_224), ("alexnet-torchvision", 61_100_840),
    ("vgg16", 138_357_544), ("vgg19", 143_667_240), ("googlenet", 6_998_552), ("googlenet-heads", 13_378_280),
    ("googlenet-torchvision", 6_624_904), ("resnet18", 11_689_512), ("resnet34", 21_797_672),
    ("resnet50", 25_557_032), ("resnet101", 44_549_160), ("resnet152", 60_192_808),
    ("resnet50-torchvision", 25_557_032), ("resnet101-torchvision", 44_549_160),
    ("resnet152-torchvision", 60_192_808), ("lenet5", 61_706), ("digits", 29_322), ("photos", 335_914),
  ]) func parametersAreThePublishedOnes(name: String, parameters: Int) {
    #expect(Network.named(name)?.parameters == parameters)
  }

  @Test func everyNetworkIsFoundByItsName() {
    #expect(Network.all.map(\.name) == Network.names)
    #expect(Set(Network.names).count == 19)
    for network in Network.all { #expect(Network.named(network.name) == network) }
    #expect(Network.named("lenet") == nil)
  }

  /// Billions of multiply-adds, as torchvision's table of weights gives them.
  @Test(arguments: [
    ("alexnet-torchvision", 0.714), ("vgg16", 15.470), ("vgg19", 19.632), ("googlenet-torchvision", 1.498),
    ("resnet18", 1.814), ("resnet34", 3.664), ("resnet50-torchvision", 4.089), ("resnet101-torchvision", 7.801),
    ("resnet152-torchvision", 11.514),
  ]) func multiplyAddsAreThePublishedOnes(name: String, billions: Double) throws {
    let network = try #require(Network.named(name))
    #expect(abs(Double(network.multiplyAdds) / 1e9 - billions) <= 0.0006)
  }

  /// The field of the last maps before the global pooling: Araujo, Norris, Sim, table 1, and for the stride in the 3 × 3.
  @Test(arguments: [
    ("resnet50", 483), ("resnet101", 1027), ("resnet152", 1507), ("resnet50-torchvision", 427),
    ("resnet18", 435), ("resnet34", 899),
  ]) func receptiveFieldsAreThePublishedOnes(name: String, size: Int) throws {
    let network = try #require(Network.named(name))
    let last = try #require(network.stages.last { $0.layer.kind == .addition })
    #expect(last.receptiveField?.size == size)
    #expect(last.receptiveField?.jump == 32)
    #expect(last.output.description.hasPrefix("7 × 7"))
  }

  @Test func fieldsOfVGG16sPoolsAreThePublishedOnes() {
    let pools = Network.vgg16.stages.filter { $0.name.hasPrefix("pool") }
    #expect(pools.compactMap { $0.receptiveField?.size } == [6, 16, 44, 100, 212])
    #expect(pools.last?.output.description == "7 × 7 × 512")
  }

  /// The shapes of the paper's table.
  @Test func googLeNetHasTheShapesOfItsTable() {
    for network in [Network.googLeNet, .googLeNetWithHeads, .googLeNetTorchvision] {
      let shapes = Dictionary(uniqueKeysWithValues: network.stages.map { ($0.name, $0.output.description) })
      let table = [
        "conv1": "112 × 112 × 64", "pool1": "56 × 56 × 64", "conv2": "56 × 56 × 192", "pool2": "28 × 28 × 192",
        "3a": "28 × 28 × 256", "3b": "28 × 28 × 480", "pool3": "14 × 14 × 480", "4a": "14 × 14 × 512",
        "4b": "14 × 14 × 512", "4c": "14 × 14 × 512", "4d": "14 × 14 × 528", "4e": "14 × 14 × 832",
        "pool4": "7 × 7 × 832", "5a": "7 × 7 × 832", "5b": "7 × 7 × 1024", "pool5": "1 × 1 × 1024",
        "fc": "1 × 1 × 1000",
      ]
      for (name, shape) in table { #expect(shapes[name] == shape) }
    }
    let five = Network.googLeNet.stages.first { $0.name == "3a-5x5" }
    #expect(five?.layer.window == Window(5, padding: 2))
    #expect(Network.googLeNetWithHeads.stages.first { $0.name == "4a-head-fc1" }?.input.description == "4 × 4 × 128")
  }

  @Test func convolutionsOfTheResNetsAreAsManyAsTheirNameSays() {
    for (name, depth) in [("resnet18", 18), ("resnet34", 34), ("resnet50", 50), ("resnet101", 101), ("resnet152", 152)]
    {
      let layers = Network.named(name)?.stages.filter { $0.weights > $0.biases && !$0.name.contains("shortcut") } ?? []
      #expect(layers.count == depth)
    }
  }

  @Test func lastStageScoresTheClasses() {
    for network in Network.all {
      // Digits, and small pictures of ten kinds of things.
      #expect(network.stages.last?.output.count == (network.input.height <= 32 ? 10 : 1000))
    }
  }

  @Test func torchvisionsAlexNetTakesLargerPictures() throws {
    let larger = try Network.alexNetTorchvision.on(Shape(height: 400, width: 300, channels: 3))
    #expect(larger.parameters == 61_100_840)
  }

  /// From which side on torchvision's networks take a square picture; GoogLeNet's poolings are rounded up.
  @Test(arguments: [("googlenet-torchvision", 15), ("alexnet-torchvision", 63), ("resnet18", 1), ("vgg16", 32)])
  func smallPicturesGoThroughAsInTorchvision(_ name: String, _ smallest: Int) throws {
    let network = try #require(Network.named(name))
    for side in 1...71 {
      let isTaken = (try? network.on(Shape(height: side, width: side, channels: 3))) != nil
      #expect(isTaken == (side >= smallest), "\(side)")
    }
  }

  /// What comes out of GoogLeNet's poolings between its modules on pictures of MNIST's size and smaller, as in torchvision.
  @Test(arguments: [(15, [4, 2, 1, 1]), (16, [4, 2, 1, 1]), (27, [7, 3, 1, 1]), (28, [7, 3, 1, 1])])
  func smallPicturesArePooledAsInTorchvision(_ side: Int, _ sides: [Int]) throws {
    let network = try Network.googLeNetTorchvision.on(Shape(height: side, width: side, channels: 3))
    let pools = network.stages.filter { ["pool1", "pool2", "pool3", "pool4"].contains($0.name) }
    #expect(pools.map(\.output.height) == sides)
  }
}
