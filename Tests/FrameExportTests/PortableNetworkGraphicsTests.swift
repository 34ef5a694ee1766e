import CellCanvas
import Foundation
import PictureFiles
import Testing

@testable import FrameExport

@Suite struct PortableNetworkGraphicsTests {
  /// Pictures of few colours and of many, with runs and without, as a reader of PNG files sees them.
  @Test(arguments: [(1, 1, 1), (7, 5, 3), (64, 48, 250), (64, 48, 5000), (300, 200, 2), (33, 21, 256)])
  func aReaderSeesEveryPixel(width: Int, height: Int, kinds: Int) throws {
    let colors = (0..<width * height).map { index -> RGB in
      // Runs first, then noise.
      let value = index < width * height / 2 ? index / 9 : index &* 7919
      return RGB(UInt32(truncatingIfNeeded: value % kinds &* 2_654_435) & 0xFFFFFF)
    }
    let image = PortableNetworkGraphics(Raster(width: width, height: height, colors: colors))
    #expect(Data(base64Encoded: base64(image.bytes)) == Data(image.bytes))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cnnviz-\(width)-\(kinds)-\(getpid()).png")
    try Data(image.bytes).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let picture: Picture
    do {
      picture = try PictureFile.picture(at: path.path)
    } catch {
      // Built without libpng nobody here reads it.
      #expect(error.description.contains("libpng"))
      return
    }
    #expect(picture.width == width && picture.height == height)
    #expect(picture.bytes == colors.flatMap { [$0.red, $0.green, $0.blue] })
  }

  @Test func aDrawingHasThePictureAtItsFullResolution() throws {
    let picture = Picture(width: 90, height: 60, bytes: (0..<3 * 90 * 60).map { UInt8(truncatingIfNeeded: $0 / 3) })
    var canvas = Canvas(size: Size(columns: 30, rows: 10), blocks: .pixels)
    picture.draw(in: &canvas, region: canvas.bounds)
    canvas.write("over it", column: 4, row: 2, paper: .role(.panel))
    let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode)
    let text = SVGExport.text(of: canvas, renderer: renderer, title: "t", description: "d")
    #expect(text.contains("<image x=\"0\" y=\"0\" width=\"300\" height=\"200\""))
    #expect(text.contains("over it"))
    #expect(text.components(separatedBy: "<path").count == 2, "all other cells are drawn by the picture alone")
  }
}
