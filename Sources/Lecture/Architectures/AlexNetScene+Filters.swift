import CellCanvas
import ConvolutionEngine

// What AlexNet is, and what its first stage looks for: filters as pictures, their answers, what a ReLU leaves.

/// The weights of the first stage, and what one of its filters answers to the picture.
struct FirstLayer: Sendable {
  let filters: FilterBank
  let biases: [Float]
  /// The chosen filter's answers and, for those who have room for more, the next two filters'.
  let answers: [Answer]

  /// What a filter answers to the picture.
  struct Answer: Sendable {
    let filter: Int
    /// Before the ReLU, and behind it.
    let raw: Tensor
    let rectified: Tensor
  }

  /// - Parameters:
  ///   - stage: the stage that the weights are of, a convolution.
  ///   - input: what goes into it.
  ///   - filter: the filter that is followed.
  init?(_ parameters: LayerParameters, stage: Stage, input: Tensor, filter: Int) {
    guard let window = stage.layer.window, stage.isConvolution else { return nil }
    let (count, side, depth) = (stage.output.channels, window.kernel, stage.input.channels)
    filters = FilterBank(count: count, rows: side, columns: side, depth: depth, values: parameters.weights)
    biases = parameters.biases
    let (bank, biases) = (filters, biases)
    let size = side * side * depth
    answers = (0..<min(3, count)).map { offset in
      let index = (filter + offset) % count
      let one = FilterBank(
        count: 1, rows: side, columns: side, depth: depth, values: Array(bank.values[index * size..<(index + 1) * size])
      )
      let raw = Convolution(one, biases: biases.isEmpty ? [] : [biases[index]], rows: window, columns: window)(input)
      return Answer(filter: index, raw: raw, rectified: ReLU()(raw))
    }
  }

  /// The weights of a filter, row after row, the colours of a place together.
  func weights(of filter: Int) -> ArraySlice<Float> {
    let size = filters.rows * filters.columns * filters.depth
    return filters.values[filter * size..<(filter + 1) * size]
  }

  /// A filter as a picture of the colours that it looks for: grey is 0, and its largest weight is at an end.
  func picture(of filter: Int) -> Picture {
    let weights = weights(of: filter)
    let largest = max(weights.reduce(0) { max($0, abs($1)) }, 1e-9)
    return Picture(
      width: filters.columns, height: filters.rows,
      bytes: weights.map { UInt8((127.5 + 127.5 * $0 / largest).rounded()) })
  }
}

extension AlexNetScene {
  // MARK: What it is

  /// The contest's figures, from table 2 of the paper.
  private static let errors: [(name: String, percent: Double)] = [("AlexNet", 16.4), ("second best", 26.2)]

  var storyStep: Step {
    let classes = NumberText.integer(network.stages[network.stages.count - 1].output.count)
    return Step(
      caption: """
        Say which of \(classes) things a photograph shows. AlexNet won the ImageNet contest of 2012 by so much that \
        vision changed to learned networks.
        """,
      formula: [
        .muted("top-5 error: how often the right class is not among the five first guesses"),
        .muted("Krizhevsky, Sutskever, Hinton 2012, table 2; AlexNet: five networks together"),
      ],
      note: """
        Its parts were known. New were its size, a million labelled pictures to learn from, and two graphics cards \
        for five to six days.
        """, duration: .milliseconds(900), links: [Link(to: ComparisonScene.card.id, label: "comparison")])
  }

