import ConvolutionEngine
import Foundation
import Testing

@testable import Digits

@Suite struct DigitFolderTests {
  private static let names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]
  private static let good = [IDXFileTests.pictures(3), IDXFileTests.labels([7, 0, 9])]

  /// Reads a folder of files.
  private func read(_ files: [String: [UInt8]]) throws -> DigitFolder {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    return try DigitFolder(at: folder.path)
  }

  /// What is said about a folder of files; the folder's own name left out.
  private func complaint(_ files: [String: [UInt8]]) throws -> String {
    do {
      _ = try read(files)
      return "nothing"
    } catch let error as DigitFileError {
      let name = error.path.split(separator: "/").last.map(String.init) ?? ""
      return error.description.replacingOccurrences(of: error.path, with: files[name] == nil ? "folder" : name)
    }
  }

  /// Packed as gzip does, without compressing: a head, one stored block, the checksum and the length.
  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    func little(_ value: UInt, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt($0))) }
    }
    let length = UInt(bytes.count)
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(length, 2) + little(~length, 2) + bytes
      + little(UInt(checksum(bytes)), 4) + little(length, 4)
  }

  /// CRC-32 as RFC 1952 has it, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var checksum = ~UInt32(0)
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = (checksum >> 1) ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~checksum
  }

  @Test func plainFilesAreRead() throws {
    let plain = try read([Self.names[0]: Self.good[0], Self.names[1]: Self.good[1]])
    #expect(plain.training.count == 3 && plain.training.label(at: 2) == 9 && plain.test == nil)
    #expect(plain.training.picture(at: 1).shape == Shape(height: 28, width: 28))
  }

  /// Some unpackers put a dot for the hyphen, others a folder of the file's name around it.
  @Test func namesAreThoseOfAllUnpackers() throws {
    let plain = try read([Self.names[0]: Self.good[0], Self.names[1]: Self.good[1]])
    let (pictures, labels) = (Self.good[0], Self.good[1])
    let dotted: [String: [UInt8]] = ["train-images.idx3-ubyte": pictures, "train-labels.idx1-ubyte": labels]
    let nested: [String: [UInt8]] = [
      "train-images-idx3-ubyte/train-images-idx3-ubyte": pictures,
      "train-labels-idx1-ubyte/train-labels.idx1-ubyte": labels,
    ]
    let mixed: [String: [UInt8]] = [
      "train-images-idx3-ubyte/readme": labels, "train-images.idx3-ubyte": pictures,
      "train-labels-idx1-ubyte/train-labels-idx1-ubyte": labels,
    ]
    for files in [dotted, nested, mixed] {
      #expect(try read(files).training == plain.training)
    }
  }

  @Test func whatIsWrongIsSaid() throws {
    #expect(
      try complaint([:])
        == "“folder” holds no train-images-idx3-ubyte and train-labels-idx1-ubyte, plain or with .gz; name the folder "
        + "with MNIST's files")
    #expect(
      try complaint([Self.names[0]: Self.good[0]])
        == "“folder” holds no train-labels-idx1-ubyte, plain or with .gz; name the folder with MNIST's files")
    #expect(
      try complaint([Self.names[0]: Self.good[0], Self.names[1]: IDXFileTests.labels([1, 2])])
        == "“train-labels-idx1-ubyte” holds 2 labels for 3 pictures; download MNIST again")
    #expect(throws: DigitFileError.self) { try DigitFolder(at: "/nowhere/at/all") }
  }

  #if !GZIP
    @Test func whatIsPackedNamesTheLibrary() throws {
      #expect(
        try complaint([Self.names[0] + ".gz": Self.gzip(Self.good[0]), Self.names[1]: Self.good[1]])
          .contains("install zlib1g-dev"))
    }
  #else
    /// A file is a series of members; what `gzip` ignores behind them is ignored.
    @Test func membersAreReadOneAfterTheOther() throws {
      let bytes = Self.good[0]
      let (head, tail) = (Array(bytes.prefix(700)), Array(bytes.dropFirst(700)))
      let two = Self.gzip(head) + Self.gzip(tail)
      for file in [two, Self.gzip(head) + Self.gzip([]) + Self.gzip(tail), two + [UInt8](repeating: 0, count: 512)] {
        #expect(try Gzip.unpack(file, most: bytes.count) == bytes)
      }
      #expect(throws: DigitFileFault.tooManyBytes) { try Gzip.unpack(two, most: bytes.count - 1) }
      #expect(throws: DigitFileFault.badGzip("it is cut short")) { try Gzip.unpack(Array(two.dropLast(9)), most: 9999) }
      #expect(throws: DigitFileFault.badGzip("something follows its end")) {
        try Gzip.unpack(two + [0, 7], most: 9999)
      }
    }

    @Test func packedFilesAreTheSame() throws {
      let plain = try read([Self.names[0]: Self.good[0], Self.names[1]: Self.good[1]])
      let packed = try read([
        Self.names[0] + ".gz": Self.gzip(Self.good[0]), "train-labels.idx1-ubyte": Self.good[1],
        "t10k-images-idx3-ubyte": Self.gzip(IDXFileTests.pictures(2)),
        "t10k-labels-idx1-ubyte.gz": IDXFileTests.labels([5, 6]),
      ])
      #expect(packed.training == plain.training && packed.test?.labels == [5, 6])
    }

    @Test func whatIsWrongWithPackedFilesIsSaid() throws {
      let packed = Self.gzip(Self.good[0])
      var spoiled = packed
      spoiled[500] ^= 1
      for (bytes, detail) in [
        (Array(packed.dropLast(20)), "it is cut short"), (packed + [1], "something follows its end"),
        (spoiled, "incorrect data check"),
      ] {
        #expect(
          try complaint([Self.names[0] + ".gz": bytes, Self.names[1]: Self.good[1]])
            == "“train-images-idx3-ubyte.gz” cannot be unpacked (\(detail)); download MNIST again")
      }
      #expect(
        try complaint([
          Self.names[0]: Self.good[0], Self.names[1]: Self.good[1], "t10k-images-idx3-ubyte": Array(packed.prefix(300)),
          "t10k-labels-idx1-ubyte": Self.good[1],
        ]) == "“t10k-images-idx3-ubyte” cannot be unpacked (it is cut short); download MNIST again")
    }

    /// A small file that unpacks to more than any file of MNIST holds is given up in time.
    @Test func unpackingHasAnEnd() throws {
      #expect(throws: DigitFileFault.tooManyBytes) { try Gzip.unpack(Self.gzip(Self.good[0]), most: 1000) }
      #expect(try Gzip.unpack(Self.gzip(Self.good[0]), most: Self.good[0].count) == Self.good[0])
    }

    /// Whatever is in a file, it is read or refused.
    @Test func spoiledFilesDoNoHarm() throws {
      let generator = SeededGenerator(seed: 1)
      let originals = [
        IDXFileTests.pictures(1), IDXFileTests.labels([1, 2, 3]), Self.gzip(IDXFileTests.pictures(1)),
        Self.gzip(IDXFileTests.labels([1, 2, 3])),
      ]
      var refused = 0
      for round in 0..<4000 {
        let dice = generator.stream(round)
        var bytes = originals[round % originals.count]
        for change in 0..<dice.integer(at: 0, in: 1...4) {
          let place = dice.integer(at: 10 * change + 1, in: 0...bytes.count - 1)
          // The head is what matters most.
          let index = dice.integer(at: 10 * change + 2, in: 0...1) == 0 ? place % min(32, bytes.count) : place
          switch dice.integer(at: 10 * change + 3, in: 0...3) {
          case 0: bytes[index] = UInt8(dice.integer(at: 10 * change + 4, in: 0...255))
          case 1: bytes[index] ^= 1 << UInt8(dice.integer(at: 10 * change + 4, in: 0...7))
          case 2: bytes.insert(UInt8(dice.integer(at: 10 * change + 4, in: 0...255)), at: index)
          default: if index > 0 { bytes.removeSubrange(index...) }
          }
        }
        do {
          let plain = Gzip.isGzip(bytes) ? try Gzip.unpack(bytes, most: 1 << 16) : bytes
          let values = try round.isMultiple(of: 2) ? IDXFile.pictures(in: plain) : IDXFile.labels(in: plain)
          #expect(!values.isEmpty)
        } catch {
          #expect(!error.predicate.isEmpty)
          refused += 1
        }
      }
      #expect(refused > 2000 && refused < 4000)
    }
  #endif
}
