import CellCanvas
import Files

/// Why a file gives no picture.
public struct PictureFileError: Error, Hashable, CustomStringConvertible {
  /// The file, as it was named.
  public let path: String
  let fault: PictureFault

  /// A sentence, without its full stop, that says what is wrong and what to do.
  public var description: String { "“\(path)” \(fault.predicate)" }
}

/// What is wrong with a file.
enum PictureFault: Error, Hashable {
  case unreadable(reason: String)
  case folder
  case empty
  case notAPicture
  /// A picture of a kind that is not read here.
  case foreign(String)
  case cutShort
  /// Broken, and what is known about how.
  case damaged(String)
  case tooLarge(width: Int, height: Int)
  case tooManyBytes
  case noMemory
  /// A picture of a kind that is read only where a library is installed.
  case needs(library: String, package: String, format: String)

  /// What a file's own fault is to a picture.
  init(_ fault: FileFault) { self = fault == .folder ? .folder : .unreadable(reason: "\(fault)") }

  /// The sentence after the file's name.
  var predicate: String {
    switch self {
    case .unreadable(let reason): "cannot be read (\(reason)); check its name and that you may read it"
    case .folder: "is a folder; name a picture in it"
    case .empty: "is empty; copy it again or choose another file"
    case .notAPicture: "is no picture that can be read; choose a PNG, JPEG, PGM or PPM file"
    case .foreign(let name): "is a \(name) picture, which cannot be read; convert it to PNG or JPEG"
    case .cutShort: "is cut short; copy it again or choose another file"
    case .damaged(let detail): "is damaged (\(detail)); copy it again or choose another file"
    case .tooLarge(let width, let height):
      "has \(NumberText.integer(width)) × \(NumberText.integer(height)) pixels, more than "
        + "\(NumberText.integer(PictureFile.mostPixels)); make it smaller first"
    case .tooManyBytes: "is larger than a gigabyte; make the picture smaller first"
    case .needs(let library, let package, let format):
      "is a \(format) picture, for which this program was built without \(library): install \(package) and build it "
        + "anew (swift package purge-cache && swift build), or convert the picture to PPM"
    case .noMemory: "needs more memory than there is; make the picture smaller first"
    }
  }
}
