import Foundation
import Lecture
import Testing

@Suite struct PlanCommandTests {
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
      try "# nothing yet\n".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try BuiltCommand.run("--plan", path).complaint.contains("talk.plan: There is no scene in it"))
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
    (["plan", "--out", ""], "--out needs the name of a file"),
    (["show", "3", "--scenes", "title,stride"], "The plan has 2 scenes"),
    (["show", "walk", "--scenes", "title"], "is in no plan"),
    (["show", "max-pool", "--scenes", "title,stride"], "There is no scene in the plan “max-pool”"),
  ])
  func optionsThatDoNotGoTogetherAreRefused(_ words: [String], _ says: String) throws {
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.status == 64 && outcome.complaint.contains(says), "\(outcome.complaint)")
  }

  @Test func aFrameOfAPlanIsShown() throws {
    let words = ["--scenes", "stride,title:1,stride:3-5 stride=3"]
    let frame = try BuiltCommand.run(["show", "3", "--step", "2"] + words)
    #expect(frame.status == 0 && frame.output.contains("3 / 3") && frame.output.contains("2/3"))
    let same = try BuiltCommand.run("show", "stride", "--step", "4", "--set", "stride=3", "--figure")
    #expect(try BuiltCommand.run(["show", "3", "--step", "2", "--figure"] + words).output == same.output)
    #expect(try BuiltCommand.run(["show", "stride"] + words).output.contains("1 / 3"), "by its id the first of them")
    let last = try BuiltCommand.run(["show", "3", "--step", "4"] + words)
    #expect(last.status == 64 && last.complaint.contains("in the plan the steps 1 to 3; there is no step 4"))
  }

  @Test func notesGoIntoAFileOfTheirOwn() throws {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("notes.txt").path
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try BuiltCommand.run("--notes-file", path)
      #expect(refused.status == 1 && refused.complaint.contains("there is something else in it"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
      for place in ["", folder.path, path + "/below"] {
        #expect(try BuiltCommand.run("--notes-file", place).complaint.contains("cannot be written"), "\(place)")
      }
    }
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
