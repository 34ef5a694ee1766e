import CellCanvas
import ConvolutionEngine

// The stack as a graph: which unit depends on which, along one axis, and as squares from above.

extension ReceptiveFieldScene {
  /// The name of a row of the first graph.
  static let names = ["x", "h", "g"]

  /// A unit of the first graph by its name, counted from 1: g3.
  static func name(_ unit: Int, in layer: Int) -> String { "\(names[layer])\(unit + 1)" }

  /// The unit of the first graph that is asked about.
  var asked: String { Self.name(graph.middle(2), in: 2) }

  /// What the unit asked about depends on, layer by layer from the input.
  var seen: [Set<Int>] { graph.dependencies(of: graph.middle(2), in: 2) }

  /// The layer and unit that a target stands for, in the graph that a step shows.
  func unit(at target: Target, _ stack: LayerStack) -> (layer: Int, unit: Int)? {
    for layer in 0...stack.layers where target.grid == Self.gridName(layer) {
      return target.column < stack.count(layer) ? (layer, target.column) : nil
    }
    return nil
  }

  /// The name under which the units of a layer are pointed at.
  static func gridName(_ layer: Int) -> String { "layer-\(layer)" }

  // MARK: The words

  var start: Step {
    let width = widest == 1 ? "a single unit" : "\(widest) units"
    return Step(
      caption:
        "Each unit looks at no more than \(width) of the row below. Does that mean that \(asked), two layers up, "
        + "knows only a small part of x?",
      note: "Let the class point at the units that g reaches before a line is lit. Any unit can be picked with the "
        + "cursor, in any row.")
  }

  var firstReach: Step {
    let below = Self.list(seen[1], in: 1)
    return Step(
      caption: StyledText(
        "\(asked) looks at \(below) and at nothing else. What stands in these, it knows second-hand."),
      formula: recurrence(1), note: "Ask backwards: what would have to change for this unit to change?",
      duration: .milliseconds(1000))
  }

  var secondReach: Step {
    let count = seen[0].count
    let bothReach = windows.prefix(2).allSatisfy { $0.kernel > 1 }
    return Step(
      caption: StyledText("Through \(Self.list(seen[1], in: 1)), \(asked) depends on ")
        + .strong(count == Self.units ? "all \(count)" : "\(count)")
        + (widest == 1
          ? " input alone: kernels of 1 never look aside, however many layers there are."
          : count == 1
            ? " input alone: so short a row ends before the other weights, and they lie on zeros."
            : " inputs, though no kernel is wider than \(widest)"
              + (bothReach ? ": each layer looks further than the one below." : ".")),
      formula: recurrence(2),
      note: "The receptive field is a property of the place in the network, not of the weights. How much each input "
        + "really counts is another question.",
      question: Question(
        "\(asked) looks at \(Self.list(seen[1], in: 1)). On how many of the \(Self.units) inputs does it depend?",
        answer: .number(Double(count), decimals: 0)), duration: .milliseconds(1400))
  }

  /// The widest kernel of the first graph.
  private var widest: Int { windows.prefix(2).map(\.kernel).max() ?? 1 }

  func grown(_ layer: Int) -> Step {
    let field = pyramid.fields[layer]
    let caption: StyledText =
      switch layer {
      case 2:
        StyledText(
          "In two dimensions the field is a square: behind two layers a unit sees "
            + "\(field.size) × \(field.size) inputs, "
        )
          + "and one layer only \(pyramid.fields[1].size) × \(pyramid.fields[1].size)."
      case windows.count:
        "What a layer adds is its reach times the jump: how far apart two neighbours of the layer below stand on the "
          + "input."
      default: ring(layer)
      }
    return Step(
      caption: caption, formula: recurrence(layer),
      note: "r counts inputs along one side, j is the distance on the input between neighbours of a layer.",
      question: layer == 3
        ? Question(
          "\(stackName(3)): how wide is the square of inputs that a unit behind the third sees?",
          answer: .number(Double(field.size), decimals: 0)) : nil, duration: .milliseconds(1400))
  }

  /// What a layer in the middle of the stack adds.
  private func ring(_ layer: Int) -> StyledText {
    let (reach, jump) = (windows[layer - 1].effectiveKernel - 1, pyramid.fields[layer - 1].jump)
    guard reach > 0 else {
      return "Layer \(layer) adds nothing: a kernel of 1 looks at a single unit of the layer below."
    }
    return StyledText(
      "Layer \(layer) adds a ring: its kernel reaches \(reach) \(reach == 1 ? "unit" : "units") of the layer below further, "
        + "and each step there is \(jump) \(jump == 1 ? "input" : "inputs") wide.")
  }

  /// Units of the first graph: “h2, h3 and h4”.
  private static func list(_ units: Set<Int>, in layer: Int) -> String {
    listed(units.sorted().map { name($0, in: layer) })
  }

  /// "Three 3 × 3 layers", or only "Three layers" when they differ.
  private func stackName(_ count: Int) -> String {
    let number = count == 3 ? "Three" : "\(count)"
    let used = Set(windows.prefix(count))
    guard used.count == 1, let window = used.first else { return "\(number) layers of this stack" }
    return "\(number) layers of \(window.kernel) × \(window.kernel)"
      + (window.stride > 1 ? ", stride \(window.stride)" : "")
      + (window.dilation > 1 ? ", dilation \(window.dilation)" : "")
  }

  // MARK: While a unit is pointed at

  func remark(on target: Target) -> Remark? {
    guard let (layer, unit) = unit(at: target, graph) else { return nil }
    let name = Self.name(unit, in: layer)
    let below = graph.dependencies(of: unit, in: layer)
    let above = graph.dependents(of: unit, in: layer)
    switch layer {
    case 0:
      return Remark(
        caption: "\(name) reaches \(Self.list(above[1], in: 1)), and through these \(Self.list(above[2], in: 2)).")
    case 1:
      return Remark(
        caption: "\(name) sees \(Self.list(below[0], in: 0)), and is seen by \(Self.list(above[1], in: 2)).")
    default:
      return Remark(
        caption: "\(name) sees \(Self.list(below[1], in: 1)), and through these \(Self.list(below[0], in: 0)).")
    }
  }

  func remarkOnPyramid(_ target: Target) -> Remark? {
    guard let (layer, unit) = unit(at: target, pyramid) else { return nil }
    guard layer > 0 else {
      return Remark(
        caption: "This input reaches \(pyramid.dependents(of: unit, in: 0)[1].count) units of layer 1.")
    }
    let field = pyramid.fields[layer].inputs(of: unit)
    let count = pyramid.dependencies(of: unit, in: layer)[0].count
    return Remark(
      caption: count == field.count
        ? "This unit of layer \(layer) sees the \(count) inputs from \(field.lowerBound + 1) to \(field.upperBound)."
        : "This unit of layer \(layer) spans inputs \(field.lowerBound + 1) to \(field.upperBound), "
          + "and sees \(count) of these \(field.count): the others fall between.",
      formula: recurrence(layer))
  }

  // MARK: The graphs

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
  func drawGraph(reach: Int, at playhead: Playhead, in canvas: inout Canvas) {
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
  func drawPyramid(_ layer: Int, at playhead: Playhead, in canvas: inout Canvas) {
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
  static func shade(_ index: Int, of count: Int) -> Tint {
    .level(.input, 0.95 - 0.7 * Double(index) / Double(max(1, count)))
  }
}
