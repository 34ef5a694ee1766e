import ConvolutionEngine
import FrameExport

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where trained weights are written, and beside them how they were made.
struct WeightsFile {
  /// The weights' own file.
  let path: String

  /// The same name with the ending `.json`.
  var recordPath: String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path.dropFirst(folder.count)
    return folder + (name.lastIndex(of: ".").map { name[..<$0] } ?? name) + ".json"
  }

  /// Refuses a place where nothing can be written, before hours of work are lost.
  func checkPlace() throws {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK) == 0 else {
      throw refuse(
        "Nothing can be written to “\(folder)” (\(String(cString: strerror(errno)))); choose another --out.",
        status: .failure)
    }
  }

  /// Writes both files; what was there under their names is only replaced by complete ones.
  func write(_ weights: NetworkParameters, record: JSON) throws {
    do throws(SafetensorsError) {
      try Safetensors.write(Network.digits.namedTensors(of: weights), to: path)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
    try write(record.pretty)
  }

  private func write(_ text: String) throws {
    let part = recordPath + ".part"
    let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    var bytes = Array(text.utf8)[...]
    while file >= 0, !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    guard file >= 0, bytes.isEmpty, close(file) == 0, rename(part, recordPath) == 0 else {
      throw refuse("“\(recordPath)” cannot be written (\(String(cString: strerror(errno)))).", status: .failure)
    }
  }
}

/// `write` of the C library, which the type's own would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
