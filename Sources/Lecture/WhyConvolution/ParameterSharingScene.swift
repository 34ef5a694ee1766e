import CellCanvas
import ConvolutionEngine

/// How often one weight is used: at every place by a convolution, once by a dense layer.
struct ParameterSharingScene: Scene {
  static let card = SceneCard(id: "parameter-sharing", title: "Parameter sharing", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...7, standard: 5, help: "units in each row")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "weights of the kernel")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers")
  static let layer = Control.choice(
    "layer", Network.alexNet.convolutions.map(\.name), help: "which of AlexNet's layers is counted")
  static let values = Control.grid("values", in: -99...99, help: "the inputs x")
  static let weights = Control.grid("weights", in: -9...9, help: "the kernel's weights")
  static let controls = [units, kernel, seed, layer, values, weights]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case start, shared, once, other, storage, everywhere, real, end
  }

  let moments = Moment.allCases
  /// The convolution, and the dense layer, on the same inputs.
  let shared: UnitLayer
  let full: UnitLayer
  let kernelValues: [Float]
  /// AlexNet's convolutions, and which of them is counted.
  let stages: [Stage]
  let stage: Stage
  let taught = TaughtMark.example

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    let kernel = settings.integer(Self.kernel)
    let seed = UInt64(settings.integer(Self.seed))
    let inputs = Tensor(Shape(height: 1, width: units), seed: seed, integersIn: 0...9)
      .edited(settings.edits(Self.values)).values
    kernelValues =
      Tensor(Shape(height: 1, width: kernel), seed: seed ^ 342, integersIn: -2...3)
      .edited(settings.edits(Self.weights)).values
    shared = UnitLayer(inputs, kernel: kernelValues)
    full = UnitLayer(
      inputs, dense: Tensor(Shape(height: units, width: units), seed: seed ^ 109, integersIn: -2...3))
    stages = Network.alexNet.convolutions
    stage = stages.first { $0.name == settings.choice(Self.layer) } ?? stages[0]
  }

  /// What stands out: one weight of either layer with all places where it is used, or one unit with its connections.
  enum Focus: Hashable, Sendable {
    case weight(Int)
    case pair(input: Int, output: Int)
    case unit(LayerStack.Unit)
  }

  /// The weight that the steps look at first, the middle one.
  private var middle: Int { kernelValues.count / 2 }
  /// Another one: the last, or of two the first, or the only one once more.
  private var other: Int { kernelValues.count == 2 ? 0 : kernelValues.count - 1 }

  /// What stands out in each of the two layers.
  func focus(_ moment: Moment, _ pointer: Target?) -> (shared: Focus?, full: Focus?) {
    if let pointer, let focus = focus(on: pointer) { return focus }
    let half = full.units / 2
    switch moment {
    case .start, .storage, .everywhere, .real: return (nil, nil)
    case .shared: return (.weight(middle), nil)
    case .once, .end: return (.weight(middle), .pair(input: half, output: half))
    case .other: return (.weight(other), .pair(input: 0, output: full.units - 1))
    }
  }

  /// The names under which the units can be pointed at; the inputs of the upper layer can be edited.
  static let sharedGrids = [values.name, "s"]
  static let fullGrids = ["values-full", "s-full"]
  static let matrixName = "matrix"

  private func focus(on target: Target) -> (shared: Focus?, full: Focus?)? {
    switch target.grid {
    case Self.weights.name where target.column < kernelValues.count: (.weight(target.column), nil)
    case Self.matrixName: (nil, .pair(input: target.column, output: target.row))
    case Self.sharedGrids[0], Self.fullGrids[0]: (.unit(.input(target.column)), .unit(.input(target.column)))
    case Self.sharedGrids[1], Self.fullGrids[1]: (.unit(.output(target.column)), .unit(.output(target.column)))
    default: nil
    }
  }

  /// How many connections carry a weight of the kernel.
  func uses(of weight: Int) -> Int { shared.geometry?.inputs(multipliedBy: weight).count ?? 0 }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name: "x\(target.column + 1)"
    case Self.weights.name: "w\(target.column + 1)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let focus = focus(on: target) else { return nil }
    switch focus.shared ?? focus.full {
    case .weight(let weight):
      return Remark(
        caption:
          "One weight of the kernel, and every line that carries it: what it learns at one place it knows at all others.",
        formula: [use(of: weight)])
    case .pair(let input, let output):
      return Remark(
        caption:
          "One weight of the table, and the only line that carries it. The next place has to learn the same anew.",
        formula: [useOfPair(input, output)])
    case .unit(let unit) where unit.layer == 1:
      return Remark(
        caption: """
          \(unit.name) of either layer: above, from the inputs under the kernel with the kernel's weights; below, from all \
          inputs with a row of the table.
          """,
        formula: [shared.sum(unit.index), full.sum(unit.index)])
    case .unit(let unit):
      let count = shared.outputs(reachedBy: unit.index).count
      return Remark(
        caption: """
          \(unit.name) is multiplied by \(counted(count, "weight", one: "one")) of the kernel above, and by a \
          whole column of the table below.
          """)
    case nil: return nil
    }
  }
}

