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
    var lit = LayerStack.Light(
      active: Set(
        [light.activeInput.map { .init(layer: 0, index: $0) }, light.activeOutput.map { .init(layer: 1, index: $0) }]
          .compactMap { $0 }),
      units: Set(
        light.inputs.map { .init(layer: 0, index: $0) } + light.outputs.map { .init(layer: 1, index: $0) }))
    lit.lines = light.lines.map { line in
      .init(
        from: .init(layer: 0, index: line.input), to: line.output, fraction: line.fraction, growsDown: line.growsDown,
        label: line.label, ink: light.ink)
    }
    return stack.graph(
      lit, isCalm: isCalm, grids: [names?.inputs, names?.outputs], labels: [.input("x"), .output("s")],
      value: { unit in (unit.layer == 0 ? values?.inputs : values?.outputs)?[unit.index] ?? "" },
      name: { ($0.layer == 0 ? Unit.input($0.index) : .output($0.index)).name })
  }

  /// The layer as a stack of one.
  private var stack: LayerStack {
    LayerStack([geometry.map { .window($0) } ?? .dense(inputs: units, outputs: units)])
  }
}
