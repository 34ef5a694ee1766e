#if PNG
  import CPNG
  import CellCanvas

  /// Reads a PNG file with libpng: every colour type and depth, interlaced or not.
  struct PNGDecoder {
    private let bytes: [UInt8]

    /// A decoder of a whole file.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The picture, not larger than any picture is to be.
    func picture() throws(PictureFault) -> Picture {
      let chunks = try checkedChunks()
      // The bytes must stay where they are for as long as libpng reads.
      let read = bytes.withUnsafeBytes { bytes in
        Result { () throws(PictureFault) in try Self.picture(bytes, isDeepInterlaced: chunks.isDeepInterlaced) }
      }
      return try read.get().turned(chunks.orientation)
    }

    private static func picture(_ bytes: UnsafeRawBufferPointer, isDeepInterlaced: Bool) throws(PictureFault) -> Picture
    {
      var image = png_image()
      guard png_begin(&image, bytes.baseAddress, bytes.count) else { throw fault(of: &image) }
      defer { png_image_free(&image) }
      let (width, height) = (Int(image.width), Int(image.height))
      guard isDeepInterlaced else {
        return try PixelBuffer.reduced(
          width: width, height: height, components: png_has_color(&image) ? 3 : 1,
          fill: { pixels throws(PictureFault) in
            guard png_finish(&image, PictureFile.ground, pixels) else { throw fault(of: &image) }
          })
      }
      // Making 8 bits of 16 while it puts interlaced rows together, libpng mixes the rows up (its issue 853).
      return try PixelBuffer.reduced(
        width: width, height: height, components: LinearLight.bytes,
        fill: { pixels throws(PictureFault) in
          guard png_finish_light(&image, pixels) else { throw fault(of: &image) }
          LinearLight.encode(pixels, count: width * height)
        })
    }

    private static func fault(of image: inout png_image) -> PictureFault {
      .damaged(String(cString: png_complaint(&image)))
    }

    /// Goes through the chunks: refuses sides that are too long before libpng sees them, and a file that ends before its
    /// last chunk; answers what must be known besides the pixels.
    private func checkedChunks() throws(PictureFault) -> (orientation: Orientation, isDeepInterlaced: Bool) {
      var orientation = Orientation.upright
      var isDeepInterlaced = false
      var place = PictureFormat.pngSignature.count
      while true {
        guard let length = number(at: place), let type = number(at: place + 4) else { throw .cutShort }
        let content = place + 8
        if place == PictureFormat.pngSignature.count {
          guard type == Self.header, length == 13 else { throw .damaged("its header is missing") }
          guard let width = number(at: content), let height = number(at: content + 4) else { throw .cutShort }
          try PictureFile.check(width: width, height: height)
        }
        guard content + length + 4 <= bytes.count else { throw .cutShort }
        if type == Self.header { isDeepInterlaced = bytes[content + 8] == 16 && bytes[content + 12] != 0 }
        if type == Self.end { return (orientation, isDeepInterlaced) }
        if type == Self.exif { orientation = EXIF.orientation(in: bytes[content..<content + length]) }
        place = content + length + 4
      }
    }

    // The types of chunks: IHDR, eXIf, IEND.
    private static let header = 0x4948_4452
    private static let exif = 0x6558_4966
    private static let end = 0x4945_4E44

    /// Four bytes as a number, the largest first; `nil` past the end.
    private func number(at place: Int) -> Int? {
      guard place + 4 <= bytes.count else { return nil }
      return bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }
#endif
