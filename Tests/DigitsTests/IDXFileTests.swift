import Testing

@testable import Digits

@Suite struct IDXFileTests {
  static func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

  /// A file of pictures, with the extents that are said of them.
  static func pictures(_ count: Int, claimed: Int? = nil, side: Int = 28) -> [UInt8] {
    [0, 0, 8, 3] + word(claimed ?? count) + word(side) + word(side)
      + (0..<count * side * side).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  }

  static func labels(_ labels: [UInt8], claimed: Int? = nil) -> [UInt8] {
    [0, 0, 8, 1] + word(claimed ?? labels.count) + labels
  }

  @Test func filesAreRead() throws {
    #expect(try IDXFile.labels(in: Self.labels([3, 1, 4])) == [3, 1, 4])
    let greys = try IDXFile.pictures(in: Self.pictures(2))
    #expect(greys.count == 2 * 784 && greys[783] == UInt8(truncatingIfNeeded: 783 * 7))
  }

  private func picturesFault(_ bytes: [UInt8]) -> DigitFileFault? {
    do {
      _ = try IDXFile.pictures(in: bytes)
      return nil
    } catch {
      return error
    }
  }

  private func labelsFault(_ bytes: [UInt8]) -> DigitFileFault? {
    do {
      _ = try IDXFile.labels(in: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func badFilesAreRefused() {
    #expect(picturesFault([]) == .empty)
    #expect(picturesFault([0, 0, 8]) == .notIDX)
    #expect(picturesFault(Array("hello world".utf8)) == .notIDX)
    #expect(picturesFault(Self.labels([1, 2, 3])) == .otherIDX(expected: "pictures"))
    #expect(labelsFault(Self.pictures(1)) == .otherIDX(expected: "labels"))
    #expect(picturesFault(Array(Self.pictures(1).prefix(9))) == .cutShort(claimed: 16, found: 9))
    #expect(picturesFault(Self.pictures(2, claimed: 3)) == .cutShort(claimed: 16 + 3 * 784, found: 16 + 2 * 784))
    #expect(picturesFault(Self.pictures(2, claimed: 1)) == .tooLong(claimed: 16 + 784, found: 16 + 2 * 784))
    #expect(picturesFault(Self.pictures(1, claimed: 0xffff_ffff)) == .tooMany(claimed: 0xffff_ffff))
    #expect(picturesFault(Self.pictures(0)) == DigitFileFault.none)
    #expect(picturesFault(Self.pictures(2, side: 14)) == .otherSize(height: 14, width: 14))
    #expect(labelsFault(Self.labels([1, 10])) == .noDigit(label: 10, index: 1))
    #expect(labelsFault(Self.labels([1, 2], claimed: 7)) == .cutShort(claimed: 15, found: 10))
  }
}
