import CellCanvas
import Lecture
import Playback
import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lecture and desks on terminals of their own, and what each must show.
private final class Room {
  let folder: String
  let wall: Rehearsal
  var desks: [TerminalSession] = []
  /// Shows what each desk must.
  private var model = Desk(theme: "dark", readClock: { "" }, options: { _ in PlayerOptions() })

  init(scene: String = "sliding-kernel") throws {
    let template = try #require(strdup("/tmp/cnnviz-desk-XXXXXX"))
    defer { free(template) }
    folder = String(cString: try #require(mkdtemp(template)))
    wall = try Rehearsal(scene: scene, environment: ["XDG_RUNTIME_DIR": folder])
    model.hear(.facts(LectureFacts(process: 0, plan: wall.player.plan.source)), at: .zero)
  }

  deinit {
    desks = []
    wall.session.signal(SIGKILL)
    _ = wall.session.waitForEnd()
    for name in ["\(wall.session.process).socket"] { unlink("\(folder)/cnnviz/\(name)") }
    rmdir("\(folder)/cnnviz")
    rmdir(folder)
  }

  static func openDesk(_ folder: String, _ arguments: [String] = []) -> TerminalSession {
    TerminalSession(
      BuiltProgram.path("cnnviz"), ["notes"] + arguments, environment: ["XDG_RUNTIME_DIR": folder])
  }

  /// Waits until a lecture listens, which it begins to when its first frame is on the screen.
  func listens(_ lecture: TerminalSession) -> Bool {
    let socket = "\(folder)/cnnviz/\(lecture.process).socket"
    let deadline = ContinuousClock.now + TerminalSession.patience
    guard lecture.wait(until: { !$0.text.isEmpty }) else { return false }
    while access(socket, F_OK) != 0 {
      guard ContinuousClock.now < deadline else { return false }
      sched_yield()
    }
    return true
  }

  func openDesk(_ arguments: [String] = []) throws {
    desks.append(Self.openDesk(folder, arguments))
    try expectDesks("a new desk")
  }

  /// What a desk shows of the words and the knobs, between the clock and its keys.
  private static func words(_ text: String) -> [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count == 24 ? Array(lines[4..<23]) : []
  }

  /// Waits until all desks show what the player in the test says.
  func expectDesks(_ moment: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    model.hear(.state(number: 0, wall.player.state), at: .zero)
    while let (id, work) = model.wantedWork {
      var reports: [WorkReport] = []
      work.run { fraction, result in
        reports.append(WorkReport(fraction: fraction, result: result))
        return true
      }
      for report in reports + [.finished] { _ = model.handle(.work(id, report), at: .zero) }
    }
    let expected = Self.words(model.frame().plainText)
    for (index, desk) in desks.enumerated() {
      guard !desk.wait(until: { Self.words($0.text) == expected }) else { continue }
      Issue.record(
        "\(moment): desk \(index) does not show\n\(expected.joined(separator: "\n"))\nbut\n\(desk.text)",
        sourceLocation: sourceLocation)
      throw Rehearsal.Mismatch()
    }
  }

  func pressOnWall(_ keys: KeyStroke..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    for key in keys {
      try wall.press(key, sourceLocation: sourceLocation)
      try expectDesks("\(key.key.name) on the wall", sourceLocation: sourceLocation)
    }
  }

  func pressAtDesk(_ keys: KeyStroke..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    for key in keys {
      _ = wall.player.handle(.key(key.key), at: .zero)
      wall.finishWork()
      desks[0].send(key.bytes)
      try wall.expectSameFrame("after \(key.key.name) at the desk", sourceLocation: sourceLocation)
      try expectDesks("\(key.key.name) at the desk", sourceLocation: sourceLocation)
    }
  }
}

/// Two programs on two terminals: the lecture, and the desk beside it.
@Suite struct DeskTests {
  @Test func keysOnTheWallAreSeenAtTheDesk() throws {
    let room = try Room()
    try room.openDesk()
    try room.pressOnWall(.space, "5", .enter, .left, "]", "[", .end, .home, "x", .tab, .up, "r", "b", "b", "w", "w")
    try room.pressOnWall("e", "7", .escape, "c", .right, .escape, "3", .enter, "o", .escape, "k", .escape, .f1, .escape)
    try room.pressOnWall("/", "s", "t", "r", .enter, "i", "i", "t", "g", "g", "G")
  }

