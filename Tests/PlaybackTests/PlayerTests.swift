import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct PlayerTests {
  @Test func stepsForwardAndBackGiveEqualFrames() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.escape)
    player.press(.escape)
    var frames = [player.frame()]
    for _ in 0..<4 {
      player.press(.right)
      player.tick(to: player.clock + .seconds(1))
      frames.append(player.frame())
    }
    #expect(Set(frames).count == 5, "four steps and a covered one")
    for frame in frames.dropLast().reversed() {
      player.press(.left)
      #expect(player.frame() == frame)
    }
  }
}
