/// The format of MNIST's files: a magic number, the extents as big-endian words of 32 bits, and then bytes.
///
/// Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits. The magic number is two zeros, the
/// type, 8 for unsigned bytes, and how many extents there are.
enum IDXFile {
  /// How many rows and columns a picture has.
  static let side = 28
  /// More are in no file of this kind.
  static let mostDigits = 1_000_000
  /// No file is longer, unpacked.
  static let mostBytes = 16 + mostDigits * side * side

  /// The greys of all pictures.
  static func pictures(in bytes: [UInt8]) throws(DigitFileFault) -> [UInt8] {
    let extents = try extents(of: bytes, count: 3, expected: "pictures")
    guard extents[1] == side, extents[2] == side else { throw .otherSize(height: extents[1], width: extents[2]) }
    return try body(of: bytes, behind: 16, claimed: extents[0] * side * side)
  }

  /// The digits that they are.
  static func labels(in bytes: [UInt8]) throws(DigitFileFault) -> [UInt8] {
    let extents = try extents(of: bytes, count: 1, expected: "labels")
    let labels = try body(of: bytes, behind: 8, claimed: extents[0])
    if let index = labels.firstIndex(where: { $0 > 9 }) { throw .noDigit(label: Int(labels[index]), index: index) }
    return labels
  }

  private static func extents(
    of bytes: [UInt8], count: Int, expected: String
  ) throws(DigitFileFault) -> [Int] {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count >= 4, bytes.starts(with: [0, 0, 8]) else { throw .notIDX }
    guard bytes[3] == count else { throw .otherIDX(expected: expected) }
    let head = 4 + 4 * count
    guard bytes.count >= head else { throw .cutShort(claimed: head, found: bytes.count) }
    let extents = (1...count).map { word in
      bytes[4 * word..<4 * word + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard extents[0] <= mostDigits else { throw .tooMany(claimed: extents[0]) }
    guard extents[0] > 0 else { throw .none }
    return extents
  }

  private static func body(
    of bytes: [UInt8], behind head: Int, claimed: Int
  ) throws(DigitFileFault) -> [UInt8] {
    guard bytes.count >= head + claimed else { throw .cutShort(claimed: head + claimed, found: bytes.count) }
    guard bytes.count == head + claimed else { throw .tooLong(claimed: head + claimed, found: bytes.count) }
    return Array(bytes[head...])
  }
}
