import CellCanvas
import ConvolutionEngine

extension ZeroPaddingScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    switch moment {
    case .first, .shrink:
      tower(moment, growth, playhead.pointer).placed(in: canvas.bounds).draw(in: &canvas)
    case .keep: kept(growth, playhead.pointer, canvas.size).placed(in: canvas.bounds).draw(in: &canvas)
    case .kind(let kind): drawCounts(kind, growth, playhead.pointer, in: &canvas)
    case .strips: strips(playhead.pointer).placed(in: canvas.bounds).draw(in: &canvas)
    case .plane: planes(playhead.pointer, canvas.size).placed(in: canvas.bounds).draw(in: &canvas)
    case .rim: rims(growth, canvas.size).placed(in: canvas.bounds).draw(in: &canvas)
    case .end: summary.placed(in: canvas.bounds).draw(in: &canvas)
    }
  }

  // MARK: Layers

  /// The names under which the units of layers can be pointed at, from the input's.
  private static func grids(_ layers: Int) -> [String] { (0...layers).map { "layer-\($0)" } }

  private func unit(_ target: Target?, in stack: LayerStack) -> LayerStack.Unit? {
    guard let target, let layer = Self.grids(stack.layers).firstIndex(of: target.grid),
      target.column < stack.count(layer)
    else { return nil }
    return .init(layer: layer, index: target.column)
  }

  private func graph(_ stack: LayerStack, _ light: LayerStack.Light?, showsPadding: Bool) -> ConnectionGraph {
    stack.graph(
      light ?? .init(), isCalm: light == nil, showsPadding: showsPadding, grids: Self.grids(stack.layers),
      labels: (0...stack.layers).map { layer in
        let count = "\(stack.count(layer))"
        return StyledText(count.count < 2 ? " " : "") + (layer == 0 ? .input(count) : .output(count))
      },
      name: { "\($0.index + 1)" })
  }

  /// A stack of any height: where its lines have no room, its rows of units alone.
  private func part(_ name: String, _ stack: LayerStack, _ graph: ConnectionGraph) -> Arrangement {
    .graph(name, graph, least: Size(columns: 38, rows: stack.layers + 1))
  }

  /// Layers without zeros; at first a single one, in the place that it keeps.
  private func tower(_ moment: Moment, _ growth: Double, _ pointer: Target?) -> Arrangement {
    let isFirst = if case .first = moment { true } else { false }
    var light: LayerStack.Light?
    if let unit = unit(pointer, in: shrinking) {
      light = shrinking.light(from: unit, down: unit.layer, up: isFirst ? 1 - min(unit.layer, 1) : shrinking.layers)
    } else if isFirst {
      light = shrinking.light(from: .init(layer: 1, index: 0), down: 1, growth: growth)
    } else {
      let top = shrinking.count(shrinking.layers) / 2
      light = shrinking.light(
        from: .init(layer: shrinking.layers, index: top), down: shrinking.layers, growth: growth)
    }
    var graph = graph(shrinking, light, showsPadding: false)
    if isFirst {
      for layer in graph.layers.indices.dropFirst(2) {
        graph.layers[layer].units = []
        graph.layers[layer].label = ""
      }
      graph.connections.removeAll { $0.layer > 0 }
    }
    return .row(part("shrinking", shrinking, graph))
  }

  private func kept(_ growth: Double, _ pointer: Target?, _ size: Size) -> Arrangement {
    let light: LayerStack.Light
    if let unit = unit(pointer, in: keeping) {
      light = keeping.light(from: unit, down: unit.layer, up: keeping.layers)
    } else {
      light = keeping.light(from: .init(layer: keeping.layers, index: 0), down: keeping.layers, growth: growth)
    }
    let graph = part("keeping", keeping, graph(keeping, light, showsPadding: true))
    guard size.columns >= 110 else { return .row(graph) }
    return .row(
      part("shrinking", shrinking, self.graph(shrinking, nil, showsPadding: false).unnamed)
        .titled(
          .output("valid")
            + .muted(": no zeros, \(counted(shrinking.layers, "layer"))\(kernel == 1 ? " and more" : " at most")")),
      graph.titled(.output("same") + .muted(": zeros at every layer")), align: .bottom)
  }

  // MARK: How often each unit is seen

  /// The shade of a count.
  private func shade(_ count: Int, most: Int) -> Tint { .level(.amount, Double(count) / Double(max(1, most))) }

  /// One layer with two rows of counts: what each output sees above it, how often each input is seen below.
  private func drawCounts(_ kind: PaddingKind, _ growth: Double, _ pointer: Target?, in canvas: inout Canvas) {
    guard let stack = layers[kind] else { return }
    let geometry = geometry(kind)
    let (visits, sightings) = (geometry.visits, geometry.sightings)
    let light: LayerStack.Light
    if let unit = unit(pointer, in: stack) {
      light = stack.light(from: unit, down: 1, up: 1)
    } else {
      light = stack.light(from: .input(0), up: 1, growth: growth)
        .union(stack.light(from: .output(0), down: 1, growth: growth))
    }
    var graph = stack.graph(
      light, showsPadding: true, grids: Self.grids(1), labels: [.input("x     "), .output("s     ")], name: \.name)
    for layer in 0...1 {
      for index in graph.layers[layer].units.indices {
        graph.layers[layer].units[index].shortLabel = ""
        if !graph.layers[layer].units[index].isPadding { graph.layers[layer].units[index].label.removeFirst() }
      }
    }
    let drawing = graph
    let parts = Arrangement.column(
      .drawing("counts", least: Size(columns: 60, rows: 13)) { canvas, region in
        let inner = region.splitTop(1).rest.splitBottom(1).rest
        let boxes = drawing.draw(in: &canvas, region: inner)
        let padding = drawing.layers[0].units.prefix { $0.isPadding }.count
        canvas.write(.muted("sees"), column: region.column, row: region.row)
        canvas.write(.muted("seen"), column: region.column, row: region.endRow - 1)
        for (index, count) in sightings.enumerated() { write(count, at: boxes[1][index], region.row, in: &canvas) }
        for (index, count) in visits.enumerated() {
          write(count, at: boxes[0][index + padding], region.endRow - 1, in: &canvas)
        }
      },
      .row(
        .text(.muted("sees: inputs it is made from     seen: outputs it goes into")),
        .extra(.legend(ScaleLegend(.amount, from: "0", to: "\(kernel)")))), gap: 1...1
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    func write(_ count: Int, at box: Region, _ row: Int, in canvas: inout Canvas) {
      let text = "\(count)"
      let place = Region(column: box.column, row: row, columns: max(box.columns, text.count), rows: 1)
      canvas.fill(place, with: Cell(" ", ink: .role(.legible), paper: shade(count, most: kernel)))
      canvas.write(
        StyledText(text), in: place, align: .center, ink: .role(.legible), paper: shade(count, most: kernel),
        style: .bold)
    }
  }

  /// The counts of all three kinds, one below the other.
  private func strips(_ pointer: Target?) -> Arrangement {
    func table(_ title: StyledText, _ name: String, _ counts: [[Int]]) -> NumberGrid {
      let widest = counts.map(\.count).max() ?? 1
      var grid = NumberGrid(title, name: name, rows: counts.count, columns: widest) { row, column in
        // What is shorter stands in the middle, as it does above its inputs.
        let place = column - (widest - counts[row].count) / 2
        guard counts[row].indices.contains(place) else { return .init(paper: .role(.background)) }
        let count = counts[row][place]
        let isPointed = pointer == Target(grid: name, row: row, column: column)
        return .init("\(count)", paper: isPointed ? .role(.active) : shade(count, most: kernel), style: .bold)
      }
      grid.rowNames = PaddingKind.allCases.map { .output($0.rawValue) }
      return grid
    }
    let all = PaddingKind.allCases.map(geometry)
    return .column(
      .grid(
        "visits",
        table(
          .muted("how often each of the ") + .input("\(inputs) inputs") + .muted(" is seen"), "visits",
          all.map(\.visits))),
      .grid(
        "sightings",
        table(.muted("how many inputs each ") + .output("output") + .muted(" sees"), "sightings", all.map(\.sightings))),
      .legend(ScaleLegend(.amount, from: "0", to: "\(kernel)")), align: .center)
  }

  // MARK: On a plane

  private func planes(_ pointer: Target?, _ size: Size) -> Arrangement {
    func map(_ counts: [Int], _ kind: PaddingKind, name: String?) -> HeatMap {
      let plane = Tensor(visits: counts, counts)
      var map = plane.heatMap(limits: 0...Double(kernel * kernel))
      map.name = name
      return map
    }
    let seen = PaddingKind.allCases.map { kind in
      let visits = geometry(kind).visits
      let middle = visits[inputs / 2]
      return Arrangement.column(
        .map(kind.rawValue, map(visits, kind, name: kind.rawValue), least: size.rows > 30 ? 2 * inputs : inputs).titled(
          .output(kind.rawValue)),
        .text(
          .muted("corner ") + .strong("\(visits[0] * visits[0])") + .muted("  middle ") + .strong("\(middle * middle)")),
        gap: 0...0)
    }
    let sees = PaddingKind.allCases.map { kind in
      let counts = geometry(kind).sightings
      return Arrangement.map(
        "\(kind)-outputs", map(counts, kind, name: nil), least: counts.count,
        most: Size(columns: counts.count, rows: (counts.count + 1) / 2)
      )
      .titled(.muted("inputs that each of ") + .output(sides(counts.count, counts.count)) + .muted(" sees"))
    }
    let title: StyledText = .muted("windows over each cell of ") + .input(sides(inputs, inputs))
    return .column(
      .row(of: seen, gap: 2...12, align: .top).titled(title),
      size.rows > 30 ? .extra(.row(of: sees, gap: 2...12, align: .bottom)) : .nothing,
      .legend(ScaleLegend(.amount, from: "0", to: "\(kernel * kernel) windows")), align: .center)
  }

  /// The picture that is the same everywhere, and what averages make of it.
  private func rims(_ growth: Double, _ size: Size) -> Arrangement {
    let scale = 0...Double(Self.brightness)
    func part(_ name: String, _ values: Tensor, _ title: StyledText) -> Arrangement {
      let (first, middle) = (values[0, 0], values[inputs / 2, inputs / 2])
      return .column(
        .map(name, values.heatMap(.grey, limits: scale)).titled(title),
        .text(
          .muted("corner ") + .strong(Self.text(first)) + .muted("  middle ") + .strong(Self.text(middle))),
        gap: 0...0)
    }
    let deeper = withZeros.indices.dropFirst().map { index in
      part("after \(index)", withZeros[index], .output("zeros") + .muted(", \(index + 1) layers"))
    }
    return .column(
      .row(
        part("constant", constant, .input("picture")),
        .arrow("average", progress: growth, columns: 7...10),
        part("zeros", withZeros[0], .output("zeros") + .muted(" around it")).hidden(growth < 1),
        part("border", withBorder, .output("border") + .muted(" repeated")).hidden(growth < 1), gap: 1...8, align: .top),
      size.rows > 30 ? .extra(.row(of: deeper, gap: 2...12, align: .top)) : .nothing,
      .legend(ScaleLegend(.grey, from: "0", to: GridConvolution.text(Self.brightness))), align: .center)
  }

  // MARK: All three

  private var summary: Arrangement {
    let head: [StyledText] = [
      "padding", "zeros", "outputs", "", "x1 is seen", "in the middle", "s1 sees",
    ].map { .muted($0) }
    let rows = PaddingKind.allCases.map { kind -> [StyledText] in
      let geometry = geometry(kind)
      let (padding, visits) = (geometry.window.padding, geometry.visits)
      return [
        .output(kind.rawValue), StyledText("\(padding.before) + \(padding.after)"), .muted(kind.rule),
        .output("\(geometry.output)"), .strong(times(visits[0])), StyledText(times(visits[inputs / 2])),
        .strong("\(geometry.sightings[0])") + .muted(" of \(kernel)"),
      ]
    }
    return .column(
      .text(
        .input("m = \(inputs)") + .muted(" inputs     ") + .kernel("k = \(kernel)")
          + .muted(" \(nouns(kernel, "weight"))")),
      .table(([head] + rows).map { $0.map { .text($0) } }, columnGap: 2...6, rowGap: 1...2), gap: 2...3)
  }
}

