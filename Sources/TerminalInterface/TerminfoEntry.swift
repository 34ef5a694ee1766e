/// The compiled description of a terminal, as `term(5)` lays it out: capabilities in the order of `<term.h>`,
/// and after them those that have names of their own.
struct TerminfoEntry: Equatable {
  /// A capability with a name of its own.
  struct Named<Value: Equatable>: Equatable {
    var name: [UInt8]
    var value: Value
  }

  /// The names of the terminal, apart by `|`, the last one a description.
  var names: [UInt8]
  var flags: [UInt8]
  /// Numbers; −1 where the terminal has none.
  var numbers: [Int32]
  /// Strings without the zero at their end; `nil` where the terminal has none.
  var strings: [[UInt8]?]
  var namedFlags: [Named<UInt8>] = []
  var namedNumbers: [Named<Int32>] = []
  var namedStrings: [Named<[UInt8]?>] = []

  /// The octal numbers at the beginning of the two layouts: with numbers of 16 and of 32 bits.
  private static let shortMagic = 0o432
  private static let longMagic = 0o1036

  // MARK: Reading

  /// Reads a compiled entry; `nil` when `bytes` are none.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let magic = reader.count(), magic == Self.shortMagic || magic == Self.longMagic,
      let nameSize = reader.count(), let flagCount = reader.count(), let numberCount = reader.count(),
      let stringCount = reader.count(), let tableSize = reader.count()
    else { return nil }
    let isLong = magic == Self.longMagic
    guard let name = reader.bytes(nameSize), let flags = reader.bytes(flagCount), reader.align(),
      let numbers = reader.numbers(numberCount, long: isLong), let offsets = reader.offsets(stringCount),
      let table = reader.bytes(tableSize)
    else { return nil }
    names = Array(name.prefix { $0 != 0 })
    self.flags = flags
    self.numbers = numbers
    strings = offsets.map { $0.flatMap { Self.string(in: table, at: $0) } }
    readNamed(&reader, long: isLong)
  }

  /// Reads the capabilities that have names; an entry without them, or with broken ones, is left as it is.
  private mutating func readNamed(_ reader: inout Reader, long: Bool) {
    guard reader.align(), let flagCount = reader.count(), let numberCount = reader.count(),
      let stringCount = reader.count(), reader.count() != nil, let tableSize = reader.count(),
      let flags = reader.bytes(flagCount), reader.align(), let numbers = reader.numbers(numberCount, long: long),
      let offsets = reader.offsets(stringCount),
      let nameOffsets = reader.offsets(flagCount + numberCount + stringCount), let table = reader.bytes(tableSize)
    else { return }
    let strings = offsets.map { $0.flatMap { Self.string(in: table, at: $0) } }
    // The names lie behind the last string, and their offsets count from there.
    let ends = zip(offsets, strings).map { offset, string in (offset ?? 0) + (string.map { $0.count + 1 } ?? 0) }
    let namesStart = ends.max() ?? 0
    var names: [[UInt8]] = []
    for offset in nameOffsets {
      guard let offset, let name = Self.string(in: table, at: namesStart + offset) else { return }
      names.append(name)
    }
    namedFlags = zip(names, flags).map(Named.init)
    namedNumbers = zip(names.dropFirst(flagCount), numbers).map(Named.init)
    namedStrings = zip(names.dropFirst(flagCount + numberCount), strings).map(Named.init)
  }

  private static func string(in table: [UInt8], at offset: Int) -> [UInt8]? {
    guard table.indices.contains(offset), let end = table[offset...].firstIndex(of: 0) else { return nil }
    return Array(table[offset..<end])
  }

  // MARK: Writing

  /// The entry compiled, with numbers of 32 bits.
  var compiled: [UInt8] {
    var writer = Writer()
    let (offsets, table) = Self.table(of: strings)
    writer.counts([Self.longMagic, names.count + 1, flags.count, numbers.count, strings.count, table.count])
    writer.bytes += names + [0] + flags
    writer.align()
    writer.numbers(numbers)
    writer.counts(offsets)
    writer.bytes += table
    writer.align()

    let (valueOffsets, values) = Self.table(of: namedStrings.map(\.value))
    let labels = namedFlags.map(\.name) + namedNumbers.map(\.name) + namedStrings.map(\.name)
    let (labelOffsets, labelTable) = Self.table(of: labels)
    writer.counts([
      namedFlags.count, namedNumbers.count, namedStrings.count, namedStrings.count + labels.count,
      values.count + labelTable.count,
    ])
    writer.bytes += namedFlags.map(\.value)
    writer.align()
    writer.numbers(namedNumbers.map(\.value))
    writer.counts(valueOffsets + labelOffsets)
    writer.bytes += values + labelTable
    return writer.bytes
  }

  /// The entry in a form that the environment variable `TERMINFO` can carry.
  var environmentValue: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("hex:".utf8)
    for byte in compiled { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Strings one behind the other, each with a zero at its end, and where each begins; −1 for a missing one.
  private static func table(of strings: [[UInt8]?]) -> (offsets: [Int], bytes: [UInt8]) {
    var offsets: [Int] = []
    var bytes: [UInt8] = []
    for string in strings {
      offsets.append(string == nil ? -1 : bytes.count)
      if let string { bytes += string + [0] }
    }
    return (offsets, bytes)
  }
}

/// Takes the parts of a compiled entry off, little end first; answers `nil` past the end.
private struct Reader {
  let bytes: [UInt8]
  var position = 0

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard position + count <= bytes.count else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Goes to the next even place, where everything wider than a byte begins; the end counts as one.
  mutating func align() -> Bool {
    position += position & 1
    return true
  }

  private mutating func short() -> Int? {
    bytes(2).map { Int(Int16(truncatingIfNeeded: Int($0[0]) | Int($0[1]) << 8)) }
  }

  mutating func count() -> Int? { short().flatMap { $0 >= 0 ? $0 : nil } }

  mutating func numbers(_ count: Int, long: Bool) -> [Int32]? {
    var numbers: [Int32] = []
    for _ in 0..<count {
      if long {
        guard let four = bytes(4) else { return nil }
        numbers.append(four.reversed().reduce(0) { $0 << 8 | Int32($1) })
      } else {
        guard let number = short() else { return nil }
        numbers.append(Int32(number))
      }
    }
    return numbers
  }

  /// Places in a table of strings; `nil` for what is missing.
  mutating func offsets(_ count: Int) -> [Int?]? {
    numbers(count, long: false)?.map { $0 >= 0 ? Int($0) : nil }
  }
}

/// Puts the parts of a compiled entry together, little end first.
private struct Writer {
  var bytes: [UInt8] = []

  mutating func align() { if !bytes.count.isMultiple(of: 2) { bytes.append(0) } }

  mutating func counts(_ counts: [Int]) {
    for count in counts { bytes += [UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: count >> 8)] }
  }

  mutating func numbers(_ numbers: [Int32]) {
    for number in numbers { for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) } }
  }
}
