import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct FantasyImageSceneTests {
  typealias S = FantasyImageScene

  @Test(arguments: [["unit": "9"], ["layer": "conv4", "unit": "7", "picture": "cat"]])
  func theStoryFollowsItsNumbers(values: [String: String]) throws {
    let scene = try finished(S.self, values)
    let (bare, cured) = (try #require(scene.last(of: .bare)), try #require(scene.last(of: .cured)))
    #expect(scene.frames[.bare]?.count == S.frames && scene.frames[.bare]?.first?.picture == scene.start)
    #expect(bare.answer > scene.first.answer && cured.variation < bare.variation)
    let climb = scene.steps[try step("bare", of: scene)]
    #expect(climb.caption.plain.contains("from \(S.text(scene.first.answer)) to \(S.text(bare.answer))"))
    #expect(climb.caption.plain.contains("static") == (bare.variation > scene.first.variation))
    let beside = scene.steps[try step("beside", of: scene)]
    #expect(beside.caption.plain.contains(percent(bare.probabilities[scene.classTold(bare)])))
    #expect(beside.formula[0].plain.contains(S.text(cured.variation, 3)))
    // What a frame says is what the network says of its picture.
    let pass = RememberedPass(of: bare.picture, through: scene.photos.network, weights: scene.photos.weights)
    let unit = scene.climbed
    #expect(pass.outputs[unit.stage][unit.row, unit.column, unit.channel] == bare.answer)
    let scores = pass.outputs[scene.photos.network.scoresStage].values
    let largest = scores.max() ?? 0
    let sum = scores.reduce(0) { $0 + Float.exp(Double($1 - largest)) }
    let told = scene.classTold(bare)
    #expect(abs(bare.probabilities[told] - Float.exp(Double(scores[told] - largest)) / sum) < 1e-4)
    #expect(scene.seeds.count == 1 + S.others && Set(scene.seeds.map(\.picture)).count == 1 + S.others)
    // A dream begins with the picture.
    #expect(scene.frames[.dream]?.first?.picture == scene.attack.picture)
    let dream = try #require(scene.last(of: .dream))
    #expect(dream.answer > scene.frames[.dream]?[0].answer ?? .infinity)
  }

  @Test func allCuresOffIsTheSameAscent() throws {
    let scene = try finished(S.self, ["jitter": "0", "turn": "off", "blur": "off", "smooth": "off", "decay": "off"])
    #expect(scene.last(of: .cured)?.picture == scene.last(of: .bare)?.picture)
    #expect(scene.steps[try step("cured", of: scene)].caption.plain.hasPrefix("All cures are off"))
  }

  /// Each amount by plain arithmetic, and where the answer turns.
  @Test(arguments: ["ship", "cat", "truck"]) func theSignStepIsPlainArithmetic(picture: String) throws {
    let scene = try finished(S.self, ["picture": picture, "jitter": "0", "blur": "off"])
    let thing = try #require(Pictures.things.first { $0.name == picture })
    let input = scene.photos.input(thing.picture)
    func turningPoint(_ signs: [Float], _ answers: [[Float]]) -> Int? {
      var turned: Int?
      for (levels, answers) in answers.enumerated() {
        let amount = Float(levels) * 2 / 255
        let moved = zip(input.values, signs).map { min(max($0 + amount * $1, -1), 1) }
        let scores = scene.photos.scores(Tensor(input.shape, values: moved)).values
        let winner = TrainedPhotos.winner(scores)
        #expect(TrainedPhotos.winner(answers) == winner)
        if winner != scene.attack.said, turned == nil { turned = levels }
      }
      return turned
    }
    let turned = turningPoint(scene.attack.slope.values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }, scene.byAmount)
    #expect(scene.byAmount.count == SignAttack.most + 1 && scene.turningPoint(scene.byAmount) == turned)
    let caption = scene.steps[try step("amounts", of: scene)].caption.plain
    #expect(caption.contains(turned.map { "From \(counted($0, "level"))" } ?? "goes on saying"))
    let asked = try #require(scene.steps[try step("sign", of: scene)].question)
    let gain = 8 * 2 / 255 * scene.attack.slope.values.reduce(0) { $0 + abs($1) }
    #expect(asked.isRight(S.text(gain)) == true)
  }

  /// No advice that does not help: no amount turns the horse, and so none is recommended.
  @Test func moreIsAdvisedWhereMoreHelps() throws {
    for values in [["picture": "horse"], ["picture": "ship", "amount": "1"]] {
      let scene = try finished(S.self, values)
      let caption = scene.steps[try step("sign", of: scene)].caption.plain
      let turned = scene.turningPoint(scene.byAmount)
      #expect(caption.contains("still says"))
      #expect(caption.contains("turn amount up") == (turned != nil))
      #expect(turned.map { caption.hasSuffix("to \($0).") } ?? caption.contains("does not stay the same"))
    }
  }

  /// The class aimed at is the one asked for; the slope is its score's against the first, by two runs.
  @Test func theSignStepGoesForTheClassAskedFor() throws {
    let scene = try scene(S.self, ["target": "frog", "amount": "1"])
    let frog = try #require(scene.photos.classes.firstIndex(of: "frog"))
    #expect(scene.attack.other == frog)
    #expect(scene.steps[try step("sign", of: scene)].formula[0].plain.hasPrefix("frog lags by"))
    func lag(_ picture: Tensor) -> Float {
      let scores = scene.photos.scores(picture).values
      return scores[scene.attack.said] - scores[frog]
    }
    #expect(lag(scene.attack.picture) == scene.attack.lead && lag(scene.moved) < scene.attack.lead)
  }

  /// One blur by hand: of single pixels nothing is left inside, of wide fields their middles are.
  @Test func aBlurTakesTheFinestPatternAway() throws {
    let scene = try scene(S.self)
    #expect(scene.fine.left == 0 && scene.wide.left == 1)
    #expect(scene.fine.pattern.values.prefix(4) == [1, -1, 1, -1])
    #expect(scene.steps[try step("checkerboard", of: scene)].question?.isRight("0") == true)
  }

  @Test func unitsThatAreNotThereAreRefused() {
    for values in [["unit": "11"], ["layer": "conv1", "unit": "33"], ["picture": "yours"], ["target": "ship"]] {
      #expect(throws: SettingsError.self) { _ = try scene(S.self, values) }
    }
  }

  @Test func beforeTheWorkIsDoneNothingIsClaimed() throws {
    let scene = try scene(S.self)
    for name in ["bare", "cured", "beside", "seeds", "dream", "amounts"] {
      #expect(scene.steps[try step(name, of: scene)].formula[0].plain.contains("being computed"))
    }
  }

  /// The playhead moves over the frames that have arrived.
  @Test func anAscentIsSeenWhileItIsComputed() throws {
    var scene = try scene(S.self)
    var results: [any Sendable] = []
    scene.work?.run { _, result in
      if let result { results.append(result) }
      return results.count < 5
    }
    for result in results { scene.receive(result) }
    let index = try step("bare", of: scene)
    #expect(scene.frame(of: .bare, at: Playhead(step: index))?.steps == 16)
    #expect(figure(scene, step: index).plainText.contains("after 16 steps"))
    #expect(scene.last(of: .bare) == nil)
  }
}

extension Float {
  /// e to the power of x, by its series: nothing of the engine's.
  fileprivate static func exp(_ x: Double) -> Float {
    var (term, sum) = (1.0, 1.0)
    let part = x / 64
    for index in 1..<24 {
      term *= part / Double(index)
      sum += term
    }
    var result = 1.0
    for _ in 0..<64 { result *= sum }
    return Float(result)
  }
}
