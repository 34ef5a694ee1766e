import CellCanvas
import ConvolutionEngine

extension SeparableConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .usual, .depthwise, .pointwise: drawVolumes(moment, in: &canvas)
    case .ledger, .end: drawLedger(in: &canvas)
    case .curve: drawCurve(in: &canvas)
    case .same: drawMaps(in: &canvas)
    }
  }

  private func drawVolumes(_ moment: Moment, in canvas: inout Canvas) {
    // All sides in larger units where there are hundreds of channels: the diagram's own scale ends before.
    let unit = max(m, n) > 64 ? 8 : 1
    func drawn(_ side: Int) -> Int { max(1, side / unit) }
    func volume(_ label: StyledText, _ depth: Int, _ scale: ColorScale) -> VolumeDiagram.Volume {
      .init(
        label, detail: .muted(sides(height, height, depth)), height: drawn(height), width: drawn(height),
        depth: drawn(depth), scale: scale)
    }
    func filter(_ label: StyledText, _ side: Int, _ depth: Int, _ count: Int) -> VolumeDiagram.Volume {
      .init(
        label, detail: .muted("\(text(count)) of \(sides(side, side, depth))"), height: drawn(side), width: drawn(side),
        depth: drawn(depth),
        scale: .kernel)
    }
    let volumes: [VolumeDiagram.Volume] =
      switch moment {
      case .depthwise:
        [
          volume(.input("input"), m, .input), filter(.kernel("a kernel each"), k, 1, m),
          volume(.output("maps"), m, .output),
        ]
      case .pointwise:
        [
          volume(.input("maps"), m, .input), filter(.kernel("1 × 1 filters"), 1, m, n),
          volume(.output("output"), n, .output),
        ]
      default:
        [
          volume(.input("input"), m, .input), filter(.kernel("filters"), k, m, n),
          volume(.output("output"), n, .output),
        ]
      }
    let diagram = VolumeDiagram(volumes)
    guard canvas.size.rows >= 30, canvas.size.columns >= 120 else {
      diagram.draw(in: &canvas, region: canvas.bounds.splitBottom(1).rest)
      return
    }
    // With more room: who meets whom, and what it costs so far.
    let parts = canvas.bounds.splitBottom(14)
    diagram.draw(in: &canvas, region: parts.rest)
    let lines = moment == .usual ? 1 : moment == .depthwise ? 2 : 3
    Arrangement.row(
      .graph("channels", channelGraph(moment), least: Size(columns: 44, rows: 9), most: Size(columns: 52, rows: 11))
        .titled(channelTitle(moment)),
      ledgerPart(Array(ledger.lines.prefix(lines)), columns: 76), gap: 6...16
    ).placed(in: parts.bottom.splitTop(1).rest).draw(in: &canvas)
  }

  /// Some of the channels, and which of them meet.
  private func channelGraph(_ moment: Moment) -> ConnectionGraph {
    let count = min(4, m, n)
    return .channels(count, groups: moment == .depthwise ? count : 1)
  }

  private func channelTitle(_ moment: Moment) -> StyledText {
    let places: StyledText = .kernel(sides(moment == .pointwise ? 1 : k, moment == .pointwise ? 1 : k))
    return .strong(moment == .depthwise ? "each channel alone" : "all channels meet", .title)
      + .muted(": \(min(4, m, n)) of them, a line is ") + places
  }

  /// Lines of the account under their heads.
  private func ledgerPart(_ lines: [Ledger.Line], columns: Int) -> Arrangement {
    let part = Ledger(lines)
    return .drawing("ledger", size: Size(columns: columns, rows: part.size().rows + 1)) { canvas, region in
      let head = String(repeating: " ", count: 5) + "weights" + String(repeating: " ", count: 9) + "products"
      canvas.write(.muted(head), in: region.splitTop(1).top, align: .trailing)
      part.draw(in: &canvas, region: region.splitTop(1).rest)
    }
  }

  /// The account, weights and products of each layer.
  private var ledger: Ledger {
    func line(_ name: StyledText, _ shape: String, _ weights: Int, _ work: Int, isResult: Bool = false) -> Ledger.Line {
      func padded(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - text.count)) + text
      }
      return .init(
        name + .muted("  " + shape), .strong(padded(text(weights), 12)) + .strong(padded(text(work), 17)),
        isResult: isResult)
    }
    return Ledger([
      line(.strong("usual"), product(k, k, m, n), usual.weights, usual.multiplyAdds),
      line(.kernel("depthwise"), product(k, k, m), depthwise.weights, depthwise.multiplyAdds),
      line(.output("pointwise"), product(m, n), pointwise.weights, pointwise.multiplyAdds),
      line(.strong("separable"), "both", weights.separable, work.separable, isResult: true),
    ])
  }

  private func drawLedger(in canvas: inout Canvas) {
    let most = Double(max(work.usual, work.separable))
    let bars = BarChart([
      .init("usual", fraction: Double(work.usual) / most, value: .strong(text(work.usual)), ink: .role(.muted)),
      .init(
        "separable", fraction: Double(work.separable) / most, value: .strong(text(work.separable)), ink: .role(.kernel)),
    ])
    let columns = max(ledger.size().columns, min(76, canvas.size.columns - 2))
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      ledgerPart(ledger.lines, columns: columns),
      .bars("work", bars, spacing: 2).titled(
        .muted("products on maps of ") + .input(sides(height, height))),
      isLarge
        ? .chart("curve", chart, least: Size(columns: 60, rows: 14), most: Size(columns: columns, rows: 16)).titled(
          curveTitle) : .nothing
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private var curveTitle: StyledText { .muted("part of the usual price, 1/N + 1/k², against the outputs N") }

  /// The share against the outputs, for the kernels of the knob beside that of 3.
  private var chart: LineChart {
    let counts = (0...62).map { 16 + 8 * $0 }
    let kernels = Set([3, 5, max(3, k)]).sorted()
    var chart = LineChart(
      kernels.enumerated().map { index, side in
        .init(
          counts.map { Self.share(outputs: $0, kernel: side) }, "k = \(side)",
          ink: .role(side == max(3, k) ? .kernel : index == 0 ? .text : .other),
          mark: side == max(3, k) ? .strong : .line)
      }, limits: 0...0.2, across: 16...512)
    chart.x = .init("", ticks: [16, 64, 128, 256, 384, 512])
    chart.y = .init("", decimals: 2)
    chart.marker = n >= 16 ? Double(n) : nil
    return chart
  }

  private func drawCurve(in canvas: inout Canvas) {
    // The knob's own numbers are among them.
    let (kernels, counts) = (Set([3, 5, 7, k]).sorted(), Set([16, 64, 256, 512, n]).sorted())
    var table = NumberGrid(rows: kernels.count, columns: counts.count) { row, column in
      let (side, outputs) = (kernels[row], counts[column])
      let isChosen = side == k && outputs == n
      return .init(
        Self.decimals(Self.share(outputs: outputs, kernel: side)),
        paper: isChosen ? .role(.active) : .level(.kernel, 0.25))
    }
    table.rowNames = kernels.map { .kernel("k = \($0)") }
    table.columnNames = counts.map { .output("N \($0)") }
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      .chart(
        "curve", chart, least: Size(columns: 60, rows: isLarge ? 22 : 8),
        most: Size(columns: min(120, canvas.size.columns - 4), rows: isLarge ? 26 : 9)
      ).titled(curveTitle),
      .grid("table", table, scale: GridScale(columns: 9, rows: 1)), gap: 1...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawMaps(in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    func maps(_ tensor: Tensor, _ prefix: String, _ titles: [StyledText], limit: Double, isSigned: Bool)
      -> [Arrangement]
    {
      titles.indices.map { channel in
        let values = tensor.channel(channel).values.map(Double.init)
        let map = HeatMap(
          width: Self.pictureSide, height: Self.pictureSide, values: values,
          scale: isSigned ? .signed : ColorScale.channels[channel],
          limits: isSigned ? -limit...limit : 0...1)
        return .map("\(prefix) \(channel)", map, least: 12, most: isLarge ? nil : Size(columns: 12, rows: 6)).titled(
          titles[channel])
      }
    }
    let limit = Double((looked.values + mixed.values).reduce(0) { max($0, abs($1)) })
    let names = ["red", "green", "blue"]
    let first = maps(picture, "in", names.map { .input($0) }, limit: 1, isSigned: false)
    let second = maps(
      looked, "looked", names.map { .kernel("k × k") + .muted(isLarge ? " on \($0)" : "") }, limit: limit,
      isSigned: true)
    let count = isLarge ? Self.mixedMaps : 3
    let third = maps(mixed, "mixed", (0..<count).map { .output("mix \($0 + 1)") }, limit: limit, isSigned: true)
    let fourth = maps(
      composed, "composed", (0..<count).map { .strong("usual \($0 + 1)") }, limit: limit, isSigned: true)
    let legend = ScaleLegend(
      .signed, from: NumberText.fixed(-limit, decimals: 1), to: NumberText.fixed(limit, decimals: 1))
    Arrangement.column(
      .row(.row(of: first, gap: 0...2), .sign("→"), .row(of: second, gap: 0...2), gap: 1...3),
      .row(.row(of: third, gap: 0...2), .sign("="), .row(of: fourth, gap: 0...2), gap: 1...3), .legend(legend),
      gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
