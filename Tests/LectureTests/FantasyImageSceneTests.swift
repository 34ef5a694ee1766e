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
    #expect(climb.caption.plain.contains("static") == (bare.variation >= 3 * scene.first.variation))
    let beside = scene.steps[try step("beside", of: scene)]
    #expect(beside.caption.plain.contains(chance(bare.probabilities[scene.classTold(bare)])))
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

  /// The middle of conv1 sees 25 pixels: what it raises is no static of the whole picture.
  @Test func littleIsNotCalledStatic() throws {
    let scene = try finished(S.self, ["layer": "conv1"])
    let bare = try #require(scene.last(of: .bare))
    #expect(bare.variation > scene.first.variation && bare.variation < 3 * scene.first.variation)
    #expect(!scene.steps[try step("bare", of: scene)].caption.plain.contains("static"))
  }

  @Test func allCuresOffIsTheSameAscent() throws {
    let scene = try finished(S.self, ["jitter": "0", "turn": "off", "blur": "off", "smooth": "off", "decay": "off"])
    #expect(scene.last(of: .cured)?.picture == scene.last(of: .bare)?.picture)
    #expect(scene.steps[try step("cured", of: scene)].caption.plain.hasPrefix("All cures are off"))
  }

  /// Each amount of a single step by plain arithmetic, and where the answer turns.
  @Test(arguments: ["ship", "cat", "truck"]) func theSignStepIsPlainArithmetic(picture: String) throws {
    let scene = try finished(S.self, ["picture": picture, "target": "second", "steps": "1"])
    let thing = try #require(Pictures.things.first { $0.name == picture })
    let input = scene.photos.input(thing.picture)
    #expect(scene.attack.other == scene.attack.second)
    let answers = try #require(scene.answers)
    let signs = scene.attack.odds.slope.values.map { Float($0 > 0 ? 1 : $0 < 0 ? -1 : 0) }
    var turned: [Int] = []
    for (levels, answers) in answers.single.enumerated() {
      let amount = Float(levels) * 2 / 255
      let moved = zip(input.values, signs).map { min(max($0 + amount * $1, -1), 1) }
      let winner = TrainedPhotos.winner(scene.photos.scores(Tensor(input.shape, values: moved)).values)
      #expect(TrainedPhotos.winner(answers) == winner)
      if winner == scene.attack.other { turned.append(levels) }
    }
    // Several steps of which there is one are that one.
    #expect(scene.ends.map(TrainedPhotos.winner) == answers.single.map(TrainedPhotos.winner))
    #expect(scene.smallest == turned.first)
    let caption = scene.steps[try step("amounts", of: scene)].caption.plain
    #expect(caption.contains("In one step photos says") && caption.contains(S.worded(turned)))
    let asked = try #require(scene.steps[try step("sign", of: scene)].question)
    let gain = 10 * 2 / 255 * scene.attack.odds.slope.values.reduce(0) { $0 + abs($1) }
    #expect(asked.isRight(S.text(gain)) == true)
  }

  /// The ship becomes a frog in several steps, and not in one; the fewest levels are those before which it is none.
  @Test func theShipBecomesAFrog() throws {
    let scene = try finished(S.self)
    let frog = try #require(scene.photos.classes.firstIndex(of: "frog"))
    #expect(scene.photos.classes[scene.attack.said] == "ship" && scene.attack.other == frog)
    let fewest = try #require(scene.smallest)
    for (levels, course) in scene.courses.enumerated() {
      let end = try #require(course.last)
      #expect(course.count == 1 + scene.count && course[0].picture == scene.attack.picture)
      let far = zip(end.picture.values, scene.attack.picture.values).map { abs($0 - $1) }.max() ?? 1
      #expect(far <= Float(levels) * 2 / 255 + 1e-6)
      let isFrog = TrainedPhotos.winner(scene.photos.scores(end.picture).values) == frog
      #expect(isFrog == S.levels(scene.ends, speakingFor: frog).contains(levels) && (levels >= fewest || !isFrog))
    }
    #expect(fewest <= scene.levels && S.levels(scene.answers?.single ?? [], speakingFor: frog).isEmpty)
    let several = scene.steps[try step("several", of: scene)]
    #expect(
      several.caption.plain.contains("photos says frog") && several.formula[0].plain.hasSuffix("levels: \(fewest)"))
    #expect(scene.steps[try step("sign", of: scene)].caption.plain.contains("still says ship"))
    // How many slopes point the other way after the single step, by the slopes themselves.
    let after = LogOdds(
      of: frog, on: scene.moved.picture, through: scene.photos.network, weights: scene.photos.weights
    ).slope.values
    let turned = zip(after, scene.attack.odds.slope.values).count { $0 > 0 && $1 < 0 || $0 < 0 && $1 > 0 }
    #expect(several.caption.plain.contains(percent(Float(turned) / 3072)))
  }

  /// “From … on” is said only where it stays so up to the end.
  @Test func whatComesAndGoesIsNotSaidToStay() {
    #expect(S.worded([]) == "not even at 32 levels")
    #expect(S.worded(Array(9...32)) == "from 9 levels on")
    #expect(S.worded([7]) == "at 7 levels" && S.worded([1]) == "at 1 level" && S.worded([32]) == "at 32 levels")
    #expect(S.worded(Array(9...12)) == "at 9 to 12 levels")
    #expect(S.worded([7] + Array(9...32)) == "at 7 levels, but not at each above")
  }

  /// No advice that does not help: where no amount does it, none is recommended.
  @Test(arguments: [
    ["picture": "horse", "target": "second", "steps": "1"], ["amount": "2"], ["amount": "2", "steps": "2"],
  ])
  func moreIsAdvisedWhereMoreHelps(values: [String: String]) throws {
    let scene = try finished(S.self, values)
    let caption = scene.steps[try step("several", of: scene)].caption.plain
    #expect(caption.contains("still says"))
    #expect(caption.contains(scene.smallest.map { "amount \($0) does it" } ?? "no amount up to 32 does it"))
  }

  /// The class aimed at is the one asked for, or the second likeliest where that is what the network says already.
  @Test func theSignStepGoesForTheClassAskedFor() throws {
    let scene = try scene(S.self, ["target": "truck", "amount": "1"])
    let truck = try #require(scene.photos.classes.firstIndex(of: "truck"))
    #expect(scene.attack.other == truck && scene.movedOdds.value > scene.attack.odds.value)
    #expect(scene.steps[try step("sign", of: scene)].formula[0].plain.hasPrefix("truck lags by"))
    let own = try LectureTests.scene(S.self, ["target": "ship"])
    #expect(own.attack.other == own.attack.second && own.attack.other != own.attack.said)
  }

  /// One blur by hand: of single pixels nothing is left inside, of wide fields their middles are.
  @Test func aBlurTakesTheFinestPatternAway() throws {
    let scene = try scene(S.self)
    #expect(scene.fine.left == 0 && scene.wide.left == 1)
    #expect(scene.fine.pattern.values.prefix(4) == [1, -1, 1, -1])
    #expect(scene.steps[try step("checkerboard", of: scene)].question?.isRight("0") == true)
  }

  @Test func unitsThatAreNotThereAreRefused() {
    for values in [["unit": "11"], ["layer": "conv1", "unit": "33"], ["picture": "yours"]] {
      #expect(throws: SettingsError.self) { _ = try scene(S.self, values) }
    }
  }

  @Test func beforeTheWorkIsDoneNothingIsClaimed() throws {
    let scene = try scene(S.self)
    for name in ["bare", "cured", "beside", "seeds", "dream", "several", "amounts"] {
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

  /// Aimed at what the network says anyhow, the steps go for another class, and say why.
  @Test(arguments: [("ship", true), ("second", false), ("frog", false)])
  func anAimThatIsSaidAlreadyIsNotPassedOver(target: String, isSaid: Bool) throws {
    let scene = try scene(S.self, ["target": target])
    let caption = scene.steps[try step("sign", of: scene)].caption.plain
    #expect(caption.contains("for ship it says already") == isSaid)
    #expect(caption.contains("toward \(scene.photos.classes[scene.attack.other])"))
  }

  /// A value at the end of its range can't move on.
  @Test func whatHasNoRoomIsNotSaidToMove() throws {
    let scene = try scene(S.self, ["amount": "32"])
    let far = zip(scene.attack.picture.values, scene.moved.picture.values).map { abs($0 - $1) }
    let isHeld = far.contains { $0 < 31.5 * 2 / 255 }
    #expect(scene.steps[try step("sign", of: scene)].caption.plain.contains("up to 32 levels") == isHeld)
  }

  /// What the cures take away is what had helped: decay pulls to grey, and says nothing of fine patterns.
  @Test(arguments: [
    (["decay": "on", "jitter": "0", "turn": "off", "blur": "off", "smooth": "off"], "strong colours"),
    (["turn": "off", "blur": "off", "smooth": "off"], "patterns that fit one place only"), ([:], "fine patterns"),
  ]) func theReasonIsThatOfTheCures(values: [String: String], reason: String) throws {
    let scene = try finished(S.self, values)
    let caption = scene.steps[try step("cured", of: scene)].caption.plain
    #expect(caption.contains("had helped") ? caption.contains("\(reason) had helped") : !caption.contains(reason))
    #expect(scene.helpers == reason)
  }

  /// With all cures off there is one picture, and no share of one with cures.
  @Test func withoutCuresTwoPicturesAreOne() throws {
    let scene = try finished(S.self, ["jitter": "0", "turn": "off", "blur": "off", "smooth": "off"])
    #expect(scene.steps[try step("beside", of: scene)].caption.plain.contains("both are one picture"))
    #expect(!scene.steps[try step("checkerboard", of: scene)].formula[0].plain.contains("cures"))
  }

  /// Chance that turns an answer where a single step does not is no proof of the direction.
  @Test func theDirectionCountsWhereItIsSooner() {
    #expect(S.isSooner([9], than: []) && S.isSooner([8, 9], than: [29]) && !S.isSooner([], than: [29]))
    #expect(!S.isSooner([], than: []) && !S.isSooner([29], than: [29]))
  }

  /// Below the words of a window of 80 x 24 three lines are left for a note, and all of its formula fits.
  @Test(arguments: ["10", "32"]) func theNotesFitASmallWindow(amount: String) throws {
    for step in try finished(S.self, ["amount": amount]).steps {
      #expect(StyledText(step.note).wrapped(columns: 74).count <= 3, "\(step.note)")
      #expect(step.formula.allSatisfy { $0.columns <= 78 }, "\(step.formula.map(\.plain))")
    }
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
