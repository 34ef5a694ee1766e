import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct PredictionTests {
  /// A player before the covered third step of the grids.
  func asked() -> Player {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right, .right)
    return player
  }

  @Test func aQuestionCoversItsStep() {
    let player = asked()
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    #expect(player.text.contains("? How many weights are there"))
    #expect(player.text.contains("step 1 at 100"), "the figure is that of the step before")
    #expect(!player.text.contains("Caption number"))
    #expect(player.text.contains("type an answer and Enter, or → to reveal"))
    #expect(player.text.contains("2/4 ?"))
    #expect(player.text.contains("→ reveal"))
  }

  @Test(arguments: [Key.right, " ", .pageDown, .enter]) func nextRevealsUnscored(key: Key) {
    var player = asked()
    player.press(key)
    #expect(player.stepIndex == 2 && player.scoreText == nil)
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

  @Test func wrongAnswers() {
    var player = asked()
    player.type("-1.5")
    player.press(.enter)
    #expect(player.text.contains("✗ You said −1.5; it is 4."))
    #expect(player.scoreText == "You predicted once; it was not right.")
  }

  @Test func nextWithAnAnswerSubmitsIt() {
    var player = asked()
    player.press("4", .pageDown)
    #expect(player.stepIndex == 2 && player.score.right == 1)
  }

  @Test func unreadableAnswersSayWhatIsWanted() {
    var player = asked()
    player.type("4 x")
    player.type("5")
    player.press(.enter)
    #expect(player.stepIndex == 1, "the question stays")
    #expect(player.text.contains("type a whole number, then Enter"))
    player.press(.right)
    #expect(player.stepIndex == 2 && player.scoreText == nil, "a clicker is never stuck")
  }

  @Test func severalNumbersAndChoices() {
    var player = Player.fake { $0.scene = 2 }
    player.press(.right)
    player.type("55 x 55x96")
    #expect(player.text.contains("55 × 55×96"))
    player.press(.enter)
    #expect(player.text.contains("✓ Right: 55, 55, 96."))
    player.press(.right)
    #expect(player.text.contains("1 average    2 maximum"))
    #expect(player.text.contains("type 1 to 2 and Enter"))
    player.press("3", .enter)
    #expect(player.text.contains("type a number from 1 to 2"))
    player.press(.backspace, "1", .enter)
    #expect(player.text.contains("✗ You said average; it is maximum."))
    #expect(player.scoreText == "You predicted twice; one was right.")
  }

  @Test func theFirstAnswerCounts() {
    var player = asked()
    player.press("5", .enter, .left, "4", .enter)
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

  @Test func keysKeepTheirMeaningWithoutAnAnswer() {
    var player = asked()
    player.press(".")
    #expect(player.blank == .black)
    player.press(".", .backspace)
    #expect(player.visit.stop == Stop(step: 1))
  }

  @Test func aNumberAndGGoToAScene() {
    var player = asked()
    player.press("3", "G")
    #expect(player.sceneIndex == 2)
  }

  @Test func predictionOnAndOff() {
    var player = asked()
    player.press("x")
    #expect(player.visit.stop == Stop(step: 1), "nothing is revealed by the way")
    #expect(player.text.contains("prediction off"))
    player.press(.right)
    #expect(player.visit.stop == Stop(step: 2))
    player.press("x", .left)
    #expect(player.visit.stop == Stop(step: 2, isCovered: true))
    #expect(!player.text.contains("prediction on"))
  }

  @Test func predictionOffElsewhereUncoversASceneThatWasLeft() {
    var player = asked()
    player.press("]", "x", "[")
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
    player.press("4", .enter, "G", .end, .right)
    #expect(player.text.contains("You predicted once; it was right."))
    expect(&player, "q", asksFor: [.quit])
  }
}
