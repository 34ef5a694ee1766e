public import Playback

/// The desk's end of the line: finds a lecture of this user, follows it, and looks for it anew when it is gone.
public final class DeskLine: Companion {
  /// The desk.
  public typealias Performer = Desk

  /// The lecture that is asked for by its process; `nil` for the newest.
  private var wanted: Int?
  private var socket: LocalSocket?
  /// The lecture that is followed, or was last.
  private var entry: LectureFolder.Entry?
  /// When to look for a lecture again.
  private var nextLook: Duration?
  /// The newest lecture that speaks another version, which is not asked again.
  private var refused: LectureFolder.Entry?

  /// A line to the newest lecture, or to the one that a process plays.
  public init(process: Int? = nil) { wanted = process }

  /// The processes of all lectures of this user that run, the newest first.
  public static var lectures: [Int] { entries.filter(\.listens).map(\.process) }

  private static var entries: [LectureFolder.Entry] {
    LectureFolder.all.flatMap(\.entries).sorted { $0.start > $1.start }
  }

  /// The line, where there is one.
  public var descriptors: [Int32] { socket.map { [$0.descriptor] } ?? [] }
  /// When to look for a lecture again.
  public var nextTick: Duration? { socket == nil ? nextLook : nil }

  /// Clears away what lectures left that ended badly, and looks for one that runs.
  public func begin(_ desk: inout Desk, at now: Duration) {
    for folder in LectureFolder.all { folder.clear() }
    look(for: &desk, at: now)
  }

  /// Lets go of the line.
  public func end() { socket = nil }

  /// Takes in what the lecture says, or looks for one.
  public func listen(to desk: inout Desk, at now: Duration) -> [Request] {
    if let socket {
      guard case .lines(let lines) = socket.read() else {
        lose(&desk, now)
        return []
      }
      for line in lines {
        guard let message = Wire.lectureMessage(line, at: now) else { continue }
        if case .refusal = message { refused = entry }
        desk.hear(message, at: now)
      }
    } else if let nextLook, nextLook <= now {
      look(for: &desk, at: now)
    }
    return []
  }

  /// Says what was pressed at the desk.
  public func tell(of desk: inout Desk, at now: Duration) {
    for message in desk.takeMessages() where socket.map({ !$0.send(Wire.line(message, at: now)) }) ?? false {
      return lose(&desk, now)
    }
  }

  private func lose(_ desk: inout Desk, _ now: Duration) {
    socket = nil
    desk.lose(at: now)
    nextLook = now
  }

  /// Connects to the lecture that is wanted: at first the newest or the one that was asked for, later the same one, and only
  /// where that has ended one that began after it.
  private func look(for desk: inout Desk, at now: Duration) {
    nextLook = now + .seconds(1)
    let found = Self.entries.filter { candidate in
      if candidate == refused { return false }
      if let entry { return candidate == entry || candidate.start > entry.start }
      return wanted.map { $0 == candidate.process } ?? true
    }
    for candidate in found.filter({ $0 == entry }) + found.filter({ $0 != entry }) {
      guard let socket = LocalSocket(connectingTo: candidate.path, longest: Wire.longestFromLecture),
        socket.send(Wire.hello.compact)
      else { continue }
      (self.socket, entry) = (socket, candidate)
      return
    }
  }
}
