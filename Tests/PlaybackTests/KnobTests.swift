import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct KnobTests {
  @Test func knobsAreChosenRoundAndRound() {
    var player = Player.fake { $0.scene = 1 }
    #expect(player.text.contains("↕stride 1  mode soft  wide off"))
    player.press(.tab)
    #expect(player.text.contains(" stride 1 ↕mode soft  wide off"))
    #expect(player.text.contains("mode: how it is done"))
    player.press(.tab, .tab)
    #expect(player.knob == GridScene.stride, "grids are not turned")
    player.press(.backtab)
    #expect(player.knob == GridScene.wide)
  }

  @Test func turning() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up)
    #expect(player.settings.integer(GridScene.stride) == 2 && player.text.contains("↕stride 2"))
    player.press(.down)
    #expect(player.settings == Settings())
    player.press(.down)
    #expect(player.text.contains("stride is at its lowest, 1"))
    player.press(.tab, .up)
    #expect(player.settings.choice(GridScene.mode) == "hard")
    player.press(.up)
    #expect(player.settings.choice(GridScene.mode) == "soft")
    player.press(.tab, .up)
    #expect(player.settings.isOn(GridScene.wide))
  }

  @Test func aTurnedKnobShowsTheStepComplete() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right)
    _ = player.handle(.key(.up), at: player.clock)
    #expect(player.text.contains("step 1 at 100") && player.nextTick == nil)
  }

  @Test func theLastStepStaysTheLast() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.tab, .tab, .end, .up)
    #expect(player.stepIndex == 5)
    player.press(.left, .up)
    #expect(player.stepIndex == 3, "held to the steps that there are")
  }

  @Test func refusalsAreShownAndChangeNothing() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, .escape)
    let (settings, frame) = (player.settings, player.frame())
    player.press(.up)
    #expect(player.settings == settings)
    #expect(player.text.contains("✗ (7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit"))
    #expect(!player.text.contains("Caption number"), "the sentence stands in the caption's place")
    player.press(.escape)
    #expect(player.frame() == frame)
  }

  @Test func whatLiesBehindARefusedValueCanBeReached() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, .up, .up)
    #expect(player.settings.integer(GridScene.stride) == 4)
    player.press(.up)
    #expect(player.text.contains("stride is at its highest, 4"))
    player.press(.down, .down)
    #expect(player.settings.integer(GridScene.stride) == 2)
  }

  /// Behind refused values the knob says where it stands, and turns back from there.
  @Test func aKnobThatIsRefusedToItsEndStaysWhereItStands() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, .up)
    #expect(player.settings.integer(GridScene.stride) == 2 && player.text.contains("not a whole number"))
    player.press(.down)
    #expect(player.text.contains("stride stays at 2") && !player.text.contains("does not depend"))
    player.press(.down)
    #expect(player.settings.integer(GridScene.stride) == 1)
  }

  @Test func reset() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, "e", "7", .escape, "r")
    #expect(player.settings == Settings())
    #expect(player.text.contains("standard settings"))
  }

  @Test func theViewersPictureIsInEveryScene() {
    let picture = Picture(width: 1, height: 1, bytes: [1, 2, 3])
    var player = Player.fake { ($0.scene, $0.picture) = (1, picture) }
    #expect(player.settings == Settings(picture: picture))
    player.press(.up, "r")
    #expect(player.settings == Settings(picture: picture), "reset keeps it")
    player.press("N")
    #expect(player.sceneIndex == 2 && player.settings.picture == picture)
  }

  @Test func aSceneWithoutKnobsSaysSo() {
    var player = Player.fake()
    player.press(.tab)
    #expect(player.text.contains("this scene has no knobs to turn"))
    player.press(.escape, .up)
    #expect(player.text.contains("this scene has no knobs to turn"))
  }

  // MARK: The same moment

  private func told(_ player: Player) -> String { player.visit.step.caption.plain }

  @Test func aKnobKeepsTheMoment() {
    var player = Player(scenes: [StoryScene.self])
    player.press("x", .end)
    for _ in 0..<6 {
      player.press(.up)
      #expect(told(player).hasPrefix("The end of "))
    }
    player.press(.left)
    #expect(told(player) == "An aside: by the way.")
    for _ in 0..<8 { player.press(.down) }
    #expect(told(player) == "An aside: by the way." && player.settings.integer(StoryScene.count) == 1)
  }

  @Test func turningBackReturns() {
    var player = Player(scenes: [StoryScene.self])
    player.press("x", .up, .up, .home, .right, .right, .right, .right)
    #expect(told(player) == "Number 4.")
    player.press(.down, .down)
    #expect(told(player) == "Number 3.", "the nearest that exists")
    player.press(.down, .down)
    #expect(told(player) == "Number 1.")
    player.press(.up, .up, .up, .up)
    #expect(told(player) == "Number 4.")
    player.press(.down, .down, .left, .up, .up)
    #expect(told(player) == "Number 2.", "who moves of their own stays where they went")
  }

  @Test func whatIsNotToldNowIsReturnedTo() {
    var player = Player(scenes: [StoryScene.self])
    player.press("x", .end, .left, .tab, .up)
    #expect(told(player) == "Number 3.", "what was told before it")
    player.press(.up)
    #expect(told(player) == "An aside: by the way.")
  }

  @Test func aQuestionStaysAQuestion() {
    var player = Player(scenes: [StoryScene.self])
    player.press(.up, .up, .right, .right)
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    player.press(.down, .down)
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    player.press(.down, .down)
    #expect(told(player) == "Number 1.", "nothing is revealed by the way")
    player.press(.up, .up)
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
  }

  @Test func aMomentIsKnownByItsName() throws {
    let scene = try StoryScene(Settings())
    #expect((0..<6).map { scene.momentName(of: $0) } == ["start", "one", "one", "one", "aside", "end"])
    #expect(try PlainScene(Settings()).momentName(of: 0) == nil)
  }

  @Test func aKnobThatChangesNothingHereSaysSo() {
    var player = Player(scenes: [StoryScene.self])
    player.press(.backtab, .up)
    #expect(player.text.contains("idle is 2 now; nothing changes in this step"))
    var other = Player.fake { $0.scene = 1 }
    other.press(.tab, .up)
    #expect(!other.text.contains("does not depend"))
  }

  /// What is still being worked out looks the same before it comes, whatever it depends on.
  @Test func nothingIsSaidOfAKnobWhileResultsAreToCome() throws {
    var player = Player.fake { $0.scene = 2 }
    player.press(.up)
    #expect(player.settings.integer(WorkScene.size) == 2 && !player.text.contains("does not depend"))
    let (id, _) = try #require(player.wantedWork)
    _ = player.handle(.work(id, .finished), at: player.clock)
    player.press(.tab, .up)
    #expect(player.text.contains("zoom is 2 now; nothing changes in this step"))
  }
}
