import CellCanvas
import ConvolutionEngine

/// Who is connected to whom: a convolution above the fully connected layer, read from below and from above.
struct SparseConnectivityScene: Scene {
  static let card = SceneCard(id: "sparse-connectivity", title: "Sparse connectivity", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...9, standard: 5, help: "units in each row")
  static let kernel = Control.integer("kernel", in: 1...9, standard: 3, help: "inputs that an output sees")
  static let controls = [units, kernel]

  /// The convolution, drawn above.
  let sparse: UnitLayer
  /// The layer in which every pair is connected, drawn beneath.
  let full: UnitLayer
  let kernelSize: Int

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case start, fromBelow, fromBelowFull, fromAbove, fromAboveFull, border, end
  }

  let moments = Moment.allCases

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    kernelSize = settings.integer(Self.kernel)
    sparse = UnitLayer(units: units, kernel: kernelSize)
    full = UnitLayer(fullyConnected: units)
  }

  /// The unit that the steps look at, x3 and s3 of five.
  private var middle: Int { sparse.units / 2 }

  /// The unit that is looked at, and in which of the two layers.
  private func focus(_ moment: Moment, _ pointer: Target?) -> (unit: UnitLayer.Unit, sparse: Bool, full: Bool)? {
    if let pointer, let unit = Self.unit(at: pointer) { return (unit, true, true) }
    switch moment {
    case .start, .end: return nil
    case .fromBelow: return (.input(middle), true, false)
    case .fromBelowFull: return (.input(middle), true, true)
    case .fromAbove: return (.output(middle), true, false)
    case .fromAboveFull: return (.output(middle), true, true)
    case .border: return (.input(0), true, true)
    }
  }

  /// The names under which the rows can be pointed at.
  private static let sparseNames = (inputs: "x", outputs: "s")
  private static let fullNames = (inputs: "x-full", outputs: "s-full")

  private static func unit(at target: Target) -> UnitLayer.Unit? {
    switch target.grid {
    case sparseNames.inputs, fullNames.inputs: .input(target.column)
    case sparseNames.outputs, fullNames.outputs: .output(target.column)
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let unit = Self.unit(at: target) else { return nil }
    let caption: StyledText
    switch unit {
    case .input(let index):
      caption = """
        Whatever changes at \(unit.name) can change \(names(ofOutputs: sparse.outputs(reachedBy: index))) \
        above; fully connected, it can change everything.
        """
    case .output(let index):
      caption = """
        \(unit.name) is made from \(names(ofInputs: sparse.inputs(of: index))) above: that is its \
        receptive field. Fully connected, it is made from everything.
        """
    }
    return Remark(caption: caption, formula: [count(unit, beside: true)])
  }
}

// MARK: Words

extension SparseConnectivityScene {
  private func names(ofInputs inputs: [Int]) -> String {
    inputs.count == sparse.units && inputs.count > 3
      ? "all \(inputs.count) inputs" : listed(inputs.map { UnitLayer.Unit.input($0).name })
  }

  private func names(ofOutputs outputs: [Int]) -> String {
    outputs.count == sparse.units && outputs.count > 3
      ? "all \(outputs.count) outputs" : listed(outputs.map { UnitLayer.Unit.output($0).name })
  }

  /// How many units a unit is connected with in the convolution, and, if they stand side by side, in the other layer.
  private func count(_ unit: UnitLayer.Unit, beside: Bool = false) -> StyledText {
    func part(_ layer: UnitLayer) -> StyledText {
      switch unit {
      case .input(let index):
        .active(unit.name) + .muted(" reaches ") + .output("\(layer.outputs(reachedBy: index).count)")
          + .muted(" of \(layer.units)")
      case .output(let index):
        .active(unit.name) + .muted(" sees ") + .input("\(layer.inputs(of: index).count)")
          + .muted(" of \(layer.units)")
      }
    }
    return beside
      ? .muted("convolution: ") + part(sparse) + .muted("     fully connected: ") + part(full) : part(sparse)
  }

  /// The connections of both layers, those that the border takes away put in.
  private var connections: StyledText {
    let missing = sparse.units * kernelSize - sparse.connections
    let border: StyledText = missing > 0 ? .muted(" − ") + "\(missing)" + .muted(" at the border") : ""
    return .muted("connections  ") + .output("\(sparse.units)") + .muted(" · ") + .kernel("\(kernelSize)") + border
      + .muted(" = ") + .strong("\(sparse.connections)")
      + .muted("     fully connected  ") + .output("\(full.units)") + .muted(" · ") + .input("\(full.units)")
      + .muted(" = ") + .strong("\(full.connections)")
  }

