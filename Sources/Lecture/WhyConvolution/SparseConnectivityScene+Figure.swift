import CellCanvas
import ConvolutionEngine

extension SparseConnectivityScene {
  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    let gap = canvas.size.rows >= 30 ? 3 : 1
    let (upper, rest) = canvas.bounds.splitTop((canvas.size.rows - gap) / 2)
    let lower = rest.splitTop(gap).rest
    let focus = focus(at: playhead)
    let growth = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    let isRepeated =
      Moment.allCases[playhead.step] == .fromBelowFull || Moment.allCases[playhead.step] == .fromAboveFull
    draw(
      sparse, .strong("convolution", .title) + .muted(", kernel ") + .kernel("\(kernelSize)"),
      names: Self.sparseNames, focus: focus.flatMap { $0.sparse ? $0.unit : nil },
      // Where the step is about the other layer, this one is there already.
      growth: isRepeated ? 1 : growth, isCalm: focus == nil, in: &canvas, region: upper)
    draw(
      full, .strong("fully connected", .title), names: Self.fullNames, focus: focus.flatMap { $0.full ? $0.unit : nil },
      growth: growth, isCalm: focus == nil || focus?.full == false, in: &canvas, region: lower)
  }

  /// One layer: the graph, what can be counted about it, and, where there is room, its table of weights.
  private func draw(
    _ layer: UnitLayer, _ title: StyledText, names: (inputs: String, outputs: String), focus: UnitLayer.Unit?,
    growth: Double, isCalm: Bool, in canvas: inout Canvas, region: Region
  ) {
    let table = table(of: layer, focus: growth >= 1 ? focus : nil)
    let hasTable = region.columns >= 110
    let (left, right) = region.splitRight(hasTable ? 64 : 22)
    let light = focus.map { layer.light(from: $0, growth: growth) } ?? UnitLayer.Light()
    layer.graph(names: names, light: light, isCalm: isCalm).draw(in: &canvas, region: left.splitRight(2).rest)

    let lines = [title, facts(of: layer)] + (focus.map { growth >= 1 ? counts(of: $0, in: layer) : [] } ?? [])
    let (words, space) = right.splitLeft(22)
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: words.column, row: words.row + max(0, words.rows - 5) / 2 + offset)
    }
    guard hasTable else { return }
    let scale = GridScale.largest(in: space.size, textColumns: 2) { table.size(at: $0) }
    table.draw(in: &canvas, at: space.centered(table.size(at: scale)).origin, scale: scale)
  }

  private func facts(of layer: UnitLayer) -> StyledText {
    .strong("\(layer.connections)") + .muted(" connections")
  }

  /// What the unit in work is connected with: a count, and the names as far as they have room.
  private func counts(of unit: UnitLayer.Unit, in layer: UnitLayer) -> [StyledText] {
    switch unit {
    case .input(let index):
      let reached = layer.outputs(reachedBy: index)
      return [
        .active(unit.name) + .muted(" reaches ") + .output("\(reached.count)") + .muted(" of \(layer.units)"),
        .joined(reached.map { .output(UnitLayer.Unit.output($0).name) }, separator: " "),
      ].filter { $0.columns <= 22 }
    case .output(let index):
      let seen = layer.inputs(of: index)
      return [
        .active(unit.name) + .muted(" sees ") + .input("\(seen.count)") + .muted(" of \(layer.units)"),
        .joined(seen.map { .input(UnitLayer.Unit.input($0).name) }, separator: " "),
      ].filter { $0.columns <= 22 }
    }
  }

  /// The layer's weights as a table, a row an output and a column an input: empty where nothing is connected.
  private func table(of layer: UnitLayer, focus: UnitLayer.Unit?) -> NumberGrid {
    NumberGrid(
      .muted("weights: ") + .output("outputs") + .muted(" down, ") + .input("inputs") + .muted(" across"),
      rows: layer.units, columns: layer.units
    ) { row, column in
      guard layer.connects(column, to: row) else { return NumberGrid.Element("0", ink: .role(.muted)) }
      let isLit = focus == .input(column) || focus == .output(row)
      return NumberGrid.Element(
        "w", paper: isLit ? .role(.active) : .level(.kernel, focus == nil ? 0.7 : 0.35), style: isLit ? .bold : [])
    }
  }
}
