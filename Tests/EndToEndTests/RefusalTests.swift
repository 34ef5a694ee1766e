import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What cannot be shown is refused in one sentence that names the way out.
@Suite struct RefusalTests {
  @Test(arguments: ["", "no-such-terminal", "dumb"]) func terminalsThatWillNotDo(_ term: String) {
    let session = TerminalSession(BuiltProgram.path("cnnviz"), environment: ["TERM": term])
    #expect(session.waitForEnd() == .exited(2))
    // The emulator breaks the line where the window ends.
    let text = session.text.filter { $0 != "\n" }
    #expect(text.contains("cnnviz show"), "\(session.text)")
    #expect(term.isEmpty ? text.contains("TERM is not set") : text.contains("TERM=\(term)"), "\(session.text)")
    #expect(text.filter { $0 == "." }.count == 1, "one sentence")
    #expect(session.isCooked && !session.bytes.contains(0x1B))
  }

  @Test(arguments: ["</dev/null", ">/dev/null", "| cat"]) func noTerminalAtAll(_ redirection: String) {
    let session = TerminalSession(
      "/bin/sh", ["-c", "{ '\(BuiltProgram.path("cnnviz"))' 2>&3; echo status $? >&3; } 3>/dev/tty \(redirection)"])
    #expect(session.wait(forText: "status 2"), "\(session.text)")
    #expect(session.text.filter { $0 != "\n" }.contains("cnnviz show"))
    _ = session.waitForEnd()
  }

  @Test(arguments: [
    (["--scene", "sliding-kernal"], "sliding-kernel"), (["--scene", "stride:0"], "from 1"),
    (["--theme", "drak"], "dark"), (["--color", "12"], "truecolor"), (["--no-such-thing"], "Usage"),
  ])
  func aWrongCommandLine(_ arguments: [String], _ hint: String) {
    let session = TerminalSession(BuiltProgram.path("cnnviz"), arguments, columns: 200)
    #expect(session.waitForEnd() == .exited(64))
    #expect(session.text.contains(hint), "\(session.text)")
    #expect(!session.bytes.contains(0x1B), "the screen was not touched")
  }
}
