import Testing

@testable import CellCanvas

/// Where a legend finds room by itself.
@Suite struct ScaleLegendTests {
  private let legend = ScaleLegend(.amount, from: "0", to: "9")

  /// A canvas that is full but for some rows.
  private func canvas(freeRows: Set<Int>, columns: Int = 30) -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: 8))
    for row in 0..<8 where !freeRows.contains(row) {
      canvas.fill(Region(column: 0, row: row, columns: columns, rows: 1), with: Cell("x"))
    }
    return canvas
  }

  @Test func belowComesBeforeAbove() throws {
    let map = Region(column: 8, row: 3, columns: 14, rows: 2)
    for (free, row) in [([2, 5], 5), ([2], 2), ([0, 6], 6), ([1, 7], 1)] as [(Set<Int>, Int)] {
      var canvas = canvas(freeRows: free)
      let found = canvas.legend(legend, near: map)
      let place = try #require(found, "\(free)")
      #expect(place.row == row && abs(place.column - 8) <= 1, "in the middle of the map: \(place)")
      #expect(canvas.audit == [])
    }
  }

  @Test func nothingIsCoveredAndAColumnStaysFree() {
    for gap in 6...30 {
      var canvas = Canvas(size: Size(columns: 40, rows: 1))
      canvas.write("words", column: 0, row: 0)
      canvas.write(StyledText(String(repeating: "w", count: 40 - 5 - gap)), column: 5 + gap, row: 0)
      let before = canvas
      guard let place = canvas.legend(legend, near: Region(column: 20, row: 0, columns: 4, rows: 1)) else {
        #expect(gap < 10 && canvas == before, "no room in \(gap) columns")
        continue
      }
      #expect(place.column > 5 && (place.endColumn < 5 + gap || gap + 5 == 40))
      #expect(gap >= 16 || place.columns < 14, "the scale gets shorter where there is little room")
      #expect(canvas.text(in: place).hasPrefix("0 ") && canvas.text(in: place).hasSuffix(" 9"))
    }
  }

  @Test func aFullCanvasIsLeftAlone() {
    var canvas = canvas(freeRows: [])
    let before = canvas
    #expect(canvas.legend(legend, near: canvas.bounds) == nil && canvas == before)
    var none = Canvas(size: Size(columns: 0, rows: 0))
    #expect(none.legend(legend, near: none.bounds) == nil)
  }

  @Test func asTextItLooksTheSame() {
    var (drawn, written) = (Canvas(size: Size(columns: 20, rows: 1)), Canvas(size: Size(columns: 20, rows: 1)))
    legend.draw(in: &drawn, at: Point(column: 2, row: 0))
    written.write(legend.text, column: 2, row: 0)
    #expect(drawn.plainText == written.plainText && legend.text.columns == legend.size.columns)
    #expect(drawn.cells.map(\.ink).dropFirst(4).prefix(10) == written.cells.map(\.ink).dropFirst(4).prefix(10))
  }
}

extension Canvas {
  /// The glyphs in a region of one row.
  fileprivate func text(in region: Region) -> String {
    String(String.UnicodeScalarView((region.column..<region.endColumn).map { self[$0, region.row].glyph }))
  }
}
