import CellCanvas
import Testing

@testable import Playback

/// Where the parts of the desk are in windows of all sizes.
@Suite struct DeskLayoutTests {
  @Test func everySizeHasItsLayout() {
    for columns in stride(from: 80, through: 260, by: 8) {
      for rows in 24...70 {
        for view in Desk.View.allCases {
          let size = Size(columns: columns, rows: rows)
          let layout = DeskLayout(size, view: view)
          let parts =
            [layout.header, layout.clock, layout.words, layout.knobs, layout.keys] + layout.places.map(\.region)
          for (index, part) in parts.enumerated() {
            #expect(part.endColumn <= columns && part.endRow <= rows)
            for other in parts[(index + 1)...] {
              let isApart =
                part.endColumn <= other.column || other.endColumn <= part.column || part.endRow <= other.row
                || other.endRow <= part.row
              #expect(isApart, "\(size) \(view): two parts at one place")
            }
          }
          // Every scene has room in every figure, and the words have theirs, or the figure has it all.
          #expect(layout.figures.allSatisfy { $0.size.columns >= 80 && $0.size.rows >= 21 }, "\(size) \(view)")
          #expect(layout.words.rows >= 11 && layout.words.columns >= 38 || layout.places.count == 1, "\(size) \(view)")
        }
      }
    }
    #expect(DeskLayout(Size(columns: 120, rows: 40), view: .words).places.map(\.view) == [.nextStep])
    #expect(DeskLayout(Size(columns: 80, rows: 41), view: .words).places.map(\.view) == [.nextStep])
    #expect(DeskLayout(Size(columns: 240, rows: 60), view: .words).places.count == 3)
  }
}
