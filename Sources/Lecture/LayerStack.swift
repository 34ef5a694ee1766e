import CellCanvas
import ConvolutionEngine

/// Layers one above the other, along one axis: which unit depends on which, and all of it as a graph.
///
/// Layer 0 is the input; layer l looks at layer l − 1 through window l.
///
///     let stack = LayerStack(input: 7, windows: [Window(3, stride: 2, padding: 1), Window(3)])
///     let light = stack.light(from: .init(layer: 2, index: 0), down: 2, growth: playhead.phase(0.1, 0.9))
///     let graph = stack.graph(light, showsPadding: true) { "\(["x", "h", "y"][$0.layer])\($0.index + 1)" }
///     Arrangement.row(.graph("graph", graph), ...)
struct LayerStack: Sendable {
  /// How a layer is connected with the one below it.
  enum Wiring: Hashable, Sendable {
    /// A kernel or a pooling window slides.
    case window(WindowGeometry)
    /// Everything is connected with everything.
    case dense(inputs: Int, outputs: Int)

    var inputs: Int {
      switch self {
      case .window(let geometry): geometry.input
      case .dense(let inputs, _): inputs
      }
    }
    var outputs: Int {
      switch self {
      case .window(let geometry): geometry.output
      case .dense(_, let outputs): outputs
      }
    }
    var geometry: WindowGeometry? { if case .window(let geometry) = self { geometry } else { nil } }
  }

  /// A unit of a layer; in the padding around a layer the index is below 0 or beyond the last.
  struct Unit: Hashable, Sendable {
    var layer: Int
    var index: Int
  }

  /// The wiring of each layer, from the first above the input.
  let wirings: [Wiring]
  /// How each layer slides over the one below it, from the first; of layers that slide alone.
  var geometries: [WindowGeometry] { wirings.compactMap(\.geometry) }
  /// What the units of each layer see of the input, from that of the input itself, up to the first dense layer.
  let fields: [ReceptiveField]

  /// A stack on an input of so many units, each of whose windows fits.
  init(input: Int, windows: [Window]) {
    var wirings: [Wiring] = []
    for window in windows { wirings.append(.window(window.over(wirings.last?.outputs ?? input))) }
    self.init(wirings)
  }

  /// A stack whose last layer is a single unit that sees all of the input, with nothing to spare.
  init(seeing windows: [Window]) {
    self.init(input: ReceptiveField.growth(through: windows).last?.size ?? 1, windows: windows)
  }

  /// Layers with these wirings, each on as many units as the one below it has.
  init(_ wirings: [Wiring]) {
    precondition(!wirings.isEmpty, "a stack has at least one layer above its input")
    precondition(
      zip(wirings, wirings.dropFirst()).allSatisfy { $0.outputs == $1.inputs }, "each layer looks at the one below it")
    self.wirings = wirings
    let windows = wirings.prefix { $0.geometry != nil }.compactMap { $0.geometry?.window }
    fields = [.input] + ReceptiveField.growth(through: windows)
  }

  /// How many layers there are above the input.
  var layers: Int { wirings.count }

  /// How many units a layer has.
  func count(_ layer: Int) -> Int { layer == 0 ? wirings[0].inputs : wirings[layer - 1].outputs }

  /// The unit in the middle of a layer.
  func middle(_ layer: Int) -> Int { count(layer) / 2 }

  /// The place along the input that a unit is centred on; those of a dense layer stand centred above what is below.
  func position(_ unit: Int, in layer: Int) -> Double {
    if layer < fields.count { return fields[layer].centre(of: unit) }
    let last = Double(count(layer - 1) - 1)
    let (from, to) = (position(0, in: layer - 1), position(count(layer - 1) - 1, in: layer - 1))
    let pitch = last > 0 ? (to - from) / last : 1
    return (from + to) / 2 + (Double(unit) - Double(count(layer) - 1) / 2) * pitch
  }

  // MARK: Who depends on whom

  /// The units of the layer below that a unit looks at; those in the padding are left out.
  func inputs(of unit: Int, in layer: Int) -> [Int] {
    allInputs(of: unit, in: layer).filter { (0..<count(layer - 1)).contains($0) }
  }

  /// The units of the layer below that a unit looks at, those in the padding with them.
  func allInputs(of unit: Int, in layer: Int) -> [Int] {
    switch wirings[layer - 1] {
    case .window(let geometry): geometry.inputs(of: unit)
    case .dense(let inputs, _): Array(0..<inputs)
    }
  }

