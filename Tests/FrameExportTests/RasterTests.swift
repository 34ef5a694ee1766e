import CellCanvas
import Testing

@testable import FrameExport

@Suite struct RasterTests {
  private let small = Raster(width: 2, height: 2, colors: [RGB(0x102030), RGB(0x304050), RGB(0x506070), RGB(0x708090)])

  @Test func anotherSizeRepeatsOrTakesMeans() {
    #expect(
      small.resized(width: 4, height: 2).colors.map(\.hex) == [
        0x102030, 0x102030, 0x304050, 0x304050, 0x506070, 0x506070, 0x708090, 0x708090,
      ])
    #expect(
      small.resized(width: 2, height: 4).colors.map(\.hex) == [
        0x102030, 0x304050, 0x102030, 0x304050, 0x506070, 0x708090, 0x506070, 0x708090,
      ])
    #expect(small.resized(width: 1, height: 1).colors == [RGB(0x405060)])
    #expect(small.resized(width: 1, height: 2).colors == [RGB(0x203040), RGB(0x607080)])
  }

  /// A picture that begins in the middle of a cell has the ground above it, and in the cell's rest below.
  @Test func aPictureFillsItsCells() throws {
    let picture = Picture(width: 48, height: 44, bytes: Array(repeating: 200, count: 3 * 48 * 44))
    var pixels = Pixels(width: 24, height: 24)
    pixels.place(picture.pixels(width: 24, height: 22), x: 0, y: 1)
    var canvas = Canvas(size: Size(columns: 30, rows: 14), blocks: .pixels)
    pixels.draw(in: &canvas, at: Point(column: 2, row: 1))
    let placed = try #require(canvas.pictures.first)
    #expect(placed.firstHalf == 1 && placed.halfRows == 22 && placed.region.rows == 12)
    let raster = Raster(placed, theme: .dark, cellWidth: 7, cellHeight: 15)
    #expect(raster.width == 24 * 7 && raster.height == 12 * 15)
    let ground = Theme.dark.fill(of: .role(.background))
    let rows = (0..<raster.height).map { raster.colors[$0 * raster.width] == ground }
    #expect(rows == (0..<180).map { $0 < 7 || $0 >= 172 })
    // Only cells that are all the picture's are windows.
    let (shown, pieces) = canvas.withWindows()
    #expect(pieces.map(\.region) == [Region(column: 2, row: 2, columns: 24, rows: 10)])
    #expect(shown[2, 2] == .window && shown[2, 1] == canvas[2, 1] && shown[2, 12] == canvas[2, 12])
  }
}
