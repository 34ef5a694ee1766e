import CellCanvas
import Lecture
import Testing

@testable import Playback

/// A sheet of 10 × 8, two elements to a cell, and a step that asks a question.
private struct SheetScene: Scene {
  static let card = SceneCard(id: "sheet", title: "A sheet", part: .seeingInside)
  static let mode = Control.choice("pen", ["ink", "eraser"], help: "what a stroke does")
  static let size = Control.integer("size", in: 1...9, standard: 1, help: "something else")
  static let ink = Control.grid("ink", in: 0...1, decimals: 1, help: "what is drawn")
  static let controls = [size, mode, ink]
  let settings: Settings
  init(_ settings: Settings) throws(SettingsError) { self.settings = settings }

  var moments: [Int] { [0, 1, 2] }
  func step(_ moment: Int) -> Step {
    Step(
      caption: "Draw.", question: moment == 1 ? Question("How many", answer: .number(1, decimals: 0)) : nil)
  }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    guard moment < 2 else { return }
    let pixels = HeatMap(
      width: 8, height: 10,
      values: (0..<80).map { settings.edits(Self.ink)[.init(row: $0 / 8, column: $0 % 8)] ?? 0 }, scale: .input,
      limits: 0...1)
    pixels.pixels(width: 8, height: 10).draw(in: &canvas, at: Point(column: 10, row: 2))
    canvas.markPixels(of: "ink", rows: 10, columns: 8, at: Point(column: 10, row: 2))
  }
  func name(of target: Target) -> String? { "here" }
  func pen(on grid: String) -> Pen? {
    let isEraser = settings.choice(Self.mode) == "eraser"
    return grid == "ink"
      ? Pen(
        Self.ink, rows: 10, columns: 8, width: isEraser ? 3 : 1, softness: 0.5, isEraser: isEraser, mode: Self.mode)
      : nil
  }
}

@Suite struct DrawingTests {
  private func player() -> Player {
    var player = Player(scenes: [SheetScene.self, PlainScene.self])
    player.press("m")
    return player
  }

  private func inked(_ player: Player) -> Set<GridPlace> { Set(player.settings.edits(SheetScene.ink).keys) }

  /// The cell of the screen in which elements (2·row, column) and (2·row + 1, column) are.
  private func cell(_ row: Int, _ column: Int) -> Point {
    let figure = StageLayout(Size(columns: 80, rows: 24)).figure
    return Point(column: figure.column + 10 + column, row: figure.row + 2 + row)
  }

  private func mouse(_ player: inout Player, _ kind: MouseEvent.Kind, _ row: Int, _ column: Int) {
    _ = player.handle(.mouse(MouseEvent(kind, at: cell(row, column))), at: player.clock)
  }

  // MARK: The mouse

  @Test func pressingAndDraggingDraws() {
    var player = player()
    mouse(&player, .moved, 0, 0)
    #expect(inked(player).isEmpty, "moving alone draws nothing")
    mouse(&player, .pressed, 1, 1)
    #expect(inked(player) == [.init(row: 2, column: 1), .init(row: 3, column: 1)])
    // As far as a fast hand gets between two reports.
    mouse(&player, .moved, 1, 6)
    #expect(inked(player) == Set((1...6).flatMap { [.init(row: 2, column: $0), .init(row: 3, column: $0)] }))
    mouse(&player, .released, 1, 6)
    let drawn = inked(player)
    mouse(&player, .moved, 4, 6)
    #expect(inked(player) == drawn, "the pen is up")
    #expect(player.cursor == nil && player.stepIndex == 0)
  }

