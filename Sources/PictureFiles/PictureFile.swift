public import CellCanvas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

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
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PictureFileError(path: path, fault: .unreadable(reason: lastReason)) }
    defer { close(descriptor) }
    do {
      return try picture(from: ByteSource(descriptor: descriptor))
    } catch {
      throw PictureFileError(path: path, fault: error)
    }
  }

  /// The picture in bytes.
  static func picture(from source: ByteSource) throws(PictureFault) -> Picture {
    var source = source
    let head = try source.peek(PictureFormat.magicLength)
    guard !head.isEmpty else { throw .empty }
    switch PictureFormat(magic: head) {
    case .png: return try PNGDecoder(source.rest(most: mostBytes)).picture()
    case .jpeg: return try JPEGDecoder(source.rest(most: mostBytes)).picture()
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

/// What the system says about the call that has just failed.
var lastReason: String { String(cString: strerror(errno)) }
