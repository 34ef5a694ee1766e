import CellCanvas
import ConvolutionEngine

extension SparseConnectivityScene {
  /// The unit that is looked at, and in which of the two layers.
  private func focus(_ moment: Moment, _ pointer: Target?) -> (unit: LayerStack.Unit, sparse: Bool, full: Bool)? {
    if let pointer, let unit = Self.unit(at: pointer) { return (unit, true, true) }
    switch moment {
    case .start, .end: return nil
    case .fromBelow: return (x, true, false)
    case .fromBelowFull: return (x, true, true)
    case .fromAbove: return (s, true, false)
    case .fromAboveFull: return (s, true, true)
    case .border: return (.input(0), true, true)
    }
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let focus = focus(moment, playhead.pointer)
    let growth = playhead.pointer == nil ? playhead.phase(0.1, 0.8) : 1
    // Where the step is about the dense layer, the convolution's lines are there already.
    let isRepeated = moment == .fromBelowFull || moment == .fromAboveFull
    let changes = playhead.pointer == nil && (moment == .fromBelow || moment == .fromBelowFull)
    func row(
      _ layer: UnitLayer, _ changed: UnitLayer, _ title: StyledText, _ grids: [String], isFocused: Bool, growth: Double,
      changes: Bool
    ) -> [Arrangement] {
      let unit = isFocused ? focus?.unit : nil
      let light = unit.map { layer.stack.light(from: $0, down: 1, up: 1, growth: growth) }
      // How wide a unit is can be told before the graph is placed: what is left beside the words and the table.
      let room = (canvas.size.columns - (canvas.size.columns >= 110 ? 70 : 28)) / layer.units * 7 / 10
      func value(_ unit: LayerStack.Unit) -> String {
        guard changes, growth >= 1 || unit.layer == 0, layer.text(unit) != changed.text(unit) else {
          return layer.text(unit)
        }
        let both = layer.text(unit) + "→" + changed.text(unit)
        return both.count <= room ? both : changed.text(unit)
      }
      let graph = layer.stack.graph(
        light ?? .init(), isCalm: unit == nil, showsPadding: moment == .border && playhead.pointer == nil,
        grids: grids, labels: [.input("x"), .output("s")], value: value, name: \.name)
      let words = words(layer, title, growth >= 1 ? unit : nil)
      let size = Size(columns: Self.wordColumns, rows: 5)
      return [
        .graph(grids[0], graph),
        .drawing("words", size: size) { canvas, region in
          for (offset, line) in words.enumerated() {
            canvas.write(line, column: region.column, row: region.row + offset)
          }
        },
        canvas.size.columns >= 110 ? .grid("table", table(layer, lit: growth >= 1 ? unit : nil)) : .nothing,
      ]
    }
    Arrangement.table(
      [
        row(
          sparse, changedSparse, .strong("convolution", .title) + .muted(", kernel ") + .kernel("\(kernelSize)"),
          Self.sparseGrids, isFocused: focus?.sparse ?? false, growth: isRepeated ? 1 : growth, changes: changes),
        row(
          full, changedFull, .strong("dense layer", .title), Self.fullGrids, isFocused: focus?.full ?? false,
          growth: growth, changes: changes && moment == .fromBelowFull),
      ], columnGap: 2...4, rowGap: 1...3
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private static let wordColumns = 22

  /// What a layer is called, and what can be counted about it and about the unit that is looked at.
  private func words(_ layer: UnitLayer, _ title: StyledText, _ unit: LayerStack.Unit?) -> [StyledText] {
    var lines = [title, .strong("\(layer.connections)") + .muted(" connections"), weights(layer, of: unit)]
    guard let unit else { return lines }
    let others = layer.others(of: unit)
    let count = "\(others.count)"
    lines.append(
      .active(unit.name)
        + (unit.layer == 0 ? .muted(" reaches ") + .output(count) : .muted(" sees ") + .input(count))
        + .muted(" of \(layer.units)"))
    lines += [StyledText.joined(others.map(\.styled), separator: " ")].filter { $0.columns <= Self.wordColumns }
    return lines
  }

  /// The weights on the lines of a unit, or where none is looked at those of the kernel, which every window has.
  private func weights(_ layer: UnitLayer, of unit: LayerStack.Unit?) -> StyledText {
    let values: [Float]
    if let unit {
      values = layer.others(of: unit).map { other in
        unit.layer == 0
          ? layer.weight(from: unit.index, to: other.index) : layer.weight(from: other.index, to: unit.index)
      }
    } else if layer.geometry != nil {
      values = kernel
    } else {
      return .muted("each its own weight")
    }
    let numbers = StyledText.kernel(values.map(GridConvolution.text).joined(separator: " "))
    let names = [values.count == 1 ? "weight " : "weights ", "w "]
    return .muted(names.first { $0.count + numbers.columns <= Self.wordColumns } ?? "") + numbers
  }

  /// The layer's weights as a table, a row an output and a column an input: empty where there is no line.
  private func table(_ layer: UnitLayer, lit: LayerStack.Unit?) -> NumberGrid {
    var grid = NumberGrid(.kernel("weights"), rows: layer.units, columns: layer.units) { row, column in
      guard layer.connects(column, to: row) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let isLit = lit == .input(column) || lit == .output(row)
      return NumberGrid.Element(
        GridConvolution.text(layer.weight(from: column, to: row)),
        paper: isLit ? .role(.active) : .level(.kernel, lit == nil ? 0.7 : 0.35), style: isLit ? .bold : [])
    }
    grid.rowNames = (0..<layer.units).map { LayerStack.Unit.output($0).styled }
    grid.columnNames = (0..<layer.units).map { LayerStack.Unit.input($0).styled }
    return grid
  }
}