  func step(_ moment: Moment) -> Step {
    let (units, kernel) = (sparse.units, kernelSize)
    let (x, s) = (UnitLayer.Unit.input(middle), UnitLayer.Unit.output(middle))
    let reached = sparse.outputs(reachedBy: middle)
    let seen = sparse.inputs(of: middle)
    switch moment {
    case .start:
      return Step(
        caption: sparse.connections == full.connections
          ? """
          Two layers, each from \(units) inputs to \(units) outputs: below, an output is wired to everything; above, too, for \
          a kernel of \(kernel) is as wide. Turn it down.
          """
          : """
          Two layers, each from \(units) inputs to \(units) outputs: above, an output is wired to \
          \(kernel == 1 ? "one input" : "its neighbours") alone; below, to everything. What does that change?
          """,
        formula: [connections],
        note: """
          Say that both are layers with weights on the lines: the upper one is a convolution. Let the class describe the \
          difference before naming it.
          """)
    case .fromBelow:
      let caption: StyledText =
        reached.count == units
        ? "All of them: a kernel of \(kernel) is so wide that \(x.name) lies in every window. Hardly anything is sparse here any more."
        : reached.count == 1
          ? "\(listed(reached.map { UnitLayer.Unit.output($0).name })) alone: a kernel of one never looks aside, so a change stays exactly where it is."
          : """
          \(listed(reached.map { UnitLayer.Unit.output($0).name })): only their windows cover \(x.name). Whatever changes \
          there stays a local affair.
          """
      return Step(
        caption: caption, formula: [count(x)],
        note: """
          Read from below: one input, and where it goes. Students often answer with the kernel's width without asking \
          why it is the same number: as many windows cover a cell as a window has cells.
          """,
        question: Question(
          "\(x.name) changes. How many outputs of the upper layer can change with it?",
          answer: .number(Double(reached.count), decimals: 0)),
        duration: .milliseconds(1200))
    case .fromBelowFull:
      return Step(
        caption:
          "Fully connected, the same change reaches every output: the layer does not know who is whose neighbour.",
        formula: [count(x, beside: true)],
        note:
          "A dense layer would work as well on a picture with all its pixels shuffled. That is what it does not know.",
        duration: .milliseconds(1200))
    case .fromAbove:
      let caption: StyledText =
        seen.count == 1
        ? "\(s.name) is made from \(listed(seen.map { UnitLayer.Unit.input($0).name })) alone. What an output sees is called its receptive field: here a single input."
        : """
        \(s.name) is made from \(names(ofInputs: seen))\(seen.count == units ? "" : " alone"). What an output sees is \
        called its receptive field.
        """
      return Step(
        caption: caption, formula: [count(s)],
        note: """
          The same lines, read the other way. The word receptive field comes from the eye: the patch of the retina that \
          one nerve cell answers to.
          """,
        question: Question(
          "Now from above: which inputs does \(s.name) of the upper layer see? Type their numbers.",
          answer: .set(seen.map { $0 + 1 })),
        duration: .milliseconds(1200))
    case .fromAboveFull:
      return Step(
        caption: """
          Fully connected, its receptive field is the whole input, and there is a weight to be learned for every one of \
          these lines.
          """,
        formula: [count(s, beside: true)],
        note: "More lines mean more weights, more products and more examples needed to learn them.",
        duration: .milliseconds(1200))
    case .border:
      let first = sparse.outputs(reachedBy: 0)
      let lacks = first.count < reached.count
      return Step(
        caption: lacks
          ? """
          At the border \(UnitLayer.Unit.input(0).name) reaches only \(names(ofOutputs: first)): the windows there \
          hang over the edge, on zeros. Press c and try other units.
          """
          : """
          At the border \(UnitLayer.Unit.input(0).name) reaches \(names(ofOutputs: first)), as many as in the middle. \
          Press c and try other units.
          """,
        formula: [connections],
        note: "Let a student choose units with the cursor or the mouse, and predict the lines before they appear.",
        duration: .milliseconds(1200))
    case .end:
      return Step(
        caption: """
          Take home: in a convolution an output sees \(kernel == 1 ? "one place" : "a few neighbours") instead of \
          everything. Fewer lines mean fewer weights, and what is near stays near.
          """,
        formula: [connections],
        note: """
          The doubt to raise: how can such a short-sighted unit ever recognise a face? By standing on other layers; \
          that is the next scene.
          """, links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    }
  }
}

// MARK: Figure

extension SparseConnectivityScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let gap = canvas.size.rows >= 30 ? 3 : 1
    let (upper, rest) = canvas.bounds.splitTop((canvas.size.rows - gap) / 2)
    let lower = rest.splitTop(gap).rest
    let focus = focus(moment, playhead.pointer)
    let growth = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    let isRepeated = moment == .fromBelowFull || moment == .fromAboveFull
    draw(
      sparse, .strong("convolution", .title) + .muted(", kernel ") + .kernel("\(kernelSize)"),
      names: Self.sparseNames, focus: focus.flatMap { $0.sparse ? $0.unit : nil },
      // Where the step is about the other layer, this one is there already.
      growth: isRepeated ? 1 : growth, isCalm: focus == nil, in: &canvas, region: upper)
    draw(
      full, .strong("fully connected", .title), names: Self.fullNames, focus: focus.flatMap { $0.full ? $0.unit : nil },
      growth: growth, isCalm: focus == nil || focus?.full == false, in: &canvas, region: lower)
  }

  /// One layer: the graph, what can be counted about it, and, where there is room, its table of weights.
  private func draw(
    _ layer: UnitLayer, _ title: StyledText, names: (inputs: String, outputs: String), focus: UnitLayer.Unit?,
    growth: Double, isCalm: Bool, in canvas: inout Canvas, region: Region
  ) {
    let table = table(of: layer, focus: growth >= 1 ? focus : nil)
    let hasTable = region.columns >= 110
    let (left, right) = region.splitRight(hasTable ? 64 : 22)
    let light = focus.map { layer.light(from: $0, growth: growth) } ?? UnitLayer.Light()
    layer.graph(names: names, light: light, isCalm: isCalm).draw(in: &canvas, region: left.splitRight(2).rest)

    let lines = [title, facts(of: layer)] + (focus.map { growth >= 1 ? counts(of: $0, in: layer) : [] } ?? [])
    let (words, space) = right.splitLeft(22)
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: words.column, row: words.row + max(0, words.rows - 5) / 2 + offset)
    }
    guard hasTable else { return }
    let scale = GridScale.largest(in: space.size, textColumns: 2) { table.size(at: $0) }
    table.draw(in: &canvas, at: space.centered(table.size(at: scale)).origin, scale: scale)
  }

  private func facts(of layer: UnitLayer) -> StyledText {
    .strong("\(layer.connections)") + .muted(" connections")
  }

  /// What the unit in work is connected with: a count, and the names as far as they have room.
  private func counts(of unit: UnitLayer.Unit, in layer: UnitLayer) -> [StyledText] {
    switch unit {
    case .input(let index):
      let reached = layer.outputs(reachedBy: index)
      return [
        .active(unit.name) + .muted(" reaches ") + .output("\(reached.count)") + .muted(" of \(layer.units)"),
        .joined(reached.map { .output(UnitLayer.Unit.output($0).name) }, separator: " "),
      ].filter { $0.columns <= 22 }
    case .output(let index):
      let seen = layer.inputs(of: index)
      return [
        .active(unit.name) + .muted(" sees ") + .input("\(seen.count)") + .muted(" of \(layer.units)"),
        .joined(seen.map { .input(UnitLayer.Unit.input($0).name) }, separator: " "),
      ].filter { $0.columns <= 22 }
    }
  }

  /// The layer's weights as a table, a row an output and a column an input: empty where nothing is connected.
  private func table(of layer: UnitLayer, focus: UnitLayer.Unit?) -> NumberGrid {
    NumberGrid(
      .muted("weights: ") + .output("outputs") + .muted(" down, ") + .input("inputs") + .muted(" across"),
      rows: layer.units, columns: layer.units
    ) { row, column in
      guard layer.connects(column, to: row) else { return NumberGrid.Element("0", ink: .role(.muted)) }
      let isLit = focus == .input(column) || focus == .output(row)
      return NumberGrid.Element(
        "w", paper: isLit ? .role(.active) : .level(.kernel, focus == nil ? 0.7 : 0.35), style: isLit ? .bold : [])
    }
  }
}
