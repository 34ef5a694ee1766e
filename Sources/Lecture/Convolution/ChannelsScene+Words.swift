import CellCanvas
import ConvolutionEngine

extension ChannelsScene {
  func step(_ moment: Moment) -> Step {
    let (side, channels) = (layer.kernelSize, layer.channels)
    let weights = layer.products
    switch moment {
    case .start:
      return Step(
        caption: """
          A colour picture is \(channels) grids of the same places, one above the other. One flat kernel of \
          \(side) × \(side) can look at only one of them. What about the others?
          """,
        formula: [
          .muted("input ") + .input(layer.stage.input.text) + .muted(", with a ring of zeros around each channel")
        ],
        note: """
          Let the class find the three numbers that belong to one pixel: the same place in each of the grids. Students \
          often think of the channels as three pictures that have nothing to do with each other.
          """)
    case .filter:
      return Step(
        caption: """
          A filter is as deep as its input: a slice of weights for each channel, because red alone does not tell grass \
          from sky.
          """,
        formula: [
          .kernel("\(side)·\(side)·\(channels)") + " = " + .kernel("\(weights)")
            + .muted(" weights, and one bias for all of them")
        ],
        note: """
          The depth of a filter is never chosen: it follows from the input. That is why libraries call this a 2-D \
          convolution, though the weights are a block of three dimensions.
          """,
        question: Question(
          "A filter of \(side) × \(side) is to look at all \(channels) channels. How many weights does it need?",
          answer: .number(Double(weights), decimals: 0)))
    case .channel(let channel):
      return channelStep(channel)
    case .across:
      let place = layer.place(0)
      return Step(
        caption: """
          Then the sums of the channels are added up: whatever was found in red, green and blue counts together, as \
          one number.
          """,
        formula: [acrossFormula(place, filter: chosen)],
        note: """
          This is the step that is forgotten most often: not one output for each channel, but one for each filter. The \
          colours are mixed here, for good.
          """,
        question: Question(
          "Now there are \(channels) sums, one of each channel. What becomes of them?",
          answer: .choice(
            ["they stay apart: \(channels) outputs", "they are added: one output", "the largest one is kept"], right: 1)
        ),
        duration: .milliseconds(1200))
    case .bias:
      return biasStep
    case .place(let index):
      return placeStep(index)
    case .other:
      return Step(
        caption: """
          The other filter looks at the same numbers with weights of its own and writes a map of its own. The maps lie \
          on each other, like the channels before.
          """,
        formula: [
          .kernel("\(layer.filters) filters") + .muted("  →  ") + .output("\(layer.stage.output.channels) maps")
            + .muted(", so the output is ") + .output(layer.stage.output.text)
        ],
        note: """
          Two depths that students mix up: how deep a filter is follows from the input, how deep the output is follows \
          from how many filters there are.
          """,
        question: Question(
          "Now the other filter looks at the same input, too. How deep is the output of both together?",
          answer: .number(Double(layer.stage.output.channels), decimals: 0)),
        duration: .milliseconds(1600))
    case .size:
      return Step(
        caption: """
          Height and width come from the size, the stride and the zeros, as ever; the channels of the input leave no \
          trace in them.
          """,
        formula: [
          layer.geometry.sizeFormula() + .muted(",  parameters ") + parameterFormula(layer.stage),
          workFormula(layer.stage),
        ],
        note: """
          Press c and point: at an output, at a weight, at an input. Each output has \(weights) cells under it, \
          \(side * side) in each channel.
          """)
    case .end:
      return Step(
        caption: """
          Take home: a filter reaches through all channels and writes one map. So it is as deep as the input, and the \
          output is as deep as there are filters.
          """,
        formula: [
          .kernel("\(layer.filters) filters of \(side) × \(side) × ") + .input("\(channels)") + .muted("  on  ")
            + .input(layer.stage.input.text) + .muted("  →  ") + .output(layer.stage.output.text)
        ],
        note: "Ask what a filter of the next layer looks like: it must be as deep as this output. Volumes show it.")
    }
  }

