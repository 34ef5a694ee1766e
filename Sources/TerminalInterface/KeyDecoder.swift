import CNcurses
import Playback

/// One thing that ncurses read.
enum RawInput: Hashable {
  /// A character, or one byte of a sequence that ncurses does not know.
  case character(UInt32)
  /// One of ncurses' numbers for special keys.
  case special(Int32)
}

/// Turns what ncurses reads into keys, one thing after the other. What is no key, such as a sequence that nobody knows,
/// gives none.
///
/// A sequence may arrive in pieces, over ssh or through a slow multiplexer, so one that has begun is kept until it is
/// complete or until nothing has come for as long as `patience` (ECMA-48, section 5.4, has its form).
struct KeyDecoder {
  /// How far a sequence has come.
  private enum State: Hashable {
    /// None has begun.
    case ground
    /// An escape: a key of its own, or the beginning of a sequence.
    case escape
    /// Behind ESC [: parameters, until a final byte.
    case control([UInt32])
    /// Behind ESC O: one byte.
    case singleShift
    /// Text up to a bell or a string terminator: DCS, SOS, OSC, PM, APC. Only that of an application command is kept.
    case text(hasEscape: Bool, kept: [UInt32]?)
    /// The bytes of the mouse as old terminals report it.
    case oldMouse(left: Int)
  }

  private var state = State.ground
  /// Between the marks that a terminal sets around pasted text, which is dropped: it was not meant as keys.
  private var isPasting = false
  /// What the mouse did, by a report that is complete.
  private var mouseEvent: MouseEvent?
  /// What the terminal answered, if it is complete.
  private var answer: TerminalAnswer?
  /// Whether the terminal was asked something: then what looks like the beginning of an answer is waited for longer.
  var expectsAnswer = false

  /// How long to wait for what is missing; `nil` when nothing is.
  ///
  /// An escape alone is a key, for which nobody wants to wait; the rest of a sequence comes for certain, and so does the
  /// end of a paste unless the connection broke.
  var patience: Duration? {
    switch state {
    case .ground: isPasting ? .seconds(2) : nil
    case .escape: .milliseconds(expectsAnswer ? 300 : 60)
    default: .milliseconds(expectsAnswer ? 1000 : 300)
    }
  }

  /// The key that `input` is or completes; `nil` when it is none, or only a part of one.
  mutating func key(from input: RawInput) -> Key? {
    let key: Key?
    switch input {
    case .special(let code):
      state = .ground
      key = Self.key(ofSpecial: code)
    case .character(let code): key = take(code)
    }
    return isPasting ? nil : key
  }

  /// What had begun is not going on: the key that it is nevertheless, if it is one. A lone escape also ends a paste.
  mutating func giveUp() -> Key? {
    defer { (state, isPasting) = (.ground, false) }
    return state == .escape ? .escape : nil
  }

  /// Takes what follows for a report of the mouse of which ncurses has eaten the beginning, ESC [ <.
  mutating func beginMouseReport() { state = .control([UInt32(UInt8(ascii: "<"))]) }

  /// What the mouse did, where what was read last completes a report of it.
  mutating func takeMouseEvent() -> MouseEvent? {
    defer { mouseEvent = nil }
    return isPasting ? nil : mouseEvent
  }

  /// What the terminal answered, where what was read last completes it.
  mutating func takeAnswer() -> TerminalAnswer? {
    defer { answer = nil }
    return isPasting ? nil : answer
  }

  // MARK: Sequences

  /// No sequence and no answer that means something is longer.
  private static let longest = 128

  private mutating func take(_ code: UInt32) -> Key? {
    switch state {
    case .ground:
      guard code == 0x1B else { return Self.key(ofCharacter: code) }
      state = .escape
    case .escape: begin(code)
    case .control(let parameters): return takeControl(code, parameters)
    case .singleShift:
      state = .ground
      return code == 0x1B ? take(code) : Self.key(ofSingleShift: code)
    case .text(let hasEscape, let kept): takeText(code, hasEscape, kept)
    case .oldMouse(let left): state = left > 1 ? .oldMouse(left: left - 1) : .ground
    }
    return nil
  }

