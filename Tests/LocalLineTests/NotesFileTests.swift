import Foundation
import Lecture
import Playback
import Testing

@testable import LocalLine

@Suite struct NotesFileTests {
  private func player(_ plan: String) throws -> Player {
    var options = PlayerOptions()
    options.reducedMotion = true
    return Player(plan: try LecturePlan(plan), options: options)
  }

  @Test func eachStepIsWrittenWithItsQuestionAndAnswer() throws {
    try inNewFolder { folder in
      let path = folder + "/notes.txt"
      var player = try player("stride:2-4\nmax-pool")
      let notes = try NotesFile(path)
      func lines() throws -> [String] {
        notes.tell(of: &player, at: .zero)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      }
      let title = player.card.title
      #expect(try lines().first == "cnnviz notes: \(title), step 1 of 3", "steps are the plan's")
      #expect(try lines().contains(player.step.note) && lines().contains(player.step.caption.plain))
      var asked: Set<String> = []
      for _ in 0..<40 where player.state.overlay == nil {
        _ = player.handle(.key(.right), at: player.now + .seconds(2))
        guard let question = player.state.question else { continue }
        asked.insert(question.prompt)
        #expect(try lines().contains("Question: \(question.prompt)") && lines().contains("Answer: \(question.answer)"))
        #expect(try question.mistake == nil || lines().contains("Often said: \(question.mistake ?? "")"))
      }
      #expect(asked.count > 1)
    }
  }

  @Test func onlyItsOwnFileIsWrittenOver() throws {
    try inNewFolder { folder in
      let path = folder + "/notes.txt"
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      let refusal = #expect(throws: NotesFile.Failure.self) { try NotesFile(path) }
      #expect(refusal?.description.contains("there is something else in it") ?? false)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
      try FileManager.default.removeItem(atPath: path)
      var player = try player("title")
      try NotesFile(path).tell(of: &player, at: .zero)
      let first = try String(contentsOfFile: path, encoding: .utf8)
      var other = try self.player("max-pool")
      try NotesFile(path).tell(of: &other, at: .zero)
      #expect(try String(contentsOfFile: path, encoding: .utf8) != first)
      #expect(throws: NotesFile.Failure.self) { try NotesFile(folder) }
      #expect(throws: NotesFile.Failure.self) { try NotesFile(path + "/below") }
      #expect(throws: NotesFile.Failure.self) { try NotesFile("") }
    }
  }
}