  private func channelStep(_ channel: Int) -> Step {
    let count = layer.kernelSize * layer.kernelSize
    let name = Self.channelNames[channel]
    let caption: StyledText
    switch channel {
    case 0:
      caption = """
        Begin with \(name), at the first place, where a part of the window lies on zeros: \(count) products, added up, \
        as with one channel.
        """
    case layer.channels - 1:
      caption =
        "And \(name): the window stands at the same place in every channel, so that all look at the same pixels."
    default:
      caption = """
        The same window in \(name), but under weights of its own: what counts in one channel may not count in another.
        """
    }
    let note =
      channel == 0
      ? "Work out the nine products with the class once. Those in the padding are zero, whatever the weight."
      : "Point out that the window does not move while it goes through the channels."
    return Step(
      caption: caption, formula: layer.slices[chosen][channel].sum(layer.place(0)), note: note,
      duration: .milliseconds(1600))
  }

  private var biasStep: Step {
    let place = layer.place(0)
    let (sum, value) = (layer.sum(place, filter: chosen), layer.value(place, filter: chosen))
    let bias = layer.convolution.biases[chosen]
    let total = GridConvolution.text(layer.total(place, filter: chosen))
    let tail = layer.isRectified ? " A ReLU then makes a 0 of whatever is negative." : ""
    let question =
      layer.isRectified
      ? "The sum is \(total) and the bias \(GridConvolution.text(bias)), and a ReLU follows. Which number is written?"
      : "The sum of all channels is \(total), the bias is \(GridConvolution.text(bias)). Which number is written?"
    return Step(
      caption: """
        One bias for each filter moves all of its outputs up or down: how much must be found before it counts.\(tail)
        """,
      formula: [resultFormula(place, filter: chosen)],
      note: value == sum
        ? "The bias is added once for each output, not once for each channel: a favourite mistake in code."
        : "The ReLU comes last, behind the bias: a sum just below zero can be saved by its bias.",
      question: Question(question, answer: .number(Double(value), decimals: 0)),
      duration: .milliseconds(1200))
  }

  private func placeStep(_ index: Int) -> Step {
    let place = layer.place(index)
    let (sum, value) = (layer.sum(place, filter: chosen), layer.value(place, filter: chosen))
    let stride = layer.geometry.window.stride
    let cells = stride == 1 ? "1 cell" : "\(stride) cells"
    let caption: StyledText
    let note: String
    if index == 1 {
      note = "Ask how many numbers the window covers now: still \(layer.products), it has only moved."
      caption = """
        The window moves on by \(cells) in all channels at once. It never moves from channel to channel: in depth it \
        already covers everything.
        """
    } else if place.column == 0 {
      note = "Let the class check one of the channels; the others follow in the same way."
      caption = "Down by \(cells), again in all channels; the weights and the bias are the same at every place."
    } else if value != sum {
      note = "Where the map is 0, the next layer gets nothing, however far below zero the sum was."
      caption =
        "The sum is \(GridConvolution.text(sum)), below zero: the ReLU writes a 0, the filter found nothing here."
    } else if index == layer.positions - 1 {
      note =
        "Ask how many products this map took: \(layer.positions) · \(layer.products) = \(layer.positions * layer.products), and as many again for the other filter."
      caption = """
        The last place: \(layer.products) products for each of \(layer.positions) outputs, and the whole depth of the \
        input has become one flat map.
        """
    } else if !layer.slices[chosen][0].products(place).contains(where: \.isPadding) {
      note = "Compare with a place at the border: which of the products were zero there, whatever the weight?"
      caption = "Here the window lies inside of the picture: all \(layer.products) weights meet a pixel."
    } else {
      note = "Zeros add nothing, so sums at the border tend to be smaller: the price of padding."
      caption = "At the border a part of the window lies on zeros, so fewer of the \(layer.products) products count."
    }
    return Step(
      caption: caption, formula: [resultFormula(place, filter: chosen)],
      note: note,
      duration: .milliseconds(1400))
  }

