import CellCanvas
import Testing

@testable import Lecture
@testable import Playback

@Suite struct PlanTests {
  private static let text = """
    lecture: Before lunch
    title 3
    sliding-kernel:3-6 8 stride=2
    max-pool
    sliding-kernel:1-2 kernel=5
    """

  private func player(_ text: String = text, scene: Int = 0, columns: Int = 80) throws -> Player {
    var options = PlayerOptions()
    options.scene = scene
    options.reducedMotion = true
    options.predicts = false
    options.size = Size(columns: columns, rows: 24)
    return Player(plan: try LecturePlan(text), options: options)
  }

  @Test func numbersStepsAndKnobsAreThoseOfThePlan() throws {
    var player = try player()
    #expect(player.text.contains("1 / 4"))
    player.press("]")
    #expect(player.card.id == "sliding-kernel" && player.text.contains("2 / 4"))
    #expect(player.stepIndex == 2 && player.text.contains("1/4"), "the third step is the first that is shown")
    #expect(player.settings.assignments(of: SlidingKernelScene.controls) == ["stride=2"])
    player.press(.end)
    #expect(player.stepIndex == 5 && player.text.contains("4/4"))
    player.press(.home)
    #expect(player.stepIndex == 2)
    player.press("9", .enter)
    #expect(player.text.contains("there are 4 scenes, from 1 to 4"))
    player.press("G")
    #expect(player.text.contains("4 / 4"))
  }

  @Test func theSameSceneTwiceHasItsOwnPlaceAndKnobs() throws {
    var player = try player(scene: 1)
    player.press(.right, .right)
    player.press("4", .enter)
    #expect(player.card.id == "sliding-kernel" && player.stepIndex == 0)
    #expect(player.settings.integer(SlidingKernelScene.kernelSize) == 5)
    player.press("2", .enter)
    #expect(player.stepIndex == 4 && player.settings.integer(SlidingKernelScene.stride) == 2)
  }

  @Test func nextAndBackGoThroughThePlanAlone() throws {
    var player = try player(scene: 1)
    var seen: [String] = []
    for _ in 0..<40 where player.overlay == nil {
      seen.append("\(player.sceneIndex):\(player.stepIndex)")
      player.press(.right)
      // A new press, not a held key.
      player.tick(to: player.now + .seconds(2))
    }
    #expect(Array(seen.prefix(5)) == ["1:2", "1:3", "1:4", "1:5", "2:0"])
    #expect(Array(seen.suffix(2)) == ["3:0", "3:1"])
    #expect(player.text.contains("The end of the lecture") && player.text.contains("Before lunch"))
    player.press(.escape)
    var back: [String] = []
    for _ in 0..<40 where back.last != "1:2" {
      player.press(.left)
      player.tick(to: player.now + .seconds(2))
      back.append("\(player.sceneIndex):\(player.stepIndex)")
    }
    #expect(back == seen.dropLast().reversed())
  }

  @Test func resettingGoesBackToThePlansKnobs() throws {
    var player = try player(scene: 1)
    player.press(.tab, .tab, .up, "r")
    #expect(player.settings.assignments(of: SlidingKernelScene.controls) == ["stride=2"])
    #expect(player.text.contains("the plan's settings"))
  }

  /// Turned, a knob may add steps; those of the plan are shown still, by the moments that they tell.
  @Test func aTurnedKnobKeepsThePlansMoments() throws {
    var player = try player(scene: 1)
    let before = player.shownSteps
    for control in SlidingKernelScene.controls where control.isTurned {
      for text in ["0", "1", "2", "3", "5", "on", "off"] {
        var settings = player.entries[1].settings()
        guard (try? settings.set(control, from: text)) != nil, player.change(to: settings) else { continue }
        #expect(player.shownSteps.contains(player.stepIndex), "\(control.name)=\(text)")
        #expect(player.shownSteps.upperBound <= player.stepCount)
        player.press("r")
        #expect(player.shownSteps == before)
      }
    }
  }

