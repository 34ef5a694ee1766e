import CellCanvas
import ConvolutionEngine

extension ComparedNetwork.Family {
  /// The colour of its kind.
  var scale: ColorScale {
    switch self {
    case .alexNet, .vgg: .kernel
    case .inception: .other
    case .residual: .output
    }
  }
}

extension ComparisonScene {
  // MARK: The chart

  /// The chart with as many families as have come so far; the last of them grows.
  ///
  /// - Parameters:
  ///   - retrained: how far the way of the retrained network is; `nil` where it is not shown.
  ///   - isNew: whether the eye is to go to it.
  ///   - tellsAccuracy: whether the accuracies stand behind the names.
  func chart(
    upTo family: ComparedNetwork.Family? = nil, growth: Double = 1, retrained: Double? = nil, isNew: Bool = false,
    tellsAccuracy: Bool = false, pointer: Target? = nil
  ) -> BubbleChart {
    let order = ComparedNetwork.Family.allCases
    let last = family.flatMap(order.firstIndex) ?? order.count - 1
    let shown = chosen.filter { (order.firstIndex(of: $0.family) ?? 0) <= last }
    func bubble(_ network: ComparedNetwork, growth: Double, isLit: Bool) -> BubbleChart.Bubble {
      BubbleChart.Bubble(
        name: network.name + (tellsAccuracy ? "  " + Self.percent(network.accuracy) : ""), x: measure.amount(network),
        y: network.accuracy, amount: area.amount(network),
        scale: network.family.scale, isLit: isLit, growth: growth)
    }
    var bubbles = shown.map { network in
      bubble(
        network, growth: network.family == family ? growth : 1,
        isLit: pointer == nil && network.family == family
          || pointer?.column == chosen.firstIndex { $0.name == network.name })
    }
    var way: (Int, Int, Double)?
    if let retrained, let from = shown.firstIndex(where: { $0.network == ComparedNetwork.retrained.network }) {
      bubbles.append(bubble(ComparedNetwork.retrained, growth: retrained, isLit: isNew))
      way = (from, bubbles.count - 1, retrained)
    }
    let all = ComparedNetwork.all + [ComparedNetwork.retrained]
    let most = all.map(measure.amount).max() ?? 1
    let least = all.map(measure.amount).min() ?? 1
    let accuracies = all.map(\.accuracy)
    return BubbleChart(
      bubbles: bubbles,
      x: BubbleChart.Axis(
        label: measure.label + (isLogarithmic ? ", by factors" : ""),
        range: isLogarithmic ? least / 1.6...most * 1.5 : -0.05 * most...most * 1.1,
        ticks: isLogarithmic ? [0.5, 1, 2, 5, 10, 20, 50, 100, 200] : Self.evenTicks(upTo: most),
        isLogarithmic: isLogarithmic),
      y: BubbleChart.Axis(
        label: "top-1 accuracy, %", range: (accuracies.min() ?? 0) - 3...(accuracies.max() ?? 100) + 3.5,
        ticks: stride(from: 0.0, through: 100, by: 5).map { $0 }),
      most: ComparedNetwork.all.map(area.amount).max() ?? 1, name: Self.chartName, arrow: way)
  }

  private static func evenTicks(upTo most: Double) -> [Double] {
    let step: Double = most > 100 ? 20 : 5
    return Array(stride(from: 0, through: most * 1.1, by: step))
  }

  /// From how many columns on the figures have room to say more.
  private static let wideColumns = 120

  func drawChart(
    upTo family: ComparedNetwork.Family? = nil, growth: Double = 1, retrained: Double? = nil, isNew: Bool = false,
    at playhead: Playhead, in canvas: inout Canvas
  ) {
    let chart = chart(
      upTo: family, growth: growth, retrained: retrained, isNew: isNew,
      tellsAccuracy: canvas.size.columns >= Self.wideColumns, pointer: playhead.pointer)
    chart.draw(in: &canvas, region: canvas.bounds)
    let most = area == .parameters ? "parameters" : "multiply-adds"
    let largest = ComparedNetwork.all.max { area.amount($0) < area.amount($1) }
    let amount = largest.map { Self.amount(area == .parameters ? $0.parameters : $0.multiplyAdds) } ?? ""
    let kinds = [("plain", ColorScale.kernel), ("inception", .other), ("residual", .output)].map { name, scale in
      StyledText("  █ ", ink: .level(scale, 0.85)) + .muted(name)
    }
    let names = StyledText.joined(kinds, separator: "")
    let forms: [StyledText] = [
      .muted("area: \(most), the largest \(largest?.name ?? "") with \(amount)") + names,
      .muted("area: \(most)") + names,
    ]
    if let legend = forms.first(where: { $0.columns + chart.y.label.count + 2 <= canvas.size.columns }) {
      canvas.write(legend, in: canvas.bounds, align: .trailing)
    }
  }

  // MARK: The table

