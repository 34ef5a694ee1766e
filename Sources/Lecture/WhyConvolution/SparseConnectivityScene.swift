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
  let steps: [Step]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case start, fromBelow, fromBelowFull, fromAbove, fromAboveFull, border, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    kernelSize = settings.integer(Self.kernel)
    sparse = UnitLayer(units: units, kernel: kernelSize)
    full = UnitLayer(fullyConnected: units)
    var steps: [Step] = []
    for moment in Moment.allCases { steps.append(Self.step(moment, sparse, full, kernelSize)) }
    self.steps = steps
  }

  /// The unit that the steps look at, x3 and s3 of five.
  static func middle(_ units: Int) -> Int { units / 2 }

  /// The unit that is looked at, and in which of the two layers.
  func focus(at playhead: Playhead) -> (unit: UnitLayer.Unit, sparse: Bool, full: Bool)? {
    if let target = playhead.pointer, let unit = Self.unit(at: target) { return (unit, true, true) }
    let middle = Self.middle(sparse.units)
    switch Moment.allCases[playhead.step] {
    case .start, .end: return nil
    case .fromBelow: return (.input(middle), true, false)
    case .fromBelowFull: return (.input(middle), true, true)
    case .fromAbove: return (.output(middle), true, false)
    case .fromAboveFull: return (.output(middle), true, true)
    case .border: return (.input(0), true, true)
    }
  }

  /// The names under which the rows can be pointed at.
  static let sparseNames = (inputs: "x", outputs: "s")
  static let fullNames = (inputs: "x-full", outputs: "s-full")

  static func unit(at target: Target) -> UnitLayer.Unit? {
    switch target.grid {
    case sparseNames.inputs, fullNames.inputs: .input(target.column)
    case sparseNames.outputs, fullNames.outputs: .output(target.column)
    default: nil
    }
  }

  func remark(on target: Target, at playhead: Playhead) -> Remark? {
    guard let unit = Self.unit(at: target) else { return nil }
    let caption: StyledText
    switch unit {
    case .input(let index):
      caption = """
        Whatever changes at \(unit.name) can change \(Self.names(ofOutputs: sparse.outputs(reachedBy: index), sparse.units)) \
        above; fully connected, it can change everything.
        """
    case .output(let index):
      caption = """
        \(unit.name) is made from \(Self.names(ofInputs: sparse.inputs(of: index), sparse.units)) above: that is its \
        receptive field. Fully connected, it is made from everything.
        """
    }
    return Remark(caption: caption, formula: [Self.count(unit, sparse, full)])
  }
}

// MARK: Words

extension SparseConnectivityScene {
  static func names(ofInputs inputs: [Int], _ units: Int) -> String {
    inputs.count == units && units > 3 ? "all \(units) inputs" : listed(inputs.map { UnitLayer.Unit.input($0).name })
  }

  static func names(ofOutputs outputs: [Int], _ units: Int) -> String {
    outputs.count == units && units > 3
      ? "all \(units) outputs" : listed(outputs.map { UnitLayer.Unit.output($0).name })
  }

  /// How many units a unit is connected with in the convolution, and, when it is given, in the other layer.
  static func count(_ unit: UnitLayer.Unit, _ sparse: UnitLayer, _ full: UnitLayer? = nil) -> StyledText {
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
    return full.map { .muted("convolution: ") + part(sparse) + .muted("     fully connected: ") + part($0) }
      ?? part(sparse)
  }

  /// The connections of both layers, those that the border takes away put in.
  static func connections(_ sparse: UnitLayer, _ full: UnitLayer, _ kernel: Int) -> StyledText {
    let missing = sparse.units * kernel - sparse.connections
    let border: StyledText = missing > 0 ? .muted(" − ") + "\(missing)" + .muted(" at the border") : ""
    return .muted("connections  ") + .output("\(sparse.units)") + .muted(" · ") + .kernel("\(kernel)") + border
      + .muted(" = ") + .strong("\(sparse.connections)")
      + .muted("     fully connected  ") + .output("\(full.units)") + .muted(" · ") + .input("\(full.units)")
      + .muted(" = ") + .strong("\(full.connections)")
  }

  static func step(_ moment: Moment, _ sparse: UnitLayer, _ full: UnitLayer, _ kernel: Int) -> Step {
    let units = sparse.units
    let middle = Self.middle(units)
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
        formula: [connections(sparse, full, kernel)],
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
        caption: caption, formula: [count(x, sparse)],
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
        formula: [count(x, sparse, full)],
        note:
          "A dense layer would work as well on a picture with all its pixels shuffled. That is what it does not know.",
        duration: .milliseconds(1200))
    case .fromAbove:
      let caption: StyledText =
        seen.count == 1
        ? "\(s.name) is made from \(listed(seen.map { UnitLayer.Unit.input($0).name })) alone. What an output sees is called its receptive field: here a single input."
        : """
        \(s.name) is made from \(names(ofInputs: seen, units))\(seen.count == units ? "" : " alone"). What an output sees is \
        called its receptive field.
        """
      return Step(
        caption: caption, formula: [count(s, sparse)],
        note: """
          The same lines, read the other way. The word receptive field comes from the eye: the patch of the retina that \
          one nerve cell answers to.
          """,
        question: Question(
          "Now from above: which inputs does \(s.name) of the upper layer see? Type their numbers.",
          answer: .numbers(seen.map { Double($0 + 1) }, decimals: 0)),
        duration: .milliseconds(1200))
    case .fromAboveFull:
      return Step(
        caption: """
          Fully connected, its receptive field is the whole input, and there is a weight to be learned for every one of \
          these lines.
          """,
        formula: [count(s, sparse, full)],
        note: "More lines mean more weights, more products and more examples needed to learn them.",
        duration: .milliseconds(1200))
    case .border:
      let first = sparse.outputs(reachedBy: 0)
      let lacks = first.count < reached.count
      return Step(
        caption: lacks
          ? """
          At the border \(UnitLayer.Unit.input(0).name) reaches only \(names(ofOutputs: first, units)): the windows there \
          hang over the edge, on zeros. Press c and try other units.
          """
          : """
          At the border \(UnitLayer.Unit.input(0).name) reaches \(names(ofOutputs: first, units)), as many as in the middle. \
          Press c and try other units.
          """,
        formula: [connections(sparse, full, kernel)],
        note: "Let a student choose units with the cursor or the mouse, and predict the lines before they appear.",
        duration: .milliseconds(1200))
    case .end:
      return Step(
        caption: """
          Take home: in a convolution an output sees \(kernel == 1 ? "one place" : "a few neighbours") instead of \
          everything. Fewer lines mean fewer weights, and what is near stays near.
          """,
        formula: [connections(sparse, full, kernel)],
        note: """
          The doubt to raise: how can such a short-sighted unit ever recognise a face? By standing on other layers; \
          that is the next scene.
          """, links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    }
  }
}