  @Test func aSceneOutsideOfThePlanIsReachedAndComeBackFrom() throws {
    let leads = MaxPoolScene.card.id
    var player = try player("title\nmax-pool\nstride")
    player.press("2", .enter, .right)
    let step = player.stepIndex
    #expect(player.card.id == leads)
    let other = try #require(player.entries.firstIndex { $0.scene.card.id == "channels" })
    player.jump(toScene: other)
    #expect(player.text.contains("not in the plan") && !player.isPlanned)
    #expect(player.text.contains("F come back"))
    // The key that goes on from its end leads back into the plan, where it was left.
    player.press(.end)
    player.tick(to: player.now + .seconds(2))
    player.press(.right)
    #expect(player.card.id == leads && player.stepIndex == step)
    player.jump(toScene: other)
    player.press("F")
    #expect(player.card.id == leads && player.stepIndex == step)
    player.jump(toScene: other)
    player.press("]")
    #expect(player.card.id == leads)
  }

  @Test func linksLeadToThePlansScenesFirst() throws {
    let player = try player("title\nsliding-kernel:1-3\nsliding-kernel")
    #expect(player.scene(called: "sliding-kernel") == 1)
    #expect(try #require(player.scene(called: "alexnet")) >= player.plan.entries.count)
  }

  @Test func contentsListThePlanAndThenTheRest() throws {
    var player = try player()
    player.press("o")
    let text = player.text
    #expect(text.contains("Before lunch") && text.contains("steps 3-6") && text.contains("NOT IN THE PLAN"))
    player.press("3", .enter)
    #expect(player.card.id == "max-pool")
    // Beyond the plan's last scene stand the others.
    player.press("o", "4", .down, .enter)
    #expect(!player.isPlanned && player.card.id == player.plan.others[0].scene.card.id)
  }

  @Test func searchFindsThePlanOnceAndTheRestBeside() throws {
    var player = try player()
    player.press("/")
    let kernel = player.searchIndex.filter { $0.title == SlidingKernelScene.card.title }
    let planned = kernel.filter { $0.scene < player.plan.entries.count }
    #expect(planned.map(\.step) == [2, 3, 4, 5, 0, 1])
    #expect(kernel.filter { $0.scene >= player.plan.entries.count }.map(\.step).min() == 6)
    player.type("channels")
    #expect(player.text.contains("–  ") && player.text.contains("not in the plan"))
    player.press(.enter)
    #expect(player.card.id == "channels")
  }

