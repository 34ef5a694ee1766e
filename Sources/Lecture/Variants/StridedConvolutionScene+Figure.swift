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
  private static let (xName, sName, zName, keptName) = ("x", "s", "z", "kept")
  private static let (zGridName, sGridName) = ("z-grid", "s-grid")

  /// What is looked at.
  private enum Focus: Hashable {
    case input(Int), every(Int), output(Int)
  }

  private func focus(_ target: Target?) -> Focus? {
    guard let target, target.row == 0 else { return nil }
    switch target.grid {
    case Self.values.name, Self.xName: return target.column < strided.inputs.count ? .input(target.column) : nil
    case Self.zName: return .every(target.column)
    case Self.sName, Self.keptName: return .output(target.column)
    default: return nil
    }
  }

  /// The output of the short way that is the same as one at stride 1; `nil` for one that is thrown away.
  private func kept(_ place: Int) -> Int? { place.isMultiple(of: step) ? place / step : nil }

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
    let table = isWaste ? Arrangement.grid("costs", costs) : .nothing
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
    let rows = [
      ("outputs", counts.kept, counts.all), ("products", strided.products, every.products),
      ("for nothing", 0, every.products - strided.products),
    ]
    var grid = NumberGrid(rows: rows.count, columns: 2) { row, column in
      let count = column == 0 ? rows[row].1 : rows[row].2
      return NumberGrid.Element(
        NumberText.integer(count), ink: row == 2 && count > 0 ? .role(.wrong) : .role(.legible),
        paper: .role(.panel), style: .bold)
    }
    grid.rowNames = rows.map { .muted($0.0) }
    grid.columnNames = [.output("at once"), .output("long way")]
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

  // MARK: On a grid

  private func grids(_ playhead: Playhead, _ size: Size) -> Arrangement {
    let pointer = playhead.pointer
    let place = pointer.map { Settings.Place(row: $0.row, column: $0.column) }
    var (inEvery, inStrided, inInput): (Settings.Place?, Settings.Place?, Settings.Place?)
    switch pointer?.grid {
    case Self.sGridName:
      inStrided = place
      inEvery = place.map { .init(row: $0.row * step, column: $0.column * step) }
    case Self.zGridName:
      inEvery = place
      inStrided = place.flatMap { place in
        kept(place.row).flatMap { row in kept(place.column).map { .init(row: row, column: $0) } }
      }
    case Self.values.name: inInput = place
    default: break
    }
    let covered = inEvery.map(everyGrid.covered) ?? [:]
    var all = everyGrid.outputGrid(name: Self.zGridName, active: inEvery) { _ in true }
    all.title = .output("stride 1") + .muted(" \(sides(everyGrid.outputSize, everyGrid.outputSize))")
    for row in 0..<all.rows {
      for column in 0..<all.columns where kept(row) == nil || kept(column) == nil {
        all[row, column].isHatched = true
        guard inEvery != Settings.Place(row: row, column: column) else { continue }
        all[row, column].paper = .role(.panel)
        all[row, column].ink = .role(.muted)
      }
    }
    var few = stridedGrid.outputGrid(name: Self.sGridName, active: inStrided) { _ in true }
    few.title = .output("stride \(step)") + .muted(" \(sides(stridedGrid.outputSize, stridedGrid.outputSize))")
    func title(_ picture: PictureConvolution, _ stride: Int) -> StyledText {
      .muted("a picture at ") + .output("stride \(stride)")
        + .muted(": \(sides(picture.output.shape.height, picture.output.shape.width))")
    }
    let pictures = Arrangement.column(
      everyPicture.map().titled(title(everyPicture, 1)), stridedPicture.map().titled(title(stridedPicture, step)))
    let input = everyGrid.inputGrid(
      name: Self.values.name, covered: covered, active: inInput, showsLoss: false)
    let keep = Arrangement.row(.grid("every", all), .arrow("keep", columns: 4...8), .grid("strided", few))
    let whole = Arrangement.row(.grid("input", input), keep)
    return size.columns >= 110 && size.rows >= 30
      ? .firstThatFits(.row(whole, pictures), .row(keep, pictures), whole, keep) : .firstThatFits(whole, keep)
  }

  // MARK: Grids of any size

  private func curve(_ size: Size) -> LineChart {
    let across = 1...64
    var curves = [
      LineChart.Curve(
        across.map { _ in limitShare }, "\(step * step - 1)/\(step * step)", ink: .role(.muted), mark: .dashes)
    ]
    if size.columns >= 110 {
      for other in 2...4 where other != step {
        let shares = across.map { side -> Double in
          let window = strided.geometry.window
          let all = every.geometry.window.over(side).output
          let few = Window(window.kernel, stride: other, padding: window.padding).over(side).output
          return all == 0 ? .nan : 1 - Double(few * few) / Double(all * all)
        }
        curves.append(.init(shares, "stride \(other)", ink: .role(.other)))
      }
    }
    curves.append(.init(thrownShares(across), "stride \(step)", ink: .role(.wrong), mark: .strong))
    var chart = LineChart(curves, limits: 0...1, across: 1...64)
    chart.x = .init("side n of the grid")
    chart.y = .init("share of the sums thrown away", ticks: [0, 0.25, 0.5, 0.75, 1], decimals: 2)
    chart.marker = Double(stridedGrid.inputSize)
    return chart
  }

  // MARK: What no window covers

  private func drawOrphans(_ grids: GridConvolution, at playhead: Playhead, in canvas: inout Canvas) {
    let pointed = playhead.pointer.flatMap { pointer in
      pointer.grid == Self.sGridName ? Settings.Place(row: pointer.row, column: pointer.column) : nil
    }
    let last = grids.positions - 1
    let hasArrived = playhead.progress >= 1
    let place = pointed ?? (hasArrived ? grids.place(last) : nil)
    let covered = place.map(grids.covered) ?? [:]
    var input = grids.inputGrid(name: Self.values.name, covered: covered, shown: 0)
    for row in 0..<input.rows {
      for column in 0..<input.columns where isOrphan(row, grids) || isOrphan(column, grids) {
        input[row, column].ink = .role(.wrong)
      }
    }
    let output = grids.outputGrid(name: Self.sGridName, active: place) { _ in true }
    let parts = Arrangement.row(
      .column(
        .grid("input", input),
        .text(.tinted("╱╱", .wrong) + .muted(" orphans: no window comes here"))),
      .grid("output", output), .extra(.grid("sizes", sizes(grids), scale: GridScale(columns: 9, rows: 1)))
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    guard let drawn = parts.grid("input") else { return }
    let dropped = grids.geometry.dropped
    let (from, side) = (dropped.lowerBound + grids.padding, input.rows)
    for strip in [
      drawn.window(row: Double(from), column: 0, rows: dropped.count, columns: side),
      drawn.window(row: 0, column: Double(from), rows: side, columns: dropped.count),
    ] {
      let seen = strip.intersection(canvas.bounds)
      for row in seen.row..<seen.endRow {
        for column in seen.column..<seen.endColumn where canvas[column, row].glyph == "╱" {
          canvas[column, row].ink = .role(.wrong)
        }
      }
    }
    if pointed == nil, !hasArrived {
      grids.paintWindow(over: drawn, at: (playhead.phase(0, 0.9) * Double(last)).rounded(.down), in: &canvas)
    }
  }

  private func isOrphan(_ line: Int, _ grids: GridConvolution) -> Bool {
    grids.geometry.dropped.contains(line - grids.padding)
  }

  /// The sizes around, with what comes of them and how many rows are left over.
  private func sizes(_ grids: GridConvolution) -> NumberGrid {
    let window = grids.geometry.window
    let near = (max(1, grids.inputSize - 3)...grids.inputSize + 3).filter { window.over($0).fits }
    var table = NumberGrid(.muted("the same layer on n × n"), rows: near.count, columns: 2) { row, column in
      let geometry = window.over(near[row])
      let isHere = near[row] == grids.inputSize
      if column == 0 {
        return .init("\(geometry.output)", paper: isHere ? .level(.output, 0.6) : .role(.panel))
      }
      let left = geometry.dropped.count
      return .init(
        left == 0 ? "–" : "\(left)", ink: left == 0 ? .role(.muted) : .role(.wrong), paper: .role(.panel),
        style: left == 0 ? [] : .bold)
    }
    table.rowNames = near.map { $0 == grids.inputSize ? .input("\($0)") : .muted("\($0)") }
    table.columnNames = [.output("outputs"), .muted("orphans")]
    return table
  }
}

