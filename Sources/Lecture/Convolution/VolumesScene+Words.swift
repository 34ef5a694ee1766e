import CellCanvas
import ConvolutionEngine

extension VolumesScene {
  private var slideCaption: StyledText {
    let stride = geometry.window.stride
    let walk =
      "A filter \(isTrained ? "of the network photos, as deep as the picture," : "as deep as the picture, its weights random,") stops at every \(stride == 1 ? "place" : "\(ordinal(stride)) place")"
    let rest = unseen.isEmpty ? ": a volume becomes one flat map." : ". No window comes to what is hatched."
    let products = counted(network.stages[0].fanIn, "product")
    return StyledText(
      walk + (isTrained ? " and adds up \(products) and a bias" : " and writes one sum of \(products)") + rest)
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
          geometry.sizeFormula(),
          geometry.sizeNames,
        ],
        note: """
          Point at the map: the frame on the picture shows what that pixel has seen. \
          \(isTrained
            ? "The filter is the first that the network photos has learned, from 45,000 photographs; the last part of the lecture shows how."
            : "The filter's weights are random, so the map shows nothing that has a name; turn weights to photos for trained ones.")
          """,
        question: Question(
          "A filter of \(sides(kernel)) slides \(pace(first)) over \(sides(input.width))\(zeros(first)). How wide is the map that it writes?",
          answer: .number(Double(first.output.width), decimals: 0),
          mistake: .number(Double(input.width), decimals: 0)),
        duration: .milliseconds(2600))
    case .relu: return reluStep
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
        note: "The most useful question of this scene. \(wrongDepths) Let them argue before you go on.",
        question: Question(
          "Layer 2 looks at this volume with filters of \(sides(kernel)), too. How deep must each of them be?",
          answer: .number(Double(second.input.channels), decimals: 0),
          // The depth of the picture.
          mistake: .number(Double(input.channels), decimals: 0)),
        duration: .milliseconds(1200))
    case .parameters:
      return Step(
        caption: """
          Learned are weights and biases alone, together called parameters. How many a convolution has does not depend on \
          how large the picture is.
          """,
        formula: [
          .muted("layer 1: (\(kernel)·\(kernel)·\(input.channels) weights + 1 bias) a filter, ")
            + .kernel(counted(first.output.channels, "filter")) + .muted(": ")
            + .kernel(counted(first.parameters, "parameter"))
        ],
        note: "The + 1 is the bias, one for each filter and not one for each output. It is what most forget.",
        question: Question(
          "Layer 1 has \(counted(first.output.channels, "filter")) of \(kernel) × \(kernel) × \(input.channels) and a bias\(first.output.channels == 1 ? "" : " for each"). "
            + "How many parameters?",
          answer: .number(Double(first.parameters), decimals: 0),
          // Without the biases.
          mistake: .number(Double(first.parameters - first.output.channels), decimals: 0)))
    case .work:
      return Step(
        caption: """
          The work is another matter: every weight is multiplied again at every place. What is small to store can be \
          long to work out.
          """,
        formula: [
          .muted("products: places · filters · weights of a filter, the bias is only added")
        ],
        note: """
          Parameters cost memory and examples to learn from; products cost time. A convolution has few of the one and \
          many of the other.
          """, links: [Link(to: SeparableConvolutionScene.card.id, label: "fewer products")])
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
        note: "Stack such layers, and now and then a pooling: AlexNet is not far away.",
        links: [Link(to: AlexNetScene.card.id, label: "a whole network")])
    }
  }

  /// What is answered for the depth of layer 2's filters, and what whoever says so thinks of.
  private var wrongDepths: String {
    let (depth, picture) = (network.stages[1].input.channels, network.input.channels)
    return switch depth {
    case picture:
      "Who answers 1 thinks of the flat kernel. \(depth) is right, but not since the picture is as deep: ask why."
    case 1: "Who answers \(picture) thinks of the picture. 1 is right, but not since a kernel is flat: ask why."
    default: "Who answers \(picture) thinks of the picture; who answers 1 thinks of the flat kernel."
    }
  }

  /// The side of the filters of one layer that does what both layers would do without a ReLU between them.
  var mergedKernel: Int {
    ReceptiveField.growth(through: network.stages.compactMap { $0.layer.window }).last?.size ?? 1
  }

  /// How large the kernel is that does what both layers do: 5 + (5 − 1)·1 = 9.
  private var mergedFormula: StyledText {
    let (first, second) = (kernelSide(network.stages[0]), kernelSide(network.stages[1]))
    let stride = geometry.window.stride
    let side: StyledText = .kernel("\(first)") + " + (\(second) − 1)·\(stride) = " + .strong("\(mergedKernel)")
    return .muted("layer 2 adds up \(sides(second)) of them, from ") + side
      + .muted(" \(nouns(mergedKernel, "pixel")) a side")
  }

  /// Whether layer 2 finds a zero beside the sums of layer 1 where a single layer would still see some of the picture, or
  /// count the biases of layer 1.
  private var bordersDiffer: Bool {
    let (window, size) = (geometry.window, geometry.output)
    let isBiased = biases.contains { $0 != 0 }
    func isSeen(_ row: Int) -> Bool {
      let start = row * window.stride - window.padding.before
      return start < Self.side && start + window.kernel > 0
    }
    let second = window.over(size)
    return (0..<second.output).contains { place in
      second.span(of: place).contains { !(0..<size).contains($0) && (isBiased || isSeen($0)) }
    }
  }

  private var reluStep: Step {
    let values = sums[0].channel(0).values
    let below = values.count { $0 < 0 }
    let (stride, differ) = (geometry.window.stride, bordersDiffer)
    let merged = mergedKernel
    let number = below == 1 || values.count == 1 ? 1 : 2
    return Step(
      caption: """
        Behind each sum a ReLU, max(0, sum). Without it layer 2 would add up mere sums: one layer of \(sides(merged))\
        \(stride > 1 ? " at stride \(stride * stride)" : "") does that, too\(differ ? ", but for the border" : "").
        """,
      formula: [
        .output(portion(below, of: values.count, "sum"))
          + .muted(
            " \(verb(number, "is")) below zero\(below == 0 ? ", so all stay" : " and \(verb(number, "become")) 0")"),
        mergedFormula,
      ],
      note: """
        Linear on linear is linear: say it with two straight lines on the board. The ReLU is the bend that makes depth \
        worth something; it has no weights and changes no size.\
        \(differ ? " At the border layer 2 finds zeros where one layer would go on." : "")
        """, links: [Link(to: ThreeStagesScene.card.id, label: "three stages")])
  }

  /// Where a layer's weights come from.
  private func origin(ofLayer layer: Int) -> String {
    layer == 0 && isTrained
      ? "the weights are trained, of the network photos"
      : "\(layer > 0 && isTrained ? "layer 2's" : "the") weights are random"
  }

  private func mapsStep(_ stage: Stage) -> Step {
    let filters = counted(stage.output.channels, "filter")
    return Step(
      caption: stage.output.channels == 1
        ? "A single filter writes a single map: the output is a volume all the same, one map deep."
        : """
        Every filter has weights of its own and writes a map of its own. Stacked, the \(stage.output.channels) maps are \
        the volume that the next layer sees.
        """,
      formula: [
        .kernel(filters) + .muted("  →  ") + .output(stage.output.text) + " = "
          + .output(NumberText.integer(stage.output.count)) + .muted(" numbers; \(origin(ofLayer: 0))")
      ],
      note: stage.output.channels == 1
        ? "Turn filters up: each one more is a map more."
        : "Compare two maps: same picture, same places, other weights. All are drawn on one scale.",
      question: Question(
        "\(filters.prefix(1).uppercased() + filters.dropFirst()) of \(sides(kernelSide(stage))) × \(stage.input.channels) on the same picture: "
          + "how deep is the output?",
        answer: .number(Double(stage.output.channels), decimals: 0),
        mistake: .number(Double(stage.output.channels * stage.input.channels), decimals: 0)),
      duration: .milliseconds(1600))
  }

  private func nextMapsStep(_ stage: Stage) -> Step {
    let window = stage.layer.window ?? Window(1)
    let padding = window.padding.before
    return Step(
      caption: stage.input.channels == 1
        ? "\(stage.output.channels == 1 ? "This map is" : "Each of these maps is") made from the only map of layer 1, which had mixed red, green and blue."
        : """
        \(stage.output.channels == 1 ? "This map" : "Each of these maps") mixes \(stage.input.channels == 2 ? "both" : "all \(stage.input.channels)") maps of layer 1, as those \
        had mixed the colours. \(network.stages.allSatisfy { ($0.layer.window?.kernel ?? 1) == 1 } ? "With kernels of 1 × 1 each output still sees a single pixel\(padding > 0 ? ", or none" : "")." : "Trained, a second layer makes larger things of what the first finds.")
        """,
      formula: [
        stage.sizeFormula ?? "",
        .kernel(counted(stage.output.channels, "filter")) + .muted("  →  ") + .output(stage.output.text) + " = "
          + .output(counted(stage.output.count, "number")) + .muted("; \(origin(ofLayer: 1))"),
      ],
      note: padding == 0 && window.stride == 1 && stage.output.width < stage.input.width
        ? "Without padding each layer loses a rim: the maps grow smaller though nobody has asked for it."
        : "Turn kernel, stride and padding: height and width follow from the sliding, the depth from the filters alone.",
      duration: .milliseconds(1600))
  }

  private var unsharedStep: Step {
    let (stage, counts) = (comparison[0].stage, comparison[0].counts)
    let (input, output) = (stage.input, stage.output)
    return Step(
      caption: """
        All places share one set of filters. With a set for each place, unshared, layer 1 has \
        \(factor(Double(counts[1]) / Double(counts[0]))) times the parameters; dense, \
        \(factor(Double(counts[2]) / Double(max(counts[0], 1)))) times.
        """,
      formula: [
        .muted("unshared  \(output.height)·\(output.width)·") + .kernel(NumberText.integer(counts[0])) + " = "
          + .strong(NumberText.integer(counts[1])),
        .muted("dense  (") + .input("\(input.height)·\(input.width)·\(input.channels)") + .muted(" + 1)·")
          + .output("\(output.height)·\(output.width)·\(output.channels)") + " = "
          + .strong(NumberText.integer(counts[2])),
      ],
      note: """
        The areas are to scale. Unshared layers exist, for faces that are always in the same place; they are called \
        locally connected.
        """, duration: .milliseconds(1600), links: [Link(to: ParameterSharingScene.card.id, label: "sharing")])
  }

  // MARK: Words

  private func kernelSide(_ stage: Stage) -> Int { stage.layer.window?.kernel ?? 1 }
  private func sides(_ side: Int) -> String { "\(side) × \(side)" }

  /// How a layer's window moves.
  private func pace(_ stage: Stage) -> String {
    guard let window = stage.layer.window, window.stride > 1 else { return "pixel by pixel" }
    return "\(window.stride) pixels at a time"
  }

  /// ", with 2 zeros on each side", where there are any.
  private func zeros(_ stage: Stage) -> String {
    guard let padding = stage.layer.window?.padding.before, padding > 0 else { return "" }
    return ", with \(counted(padding, "zero")) on each side"
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.row >= 0, target.column >= 0 else { return nil }
    switch (target.grid, moment) {
    case (Self.mapName, .slide) where max(target.row, target.column) < geometry.output:
      let stage = network.stages[0]
      let (bias, sum) = (biases[0], sums[0][target.row, target.column, 0])
      return Remark(
        caption: """
          Row \(target.row + 1), column \(target.column + 1) of the map \(seen(from: target))
          """,
        formula: [
          .kernel("\(stage.fanIn)")
            + .muted(
              " \(nouns(stage.fanIn, "product"))\(bias == 0 ? "" : " and a bias of \(Self.text(bias))"), together ")
            + .output(Self.text(sum))
        ])
    case (Self.mapsName, .maps(let layer)) where target.column < maps[layer].shape.channels:
      let map = maps[layer].channel(target.column)
      let (low, high) = (map.range.lowerBound, map.range.upperBound)
      return Remark(
        caption: """
          Map \(target.column + 1) of layer \(layer + 1), written by filter \(target.column + 1) alone, behind the ReLU.
          """,
        formula: [
          .muted("from ") + .output(Self.text(low)) + .muted(" to ")
            + .output(Self.text(high)) + .muted(", \(origin(ofLayer: layer))")
        ])
    case (Self.volumesName, _)
    where target.column < 1 + 2 * network.stages.count:
      return Remark(caption: volumeCaption(target.column))
    default: return nil
    }
  }

  /// What lies under the window of a place of the map: the picture, the zeros around it, or both.
  private func seen(from target: Target) -> String {
    let spans = [target.row, target.column].map { geometry.span(of: $0) }
    let inside = spans.map { $0.clamped(to: 0..<Self.side) }
    let channels = network.input.channels
    if inside.contains(where: \.isEmpty) {
      return "sees nothing of the picture: its window lies wholly on the zeros around it, in all \(channels) channels."
    }
    return inside == spans
      ? "sees this window of the picture, in all \(channels) channels, and nothing else."
      : """
      sees \(inside[0].count) × \(inside[1].count) \(nouns(inside[0].count * inside[1].count, "pixel")) of the picture, in all \(channels) channels; the rest of its \
      window lies on the zeros around it.
      """
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
