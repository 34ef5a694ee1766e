import CellCanvas
import ConvolutionEngine

/// Who is connected to whom: a convolution above the dense layer, read from below and from above.
struct SparseConnectivityScene: Scene {
  static let card = SceneCard(id: "sparse-connectivity", title: "Sparse connectivity", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...9, standard: 5, help: "units in each row")
  static let kernel = Control.integer("kernel", in: 1...9, standard: 3, help: "inputs that an output sees")
  static let values = Control.grid("values", in: -9...9, help: "the inputs x")
  static let controls = [units, kernel, values]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case start, fromBelow, fromBelowFull, fromAbove, fromAboveFull, border, end
  }

  let moments = Moment.allCases
  let kernel: [Float]
  var kernelSize: Int { kernel.count }
  /// The convolution, drawn above, and the dense layer, drawn beneath, on the same inputs.
  let sparse: UnitLayer
  let full: UnitLayer
  /// The same after the input in the middle has become larger by one.
  let changedSparse: UnitLayer
  let changedFull: UnitLayer

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    let size = settings.integer(Self.kernel)
    // No weight is 0: on every line that is drawn a change comes through.
    kernel = (0..<size).map { Float(min($0 + 1, size - $0)) }
    let matrix = Tensor(Shape(height: units, width: units), seed: 7, integersIn: 1...3)
    let inputs = Tensor(Shape(height: 1, width: units), seed: 5, integersIn: 0...5)
      .edited(settings.edits(Self.values)).values
    var changed = inputs
    changed[units / 2] += 1
    sparse = UnitLayer(inputs, kernel: kernel)
    full = UnitLayer(inputs, dense: matrix)
    changedSparse = UnitLayer(changed, kernel: kernel)
    changedFull = UnitLayer(changed, dense: matrix)
  }

  /// The units that the steps look at, x3 and s3 of five.
  var x: LayerStack.Unit { .input(sparse.units / 2) }
  var s: LayerStack.Unit { .output(sparse.units / 2) }

  /// The names under which the rows can be pointed at; the inputs of the upper layer can be edited.
  static let sparseGrids = [values.name, "s"]
  static let fullGrids = ["x-full", "s-full"]

  static func unit(at target: Target) -> LayerStack.Unit? {
    switch target.grid {
    case sparseGrids[0], fullGrids[0]: .input(target.column)
    case sparseGrids[1], fullGrids[1]: .output(target.column)
    default: nil
    }
  }

  /// The outputs change when the lines have come to them.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    let isOnTheWay = playhead.pointer == nil && playhead.phase(0.1, 0.8) < 1
    return isOnTheWay && (moment == .fromBelow || moment == .fromBelowFull) ? [change(x, sparse, changedSparse)] : nil
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name: "x\(target.column + 1)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let unit = Self.unit(at: target), unit.index < sparse.units else { return nil }
    let others = names(sparse.others(of: unit))
    if unit.layer == 0 {
      return Remark(
        caption:
          "Whatever changes at \(unit.name) can change \(others) of the convolution; in the dense layer it can change every output.",
        formula: [count(unit, beside: true)])
    }
    return Remark(
      caption:
        "In the convolution \(unit.name) is made from \(others): that is its receptive field. In the dense layer it is made from every input.",
      formula: [sparse.sum(unit.index), full.sum(unit.index)])
  }
}

// MARK: Words

extension SparseConnectivityScene {
  /// Neighbouring units in a sentence: “s2, s3 and s4”, “s1 to s5”, “all 5 outputs”.
  private func names(_ units: [LayerStack.Unit]) -> String {
    guard let first = units.first, let last = units.last else { return "nothing" }
    if units.count <= 3 { return listed(units.map(\.name)) }
    return units.count == sparse.units
      ? "all \(units.count) \(first.layer == 0 ? "inputs" : "outputs")" : "\(first.name) to \(last.name)"
  }

  /// How many units a unit is connected with in the convolution, and, if they stand side by side, in the dense layer.
  func count(_ unit: LayerStack.Unit, beside: Bool = false) -> StyledText {
    func part(_ layer: UnitLayer) -> StyledText {
      let count = "\(layer.others(of: unit).count)"
      return .active(unit.name)
        + (unit.layer == 0 ? .muted(" reaches ") + .output(count) : .muted(" sees ") + .input(count))
        + .muted(" of \(layer.units)")
    }
    return beside ? .muted("convolution: ") + part(sparse) + .muted("     dense: ") + part(full) : part(sparse)
  }