// MARK: Pointing

extension StridedConvolutionScene {
  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let place = Settings.Place(row: target.row, column: target.column)
    switch moment {
    case .plane: return gridRemark(stridedGrid, on: target, place)
    case .orphan(let grids): return gridRemark(grids, on: target, place)
    default: break
    }
    guard let focus = focus(target) else { return nil }
    switch focus {
    case .input(let index):
      let (few, all) = (
        strided.geometry.outputs(reachedBy: index).count, every.geometry.outputs(reachedBy: index).count
      )
      if case .direct = moment { return reachRemark(index, few) }
      if case .one = moment { return reachRemark(index, few) }
      return Remark(
        caption: """
          x\(index + 1) goes into \(portion(few, of: counts.kept, "output")) at stride \(step)\
          \(step == 1 ? "." : ", and into \(portion(all, of: counts.all, "output")) at stride 1.")
          """)
    case .every(let index):
      let fate =
        kept(index).map { "It is kept, as s\($0 + 1)." }
        ?? "It is thrown away: stride \(step) does not stop here."
      guard case .every = moment else {
        return Remark(
          caption: "z\(index + 1) is the sum at stride 1 over this window. \(fate)",
          formula: [.output("z\(index + 1)") + .muted(" = ") + every.sum(index)])
      }
      return Remark(caption: "z\(index + 1) sees this window of x. Whether it is kept comes next.")
    case .output(let index):
      let twin =
        switch moment {
        case .direct, .one, .every: ""
        default: " On the long way it is z\(index * step + 1)."
        }
      return Remark(
        caption: "s\(index + 1) and its window, whose first cell is \(cellName(index)).\(twin)",
        formula: [.output("s\(index + 1)") + .muted(" = ") + strided.sum(index)])
    }
  }

  private func reachRemark(_ index: Int, _ few: Int) -> Remark {
    Remark(caption: "x\(index + 1) goes into \(portion(few, of: counts.kept, "output")) at stride \(step).")
  }

  /// The first cell of an output's window.
  private func cellName(_ output: Int) -> String {
    let cell = strided.geometry.input(of: output, weight: 0)
    return strided.geometry.isPadding(cell) ? "a zero of the padding" : "x\(cell + 1)"
  }

  private func gridRemark(_ grids: GridConvolution, on target: Target, _ place: Settings.Place) -> Remark? {
    let name = "(\(place.row + 1), \(place.column + 1))"
    switch target.grid {
    case Self.sGridName where grids.position(place) != nil:
      return Remark(
        caption: """
          Output \(name) at stride \(grids.stride) is the one at (\(place.row * grids.stride + 1), \
          \(place.column * grids.stride + 1)) at stride 1: the same window, the same sum.
          """,
        formula: grids.sum(place))
    case Self.zGridName where everyGrid.position(place) != nil:
      let isKept = kept(place.row) != nil && kept(place.column) != nil
      return Remark(
        caption:
          "Output \(name) at stride 1. Stride \(step) \(isKept ? "stops here, too: it is kept" : "does not stop here: it is thrown away").",
        formula: everyGrid.sum(place))
    case Self.values.name where max(place.row, place.column) < grids.inputSize:
      let reached = grids.reach(place).count
      return Remark(
        caption: reached == 0
          ? "No window at stride \(grids.stride) covers this cell: whatever stands here, no output changes."
          : "This cell goes into \(portion(reached, of: grids.positions, "output")) at stride \(grids.stride).")
    default: return nil
    }
  }
}
