import CellCanvas
import ConvolutionEngine
import Regions
import Testing

@testable import Lecture

@Suite struct RecurrentConvolutionSceneTests {
  private typealias Scene = RecurrentConvolutionScene

  private static let knobs: [[String: String]] = [
    [:], ["seed": "3"], ["seed": "41", "noise": "22"], ["noise": "5", "rounds": "4"], ["seed": "8", "rounds": "8"],
  ]

  /// What the rounds come to, worked out here from the labeller's own rounds, pixel by pixel.
  private func rights(_ knobs: [String: String], feedsBack: Bool = true) -> [[Bool]] {
    let seed = UInt64(knobs["seed"] ?? "7") ?? 0
    let scene = RegionScene(seed: seed)
    let picture = scene.picture(noise: Float(Int(knobs["noise"] ?? "15") ?? 0) / 10, seed: seed)
    let rounds = RecurrentLabeller.carried.rounds(
      Int(knobs["rounds"] ?? "6") ?? 0, on: picture, feedsBack: feedsBack)
    return rounds.map { round in
      scene.kinds.indices.map { pixel in
        let scores = (0..<3).map { round.probabilities.values[3 * pixel + $0] }
        return scores.firstIndex(of: scores.max() ?? 0) == scene.kinds[pixel].rawValue
      }
    }
  }

