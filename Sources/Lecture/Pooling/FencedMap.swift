import CellCanvas
import ConvolutionEngine

/// A map with the fences of a fixed number of pooling regions beside it: brackets in two lanes, so that one sees which
/// neighbours share a row or a column.
struct FencedMap {
  let rows: AdaptiveGeometry
  let columns: AdaptiveGeometry
  /// The values; `nil` while the map is still growing.
  var values: Tensor?
  /// The end of their scale.
  var limit: Double
  var hasFences = true
  /// Whether the places can be pointed at, as the grid “maps”.
  var isTarget = true
  /// The place that is pointed at.
  var pointed: GridPlace?

  private var lanes: Int { hasFences ? 2 : 0 }

  /// The height of a place in cells, the largest that has room; it is twice as wide.
  func scale(in size: Size) -> Int {
    max(1, min((size.rows - lanes) / rows.input, (size.columns - lanes) / (2 * columns.input)))
  }

  func size(scale: Int) -> Size {
    Size(columns: lanes + 2 * scale * columns.input, rows: lanes + scale * rows.input)
  }

  /// Draws map and fences in the middle of a region.
  func draw(in canvas: inout Canvas, region: Region, scale: Int) {
    let place = region.centered(size(scale: scale))
    let (left, top) = (place.column + lanes, place.row + lanes)
    for row in 0..<rows.input {
      for column in 0..<columns.input {
        let cell = Region(
          column: left + 2 * scale * column, row: top + scale * row, columns: 2 * scale, rows: scale)
        let value = values.map { Double($0[row, column]) }
        canvas.fill(cell, with: Cell(paper: value.map { .level(.output, limit > 0 ? $0 / limit : 0) } ?? .role(.panel)))
        if let value, scale >= 3 {
          canvas.write(
            StyledText(NumberText.fixed(value, decimals: 2)),
            in: Region(column: cell.column, row: cell.row + scale / 2, columns: cell.columns, rows: 1), align: .center,
            ink: .role(.legible))
        }
        if pointed == GridPlace(row: row, column: column) { canvas.outline(cell, ink: .role(.active)) }
        if isTarget { canvas.mark(cell, as: Target(grid: "maps", row: row, column: column)) }
      }
    }
    guard hasFences else { return }
    for region in 0..<columns.output {
      let span = columns.inputs(of: region)
      let isLit = pointed.map { span.contains($0.column) } ?? false
      let (from, to) = (left + 2 * scale * span.lowerBound, left + 2 * scale * span.upperBound - 1)
      for column in from...to {
        let glyph: Unicode.Scalar = column == from ? "┌" : column == to ? "┐" : "─"
        canvas[column, place.row + region % 2] = Cell(glyph, ink: .role(isLit ? .active : .text))
      }
    }
    for region in 0..<rows.output {
      let span = rows.inputs(of: region)
      let isLit = pointed.map { span.contains($0.row) } ?? false
      let (from, to) = (top + scale * span.lowerBound, top + scale * span.upperBound - 1)
      for row in from...to {
        let glyph: Unicode.Scalar = from == to ? "[" : row == from ? "┌" : row == to ? "└" : "│"
        canvas[place.column + region % 2, row] = Cell(glyph, ink: .role(isLit ? .active : .text))
      }
    }
  }
}
