import CellCanvas
import ConvolutionEngine

extension ReceptiveFieldScene {
  /// The name under which the stages of a network are pointed at.
  static let stages = "stages"

  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    switch moments[playhead.step] {
    case .start: drawGraph(reach: 0, at: playhead, in: &canvas)
    case .first: drawGraph(reach: 1, at: playhead, in: &canvas)
    case .second: drawGraph(reach: 2, at: playhead, in: &canvas)
    case .grown(let layer): drawPyramid(layer, at: playhead, in: &canvas)
    case .weights: drawPrices(at: playhead, in: &canvas)
    case .faster: drawComparisons(at: playhead, in: &canvas)
    case .network(let index): drawSight(Self.sights[index], at: playhead, in: &canvas)
    case .effective: drawEffective(at: playhead, in: &canvas)
    case .effectiveGrowth: drawDeeper(at: playhead, in: &canvas)
    case .end: drawSight(Self.sights[0], at: Playhead(step: playhead.step, pointer: playhead.pointer), in: &canvas)
    }
  }

  // MARK: Graphs

  /// What lights up in a graph.
  private struct Light {
    /// The unit that is looked at.
    let layer: Int
    let unit: Int
    /// The units that are lit, layer by layer from the input.
    var units: [Set<Int>]
    /// How much of the lines between a layer and the one below it is drawn; nothing where they are not lit.
    var growth: [Double]
    /// Whether the lines above the unit are lit, too.
    var goesUp = false

    /// A unit and all that it depends on, its lines growing downwards layer by layer.
    ///
    /// - Parameters:
    ///   - reach: how many layers down the lines go at the end.
    ///   - growth: how far the lines have come since the last step, 0...1.
    ///   - new: how many of the layers have new lines.
    init(_ stack: LayerStack, unit: Int, in layer: Int, reach: Int, new: Int, growth progress: Double) {
      self.layer = layer
      self.unit = unit
      units = stack.dependencies(of: unit, in: layer)
      units += Array(repeating: [], count: stack.layers - layer)
      growth = Array(repeating: 0, count: stack.layers + 1)
      for depth in 0..<reach {
        let turn = depth - (reach - new)
        growth[layer - depth] = turn < 0 ? 1 : min(max(progress * Double(new) - Double(turn), 0), 1)
      }
      for below in 0..<layer where growth[below + 1] < 1 { units[below] = [] }
    }

    /// A unit that is pointed at, with all that it depends on and all that depends on it.
    init(_ stack: LayerStack, pointedAt unit: Int, in layer: Int) {
      self.init(stack, unit: unit, in: layer, reach: layer, new: 0, growth: 1)
      for (offset, reached) in stack.dependents(of: unit, in: layer).enumerated() { units[layer + offset] = reached }
      growth = Array(repeating: 1, count: stack.layers + 1)
      goesUp = true
    }
  }

  /// A stack as a graph, all of it faint but what is lit.
  private func graph(
    _ stack: LayerStack, _ light: Light, labels: (Int) -> StyledText, unit name: (Int, Int) -> String
  ) -> ConnectionGraph {
    let layers = (0...stack.layers).map { layer in
      ConnectionGraph.Layer(
        labels(layer), name: Self.gridName(layer),
        units: (0..<stack.count(layer)).map { unit in
          let isActive = layer == light.layer && unit == light.unit
          let isLit = light.units[layer].contains(unit)
          return ConnectionGraph.Unit(
            name(unit, layer), position: stack.position(unit, in: layer),
            paper: isActive ? .role(.active) : .level(layer == 0 ? .input : .output, isLit ? 0.8 : 0.18),
            style: isLit || isActive ? .bold : [])
        })
    }
    var connections: [ConnectionGraph.Connection] = []
    for layer in 1...stack.layers {
      for unit in 0..<stack.count(layer) {
        for input in stack.inputs(of: unit, in: layer) {
          connections.append(.init(layer: layer - 1, from: input, to: unit))
          let isLit =
            layer <= light.layer
            ? light.units[layer].contains(unit) : light.goesUp && light.units[layer - 1].contains(input)
          if isLit, light.growth[layer] > 0 {
            connections.append(
              .init(
                layer: layer - 1, from: input, to: unit, ink: .role(.active), fraction: light.growth[layer],
                growsDown: true))
          }
        }
      }
    }
    return ConnectionGraph(layers: layers, connections: connections)
  }

  /// The first graph: what the unit asked about depends on, down to `reach` layers below it.
  private func drawGraph(reach: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let light =
      playhead.pointer.flatMap { unit(at: $0, graph) }.map { Light(graph, pointedAt: $0.unit, in: $0.layer) }
      ?? Light(
        graph, unit: graph.middle(2), in: 2, reach: reach, new: min(reach, 1), growth: playhead.phase(0.1, 0.8))
    let names = ["input", "layer 1", "layer 2"]
    let drawn = graph(graph, light) { layer in
      (layer == 0 ? .input(Self.names[layer]) : .output(Self.names[layer])) + .muted(" " + names[layer])
    } unit: {
      Self.name($0, in: $1)
    }
    // Names at the left of the units, sums at their right.
    let (labels, side) = (11, 29)
    let pitch = max(1, min(18, (canvas.size.columns - labels - side) / Self.units))
    let height = min(canvas.size.rows, max(17, 2 * pitch))
    let whole = canvas.bounds.centered(Size(columns: labels + Self.units * pitch + side, rows: height))
    let (region, sums) = whole.splitRight(side)
    let boxes = drawn.draw(in: &canvas, region: region)
    for (layer, row) in boxes.enumerated() {
      guard let box = row.first, layer <= reach || layer == 0 else { continue }
      let isNew = layer == reach && reach > 0
      guard !isNew || playhead.progress >= 0.8 || playhead.pointer != nil else { continue }
      let field = pyramid.fields[layer]
      let place = Region(column: sums.column, row: box.row + (box.rows - 1) / 2, columns: sums.columns, rows: 1)
      let sum: StyledText = layer == 0 ? .muted("r0 =") : .muted("r\(layer) = ") + sum(layer) + " ="
      canvas.write(sum, in: place.inset(columns: 2))
      canvas.write(
        isNew ? .active("\(field.size)") : .input("\(field.size)"), in: place.inset(columns: 1), align: .trailing)
    }
    canvas.write(
      .muted("inputs seen"),
      in: Region(column: sums.column, row: max(0, (boxes.last?.first?.row ?? 1) - 1), columns: side, rows: 1)
        .inset(columns: 1), align: .trailing)
  }

  /// 3 + (3 − 1)·1, of a layer of the stack.
  private func sum(_ layer: Int) -> StyledText {
    let window = windows[layer - 1]
    let below = pyramid.fields[layer - 1]
    return .input("\(below.size)") + .muted(" + (") + .kernel("\(window.kernel)") + .muted("−1)")
      + (window.dilation > 1 ? .muted("·") + .kernel("\(window.dilation)") : "") + .muted("·")
      + .strong("\(below.jump)")
  }

  // MARK: One and two dimensions

  /// The stack from the side, and what the middle unit of a layer sees from above.
  private func drawPyramid(_ layer: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let light =
      playhead.pointer.flatMap { unit(at: $0, pyramid) }.map { Light(pyramid, pointedAt: $0.unit, in: $0.layer) }
      ?? Light(
        pyramid, unit: pyramid.middle(layer), in: layer, reach: layer, new: layer, growth: playhead.phase(0, 0.7))
    let extent = pyramid.count(0)
    let square = SquareMap(
      extent: extent, in: Region(column: 0, row: 0, columns: canvas.size.columns * 2 / 5, rows: canvas.size.rows)
    ).side
    // The graph's columns are a multiple of its inputs, so that these stand at equal distances.
    let labels = 9
    let room = max(extent, canvas.size.columns - square - Self.squareLabel - labels - 2)
    let columns = labels + min(room / extent, 18) * extent
    let whole = canvas.bounds.centered(
      Size(columns: min(canvas.size.columns, columns + 4 + square + Self.squareLabel), rows: canvas.size.rows))
    let (left, right) = whole.splitLeft(columns)
    graph(pyramid, light) { index in
      index == layer ? .active("layer \(index)") : StyledText(index == 0 ? "input" : "layer \(index)")
    } unit: { unit, index in
      index == 0 && "\(extent) ".count <= room / extent ? "\(unit + 1)" : ""
    }.draw(in: &canvas, region: left)

    let isNew = playhead.progress >= 0.7
    let squares = (0...(isNew ? layer : layer - 1)).map { index in
      Square(
        cells: pyramid.fields[index].inputs(of: pyramid.middle(index)),
        tint: index == layer ? .role(.active) : Self.shade(index, of: pyramid.layers))
    }
    let map = SquareMap(extent: extent, in: right.splitRight(Self.squareLabel).rest.splitLeft(2).rest)
    map.draw([Square(cells: 0..<extent, tint: .level(.input, 0.08))] + squares.reversed(), in: &canvas)
    var free = map.region.row - 1
    for (index, square) in squares.enumerated().reversed() where index > 0 {
      let row = max(map.row(of: square), free + 1)
      let size = square.cells.count
      guard row < map.region.endRow else { break }
      let text = "\(size) × \(size)"
      canvas.write(
        index == layer ? .active(text) : .muted(text), column: map.region.endColumn + 2, row: row)
      free = row
    }
  }

  /// How many columns the sizes beside the squares take.
  private static let squareLabel = 12

  /// The colour of what a layer adds: bright in the middle, darker outwards.
  private static func shade(_ index: Int, of count: Int) -> Tint {
    .level(.input, 0.95 - 0.7 * Double(index) / Double(max(1, count)))
  }

  // MARK: What it costs

  private func drawPrices(at playhead: Playhead, in canvas: inout Canvas) {
    let asked = prices[min(1, prices.count - 1)]
    let (left, right) = canvas.bounds.splitLeft(canvas.size.columns * 2 / 5)
    let isCounted = playhead.progress >= 0.5
    drawPair(asked, in: &canvas, region: left.splitRight(4).rest)

    let most = Double(prices.map { max($0.weights, $0.singleWeights) }.max() ?? 1)
    let growth = playhead.phase(0.3, 0.9)
    // All bars leave the same room for labels and values, so that they compare.
    let labels = prices.map { "one \($0.side) × \($0.side)".count }.max() ?? 0
    let values = prices.map { "\(Self.multiple(max($0.weights, $0.singleWeights)))·C²".count }.max() ?? 0
    let bars = max(1, right.columns - labels - values - 2)
    let thickness = max(1, min(3, ((right.rows - 1) / prices.count - 1) / 2))
    let height = prices.count * (2 * thickness + 1)
    var row = right.row + max(0, (right.rows - height - 1) / 2)
    canvas.write(.muted("weights, C channels in and out"), column: right.column, row: row)
    row += 2
    func draw(_ label: String, _ weights: Int, _ ink: Tint, isAsked: Bool) {
      guard row < right.endRow else { return }
      let middle = row + (thickness - 1) / 2
      canvas.write(isAsked ? .strong(label) : .muted(label), column: right.column, row: middle)
      var end = 0
      for line in row..<row + thickness {
        end = BarChart.bar(
          in: &canvas, column: right.column + labels + 1, row: line, columns: bars,
          fraction: Double(weights) / most * growth, ink: ink)
      }
      if isCounted { canvas.write(.strong("\(Self.multiple(weights))·C²"), column: end + 1, row: middle) }
      row += thickness
    }
    for price in prices {
      let isAsked = price.layers == asked.layers
      draw("\(price.layers) layers", price.weights, .role(.kernel), isAsked: isAsked)
      draw("one \(price.side) × \(price.side)", price.singleWeights, .level(.kernel, 0.45), isAsked: isAsked)
      row += 1
    }
  }

  /// The same field twice: in rings as the stack sees it, and all at once.
  private func drawPair(_ price: Price, in canvas: inout Canvas, region: Region) {
    let halves = [region.splitTop(region.rows / 2).top, region.splitBottom(region.rows / 2).bottom]
    let rings = (0...price.layers).map { index in
      Square(
        cells: pyramid.fields[index].inputs(of: pyramid.middle(index)), tint: Self.shade(index, of: price.layers))
    }
    let first = rings.last?.cells.lowerBound ?? 0
    for (index, half) in halves.enumerated() {
      let (label, space) = half.splitTop(1)
      canvas.write(
        index == 0
          ? .kernel("\(price.layers) layers") + .muted(" in a stack")
          : .kernel("one layer") + .muted(" of \(price.side) × \(price.side)"),
        in: label, align: .center)
      let map = SquareMap(extent: price.side, in: space)
      let squares = index == 0 ? rings.reversed() : rings.suffix(1)
      map.draw(
        squares.map { Square(cells: $0.cells.lowerBound - first..<$0.cells.upperBound - first, tint: $0.tint) },
        in: &canvas)
    }
  }

  // MARK: What makes it grow faster

  private func drawComparisons(at playhead: Playhead, in canvas: inout Canvas) {
    let table = min(max(34, canvas.size.columns * 2 / 5), canvas.size.columns / 2)
    let (left, right) = canvas.bounds.splitRight(table)
    drawBars(at: playhead, in: &canvas, region: left.splitRight(4).rest)
    drawTable(at: playhead, in: &canvas, region: right)
  }

  /// A bar for each way to stack, cut where its layers end.
  private func drawBars(at playhead: Playhead, in canvas: inout Canvas, region: Region) {
    let most = Double(comparisons.flatMap { $0.fields.map(\.size) }.max() ?? 1)
    let thickness = max(1, (region.rows - 1) / comparisons.count - 2)
    let height = comparisons.count * (thickness + 2) + 1
    var row = region.row + max(0, (region.rows - height) / 2)
    canvas.write(.muted("inputs seen behind \(windows.count) layers"), column: region.column, row: row)
    row += 1
    for (index, comparison) in comparisons.enumerated() {
      let isOwn = index == comparisons.count - 1
      let isShown = playhead.progress * Double(comparisons.count) >= Double(index)
      guard isShown, row + 1 < region.endRow, let last = comparison.fields.last else { return }
      canvas.write(
        isOwn ? .strong(comparison.name) : StyledText(comparison.name), column: region.column, row: row)
      canvas.write(
        .input("\(last.size)"), in: Region(column: region.column, row: row, columns: region.columns, rows: 1),
        align: .trailing)
      var start = region.column
      for (layer, field) in comparison.fields.enumerated() {
        let end = region.column + max(1, Int((Double(field.size) / most * Double(region.columns)).rounded()))
        guard end > start else { continue }
        let segment = Region(column: start, row: row + 1, columns: end - start, rows: thickness)
        let shade = Self.shade(layer, of: comparison.fields.count)
        canvas.fill(segment, with: Cell("█", ink: shade, paper: shade))
        let text = "\(field.size)"
        if text.count < segment.columns {
          canvas.write(
            StyledText(text),
            in: Region(
              column: segment.column, row: segment.row + (thickness - 1) / 2, columns: segment.columns, rows: 1),
            align: .trailing, ink: .role(.legible))
        }
        start = end
      }
      row += thickness + 2
    }
  }

  /// The stack layer by layer: what can be edited, and what follows from it.
  private func drawTable(at playhead: Playhead, in canvas: inout Canvas, region: Region) {
    let grid = NumberGrid(name: Self.stack.name, rows: windows.count, columns: 3) { row, column in
      let window = windows[row]
      let isActive = playhead.pointer == Target(grid: Self.stack.name, row: row, column: column)
      return NumberGrid.Element(
        "\([window.kernel, window.stride, window.dilation][column])",
        paper: isActive ? .role(.active) : .level(.kernel, column == 0 ? 0.55 : 0.35), style: .bold)
    }
    let space = Size(columns: region.columns - 8 - 10, rows: region.rows - 3)
    let scale = GridScale.largest(in: space, textColumns: 1) { grid.size(at: $0) }
    let size = grid.size(at: scale)
    let whole = region.centered(Size(columns: size.columns + 18, rows: size.rows + 3))
    let placement = grid.draw(
      in: &canvas, at: Point(column: whole.column + 8, row: whole.row + 3), scale: scale)
    canvas.write(.strong("your stack") + .muted("   e edits it"), column: whole.column, row: whole.row)
    canvas.write(.muted("kernel k, stride s, dilation d"), column: whole.column, row: whole.row + 1)
    for (column, name) in ["k", "s", "d"].enumerated() {
      let cell = placement.region(row: 0, column: column)
      canvas.write(
        .muted(name), in: Region(column: cell.column, row: whole.row + 2, columns: cell.columns, rows: 1),
        align: .center)
    }
    func write(_ text: StyledText, row: Int, end: Int) {
      canvas.write(text, column: whole.column + 8 + size.columns + end - text.columns, row: row)
    }
    write(.muted("r"), row: whole.row + 2, end: 5)
    write(.muted("j"), row: whole.row + 2, end: 10)
    for layer in 1...windows.count {
      let cell = placement.region(row: layer - 1, column: 0)
      let row = cell.row + max(0, cell.rows - 1) / 2
      guard scale.halfRows > 1 else { continue }
      canvas.write(.muted("layer \(layer)"), column: whole.column, row: row)
      write(.input("\(pyramid.fields[layer].size)"), row: row, end: 5)
      write(.strong("\(pyramid.fields[layer].jump)"), row: row, end: 10)
    }
  }
}