  // MARK: Formulas

  /// The sums of the channels and what they come to: red 2 + green −1 + blue 3 = 4.
  private func acrossFormula(_ place: Settings.Place, filter: Int) -> StyledText {
    channelTerms(place, filter: filter) + .muted(" = ")
      + .active(GridConvolution.text(layer.total(place, filter: filter)))
  }

  /// The same with the bias, and with the ReLU where there is one.
  private func resultFormula(_ place: Settings.Place, filter: Int) -> StyledText {
    let sum = GridConvolution.text(layer.sum(place, filter: filter))
    let bias: StyledText = .muted(" + bias ") + .kernel(GridConvolution.text(layer.convolution.biases[filter]))
    let result: StyledText = channelTerms(place, filter: filter) + bias + .muted(" = ") + .active(sum)
    guard layer.isRectified else { return result }
    return result + .muted("   max(0, ") + StyledText(sum) + .muted(") = ")
      + .output(GridConvolution.text(layer.value(place, filter: filter)))
  }

  private func channelTerms(_ place: Settings.Place, filter: Int) -> StyledText {
    .joined(
      (0..<layer.channels).map { channel in
        .muted(Self.channelNames[channel] + " ")
          + .input(GridConvolution.text(layer.sum(of: channel, place, filter: filter)))
      }, separator: .muted(" + "))
  }

  private func parameterFormula(_ stage: Stage) -> StyledText { stage.parameterFormula ?? "" }

  private func workFormula(_ stage: Stage) -> StyledText {
    stage.workFormula.map { .muted("multiplications ") + $0 } ?? ""
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let count = layer.kernelSize * layer.kernelSize
    switch focus(on: target) {
    case .nothing: return nil
    case .output(let place, let filter):
      return Remark(
        caption: """
          Output (\(place.row + 1), \(place.column + 1)) of map \(filter + 1) sees \(count) cells in each channel: \
          \(layer.products) numbers and a bias become one.
          """, formula: [resultFormula(place, filter: filter)])
    case .weight(let place, let channel, let filter):
      let weight = layer.convolution.filters[filter, place.row, place.column, channel]
      return Remark(
        caption: """
          A weight of filter \(filter + 1) for \(Self.channelNames[channel]): it meets cells of that channel alone, one \
          for each place of map \(filter + 1).
          """,
        formula: [
          .muted("weight (\(place.row + 1), \(place.column + 1), \(channel + 1)) = ")
            + .kernel(GridConvolution.text(weight)) + .muted("   is used for ") + .output("\(layer.positions)")
            + .muted(" outputs and stored once")
        ])
    case .input(let place, let channel):
      let reached = layer.slices[0][channel].reach(place).count
      return Remark(
        caption: "This number of \(Self.channelNames[channel]) counts in every map, under a weight of each filter.",
        formula: [
          .muted("it reaches ") + "\(reached)" + .muted(reached == 1 ? " place in each of " : " places in each of ")
            + "\(layer.filters)"
            + .muted(" maps: ") + .output("\(reached * layer.filters)") + .muted(" outputs")
        ])
    case .bias(let filter):
      return Remark(
        caption: "The bias of filter \(filter + 1) is added to each of its outputs, once, whatever the input is.",
        formula: [
          .muted("bias ") + .kernel(GridConvolution.text(layer.convolution.biases[filter])) + .muted("   is added to ")
            + .output("\(layer.positions)") + .muted(" outputs and stored once")
        ])
    }
  }

  /// While a channel is worked out, its sum grows product by product.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .channel(let channel) = moment, playhead.pointer == nil,
      let summation = summation(moment, at: playhead)
    else { return nil }
    let shown = summation.products[channel]
    return layer.slices[chosen][channel].sum(
      summation.place, shown: shown, isSummed: shown == layer.kernelSize * layer.kernelSize)
  }
}
