import CellCanvas

/// The portable greymaps and pixmaps of Netpbm: PGM and PPM, in text or binary, of up to 16 bits a component.
enum PortableMap {
  /// The four kinds.
  enum Kind: UInt8, Hashable {
    case greyText = 0x32
    case colorText = 0x33
    case greyBinary = 0x35
    case colorBinary = 0x36

    /// The kind that `magic` stands for: “P2” and the like, before white space or a comment.
    init?(magic: [UInt8]) {
      guard magic.count > 2, magic[0] == UInt8(ascii: "P"), PortableMap.isSpace(magic[2]) || magic[2] == comment else {
        return nil
      }
      self.init(rawValue: magic[1])
    }

    var isText: Bool { self == .greyText || self == .colorText }
    var components: Int { self == .greyText || self == .greyBinary ? 1 : 3 }
  }

  private static let comment = UInt8(ascii: "#")

  /// Reads a picture row by row, from its magic on, and makes a large one smaller on the way.
  static func picture(_ kind: Kind, from source: inout ByteSource) throws(PictureFault) -> Picture {
    _ = try source.next()
    _ = try source.next()
    let width = try number(from: &source)
    let height = try number(from: &source)
    try PictureFile.check(width: width, height: height)
    // Exactly one white space parts the largest value from binary components, and `number` has taken it.
    let largest = try number(from: &source)
    guard (1...65_535).contains(largest) else { throw .damaged("its largest value is to be from 1 to 65,535") }
    var reduction = PictureReduction(
      width: width, height: height, longestSide: PictureFile.longestSide, largest: largest)
    var row = [UInt16](repeating: 0, count: 3 * width)
    var bytes = [UInt8](repeating: 0, count: kind.isText ? 0 : width * kind.components * (largest > 255 ? 2 : 1))
    let copies = 3 / kind.components
    for _ in 0..<height {
      try source.fill(&bytes)
      var highest = 0
      for index in 0..<width * kind.components {
        let value: Int
        if kind.isText {
          value = try number(from: &source)
        } else if largest > 255 {
          value = Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1])
        } else {
          value = Int(bytes[index])
        }
        highest = max(highest, value)
        for copy in 0..<copies { row[copies * index + copy] = UInt16(clamping: value) }
      }
      guard highest <= largest else { throw .damaged("a value is larger than the largest") }
      row.withUnsafeBufferPointer { reduction.add($0) }
    }
    return reduction.picture
  }

  /// The next whole number in text with the one white space after it; white space and comments before it are skipped.
  /// What is too large for any use stays so.
  private static func number(from source: inout ByteSource) throws(PictureFault) -> Int {
    var byte = try source.next()
    while let skipped = byte, isSpace(skipped) || skipped == comment {
      if skipped == comment {
        while let passed = byte, passed != UInt8(ascii: "\n"), passed != UInt8(ascii: "\r") { byte = try source.next() }
      } else {
        byte = try source.next()
      }
    }
    guard byte != nil else { throw .cutShort }
    var value: Int?
    while let digit = byte, (0x30...0x39).contains(digit) {
      value = min((value ?? 0) * 10 + Int(digit - 0x30), 1_000_000_000_000)
      byte = try source.next()
    }
    guard let value, byte.map({ isSpace($0) }) ?? true else { throw .damaged("a number is expected in it") }
    return value
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
