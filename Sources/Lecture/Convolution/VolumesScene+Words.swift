import CellCanvas
import ConvolutionEngine

extension VolumesScene {
  private var slideCaption: StyledText {
    let stride = geometry.window.stride
    let walk =
      "One filter, as deep as the picture, stops at every \(stride == 1 ? "place" : "\(ordinal(stride)) place")"
    guard lost > 0 else {
      return StyledText(walk + " and writes one number: what was a volume has become one flat map.")
    }
    let ends = lost == 1 ? "row and column" : "\(spelled(lost)) rows and columns"
    return StyledText(walk + " and writes one number each. To the last \(ends), hatched, no window comes.")
  }

  func step(_ moment: Moment) -> Step {
    let (first, second) = (network.stages[0], network.stages[1])
    let input = network.input
    let kernel = first.layer.window?.kernel ?? 1
    switch moment {
    case .picture:
      return Step(
        caption: """
          To a network a picture is a volume: height, width and depth. Its depth is its channels, and each of them \
          holds one number for every pixel.
          """,
        formula: [
          .input("\(input.height)·\(input.width)·\(input.channels)") + " = " + .input(NumberText.integer(input.count))
            + .muted(" numbers")
        ],
        note: """
          Say the three sides in the order that is used from here on: height, width, depth. Depth has nothing to do \
          with distance, and nothing with how deep the network is.
          """)
    case .slide:
      return Step(
        caption: slideCaption,
        formula: [
          first.sizeFormula ?? "",
          .muted("one output = ") + .kernel("\(kernel)·\(kernel)·\(input.channels)") + " = "
            + .kernel("\(first.fanIn)") + .muted(" products"),
        ],
        note: """
          Point at the map: the frame on the picture shows what that pixel has seen. The filter's weights are random, \
          orange above and blue below zero, so the map shows nothing that has a name; a trained filter's would.
          """,
        question: Question(
          "A filter of \(sides(kernel)) slides \(pace(first)) over \(sides(input.width))\(zeros(first)). How wide is the map that it writes?",
          answer: .number(Double(first.output.width), decimals: 0)),
        duration: .milliseconds(2600))
    case .maps(let layer):
      return layer == 0 ? mapsStep(first) : nextMapsStep(second)
    case .nextFilter:
      return Step(
        caption: """
          A filter must reach through the whole volume that it looks at, so the depth of layer 2's filters is not ours \
          to choose: layer 1 has chosen it.
          """,
        formula: [
          .kernel("\(kernel)·\(kernel)·") + .output("\(second.input.channels)") + " = "
            + .kernel(NumberText.integer(second.fanIn))
            + .muted(" \(second.fanIn == 1 ? "weight" : "weights") in each filter of layer 2")
        ],
        note: """
          The most useful question of this scene. Who answers 3 thinks of the picture; who answers 1 thinks of the flat \
          kernel. Let them argue before you go on.
          """,
        question: Question(
          "Layer 2 looks at this volume with filters of \(sides(kernel)), too. How deep must each of them be?",
          answer: .number(Double(second.input.channels), decimals: 0)),
        duration: .milliseconds(1200))
    case .parameters:
      return Step(
        caption: """
          Only filters and biases are learned, and no count of them depends on how large the picture is: the same \
          filters would do for a poster.
          """,
        formula: [
          .muted("(F·F·depth + 1)·filters:  layer 1 ") + .kernel(NumberText.integer(first.parameters))
            + .muted(",  layer 2 ") + .kernel(NumberText.integer(second.parameters))
        ],
        note: "The + 1 is the bias, one for each filter and not one for each output. It is what most forget.",
        question: Question(
          "Layer 1 has \(counted(first.output.channels, "filter")) of \(kernel) × \(kernel) × \(input.channels) and a bias for each. "
            + "How many parameters?",
          answer: .number(Double(first.parameters), decimals: 0)))
    case .work:
      return Step(
        caption: """
          The work is another matter: every filter is used again at every place. Few numbers to learn, many to \
          multiply: that is what graphics cards are for.
          """,
        formula: [
          .muted("places · filters · weights:  layer 1 ") + .active(NumberText.integer(first.multiplyAdds))
            + .muted(",  layer 2 ") + .active(NumberText.integer(second.multiplyAdds)) + .muted(" products")
        ],
        note: """
          Parameters cost memory and examples to learn from; products cost time. A convolution has few of the one and \
          many of the other.
          """)
    case .unshared:
      return unsharedStep
    case .end:
      return Step(
        caption: """
          Take home: a layer turns a volume into a volume. Filters are as deep as what comes in, and their number is \
          the depth of what goes out.
          """,
        formula: [
          .joined([.input(input.text)] + network.stages.map { .output($0.output.text) }, separator: .muted("  →  "))
        ],
        note: "Stack such layers, put a ReLU between them and now and then a pooling: AlexNet is not far away.")
    }
  }

