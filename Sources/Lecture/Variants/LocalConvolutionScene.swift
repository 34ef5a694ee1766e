import CellCanvas
import ConvolutionEngine

/// A kernel for every place, one for all, or a few in turn: unshared, shared and tiled convolution on the same input, and
/// channels that see only some of the channels.
struct LocalConvolutionScene: Scene {
  static let card = SceneCard(id: "local-convolution", title: "A kernel for every place", part: .variants)

  static let size = Control.integer("input", in: 4...8, standard: 6, help: "side of the input grid")
  static let kernelSize = Control.integer("kernel", in: 1...3, standard: 3, help: "side of a kernel, k")
  static let tile = Control.integer("t", in: 1...8, standard: 2, help: "kernels taken in turn along each axis")
  static let groups = Control.choice("groups", ["1", "2", "4"], standard: "2", help: "groups of four channels")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers")
  static let values = Control.grid("values", in: -9...9, help: "the input's numbers")
  static let controls = [size, kernelSize, tile, groups, seed, values]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    /// A kernel for every place: the first, its neighbour, and what it comes to.
    case first, next, count
    /// One for all, and a few in turn.
    case shared, tiled
    /// The same input through all of them; every t; channels.
    case through, sweep, channels, costs
    case end
  }

  let moments = Moment.allCases
  let input: Tensor
  let kernelSide: Int
  /// How many kernels are taken in turn along each axis, no more than there are places; and how many were asked for.
  let turn: Int
  let askedTurn: Int
  let groupCount: Int
  /// The side of the output.
  let side: Int
  /// Each kernel at all places, row by row; the place of its own is the one that a local layer uses.
  private let kernels: [GridConvolution]
  /// What the engine's layers make of the input, tile by tile from 1 to all.
  let outputs: [Tensor]
  let denseOutput: Tensor
  /// Four channels in, four out, in groups.
  let grouped: Convolution

  /// Channels of the last steps.
  static let channels = 4

  init(_ settings: Settings) throws(SettingsError) {
    let count = settings.integer(Self.size)
    let kernelSide = settings.integer(Self.kernelSize)
    self.kernelSide = kernelSide
    let seed = UInt64(settings.integer(Self.seed))
    input = Tensor(Shape(height: count, width: count), seed: seed, integersIn: 0...5)
      .edited(settings.edits(Self.values))
    let side = Window(kernelSide).over(count).output
    self.side = side
    askedTurn = settings.integer(Self.tile)
    turn = min(askedTurn, side)
    groupCount = Int(settings.choice(Self.groups)) ?? 1
    var kernels: [GridConvolution] = []
    for index in 0..<side * side {
      let kernel = Tensor(
        Shape(height: kernelSide, width: kernelSide), seed: (seed &+ 4) &* 100 &+ UInt64(index), integersIn: -2...2)
      kernels.append(try GridConvolution(input: input, kernel: kernel, stride: 1))
    }
    self.kernels = kernels
    let (input, all) = (input, kernels)
    outputs = (1...side).map { turn in
      TiledConvolution(
        tileRows: turn, tileColumns: turn,
        (0..<turn * turn).map { Convolution(FilterBank(kernel: all[$0 / turn * side + $0 % turn].kernel)) })(input)
    }
    let weights = Tensor(
      Shape(height: side * side, width: count * count), seed: seed &+ 7, integersIn: -1...1)
    let dense = Dense(weights: weights.values, biases: [Float](repeating: 0, count: side * side))
    denseOutput = Tensor(Shape(height: side, width: side), values: dense(input).values)
    let depth = Self.channels / groupCount
    let bank = Tensor(
      Shape(height: Self.channels, width: kernelSide * kernelSide * depth), seed: seed, integersIn: -2...2)
    grouped = Convolution(
      FilterBank(
        count: Self.channels, rows: kernelSide, columns: kernelSide, depth: depth, values: bank.values),
      groups: groupCount)
  }

  // MARK: Which kernel stands where

  /// The kernel of a place where so many are taken in turn, with all it can be asked.
  func kernel(_ place: GridPlace, turn: Int) -> GridConvolution {
    kernels[place.row % turn * side + place.column % turn]
  }

  /// The number of that kernel, from 1, in the order of the tile.
  func number(_ place: GridPlace, turn: Int) -> Int { place.row % turn * turn + place.column % turn + 1 }

  /// What comes out where so many are taken in turn.
  func output(turn: Int) -> Tensor { outputs[turn - 1] }

  /// The kernels of a moment: how many are taken in turn.
  func turn(_ moment: Moment) -> Int {
    switch moment {
    case .first, .next, .count: side
    case .shared: 1
    default: turn
    }
  }

  // MARK: Costs

  private var shape: Shape { input.shape }

  /// What a layer of one channel costs on the input.
  func cost(_ sharing: WeightSharing, channels: Int = 1) -> WeightSharing.Cost {
    do throws(GeometryError) {
      return try sharing.cost(
        on: Shape(height: shape.height, width: shape.width, channels: channels), rows: Window(kernelSide),
        columns: Window(kernelSide), filters: channels)
    } catch {
      preconditionFailure("kernels are smaller than the input: \(error)")
    }
  }

  /// The kinds of sharing from most weights to fewest, with their names.
  var kinds: [(name: String, sharing: WeightSharing)] {
    [
      ("dense", .dense), ("local", .local), ("tiled, t = \(turn)", .tiled(rows: turn, columns: turn)),
      ("shared", .shared),
    ]
  }
}

