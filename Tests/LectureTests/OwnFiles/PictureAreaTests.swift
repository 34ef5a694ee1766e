import CellCanvas
import Testing

@testable import Lecture

@Suite struct PictureAreaTests {
  private func picture(_ width: Int, _ height: Int) -> Picture {
    Picture(width: width, height: height, bytes: Array(repeating: 0, count: 3 * width * height))
  }

  @Test(arguments: [
    (320, 280, 320, 280, "all of it, pixel by pixel"), (160, 140, 320, 280, "all of it, enlarged to 280 × 320"),
    (640, 560, 320, 280, "all of it, made smaller to 280 × 320"),
    (640, 200, 320, 280, "64 % cut off left and right, enlarged to 280 × 320"),
    (200, 640, 320, 280, "73 % cut off above and below, enlarged to 280 × 320"),
    (2048, 1000, 227, 227, "51 % cut off left and right, made smaller to 227 × 227"),
    (1001, 1000, 32, 32, "less than 1 % cut off left and right, made smaller to 32 × 32"),
    (32, 40, 32, 32, "20 % cut off above and below, pixel by pixel"),
  ]) func whatBecomesOfAPicture(width: Int, height: Int, across: Int, down: Int, words: String) {
    #expect(PictureArea(width: across, height: down).use(of: picture(width, height)) == words)
  }

  @Test func aPartIsSaidToBeOne() {
    let area = PictureArea(width: 24, height: 24, part: Region(column: 1, row: 1, columns: 6, rows: 6))
    #expect(area.use(of: picture(100, 100)) == "a part of 6 × 6 pixels of it, made smaller to 24 × 24")
  }

  // MARK: The scenes

  /// A picture of noise, in which one column or row of pixels may be another.
  private func noise(width: Int, height: Int, changed: (_ x: Int, _ y: Int) -> Bool = { _, _ in false }) -> Picture {
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let value = UInt8(truncatingIfNeeded: (x &* 73 &+ y &* 151) ^ (x &* y &* 7))
        bytes += changed(x, y) ? [255 - value, value ^ 0x55, value &+ 99] : [value, value &+ 40, value ^ 0x3C]
      }
    }
    return Picture(width: width, height: height, bytes: bytes)
  }

  /// What a scene shows of a picture in its steps, with the first of its work done.
  private func figures(_ type: any Scene.Type, _ picture: Picture?) throws -> [Canvas] {
    var scene = try type.init(type.opening(Settings(picture: picture)))
    var results: [any Sendable] = []
    scene.work?.run { _, result in
      if let result { results.append(result) }
      return results.count < 24
    }
    for result in results { scene.receive(result) }
    return scene.steps.indices.map { scene.figure(at: Playhead(step: $0), size: Size(columns: 158, rows: 38)) }
  }

  @Test(arguments: catalogue.map { $0.card.id }) func ownPicturesAreWhereTheScenesSay(id: String) throws {
    let type = try #require(catalogue.first { $0.card.id == id })
    let differs = try figures(type, nil) != figures(type, noise(width: 90, height: 60))
    #expect(differs == type.ownFiles.contains(.picture))
    #expect((type.pictureArea(Settings()) != nil) == type.ownFiles.contains(.picture))
  }

  /// What is said to be cut off is not looked at, and the rest is.
  @Test(arguments: catalogue.filter { $0.pictureArea(Settings()).map { $0.part == nil } ?? false }.map { $0.card.id })
  func whatIsCutOffIsNotShown(id: String) throws {
    let type = try #require(catalogue.first { $0.card.id == id })
    let shown = type.pictureArea(Settings())
    let area = try #require(shown)
    let (width, height) = (3 * area.width, area.height)
    let kept = noise(width: width, height: height).croppedToProportions(width: area.width, height: area.height)
    let margin = (width - kept.width) / 2
    #expect(
      area.use(of: noise(width: width, height: height)).contains(
        "\((100 * (width - kept.width) + width / 2) / width) % cut"))
    let plain = try figures(type, noise(width: width, height: height))
    let outside = noise(width: width, height: height) { x, _ in x < margin || x >= margin + kept.width }
    #expect(try figures(type, outside) == plain)
    let inside = noise(width: width, height: height) { x, _ in x >= margin && x < margin + kept.width }
    #expect(try figures(type, inside) != plain)
  }
}
