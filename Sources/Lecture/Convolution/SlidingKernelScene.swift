import CellCanvas
import ConvolutionEngine

/// A kernel slides over a grid in which there is something to find and fills the output: a few places by hand, then
/// all of them; then the figure is read from three sides, from an output, from a weight, from an input.
struct SlidingKernelScene: Scene {
  static let card = SceneCard(id: "sliding-kernel", title: "Sliding a kernel", part: .convolution)

  static let size = Control.integer("input", in: 3...15, standard: 7, help: "side of the input grid, N")
  static let kernelSize = Control.integer("kernel", in: 1...7, standard: 3, help: "side of the kernel, F")
  static let preset = Control.choice(
    "preset", KernelPreset.names, fills: [weights], help: "a kernel that everybody should have met")
  static let stride = Control.integer("stride", in: 1...4, standard: 1, help: "cells moved at a time, S")
  static let padding = Control.integer("padding", in: 0...3, standard: 0, help: "zeros put around the input, P")
  static let dilation = Control.integer("dilation", in: 1...3, standard: 1, help: "distance between a kernel's cells")
  static let content = Control.choice(
    "content", GridContent.names, fills: [values], help: "what there is to find in the input")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers")
  static let values = Control.grid("values", in: -99...99, help: "the input's numbers")
  static let weights = Control.grid("weights", in: -99...99, decimals: 2, help: "the kernel's weights")
  static let controls = [size, kernelSize, preset, stride, padding, dilation, content, seed, values, weights]

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureConvolution.area }

  let grids: GridConvolution
  let reading: KernelReading
  /// The name of the kernel; `nil` where it has but one weight, or one that was edited.
  let kernelName: String?
  /// The same kernel on a picture.
  let picture: PictureConvolution
  let moments: [Moment]

  /// What a step shows; places count row by row, from 0.
  enum Moment: Hashable, Sendable {
    case start, size
    /// A place by hand, and the one that comes next: the first, its neighbour, one where something is found, a new row.
    case first(Int, next: Int?), neighbour(Int, next: Int?), finding(Int, from: Int, next: Int?)
    case newRow(Int, from: Int)
    /// All that are left, in one go.
    case sweep(WindowWalk)
    /// The place of the largest sum; `nil` where all are alike.
    case map(Int?)
    case fromOutput(GridPlace), fromWeight(GridPlace), fromInput(GridPlace)
    case end

    /// The way of the window to the place that is worked out by hand.
    var walk: WindowWalk? {
      switch self {
      case .first(let place, _): WindowWalk(from: place, to: place)
      case .neighbour(let place, _): WindowWalk(from: place - 1, to: place)
      case .finding(let place, let from, _), .newRow(let place, let from): WindowWalk(from: from, to: place)
      default: nil
      }
    }

    /// The place at which the window stands next.
    var next: Int? {
      switch self {
      case .first(_, let next), .neighbour(_, let next), .finding(_, _, let next): next
      default: nil
      }
    }
  }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let content = GridContent(rawValue: settings.choice(Self.content)) ?? .random
    let preset = KernelPreset(rawValue: settings.choice(Self.preset)) ?? .identity
    let plain = preset.weights(size: settings.integer(Self.kernelSize), seed: seed)
    let kernel = plain.edited(settings.edits(Self.weights))
    grids = try GridConvolution(
      input: content.values(side: settings.integer(Self.size), seed: seed).edited(settings.edits(Self.values)),
      kernel: kernel, stride: settings.integer(Self.stride), padding: settings.integer(Self.padding),
      dilation: settings.integer(Self.dilation))
    reading = KernelReading(kernel)
    // A single weight has no shape that a name could tell of.
    kernelName = kernel == plain && kernel.values.count > 1 ? preset.rawValue : nil
    picture = PictureConvolution(
      PictureConvolution.picture(for: settings), kernel: kernel, window: grids.geometry.window)
    moments = Self.story(grids, heaviest: kernel.heaviest)
  }

  private static func story(_ grids: GridConvolution, heaviest: GridPlace) -> [Moment] {
    let (side, last) = (grids.outputSize, grids.positions - 1)
    let values = grids.output.values.map(\.hundredths)
    let largest = values.max() ?? 0
    // Places by hand: the first two, the first behind them with a large sum, and the first of a new row.
    let large = largest > 0 ? (2...max(2, last)).first { $0 <= last && 2 * values[$0] >= largest } : nil
    let found = last < 2 ? nil : large ?? 2
    let row = ((found ?? min(1, last)) / side + 1) * side
    let newRow = row <= last ? row : nil
    var story: [Moment] = [.start, .size, .first(0, next: last > 0 ? 1 : nil)]
    if last > 0 { story.append(side == 1 ? .newRow(1, from: 0) : .neighbour(1, next: found)) }
    if let found, side > 1 {
      story.append(.finding(found, from: 1, next: newRow))
      if let newRow { story.append(.newRow(newRow, from: found)) }
    }
    let known = story.last?.walk?.to ?? 0
    if known < last { story.append(.sweep(WindowWalk(from: known, to: last, isSweep: true))) }
    let peak = values.indices.first { values[$0] == largest }
    if last > 0 { story.append(.map(values.min() == largest ? nil : peak)) }
    let middle = { (side: Int) in GridPlace(row: side / 2, column: side / 2) }
    return story + [
      .fromOutput(middle(side)), .fromWeight(heaviest), .fromInput(middle(grids.inputSize)), .end,
    ]
  }

  // MARK: How far a step has come

  static let outputName = "output"

  /// How many places have been worked out at a moment, row by row.
  func known(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .start, .size: 0
    case .first, .neighbour, .finding, .newRow: moment.walk?.known(at: playhead) ?? 0
    case .sweep(let walk): walk.known(at: playhead)
    case .map, .fromOutput, .fromWeight, .fromInput, .end: grids.positions
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard let walk = moment.walk, playhead.pointer == nil else { return nil }
    let animation = Animation(playhead, products: grids.weights)
    return grids.sum(grids.place(walk.to), shown: animation.products, isSummed: animation.isLanded)
  }

  // MARK: The story in words

  /// What is the same at every place.
  private var sameWeights: String { "the same " + (grids.weights == 1 ? "weight" : "\(grids.weights) weights") }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      return Step(
        caption: "A kernel is a small grid of weights. \(reading.sentence) \(reading.question(of: grids.input))",
        formula: [
          .input("input") + " ⋆ " + .kernel("kernel") + " = " + .output("output")
            + .muted("     ⋆ lays the kernel down as it stands, unflipped")
        ],
        note: """
          \(reading.hasBothSigns ? "Let the class look for it in the shaded grid first." : "Let the class say first what will come out.") \
          Students often take the kernel for a picture: it is a question that is asked at every place.
          """)
    case .size:
      let geometry = grids.geometry
      return Step(
        caption: sizeCaption, formula: geometry.sizeLines,
        note:
          "Count the places aloud along the top row. The + 1 is what students forget: it is the place before the first move.",
        question: Question(
          """
          The kernel covers a window \(counted(geometry.window.effectiveKernel, "cell")) wide, which moves \
          \(grids.stride) at a time. How many places does it find along a row of \(geometry.paddedInput)\(grids.padding > 0 ? ", zeros included" : "")?
          """, answer: .number(Double(grids.outputSize), decimals: 0), mistake: geometry.countWithoutFirst),
        duration: .milliseconds(1400), links: [Link(to: StrideScene.card.id, label: "larger strides")])
    case .first(let place, _), .neighbour(let place, _), .finding(let place, _, _), .newRow(let place, _):
      return placeStep(moment, grids.place(place))
    case .sweep(let walk):
      let left = walk.to - walk.from
      return Step(
        caption: """
          And so on at the \(remaining(left, "place")), with \(sameWeights). No \
          place waits for another: a graphics card does all of them at once.
          """,
        formula: [
          .output("\(grids.positions)") + .muted(" \(nouns(grids.positions, "place")) · ")
            + .kernel("\(grids.weights)") + .muted(" \(nouns(grids.weights, "product")) = ")
            + .strong(NumberText.integer(grids.positions * grids.weights)) + .muted(" products, with ")
            + .counted(grids.weights, "weight", .kernel)
        ],
        note: "Do not read every sum aloud: the pace is what shows that it is always the same.",
        duration: .milliseconds(min(4000, 1000 + 60 * left)))
    case .map(let peak): return mapStep(peak.map(grids.place))
    case .fromOutput(let place):
      return Step(
        caption: outputCaption(place), formula: grids.sum(place),
        note: (grids.isSparse ? "Sparse interaction, without the name. " : "")
          + "Let a student choose the output with the cursor or the mouse.",
        links: [Link(to: SparseConnectivityScene.card.id, label: "few connections")],
        litUp: Target(grid: Self.outputName, row: place.row, column: place.column))
    case .fromWeight(let place):
      return Step(
        caption: weightCaption(place), formula: [weightFormula(place)], note: weightNote(place),
        links: [Link(to: ParameterSharingScene.card.id, label: "shared weights")],
        litUp: Target(grid: Self.weights.name, row: place.row, column: place.column))
    case .fromInput(let place):
      return Step(
        caption: inputCaption(place), formula: inputFormula(place),
        note: (grids.reach(place).isEmpty
          ? "What reaches no output gets no gradient back, either." : "This is the way a gradient will come back.")
          + (grids.reach(GridPlace(row: 0, column: 0)).count < grids.reach(place).count
            ? " Point at a corner, too: the border is seen less often." : ""),
        question: Question(
          """
          Now from an input: \(grids.geometry.window.dilation == 1
            ? "under how many windows does the cell in row \(place.row + 1), column \(place.column + 1) lie?"
            : "in how many windows does a weight lie on the cell in row \(place.row + 1), column \(place.column + 1)?")
          """, answer: .number(Double(grids.reach(place).count), decimals: 0)),
        links: [Link(to: ZeroPaddingScene.card.id, label: "zero padding")],
        litUp: Target(grid: Self.values.name, row: place.row, column: place.column))
    case .end:
      let (size, output) = (grids.inputSize, grids.outputSize)
      let connections = NumberText.integer(size * size * output * output)
      return Step(
        caption: endCaption(dense: connections),
        formula: [
          .muted("dense  ") + .input("\(size)·\(size)") + " · " + .output("\(output)·\(output)") + " = "
            + .strong(connections) + .muted("     convolution  ") + .kernel("\(grids.kernelSize)·\(grids.kernelSize)")
            + " = " + .kernel(NumberText.integer(grids.weights))
        ],
        note: "Ask what else a layer needs to learn: several kernels, a bias each. That comes with channels.",
        links: [Link(to: ChannelsScene.card.id, label: "channels")])
    }
  }

  private func placeStep(_ moment: Moment, _ place: GridPlace) -> Step {
    let (value, stride) = (grids.value(place).hundredths, grids.stride)
    var question: Question?
    let caption: String
    let note: String
    switch moment {
    case .neighbour:
      let shared = grids.shared(1, with: 0)
      caption =
        "\(capitalized(spelled(stride, "cell"))) to the right, with \(sameWeights). "
        + (shared > 0
          ? "\(shared) of the \(counted(grids.weights, "cell")) now under the kernel \(verb(shared, "was")) under it before, at other places of it."
          : "None of the cells now under the kernel was under it before.")
      note =
        shared > 0
        ? "Let the class find what both windows share."
        : "Ask whether an input can count for both outputs: not where no cell lies under both windows."
    case .finding:
      let comparison = reading.comparison(grids.products(place))
      caption = verdict(place) + (comparison.map { value >= large && value > 0 ? " \($0)" : "" } ?? "")
      note =
        reading.hasBothSigns
        ? "Compare the bright cells under the kernel with its positive weights, and the dark ones with the negative."
        : reading.pattern == .nothing
          ? "Ask what the cells under the kernel would have to be for another sum: with these weights nothing helps."
          : "Ask what the cells under the kernel would have to be for a larger sum."
      // In so large a grid a small window has no room for numbers to work it out from.
      if grids.inputSize < 14 {
        question = Question(
          "The window goes on to the outlined place. Which number will it write?",
          answer: .number(Double(value), decimals: value == value.rounded() ? 0 : 2))
      }
    case .newRow:
      caption = """
        The row is done. The window goes down by \(spelled(stride, "cell")) and begins again at the left, with \
        \(sameWeights).
        """
      note = "The order does not matter, and nothing is carried over from one place to the next."
    default:
      caption =
        grids.weights == 1
        ? "The one weight times the number that it lies on is the output already: \(GridConvolution.text(value))."
        : "Each weight times the number it lies on, all added: \(grids.weights) numbers become one. \(verdict(place))"
      note = "Work the sum out with the class once, term by term."
    }
    return Step(
      caption: StyledText(caption), formula: grids.sum(place), note: note, question: question,
      duration: .milliseconds(moment.walk.map { $0.to - $0.from > 1 } ?? false ? 1500 : 900))
  }

  /// Where the largest sum is.
  private func mapStep(_ peak: GridPlace?) -> Step {
    let note = """
      The answer to the first question: the output is a map of the input. Turn the preset and let the class say what will \
      light up before it does.
      """
    guard let peak else {
      return Step(
        caption: """
          Every place gives the same sum, \(GridConvolution.text(grids.output.values[0])): for this kernel nothing in \
          the grid stands out.
          """, formula: grids.sum(GridPlace(row: 0, column: 0)), note: note)
    }
    let value = GridConvolution.text(grids.value(peak))
    let largest = grids.value(peak).hundredths
    let count = grids.output.values.count { $0.hundredths == largest }
    let places = count == 1 ? "stands" : "stands \(times(count)), here"
    return Step(
      caption: largest > 0 || !reading.isBalanced
        ? """
        The output is a map of what the kernel found. Its largest sum, \(value), \(places) \(reading.peak(grids.products(peak))).
        """
        : "The output is a map of what the kernel found: nothing, for no sum is above zero. The largest is \(value).",
      formula: grids.sum(peak), note: note,
      litUp: Target(grid: Self.outputName, row: peak.row, column: peak.column))
  }
}

extension Tensor {
  /// A one-channel grid with values that were typed by hand put over it; those outside of it are left out.
  func edited(_ edits: [GridPlace: Double]) -> Tensor {
    var edited = self
    for (place, value) in edits
    where (0..<shape.height).contains(place.row) && (0..<shape.width).contains(place.column) {
      edited[place.row, place.column] = Float(value)
    }
    return edited
  }

  /// The first of a kernel's weights that are farthest from zero: a 0 in the middle would show little.
  var heaviest: GridPlace {
    let amounts = values.map(abs)
    let index = amounts.firstIndex(of: amounts.max() ?? 0) ?? 0
    return GridPlace(row: index / shape.width, column: index % shape.width)
  }
}
