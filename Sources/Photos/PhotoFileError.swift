import CellCanvas
import Files
import PictureFiles

/// Why a folder gives no pictures to learn from; the description is the sentence to show.
public struct PhotoFileError: Error, Hashable, CustomStringConvertible {
  /// The folder or the file, as it was named.
  public let path: String
  let fault: PhotoFault

  /// A sentence, without its full stop, that says what is wrong and what to do.
  public var description: String {
    if case .picture(let error) = fault { return error.description }
    return "“\(path)” \(fault.predicate)"
  }
}

/// What is wrong with a folder or a file.
enum PhotoFault: Error, Hashable {
  case unreadable(FileFault)
  case noFolder
  case noClasses(strayPictures: Int)
  case oneClass(String)
  case tooManyClasses(Int)
  case noPictures(otherFiles: Int)
  case tooManyPictures
  case picture(PictureFileError)
  case emptyBatch
  case oddBatch(bytes: Int)
  case noLabel(label: Int, index: Int)
  case noNames

  /// The sentence after the file's name.
  var predicate: String {
    let wanted = "one folder for each class, with JPEG or PNG pictures in it"
    switch self {
    case .unreadable(let reason): return "cannot be read (\(reason)); check its name and that you may read it"
    case .noFolder: return "is no folder; name one that holds \(wanted)"
    case .noClasses(0): return "holds no folders; name a folder that holds \(wanted)"
    case .noClasses(let pictures):
      return
        "holds \(pictures == 1 ? "a picture" : "\(NumberText.integer(pictures)) pictures") but no folders; put those of "
        + "each class into a folder with the name of the class"
    case .oneClass(let name): return "holds one class alone, “\(name)”; to tell apart there must be two at least"
    case .tooManyClasses(let count):
      return
        "holds \(NumberText.integer(count)) classes, more than \(PhotoFolder.mostClasses); name a folder with fewer"
    case .noPictures(0): return "is empty; put JPEG or PNG pictures into it or remove it"
    case .noPictures(let others):
      return
        "holds no JPEG or PNG pictures, but \(others == 1 ? "another file" : "\(NumberText.integer(others)) other files"); "
        + "put pictures into it or remove it"
    case .tooManyPictures:
      return "holds more than \(NumberText.integer(PhotoFolder.mostPictures)) pictures; name a folder with fewer"
    case .picture: return "holds a picture that cannot be read"
    case .emptyBatch: return "is empty; unpack CIFAR-10 again"
    case .oddBatch(let bytes):
      return
        "has \(NumberText.integer(bytes)) bytes, which is no whole number of pictures of "
        + "\(NumberText.integer(CIFARBatches.recordLength)); unpack CIFAR-10 again"
    case .noLabel(let label, let index):
      return
        "gives picture \(NumberText.integer(index + 1)) the class \(label), of 10 that are counted from 0; unpack CIFAR-10 "
        + "again"
    case .noNames: return "does not hold the names of 10 classes, one a line; unpack CIFAR-10 again"
    }
  }
}