extension Network {
  /// The stages that slide filters.
  var convolutions: [Stage] {
    stages.filter { if case .convolution = $0.layer.kind { true } else { false } }
  }
}

// MARK: Words

extension ParameterSharingScene {
  func step(_ moment: Moment) -> Step {
    let (units, kernel) = (shared.units, kernelValues.count)
    switch moment {
    case .start:
      return Step(
        caption: """
          Every line multiplies by a weight. The dense layer stores one for each of its \(full.connections) lines, the \
          convolution \(kernel) for all its \(shared.connections). How can so few be enough?
          """,
        formula: [counts],
        note: """
          Keep the two words apart from here on: a connection is a line and costs a product, a weight is a number that is \
          stored and learned. Point at both in both layers.
          """)
    case .shared:
      let count = uses(of: middle)
      return Step(
        caption: kernel == 1
          ? "The only weight of this kernel is used at every position: one number, learned once, and \(count) lines that carry it."
          : """
          The \(middleName) is used at every position\(count == units ? "" : " but the last"): one number, learned \
          once, and \(counted(count, "line")) that \(verb(count, "carries")) it.
          """,
        formula: [use(of: middle)],
        note: """
          The arrows come one after the other, as the kernel slides. It is the scene of the sliding kernel, seen from \
          the side.
          """,
        // That all lines carry the only weight needs no asking.
        question: kernel == 1
          ? nil
          : Question(
            "How many of the \(counted(shared.connections, "line")) of the convolution carry its \(middleName)?",
            answer: .number(Double(count), decimals: 0)),
        duration: .milliseconds(1600))
    case .once:
      let unit = full.units / 2
      return Step(
        caption: """
          In the dense layer the weight from \(LayerStack.Unit.input(unit).name) to \(LayerStack.Unit.output(unit).name) is \
          on one line and no other: what it learns helps no other place.
          """,
        formula: [useOfPair(unit, unit)],
        note: """
          One use for each picture is also one example for each picture: a shared weight sees as many examples as there \
          are places.
          """, links: [Link(to: ConnectionsScene.card.id, label: "three layers")])
    case .other:
      return Step(
        caption: kernel == 1
          ? "With a kernel of one there is no other weight. Turn the kernel up, or press c and point at the numbers."
          : uses(of: other) == units
            ? "The other weight is stored once, too: w\(other + 1) is used \(times(units)). Press c and point at the numbers."
            : """
            The other weights are stored once, too: w\(other + 1) is used \(times(uses(of: other))), as at the right end it \
            finds no input. Press c and point at the numbers.
            """,
        formula: [use(of: other), useOfPair(0, units - 1)],
        note:
          "Let students point at a weight of the kernel and of the table in turn. The table never lights two lines.",
        duration: .milliseconds(1600))
    case .storage:
      return Step(
        caption: shared.connections < full.connections
          ? """
          Fewer lines save weights and products alike. Sharing saves storage once more, down to \
          \(counted(kernel, "weight")), but no products: every line still multiplies.
          """
          : """
          This kernel is so wide that no line is saved. Sharing alone brings the storage down to \
          \(counted(kernel, "weight")); every line still multiplies.
          """,
        formula: [counts],
        note: """
          This is what students mix up: sharing does not make the pass faster. It makes the model small, and easier to \
          learn.
          """,
        duration: .milliseconds(1400), links: [Link(to: LocalConvolutionScene.card.id, label: "sharing by degrees")])
    case .everywhere: return everywhereStep
    case .real: return realStep
    case .end:
      return Step(
        caption: """
          Take home: a shared weight is stored once, however often it is used: \(counted(kernel, "number")) instead of \
          \(full.connections), and what is learned at one place is known at all others.
          """,
        formula: [counts],
        note: """
          All others is the word that leads on: if the same is done at every place, what happens when the picture \
          moves? That is equivariance.
          """, links: [ThreeAdvantagesScene.link])
    }
  }