  private func mapsStep(_ stage: Stage) -> Step {
    let filters = counted(stage.output.channels, "filter")
    return Step(
      caption: stage.output.channels == 1
        ? "A single filter writes a single map: the output is a volume all the same, one map deep."
        : """
        Every filter has its own idea of what matters, and writes its own map. Stacked, the \(stage.output.channels) \
        maps are the volume that the next layer sees.
        """,
      formula: [
        .kernel(filters) + .muted("  →  ") + .output(stage.output.text) + " = "
          + .output(NumberText.integer(stage.output.count)) + .muted(" numbers")
      ],
      note: """
        Compare two maps: same picture, same places, other weights. Bright is that map's largest value, dark its \
        smallest; the weights are random.
        """,
      question: Question(
        "\(filters.prefix(1).uppercased() + filters.dropFirst()) of \(sides(kernelSide(stage))) × \(stage.input.channels) on the same picture: "
          + "how deep is the output?",
        answer: .number(Double(stage.output.channels), decimals: 0)),
      duration: .milliseconds(1600))
  }

  private func nextMapsStep(_ stage: Stage) -> Step {
    let padding = stage.layer.window?.padding.before ?? 0
    return Step(
      caption: stage.input.channels == 1
        ? "Each of these maps is made from the only map of layer 1, which had mixed red, green and blue."
        : """
        Each of these maps mixes all \(stage.input.channels) maps of layer 1, as those had mixed red, green and blue: \
        patterns of patterns.
        """,
      formula: [
        stage.sizeFormula ?? "",
        .kernel(counted(stage.output.channels, "filter")) + .muted("  →  ") + .output(stage.output.text) + " = "
          + .output(NumberText.integer(stage.output.count)) + .muted(" numbers"),
      ],
      note: padding == 0 && stage.output.width < stage.input.width
        ? "Without padding each layer loses a rim: the maps grow smaller though nobody has asked for it."
        : "Turn kernel, stride and padding: height and width follow from the sliding, the depth from the filters alone.",
      duration: .milliseconds(1600))
  }

  private var unsharedStep: Step {
    let (stage, counts) = comparison[0]
    let (input, output) = (stage.input, stage.output)
    let places = NumberText.integer(output.height * output.width)
    return Step(
      caption: """
        Sharing saves that: with filters of its own at each place layer 1 has \(places) times the parameters; fully \
        connected, \(NumberText.integer(counts[2] / max(counts[0], 1))) times.
        """,
      formula: [
        .muted("unshared  \(output.height)·\(output.width)·") + .kernel(NumberText.integer(counts[0])) + " = "
          + .strong(NumberText.integer(counts[1])),
        .muted("dense  (") + .input("\(input.height)·\(input.width)·\(input.channels)") + .muted(" + 1)·")
          + .output("\(output.height)·\(output.width)·\(output.channels)") + " = "
          + .strong(NumberText.integer(counts[2])),
      ],
      note: """
        The scale is logarithmic: each line is ten or more times the one before. Unshared layers exist, for faces that \
        are always in the same place; they are called locally connected.
        """, duration: .milliseconds(1600))
  }

  // MARK: Words

  private func kernelSide(_ stage: Stage) -> Int { stage.layer.window?.kernel ?? 1 }
  private func sides(_ side: Int) -> String { "\(side) × \(side)" }

  /// How a layer's window moves.
  private func pace(_ stage: Stage) -> String {
    guard let window = stage.layer.window, window.stride > 1 else { return "pixel by pixel" }
    return "\(window.stride) pixels at a time"
  }

  /// ", with 2 zeros around", where there are any.
  private func zeros(_ stage: Stage) -> String {
    guard let padding = stage.layer.window?.padding.before, padding > 0 else { return "" }
    return ", with \(padding) \(padding == 1 ? "zero" : "zeros") around"
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.row >= 0, target.column >= 0 else { return nil }
    switch (target.grid, moment) {
    case (Self.mapName, .slide) where max(target.row, target.column) < geometry.output:
      let stage = network.stages[0]
      return Remark(
        caption: """
          Row \(target.row + 1), column \(target.column + 1) of the map sees this window of the picture, in all \
          \(stage.input.channels) channels, and nothing else.
          """,
        formula: [
          .kernel("\(stage.fanIn)") + .muted(" products add up to ")
            + .output(Self.text(maps[0][target.row, target.column, 0]))
        ])
    case (Self.mapsName, .maps(let layer)) where target.column < maps[layer].shape.channels:
      let map = maps[layer].channel(target.column)
      let (low, high) = (map.range.lowerBound, map.range.upperBound)
      return Remark(
        caption: """
          Map \(target.column + 1) of layer \(layer + 1), written by filter \(target.column + 1) alone: dark is its \
          smallest value, bright its largest.
          """,
        formula: [
          .muted("from ") + .output(Self.text(low)) + .muted(" to ")
            + .output(Self.text(high)) + .muted(", weights from seed, untrained")
        ])
    case (Self.volumesName, _) where target.column < 1 + 2 * network.stages.count:
      return Remark(caption: volumeCaption(target.column))
    default: return nil
    }
  }

  private func volumeCaption(_ index: Int) -> StyledText {
    guard index > 0 else { return "The picture: \(network.input.text), its depth the three colours." }
    let stage = network.stages[(index - 1) / 2]
    let bank = banks[(index - 1) / 2]
    return index.isMultiple(of: 2)
      ? """
      The output of \(stage.name): \(stage.output.text), a map for each filter. Its height and width come from the \
      sliding, its depth from their number.
      """
      : """
      \(counted(bank.count, "filter")) of \(stage.name): \(bank.rows) × \(bank.columns) × \(bank.depth) each, as deep \
      as the volume to the left.
      """
  }
}
