public import CellCanvas
import Files

/// Reads pictures from files: PNG, JPEG, PGM and PPM, told apart by what is in them.
///
/// Large pictures are made smaller; transparent parts lie on white; a photo is turned as its EXIF orientation asks.
public enum PictureFile {
  /// The most pixels that are read; a file that says to have more is refused before anything is made of it.
  public static let mostPixels = 100_000_000
  /// The most pixels that are kept along the longer side.
  public static let longestSide = 2048
  /// The most bytes of a compressed file.
  static let mostBytes = 1 << 30
  /// The grey that transparent parts lie on: white.
  static let ground: UInt8 = 255

  /// The picture in a file.
  ///
  /// - Throws: `PictureFileError` with a sentence that says what is wrong with the file.
  public static func picture(at path: String) throws(PictureFileError) -> Picture {
    do throws(PictureFault) {
      return try picture(from: ByteSource(opened(path)))
    } catch {
      throw PictureFileError(path: path, fault: error)
    }
  }

  private static func opened(_ path: String) throws(PictureFault) -> InputFile {
    do throws(FileFault) { return try InputFile(path) } catch { throw PictureFault(error) }
  }

  /// The picture in bytes.
  static func picture(from source: ByteSource) throws(PictureFault) -> Picture {
    var source = source
    let head = try source.peek(PictureFormat.magicLength)
    guard !head.isEmpty else { throw .empty }
    switch PictureFormat(magic: head) {
    case .png:
      #if PNG
        return try PNGDecoder(source.rest(most: mostBytes)).picture()
      #else
        throw .needs(library: "libpng", package: "libpng-dev", format: "PNG")
      #endif
    case .jpeg:
      #if JPEG
        return try JPEGDecoder(source.rest(most: mostBytes)).picture()
      #else
        throw .needs(library: "libturbojpeg", package: "libturbojpeg0-dev", format: "JPEG")
      #endif
    case .portable(let kind): return try PortableMap.picture(kind, from: &source)
    case .foreign(let name): throw .foreign(name)
    case nil: throw .notAPicture
    }
  }

  /// Refuses sides that are too long together; afterwards no product of them can overflow.
  static func check(width: Int, height: Int) throws(PictureFault) {
    guard width > 0, height > 0 else { throw .damaged("it has no pixels") }
    guard width <= mostPixels, height <= mostPixels, width * height <= mostPixels else {
      throw .tooLarge(width: width, height: height)
    }
  }
}
