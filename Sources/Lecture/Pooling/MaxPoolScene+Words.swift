import CellCanvas
import ConvolutionEngine

extension MaxPoolScene {
  var steps: [Step] {
    moments.map { moment in
      switch moment {
      case .map: start
      case .window(let index): step(window: index)
      case .rest: sweep
      case .switches: memory
      case .backward: wayBack
      case .channels: eachChannel
      case .volume: largeVolume
      }
    }
  }

  // MARK: The steps

  private var start: Step {
    Step(
      caption: "Where its feature was found, a map is large. The next layer must learn that it is there, rarely in "
        + "which cell exactly. What should be kept?",
      formula: [sizeFormula],
      note: "Let the class say what it would keep: the mean, the sum, the largest? Each is a pooling; this one is by "
        + "far the most used.")
  }

  private func step(window index: Int) -> Step {
    var step = Step(
      caption: caption(window: index), formula: [maximum(of: index)],
      note: "Read the window aloud and let somebody name the winner before the bars have grown.",
      duration: .milliseconds(1100))
    if index == 0 { step.question = question }
    return step
  }

  private var question: Question {
    let asked = Array(count <= 4 ? 0..<count : 0..<geometry.output)
    let values = asked.map { Double(result($0)) }
    let prompt =
      count == 1
      ? "Which value comes out of max pooling?"
      : count <= 4
        ? "Max pooling keeps the largest value of each window. Which \(count) values come out, row by row?"
        : "Max pooling keeps the largest value of each window. Which are the \(values.count) values of the first row?"
    return Question(
      prompt, answer: count == 1 ? .number(values[0], decimals: 0) : .numbers(values, decimals: 0))
  }

  private func caption(window index: Int) -> StyledText {
    let window = geometry.window
    if index == count - 1, index > 0 {
      return
        "\(geometry.input * geometry.input) values went in, \(count) come out. "
        + "Nothing was added up and nothing learned: every output "
        + "is one of the inputs." + StyledText(dropped)
    }
    switch index {
    case 0:
      return "Only the largest value of the window goes on: the strongest evidence for the feature, wherever in the "
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
    case 1: return "The stride is as long as the window: windows do not overlap, and each value is looked at once."
    default:
      return "A weak neighbourhood passes on a weak value: pooling does not claim what no cell has found."
    }
  }

  private var sweep: Step {
    Step(
      caption:
        "\(geometry.input * geometry.input) values go in, \(count) come out. "
        + "Nothing is added up and nothing learned: every output is one "
        + "of the inputs." + StyledText(dropped),
      formula: [sizeFormula],
      note: "Ask which inputs appear more than once in the output, and why.", duration: .milliseconds(2400))
  }

  private var memory: Step {
    Step(
      caption: "Which cell won is written down as well: these are the switches. The output has forgotten it, and "
        + "training will have to ask.",
      formula: [.muted("each switch is the ") + .active("row, column") + .muted(" of the cell that won")],
      note: "Two maps with the same maxima in other corners give the same output; only the switches tell them apart.",
      duration: .milliseconds(1200))
  }

  private var wayBack: Step {
    let wins = (0..<count).map { winner(of: $0) }
    let meets = Set(wins).count < wins.count
    return Step(
      caption: meets
        ? "Only winners receive the gradient: a small change of any other cell would have changed nothing. What meets "
          + "in one cell adds up."
        : "Only winners receive the gradient: a small change of any other cell would have changed no output at all.",
      formula: [collected, .muted("gradient of a cell that never won = ") + .strong("0", .gradient)],
      note: "The usual mistake: sharing the gradient among the cells of the window. That is average pooling.",
      duration: .milliseconds(1400))
  }

  private var eachChannel: Step {
    Step(
      caption: "Every channel is pooled by itself with the same window: maps get smaller, are never mixed, and stay as "
        + "many as before.",
      formula: [
        StyledText(volume.shape.description) + .muted(" goes in, ") + .output(pooled.shape.description)
          + .muted(" comes out")
      ],
      note:
        "A convolution reaches through all channels; pooling through none. That is why it has no say in their number.",
      duration: .milliseconds(1200))
  }

