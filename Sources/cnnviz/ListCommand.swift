import ArgumentParser
import JSONText
import Lecture

/// Lists the scenes.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every scene: number, id, title, part, steps.")

  @Flag(help: "Write an array of objects for programs, with the speaker notes of every step.")
  var json = false

  func run() throws {
    var table = TextTable([">", "scene", "title", "part", ">steps"])
    var entries: [JSON] = []
    for (index, scene) in catalogue.enumerated() {
      let card = scene.card
      let steps = try scene.init(Settings()).steps
      table.add([String(index + 1), card.id, card.title, card.part.rawValue, String(steps.count)])
      entries.append(
        .object([
          .init("number", .integer(index + 1)), .init("id", .string(card.id)), .init("title", .string(card.title)),
          .init("part", .string(card.part.rawValue)), .init("steps", .integer(steps.count)),
          .init("notes", .array(steps.map { .string($0.note) })),
        ]))
    }
    try writeToStandardOutput(json ? JSON.array(entries).pretty : table.text)
  }
}
