import CellCanvas
import ConvolutionEngine
import Testing

@testable import Photos

@Suite struct PhotoSetTests {
  /// Two pictures of 4 × 4, every byte another number.
  private static let set = PhotoSet(
    side: 4, classes: ["a", "b", "c"], bytes: (0..<96).map { UInt8($0 * 2) }, labels: [2, 0])

  @Test func picturesAreOfMinusOneToOne() {
    let picture = Self.set.picture(at: 1)
    #expect(picture.shape == Shape(height: 4, width: 4, channels: 3) && Self.set.label(at: 1) == 0)
    for place in 0..<48 { #expect(abs(picture.values[place] - (Float(2 * (48 + place)) / 127.5 - 1)) < 1e-6) }
  }

  @Test func chosenOnesComeInTheirOrder() {
    let chosen = Self.set.chosen([1, 0, 1])
    #expect(chosen.labels == [0, 2, 0] && chosen.count == 3)
    #expect(chosen.picture(at: 0) == Self.set.picture(at: 1) && chosen.picture(at: 1) == Self.set.picture(at: 0))
  }

  @Test func anyPictureIsBroughtToTheSize() {
    var set = PhotoSet(side: 2, classes: ["a"])
    // Left and right are cut off, the middle's quarters stay.
    let colors: [UInt8] = [9, 10, 20, 9, 9, 30, 40, 9]
    set.add(Picture(width: 4, height: 2, bytes: colors.flatMap { [$0, $0, $0] }), label: 0)
    #expect(set.bytes == [10, 20, 30, 40].flatMap { [UInt8($0), $0, $0] })
  }

  /// What a variation without light, contrast and erasing gives is the picture moved and perhaps mirrored.
  @Test func shiftsAndFlipsMoveWholePixels() {
    var set = PhotoSet(side: 8, classes: ["a", "b"], bytes: (0..<192).map { UInt8($0) }, labels: [0])
    set.variation = PhotoVariation(flips: true, shift: 2, light: 0, contrast: 0, erased: 0)
    let plain = set.picture(at: 0)
    /// As in a mirror at the edge.
    func inside(_ place: Int) -> Int { place < 0 ? -place : place > 7 ? 14 - place : place }
    var seen: Set<[Int]> = []
    for seed in 0..<200 {
      let varied = set.picture(at: 0, SeededGenerator(seed: UInt64(seed)))
      var matches: [[Int]] = []
      for mirrored in [0, 1] {
        for down in -2...2 {
          for right in -2...2 {
            let isSame = (0..<64).allSatisfy { place in
              let (row, column) = (place / 8, place % 8)
              let source = inside(row + down) * 8 + inside((mirrored == 1 ? 7 - column : column) + right)
              return (0..<3).allSatisfy { abs(varied.values[3 * place + $0] - plain.values[3 * source + $0]) < 1e-5 }
            }
            if isSame { matches.append([mirrored, down, right]) }
          }
        }
      }
      #expect(matches.count == 1)
      seen.formUnion(matches)
    }
    // Nearly all of the fifty come up.
    #expect(seen.count > 40)
  }

  @Test func lightContrastAndErasingStayWithinTheirBounds() {
    var set = PhotoSet(
      side: 8, classes: ["a", "b"], bytes: [UInt8](repeating: 60, count: 96) + [UInt8](repeating: 200, count: 96),
      labels: [0])
    set.variation = PhotoVariation(flips: false, shift: 0, light: 0.1, contrast: 0.2, erased: 0.5, erasedSide: 0.5)
    var erased = 0
    var offsets: Set<Float> = []
    for seed in 0..<300 {
      let values = set.picture(at: 0, SeededGenerator(seed: UInt64(seed))).values
      let zeros = (0..<64).count { values[3 * $0] == 0 && values[3 * $0 + 1] == 0 && values[3 * $0 + 2] == 0 }
      #expect(zeros == 0 || zeros == 16)
      erased += zeros > 0 ? 1 : 0
      offsets.insert(values[0])
      for value in values where value != 0 {
        let isDark = value < 0
        let middle: Float = isDark ? 60 / 127.5 - 1 : 200 / 127.5 - 1
        // ±20 % of the distance from grey, and ±0.1 of the scale of 2 for all, ±0.1 for a colour alone.
        #expect(abs(value - middle) <= 0.2 * abs(middle) + 0.3 + 1e-5)
      }
    }
    #expect((90...210).contains(erased) && offsets.count > 100)
    #expect(set.picture(at: 0, SeededGenerator(seed: 5)) == set.picture(at: 0, SeededGenerator(seed: 5)))
  }
}
