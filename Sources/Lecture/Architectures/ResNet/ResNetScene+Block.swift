import CellCanvas
import ConvolutionEngine

// The block: drawn, followed number by number, where it changes the shape, and as a bottleneck.

extension ResNetScene {
  private static func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  // MARK: Words

  var blockStep: Step {
    Step(
      caption: """
        y = F(x) + x: the layers learn only what is to change, F(x), and x itself is added. To hand x on, F need only be 0. \
        The sum goes through a ReLU.
        """,
      formula: [
        .output("y") + .muted(" = ReLU( ") + .kernel("F(x)") + .muted(" + ") + .input("x")
          + .muted(" ),     F(x) = w2 ⋆ ReLU(w1 ⋆ x)"),
        .muted("with a batch normalisation behind each convolution"),
      ],
      note: """
        F is what is left to do, the residual. The line past it is called shortcut or skip connection; it has no weights. F \
        and x are added number by number, so they must agree in shape.
        """, duration: .milliseconds(1200))
  }

  private func terms(_ weights: [Float], _ values: [Float], at place: Int) -> StyledText {
    let products = weights.indices.map { index -> StyledText in
      let source = place + index - weights.count / 2
      let value = values.indices.contains(source) ? values[source] : 0
      return .kernel(Self.text(weights[index])) + "·" + .strong(Self.text(value))
    }
    return .joined(products, separator: .muted(" + "))
  }

  /// The place that is worked out in the formulas: where F changes most, of equal ones the first.
  var shownPlace: Int {
    small.branch.indices.max {
      (abs(small.branch[$0]), -$0) < (abs(small.branch[$1]), -$1)
    } ?? 0
  }

  var branchStep: Step {
    let changed = small.branch.count { $0 != 0 }
    let place = shownPlace
    return Step(
      caption: """
        On numbers, without normalisation: two kernels of three weights make F(x). It is not 0 at \
        \(portion(changed, of: small.branch.count, "place")): there the block changes something.
        """,
      formula: [
        .muted("F(x) at place \(place + 1):  ") + terms(small.second, small.hidden, at: place) + .muted(" = ")
          + .kernel(Self.text(small.branch[place]))
      ],
      note: """
        All numbers can be typed over: e, then arrows. Beyond the ends of a row there are zeros. What comes into a block \
        was through a ReLU, so x has nothing below 0.
        """)
  }

  var sumStep: Step {
    let place = shownPlace
    let cut = small.sum.count { $0 < 0 }
    return Step(
      caption: """
        x is added, number by number. \
        \(cut > 0 ? "The ReLU makes \(counted(cut, "sum")) below 0 to 0" : "No sum is below 0, so the ReLU changes nothing"); \
        what comes out goes into the next block as its x.
        """,
      formula: [
        .muted("place \(place + 1):  ReLU( ") + .kernel(Self.text(small.branch[place])) + .muted(" + ")
          + .input(Self.text(small.x[place])) + .muted(" ) = ReLU(\(Self.text(small.sum[place]))) = ")
          + .output(Self.text(small.y[place]))
      ],
      note: "In He et al.'s second paper (2016) the ReLU moves into F, so that nothing at all lies on the way of x.",
      question: Question(
        "F(x) is \(Self.text(small.branch[place])) at place \(place + 1), and x is \(Self.text(small.x[place])) there. What is y?",
        answer: .number(Double(small.y[place]), decimals: small.y[place] == small.y[place].rounded() ? 0 : 2)))
  }

  var zeroStep: Step {
    Step(
      caption: """
        With all weights of F at 0 the block hands on x as it is. Plain layers with weights of 0 hand on nothing: they would \
        have to learn the identity first.
        """,
      formula: [
        .muted("residual:  ReLU( ") + .kernel("0") + .muted(" + ") + .input("x") + .muted(" ) = ") + .input("x")
          + .muted(" since x ≥ 0        plain:  ReLU( ") + .kernel("0") + .muted(" ) = ") + .output("0")
      ],
      note: """
        That is why ResNets are often started with the last normalisation of each block at 0: every block begins as the \
        identity, and learns to do something when that helps.
        """,
      question: small.x.allSatisfy { $0 == 0 }
        ? nil
        : Question(
          "All weights of F become 0. What comes out of the block?", answer: .choice(["zeros", "x", "2·x"], right: 1)))
  }

  /// The first block of the walked network that changes the shape of the maps.
  private var projected: WalkPart {
    figure.parts.first { $0.isBranched && !$0.addsItsInput && $0.input.height > $0.output.height } ?? figure.parts[0]
  }

