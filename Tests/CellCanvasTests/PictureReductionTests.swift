import CellCanvas
import Testing

@Suite struct PictureReductionTests {
  private static func picture(width: Int, height: Int, _ grey: (_ x: Int, _ y: Int) -> UInt8) -> Picture {
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { bytes += [grey(x, y), 255 - grey(x, y), 7] }
    }
    return Picture(width: width, height: height, bytes: bytes)
  }

  /// The mean over the area that each pixel covers, computed place by place.
  private static func means(_ picture: Picture, width: Int, height: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for component in 0..<3 {
          var sum = 0
          // Squares so small that both the old and the new pixels are made of whole ones.
          for v in y * picture.height..<(y + 1) * picture.height {
            for u in x * picture.width..<(x + 1) * picture.width {
              sum += Int(picture.bytes[3 * (v / height * picture.width + u / width) + component])
            }
          }
          let area = picture.width * picture.height
          bytes.append(UInt8((sum + area / 2) / area))
        }
      }
    }
    return bytes
  }

  @Test(arguments: [(1, 1), (2, 3), (7, 5), (3, 5), (7, 1), (5, 4)])
  func smallerPixelsAreMeansOfWhatTheyCover(width: Int, height: Int) {
    let picture = Self.picture(width: 7, height: 5) { x, y in UInt8((x * 37 + y * 91) % 256) }
    let smaller = picture.resized(width: width, height: height)
    #expect(smaller.width == width && smaller.height == height)
    #expect(smaller.bytes == Self.means(picture, width: width, height: height))
  }

  @Test func theLongerSideIsHeld() {
    for (width, height, newWidth, newHeight) in [
      (4000, 1000, 2000, 500), (1000, 4000, 500, 2000), (2000, 100, 2000, 100), (9, 7, 9, 7), (5000, 1, 2000, 1),
      (3999, 4001, 1999, 2000),
    ] {
      let reduction = PictureReduction(width: width, height: height, longestSide: 2000)
      #expect(reduction.newWidth == newWidth && reduction.newHeight == newHeight, "\(width) × \(height)")
    }
  }

  @Test func sixteenBitsBecomeEight() {
    var reduction = PictureReduction(width: 2, height: 1, newWidth: 2, newHeight: 1, largest: 1000)
    ([0, 500, 1000, 1, 2, 999] as [UInt16]).withUnsafeBufferPointer { reduction.add($0) }
    #expect(reduction.picture.bytes == [0, 128, 255, 0, 1, 255])
  }

  @Test func largerPixelsAreMixedFromNeighbours() {
    let picture = Picture(width: 2, height: 2, bytes: [0, 0, 0, 100, 100, 100, 100, 100, 100, 200, 200, 200])
    let larger = picture.resized(width: 4, height: 4)
    #expect(larger.bytes.count == 48)
    #expect(larger.bytes.first == 0 && larger.bytes.last == 200, "corners keep their colours")
    #expect(larger.bytes[3] == 25, "a quarter of the way from 0 to 100")
    #expect(picture.resized(width: 2, height: 2) == picture)
    #expect(picture.resized(width: 1, height: 4).bytes.count == 12, "one side may grow while the other shrinks")
  }

  @Test(arguments: [
    (6, 4, 1, 1, 4, 4), (4, 6, 1, 1, 4, 4), (6, 4, 3, 2, 6, 4), (5, 5, 8, 7, 5, 4), (1, 1, 320, 280, 1, 1),
  ])
  func theMiddleIsKept(width: Int, height: Int, across: Int, down: Int, newWidth: Int, newHeight: Int) {
    let picture = Self.picture(width: width, height: height) { x, y in UInt8(10 * y + x) }
    let cropped = picture.croppedToProportions(width: across, height: down)
    #expect(cropped.width == newWidth && cropped.height == newHeight)
    let (left, top) = ((width - newWidth) / 2, (height - newHeight) / 2)
    let middle = Self.picture(width: newWidth, height: newHeight) { x, y in UInt8(10 * (y + top) + x + left) }
    #expect(cropped == middle)
  }
}
