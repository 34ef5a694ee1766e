import CellCanvas
import Lecture
import Playback
import Testing

@testable import LocalLine

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lecture without a terminal whose server listens in a folder of the test's own.
private final class Lecture {
  var player: Player
  let server = DeskServer()
  let folder: LectureFolder
  var now = Duration.zero

  init() throws {
    let template = try #require(strdup("/tmp/cnnviz-line-XXXXXX"))
    defer { free(template) }
    let path = String(cString: try #require(mkdtemp(template)))
    folder = LectureFolder(path: path)
    var options = PlayerOptions()
    options.scene = 6
    options.reducedMotion = true
    player = Player(options: options)
    server.folder = folder
    server.begin(&player, at: now)
    server.tell(of: &player, at: now)
  }

  deinit {
    server.end()
    rmdir(folder.path)
  }

  func connect() throws -> LocalSocket {
    let path = folder.socketPath(of: Int(getpid()))
    return try #require(LocalSocket(connectingTo: path, longest: 1 << 20))
  }

  /// What the run loop does when something has come.
  @discardableResult func turn() -> [Request] {
    let requests = server.listen(to: &player, at: now)
    server.tell(of: &player, at: now)
    return requests
  }

  /// A desk that was greeted, and what it was told.
  func desk() throws -> (socket: LocalSocket, messages: [LectureMessage]) {
    let socket = try connect()
    #expect(socket.send(Wire.hello.compact))
    turn()
    turn()
    return (socket, messages(of: socket))
  }

  func messages(of socket: LocalSocket) -> [LectureMessage] {
    guard case .lines(let lines) = socket.read() else { return [] }
    return lines.compactMap { Wire.lectureMessage($0, at: now) }
  }
}

@Suite struct DeskServerTests {
  @Test func aDeskIsToldAllAtOnceAndThenWhatChanges() throws {
    let lecture = try Lecture()
    let (socket, messages) = try lecture.desk()
    guard case .facts(let facts) = messages.first, case .state(let number, let state) = messages.last else {
      Issue.record("\(messages)")
      return
    }
    #expect(facts.process == Int(getpid()) && facts.plan == LecturePlan.whole.source)
    #expect(state == lecture.player.state && number == 1)
    lecture.turn()
    #expect(lecture.messages(of: socket).isEmpty, "nothing has changed")
    #expect(socket.send(Wire.line(.key("n"), at: .zero)))
    lecture.turn()
    guard case .state(2, let moved) = lecture.messages(of: socket).last else {
      Issue.record("no second state")
      return
    }
    #expect(moved == lecture.player.state && moved != state)
  }

