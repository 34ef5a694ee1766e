import CellCanvas
import ConvolutionEngine

// In a wide window, beside the first graph: how many paths lead from each unit of a layer down to each input.

extension ReceptiveFieldScene {
  /// How many columns the table takes.
  static let reachColumns = 54

  /// A row for each unit of a layer, a column for each input; the rows of units that are lit stand out.
  func drawReach(of layer: Int, _ lit: [Set<Int>], in canvas: inout Canvas, _ region: Region) {
    let units = graph.count(layer)
    let (cell, labels) = (Size(columns: 8, rows: 3), 6)
    let whole = region.centered(
      Size(columns: labels + cell.columns * Self.units, rows: min(region.rows, 2 + (cell.rows + 1) * units)))
    canvas.write(
      .muted("paths from each unit of ") + .output(Self.names[layer]) + .muted(" to each input"),
      column: whole.column, row: whole.row)
    func place(_ unit: Int, _ input: Int) -> Region {
      Region(
        column: whole.column + labels + input * cell.columns, row: whole.row + 2 + unit * (cell.rows + 1),
        columns: cell.columns - 1, rows: cell.rows)
    }
    for input in 0..<Self.units {
      let column = place(0, input)
      canvas.write(
        .input(Self.name(input, in: 0)),
        in: Region(column: column.column, row: whole.row + 1, columns: column.columns, rows: 1), align: .center)
    }
    for unit in 0..<units {
      let isLit = lit[layer].contains(unit)
      let middle = place(unit, 0).row + cell.rows / 2
      let name = Self.name(unit, in: layer)
      canvas.write(isLit ? .active(name) : .muted(name), column: whole.column, row: middle)
      for (input, count) in graph.paths(from: unit, in: layer).enumerated() {
        let box = place(unit, input)
        let tint = Tint.level(.input, count == 0 ? 0.08 : isLit ? 0.8 : 0.35)
        canvas.fill(box, with: Cell(" ", paper: tint))
        canvas.write(
          count == 0 ? .muted("0") : .strong("\(count)"),
          in: Region(column: box.column, row: middle, columns: box.columns, rows: 1), align: .center,
          ink: .role(.legible))
      }
    }
  }
}
