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
    let width = counted(widest, "unit", one: "a single")
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
      caption: seen[1].isEmpty
        ? "\(asked) sees nothing here: on so short a row all its weights lie on the zeros around it. Longer rows follow."
        : StyledText(
          "\(asked) looks at \(below) and at nothing else. What stands in \(seen[1].count == 1 ? "it" : "these"), it knows "
            + "second-hand."),
      note: "Ask backwards: what would have to change for this unit to change?", duration: .milliseconds(1000))
  }

  var secondReach: Step {
    let count = seen[0].count
    let why: String =
      if widest == 1 {
        ": kernels of 1 never look aside, however many layers there are."
      } else if count > widest {
        ", more than the \(widest) that any kernel covers: each layer looks further than the one below."
      } else if touchesPadding {
        ": so short a row ends before the other weights, and they lie on zeros around it."
      } else {
        ": a kernel of 1 adds nothing to what the other layer sees."
      }
    return Step(
      caption: StyledText("Through \(Self.list(seen[1], in: 1)), \(asked) depends on ")
        + .strong(portion(count, of: Self.units, "input")) + StyledText(why),
      formula: secondHand,
      note: "The receptive field is a property of the place in the network, not of the weights. How much each input "
        + "really counts is another question.",
      question: Question(
        "\(asked) looks at \(Self.list(seen[1], in: 1)). On how many of the \(Self.units) inputs does it depend?",
        answer: .number(Double(count), decimals: 0)), duration: .milliseconds(1400))
  }

  /// The widest kernel of the first graph.
  private var widest: Int { windows.prefix(2).map(\.kernel).max() ?? 1 }

  /// Whether what the unit asked about looks at lies partly on the zeros around a row.
  private var touchesPadding: Bool {
    let first = graph.allInputs(of: graph.middle(2), in: 2).contains { !(0..<graph.count(1)).contains($0) }
    return first || seen[1].contains { graph.allInputs(of: $0, in: 1).contains { !(0..<Self.units).contains($0) } }
  }

  /// What each unit sees that the one asked about looks at: h2: x1 x2 x3, in as many lines as that takes.
  private var secondHand: [StyledText] {
    let parts = seen[1].sorted().map { unit -> StyledText in
      let inputs = graph.inputs(of: unit, in: 1).map { Self.name($0, in: 0) }
      return .output(Self.name(unit, in: 1)) + .muted(" sees ")
        + (inputs.isEmpty ? .muted("only zeros") : .input(inputs.joined(separator: " ")))
    }
    let single = StyledText.joined(parts, separator: "    ")
    guard single.columns > 76 else { return [single] }
    let half = (parts.count + 1) / 2
    return [parts[..<half], parts[half...]].map { .joined(Array($0), separator: "    ") }
  }

  /// Units of the first graph: “h2, h3 and h4”.
  private static func list(_ units: Set<Int>, in layer: Int) -> String {
    listed(units.sorted().map { name($0, in: layer) })
  }

  // MARK: While a unit is pointed at

  func remark(on target: Target) -> Remark? {
    guard let (layer, unit) = unit(at: target, graph) else { return nil }
    let name = Self.name(unit, in: layer)
    let below = graph.dependencies(of: unit, in: layer)
    let above = graph.dependents(of: unit, in: layer)
    func through(_ units: Set<Int>) -> String { units.count == 1 ? "through it" : "through these" }
    /// What is seen; on so short a row it may be the padding alone.
    func seen(_ units: Set<Int>, in layer: Int) -> String {
      units.isEmpty ? "nothing but the zeros around the row" : Self.list(units, in: layer)
    }
    switch layer {
    case 0:
      return Remark(
        caption: above[1].isEmpty
          ? "No window comes to \(name): it reaches no unit."
          : above[2].isEmpty
            ? "\(name) reaches \(Self.list(above[1], in: 1)), and \(through(above[1])) no unit of layer 2."
            : "\(name) reaches \(Self.list(above[1], in: 1)), and \(through(above[1])) \(Self.list(above[2], in: 2)).")
    case 1:
      return Remark(
        caption: "\(name) sees \(seen(below[0], in: 0)), and is seen by "
          + "\(above[1].isEmpty ? "no unit of layer 2" : Self.list(above[1], in: 2)).")
    default:
      return Remark(
        caption: below[1].isEmpty
          ? "\(name) sees nothing but the zeros around the row."
          : "\(name) sees \(Self.list(below[1], in: 1)), and \(through(below[1])) \(seen(below[0], in: 0)).")
    }
  }

  func remarkOnPyramid(_ target: Target, upTo shown: Int) -> Remark? {
    guard let (layer, unit) = unit(at: target, pyramid) else { return nil }
    guard layer <= shown else { return Remark(caption: "Layer \(layer) comes in a later step.") }
    guard layer > 0 else {
      let reached = pyramid.dependents(of: unit, in: 0)[1].count
      return Remark(
        caption: reached == 0
          ? "No unit of layer 1 looks at this input." : "This input reaches \(counted(reached, "unit")) of layer 1.")
    }
    let field = pyramid.fields[layer].inputs(of: unit)
    let places = field.lowerBound + 1...field.upperBound
    let count = pyramid.dependencies(of: unit, in: layer)[0].count
    return Remark(
      caption: count == field.count
        ? "This unit of layer \(layer) sees \(ranged("input", places))"
          + (count > 1 ? ", \(NumberText.integer(count)) in all." : " alone.")
        : "This unit of layer \(layer) spans \(ranged("input", places)), "
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
  ///
  /// - Parameter top: up to which layer units can be pointed at; `nil` for all.
  private func graph(
    _ stack: LayerStack, _ light: Light, pointedUpTo top: Int? = nil, labels: (Int) -> StyledText,
    unit name: (Int, Int) -> String
  ) -> ConnectionGraph {
    let layers = (0...stack.layers).map { layer in
      ConnectionGraph.Layer(
        labels(layer), name: layer <= top ?? stack.layers ? Self.gridName(layer) : nil,
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
    // Names at the left of the units, how many are reached at their right.
    let (labels, side) = (11, 15)
    let isWide = canvas.size.columns >= 130 && canvas.size.rows >= 28
    let (area, beside) = canvas.bounds.splitRight(isWide ? Self.reachColumns : 0)
    if isWide {
      // What is asked next is not there yet: until it is answered the table is that of the layer below.
      drawReach(of: reach == 2 && playhead.progress >= 0.9 ? 2 : 1, light.units, in: &canvas, beside)
    }
    let pitch = max(1, min(18, (area.columns - labels - side) / Self.units))
    let height = min(canvas.size.rows - 1, max(16, 2 * pitch))
    let whole = area.splitBottom(1).rest.centered(
      Size(columns: labels + Self.units * pitch + side, rows: height))
    let (region, counts) = whole.splitRight(side)
    let boxes = drawn.draw(in: &canvas, region: region)
    for (layer, row) in boxes.enumerated() where layer != light.layer {
      guard let box = row.first, !light.units[layer].isEmpty else { continue }
      let (lit, all) = (light.units[layer].count, graph.count(layer))
      let isNew = playhead.pointer == nil && layer == 2 - reach
      canvas.write(
        (isNew ? .active("\(lit)") : .strong("\(lit)"))
          + .muted(" of \(counted(all, layer == 0 ? "input" : "unit"))"),
        column: counts.column + 2, row: box.row + (box.rows - 1) / 2)
    }
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
      extent: extent, in: Region(column: 0, row: 0, columns: canvas.size.columns * 2 / 5, rows: canvas.size.rows - 1)
    ).side
    // The graph's columns are a multiple of its inputs, so that these stand at equal distances.
    let labels = 9
    let room = max(extent, canvas.size.columns - square - Self.squareLabel - labels - 2)
    let columns = labels + min(room / extent, 18) * extent
    let whole = canvas.bounds.splitBottom(1).rest.centered(
      Size(columns: min(canvas.size.columns, columns + 4 + square + Self.squareLabel), rows: canvas.size.rows - 1))
    let (left, right) = whole.splitLeft(columns)
    graph(pyramid, light, pointedUpTo: layer) { index in
      index == layer ? .active("layer \(index)") : StyledText(index == 0 ? "input" : "layer \(index)")
    } unit: { unit, index in
      index == 0 && "\(extent) ".count <= room / extent ? "\(unit + 1)" : ""
    }.draw(in: &canvas, region: left)

    let isNew = playhead.progress >= 0.7
    let squares = (0...(isNew ? layer : layer - 1)).map { index in
      Square(
        cells: pyramid.fields[index].inputs(of: pyramid.middle(index)),
        tint: index == layer ? .role(.active) : Self.shade(index, of: pyramid.layers),
        seen: hasHoles(index) ? inputsSeen(behind: index) : nil)
    }
    let map = SquareMap(extent: extent, in: right.splitRight(Self.squareLabel).rest.splitLeft(2).rest)
    let spans = squares.last.map { [Square(cells: $0.cells, tint: .role(.panel))] } ?? []
    map.draw([Square(cells: 0..<extent, tint: .level(.input, 0.08))] + spans + squares.reversed(), in: &canvas)
    var free = map.region.row - 1
    for (index, square) in squares.enumerated().reversed() where index > 0 {
      let row = max(map.row(of: square), free + 1)
      guard row < map.region.endRow else { break }
      let text = sides(square.cells.count, square.cells.count)
      canvas.write(
        index == layer ? .active(text) : .muted(text), column: map.region.endColumn + 2, row: row)
      free = row
      guard let seen = square.seen, index == layer, row + 1 < map.region.endRow else { continue }
      canvas.write(
        .muted("sees ") + .strong(NumberText.integer(seen.count * seen.count)), column: map.region.endColumn + 2,
        row: row + 1)
      free = row + 1
    }
  }

  /// How many columns the sizes beside the squares take.
  private static let squareLabel = 12

  /// The colour of what a layer adds: bright in the middle, darker outwards.
  static func shade(_ index: Int, of count: Int) -> Tint {
    .level(.input, 0.95 - 0.7 * Double(index) / Double(max(1, count)))
  }
}
