import CellCanvas
import ConvolutionEngine

// The networks side by side, and the walk through one of them.

extension ResNetScene {
  private static func billions(_ count: Int) -> String { NumberText.fixed(Double(count) / 1e9, decimals: 2) + " G" }

  // MARK: Words

  var tablesStep: Step {
    let last = ResNetLedger.all[ResNetLedger.all.count - 1]
    let vgg = Network.vgg19
    let isLess = last.network.multiplyAdds < vgg.multiplyAdds
    let blocks = last.blocks.map(String.init).joined(separator: " + ")
    return Step(
      caption: """
        Four groups of blocks, each with half the side and twice the maps of the one before. \(last.network.title) takes \
        \(Self.billions(last.network.multiplyAdds)) multiply-adds, VGG-19 \(Self.billions(vgg.multiplyAdds)).
        """,
      formula: [
        .muted("layers:  1 + \(last.hasBottlenecks ? 3 : 2)·(\(blocks)) + 1 = ") + .strong("\(last.layers)")
          + .muted("     a G is 10⁹")
      ],
      note: """
        Convolutions on shortcuts are not counted among the layers, but among parameters and work. ResNet-50 has the blocks \
        of ResNet-34 with a bottleneck in place of each. There is one dense layer, behind a global average.
        """,
      question: Question(
        "VGG-19 takes \(Self.billions(vgg.multiplyAdds)) multiply-adds. And \(last.network.title), \(last.layers / 19) times as deep?",
        answer: .choice(["fewer", "more"], right: isLess ? 0 : 1)))
  }

  /// A part of the walk; the first convolution's shape is asked for.
  func walkStep(_ part: WalkPart) -> Step {
    let network = figure.network
    let isFirst = part.indices.lowerBound == 0 && part.stages.count > 1
    let shape = [part.output.height, part.output.width, part.output.channels].map(Double.init)
    return Step(
      caption: figure.repeated(part) ?? figure.caption(of: part),
      formula: part.formula, note: figure.note(of: part),
      question: isFirst
        ? Question(
          "\(network.title) begins with \(part.main.operation.plain), on \(part.input.text). What shape comes out?",
          answer: .numbers(shape, decimals: 0)) : nil,
      duration: .milliseconds(1100))
  }

  var endStep: Step {
    let survives = residual.map { trial in trial.without.allSatisfy { 2 * $0 > trial.whole } } ?? false
    return Step(
      caption: """
        Take home: y = F(x) + x. Doing nothing is easy to learn, the gradient has a way back of its own\
        \(survives ? ", and a stack survives the loss of a block" : "").
        """,
      formula: [plain, residual].compactMap { $0 }.isEmpty
        ? []
        : [
          .muted("digits right without block \(deleted):   ")
            + .joined(
              [plain, residual].compactMap { $0 }.map { trial in
                .strong(trial.stack.isResidual ? "residual " : "plain ", trial.stack.isResidual ? .output : .other)
                  + .muted("\(trial.whole) → ") + .strong("\(trial.without[deleted - 1])")
              }, separator: "     ")
        ],
      note: """
        Shortcuts are everywhere since: in U-Nets, in DenseNets, around each part of a transformer. Ask the class which of \
        the three reasons they find the strongest, and what would test it.
        """,
      links: [Link(to: ComparisonScene.card.id, label: "comparison")])
  }

  // MARK: Figure

  func drawTables(in canvas: inout Canvas) {
    let ledgers = ResNetLedger.all
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    var table = NumberGrid(rows: ledgers.count, columns: 4) { row, column in
      let ledger = ledgers[row]
      let texts = [
        ledger.blocks.map(String.init).joined(separator: ", "), ledger.hasBottlenecks ? "bottleneck" : "two 3 × 3",
        NumberText.integer(ledger.network.parameters), Self.billions(ledger.network.multiplyAdds),
      ]
      let isWalked = ledger.network == figure.network
      return .init(texts[column], paper: isWalked ? .level(.kernel, 0.5) : .level(.kernel, 0.2))
    }
    table.rowNames = ledgers.map { .strong($0.network.title) }
    table.columnNames = [.muted("blocks"), .muted("each"), .kernel("parameters"), .active("multiply-adds")]
    let most = Double(ledgers.map(\.network.multiplyAdds).max() ?? 1)
    let work = BarChart(
      ledgers.map {
        BarChart.Bar(
          .muted($0.network.title), fraction: Double($0.network.multiplyAdds) / most,
          value: .strong(Self.billions($0.network.multiplyAdds)), ink: .role(.active))
      })
    let largest = Double(ledgers.map(\.network.parameters).max() ?? 1)
    let weights = BarChart(
      ledgers.map {
        BarChart.Bar(
          .muted($0.network.title), fraction: Double($0.network.parameters) / largest,
          value: .kernel(NumberText.integer($0.network.parameters)), ink: .role(.kernel))
      })
    Arrangement.column(
      .grid("table", table, scale: GridScale(columns: 15, rows: isLarge ? 3 : 1)),
      isLarge
        ? .row(
          .bars("weights", weights, spacing: 2, least: 30).titled(.kernel("parameters")),
          .bars("work", work, spacing: 2, least: 30).titled(.active("multiply-adds, one picture")), gap: 4...8)
        : .bars("work", work).titled(.active("multiply-adds, one picture")), gap: 1...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
