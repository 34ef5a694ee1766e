import CellCanvas
import Foundation
import Testing

@testable import Photos

/// A folder for a test, deleted when nobody has it any more.
final class TestFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders on its way.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> TestFolder {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return self
  }

  @discardableResult
  func makeFolder(_ name: String) throws -> TestFolder {
    try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    return self
  }
}

/// Small picture files.
enum TestPicture {
  /// A portable pixel map of one colour.
  static func map(_ width: Int, _ height: Int, _ color: [UInt8]) -> [UInt8] {
    Array("P6\n\(width) \(height)\n255\n".utf8) + (0..<width * height).flatMap { _ in color }
  }

  /// A PNG of one colour, whose data is stored as it is.
  static func png(_ width: Int, _ height: Int, _ color: [UInt8]) -> [UInt8] {
    let row: [UInt8] = [0] + [[UInt8]](repeating: color, count: width).joined()
    let rows: [UInt8] = Array([[UInt8]](repeating: row, count: height).joined())
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in rows {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let length = UInt16(rows.count)
    var stored: [UInt8] = [0x78, 1, 1]
    for part in [length, ~length] { stored += [UInt8(part & 255), UInt8(part >> 8)] }
    stored += rows
    stored += word(high << 16 | low)
    var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]
    file += chunk("IHDR", word(UInt32(width)) + word(UInt32(height)) + [8, 2, 0, 0, 0])
    file += chunk("IDAT", stored)
    return file + chunk("IEND", [])
  }

  private static func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + data
    var remainder: UInt32 = ~0
    for byte in body {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xedb8_8320 : remainder >> 1 }
    }
    return word(UInt32(data.count)) + body + word(~remainder)
  }

  /// One picture of CIFAR-10's files.
  static func record(_ label: UInt8, _ red: UInt8, _ green: UInt8, _ blue: UInt8) -> [UInt8] {
    [label] + [red, green, blue].flatMap { [UInt8](repeating: $0, count: 1024) }
  }
}

@Suite struct PhotoFolderTests {
  @Test func aFolderForEachClassIsRead() throws {
    let folder = try TestFolder().write("cat/a.ppm", TestPicture.map(8, 8, [10, 20, 30]))
      .write("cat/b.PPM", TestPicture.map(20, 4, [40, 50, 60])).write("ant/c.ppm", TestPicture.map(2, 2, [70, 80, 90]))
      .write("cat/notes.txt", [1]).write(".hidden/x", [1]).write("cat/.DS_Store", [1]).write("README", [1])
    let found = try PhotoFolder(at: folder.path)
    #expect(found.classes == ["ant", "cat"] && found.entries.map(\.label) == [0, 1, 1])
    let pictures = try #require(try found.pictures(side: 4))
    #expect(pictures.labels == [0, 1, 1] && pictures.bytes.count == 3 * 48)
    #expect(Array(pictures.bytes[0..<3]) == [70, 80, 90] && Array(pictures.bytes[96..<99]) == [40, 50, 60])
    #expect(try found.pictures(side: 4) { $0 < 2 } == nil)
  }

  #if PNG
    @Test func pngIsRead() throws {
      let folder = try TestFolder().write("a/1.png", TestPicture.png(5, 6, [1, 2, 3]))
        .write("b/2.png", TestPicture.png(9, 3, [200, 100, 50]))
      let pictures = try #require(try PhotoFolder(at: folder.path).pictures(side: 8))
      #expect(Array(pictures.bytes[0..<3]) == [1, 2, 3] && Array(pictures.bytes[192..<195]) == [200, 100, 50])
    }
  #endif

