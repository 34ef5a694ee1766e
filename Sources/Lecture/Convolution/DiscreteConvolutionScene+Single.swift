import CellCanvas
import ConvolutionEngine

// One value alone and its copy of the other signal, in a wide window beside another value and its own.

extension DiscreteConvolutionScene {
  func drawSingles(at playhead: Playhead, in canvas: inout Canvas) {
    let bounds = canvas.bounds
    let slots = signals.still.values.count + 2 * (signals.sliding.values.count - 1)
    guard let another, bounds.rows >= 24, bounds.columns >= 2 * (Self.label + 4 * slots) + 4 else {
      return drawSingle(bounds, [single], at: playhead, in: &canvas)
    }
    let (left, right) = bounds.splitRight((bounds.columns - 4) / 2)
    for (region, order) in [(left.splitRight(4).rest, [single, another]), (right, [another, single])] {
      let (top, rest) = region.splitTop(2)
      canvas.write(signals.still.name(order[0]) + .muted(" alone"), in: top)
      drawSingle(rest, order, at: playhead, in: &canvas)
    }
  }

  /// A value and its copy of the other signal, not flipped: later means further to the right.
  ///
  /// - Parameter times: the value's, and that of the one beside it, whose copy is drawn to the same scale.
  private func drawSingle(_ region: Region, _ times: [Int], at playhead: Playhead, in canvas: inout Canvas) {
    let (time, isMarked) = (times[0], times[0] == single)
    let parts = Parts(signals, region)
    let sliding = signals.sliding
    let copies = times.map { time in sliding.values.map { signals.still.values[time] * $0 } }
    let (values, all) = (copies[0], copies.joined())
    let focus = playhead.pointer == nil ? .nothing : self.focus(.one, at: playhead)
    drawTimes(parts, signals.still.values.count, in: &canvas)
    drawStill(signals, parts, lit: [time], focus: focus, alone: time, isMarked: isMarked, in: &canvas)
    name(.strong(sliding.name, sliding.role) + .muted("(b)"), parts.sliding, parts, in: &canvas)
    drawStrip(sliding, parts, row: parts.sliding, isMarked: isMarked, in: &canvas) { age in
      (focus == .sliding(age) ? .role(.active) : .level(sliding.scale, 0.75), Double(time + age), true)
    }
    drawNumbers(
      story.axes.weights, sliding.values.indices.map { ($0, Double(time + $0)) }, row: parts.sliding + parts.strip,
      parts, in: &canvas)
    let shown = Int((playhead.phase(0.2, 0.9) * Double(values.count)).rounded(.down))
    SignalBars(
      values.prefix(shown).map { SignalBars.Sample(Double($0), tint: .role(.output)) },
      limits: Double(min(0, all.min() ?? 0))...Double(max(1, all.max() ?? 0))
    ).draw(in: &canvas, axis: parts.axis, first: Double(time), row: parts.outputBars, rows: parts.bars)
    let limit = all.reduce(1) { max($0, abs(Double($1))) }
    var grid = NumberGrid(rows: 1, columns: values.count) { _, age in
      age < shown
        ? NumberGrid.Element(GridConvolution.text(values[age]), paper: paper(values[age], limit: limit))
        : NumberGrid.Element("·", ink: .role(.muted))
    }
    grid.reservedColumns = textColumns(parts)
    grid.draw(in: &canvas, at: parts.axis.region(time, row: parts.output).origin, scale: parts.scale)
    name(
      .strong(signals.still.text(time), signals.still.role) + .muted(" · ") + .strong(sliding.name, sliding.role),
      parts.output, parts, in: &canvas)
  }
}
