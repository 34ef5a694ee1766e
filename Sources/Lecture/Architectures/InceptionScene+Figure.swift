import CellCanvas
import ConvolutionEngine

extension InceptionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let progress = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    part(moment, progress, playhead.pointer, canvas.size).placed(in: canvas.bounds).draw(in: &canvas)
    if case .pointwise = moment { outlinePlace(playhead.pointer, in: &canvas) }
  }

  private func part(_ moment: Moment, _ progress: Double, _ pointer: Target?, _ size: Size) -> Arrangement {
    let isLarge = size.rows >= 30
    switch moment {
    case .branch(let index):
      let module = naive.figure(branches: index + 1, active: index, progress: progress, isLarge: isLarge)
      return isLarge
        ? .column(module, naive.depths(branches: progress < 1 ? index : index + 1, most: mostChannels), gap: 1...3)
        : module
    case .joined:
      let module = naive.figure(isLarge: isLarge)
      return isLarge ? .column(module, naive.depths(most: mostChannels), gap: 1...3) : module
    case .growth: return growth(progress)
    case .pointwise: return pointwise(progress)
    case .bottleneck: return pair(naive, reduced, progress)
    case .reduced:
      return isLarge
        ? .column(
          .numbers("naive", naive.table(isNamed: false)).titled(.muted("naive")),
          reduced.figure(progress: progress, most: naive.rows.map(\.multiplyAdds).max(), isLarge: true).titled(
            .muted("with 1 × 1 convolutions")), gap: 1...2)
        : reduced.figure(progress: progress, isLarge: false)
    case .saving: return savings(progress)
    case .misprints: return misprints
    case .first5x5: return pair(firstNaive, first, progress)
    case .first:
      return isLarge
        ? .column(
          .numbers("naive", firstNaive.table(isNamed: false)).titled(.muted("3a without 1 × 1 convolutions")),
          first.figure(progress: progress, most: firstNaive.rows.map(\.multiplyAdds).max(), isLarge: true).titled(
            .muted("3a, GoogLeNet's first module")), gap: 1...2) : first.figure(progress: progress, isLarge: false)
    case .end: return summary
    }
  }

  /// The channels of the widest place of the naive module: what comes in or what goes on.
  private var mostChannels: Int { max(naive.input.channels, naive.output.channels) }

  // MARK: Modules on modules

  private func growth(_ progress: Double) -> Arrangement {
    let most = stacked[stacked.count - 1].output.channels
    let bars = stacked.enumerated().map { index, ledger in
      // One module after the other.
      let shown = min(1, max(0, progress * Double(stacked.count) - Double(index)))
      return BarChart.Bar(
        StyledText("module \(index + 1)"), fraction: shown * Double(ledger.output.channels) / Double(most),
        value: shown > 0
          ? .output(NumberText.integer(ledger.output.channels))
            + .muted("  \(NumberText.integer(ledger.multiplyAdds))") : "", ink: .role(.output))
    }
    var chart = BarChart(
      [
        BarChart.Bar(
          "comes in", fraction: Double(channels) / Double(most), value: .input(NumberText.integer(channels)),
          ink: .role(.input))
      ] + bars)
    chart.reservedColumns = 22
    return .column(
      .text(.output("depth") + .muted(" behind each naive module, and its multiply-adds")),
      .bars("depths", chart, spacing: 2), gap: 1...2)
  }

  // MARK: 1 × 1

  private static let channelScales: [(name: String, scale: ColorScale, role: Role)] = [
    ("red", .redChannel, .redChannel), ("green", .greenChannel, .greenChannel), ("blue", .blueChannel, .blueChannel),
  ]
  private static let mixedNames = ["brightness", "red − blue"]

  private func pointwise(_ progress: Double) -> Arrangement {
    let channels = Self.channelScales.enumerated().map { index, channel in
      var map = picture.channel(index).heatMap(channel.scale, limits: 0...1)
      map.name = channel.name
      return Arrangement.map(channel.name, map, least: 14).titled(.strong(channel.name, channel.role))
    }
    let results = Self.mixedNames.enumerated().map { index, name in
      var map = mixed.channel(index).heatMap(index == 0 ? .grey : .signed, limits: index == 0 ? 0...1 : -1...1)
      map.name = name
      let weights = Self.filters[index].map { NumberText.plain(Double($0)) }.joined(separator: " ")
      return Arrangement.column(
        .map(name, map, least: 10).titled(.output(name)), .text(.kernel(weights)), gap: 0...0)
    }
    return .row(
      .column(
        .row(of: channels, gap: 1...3),
        .row(
          .legend(ScaleLegend(.grey, from: "0", to: "1")), .legend(ScaleLegend(.signed, from: "−1", to: "1")),
          gap: 2...4
        ), gap: 1...2), .arrow("1 × 1", progress: progress, columns: 5...9),
      .column(of: results.map { $0.hidden(progress < 1) }, gap: 0...1, align: .center), gap: 1...6)
  }

  /// The place that is worked out: the middle, or the one that is pointed at.
  private func outlinePlace(_ pointer: Target?, in canvas: inout Canvas) {
    let names = Self.channelScales.map(\.name) + Self.mixedNames
    let chosen = pointer.flatMap { names.contains($0.grid) ? $0 : nil }
    let (row, column) = (chosen?.row ?? Self.pictureSide / 2, chosen?.column ?? Self.pictureSide / 2)
    for name in names {
      let spots = canvas.hotSpots.filter { $0.target == Target(grid: name, row: row, column: column) }
      for spot in spots { canvas.outline(spot.region, ink: .role(.active)) }
    }
  }

  // MARK: With and without

  /// The 5 × 5 branches of two modules, one below the other, and what each costs.
  private func pair(_ naive: InceptionLedger, _ reduced: InceptionLedger, _ progress: Double) -> Arrangement {
    let most = naive[.five].multiplyAdds
    func branch(_ name: String, _ title: StyledText, _ ledger: InceptionLedger) -> Arrangement {
      let row = ledger[.five]
      var boxes = [FlowGraph.Box("in \(ledger.input.channels)", paper: .level(.input, 0.5))]
      for stage in row.stages {
        boxes.append(FlowGraph.Box(stage.label, paper: .level(.kernel, 0.55), from: [boxes.count - 1]))
      }
      let graph = FlowGraph(boxes)
      let size = graph.size(pitch: 1)
      return .column(
        .drawing("\(name)-graph", least: size, most: Size(columns: size.columns + 12, rows: 1)) { canvas, region in
          graph.draw(in: &canvas, region: region)
        },
        .bars(
          "\(name)-bars",
          BarChart(
            row.convolutions.map { stage in
              BarChart.Bar(
                StyledText(stage.label), fraction: progress * Double(stage.multiplyAdds) / Double(max(1, most)),
                value: .kernel(NumberText.integer(stage.weights)) + .muted("  ")
                  + .active(NumberText.integer(stage.multiplyAdds)), ink: .role(.active))
            }), spacing: 1)
      ).titled(title)
    }
    return .column(
      .text(
        .muted("bars: multiply-adds, to one scale; numbers: ") + .kernel("weights") + .muted(", ")
          + .active("multiply-adds")),
      branch("direct", .muted("the 5 × 5 branch directly"), naive),
      branch("through", .muted("through a 1 × 1 convolution"), reduced), gap: 1...3)
  }

  private func savings(_ progress: Double) -> Arrangement {
    let most = (naive.rows + reduced.rows).map(\.multiplyAdds).max() ?? 1
    let bars = zip(naive.rows, reduced.rows).flatMap { before, after in
      [
        BarChart.Bar(
          .strong(before.name), fraction: Double(before.multiplyAdds) / Double(max(1, most)),
          value: .tinted(NumberText.integer(before.multiplyAdds), .other), ink: .role(.other)),
        BarChart.Bar(
          "", fraction: progress * Double(after.multiplyAdds) / Double(max(1, most)),
          value: .strong(NumberText.integer(after.multiplyAdds)), ink: .role(.active)),
        BarChart.Bar("", fraction: 0, value: "", ink: .role(.faint)),
      ]
    }
    return .column(
      .text(
        .muted("multiply-adds of each branch, ") + .strong("naive", .other) + .muted(" and ")
          + .active("with 1 × 1 convolutions")), .bars("savings", BarChart(Array(bars.dropLast()))), gap: 1...2)
  }

  // MARK: Sources

  private var misprints: Arrangement {
    let (naive, reduced) = lectures
    let rest = naive.multiplyAdds - naive[.three].multiplyAdds
    let twice = reduced.multiplyAdds + (reduced[.three].convolutions.last?.multiplyAdds ?? 0)
    func table(_ title: StyledText, _ rows: [(StyledText, Int, Role)]) -> Arrangement {
      .numbers(
        title.plain,
        NumberTable(
          head: [title, .active("multiply-adds")],
          rows: rows.map { [$0.0, .strong(NumberText.integer($0.1), $0.2)] }))
    }
    return .column(
      table(
        .muted("the lecture's slide, naive module"),
        [
          ("3 × 3, as printed: \(product(64, 3, 3, 64, Self.side, Self.side))", Self.printed, .wrong),
          (
            "3 × 3, from the widths: \(product(naive[.three].depth, 3, 3, naive.input.channels, Self.side, Self.side))",
            naive[.three].multiplyAdds, .active
          ),
          ("all branches, with the printed product", rest + Self.printed, .wrong),
          ("all branches, from the widths: the slide's 854·10⁶", naive.multiplyAdds, .text),
        ]),
      table(
        .muted("Stanford's course CS231n, reduced module"),
        [
          ("all branches, the 3 × 3 counted twice: their 358M", twice, .wrong),
          ("all branches, from the widths: the slide's 271·10⁶", reduced.multiplyAdds, .text),
        ]), gap: 1...3)
  }

  private var summary: Arrangement {
    func row(_ name: StyledText, _ ledger: InceptionLedger) -> [StyledText] {
      [
        name, .output(ledger.output.text), .kernel(NumberText.integer(ledger.weights)),
        .strong(NumberText.integer(ledger.multiplyAdds)),
      ]
    }
    return .column(
      .numbers(
        "summary",
        NumberTable(
          head: [
            .muted("module on \(naive.input.text)"), .output("output"), .kernel("weights"), .active("multiply-adds"),
          ],
          rows: [
            row("naive", naive), row("with 1 × 1 convolutions", reduced),
            row(.muted("naive, on what the naive one gives"), stacked[1]),
            row(.muted("with 1 × 1, on what that one gives"), second),
          ])), gap: 1...2)
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch moment {
    case .branch, .joined: return naive.remark(on: target)
    case .reduced: return reduced.remark(on: target)
    case .first: return first.remark(on: target)
    case .pointwise:
      let names = Self.channelScales.map(\.name) + Self.mixedNames
      guard names.contains(target.grid), max(target.row, target.column) < Self.pictureSide else { return nil }
      return Remark(
        caption:
          "Row \(target.row + 1), column \(target.column + 1): three numbers in, and one number out of each filter.",
        formula: Self.filters.indices.map { mixing($0, row: target.row, column: target.column) })
    default: return nil
    }
  }
}
