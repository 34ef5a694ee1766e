import CellCanvas
import ConvolutionEngine

/// A layer that turns a row of units into another row of as many: a convolution padded with zeros, or one in which
/// every pair is connected.
struct UnitLayer: Sendable {
  /// How many units each row has.
  let units: Int
  /// How the kernel slides; `nil` when every pair is connected.
  let geometry: WindowGeometry?

  /// A convolution whose outputs each stand above the middle of their window.
  init(units: Int, kernel: Int) {
    self.units = units
    geometry = WindowGeometry(input: units, kernel: kernel, padding: .same(kernel: kernel))
  }

  /// A layer in which every output sees every input.
  init(fullyConnected units: Int) {
    self.units = units
    geometry = nil
  }

  /// The inputs that an output sees, in their order.
  func inputs(of output: Int) -> [Int] {
    geometry.map { geometry in geometry.inputs(of: output).filter { !geometry.isPadding($0) } } ?? Array(0..<units)
  }

  /// The outputs that an input reaches, in their order.
  func outputs(reachedBy input: Int) -> [Int] { geometry?.outputs(reachedBy: input) ?? Array(0..<units) }

  /// Whether an output sees an input.
  func connects(_ input: Int, to output: Int) -> Bool {
    geometry.map { $0.weight(from: input, to: output) != nil } ?? true
  }

  /// How many pairs are connected.
  var connections: Int { (0..<units).reduce(0) { $0 + inputs(of: $1).count } }
}

// MARK: As a graph

extension UnitLayer {
  /// What a graph lights up.
  struct Light: Sendable {
    /// The inputs and outputs that belong to what is looked at.
    var inputs: Set<Int> = []
    var outputs: Set<Int> = []
    /// The one unit, of either row, that is looked at.
    var activeInput: Int?
    var activeOutput: Int?
    /// The connections that stand out, each with what stands in its middle and how much of it is drawn.
    var lines: [Line] = []
    /// The colour of these connections.
    var ink = Tint.role(.active)

    /// A connection that stands out.
    struct Line: Hashable, Sendable {
      var input: Int
      var output: Int
      var fraction = 1.0
      var growsDown = false
      var label = ""
    }
  }

  /// A unit of one of the two rows.
  enum Unit: Hashable, Sendable {
    case input(Int)
    case output(Int)

    /// x1, x2 ... and s1, s2 ...
    var name: String {
      switch self {
      case .input(let index): "x\(index + 1)"
      case .output(let index): "s\(index + 1)"
      }
    }
  }

  /// The unit, the lines that leave it, and, once these have arrived, the units at their other ends.
  ///
  /// - Parameter growth: how far the lines have come, 0...1.
  func light(from unit: Unit, growth: Double = 1) -> Light {
    var light = Light()
    switch unit {
    case .input(let input):
      light.activeInput = input
      let reached = outputs(reachedBy: input)
      light.lines = reached.map { Light.Line(input: input, output: $0, fraction: growth) }
      if growth >= 1 { light.outputs = Set(reached) }
    case .output(let output):
      light.activeOutput = output
      let seen = inputs(of: output)
      light.lines = seen.map { Light.Line(input: $0, output: output, fraction: growth, growsDown: true) }
      if growth >= 1 { light.inputs = Set(seen) }
    }
    return light
  }

  /// The layer as a graph: inputs below, outputs above, everything faint but what is lit.
  ///
  /// - Parameters:
  ///   - names: the names under which the rows can be pointed at, if they can.
  ///   - values: what stands beneath the units' names, if anything.
  ///   - isCalm: whether nothing is singled out, so that all units have their full colour.
  func graph(
    names: (inputs: String, outputs: String)? = nil, light: Light = Light(), isCalm: Bool = false,
    values: (inputs: [String], outputs: [String])? = nil
  ) -> ConnectionGraph {
    func unit(_ name: String, _ detail: String, _ index: Int, _ scale: ColorScale, isLit: Bool, isActive: Bool)
      -> ConnectionGraph.Unit
    {
      ConnectionGraph.Unit(
        name, detail: detail, position: Double(index),
        paper: isActive ? .role(.active) : .level(scale, isLit ? 0.8 : isCalm ? 0.5 : 0.18),
        style: isLit || isActive ? .bold : [])
    }
    let inputs = (0..<units).map { index in
      unit(
        Unit.input(index).name, values?.inputs[index] ?? "", index, .input, isLit: light.inputs.contains(index),
        isActive: light.activeInput == index)
    }
    let outputs = (0..<units).map { index in
      unit(
        Unit.output(index).name, values?.outputs[index] ?? "", index, .output, isLit: light.outputs.contains(index),
        isActive: light.activeOutput == index)
    }
    var connections: [ConnectionGraph.Connection] = []
    for output in 0..<units {
      for input in self.inputs(of: output) {
        connections.append(ConnectionGraph.Connection(layer: 0, from: input, to: output))
      }
    }
    connections += light.lines.map { line in
      ConnectionGraph.Connection(
        layer: 0, from: line.input, to: line.output, ink: light.ink, fraction: line.fraction,
        growsDown: line.growsDown, label: line.label)
    }
    return ConnectionGraph(
      layers: [
        ConnectionGraph.Layer(.input("x"), name: names?.inputs, units: inputs),
        ConnectionGraph.Layer(.output("s"), name: names?.outputs, units: outputs),
      ], connections: connections)
  }
}
