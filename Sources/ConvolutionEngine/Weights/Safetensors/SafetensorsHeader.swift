/// The header of a safetensors file: an object of JSON, strictly of the form that the format has.
///
///     {"__metadata__": {"format": "pt"},
///      "conv1.weight": {"dtype": "F32", "shape": [16, 1, 5, 5], "data_offsets": [0, 1600]}}
///
/// Nothing in it goes deeper than this, so neither does reading it, whatever the bytes.
struct SafetensorsHeader {
  /// What is wrong with a header: the sentence after the file's name.
  struct Failure: Error {
    let reason: String
  }

  /// The longest header, as the format sets it.
  static let longest = 100_000_000

  private(set) var entries: [Safetensors.Entry] = []
  private(set) var metadata: [String: String] = [:]

  private let bytes: [UInt8]
  private var place = 0

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - bytes: the JSON alone.
  ///   - dataCount: how many bytes stand behind it. The tensors must cover all of them, one after the other.
  init(_ bytes: [UInt8], dataCount: Int) throws(Failure) {
    self.bytes = bytes
    var names: Set<ExactName> = []
    guard bytes.first == UInt8(ascii: "{") else { throw expected("{ as the first byte") }
    try object { header, name throws(Failure) in
      guard names.insert(ExactName(name)).inserted else {
        throw Failure(reason: "is damaged: it names the tensor “\(SafetensorsError.shown(name))” twice")
      }
      if name == "__metadata__" {
        try header.readMetadata()
      } else {
        header.entries.append(try header.entry(name))
      }
    }
    skipSpace()
    guard place == bytes.count else { throw expected("nothing behind the last }") }
    entries.sort { ($0.data.lowerBound, $0.data.upperBound) < ($1.data.lowerBound, $1.data.upperBound) }
    try Self.check(entries, dataCount: dataCount)
  }

  // MARK: The tensors

  /// Every byte belongs to exactly one tensor.
  private static func check(_ entries: [Safetensors.Entry], dataCount: Int) throws(Failure) {
    var end = 0
    for entry in entries {
      let name = SafetensorsError.shown(entry.name)
      guard entry.data.upperBound <= dataCount else {
        throw Failure(
          reason: "is cut short: “\(name)” ends at byte \(entry.data.upperBound) of \(dataCount) bytes of data")
      }
      guard entry.data.lowerBound >= end else {
        throw Failure(reason: "is damaged: “\(name)” overlaps with the tensor before it")
      }
      guard entry.data.lowerBound == end else {
        throw Failure(
          reason: "is damaged: the \(entry.data.lowerBound - end) bytes before “\(name)” belong to no tensor")
      }
      end = entry.data.upperBound
    }
    guard end == dataCount else {
      throw Failure(reason: "is damaged: the last \(dataCount - end) bytes belong to no tensor")
    }
  }

  private mutating func entry(_ name: String) throws(Failure) -> Safetensors.Entry {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    let shown = SafetensorsError.shown(name)
    try object { header, key throws(Failure) in
      switch key {
      case "dtype" where type == nil: type = ElementType(try header.string())
      case "shape" where shape == nil: shape = try header.integers()
      case "data_offsets" where offsets == nil: offsets = try header.integers()
      default:
        throw Failure(
          reason: "is damaged: “\(shown)” has “\(SafetensorsError.shown(key))” where dtype, shape and data_offsets "
            + "are expected once each")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw Failure(reason: "is damaged: “\(shown)” needs a dtype, a shape and two data_offsets")
    }
    guard offsets[0] <= offsets[1] else {
      throw Failure(reason: "is damaged: “\(shown)” ends before it begins")
    }
    // Of a type that is not known, the numbers are counted alone.
    var bits = type.bits ?? 1
    for side in shape {
      let (product, isTooLarge) = bits.multipliedReportingOverflow(by: side)
      guard !isTooLarge else { throw Failure(reason: "is damaged: “\(shown)” is larger than any memory") }
      bits = product
    }
    let length = offsets[1] - offsets[0]
    guard type.bits == nil || (bits.isMultiple(of: 8) && bits / 8 == length) else {
      throw Failure(
        reason: "is damaged: “\(shown)” of \(SafetensorsError.shown(shape)) in \(type.name) takes \(bits / 8) "
          + "bytes, not the \(length) that it is said to have")
    }
    return Safetensors.Entry(name: name, type: type, shape: shape, data: offsets[0]..<offsets[1])
  }

  private mutating func readMetadata() throws(Failure) {
    guard !takesNull() else { return }
    var keys: Set<ExactName> = []
    try object { header, key throws(Failure) in
      let value = try header.string()
      guard keys.insert(ExactName(key)).inserted else {
        throw Failure(reason: "is damaged: its metadata say “\(SafetensorsError.shown(key))” twice")
      }
      header.metadata[key] = value
    }
  }

  // MARK: JSON

  private func expected(_ what: String) -> Failure {
    Failure(reason: "is damaged: expected \(what), at byte \(place) of its header")
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[place]) { place += 1 }
  }

