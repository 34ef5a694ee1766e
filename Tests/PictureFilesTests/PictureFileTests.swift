import CellCanvas
import Files
import Foundation
import Testing

@testable import PictureFiles

@Suite struct PictureFileTests {
  @Test func thereAreFixtures() {
    #expect(Fixture.stored.count == 101)
    #expect(Fixture.all.count > 20)
  }

  @Test(arguments: Fixture.all) func itSeesWhatOtherProgramsSee(fixture: Fixture) throws {
    let picture = try PictureFile.picture(from: ByteSource(fixture.file))
    let expected = fixture.picture
    try #require(picture.width == expected.width && picture.height == expected.height)
    let errors = zip(picture.bytes, expected.bytes).map { abs(Int($0) - Int($1)) }
    #expect((errors.max() ?? 0) <= fixture.tolerance)
    #expect(Double(errors.reduce(0, +)) / Double(errors.count) <= Double(fixture.tolerance) / 4 + 0.26)
  }

  @Test(arguments: Fixture.all.filter { ["png-color-8", "jpeg-444", "P6-255", "P2-9"].contains($0.name) })
  func aNameDoesNotMatter(fixture: Fixture) throws {
    let inMemory = try PictureFile.picture(from: ByteSource(fixture.file))
    let fromFile = try withFile(fixture.file, named: "holiday.gif") { try PictureFile.picture(at: $0) }
    #expect(fromFile == inMemory)
  }

  @Test func whatFollowsAPictureDoesNotMatter() throws {
    for fixture in Fixture.all where ["png-color-8", "jpeg-444", "P6-255"].contains(fixture.name) {
      #expect(
        try PictureFile.picture(from: ByteSource(fixture.file + [0, 1, 2, 3]))
          == PictureFile.picture(from: ByteSource(fixture.file)))
    }
  }

  @Test func aLargePictureIsMadeSmaller() throws {
    // Longer than a portion of the file, and than the sides that are kept.
    let (width, height) = (3 * 2048, 6)
    var file = Array("P5 \(width) \(height) 255\n".utf8)
    for _ in 0..<height { file += (0..<width).map { column in UInt8(column / 3 % 251) } }
    let picture = try withFile(file) { try PictureFile.picture(at: $0) }
    #expect(picture.width == 2048 && picture.height == 2)
    for index in 0..<3 * 2 * 2048 where picture.bytes[index] != UInt8(index / 3 % 2048 % 251) {
      Issue.record("byte \(index) is \(picture.bytes[index])")
    }
  }

  @Test func aPictureMayBeHigh() throws {
    let file = Array("P2 1 5000 1\n".utf8) + Array(String(repeating: "1 0 ", count: 2500).utf8)
    let picture = try PictureFile.picture(from: ByteSource(file))
    #expect(picture.width == 1 && picture.height == 2048)
    #expect(picture.bytes.allSatisfy { (80...175).contains($0) })
  }
}