  private var everywhereStep: Step {
    let (shape, kernel) = (taught.shared.shape, taught.fit.kernel.shape)
    let weights = kernel.count + 1
    let answer = taught.shared[taught.marks[0].row - 1, taught.marks[0].column - 1]
    return Step(
      caption: """
        In the frame a filter was taught to answer to ×. Shared, it answers to every × of the sheet. Unshared, the other \
        places have learned nothing.
        """,
      formula: [
        .muted("shared ") + .kernel("\(kernel.height)·\(kernel.width) + 1 bias = \(weights)")
          + .muted(", taught by one ×: each of the \(taught.marks.count) gets ")
          + .output(NumberText.fixed(Double(answer), decimals: 2)),
        .muted("unshared ") + .kernel("\(weights)") + .muted(" · ") + .output(product(shape.height, shape.width))
          + .muted(" places = ") + .strong(NumberText.integer(weights * shape.count))
          + .muted(" parameters: 0.50 where nothing was taught"),
      ],
      note: """
        The filter learned by gradient descent from zeros; an answer is a chance from 0 to 1, so 0.5 is a shrug. Ask what the unshared layer would need: an × at every one \
        of its places.
        """, duration: .milliseconds(2000), links: [Link(to: LocalConvolutionScene.card.id, label: "unshared")])
  }

  private var realStep: Step {
    let places = stage.output.height * stage.output.width
    func bytes(_ count: Int) -> String {
      NumberText.metric(Double(count * MemoryLayout<Float>.size), unit: "B")
    }
    return Step(
      caption: """
        Unshared is larger, \(NumberText.integer(places)) times: a set of filters for each place of the map. And every one \
        of them would have to learn the same things anew.
        """,
      formula: [
        .muted("shared    ") + (stage.parameterFormula ?? "")
          + .muted(", of them \(NumberText.integer(stage.biases)) biases"),
        .muted("unshared  ") + .kernel(NumberText.integer(stage.parameters))
          + .muted(" · \(stage.output.height)·\(stage.output.width) places = ")
          + .strong(NumberText.integer(stage.unsharedParameters)),
      ],
      note: """
        \(bytes(stage.unsharedParameters)) against \(bytes(stage.parameters)), for one layer. Turn the knob layer for the \
        others.
        """,
      question: Question(
        """
        \(stage.name), a layer of AlexNet (2012\(isHalved ? "; there in two halves" : "")), has \(stage.output.channels) filters and maps of \
        \(sides(stage.output.height, stage.output.width)). Which is larger, shared or unshared, by how much?
        """,
        answer: .choice(
          [
            "shared is larger", "unshared, \(NumberText.integer(stage.output.channels)) times",
            "unshared, \(NumberText.integer(places)) times",
          ], right: 2)))
  }

  /// Whether the network of 2012 had this layer on two cards, each seeing half of the maps: here it is counted whole.
  private var isHalved: Bool {
    Network.alexNetTwoGroups.convolutions.first { $0.name == stage.name }.map { $0.layer.groups > 1 } ?? false
  }

  /// “middle weight w2”; where there is none in the middle, the name of the one to the right of it.
  private var middleName: String {
    let name = "weight w\(middle + 1)"
    return kernelValues.count.isMultiple(of: 2) ? name : "middle \(name)"
  }

  /// stored: kernel k = 3, dense m · n = 25.
  private var counts: StyledText {
    .muted("stored weights   convolution: k = ") + .kernel("\(kernelValues.count)")
      + .muted("     dense: inputs · outputs = ") + .input("\(full.units)") + " · " + .output("\(full.units)") + " = "
      + .strong("\(full.connections)")
  }

  /// w2 = 3 is stored once and used 5 times.
  private func use(of weight: Int) -> StyledText {
    .kernel("w\(weight + 1) = \(GridConvolution.text(kernelValues[weight]))")
      + .muted(" of the kernel: stored once, used ") + .active(times(uses(of: weight)))
  }

  private func useOfPair(_ input: Int, _ output: Int) -> StyledText {
    .muted("the weight ") + .kernel(GridConvolution.text(full.weight(from: input, to: output))) + .muted(" from ")
      + LayerStack.Unit.input(input).styled + .muted(" to ") + LayerStack.Unit.output(output).styled
      + .muted(" of the table: stored once, used ") + .active("once")
  }
}
