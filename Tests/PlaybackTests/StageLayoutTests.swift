import CellCanvas
import Testing

@testable import Playback

@Suite struct StageLayoutTests {
  @Test func placesAt80By24() {
    let layout = StageLayout(Size(columns: 80, rows: 24))
    #expect(layout.header == Region(column: 0, row: 0, columns: 80, rows: 1))
    #expect(layout.figure == Region(column: 1, row: 1, columns: 78, rows: 17))
    #expect(layout.formula == Region(column: 1, row: 18, columns: 78, rows: 2))
    #expect(layout.caption == Region(column: 1, row: 20, columns: 78, rows: 2))
    #expect(layout.bar == Region(column: 1, row: 22, columns: 78, rows: 1))
    #expect(layout.footer == Region(column: 0, row: 23, columns: 80, rows: 1))
  }

  @Test func tallWindowsBreathe() {
    let layout = StageLayout(Size(columns: 160, rows: 48))
    #expect(layout.formula.row == layout.figure.endRow + 1)
    #expect(layout.caption.row == layout.formula.endRow + 1)
    #expect(layout.bar.row == layout.caption.endRow + 1)
    #expect(layout.caption.columns == 100, "no line is too long to be followed")
    #expect(layout.figure.size == Size(columns: 158, rows: 38))
  }

  @Test func partsNeverOverlapNorLeaveTheWindow() {
    for columns in [0, 1, 2, 5, 80, 200] {
      for rows in 0...60 {
        let layout = StageLayout(Size(columns: columns, rows: rows))
        let parts = [layout.header, layout.figure, layout.formula, layout.caption, layout.bar, layout.footer]
        var row = 0
        for part in parts where part.rows > 0 {
          #expect(part.row >= row && part.endRow <= rows, "\(columns) x \(rows)")
          row = part.endRow
        }
      }
    }
  }
}
