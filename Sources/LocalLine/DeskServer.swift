public import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Lets the desks of the lecturer follow the lecture and press its keys, over a socket that nobody else can reach.
///
/// Everything is done between two frames and never waits: who does not read is dropped, and told the newest state when it
/// comes back; so is who sends what no desk would, or nothing at all.
public final class DeskServer: Companion {
  /// The lecture.
  public typealias Performer = Player

  /// A program that has connected.
  private final class Desk {
    let socket: LocalSocket
    /// Until when it must have said what it is; `nil` when it has.
    var deadline: Duration?

    init(_ socket: LocalSocket, deadline: Duration) {
      self.socket = socket
      self.deadline = deadline
    }
  }

  /// Desks at once; more find the door closed.
  private static let most = 32
  /// How long a program may be connected before it says what it is.
  private static let patience = Duration.seconds(5)

  /// Where it listens; `nil` for the usual folder.
  var folder: LectureFolder?
  private let ownFiles: [String]
  private var listening: ListeningSocket?
  private var desks: [Desk] = []
  private var stream = SnapshotStream()
  private var number = 0
  private var facts: LectureFacts?

  /// A server that begins to listen when the lecture is on the screen.
  ///
  /// - Parameter ownFiles: the options that brought files of the viewer's along, with whole paths.
  public init(ownFiles: [String] = []) { self.ownFiles = ownFiles }

  /// The door, and each desk.
  public var descriptors: [Int32] {
    (listening.map { [$0.descriptor] } ?? []) + desks.map(\.socket.descriptor)
  }

  /// When a desk that has not said what it is has to go.
  public var nextTick: Duration? { desks.compactMap(\.deadline).min() }

  /// Opens the door, once the first frame is on the screen.
  public func begin(_ player: inout Player, at now: Duration) {
    facts = LectureFacts(process: Int(getpid()), plan: player.plan.source, ownFiles: ownFiles)
    // Without a folder that is safe there is no desk, and the lecture goes on.
    guard let folder = folder ?? LectureFolder.prepared() else { return }
    folder.clear()
    let path = folder.socketPath(of: Int(getpid()))
    unlink(path)
    listening = ListeningSocket(at: path)
  }

  /// Closes it, and all lines.
  public func end() {
    desks = []
    listening = nil
  }

  // MARK: Listening

  /// Takes in new desks and what desks say; whoever says what no desk would is dropped.
  public func listen(to player: inout Player, at now: Duration) -> [Request] {
    var requests: [Request] = []
    for desk in desks {
      switch desk.socket.read() {
      case .over: drop(desk)
      case .lines(let lines):
        for line in lines where !take(line, from: desk, &player, now, &requests) {
          drop(desk)
          break
        }
      }
    }
    for desk in desks where desk.deadline.map({ $0 <= now }) ?? false { drop(desk) }
    while let socket = listening?.next(longest: Wire.longestFromDesk) {
      if desks.count < Self.most { desks.append(Desk(socket, deadline: now + Self.patience)) }
    }
    return requests
  }

  private func drop(_ desk: Desk) { desks.removeAll { $0 === desk } }

  /// Does what a line says; `false` where no desk would have said it.
  private func take(
    _ line: String, from desk: Desk, _ player: inout Player, _ now: Duration, _ requests: inout [Request]
  ) -> Bool {
    if desk.deadline != nil { return welcome(desk, line, player, now) }
    switch Wire.deskMessage(line, at: now) {
    case .key(let key):
      // The lecture is ended where it is shown, and nowhere else.
      requests += player.handle(.key(key), at: now).filter { $0 != .quit }
    case .goTo(let entry, let scene, let step):
      requests += player.handle(.goTo(entry: entry, scene: scene, step: step), at: now)
    case .clock(let talk): requests += player.handle(.clock(talk), at: now)
    case nil: return false
    }
    return true
  }

  /// Greets a program that says that it is a desk, and tells it all at once.
  private func welcome(_ desk: Desk, _ line: String, _ player: Player, _ now: Duration) -> Bool {
    guard let version = Wire.version(of: line) else { return false }
    guard version == Wire.version else {
      let sentence = "This lecture and this desk are of different versions of cnnviz: start both from the same one."
      _ = desk.socket.send(Wire.line(.refusal(sentence), at: now))
      return false
    }
    desk.deadline = nil
    guard let facts else { return false }
    let state = stream.last ?? player.state
    return desk.socket.send(Wire.line(.facts(facts), at: now))
      && desk.socket.send(Wire.line(.state(number: number, state), at: now))
  }

  // MARK: Telling

  /// Tells all desks what has changed; one that does not read is dropped.
  public func tell(of player: inout Player, at now: Duration) {
    guard let news = stream.news(of: player) else { return }
    number = news.number
    let listeners = desks.filter { $0.deadline == nil }
    guard !listeners.isEmpty else { return }
    let line = Wire.line(.state(number: number, news.state), at: now)
    for desk in listeners where !desk.socket.send(line) { drop(desk) }
  }
}