  @Test func cifarsFilesAreRead() throws {
    let names = (0..<10).map { "kind \($0)" }
    let folder = try TestFolder()
      .write("data_batch_2.bin", TestPicture.record(9, 1, 2, 3))
      .write("data_batch_1.bin", TestPicture.record(3, 10, 20, 30) + TestPicture.record(0, 40, 50, 60))
      .write("test_batch.bin", [1, 2, 3])
    let pictures = try #require(try PhotoFolder(at: folder.path).pictures(side: 32))
    #expect(pictures.labels == [3, 0, 9] && pictures.classes[3] == "cat")
    #expect(Array(pictures.bytes[0..<6]) == [10, 20, 30, 10, 20, 30] && pictures.bytes.suffix(3) == [1, 2, 3])
    try folder.write("batches.meta.txt", Array((names.joined(separator: "\n") + "\n\n").utf8))
    #expect(try PhotoFolder(at: folder.path).classes == names)
  }

  @Test func contentsAreToldApart() throws {
    let folder = try TestFolder().write("all/1.ppm", [1]).write("all/2.jpg", [1]).write("all/3.txt", [1])
      .write("known/cat/1.png", [1]).write("known/dog/2.png", [1]).write("empty/notes.txt", [1])
    #expect(
      try PhotoFolder.contents(of: folder.path + "/all")
        == .pictures(["1.ppm", "2.jpg"].map { folder.path + "/all/" + $0 }))
    #expect(try PhotoFolder.contents(of: folder.path + "/all/1.ppm") == .file)
    guard case .classes(let known) = try PhotoFolder.contents(of: folder.path + "/known/") else {
      Issue.record("a folder for each class was not seen")
      return
    }
    #expect(known.classes == ["cat", "dog"])
    #expect(throws: PhotoFileError.self) { try PhotoFolder.contents(of: folder.path + "/empty") }
  }

  /// A folder that is broken, and what its sentence must name.
  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let names: [String]
    let make: @Sendable (TestFolder) throws -> String

    init(_ name: String, _ names: String..., make: @escaping @Sendable (TestFolder) throws -> String) {
      (testDescription, self.names, self.make) = (name, names, make)
    }

    /// A picture among good ones.
    init(file: String, _ bytes: [UInt8], _ names: String...) {
      self.testDescription = "\(file) of \(bytes.count) bytes: \(names)"
      self.names = [file] + names
      make = { folder in
        try folder.write("a/good.ppm", TestPicture.map(4, 4, [1, 2, 3])).write(
          "b/good.ppm", TestPicture.map(4, 4, [1, 2, 3])
        )
        .write("b/" + file, bytes).path
      }
    }
  }

  private static let map = TestPicture.map(4, 4, [9, 9, 9])
  private static let png = TestPicture.png(4, 4, [9, 9, 9])

  static let broken: [Broken] =
    [
      Broken("nothing of this name", "cannot be read", "No such file") { $0.path + "/nowhere" },
      Broken("a name through a file", "cannot be read") { try $0.write("x", [1]).path + "/x/y" },
      Broken("a file", "is no folder", "one folder for each class") { try $0.write("x.jpg", [1]).path + "/x.jpg" },
      Broken("an empty folder", "holds no folders") { $0.path },
      Broken("hidden folders alone", "holds no folders") { try $0.write(".git/x.png", map).path },
      Broken("a picture without a class", "a picture but no folders") { try $0.write("a.png", png).path },
      Broken("pictures without classes", "2 pictures but no folders") {
        try $0.write("a.png", png).write("b.jpeg", map).write("c.txt", map).path
      },
      Broken("one class", "one class alone, “a”", "two at least") { try $0.write("a/1.ppm", map).path },
      Broken("an empty class", "/b” is empty") { try $0.write("a/1.ppm", map).makeFolder("b").path },
      Broken("a class without pictures", "/b” holds no JPEG or PNG pictures", "another file") {
        try $0.write("a/1.ppm", map).write("b/notes.txt", [1]).path
      },
      Broken("a class of other files", "/b” holds no JPEG or PNG pictures", "3 other files") {
        try $0.write("a/1.ppm", map).write("b/x.txt", [1]).write("b/y.csv", [1]).write("b/z", [1]).path
      },
      Broken("a class of folders", "/b” holds no JPEG or PNG pictures") {
        try $0.write("a/1.ppm", map).write("b/deeper/1.ppm", map).path
      },
      Broken("too many classes", "1,001 classes", "1000") { folder in
        for index in 0..<1001 { try folder.makeFolder("class-\(index)") }
        return folder.path
      },
      Broken("a folder called like a picture", "1.png", "folder") {
        try $0.write("a/1.ppm", map).makeFolder("b/1.png").path
      },
      Broken("a link to nothing", "gone.png", "cannot be read") { folder in
        try folder.write("a/1.ppm", map).makeFolder("b")
        try FileManager.default.createSymbolicLink(
          atPath: folder.path + "/b/gone.png", withDestinationPath: folder.path + "/nothing")
        return folder.path
      },
      Broken("an empty batch", "data_batch_1.bin", "is empty") { try $0.write("data_batch_1.bin", []).path },
      Broken("half a record", "data_batch_1.bin", "1,500 bytes", "3,073") {
        try $0.write("data_batch_1.bin", [UInt8](repeating: 1, count: 1500)).path
      },
      Broken("a byte too many", "data_batch_2.bin", "3,074 bytes") {
        try $0.write("data_batch_1.bin", TestPicture.record(1, 1, 1, 1))
          .write("data_batch_2.bin", TestPicture.record(1, 1, 1, 1) + [0]).path
      },
      Broken("a class beyond the last", "picture 2", "class 10") {
        try $0.write("data_batch_1.bin", TestPicture.record(9, 1, 1, 1) + TestPicture.record(10, 1, 1, 1)).path
      },
      Broken("too few names", "batches.meta.txt", "10 classes") {
        try $0.write("data_batch_1.bin", TestPicture.record(1, 1, 1, 1)).write(
          "batches.meta.txt", Array("cat\ndog\n".utf8)
        ).path
      },
      Broken("a folder for a batch", "data_batch_1.bin", "cannot be read") {
        try $0.makeFolder("data_batch_1.bin").path
      },
      Broken("a folder for the names", "batches.meta.txt", "cannot be read") {
        try $0.write("data_batch_1.bin", TestPicture.record(1, 1, 1, 1)).makeFolder("batches.meta.txt").path
      },
      Broken(file: "1.jpg", [], "is empty"),
      Broken(file: "2.jpg", Array("This is a text, not a picture at all.".utf8), "is no picture"),
      Broken(file: "3.jpeg", [0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]),
      Broken(file: "4.png", Array(png.prefix(20))),
      Broken(file: "5.png", Array(png.dropLast(30))),
      Broken(file: "6.png", png.enumerated().map { $0 == 60 ? ~$1 : $1 }),
      Broken(file: "7.ppm", Array(map.dropLast(5)), "cut short"),
      Broken(file: "8.ppm", Array("P6\n0 4\n255\n".utf8)),
      Broken(file: "9.ppm", Array("P6\n100000 100000\n255\n".utf8), "pixels"),
      Broken(file: "10.png", Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 20), "GIF"),
      Broken(file: "11.jpg", Array("RIFF\0\0\0\0WEBPVP8 ".utf8) + [UInt8](repeating: 0, count: 20), "WebP"),
    ]

  @Test func thereAreThirty() { #expect(Self.broken.count >= 30) }

  @Test(arguments: broken) func whatIsBrokenIsSaidInOneSentence(broken: Broken) throws {
    let folder = try TestFolder()
    let path = try broken.make(folder)
    var sentence = ""
    do throws(PhotoFileError) {
      _ = try PhotoFolder(at: path).pictures(side: 8)
    } catch {
      sentence = error.description
    }
    #expect(sentence.hasPrefix("“\(folder.path)") && !sentence.contains("\n"), "\(sentence)")
    #expect(!sentence.hasSuffix(".") && sentence.count < 260 + 2 * path.count)
    for name in broken.names { #expect(sentence.contains(name), "“\(name)” is not in: \(sentence)") }
  }
}
