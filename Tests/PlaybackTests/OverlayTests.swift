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

  @Test func contentsTakeNumbers() {
    var player = Player(scenes: Array(repeating: PlainScene.self as any Scene.Type, count: 23))
    player.press("o", "1", "8")
    #expect(player.text.contains("▸ 18  Plain words") && player.text.contains("Contents: 18"))
    player.press(.backspace)
    #expect(player.text.contains("▸  1  Plain words"))
    player.press("9", .enter)
    #expect(player.sceneIndex == 18)
    player.press("o", "2", "9")
    #expect(player.text.contains("▸  9  Plain words"), "there is no 29")
    player.press(.down, "0")
    #expect(player.text.contains("▸ 10  Plain words"))
    player.press(.enter)
    #expect(player.sceneIndex == 9 && player.overlay == nil)
  }

  @Test func contentsTakeLetters() {
    var player = Player.fake()
    player.press("o", "l")
    #expect(player.text.contains("▸  3  Long work"))
    player.press("g")
    #expect(player.text.contains("▸  2  Two grids"), "any word of a title")
    player.press("p", "z")
    #expect(player.text.contains("▸  1  Plain words"))
    player.press("/")
    #expect(player.text.contains("Search"))
  }

  @Test func aListSaysThatItGoesOn() {
    let scenes = Array(repeating: PlainScene.self as any Scene.Type, count: 40)
    var player = Player(scenes: scenes)
    player.press("o")
    #expect(player.text.contains("↓ 23 more") && !player.text.contains(/↑ \d+ more/))
    player.press(.pageDown, .pageDown)
    #expect(player.text.contains(/↑ \d+ more/) && player.text.contains(/↓ \d+ more/))
    player.press(.end)
    #expect(player.text.contains("↑ 24 more") && !player.text.contains(/↓ \d+ more/))
    #expect(player.frame().audit == [])
    for columns in 20...60 {
      _ = player.handle(.resize(Size(columns: max(30, columns), rows: 12)), at: player.clock)
      #expect(player.frame().audit == [], "\(columns)")
    }
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

  @Test func theSearchFindsTheStepThatItShows() {
    var player = Player(scenes: [StoryScene.self])
    player.press(.up, .up, "/")
    player.type("the end")
    #expect(player.text.contains("step 8"), "as the scene is now")
    player.press(.enter)
    #expect(player.stepIndex == 7 && player.text.contains("The end of 5."))
  }

  @Test func whatWasFoundCanBeComeBackFrom() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right, "/")
    player.type("number 4")
    player.press(.enter)
    #expect(player.stepIndex == 3)
    player.press("F")
    #expect(player.stepIndex == 1)
  }
}

@Suite struct SearchEntryTests {
  private let entries = [
    SearchEntry(
      scene: 0, step: 0, title: "Sliding a kernel", id: "sliding-kernel",
      caption: "A stride of one: the weights are shared."),
    SearchEntry(
      scene: 0, step: 1, title: "Sliding a kernel", id: "sliding-kernel",
      caption: "With a larger stride some places go."),
    SearchEntry(scene: 1, step: 0, title: "Taking larger strides", id: "stride", caption: "Fewer outputs."),
    SearchEntry(
      scene: 2, step: 0, title: "Parameter sharing", id: "parameter-sharing", caption: "Each weight is used everywhere."
    ),
    SearchEntry(
      scene: 2, step: 1, title: "Parameter sharing", id: "parameter-sharing", caption: "Everywhere the same weights."),
    SearchEntry(scene: 3, step: 0, title: "Pooling", id: "max-pool", caption: "The same as before, without weights."),
  ]

  private func found(_ query: String, in entries: [SearchEntry]? = nil) -> [String] {
    var box = SearchBox()
    for scalar in query.unicodeScalars { box.handle(.typeQuery, .character(scalar), entries ?? self.entries) }
    return box.hits.map { "\($0.scene):\($0.step)" }
  }

  @Test(
    arguments: [
      ("stride", ["1:0", "0:0", "0:1"]), ("strides", ["1:0", "0:0", "0:1"]), ("sharing", ["2:0", "0:0"]),
      ("shared", ["2:0", "0:0"]), ("share", ["2:0", "0:0"]), ("weight sharing", ["2:0", "2:1", "0:0"]),
      ("weights shared", ["2:0", "2:1", "0:0"]), ("same weights", ["2:1", "3:0"]), ("max-pool", ["3:0"]),
      ("pools", ["3:0"]),
      ("kernels", ["0:0"]), ("kern", ["0:0"]), ("larger strides", ["1:0", "0:1"]), ("verywher", ["2:0", "2:1"]),
      ("zebra", []),
      ("?", []), (" ", []),
    ] as [(String, [String])])
  func titlesComeFirstAndFormsAreFound(query: String, places: [String]) {
    #expect(found(query) == places)
  }

  /// Another name of a topic is found as a whole; its words alone lead nowhere, and elsewhere nothing changes.
  @Test(
    arguments: [
      ("more arithmetic", ["4:0", "5:0"]), ("more ar", ["4:0", "5:0"]), ("arithmetic", ["4:0", "5:0"]),
      ("More Arithmetic", ["4:0", "5:0"]), ("deconv", ["5:0"]), ("more", []), ("arith kernels", []),
      ("more weights", []), ("weights", ["0:0", "2:1", "3:0"]),
    ] as [(String, [String])])
  func otherNamesLeadToTheirScenes(query: String, places: [String]) {
    func entry(_ scene: Int, _ step: Int, _ names: [String]) -> SearchEntry {
      SearchEntry(
        scene: scene, step: step, title: "A topic", id: "topic-\(scene)", otherNames: names, caption: "Cells apart.")
    }
    let others = [
      entry(4, 0, ["more arithmetic"]), entry(4, 1, ["more arithmetic"]),
      entry(5, 0, ["more arithmetic", "deconvolution"]),
    ]
    let hits = found(query, in: entries + others)
    #expect(hits.filter { $0 != "2:0" } == places)
  }

  @Test(arguments: [
    ["share", "shares", "shared", "sharing"], ["weight", "weights"], ["pad", "pads", "padded", "padding"],
    ["pool", "pools", "pooled", "pooling"], ["stride", "strides", "striding"], ["dilate", "dilated", "dilation"],
    ["connect", "connected", "connections"], ["copy", "copies"], ["filter", "filters", "filtered", "filtering"],
    ["bias", "biases"], ["pass", "passes", "passed"], ["edge", "edges"], ["box", "boxes"], ["class", "classes"],
  ]) func formsOfAWord(forms: [String]) {
    #expect(Set(forms.map(SearchWord.stem)).count == 1, "\(forms.map(SearchWord.stem))")
  }

  @Test func wordsApartStayApart() {
    let words = [
      "map", "max", "mean", "pool", "pad", "pass", "place", "plane", "kernel", "stride", "string", "thing", "this",
    ]
    #expect(Set(words.map(SearchWord.stem)).count == words.count)
  }
}
