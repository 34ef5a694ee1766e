import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A talk under a plan, by the built program on a terminal.
@Suite struct PlanTests {
  /// Does something in a new folder, which is gone afterwards with all that is in it.
  private func inNewFolder(_ body: (_ folder: String) throws -> Void) throws {
    var template = Array("/tmp/cnnviz-test-XXXXXX".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    defer {
      for path in [folder + "/state/cnnviz/" + stateFile(folder), folder + "/talk.plan"] { unlink(path) }
      for path in ["/state/cnnviz", "/state", ""] { rmdir(folder + path) }
    }
    try body(folder)
  }

  private func stateFile(_ folder: String) -> String {
    guard let listing = opendir(folder + "/state/cnnviz") else { return "" }
    defer { closedir(listing) }
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".talk") { return name }
    }
    return ""
  }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    #expect(fputs(text, file) >= 0)
    #expect(fclose(file) == 0)
  }

  private func start(_ folder: String, _ arguments: [String]) -> TerminalSession {
    TerminalSession(
      BuiltProgram.path("cnnviz"), arguments + ["--reduced-motion", "--no-predict"],
      environment: ["XDG_STATE_HOME": folder + "/state"])
  }

  /// What ends a program without a word, as a line that breaks or `kill -9`, ends no talk.
  @Test func aKilledTalkIsResumed() throws {
    try inNewFolder { folder in
      let plan = folder + "/talk.plan"
      try write("title 1\nmax-pool 3\nstride:2-5 2 stride=2\n", to: plan)
      let talk = start(folder, ["--plan", plan])
      #expect(talk.wait { $0.text.contains("1 / 3") })
      talk.send("]]")
      #expect(talk.wait { $0.text.contains("3 / 3") })
      let deadline = ContinuousClock.now + TerminalSession.patience
      var place = ""
      while place != "3", ContinuousClock.now < deadline {
        guard let file = fopen(folder + "/state/cnnviz/" + stateFile(folder), "r") else { continue }
        var text = [CChar](repeating: 0, count: 200)
        fread(&text, 1, text.count - 1, file)
        fclose(file)
        place = String(
          decoding: text.drop { $0 != 10 }.dropFirst().prefix(1).map(UInt8.init(bitPattern:)), as: UTF8.self)
      }
      #expect(place == "3")
      talk.signal(SIGKILL)
      #expect(talk.waitForEnd() == .killed(SIGKILL))
      let next = start(folder, ["--plan", plan, "--resume"])
      #expect(next.wait { $0.text.contains("3 / 3") && $0.text.contains("here the last talk stopped") })
      next.send("q")
      #expect(next.waitForEnd() == .exited(0))
    }
  }

  @Test func aTalkIsHeldStoppedAndResumed() throws {
    try inNewFolder { folder in
      let plan = folder + "/talk.plan"
      try write("lecture: Before lunch\ntitle 1\nstride:2-5 2 stride=2\nmax-pool 3\n", to: plan)
      let talk = start(folder, ["--plan", plan])
      #expect(talk.wait { $0.text.contains("1 / 3") })
      talk.send("]")
      #expect(talk.wait { $0.text.contains("2 / 3") && $0.text.contains("1/4") })
      talk.send("\u{1B}[C")
      #expect(talk.wait { $0.text.contains("2/4") })
      talk.send("q")
      #expect(talk.waitForEnd() == .exited(0))
      // The minutes beside those of the plan.
      #expect(talk.text.contains("planned") && talk.text.contains("stride:2-5") && talk.text.contains("max-pool"))
      let next = start(folder, ["--plan", plan, "--resume"])
      #expect(next.wait { $0.text.contains("2 / 3") && $0.text.contains("2/4") })
      // A signal stops a talk as well.
      next.send("]")
      #expect(next.wait { $0.text.contains("3 / 3") })
      next.signal(SIGTERM)
      #expect(next.waitForEnd() == .exited(128 + SIGTERM))
      let last = start(folder, ["--plan", plan, "--resume"])
      #expect(last.wait { $0.text.contains("3 / 3") })
      last.send("q")
      #expect(last.waitForEnd() == .exited(0))
      // What cannot be read is as if it were not there.
      try write("nonsense", to: folder + "/state/cnnviz/" + stateFile(folder))
      let anew = start(folder, ["--plan", plan, "--resume"])
      #expect(anew.wait { $0.text.contains("1 / 3") && $0.text.contains("no talk has stopped yet") })
      anew.send("q")
      #expect(anew.waitForEnd() == .exited(0))
    }
  }
}