  func drawStory(at playhead: Playhead, in canvas: inout Canvas) {
    let side = min(2 * (canvas.size.rows - 1), canvas.size.columns * 3 / 8)
    guard side > 2 else { return }
    let (left, rest) = canvas.bounds.splitLeft(side + 4)
    picture.pixels(width: side, height: side).draw(in: &canvas, at: left.origin)
    // What stands beside the year is the network as it was built, on two cards, whatever the knobs say.
    let own = Network.alexNetTwoGroups
    let facts: [(String, String)] = [
      ("2012", "ImageNet: 1.2 million photographs"),
      ("task", "1 of 1,000 classes"),
      ("ReLU", "max(0, x): makes learning faster"),
      ("dropout", "learns with half of two layers off"),
      ("two GPUs", "half of the maps on each (groups 2)"),
      (
        "size",
        "\(own.stages.count { $0.weights > 0 }) weight layers, \(NumberText.metric(Double(own.parameters), unit: "")) parameters"
      ),
    ]
    let spacing = rest.rows >= 24 ? 2 : 1
    var row = rest.row
    for (index, fact) in facts.enumerated() where playhead.phase(0, 0.7) * Double(facts.count) > Double(index) {
      guard rest.columns >= 10 + fact.1.count else { continue }
      canvas.write(.strong(fact.0), column: rest.column, row: row)
      canvas.write(StyledText(fact.1), column: rest.column + 10, row: row)
      row += spacing
    }
    row = rest.row + facts.count * spacing + 1
    guard row + 4 < rest.endRow else { return }
    canvas.write(.tinted("top-5 error", .wrong) + .muted(", %"), column: rest.column, row: row)
    let most = Self.errors.map(\.percent).max() ?? 1
    var chart = BarChart(
      Self.errors.map { error in
        BarChart.Bar(
          .muted(error.name), fraction: playhead.phase(0.4, 1) * error.percent / most,
          value: .strong(NumberText.fixed(error.percent, decimals: 1)), ink: .role(.wrong))
      })
    chart.reservedColumns = 6
    chart.draw(
      in: &canvas,
      region: Region(column: rest.column, row: row + 1, columns: rest.columns, rows: rest.endRow - row - 1),
      spacing: spacing + 1, thickness: spacing)
    // On a large screen the network itself stands below: what the next steps go through.
    let end = row + 1 + Self.errors.count * (spacing + 1)
    guard spacing > 1, rest.columns >= 80, rest.endRow - end >= 10 else { return }
    figure.drawBlocks(
      upTo: network.stages.count - 1, rising: 1, in: &canvas,
      Region(column: rest.column, row: end + 1, columns: rest.columns, rows: min(16, rest.endRow - end - 1)),
      isEven: true)
  }

  // MARK: Filters

  static let filtersName = "filters"

  var filtersStep: Step {
    let stage = network.stages[0]
    let side = stage.layer.window?.kernel ?? 1
    return Step(
      caption: trained == nil
        ? """
        A filter is a small picture of what it looks for. These are random; trained ones show stripes at all angles, \
        edges, and blobs of colour.
        """
        : """
        A filter is a small picture of what it looks for. These were learned: look for stripes at many angles, edges, and \
        blobs of colour.
        """,
      formula: [
        .kernel("\(stage.output.channels)") + .muted(" filters of ") + .kernel(sides(side, side, stage.input.channels))
          + .muted(", each brought to its own largest weight; grey is 0"),
        .kernel("filter \(filterIndex + 1)") + .muted(", which the next step follows, is framed on its page"),
      ],
      note: trained == nil
        ? "Bring AlexNet's real weights along (README: two commands), and stripes, edges and colours are seen here."
        : "Point at one, then turn the knob filter to it and go on: what does it answer to the picture?",
      duration: .milliseconds(1000), links: [Link(to: EdgeDetectionScene.card.id, label: "edge detection")])
  }

  /// The filters' tiles in a space, and the first that is shown: the page with the filter that is followed, or one of
  /// those after it.
  private func filterTiles(in space: Size) -> (tiles: FeatureMaps, first: Int)? {
    let stage = network.stages[0]
    let (side, count) = (stage.layer.window?.kernel ?? 1, stage.output.channels)
    guard let tiles = FeatureMaps(side: side, channels: count, wanted: count, in: space) else { return nil }
    let pages = (count - 1) / tiles.count
    return (tiles, min(filterIndex / tiles.count + figure.page, pages) * tiles.count)
  }

  func drawFilters(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let count = network.stages[0].output.channels
    guard let (tiles, start) = filterTiles(in: Size(columns: body.columns, rows: body.rows - 1)) else { return }
    let last = min(start + tiles.count, count)
    NetworkFigure.drawHead(
      .kernel("filters \(start + 1)–\(last) of \(count)"), right: .muted(first == nil ? "computing…" : weightsText),
      in: &canvas, head)
    let origin = Point(column: body.centered(tiles.size).column, row: body.row + 1)
    guard let first else {
      return tiles.pixels(last - start) { _ in nil }.draw(in: &canvas, at: origin)
    }
    let shown = Int((playhead.phase(0, 1) * Double(last - start)).rounded(.up))
    // A cell more on every side, for the frame around one of them.
    var pixels = Pixels(width: tiles.size.columns + 2, height: 2 * tiles.size.rows + 4)
    for index in 0..<shown {
      let place = tiles.origin(of: index)
      pixels.place(
        first.picture(of: start + index).pixels(width: tiles.tile, height: tiles.tile), x: place.x + 1, y: place.y + 2)
      canvas.mark(
        tiles.region(of: index, at: origin), as: Target(grid: Self.filtersName, row: 0, column: start + index))
    }
    if (start..<start + shown).contains(filterIndex) {
      let place = tiles.origin(of: filterIndex - start)
      pixels.outline(
        x: place.x, y: place.y + 1, width: tiles.tile + 2, height: tiles.tile + 2, with: .role(.active))
    }
    pixels.draw(in: &canvas, at: Point(column: origin.column - 1, row: origin.row - 1))
    if let pointer = playhead.pointer, pointer.grid == Self.filtersName, (start..<last).contains(pointer.column) {
      canvas.outline(tiles.region(of: pointer.column - start, at: origin), ink: .role(.active))
    }
  }

