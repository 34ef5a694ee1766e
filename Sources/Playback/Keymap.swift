import CellCanvas

/// What a key can ask for.
public enum Command: Hashable, Sendable {
  case next, previous, nextScene, previousScene, firstStep, lastStep
  case startNumber, typeNumber, eraseNumber, goToNumber, firstScene, lastScene
  case contents, search, help, symbols, close
  case follow, comeBack
  case chooseKnob, turnKnob, reset
  case edit, point, move, changeGrid, open, typeValue, eraseValue, acceptValue
  case lowerPen, changePen
  case typeAnswer, eraseAnswer, submitAnswer, clearAnswer, typeLate, predict
  case autoplay, slower, faster
  case black, white, replay
  case notes, theme, mouse, save, redraw, quit
  case select, selectPage, selectEnd, selectNumber, selectLetter, choose, typeQuery, eraseQuery
}

/// Where a key means something. Several contexts hold at once; the innermost one that knows a key decides.
public enum Context: Hashable, Sendable, CaseIterable {
  /// The lecture itself.
  case lecture
  /// A scene's number is to be typed.
  case go
  /// A scene's number is being typed.
  case number
  /// A question stands on the screen.
  case question
  /// An answer to it is being typed.
  case answer
  /// A question has just closed.
  case closed
  /// More is typed as an answer to it.
  case late
  /// A question has closed a little while ago.
  case recent
  /// The cursor points at elements of the figure.
  case pointing
  /// The cursor is on a link to another scene.
  case link
  /// Values are edited on the grid.
  case editing
  /// A pen is moved over the grid.
  case drawing
  /// The list of scenes is open.
  case contents
  /// The search is open.
  case search
  /// The keys are shown.
  case help
  /// Signs, colours and words are explained.
  case symbols
  /// The lecture is over.
  case end
}

/// What a key press must be for a binding to hold.
public enum Trigger: Hashable, Sendable {
  /// This key.
  case key(Key)
  /// This key, twice in a row.
  case twice(Key)
  /// Any of 0...9.
  case digit
  /// Any key that types something.
  case printable

  /// What it is called on a screen that has arrows.
  public var name: String { name(in: .unicode) }

  /// What it is called on a screen with these glyphs.
  func name(in glyphs: GlyphSet) -> String {
    switch self {
    case .key(let key): key.name(in: glyphs)
    case .twice(let key): key.name(in: glyphs) + key.name(in: glyphs)
    case .digit: "digits"
    case .printable: "letters"
    }
  }

  func holds(for key: Key, after previous: Key?) -> Bool {
    switch (self, key) {
    case (.key(let wanted), _): key == wanted
    case (.twice(let wanted), _): key == wanted && previous == wanted
    case (.digit, .character(let scalar)): ("0"..."9").contains(scalar)
    case (.printable, .character): true
    default: false
    }
  }
}

/// Keys that do the same.
public struct Binding: Hashable, Sendable {
  /// What the footer shows of a binding: its first keys and a word.
  public struct Hint: Hashable, Sendable {
    /// What the keys do, in a word.
    public let text: String
    /// How many of the keys are shown.
    public let keys: Int
  }

  /// Which keys.
  public let triggers: [Trigger]
  /// What they do.
  public let command: Command
  /// What they do, in a few words, for the help.
  public let help: String
  /// How the footer shows them, if it ever does.
  public let hint: Hint?

  /// All keys by name, for the help on a screen that has arrows.
  public var keyNames: String { keyNames(in: .unicode) }

  /// All keys by name, for the help on a screen with these glyphs.
  func keyNames(in glyphs: GlyphSet) -> String {
    triggers.map { $0.name(in: glyphs) }.joined(separator: " ")
  }

  /// The hint as a key, or a few in one word, and a word.
  func hintParts(in glyphs: GlyphSet) -> (keys: String, text: String)? {
    hint.map { hint in
      let names = triggers.prefix(hint.keys).map { $0.name(in: glyphs) }
      let isWords = names.count > 1 && names.contains { $0.count > 1 }
      return (names.count > 2 && isWords ? "arrows" : names.joined(separator: isWords ? "/" : ""), hint.text)
    }
  }
}

/// Every key of the player, as data: what a key does, the help and the footer all come from here.
public struct Keymap: Hashable, Sendable {
  /// The bindings of each context, in the order of the help.
  public let bindings: [Context: [Binding]]

  /// What `key` asks for in the innermost of `contexts` that knows it; `nil` when none does.
  ///
  /// - Parameters:
  ///   - previous: the key before, for keys that are pressed twice.
  ///   - contexts: the contexts that hold, innermost first.
  public func command(for key: Key, after previous: Key?, in contexts: [Context]) -> Command? {
    for context in contexts {
      for binding in bindings[context] ?? []
      where binding.triggers.contains(where: { $0.holds(for: key, after: previous) }) { return binding.command }
    }
    return nil
  }

