import CellCanvas
import ConvolutionEngine

/// Max pooling: what it keeps of a map, what it remembers for the way back, and what it does to a volume.
struct MaxPoolScene: Scene {
  static let card = SceneCard(id: "max-pool", title: "Max pooling keeps the strongest", part: .pooling)

  static let map = Control.grid("map", in: 0...Double(brightest), help: "the values of the map")
  static let gradient = Control.grid("gradient", in: -9...9, help: "the gradient that comes back to each output")
  static let size = Control.integer("size", in: 2...8, standard: 4, help: "how many rows and columns the map has")
  static let window = Control.integer("window", in: 2...4, standard: 2, help: "how many rows and columns a window has")
  static let stride = Control.integer("stride", in: 1...3, standard: 2, help: "how far the window moves at a time")
  static let seed = Control.integer(
    "seed", in: 0...99, standard: 0, help: "0 for the usual map, others for random ones")
  static let controls = [window, stride, size, seed, map, gradient]
  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureEdges.area }

  /// The largest value of a map.
  static let brightest = 9
  /// How many channels the small volume has.
  static let channels = 3
  /// The large volume: what the first block of VGG-16 pools.
  static let large = Shape(height: 224, width: 224, channels: 64)

  /// What a step shows.
  enum Moment: Sendable {
    /// The map, and nothing else yet.
    case map
    /// One window, by the index of its output.
    case window(Int)
    /// All windows from this one on, in a sweep.
    case rest(from: Int)
    /// Which cells won.
    case switches
    /// The way of the gradient.
    case backward(Gradients)
    /// Every channel by itself.
    case channels
    /// The large volume.
    case volume(LargeVolume)
  }

  /// What comes back to each output, and what of it reaches each cell of the map.
  struct Gradients: Sendable {
    let output: Tensor
    let input: Tensor
  }

  /// What pooling does to the large volume.
  struct LargeVolume: Sendable {
    /// Along either axis.
    let geometry: WindowGeometry
    let output: Shape
    /// How many weights and biases the pooling has.
    let parameters: Int
  }

  let moments: [Moment]
  /// The map in channel 0, and two more.
  let map: PooledVolume
  /// The edges of a picture, pooled in the same way.
  let edges: PooledEdges

  init(_ settings: Settings) throws(SettingsError) {
    let window = Window(settings.integer(Self.window), stride: settings.integer(Self.stride))
    let (size, seed) = (settings.integer(Self.size), settings.integer(Self.seed))
    guard window.over(size).fits else {
      throw SettingsError(
        "a window of \(window.kernel) × \(window.kernel) does not fit into a map of \(size) × \(size): "
          + "take a larger map or a smaller window"
      )
    }
    let large: LargeVolume
    do {
      let stage = try Stage(Layer("pool", .maxPooling(window)), on: Self.large)
      large = LargeVolume(
        geometry: window.over(Self.large.height), output: stage.output, parameters: stage.parameters)
    } catch { throw SettingsError(error.description) }
    map = PooledVolume(Self.volume(size: size, seed: seed, edits: settings.edits(Self.map)), window)
    edges = PooledEdges(PictureEdges.map(for: settings), window)
    let gradient = Self.gradient(side: map.geometry.output, seed: seed, edits: settings.edits(Self.gradient))
    let windows: [Moment] =
      map.count <= 4 ? (0..<map.count).map(Moment.window) : [.window(0), .window(1), .rest(from: 2)]
    moments =
      [.map] + windows
      + [
        .switches, .backward(Gradients(output: gradient, input: map.switches.gradient(gradient))), .channels,
        .volume(large),
      ]
  }

  /// The usual map, or one from a seed, with the values typed by hand; the other channels are always from a seed.
  private static func volume(size: Int, seed: Int, edits: [GridPlace: Double]) -> Tensor {
    let usual: [[Float]] = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]
    var volume = Tensor(
      Shape(height: size, width: size, channels: channels), seed: UInt64(seed), integersIn: 0...brightest)
    for row in 0..<size {
      for column in 0..<size {
        if seed == 0, row < usual.count, column < usual.count { volume[row, column] = usual[row][column] }
        if let edit = edits[GridPlace(row: row, column: column)] { volume[row, column] = Float(edit) }
      }
    }
    return volume
  }

  /// What comes back from the layers above: small numbers of both signs from a seed, with those typed by hand.
  /// Only channel 0 is looked at.
  private static func gradient(side: Int, seed: Int, edits: [GridPlace: Double]) -> Tensor {
    var gradient = Tensor(
      Shape(height: side, width: side, channels: channels), seed: UInt64(seed + 100), integersIn: 1...5)
    for row in 0..<side {
      for column in 0..<side {
        if (row + column).isMultiple(of: 2) == false { gradient[row, column].negate() }
        if let edit = edits[GridPlace(row: row, column: column)] { gradient[row, column] = Float(edit) }
      }
    }
    return gradient
  }

  /// Along either axis of the map.
  var geometry: WindowGeometry { map.geometry }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .map:
      Step(
        caption: "A map's values are large where its feature was found. The next layer needs to know that it is there, "
          + "rarely in which cell exactly. What should be kept?",
        formula: [geometry.sizeFormula(), Self.sizeLetters],
        note: "Let the class say what it would keep: the mean, the sum, the largest? Each is a pooling; this one is by "
          + "far the most used.")
    case .window(let index): step(window: index)
    case .rest:
      Step(
        caption:
          "\(geometry.input * geometry.input) values go in, \(map.count) come out. "
          + "Nothing is added up and nothing learned: every output is one "
          + "of the inputs." + StyledText(dropped),
        formula: [geometry.sizeFormula()],
        note: winsMeet
          ? "Ask which inputs appear more than once in the output, and why."
          : "No cell wins in two windows here: outputs that are equal come from cells of their own.",
        duration: .milliseconds(2400))
    case .switches:
      Step(
        caption:
          "Which cell won is written down as well: the switches. The output no longer tells, and training needs it "
          + "to send each correction back to the right cell.",
        formula: [
          .muted("switch: ") + .active("row, column") + .muted(" of the winner")
            + .muted(geometry.window.kernel <= 3 ? "; arrows, if they fit: where in its window" : "")
        ],
        note: "Two maps with the same maxima in other corners give the same output; only the switches tell them apart.",
        duration: .milliseconds(1200))
    case .backward(let gradients): step(gradients)
    case .channels:
      Step(
        caption:
          "Every channel is pooled by itself with the same window: maps get smaller, are never mixed, and stay as "
          + "many as before.",
        formula: [
          StyledText(map.volume.shape.description) + .muted(" goes in, ") + .output(map.pooled.shape.description)
            + .muted(" comes out")
        ],
        note:
          "A convolution reaches through all channels; pooling through none. That is why it has no say in their number.",
        duration: .milliseconds(1200), links: [Link(to: LearnedInvarianceScene.card.id, label: "max over channels")])
    case .volume(let large): step(large)
    }
  }

  private func step(window index: Int) -> Step {
    var step = Step(
      caption: caption(window: index), formula: [maximum(of: index)],
      note: "Read the window aloud and let somebody name the winner before the bars have grown.",
      duration: .milliseconds(1100),
      links: index == 0 ? [Link(to: PoolingKindsScene.card.id, label: "kinds of pooling")] : [])
    if index == 0 { step.question = question }
    return step
  }

  private var question: Question {
    let asked = Array(map.count <= 4 ? 0..<map.count : 0..<geometry.output)
    let values = asked.map { Double(map.result($0)) }
    let prompt =
      map.count == 1
      ? "Which value comes out of max pooling?"
      : map.count <= 4
        ? "Max pooling keeps the largest value of each window. Which \(map.count) values come out, row by row?"
        : "Max pooling keeps the largest value of each window. Which are the \(values.count) values of the first row?"
    let decimals = decimals(of: values)
    return Question(
      prompt, answer: map.count == 1 ? .number(values[0], decimals: decimals) : .numbers(values, decimals: decimals))
  }

  private func caption(window index: Int) -> StyledText {
    let window = geometry.window
    if index == map.count - 1, index > 0 {
      return
        "\(geometry.input * geometry.input) values went in, \(map.count) come out. "
        + "Nothing was added up and nothing learned: every output "
        + "is one of the inputs." + StyledText(dropped)
    }
    switch index {
    case 0:
      return map.count == 1 && !dropped.isEmpty
        ? "Only the largest value goes on, the strongest evidence for the feature." + StyledText(dropped)
        : "Only the largest value of the window goes on: the strongest evidence for the feature, wherever in the "
          + "window it lies."
    case 1 where window.stride < window.kernel:
      return
        "The stride \(window.stride) is less than the window's \(window.kernel): "
        + "neighbouring windows share cells, and one cell can win "
        + "more than once."
    case 1 where window.stride > window.kernel:
      return
        "The stride \(window.stride) is more than the window's \(window.kernel): "
        + "no window ever looks at the cells in between."
    case 1: return "The stride is as long as the window: windows do not overlap, and no value is looked at twice."
    default: return compared(window: index)
    }
  }

  /// A further window beside those before it.
  private func compared(window index: Int) -> StyledText {
    let (result, text) = (map.result(index), Self.text(map.result(index)))
    let before = (0..<index).map { map.result($0) }.max() ?? result
    if (0..<index).contains(where: { map.winner(of: $0) == map.winner(of: index) }) {
      return "The same \(text) wins again: its cell lies in more than one window, for windows overlap."
    }
    return result < before
      ? "Nothing in this window is larger than \(text): a weaker neighbourhood passes on a weaker value, "
        + "and pooling claims nothing that no cell has found."
      : "The largest here is \(text), \(result > before ? "more than" : "as much as") any window before had: "
        + "it goes on, wherever in the window it lies."
  }

  /// Whether a cell wins in more than one window.
  private var winsMeet: Bool {
    let wins = (0..<map.count).map { map.winner(of: $0) }
    return Set(wins).count < wins.count
  }

  private func step(_ gradients: Gradients) -> Step {
    let meets = winsMeet
    let ties = map.ties().count
    let why: StyledText =
      switch (meets, ties) {
      case (true, 0): ", added up; small changes elsewhere change no output."
      case (false, 0): ": small changes of any other cell change no output."
      case (true, _): "; what meets adds up. In \(counted(ties, "tie")) the first wins."
      case (false, _): "; where cells tie, in \(counted(ties, "window")), the first takes all."
      }
    return Step(
      caption:
        "Back comes the gradient: how the loss (the error) changes with each output. Only winners get it"
        + why,
      formula: [
        collected(gradients),
        .muted("a cell that never won gets ") + .strong("0", .gradient)
          + .muted("     example numbers at the outputs: e edits them"),
      ],
      note:
        "The usual mistake: sharing the gradient among the cells of the window. That is average pooling. The loss is "
        + "what training makes small; here numbers stand for what the layers above send back.",
      duration: .milliseconds(1400), links: [Link(to: PoolingKindsScene.card.id, label: "other ways back")])
  }

  private func step(_ large: LargeVolume) -> Step {
    let gone = 100 * (1 - large.kept)
    return Step(
      caption:
        "Max pooling keeps each window's strongest answer and forgets its place: "
        + "\(Self.percent(gone)) % fewer values for the next layer, and "
        + "not one weight to learn.",
      formula: [large.geometry.sizeFormula(), Self.sizeLetters],
      note: "The number of channels is what people get wrong: it does not change. The volume is that of VGG-16's first "
        + "pooling, whose windows are 2 × 2 at stride 2.",
      question: Question(
        "VGG-16's first pooling gets \(sides(Self.large.height, Self.large.width, Self.large.channels)). "
          + "With this window, what comes out: height, width, depth?",
        answer: .numbers(
          [large.output.height, large.output.width, large.output.channels].map(Double.init), decimals: 0),
        // As if the depth were pooled, too.
        mistake: .numbers(
          [large.output.height, large.output.width, Self.large.channels * large.output.height / Self.large.height]
            .map(Double.init), decimals: 0)),
      duration: .milliseconds(1200))
  }

  // MARK: Parts of sentences

  /// What the letters of the size formula stand for.
  private static let sizeLetters =
    StyledText.input("N") + .muted(": the map's side,  ") + .kernel("F") + .muted(": the window's side,  ")
    + .strong("S") + .muted(": the stride")

  /// A percentage with a decimal only where it is needed.
  static func percent(_ value: Double) -> String {
    NumberText.fixed(value, decimals: abs(value - value.rounded()) < 0.05 ? 0 : 1)
  }

  /// What becomes of the last cells; empty when the windows come out even.
  private var dropped: String {
    geometry.dropped.isEmpty ? "" : " The \(lastLines(geometry.dropped.count)) fit no window."
  }

  /// max(1, 1, 5, 6) = 6, the winner lit up.
  func maximum(of index: Int) -> StyledText {
    let winner = map.winner(of: index)
    let terms = map.cells(of: index).map { cell in
      cell == winner ? StyledText.active(Self.text(map.value(cell))) : .input(Self.text(map.value(cell)))
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(map.result(index)))
  }

  /// The gradient of the cell that won most often.
  private func collected(_ gradients: Gradients) -> StyledText {
    let wins = Dictionary(grouping: 0..<map.count) { map.winner(of: $0) }
    let most = (0..<map.count).map { map.winner(of: $0) }.max { (wins[$0]?.count ?? 0) < (wins[$1]?.count ?? 0) }
    return most.map { collected(gradients, in: $0) } ?? ""
  }

  /// The gradient of a cell, as the sum of what comes back to the outputs that it won; of a long one only the beginning
  /// and the result.
  func collected(_ gradients: Gradients, in cell: GridPlace) -> StyledText {
    let won = map.outputs(of: cell).filter { map.winner(of: $0) == cell }
    let terms = won.prefix(8).enumerated().map { index, output in
      let value = gradients.output[map.output(output).row, map.output(output).column]
      return index == 0 ? Self.text(value) : (value < 0 ? " − " : " + ") + Self.text(abs(value))
    }
    let sum = terms.joined() + (won.count > terms.count ? " + …" : "")
    return .muted("cell \(Self.name(cell)) of the map holds ") + .input(Self.text(map.value(cell)))
      + .muted(":  gradient = ") + StyledText(won.count > 1 ? sum + " = " : "")
      + .strong(Self.text(gradients.input[cell.row, cell.column]), .gradient)
  }

  // MARK: Names

  /// A value as the figures show it.
  static func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// A cell by its row and column, counted from 1.
  static func name(_ place: GridPlace) -> String { "\(place.row + 1),\(place.column + 1)" }

  /// How many outputs are known at the end of a moment.
  func known(at moment: Moment) -> Int {
    switch moment {
    case .map: 0
    case .window(let index): index + 1
    default: map.count
    }
  }
}

extension MaxPoolScene.LargeVolume {
  /// How much of the volume's values remains, 0...1.
  var kept: Double { Double(output.count) / Double(MaxPoolScene.large.count) }
}