extension ConnectionGraph {
  /// The same graph, whose units cannot be pointed at: there is another one with their names.
  fileprivate var unnamed: ConnectionGraph {
    var graph = self
    for layer in graph.layers.indices { graph.layers[layer].name = nil }
    return graph
  }
}

// MARK: Pointing

extension ZeroPaddingScene {
  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch moment {
    case .first, .shrink: return unitRemark(target, in: shrinking)
    case .keep: return unitRemark(target, in: keeping)
    case .kind(let kind): return layers[kind].flatMap { unitRemark(target, in: $0) }
    case .strips: return countRemark(target)
    case .plane:
      guard let kind = PaddingKind(rawValue: target.grid), max(target.row, target.column) < inputs else { return nil }
      let visits = geometry(kind).visits
      let (down, across) = (visits[target.row], visits[target.column])
      return Remark(
        caption:
          "Cell (\(target.row + 1), \(target.column + 1)) under \(kind.rawValue) padding: so many rows of windows cover it, times so many columns.",
        formula: [
          "\(down)" + .muted(" · ") + "\(across)" + .muted(" = ") + .active("\(down * across)")
            + .muted(" \(nouns(down * across, "window")) of at most \(kernel * kernel)")
        ])
    case .rim, .end: return nil
    }
  }

  private func unitRemark(_ target: Target, in stack: LayerStack) -> Remark? {
    guard let unit = unit(target, in: stack) else { return nil }
    let place = "Unit \(unit.index + 1) of \(stack.count(unit.layer))"
    let up = stack.outputs(reachedBy: unit.index, in: unit.layer).count
    let above =
      unit.layer < stack.layers ? " It goes into \(portion(up, of: stack.count(unit.layer + 1), "unit")) above." : ""
    guard unit.layer > 0 else { return Remark(caption: "\(place) in the input.\(above)") }
    let seen = stack.inputs(of: unit.index, in: unit.layer).count
    let zeros = kernel - seen
    return Remark(
      caption: """
        \(place) in layer \(unit.layer) sees \(counted(seen, "unit")) below\(zeros > 0 ? " and \(counted(zeros, "zero"))" : "").\(above)
        """)
  }

  private func countRemark(_ target: Target) -> Remark? {
    guard PaddingKind.allCases.indices.contains(target.row) else { return nil }
    let kind = PaddingKind.allCases[target.row]
    let geometry = geometry(kind)
    switch target.grid {
    case "visits" where target.column < inputs:
      let count = geometry.visits[target.column]
      return Remark(
        caption:
          "Under \(kind.rawValue) padding x\(target.column + 1) goes into \(portion(count, of: geometry.output, "output"))."
      )
    case "sightings":
      let widest = PaddingKind.allCases.map { self.geometry($0).output }.max() ?? 0
      let index = target.column - (widest - geometry.output) / 2
      guard geometry.sightings.indices.contains(index) else { return nil }
      let count = geometry.sightings[index]
      return Remark(
        caption: """
          Under \(kind.rawValue) padding s\(index + 1) sees \(counted(count, "input"))\
          \(count < kernel ? " and \(counted(kernel - count, "zero"))." : ", and no zeros.")
          """)
    default: return nil
    }
  }
}