  /// The connections of both layers, those that the border takes away put in.
  private var connections: StyledText {
    let missing = sparse.units * kernelSize - sparse.connections
    let border: StyledText = missing > 0 ? .muted(" − ") + "\(missing)" + .muted(" at the border") : ""
    return .muted("connections  ") + .output("\(sparse.units)") + .muted(" · ") + .kernel("\(kernelSize)") + border
      + .muted(" = ") + .strong("\(sparse.connections)")
      + .muted("     dense  ") + .output("\(full.units)") + .muted(" · ") + .input("\(full.units)")
      + .muted(" = ") + .strong("\(full.connections)")
  }

  /// A unit before and after the middle input has changed: s2 6 → 7.
  private func change(_ unit: LayerStack.Unit, _ layer: UnitLayer, _ changed: UnitLayer) -> StyledText {
    unit.styled + .muted(" \(layer.text(unit)) → ") + .strong(changed.text(unit))
  }

  /// What a change of the middle input changes: x3 4 → 5:   s2 6 → 7  s3 9 → 11.
  ///
  /// In two lines where there are too many for one, so that no change is torn apart.
  private func changes(_ layer: UnitLayer, _ changed: UnitLayer) -> [StyledText] {
    var lines = [change(x, layer, changed) + .muted(": ")]
    for other in layer.others(of: x) {
      let one = change(other, layer, changed)
      let longer = lines[lines.count - 1] + .muted("  ") + one
      if longer.columns <= 78 { lines[lines.count - 1] = longer } else { lines.append(one) }
    }
    return lines
  }

  /// “the 3 inputs under its kernel”; one input is no plural.
  private var seen: String {
    kernelSize == 1 ? "the one input below it" : "the inputs under its kernel of \(kernelSize)"
  }

  /// An output that sees all inputs, that in the middle if it does: of an even kernel it is the one before. `nil` where
  /// none does.
  private var seeingAll: LayerStack.Unit? {
    ([s] + (0..<sparse.units).map(LayerStack.Unit.output)).first { sparse.others(of: $0).count == sparse.units }
  }

  /// Whether a change reaches about half of the outputs at most.
  private var isLocal: Bool { 2 * sparse.others(of: x).count <= sparse.units + 1 }

  /// “All others keep their values”, or of a single one, by its name.
  private var untouched: String {
    let reached = sparse.others(of: x)
    let others = (0..<sparse.units).map(LayerStack.Unit.output).filter { !reached.contains($0) }
    return others.count == 1 ? "\(others[0].name) keeps its value" : "All others keep their values"
  }

