import Foundation
import Testing

@testable import ConvolutionEngine

@Suite struct SafetensorsWeightsTests {
  /// The network of layers-brain.safetensors.
  static func layers() throws -> Network {
    try Network(
      name: "layers", title: "Layers",
      text: """
        input 9x6x4
        conv1: conv 6 kernel=3 stride=2 pad=1 groups=2 bias=no
        batchnorm1: batchnorm relu
        transposed1: transposed 5 kernel=3 stride=2
        dense1: dense 8
        """)
  }

  // MARK: Against PyTorch

  @Test(arguments: ["digits-half", "layers-brain"]) func scoresAgreeWithPyTorch(_ name: String) throws {
    let (network, seed) = name == "digits-half" ? (Network.digits, 7) : (try Self.layers(), 8 as UInt64)
    let weights = try SafetensorsWeights(
      Safetensors(bytes: Fixture.bytes("\(name).safetensors"), name: name), for: network)
    #expect(weights.unused.map(\.name) == (name == "digits-half" ? [] : ["batchnorm1.num_batches_tracked"]))
    var scores: [Float] = []
    network.run(Tensor(network.input, seed: seed), weights: weights) { _, _, maps in
      scores = maps.values
      return true
    }
    let wanted = try String(decoding: Fixture.bytes("\(name).txt"), as: UTF8.self).split(separator: "\n").compactMap {
      Float($0)
    }
    #expect(scores.count == wanted.count)
    for (score, wanted) in zip(scores, wanted) { #expect(abs(score - wanted) < 2e-6) }
  }

  /// Every tensor of torchvision's networks, by its name and shape, is one that the network here asks for.
  @Test(arguments: [
    ("alexnet", "alexnet-torchvision"), ("vgg16", "vgg16"), ("vgg19", "vgg19"), ("googlenet", "googlenet-torchvision"),
    ("resnet18", "resnet18"), ("resnet34", "resnet34"), ("resnet50", "resnet50"), ("resnet50", "resnet50-torchvision"),
  ]) func namesAreTorchvisions(published: String, name: String) throws {
    let lines = try String(decoding: Fixture.bytes("torchvision.txt"), as: UTF8.self).split(separator: "\n")
    let theirs = lines.map { $0.split(separator: " ").map(String.init) }.filter {
      // Counters and auxiliary heads serve in training only.
      $0[0] == published && !$0[1].hasSuffix("num_batches_tracked") && !$0[1].hasPrefix("aux")
    }.map { ([$0[1]] + $0[2...]).joined(separator: " ") }
    let network = try #require(Network.named(name))
    let names = network.publishedNames
    let ours = network.stages.flatMap { stage in
      ParameterTensor.all(of: stage).map { tensor in
        (["\(names[stage.name] ?? stage.name).\(tensor.part.rawValue)"] + tensor.shape.map(String.init))
          .joined(separator: " ")
      }
    }
    #expect(ours.sorted() == theirs.sorted())
  }

  // MARK: There and back

  /// All parameters of every network of the zoo have a name of their own.
  @Test(arguments: Network.all) func everyParameterHasItsTensor(_ network: Network) {
    let published = network.publishedNames
    var names: Set<String> = []
    for stage in network.stages {
      let tensors = ParameterTensor.all(of: stage)
      for tensor in tensors {
        let name = "\(published[stage.name] ?? stage.name).\(tensor.part.rawValue)"
        #expect(names.insert(name).inserted, "\(name)")
      }
      let learned = tensors.filter { $0.part == .weights || $0.part == .biases }
      #expect(learned.reduce(0) { $0 + $1.shape.reduce(1, *) } == stage.parameters)
    }
  }

  @Test func writtenWeightsComeBack() throws {
    for network in [Network.leNet5, .digits, try Self.layers()] {
      let source = SeededWeights(seed: 3)
      let bytes = Safetensors.bytes(of: network.namedTensors(of: source))
      let weights = try SafetensorsWeights(Safetensors(bytes: bytes, name: "w"), for: network)
      for (index, stage) in network.stages.enumerated() where stage.parameters > 0 {
        let (back, sent) = (weights.parameters(of: stage, at: index), source.parameters(of: stage, at: index))
        #expect(back.weights == sent.weights && back.biases == sent.biases)
        let isNormalized = stage.layer.kind == .batchNormalization()
        #expect(back.variances == (isNormalized ? [Float](repeating: 1, count: stage.output.channels) : []))
      }
      #expect(weights.unused.isEmpty)
    }
  }

  @Test func layersAreAlsoFoundByTheirOwnNames() throws {
    let network = Network.leNet5
    let tensors = network.stages.flatMap { stage in
      ParameterTensor.all(of: stage).map { tensor in
        Safetensors.NamedTensor(
          "\(stage.name).\(tensor.part.rawValue)", shape: tensor.shape,
          values: [Float](repeating: 1, count: tensor.shape.reduce(1, *)))
      }
    }
    let file = try Safetensors(bytes: Safetensors.bytes(of: tensors), name: "w")
    _ = try SafetensorsWeights(file, for: network)
  }

  @Test func filtersAndRowsAreLaidOutAnew() throws {
    // Two maps of 1 × 2: PyTorch reads a map out before the next, here both values of a place lie together.
    let network = try Network(name: "n", title: "N", text: "input 1x2x2\ndense1: dense 2")
    let bytes = Safetensors.bytes(of: [
      .init("dense1.weight", shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8]),
      .init("dense1.bias", shape: [2], values: [9, 10]),
    ])
    let weights = try SafetensorsWeights(Safetensors(bytes: bytes, name: "w"), for: network)
    let parameters = weights.parameters(of: network.stages[0], at: 0)
    #expect(parameters.weights == [1, 3, 2, 4, 5, 7, 6, 8])
    #expect(parameters.biases == [9, 10])
  }

