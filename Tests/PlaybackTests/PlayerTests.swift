import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct PlayerTests {
  // MARK: Steps

  @Test(arguments: [true, false]) func stepsForwardAndBackGiveEqualFrames(predicts: Bool) {
    var player = Player.fake {
      $0.scene = 1
      $0.predicts = predicts
    }
    player.press(.escape)
    player.settle()
    var frames = [player.frame()]
    for _ in 0..<(predicts ? 4 : 3) {
      player.press(.right)
      player.settle()
      frames.append(player.frame())
    }
    #expect(Set(frames).count == frames.count)
    for frame in frames.dropLast().reversed() {
      player.press(.left)
      #expect(player.frame() == frame)
    }
  }

  @Test(arguments: [Key.right, " ", .enter, .pageDown, "n", "l"]) func nextKeys(key: Key) {
    var player = Player.fake()
    player.press(key)
    #expect(player.stepIndex == 1)
  }

  @Test(arguments: [Key.left, .backspace, .pageUp, "p", "h"]) func previousKeys(key: Key) {
    var player = Player.fake { $0.step = 1 }
    player.press(key)
    #expect(player.stepIndex == 0)
  }

  @Test func homeAndEnd() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.end)
    #expect(player.stepIndex == 3 && player.text.contains("step 3 at 100"))
    player.press(.home)
    #expect(player.stepIndex == 0)
  }

  @Test func beyondTheBeginningNothingHappens() {
    var player = Player.fake()
    player.settle()
    let first = player.frame()
    player.press(.left, .left)
    #expect(player.text.contains("this is the beginning"))
    player.press(.escape)
    #expect(player.frame() == first)
  }

  @Test func beyondTheEndTheScoreIsShown() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.end)
    let last = player.frame()
    player.press(.right)
    #expect(player.text.contains("The end of the lecture"))
    player.press(.right, " ", .pageDown)
    #expect(player.overlay == .end)
    player.press(.left)
    #expect(player.overlay == nil)
    #expect(player.frame() == last)
  }

  // MARK: Animation

  @Test func aStepIsAnimatedAndThenAtRest() throws {
    var player = Player.fake { $0.scene = 1 }
    #expect(player.text.contains("step 0 at 0 "))
    let start = try #require(player.nextTick)
    player.tick(to: start)
    player.tick(to: start + .milliseconds(350))
    #expect(player.text.contains("step 0 at 50 "))
    let next = try #require(player.nextTick)
    #expect(next > player.clock && next <= player.clock + .milliseconds(40))
    player.tick(to: start + .milliseconds(700))
    #expect(player.text.contains("step 0 at 100 "))
    #expect(player.nextTick == nil, "at rest nothing ticks")
  }

  @Test func nextInMidAnimationCompletesItAndMovesOn() {
    var player = Player.fake { $0.scene = 1 }
    player.tick(to: .zero)
    player.tick(to: .milliseconds(100))
    _ = player.handle(.key(.right), at: .milliseconds(100))
    #expect(player.text.contains("step 1 at 0 "))
  }

  @Test func backShowsTheStepComplete() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right, .left)
    #expect(player.text.contains("step 0 at 100"))
    #expect(player.nextTick == nil)
  }

  @Test func reducedMotionShowsStepsAtOnce() {
    var player = Player.fake {
      $0.scene = 1
      $0.reducedMotion = true
    }
    #expect(player.text.contains("step 0 at 100"))
    player.press(.right)
    #expect(player.text.contains("step 1 at 100"))
    #expect(player.nextTick == nil)
  }

  @Test func replay() {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    _ = player.handle(.key(.function(5)), at: player.clock)
    #expect(player.text.contains("step 0 at 0 "))
    player.settle()
    #expect(player.text.contains("step 0 at 100 "))
  }

  @Test func aStepWithoutDurationIsNotAnimated() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.end)
    #expect(player.nextTick == nil && player.progress == 1)
  }

  // MARK: Holding

  @Test(arguments: [33, 100]) func aHeldKeyStaysInItsScene(repeating: Int) {
    var player = Player.fake { $0.scene = 1 }
    player.press(.end)
    player.press(.left)
    // The key goes down, pauses as keyboards do, and repeats.
    var now = player.clock + .seconds(5)
    _ = player.handle(.key(.right), at: now)
    now += .milliseconds(600)
    for _ in 0..<80 {
      _ = player.handle(.key(.right), at: now)
      now += .milliseconds(repeating)
    }
    #expect(player.card.id == "grids" && player.stepIndex == 3)
    #expect(player.text.contains("end of the scene"))
    _ = player.handle(.key(.right), at: now + .milliseconds(300))
    #expect(player.card.id == "work", "a new press goes on")
  }

  @Test func aHeldKeyStaysInItsSceneOnTheWayBack() {
    var player = Player.fake { $0.scene = 1 }
    var now = Duration.seconds(1)
    player.press(.end)
    for _ in 0..<80 {
      now += .milliseconds(33)
      _ = player.handle(.key(.left), at: now)
    }
    #expect(player.card.id == "grids" && player.stepIndex == 0)
    #expect(player.text.contains("beginning of the scene"))
    _ = player.handle(.key(.left), at: now + .milliseconds(300))
    #expect(player.card.id == "plain" && player.stepIndex == 1, "the end of the scene before")
  }

  // MARK: Scenes

  @Test func scenesFollowEachOther() {
    var player = Player.fake()
    player.press(.right, .right)
    #expect(player.card.id == "grids" && player.stepIndex == 0)
    player.press(.left)
    #expect(player.card.id == "plain" && player.stepIndex == 1)
  }

  @Test func sceneKeys() {
    var player = Player.fake()
    player.press("]")
    #expect(player.sceneIndex == 1)
    player.press("N", "N")
    #expect(player.sceneIndex == 2)
    #expect(player.text.contains("last scene"))
    player.press("[")
    #expect(player.sceneIndex == 1)
    player.press("P", "P")
    #expect(player.sceneIndex == 0)
    #expect(player.text.contains("first scene"))
  }

  @Test func goingToAScene() {
    var player = Player.fake()
    player.press("3")
    #expect(player.text.contains("go to scene 3"))
    player.press(.enter)
    #expect(player.sceneIndex == 2)
    player.press("2", "G")
    #expect(player.sceneIndex == 1)
    player.press("g", "g")
    #expect(player.sceneIndex == 0)
    player.press("G")
    #expect(player.sceneIndex == 2)
    player.press("1", "2", .backspace, .enter)
    #expect(player.sceneIndex == 0)
  }

  @Test func numbersOutOfRangeSayHowManyThereAre() {
    for number in ["0", "4", "9999"] {
      var player = Player.fake()
      player.type(number)
      player.press(.enter)
      #expect(player.sceneIndex == 0)
      #expect(player.text.contains("there are 3 scenes, from 1 to 3"))
    }
  }

  @Test func escapeForgetsANumber() {
    var player = Player.fake()
    player.press("3", .escape, .enter)
    #expect(player.sceneIndex == 0 && player.stepIndex == 1)
  }

  @Test func aSceneIsAsItWasLeft() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, .right)
    player.settle()
    let frame = player.frame()
    player.press("]", "[")
    #expect(player.frame() == frame)
  }

  // MARK: Blank screens

  @Test(arguments: [("b", 0), (".", 0), ("w", 255)] as [(Key, UInt8)]) func blankScreens(key: Key, level: UInt8) {
    var player = Player.fake()
    player.settle()
    let frame = player.frame()
    for back in [key, .right, .left, .pageDown, .function(5), .escape] {
      player.press(key)
      #expect(Set(player.frame().cells) == [Cell(paper: .color(red: level, green: level, blue: level))])
      #expect(player.nextTick == nil)
      player.press(back)
      #expect(player.frame() == frame, "\(back.name) brings the lecture back and does nothing else")
    }
    player.press(key, "z")
    #expect(player.blank != nil, "an unknown key does nothing")
    expect(&player, "q", asksFor: [.quit])
  }

  @Test func blackTurnsWhite() {
    var player = Player.fake()
    player.press("b", "w")
    #expect(player.blank == .white)
  }

  // MARK: The rest of the keys

  @Test func themesGoRound() {
    var player = Player.fake()
    #expect(player.theme.name == Theme.all[0].name)
    for theme in Theme.all.dropFirst() + [Theme.all[0]] {
      player.press("t")
      #expect(player.theme.name == theme.name)
      #expect(player.text.contains("theme \(theme.name)"))
    }
  }

  @Test func requests() {
    var player = Player.fake()
    expect(&player, "s", asksFor: [.saveFrame])
    expect(&player, .control("l"), asksFor: [.redraw])
    expect(&player, "m", asksFor: [.mouse(true)])
    expect(&player, "m", asksFor: [.mouse(false)])
    expect(&player, "q", asksFor: [.quit])
    expect(&player, .control("c"), asksFor: [.quit])
    expect(&player, .escape, "z", .function(9), .control("z"), asksFor: [])
  }

  @Test func announcementsVanishAtTheNextKey() {
    var player = Player.fake()
    player.settle()
    let frame = player.frame()
    player.announce("saved frame.svg")
    #expect(player.text.contains("saved frame.svg"))
    player.press("z")
    #expect(player.text.contains("saved frame.svg"), "unknown keys do nothing")
    player.press(.escape)
    #expect(player.frame() == frame)
  }

  @Test func longAnnouncementsTakeTheCaptionsPlace() {
    var player = Player.fake()
    player.announce(String(repeating: "a long way down to a file ", count: 5))
    #expect(player.frame().audit == [])
    #expect(player.text.contains("a long way down to a file a long"))
  }

  @Test func showDrawsWhatTheLectureDraws() throws {
    var lecture = Player.fake { $0.scene = 1 }
    lecture.press(.right)
    lecture.settle()
    var shown = Player.fake()
    try shown.show(scene: 1, step: 1)
    #expect(shown.frame() == lecture.frame())
    #expect(shown.nextTick == nil)
    try shown.show(scene: 1, step: 99, progress: 0.5)
    #expect(shown.text.contains("step 3 at 50"))
    var settings = Settings()
    settings.set(GridScene.stride, to: 3)
    #expect(throws: SettingsError.self) { try shown.show(scene: 1, step: 0, settings: settings) }
  }

  @Test func optionsAreHeldToWhatThereIs() {
    let player = Player.fake {
      $0.scene = 99
      $0.step = 99
      $0.theme = "no such theme"
    }
    #expect(player.sceneIndex == 2 && player.stepIndex == 2 && player.theme.name == "dark")
  }

  // MARK: Sizes

  @Test func tooSmallAWindowSaysWhichSizeItNeeds() {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    let frame = player.frame()
    _ = player.handle(.resize(Size(columns: 60, rows: 20)), at: .zero)
    #expect(player.text.contains("This scene needs 80 × 24;") && player.text.contains("this window has 60 × 20."))
    #expect(player.frame().hotSpots == [])
    for (columns, rows) in [(40, 12), (20, 5), (14, 2), (8, 1), (5, 1), (3, 1), (1, 1), (0, 0)] {
      _ = player.handle(.resize(Size(columns: columns, rows: rows)), at: .zero)
      #expect(player.frame().audit == [] && player.frame().size == Size(columns: columns, rows: rows))
    }
    _ = player.handle(.resize(Size(columns: 80, rows: 24)), at: .zero)
    #expect(player.frame() == frame)
  }

  @Test func aSceneMayBeContentWithLess() {
    let player = Player.fake { $0.size = Size(columns: 30, rows: 10) }
    #expect(player.text.contains("plain 0"))
    #expect(player.frame().audit == [])
  }

  @Test func nothingIsCutAtAnySupportedSize() {
    for columns in stride(from: 30, through: 200, by: 1) {
      for rows in [10, 24, 30, 60] {
        var player = Player.fake { $0.size = Size(columns: columns, rows: rows) }
        #expect(player.frame().audit == [], "\(columns) x \(rows)")
        for key in ["?", "o", "/"] as [Key] {
          player.press(key)
          if key == "/" { player.type("step words") }
          #expect(player.frame().audit == [], "\(key.name) at \(columns) x \(rows)")
          player.press(.escape)
        }
        player.press("G", .end, .right)
        player.sceneIndex = 0
        #expect(player.frame().audit == [], "the end at \(columns) x \(rows)")
      }
    }
  }
}
