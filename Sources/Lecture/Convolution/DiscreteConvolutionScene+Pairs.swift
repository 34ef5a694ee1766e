import CellCanvas
import ConvolutionEngine

// The roles exchanged, and every pair of values in a table.

extension DiscreteConvolutionScene {
  // MARK: Roles exchanged

  func drawSwap(at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(swapped, canvas.bounds)
    let position = playhead.phase(0.05, 0.85) * Double(swapped.output.count - 1)
    let isDone = playhead.phase(0.85, 1) >= 1
    let shown = isDone ? swapped.output.count : Int(position)
    drawTimes(parts, swapped.output.count, in: &canvas)
    let met = swapped.products[min(Int(position.rounded()), swapped.output.count - 1)].map(\.time)
    drawStill(swapped, parts, lit: isDone ? [] : Set(met), in: &canvas)
    drawSliding(swapped, parts, turn: -1, position: position, in: &canvas)
    // Both results one beneath the other, in the room of the products and the output, and the bars between them.
    for (signals, row, known) in [
      (swapped, parts.products, shown), (signals, parts.output, signals.output.count),
    ] {
      name(
        .strong(signals.still.name, signals.still.role) + .muted(" ∗ ")
          + .strong(signals.sliding.name, signals.sliding.role), row, parts, in: &canvas)
      drawOutputs(
        outputGrid(signals, shown: known, name: row == parts.output ? "s" : nil), row: row, parts, in: &canvas)
    }
    let marks = parts.products + outputRows(parts)
    drawOutputBars(swapped.output, shown: shown, marks + 1, parts.output - marks - 1, parts, in: &canvas)
    for time in 0..<shown {
      let agrees = swapped.output[time] == signals.output[time]
      let place = parts.axis.region(time, row: marks)
      canvas.write(
        .strong(agrees ? "=" : "≠", agrees ? .correct : .wrong),
        column: digit(place, parts), row: marks)
    }
  }

  // MARK: Every pair once

  /// The table of all products, a row for each value that stands still, each at the time where it lands, and their sums
  /// as far as they are told.
  func drawTable(
    _ signals: SignalConvolution, _ moment: Moment, _ region: Region, at playhead: Playhead, in canvas: inout Canvas
  ) {
    let isOwn = signals.still.name == self.signals.still.name
    let isAlone = moment == .echoes || moment == .pairs
    let (n, count) = (signals.still.values.count, signals.output.count)
    let time: Int? = if case .output(let time) = focus(moment, at: playhead) { time } else { nil }
    let summed = moment == .pairs && playhead.phase(0.8, 1) < 1 ? 0 : shownOutputs(moment, at: playhead)
    let rows = isAlone ? Int((playhead.phase(0, 0.8) * Double(n)).rounded()) : n
    let pitch = min(max(2, (region.columns - Self.tableLabel) / count), 11)
    let height = min(max(1, (region.rows - 4) / (n + 1)), isAlone ? 4 : 3)
    let scale = GridScale(columns: pitch, rows: height)
    let place = region.centered(Size(columns: Self.tableLabel + pitch * count, rows: 2 + height * (n + 1)))
    let axis = SignalAxis(column: place.column + Self.tableLabel, pitch: pitch)
    var table = NumberGrid(rows: n, columns: count) { row, column in
      guard row < rows, let product = signals.products[column].first(where: { $0.time == row })
      else { return NumberGrid.Element(paper: .role(.background)) }
      let isLit = column == time
      return NumberGrid.Element(
        GridConvolution.text(product.value),
        paper: isLit ? .level(.kernel, 0.6) : paper(product.value, limit: productLimit), style: isLit ? .bold : [])
    }
    table.reservedColumns = signals.products.joined().reduce(1) { max($0, GridConvolution.text($1.value).count) }
    // Numbers like all others, so that their last digits stand above those of the products.
    var times = NumberGrid(rows: 1, columns: count) { _, column in
      NumberGrid.Element(
        "\(column)", ink: .role(column == time ? .active : .muted), paper: .role(.background),
        style: column == time ? .bold : [])
    }
    times.reservedColumns = table.reservedColumns
    canvas.write(.muted("t"), column: place.column, row: place.row)
    times.draw(
      in: &canvas, at: Point(column: axis.column, row: place.row), scale: GridScale(columns: pitch, rows: 1))
    table.draw(in: &canvas, at: Point(column: axis.column, row: place.row + 1), scale: scale)
    for row in 0..<min(n, rows) {
      canvas.write(
        .strong(signals.still.text(row), signals.still.role) + .muted(" · ")
          + .strong(signals.sliding.name, signals.sliding.role),
        column: place.column, row: place.row + 1 + row * height + (height - 1) / 2)
    }
    guard moment != .flip else { return }
    let sums = place.row + 1 + n * height
    canvas.write(.muted("Σ  ") + .output("s"), column: place.column, row: sums + 1 + (height - 1) / 2)
    for column in axis.column..<axis.column + pitch * count {
      canvas[column, sums] = Cell("─", ink: .role(.muted))
    }
    var grid = outputGrid(
      signals, shown: summed, active: time.flatMap { $0 < summed ? $0 : nil },
      name: moment == .pairs && isOwn ? "s" : nil)
    grid.reservedColumns = table.reservedColumns
    grid.draw(in: &canvas, at: Point(column: axis.column, row: sums + 1), scale: scale)
  }
}
