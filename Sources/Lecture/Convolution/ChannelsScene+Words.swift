import CellCanvas
import ConvolutionEngine

extension ChannelsScene {
  func step(_ moment: Moment) -> Step {
    let (side, channels) = (layer.kernelSize, layer.channels)
    let weights = layer.products
    switch moment {
    case .start: return startStep
    case .filter:
      return Step(
        caption: """
          A kernel for each channel, and all of them together are called a filter: so it sees what lies at one place in \
          all channels at once.
          """,
        formula: [
          .kernel("\(side)·\(side)·\(channels)") + " = " + .kernel("\(weights)")
            + .muted(" weights, and one bias, a number that is added to what they find")
        ],
        note: """
          The depth of a filter is never chosen: it follows from the input. That is why libraries call this a 2-D \
          convolution, though the weights are a block of three dimensions.
          """,
        question: Question(
          "With a kernel of \(side) × \(side) for each of \(channels) channels, how many weights are that together?",
          answer: .number(Double(weights), decimals: 0), mistake: .number(Double(side * side), decimals: 0)))
    case .channel(let channel): return channelStep(channel)
    case .across:
      return Step(
        caption: """
          Then the sums of the channels are added up to one number: so what one channel finds can be outweighed, or \
          borne out, by another.
          """,
        formula: [acrossFormula(layer.place(0), filter: chosen)],
        note: """
          This is the step that is forgotten most often: not one output for each channel, but one for each filter. The \
          colours are mixed here, for good.
          """,
        question: Question(
          "Now there are \(channels) sums, one of each channel. What becomes of them?",
          answer: .choice(
            ["they stay apart: \(channels) outputs", "they are added up: one output", "only the largest is kept"],
            right: 1)
        ),
        duration: .milliseconds(1200))
    case .bias: return biasStep
    case .relu: return reluStep
    case .place(let index): return index == layer.positions - 1 ? lastStep : placeStep(index)
    case .sweep:
      return Step(
        caption: """
          And so on, row by row, up to the last place but one. The \(weights) weights and the bias never change: only what \
          lies under them does.
          """,
        formula: [resultFormula(layer.place(layer.positions - 2), filter: chosen)],
        note:
          "Press c after the sweep, go to the map and let the class check one place of its choice, channel by channel.",
        duration: .milliseconds(3600))
    case .alone: return aloneStep
    case .other: return otherStep
    case .size:
      return Step(
        caption: """
          Height and width come from size, zeros and stride as with one channel; in depth the filter fills the input, so \
          there is nowhere to move.
          """,
        formula: [layer.geometry.sizeFormula(), layer.geometry.sizeNames],
        note: """
          Press c and point: at an output, at a weight, at an input. Each output has \(weights) cells under it, \
          \(side * side) in each channel.
          """, links: [Link(to: StrideScene.card.id, label: "stride and size")])
    case .cost:
      return Step(
        caption: """
          What is learned and what is worked out are two numbers: the weights are stored once, but multiplied at every \
          one of the \(layer.positions) places.
          """,
        formula: [
          .muted("parameters: (\(side)·\(side)·\(channels) weights + 1 bias)·\(layer.filters) filters = ")
            + .kernel(NumberText.integer(layer.stage.parameters)),
          .muted(
            "multiplications: \(product(layer.outputSize, layer.outputSize)) places·\(layer.filters) filters·\(weights) = "
          )
            + .active(NumberText.integer(layer.stage.multiplyAdds)),
        ],
        note: "Parameter is the word for everything that is learned, weights and biases together.")
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
        note: "Ask what a filter of the next layer looks like: it must be as deep as this output. Volumes show it.",
        links: [Link(to: VolumesScene.card.id, label: "whole volumes")])
    }
  }

  // MARK: What the numbers say

  /// “the yellow patch”, or where it is: “place (3, 3)”.
  private func called(_ place: GridPlace) -> String {
    patch(place).map { "the \($0) patch" } ?? "place (\(place.row + 1), \(place.column + 1))"
  }

  private var startStep: Step {
    let caption: StyledText
    if let wanted {
      let counts = (0..<layer.channels).map { channel in
        wanted.patches.count { layer.slices[0][channel].products($0).contains { $0.value > 0 } }
      }
      let others = (1..<layer.channels).map { "\(Self.channelNames[$0]) in \(counts[$0])" }
      caption = """
        Where is the \(wanted.name) patch? \(capitalized(Self.channelNames[0])) is lit in \(counts[0]) of the \
        \(wanted.patches.count) patches, \(others.joined(separator: ", ")). A flat kernel, one small grid of weights, sees one channel: which?
        """
    } else {
      caption = """
        A colour picture is \(layer.channels) grids of numbers for the same places. A kernel, the small grid of weights, \
        sees only one of them. What about the others?
        """
    }
    let most = GridConvolution.text(layer.input.values.reduce(0) { max($0, $1) })
    return Step(
      caption: caption,
      formula: [
        .muted("input ") + .input(layer.stage.input.text)
          + .muted(
            ", height × width × channels; \(most == "0" ? "all are 0, dark" : "0 is dark, \(most) the brightest")"),
        .muted("around each channel a ring of zeros, so that a window can stand at the border"),
      ],
      note: """
        Let the class find the three numbers that belong to one pixel: the same place in each of the grids. Students \
        often think of the channels as three pictures that have nothing to do with each other.
        """)
  }

  private func channelStep(_ channel: Int) -> Step {
    let place = layer.place(0)
    let count = layer.kernelSize * layer.kernelSize
    let name = Self.channelNames[channel]
    let sum = layer.sum(of: channel, place, filter: chosen)
    let zeros = layer.slices[chosen][channel].products(place).count(where: \.isPadding)
    let caption: StyledText
    switch channel {
    case 0:
      caption = """
        First \(name): each cell under the window times its weight, and Σ is the sum. \(zeros) of the \(count) cells lie \
        on the ring of zeros and add nothing.
        """
    default:
      let wanted = best(chosen).flatMap(patch).map { "the \($0) patch" }
      let said =
        sum == 0
        ? "what lies here comes to nothing"
        : wanted.map { "what lies here speaks \(sum > 0 ? "for" : "against") \($0)" }
          ?? "here they come to a sum \(sum > 0 ? "above" : "below") zero"
      caption = """
        The same window in \(name), over the same pixels but under weights of its own: \
        \(said).
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
    let (bias, sum) = (layer.convolution.biases[chosen], layer.sum(place, filter: chosen))
    let caption: StyledText =
      if bias < 0 {
        """
        Last the bias, once and not for each channel. It sets the bar: only a total above \(GridConvolution.text(-bias)) \
        ends above zero.
        """
      } else if bias > 0 {
        """
        Last the bias, once and not for each channel. It gives a start: every total above \(GridConvolution.text(-bias)) \
        ends above zero.
        """
      } else {
        "Last the bias is added, once and not for each channel. Here it is 0 and changes nothing: it would move the bar."
      }
    return Step(
      caption: caption,
      formula: [
        acrossFormula(place, filter: chosen) + .muted(", + bias ") + .kernel(GridConvolution.text(bias)) + .muted(" = ")
          + .active(GridConvolution.text(sum))
      ],
      note: "The bias is added once for each output, not once for each channel: a favourite mistake in code.",
      duration: .milliseconds(1200))
  }

  private var reluStep: Step {
    let place = layer.place(0)
    let (sum, value) = (layer.sum(place, filter: chosen), layer.value(place, filter: chosen))
    let outcome: StyledText =
      sum < 0
      ? "\(GridConvolution.text(sum)) becomes 0, no matter how far below zero it is."
      : sum > 0 ? "\(GridConvolution.text(sum)) is above and passes unchanged." : "0 stays 0."
    return Step(
      caption: "A ReLU (rectified linear unit) lets pass what is above zero and writes 0 for all else. " + outcome,
      formula: [
        .muted("ReLU(x) = max(0, x):   max(0, ") + StyledText(GridConvolution.text(sum)) + .muted(") = ")
          + .output(GridConvolution.text(value))
      ],
      note:
        "The ReLU comes last, behind the bias: a sum just below zero can be saved by its bias. The knob takes it away.",
      duration: .milliseconds(900), links: [Link(to: ThreeStagesScene.card.id, label: "three stages")])
  }

  private func placeStep(_ index: Int) -> Step {
    let place = layer.place(index)
    let stride = layer.geometry.window.stride
    let zeros = layer.slices[0][0].products(place).count(where: \.isPadding) * layer.channels
    return Step(
      caption: """
        The window moves on by \(counted(stride, "cell")) in all channels at once, never from channel to channel. Of its \
        \(layer.products) cells \(zeros) \(verb(zeros, "lie")) on the ring of zeros now.
        """,
      formula: [resultFormula(place, filter: chosen)],
      note: "Ask how many numbers the window covers now: still \(layer.products), it has only moved.",
      duration: .milliseconds(1400))
  }

  private var lastStep: Step {
    let place = layer.place(layer.positions - 1)
    let value = layer.value(place, filter: chosen)
    let above = places.count { layer.value($0, filter: chosen) > 0 }
    let caption: StyledText =
      if peak(chosen) == place, value > 0, above == 1 {
        """
        Found, and only here: at \(called(place)) alone channels and bias together come out above zero. The whole depth \
        has become one flat map.
        """
      } else if peak(chosen) == place {
        """
        The largest sum of all places stands here, at \(called(place)). The whole depth of the input has become one flat \
        map.
        """
      } else {
        """
        The last place. \(layer.products) products for each of \(layer.positions) outputs, and the whole depth of the \
        input has become one flat map.
        """
      }
    return Step(
      caption: caption, formula: [resultFormula(place, filter: chosen)],
      note: """
        Ask how many products this map took: \(layer.positions) · \(layer.products) = \
        \(layer.positions * layer.products), and as many again for the other filter.
        """,
      question: Question(
        "The last window covers the lower right corner. What does filter \(chosen + 1) write there?",
        answer: .number(Double(value), decimals: 0)),
      duration: .milliseconds(1400))
  }

  private var aloneStep: Step {
    guard let place = peak(chosen) else {
      let why =
        best(chosen) == nil
        ? "Here several places share the largest sum of all channels" : "Here nothing comes out above zero"
      return Step(
        caption: "\(why): no place is singled out. Below: the sums of each channel by itself.",
        formula: [""], note: "Change a weight with e until one place wins, and see which channels are needed for it.")
    }
    let rivals = (0..<layer.channels).map { self.rivals(of: place, channel: $0) }
    let able = rivals.indices.filter { rivals[$0] == 0 }.map { Self.channelNames[$0] }
    let enough = able.isEmpty ? fewest(thatSingleOut: place).map { Self.channelNames[$0] } : able
    let caption: StyledText =
      able.isEmpty
      ? """
      No channel alone would do: each is as large or larger at other places, too. \
      \(enough.count == layer.channels
        ? "Only the sum of all of them singles out \(called(place))."
        : "Added up, \(listed(enough)) are enough to single out \(called(place)).")
      """
      : """
      The sum of all singles out \(called(place)), and with these numbers so \(verb(able.count, "does")) \(listed(able)) \
      alone\(able.count < layer.channels ? ", but not the other \(nouns(layer.channels - able.count, "channel"))" : "").
      """
    return Step(
      caption: caption,
      formula: [
        .muted("other places as large, or larger:   ")
          + .joined(rivals.indices.map { Self.name($0) + " \(rivals[$0])" }, separator: .muted("   "))
          + .muted("   together ") + .strong("0")
      ],
      note: "Let the class find in each of the maps the places that are as bright as the framed one.",
      duration: .milliseconds(1200), links: [Link(to: SeparableConvolutionScene.card.id, label: "channels apart")])
  }

  private var otherStep: Step {
    let other = 1 - chosen
    // Behind a ReLU a sum that is not above zero is as large as all others like it.
    let found = peak(other).flatMap(patch).map { " It is largest at the \($0) patch." } ?? ""
    return Step(
      caption: StyledText(
        "The other filter looks at the same numbers with weights of its own, and writes a map of its own: one more "
          + "channel." + found),
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
        answer: .number(Double(layer.stage.output.channels), decimals: 0),
        // As if each channel had a map of its own.
        mistake: .number(Double(layer.filters * layer.stage.input.channels), decimals: 0)),
      duration: .milliseconds(1600))
  }

  // MARK: Formulas

  /// The sums of the channels and what they come to: red 2 + green −1 + blue 3 = 4.
  private func acrossFormula(_ place: GridPlace, filter: Int) -> StyledText {
    channelTerms(place, filter: filter) + .muted(" = ")
      + .active(GridConvolution.text(layer.total(place, filter: filter)))
  }

  /// The same with the bias, and with the ReLU where there is one.
  func resultFormula(_ place: GridPlace, filter: Int) -> StyledText {
    let sum = GridConvolution.text(layer.sum(place, filter: filter))
    let bias: StyledText = .muted(" + bias ") + .kernel(GridConvolution.text(layer.convolution.biases[filter]))
    let result: StyledText = channelTerms(place, filter: filter) + bias + .muted(" = ") + .active(sum)
    guard layer.isRectified else { return result }
    return result + .muted("   max(0, ") + StyledText(sum) + .muted(") = ")
      + .output(GridConvolution.text(layer.value(place, filter: filter)))
  }

  private func channelTerms(_ place: GridPlace, filter: Int) -> StyledText {
    .joined(
      (0..<layer.channels).map { channel in
        Self.name(channel) + " " + StyledText(GridConvolution.text(layer.sum(of: channel, place, filter: filter)))
      }, separator: .muted(" + "))
  }
}
