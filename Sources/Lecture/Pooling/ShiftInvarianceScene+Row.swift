import CellCanvas
import ConvolutionEngine

extension ShiftInvarianceScene {
  /// The row at a moment: what of it is known from its beginning, and what becomes known in it.
  struct Row {
    /// What can be seen of the row, by the name under which it is pointed at.
    enum Layer: String {
      case before, after
      case pooledBefore = "pooled-before"
      case pooledAfter = "pooled-after"
    }

    let comparison: Comparison
    let known: Set<Layer>
    var new: Layer?

    /// Whether a layer is known at the end of the step.
    func shows(_ layer: Layer) -> Bool { known.contains(layer) || new == layer }
  }

  // MARK: The row

  /// Where the parts stand: two graphs beside each other, the whole row beneath them.
  private struct Places {
    /// The columns left and right of the graphs, for names and counts.
    static let side = 9
    static let gap = 4
    let before: Region
    let after: Region
    let row: Region
    let scale: GridScale

    init(in area: Region, row grid: NumberGrid) {
      scale = GridScale(
        columns: max(1, min(12, (area.columns - 2 * Self.side - 2) / grid.columns)),
        rows: max(1, area.rows / 10))
      let size = grid.size(at: scale)
      // A row for the brackets above and below the row, and one of air.
      let below = size.rows + 2
      // A title above, and marks above and below the units.
      let height = min(area.rows - below - 1, max(13, area.columns / 5))
      let whole = area.centered(Size(columns: area.columns, rows: height + below + 1))
      let graphs = whole.splitTop(height).top.inset(columns: Self.side)
      let width = (graphs.columns - Self.gap) / 2
      before = graphs.splitLeft(width).left
      after = graphs.splitRight(width).right
      row = whole.splitBottom(below).bottom.centered(Size(columns: size.columns, rows: below))
    }
  }

  func drawRow(_ row: Row, at playhead: Playhead, in canvas: inout Canvas) {
    let comparison = row.comparison
    let pooling = Animation(playhead, isIn: row.new == .pooledBefore)
    let comparing = Animation(playhead, isIn: row.new == .pooledAfter)
    let grid = rowGrid(at: playhead)
    // In a wide window the other shifts stand beside the graphs.
    let (area, beside) = canvas.bounds.splitRight(canvas.size.columns >= 130 ? Self.shiftsColumns : 0)
    let places = Places(in: area, row: grid)
    if beside.columns > 0 { drawShifts(row, isCompared: comparing.isCompared, at: playhead, in: &canvas, beside) }

    let left = Panel(
      view: comparison.before, geometry: comparison.geometry, layers: (.before, .pooledBefore),
      title: "before", showsDetectors: true,
      lines: row.shows(.pooledBefore) ? pooling.lines : 0,
      showsPooled: row.shows(.pooledBefore) && pooling.isPooled)
    let isMoved = row.new != .after || playhead.progress >= 0.6
    let right = Panel(
      view: comparison.after, geometry: comparison.geometry, layers: (.after, .pooledAfter),
      title: !row.shows(.after) ? "after" : shift == 0 ? "not shifted" : "shifted \(direction)",
      showsDetectors: row.shows(.after) && isMoved,
      lines: row.shows(.pooledAfter) ? comparing.lines : 0,
      showsPooled: row.shows(.pooledAfter) && comparing.isPooled)
    let boxes = draw(left, at: playhead, in: &canvas, region: places.before)
    drawNames(beside: boxes, in: &canvas)
    let afterBoxes = draw(right, at: playhead, in: &canvas, region: places.after)
    if row.shows(.after) {
      if row.new != .after || playhead.progress >= 0.8 {
        drawMarks(comparison.detectorChanges, at: afterBoxes.first ?? [], below: true, in: &canvas, area)
      }
      if row.shows(.pooledAfter), comparing.isCompared {
        drawMarks(comparison.pooledChanges, at: afterBoxes.last ?? [], below: false, in: &canvas, area)
      }
    }
    drawWholeRow(grid, row, at: playhead, in: &canvas, places)
  }

  /// Lines first, then what they carry, then what is said about it.
  private struct Animation {
    let lines: Double
    let isPooled: Bool
    let isCompared: Bool

    init(_ playhead: Playhead, isIn step: Bool) {
      lines = step ? playhead.phase(0, 0.5) : 1
      isPooled = !step || playhead.progress >= 0.5
      isCompared = !step || playhead.progress >= 0.8
    }
  }

  /// One of the two graphs at one moment.
  private struct Panel {
    let view: View
    let geometry: WindowGeometry
    let layers: (detectors: Row.Layer, pooled: Row.Layer)
    let title: String
    let showsDetectors: Bool
    /// How much of the lines is drawn.
    let lines: Double
    let showsPooled: Bool
  }