  @Test(arguments: knobs) func theNumbersOfEachRoundAreOnTheScreen(knobs: [String: String]) throws {
    let scene = try scene(Scene.self, knobs)
    let rights = rights(knobs)
    for (name, round) in [("first", 0), ("second", 1), ("third", 2)] {
      let index = try step(name, of: scene)
      let right = rights[round].count { $0 }
      let formula = scene.steps[index].formula[1].plain
      #expect(formula.hasSuffix("\(right) of 576 right, \(Scene.percent(Double(right) / 576))"))
      guard round > 0 else { continue }
      let mended = zip(rights[round - 1], rights[round]).count { !$0 && $1 }
      let broken = zip(rights[round - 1], rights[round]).count { $0 && !$1 }
      #expect(formula.contains("+ \(mended) mended − \(broken) broken ="))
      let frame = figure(scene, step: index).plainText
      #expect(frame.contains("\(mended) mended, \(broken) broken") && frame.contains("still wrong"))
    }
    let table = figure(scene, step: try step("curve", of: scene), size: Size(columns: 78, rows: 17)).plainText
    for (round, right) in rights.enumerated() {
      #expect(table.contains("\(right.count { $0 })"))
      let field = 3 + 4 * round
      #expect(table.contains("\(field)×\(field)"), "U sees 3, and each look by W adds 4")
    }
    #expect(
      scene.steps[try step("curve", of: scene)].formula[0].plain
        == "U 3·3·1·12 + W 5·5·3·12 + V 1·1·12·3 + 15 biases = 1,059, in every round")
    #expect(3 * 3 * 12 + 5 * 5 * 3 * 12 + 12 * 3 + 15 == RecurrentLabeller.parameters)
  }

  /// The point of it all, on scenes that nobody has learned from: those of the knob and far beyond.
  @Test func theAgreementRisesRoundByRoundOnScenesNotTrainedOn() {
    for noise in [Float(1), 1.5, 2] {
      var sums = [Double](repeating: 0, count: 5)
      for seed in UInt64(0)..<100 {
        let scene = RegionScene(seed: seed)
        let story = LabellingRounds(
          .carried, 5, on: scene.picture(noise: noise, seed: seed + 7), truth: scene.kinds)
        for round in sums.indices { sums[round] += story.agreement(round) / 100 }
      }
      #expect(sums[0] < sums[1] && sums[1] < sums[2] && sums[2] < sums[3], "noise \(noise): \(sums)")
      #expect(sums[3] - sums[0] > 0.03, "noise \(noise): \(sums)")
    }
  }

  /// On nearly every single scene, too, more is right after three looks at the labels than after none.
  @Test func hardlyAnySceneIsLeftWorse() {
    let better = (UInt64(0)..<100).count { seed in
      let scene = RegionScene(seed: seed)
      let story = LabellingRounds(.carried, 4, on: scene.picture(noise: 1.5, seed: seed), truth: scene.kinds)
      return story.rounds[3].right > story.rounds[0].right
    }
    #expect(better >= 97)
  }

  @Test(arguments: knobs) func withoutWTheRoundsChangeNothing(knobs: [String: String]) throws {
    let deaf = rights(knobs, feedsBack: false)
    #expect(Set(deaf).count == 1)
    let told = try scene(Scene.self, knobs)
    let cut = told.steps[try step("cut", of: told)]
    #expect(cut.question?.isRight("0") == true && cut.question?.isRight("3") == false)
    #expect(cut.caption.plain.contains("change no label at all"))
    #expect(cut.formula[0].plain.hasSuffix("W = 0 \(deaf[0].count { $0 }) right"))

    var off = knobs
    off["feedback"] = "off"
    let without = try scene(Scene.self, off)
    #expect(without.story.rounds.dropFirst().allSatisfy { $0.mended + $0.broken == 0 && $0.field == 3 })
    #expect(without.index(of: "cut") == nil, "it is so already")
    #expect(without.steps[try step("second", of: without)].question?.isRight("3") == true)
    for moment in ["second", "third", "curve"] {
      let caption = without.steps[try step(moment, of: without)].caption.plain
      #expect(caption.contains("W is 0") || caption.contains("W = 0") || caption.contains("without W"), "\(caption)")
    }
  }

  @Test func theViewIsAskedFor() throws {
    let scene = try scene(Scene.self)
    let question = scene.steps[try step("second", of: scene)].question
    #expect(question?.isRight("7") == true && question?.isRight("7 pixels") == true && question?.isRight("8") == false)
    let before = figure(scene, step: try step("first", of: scene)).plainText
    #expect(!before.contains("7×7") && !before.contains("7 × 7"))
  }

  /// Captions at settings where the usual would be untrue.
  @Test func whatIsSaidFollowsFromTheNumbers() throws {
    let clear = try scene(Scene.self, ["noise": "0"])
    #expect(clear.rightAlone == 576 && clear.steps[0].caption.plain.contains("its own brightness tells"))
    let single = try scene(Scene.self, ["rounds": "1"])
    #expect(single.steps.last?.caption.plain.contains("one round is an ordinary small network") == true)
    for seed in 1...30 {
      let scene = try scene(Scene.self, ["seed": "\(seed)"])
      let gains = scene.story.rounds.dropFirst().map { $0.mended - $0.broken }
      let curve = scene.steps[try step("curve", of: scene)].caption.plain
      #expect(
        curve.contains("in each round by less")
          == (gains.allSatisfy { $0 > 0 } && zip(gains, gains.dropFirst()).allSatisfy { $1 < $0 }))
      #expect(curve.contains("higher in each round") == (gains.allSatisfy { $0 > 0 } && !curve.contains("by less")))
    }
  }

  @Test func aPixelTellsItsStory() throws {
    let scene = try scene(Scene.self)
    let index = try step("second", of: scene)
    let pixel = try #require(scene.story.fates(1).firstIndex(of: .mended))
    let target = Target(grid: "changes", row: pixel / 24, column: pixel % 24)
    let remark = scene.remark(on: target, at: Playhead(step: index, pointer: target))
    let (was, truth) = (scene.story.rounds[0].labels[pixel], scene.story.truth[pixel])
    #expect(
      remark?.caption.plain.contains("is \(truth). It was called \(was) in round 1 and \(truth) in round 2, from 7 × 7")
        == true)
  }

  @Test func theCarriedWeightsAreThoseOfTheRecord() {
    #expect(RecurrentLabeller.carried.values.count == 1_059 && RecurrentLabeller.carried != RecurrentLabeller(seed: 1))
  }

  /// Rounds that are shown in one go, and the end, count what became of the pixels from the first of them to the last.
  @Test(arguments: knobs) func sumsAreOfTheRoundsThatTheyStandUnder(knobs: [String: String]) throws {
    let scene = try scene(Scene.self, knobs)
    let rights = rights(knobs)
    let last = rights.count - 1
    func account(_ from: Int) -> String {
      let (before, after) = (rights[from], rights[last])
      let mended = zip(before, after).count { !$0 && $1 }
      let broken = zip(before, after).count { $0 && !$1 }
      return "\(before.count { $0 }) + \(mended) mended − \(broken) broken = \(after.count { $0 }) of 576 right"
    }
    let later = try step("later", of: scene)
    #expect(scene.steps[later].formula[1].plain.hasPrefix(account(2)))
    for formula in [scene.formula(at: Playhead(step: later)), scene.steps[later].formula] {
      #expect(formula[1].plain.hasPrefix(account(2)))
    }
    let (mended, broken) = (
      zip(rights[2], rights[last]).count { !$0 && $1 }, zip(rights[2], rights[last]).count { $0 && !$1 }
    )
    #expect(figure(scene, step: later).plainText.contains("\(mended) mended, \(broken) broken"))
    #expect(scene.steps[scene.steps.count - 1].formula[0].plain.hasPrefix(account(0)))
  }

  @Test func oneMoreIsOne() throws {
    let scene = try scene(Scene.self, ["noise": "30", "seed": "64", "rounds": "4"])
    #expect(scene.story.rounds[3].right - scene.story.rounds[2].right == 1, "the numbers of this seed")
    #expect(scene.steps[try step("later", of: scene)].caption.plain.contains("1 more is right"))
  }

  @Test func withoutWNothingLeadsOn() throws {
    for (feedback, leads) in [("on", true), ("off", false)] {
      let scene = try scene(Scene.self, ["feedback": feedback])
      let caption = scene.steps[try step("unrolled", of: scene)].caption.plain
      #expect(caption.contains("W leads from round to round") == leads)
      #expect(caption.contains("nothing leads from round to round") == !leads)
    }
  }

  /// What is wrong has no colour that a kind has, beside which it stands.
  @Test func wrongIsNoKindOfLand() throws {
    let scene = try scene(Scene.self)
    let drawn = figure(scene, step: try step("second", of: scene))
    #expect(drawn.cells.contains { $0.paper == .role(.other) || $0.ink == .role(.other) })
    #expect(!drawn.cells.contains { $0.paper == .role(.muted) })
  }
}
