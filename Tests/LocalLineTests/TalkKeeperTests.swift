import Foundation
import Lecture
import Playback
import Testing

@testable import LocalLine

/// A talk that is kept while it is held.
@Suite struct TalkKeeperTests {
  private func player(_ plan: String = "title\nstride\nmax-pool\nstride:1-3 stride=2") throws -> Player {
    var options = PlayerOptions()
    options.reducedMotion = true
    options.predicts = false
    return Player(plan: try LecturePlan(plan), options: options)
  }

  /// Waits until what is written in the background is there.
  private func waits(for state: TalkState, in file: TalkFile) -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while file.state != state {
      guard ContinuousClock.now < deadline else { return false }
      sched_yield()
    }
    return true
  }

  @Test func itIsKeptAtEachSceneAndAFewStepsLater() throws {
    try inNewFolder { folder in
      let file = TalkFile(path: folder + "/state/a/b.talk")
      let keeper = TalkKeeper(file)
      var player = try player()
      func press(_ key: Key) {
        _ = player.handle(.key(key), at: player.now)
        keeper.tell(of: &player, at: player.now)
      }
      keeper.tell(of: &player, at: player.now)
      #expect(file.state == nil, "the talk has not begun")
      press("]")
      let atScene = player.talkState
      #expect(waits(for: atScene, in: file))
      // Nothing is written for the first steps, nor for what is no other place.
      for key: Key in ["n", "n", "t", "b", "b", "n", "n"] { press(key) }
      #expect(file.state == atScene)
      press("n")
      #expect(player.sceneIndex == 1 && waits(for: player.talkState, in: file))
      press("G")
      #expect(player.sceneIndex == 3 && waits(for: player.talkState, in: file))
      // The second of two entries with the same scene is gone on with.
      var next = try self.player()
      next.resume(try #require(file.state))
      #expect(next.sceneIndex == 3 && next.settings == player.settings)
      press("n")
      keeper.finish(player)
      #expect(file.state == player.talkState)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/state/a") == ["b.talk"])
    }
  }

  @Test func aTalkThatDidNotBeginLeavesWhatWasKept() throws {
    try inNewFolder { folder in
      let file = TalkFile(path: folder + "/b.talk")
      var old = try player()
      _ = old.handle(.key("G"), at: .zero)
      file.keep(old.talkState)
      let keeper = TalkKeeper(file)
      var player = try player()
      keeper.tell(of: &player, at: .seconds(5))
      keeper.finish(player)
      #expect(file.state == old.talkState)
    }
  }

  /// Where nothing can be written, or what is there is no state, the talk goes on.
  @Test func aFolderThatCannotBeIsNoObstacle() throws {
    try inNewFolder { folder in
      try "nonsense".write(toFile: folder + "/state", atomically: true, encoding: .utf8)
      let file = TalkFile(path: folder + "/state/b.talk")
      let keeper = TalkKeeper(file)
      var player = try player()
      for _ in 0..<20 {
        _ = player.handle(.key("n"), at: player.now)
        keeper.tell(of: &player, at: player.now)
      }
      keeper.finish(player)
      #expect(file.state == nil)
      #expect(try String(contentsOfFile: folder + "/state", encoding: .utf8) == "nonsense")
      // A broken state is replaced by the next one.
      let broken = TalkFile(path: folder + "/broken.talk")
      try "cnnviz talk 1\n7".write(toFile: folder + "/broken.talk", atomically: true, encoding: .utf8)
      #expect(broken.state == nil)
      TalkKeeper(broken).finish(player)
      #expect(broken.state == player.talkState)
    }
  }
}
