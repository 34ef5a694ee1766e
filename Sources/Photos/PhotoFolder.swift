import CellCanvas
import Files
import PictureFiles

/// Pictures to learn from in a folder: one folder a class with JPEG or PNG pictures, as torchvision's ImageFolder has them,
/// or CIFAR-10's binary files.
public struct PhotoFolder: Hashable, Sendable {
  /// More classes are not told apart.
  public static let mostClasses = 1000
  /// More pictures are not kept in memory.
  public static let mostPictures = 1_000_000

  /// A picture in a file, and the class of the folder that it lies in.
  public struct Entry: Hashable, Sendable {
    /// The file.
    public let path: String
    /// The number of its class.
    public let label: Int
  }

  /// The names of the classes, sorted; their places are their numbers.
  public let classes: [String]
  /// The pictures, class by class; none where CIFAR-10's files hold them.
  public let entries: [Entry]
  /// CIFAR-10's files.
  private let batches: [String]

  /// What lies under a name.
  public enum Contents: Hashable, Sendable {
    /// A file, or nothing.
    case file
    /// A folder with pictures of no known class, by their files.
    case pictures([String])
    /// A folder with a folder for each class.
    case classes(PhotoFolder)
  }

  /// Looks under a name; no picture is read yet.
  ///
  /// - Throws: `PhotoFileError` with the folder that is wrong.
  public static func contents(of path: String) throws(PhotoFileError) -> Contents {
    guard Files.isFolder(path) else { return .file }
    let names = try names(in: path)
    guard !names.contains(where: { Files.isFolder(join(path, $0)) }) else {
      return .classes(try PhotoFolder(at: path, fewestClasses: 1))
    }
    let pictures = names.filter(isPicture)
    guard !pictures.isEmpty else { throw PhotoFileError(path: path, fault: .noPictures(otherFiles: names.count)) }
    return .pictures(pictures.map { join(path, $0) })
  }

  /// Looks into a folder; no picture is read yet.
  ///
  /// - Parameter fewestClasses: how many there must be at least.
  /// - Throws: `PhotoFileError` with the folder that is wrong.
  public init(at path: String, fewestClasses: Int = 2) throws(PhotoFileError) {
    let names = try Self.names(in: path)
    let batches = CIFARBatches.files(among: names)
    guard batches.isEmpty else {
      self.batches = batches.map { Self.join(path, $0) }
      entries = []
      classes =
        names.contains("batches.meta.txt")
        ? try Self.cifarClasses(Self.join(path, "batches.meta.txt")) : CIFARBatches.names
      return
    }
    let folders = names.filter { Files.isFolder(Self.join(path, $0)) }
    guard let first = folders.first else {
      throw PhotoFileError(path: path, fault: .noClasses(strayPictures: names.count(where: Self.isPicture)))
    }
    guard folders.count >= fewestClasses else { throw PhotoFileError(path: path, fault: .oneClass(first)) }
    guard folders.count <= Self.mostClasses else {
      throw PhotoFileError(path: path, fault: .tooManyClasses(folders.count))
    }
    var entries: [Entry] = []
    for (label, name) in folders.enumerated() {
      let folder = Self.join(path, name)
      let files = try Self.names(in: folder)
      let pictures = files.filter(Self.isPicture)
      guard !pictures.isEmpty else { throw PhotoFileError(path: folder, fault: .noPictures(otherFiles: files.count)) }
      entries += pictures.map { Entry(path: Self.join(folder, $0), label: label) }
      guard entries.count <= Self.mostPictures else { throw PhotoFileError(path: path, fault: .tooManyPictures) }
    }
    classes = folders
    self.entries = entries
    self.batches = []
  }

  /// Reads all pictures.
  ///
  /// - Parameters:
  ///   - side: how many rows and columns each is to have.
  ///   - shouldGoOn: asked with the number of pictures read; once it says no, there is no answer.
  /// - Throws: `PhotoFileError` with the first file that is wrong.
  public func pictures(side: Int, while shouldGoOn: (Int) -> Bool = { _ in true }) throws(PhotoFileError) -> PhotoSet? {
    var pictures = PhotoSet(side: side, classes: classes)
    for entry in entries {
      guard shouldGoOn(pictures.count) else { return nil }
      do throws(PictureFileError) {
        pictures.add(try PictureFile.picture(at: entry.path), label: entry.label)
      } catch {
        throw PhotoFileError(path: entry.path, fault: .picture(error))
      }
    }
    for path in batches {
      guard shouldGoOn(pictures.count) else { return nil }
      let bytes = try Self.bytes(of: path)
      do throws(PhotoFault) {
        try CIFARBatches.read(bytes) { label, pixels in
          pictures.add(Picture(width: CIFARBatches.side, height: CIFARBatches.side, bytes: pixels), label: label)
        }
      } catch {
        throw PhotoFileError(path: path, fault: error)
      }
    }
    return pictures
  }

  // MARK: Names

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// What is in a folder, sorted; hidden files, which systems leave behind, are passed over.
  private static func names(in folder: String) throws(PhotoFileError) -> [String] {
    do throws(FileFault) {
      return try Files.names(in: folder).filter { !$0.hasPrefix(".") }
    } catch {
      throw PhotoFileError(
        path: folder, fault: Files.exists(folder) && !Files.isFolder(folder) ? .noFolder : .unreadable(error))
    }
  }

  /// Whether a file's name is that of a picture.
  public static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".jpg", ".jpeg", ".png", ".ppm", ".pgm"].contains { name.hasSuffix($0) }
  }

  private static func bytes(of path: String) throws(PhotoFileError) -> [UInt8] {
    do throws(FileFault) { return try Files.bytes(of: path, most: CIFARBatches.mostBytes) } catch {
      throw PhotoFileError(path: path, fault: .unreadable(error))
    }
  }

  private static func cifarClasses(_ path: String) throws(PhotoFileError) -> [String] {
    let text = try bytes(of: path)
    do throws(PhotoFault) { return try CIFARBatches.classes(in: text) } catch {
      throw PhotoFileError(path: path, fault: error)
    }
  }
}
