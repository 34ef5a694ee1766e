import Foundation
import Testing

/// What an export refuses, and that no file of the viewer's is lost to it.
@Suite struct ExportCommandTests {
  @Test(arguments: ["md", "html", "svg", "cast"]) func aFileOfTheViewersIsReplacedOnlyWhenAskedTo(_ ending: String)
    throws
  {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("stride." + ending).path
      let command = ["export", path, "--scene", "stride"] + (ending == "svg" ? ["--animated"] : [])
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try BuiltCommand.run(command)
      #expect(refused.status == 1 && refused.complaint.contains("was not written by this program; --force replaces it"))
      #expect(refused.errors.split(separator: "\n").count == 1 && refused.output.isEmpty)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
      #expect(try BuiltCommand.run(command + ["--force"]).status == 0)
      let written = try String(contentsOfFile: path, encoding: .utf8)
      #expect(written.count > 1000)
      // Its own file it knows, and replaces it without being told to.
      #expect(try BuiltCommand.run(command + ["--set", "stride=3"]).status == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8) != written)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["stride." + ending])
    }
  }

  @Test func whereNothingCanBeWrittenNothingIsDone() throws {
    try inNewFolder { folder in
      // Root may write into any folder but those of the system's own.
      let locked = geteuid() == 0 ? "/proc" : folder.path
      if locked != "/proc" {
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
      }
      let places = ["\(locked)/a.md", "\(folder.path)/none/a.md", folder.path + "/", "/dev/null/a.md"]
      for place in places {
        let outcome = try BuiltCommand.run(
          "export", place == places[2] ? folder.path + "/.md" : place, "--scene", "title")
        #expect(outcome.status != 0 && outcome.errors.split(separator: "\n").count <= 3, "\(outcome.errors)")
        #expect(place == places[2] || outcome.status == 1 && outcome.complaint.contains("cannot be written ("))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func aFolderOfThatNameIsNotReplacedEvenWithForce() throws {
    try inNewFolder { folder in
      let path = folder.appendingPathComponent("a.md").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let outcome = try BuiltCommand.run("export", path, "--scene", "title", "--force")
      #expect(outcome.status == 1 && outcome.complaint.contains("it is a folder"))
    }
  }

  @Test(arguments: [
    (["lecture.txt"], "The ending of the file says what is written: .html, .svg, .md or .cast"),
    (["lecture"], "The ending"),
    ([".md"], "The ending"), ([""], "The ending"), (["a.svg"], "--animated --scene stride"),
    (["a.md", "--theme", "light"], "a script has no colours"),
    (["a.html", "--theme", "light"], "whoever reads it chooses"),
    (["a.cast", "--theme", "drak"], "did you mean dark?"), (["a.md", "--animated"], "text does not move"),
    (["a.md", "--set", "stride=2"], "name it with --scene"), (["a.md", "--size", "20x5"], "is too small"),
    (["a.md", "--scene", "strid"], "did you mean stride"), (["a.md", "--threads", "0"], "from 1 to 1024"),
  ])
  func aWrongCommandLineSaysWhatIsMeant(_ words: [String], _ says: String) throws {
    let outcome = try BuiltCommand.run(["export"] + words)
    #expect(outcome.status == 64 && outcome.complaint.contains(says), "\(outcome.complaint)")
  }
}
