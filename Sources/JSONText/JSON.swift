/// A JSON value whose members keep their order, so that equal values give equal text.
public indirect enum JSON: Hashable, Sendable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Named values in order.
  case object([Member])

  /// A named value of an object.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSON

    /// A named value.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The value as text, without spaces.
  public var compact: String {
    var text = ""
    write(to: &text, depth: nil)
    return text
  }

  /// The value as text for eyes: each member and element on a line of its own, but what is flat and fits a line in one.
  public var pretty: String {
    var text = ""
    write(to: &text, depth: 0)
    return text + "\n"
  }

  /// Writes the value; `depth` is that of the indentation, `nil` for none.
  private func write(to text: inout String, depth: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    // JSON has no words for what is not finite.
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      Self.write(values, between: "[", and: "]", to: &text, depth: depth, isFlat: depth == nil || isFlat) {
        value, text, depth in value.write(to: &text, depth: depth)
      }
    case .object(let members):
      Self.write(members, between: "{", and: "}", to: &text, depth: depth, isFlat: depth == nil || isFlat) {
        member, text, depth in
        Self.write(member.name, to: &text)
        text += depth == nil ? ":" : ": "
        member.value.write(to: &text, depth: depth)
      }
    }
  }

  /// Whether the value holds no others but empty ones, and is short enough for one line.
  private var isFlat: Bool {
    switch self {
    case .array(let values): values.allSatisfy(\.isScalar) && compact.utf8.count <= 120
    case .object(let members): members.allSatisfy(\.value.isScalar) && compact.utf8.count <= 120
    default: true
    }
  }

  private var isScalar: Bool {
    switch self {
    case .null, .bool, .integer, .number, .string: true
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  private static func write<Item>(
    _ items: [Item], between open: String, and close: String, to text: inout String, depth: Int?, isFlat: Bool,
    one: (Item, inout String, Int?) -> Void
  ) {
    let breaks = depth != nil && !isFlat
    func newLine(_ depth: Int) { text += "\n" + String(repeating: "  ", count: depth) }
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if breaks, let depth { newLine(depth + 1) } else if index > 0, depth != nil { text += " " }
      one(item, &text, depth.map { $0 + 1 })
    }
    if breaks, !items.isEmpty, let depth { newLine(depth) }
    text += close
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
