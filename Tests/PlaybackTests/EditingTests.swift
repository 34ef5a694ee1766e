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
    #expect(player.text.contains("the values of kernel go from −9 to 9"))
    player.press(.enter, ".")
    #expect(player.text.contains("the values of kernel are whole numbers"))
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
}
