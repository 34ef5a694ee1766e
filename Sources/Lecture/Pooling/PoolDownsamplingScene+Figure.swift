import CellCanvas
import ConvolutionEngine

extension PoolDownsamplingScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .both: drawBoth(at: playhead, in: &canvas)
    case .work: drawWork(at: playhead, in: &canvas)
    case .volume(let volume): drawVolume(volume, at: playhead, in: &canvas)
    default: drawWindows(moment, at: playhead, in: &canvas)
    }
  }

  /// A graph of the detectors and the pooled units, the first `shown` of them known.
  ///
  /// - Parameters:
  ///   - focus: the window that is looked at.
  ///   - growth: how far its lines have come.
  ///   - suffix: what tells the graph's targets from those of another one on the same screen.
  private func graph(
    _ pooling: Pooling, shown: Int, focus: Int?, growth: Double, suffix: String, edits: Bool, pointer: Target?,
    winners: Bool = false
  ) -> ConnectionGraph {
    let stack = LayerStack([.window(pooling.geometry)])
    let names = [edits ? Self.row.name : "detectors" + suffix, "pooled" + suffix]
    var light = LayerStack.Light()
    if let pointer, let layer = names.firstIndex(of: pointer.grid), pointer.column < stack.count(layer) {
      let unit = LayerStack.Unit(layer: layer, index: pointer.column)
      light = stack.light(from: unit, down: 1, up: 1)
    } else if let focus, focus < stack.count(1) {
      light = stack.light(from: .init(layer: 1, index: focus), down: 1, growth: growth)
    } else if winners {
      light.lines = pooling.values.indices.map { output in
        .init(from: .init(layer: 0, index: pooling.switches[0, output].column), to: output, fraction: growth)
      }
    }
    return stack.graph(
      light, isCalm: light.units.isEmpty, grids: names, labels: [.input("detectors"), .output("pooled")]
    ) { unit in
      unit.layer == 0
        ? Self.text(detectors[unit.index]) : unit.index < shown ? Self.text(pooling.values[unit.index]) : "·"
    }
  }

  private func drawWindows(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.pointer == nil ? playhead.phase(0, 0.6) : 1
    let isKnown = playhead.pointer != nil || playhead.progress >= 0.7
    var focus: Int?
    var known = shown(moment, kept)
    switch moment {
    case .window(let index), .ragged(let index):
      focus = index
      if !isKnown { known = index }
    default: break
    }
    // What hangs over has no unit to point at before the last window is told of.
    let pooling = if case .ragged = moment { kept } else { dropped }
    let graph = graph(
      pooling, shown: known, focus: focus, growth: growth, suffix: "", edits: true, pointer: playhead.pointer)
    let isWide = canvas.size.columns >= 130
    let title = windowTitle(moment)
    let parts: [Arrangement] = [
      .graph("graph", graph).titled(title),
      isWide ? .grid("sizes", sizes) : .nothing,
    ]
    Arrangement.row(of: parts, gap: 4...10).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func windowTitle(_ moment: Moment) -> StyledText {
    let window = kept.geometry.window
    let text =
      StyledText.muted("windows of ") + .kernel("\(window.kernel)") + .muted(", ") + .strong("\(window.stride)")
      + .muted(" apart")
    guard case .ragged = moment else { return text }
    return text + .muted("; the last hangs over by ") + .strong("\(kept.geometry.overhang)")
  }

  /// How many pooled units there are for more and fewer detectors: what a large window shows beside.
  private var sizes: NumberGrid {
    let window = kept.geometry.window
    let counts = Array(window.kernel...max(window.kernel + 1, 12))
    var grid = NumberGrid(.muted("pooled units for so many detectors"), rows: counts.count, columns: 2) { row, column in
      let rounding: Window.Rounding = column == 0 ? .up : .down
      let size = { (rounding: Window.Rounding) in
        Window(window.kernel, stride: window.stride, rounding: rounding).over(counts[row]).output
      }
      let isHere = counts[row] == detectors.count
      return NumberGrid.Element(
        "\(size(rounding))",
        paper: isHere ? .role(.active) : .level(.output, size(.up) > size(.down) ? 0.6 : 0.25),
        style: isHere ? .bold : [])
    }
    grid.rowNames = counts.map { $0 == detectors.count ? .active("\($0)") : .input("\($0)") }
    grid.columnNames = [.muted("kept"), .muted("dropped")]
    return grid
  }

  private func drawBoth(at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.pointer == nil ? playhead.phase(0.2, 0.9) : 1
    func part(_ pooling: Pooling, _ name: String) -> Arrangement {
      Arrangement.graph(
        name,
        graph(
          pooling, shown: pooling.values.count, focus: nil, growth: growth, suffix: "-" + name, edits: false,
          pointer: playhead.pointer, winners: true)
      ).titled(
        .strong("last window \(name): ") + .output("\(pooling.values.count)")
          + .muted(" pooled \(nouns(pooling.values.count, "unit"))"))
    }
    let parts = [part(kept, "kept"), part(dropped, "dropped")]
    let isNarrow = canvas.size.columns < 130
    let figure: Arrangement =
      isNarrow ? .column(of: parts, gap: 1...2) : .row(of: parts + [.grid("sizes", sizes)], gap: 4...8)
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: What the next layer saves

  private func drawWork(at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.pointer == nil ? playhead.phase(0, 0.7) : 1
    func dense(_ stack: LayerStack, _ name: String, _ title: StyledText, pooling: Pooling?) -> Arrangement {
      let top = stack.layers
      var light = LayerStack.Light()
      light.lines = (0..<stack.count(top)).flatMap { unit in
        stack.inputs(of: unit, in: top).map {
          LayerStack.Light.Line(from: .init(layer: top - 1, index: $0), to: unit, fraction: growth, ink: .role(.kernel))
        }
      }
      let graph = stack.graph(
        light, isCalm: true, labels: [""] + (pooling == nil ? [] : [""]) + [.muted("next")],
        scales: [.input, pooling == nil ? .other : .output, .other]
      ) {
        unit in
        unit.layer == 0
          ? Self.text(detectors[unit.index])
          : unit.layer == top ? "" : pooling.map { Self.text($0.values[unit.index]) } ?? ""
      }
      return .graph(name, graph).titled(title)
    }
    func title(_ name: String, _ inputs: Int) -> StyledText {
      .strong(name) + .muted(": ") + .strong("\(inputs * next)", .kernel) + .muted(" lines")
    }
    func pooled(_ pooling: Pooling, _ name: String) -> Arrangement {
      dense(pooling.stack, name, title("pooled, last \(name)", pooling.values.count), pooling: pooling)
    }
    let direct = dense(direct, "direct", title("not pooled", detectors.count), pooling: nil)
    let isWide = canvas.size.columns >= 130
    let graphs =
      isWide
      ? [direct, pooled(kept, "kept"), pooled(dropped, "dropped")]
      : [direct, pooled(chosen, keepsLast ? "kept" : "dropped")]
    var bars = [bar("not pooled", detectors.count, .input)]
    if isWide || keepsLast { bars.append(bar("last kept", kept.values.count, .output)) }
    if isWide || !keepsLast { bars.append(bar("last dropped", dropped.values.count, .output)) }
    Arrangement.column(.row(of: graphs, gap: 3...8), .bars("bars", BarChart(bars)), gap: 1...2)
      .placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func bar(_ name: String, _ inputs: Int, _ role: Role) -> BarChart.Bar {
    BarChart.Bar(
      .muted(name), fraction: Double(inputs) / Double(detectors.count),
      value: .strong("\(inputs * next)") + .muted(" \(nouns(inputs * next, "multiply-add"))"), ink: .role(role))
  }

  private func drawVolume(_ volume: Volume, at playhead: Playhead, in canvas: inout Canvas) {
    let input = Volume.input
    func item(_ name: StyledText, _ shape: Shape, _ scale: ColorScale) -> VolumeDiagram.Volume {
      .init(
        name, detail: .muted(shape.description), height: shape.height, width: shape.width, depth: shape.channels,
        scale: scale)
    }
    var items = [item(.input("maps"), input, .input), item(.output("last kept"), volume.kept, .output)]
    if volume.dropped != volume.kept { items.append(item(.output("last dropped"), volume.dropped, .output)) }
    let diagram = VolumeDiagram(items)
    func bar(_ name: String, _ work: Int, _ role: Role) -> BarChart.Bar {
      BarChart.Bar(
        .muted(name), fraction: Double(work) / Double(volume.work.direct),
        value: .strong(NumberText.integer(work)), ink: .role(role))
    }
    var bars = [bar("not pooled", volume.work.direct, .input), bar("last kept", volume.work.kept, .output)]
    if volume.dropped != volume.kept { bars.append(bar("last dropped", volume.work.dropped, .output)) }
    Arrangement.column(
      .drawing("volumes", least: Size(columns: 60, rows: 9), most: Size(columns: 150, rows: 30)) { canvas, region in
        diagram.draw(in: &canvas, region: region)
      },
      .bars("bars", BarChart(bars)).titled(
        .muted("multiply-adds of a 3 × 3 convolution with \(Volume.filters) filters")),
      gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
