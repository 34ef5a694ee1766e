import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said about a stack at settings at which a word would not hold, or not have been explained.
@Suite struct ReceptiveFieldWordsTests {
  private func steps(_ settings: [String: String]) throws -> (scene: ReceptiveFieldScene, captions: [String]) {
    let scene = try scene(ReceptiveFieldScene.self, settings)
    return (scene, scene.steps.map(\.caption.plain))
  }

  /// An even kernel adds a row and a column at one side: that is no ring.
  @Test(arguments: ["2", "3", "4"]) func noRingIsSpokenOf(kernel: String) throws {
    let captions = try steps(["kernel": kernel]).captions
    #expect(captions.contains { $0.hasPrefix("Layer 3 widens the field: its kernel reaches") })
    #expect(!captions.contains { $0.contains("ring") && !$0.contains("gridding") && $0.hasPrefix("Layer") })
  }

  /// A dilation that stays the same makes the field grow by equal steps; only one that grows doubles it.
  @Test(arguments: [["layers": "3", "kernel": "4", "dilation": "3"], [:]])
  func onlyAGrowingDilationDoubles(settings: [String: String]) throws {
    let (scene, captions) = try steps(settings)
    #expect(captions[try step("faster", of: scene)].hasPrefix("Strides, growing dilation and pooling"))
  }

  /// The reach of a layer is explained by the last layer that grows; where no step does so, no step needs the word.
  @Test(arguments: [["layers": "2"], ["dilation": "3"], ["layers": "2", "dilation": "2"]])
  func theReachIsNotNeededUnexplained(settings: [String: String]) throws {
    let captions = try steps(settings).captions
    #expect(!captions.contains { $0.contains("is its reach") })
    #expect(!captions.contains { $0.contains("the reach") || $0.contains("by reach") })
  }

  /// That the weights are random is said wherever their gradient is shown.
  @Test(arguments: [[:], ["dilation": "2"], ["layers": "6", "kernel": "5", "dilation": "3"], ["kernel": "1"]])
  func randomWeightsAreSaidToBe(settings: [String: String]) throws {
    let scene = try scene(ReceptiveFieldScene.self, settings)
    let lines = scene.steps[try step("effective", of: scene)].formula.map(\.plain)
    #expect(lines.count == 2 && lines[1].contains("untrained: random weights"))
    #expect(lines.allSatisfy { $0.count <= 78 })
  }

  /// The middle leaves out as much at one side as at the other, and its bracket stands below the middle of its strip.
  @Test(arguments: ["2", "3", "4", "5"]) func theMiddleLiesInTheMiddle(kernel: String) throws {
    let scene = try scene(ReceptiveFieldScene.self, ["kernel": kernel])
    let index = try step("effectiveGrowth", of: scene)
    var stacks: [ReceptiveFieldScene.Deeper] = []
    if case .effectiveGrowth(let all) = scene.moments[index] { stacks = all }
    #expect(stacks.count == 5)
    for stack in stacks {
      #expect((stack.field.size - stack.holding).isMultiple(of: 2))
      #expect(stack.field.share(within: stack.holding) >= 0.9)
      #expect(stack.holding <= 2 || stack.field.share(within: stack.holding - 2) < 0.9)
    }
    let ends = figure(scene, step: index).plainText.split(separator: "\n", omittingEmptySubsequences: false)
      .compactMap { line -> Int? in
        let signs = Array(line)
        guard let first = signs.firstIndex(of: "╰"), let last = signs.lastIndex(of: "╯") else { return nil }
        return first + last
      }
    // All strips are centred on the same place, to a column.
    #expect(ends.count == stacks.count && (ends.max() ?? 0) - (ends.min() ?? 9) <= 1)
  }

  /// Dilation only puts holes between: as many paths lead to what is seen, so as much is said of it, whatever is drawn.
  @Test(arguments: [["layers": "2", "kernel": "2"], ["layers": "2"], ["layers": "2", "stride": "2"], ["layers": "3"]])
  func likePathsAreSpokenOfAlike(settings: [String: String]) throws {
    for (dilation, hasHoles) in [("1", false), ("2", true), ("3", true)] {
      let (scene, captions) = try steps(settings.merging(["dilation": dilation]) { $1 })
      let index = try step("effective", of: scene)
      let most = scene.paths.max() ?? 0
      let said = captions[index]
      let expected =
        settings["stride"] != nil
        ? "larger in the middle, but uneven"
        : most < 4
          ? "Along a side \(most) paths lead to the middle, 1 to each end: it counts more." : "largest in the middle"
      #expect(said.contains(expected), "\(said)")
      #expect(said.contains("holes") == hasHoles)
      guard case .effective(let field) = scene.moments[index] else { continue }
      // And what is drawn is not far from what the paths tell.
      let side = scene.steps[index].formula[0].plain.split(separator: " ")[1]
      let middle = try #require(Int(side))
      #expect(abs(field.share(within: middle) - scene.rootShare(within: middle)) < 0.02)
      #expect(scene.rootShare(within: middle) > scene.inputShare(within: middle))
    }
  }

  /// Two steps that show the same stack say the same of it: the middle columns that hold most of the gradient.
  @Test(arguments: ["2", "3", "4", "5"]) func twoStepsAgreeOnOneStack(kernel: String) throws {
    for layers in [2, 4] {
      let scene = try scene(ReceptiveFieldScene.self, ["kernel": kernel, "layers": "\(layers)"])
      guard case .effective(let field) = scene.moments[try step("effective", of: scene)],
        case .effectiveGrowth(let stacks) = scene.moments[try step("effectiveGrowth", of: scene)]
      else { return #expect(Bool(false)) }
      let (profile, size) = (field.profile, field.size)
      let held = stride(from: 2 - size % 2, through: size, by: 2).first { count in
        profile[(size - count) / 2..<(size + count) / 2].reduce(0, +) >= 0.9
      }
      #expect(stacks.first { $0.layers == layers }?.holding == held)
      // Seven of nine, by the roots of the paths as well.
      if kernel == "3", layers == 4 { #expect(held == 7) }
    }
  }

  /// What is the same percentage on the screen is not called less.
  @Test func equalPercentagesAreNotLess() throws {
    var isSeen = false
    for kernel in 2...5 {
      for stride in 1...2 {
        let knobs = ["kernel": "\(kernel)", "layers": "5", "stride": "\(stride)", "dilation": "2"]
        guard let (_, captions) = try? steps(knobs) else { continue }
        let shares = captions.filter { $0.contains("The holes stay") }.compactMap { caption in
          caption.split(separator: "%").first?.split(separator: " ").last.map { (String($0), caption) }
        }
        for (before, after) in zip(shares, shares.dropFirst()) {
          #expect((before.0 == after.0) == after.1.hasSuffix("as before."), "\(after.1)")
          isSeen = isSeen || (kernel == 5 && stride == 1 && before.0 == "27" && after.0 == "27")
        }
      }
    }
    #expect(isSeen)
  }
}
