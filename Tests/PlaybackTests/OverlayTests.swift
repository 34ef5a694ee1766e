import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct OverlayTests {
  // MARK: Help

  @Test func theHelpHasEveryKeyOfTheLecture() {
    var player = Player.fake()
    player.press("?")
    var text = player.text
    player.press(.right)
    text += player.text
    for binding in Keymap.standard.bindings[.lecture] ?? [] {
      #expect(text.contains(binding.keyNames), "\(binding.keyNames)")
      #expect(text.contains(binding.help), "\(binding.help)")
    }
    #expect(text.contains("Answering a question") && text.contains("Editing values"))
  }

  @Test func noHelpIsCutShort() {
    for columns in [80, 100, 120, 160, 200] {
      var player = Player.fake { $0.size = Size(columns: columns, rows: 24) }
      player.press(.function(1))
      for _ in player.helpPages {
        #expect(!player.text.contains("…"), "\(columns) columns")
        #expect(player.frame().audit == [])
        player.press(.right)
      }
      #expect(player.overlay == nil, "after the last page the help closes")
    }
  }

  @Test func helpGoesBack() {
    var player = Player.fake()
    player.press("?", .right, .left)
    #expect(player.overlay == .help(page: 0))
    player.press(.left)
    #expect(player.overlay == .help(page: 0))
    player.press("?")
    #expect(player.overlay == nil)
  }

  @Test(arguments: ["?", "o", "/"] as [Key]) func escapeClosesAndChangesNothing(key: Key) {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    let frame = player.frame()
    expect(&player, key, .escape, asksFor: [])
    #expect(player.frame() == frame)
    expect(&player, key, .control("c"), asksFor: [.quit])
  }

  @Test func anOverlayStaysThroughAResize() {
    var player = Player.fake()
    player.press("?", .right)
    _ = player.handle(.resize(Size(columns: 200, rows: 60)), at: player.clock)
    #expect(player.text.contains("Keys") && player.frame().audit == [])
    _ = player.handle(.resize(Size(columns: 30, rows: 10)), at: player.clock)
    #expect(player.frame().audit == [])
    player.press(.right, .left)
    #expect(player.frame().audit == [])
  }

  // MARK: Contents

  @Test(arguments: ["o", .control("p")] as [Key]) func contents(key: Key) {
    var player = Player.fake()
    player.press(key)
    for words in ["WELCOME", "CONVOLUTION", "ARCHITECTURES", "1  Plain words  ● here", "2  Two grids", "3  Long work"] {
      #expect(player.text.contains(words))
    }
    player.press(.down, .enter)
    #expect(player.sceneIndex == 1 && player.overlay == nil)
    player.press(key, .end, .enter)
    #expect(player.sceneIndex == 2)
    player.press(key, .pageUp, .pageUp, .enter)
    #expect(player.sceneIndex == 0)
    player.press(key, .pageDown, .up, .enter)
    #expect(player.sceneIndex == 1)
    player.press(key, .home, "j", "k", "k", " ")
    #expect(player.sceneIndex == 0)
  }

  @Test func theChosenLineIsAlwaysSeen() {
    let scenes = Array(repeating: PlainScene.self as any Scene.Type, count: 100)
    var player = Player(scenes: scenes)
    player.press("o")
    for number in 1...100 {
      #expect(player.text.contains("▸ \(number < 10 ? " " : "")\(number)  Plain words"))
      player.press(.down)
    }
    #expect(visibleLines(of: 5, around: 4, room: 10) == 0..<5)
    #expect(visibleLines(of: 50, around: 49, room: 10) == 40..<50)
    #expect(visibleLines(of: 0, around: 0, room: 10) == 0..<0)
  }

  // MARK: Search

  @Test func searchFindsTitlesAndCaptions() {
    var player = Player.fake()
    player.press("/")
    #expect(player.text.contains("titles and captions"))
    player.type("NUMBER 3")
    #expect(player.text.contains("1 place") && player.text.contains("2  Two grids  step 3"))
    #expect(player.text.contains("Caption number 3 of the grids."))
    player.press(.enter)
    #expect(player.sceneIndex == 1 && player.stepIndex == 2 && !player.visit.stop.isCovered)
    player.press("/")
    player.type("long wo")
    player.press(.enter)
    #expect(player.sceneIndex == 2 && player.stepIndex == 0)
  }

  @Test func signsOfTheKeyboardFindTrueOnes() {
    var player = Player.fake()
    player.press("/")
    player.type("3 x 3")
    #expect(player.text.contains("A kernel of 3 × 3 slides."))
  }

  @Test func searchIsIncremental() {
    var player = Player.fake()
    player.press("/")
    player.type("captionz")
    #expect(player.text.contains("0 places"))
    player.press(.enter)
    #expect(player.overlay != nil, "nothing found, nowhere to go")
    player.press(.backspace)
    #expect(player.text.contains("4 places"))
    player.press(.down, .down, .up, .enter)
    #expect(player.sceneIndex == 1 && player.stepIndex == 1)
  }

  @Test func aFoundStepIsHeldToTheStepsThatThereAre() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.tab, .tab, .up)
    player.press("/")
    player.type("number 4")
    player.press(.enter)
    #expect(player.stepIndex == 3)
  }
}
