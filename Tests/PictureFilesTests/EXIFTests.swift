import CellCanvas
import Testing

@testable import PictureFiles

@Suite struct EXIFTests {
  /// A directory with an orientation at its only place.
  private static func data(_ orientation: UInt8, kind: UInt8 = 3) -> [UInt8] {
    Array("MM\0*\0\0\0\u{8}\0\u{1}".utf8) + [1, 0x12, 0, kind, 0, 0, 0, 1, 0, orientation, 0, 0]
  }

  @Test func theOrientationIsFound() {
    for orientation in Orientation.allCases {
      #expect(EXIF.orientation(in: Self.data(UInt8(orientation.rawValue))[...]) == orientation)
    }
  }

  @Test func whatCannotBeMadeOutIsUpright() {
    for value: UInt8 in [0, 9, 255] { #expect(EXIF.orientation(in: Self.data(value)[...]) == .upright) }
    #expect(EXIF.orientation(in: Self.data(6, kind: 2)[...]) == .upright)
    for count in 0..<20 { #expect(EXIF.orientation(in: Self.data(6).prefix(count)) == .upright) }
    #expect(EXIF.orientation(in: Array("MM\0*\u{7F}\u{7F}\u{7F}\u{7F}".utf8)[...]) == .upright)
    #expect(EXIF.orientation(in: Array("XX\0*".utf8)[...]) == .upright)
  }
}

@Suite struct OrientationTests {
  /// 1 2 3 over 4 5 6, in every component.
  private static let picture = Picture(width: 3, height: 2, bytes: (1...6).flatMap { [$0, $0, $0] })

  @Test(
    arguments: zip(
      Orientation.allCases,
      [
        [[1, 2, 3], [4, 5, 6]], [[3, 2, 1], [6, 5, 4]], [[6, 5, 4], [3, 2, 1]], [[4, 5, 6], [1, 2, 3]],
        [[1, 4], [2, 5], [3, 6]], [[4, 1], [5, 2], [6, 3]], [[6, 3], [5, 2], [4, 1]], [[3, 6], [2, 5], [1, 4]],
      ])) func aPictureIsTurned(orientation: Orientation, rows: [[UInt8]])
  {
    let turned = Self.picture.turned(orientation)
    #expect(turned.width == rows[0].count && turned.height == rows.count)
    #expect(turned.bytes == rows.flatMap { $0 }.flatMap { [$0, $0, $0] })
  }
}