  /// Takes what follows an escape.
  private mutating func begin(_ code: UInt32) {
    state =
      switch code {
      case 0x1B: .escape
      case UInt32(UInt8(ascii: "[")): .control([])
      case UInt32(UInt8(ascii: "O")): .singleShift
      case 0x50, 0x58, 0x5D, 0x5E: .text(hasEscape: false, kept: nil)
      case 0x5F: .text(hasEscape: false, kept: [])
      default: .ground  // A key with Alt.
      }
  }

  private mutating func takeText(_ code: UInt32, _ hasEscape: Bool, _ kept: [UInt32]?) {
    // A string terminator is ESC \; after another character it is no longer that text that is read.
    if code == 0x07 || hasEscape {
      state = .ground
      if let kept, hasEscape, code == 0x5C { answer = TerminalAnswer(command: Self.text(kept)) }
    } else if code == 0x1B {
      state = .text(hasEscape: true, kept: kept)
    } else {
      state = .text(hasEscape: false, kept: kept.flatMap { $0.count < Self.longest ? $0 + [code] : nil })
    }
  }

  private static func text(_ codes: [UInt32]) -> String {
    String(String.UnicodeScalarView(codes.compactMap(Unicode.Scalar.init)))
  }

  private mutating func takeControl(_ code: UInt32, _ parameters: [UInt32]) -> Key? {
    switch code {
    case 0x20...0x3F:
      // Longer than any that means something.
      if parameters.count <= Self.longest { state = .control(parameters + [code]) }
      return nil
    case 0x40...0x7E:
      state = .ground
      return parameters.count > Self.longest ? nil : finish(parameters, final: code)
    case 0x1B:
      state = .escape
      return nil
    default:
      state = .ground
      return nil
    }
  }

  private mutating func finish(_ parameters: [UInt32], final: UInt32) -> Key? {
    let text = Self.text(parameters)
    if text.isEmpty, final == UInt32(UInt8(ascii: "M")) {
      // A button and two coordinates, whatever characters they make.
      state = .oldMouse(left: 3)
      return nil
    }
    if text.first == "<" {
      mouseEvent = MouseEvent(report: text.dropFirst(), final: final)
      return nil
    }
    answer = TerminalAnswer(parameters: text, final: final)
    guard final == UInt32(UInt8(ascii: "~")) else { return text.isEmpty ? Self.key(ofFinal: final) : nil }
    switch text {
    case "200": isPasting = true
    case "201": isPasting = false
    default: return Self.keysOfNumber[text]
    }
    return nil
  }

  /// Keys as most terminals send them, for those that terminfo describes wrongly.
  private static func key(ofFinal code: UInt32) -> Key? {
    switch code {
    case 0x41: .up
    case 0x42: .down
    case 0x43: .right
    case 0x44: .left
    case 0x46: .end
    case 0x48: .home
    case 0x4D: .enter
    case 0x50: .function(1)
    case 0x5A: .backtab
    default: nil
    }
  }

  /// The same behind ESC O, where the keys of the numeric pad are, too: digits and signs in the mode that ncurses switches
  /// on (VT220 Programmer Reference, table 3-7).
  private static func key(ofSingleShift code: UInt32) -> Key? {
    switch code {
    case 0x70...0x79: Unicode.Scalar(code - 0x70 + 0x30).map(Key.character)
    case 0x6A...0x6F: Unicode.Scalar(code - 0x6A + 0x2A).map(Key.character)
    case 0x58: "="
    default: key(ofFinal: code)
    }
  }

  private static let keysOfNumber: [String: Key] = [
    "1": .home, "3": .delete, "4": .end, "5": .pageUp, "6": .pageDown, "7": .home, "8": .end, "11": .function(1),
    "15": .function(5),
  ]

  // MARK: Single keys

  private static func key(ofCharacter code: UInt32) -> Key? {
    switch code {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x01...0x1A: Unicode.Scalar(code + 0x60).map(Key.control)
    case 0x20...0x7E, 0xA0...: Unicode.Scalar(code).map(Key.character)
    default: nil
    }
  }

  private static func key(ofSpecial code: Int32) -> Key? {
    switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_HOME, KEY_FIND: .home
    case KEY_END, KEY_SELECT: .end
    case KEY_PPAGE: .pageUp
    case KEY_NPAGE: .pageDown
    case KEY_ENTER: .enter
    case KEY_BTAB: .backtab
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case ncurses_function_key(1)...ncurses_function_key(12): .function(Int(code - ncurses_function_key(0)))
    default: nil
    }
  }
}
