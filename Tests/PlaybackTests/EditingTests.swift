import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct EditingTests {
  func value(_ player: Player, _ row: Int, _ column: Int) -> Double? {
    player.settings.edits(GridScene.kernel)[.init(row: row, column: column)]
  }

  @Test func typingReplacesTheValueAtOnce() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", .right, "-")
    #expect(value(player, 0, 1) == nil, "a lone sign is no value")
    #expect(player.text.contains("edit kernel row 1, column 2  −"))
    player.press("7")
    #expect(value(player, 0, 1) == -7)
    #expect(player.text.contains("−7"))
    player.press(.backspace, .backspace)
    #expect(value(player, 0, 1) == nil, "nothing typed, the scene's own value")
    #expect(player.stepIndex == 0)
  }

  /// The step's figure, formula and caption are what the typed value changes: they stay.
  @Test func theStepStaysWhileItsValuesAreTyped() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right)
    player.settle()
    player.press("e")
    #expect(player.playhead.pointer == nil)
    #expect(
      player.text.contains("Caption number 2") && player.text.contains("f = 1") && player.text.contains("step 1 at 100")
    )
    player.press("7")
    #expect(player.text.contains("[ 7 ]") && player.text.contains("Caption number 2") && player.text.contains("f = 1"))
    player.press("c")
    #expect(player.playhead.pointer != nil, "pointing is another thing")
  }

  @Test func theFooterNamesTheValueAsTheFigureDoes() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", .down)
    #expect(player.text.contains("edit kernel row 2, column 1"))
    player.press(.down)
    #expect(player.text.contains("edit the bias "), "the scene's own name")
    var row = Player(scenes: [RowScene.self])
    row.press("e")
    #expect(
      row.text.contains("edit row place 4 ") && !row.text.contains("next grid"), "no row row 1, and no other grid")
  }

  @Test func theCursorFollowsTheScreenAlongAFlippedRow() {
    var player = Player(scenes: [RowScene.self])
    player.press("e")
    let start = player.cursor?.target.column
    #expect(start == 3, "the leftmost of the flipped row is its last")
    player.press(.right)
    #expect(player.cursor?.target.column == 2)
    player.press(.right, .right, .right)
    #expect(player.cursor?.target.column == 0)
    player.press(.left, "5")
    #expect(player.settings.edits(RowScene.row) == [.init(row: 0, column: 1): 5])
    player.press(.enter)
    #expect(player.cursor?.target.column == 0, "Enter goes on as one reads")
  }

  /// Once the editor has opened, what is typed is meant for its values, however shortly a question has closed.
  @Test(arguments: [2, 4, 6, 7]) func theEditorEndsTheGuardForLateAnswers(seconds: Int) {
    for isPointed in [false, true] {
      var player = Player.fake { $0.scene = 1 }
      player.press(.right, .right, "4", .enter)
      #expect(player.visit.stop == Stop(step: 2), "answered")
      player.tick(to: player.clock + .seconds(seconds - 1))
      if isPointed { player.press("c", .enter) } else { player.press("e") }
      #expect(player.cursor?.purpose == .editing && player.text.contains("edit kernel"))
      player.press("7", every: .milliseconds(100))
      #expect(value(player, 0, 0) == 7, "typed \(seconds) s after the answer")
      #expect(!player.text.contains("that question is closed"))
    }
  }

  @Test func enterGoesOnToTheNextValue() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", "1", .enter, "2", .enter, "3", .enter, "4", .enter, "5")
    #expect([value(player, 0, 0), value(player, 0, 1), value(player, 1, 0), value(player, 1, 1)] == [1, 2, 3, 5])
  }

  @Test func theCursorStaysOnWhatCanBeEdited() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", .right, .right, .right)
    #expect(player.cursor?.target == Target(grid: "kernel", row: 0, column: 1))
    player.press(.tab)
    #expect(player.cursor?.target.grid == "bias")
  }

  @Test func valuesAreHeldToTheirRange() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", "1", "2")
    #expect(value(player, 0, 0) == 9)
    #expect(player.text.contains("the numbers of kernel go from −9 to 9"))
    player.press(.enter, ".")
    #expect(player.text.contains("the numbers of kernel are whole numbers"))
    player.press(.enter, "7", ".", "5")
    #expect(player.text.contains("the numbers of kernel are whole numbers"))
    #expect(value(player, 1, 0) == 7, "what follows a point is no digit of a whole number")
    player.press(.tab)
    player.type("0.55")
    #expect(player.settings.edits(GridScene.bias)[.init(row: 0, column: 0)] == 0.5, "one decimal and no more")
  }

  @Test func aRefusedValueIsExplained() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", "8")
    #expect(player.text.contains("✗ a weight of 8 is too heavy for this scene"))
    #expect(value(player, 0, 0) == nil && player.cursor != nil)
    player.press(.backspace, "7")
    #expect(value(player, 0, 0) == 7)
  }

  @Test(arguments: [Key.escape, "e"]) func leaving(key: Key) {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    let frame = player.frame()
    player.press("e", .right, key)
    #expect(player.frame() == frame)
  }

  @Test func otherKeysStillWork() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", .pageDown)
    #expect(player.stepIndex == 1 && player.cursor?.purpose == .editing)
    player.press("t")
    #expect(player.theme.name == "light")
    expect(&player, .control("c"), asksFor: [.quit])
  }

  @Test func theCursorIsSeenWithoutColour() {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    #expect(!player.text.contains("[ 0 ]"))
    player.press("e")
    #expect(player.text.contains("[ 0 ]"))
  }

  @Test func aValueInANarrowCellIsUnderlined() {
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    let target = Target(grid: "kernel", row: 0, column: 0)
    canvas.write("12", column: 1, row: 0)
    canvas.mark(Region(column: 1, row: 0, columns: 2, rows: 1), as: target)
    let player = Player.fake { $0.scene = 1 }
    var pointing = player
    pointing.cursor = Cursor(purpose: .pointing, target: target)
    pointing.drawCursor(in: &canvas)
    #expect(canvas[1, 0].style.contains(.underline) && canvas[2, 0].style.contains(.underline))
    #expect(!canvas[0, 0].style.contains(.underline))
  }

  // MARK: Quitting

  @Test func typedValuesAreNotLostWithoutAWord() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", "7", .escape, "]")
    expect(&player, "q", asksFor: [])
    #expect(player.text.contains("q again quits, and prints how to get them back"))
    #expect(player.frame().audit == [])
    expect(&player, "q", asksFor: [.quit])
    player.press(.escape)
    expect(&player, "q", asksFor: [])
    expect(&player, .right, asksFor: [])
    expect(&player, "q", asksFor: [])
    expect(&player, .control("c"), asksFor: [.quit])
    #expect(player.editedScenes == [EditedScene(id: "grids", step: 1, assignments: ["kernel=7"])])
  }

  @Test func nothingIsAskedWhereNothingWasTyped() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, "e", "7", .backspace, .escape)
    expect(&player, "q", asksFor: [.quit])
    #expect(player.editedScenes == [])
  }

  @Test func whatWasTypedCanBeSetAgain() throws {
    var player = Player.fake { $0.scene = 1 }
    player.press(.up, "e", .right, "-", "3", .down, "5", .tab, .tab)
    if player.cursor?.target.grid != "bias" { player.press(.tab) }
    player.type("-0.5")
    let scene = try #require(player.editedScenes.first)
    #expect(scene.assignments == ["stride=2", "kernel=_,-3;_,5", "bias=-0.5"])
    var settings = Settings()
    for assignment in scene.assignments {
      let parts = assignment.split(separator: "=").map(String.init)
      let control = try #require(GridScene.controls.first { $0.name == parts[0] })
      try settings.set(control, from: parts[1])
    }
    #expect(settings == player.settings)
    var again = Player.fake { $0.scene = 1 }
    try again.begin(with: settings, at: 2)
    #expect(again.settings == player.settings && again.stepIndex == 2)
    #expect(throws: SettingsError.self) {
      var refused = settings
      refused.edit(GridScene.kernel, at: .init(row: 0, column: 0), to: 8)
      try again.begin(with: refused, at: 0)
    }
  }
}

/// A row of values that is drawn from its end to its beginning, and called row.
struct RowScene: Scene {
  static let card = SceneCard(id: "row", title: "A flipped row", part: .convolution)
  static let row = Control.grid("row", in: -9...9, help: "the values")
  static let controls = [row]
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] { [Step(caption: "Flipped.")] }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    for column in 0..<4 {
      canvas.mark(
        Region(column: 30 - 6 * column, row: 3, columns: 5, rows: 1), as: Target(grid: "row", row: 0, column: column))
    }
  }
}
