/// A key of the desk's own: as data, from which its help and its last line come. All others are the lecture's.
struct DeskBinding: Hashable, Sendable {
  enum Command: Hashable, Sendable {
    case view, overview, mark, pause, zero, theme, help, leave, redraw
  }

  let keys: [Key]
  let command: Command
  /// What it does, for the help.
  let help: String
  /// What it does, in a word, for the last line.
  var hint: String?

  static let all = [
    DeskBinding(keys: ["z"], command: .pause, help: "stop the clock for questions, and let it go on", hint: "clock"),
    DeskBinding(
      keys: ["v"], command: .view, help: "figures: on the wall, the next step, the next scene", hint: "figures"),
    DeskBinding(
      keys: ["o", .control("p")], command: .overview, help: "all scenes and marks; Enter goes there", hint: "overview"),
    DeskBinding(keys: ["m"], command: .mark, help: "mark this place, or take its mark away", hint: "mark"),
    DeskBinding(keys: ["Z"], command: .zero, help: "let the clock begin anew, here"),
    DeskBinding(keys: ["t"], command: .theme, help: "theme of the desk alone"),
    DeskBinding(keys: [.control("l")], command: .redraw, help: "draw the desk anew"),
    DeskBinding(keys: ["?", .function(1)], command: .help, help: "these keys", hint: "help"),
    DeskBinding(
      keys: ["q", .control("c")], command: .leave, help: "leave the desk; the lecture goes on", hint: "leave"),
  ]

  /// The first key of a command.
  static func name(of command: Command) -> String {
    all.first { $0.command == command }?.keys.first?.name ?? ""
  }
}