  /// The binding of `command` in `context`.
  func binding(of command: Command, in context: Context) -> Binding? {
    bindings[context]?.first { $0.command == command }
  }

  /// The keys of the lecture.
  public static let standard = Keymap(bindings: [
    .lecture: [
      bind(forward, .next, "next step", hint: "next"),
      bind(back, .previous, "step back", hint: "back"),
      bind(["]", "N"], .nextScene, "next scene", hint: "next scene"),
      bind(["[", "P"], .previousScene, "previous scene"),
      bind([.home], .firstStep, "first step"),
      bind([.end], .lastStep, "last step"),
      Binding(triggers: [.digit], command: .typeNumber, help: "scene number", hint: nil),
      Binding(triggers: [.twice("g")], command: .firstScene, help: "first scene", hint: nil),
      bind(["g"], .startNumber, "go to a number"),
      bind(["G"], .lastScene, "last scene"),
      bind(["o", .control("p")], .contents, "contents", hint: "contents"),
      bind(["/"], .search, "search"),
      bind(["f"], .follow, "follow a link"),
      bind(["F"], .comeBack, "come back", hint: "come back"),
      bind([.tab, .backtab], .chooseKnob, "choose a knob"),
      bind([.up, .down], .turnKnob, "turn the knob", hint: "turn", keys: 2),
      bind(["r"], .reset, "reset knobs"),
      bind(["e"], .edit, "edit values", hint: "edit"),
      bind(["c"], .point, "point at cells", hint: "point"),
      bind(["i"], .notes, "the why of it", hint: "why"),
      bind(["a"], .autoplay, "autoplay", hint: "stop"),
      bind(["<"], .slower, "slower", hint: "slower"),
      bind([">"], .faster, "faster", hint: "faster"),
      bind(["x"], .predict, "predict or not"),
      bind(["b", "."], .black, "black screen"),
      bind(["w"], .white, "white screen"),
      bind([.function(5)], .replay, "replay step"),
      bind(["t"], .theme, "theme"),
      bind(["m"], .mouse, "mouse on, off"),
      bind(["s"], .save, "save the frame"),
      bind(["k"], .symbols, "symbols, words"),
      bind(["?", .function(1)], .help, "help", hint: "help"),
      bind([.control("l")], .redraw, "redraw"),
      bind([.escape], .close, "close"),
      bind(["q", .control("c")], .quit, "quit", hint: "quit"),
    ],
    .go: [
      Binding(triggers: [.digit], command: .typeNumber, help: "scene number", hint: nil),
      bind(["g"], .firstScene, "first scene", hint: "first"),
      bind([.escape, .enter, .backspace], .close, "forget it", hint: "cancel"),
      // What is no number is no key either: words that are typed too late may hold a g.
      Binding(triggers: [.printable], command: .close, help: "forget it", hint: nil),
    ],
    .number: [
      Binding(triggers: [.digit], command: .typeNumber, help: "scene number", hint: nil),
      bind([.enter, "G"], .goToNumber, "go there", hint: "go"),
      bind([.backspace], .eraseNumber, "erase"),
      bind([.escape], .close, "forget it", hint: "cancel"),
    ],
    .question: whileEmpty(
      .typeAnswer, "type an answer",
      [
        bind([.right, " ", .enter, .pageDown], .next, "reveal", hint: "reveal"),
        bind([.control("p")], .contents, "contents", hint: "contents"),
      ]),
    .answer: [
      bind([.enter], .submitAnswer, "answer", hint: "answer"),
      bind([.backspace, .delete], .eraseAnswer, "erase"),
      bind([.escape], .clearAnswer, "forget it", hint: "forget"),
      Binding(triggers: [.printable], command: .typeAnswer, help: "type an answer", hint: nil),
    ],
    .closed: whileEmpty(
      .typeLate, "nothing more", [bind([" "], .next, "next step"), bind(["g"], .startNumber, "go to a number")]),
    .late: [
      bind(["g"], .startNumber, "go to a number"),
      bind([.enter, .backspace, .delete, .escape], .typeLate, "forget it"),
      Binding(triggers: [.printable], command: .typeLate, help: "nothing more", hint: nil),
    ],
    .recent: [Binding(triggers: [.digit], command: .typeLate, help: "nothing more", hint: nil)],
    .pointing: [
      bind([.left, .right, .up, .down], .move, "move", hint: "move", keys: 4),
      bind([.tab, .backtab], .changeGrid, "next grid", hint: "next grid"),
      bind([.enter], .open, "edit a value"),
      bind([.escape, "c"], .close, "leave", hint: "leave"),
    ],
    .link: [
      bind([.enter, "f"], .follow, "follow it", hint: "go there")
    ],
    .editing: [
      bind([.left, .right, .up, .down], .move, "move", hint: "move", keys: 4),
      bind([.tab, .backtab], .changeGrid, "next grid", hint: "next grid"),
      Binding(
        triggers: [.digit, .key("-"), .key(".")], command: .typeValue, help: "type a value",
        hint: Binding.Hint(text: "type", keys: 1)),
      bind([.backspace, .delete], .eraseValue, "erase"),
      bind([.enter], .acceptValue, "next value"),
      bind([.escape, "e"], .close, "leave", hint: "leave"),
    ],
    .drawing: [
      bind([.left, .right, .up, .down], .move, "move the pen", hint: "move", keys: 4),
      bind([" ", .enter], .lowerPen, "pen down, up", hint: "pen down, up"),
      bind([.tab, .backtab], .changePen, "ink or eraser", hint: "eraser"),
      bind([.escape, "e"], .close, "leave", hint: "leave"),
    ],
    .contents: [
      bind([.up, .down, "k", "j"], .select, "choose", hint: "choose", keys: 2),
      bind([.pageUp, .pageDown], .selectPage, "a page on"),
      bind([.home, .end], .selectEnd, "first, last"),
      Binding(triggers: [.digit, .key(.backspace)], command: .selectNumber, help: "scene number", hint: nil),
      bind([.enter, .right, " "], .choose, "go there", hint: "go"),
      bind(["/"], .search, "search", hint: "search"),
      bind([.escape, "o", "q", .control("p")], .close, "close", hint: "close"),
      bind([.control("l")], .redraw, "redraw"),
      bind([.control("c")], .quit, "quit"),
      Binding(triggers: [.printable], command: .selectLetter, help: "by its letter", hint: nil),
    ],
    .search: [
      bind([.up, .down], .select, "choose", hint: "choose", keys: 2),
      bind([.pageUp, .pageDown], .selectPage, "a page on"),
      bind([.enter], .choose, "go there", hint: "go"),
      bind([.backspace], .eraseQuery, "erase"),
      bind([.escape], .close, "close", hint: "close"),
      bind([.control("l")], .redraw, "redraw"),
      bind([.control("c")], .quit, "quit"),
      Binding(triggers: [.printable], command: .typeQuery, help: "type words", hint: nil),
    ],
    .help: [
      bind([.right, .down, .pageDown, " ", .enter, "n", "l"], .next, "next page", hint: "more"),
      bind([.left, .up, .pageUp, .backspace, "p", "h"], .previous, "previous page", hint: "back"),
      bind(["k"], .symbols, "symbols, words", hint: "symbols"),
      bind([.escape, "?", "q", .function(1)], .close, "close", hint: "close"),
      bind([.control("l")], .redraw, "redraw"),
      bind([.control("c")], .quit, "quit"),
    ],
    .symbols: [
      bind([.up, .down, "k", "j"], .select, "choose", hint: "choose", keys: 2),
      bind([.pageUp, .pageDown, .left, .right, " "], .selectPage, "a page on"),
      bind([.home, .end], .selectEnd, "first, last"),
      bind([.enter, "f"], .choose, "go where it is explained", hint: "go there"),
      bind([.escape, "q", "?"], .close, "close", hint: "close"),
      bind([.control("l")], .redraw, "redraw"),
      bind([.control("c")], .quit, "quit"),
    ],
    .end: [
      bind([.left, .backspace, .pageUp, .escape, "p", "h"], .close, "back", hint: "back"),
      bind(["o", .control("p")], .contents, "contents", hint: "contents"),
      bind(["q", .control("c")], .quit, "quit", hint: "quit"),
      bind(["t"], .theme, "theme"),
      bind(["s"], .save, "save the frame"),
      Binding(triggers: [.twice("g")], command: .firstScene, help: "first scene", hint: nil),
      bind([.control("l")], .redraw, "redraw"),
    ],
  ])

  /// All that types something is `command`, but for the few keys that keep their meaning as long as nothing is typed.
  private static func whileEmpty(_ command: Command, _ help: String, _ kept: [Binding]) -> [Binding] {
    kept + [
      bind(["?"], .help, "help", hint: "help"), bind(["."], .black, "black screen"), bind(["q"], .quit, "quit"),
      Binding(triggers: [.printable], command: command, help: help, hint: nil),
    ]
  }

  private static let forward: [Key] = [.right, " ", .enter, .pageDown, "n", "l"]
  private static let back: [Key] = [.left, .backspace, .pageUp, "p", "h"]

  private static func bind(
    _ keys: [Key], _ command: Command, _ help: String, hint: String? = nil, keys shown: Int = 1
  ) -> Binding {
    Binding(
      triggers: keys.map(Trigger.key), command: command, help: help,
      hint: hint.map { Binding.Hint(text: $0, keys: shown) })
  }
}
