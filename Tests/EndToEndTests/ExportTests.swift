import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A long export on a terminal.
@Suite struct ExportTests {
  @Test(arguments: [SIGINT, SIGTERM]) func brokenOffItLeavesNoFile(_ number: Int32) throws {
    var template = Array("/tmp/cnnviz-test-XXXXXX".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    let file = folder + "/lecture.html"
    defer {
      unlink(file)
      rmdir(folder)
    }
    let export = TerminalSession(BuiltProgram.path("cnnviz"), ["export", file, "--threads", "1"], columns: 200)
    #expect(export.wait(forText: " %"))
    export.signal(number)
    #expect(export.waitForEnd() == .exited(128 + number))
    #expect(export.text.contains("Stopped; “\(file)” was not written."), "\(export.text)")
    #expect(rmdir(folder) == 0, "something is left in the folder")
  }
}