  var projectionStep: Step {
    let part = projected
    let projection = part.stages.first { $0.name.hasSuffix("shortcut-conv") }
    let blocks = ledger.blocks.reduce(0, +)
    return Step(
      caption: """
        Where the shape changes, x cannot be added as it is: a 1 × 1 convolution brings it to \(part.output.text). So it is in \
        \(portion(ledger.projections, of: blocks, "block")) of \(figure.network.title).
        """,
      formula: [
        .input(part.input.text) + .muted(" → ") + .output(part.output.text) + .muted(", on the shortcut ")
          + .kernel("\(NumberText.integer(projection?.weights ?? 0)) weights") + .muted(" with stride 2"),
        .muted("(in table 2 zeros fill up the channels instead, which adds no parameter)"),
      ],
      note: """
        With stride 2 the 1 × 1 convolution looks at every other row and column and skips the rest. All other shortcuts \
        stay free of weights, which is what matters for the gradient.
        """,
      links: [Link(to: StrideScene.card.id, label: "stride")])
  }

  var bottleneckStep: Step {
    let ledgers = Self.blockLedgers
    let (slim, wide) = (ledgers[1], ledgers[2])
    let times = Double(wide.weights) / Double(slim.weights)
    return Step(
      caption: """
        From 50 layers on a block is a bottleneck: 1 × 1 down to a quarter, 3 × 3, 1 × 1 back up. On \(slim.channels) \
        channels it needs \(factor(times)) times fewer weights.
        """,
      formula: [
        .muted("256·64 + 3·3·64·64 + 64·256 = ") + .kernel(NumberText.integer(slim.weights))
          + .muted("        2·3·3·256·256 = ") + .kernel(NumberText.integer(wide.weights))
      ],
      note: """
        It costs about as much as two 3 × 3 on 64 channels, and carries 256. In torchvision's form the stride lies in the 3 × 3, in \
        the paper's in the first 1 × 1.
        """,
      question: Question(
        "256 channels: 1 × 1 to 64, 3 × 3 to 64, 1 × 1 to 256. How many weights, without biases?",
        answer: .number(Double(slim.weights), decimals: 0)))
  }

  static let blockLedgers = [
    BlockLedger.basic(channels: 64, side: 56), .bottleneck(channels: 256, side: 56), .basic(channels: 256, side: 56),
  ]

  // MARK: Figure

  /// A block: what F consists of, the sum, and a ReLU behind it unless F begins with one.
  private func graph(_ labels: [(String, ColorScale)], rectifiesSum: Bool = true) -> FlowGraph {
    var boxes = [FlowGraph.Box("x", paper: .level(.input, 0.55))]
    for (label, scale) in labels {
      boxes.append(FlowGraph.Box(label, paper: .level(scale, 0.55), from: [boxes.count - 1]))
    }
    boxes.append(FlowGraph.Box("+", paper: .role(.active), from: [boxes.count - 1, 0], isActive: true))
    if rectifiesSum { boxes.append(FlowGraph.Box("ReLU", paper: .level(.output, 0.4), from: [boxes.count - 1])) }
    boxes.append(FlowGraph.Box("y", paper: .level(.output, 0.6), from: [boxes.count - 1]))
    return FlowGraph(boxes)
  }

  private func part(_ name: String, _ graph: FlowGraph, _ title: StyledText, shown: Double = 1) -> Arrangement {
    let least = graph.size(pitch: 2)
    return .drawing(name, least: least, most: Size(columns: 110, rows: least.rows + 1)) { canvas, region in
      graph.draw(in: &canvas, region: region, shown: shown)
    }.titled(title)
  }

