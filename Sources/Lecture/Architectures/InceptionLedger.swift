import CellCanvas
import ConvolutionEngine

/// What the branches of an inception module cost, a row a branch. Biases are not counted.
struct InceptionLedger: Sendable {
  /// One branch with its stages.
  struct Row: Sendable {
    let branch: InceptionModule.Branch
    let stages: [Stage]

    /// The stages with weights.
    var convolutions: [Stage] { stages.filter { $0.weights > 0 } }
    /// How many channels leave it.
    var depth: Int { stages.last?.output.channels ?? 0 }
    var weights: Int { stages.reduce(0) { $0 + $1.weights } }
    var multiplyAdds: Int { stages.reduce(0) { $0 + $1.multiplyAdds } }
    /// What it does, from what comes in: "1×1 64 → 3×3 192".
    var path: String { stages.map(\.label).joined(separator: " → ") }
    /// The branch in a word.
    var name: String {
      switch branch {
      case .one: "1 × 1"
      case .three: "3 × 3"
      case .five: "5 × 5"
      case .pool: "pool"
      }
    }
  }

  let module: InceptionModule
  let network: Network
  let rows: [Row]
  /// What flows into what, and the stage of each box but the first.
  private let flow: (graph: FlowGraph, stages: [Int])

  /// A module on what goes into it.
  init(_ module: InceptionModule, on input: Shape) {
    self.module = module
    network = module.network(on: input)
    rows = module.branches(in: network).map { Row(branch: $0.branch, stages: $0.stages) }
    flow = WalkPart(network.modules[0], of: network).graph(name: Self.boxesName)
  }

  /// A module of a network in its place.
  init(_ module: InceptionModule, of network: Network) {
    let input = module.branches(in: network)[0].stages[0].input
    self.init(module, on: input)
  }

