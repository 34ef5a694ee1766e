import CellCanvas
import ConvolutionEngine

extension StridedConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .direct, .one, .every, .keep, .waste, .end:
      ways(moment, at: playhead).placed(in: canvas.bounds).draw(in: &canvas)
    case .plane: grids(playhead, canvas.size).placed(in: canvas.bounds).draw(in: &canvas)
    case .curve: Arrangement.row(.chart("curve", curve(canvas.size))).placed(in: canvas.bounds).draw(in: &canvas)
    case .orphan(let grids): drawOrphans(grids, at: playhead, in: &canvas)
    }
  }

  // MARK: Both ways as layers of units

  /// The names under which units and places can be pointed at, beside the inputs that can be edited.
  static let (xName, sName, zName, keptName) = ("x", "s", "z", "kept")
  static let (zGridName, sGridName) = ("z-grid", "s-grid")

  /// What is looked at.
  enum Focus: Hashable {
    case input(Int), every(Int), output(Int)
  }

  func focus(_ target: Target?) -> Focus? {
    guard let target, target.row == 0 else { return nil }
    switch target.grid {
    case Self.values.name, Self.xName: return target.column < strided.inputs.count ? .input(target.column) : nil
    case Self.zName: return .every(target.column)
    case Self.sName, Self.keptName: return .output(target.column)
    default: return nil
    }
  }

  /// The output of the short way that is the same as one at stride 1; `nil` for one that is thrown away.
  func kept(_ place: Int) -> Int? { place.isMultiple(of: step) ? place / step : nil }

  private func lights(_ focus: Focus, growth: Double = 1) -> (short: LayerStack.Light, long: LayerStack.Light) {
    switch focus {
    case .input(let index):
      let unit = LayerStack.Unit.input(index)
      return (short.light(from: unit, up: 1, growth: growth), long.light(from: unit, up: 2, growth: growth))
    case .every(let index):
      let shortLight = kept(index).map { short.light(from: .output($0), down: 1, growth: growth) }
      return (shortLight ?? .init(), long.light(from: .init(layer: 1, index: index), down: 1, up: 1, growth: growth))
    case .output(let index):
      return (
        short.light(from: .output(index), down: 1, growth: growth),
        long.light(from: .init(layer: 2, index: index), down: 2, growth: growth)
      )
    }
  }

  /// Every line from what is kept to what it is kept as, and those of the products that are made for nothing.
  private func keeping(growth: Double, showsWaste: Bool) -> LayerStack.Light {
    var light = LayerStack.Light()
    for place in 0..<counts.all {
      if let output = kept(place) {
        light.units.formUnion([.init(layer: 1, index: place), .init(layer: 2, index: output)])
        light.lines.append(
          .init(from: .init(layer: 1, index: place), to: output, fraction: growth, ink: .role(.output)))
      } else if showsWaste {
        light.lines += long.allInputs(of: place, in: 1).map {
          .init(from: .input($0), to: place, ink: .role(.wrong))
        }
      }
    }
    return light
  }

  private func ways(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let pointed = focus(playhead.pointer)
    let growth = pointed == nil ? playhead.phase(0.1, 0.9) : 1
    var (shortLight, longLight): (LayerStack.Light?, LayerStack.Light?)
    var (showsLong, showsZ, showsKept) = (true, true, true)
    switch moment {
    case .direct, .one: showsLong = false
    case .every: (showsZ, showsKept) = (false, false)
    default: break
    }
    if let pointed {
      let lights = lights(pointed)
      (shortLight, longLight) = (lights.short, lights.long)
      if !showsKept { longLight?.lines.removeAll { $0.from.layer == 1 } }
    } else {
      switch moment {
      case .one: shortLight = lights(.output(middle), growth: growth).short
      case .keep: longLight = keeping(growth: growth, showsWaste: false)
      case .waste: longLight = keeping(growth: 1, showsWaste: true)
      default: break
      }
    }
    func graphs(isTall: Bool) -> (short: Arrangement, long: Arrangement) {
      var longGraph = graph(
        long, longLight, grids: [Self.xName, Self.zName, Self.keptName], letters: ["x", "z", "s"],
        numbers: [every.inputs, showsZ ? every.outputs : [], strided.outputs], isTall: isTall)
      if showsKept {
        hatch(&longGraph)
      } else {
        longGraph.connections.removeAll { $0.layer == 1 }
        longGraph.layers[2].units = longGraph.layers[2].units.map { unit in
          ConnectionGraph.Unit("·", position: unit.position, ink: .role(.muted))
        }
        longGraph.layers[2].name = nil
      }
      let shortGraph = graph(
        short, shortLight, grids: [Self.values.name, Self.sName], letters: ["x", "s"],
        numbers: [strided.inputs, strided.outputs], isTall: isTall)
      func least(_ stack: LayerStack) -> Size {
        let rows = stack.layers + 1
        let places = stack.count(0) + 2 * every.geometry.window.padding.before
        return isTall
          ? Size(columns: 3 + 4 * places, rows: 2 * rows + 2 * (rows - 1))
          : Size(columns: 3 + 4 * places, rows: rows + 2 * (rows - 1))
      }
      let way: StyledText =
        !showsKept
        ? .output("stride 1") + .muted(", the long way")
        : step == 1
          ? .output("stride 1") + .muted(", and all are kept")
          : .output("stride 1") + .muted(", then every \(ordinal(step)) kept")
      return (
        Arrangement.graph("short", shortGraph, least: least(short)).titled(
          .output("stride \(step)") + .muted(" at once")),
        Arrangement.graph("long", longGraph, least: least(long)).titled(way).hidden(!showsLong)
      )
    }
    let (side, stacked) = (graphs(isTall: true), graphs(isTall: false))
    let isWaste = if case .waste = moment { true } else { false }
    let scale = GridScale(columns: 10, rows: 1)
    let table =
      isWaste
      ? Arrangement.row(
        .grid("costs", costs, scale: scale), .grid("other-strides", strideCosts, scale: scale), gap: 8...30,
        align: .top) : .nothing
    let matrices = Arrangement.extra(
      .row(
        .grid("matrix", matrix(strided, "stride \(step)", isThinned: false), scale: GridScale(columns: 4, rows: 1)),
        .grid("every-matrix", matrix(every, "stride 1", isThinned: showsKept), scale: GridScale(columns: 4, rows: 1))
          .hidden(!showsLong), gap: 8...30))
    return .firstThatFits(
      .column(
        .row(side.short, .sign("=").hidden(!showsLong || !showsKept), side.long, gap: 1...4), .extra(table), matrices,
        align: .center),
      .column(stacked.short, stacked.long, .extra(table), gap: 0...1))
  }

  private func graph(
    _ stack: LayerStack, _ light: LayerStack.Light?, grids: [String], letters: [String], numbers: [[Float]],
    isTall: Bool
  ) -> ConnectionGraph {
    func number(_ unit: LayerStack.Unit) -> String {
      numbers[unit.layer].indices.contains(unit.index) ? GridConvolution.text(numbers[unit.layer][unit.index]) : ""
    }
    func name(_ unit: LayerStack.Unit) -> String { "\(letters[unit.layer])\(unit.index + 1)" }
    var graph = stack.graph(
      light ?? .init(), isCalm: light == nil, showsPadding: true, grids: grids,
      labels: letters.enumerated().map { $0 == 0 ? .input($1) : .output($1) },
      value: { isTall ? number($0) : "" },
      name: { isTall || number($0).isEmpty ? name($0) : "\(name($0)) \(number($0))" })
    for layer in graph.layers.indices {
      let first = graph.layers[layer].units.prefix { $0.isPadding }.count
      for index in graph.layers[layer].units.indices {
        // What no window reaches is told in a step of its own.
        graph.layers[layer].units[index].isHatched = false
        guard !isTall, !graph.layers[layer].units[index].isPadding else { continue }
        graph.layers[layer].units[index].shortLabel = number(.init(layer: layer, index: index - first))
      }
    }
    return graph
  }

  /// Strikes through what is thrown away.
  private func hatch(_ graph: inout ConnectionGraph) {
    for place in graph.layers[1].units.indices where kept(place) == nil {
      graph.layers[1].units[place].isHatched = true
      guard graph.layers[1].units[place].paper != .role(.active) else { continue }
      graph.layers[1].units[place].paper = .role(.panel)
      graph.layers[1].units[place].ink = .role(.muted)
    }
  }

  private var costs: NumberGrid {
    costs(
      .muted("what both ways cost"),
      [
        (.output("at once"), counts.kept, strided.products, 0),
        (.output("long way"), counts.all, every.products, every.products - strided.products),
      ])
  }

  /// What the long way makes for nothing on this row, stride by stride.
  private var strideCosts: NumberGrid {
    costs(
      .muted("the long way to other strides: what is kept of it"),
      (1...4).map { stride in
        let kept = (every.outputs.count + stride - 1) / stride
        let products = kept * strided.kernel.count
        return (
          stride == step ? .strong("stride \(stride)", .output) : .output("stride \(stride)"), kept, products,
          every.products - products
        )
      })
  }

  private func costs(
    _ title: StyledText, _ ways: [(name: StyledText, outputs: Int, products: Int, lost: Int)]
  ) -> NumberGrid {
    var grid = NumberGrid(title, rows: 3, columns: ways.count) { row, column in
      let way = ways[column]
      let count = [way.outputs, way.products, way.lost][row]
      return NumberGrid.Element(
        NumberText.integer(count), ink: row == 2 && count > 0 ? .role(.wrong) : .role(.legible),
        paper: .role(.panel), style: .bold)
    }
    grid.rowNames = ["outputs", "products", "for nothing"].map { .muted($0) }
    grid.columnNames = ways.map(\.name)
    return grid
  }

  /// What is done to the row as a matrix: that of a stride is that of stride 1 without some of its rows.
  private func matrix(_ row: RowConvolution, _ title: String, isThinned: Bool) -> NumberGrid {
    var grid = NumberGrid(
      .kernel("weights") + .muted(" at \(title)"), rows: row.outputs.count, columns: row.inputs.count
    ) { output, input in
      let isThrown = isThinned && kept(output) == nil
      guard let weight = row.geometry.weight(from: input, to: output) else {
        return NumberGrid.Element("·", ink: .role(.muted), isHatched: isThrown)
      }
      return NumberGrid.Element(
        GridConvolution.text(row.kernel[weight]), ink: isThrown ? .role(.muted) : .role(.legible),
        paper: isThrown ? .role(.panel) : .level(.kernel, 0.6), isHatched: isThrown)
    }
    let letter = row.geometry == every.geometry && step > 1 ? "z" : "s"
    grid.rowNames = row.outputs.indices.map { .output("\(letter)\($0 + 1)") }
    grid.columnNames = row.inputs.indices.map { .input("x\($0 + 1)") }
    return grid
  }
}