  private var largeVolume: Step {
    let gone = 100 - keptPercent
    return Step(
      caption:
        "Max pooling keeps the strongest answer and forgets the place: "
        + "\(Self.percent(gone)) % fewer values for the next layer, and "
        + "not one weight to learn.",
      formula: [Self.sizeFormula(largeGeometry)],
      note: "The number of channels is what people get wrong: it does not change. The next layer slides over a quarter "
        + "of the places at the standard settings.",
      question: Question(
        "\(Self.large) goes in. What comes out: height, width, channels?",
        answer: .numbers([largeOutput.height, largeOutput.width, largeOutput.channels].map(Double.init), decimals: 0)),
      duration: .milliseconds(1200))
  }

  // MARK: Parts of sentences

  /// How many of the large volume's values remain, in percent.
  var keptPercent: Double { 100 * Double(largeOutput.count) / Double(Self.large.count) }

  /// A percentage with a decimal only where it is needed.
  static func percent(_ value: Double) -> String {
    NumberText.fixed(value, decimals: abs(value - value.rounded()) < 0.05 ? 0 : 1)
  }

  /// What becomes of the last cells; empty when the windows come out even.
  private var dropped: String {
    switch geometry.dropped.count {
    case 0: ""
    case 1: " The last row and column fit no window."
    default: " The last \(geometry.dropped.count) rows and columns fit no window."
    }
  }

  /// How many outputs there are along an axis of the map.
  private var sizeFormula: StyledText { Self.sizeFormula(geometry) }

  /// (N − F)/S + 1 with the live numbers put in, rounded down where that is needed.
  static func sizeFormula(_ geometry: WindowGeometry) -> StyledText {
    let parts = geometry.roundedEquation.split(separator: "=").map(String.init)
    return .muted("(N − F)/S + 1 = ") + StyledText(parts[0] + "=") + .output(parts[1])
  }

  /// max(1, 1, 5, 6) = 6, the winner lit up.
  func maximum(of index: Int) -> StyledText {
    let winner = winner(of: index)
    let terms = cells(of: index).map { cell in
      cell == winner ? StyledText.active(Self.text(value(cell))) : .input(Self.text(value(cell)))
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(result(index)))
  }

  /// The gradient of the cell that won most often, as a sum; of a long one only the beginning and the result.
  private var collected: StyledText {
    let wins = Dictionary(grouping: 0..<count) { winner(of: $0) }
    let most = (0..<count).map { winner(of: $0) }.max { (wins[$0]?.count ?? 0) < (wins[$1]?.count ?? 0) }
    guard let cell = most, let won = wins[cell] else { return "" }
    let terms = won.prefix(8).enumerated().map { index, output in
      let value = outputGradient[self.output(output).row, self.output(output).column]
      return index == 0 ? Self.text(value) : (value < 0 ? " − " : " + ") + Self.text(abs(value))
    }
    let sum = terms.joined() + (won.count > terms.count ? " + …" : "")
    return .muted("gradient of the ") + .input(Self.text(value(cell))) + .muted(" in \(Self.name(cell)) = ")
      + StyledText(won.count > 1 ? sum + " = " : "")
      + .strong(Self.text(inputGradient[cell.row, cell.column]), .gradient)
  }

  // MARK: While something is pointed at

  func remark(on target: Target, at playhead: Playhead) -> Remark? {
    let place = Settings.Place(row: target.row, column: target.column)
    switch (target.grid, moments[playhead.step]) {
    case ("output", _), ("switches", _), (Self.gradient.name, _):
      let index = place.row * geometry.output + place.column
      guard index < known(at: playhead.step) else {
        return Remark(caption: "This output will be the largest of the values in its window.")
      }
      let winner = winner(of: index)
      return Remark(
        caption:
          "This output is the value in row \(winner.row + 1), column \(winner.column + 1) of the map; "
          + "the others in the window do not "
          + "count.",
        formula: [maximum(of: index)])
    case (Self.map.name, .map), (Self.map.name, .window), (Self.map.name, .rest), (Self.map.name, .switches),
      ("inputGradient", _):
      return remark(on: place)
    default: return nil
    }
  }

  private func remark(on cell: Settings.Place) -> Remark {
    let outputs = outputs(of: cell)
    let won = outputs.filter { winner(of: $0) == cell }
    let value = Self.text(value(cell))
    guard !outputs.isEmpty else { return Remark(caption: "No window ever looks at this \(value).") }
    let windows = outputs.count == 1 ? "one window" : "\(outputs.count) windows"
    let wins =
      won.isEmpty
      ? "wins none of them: it could change a little, and no output would notice"
      : won.count == outputs.count ? "wins wherever it is seen" : "wins \(won.count) of them"
    return Remark(caption: "This \(value) is seen by \(windows) and \(wins).")
  }
}
