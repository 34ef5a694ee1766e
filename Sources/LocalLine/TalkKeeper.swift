public import Playback
import Synchronization
import Threads

/// Keeps where a talk is while it is held, so that it can be resumed whatever ends it: at each change of scene, and a few
/// steps after that. What is written, another thread writes; at rest there is nothing to do.
public final class TalkKeeper: Companion {
  /// The lecture.
  public typealias Performer = Player

  /// What is told of a scene before it is kept again: so many other steps or settings.
  static let most = 5

  /// What a talk is kept for: a scene, its step, its knobs.
  private struct Place: Equatable {
    let scene: Int
    let step: Int
    let knobs: [String]
  }

  private let writer: TalkWriter
  private var last: Place?
  private var changes = 0

  /// Keeps a talk in a file.
  public init(_ file: TalkFile) { writer = TalkWriter(file) }

  /// Counts what has changed, and has it kept when it is time. Until the first screen is left, what was kept before stays.
  public func tell(of player: inout Player, at now: Duration) {
    guard player.talk.hasBegun else { return }
    let moment = player.moment
    let place = Place(scene: moment.entry, step: moment.step, knobs: moment.assignments)
    guard place != last else { return }
    changes += 1
    let isDue = place.scene != last?.scene || changes >= Self.most
    last = place
    guard isDue else { return }
    changes = 0
    writer.write(player.talkState)
  }

  /// Keeps where the talk has ended, if it has begun, and waits until that is written.
  public func finish(_ player: Player) {
    if player.talk.hasBegun { writer.finish(player.talkState) }
  }
}

/// Writes states of a talk one behind the other, on threads that last as long as it takes. Of those that wait only the
/// newest is written.
private final class TalkWriter: Sendable {
  private let file: Mutex<TalkFile>
  private let waiting = Mutex<TalkState?>(nil)

  init(_ file: TalkFile) { self.file = Mutex(file) }

  func write(_ state: TalkState) {
    let isAlone = waiting.withLock { waiting in
      defer { waiting = state }
      return waiting == nil
    }
    guard isAlone else { return }
    let isStarted = Threads.start {
      self.file.withLock { file in
        let state = self.waiting.withLock { waiting in
          defer { waiting = nil }
          return waiting
        }
        if let state { file.keep(state) }
      }
    }
    // Without a thread it is kept the next time.
    if !isStarted { waiting.withLock { $0 = nil } }
  }

  /// Writes the last state here, behind the one that is being written.
  func finish(_ state: TalkState) {
    waiting.withLock { $0 = nil }
    file.withLock { $0.keep(state) }
  }
}
