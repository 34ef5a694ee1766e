import CellCanvas
import ConvolutionEngine

extension LearnedInvarianceScene {
  private static func picture(_ tensor: Tensor) -> HeatMap { tensor.heatMap(.input, limits: 0...1) }

  // MARK: Detectors, and the dial below them

  func drawDetectors(_ bank: TurnDetectors, place: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    let phase = playhead.pointer == nil ? playhead.phase(0.2, 0.9) : 1
    let count = bank.angles.count
    let dialRows = 4
    let (area, dial) = canvas.bounds.splitBottom(dialRows)
    let maxColumns = isLarge ? 16 : 9
    let inputColumns = isLarge ? 40 : count > 4 ? 15 : 20
    let (input, rest) = area.splitLeft(inputColumns)
    let (middle, unit) = rest.splitRight(maxColumns)
    let pitch = max(2, (middle.columns - 1) / count)
    let side = min(isLarge ? 28 : 14, pitch - 1)

    canvas.write(
      .input("input ") + .muted(NumberText.integer(TurnDetectors.dial[place]) + "° ") + .active("●"),
      column: input.column + 1, row: 0)
    let room = Region(
      column: input.column, row: 1, columns: inputColumns - 1, rows: min(area.rows - 1, (inputColumns - 1) / 2 + 1))
    Self.picture(bank.pictures[place]).draw(in: &canvas, region: room)

    let limit = bank.templates.reduce(0) { max($0, Double(max($1.range.upperBound, -$1.range.lowerBound))) }
    let winner = bank.winner(place)
    let pictureRows = (side + 1) / 2
    let top = 1 + pictureRows + (isLarge ? 1 : 0)
    let barRows = max(3, min(16, area.rows - top - (isLarge ? 5 : 1)))
    canvas.write(.kernel("detectors ▼"), column: middle.column + 1, row: 0)
    for index in 0..<count {
      let column = middle.column + 1 + index * pitch
      let isWinner = index == winner && phase >= 1
      let template = bank.templates[index].heatMap(.signed, limits: -limit...limit)
      // Thin strokes of small pictures would vanish in their means.
      let pixels =
        side < 14 ? template.strongestPixels(width: side, height: side) : template.pixels(width: side, height: side)
      pixels.draw(in: &canvas, at: Point(column: column, row: 1))
      let bar = Region(column: column + side / 2 - 2, row: top, columns: 4, rows: barRows)
      drawBar(bank.answers[index][place], phase: phase, isWinner ? .active : .kernel, in: bar, of: &canvas)
      guard phase >= 1 else { continue }
      canvas.write(
        .kernel(Self.text(bank.answers[index][place])),
        in: Region(column: column - 1, row: top + barRows, columns: side + 2, rows: 1), align: .center)
    }
    canvas.write(.output("max unit"), column: unit.column + 1, row: 0)
    let bar = Region(column: unit.column + 3, row: top, columns: 4, rows: barRows)
    if phase >= 1 {
      drawBar(bank.envelope[place], phase: 1, .output, in: bar, of: &canvas)
      canvas.write(
        .output(Self.text(bank.envelope[place])),
        in: Region(column: unit.column + 1, row: top + barRows, columns: 8, rows: 1), align: .center)
    }
    drawDial(bank, place: place, in: dial, of: &canvas)
    let scaleEnd = NumberText.fixed(limit, decimals: isLarge ? 3 : 2)
    let title = Region(column: middle.column + 1, row: 0, columns: middle.columns, rows: 1)
    canvas.legend(ScaleLegend(.signed, from: "weight −" + scaleEnd, to: scaleEnd), near: title)
    canvas.legend(.ink, near: room)
  }