  /// Draws a graph under its title; answers where its units are.
  private func draw(
    _ panel: Panel, at playhead: Playhead, in canvas: inout Canvas, region: Region
  ) -> [[Region]] {
    canvas.write(
      panel.showsDetectors ? .strong(panel.title) : .muted(panel.title), in: region, align: .center)
    let geometry = panel.geometry
    let pointer = playhead.pointer
    func isLit(_ detector: Int, _ pooled: Int) -> Bool? {
      switch pointer.flatMap({ Row.Layer(rawValue: $0.grid) }) {
      case panel.layers.detectors: pointer?.column == detector
      case panel.layers.pooled: pointer?.column == pooled
      default: nil
      }
    }
    let detectors = (0..<geometry.input).map { index in
      let value = panel.view.detectors[0, index]
      return ConnectionGraph.Unit(
        panel.showsDetectors ? Self.text(value) : "·", position: Double(index),
        ink: .role(panel.showsDetectors ? .legible : .muted),
        paper: panel.showsDetectors ? .level(.input, 0.2 + 0.7 * Double(value)) : .role(.panel), style: .bold)
    }
    let pooled = (0..<geometry.output).map { index in
      let value = panel.view.pooled[0, index]
      let span = geometry.span(of: index)
      return ConnectionGraph.Unit(
        panel.showsPooled ? Self.text(value) : "·", position: Double(span.lowerBound + span.upperBound - 1) / 2,
        ink: .role(panel.showsPooled ? .legible : .muted),
        paper: panel.showsPooled ? .level(.output, 0.2 + 0.7 * Double(value)) : .role(.panel), style: .bold)
    }
    var connections: [ConnectionGraph.Connection] = []
    for output in 0..<geometry.output where panel.showsDetectors {
      let winner = panel.view.switches[0, output].column
      for input in geometry.inputs(of: output) where !geometry.isPadding(input) {
        let isLit = isLit(input, output) ?? (panel.lines > 0 && input == winner)
        connections.append(.init(layer: 0, from: input, to: output))
        if isLit {
          connections.append(
            .init(layer: 0, from: input, to: output, ink: .role(.active), fraction: pointer == nil ? panel.lines : 1))
        }
      }
    }
    let graph = ConnectionGraph(
      layers: [
        .init("", name: panel.layers.detectors.rawValue, units: detectors),
        .init("", name: panel.layers.pooled.rawValue, units: pooled),
      ], connections: connections)
    return graph.draw(
      in: &canvas,
      region: Region(column: region.column, row: region.row + 2, columns: region.columns, rows: region.rows - 3))
  }

  private func drawNames(beside boxes: [[Region]], in canvas: inout Canvas) {
    for (name, layer) in zip([StyledText.input("detectors"), .output("pooled")], boxes) {
      guard let box = layer.first else { continue }
      canvas.write(name, column: 0, row: box.row + (box.rows - 1) / 2)
    }
  }

  /// = and ≠ at the units, and their count beside them.
  private func drawMarks(
    _ changes: Changes, at boxes: [Region], below: Bool, in canvas: inout Canvas, _ area: Region
  ) {
    for (box, changed) in zip(boxes, changes.places) {
      let place = Region(column: box.column, row: below ? box.endRow : box.row - 1, columns: box.columns, rows: 1)
      canvas.write(changed ? .strong("≠", .wrong) : .strong("=", .correct), in: place, align: .center)
    }
    guard let box = boxes.first else { return }
    let row = box.row + (box.rows - 1) / 2
    let side = Region(
      column: area.endColumn - Places.side, row: row, columns: Places.side, rows: 1)
    canvas.write(
      .strong(changes.text, changes.ink), in: side, align: .trailing)
    canvas.write(
      .muted("changed"), in: Region(column: side.column, row: row + 1, columns: side.columns, rows: 1), align: .trailing
    )
  }

  // MARK: The whole row

  private func rowGrid(at playhead: Playhead) -> NumberGrid {
    NumberGrid(name: Self.row.name, rows: 1, columns: row.count) { _, column in
      NumberGrid.Element(
        Self.text(row[column]),
        paper: playhead.pointer == Target(grid: Self.row.name, row: 0, column: column)
          ? .role(.active) : .level(.input, 0.1 + 0.6 * Double(row[column])))
    }
  }

  /// The row with a bracket around what is seen before the shift beneath it, and around what is seen after it above it.
  private func drawWholeRow(
    _ grid: NumberGrid, _ row: Row, at playhead: Playhead, in canvas: inout Canvas, _ places: Places
  ) {
    let cells = grid.draw(
      in: &canvas, at: Point(column: places.row.column, row: places.row.row + 1), scale: places.scale)
    let middle = cells.bounds.row + (cells.bounds.rows - 1) / 2
    if cells.bounds.column > 9 { canvas.write(.muted("whole row"), column: 0, row: middle) }
    func bracket(_ start: Double, _ label: String, corners: (String, String), row: Int, ink: Role) {
      let window = cells.window(row: 0, column: start, rows: 1, columns: Self.viewLength)
      let line = window.columns - label.count - 4
      guard line >= 0 else { return }
      let text =
        corners.0 + String(repeating: "─", count: line / 2 + 1) + label
        + String(repeating: "─", count: line - line / 2 + 1) + corners.1
      canvas.write(.tinted(text, ink), column: window.column, row: row)
    }
    bracket(Double(Self.viewStart), " before ", corners: ("╰", "╯"), row: cells.bounds.endRow, ink: .muted)
    guard row.shows(.after) else { return }
    let travel = row.new == .after ? playhead.phase(0, 0.6) : 1
    bracket(
      Double(Self.viewStart) - travel * Double(shift), " after ", corners: ("╭", "╮"), row: cells.bounds.row - 1,
      ink: .active)
  }
}

extension ShiftInvarianceScene.Moment {
  /// The row as the moment shows it; `nil` for the ring and the map.
  var row: ShiftInvarianceScene.Row? {
    switch self {
    case .detectors(let row): .init(comparison: row, known: [.before])
    case .pooled(let row): .init(comparison: row, known: [.before], new: .pooledBefore)
    case .shifted(let row): .init(comparison: row, known: [.before, .pooledBefore], new: .after)
    case .compared(let row): .init(comparison: row, known: [.before, .pooledBefore, .after], new: .pooledAfter)
    case .movesAlong, .kept, .keptAfter, .blurred, .blurredAfter, .map, .curve: nil
    }
  }
}

extension ShiftInvarianceScene.Changes {
  /// The colour of the count: good where nothing changed, bad where all did, and neither in between.
  var ink: Role { count == 0 ? .correct : isEverywhere ? .wrong : .text }
}
