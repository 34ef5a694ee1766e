import CellCanvas

/// A key, however the terminal names it.
public enum Key: Hashable, Sendable {
  /// A key that types something.
  case character(Unicode.Scalar)
  /// A letter with Control, in lower case: `.control("p")`.
  case control(Unicode.Scalar)
  /// The arrow keys.
  case up, down, left, right
  /// The keys that clickers send, too.
  case home, end, pageUp, pageDown
  /// The keys around the letters; `backtab` is Tab with Shift.
  case enter, escape, tab, backtab, backspace, delete
  /// A function key, from 1.
  case function(Int)

  /// What the key is called on a screen with these glyphs. In ASCII an arrow would look like the key of another sign.
  func name(in glyphs: GlyphSet) -> String {
    switch (glyphs, self) {
    case (.ascii, .up): "Up"
    case (.ascii, .down): "Down"
    case (.ascii, .left): "Left"
    case (.ascii, .right): "Right"
    default: name
    }
  }

  /// What the key is called on a screen that has arrows.
  public var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "Ctrl-" + String(Character(scalar)).uppercased()
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backtab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .function(let number): "F\(number)"
    }
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// The key that types `value`.
  public init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }
}