  /// The units of the layer above that look at a unit.
  func outputs(reachedBy unit: Int, in layer: Int) -> [Int] {
    guard layer < layers else { return [] }
    switch wirings[layer] {
    case .window(let geometry): return geometry.outputs(reachedBy: unit)
    case .dense(_, let outputs): return Array(0..<outputs)
    }
  }

  /// How many ways lead from a unit down to each unit of the input; those through the padding are left out.
  func paths(from unit: Int, in layer: Int) -> [Int] {
    var ways = [unit: 1]
    for layer in Swift.stride(from: layer, to: 0, by: -1) {
      var below: [Int: Int] = [:]
      for (unit, count) in ways { for input in inputs(of: unit, in: layer) { below[input, default: 0] += count } }
      ways = below
    }
    return (0..<count(0)).map { ways[$0] ?? 0 }
  }

  /// How many pairs of units are connected between a layer and the one below it.
  func connections(below layer: Int) -> Int {
    (0..<count(layer)).reduce(0) { $0 + inputs(of: $1, in: layer).count }
  }

  /// All units that a unit depends on, layer by layer from the input to its own.
  func dependencies(of unit: Int, in layer: Int) -> [Set<Int>] {
    var seen: [Set<Int>] = [[unit]]
    for below in stride(from: layer, to: 0, by: -1) {
      seen.append(Set(seen[layer - below].flatMap { inputs(of: $0, in: below) }))
    }
    return seen.reversed()
  }

  /// All units that depend on a unit, layer by layer from its own to the last.
  func dependents(of unit: Int, in layer: Int) -> [Set<Int>] {
    var reached: [Set<Int>] = [[unit]]
    for below in layer..<layers {
      reached.append(Set((reached.last ?? []).flatMap { outputs(reachedBy: $0, in: below) }))
    }
    return reached
  }

  /// The zeros around a layer that units above look at: how many before its first unit and after its last.
  func padding(around layer: Int) -> (before: Int, after: Int) {
    guard layer < layers, case .window(let geometry) = wirings[layer], geometry.fits else { return (0, 0) }
    let first = geometry.span(of: 0).lowerBound
    let last = geometry.span(of: geometry.output - 1).upperBound
    return (max(0, -first), max(0, last - geometry.input))
  }
}

// MARK: As a graph

extension LayerStack {
  /// What a graph lights up.
  struct Light: Sendable {
    /// The units that are looked at.
    var active: Set<Unit> = []
    /// The units that belong to what is looked at.
    var units: Set<Unit> = []
    /// The connections that stand out.
    var lines: [Line] = []

    /// A connection that stands out.
    struct Line: Hashable, Sendable {
      /// The unit of the lower layer.
      var from: Unit
      /// The unit of the layer above.
      var to: Int
      /// How much of it is drawn, 0...1.
      var fraction = 1.0
      /// Whether it grows from the upper unit.
      var growsDown = false
      /// What stands in its middle: its weight.
      var label = ""
      /// The meaning of its colour.
      var ink = Tint.role(.active)
    }

    /// Both lights.
    func union(_ other: Light) -> Light {
      Light(active: active.union(other.active), units: units.union(other.units), lines: lines + other.lines)
    }
  }

  /// A unit, the lines to what it depends on and to what depends on it, and the units where these lines have arrived.
  ///
  /// - Parameters:
  ///   - down: through how many layers below the lines go in the end.
  ///   - up: through how many layers above.
  ///   - done: how many layers of either have been there before.
  ///   - growth: how far the others have come, 0...1, one layer after the other.
  func light(from unit: Unit, down: Int = 0, up: Int = 0, done: Int = 0, growth: Double = 1) -> Light {
    var light = Light(active: [unit], units: [unit])
    func fraction(_ depth: Int, of all: Int) -> Double {
      depth < done ? 1 : min(max(growth * Double(all - done) - Double(depth - done), 0), 1)
    }
    var front: Set<Int> = [unit.index]
    for depth in 0..<min(down, unit.layer) {
      let layer = unit.layer - depth
      let part = fraction(depth, of: down)
      let seen = front.sorted().flatMap { upper in allInputs(of: upper, in: layer).map { ($0, upper) } }
      if part > 0 {
        light.lines += seen.map {
          .init(from: Unit(layer: layer - 1, index: $0), to: $1, fraction: part, growsDown: true)
        }
      }
      guard part >= 1 else { break }
      light.units.formUnion(seen.map { Unit(layer: layer - 1, index: $0.0) })
      // Zeros depend on nothing.
      front = Set(seen.map(\.0).filter { (0..<count(layer - 1)).contains($0) })
    }
    front = [unit.index]
    for depth in 0..<min(up, layers - unit.layer) {
      let layer = unit.layer + depth
      let part = fraction(depth, of: up)
      let reached = front.sorted().flatMap { lower in outputs(reachedBy: lower, in: layer).map { (lower, $0) } }
      if part > 0 {
        light.lines += reached.map { .init(from: Unit(layer: layer, index: $0), to: $1, fraction: part) }
      }
      guard part >= 1 else { break }
      light.units.formUnion(reached.map { Unit(layer: layer + 1, index: $0.1) })
      front = Set(reached.map(\.1))
    }
    return light
  }