  /// Whether `sign` comes next, which is taken then.
  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  /// Whether null comes next, which is taken then.
  private mutating func takesNull() -> Bool {
    skipSpace()
    guard bytes[place...].starts(with: "null".utf8) else { return false }
    place += 4
    return true
  }

  private mutating func take(_ sign: Unicode.Scalar) throws(Failure) {
    guard takes(sign) else { throw expected("\(sign)") }
  }

  /// Names and what `readValue` makes of the values behind them.
  private mutating func object(
    _ readValue: (inout SafetensorsHeader, _ name: String) throws(Failure) -> Void
  ) throws(Failure) {
    try take("{")
    guard !takes("}") else { return }
    repeat {
      let name = try string()
      try take(":")
      try readValue(&self, name)
    } while takes(",")
    try take("}")
  }

  private mutating func integers() throws(Failure) -> [Int] {
    try take("[")
    var numbers: [Int] = []
    guard !takes("]") else { return [] }
    repeat { numbers.append(try integer()) } while takes(",")
    try take("]")
    return numbers
  }

  private mutating func integer() throws(Failure) -> Int {
    skipSpace()
    let start = place
    var number = 0
    while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isAlsoTooLarge) = tens.addingReportingOverflow(Int(bytes[place] - UInt8(ascii: "0")))
      guard !isTooLarge, !isAlsoTooLarge else { throw expected("a number that can be counted to") }
      number = sum
      place += 1
    }
    // 007 is no number of JSON.
    guard place > start, bytes[start] != UInt8(ascii: "0") || place == start + 1 else {
      throw expected("a whole number, 0 or more")
    }
    return number
  }

  private mutating func string() throws(Failure) -> String {
    try take("\"")
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else { throw expected("text in UTF-8") }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escaped()).utf8)
      case ..<0x20: throw expected("no control character in a string")
      default: text.append(byte)
      }
    }
    throw expected("a \" at the end of a string")
  }

  /// What a backslash and the signs behind it stand for.
  private mutating func escaped() throws(Failure) -> Character {
    guard place < bytes.count else { throw expected("something behind \\") }
    place += 1
    switch Unicode.Scalar(bytes[place - 1]) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      let first = try hexadecimal()
      if let scalar = Unicode.Scalar(first) { return Character(scalar) }
      // Beyond the first 65,536 a character is written as two: ten bits in each.
      guard (0xd800..<0xdc00).contains(first), takesEscapeSign() else { throw expected("both halves of a character") }
      let second = try hexadecimal()
      guard (0xdc00..<0xe000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
      else { throw expected("both halves of a character") }
      return Character(scalar)
    default: throw expected("a sign that can stand behind \\")
    }
  }

  private mutating func takesEscapeSign() -> Bool {
    guard bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return false }
    place += 2
    return true
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    let digits = bytes[place...].prefix(4)
    var number: UInt32 = 0
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { break }
      number = 16 * number + UInt32(value)
      place += 1
    }
    guard place == digits.startIndex + 4 else { throw expected("four digits behind \\u") }
    return number
  }
}
