import Files

/// MNIST's files as they are published, gzip or plain, in one folder.
public struct DigitFolder: Hashable, Sendable {
  /// The digits to learn from: those of `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`.
  public let training: DigitSet
  /// The digits to be judged by: those of the `t10k` files, where the folder has them.
  public let test: DigitSet?

  /// Reads a folder.
  ///
  /// - Throws: `DigitFileError` with the file that is wrong.
  public init(at path: String) throws(DigitFileError) {
    guard let training = try Self.digits("train", in: path) else {
      throw DigitFileError(
        path: path, fault: .missing(names: "train-images-idx3-ubyte and train-labels-idx1-ubyte"))
    }
    self.training = training
    test = try Self.digits("t10k", in: path)
  }

  /// The digits of two files; `nil` when neither is there.
  private static func digits(_ name: String, in folder: String) throws(DigitFileError) -> DigitSet? {
    let pictures = try file("\(name)-images", "idx3-ubyte", in: folder)
    let labels = try file("\(name)-labels", "idx1-ubyte", in: folder)
    if pictures == nil && labels == nil { return nil }
    guard let pictures else { throw DigitFileError(path: folder, fault: .missing(names: "\(name)-images-idx3-ubyte")) }
    guard let labels else { throw DigitFileError(path: folder, fault: .missing(names: "\(name)-labels-idx1-ubyte")) }
    let greys = try pictures.parsed(IDXFile.pictures)
    let digits = try labels.parsed(IDXFile.labels)
    guard greys.count == digits.count * IDXFile.side * IDXFile.side else {
      throw DigitFileError(
        path: labels.path,
        fault: .otherCount(labels: digits.count, pictures: greys.count / (IDXFile.side * IDXFile.side)))
    }
    return DigitSet(height: IDXFile.side, width: IDXFile.side, greys: greys, labels: digits)
  }

  /// A file that was read, and unpacked where it was packed.
  private struct File {
    let path: String
    let bytes: [UInt8]

    func parsed(
      _ parse: ([UInt8]) throws(DigitFileFault) -> [UInt8]
    ) throws(DigitFileError) -> [UInt8] {
      do {
        return try parse(Gzip.isGzip(bytes) ? Gzip.unpack(bytes, most: IDXFile.mostBytes) : bytes)
      } catch {
        throw DigitFileError(path: path, fault: error)
      }
    }
  }

  /// The first file there is of those that MNIST's go by: some unpackers put a dot for the hyphen, others a folder of
  /// the file's name around it.
  private static func file(_ stem: String, _ kind: String, in folder: String) throws(DigitFileError) -> File? {
    let separator = folder.hasSuffix("/") ? "" : "/"
    let names = ["\(stem)-\(kind)", "\(stem)-\(kind).gz", "\(stem).\(kind)", "\(stem).\(kind).gz"]
    for name in names {
      let path = folder + separator + name
      for place in [path] + names.map({ "\(path)/\($0)" }) {
        do throws(FileFault) {
          return File(path: place, bytes: try Files.bytes(of: place, most: IDXFile.mostBytes))
        } catch {
          switch error {
          case .folder: continue
          case _ where error.isMissing: continue
          case .tooLarge: throw DigitFileError(path: place, fault: .tooManyBytes)
          default: throw DigitFileError(path: place, fault: .unreadable(reason: "\(error)"))
          }
        }
      }
    }
    return nil
  }
}
