import ArgumentParser
import Files
import LectureExport

/// A file that something is exported to, which no file of somebody else's is lost for.
struct ExportFile {
  let path: String

  /// Refuses a place where nothing can be written, or where a file stands that this program has not written, before the
  /// work is done.
  ///
  /// - Parameter force: whether any file may be replaced.
  func check(force: Bool) throws {
    do throws(FileFault) { try Files.checkReplaceable(path) } catch { throw refusal(error) }
    guard force || isOurs else {
      throw refuse(
        "“\(path)” is there and was not written by this program; --force replaces it.", status: .failure)
    }
  }

  /// Writes all of it, or leaves what was there.
  func write(_ text: String) throws {
    do throws(FileFault) { try Files.replace(path, with: Array(text.utf8)) } catch { throw refusal(error) }
  }

  private func refusal(_ fault: FileFault) -> ExitCode {
    refuse("“\(path)” cannot be written (\(fault)).", status: .failure)
  }

  /// Whether nothing is there, or what this program wrote: near its beginning it says so.
  private var isOurs: Bool {
    guard Files.exists(path) else { return true }
    guard let file = try? InputFile(path) else { return false }
    var start = [UInt8](repeating: 0, count: 4096)
    let count = start.withUnsafeMutableBytes { (try? file.read(into: $0)) ?? 0 }
    return file.count == nil || String(decoding: start[..<count], as: UTF8.self).contains(ExportMark.text)
  }
}
