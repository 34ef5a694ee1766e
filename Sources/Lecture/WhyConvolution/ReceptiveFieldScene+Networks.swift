import CellCanvas
import ConvolutionEngine

extension ReceptiveFieldScene {
  func drawSight(_ sight: Sight, at playhead: Playhead, in canvas: inout Canvas) {
    let count = sight.rows.count
    let shown = sight.shown(at: playhead)
    let pointed = playhead.pointer.flatMap { $0.grid == Self.stages && $0.row < count ? $0.row : nil }
    let active = pointed ?? shown - 1
    let square = min(2 * (canvas.size.rows - 1), canvas.size.columns / 2)
    let (left, right) = canvas.bounds.splitLeft(square)
    canvas.write(
      .strong(sight.title) + .muted("  \(sight.side) × \(sight.side)"),
      in: left, align: .center)
    let map = SquareMap(extent: sight.side, in: left.splitTop(1).rest)
    let squares = sight.rows.prefix(shown).enumerated().map { index, row in
      Square(cells: row.cells, tint: index == active ? .role(.active) : .role(.input))
    }
    map.draw(picture, seenBy: squares[active], among: squares, in: &canvas)
    drawStages(sight, shown: shown, active: active, in: &canvas, region: right.splitLeft(4).rest)
  }

  private func drawStages(_ sight: Sight, shown: Int, active: Int, in canvas: inout Canvas, region: Region) {
    let count = sight.rows.count
    let (head, rest) = region.splitTop(1)
    let spacing = max(1, rest.rows / count)
    let thickness = max(1, spacing - 1)
    let names = (sight.rows.map(\.name.count).max() ?? 0) + 1
    let jumps = 6
    canvas.write(.muted("sees"), column: head.column + names, row: head.row)
    canvas.write(.muted("jump"), in: head, align: .trailing)
    let bars = max(1, region.columns - names - jumps - 5)
    let top = rest.row + max(0, rest.rows - count * spacing) / 2
    for (index, row) in sight.rows.prefix(shown).enumerated() {
      let place = Region(
        column: region.column, row: top + index * spacing, columns: region.columns, rows: min(thickness, spacing))
      guard place.endRow <= region.endRow else { return }
      let middle = place.row + (place.rows - 1) / 2
      let isActive = index == active
      canvas.write(isActive ? .active(row.name) : .muted(row.name), column: place.column, row: middle)
      var end = place.column + names
      for line in place.row..<place.endRow {
        end = BarChart.bar(
          in: &canvas, column: place.column + names, row: line, columns: bars,
          fraction: Double(row.field.size) / Double(sight.side), ink: .role(isActive ? .active : .input))
      }
      canvas.write(
        isActive ? .active("\(row.field.size)") : .input("\(row.field.size)"), column: end + 1, row: middle)
      canvas.write(
        .strong("\(row.field.jump)"), in: Region(column: place.column, row: middle, columns: place.columns, rows: 1),
        align: .trailing)
      canvas.mark(
        Region(column: region.column, row: place.row, columns: region.columns, rows: spacing),
        as: Target(grid: Self.stages, row: index, column: 0))
    }
  }
}
