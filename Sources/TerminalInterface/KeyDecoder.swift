import CNcurses
import Playback

/// One thing that ncurses read.
enum RawInput: Hashable {
  /// A character, or one byte of a sequence that ncurses does not know.
  case character(UInt32)
  /// One of ncurses' numbers for special keys.
  case special(Int32)
}

/// Turns what ncurses reads into keys. What is no key, such as a sequence that nobody knows, gives none.
struct KeyDecoder {
  /// Between the marks that a terminal sets around pasted text, which is dropped: it was not meant as keys.
  private var isPasting = false

  /// The key that begins with `input`, or `nil` when it is none.
  ///
  /// - Parameter next: what was read after `input`, as far as it has already arrived: a sequence arrives as a whole,
  ///   so an escape with nothing behind it is the key of that name.
  mutating func key(from input: RawInput, next: () -> RawInput?) -> Key? {
    let key: Key?
    switch input {
    case .special(let code): key = Self.key(ofSpecial: code)
    case .character(0x1B): key = sequence(next)
    case .character(let code): key = Self.key(ofCharacter: code)
    }
    return isPasting ? nil : key
  }

  // MARK: Sequences

  private mutating func sequence(_ next: () -> RawInput?) -> Key? {
    switch next() {
    case nil:
      isPasting = false
      return .escape
    case .character(0x1B): return sequence(next)
    case .character(UInt32(UInt8(ascii: "["))): return controlSequence(next)
    case .character(UInt32(UInt8(ascii: "O"))):
      guard case .character(let final)? = next() else { return nil }
      return Self.key(ofFinal: final)
    case .character(let opener) where [0x50, 0x58, 0x5D, 0x5E, 0x5F].contains(opener):
      // DCS, SOS, OSC, PM, APC: text up to a bell or a string terminator.
      while let input = next(), input != .character(0x07) {
        if input == .character(0x1B) {
          _ = next()
          break
        }
      }
      return nil
    default: return nil  // A key with Alt.
    }
  }

  private mutating func controlSequence(_ next: () -> RawInput?) -> Key? {
    var parameters: [UInt32] = []
    while case .character(let code)? = next() {
      switch code {
      case 0x20...0x3F: if parameters.count < 16 { parameters.append(code) }
      case 0x40...0x7E: return finish(parameters, final: code, next)
      default: return nil
      }
    }
    return nil
  }

  private mutating func finish(_ parameters: [UInt32], final: UInt32, _ next: () -> RawInput?) -> Key? {
    let text = String(String.UnicodeScalarView(parameters.compactMap(Unicode.Scalar.init)))
    if text.isEmpty, final == UInt32(UInt8(ascii: "M")) {
      // The mouse as old terminals report it: a button and two coordinates, whatever characters they make.
      for _ in 0..<3 { _ = next() }
      return nil
    }
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
    case KEY_HOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SELECT, KEY_C1: .end
    case KEY_PPAGE, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_C3: .pageDown
    case KEY_ENTER: .enter
    case KEY_BTAB: .backtab
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case ncurses_function_key(1)...ncurses_function_key(12): .function(Int(code - ncurses_function_key(0)))
    default: nil
    }
  }
}
