import CellCanvas
import Lecture
import Testing

@testable import Playback

/// A player before the covered third step of the grids, whose answer is 4.
private func asked() -> Player {
  var player = Player.fake { $0.scene = 1 }
  player.press(.right, .right)
  return player
}

@Suite struct PredictionTests {
  @Test func aQuestionCoversItsStep() {
    let player = asked()
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    #expect(player.text.contains("? How many weights are there"))
    #expect(player.text.contains("step 1 at 100"), "the figure is that of the step before")
    #expect(!player.text.contains("Caption number"))
    #expect(player.text.contains("type a number and Enter, or → to reveal"))
    #expect(player.text.contains("2/4 ?"))
    #expect(player.text.contains("→ reveal") && player.text.contains("? help"))
    #expect(!player.text.contains("e edit") && !player.text.contains("c point"), "letters are an answer now")
  }

  @Test(arguments: [Key.right, " ", .pageDown, .enter]) func nextRevealsUnscored(key: Key) {
    var player = asked()
    player.press(key)
    #expect(player.visit.stop == Stop(step: 2) && player.scoreText == nil)
    #expect(player.text.contains("Caption number 3"))
  }

  @Test func rightAnswers() {
    var player = asked()
    player.type("5")
    player.press(.backspace, "4")
    #expect(player.text.contains("your answer  4"))
    player.press(.enter)
    #expect(player.stepIndex == 2)
    #expect(player.text.contains("✓ Right: 4."))
    #expect(player.scoreText == "You predicted once; it was right.")
    player.press(.escape)
    #expect(!player.text.contains("Right"))
  }

  @Test func aWrongAnswerMayBeTriedAgain() {
    var player = asked()
    player.type("-1.5")
    player.press(.enter)
    #expect(player.visit.stop.isCovered, "the question stays")
    #expect(player.text.contains("✗ Not −1.5. Try once more, or → to reveal."))
    #expect(player.text.contains("2/4 ?"), "the count stays, too")
    player.press("4")
    #expect(player.text.contains("your answer  4 ") && !player.text.contains("✗"), "the refused answer is cleared")
    player.press(.enter)
    #expect(player.visit.stop == Stop(step: 2) && player.text.contains("✓ Right at the second try: 4."))
    #expect(player.scoreText == "You predicted once; it was not right.", "the first answer counts")
  }

  @Test func theSecondWrongAnswerIsTold() {
    var player = asked()
    player.press("5", .enter, "6", .enter)
    #expect(player.visit.stop == Stop(step: 2))
    #expect(player.text.contains("✗ You said 6; it is 4."))
    #expect(player.scoreText == "You predicted once; it was not right.")
  }

  @Test func enterOnARefusedAnswerReveals() {
    var player = asked()
    player.press("5", .enter, .enter)
    #expect(player.visit.stop == Stop(step: 2) && player.text.contains("✗ You said 5; it is 4."))
  }

  @Test func afterAWrongAnswerAClickerGoesOn() {
    var player = asked()
    player.press("5", .enter, .pageDown)
    #expect(player.visit.stop == Stop(step: 2) && player.text.contains("✗ You said 5; it is 4."))
  }

  /// Space reveals after a wrong answer as it does before the first one, and types a blank only within an answer.
  @Test func afterAWrongAnswerSpaceReveals() {
    var player = asked()
    player.press("5", .enter)
    #expect(player.text.contains("→ reveal") && player.text.contains("Esc forget"))
    player.press(" ")
    #expect(player.visit.stop == Stop(step: 2) && player.text.contains("✗ You said 5; it is 4."))
    #expect(player.scoreText == "You predicted once; it was not right.")
  }

  @Test func spaceRevealsWhatIsOpenAgain() {
    for keys in [[.escape], [.backspace]] as [[Key]] {
      var player = asked()
      player.press("5", .enter)
      for key in keys { player.press(key) }
      #expect(player.visit.stop.isCovered && player.text.contains("type a number and Enter, or → to reveal"))
      player.press(" ")
      #expect(player.visit.stop == Stop(step: 2))
    }
    // What could not be read is typed anew: the first blank is none of it, the next one reveals.
    var player = asked()
    player.type("a lot")
    player.press(.enter, " ")
    #expect(player.visit.stop.isCovered && player.text.contains("type a number and Enter, or → to reveal"))
    player.press(" ")
    #expect(player.visit.stop == Stop(step: 2) && player.scoreText == nil)
  }

