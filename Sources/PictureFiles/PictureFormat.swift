/// The kinds of picture files, told by their first bytes; names of files do not matter.
enum PictureFormat: Hashable {
  case png
  case jpeg
  case portable(PortableMap.Kind)
  /// A kind that is not read here.
  case foreign(String)

  /// How many of the first bytes tell the kind.
  static let magicLength = 12
  /// What a PNG file begins with.
  static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The kind of a file that begins with `magic`; `nil` for what is no picture.
  init?(magic: [UInt8]) {
    func begins(_ text: StaticString, at offset: Int = 0) -> Bool {
      text.withUTF8Buffer { magic.dropFirst(offset).starts(with: $0) }
    }
    if magic.starts(with: Self.pngSignature) {
      self = .png
    } else if magic.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if let kind = PortableMap.Kind(magic: magic) {
      self = .portable(kind)
    } else if let name = [
      ("GIF", begins("GIF8")), ("BMP", begins("BM")), ("TIFF", begins("II*\0") || begins("MM\0*")),
      ("WebP", begins("RIFF") && begins("WEBP", at: 8)), ("HEIC or AVIF", begins("ftyp", at: 4)),
      ("PSD", begins("8BPS")), ("JPEG 2000", begins("jP  ", at: 4)), ("JPEG XL", begins("JXL ", at: 4)),
    ].first(where: \.1)?.0 {
      self = .foreign(name)
    } else {
      return nil
    }
  }
}
