import CellCanvas
import Testing

struct BlockDiagramTests {
  static let blocks = [
    BlockDiagram.Block("input", detail: "8×8×3", scale: .input, height: 1, width: 0.2, depth: 1),
    BlockDiagram.Block("conv1", detail: "4×4×16", scale: .kernel, height: 0.5, width: 1, parts: 2, depth: 0.5),
    BlockDiagram.Block("fc", scale: .other, height: 0, width: 0.2, depth: 0.2),
  ]

  private func draw(columns: Int, rows: Int) -> Canvas {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    BlockDiagram(blocks: Self.blocks, name: "stages").draw(in: &canvas, region: canvas.bounds)
    return canvas
  }

  @Test func boxesStandAsHighAsTheySay() {
    let canvas = draw(columns: 36, rows: 8)
    // How many half rows are drawn above the labels, in all columns of a block.
    func height(_ columns: Range<Int>) -> Int {
      columns.map { column in
        (0..<7).reduce(0) { $0 + (canvas[column, $1].glyph == "▄" ? 1 : canvas[column, $1].glyph == "▀" ? 2 : 0) }
      }.max() ?? 0
    }
    let (whole, half) = (height(0..<13), height(13..<26))
    #expect(whole > half && half > 4)
    #expect(height(26..<36) == 0, "a block of no height is not there")
    #expect(Set(canvas.hotSpots.map(\.target.column)) == [0, 1], "and cannot be pointed at")
  }

  @Test func partsAreSetApart() {
    let canvas = draw(columns: 60, rows: 8)
    // In the lowest row of the front: bright, one column of the seam, bright again.
    let row = (20..<40).map { canvas[$0, 6].ink }
    let front = Tint.level(.kernel, 0.6)
    let first = row.firstIndex(of: front) ?? 0
    let last = row.lastIndex(of: front) ?? 0
    #expect(row[first...last].count { $0 != front } == 1)
  }

  @Test func labelsStandWholeOrNotAtAll() {
    let wide = draw(columns: 17, rows: 6)
    #expect(wide.plainText.split(separator: "\n")[5].split(separator: " ") == ["input", "conv1", "fc"])
    let narrow = draw(columns: 12, rows: 6)
    #expect(!narrow.plainText.contains("input") && narrow.audit.isEmpty)
  }

  @Test func detailsAppearWhereThereIsRoom() {
    #expect(draw(columns: 40, rows: 12).plainText.contains("4×4×16"))
    #expect(!draw(columns: 40, rows: 6).plainText.contains("4×4×16"))
  }
}