  func drawLedger(at playhead: Playhead, in canvas: inout Canvas) {
    let isWide = canvas.size.columns >= 120
    var heads: [(text: StyledText, end: Int)] = [
      (.muted("year"), 17), (.muted("depth"), 24), (.kernel("parameters"), 38), (.active("multiply-adds"), 55),
      (.output("top-1"), 64),
    ]
    if isWide { heads += [(.kernel("weights, fp32"), 80), (.muted("points a G of work"), 101)] }
    let rows = chosen
    let pitch = max(1, min(3, (canvas.size.rows - 2) / max(1, rows.count)))
    guard canvas.size.columns > 64 else { return }
    for head in heads { canvas.write(head.text, column: head.end - head.text.columns, row: 0) }
    let bars = heads[heads.count - 1].end + 2
    canvas.write(.active("work"), column: bars, row: 0)
    let shown = playhead.phase(0, 0.9) * Double(rows.count)
    for (index, network) in rows.enumerated() where shown > Double(index) || playhead.progress == 1 {
      let row = 2 + index * pitch
      guard row < canvas.size.rows else { return }
      var cells: [StyledText] = [
        .muted("\(network.year)"), StyledText("\(network.depth)"), .kernel(NumberText.integer(network.parameters)),
        .strong(NumberText.integer(network.multiplyAdds)), .output(Self.percent(network.accuracy)),
      ]
      if isWide {
        cells += [
          .kernel(NumberText.bytes(network.network.parameterBytes)),
          .muted(NumberText.fixed(network.accuracy / (Double(network.multiplyAdds) / 1e9), decimals: 1)),
        ]
      }
      canvas.write(StyledText(network.name, ink: .level(network.family.scale, 1), style: .bold), column: 0, row: row)
      for (cell, head) in zip(cells, heads) { canvas.write(cell, column: head.end - cell.columns, row: row) }
      canvas.mark(
        Region(column: 0, row: row, columns: 64, rows: 1), as: Target(grid: Self.chartName, row: 0, column: index))
      if canvas.size.columns > bars + 8 {
        BarChart.bar(
          in: &canvas, column: bars, row: row, columns: canvas.size.columns - bars,
          fraction: Double(network.multiplyAdds) / Double(rows.map(\.multiplyAdds).max() ?? 1), ink: .role(.active))
      }
    }
    let row = 2 + rows.count * pitch
    // A line between the two tables, where there is one to spare.
    drawPapers(in: &canvas, row: canvas.size.rows > 2 + row + rows.count ? row + 1 : row)
  }

  /// What the papers' forms cost where the weights that are measured are of other ones, as far as there is room.
  private func drawPapers(in canvas: inout Canvas, row: Int) {
    let others = chosen.compactMap { network in network.paper.map { (name: network.name, paper: $0) } }
    guard !others.isEmpty, row + others.count < canvas.size.rows else { return }
    canvas.write(.muted("counted as published with the weights; as the papers have them:"), column: 0, row: row)
    for (offset, (name, paper)) in others.enumerated() {
      let (line, cells) = (
        row + 1 + offset,
        [
          (StyledText.kernel(NumberText.integer(paper.parameters)), 38),
          (.strong(NumberText.integer(paper.multiplyAdds)), 55),
        ]
      )
      canvas.write(.muted(name), column: 0, row: line)
      for (cell, end) in cells { canvas.write(cell, column: end - cell.columns, row: line) }
    }
  }

  // MARK: By year

  func drawYears(at playhead: Playhead, in canvas: inout Canvas) {
    typealias Entry = ComparedNetwork.Entry
    let entries = ComparedNetwork.entries
    let names = 17
    let error = (
      head: StyledText.tinted("top-5 error", .wrong) + .muted(", % of test pictures"), ink: Role.wrong,
      amount: { (entry: Entry) in entry.topFiveError },
      text: { (entry: Entry) in NumberText.fixed(entry.topFiveError, decimals: entry.decimals) + " %" }
    )
    let depth = (
      head: StyledText.strong("depth") + .muted(", of the deepest"), ink: Role.muted,
      amount: { (entry: Entry) in Double(entry.network.depth) }, text: { (entry: Entry) in "\(entry.network.depth)" }
    )
    let work = (
      head: StyledText.active("multiply-adds"), ink: Role.active,
      amount: { (entry: Entry) in Double(entry.network.multiplyAdds) },
      text: { (entry: Entry) in Self.amount(entry.network.multiplyAdds) }
    )
    let weights = (
      head: StyledText.kernel("parameters"), ink: Role.kernel,
      amount: { (entry: Entry) in Double(entry.network.parameters) },
      text: { (entry: Entry) in Self.amount(entry.network.parameters) }
    )
    // What it cost stands between depth and error where there is room for it.
    let charts = canvas.size.columns >= Self.wideColumns ? [depth, work, weights, error] : [depth, error]
    let width = (canvas.size.columns - names) / charts.count
    guard width > 20 else { return }
    let pitch = max(2, (canvas.size.rows - 2) / entries.count)
    let thickness = max(1, pitch - 1)
    for (place, chart) in charts.enumerated() {
      let column = names + place * width
      canvas.write(chart.head, column: column, row: 0)
      let most = max(entries.map(chart.amount).max() ?? 1, 1e-9)
      for (index, entry) in entries.enumerated() {
        let shown = playhead.phase(0.2 * Double(index), 0.2 * Double(index) + 0.4)
        let row = 2 + index * pitch
        let middle = row + (thickness - 1) / 2
        if place == 0 { canvas.write(.muted("\(entry.year) ") + .strong(entry.name), column: 0, row: middle) }
        var end = column
        for offset in 0..<thickness {
          end = BarChart.bar(
            in: &canvas, column: column, row: row + offset, columns: width - 9,
            fraction: shown * chart.amount(entry) / most, ink: .role(chart.ink))
        }
        canvas.write(.strong(chart.text(entry)), column: end + 1, row: middle)
      }
    }
  }
}