  /// Moves that came together draw the same way, corners and all.
  @Test func severalMovesAtOnceAreOneWay() throws {
    var (together, apart) = (player(), player())
    let way = [(1, 6), (4, 6), (4, 2)]
    mouse(&together, .pressed, 1, 1)
    mouse(&apart, .pressed, 1, 1)
    for (row, column) in way { mouse(&apart, .moved, row, column) }
    var move = MouseEvent(.moved, at: cell(1, 6))
    for (row, column) in way.dropFirst() {
      move = try #require(move.followed(by: MouseEvent(.moved, at: cell(row, column))))
    }
    _ = together.handle(.mouse(move), at: together.clock)
    #expect(together.settings == apart.settings && inked(together).contains(.init(row: 8, column: 6)))
    #expect(together.stroke == apart.stroke)
    #expect(move.followed(by: MouseEvent(.released, at: cell(0, 0))) == nil)
    #expect(MouseEvent(.pressed, at: cell(0, 0)).followed(by: move) == nil)
  }

  @Test func aStrokeMayLeaveThePaperAndComeBack() {
    var player = player()
    mouse(&player, .pressed, 0, 4)
    mouse(&player, .moved, 0, 30)
    #expect(inked(player).contains(.init(row: 0, column: 7)), "it reaches the edge")
    mouse(&player, .moved, 4, 30)
    mouse(&player, .moved, 4, 6)
    #expect(inked(player).contains(.init(row: 8, column: 6)) && !inked(player).contains(.init(row: 4, column: 4)))
    mouse(&player, .released, 4, 40)
    #expect(player.stroke == nil)
  }

  @Test func aStrokeEndsWhereItsPaperDoes() {
    var player = player()
    mouse(&player, .pressed, 0, 1)
    _ = player.handle(.resize(Size(columns: 100, rows: 30)), at: player.clock)
    let drawn = inked(player)
    mouse(&player, .moved, 3, 3)
    #expect(inked(player) == drawn, "in another window the cells are others")
    mouse(&player, .released, 3, 3)
    player = self.player()
    mouse(&player, .pressed, 0, 1)
    player.press(.right)
    #expect(player.visit.stop.isCovered)
    mouse(&player, .moved, 3, 3)
    #expect(inked(player).count == 2 && player.stroke == nil, "while a question stands nothing is drawn")
    mouse(&player, .pressed, 3, 3)
    #expect(inked(player).count == 2)
  }

  @Test func aDragWithTheEraserTakesAway() {
    var player = player()
    mouse(&player, .pressed, 1, 0)
    mouse(&player, .moved, 1, 7)
    mouse(&player, .released, 1, 7)
    player.press(.tab, .up)
    #expect(player.settings.choice(SheetScene.mode) == "eraser")
    mouse(&player, .pressed, 1, 0)
    mouse(&player, .moved, 1, 3)
    mouse(&player, .released, 1, 3)
    #expect(inked(player) == Set((5...7).flatMap { [.init(row: 2, column: $0), .init(row: 3, column: $0)] }))
  }

  @Test func withoutTheMouseNothingIsDrawn() {
    var player = Player(scenes: [SheetScene.self])
    mouse(&player, .pressed, 1, 1)
    #expect(inked(player).isEmpty)
  }

  // MARK: The keyboard