  @Test func aQuestionBeforeTheFirstShownStepIsNotAsked() throws {
    let count = try SlidingKernelScene(Settings()).steps.count
    let asked = try #require(
      try SlidingKernelScene(Settings()).steps.indices.first { index in
        try SlidingKernelScene(Settings()).steps[index].question != nil
      })
    #expect(asked > 0 && asked < count)
    var options = PlayerOptions()
    options.reducedMotion = true
    var player = Player(plan: try LecturePlan("sliding-kernel:\(asked + 1)-\nmax-pool"), options: options)
    #expect(player.stepIndex == asked)
    player.press(.home)
    #expect(player.stepIndex == asked && !player.text.contains("? " + (player.step.question?.prompt ?? "-")))
  }

  // MARK: Time

  @Test func theLogCountsForEachSceneFromTheFirstScreenOn() throws {
    var player = try player()
    player.tick(to: .seconds(600))
    #expect(!player.talk.hasBegun, "people come in")
    player.press(.right)
    player.tick(to: .seconds(660))
    player.press("]")
    player.tick(to: .seconds(700))
    let other = try #require(player.entries.firstIndex { $0.scene.card.id == "channels" })
    player.jump(toScene: other)
    player.tick(to: .seconds(730))
    player.press("F", "]")
    player.tick(to: .seconds(735))
    #expect(player.log.time(at: 0) == .seconds(60))
    #expect(player.log.time(at: 1) == .seconds(71), "a link is followed on its scene's time")
    #expect(player.log.time(at: 2) == .seconds(3))
    #expect(player.log.total == .seconds(134) && player.log.entries == [0, 1, 2])
  }

  @Test func theLogDividesWhatTheClockCounts() {
    var log = TalkLog()
    log.stand(at: 0, after: .zero)
    log.stand(at: 0, after: .seconds(10))
    log.stand(at: 1, after: .seconds(15))
    log.stand(at: 0, after: .seconds(45))
    #expect(log.time(at: 0) == .seconds(15) && log.time(at: 1) == .seconds(30) && log.total == .seconds(45))
    // A clock that was set gives its time to no scene.
    log.skip(to: .seconds(600))
    log.stand(at: 2, after: .seconds(601))
    #expect(log.time(at: 0) == .seconds(16) && log.entries == [0, 1, 2])
  }

  @Test func aPauseAtTheDeskIsNoTimeOfAScene() throws {
    var player = try player()
    player.press(.right, every: .zero)
    player.tick(to: .seconds(60))
    var clock = player.talk
    clock.pause(at: player.now)
    _ = player.handle(.clock(clock), at: player.now)
    player.tick(to: .seconds(200))
    clock.start(from: TalkPlace(entry: 0), at: .seconds(200))
    _ = player.handle(.clock(clock), at: .seconds(200))
    player.tick(to: .seconds(230))
    #expect(player.log.time(at: 0) == .seconds(90) && player.talk.elapsed(at: player.now) == .seconds(90))
    // Begun anew, nothing of it counts any more; a clock that goes on from another lecture counts from here.
    _ = player.handle(.clock(TalkClock(isRunning: true, origin: TalkPlace(entry: 0), at: player.now)), at: player.now)
    player.tick(to: .seconds(240))
    #expect(player.log.total == .seconds(10))
    let old = TalkClock(elapsed: .seconds(1200), isRunning: true, origin: TalkPlace(entry: 0), at: player.now)
    _ = player.handle(.clock(old), at: player.now)
    player.tick(to: .seconds(245))
    #expect(player.log.total == .seconds(15) && player.talk.elapsed(at: player.now) == .seconds(1205))
  }

  // MARK: Resuming

  @Test func aTalkGoesOnWhereItStopped() throws {
    var player = try player(scene: 1)
    player.press(.right, .tab, .tab, .up)
    let (knobs, step) = (player.settings, player.stepIndex)
    player.press("3", .enter, .right, .right)
    let state = try #require(TalkState(player.talkState.text))
    #expect(state == player.talkState)
    var next = try self.player()
    next.resume(state)
    #expect(next.card.id == "max-pool" && next.stepIndex == 2 && next.text.contains("here the last talk stopped"))
    next.press("2", .enter)
    #expect(next.settings == knobs && next.stepIndex == step)
    #expect(!next.log.entries.contains(0))
  }

  @Test func aChangedPlanIsFollowedByItsScenes() throws {
    var player = try player(scene: 2)
    player.press(.right)
    let state = player.talkState
    var moved = try self.player("max-pool\ntitle")
    moved.resume(state)
    #expect(moved.sceneIndex == 0 && moved.stepIndex == 1)
    var shorter = try self.player("title\nmax-pool:1")
    shorter.resume(state)
    #expect(shorter.sceneIndex == 1 && shorter.stepIndex == 0, "held to what is shown")
    player.open(.end)
    var again = try self.player()
    again.resume(player.talkState)
    #expect(again.sceneIndex == 0 && again.text.contains("came to its end"))
  }

  @Test(arguments: [
    "", "cnnviz talk 2\n1 title 1\n", "cnnviz talk 1\n", "cnnviz talk 1\n1 title\n", "cnnviz talk 1\n0 title 1\n",
    "cnnviz talk 1\n1 title one\n", "cnnviz talk 1\nended\n", "\u{0}\u{1}", "cnnviz talk 1\n-3 title 1",
  ]) func aBrokenStateIsNone(_ text: String) {
    #expect(TalkState(text) == nil)
  }

  @Test func refusedOrUnknownKnobsAreLeftAway() throws {
    var player = try player()
    let text = "cnnviz talk 1\n99 sliding-kernel 999 stride=77\n2 stride 3 nonsense\n7 nowhere 1\n"
    player.resume(try #require(TalkState(text)))
    #expect(player.card.id == "sliding-kernel" && player.shownSteps.contains(player.stepIndex))
    #expect(player.settings == player.entries[player.sceneIndex].settings())
  }
}