@Suite struct BrokenFileTests {
  private static func isRefused(_ path: String, _ fault: PictureFault) -> Bool {
    do {
      _ = try PictureFile.picture(at: path)
      return false
    } catch {
      return error == PictureFileError(path: path, fault: fault) && error.description == "“\(path)” \(fault.predicate)"
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    #expect(Self.isRefused("/nowhere/a.png", .unreadable(reason: "No such file or directory")))
    #expect(Self.isRefused(FileManager.default.temporaryDirectory.path, .folder))
    try withFile([]) { #expect(Self.isRefused($0, .empty)) }
    try withFile(Array("Dear reader".utf8), named: "a.png") { #expect(Self.isRefused($0, .notAPicture)) }
  }

  @Test func whatMayNotBeReadIsRefused() throws {
    // Root may read everything.
    try withFile([1]) { path in
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      if !FileManager.default.isReadableFile(atPath: path) {
        #expect(Self.isRefused(path, .unreadable(reason: "Permission denied")))
      }
    }
  }

  @Test(arguments: [
    ("GIF89a", "GIF"), ("BM6", "BMP"), ("II*\0", "TIFF"), ("MM\0*", "TIFF"), ("RIFF\u{24}\0\0\0WEBPVP8 ", "WebP"),
    ("\0\0\0\u{18}ftypheic", "HEIC or AVIF"), ("8BPS", "PSD"),
  ]) func aPictureOfAnotherKindIsNamed(magic: String, name: String) {
    #expect(fault(of: Array(magic.utf8)) == .foreign(name))
  }

  @Test(arguments: ["P1 1 1 1\n", "P7\n", "P61 1 255\n", "PNG", "\u{89}PNG", "P", "P6", "JFIF", "RIFF....WAVE"])
  func whatOnlyLooksLikeAPictureIsNone(text: String) {
    #expect(fault(of: Array(text.utf8)) == .notAPicture)
  }

  /// Of a text the last number may lose its last digits unnoticed, and after the last pixel nothing is needed.
  @Test(arguments: Fixture.all) func cutShortAnywhereItIsRefused(fixture: Fixture) {
    var end = fixture.file.count
    if fixture.name.hasPrefix("P2") || fixture.name.hasPrefix("P3") {
      end = (fixture.file.lastIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
    }
    for count in 0..<end {
      let fault = fault(of: Array(fixture.file.prefix(count)))
      #expect(fault != nil, "\(count) of \(fixture.file.count) bytes")
    }
  }

  @Test(arguments: Fixture.all) func aFlippedBitNeverCrashes(fixture: Fixture) {
    var random = Random(state: UInt64(fixture.file.count))
    for _ in 0..<60 {
      var file = fixture.file
      for _ in 0..<random.number(below: 4) + 1 {
        file[random.number(below: file.count)] ^= 1 << random.number(below: 8)
      }
      let fault = fault(of: file)
      // Checksums stand over everything in a PNG but their own lengths; an unused kind of chunk is passed over.
      if let fault { #expect(!fault.predicate.isEmpty) }
    }
  }

  @Test(arguments: Fixture.all.filter { $0.name.hasPrefix("png") }) func aFlippedPixelOfAPNGIsNoticed(fixture: Fixture)
    throws
  {
    let data = try #require(fixture.file.indices.first { fixture.file[$0...].starts(with: Array("IDAT".utf8)) })
    for place in data + 4..<fixture.file.count - 16 {
      var file = fixture.file
      file[place] ^= 0x10
      #expect(fault(of: file) != nil, "byte \(place)")
    }
  }

  @Test func noiseBehindAMagicNeverCrashes() {
    var random = Random(state: 7)
    let heads: [[UInt8]] = [
      PictureFormat.pngSignature, [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE1, 0, 40] + Array("Exif\0\0MM\0*".utf8),
      Array("P3 ".utf8), Array("P6 8 8 255\n".utf8), Array("P5\n#".utf8),
    ]
    for head in heads {
      for _ in 0..<200 {
        let noise = (0..<random.number(below: 100)).map { _ in UInt8(random.number(below: 256)) }
        _ = fault(of: head + noise)
      }
    }
  }

  // MARK: Bombs

  @Test(arguments: [
    ("P6 10001 10000 255\n", 10_001, 10_000), ("P5 1000000000 1 255\n", 1_000_000_000, 1),
    ("P2 1 100000001 1\n", 1, 100_000_001),
    ("P3 9223372036854775807 9223372036854775807 9\n", 1_000_000_000_000, 1_000_000_000_000),
  ]) func aPortableMapThatIsTooLargeIsRefused(head: String, width: Int, height: Int) {
    #expect(fault(of: Array(head.utf8)) == .tooLarge(width: width, height: height))
  }

  #if PNG
    @Test(arguments: [(10_001, 10_000), (65_536, 65_536), (0x7FFF_FFFF, 0x7FFF_FFFF), (0xFFFF_FFFF, 1 << 27)])
    func aPNGThatIsTooLargeIsRefused(width: Int, height: Int) throws {
      var file = try Fixture.named("png-color-8").file
      file.replaceSubrange(
        16..<24, with: [width, height].flatMap { side in [24, 16, 8, 0].map { UInt8(side >> $0 & 0xFF) } })
      #expect(fault(of: file) == .tooLarge(width: width, height: height))
    }
  #endif

  #if JPEG
    @Test(arguments: [(10_001, 10_000), (65_500, 65_500)])
    func aJPEGThatIsTooLargeIsRefused(width: Int, height: Int) throws {
      var file = try Fixture.named("jpeg-444").file
      let frame = try #require(file.indices.first { file[$0...].starts(with: [0xFF, 0xC0]) })
      file.replaceSubrange(
        frame + 5..<frame + 9, with: [height, width].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
      #expect(fault(of: file) == .tooLarge(width: width, height: height))
    }
  #endif

  /// Where a library was not there when this was built, a file of its kind is refused by a sentence that names it.
  @Test(arguments: Fixture.stored.filter { !Fixture.isRead($0.name) })
  func whatNeedsALibraryNamesIt(fixture: Fixture) throws {
    let refusal = try #require(fault(of: fixture.file)).predicate
    #expect(refusal.contains(fixture.name.hasPrefix("png") ? "install libpng-dev" : "install libturbojpeg0-dev"))
  }

  @Test(arguments: [
    ("P6 0 5 255\n", "it has no pixels"), ("P6 5 5 0\n", "its largest value is to be from 1 to 65,535"),
    ("P6 5 5 65536\n", "its largest value is to be from 1 to 65,535"), ("P6 x 5 255\n", "a number is expected in it"),
    ("P6 -5 5 255\n", "a number is expected in it"), ("P2 1 1 255 1.5\n", "a number is expected in it"),
    ("P2 1 1 9 10\n", "a value is larger than the largest"),
    ("P2 1 1 65535 65536\n", "a value is larger than the largest"),
  ]) func aPortableMapThatMakesNoSenseIsRefused(text: String, detail: String) {
    #expect(fault(of: Array(text.utf8)) == .damaged(detail))
  }

  @Test func everyFaultIsOneSentenceThatSaysWhatToDo() {
    let faults: [PictureFault] = [
      .unreadable(reason: "Permission denied"), .folder, .empty, .notAPicture, .foreign("GIF"), .cutShort,
      .damaged("bad code"), .tooLarge(width: 60_000, height: 50_000), .tooManyBytes, .noMemory,
      .unreadable(reason: "\(FileFault.silent)"),
    ]
    for fault in faults {
      #expect(fault.predicate.split(separator: ";").count == 2 && !fault.predicate.contains("."))
    }
    #expect(
      PictureFileError(path: "bomb.png", fault: faults[7]).description
        == "“bomb.png” has 60,000 × 50,000 pixels, more than 100,000,000; make it smaller first")
  }
}

/// Numbers that look like chance, the same on every run (SplitMix64).
private struct Random {
  var state: UInt64

  mutating func number(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(bound))
  }
}
