import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct AutoplayTests {
  /// Lets time pass as a run loop does, until nothing moves by itself, and gives the stops that were seen and when.
  func run(_ player: inout Player) -> [(id: String, stop: Stop, time: Duration)] {
    var seen: [(id: String, stop: Stop, time: Duration)] = []
    var ticks = 0
    while let next = player.nextTick, ticks < 10_000 {
      #expect(next >= player.clock)
      player.tick(to: max(next, player.clock + .milliseconds(1)))
      if seen.last?.stop != player.visit.stop || seen.last?.id != player.card.id {
        seen.append((player.card.id, player.visit.stop, player.clock))
      }
      ticks += 1
    }
    #expect(ticks < 10_000, "it comes to rest")
    return seen
  }

  @Test func itGoesThroughAllScenesAndStops() {
    var player = Player.fake()
    player.press("a")
    let seen = run(&player)
    #expect(seen.count == 2 + 5 + 1, "two plain steps, the grids' with a question, and the first that waits")
    #expect(
      seen.filter { $0.id == "grids" }.map(\.stop)
        == Stop.all(of: Player(scenes: [GridScene.self]).visit.tale, predicts: true))
    #expect(player.card.id == "work" && player.wantedWork != nil, "it waits for the work")
    if let (id, _) = player.wantedWork { _ = player.handle(.work(id, .finished), at: player.clock) }
    _ = run(&player)
    #expect(player.stepIndex == 2 && !player.autoplay.isOn)
    #expect(player.text.contains("end of the lecture"))
    #expect(player.nextTick == nil)
  }

  @Test func questionsGetMoreTime() {
    var player = Player.fake { $0.scene = 1 }
    player.press("a")
    let seen = run(&player)
    let times = zip(seen, seen.dropFirst()).map { $1.time - $0.time }
    #expect(times[1] >= .seconds(2) && times[1] <= .seconds(8))
    #expect(times[2] > times[1] + .seconds(1), "the covered stop")
  }

  @Test func speed() {
    func time(_ keys: Key...) -> Duration {
      var player = Player.fake { $0.scene = 1 }
      for key in keys { player.press(key) }
      let start = player.clock
      let seen = run(&player)
      return seen[3].time - start
    }
    let (slow, normal, fast) = (time("<", "a"), time("a"), time(">", "a"))
    #expect(slow > normal && normal > fast)
    var player = Player.fake { $0.scene = 1 }
    player.press("a", ">")
    #expect(player.text.contains("▶ 1.5×") && player.text.contains("autoplay at 1.5×"))
    for _ in 0..<9 { player.press(">", every: .milliseconds(1)) }
    #expect(player.autoplay.speed == 3)
    for _ in 0..<9 { player.press("<", every: .milliseconds(1)) }
    #expect(player.autoplay.speed == 0.5)
  }

  @Test(arguments: ["a", .right, .left, "]", "?", "e", "b"] as [Key]) func itStops(key: Key) {
    var player = Player.fake { $0.scene = 1 }
    player.press("a")
    #expect(player.text.contains("▶ 1×") && player.text.contains("a stop"))
    player.press(key, every: .milliseconds(1))
    #expect(!player.autoplay.isOn)
    player.settle()
    #expect(player.nextTick == nil)
  }

  @Test func aTurnedKnobGetsItsTime() throws {
    var player = Player.fake { $0.scene = 1 }
    player.press("a")
    player.settle()
    let due = try #require(player.autoplay.due)
    player.press(.up)
    #expect(player.autoplay.isOn)
    #expect(try #require(player.autoplay.due) > due)
  }

  @Test func progressAndCountStayInSight() {
    var player = Player.fake { $0.scene = 1 }
    player.press(.right, "a")
    #expect(player.text.contains("autoplay"))
    let bar = player.text.split(separator: "\n")[22]
    #expect(bar.hasSuffix("2/4 ") && bar.contains("━") && bar.contains("─"), "\(bar)")
    for key in ["<", ">", "t"] as [Key] {
      player.press(key, every: .milliseconds(1))
      #expect(player.text.split(separator: "\n")[22].hasSuffix("2/4 "), "\(key.name)")
    }
    while player.visit.stop == Stop(step: 1), let next = player.nextTick { player.tick(to: next) }
    #expect(!player.text.contains("autoplay at"), "the next step takes the notice away")
  }
}
