import CellCanvas
import Foundation
import Testing

@testable import ConvolutionEngine
@testable import Lecture

/// The AlexNet scene with weights from a file.
@Suite struct AlexNetWeightsTests {
  private static let forms = [Network.alexNetTorchvision, .alexNet, .alexNetTwoGroups]
  /// The last biases: the scores, when all other weights are 0.
  private static let scores = (0..<1000).map { Float($0 == 437 ? 9 : $0 == 21 ? 8 : 0) }

  /// A file for a network in which everything is 0 but the last biases. It takes no room: what is 0 is not stored.
  static func write(_ network: Network, to path: String) throws {
    let names = network.publishedNames
    var members: [String] = []
    var end = 0
    for stage in network.stages {
      for tensor in ParameterTensor.all(of: stage) {
        let name = "\(names[stage.name] ?? stage.name).\(tensor.part.rawValue)"
        let start = end
        end += 4 * tensor.shape.reduce(1, *)
        members.append("\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),\"data_offsets\":[\(start),\(end)]}")
      }
    }
    let header = Data("{\(members.joined(separator: ","))}".utf8)
    try (Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }) + header)
      .write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    // The biases of the last layer are the last tensor.
    try file.seek(toOffset: UInt64(8 + header.count + end - 4 * scores.count))
    try file.write(contentsOf: scores.withUnsafeBytes { Data($0) })
    try file.close()
  }

  private static func settings(_ network: Network, labels: [String] = [], _ use: (Settings) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("own\u{7}.safetensors").path
    try write(network, to: path)
    try use(
      AlexNetScene.opening(Settings(trained: TrainedNetwork(alexNetAt: path, labels: labels))))
  }

  @Test(arguments: forms) func theFormOfTheFileIsShown(_ network: Network) throws {
    try Self.settings(network) { settings in
      let alexNet = try AlexNetScene(settings)
      #expect(alexNet.network.name == network.name && alexNet.network.parameters == network.parameters)
      #expect(settings.choice(AlexNetScene.side) == "\(network.input.height)")
      #expect(settings.integer(AlexNetScene.groups) == (network == .alexNetTwoGroups ? 2 : 1))
      #expect(figure(alexNet, step: 1).plainText.contains("own.safetensors"))
      for step in alexNet.steps.indices {
        let text = figure(alexNet, step: step).plainText
        #expect(!text.contains("seed") && !text.contains("untrained") && !text.contains("mean nothing"))
        let words = alexNet.steps[step].caption.plain + alexNet.steps[step].note
        #expect(!words.contains("seed") && !words.contains("random weights") && !words.contains("random filters"))
      }
      #expect(
        alexNet.steps.last?.formula[0].plain.contains(NumberText.integer(network.parameters))
          == (network != .alexNetTwoGroups))
    }
  }

  @Test func stagesOfTorchvisionsFormAreTold() throws {
    try Self.settings(.alexNetTorchvision) { settings in
      let alexNet = try AlexNetScene(settings)
      #expect(alexNet.moments.count == 12 + 7, "dropouts do nothing, and are left out")
      let formula = try #require(alexNet.steps[AlexNetSceneTests.at(0)].formula.first?.plain)
      #expect(formula.hasSuffix("⌊(224 + 2·2 − 11)/4⌋ + 1 = 55"))
      #expect(alexNet.steps[AlexNetSceneTests.at(5)].caption.plain.contains("The same places in and out"))
      #expect(alexNet.steps[AlexNetSceneTests.at(8)].caption.plain.contains("6 × 6 regions"))
      #expect(alexNet.steps.last?.formula[0].plain.hasPrefix("this form 61,100,840 parameters") == true)
      #expect(alexNet.steps.last?.formula[1].plain.hasPrefix("the paper's 62,378,344 parameters") == true)
    }
  }

  /// All weights are 0, so the scores are the last biases.
  @Test func theMostProbableClassesAreNamed() throws {
    let sum = exp(9.0) + exp(8) + 998
    for names in [[], (0..<1000).map { $0 == 437 ? "lighthouse\u{1b}[2J" : "thing \($0)" }] {
      try Self.settings(.alexNetTorchvision, labels: names) { settings in
        var alexNet = try AlexNetScene(settings)
        try #require(alexNet.work).run { _, result in
          if let result { alexNet.receive(result) }
          return true
        }
        #expect(alexNet.figure.pass.results.count == alexNet.network.stages.count && alexNet.figure.pass.failure == nil)
        let lines = figure(alexNet, step: AlexNetSceneTests.at(11)).plainText.split(separator: "\n")
        let first = try #require(lines.firstIndex { $0.contains("softmax, weights from own.safetensors") })
        let wanted = names.isEmpty ? ["class 437 ", "class 21 "] : ["lighthouse[2J ", "thing 21 "]
        for (offset, power) in [(0, 9.0), (1, 8.0)] {
          let line = lines[first + 1 + offset]
          #expect(line.contains(wanted[offset]))
          #expect(line.contains(" \(NumberText.fixed(100 * exp(power) / sum, decimals: 2)) %"))
        }
      }
    }
  }

  /// A file under the very names that torchvision's `alexnet().state_dict()` has, written out here.
  @Test func torchvisionsNamesAreUnderstood() throws {
    let names = Network.alexNetTorchvision.publishedNames
    let published: [(String, String)] = [
      ("conv1", "features.0"), ("conv2", "features.3"), ("conv3", "features.6"), ("conv4", "features.8"),
      ("conv5", "features.10"), ("fc6", "classifier.1"), ("fc7", "classifier.4"), ("fc8", "classifier.6"),
    ]
    #expect(names.count == published.count)
    for (own, theirs) in published { #expect(names[own] == theirs) }
    let shapes: [String: [Int]] = [
      "features.0": [64, 3, 11, 11], "features.3": [192, 64, 5, 5], "features.6": [384, 192, 3, 3],
      "features.8": [256, 384, 3, 3], "features.10": [256, 256, 3, 3], "classifier.1": [4096, 9216],
      "classifier.4": [4096, 4096], "classifier.6": [1000, 4096],
    ]
    let stages = Network.alexNetTorchvision.stages.filter { $0.weights > 0 }
    for stage in stages {
      let tensors = ParameterTensor.all(of: stage)
      #expect(tensors.first?.shape == shapes[names[stage.name] ?? ""])
    }
    // The walk takes the same file, dropouts and all.
    try Self.settings(.alexNetTorchvision) { settings in
      let path = try #require(settings.trained).weights.file.name
      let trained = try TrainedNetwork(.alexNetTorchvision, at: path)
      let walk = try WalkScene(Settings(trained: trained, network: .alexNetTorchvision))
      #expect(walk.network.parameters == 61_100_840)
      #expect(WalkScene.pictureArea(Settings(trained: trained))?.width == 256)
    }
  }

  @Test(arguments: [
    ("seed", "2", "The weights come from own.safetensors, not from a seed."),
    ("groups", "2", "The weights in own.safetensors are those of AlexNet: its groups cannot be changed."),
    (
      "picture", "195",
      "fc6 would need 26,218,496 parameters, and own.safetensors has those for pictures of 227: dense stages fix the size."
    ),
  ]) func whatTheWeightsFixCannotBeTurned(knob: String, value: String, sentence: String) throws {
    try Self.settings(.alexNet) { settings in
      var settings = settings
      try settings.set(#require(AlexNetScene.controls.first { $0.name == knob }), from: value)
      #expect { try AlexNetScene(settings) } throws: { "\($0)" == sentence }
    }
  }

  /// The form with an adaptive pooling takes pictures of other sizes with the same weights.
  @Test func torchvisionsFormTakesOtherSizes() throws {
    try Self.settings(.alexNetTorchvision) { settings in
      var settings = settings
      settings.set(AlexNetScene.side, to: "163")
      let stage = try AlexNetScene(settings).network.stages[8]
      #expect(stage.input.height == 4)
      settings.set(AlexNetScene.side, to: "67")
      #expect(try AlexNetScene(settings).network.stages[8].input.height == 1)
    }
  }

  @Test func aFileThatIsCutShortEndsThePass() throws {
    try Self.settings(.alexNetTorchvision) { settings in
      var alexNet = try AlexNetScene(settings)
      let path = try #require(settings.trained).weights.file.name
      #expect(truncate(path, 5000) == 0)
      try #require(alexNet.work).run { _, result in
        if let result { alexNet.receive(result) }
        return true
      }
      #expect(alexNet.figure.pass.results.isEmpty)
      #expect(alexNet.figure.pass.failure?.hasSuffix("has become shorter since it was opened") == true)
      #expect(figure(alexNet, step: AlexNetSceneTests.at(0)).plainText.contains("the weights could not be read"))
    }
  }

  @Test func labelsAreAsManyAsClasses() throws {
    #expect {
      try Self.settings(.alexNet, labels: ["cat", "dog"]) { _ in }
    } throws: { "\($0)" == "there are 2 names for 1000 classes" }
  }

  // MARK: The picture

  /// The middle 224 of 256, each colour brought to ImageNet's mean and deviation.
  @Test func thePictureIsPreparedAsForTorchvision() throws {
    let bytes = (0..<3 * 256 * 256).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 9) }
    let own = Settings(picture: Picture(width: 256, height: 256, bytes: bytes))
    let middle = (own.picture ?? Pictures.lighthouse).tested(side: 224)
    for (x, y) in [(0, 0), (223, 0), (100, 223)] {
      for (channel, (mean, deviation)) in [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)].enumerated() {
        let value = (Double(bytes[3 * ((y + 16) * 256 + x + 16) + channel]) / 255 - mean) / deviation
        #expect(abs(Double(middle.standardized[y, x, channel]) - value) < 1e-5)
      }
    }
  }
}
