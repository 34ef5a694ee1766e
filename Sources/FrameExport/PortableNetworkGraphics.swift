import CellCanvas

/// A picture as a PNG file (ISO/IEC 15948): with a palette where it has at most 256 colours, and runs of equal bytes packed by
/// the fixed code of DEFLATE (RFC 1951, 3.2.6), which is small for drawings and needs no library that may be missing.
public struct PortableNetworkGraphics: Sendable {
  /// The file.
  public let bytes: [UInt8]

  /// The file of a picture.
  public init(_ raster: Raster) {
    let (width, height) = (raster.width, raster.height)
    let indexed = ColorReduction.own(raster.colors, 256)
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (1 + width * (indexed == nil ? 3 : 1)))
    for y in 0..<height {
      let row = y * width..<(y + 1) * width
      if let indexed {
        rows.append(0)
        rows += indexed.numbers[row]
        continue
      }
      // Each byte less the one of the pixel to its left, where colours have components: neighbours are alike.
      rows.append(1)
      var left = RGB.black
      for color in raster.colors[row] {
        rows.append(color.red &- left.red)
        rows.append(color.green &- left.green)
        rows.append(color.blue &- left.blue)
        left = color
      }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += Self.chunk(
      "IHDR", Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height)) + [8, indexed == nil ? 2 : 3, 0, 0, 0])
    if let indexed { file += Self.chunk("PLTE", indexed.palette.flatMap { [$0.red, $0.green, $0.blue] }) }
    file += Self.chunk("IDAT", [0x78, 0x01] + Deflater.packed(rows) + Self.bigEndian(Self.adler32(rows)))
    file += Self.chunk("IEND", [])
    bytes = file
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static let crcTable: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}

/// DEFLATE with its fixed code: literals, and copies of what stood a short while before (RFC 1951).
private struct Deflater {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var pendingCount: UInt32 = 0

  static func packed(_ input: [UInt8]) -> [UInt8] {
    var deflater = Deflater()
    // One block, the last one, in the fixed code.
    deflater.append(0b011, 3)
    var latest = [Int](repeating: -1, count: 1 << 15)
    var index = 0
    while index < input.count {
      var length = 0
      var distance = 0
      if index + 3 <= input.count {
        let hash =
          (Int(input[index]) << 10 ^ Int(input[index + 1]) << 5 ^ Int(input[index + 2])) & (1 << 15 - 1)
        let candidate = latest[hash]
        if candidate >= 0, index - candidate <= 32768 {
          while length < 258, index + length < input.count, input[candidate + length] == input[index + length] {
            length += 1
          }
          distance = index - candidate
        }
        latest[hash] = index
      }
      if length >= 3 {
        deflater.copy(length, distance)
        index += length
      } else {
        deflater.literal(Int(input[index]))
        index += 1
      }
    }
    deflater.literal(256)
    if deflater.pendingCount > 0 { deflater.append(0, 8 - deflater.pendingCount % 8) }
    return deflater.bytes
  }

  /// Adds bits, the lowest first.
  private mutating func append(_ value: UInt32, _ count: UInt32) {
    pending |= value << pendingCount
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  /// Codes stand with their highest bit first.
  private mutating func code(_ value: Int, _ count: UInt32) {
    var reversed: UInt32 = 0
    for bit in 0..<count where value >> Int(bit) & 1 == 1 { reversed |= 1 << (count - 1 - bit) }
    append(reversed, count)
  }

  private mutating func literal(_ symbol: Int) {
    switch symbol {
    case 0...143: code(0x30 + symbol, 8)
    case 144...255: code(0x190 + symbol - 144, 9)
    case 256...279: code(symbol - 256, 7)
    default: code(0xC0 + symbol - 280, 8)
    }
  }

  private mutating func copy(_ length: Int, _ distance: Int) {
    // 258 has a code of its own without extra bits.
    if length == 258 {
      literal(285)
    } else {
      let (symbol, base, bits) = Self.range(length - 3, groups: 4)
      literal(257 + symbol)
      append(UInt32(length - 3 - base), UInt32(bits))
    }
    let (symbol, base, bits) = Self.range(distance - 1, groups: 2)
    code(symbol, 5)
    append(UInt32(distance - 1 - base), UInt32(bits))
  }

  /// The symbol of a length or distance counted from 0: `2 · groups` single values, then `groups` ranges of each power of two.
  private static func range(_ value: Int, groups: Int) -> (symbol: Int, base: Int, bits: Int) {
    guard value >= 2 * groups else { return (value, value, 0) }
    let shift = groups == 4 ? 2 : 1
    let bits = Int.bitWidth - 1 - value.leadingZeroBitCount - shift
    let symbol = (bits + 1) * groups + (value >> bits) - groups
    return (symbol, (value >> bits) << bits, bits)
  }
}