// MARK: Words

extension LocalConvolutionScene {
  private var weights: Int { kernelSide * kernelSide }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .first:
      return Step(
        caption: """
          Unshared convolution: the window slides as always, but each of the \(side * side) places has a kernel of its own. Here \
          kernel 1 makes the first output.
          """,
        formula: [
          .output("s(i, j)") + .muted(" = Σ ") + .input("I(i+m, j+n)") + .muted("·") + .kernel("w(i, j, m, n)")
            + .muted("     ") + .output("s(1, 1)") + .muted(" = ") + .active(text(output(turn: side)[0, 0]))
        ],
        note: "The letters say it all: in a convolution w has m and n alone; here it has the place, i and j, as well.",
        duration: .milliseconds(1000), links: [Link(to: ConnectionsScene.card.id, label: "the same in a row")])
    case .next:
      let place = GridPlace(row: 0, column: 1)
      return Step(
        caption: """
          One place on: the same kind of sum, but with other weights. What kernel 1 learns, kernel 2 does not know.
          """,
        formula: kernel(place, turn: side).sum(place),
        note: "Point at any output (c) to see its own kernel at work.", duration: .milliseconds(1000))
    case .count:
      return Step(
        caption: """
          Near connections alone do not make a layer small: \(side * side) places of \(counted(weights, "weight")) each. Dense it is not: \
          there each output would see all \(shape.count) inputs.
          """,
        formula: [
          .output(product(side, side)) + .muted(" places · ") + .kernel(product(kernelSide, kernelSide)) + .muted(" = ")
            + .strong(NumberText.integer(cost(.local).weights)) + .muted(" weights     dense ")
            + .output(product(side, side)) + .muted("·") + .input(product(shape.height, shape.width)) + .muted(" = ")
            + NumberText.integer(cost(.dense).weights).styled
        ],
        note: "Worth it where the place means something: in aligned faces, say, mouths are to be sought below eyes.",
        question: Question(
          "\(sides(side, side)) places, a kernel of \(sides(kernelSide, kernelSide)) at each: how many weights has the layer?",
          answer: .number(Double(cost(.local).weights), decimals: 0),
          mistake: .number(Double(kernelSide * kernelSide), decimals: 0)))
    case .shared:
      return Step(
        caption: """
          The other end: one kernel for all places, a convolution. The same windows and as many products, but \
          \(counted(cost(.shared).weights, "weight")) instead of \(NumberText.integer(cost(.local).weights)).
          """,
        formula: [
          .output("s(i, j)") + .muted(" = Σ ") + .input("I(i+m, j+n)") + .muted("·") + .kernel("w(m, n)")
        ],
        note: "Point at two outputs: the window moves, the kernel stays.",
        links: [Link(to: ParameterSharingScene.card.id, label: "sharing")])
    case .tiled: return tiledStep
    case .through: return throughStep
    case .sweep:
      return Step(
        caption: """
          Every t between: 1 is a convolution, \(side) is a kernel for every place. The connections stay, \
          \(NumberText.integer(cost(.shared).connections)) for each; the weights grow with t².
          """,
        formula: [
          .muted("t²·k² = ") + .strong("\(turn)") + .muted("²·") + .kernel("\(kernelSide)") + .muted("² = ")
            + .strong(NumberText.integer(cost(.tiled(rows: turn, columns: turn)).weights))
            + .muted(" \(nouns(cost(.tiled(rows: turn, columns: turn)).weights, "weight")) at t = \(turn)")
        ],
        note: "Turn t. On large maps t stays small, so a tiled layer costs hardly more than a convolution.")
    case .channels: return channelsStep
    case .costs:
      return Step(
        caption: """
          Four channels in and out: 4·4 times the weights, 4 times the biases. Sharing saves weights, that is memory and \
          examples, but no products, that is time.
          """,
        formula: [
          .muted("tiled  t²·k²·Cin·Cout = \(turn)²·\(kernelSide)²·\(Self.channels)·\(Self.channels) = ")
            + .kernel(
              NumberText.integer(cost(.tiled(rows: turn, columns: turn), channels: Self.channels).weights))
        ],
        note: "Biases tile likewise: one for each kernel and channel that comes out.",
        question: turn == 1
          ? nil
          : Question(
            "\(turn)·\(turn) kernels in turn, \(sides(kernelSide, kernelSide)) each, four channels in and four out: how many weights?",
            answer: .number(
              Double(cost(.tiled(rows: turn, columns: turn), channels: Self.channels).weights), decimals: 0)))
    case .end:
      return Step(
        caption: """
          Take home: the window says who is connected, t says who shares. A convolution is near and shared, a local layer \
          near and unshared, a dense layer neither.
          """,
        note: "Ask what data would call for each: aligned faces, textures that alternate, photographs of anything.",
        links: [Link(to: ConnectionsScene.card.id, label: "lines and letters")])
    }
  }

  func name(of target: Target) -> String? {
    target.grid == Self.values.name ? "I(\(target.row + 1), \(target.column + 1))" : nil
  }

  private func text(_ value: Float) -> String { GridConvolution.text(value) }

  private var tiledStep: Step {
    let cost = cost(.tiled(rows: turn, columns: turn))
    let caption =
      turn == 1
      ? "Tiled with t = 1: the one kernel is always next, so this is the convolution again. Turn t up."
      : turn == side
        ? askedTurn > turn
          ? "There are only \(side) places along each axis, so t = \(askedTurn) is t = \(turn): no kernel comes twice, and this is the local layer again."
          : "Tiled with t = \(turn), as many as places along each axis: no kernel comes twice, so this is the local layer again."
        : """
        Tiled: \(turn)·\(turn) kernels take turns. Neighbours differ, as in a local layer; every \(ordinal(turn)) place shares, as in \
        a convolution.
        """
    return Step(
      caption: StyledText(caption),
      formula: [
        .muted("counted from 0, place (i, j) takes kernel (i mod t, j mod t)"),
        .muted("t²·k² = ") + "\(turn)" + .muted("²·")
          + .kernel("\(kernelSide)") + .muted("² = ") + .strong(NumberText.integer(cost.weights))
          + .muted(" \(nouns(cost.weights, "weight"))"),
      ],
      note:
        "Neighbours that need not agree can learn shifted forms of one thing, and pooling over them forgives shifts.",
      question: turn == 1 || turn == side
        ? nil
        : Question(
          "\(turn)·\(turn) kernels of \(sides(kernelSide, kernelSide)) take turns over all places. How many weights?",
          answer: .number(Double(cost.weights), decimals: 0),
          mistake: .number(Double(kernelSide * kernelSide), decimals: 0)), duration: .milliseconds(1000))
  }

  /// How many places have the same output in two layers.
  func agreeing(_ one: Tensor, _ other: Tensor) -> Int { zip(one.values, other.values).count { $0 == $1 } }

  private var throughStep: Step {
    let connections = kinds.map { cost($0.sharing).connections }
    return Step(
      caption: connections[0] == connections[1]
        ? "The same input through four layers of the same sizes, with as many connections: only the weights tell them apart."
        : """
        The same input through four layers of the same sizes. \(NumberText.integer(connections[0])) connections where it is dense, \
        \(NumberText.integer(connections[1])) in all others: these differ in sharing alone.
        """,
      formula: [
        .muted("t²·k²     ") + tileWeights("local", side) + .muted("     ") + tileWeights("tiled", turn)
          + .muted("     ") + tileWeights("shared", 1)
      ],
      note:
        "Kernel 1 is the same in the last three, so wherever it stands their outputs agree: at the upper left at least.",
      duration: .milliseconds(900))
  }

  /// What a tile comes to: tiled 2²·3² = 36.
  private func tileWeights(_ name: String, _ turn: Int) -> StyledText {
    let count: StyledText = .kernel(NumberText.integer(turn * turn * weights))
    return .muted("\(name) \(turn)²·\(kernelSide)² = ") + count
  }

  /// How many channels each one that comes out sees.
  var seenChannels: Int { Self.channels / groupCount }

  private var channelsStep: Step {
    let (few, all) = (grouped.filters.values.count, cost(.shared, channels: Self.channels).weights)
    return Step(
      caption: groupCount == 1
        ? "Channels can be local, too. In one group each channel that comes out sees all that go in: turn groups up."
        : """
        Channels can be local, too: in \(groupCount) groups each channel that comes out sees only \(seenChannels) of the \(Self.channels) that \
        go in, and the layer has \(Self.part(groupCount)) of the weights.
        """,
      formula: [
        .kernel("\(kernelSide)²") + .muted(" · ") + .input("\(seenChannels)") + .muted(" seen · ")
          + .output("\(Self.channels)") + .muted(" out = ") + .strong(NumberText.integer(few))
          + .muted(" weights     all seen: ") + .kernel("\(kernelSide)²") + .muted("·")
          + "\(Self.channels)·\(Self.channels) = \(NumberText.integer(all))".styled
      ],
      note: """
        AlexNet has groups because its channels lay on two cards. Taken to the end, one channel a group, it is the depthwise \
        convolution of small networks.
        """,
      question: groupCount == 1
        ? nil
        : Question(
          "Four channels in, four out, kernels of \(sides(kernelSide, kernelSide)), but each sees only \(seenChannels == 1 ? "one channel" : "\(seenChannels) channels"). How many weights?",
          answer: .number(Double(few), decimals: 0)),
      links: [Link(to: SeparableConvolutionScene.card.id, label: "a channel a group")])
  }

  private static func part(_ groups: Int) -> String { groups == 2 ? "half" : "a quarter" }
}

extension String {
  /// The text in the ink of the place where it stands.
  fileprivate var styled: StyledText { StyledText(self) }
}
