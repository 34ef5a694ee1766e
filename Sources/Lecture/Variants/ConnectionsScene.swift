import CellCanvas
import ConvolutionEngine

/// Who is connected and who shares a weight are two questions: local connections without sharing, a convolution on the
/// same lines, and a dense layer, each with a letter for every different weight.
struct ConnectionsScene: Scene {
  static let card = SceneCard(id: "connections", title: "The same lines, other weights", part: .variants)

  static let units = Control.integer("units", in: 3...7, standard: 5, help: "units in each row")
  static let kernelSize = Control.integer("kernel", in: 1...4, standard: 2, help: "inputs that an output sees")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other weights and inputs")
  static let values = Control.grid("values", in: -9...9, help: "the inputs x")
  static let controls = [units, kernelSize, seed, values]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    /// The three layers one by one, the dense one beneath from the start.
    case local, shared, dense
    /// All three, as graphs and as matrices.
    case all, matrices
    /// One input through all three, and the same input moved by one.
    case run, moved
    case end
  }

  let moments = Moment.allCases
  let inputs: [Float]
  /// The same one place further on, with a zero in front.
  let movedInputs: [Float]
  let local: LetteredLayer
  let shared: LetteredLayer
  let dense: LetteredLayer
  /// What each makes of the inputs, and of the moved ones.
  private let results: [WeightSharing: (still: [Float], moved: [Float])]

  init(_ settings: Settings) throws(SettingsError) {
    let (units, kernel) = (settings.integer(Self.units), settings.integer(Self.kernelSize))
    let seed = UInt64(settings.integer(Self.seed))
    inputs =
      Tensor(Shape(height: 1, width: units), seed: seed &+ 40, integersIn: 1...5)
      .edited(settings.edits(Self.values)).values
    movedInputs = [0] + inputs.dropLast()
    // Letters have the same weights in all three layers; those of a kernel differ, and no two rows of a dense layer are
    // alike.
    let (start, stride) = (Int(seed % 5), 1 + Int(seed / 5 % 4))
    let weights = (0..<units * units).map { Float((start + $0 * stride + $0 / 5) % 5 + 1) }
    let layers = [WeightSharing.local, .shared, .dense].map { sharing in
      LetteredLayer(sharing, units: units, kernel: kernel) { weights[$0] }
    }
    (local, shared, dense) = (layers[0], layers[1], layers[2])
    var results: [WeightSharing: (still: [Float], moved: [Float])] = [:]
    for layer in layers { results[layer.sharing] = (layer(inputs), layer(movedInputs)) }
    self.results = results
  }

  var layers: [LetteredLayer] { [local, shared, dense] }
  var count: Int { inputs.count }

  /// What a layer makes of the inputs.
  func outputs(_ layer: LetteredLayer) -> [Float] { results[layer.sharing]?.still ?? [] }
  /// What it makes of the moved inputs.
  func movedOutputs(_ layer: LetteredLayer) -> [Float] { results[layer.sharing]?.moved ?? [] }

  /// Whether an output of the moved inputs is what the one before it was of the inputs.
  func movesAlong(_ layer: LetteredLayer, to output: Int) -> Bool {
    output > 0 && movedOutputs(layer)[output] == outputs(layer)[output - 1]
  }

  /// How many outputs move along with the inputs, of one less than there are.
  func movedAlong(_ layer: LetteredLayer) -> Int { (1..<count).count { movesAlong(layer, to: $0) } }

  func name(of target: Target) -> String? {
    guard target.grid == Self.values.name else { return nil }
    return "x\(target.column + 1)"
  }

  /// What a layer is called.
  static func name(_ layer: LetteredLayer) -> String {
    switch layer.sharing {
    case .local: "local"
    case .shared: "convolution"
    default: "dense"
    }
  }
}

// MARK: Words

extension ConnectionsScene {
  /// What can be counted of a layer: 9 connections, 9 weights.
  static func counts(_ layer: LetteredLayer) -> StyledText {
    .counted(layer.connections, "connection", .output) + .muted(", ") + .counted(layer.distinct, "weight", .kernel)
  }

