import CTurboJPEG
import CellCanvas

/// Reads a JPEG file with TurboJPEG, which leaves most of a large picture out while it decodes.
struct JPEGDecoder {
  private let bytes: [UInt8]

  /// A decoder of a whole file.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The picture, not larger than any picture is to be.
  func picture() throws(PictureFault) -> Picture {
    guard let decoder = tjInitDecompress() else { throw .noMemory }
    defer { tjDestroy(decoder) }
    var header = JPEGHeader()
    guard jpeg_header(decoder, bytes, UInt(bytes.count), &header) else { throw Self.fault(of: decoder) }
    try PictureFile.check(width: Int(header.width), height: Int(header.height))
    let marks = JPEGMarks(bytes)
    let (width, height) = Self.scaled(width: Int(header.width), height: Int(header.height))
    return try PixelBuffer.reduced(
      width: width, height: height, components: header.is_printed ? 4 : 3,
      fill: { pixels throws(PictureFault) in
        let isWhole = jpeg_pixels(
          decoder, bytes, UInt(bytes.count), Int32(width), Int32(height), header.is_printed, pixels)
        guard isWhole || Self.isHarmless(decoder) else { throw Self.fault(of: decoder) }
        if header.is_printed {
          Self.print(pixels, count: width * height, isInverted: marks.isFromAdobe)
        }
      }
    ).turned(marks.orientation)
  }

  /// The smallest sides that the library can decode to and that still have all the pixels that are kept.
  private static func scaled(width: Int, height: Int) -> (width: Int, height: Int) {
    var best = (width: width, height: height)
    var count: Int32 = 0
    let factors = UnsafeBufferPointer(start: tjGetScalingFactors(&count), count: Int(count))
    for factor in factors {
      let (numerator, denominator) = (Int(factor.num), Int(factor.denom))
      let sides = (
        width: (width * numerator + denominator - 1) / denominator,
        height: (height * numerator + denominator - 1) / denominator
      )
      if max(sides.width, sides.height) >= PictureFile.longestSide, sides.width < best.width { best = sides }
    }
    return best
  }

  /// Turns cyan, magenta, yellow and black, in place, into red, green and blue with a byte unused.
  ///
  /// - Parameter isInverted: Adobe's programs write no ink as 255, and with them nearly everybody.
  private static func print(_ pixels: UnsafeMutablePointer<UInt8>, count: Int, isInverted: Bool) {
    for pixel in 0..<count {
      func light(_ component: Int) -> Int {
        let value = Int(pixels[4 * pixel + component])
        return isInverted ? value : 255 - value
      }
      let black = light(3)
      let colors = (light(0) * black, light(1) * black, light(2) * black)
      pixels[4 * pixel] = UInt8((colors.0 + 127) / 255)
      pixels[4 * pixel + 1] = UInt8((colors.1 + 127) / 255)
      pixels[4 * pixel + 2] = UInt8((colors.2 + 127) / 255)
    }
  }

  /// Whether all pixels are there though the library frowned: some cameras write a few bytes too many.
  private static func isHarmless(_ decoder: tjhandle) -> Bool {
    jpeg_went_on(decoder) && complaint(of: decoder).hasSuffix("extraneous bytes before marker 0xd9")
  }

  private static func fault(of decoder: tjhandle) -> PictureFault {
    let complaint = complaint(of: decoder)
    return complaint.hasPrefix("Premature end") ? .cutShort : .damaged(complaint)
  }

  private static func complaint(of decoder: tjhandle) -> String { String(cString: tjGetErrorStr2(decoder)) }
}

/// What stands in a JPEG file before its pixels.
struct JPEGMarks: Hashable {
  /// How the picture is to be turned.
  private(set) var orientation = Orientation.upright
  /// Whether one of Adobe's programs wrote it, or one that wants to be read like them.
  private(set) var isFromAdobe = false

  /// Goes through the segments up to the first pixels, as far as they can be made out.
  init(_ bytes: [UInt8]) {
    var place = 2
    var hasEXIF = false
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      // Any number of fill bytes may stand before a marker.
      if marker == 0xFF {
        place += 1
        continue
      }
      if marker == Self.pixels { return }
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard length >= 2, place + 2 + length <= bytes.count else { return }
      let content = bytes[place + 4..<place + 2 + length]
      if marker == Self.exif, !hasEXIF, content.starts(with: Array("Exif\0\0".utf8)) {
        hasEXIF = true
        orientation = EXIF.orientation(in: content.dropFirst(6))
      }
      if marker == Self.adobe, content.starts(with: Array("Adobe".utf8)) { isFromAdobe = true }
      place += 2 + length
    }
  }

  // The markers: application segments 1 and 14, start of scan.
  private static let exif: UInt8 = 0xE1
  private static let adobe: UInt8 = 0xEE
  private static let pixels: UInt8 = 0xDA
}
