import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct PointingTests {
  func target(_ grid: String, _ row: Int, _ column: Int) -> Target { Target(grid: grid, row: row, column: column) }

  @Test func theCursorMovesWithinAGridAndOver() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c")
    #expect(player.playhead.pointer == target("kernel", 0, 0))
    player.press(.right)
    #expect(player.playhead.pointer == target("kernel", 0, 1))
    player.press(.right)
    #expect(player.playhead.pointer == target("output", 0, 0), "to the neighbouring grid")
    player.press(.down, .down)
    #expect(player.playhead.pointer == target("output", 1, 0), "no further than there is something")
    player.press(.left)
    #expect(player.playhead.pointer == target("kernel", 1, 1))
    player.press(.left, .down)
    #expect(player.playhead.pointer == target("bias", 0, 0))
    player.press(.up)
    #expect(player.playhead.pointer == target("kernel", 1, 0))
  }

  @Test func tabGoesToTheNextGrid() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c", .down, .tab)
    #expect(player.playhead.pointer?.grid == "kernel" || player.playhead.pointer?.grid == "output")
    let grids = (0..<3).map { _ in
      player.press(.tab)
      return player.playhead.pointer?.grid ?? ""
    }
    #expect(Set(grids) == ["kernel", "bias", "output"])
    player.press(.tab, .backtab)
    #expect(player.playhead.pointer?.grid == grids[2])
  }

  @Test func remarksTakeTheCaptionsPlace() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c")
    #expect(player.text.contains("Caption number 1"), "no remark, the step's caption")
    player.press(.right, .right)
    #expect(player.text.contains("Output 0, 0.") && player.text.contains("o = 5"))
    #expect(!player.text.contains("Caption number 1"))
    #expect(player.text.contains("[ 5 ]"), "marked not by colour alone")
    #expect(player.text.contains("←→↑↓ move"))
  }

  @Test(arguments: [Key.escape, "c"]) func leaving(key: Key) {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    let frame = player.frame()
    player.press("c", .right, key)
    #expect(player.frame() == frame)
  }

  @Test func stepsGoOnWhilePointing() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c", .pageDown)
    #expect(player.stepIndex == 1 && player.playhead.pointer != nil)
    player.press(.pageDown, "4", .enter)
    #expect(player.stepIndex == 2 && player.score.right == 1, "answers can be typed while pointing")
  }

  @Test func aVanishedTargetGivesWayToTheNearest() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c", .right)
    var settings = player.settings
    settings.set(GridScene.mode, to: "hard")
    let isTaken = player.change(to: settings)
    #expect(isTaken)
    #expect(player.playhead.pointer == target("kernel", 0, 0))
    player.press("]")
    #expect(player.playhead.pointer == nil)
  }

  @Test func aFigureWithoutTargetsSaysSo() {
    var player = Player.fake()
    player.press("c")
    #expect(player.text.contains("nothing to point at"))
    player.press("e")
    #expect(player.text.contains("no values to edit"))
    // Digits were meant for a value: they lead nowhere, unless somebody asks for it.
    let scene = player.sceneIndex
    player.press("2", .enter)
    #expect(player.sceneIndex == scene && player.typedNumber == nil)
    player.press("e", "2")
    #expect(player.text.contains("no values to edit in this figure; g2 and Enter goes to scene 2"))
    player.press("g", "2", .enter)
    #expect(player.sceneIndex == 1)
  }

  @Test func enterOpensWhatCanBeEdited() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c", .enter)
    #expect(player.cursor?.purpose == .editing && player.stepIndex == 0)
    player.press(.escape, "c", .right, .right, .enter)
    #expect(player.cursor?.purpose == .pointing && player.stepIndex == 0, "no step is taken by the way")
    #expect(player.text.contains("no link here, and nothing to edit; PgDn goes on"))
  }

  @Test func tabIsOfferedWhereThereIsAnotherGrid() {
    var player = Player.fake { $0.scene = 1 }
    player.press("c")
    #expect(player.text.contains("Tab next grid"))
    var row = Player(scenes: [RowScene.self])
    row.press("c")
    #expect(!row.text.contains("Tab next grid") && row.text.contains("move"))
    row.press(.tab)
    #expect(row.text.contains("this is the only grid here"))
  }

  // MARK: The mouse

  func point(of target: Target, _ player: Player) throws -> Point {
    try #require(player.frame().hotSpots.last { $0.target == target }).region.origin
  }

  @Test func theMousePoints() throws {
    var player = Player.fake { $0.scene = 1 }
    player.settle()
    let place = try point(of: target("output", 1, 1), player)
    _ = player.handle(.mouse(MouseEvent(.moved, at: place)), at: player.clock)
    #expect(player.playhead.pointer == nil, "not before the mouse is on")
    player.press("m")
    _ = player.handle(.mouse(MouseEvent(.moved, at: place)), at: player.clock)
    #expect(player.playhead.pointer == target("output", 1, 1))
    #expect(player.text.contains("Output 1, 1."))
    _ = player.handle(.mouse(MouseEvent(.moved, at: Point(column: 79, row: 12))), at: player.clock)
    #expect(player.playhead.pointer == nil)
  }

  @Test func clickingAnEditableValueEditsIt() throws {
    var player = Player.fake { $0.scene = 1 }
    player.press("m")
    let output = try point(of: target("output", 0, 0), player)
    _ = player.handle(.mouse(MouseEvent(.pressed, at: output)), at: player.clock)
    #expect(player.cursor == nil)
    let kernel = try point(of: target("kernel", 1, 0), player)
    _ = player.handle(.mouse(MouseEvent(.pressed, at: kernel)), at: player.clock)
    #expect(player.cursor?.purpose == .editing && player.cursor?.target == target("kernel", 1, 0))
  }

  @Test func knobsUnderTheMouse() {
    var player = Player.fake { $0.scene = 1 }
    player.press("m", .escape)
    let mode = Point(column: 14, row: 23)
    _ = player.handle(.mouse(MouseEvent(.pressed, at: mode)), at: player.clock)
    #expect(player.knob == GridScene.mode)
    let stride = Point(column: 3, row: 23)
    _ = player.handle(.mouse(MouseEvent(.scrolledUp, at: stride)), at: player.clock)
    #expect(player.knob == GridScene.stride && player.settings.integer(GridScene.stride) == 2)
    _ = player.handle(.mouse(MouseEvent(.scrolledDown, at: stride)), at: player.clock)
    #expect(player.settings == Settings())
  }

  /// A place of a dial turns its knob: pressed, dragged along, and by Enter on the cursor.
  @Test func theDialIsDragged() throws {
    let index = try #require(catalogue.firstIndex { $0.card.id == "learned-invariance" })
    let control = try #require(catalogue[index].controls.first { $0.name == "angle" })
    var options = PlayerOptions()
    (options.scene, options.step, options.predicts) = (index, 3, false)
    var player = Player(options: options)
    func angle() -> String { player.settings.choice(control) }
    func place(_ angle: Int) throws -> Point { try point(of: target("dial", 0, (angle + 90) / 5), player) }
    func mouse(_ kind: MouseEvent.Kind, _ point: Point) {
      _ = player.handle(.mouse(MouseEvent(kind, at: point)), at: player.clock)
    }
    player.settle()
    mouse(.pressed, try place(-40))
    #expect(angle() == "25", "not before the mouse is on")
    player.press("m")
    mouse(.moved, try place(-40))
    #expect(angle() == "25", "passing over it turns nothing")
    mouse(.pressed, try place(-40))
    #expect(angle() == "-40" && player.knob == control)
    let end = try place(60)
    mouse(.moved, Point(column: end.column, row: end.row - 5))
    #expect(angle() == "60", "held, the mouse may leave the strip")
    mouse(.released, end)
    mouse(.moved, try place(0))
    #expect(angle() == "60", "let go")
    #expect(player.stepIndex == 3)
    // The same from the keyboard.
    player.press("c", .left, .enter)
    #expect(angle() != "60")
  }

  @Test func theWheelSteps() {
    var player = Player.fake { $0.scene = 1 }
    player.press("m")
    let figure = Point(column: 70, row: 12)
    _ = player.handle(.mouse(MouseEvent(.scrolledDown, at: figure)), at: player.clock + .seconds(1))
    #expect(player.stepIndex == 1)
    _ = player.handle(.mouse(MouseEvent(.scrolledUp, at: figure)), at: player.clock + .seconds(1))
    #expect(player.stepIndex == 0)
  }

  @Test func theMouseIsNotSeenThroughAnOverlay() throws {
    var player = Player.fake { $0.scene = 1 }
    let place = try point(of: target("output", 1, 1), player)
    player.press("m", "?")
    _ = player.handle(.mouse(MouseEvent(.moved, at: place)), at: player.clock)
    #expect(player.playhead.pointer == nil)
    #expect(player.frame().hotSpots == [])
  }

  @Test func theCursorBeginsAtWhatTheStepLightsUp() {
    var player = Player(scenes: [LitScene.self])
    player.press("c")
    #expect(player.playhead.pointer == target("grid", 1, 1))
    player.press(.escape, .right)
    player.settle()
    player.press("c")
    #expect(player.playhead.pointer == target("grid", 0, 0), "what is not in the figure cannot be pointed at")
  }
}

/// Two steps that light something up, the second one what is not there.
private struct LitScene: Scene {
  static let card = SceneCard(id: "lit", title: "Lit up", part: .convolution)
  static let controls: [Control] = []
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { [0, 1] }
  func step(_ moment: Int) -> Step {
    Step(caption: "Look.", litUp: Target(grid: moment == 0 ? "grid" : "gone", row: 1, column: 1))
  }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    for index in 0..<4 {
      canvas.mark(
        Region(column: index % 2 * 4, row: index / 2 * 2, columns: 3, rows: 1),
        as: Target(grid: "grid", row: index / 2, column: index % 2))
    }
  }
}
