#if JPEG
  import CTurboJPEG
  import CellCanvas

  /// Reads a JPEG file with TurboJPEG, which leaves most of a large picture out while it decodes.
  struct JPEGDecoder {
    private let bytes: [UInt8]

    /// A decoder of a whole file.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The picture, not larger than any picture is to be.
    func picture() throws(PictureFault) -> Picture {
      let marks = JPEGMarks(bytes)
      var remark: String?
      var picture = try Self.picture(in: bytes, remark: &remark)
      // The library tells of the first thing amiss alone. With marks in order, that is what it says of the pixels.
      if remark != nil {
        guard let mended = marks.mended else { throw .cutShort }
        picture = try Self.picture(in: mended, remark: &remark)
      }
      return picture.turned(marks.orientation)
    }

    /// - Parameter remark: what the library had to say about a picture that is whole nevertheless.
    private static func picture(in bytes: [UInt8], remark: inout String?) throws(PictureFault) -> Picture {
      guard let decoder = tjInitDecompress() else { throw .noMemory }
      defer { tjDestroy(decoder) }
      var header = JPEGHeader()
      guard jpeg_header(decoder, bytes, UInt(bytes.count), &header) else { throw fault(of: decoder) }
      try PictureFile.check(width: Int(header.width), height: Int(header.height))
      let (width, height) = scaled(width: Int(header.width), height: Int(header.height))
      var said: String?
      let picture = try PixelBuffer.reduced(
        width: width, height: height, components: header.is_printed ? 4 : 3,
        fill: { pixels throws(PictureFault) in
          let isSilent = jpeg_pixels(
            decoder, bytes, UInt(bytes.count), Int32(width), Int32(height), header.is_printed, pixels)
          if !isSilent {
            said = complaint(of: decoder)
            guard jpeg_went_on(decoder), isHarmless(said ?? "") else { throw fault(of: decoder) }
          }
          if header.is_printed { print(pixels, count: width * height) }
        })
      remark = said
      return picture
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

    /// Turns cyan, magenta, yellow and black, in place, into red, green and blue with a byte unused. No ink is 255: what
    /// Adobe's programs began, and what everybody reads, whether the file says that it is theirs or not.
    private static func print(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
      for pixel in 0..<count {
        let black = Int(pixels[4 * pixel + 3])
        for component in 0..<3 {
          pixels[4 * pixel + component] = UInt8((Int(pixels[4 * pixel + component]) * black + 127) / 255)
        }
      }
    }

    /// Whether the library only remarked on a mark and read on, so that all pixels are there: of the warnings that
    /// libjpeg's jerror.h lists, all others cost pixels. An error that ends the reading is none of these.
    private static func isHarmless(_ remark: String) -> Bool {
      [
        "extraneous bytes before marker", "Invalid SOS parameters for sequential JPEG",
        "Unknown Adobe color transform code", "unknown JFIF revision number",
      ].contains { remark.contains($0) }
    }

    private static func fault(of decoder: tjhandle) -> PictureFault {
      let complaint = complaint(of: decoder)
      return complaint.hasPrefix("Premature end") ? .cutShort : .damaged(complaint)
    }

    private static func complaint(of decoder: tjhandle) -> String { String(cString: tjGetErrorStr2(decoder)) }
  }
#endif