  /// Whoever sends this is no desk; the lecture stays as it is, and other desks with it.
  @Test(arguments: [
    "nonsense", "{", "[]", "{\"cnnviz\":\"one\"}", "{\"key\":\"n\"}", "\u{0}\u{1}", String(repeating: "[", count: 4000),
    String(repeating: "x", count: 10_000_000),
  ]) func garbageIsDropped(_ text: String) throws {
    let lecture = try Lecture()
    let (good, _) = try lecture.desk()
    let before = lecture.player.state
    let bad = try lecture.connect()
    lecture.turn()
    var rest = Array((text + "\n").utf8)[...]
    // As much as has room, and then the lecture's turn, until all is sent or the door is closed.
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        // A socket of this program's own raises no signal where the door is closed, or is told so with each piece.
        #if canImport(Darwin)
          send(bad.descriptor, $0.baseAddress, min($0.count, 1 << 16), 0)
        #else
          send(bad.descriptor, $0.baseAddress, min($0.count, 1 << 16), Int32(MSG_NOSIGNAL))
        #endif
      }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EAGAIN { break }
      lecture.turn()
    }
    lecture.turn()
    #expect(bad.read() == .over)
    #expect(lecture.player.state == before)
    #expect(good.send(Wire.line(.key("n"), at: .zero)))
    lecture.turn()
    #expect(lecture.player.state != before)
  }

  @Test(arguments: ["{\"key\":\"hyper-x\"}", "{\"go\":7}", "{\"clock\":{\"elapsed\":-1,\"isRunning\":true}}", "{}"])
  func aDeskThatSaysWhatNoDeskSaysIsDropped(_ line: String) throws {
    let lecture = try Lecture()
    let (socket, _) = try lecture.desk()
    #expect(socket.send(line))
    lecture.turn()
    #expect(socket.read() == .over)
  }

  @Test func whoSaysNothingIsDroppedAfterAWhile() throws {
    let lecture = try Lecture()
    let silent = try lecture.connect()
    lecture.turn()
    #expect(lecture.server.nextTick == .seconds(5))
    #expect(silent.read() == .lines([]))
    lecture.now = .seconds(5)
    lecture.turn()
    #expect(silent.read() == .over)
    #expect(lecture.server.nextTick == nil, "the lecture is at rest again")
  }

  @Test func anotherVersionIsToldSo() throws {
    let lecture = try Lecture()
    let old = try lecture.connect()
    #expect(old.send("{\"cnnviz\":0,\"hello\":\"desk\"}"))
    lecture.turn()
    lecture.turn()
    guard case .lines(let lines) = old.read(),
      case .refusal(let sentence)? = lines.first.flatMap({ Wire.lectureMessage($0, at: .zero) })
    else {
      Issue.record("nothing was said")
      return
    }
    #expect(sentence.contains("different versions"))
    #expect(old.read() == .over)
  }

  @Test func noDeskEndsTheLecture() throws {
    let lecture = try Lecture()
    let (socket, _) = try lecture.desk()
    for key: Key in ["q", .control("c")] {
      #expect(socket.send(Wire.line(.key(key), at: .zero)))
      #expect(!lecture.turn().contains(.quit))
    }
  }

  /// What a lecture leaves that was killed: no process, nobody who listens.
  @Test func whatDeadLecturesLeftIsSwept() throws {
    let lecture = try Lecture()
    // A process of this number cannot be: Linux has at most 2^22, macOS 99999.
    let stale = lecture.folder.socketPath(of: 1 << 30)
    var listening = ListeningSocket(at: stale)
    #expect(listening != nil && lecture.folder.entries.allSatisfy(\.listens) && lecture.folder.entries.count == 2)
    lecture.folder.clear()
    #expect(lecture.folder.entries.count == 2, "whoever listens is left alone")
    // Its name stays when it is killed, here under another one and back.
    rename(stale, stale + "-")
    listening = nil
    rename(stale + "-", stale)
    #expect(lecture.folder.entries.map(\.listens).count { $0 } == 1)
    lecture.folder.clear()
    #expect(lecture.folder.entries.map(\.process) == [Int(getpid())])
  }

  @Test func theDoorIsClosedToOthers() throws {
    let lecture = try Lecture()
    #expect(lecture.folder.isSafe)
    chmod(lecture.folder.path, 0o755)
    #expect(!lecture.folder.isSafe && lecture.folder.entries.isEmpty)
    chmod(lecture.folder.path, 0o700)
    var facts = stat()
    stat(lecture.folder.socketPath(of: Int(getpid())), &facts)
    #expect(facts.st_mode & 0o077 == 0)
  }

  @Test func theClockStartsWithTheLectureAndIsSharedByAllDesks() throws {
    let lecture = try Lecture()
    let (first, messages) = try lecture.desk()
    guard case .state(_, let fresh) = messages.last else { return }
    #expect(!fresh.clock.hasBegun)
    lecture.now = .seconds(10)
    #expect(first.send(Wire.line(.key("x"), at: .zero)) && first.send(Wire.line(.key("n"), at: .zero)))
    lecture.turn()
    lecture.now = .seconds(70)
    guard case .state(_, let later) = try lecture.desk().messages.last else { return }
    let late = later.clock
    #expect(late.isRunning && late.elapsed(at: .seconds(70)) == .seconds(60))
    var stopped = late
    stopped.pause(at: lecture.now)
    #expect(first.send(Wire.line(.clock(stopped), at: lecture.now)))
    lecture.turn()
    lecture.now = .seconds(500)
    guard case .state(_, let last) = try lecture.desk().messages.last else { return }
    let paused = last.clock
    #expect(!paused.isRunning && paused.elapsed(at: .seconds(500)) == .seconds(60))
  }
}