  var input: Shape { network.input }
  var output: Shape { network.stages[network.stages.count - 1].output }
  var weights: Int { rows.reduce(0) { $0 + $1.weights } }
  var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }

  subscript(branch: InceptionModule.Branch) -> Row {
    rows.first { $0.branch == branch } ?? rows[0]
  }

  // MARK: Words

  /// 128 + 192 + 96 + 256 = 672
  var depthSum: StyledText {
    .joined(rows.map { .output("\($0.depth)") }, separator: .muted(" + ")) + .muted(" = ")
      + .output(NumberText.integer(output.channels))
  }

  /// 32,768 + 442,368 + 614,400 = 1,089,536 weights, the last word where there is room for it.
  var weightSum: StyledText {
    let sum =
      StyledText.muted(
        rows.flatMap(\.convolutions).map { NumberText.integer($0.weights) }.joined(separator: " + ") + " = ")
      + .kernel(NumberText.integer(weights))
    return sum.columns + 8 > 76 ? sum : sum + .muted(" weights")
  }

  /// The weights of a convolution and its multiply-adds as products: 3·3·256·192 = 442,368, at 28·28 places 346,816,512.
  static func products(of stage: Stage) -> StyledText {
    guard let window = stage.layer.window, stage.weights > 0 else { return .muted("no weights, no products") }
    return .muted(
      product(window.kernel, window.kernel, stage.input.channels, stage.output.channels) + " = ")
      + .kernel(NumberText.integer(stage.weights))
      + .muted(" weights, at \(product(stage.output.height, stage.output.width)) places ")
      + .active(NumberText.integer(stage.multiplyAdds)) + .muted(" multiply-adds")
  }

  // MARK: The figure

  static let ledgerName = "branches"
  static let boxesName = "stages"

  /// The module as a graph.
  ///
  /// - Parameters:
  ///   - branches: how many branches are drawn, from the first; all of them with what puts them together, for `nil`.
  ///   - progress: of the last that is drawn, or of all, how much is seen.
  func graph(branches: Int? = nil, progress: Double = 1) -> (graph: FlowGraph, shown: Double) {
    let graph = flow.graph
    guard let branches else { return (graph, progress) }
    let counts = rows.map(\.stages.count)
    let before = 1 + counts.prefix(branches - 1).reduce(0, +)
    let boxes = Double(before) + progress * Double(counts[branches - 1])
    // A little less, so that rounding never lets the next box in.
    return (graph, (boxes - 1e-6) / Double(graph.boxes.count))
  }

  /// The ledger itself.
  ///
  /// - Parameters:
  ///   - branches: how many branches are in it, from the first; the sums stand beneath all of them, for `nil`.
  ///   - most: the multiply-adds at the end of the bars; `nil` for those of the most costly branch.
  func table(branches: Int? = nil, active: Int? = nil, most: Int? = nil, isNamed: Bool = true) -> NumberTable {
    func terms(_ row: Row, _ amount: (Stage) -> Int, _ styled: (String) -> StyledText) -> StyledText {
      let counted = row.convolutions.map { styled(NumberText.integer(amount($0))) }
      return counted.isEmpty ? styled("0") : .joined(counted, separator: .muted(" + "))
    }
    let largest = most ?? rows.map(\.multiplyAdds).max() ?? 1
    var table = NumberTable(
      head: [.muted("branch"), .output("depth"), .kernel("weights"), .active("multiply-adds")],
      rows: rows.map { row in
        [
          StyledText(row.path), .output("\(row.depth)"), terms(row, \.weights) { .kernel($0) },
          terms(row, \.multiplyAdds) { .strong($0) },
        ]
      },
      total: [
        .muted("\(input.text) in"), .output(NumberText.integer(output.channels)),
        .kernel(NumberText.integer(weights)), .strong(NumberText.integer(multiplyAdds)),
      ])
    table.shown = branches ?? .max
    table.showsTotal = branches == nil
    table.active = active
    table.bars = rows.map { Double($0.multiplyAdds) / Double(max(1, largest)) }
    table.name = isNamed ? Self.ledgerName : nil
    return table
  }

  /// The channels that go on, side by side to scale beneath those that come in: each branch has its part of them.
  ///
  /// - Parameters:
  ///   - branches: how many branches have come, from the first; `nil` for all.
  ///   - most: the channels at the right edge.
  func depths(branches: Int? = nil, most: Int) -> Arrangement {
    let shown = rows.prefix(branches ?? rows.count)
    let drawing = Arrangement.drawing(
      "depths", least: Size(columns: 60, rows: 5), most: Size(columns: 120, rows: 5)
    ) { canvas, region in
      func column(_ channels: Int) -> Int { region.column + region.columns * channels / max(1, most) }
      func strip(_ range: Range<Int>, _ name: String, row: Int, paper: Tint) {
        let first = column(range.lowerBound)
        let columns = max(1, column(range.upperBound) - first - 1)
        let place = Region(column: first, row: region.row + row, columns: columns, rows: 2)
        canvas.paint(place, paper: paper)
        let number = NumberText.integer(range.count)
        guard let text = ["\(name) \(number)", number].first(where: { $0.count <= columns }) else { return }
        canvas.write(StyledText(text), in: place.splitTop(1).top, align: .center, ink: .role(.legible))
      }
      strip(0..<input.channels, "in", row: 0, paper: .level(.input, 0.6))
      var before = 0
      for (index, row) in shown.enumerated() {
        strip(
          before..<before + row.depth, row.name, row: 3, paper: .level(.output, index.isMultiple(of: 2) ? 0.6 : 0.85))
        before += row.depth
      }
    }
    return drawing.titled(.muted("channels, to scale: ") + .input("in") + .muted(" and ") + .output("out"))
  }

  /// The graph above the ledger, whose rows part on a high screen alone.
  func figure(
    branches: Int? = nil, active: Int? = nil, progress: Double = 1, most: Int? = nil, isLarge: Bool
  ) -> Arrangement {
    let (graph, shown) = graph(branches: branches, progress: progress)
    let size = graph.size(pitch: 1)
    return .column(
      .drawing(
        "graph", least: size, most: Size(columns: size.columns + 40, rows: graph.size(pitch: 3).rows)
      ) { canvas, region in
        graph.draw(in: &canvas, region: region, shown: shown)
      }, .numbers("ledger", table(branches: branches, active: active, most: most), isLoose: isLarge), gap: 1...3)
  }

  /// What is said of a branch or of a box that is pointed at.
  func remark(on target: Target) -> Remark? {
    switch target.grid {
    case Self.ledgerName where rows.indices.contains(target.row):
      let row = rows[target.row]
      let lines = row.convolutions.map { Self.products(of: $0) }
      return Remark(
        caption: StyledText("The \(row.name) branch, \(row.path): ") + .output(counted(row.depth, "channel"))
          + ", \(NumberText.share(row.multiplyAdds, of: multiplyAdds)) of the module's multiply-adds.",
        formula: lines.isEmpty ? [.muted("no weights, no products: nothing is learned here")] : lines)
    case Self.boxesName where target.column == 0:
      return Remark(caption: StyledText("What goes in: ") + .input(input.text) + ", the same for every branch.")
    case Self.boxesName where flow.stages.indices.contains(target.column - 1):
      let stage = network.stages[flow.stages[target.column - 1]]
      return Remark(
        caption: StyledText("\(stage.label), from ") + .input(stage.input.text) + " to " + .output(stage.output.text)
          + ".",
        formula: [stage.weights > 0 ? Self.products(of: stage) : .muted("no weights, no products")])
    default: return nil
    }
  }
}