  // MARK: What does not fit

  private static func refusal(_ tensors: [Safetensors.NamedTensor], for network: Network) throws -> String {
    let file = try Safetensors(bytes: Safetensors.bytes(of: tensors), name: "w")
    do throws(SafetensorsError) {
      _ = try SafetensorsWeights(file, for: network)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func misfitsAreNamed() throws {
    let network = Network.digits
    var tensors = network.namedTensors(of: SeededWeights(seed: 1))
    let kernel = tensors.remove(at: 0)
    #expect(
      try Self.refusal(tensors, for: network)
        == "“w” does not hold the weights of digits: the tensor “conv1.weight” of 16 × 1 × 5 × 5 is missing")
    tensors.append(.init("conv1.weight", shape: [16, 5, 5, 1], values: kernel.values))
    #expect(
      try Self.refusal(tensors, for: network)
        == "“w” does not hold the weights of digits: the tensor “conv1.weight” is 16 × 5 × 5 × 1, where 16 × 1 × 5 × 5 is "
        + "expected")
    #expect(try Self.refusal([], for: .resNet18).contains("the tensor “conv1.weight” of 64 × 3 × 7 × 7 is missing"))
  }

  @Test func typesThatCannotBeReadAreNamed() throws {
    let header = #"{"dense1.weight":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}}"#
    let file = try Safetensors(bytes: SafetensorsTests.bytes(header, data: 8), name: "w")
    let network = try Network(name: "n", title: "N", text: "input 1x1x1\ndense1: dense 1 bias=no")
    #expect { try SafetensorsWeights(file, for: network) } throws: {
      "\($0)"
        == "“w” does not hold the weights of n: the tensor “dense1.weight” is stored as F64, and only F32, F16 and BF16 "
        + "can be read"
    }
  }

  @Test func theNetworkIsFoundByItsTensors() throws {
    let networks = [Network.leNet5, .digits]
    for network in networks {
      let bytes = Safetensors.bytes(of: network.namedTensors(of: SeededWeights(seed: 1)))
      let found = try SafetensorsWeights.fitting(Safetensors(bytes: bytes, name: "w"), among: networks)
      #expect(found.network == network)
    }
    let tensors = Network.digits.namedTensors(of: SeededWeights(seed: 1)).dropLast()
    let file = try Safetensors(bytes: Safetensors.bytes(of: Array(tensors)), name: "w")
    #expect { try SafetensorsWeights.fitting(file, among: networks) } throws: {
      "\($0)" == "“w” fits none of lenet5, digits; of digits the tensor “fc4.bias” of 10 is missing"
    }
  }

  @Test func weightsThatCannotBeReadAnyMoreAreSaid() throws {
    try withTemporaryFolder { folder in
      let (network, path) = (Network.digits, folder + "/w")
      try Safetensors.write(network.namedTensors(of: SeededWeights(seed: 1)), to: path)
      let weights = try SafetensorsWeights(Safetensors(path: path), for: network)
      #expect(truncate(path, 100) == 0)
      #expect(weights.failure == nil)
      let parameters = weights.parameters(of: network.stages[0], at: 0)
      #expect(parameters.weights == [Float](repeating: 0, count: 400))
      #expect(weights.failure?.description == "“\(path)” has become shorter since it was opened")
    }
  }
}
