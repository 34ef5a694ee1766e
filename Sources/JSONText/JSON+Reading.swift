extension JSON {
  /// Reads a value; `nil` where the text is no JSON, has anything behind the value, or goes deeper than `depth`: what
  /// strangers send is never followed any further.
  public init?(_ text: String, depth: Int = 8) {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = reader.value(depth), reader.isAtEnd else { return nil }
    self = value
  }

  /// The member of an object; `nil` where there is none.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, if it is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// The whole number, if it is one.
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  /// The truth, if it is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The values in order, if there are any.
  public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
  /// The number, whole or not, if it is one.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

/// Takes a JSON text apart.
private struct JSONReader {
  let bytes: [UInt8]
  var place = 0

  /// Whether nothing but space is left.
  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place == bytes.count
    }
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  /// Whether `word` comes next, which is taken then.
  private mutating func takes(_ word: String) -> Bool {
    skipSpace()
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  mutating func value(_ depth: Int) -> JSON? {
    guard depth >= 0 else { return nil }
    if takes("{") { return object(depth) }
    if takes("[") { return array(depth) }
    if takes("\"") { return text().map(JSON.string) }
    for (word, value) in [("true", JSON.bool(true)), ("false", .bool(false)), ("null", .null)] where takes(word) {
      return value
    }
    return number()
  }

  private mutating func object(_ depth: Int) -> JSON? {
    var members: [JSON.Member] = []
    if takes("}") { return .object(members) }
    repeat {
      guard takes("\""), let name = text(), takes(":"), let value = value(depth - 1) else { return nil }
      members.append(.init(name, value))
    } while takes(",")
    return takes("}") ? .object(members) : nil
  }

  private mutating func array(_ depth: Int) -> JSON? {
    var values: [JSON] = []
    if takes("]") { return .array(values) }
    repeat {
      guard let value = value(depth - 1) else { return nil }
      values.append(value)
    } while takes(",")
    return takes("]") ? .array(values) : nil
  }

  private mutating func number() -> JSON? {
    let digits = bytes[place...].prefix { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    let text = String(decoding: digits, as: UTF8.self)
    place += digits.count
    if let whole = Int(text), text.first != "+" { return .integer(whole) }
    guard let first = text.first(where: { $0 != "-" }), first.isNumber, let value = Double(text), value.isFinite else {
      return nil
    }
    return .number(value)
  }

  /// What stands before the closing mark, which is taken.
  private mutating func text() -> String? {
    var taken: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: taken, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escaped() else { return nil }
        taken += Array(String(Character(scalar)).utf8)
      case ..<0x20: return nil
      default: taken.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    let sign = bytes[place]
    place += 1
    switch sign {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(sign)
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
      guard takes("\\u"), let second = unit(), (0xDC00..<0xE000).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    defer { place += 4 }
    return UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
  }
}