  func remark(onFilter index: Int, _ first: FirstLayer) -> Remark {
    let weights = first.weights(of: min(index, first.filters.count - 1))
    let (least, most) = (weights.min() ?? 0, weights.max() ?? 0)
    return Remark(
      caption: StyledText("Filter \(index + 1): ") + .kernel("\(weights.count)") + " weights from "
        + .kernel(NumberText.fixed(Double(least), decimals: 3)) + " to "
        + .kernel(NumberText.fixed(Double(most), decimals: 3)) + ". The knob filter follows it to its map.")
  }

  // MARK: An answer

  var answerStep: Step {
    let stage = network.stages[0]
    let places = stage.output.height * stage.output.width
    let positive = first.map { layer in layer.answers[0].raw.values.count { $0 > 0 } }
    return Step(
      caption: positive.map { count in
        """
        Filter \(filterIndex + 1) slides over the picture; its answer is positive at \(NumberText.share(count, of: places)) of \
        \(counted(places, "place")). A ReLU sets all others to 0: that is one map.
        """
      }.map { StyledText($0) }
        ?? "One filter slides over the picture, and a ReLU sets its negative answers to 0: that is one map.",
      formula: [
        .muted("map = max(0, Σ ") + .input("x") + .muted("·") + .kernel("w") + .muted(" + b),   a sum of ")
          + .kernel(NumberText.integer(stage.fanIn)) + .muted(" products at each of ")
          + .output(NumberText.integer(places))
          + .muted(" places")
      ],
      note:
        "Turn the knob filter and go through some of them. Without the ReLU, layers in a row would be one linear layer.",
      duration: .milliseconds(1200), links: [Link(to: ChannelsScene.card.id, label: "channels")])
  }

  func drawAnswer(at playhead: Playhead, in canvas: inout Canvas) {
    let input = Arrangement.picture("picture", picture).titled(.input("picture"))
    guard let first else {
      let parts = Arrangement.row(input, .text(.muted("computing…"))).placed(in: canvas.bounds)
      return parts.draw(in: &canvas)
    }
    // More room is for more filters, all of them on one scale.
    let answers = first.answers.prefix(canvas.size.rows >= 30 ? 3 : 1)
    let limit = Double(answers.map { max(abs($0.raw.range.lowerBound), $0.raw.range.upperBound) }.max() ?? 1)
    let most = max(limit, 1e-9)
    let (raws, maps) = (playhead.phase(0.35, 0.4) == 1, playhead.phase(0.7, 0.75) == 1)
    let rows = answers.map { answer -> [Arrangement] in
      let kernel = first.picture(of: answer.filter)
      let tile = Size(columns: kernel.width, rows: (kernel.height + 1) / 2)
      return [
        Arrangement.picture("filter \(answer.filter)", kernel, least: kernel.width, most: tile).titled(
          .kernel("filter \(answer.filter + 1)")),
        .arrow(progress: playhead.phase(0.05, 0.35), columns: 2...4),
        Arrangement.map("raw \(answer.filter)", answer.raw.heatMap(.signed, limits: -most...most)).titled(
          .muted("answers")
        ).hidden(!raws), .arrow("ReLU", progress: playhead.phase(0.45, 0.7), columns: 4...6),
        Arrangement.map("map \(answer.filter)", answer.rectified.heatMap(.amount, limits: 0...most)).titled(
          .output("map \(answer.filter + 1)")
        ).hidden(!maps),
      ]
    }
    var (signed, amount) = (
      ScaleLegend.signed(limit: (most * 10).rounded() / 10),
      ScaleLegend(.amount, from: "0", to: WalkPart.value(Float(most)))
    )
    (signed.columns, amount.columns) = (6, 6)
    let legends: [Arrangement] = [
      .nothing, .nothing, .legend(signed, name: "signed"), .nothing, .legend(amount, name: "amount"),
    ]
    let parts = Arrangement.row(
      input, .sign("⋆"), Arrangement.table(rows + [legends], columnGap: 1...4), gap: 1...4
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
  }
}
