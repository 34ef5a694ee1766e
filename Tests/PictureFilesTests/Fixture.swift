import CellCanvas
import Foundation
import Testing

@testable import PictureFiles

/// A small picture file, and what other programs see in it: see Fixtures/make_fixtures.py.
struct Fixture: Sendable, CustomTestStringConvertible {
  let name: String
  let file: [UInt8]
  /// How far a component may be off.
  let tolerance: Int
  let picture: Picture

  var testDescription: String { name }

  /// Those of the kinds that are read here.
  static let all = stored.filter { isRead($0.name) }

  /// Whether the library is there that reads files of this name.
  static func isRead(_ name: String) -> Bool {
    #if !PNG
      if name.hasPrefix("png") { return false }
    #endif
    #if !JPEG
      if name.hasPrefix("jpeg") { return false }
    #endif
    return true
  }

  static let stored: [Fixture] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/pictures.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map { Fixture(line: $0) }
  }()

  /// The fixture of a name.
  static func named(_ name: String) throws -> Fixture { try #require(all.first { $0.name == name }) }

  private init(line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 6, let width = Int(words[1]), let height = Int(words[2]), let tolerance = Int(words[3]) else {
      preconditionFailure("a fixture is a name, two sides, a tolerance, a file and its pixels")
    }
    name = String(words[0])
    self.tolerance = tolerance
    file = Self.bytes(words[4])
    picture = Picture(width: width, height: height, bytes: Self.bytes(words[5]))
  }

  private static func bytes(_ text: Substring) -> [UInt8] {
    let digits = text.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x57) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// A file that is gone when it has been used.
func withFile<Result>(_ bytes: [UInt8], named name: String = "picture", _ use: (String) throws -> Result) throws
  -> Result
{
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: name)
  try Data(bytes).write(to: file)
  return try use(file.path)
}

/// What is wrong with a file; `nil` when it gives a picture.
func fault(of bytes: [UInt8]) -> PictureFault? {
  do throws(PictureFault) {
    _ = try PictureFile.picture(from: ByteSource(bytes))
    return nil
  } catch {
    return error
  }
}