  @Test func withinAnAnswerSpaceIsABlank() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right)
    player.type("55 55 95")
    player.press(.enter)
    #expect(player.visit.stop.isCovered && player.text.contains("✗ Not 55 55 95."))
    player.type("55 55 96")
    #expect(player.text.contains("your answer  55 55 96"))
    player.press(.enter)
    #expect(player.text.contains("✓ Right at the second try"))
  }

  @Test(arguments: [("4", true), ("5", false)]) func nextWithAnAnswerSubmitsIt(answer: String, isRight: Bool) {
    var player = asked()
    player.type(answer)
    player.press(.pageDown)
    #expect(player.visit.stop == Stop(step: 2) && player.score.count == 1 && player.score.right == (isRight ? 1 : 0))
  }

  @Test func unreadableAnswersSayWhatIsWanted() {
    var player = asked()
    player.type("a lot")
    #expect(player.text.contains("your answer  a lot    type a number"), "already while it is typed")
    player.press(.enter)
    #expect(player.visit.stop.isCovered && player.scoreText == nil, "the question stays")
    #expect(player.text.contains("✗ type one number, in digits or as a word"))
    player.press(.right)
    #expect(player.visit.stop == Stop(step: 2) && player.scoreText == nil, "a clicker is never stuck")
  }

  @Test func severalNumbers() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right)
    #expect(player.text.contains("type three numbers and Enter"))
    player.type("55 x 55x96")
    #expect(player.text.contains("55 × 55×96"))
    player.press(.enter)
    #expect(player.text.contains("✓ Right: 55, 55, 96."))
  }

  @Test func tooFewNumbersAreAskedForAgain() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right)
    player.type("55")
    player.press(.enter)
    #expect(player.visit.stop.isCovered && player.score.count == 0)
    #expect(player.text.contains("✗ type three numbers, with a space between them"))
    player.type(" 55 96")
    #expect(player.text.contains("your answer  55 55 96"), "the others are added")
    player.press(.enter)
    #expect(player.score.right == 1)
  }

  @Test func choices() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right, .right, .right)
    #expect(player.text.contains("1 average    2 maximum"))
    #expect(player.text.contains("type 1 or 2 and Enter"))
    player.press("3", .enter)
    #expect(player.text.contains("✗ type 1 or 2, or the words") && player.visit.stop.isCovered)
    player.press("1")
    #expect(player.text.contains("your answer  1 ") && player.text.contains("read as average"), "no 31")
    player.press(.enter)
    #expect(player.text.contains("✗ You said “average”; it is “maximum”."), "of two a second try would be the answer")
  }

  @Test func theWordsOfAChoiceAreAnAnswer() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right, .right, .right)
    player.type("maximum")
    player.press(.enter)
    #expect(player.text.contains("✓ Right: “maximum”.") && player.card.id == "work")
  }

  @Test func aSetGivesItsCountNotAway() {
    var player = Player(scenes: [SetScene.self])
    player.press(.right)
    #expect(player.text.contains("type all their numbers and Enter"))
    player.press("3", .enter)
    #expect(player.visit.stop.isCovered && player.score.count == 0)
    #expect(player.text.contains("✗ type all their numbers, with spaces between them or as from-to"))
    player.type(", 2, 4")
    player.press(.enter)
    #expect(player.text.contains("✓ Right: 2, 3, 4."))
    player.press(.left)
    player.press("3", .enter, .enter)
    #expect(player.text.contains("Not 3."), "who insists is judged")
  }

  @Test func theFirstAnswerCounts() {
    var player = asked()
    player.press("5", .enter, .right, .left, "4", .enter)
    #expect(player.text.contains("Right: 4."), "it is still told")
    #expect(player.score.count == 1 && player.score.right == 0)
    player.press(.up, .left, "4", .enter)
    #expect(player.score.count == 2 && player.score.right == 1, "other settings ask anew")
  }

  @Test func goingBackForgetsWhatWasTyped() {
    var player = asked()
    let frame = player.frame()
    player.press("7", .left, .right)
    #expect(player.stepIndex == 1)
    player.press("7", .escape)
    #expect(player.frame() == frame)
    #expect(player.visit.stop.isCovered)
  }

  @Test func predictionOnAndOff() {
    var player = asked()
    player.press(.left, "x")
    #expect(player.text.contains("prediction off"))
    player.press(.right)
    #expect(player.visit.stop == Stop(step: 2))
    player.press("x", .left)
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    #expect(!player.text.contains("prediction on"))
  }

  @Test func predictionOffElsewhereUncoversASceneThatWasLeft() {
    var player = asked()
    player.press(.control("p"), .down, .enter, "x", "[")
    #expect(player.visit.stop == Stop(step: 1))
  }

  @Test func scores() {
    var score = Score()
    #expect(score.text == nil)
    func add(_ isRight: Bool) { score.count(isRight, on: .init(scene: score.count, step: 1, settings: Settings())) }
    add(true)
    add(true)
    #expect(score.text == "You predicted twice; both were right.")
    for _ in 0..<3 { add(true) }
    #expect(score.text == "You predicted 5 times; all were right.")
    for _ in 0..<2 { add(false) }
    #expect(score.text == "You predicted 7 times; 5 were right.")
  }

  @Test func theEndShowsTheScore() {
    var player = asked()
    player.press("4", .enter)
    player.tick(to: player.clock + .seconds(9))
    player.press("G", .end, .right)
    #expect(player.text.contains("You predicted once; it was right."))
    expect(&player, "q", asksFor: [.quit])
  }
}