  @Test func keysAtTheDeskMoveTheWall() throws {
    let room = try Room()
    try room.openDesk()
    for key: KeyStroke in [.right, .left, .space, .backspace, .pageDown, .pageUp, "n", "p", "l", "h"] {
      try room.pressAtDesk(key)
    }
    try room.pressAtDesk(.space, "5", .enter, "]", "[", .end, .home, "x", .tab, .backtab, .up, .down, "r")
    try room.pressAtDesk("b", "b", "w", "w", "e", "7", .escape, "c", .right, .escape, "3", .enter, "G")
    // While a text is typed there, its letters are no keys of the desk.
    try room.pressAtDesk("/", "z", "o", "m", "q", .escape, "k", .escape)
  }

  @Test func theDesksOwnKeysLeaveTheWallAlone() throws {
    let room = try Room()
    try room.openDesk()
    try room.pressOnWall(.space, .space)
    let desk = room.desks[0]
    desk.send("v")
    #expect(desk.wait(forText: "on the wall"))
    desk.send("v")
    #expect(desk.wait(forText: "next step"))
    desk.send("vv")
    try room.expectDesks("all views seen")
    desk.send("z")
    #expect(desk.wait(forText: "the clock stands still") || desk.wait(forText: "the clock goes on"))
    desk.send("t")
    desk.send("?")
    #expect(desk.wait(forText: "Keys of the desk"))
    desk.send("\u{1B}")
    // The rest of the help may not be drawn yet, and a key right behind an escape would belong to it.
    #expect(desk.wait(until: { !$0.text.contains("Keys of the desk") }))
    try room.expectDesks("the help closed")
    try room.wall.expectSameFrame("nothing has happened on the wall")
    desk.send("q")
    #expect(desk.waitForEnd() == .exited(0))
    room.desks = []
    try room.pressOnWall(.space)
  }

  @Test func marksAndTheOverviewLeadToPlaces() throws {
    let room = try Room()
    try room.openDesk()
    try room.pressOnWall("x", .space, .space)
    let desk = room.desks[0]
    desk.send("m")
    #expect(desk.wait(forText: "marked; o leads back here"))
    try room.pressOnWall("]")
    desk.send("o")
    #expect(desk.wait(forText: "★ step 3"))
    desk.send("\t\r")
    _ = room.wall.player.handle(
      .goTo(entry: room.wall.player.sceneIndex - 1, scene: "sliding-kernel", step: 2), at: .zero)
    try room.wall.expectSameFrame("a mark was chosen at the desk")
    try room.expectDesks("a mark was chosen at the desk")
  }

  @Test func whoComesLateSeesAll() throws {
    let room = try Room()
    try room.wall.press("x", .space, .tab, .up, .space, "c", .right)
    try room.openDesk()
    try room.wall.press(.escape, "]", .space)
    try room.openDesk()
    try room.pressOnWall("b")
    try room.openDesk()
    #expect(room.desks[2].wait(forText: "the wall is black"))
  }

  @Test func tenDesksFollow() throws {
    let room = try Room()
    for _ in 0..<10 { try room.openDesk() }
    try room.pressOnWall(.space, "x", .space)
    try room.pressAtDesk("]", .space)
  }

  @Test func aKilledDeskHarmsNobody() throws {
    let room = try Room()
    try room.openDesk()
    try room.openDesk()
    room.desks[0].signal(SIGKILL)
    #expect(room.desks[0].waitForEnd() == .killed(SIGKILL))
    room.desks.removeFirst()
    try room.pressOnWall(.space, "x", .space)
    try room.pressAtDesk(.space)
  }

