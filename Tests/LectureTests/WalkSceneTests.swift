import CellCanvas
import ConvolutionEngine
import Playback
import Testing

@testable import Lecture

struct WalkSceneTests {
  private func walk(_ network: Network, _ change: (inout Settings) -> Void = { _ in }) throws -> WalkScene {
    var settings = Settings(network: network)
    change(&settings)
    return try WalkScene(settings)
  }

  private static let own = """
    input 32x32x3
    conv1: conv 16 kernel=5 pad=2 relu
    down: maxpool 2
    a: conv 16 3 pad=same relu
    b: conv 16 3 pad=same from=a
    sum: add from=b,down relu
    tail: globalpool
    dense 10
    softmax
    """

  // MARK: Every network

  @Test(arguments: Network.names, [false, true]) func everyStepHasItsWordsAndItsRoom(name: String, isOpen: Bool) throws
  {
    let scene = try walk(#require(Network.named(name))) { $0.set(WalkScene.isOpen, to: isOpen) }
    for (index, step) in scene.steps.enumerated() {
      step.check("\(name), step \(index + 1)")
      #expect(scene.formula(at: Playhead(step: index)).hasRoom, "\(name), step \(index + 1)")
    }
    let sampled = Set(stride(from: 0, to: scene.steps.count, by: 7)).union([
      scene.steps.count - 1, scene.steps.count - 2,
    ])
    for index in sampled {
      for size in [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48), Size(columns: 30, rows: 8)] {
        for progress in [0.0, 0.5, 1] {
          let canvas = scene.figure(
            at: Playhead(step: index, progress: progress), size: StageLayout(size).figure.size)
          if size.columns >= 80 { #expect(canvas.audit.isEmpty, "\(name), step \(index + 1): \(canvas.audit)") }
        }
      }
    }
  }

  @Test(arguments: ["lenet5", "digits", "resnet18"]) func resultsOfARealPassAreShown(name: String) throws {
    var scene = try walk(#require(Network.named(name)))
    let work = try #require(scene.work)
    work.run { _, result in
      if let result { scene.receive(result) }
      return true
    }
    #expect(scene.figure.pass.results.count == scene.network.stages.count)
    for index in scene.steps.indices {
      let canvas = scene.figure(at: Playhead(step: index))
      #expect(canvas.audit.isEmpty, "\(name), step \(index + 1): \(canvas.audit)")
      #expect(!canvas.plainText.contains("computing"), "\(name), step \(index + 1)")
    }
    let classes = scene.figure(at: Playhead(step: scene.steps.count - 4)).plainText
    #expect(classes.contains(name == "digits" ? "trained weights" : "untrained"))
    // Maps can be pointed at, and tell of their values.
    let first = scene.figure(at: Playhead(step: 1))
    let spot = try #require(first.hotSpots.first { $0.target.grid == NetworkFigure.mapsName })
    #expect(scene.remark(on: spot.target, at: Playhead(step: 1))?.caption.plain.contains("map 1 of") == true)
  }

  // MARK: Its numbers

  @Test func totalsAreThePublishedOnes() throws {
    // Parameters as PyTorch's model zoo counts them; of the paper's GoogLeNet by its shapes.
    for (name, parameters) in [
      ("vgg16", "138,357,544"), ("vgg19", "143,667,240"), ("resnet50", "25,557,032"), ("alexnet", "62,378,344"),
    ] {
      let scene = try walk(#require(Network.named(name)))
      #expect(scene.steps[0].formula[0].plain.contains(parameters), "\(name)")
    }
  }

  @Test func aModulesLedgerAddsUp() throws {
    let scene = try walk(.googLeNet)
    let index = try #require(scene.steps.firstIndex { $0.caption.plain.hasSuffix("64 + 128 + 32 + 32 = 256.") })
    let terms = [192 * 64 + 64, 192 * 96 + 96, 9 * 96 * 128 + 128, 192 * 16 + 16, 25 * 16 * 32 + 32, 192 * 32 + 32]
    let formula = scene.steps[index].formula[0].plain
    #expect(
      formula
        == "parameters " + terms.map(NumberText.integer).joined(separator: " + ") + " = "
        + NumberText.integer(terms.reduce(0, +)))
    #expect(scene.steps[index].formula[1].plain.hasSuffix("128,049,152"))
    let figure = scene.figure(at: Playhead(step: index)).plainText
    for label in ["in 192", "1×1 64", "1×1 96", "3×3 128", "1×1 16", "5×5 32", "max 3×3", "1×1 32", "concat"] {
      #expect(figure.contains(label), "\(label) is no box of\n\(figure)")
    }
  }

  @Test func aResidualBlockShowsItsShortcut() throws {
    let scene = try walk(.resNet50)
    let index = try #require(scene.steps.firstIndex { $0.caption.plain.hasPrefix("y = F(x) + x: three") })
    let figure = scene.figure(at: Playhead(step: index)).plainText
    #expect(figure.contains("└──") && figure.contains("+"))
    let projected = try #require(scene.steps.firstIndex { $0.caption.plain.contains("so what passes by goes through") })
    #expect(projected < index)
  }

  @Test func modulesOpenIntoTheirStages() throws {
    let closed = try walk(.googLeNet)
    let open = try walk(.googLeNet) { $0.set(WalkScene.isOpen, to: true) }
    // Nine modules of eight stages, and the dropout behind the pooling.
    #expect(open.steps.count == closed.steps.count + 9 * 8 + 2)
    #expect(try walk(.resNet152).steps.count < 60)
  }

  @Test func aNetworkOfOnesOwnIsWalked() throws {
    let scene = try walk(Network(name: "own", title: "own", text: Self.own))
    let captions = scene.steps.map(\.caption.plain)
    #expect(captions.contains { $0.hasPrefix("y = F(x) + x: two convolutions") })
    #expect(scene.steps[1].formula[1].plain.contains("(5·5·3 + 1)·16 = 1,216"))
    #expect(captions.contains("Scores become probabilities: none is below 0, and together they are 1."))
  }

  @Test func shapesAreAskedForOnce() throws {
    for name in Network.names {
      let scene = try walk(#require(Network.named(name)))
      #expect(scene.steps.count { $0.question != nil } <= 2, "\(name)")
      #expect(scene.steps[0].question == nil)
    }
  }

  @Test func othersThanTheLargestAreTakenTogether() throws {
    let scene = try walk(.resNet152)
    let figure = scene.figure(at: Playhead(step: scene.steps.count - 2)).plainText
    #expect(figure.contains(" others"))
    let shared = scene.figure.sharedParts(atMost: 8)
    #expect(shared.count == 8)
    #expect(shared.reduce(0) { $0 + $1.parameters } == Network.resNet152.parameters)
    #expect(shared.reduce(0) { $0 + $1.work } == Network.resNet152.multiplyAdds)
  }

  @Test func aSeedMeansNothingToTrainedWeights() {
    #expect(throws: SettingsError.self) { try walk(.digits) { $0.set(WalkScene.seed, to: 2) } }
  }
}
