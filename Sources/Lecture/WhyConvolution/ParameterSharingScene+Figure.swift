import CellCanvas
import ConvolutionEngine

extension ParameterSharingScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .storage: drawStorage(at: playhead, in: &canvas)
    case .real: drawReal(at: playhead, in: &canvas)
    default: drawLayers(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: The two layers with their weights

  private func drawLayers(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let gap = canvas.size.rows >= 30 ? 3 : 1
    let (upper, rest) = canvas.bounds.splitTop((canvas.size.rows - gap) / 2)
    let lower = rest.splitTop(gap).rest
    let focus = focus(moment, playhead.pointer)
    // The upper layer is complete where the step is about the lower one.
    let isOld = moment == .once || moment == .end || playhead.pointer != nil
    let sharedProgress = isOld ? 1 : playhead.phase(0.05, 0.95)
    let fullProgress = moment == .end || playhead.pointer != nil ? 1 : playhead.phase(0.1, 0.8)
    let columns = max(27, canvas.size.columns * 3 / 10)

    let (graph, side) = upper.splitRight(columns)
    draw(
      shared, sharedOutputs, focus.shared, names: (Self.values.name, "s"), progress: sharedProgress, in: &canvas,
      region: graph.splitRight(2).rest)
    drawKernel(focus.shared, in: &canvas, region: side)

    let (lowerGraph, lowerSide) = lower.splitRight(columns)
    draw(
      full, fullOutputs, focus.full, names: ("values-full", "s-full"), progress: fullProgress, in: &canvas,
      region: lowerGraph.splitRight(2).rest)
    drawMatrix(focus.full, in: &canvas, region: lowerSide)
  }

  private func draw(
    _ layer: UnitLayer, _ outputs: [Float], _ focus: Focus?, names: (String, String), progress: Double,
    in canvas: inout Canvas, region: Region
  ) {
    layer.graph(
      names: names, light: light(focus, in: layer, progress: progress), isCalm: focus == nil,
      values: (inputs.map(GridConvolution.text), outputs.map(GridConvolution.text))
    ).draw(in: &canvas, region: region)
  }

  /// The lines of what stands out, one after the other, each with its weight on it.
  private func light(_ focus: Focus?, in layer: UnitLayer, progress: Double) -> UnitLayer.Light {
    var light = UnitLayer.Light()
    light.ink = .role(.kernel)
    var pairs: [(input: Int, output: Int)] = []
    switch focus {
    case nil: return light
    case .weight(let weight):
      for output in 0..<layer.units {
        for input in layer.inputs(of: output) where layer.geometry?.weight(from: input, to: output) == weight {
          pairs.append((input, output))
        }
      }
    case .pair(let input, let output): pairs = [(input, output)]
    case .unit(.input(let input)):
      light.activeInput = input
      pairs = layer.outputs(reachedBy: input).map { (input, $0) }
    case .unit(.output(let output)):
      light.activeOutput = output
      pairs = layer.inputs(of: output).map { ($0, output) }
    }
    for (index, pair) in pairs.enumerated() {
      let fraction = min(max(progress * Double(pairs.count) - Double(index), 0), 1)
      guard fraction > 0 else { continue }
      let value = GridConvolution.text(weight(from: pair.input, to: pair.output, in: layer))
      // In a fan of lines from one unit the middles are too near for all numbers.
      let isFan = if case .unit = focus { true } else { false }
      light.lines.append(
        UnitLayer.Light.Line(
          input: pair.input, output: pair.output, fraction: fraction,
          label: fraction >= 1 && !(isFan && pairs.count > 5) ? value : ""))
      light.inputs.insert(pair.input)
      if fraction >= 1 { light.outputs.insert(pair.output) }
    }
    return light
  }

  private func drawKernel(_ focus: Focus?, in canvas: inout Canvas, region: Region) {
    let count = kernelValues.count
    let grid = NumberGrid(.kernel("kernel"), name: Self.weights.name, rows: 1, columns: count) { _, column in
      weightElement(kernelValues[column], isLit: focus == .weight(column), isCalm: focus == nil)
    }
    drawWeights(
      grid, .strong("convolution", .title), stored: count, in: &canvas, region: region)
  }

  private func drawMatrix(_ focus: Focus?, in canvas: inout Canvas, region: Region) {
    let grid = NumberGrid(.kernel("table"), name: "matrix", rows: full.units, columns: full.units) { row, column in
      weightElement(
        matrix[row, column], isLit: focus == .pair(input: column, output: row), isCalm: focus == nil)
    }
    drawWeights(grid, .strong("fully connected", .title), stored: grid.elements.count, in: &canvas, region: region)
  }

  private func weightElement(_ weight: Float, isLit: Bool, isCalm: Bool) -> NumberGrid.Element {
    NumberGrid.Element(
      GridConvolution.text(weight), paper: isLit ? .role(.active) : .level(.kernel, isCalm ? 0.55 : 0.25),
      style: isLit ? .bold : [])
  }

  /// What a layer is called, how many weights it stores, and these, in the middle of the height.
  private func drawWeights(
    _ grid: NumberGrid, _ title: StyledText, stored: Int, in canvas: inout Canvas, region: Region
  ) {
    var grid = grid
    grid.title = title + .muted(" stores ") + .strong("\(stored)")
    let scale = GridScale.largest(in: region.size, textColumns: max(2, grid.textColumns)) { grid.size(at: $0) }
    let size = grid.size(at: scale)
    grid.draw(
      in: &canvas, at: Point(column: region.column, row: region.row + max(0, region.rows - size.rows) / 2),
      scale: scale)
  }

  // MARK: Storage and products of three layers

  private func drawStorage(at playhead: Playhead, in canvas: inout Canvas) {
    let layers = [
      ("fully connected", full.connections, full.connections),
      ("connected to neighbours", shared.connections, shared.connections),
      ("the same, and shared", kernelValues.count, shared.connections),
    ]
    let largest = Double(full.connections)
    var bars: [BarChart.Bar] = []
    for (index, (name, stored, products)) in layers.enumerated() {
      let growth = playhead.phase(Double(index) * 0.3, Double(index) * 0.3 + 0.3)
      func bar(_ label: StyledText, _ count: Int, _ ink: Role) -> BarChart.Bar {
        BarChart.Bar(
          label, fraction: growth * Double(count) / largest, value: growth >= 1 ? .strong("\(count)", ink) : "",
          ink: .role(ink))
      }
      if index > 0 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.faint))) }
      let width = layers.map(\.0.count).max() ?? 0
      bars.append(
        bar(.strong(name.padding(to: width + 2)) + .muted("weights stored"), stored, .kernel))
      bars.append(bar(StyledText("".padding(to: width + 2)) + .muted("products"), products, .active))
    }
    var chart = BarChart(bars)
    chart.reservedColumns = 3
    let spacing = max(1, (canvas.size.rows - 2) / bars.count)
    let rows = spacing * bars.count
    chart.draw(
      in: &canvas, region: canvas.bounds.inset(rows: max(0, canvas.size.rows - rows) / 2), spacing: spacing,
      thickness: spacing)
  }

  // MARK: A real network

  private func drawReal(at playhead: Playhead, in canvas: inout Canvas) {
    let scale = LogScale(upTo: Double(stages.map(\.unsharedParameters).max() ?? 1))
    let growth = playhead.phase(0, 0.9)
    var bars: [BarChart.Bar] = []
    for (index, candidate) in stages.enumerated() {
      let isChosen = candidate == stage
      func bar(_ label: StyledText, _ count: Int, _ scaleOfColor: ColorScale?) -> BarChart.Bar {
        let text = NumberText.integer(count)
        return BarChart.Bar(
          label, fraction: growth * scale.fraction(of: Double(count)),
          value: growth < 1 ? "" : isChosen ? .strong(text) : .muted(text),
          ink: scaleOfColor.map { .level($0, isChosen ? 0.95 : 0.4) } ?? .role(isChosen ? .muted : .faint))
      }
      if index > 0 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.faint))) }
      let name: StyledText = isChosen ? .active("▸ " + candidate.name) : .muted("  " + candidate.name)
      bars.append(bar(name + .muted("  unshared"), candidate.unsharedParameters, nil))
      bars.append(
        bar(.muted(String(repeating: " ", count: candidate.name.count + 4) + "shared"), candidate.parameters, .kernel))
    }
    var chart = BarChart(bars, scale: scale)
    chart.reservedColumns = 13
    let spacing = max(1, (canvas.size.rows - 3) / bars.count)
    let (title, rest) = canvas.bounds.splitTop(max(1, (canvas.size.rows - 1 - spacing * bars.count) / 2))
    canvas.write(
      .muted("AlexNet's convolutions: all weights and biases, each step ten times as many"), in: title)
    chart.draw(in: &canvas, region: rest, spacing: spacing, thickness: spacing)
  }
}

extension String {
  /// The text with spaces behind it up to so many columns.
  func padding(to columns: Int) -> String { self + String(repeating: " ", count: max(0, columns - count)) }
}
