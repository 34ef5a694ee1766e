import ArgumentParser
import JSONText
import Lecture

/// Lists the scenes.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every scene: number, id, title, part, steps.")

  @Flag(
    help: "Write an array of objects for programs, with the knobs of every scene and the speaker notes of every step.")
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
          .init("controls", .array(scene.controls.map(\.json))), .init("notes", .array(steps.map { .string($0.note) })),
        ]))
    }
    try writeToStandardOutput(json ? JSON.array(entries).pretty : table.text)
  }
}

extension Control {
  /// The knob for programs: what it is called and can be, so that every setting of `--set` can be found out.
  fileprivate var json: JSON {
    let kind: (name: String, members: [JSON.Member]) =
      switch self.kind {
      case .integer(let range, let standard):
        (
          "integer",
          [
            .init("range", .array([.integer(range.lowerBound), .integer(range.upperBound)])),
            .init("standard", .integer(standard)),
          ]
        )
      case .choice(let names, let standard):
        ("choice", [.init("choices", .array(names.map { .string($0) })), .init("standard", .string(standard))])
      case .toggle(let standard):
        (
          "switch",
          [
            .init("choices", .array([.string("on"), .string("off")])),
            .init("standard", .string(standard ? "on" : "off")),
          ]
        )
      case .grid(let range, let decimals):
        (
          "grid",
          [
            .init("range", .array([.number(range.lowerBound), .number(range.upperBound)])),
            .init("decimals", .integer(decimals)),
          ]
        )
      }
    return .object(
      [.init("name", .string(name)), .init("kind", .string(kind.name))] + kind.members + [.init("help", .string(help))])
  }
}
