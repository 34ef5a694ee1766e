import CellCanvas
import Testing

@testable import Lecture

struct PicturesTests {
  @Test func lighthouseIsAsLargeAsAlexNetTakes() {
    #expect(Pictures.lighthouse.width == 227)
    #expect(Pictures.lighthouse.height == 227)
    #expect(Set(Pictures.lighthouse.bytes).count > 200, "a picture has shades")
  }

  @Test func decodesWidthHeightAndColours() {
    let picture = Pictures.decodePPM(Array("P6\n2 1\n255\n".utf8) + [1, 2, 3, 250, 251, 252])
    #expect(picture.width == 2)
    #expect(picture.height == 1)
    #expect(picture.bytes == [1, 2, 3, 250, 251, 252])
  }

  @Test func resizingMixesNeighbours() {
    let picture = Picture(width: 2, height: 2, bytes: [0, 0, 0, 100, 100, 100, 100, 100, 100, 200, 200, 200])
    #expect(picture.resized(side: 1).bytes == [100, 100, 100])
    #expect(picture.resized(side: 2).bytes == picture.bytes)
    let larger = picture.resized(side: 4)
    #expect(larger.bytes.count == 48)
    #expect(larger.bytes.first == 0 && larger.bytes.last == 200, "corners keep their colours")
    #expect(larger.bytes[3] == 25, "a quarter of the way from 0 to 100")
  }

  @Test func tensorIsChannelsLastFromMinusOneToOne() {
    let tensor = Picture(width: 2, height: 1, bytes: [0, 255, 0, 255, 0, 255]).tensor
    #expect(tensor.shape.height == 1 && tensor.shape.width == 2 && tensor.shape.channels == 3)
    #expect(tensor.values == [-1, 1, -1, 1, -1, 1])
  }
}