// MARK: What is typed belongs to the answer

@Suite struct AnswerKeyTests {
  /// All that typing must not change.
  private struct Rest: Equatable {
    let scene, step: Int
    let settings: Settings
    let theme: String
    let predicts, isMouseOn, isBlank, plays: Bool
    let cursor: Cursor?
    let overlay: Overlay?
    let knob: Int

    init(_ player: Player) {
      (scene, step, settings, theme) = (player.sceneIndex, player.stepIndex, player.settings, player.theme.name)
      (predicts, isMouseOn, isBlank) = (player.predicts, player.isMouseOn, player.blank != nil)
      (plays, cursor, overlay, knob) = (player.autoplay.isOn, player.cursor, player.overlay, player.visit.knob)
    }
  }

  @Test(arguments: [
    "nine", "less noise, more lag", "48 weights", "x2, x3", "6*8", "[2, 3]", "/find", "<5", "> 3", "gg", "G", "g7",
    "7G", "N",
    "P", "save", "edit", "w", "b", "black", "tmx", "rear", "abcdefghijklmnoprstuvwyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "5?", "4q", "!@#$%^&*()_+{}|:<>~", "é ü ß",
  ]) func whatIsTypedChangesNothingElse(text: String) {
    var player = asked()
    let rest = Rest(player)
    for scalar in text.unicodeScalars {
      #expect(player.press(.character(scalar), every: .milliseconds(120)) == [], "\(scalar)")
      #expect(Rest(player) == rest, "\(scalar) of \(text)")
      #expect(player.visit.stop.isCovered && player.frame().audit == [])
    }
    #expect(player.attempt.text == text)
    player.press(.enter, every: .milliseconds(120))
    #expect(Rest(player) == rest || player.visit.stop == Stop(step: 2), "a hint, or the answer")
  }

  /// Every key that types something, one after the other.
  @Test func noLetterRunsACommand() {
    let kept: Set<Unicode.Scalar> = [" ", "?", "q", "."]
    for value in 0x21...0x7E {
      guard let scalar = Unicode.Scalar(UInt32(value)), !kept.contains(scalar) else { continue }
      var player = asked()
      let rest = Rest(player)
      #expect(player.press(.character(scalar)) == [] && Rest(player) == rest, "\(scalar)")
      #expect(player.attempt.text == String(Character(scalar)))
    }
  }

  @Test func aFewKeysKeepTheirMeaningWhileNothingIsTyped() {
    var player = asked()
    player.press("?")
    #expect(player.overlay == .help(page: 0))
    player.press(.escape, ".")
    #expect(player.blank == .black)
    player.press(".", .backspace)
    #expect(player.visit.stop == Stop(step: 1))
    player.press(.right)
    expect(&player, "q", asksFor: [.quit])
  }

  @Test func arrowsAndFunctionKeysKeepTheirMeaning() {
    var player = asked()
    player.press(.up)
    #expect(player.settings.integer(GridScene.stride) == 2 && player.visit.stop.isCovered)
    player.press(.tab)
    #expect(player.knob == GridScene.mode)
    player.press(.function(1))
    #expect(player.overlay == .help(page: 0))
    player.press(.escape, .left)
    #expect(player.visit.stop == Stop(step: 1))
    player.press(.right, "4")
    expect(&player, .control("c"), asksFor: [.quit])
    expect(&player, .control("l"), asksFor: [.redraw])
  }

  @Test func widthAndControlSignsStayOut() {
    var player = asked()
    player.type("漢🙂\u{301}\u{200B}4")
    #expect(player.attempt.text == "4")
    player.type(String(repeating: "9", count: 200))
    #expect(player.attempt.text.count == 50 && player.frame().audit == [])
  }

  @Test func aQuestionCanBeLeftByTheContents() {
    var player = asked()
    player.press("7")
    #expect(player.text.contains("Ctrl-P contents"))
    player.press(.control("p"), "3", .enter)
    #expect(player.sceneIndex == 2)
  }

  @Test func aBackspaceTooManyDoesNotLeave() {
    var player = asked()
    player.press("4", .backspace, every: .milliseconds(100))
    player.press(.backspace, .backspace, every: .milliseconds(100))
    #expect(player.visit.stop.isCovered)
    player.tick(to: player.clock + .seconds(2))
    player.press(.backspace)
    #expect(player.visit.stop == Stop(step: 1))
  }

