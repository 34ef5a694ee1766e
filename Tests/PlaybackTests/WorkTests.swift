import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct WorkTests {
  /// Runs the work that is wanted, on this thread.
  func finish(_ player: inout Player) throws {
    let (id, work) = try #require(player.wantedWork)
    var reports: [WorkReport] = []
    work.run { fraction, result in
      reports.append(WorkReport(fraction: fraction, result: result))
      return true
    }
    for report in reports + [.finished] { _ = player.handle(.work(id, report), at: player.clock) }
  }

  @Test func resultsArriveOneByOne() throws {
    var player = Player.fake { $0.scene = 2 }
    let (id, work) = try #require(player.wantedWork)
    #expect(work.label == "forward pass")
    #expect(player.text.contains("forward pass ░░░░░░░░ 0 %"))
    _ = player.handle(.work(id, WorkReport(fraction: 0.5, result: 1)), at: .zero)
    #expect(player.text.contains("results 1 "))
    #expect(player.text.contains("forward pass ████░░░░ 50 %"))
    player.press(.right)
    _ = player.handle(.work(id, WorkReport(fraction: 0.7, result: 2)), at: .zero)
    #expect(player.text.contains("results 1 2 "), "results arrive at any step")
    _ = player.handle(.work(id, .finished), at: .zero)
    #expect(player.wantedWork == nil && !player.text.contains("forward pass"))
    #expect(player.visit.stop == Stop(step: 1, isCovered: true), "the place stays")
  }

  @Test func aSceneThatIsDoneStaysDone() throws {
    var player = Player.fake { $0.scene = 2 }
    try finish(&player)
    player.press("[", "]")
    #expect(player.wantedWork == nil && player.text.contains("results 1 2 3"))
    player.press(.up)
    #expect(player.wantedWork != nil && !player.text.contains("results 1"))
    try finish(&player)
    player.press(.down)
    #expect(player.wantedWork == nil && player.text.contains("results 1 2 3"), "also under other settings")
  }

  @Test func leavingGivesTheWorkUp() throws {
    var player = Player.fake { $0.scene = 2 }
    let first = try #require(player.wantedWork).id
    _ = player.handle(.work(first, WorkReport(fraction: 0.3, result: 1)), at: .zero)
    player.press("[")
    #expect(player.wantedWork == nil)
    player.press("]")
    let second = try #require(player.wantedWork).id
    #expect(second != first)
    _ = player.handle(.work(first, WorkReport(fraction: 0.6, result: 2)), at: .zero)
    #expect(!player.text.contains("results 1") && !player.text.contains("results 2"), "stale results are dropped")
    try finish(&player)
    #expect(player.text.contains("results 1 2 3 "))
  }

  @Test func aTurnedKnobAsksAnew() throws {
    var player = Player.fake { $0.scene = 2 }
    let first = try #require(player.wantedWork).id
    player.press(.up)
    #expect(try #require(player.wantedWork).id != first)
  }

  @Test func aKnobThatDoesNotMatterForTheWorkKeepsIt() throws {
    var player = Player.fake { $0.scene = 2 }
    let first = try #require(player.wantedWork).id
    _ = player.handle(.work(first, WorkReport(fraction: 0.3, result: 1)), at: .zero)
    player.press(.tab, .up)
    #expect(player.wantedWork?.id == first && player.text.contains("results 1 "), "it goes on")
    _ = player.handle(.work(first, WorkReport(fraction: 0.6, result: 2)), at: player.clock)
    _ = player.handle(.work(first, .finished), at: player.clock)
    player.press(.up)
    #expect(player.wantedWork == nil && player.text.contains("results 1 2 "), "it stays done")
    player.press(.backtab, .up)
    #expect(player.wantedWork != nil && !player.text.contains("results 1"), "the other knob asks anew")
  }
}