  /// A bar that grows up from the foot of a region; below 0 nothing is seen but its foot.
  private func drawBar(_ value: Float, phase: Double, _ role: Role, in region: Region, of canvas: inout Canvas) {
    let height = max(1, Int((max(0, Double(value)) * phase * Double(2 * region.rows)).rounded()))
    var pixels = Pixels(width: region.columns, height: 2 * region.rows)
    pixels.fill(x: 0, y: 2 * region.rows - height, width: region.columns, height: height, with: .role(role))
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// The dial: a strip of all angles, the detectors' own turns marked, and where the digit stands.
  private func drawDial(_ bank: TurnDetectors, place: Int, in region: Region, of canvas: inout Canvas) {
    let count = TurnDetectors.dial.count
    let pitch = max(1, (region.columns - 4) / count)
    let left = region.column + (region.columns - pitch * count) / 2
    let row = region.row + 1
    func column(_ angle: Double) -> Int { left + Int(((angle + 90) / 5 * Double(pitch)).rounded()) + pitch / 2 }
    for offset in 0..<pitch * count { canvas[left + offset, row] = Cell("─", ink: .role(.faint)) }
    for angle in stride(from: -90, through: 90, by: 30) {
      canvas[column(Double(angle)), row] = Cell("┼", ink: .role(.faint))
      let text = Self.degrees(Double(angle))
      canvas.write(.muted(text), column: column(Double(angle)) - text.count / 2, row: row + 1)
    }
    for angle in bank.angles { canvas[column(angle), row - 1] = Cell("▼", ink: .role(.kernel)) }
    canvas[column(Double(TurnDetectors.dial[place])), row] = Cell("●", ink: .role(.active))
    for index in 0..<count {
      canvas.mark(
        Region(column: left + index * pitch, row: row - 1, columns: pitch, rows: 3),
        as: Target(grid: "dial", row: 0, column: index))
    }
  }

  // MARK: Curves over the dial

  /// Which curves are drawn.
  enum Curves {
    case detectors, envelope, places, network
  }

  func drawCurves(_ bank: TurnDetectors, _ curves: Curves, place: Int, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let values = bank.answers.map { $0.map(Double.init) }
    let low = min(0, (values.flatMap { $0 } + bank.overPlaces.map(Double.init)).min() ?? 0)
    var lines: [LineChart.Curve] = []
    switch curves {
    case .detectors, .envelope:
      lines = values.enumerated().map { index, line in
        .init(line, index == 0 ? "detectors" : "", ink: .role(.kernel), mark: curves == .detectors ? .line : .dashes)
      }
    case .places:
      lines.append(
        .init(bank.overPlaces.map(Double.init), "one detector, all places", ink: .role(.other), mark: .dashes))
    case .network:
      lines.append(
        .init(
          bank.read.map { Double($0.probabilities[bank.digit]) }, "network: chance of a \(bank.digit)",
          ink: .role(.other),
          mark: .dashes))
    }
    if curves != .detectors {
      lines.append(.init(bank.envelope.map(Double.init), "max unit over turns", ink: .role(.output), mark: .strong))
    }
    var chart = LineChart(lines, limits: (low * 5).rounded(.down) / 5...1, across: -90...90)
    chart.x = .init("degrees", ticks: Array(stride(from: -90, through: 90, by: 30)))
    chart.y = .init("", decimals: 2)
    chart.marker = Double(TurnDetectors.dial[place])
    let shown = Self.picture(bank.pictures[place])
    let side: [StyledText] =
      curves == .network
      ? [
        .muted("it reads ") + .strong("\(bank.read[place].digit)", .other)
          + (bank.read[place].digit == bank.digit ? .strong(" ✓", .correct) : .strong(" ✗", .wrong))
      ] : []
    let own = Arrangement.column(
      .map("picture", shown, least: 14, most: isLarge ? Size(columns: 28, rows: 14) : Size(columns: 18, rows: 9))
        .titled(
          .input(NumberText.integer(TurnDetectors.dial[place]) + "°")), .legend(.ink), .text(of: side), gap: 0...1)
    guard isLarge else {
      Arrangement.row(own, dialChart(chart, least: Size(columns: 54, rows: 15)), gap: 2...2)
        .placed(in: canvas.bounds).draw(in: &canvas)
      return
    }
    // The digit itself along the dial, and above each what the figure is about.
    let thumbs = stride(from: 0, to: TurnDetectors.dial.count, by: 6).map { index in
      Arrangement.drawing("thumb", size: Size(columns: 14, rows: 7)) { canvas, region in
        Self.picture(bank.pictures[index]).draw(in: &canvas, region: region)
      }.titled(
        .input(NumberText.integer(TurnDetectors.dial[index]) + "° ")
          + (curves == .network
            ? .strong("reads \(bank.read[index].digit)", .other) : .output(Self.text(bank.envelope[index]))))
    }
    Arrangement.column(
      .row(own, dialChart(chart, least: Size(columns: 110, rows: 24)), gap: 3...4), .row(of: thumbs, gap: 2...8),
      gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Curves over the dial, each of whose angles can be pointed at: where no number stands, for numbers move with the marker.
  private func dialChart(_ chart: LineChart, least: Size) -> Arrangement {
    .drawing("dial", least: least) { canvas, region in
      let plot = chart.draw(in: &canvas, region: region)
      let count = TurnDetectors.dial.count
      func left(_ index: Int) -> Int {
        plot.column + Int(((Double(index) - 0.5) / Double(count - 1) * Double(plot.columns - 1)).rounded())
      }
      for index in 0..<count {
        let columns = max(plot.column, left(index))..<max(left(index) + 1, min(plot.endColumn, left(index + 1)))
        func isFree(_ row: Int) -> Bool {
          columns.allSatisfy { canvas[$0, row].glyph.properties.numericType == nil }
        }
        // The longest stretch of rows.
        var best = 0..<0
        var start = plot.row
        for row in plot.row...plot.endRow where row == plot.endRow || !isFree(row) {
          if row - start > best.count { best = start..<row }
          start = row + 1
        }
        canvas.mark(
          Region(column: columns.lowerBound, row: best.lowerBound, columns: columns.count, rows: best.count),
          as: Target(grid: "dial", row: 0, column: index))
      }
    }
  }

  // MARK: More detectors

  func drawCounts(_ bank: TurnDetectors, _ counts: [Count], in canvas: inout Canvas) {
    let inks: [(Role, LineChart.Curve.Mark)] = [(.kernel, .dashes), (.other, .line), (.output, .strong)]
    let shown = [counts[0], counts[counts.count / 2], counts[counts.count - 1]]
    var chart = LineChart(
      zip(shown, inks).map { count, style in
        .init(count.envelope.map(Double.init), "\(count.count) detectors", ink: .role(style.0), mark: style.1)
      }, limits: min(0, Double(counts.flatMap(\.envelope).min() ?? 0))...1, across: -90...90)
    chart.x = .init("degrees", ticks: Array(stride(from: -90, through: 90, by: 30)))
    chart.y = .init("", decimals: 2)
    let bars = BarChart(
      counts.map { count in
        BarChart.Bar(
          count.count == bank.angles.count ? .kernel("\(count.count)") : .muted("\(count.count)"),
          fraction: Double(max(0, count.lowest)), value: .output(Self.text(count.lowest)), ink: .role(.output))
      })
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    Arrangement.row(
      .chart("envelopes", chart, least: isLarge ? Size(columns: 110, rows: 34) : Size(columns: 50, rows: 15)),
      .drawing("lowest", size: Size(columns: isLarge ? 36 : 22, rows: 10)) { canvas, region in
        bars.draw(in: &canvas, region: region, spacing: 2)
      }.titled(.muted("lowest inside")), gap: 3...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Shifts

  func drawShifts(_ bank: TurnDetectors, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let far = Double(TurnDetectors.shifts.last ?? 1)
    let all = bank.shiftedOverTurns + bank.shiftedOverPlaces
    var chart = LineChart(
      [
        .init(bank.shiftedOverTurns.map(Double.init), "max unit over turns", ink: .role(.output)),
        .init(bank.shiftedOverPlaces.map(Double.init), "one detector, all places", ink: .role(.other), mark: .strong),
      ], limits: (Double(min(0, all.min() ?? 0)) * 5).rounded(.down) / 5...1, across: -far...far)
    chart.x = .init("columns of shift", ticks: Array(stride(from: -far, through: far, by: 2)))
    chart.y = .init("", decimals: 2)
    chart.marker = far
    let sheet = StrokeDigits.sheet(bank.digit)
    let pictures = [0, Int(far)].map { shift in
      Arrangement.map(
        "shift", Self.picture(sheet.columns(-shift..<sheet.shape.width - shift)), least: 14,
        most: isLarge ? Size(columns: 28, rows: 14) : Size(columns: 14, rows: 7)
      ).titled(shift == 0 ? .input("as it was") : .input("shifted by \(shift)"))
    }
    Arrangement.row(
      .column(of: pictures + [.legend(.ink)], gap: 0...1),
      .chart("shifts", chart, least: isLarge ? Size(columns: 110, rows: 34) : Size(columns: 54, rows: 15)), gap: 3...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
