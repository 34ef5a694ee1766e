import Files
import Foundation
import Testing

@Suite struct FilesTests {
  let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("cnnviz-files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000])
  func whatIsWrittenIsRead(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Files.replace("\(folder)/a", with: bytes)
    #expect(try Files.bytes(of: "\(folder)/a", most: count) == bytes)
    #expect(try names() == ["a"])
    if count > 0 {
      #expect(throws: FileFault.tooLarge(most: count - 1)) { try Files.bytes(of: "\(folder)/a", most: count - 1) }
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    #expect(throws: FileFault.folder) { try Files.bytes(of: folder, most: 10) }
    #expect(throws: FileFault.folder) { try Files.replace(folder, with: []) }
    #expect(throws: FileFault.folder) { try Files.checkReplaceable(folder) }
    let missing = #expect(throws: FileFault.self) { try Files.bytes(of: "\(folder)/none", most: 10) }
    #expect(missing?.isMissing == true)
    #expect(throws: FileFault.self) { try Files.checkReplaceable("\(folder)/none/file") }
    #expect(throws: FileFault.self) { try Files.replace("\(folder)/none/file", with: [1]) }
    #expect(try names() == [])
  }

  @Test func aPipeIsReadOrGivenUp() throws {
    let pipe = "\(folder)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: FileFault.silent) { try Files.bytes(of: pipe, most: 10, patience: .milliseconds(20)) }
    let bytes = [UInt8](repeating: 7, count: 200_000)
    let writer = Thread { try? Files.replace(pipe, with: bytes) }
    // Opening for writing without waiting needs the reader's end; this one holds it open.
    let end = open(pipe, O_RDONLY | O_NONBLOCK)
    writer.start()
    defer { close(end) }
    var read: [UInt8] = []
    while read.count < bytes.count {
      read += try Files.bytes(of: pipe, most: bytes.count)
    }
    #expect(read == bytes)
  }

  @Test func devicesAreReadUpToTheMost() throws {
    #expect(throws: FileFault.tooLarge(most: 1000)) { try Files.bytes(of: "/dev/zero", most: 1000) }
    #expect(try Files.bytes(of: "/dev/null", most: 1000) == [])
    try Files.replace("/dev/null", with: [1, 2, 3])
    #expect(
      try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        == .typeCharacterSpecial)
  }

  @Test func permissionsAndLinksStay() throws {
    let (file, link, dangling) = ("\(folder)/file", "\(folder)/link", "\(folder)/dangling")
    try Files.replace(file, with: [1])
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
    try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: "new")
    try Files.replace(link, with: [2])
    try Files.replace(dangling, with: [3])
    #expect(try Files.bytes(of: file, most: 9) == [2])
    #expect(try Files.bytes(of: "\(folder)/new", most: 9) == [3])
    #expect(try mode(file) == 0o600)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
    #expect(try names() == ["dangling", "file", "link", "new"])
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/loop", withDestinationPath: "loop")
    #expect(throws: FileFault.self) { try Files.replace("\(folder)/loop", with: [1]) }
  }

  @Test func nothingIsCreatedOverWhatIsThere() throws {
    try Files.create("\(folder)/new", with: [1])
    let refusal = #expect(throws: FileFault.self) { try Files.create("\(folder)/new", with: [2]) }
    #expect(refusal?.isExisting == true)
    #expect(try Files.bytes(of: "\(folder)/new", most: 9) == [1])
  }

  @Test func placesAreFilled() throws {
    try Files.replace("\(folder)/a", with: Array(0..<100))
    let file = try InputFile("\(folder)/a")
    #expect(file.count == 100)
    var bytes = [UInt8](repeating: 0, count: 10)
    try bytes.withUnsafeMutableBytes { try file.fill($0, from: 50) }
    #expect(bytes == Array(50..<60))
    #expect(throws: FileFault.shortened) { try bytes.withUnsafeMutableBytes { try file.fill($0, from: 95) } }
  }

  @Test func aSlowReaderGetsAllBytes() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
    let bytes = [UInt8](repeating: 9, count: 500_000)
    let thread = Thread {
      try? Files.write(bytes, to: writer)
      close(writer)
    }
    thread.start()
    var count = 0
    var portion = [UInt8](repeating: 0, count: 1000)
    while case let got = read(reader, &portion, 1000), got > 0 { count += got }
    #expect(count == bytes.count)
    close(reader)
  }
}
