import CellCanvas
import Lecture
import Testing

@testable import Playback

/// Leads on: its first step to two scenes, its second to one, its third to none that is played.
private struct LinkScene: Scene {
  static let card = SceneCard(id: "links", title: "Ways on", part: .convolution)
  static let controls: [Control] = []
  init(_ settings: Settings) throws(SettingsError) {}

  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] {
    [
      Step(caption: "Two.", links: [Link(to: "grids", label: "the grids"), Link(to: "work", label: "the work")]),
      Step(caption: "One.", links: [Link(to: "work", label: "the work")]),
      Step(caption: "None.", links: [Link(to: "nowhere", label: "nowhere")]),
    ]
  }

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    for (index, link) in steps[playhead.step].links.enumerated() {
      let region = Region(column: 10 * index, row: 4, columns: 8, rows: 1)
      canvas.write(StyledText(link.scene), in: region)
      canvas.mark(region, as: link.target)
    }
  }
}

@Suite struct LinkTests {
  private func player(step: Int = 0) -> Player {
    var options = PlayerOptions()
    options.step = step
    return Player(scenes: [LinkScene.self, GridScene.self, WorkScene.self], options: options)
  }

  @Test func theOnlyLinkIsFollowedAndComeBackFrom() {
    var player = player(step: 1)
    #expect(player.text.contains("f the work"))
    player.press("f")
    #expect(player.card.id == "work")
    #expect(player.text.contains("F come back"))
    player.press("F")
    #expect(player.card.id == "links")
    #expect(player.stepIndex == 1, "back at the step that was left")
    #expect(!player.text.contains("F come back"))
    player.press("F")
    #expect(player.card.id == "links")
    #expect(player.text.contains("there was no jump"))
  }

  @Test func amongSeveralTheCursorChooses() {
    var player = player()
    #expect(player.text.contains("f follow"))
    player.press("f")
    #expect(player.card.id == "links")
    #expect(player.cursor?.target.grid == "grids")
    #expect(player.text.contains("Enter go there"))
    player.press(.right, .enter)
    #expect(player.card.id == "work")
    player.press("F")
    #expect(player.card.id == "links")
    #expect(player.cursor == nil)
  }

  @Test func aClickFollows() {
    var player = player()
    player.press("m")
    let spot = player.frame().hotSpots.first { $0.target.grid == "work" }
    player.tick(to: .seconds(60))
    _ = player.handle(
      .mouse(MouseEvent(.pressed, at: spot?.region.origin ?? Point(column: 0, row: 0))), at: .seconds(61))
    #expect(player.card.id == "work")
  }

  @Test func whoWalksOnStillFindsBack() {
    var player = player()
    player.press("f", .enter)
    #expect(player.card.id == "grids")
    player.press("]")
    #expect(player.card.id == "work")
    #expect(!player.text.contains("F come back"), "the hint belongs to the scene that the link led to")
    player.press("F")
    #expect(player.card.id == "links")
  }

  @Test func aWayBackByHandUndoesTheJump() {
    var player = player(step: 1)
    player.press("f", "[", "[")
    #expect(player.card.id == "links")
    player.press("F")
    #expect(player.card.id == "links")
    #expect(player.text.contains("there was no jump"))
  }

  @Test func linksToOtherLecturesAreNone() {
    var player = player(step: 2)
    #expect(player.links.isEmpty)
    player.press("f")
    #expect(player.card.id == "links")
    #expect(player.text.contains("no link leads on"))
  }

  @Test func enterStillMovesOnWithoutACursor() {
    var player = player()
    player.press(.enter)
    #expect(player.stepIndex == 1)
  }
}
