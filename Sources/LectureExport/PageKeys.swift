import JSONText
import Playback

/// The keys of the page, from the lecture's own table: those whose commands a page can do, and that a browser leaves to
/// its pages.
enum PageKeys {
  /// The contexts of the page, each a list of bindings: how the browser calls the keys, how people do, the command, and
  /// what it does in a few words.
  static var data: JSON {
    .object(
      contexts.map { context in
        .init("\(context)", .array((Keymap.standard.bindings[context] ?? []).compactMap(data)))
      })
  }

  private static let contexts: [Context] = [.lecture, .number, .question, .answer]

  /// What only the lecture in the terminal can do, as the page says when one of their keys is pressed.
  static let ofTheTerminal: Set<Command> = [.turnKnob, .reset, .edit, .point]

  /// What means nothing on a page.
  private static let absent: Set<Command> = [.chooseKnob, .mouse, .save, .redraw, .quit, .typeLate]

  private static func data(of binding: Binding) -> JSON? {
    let triggers = binding.triggers.compactMap { trigger in name(of: trigger).map { (trigger, $0) } }
    guard !absent.contains(binding.command), !triggers.isEmpty else { return nil }
    return .object([
      .init("triggers", .array(triggers.map { .string($0.1) })),
      .init("names", .string(triggers.map(\.0.name).joined(separator: " "))),
      .init("command", .string("\(binding.command)")), .init("help", .string(binding.help)),
    ])
  }

  private static func name(of trigger: Trigger) -> String? {
    switch trigger {
    case .key(let key): name(of: key)
    case .twice(let key): name(of: key).map { $0 + $0 }
    case .digit: "digit"
    case .printable: "printable"
    }
  }

  /// The name of a key in the UI Events standard; `nil` for keys that browsers have a use of their own for.
  private static func name(of key: Key) -> String? {
    switch key {
    case .character(let scalar): String(Character(scalar))
    case .up: "ArrowUp"
    case .down: "ArrowDown"
    case .left: "ArrowLeft"
    case .right: "ArrowRight"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PageUp"
    case .pageDown: "PageDown"
    case .enter: "Enter"
    case .escape: "Escape"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .tab, .backtab, .control, .function: nil
    }
  }
}
