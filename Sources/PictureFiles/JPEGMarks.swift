/// What stands in a JPEG file before its pixels: segments, each behind a mark (ITU-T T.81, annex B).
struct JPEGMarks: Hashable {
  /// How the picture is to be turned.
  private(set) var orientation = Orientation.upright
  /// The file with the same pixels and with marks as the standard wants them, for a decoder that tells of the first
  /// thing amiss only; `nil` when the file ends before its pixels begin.
  private(set) var mended: [UInt8]?

  /// Goes through the segments up to the first pixels, as far as they can be made out.
  init(_ bytes: [UInt8]) {
    var mended = Array(bytes.prefix(2))
    var place = 2
    var hasEXIF = false
    var isSequential = false
    while place < bytes.count {
      guard place + 4 <= bytes.count, bytes[place] == 0xFF, bytes[place + 1] != 0, bytes[place + 1] != 0xFF else {
        // Bytes that belong to no segment; any number of 0xFF may fill up the space before a mark.
        place += 1
        continue
      }
      let mark = bytes[place + 1]
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard length >= 2, place + 2 + length <= bytes.count else { break }
      var segment = Array(bytes[place..<place + 2 + length])
      place += segment.count
      switch mark {
      case Self.baseline, Self.extended: isSequential = true
      case Self.exif where !hasEXIF && segment[4...].starts(with: Array("Exif\0\0".utf8)):
        hasEXIF = true
        orientation = EXIF.orientation(in: segment[10...])
      case Self.jfif where segment[4...].starts(with: Array("JFIF\0".utf8)) && segment.count > 9: segment[9] = 1
      case Self.adobe where segment[4...].starts(with: Array("Adobe".utf8)) && segment.count > 15 && segment[15] > 2:
        segment[15] = 1
      case Self.pixels where isSequential && segment.count >= 7:
        // Which coefficients a scan holds: all, in a file that is not progressive.
        segment.replaceSubrange((segment.count - 3)..., with: [0, 63, 0])
      default: break
      }
      mended += segment
      if mark == Self.pixels {
        self.mended = mended + bytes[place...]
        return
      }
    }
  }

  // The marks: start of frame 0 and 1, application segments 0, 1 and 14, start of scan.
  private static let baseline: UInt8 = 0xC0
  private static let extended: UInt8 = 0xC1
  private static let jfif: UInt8 = 0xE0
  private static let exif: UInt8 = 0xE1
  private static let adobe: UInt8 = 0xEE
  private static let pixels: UInt8 = 0xDA
}
