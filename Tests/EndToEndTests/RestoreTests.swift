import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The terminal is as it was before, whatever way the program ends.
@Suite struct RestoreTests {
  /// A program with the lecture on the screen and the mouse reported.
  private func lecture(_ arguments: [String] = [], environment: [String: String] = [:]) -> TerminalSession {
    let session = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "sliding-kernel", "--reduced-motion"] + arguments,
      environment: environment)
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    session.send("m")
    #expect(session.wait { $0.isMouseReported })
    return session
  }

  /// A lecture of bad scenes, at the step before the end.
  private func badLecture(_ scene: String, environment: [String: String] = [:]) -> TerminalSession {
    let session = TerminalSession(
      BuiltProgram.path("CrashingLecture"), [scene], environment: environment, columns: 120, rows: 60)
    #expect(session.wait(forText: "The screen of the lecture") && session.isOnAlternateScreen)
    #expect(!session.isCooked)
    return session
  }

  private func expectRestored(_ session: TerminalSession, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(session.isCooked, "the terminal's modes", sourceLocation: sourceLocation)
    #expect(!session.isOnAlternateScreen, "the screen", sourceLocation: sourceLocation)
    #expect(session.isCursorVisible, "the cursor", sourceLocation: sourceLocation)
    #expect(!session.isMouseReported, "the mouse", sourceLocation: sourceLocation)
    #expect(!session.text.contains("The screen of the lecture"), sourceLocation: sourceLocation)
    let text = String(decoding: session.bytes, as: UTF8.self)
    for mode in ["2004", "2026"] {
      let on = text.ranges(of: "\u{1B}[?\(mode)h").last?.lowerBound
      let off = text.ranges(of: "\u{1B}[?\(mode)l").last?.lowerBound
      #expect(on.map { on in off.map { on < $0 } ?? false } ?? true, "mode \(mode)", sourceLocation: sourceLocation)
    }
  }

  @Test func afterQuitting() {
    let session = lecture()
    session.send("q")
    #expect(session.waitForEnd() == .exited(0))
    expectRestored(session)
  }

  @Test(arguments: [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE, SIGXCPU, SIGVTALRM, SIGPROF,
  ]) func afterASignalToEnd(_ number: Int32) {
    let session = lecture()
    session.signal(number)
    #expect(session.waitForEnd() == .exited(128 + number))
    expectRestored(session)
  }

  #if os(Linux)
    /// Those that other systems do not have, and those that nobody named.
    @Test(arguments: [SIGIO, SIGPWR, SIGSTKFLT, 34, 50, 64]) func afterASignalOfLinux(_ number: Int32) {
      afterASignalToEnd(number)
    }
  #endif

  /// They change nothing.
  @Test(arguments: [SIGURG, SIGCHLD, SIGXFSZ, SIGCONT, SIGWINCH]) func afterASignalThatDoesNotEnd(_ number: Int32) {
    let session = lecture()
    let frame = session.text
    session.signal(number)
    session.send("mm")
    #expect(session.wait { $0.isMouseReported && $0.text == frame })
    session.send("q")
    #expect(session.waitForEnd() == .exited(0))
    expectRestored(session)
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGTRAP]) func afterACrash(_ number: Int32) {
    let session = lecture()
    session.signal(number)
    #expect(session.waitForEnd() == .killed(number))
    expectRestored(session)
  }

  @Test func afterATrapWhoseReportCanBeRead() {
    let session = badLecture("fatal-error")
    session.send(" ")
    let end = session.waitForEnd()
    #expect(end == .killed(SIGILL) || end == .killed(SIGTRAP))
    expectRestored(session)
    #expect(session.text.contains("Fatal error: a scene that ends badly"), "\(session.text)")
    // The report begins at the left edge of a line, and its lines do not run down like stairs.
    #expect((0..<session.rows).contains { session.line($0).hasPrefix("CrashingLecture/CrashingLecture.swift") })
  }

  @Test(arguments: ["trap", "bad-pointer", "overflow"]) func afterEachKindOfFault(_ scene: String) {
    let session = badLecture(scene)
    session.send(" ")
    guard case .killed = session.waitForEnd() else {
      Issue.record("the program must end by the fault")
      return
    }
    expectRestored(session)
  }

  @Test func afterATrapInAWorker() {
    let session = TerminalSession(BuiltProgram.path("CrashingLecture"), ["worker"])
    guard case .killed = session.waitForEnd() else {
      Issue.record("the program must end by the fault")
      return
    }
    expectRestored(session)
    // The crash report may be longer than the screen.
    #expect(String(decoding: session.bytes, as: UTF8.self).contains("a worker that ends badly"))
  }

  @Test func afterAnExitInTheMiddle() {
    let session = badLecture("exit")
    session.send(" ")
    #expect(session.waitForEnd() == .exited(3))
    expectRestored(session)
  }

  /// Sends a lecture that hangs what should end it, until it does: two signals that come at once may count as one.
  private func expectEnd(by number: Int32, _ send: (TerminalSession) -> Void) {
    let session = badLecture("hang")
    session.send(" ")
    #expect(session.wait(forText: "it hangs"))
    for _ in 0..<1000 {
      send(session)
      if session.wait(.milliseconds(20), until: { !$0.isOnAlternateScreen }) { break }
    }
    #expect(session.waitForEnd() == .killed(number))
    expectRestored(session)
  }

  @Test func aSecondInterruptEndsAProgramThatHangs() { expectEnd(by: SIGINT) { $0.send("\u{03}") } }

  @Test func aSecondTerminationEndsAProgramThatHangs() { expectEnd(by: SIGTERM) { $0.signal(SIGTERM) } }

  @Test func whenTheTerminalGoesAway() {
    let session = lecture()
    session.hangUp()
    #expect(session.waitForEnd() == .exited(128 + SIGHUP))
  }

  /// A shell with job control, at its prompt.
  private func shell() -> TerminalSession {
    let session = TerminalSession("/bin/sh", ["-i"], environment: ["PS1": "shell: ", "ENV": "", "HISTFILE": ""])
    #expect(session.wait(until: isAtPrompt), "\(session.text)")
    return session
  }

  private func isAtPrompt(_ session: TerminalSession) -> Bool {
    let lines = (0..<session.rows).map(session.line)
    return lines.last { $0.contains { $0 != " " } }?.hasPrefix("shell:  ") ?? false
  }

  /// Ctrl-Z needs a shell that takes the terminal over.
  @Test func stoppingAndGoingOn() {
    let session = shell()
    session.send("stty sane; '\(BuiltProgram.path("cnnviz"))' --scene sliding-kernel --reduced-motion\r")
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    let frame = session.text
    session.send("m")
    #expect(session.wait { $0.isMouseReported })
    session.send("m")
    #expect(session.wait { !$0.isMouseReported })
    for _ in 0..<2 {
      session.send("\u{1A}")
      #expect(session.wait { !$0.isOnAlternateScreen && $0.text.contains("Stopped") && isAtPrompt($0) })
      #expect(session.isCursorVisible && !session.isMouseReported)
      #expect(session.isCooked)
      session.send("fg\r")
      #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    }
    session.send(" ")
    #expect(session.wait { $0.isOnAlternateScreen && $0.text != frame })
    session.send("q")
    #expect(session.wait { !$0.isOnAlternateScreen && isAtPrompt($0) })
    session.send("exit\r")
    #expect(session.waitForEnd() == .exited(0))
    expectRestored(session)
  }

  /// Nobody is told of a SIGSTOP; the shell takes the terminal, and `fg` must bring the lecture back.
  @Test func stoppingFromOutside() throws {
    let session = shell()
    let lecture = "exec \"\(BuiltProgram.path("cnnviz"))\" --scene sliding-kernel --reduced-motion --no-predict"
    session.send("sh -c 'echo number $$ behind; \(lecture)'\r")
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    let said = String(decoding: session.bytes, as: UTF8.self)
    let number = try #require(try /number ([0-9]+) behind/.firstMatch(in: said).flatMap { Int32($0.1) })
    for _ in 0..<2 {
      let before = session.bytes.count
      kill(number, SIGSTOP)
      #expect(session.wait { String(decoding: $0.bytes[before...], as: UTF8.self).contains("shell: ") })
      // The modes are still those of the lecture, in which a return is no end of a line.
      session.send("echo some text; fg\n")
      #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") && !$0.isCooked })
      #expect(!session.text.contains("some text"), "\(session.text)")
      let frame = session.text
      session.send(" ")
      #expect(session.wait { $0.text != frame && $0.isOnAlternateScreen })
    }
    session.send("q")
    #expect(session.wait { !$0.isOnAlternateScreen && isAtPrompt($0) })
    session.send("exit\r")
    #expect(session.waitForEnd() == .exited(0))
    expectRestored(session)
  }

  /// Whoever is stopped and told to end does not take the terminal again.
  @Test func endingWhileStopped() {
    let session = shell()
    session.send("'\(BuiltProgram.path("cnnviz"))' --reduced-motion\r")
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    session.send("\u{1A}")
    #expect(session.wait { !$0.isOnAlternateScreen && $0.text.contains("Stopped") && isAtPrompt($0) })
    let before = session.bytes.count
    session.send("kill %1; fg; echo status $?\r")
    // The shell says 143 itself, or that there is no such job any more.
    #expect(session.wait { $0.text.contains("status 143") || $0.text.contains("status 2") }, "\(session.text)")
    #expect(!String(decoding: session.bytes[before...], as: UTF8.self).contains("?1049h"), "the screen was not taken")
    #expect(session.wait(until: isAtPrompt), "\(session.text)")
    session.send("exit\r")
    #expect(session.waitForEnd() != nil)
    expectRestored(session)
  }
}
