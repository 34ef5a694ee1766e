import CellCanvas
import Lecture
import Testing

@testable import Playback

/// Shows a picture of 8 × 4 pixels.
private struct PictureScene: Scene {
  static let card = SceneCard(id: "picture", title: "A picture", part: .opening)
  static let controls: [Control] = []
  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: 8, height: 4) }
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] { [Step(caption: "Look.")] }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {}
}

@Suite struct OwnFileTests {
  private func player(scene: Int, width: Int = 4, height: Int = 4) -> Player {
    var options = PlayerOptions()
    options.scene = scene
    options.picture = Picture(width: width, height: height, bytes: Array(repeating: 9, count: 3 * width * height))
    return Player(scenes: [PlainScene.self, PictureScene.self, StoryScene.self], options: options)
  }

  @Test func aSceneSaysWhatItDoesWithAPicture() {
    var player = player(scene: 1)
    #expect(player.text.contains("your picture: 50 % cut off above and below, enlarged to 4 × 8"))
    #expect(player.frame().audit == [])
    player.press(.escape, "[", "]")
    #expect(!player.text.contains("your picture"), "it is said once")
  }

  @Test func aSceneThatIgnoresItSaysSo() {
    var player = player(scene: 2)
    #expect(player.text.contains("your picture is not in this scene but in 2"))
    player.press("1", .enter)
    #expect(player.text.contains("your picture is not in this scene but in 2"), "where one came by choice")
    player = self.player(scene: 1)
    player.press(.right, .right)
    #expect(player.sceneIndex == 2 && !player.text.contains("your picture"), "and not to a lecturer who walks on")
  }

  @Test func theHelpSaysWhereItIs() {
    var player = player(scene: 0)
    player.press("?")
    var text = player.text
    for _ in 0..<3 {
      player.press(.right)
      text += player.text
    }
    #expect(text.contains("your picture: scenes 2"))
  }

  @Test func withoutFilesNothingIsSaid() {
    var player = Player(scenes: [PictureScene.self, PlainScene.self])
    #expect(!player.text.contains("your "))
    player.press("]")
    #expect(!player.text.contains("your "))
  }
}