  func drawBlock(at playhead: Playhead, in canvas: inout Canvas) {
    let plain = FlowGraph(
      ["x", "3×3", "ReLU", "3×3", "ReLU", "y"].enumerated().map { index, label in
        FlowGraph.Box(
          label, paper: index == 0 ? .level(.input, 0.55) : .level(label == "3×3" ? .kernel : .output, 0.5),
          from: index == 0 ? [] : [index - 1])
      })
    let residual = graph([("3×3", .kernel), ("ReLU", .output), ("3×3", .kernel)])
    let bottleneck = graph([
      ("1×1", .kernel), ("ReLU", .output), ("3×3", .kernel), ("ReLU", .output), ("1×1", .kernel),
    ])
    let later = graph(
      [
        ("norm", .output), ("ReLU", .output), ("3×3", .kernel), ("norm", .output), ("ReLU", .output), ("3×3", .kernel),
      ], rectifiesSum: false)
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    Arrangement.column(
      part("plain", plain, .muted("plain: two layers work out all of ") + .output("y")),
      part(
        "residual", residual,
        .muted("residual block: they work out ") + .kernel("F(x)") + .muted(", and ") + .input("x")
          + .muted(" comes along"), shown: playhead.phase(0.2, 1)),
      isLarge
        ? .column(
          part("slim", bottleneck, .muted("as a bottleneck, of which the deeper networks are made")),
          part("later", later, .muted("as in their second paper, 2016: nothing lies on the way of ") + .input("x")),
          gap: 2...5) : .nothing, gap: 2...5
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func row(_ values: [Float], _ name: StyledText, grid: String? = nil, _ paper: (Int) -> Tint) -> NumberGrid {
    var row = NumberGrid(name: grid, rows: 1, columns: values.count) { _, column in
      .init(Self.text(values[column]), paper: paper(column))
    }
    row.reservedColumns = (small.hidden + small.branch + small.sum + small.x).reduce(1) { max($0, Self.text($1).count) }
    // All names as wide as the widest, so that the rows stand in line.
    row.rowNames = [.muted(String(repeating: " ", count: max(0, Self.nameColumns - name.columns))) + name]
    return row
  }

  private static let nameColumns = 13

  func drawNumbers(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let shown = moment == .zero ? small.silent : small
    let place = moment == .zero ? nil : shownPlace
    func paper(_ scale: ColorScale) -> (Int) -> Tint {
      { $0 == place ? .role(.active) : .level(scale, 0.4) }
    }
    let waits = moment == .branch
    let scale = GridScale(columns: 6, rows: canvas.size.rows >= 34 ? 4 : 2)
    func part(_ name: String, _ grid: NumberGrid) -> Arrangement { .grid(name, grid, scale: scale) }
    let own = moment == .zero ? nil : Self.x.name
    let rows = Arrangement.column(
      part("x", row(shown.x, .input("x"), grid: own, paper(.input))),
      part("hidden", row(shown.hidden, .muted("ReLU(w1 ⋆ x)")) { _ in .level(.output, 0.25) }),
      part("F", row(shown.branch, .kernel("F(x)"), paper(.kernel))),
      part("sum", row(shown.sum, .kernel("F(x)") + .muted(" + ") + .input("x"), paper(.output))).hidden(waits),
      part("y", row(shown.y, .output("y"), paper(.output))).hidden(waits), gap: 0...1)
    func kernel(_ control: Control, _ weights: [Float]) -> Arrangement {
      var grid = NumberGrid(
        .kernel(control.name), name: moment == .zero ? nil : control.name, rows: 1, columns: weights.count
      ) { _, column in
        .init(Self.text(weights[column]), paper: .level(.kernel, weights[column] == 0 ? 0.1 : 0.5))
      }
      grid.reservedColumns = 2
      return .grid("kernel " + control.name, grid, scale: GridScale(columns: 4, rows: scale.halfRows / 2))
    }
    // What a plain block gives of the same numbers: F(x) alone behind the ReLU.
    let plain = shown.branch.map { max(0, $0) }
    let beside = Arrangement.column(
      kernel(Self.first, shown.first), kernel(Self.second, shown.second),
      moment == .zero || canvas.size.columns >= 130
        ? .grid(
          "plain",
          {
            var grid = NumberGrid(.muted("without the shortcut"), rows: 1, columns: plain.count) { _, column in
              .init(Self.text(plain[column]), paper: .level(.other, 0.3))
            }
            grid.reservedColumns = 2
            return grid
          }(), scale: GridScale(columns: 4, rows: scale.halfRows / 2)) : .nothing, gap: 1...2)
    Arrangement.row(beside, rows, gap: 3...10).placed(in: canvas.bounds).draw(in: &canvas)
  }

  func drawProjection(at playhead: Playhead, in canvas: inout Canvas) {
    let usual = figure.parts.first { $0.isBranched && $0.addsItsInput } ?? projected
    func block(_ part: WalkPart, _ title: StyledText) -> Arrangement {
      let graph = part.graph(name: "").graph
      var plain = graph
      plain.name = nil
      let least = plain.size(pitch: 2)
      return .drawing(part.name, least: least, most: Size(columns: 100, rows: least.rows + 1)) { canvas, region in
        plain.draw(in: &canvas, region: region)
      }.titled(title)
    }
    Arrangement.column(
      block(
        usual,
        .muted("\(usual.name): ") + .input(usual.input.text) + .muted(" stays, x goes by as it is")),
      block(
        projected,
        .muted("\(projected.name): ") + .input(projected.input.text) + .muted(" → ") + .output(projected.output.text)),
      gap: 2...5
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  func drawBottleneck(in canvas: inout Canvas) {
    let ledgers = Self.blockLedgers
    var table = NumberGrid(rows: 3, columns: 3) { row, column in
      let ledger = ledgers[row]
      let texts = [
        "\(ledger.channels)", NumberText.integer(ledger.weights), NumberText.integer(ledger.multiplyAdds),
      ]
      return .init(texts[column], paper: row == 1 ? .level(.kernel, 0.5) : .level(.kernel, 0.2))
    }
    table.rowNames = ledgers.map { .strong($0.name) }
    table.columnNames = [.input("channels"), .kernel("weights"), .active("multiply-adds")]
    let most = Double(ledgers[2].weights)
    let bars = BarChart(
      ledgers.map {
        BarChart.Bar(
          .muted("\($0.name), \($0.channels)"), fraction: Double($0.weights) / most,
          value: .kernel(NumberText.integer($0.weights)), ink: .role(.kernel))
      })
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    Arrangement.column(
      part(
        "graph", graph([("1×1 64", .kernel), ("3×3 64", .kernel), ("1×1 256", .kernel)]),
        .muted("a bottleneck on 256 channels, on maps of 56 × 56")),
      .grid("table", table, scale: GridScale(columns: 16, rows: 1)),
      isLarge ? .bars("bars", bars, spacing: 2).titled(.muted("weights, in proportion")) : .nothing, gap: 1...3
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