  func step(_ moment: Moment) -> Step {
    let units = sparse.units
    let (reached, seenByMiddle) = (sparse.others(of: x), sparse.others(of: s))
    switch moment {
    case .start:
      return Step(
        caption: sparse.connections == full.connections
          ? """
          Below, a dense layer: each output s sees every input x. Above, a convolution, but its kernel of \(kernelSize) is \
          so wide that its outputs see all of them, too.
          """
          : seeingAll != nil
            ? """
            Above, a convolution, whose kernel of \(kernelSize) is so wide that \(seeingAll?.name ?? "") sees all \(units) inputs x, though not \
            every output does. Below, a dense layer: each output does.
            """
            : """
            Above, a convolution: an output s sees only \(seen). Below, a dense layer: it sees all \(units) inputs x. What \
            does that change?
            """,
        formula: [connections],
        note: """
          Say that a line is a product with a weight, and that an output adds its products up. Let the class describe \
          the difference before naming it.
          """)
    case .fromBelow:
      let caption: StyledText =
        reached.count == units
        ? "All of them: a kernel of \(kernelSize) is so wide that \(x.name) lies under it wherever it stands."
        : reached.count == 1
          ? "\(names(reached)) alone: a kernel of one never looks aside, so a change stays exactly where it is."
          : """
          Only \(names(reached)), for only their windows cover \(x.name). \(untouched)\
          \(isLocal ? ": what changes stays local." : ".")
          """
      let width =
        reached.count == kernelSize
        ? """
        Students often answer with the kernel's width without asking why it is the same number: as many windows cover a \
        cell as a window has cells.
        """
        : """
        Students often answer with the kernel's width, \(kernelSize): as many windows would cover a cell, were there as \
        many outputs.
        """
      return Step(
        caption: caption, formula: changes(sparse, changedSparse),
        note: "Read from below: one input, and where it goes. " + width,
        // Where every output is said to see every input, nothing is left to ask.
        question: sparse.connections == full.connections
          ? nil
          : Question(
            "\(x.name) grows by 1. How many outputs of the upper layer change with it?",
            answer: .number(Double(reached.count), decimals: 0)),
        duration: .milliseconds(1400))
    case .fromBelowFull:
      return Step(
        caption: """
          In the dense layer the same change reaches every output: a dense layer does not know which inputs are \
          neighbours.
          """,
        formula: changes(full, changedFull),
        note:
          "A dense layer would work as well on a picture with all its pixels shuffled. That is what it does not know.",
        duration: .milliseconds(1400))
    case .fromAbove:
      return Step(
        caption: """
          \(s.name) is made from \(names(seenByMiddle))\(seenByMiddle.count == units ? "" : " alone"). What an output sees is called its receptive field\
          \(seenByMiddle.count == 1 ? ": here a single input" : "").
          """, formula: [sparse.sum(s.index)],
        note: """
          The same lines, read the other way. The word receptive field comes from the eye: the patch of the retina that \
          one nerve cell answers to.
          """,
        // So it is where this output has been said to see them all.
        question: seenByMiddle.count == units
          ? nil
          : Question(
            "Now from above: which inputs does \(s.name) of the upper layer see?",
            answer: .set(seenByMiddle.map { $0.index + 1 })),
        duration: .milliseconds(1400), links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    case .fromAboveFull:
      return Step(
        caption: """
          In the dense layer the receptive field of \(s.name) is the whole input, and each of its lines has a weight of \
          its own that must be learned.
          """,
        formula: [full.sum(s.index)],
        note: "More lines mean more weights, more products and more examples needed to learn them.",
        duration: .milliseconds(1400), links: [Link(to: ConnectionsScene.card.id, label: "three layers")])
    case .border: return borderStep
    case .end:
      return Step(
        caption: seeingAll != nil
          ? """
          Take home: the smaller a kernel beside its input, the more lines a convolution saves. This one saves \
          \(portion(full.connections - sparse.connections, of: full.connections, "line")): turn kernel down.
          """
          : """
          Take home: in a convolution an output sees only \(seen), not all \(units). Fewer lines mean less work\
          \(isLocal ? ", and what changes stays local." : ".")
          """,
        formula: [connections],
        note: """
          The doubt to raise: how can such a short-sighted unit ever recognise a face? By standing on other layers; \
          that is a scene of its own.
          """, links: [ThreeAdvantagesScene.link])
    }
  }

  /// Why a unit at the border has fewer lines: an input because there is no output beside the first, an output because
  /// its window hangs over the edge.
  private var borderStep: Step {
    let (first, output) = (LayerStack.Unit.input(0), LayerStack.Unit.output(0))
    let (reached, most) = (sparse.others(of: first), sparse.others(of: x).count)
    let hangsOver = sparse.stack.padding(around: 0).before > 0
    let caption: StyledText =
      reached.count < most
      ? """
      At the border \(first.name) reaches only \(names(reached)): there are no outputs left of \(output.name) that could \
      see it.\(hangsOver ? " And the window of \(output.name) hangs over the edge, on zeros." : "")
      """
      : reached.count == 1
        ? "At the border it is as in the middle: \(first.name) reaches \(output.name) alone, and no window hangs over the edge."
        : "At the border \(first.name) reaches \(names(reached)), as \(x.name) does: so wide a kernel comes to it from everywhere."
    return Step(
      caption: caption, formula: [connections],
      note: "Let a student choose units with the cursor or the mouse, and predict the lines before they appear.",
      duration: .milliseconds(1400), links: [Link(to: ZeroPaddingScene.card.id, label: "zero padding")])
  }
}
