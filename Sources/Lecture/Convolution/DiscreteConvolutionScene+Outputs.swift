import CellCanvas

// The outputs in a row, whatever their numbers' width.

extension DiscreteConvolutionScene {
  /// Whether outputs are as wide as their cells, so that neighbours would run into each other, but not wider than two.
  private func isTight(_ parts: Parts) -> Bool {
    let widest = signals.output.indices.reduce(0) { max($0, signals.outputText($1).count) }
    return widest >= parts.axis.pitch && widest < 2 * parts.axis.pitch
  }

  /// How many rows a strip of outputs takes.
  func outputRows(_ parts: Parts) -> Int { parts.strip + (isTight(parts) ? 1 : 0) }

  /// Draws a strip of outputs. Where they are as wide as their cells, every other one stands a row lower, in the row of air
  /// beneath.
  func drawOutputs(_ outputs: NumberGrid, row: Int, _ parts: Parts, in canvas: inout Canvas) {
    let origin = parts.axis.region(0, row: row).origin
    guard isTight(parts) else {
      var grid = outputs
      grid.reservedColumns = textColumns(parts)
      grid.draw(in: &canvas, at: origin, scale: parts.scale)
      return
    }
    var cells = outputs
    for time in 0..<cells.columns { cells[0, time].text = "" }
    cells.draw(in: &canvas, at: origin, scale: GridScale(columns: parts.axis.pitch, rows: outputRows(parts)))
    for time in 0..<outputs.columns {
      let element = outputs[0, time]
      let end = parts.axis.region(time, row: row).origin.column + parts.axis.pitch
      canvas.write(
        StyledText(element.text), column: end - element.text.count, row: parts.line(row) + time % 2, ink: element.ink,
        paper: element.paper, style: element.style)
    }
  }
}
