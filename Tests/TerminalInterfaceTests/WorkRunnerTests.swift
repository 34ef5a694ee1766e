import CellCanvas
import Lecture
import Playback
import Synchronization
import Testing

@testable import TerminalInterface

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct WorkRunnerTests {
  /// A scene that waits for three results.
  private struct CountingScene: Scene {
    static let card = SceneCard(id: "counting", title: "Counting", part: .opening)
    static let controls: [Control] = []
    init(_ settings: Settings) throws(SettingsError) {}
    var moments: [Int] { Array(steps.indices) }
    func step(_ moment: Int) -> Step { steps[moment] }
    let steps = [Step(caption: "")]
    func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {}
    var work: BackgroundWork? {
      BackgroundWork(label: "counting") { deliver in
        for number in 1...3 {
          guard deliver(Double(number) / 4, nil), deliver(Double(number) / 3, number) else { return }
        }
      }
    }
  }

  /// What a piece of work and a test tell each other.
  private final class Talk: Sendable {
    let mayGoOn = Atomic(false)
    let answer = Atomic<Int>(0)
  }

  /// The reports that come until there are enough of them.
  private func reports(of runner: WorkRunner, until isEnough: ([WorkReport]) -> Bool) -> [WorkReport] {
    var reports: [WorkReport] = []
    let deadline = ContinuousClock.now + .seconds(60)
    while !isEnough(reports), ContinuousClock.now < deadline {
      reports += runner.takeReports().map(\.report)
      sched_yield()
    }
    return reports
  }

  @Test func resultsArriveInOrderAndTheLastReportSaysSo() {
    let player = Player(scenes: [CountingScene.self])
    let runner = WorkRunner()
    runner.run(player.wantedWork)
    // The same work is not started a second time.
    runner.run(player.wantedWork)
    let reports = reports(of: runner) { $0.last?.isFinished == true }
    #expect(reports.compactMap { $0.result as? Int } == [1, 2, 3])
    #expect(reports.last?.fraction == 1)
  }

  @Test func whatNobodyWantsAnyMoreIsToldToStop() throws {
    let id = try #require(Player(scenes: [CountingScene.self]).wantedWork?.id)
    let talk = Talk()
    let runner = WorkRunner()
    let work = BackgroundWork(label: "asking") { deliver in
      _ = deliver(0.1, 1)
      while !talk.mayGoOn.load(ordering: .acquiring) { sched_yield() }
      talk.answer.store(deliver(0.2, 2) ? 1 : -1, ordering: .releasing)
    }
    runner.run((id, work))
    #expect(reports(of: runner) { !$0.isEmpty }.count == 1)
    runner.run(nil)
    talk.mayGoOn.store(true, ordering: .releasing)
    #expect(reports(of: runner) { _ in talk.answer.load(ordering: .acquiring) != 0 }.isEmpty)
    #expect(talk.answer.load(ordering: .acquiring) == -1)
  }
}
