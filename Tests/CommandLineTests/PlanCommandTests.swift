import Foundation
import Lecture
import Testing

@Suite struct PlanCommandTests {
  private func inNewFolder(_ body: (_ folder: URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func aPlanIsWrittenOnceAndNeverReplaced() throws {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("talk.plan").path
      #expect(try BuiltCommand.run("plan", "--scenes", "title,stride:2-5", "--out", path).status == 0)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(try LecturePlan(text).entries.map { $0.scene.card.id } == ["title", "stride"])
      let again = try BuiltCommand.run("plan", "--out", path)
      #expect(again.status == 1 && again.complaint.contains("never replaced"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
      let elsewhere = try BuiltCommand.run("plan", "--out", folder.appendingPathComponent("no/talk.plan").path)
      #expect(elsewhere.status == 1 && elsewhere.complaint.contains("cannot be written"))
    }
  }

  @Test func aMistakeInAPlanNamesFileLineAndName() throws {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("talk.plan").path
      try "title\nsliding-kernal 3\n".write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try BuiltCommand.run("--plan", path)
      #expect(outcome.status == 64)
      #expect(outcome.complaint.contains("talk.plan, line 2: ") && outcome.complaint.contains("sliding-kernel"))
      let missing = try BuiltCommand.run("--plan", folder.appendingPathComponent("none").path)
      #expect(missing.status == 1 && missing.complaint.contains("cannot be read"))
      let notText = folder.appendingPathComponent("bytes").path
      try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: notText))
      #expect(try BuiltCommand.run("--plan", notText).complaint.contains("not text"))
    }
  }

  @Test(arguments: [
    (["--scenes", "title,strid"], "scene 2"), (["--scenes", "title", "--plan", "x"], "give one of them"),
    (["--resume", "--scene", "stride"], "leave --scene"), (["export", "a.html", "--quiz"], "--quiz is for .md"),
    (["export", "a.md", "--scene", "stride", "--scenes", "title"], "give one of them"),
  ])
  func optionsThatDoNotGoTogetherAreRefused(_ words: [String], _ says: String) throws {
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.status == 64 && outcome.complaint.contains(says), "\(outcome.complaint)")
  }

  @Test func aPlanIsExported() throws {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("talk.md").path
      let words = ["export", path, "--scenes", "stride:2-3,title:1"]
      #expect(try BuiltCommand.run(words).status == 0)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("## 1. Taking larger strides") && text.contains("## 2. Convolutional networks"))
      #expect(try BuiltCommand.run(words).status == 0, "what this program wrote it replaces")
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try BuiltCommand.run(words)
      #expect(refused.status == 1 && refused.complaint.contains("--force"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }
  }
}
