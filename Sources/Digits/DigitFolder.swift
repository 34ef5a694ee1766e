#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

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

  /// The first file there is of those that MNIST's go by; some unpackers put a dot for the hyphen.
  private static func file(_ stem: String, _ kind: String, in folder: String) throws(DigitFileError) -> File? {
    let separator = folder.hasSuffix("/") ? "" : "/"
    for name in ["\(stem)-\(kind)", "\(stem)-\(kind).gz", "\(stem).\(kind)", "\(stem).\(kind).gz"] {
      let path = folder + separator + name
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 {
        if errno == ENOENT || errno == ENOTDIR { continue }
        throw DigitFileError(path: path, fault: .unreadable(reason: lastReason))
      }
      defer { close(descriptor) }
      do {
        return File(path: path, bytes: try bytes(of: descriptor))
      } catch {
        throw DigitFileError(path: path, fault: error)
      }
    }
    return nil
  }

  private static func bytes(of descriptor: Int32) throws(DigitFileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: 1 << 18)
    while bytes.count <= IDXFile.mostBytes {
      let count = portion.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(reason: lastReason) }
      if count == 0 { return bytes }
      bytes += portion[..<count]
    }
    throw .tooManyBytes
  }

  /// What the system says about the call that has just failed.
  private static var lastReason: String { String(cString: strerror(errno)) }
}