  /// The stack as a graph, the input below, everything quiet but what is lit.
  ///
  /// - Parameters:
  ///   - isCalm: whether nothing is singled out, so that all units have their full colour.
  ///   - showsPadding: whether the zeros around the layers are drawn, with their lines.
  ///   - grids: the names under which the layers can be pointed at, from the input's; those without cannot.
  ///   - labels: what stands left of the layers, from the input's.
  ///   - scales: the colours of the layers; the input's, and for all others the output's.
  ///   - value: what stands beneath a unit's name.
  ///   - name: a unit's name.
  func graph(
    _ light: Light = Light(), isCalm: Bool = false, showsPadding: Bool = false, grids: [String?] = [],
    labels: [StyledText] = [], scales: [ColorScale] = [], value: (Unit) -> String = { _ in "" },
    name: (Unit) -> String
  ) -> ConnectionGraph {
    let layers = (0...layers).map { layer in
      let padding = showsPadding ? padding(around: layer) : (0, 0)
      let dropped = layer < self.layers ? wirings[layer].geometry?.dropped ?? 0..<0 : 0..<0
      let scale = layer < scales.count ? scales[layer] : layer == 0 ? .input : .output
      let units = (-padding.0..<count(layer) + padding.1).map { index in
        let unit = Unit(layer: layer, index: index)
        let (isActive, isLit) = (light.active.contains(unit), light.units.contains(unit))
        guard (0..<count(layer)).contains(index) else {
          var zero = ConnectionGraph.Unit(
            "0", position: position(index, in: layer), ink: .role(isLit ? .legible : .muted),
            paper: isLit ? .level(scale, 0.3) : .role(.panel), style: isLit ? .bold : [])
          zero.isPadding = true
          return zero
        }
        var node = ConnectionGraph.Unit(
          name(unit), detail: value(unit), position: position(index, in: layer),
          paper: isActive ? .role(.active) : .level(scale, isLit ? 0.8 : isCalm ? 0.5 : 0.18),
          style: isLit || isActive ? .bold : [])
        if node.label.first?.isLetter == true { node.shortLabel = String(node.label.drop { !$0.isNumber }) }
        node.isHatched = dropped.contains(index)
        return node
      }
      return ConnectionGraph.Layer(
        layer < labels.count ? labels[layer] : "", name: layer < grids.count ? grids[layer] : nil, units: units)
    }
    return ConnectionGraph(layers: layers, connections: connections(light, showsPadding: showsPadding))
  }

  private func connections(_ light: Light, showsPadding: Bool) -> [ConnectionGraph.Connection] {
    // Where zeros are drawn, the units of a layer stand behind those before its first.
    let shifts = (0...layers).map { showsPadding ? padding(around: $0).before : 0 }
    func isDrawn(_ index: Int, in layer: Int) -> Bool { showsPadding || (0..<count(layer)).contains(index) }
    var connections: [ConnectionGraph.Connection] = []
    for layer in 1...layers {
      for unit in 0..<count(layer) {
        for input in allInputs(of: unit, in: layer) where isDrawn(input, in: layer - 1) {
          connections.append(.init(layer: layer - 1, from: input + shifts[layer - 1], to: unit + shifts[layer]))
        }
      }
    }
    for line in light.lines where isDrawn(line.from.index, in: line.from.layer) {
      connections.append(
        .init(
          layer: line.from.layer, from: line.from.index + shifts[line.from.layer],
          to: line.to + shifts[line.from.layer + 1], ink: line.ink, fraction: line.fraction,
          growsDown: line.growsDown, label: line.label))
    }
    return connections
  }
}
