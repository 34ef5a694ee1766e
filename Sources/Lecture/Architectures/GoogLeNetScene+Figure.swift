import CellCanvas
import ConvolutionEngine

extension GoogLeNetScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let progress = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    switch moment {
    case .whole:
      figure.drawInput(
        picture,
        facts: [
          (
            "modules", InceptionModule.ofGoogLeNet.map { $0.map(\.name).joined(separator: " ") }.joined(separator: ", ")
          ),
          ("parameters", NumberText.integer(network.parameters)),
          ("multiply-adds", NumberText.integer(network.multiplyAdds)),
          ("top-5 error", "\(Self.errors.googLeNet.top5) in \(Self.errors.googLeNet.year)"),
          ("run with", figure.pass.weightsForms[0]),
        ], in: &canvas)
    case .module: figure.draw(figure.parts[place], at: place, playhead, in: &canvas)
    case .stage(let index): figure.draw(WalkPart(stage: index, of: network), at: place, playhead, in: &canvas)
    case .depth:
      let isLarge = canvas.size.rows >= 30
      let (blocks, rest) = canvas.bounds.splitTop(isLarge ? 12 : 5)
      figure.drawBlocks(upTo: figure.parts.count - 1, rising: 1, in: &canvas, blocks, isEven: true)
      depthFigure(progress).placed(in: rest.splitTop(1).rest).draw(in: &canvas)
    case .ledger:
      ledger.figure(progress: progress, isLarge: canvas.size.rows >= 30).placed(in: canvas.bounds).draw(in: &canvas)
    case .table: nine(progress).placed(in: canvas.bounds).draw(in: &canvas)
    case .average: averages(progress).placed(in: canvas.bounds).draw(in: &canvas)
    case .heads: headsFigure(progress, isLarge: canvas.size.rows >= 30).placed(in: canvas.bounds).draw(in: &canvas)
    case .against: against(progress).placed(in: canvas.bounds).draw(in: &canvas)
    case .sources: sources.placed(in: canvas.bounds).draw(in: &canvas)
    case .end: nine(1).placed(in: canvas.bounds).draw(in: &canvas)
    }
  }

  // MARK: Layers in a row

  /// Parts that stand for one line of the count: their names, and how many layers in a row they have.
  private var rowsOfLayers: [(name: String, layers: Int, all: Int)] {
    let depths = layersInRow
    var rows: [(name: String, layers: Int, all: Int)] = []
    var before = 0
    var pending: [(name: String, layers: Int, all: Int)] = []
    func flush() {
      guard let first = pending.first, let last = pending.last else { return }
      rows.append(
        (
          pending.count == 1 ? first.name : "\(first.name) to \(last.name)", pending.reduce(0) { $0 + $1.layers },
          pending.reduce(0) { $0 + $1.all }
        ))
      pending = []
    }
    for part in figure.parts {
      let depth = depths[part.indices.upperBound - 1]
      defer { before = depth }
      let all = part.stages.count { $0.weights > 0 }
      guard all > 0 else {
        // A pooling ends a group of modules.
        if pending.count > 1 { flush() }
        continue
      }
      if !part.isBranched { flush() }
      pending.append((part.name, depth - before, all))
      if !part.isBranched { flush() }
    }
    flush()
    return rows
  }

  private func depthFigure(_ progress: Double) -> Arrangement {
    var table = NumberTable(
      head: [.muted("part"), .muted("layers in a row"), .muted("layers with weights")],
      rows: rowsOfLayers.map { row in
        [StyledText(row.name), .strong("\(row.layers)"), StyledText("\(row.all)")]
      }, total: [.muted("GoogLeNet"), .active("\(layers)"), .strong("\(allLayers)")])
    table.shown = Int((progress * Double(table.rows.count)).rounded(.up))
    table.showsTotal = progress >= 1
    return .numbers("layers", table)
  }

  // MARK: All nine

  private func nine(_ progress: Double) -> Arrangement {
    let most = ledgers.map(\.multiplyAdds).max() ?? 1
    func width(_ count: Int?) -> StyledText { StyledText("\(count ?? 0)") }
    var table = NumberTable(
      head: [
        .muted("module"), .muted("1×1"), .muted("1×1→"), .muted("3×3"), .muted("1×1→"), .muted("5×5"), .muted("pool"),
        .output("output"), .kernel("weights"), .active("multiply-adds"),
      ],
      rows: ledgers.map { ledger in
        let module = ledger.module
        return [
          .strong(module.name), width(module.one), width(module.threeReduced), width(module.three),
          width(module.fiveReduced), width(module.five), width(module.pooled), .output(ledger.output.shortText),
          .kernel(NumberText.integer(ledger.weights)), .strong(NumberText.integer(ledger.multiplyAdds)),
        ]
      },
      total: [
        "all", "", "", "", "", "", "", "", .kernel(NumberText.integer(modulesWeights)),
        .strong(NumberText.integer(modulesWork)),
      ])
    table.shown = Int((progress * Double(ledgers.count)).rounded(.up))
    table.showsTotal = progress >= 1
    table.active = chosen
    table.bars = ledgers.map { Double($0.multiplyAdds) / Double(most) }
    table.name = Self.tableName
    return .numbers("nine", table)
  }

  // MARK: Means

  private func averages(_ progress: Double) -> Arrangement {
    let most = max(alexNetDenseParameters, flattened.parameters)
    func bar(_ name: StyledText, _ count: Int, _ role: Role) -> BarChart.Bar {
      BarChart.Bar(
        name, fraction: progress * Double(count) / Double(most), value: .kernel(NumberText.integer(count)),
        ink: .role(role))
    }
    let maps = flattened.input
    let graph = FlowGraph([
      FlowGraph.Box("5b \(maps.shortText)", paper: .level(.kernel, 0.55)),
      FlowGraph.Box("mean \(NumberText.integer(maps.channels))", paper: .level(.output, 0.55), from: [0]),
      FlowGraph.Box("dense \(NumberText.integer(dense.output.channels))", paper: .level(.other, 0.55), from: [1]),
    ])
    return .column(
      .drawing("end", least: graph.size(), most: Size(columns: graph.size().columns + 12, rows: 1)) { canvas, region in
        graph.draw(in: &canvas, region: region)
      },
      .text(.muted("parameters of the dense layers, to one scale")),
      .bars(
        "dense",
        BarChart([
          bar("AlexNet, fc6 to fc8", alexNetDenseParameters, .other),
          bar("GoogLeNet on all values", flattened.parameters, .other),
          bar("GoogLeNet on the means", dense.parameters, .kernel),
        ]), spacing: 2), gap: 1...3)
  }

  // MARK: Heads

  private func headsFigure(_ progress: Double, isLarge: Bool) -> Arrangement {
    func box(_ label: String, _ scale: ColorScale, from sources: [Int]) -> FlowGraph.Box {
      FlowGraph.Box(label, paper: .level(scale, 0.55), from: sources)
    }
    func part(_ name: String, _ graph: FlowGraph, shown: Double = 1) -> Arrangement {
      let size = graph.size()
      return .drawing(name, least: size, most: Size(columns: size.columns + 30, rows: size.rows)) { canvas, region in
        graph.draw(in: &canvas, region: region, shown: shown)
      }
    }
    let network = FlowGraph([
      box("to 4a", .kernel, from: []), box("4b to 4d", .kernel, from: [0]), box("4e to 5b", .kernel, from: [1]),
      box("mean", .output, from: [2]), box("fc \(dense.output.channels)", .other, from: [3]),
      box("head", .other, from: [0]), box("head", .other, from: [1]),
    ])
    let kept = heads.map { head in
      (module: head.module, stages: head.stages.filter { $0.weights > 0 || $0.layer.window != nil })
    }
    let rows = kept.flatMap { head in
      head.stages.enumerated().map { index, stage -> [StyledText] in
        [
          StyledText(index == 0 ? "head on \(head.module)" : ""), StyledText(stage.label), .output(stage.output.text),
          .kernel(NumberText.integer(stage.parameters)),
        ]
      }
    }
    var table = NumberTable(
      head: [.muted(""), .muted("stage"), .output("output"), .kernel("parameters")], rows: rows,
      total: [.muted("both"), "", "", .kernel(NumberText.integer(headParameters))])
    table.showsTotal = progress >= 1
    let graphs = kept.map { head in
      var boxes = [box("\(head.module) \(head.stages[0].input.shortText)", .kernel, from: [])]
      for stage in head.stages { boxes.append(box(stage.label, stage.family, from: [boxes.count - 1])) }
      return part("head-\(head.module)", FlowGraph(boxes))
    }
    return .column(
      of: [part("graph", network, shown: progress)] + (isLarge ? graphs : []) + [.numbers("heads", table)], gap: 1...3)
  }

  // MARK: Beside AlexNet

  private func against(_ progress: Double) -> Arrangement {
    func chart(_ name: String, _ values: [(String, Int)], _ role: Role) -> Arrangement {
      let most = values.map(\.1).max() ?? 1
      var chart = BarChart(
        values.map { label, count in
          BarChart.Bar(
            StyledText(label), fraction: progress * Double(count) / Double(most),
            value: .strong(NumberText.integer(count)), ink: .role(role))
        })
      chart.reservedColumns = 13
      return .bars(name, chart, spacing: 1)
    }
    return .column(
      chart("parameters", [("AlexNet", alexNet.parameters), ("GoogLeNet", network.parameters)], .kernel).titled(
        .kernel("parameters")),
      chart("work", [("AlexNet", alexNet.multiplyAdds), ("GoogLeNet", network.multiplyAdds)], .active).titled(
        .active("multiply-adds") + .muted(" for one picture")),
      chart("outputs", [("AlexNet", alexNet.activations), ("GoogLeNet", network.activations)], .output).titled(
        .output("outputs") + .muted(" of all stages")),
      .text(
        .muted("top-5 error in ImageNet's challenge: ") + .strong(Self.errors.alexNet.top5)
          + .muted(" in \(Self.errors.alexNet.year), ") + .strong(Self.errors.googLeNet.top5)
          + .muted(" in \(Self.errors.googLeNet.year)")), gap: 1...3)
  }

  // MARK: Sources

  private var sources: Arrangement {
    let copy = Network.googLeNetTorchvision
    return .column(
      .numbers(
        "paper",
        NumberTable(
          head: [.muted("weights, a row of the paper's table 1"), .muted("printed"), .kernel("its shapes give")],
          rows: printed.map {
            [StyledText($0.row), .strong($0.prints, .wrong), .kernel(NumberText.integer($0.shapes))]
          })),
      .numbers(
        "copy",
        NumberTable(
          head: [.muted("network"), .muted("“5 × 5” branch"), .kernel("parameters")],
          rows: [
            ["the paper's shapes", "5 × 5", .kernel(NumberText.integer(network.parameters))],
            ["torchvision's copy", "3 × 3", .kernel(NumberText.integer(copy.parameters))],
          ])), gap: 2...4)
  }

  // MARK: Pointing

  static let tableName = "modules"

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch moment {
    case .ledger: return ledger.remark(on: target)
    case .table, .end:
      guard target.grid == Self.tableName, ledgers.indices.contains(target.row) else { return nil }
      let pointed = ledgers[target.row]
      return Remark(
        caption: """
          \(pointed.module.name): \(pointed.input.text) in, \(pointed.output.text) out, \
          \(NumberText.share(pointed.multiplyAdds, of: network.multiplyAdds)) of the network's work.
          """, formula: [pointed.weightSum, pointed.depthSum + .muted(" channels")])
    case .whole: return figure.remark(on: target, in: nil)
    case .module: return figure.remark(on: target, in: figure.parts[place])
    case .stage(let index): return figure.remark(on: target, in: WalkPart(stage: index, of: network))
    default: return nil
    }
  }
}