  @Test func notesAreWrittenToAFile() throws {
    let room = try Room()
    let path = room.folder + "/notes.txt"
    defer { unlink(path) }
    let lecture = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "stride", "--reduced-motion", "--no-predict", "--notes-file", path],
      environment: ["XDG_RUNTIME_DIR": room.folder])
    func reads(_ start: String) -> Bool {
      let deadline = ContinuousClock.now + TerminalSession.patience
      while ContinuousClock.now < deadline {
        guard let file = fopen(path, "r") else { continue }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 100)
        fread(&text, 1, text.count - 1, file)
        if String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self).hasPrefix(start) { return true }
      }
      return false
    }
    #expect(reads("cnnviz notes: Taking larger strides, step 1 of"))
    lecture.send(" ")
    #expect(reads("cnnviz notes: Taking larger strides, step 2 of"))
    lecture.send("q")
    #expect(lecture.waitForEnd() == .exited(0))
  }

  @Test func aStalledDeskIsDroppedAndComesBack() throws {
    let room = try Room()
    try room.openDesk()
    try room.openDesk()
    try room.pressOnWall("x")
    room.desks[1].signal(SIGSTOP)
    let stalled = room.desks.removeLast()
    // More than a socket holds: each is a state of its own.
    for _ in 0..<150 { try room.pressOnWall(.space, .backspace) }
    try room.pressOnWall(.space, .space)
    stalled.signal(SIGCONT)
    room.desks.append(stalled)
    try room.expectDesks("the desk goes on")
    try room.pressOnWall(.space)
  }

  @Test func aDeskWaitsForTheNextLecture() throws {
    let room = try Room()
    let alone = Desk(theme: "dark", readClock: { "" }, options: { _ in PlayerOptions() })
    #expect(alone.frame().plainText.contains("Start one with “cnnviz”"))
    try room.openDesk()
    try room.pressOnWall("x", .space)
    let desk = room.desks[0]
    room.wall.session.signal(SIGKILL)
    #expect(room.wall.session.waitForEnd() == .killed(SIGKILL))
    #expect(desk.wait(forText: "the lecture is gone"))
    desk.send("n")
    #expect(desk.wait(forText: "no lecture runs that could take a key"))
    let again = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "stride", "--reduced-motion"],
      environment: ["XDG_RUNTIME_DIR": room.folder])
    #expect(desk.wait { $0.text.contains("Taking larger strides   step 1") && !$0.text.contains("gone") })
    desk.send("n")
    #expect(desk.wait(forText: "step 2"))
    #expect(access("\(room.folder)/cnnviz/\(room.wall.session.process).socket", F_OK) != 0, "a stale socket stays")
    again.send("q")
    #expect(again.waitForEnd() == .exited(0))
    #expect(access("\(room.folder)/cnnviz/\(again.process).socket", F_OK) != 0, "the socket stays")
  }

  @Test func lecturesAreToldApart() throws {
    let room = try Room()
    let newer = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "stride"], environment: ["XDG_RUNTIME_DIR": room.folder])
    #expect(room.listens(newer))
    let newest = Room.openDesk(room.folder)
    #expect(newest.wait(forText: "Taking larger strides"))
    try room.openDesk(["--lecture", "\(room.wall.session.process)"])
    let unknown = Room.openDesk(room.folder, ["--lecture", "1"])
    #expect(unknown.wait(forText: "No lecture of yours is played by process 1; there is"))
    #expect(unknown.waitForEnd() == .exited(1))
    // One that was killed is no lecture any more; what it left is cleared away.
    newer.signal(SIGKILL)
    #expect(newer.waitForEnd() == .killed(SIGKILL))
    let socket = "\(room.folder)/cnnviz/\(newer.process).socket"
    #expect(access(socket, F_OK) == 0)
    let dead = Room.openDesk(room.folder, ["--lecture", "\(newer.process)"])
    // Others may be played on this machine meanwhile.
    #expect(dead.wait(forText: "process \(newer.process); there is"))
    #expect(dead.wait(forText: "\(room.wall.session.process)"))
    let last = Room.openDesk(room.folder)
    #expect(last.wait(forText: "step 1 of"))
    #expect(access(socket, F_OK) != 0, "a stale socket stays")
  }

  /// Another user can neither see nor reach the lecture; only who may become one can try.
  @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0))
  func anotherUserIsKeptOut() throws {
    let room = try Room()
    chmod(room.folder, 0o755)
    let process = room.wall.session.process
    for command in [
      "test -S \(room.folder)/cnnviz/\(process).socket", "ls \(room.folder)/cnnviz",
      "echo x > \(room.folder)/cnnviz/\(process).socket",
    ] {
      let other = TerminalSession(
        "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", "-c", command])
      let end = try #require(other.waitForEnd())
      #expect(end != .exited(0), "\(command)")
      #expect(end != .exited(127), "\(command)")
    }
  }
}
