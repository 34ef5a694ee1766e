import Testing

@testable import CellCanvas

@Suite struct PixelsTests {
  /// Each element is a square of its colour, and a clear one stays clear.
  @Test(arguments: [1, 2, 3]) func elementsAreSquares(scale: Int) {
    let pixels = Pixels(columns: 3, rows: 2, scale: scale) { row, column in
      row == 1 && column == 2 ? nil : .level(.grey, Double(3 * row + column) / 8)
    }
    #expect(pixels.width == 3 * scale && pixels.height == 2 * scale)
    for y in 0..<pixels.height {
      for x in 0..<pixels.width {
        let index = y / scale * 3 + x / scale
        #expect(pixels[x, y] == (index == 5 ? nil : .level(.grey, Double(index) / 8)))
      }
    }
  }
}
