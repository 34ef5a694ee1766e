import CTerminalGuard
import Lecture
import Playback
import Synchronization
import Threads

/// Runs a scene's long work on threads of their own and keeps what it delivers until the run loop takes it.
final class WorkRunner: Sendable {
  private struct State {
    var wanted: WorkID?
    var reports: [(id: WorkID, report: WorkReport)] = []
  }

  private let state = Mutex(State())

  /// Starts `job` unless it runs already; everybody else's results are no longer wanted.
  func run(_ job: (id: WorkID, work: BackgroundWork)?) {
    let isNew = state.withLock { state in
      if state.wanted == job?.id { return false }
      state.wanted = job?.id
      state.reports.removeAll()
      return true
    }
    guard isNew, let job else { return }
    let body: @Sendable () -> Void = { [self] in
      Threads.giveWay()
      job.work.run { fraction, result in deliver(WorkReport(fraction: fraction, result: result), from: job.id) }
      _ = deliver(.finished, from: job.id)
    }
    // Without a thread the work is done here: the screen stands still meanwhile, but the lecture is complete.
    if !Threads.start(body) { body() }
  }

  /// What was delivered since the last time, in order.
  func takeReports() -> [(id: WorkID, report: WorkReport)] {
    state.withLock { state in
      defer { state.reports.removeAll() }
      return state.reports
    }
  }

  /// Keeps a report and wakes the run loop; answers whether more is wanted.
  private func deliver(_ report: WorkReport, from id: WorkID) -> Bool {
    let (isWanted, mustWake) = state.withLock { state in
      guard state.wanted == id else { return (false, false) }
      let wasEmpty = state.reports.isEmpty
      // Of several reports of mere progress only the last one matters.
      if let last = state.reports.last, last.report.result == nil, !last.report.isFinished {
        state.reports.removeLast()
      }
      state.reports.append((id, report))
      return (true, wasEmpty)
    }
    if mustWake { terminal_guard_wake() }
    return isWanted
  }
}