  @Test func theKeyboardPenDrawsWhileItIsDown() {
    var player = Player(scenes: [SheetScene.self, PlainScene.self])
    player.press("e")
    #expect(player.cursor?.purpose == .drawing && player.cursor?.target == Target(grid: "ink", row: 5, column: 4))
    #expect(player.text.contains("pen up") && player.text.contains("Space pen down, up"))
    player.press(.right)
    #expect(inked(player).isEmpty)
    player.press(" ")
    #expect(inked(player) == [.init(row: 5, column: 5)] && player.text.contains("pen down"))
    player.press(.down, .down, .left)
    #expect(
      inked(player) == [(5, 5), (6, 5), (7, 5), (7, 4)].reduce(into: []) { $0.insert(.init(row: $1.0, column: $1.1)) })
    player.press(" ", .left, .left)
    #expect(inked(player).count == 4 && player.text.contains("pen up"))
    #expect(player.stepIndex == 0 && player.sceneIndex == 0, "no key of the pen moves on")
    player.press(.escape)
    #expect(player.cursor == nil && inked(player).count == 4)
  }

  @Test func thePenStaysOnThePaper() {
    var player = Player(scenes: [SheetScene.self])
    player.press("e", " ")
    for _ in 0..<20 { player.press(.right) }
    for _ in 0..<20 { player.press(.down) }
    #expect(player.cursor?.target == Target(grid: "ink", row: 9, column: 7))
    #expect(inked(player).contains(.init(row: 9, column: 7)))
    #expect(player.frame().audit == [])
  }

  @Test func tabMakesAnEraserOfThePen() {
    var player = Player(scenes: [SheetScene.self])
    player.press("e", " ", .right, .right)
    #expect(inked(player).count == 3)
    player.press(.tab)
    #expect(player.text.contains("eraser down") && inked(player).count == 1, "it takes away what it stands on")
    player.press(.left)
    #expect(inked(player).isEmpty)
    player.press(.tab, .left)
    #expect(inked(player).count == 2 && player.text.contains("pen down"))
  }

  /// The pen is seen: one half of a cell that two elements share.
  @Test func thePenIsOneHalfOfItsCell() throws {
    var player = Player(scenes: [SheetScene.self])
    player.press("e")
    let place = cell(2, 4)
    #expect(player.frame()[place.column, place.row].paper == .role(.active), "row 5 is the lower half")
    player.press(.up)
    #expect(player.frame()[place.column, place.row].ink == .role(.active))
    #expect(player.frame()[place.column, place.row].paper == .level(.input, 0))
  }

  @Test func aStepWithoutPaperTakesThePenAway() {
    var player = Player(scenes: [SheetScene.self])
    player.predicts = false
    player.press("e", " ", .pageDown)
    #expect(player.cursor?.purpose == .drawing)
    player.press(.pageDown)
    #expect(player.cursor == nil)
    player.press("e")
    #expect(player.cursor == nil && player.text.contains("no values to edit"))
    player.press(.pageUp)
    #expect(inked(player).count == 1, "what was drawn stays")
  }

  // MARK: What becomes of it

  @Test func resetClearsAndPutsBack() {
    var player = Player(scenes: [SheetScene.self, PlainScene.self])
    player.press("e", " ", .right, .escape, .up)
    #expect(player.settings.integer(SheetScene.size) == 2)
    let drawn = player.settings
    player.press("r")
    #expect(inked(player).isEmpty && player.text.contains("r again puts your drawing back"))
    player.press("r")
    #expect(player.settings == drawn && player.text.contains("your drawing is back"))
    player.press("r")
    player.press("e", .up, " ", .escape)
    let other = player.settings
    player.press("r", "r")
    #expect(player.settings == other, "the drawing that was cleared last")
    player.press("r", "]", "[", "r")
    #expect(player.settings == other, "also after a visit elsewhere")
  }

  @Test func aSceneThatIsNotDrawnOnIsResetAsEver() {
    var player = Player.fake { $0.scene = 1 }
    player.press("e", "7", .escape, "r")
    #expect(player.text.contains("standard settings") && !player.text.contains("again"))
    player.press("r")
    #expect(player.settings == Settings())
  }

  @Test func quittingTellsOfTheDrawing() {
    var player = Player(scenes: [SheetScene.self])
    player.press("e", " ", .escape, "q")
    #expect(player.text.contains("You drew something: q again quits, and prints how to get it back."))
    #expect(player.editedScenes.map(\.assignments) == [["ink=_;_;_;_;_;_,_,_,_,1"]])
  }

  @Test func steppingBackShowsTheDrawing() {
    var player = Player(scenes: [SheetScene.self])
    player.predicts = false
    player.press("e", " ", .right, .right, .escape)
    player.settle()
    player.press(.escape)
    let frame = player.frame()
    player.press(.right)
    player.settle()
    player.press(.left)
    #expect(player.frame() == frame)
  }
}