  @Test func theCursorWaits() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right, "c")
    let pointed = player.playhead.pointer
    #expect(pointed != nil)
    player.press(.pageDown)
    #expect(player.visit.stop.isCovered && player.playhead.pointer == nil, "it would be a way to the answer")
    #expect(player.text.contains("→ to reveal"))
    player.press("c", .escape, .right)
    #expect(player.visit.stop == Stop(step: 2), "→ reveals, as the screen says")
    #expect(player.playhead.pointer == pointed, "and the cursor is back")
  }

  @Test func theMouseWaits() throws {
    var player = Player.fake { $0.scene = 1 }
    player.press("m", .right, .right)
    let spot = try #require(player.frame().hotSpots.first { $0.target.grid == "output" })
    _ = player.handle(.mouse(MouseEvent(.moved, at: spot.region.origin)), at: player.clock)
    #expect(player.playhead.pointer == nil)
    let value = try #require(player.frame().hotSpots.first { $0.target.grid == "kernel" })
    _ = player.handle(.mouse(MouseEvent(.pressed, at: value.region.origin)), at: player.clock)
    #expect(player.cursor == nil && player.text.contains("answer first"))
  }
}

// MARK: Too late

@Suite struct LateTypingTests {
  private func closed(_ close: (inout Player) -> Void) -> Player {
    var player = asked()
    close(&player)
    #expect(player.visit.stop == Stop(step: 2))
    return player
  }

  private static let closings: [(String, @Sendable (inout Player) -> Void)] = [
    ("revealed", { $0.press(.right) }), ("right", { $0.press("4", .enter) }),
    ("wrong", { $0.press("5", .enter, "6", .enter) }), ("unread", { $0.press("z", .pageDown) }),
    (
      "autoplay",
      { player in
        player.press(.left, "a")
        while player.visit.stop != Stop(step: 2), let next = player.nextTick { player.tick(to: next) }
      }
    ),
  ]

  @Test(arguments: closings.indices, ["5", "12", "nine", "less noise, more lag", "save", "gx", "green", "x2"])
  func itGoesNowhere(closing: Int, text: String) {
    var player = closed(Self.closings[closing].1)
    let settings = player.settings
    for scalar in text.unicodeScalars {
      #expect(player.press(.character(scalar), every: .milliseconds(150)) == [], "\(scalar)")
    }
    #expect(player.press(.enter, every: .milliseconds(150)) == [])
    #expect(player.sceneIndex == 1 && player.visit.stop == Stop(step: 2), "\(Self.closings[closing].0): \(text)")
    #expect(player.cursor == nil && player.overlay == nil && player.settings == settings && player.typedNumber == nil)
    #expect(player.predicts && player.theme.name == "dark")
  }

  @Test func aLateDigitSaysHowToGoToAScene() {
    var player = closed { $0.press(.right) }
    player.press("3")
    #expect(player.text.contains("that question is closed; g3 and Enter goes to scene 3"))
    player.press("g", "3")
    #expect(player.text.contains("go to scene 3"))
    player.press(.enter)
    #expect(player.sceneIndex == 2)
  }

  @Test func afterAPauseDigitsLeadAwayAgain() {
    var player = closed { $0.press(.right) }
    player.tick(to: player.clock + .seconds(9))
    player.press("3", .enter)
    #expect(player.sceneIndex == 2)
  }

  @Test func afterAPauseLettersAreKeysAgain() {
    var player = closed { $0.press("4", .enter) }
    player.tick(to: player.clock + .seconds(2))
    player.press("n")
    #expect(player.stepIndex == 3)
    player = closed { $0.press(.right) }
    player.press("l", "e", "s", every: .milliseconds(100))
    #expect(player.text.contains("letters are keys again in a moment"))
    player.tick(to: player.clock + .seconds(3))
    player.press("n")
    #expect(player.stepIndex == 3)
  }

  @Test func keysThatTypeNothingGoOnAtOnce() {
    for key in [Key.right, .pageDown, " ", .enter] {
      var player = closed { $0.press(.right) }
      player.press(key, every: .milliseconds(50))
      #expect(player.stepIndex == 3, "\(key.name)")
    }
    var player = closed { $0.press(.right) }
    player.press("?", every: .milliseconds(50))
    #expect(player.overlay == .help(page: 0))
    player = closed { $0.press(.right) }
    expect(&player, "q", asksFor: [.quit])
  }
}

/// Asks for a set.
private struct SetScene: Scene {
  static let card = SceneCard(id: "set", title: "A set", part: .convolution)
  static let controls: [Control] = []
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] {
    [
      Step(caption: "Units."),
      Step(caption: "These.", question: Question("Which does s3 see", answer: .set([2, 3, 4]))),
    ]
  }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {}
}
