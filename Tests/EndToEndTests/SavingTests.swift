import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Frames saved with a key.
@Suite struct SavingTests {
  /// Does something in a new folder, which is gone afterwards with all that is in it.
  private func inNewFolder(_ body: (_ folder: String) throws -> Void) throws {
    var template = Array("/tmp/cnnviz-test-XXXXXX".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    defer {
      for file in files(in: folder) { unlink(folder + "/" + file) }
      rmdir(folder)
    }
    try body(folder)
  }

  private func files(in folder: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func contents(of path: String) throws -> String {
    let file = open(path, O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines without the spaces at their ends.
  private func trimmedLines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0))
    }
  }

  @Test func aFrameIsSavedAndNothingOverwritten() throws {
    try inNewFolder { folder in
      let rehearsal = try Rehearsal(directory: folder)
      let frame = rehearsal.player.frame().plainText
      rehearsal.session.send("s")
      #expect(rehearsal.session.wait(forText: "saved cnnviz-sliding-kernel-01."))
      let text = try contents(of: folder + "/cnnviz-sliding-kernel-01.txt")
      #expect(trimmedLines(text) == trimmedLines(frame + "\n"))
      #expect(try contents(of: folder + "/cnnviz-sliding-kernel-01.svg").hasPrefix("<svg"))
      let first = files(in: folder)
      rehearsal.session.send("s")
      #expect(rehearsal.session.wait(forText: "cnnviz-sliding-kernel-01-2."))
      #expect(Set(files(in: folder)).isSuperset(of: first) && files(in: folder).count == 2 * first.count)
    }
  }

  @Test func aFolderThatCannotBeWrittenIsSaid() throws {
    try inNewFolder { folder in
      let rehearsal = try Rehearsal(directory: folder)
      rmdir(folder)
      rehearsal.session.send("s")
      #expect(rehearsal.session.wait(forText: "the frame was not saved"))
    }
  }
}