  /// “one input”, “at most 2 neighbouring inputs”: at the border windows hang over the edge.
  private var seen: String {
    let counts = (0..<count).map { local.stack.inputs(of: $0, in: 1).count }
    let most = counts.max() ?? 0
    return most == 1 ? "one input" : "at most \(most) neighbouring inputs"
  }

  /// What a local layer has at most in common with a dense one.
  private var isAllConnected: Bool { local.connections == dense.connections }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .local:
      return Step(
        caption: """
          Local connections: each s sees \(seen), and every line has a weight of its own, \(local.letters). \
          \(isAllConnected ? "These are all lines that there can be." : "Beneath, all lines there could be.")
          """,
        formula: [local.sum(count / 2) + .muted("     ") + Self.counts(local)],
        note: """
          Two questions that are often taken for one: who is connected, and who shares a weight. This layer answers the \
          first as a convolution does, and the second as a dense layer does.
          """, links: [Link(to: SparseConnectivityScene.card.id, label: "sparse")])
    case .shared:
      let lines = shared.connections
      return Step(
        caption: shared.distinct == lines
          ? "A convolution on the same lines. With so few of them no letter comes twice: turn units up."
          : """
          A convolution has exactly the same \(counted(lines, "line")), but \(shared.letters) again and again: what is learned \
          at one place is known at all of them.
          """,
        formula: [shared.sum(count / 2) + .muted("     ") + Self.counts(shared)],
        note: "Let the class name the letters from left to right before they are seen. Only the letters have changed.",
        question: Question(
          "The lines stay, but all places share their weights, as in a convolution. How many different weights are left?",
          answer: .number(Double(shared.distinct), decimals: 0), mistake: .number(Double(lines), decimals: 0)),
        duration: .milliseconds(1200))
    case .dense:
      let factor = Double(dense.connections) / Double(local.connections)
      return Step(
        caption: isAllConnected
          ? "Here the local layer is a dense one: a kernel so wide leaves no line out."
          : """
          A dense layer: every s sees every x, \(count)·\(count) lines and as many weights. Local is not dense: it has \
          \(Self.fewer(factor)) lines, and keeps what is near.
          """,
        formula: [
          .output("\(count)") + .muted(" · ") + .input("\(count)") + .muted(" = ") + .strong("\(dense.connections)")
            + .muted(" connections, ") + .kernel("\(dense.distinct)") + .muted(" weights")
        ],
        note: "“Locally connected” is often mistaken for “fully connected”: both lack sharing, but only one is full.",
        question: Question(
          "And if every s sees every x, each line with a weight of its own: how many weights are there?",
          answer: .number(Double(dense.distinct), decimals: 0)))
    case .all:
      return Step(
        caption: """
          \(local.connections == shared.connections ? "The first two have the same lines" : "Lines") and differ in letters alone; \
          the last has a line for every pair. \
          \(local.distinct > shared.distinct ? "Sharing is what makes a convolution small." : "")
          """,
        formula: [Self.ledger(layers)],
        note: "A library that stores a local layer keeps \(local.cost.weights) weights, \(kernelSize) for every output"
          + (local.distinct < local.cost.weights
            ? ", though only \(local.distinct) of them meet an input here and have a letter."
            : "; all meet an input here."))
    case .matrices:
      return Step(
        caption: """
          The same as matrices, a row an output. Local leaves places empty, a convolution also repeats itself along its \
          diagonals, dense does neither.
          """,
        formula: [Self.ledger(layers)],
        note: "The matrix of a convolution is constant along each diagonal: mathematicians call it a Toeplitz matrix.",
        links: [Link(to: ParameterSharingScene.card.id, label: "sharing")])
    case .run: return runStep
    case .moved: return movedStep
    case .end:
      return Step(
        caption: """
          Take home: who is connected and who shares are two choices. Local connections look near; sharing makes them \
          look for the same thing everywhere.
          """,
        formula: [Self.ledger(layers)],
        note: """
          When is local the better choice? Where the place itself means something: in faces that are always in the middle, \
          eyes are above and mouths below, and each place may look for its own.
          """, links: [Link(to: LocalConvolutionScene.card.id, label: "the same on a grid")])
    }
  }

  /// How many weights a kernel has.
  var kernelSize: Int { shared.stack.geometries.first?.window.kernel ?? 1 }

  private static func fewer(_ factor: Double) -> String {
    factor == factor.rounded()
      ? "\(NumberText.integer(Int(factor))) times fewer" : "\(NumberText.fixed(factor, decimals: 1)) times fewer"
  }

  /// lines and weights   local 9 and 9    convolution 9 and 2    dense 25 and 25
  private static func ledger(_ layers: [LetteredLayer]) -> StyledText {
    .muted("lines and weights   ")
      + .joined(
        layers.map { layer in
          .muted("\(name(layer)) ") + .output("\(layer.connections)") + .muted(" and ") + .kernel("\(layer.distinct)")
        }, separator: .muted("    "))
  }

  /// A sum with its numbers: s3 = e·x3 + f·x4 = 2·4 + 1·3 = 11.
  func numbers(_ layer: LetteredLayer, _ output: Int, moved: Bool = false) -> StyledText {
    let row = moved ? movedInputs : inputs
    let terms = layer.stack.inputs(of: output, in: 1).compactMap { input in
      layer.slots[output][input].map {
        StyledText.kernel(GridConvolution.text(layer.weights[$0])) + .muted("·")
          + .input(GridConvolution.text(row[input]))
      }
    }
    let result = (moved ? movedOutputs(layer) : outputs(layer))[output]
    return layer.sum(output) + .muted(" = ") + .joined(terms, separator: .muted(" + ")) + .muted(" = ")
      + .active(GridConvolution.text(result))
  }

  private var runStep: Step {
    let middle = count / 2
    return Step(
      caption: """
        One input through all three. Equal letters stand for equal weights; s\(middle + 1) is \
        \(GridConvolution.text(outputs(local)[middle])) by its own weights, \(GridConvolution.text(outputs(shared)[middle])) by those that \
        all share, \(GridConvolution.text(outputs(dense)[middle])) with all lines.
        """,
      formula: [
        .muted("local        ") + numbers(local, middle), .muted("convolution  ") + numbers(shared, middle),
      ],
      note: "Nothing here says which is right: all three are layers. What they can learn, and from how much, differs.")
  }

  private var movedStep: Step {
    let (few, many, all) = (movedAlong(local), movedAlong(shared), count - 1)
    let lost = shared.stack.padding(around: 0).after
    let differs = many > max(few, movedAlong(dense))
    let edge = many < all && lost > 0 ? " (others lost x\(count) over the edge)" : ""
    let locals = few == 0 ? "none, for other weights wait there" : "\(few), and by chance: other weights wait there"
    return Step(
      caption: differs
        ? """
        The input moves by one. Convolution: \(many) of \(all) outputs move along\(edge). Local: \(locals).
        """
        : """
        The input moves by one. The convolution moves along in \(many) of \(all), the local layer in \(few) of \(all): \
        with these numbers that shows no difference. Type others.
        """,
      formula: [
        .muted("moved along  ")
          + .joined(
            layers.map { .muted("\(Self.name($0)) ") + .strong("\(movedAlong($0))") + .muted(" of \(all)") },
            separator: .muted("     "))
      ],
      note: """
        This is what sharing buys beside the saving: what is learned at one place is known at the next. A local layer must \
        see an edge at every place to know it at every place.
        """,
      question: differs
        ? Question(
          "The input moves by one place. Whose outputs just move along, away from the border?",
          answer: .choice(["local", "convolution", "dense"], right: 1)) : nil,
      links: [Link(to: EquivarianceScene.card.id, label: "equivariance")])
  }
}
