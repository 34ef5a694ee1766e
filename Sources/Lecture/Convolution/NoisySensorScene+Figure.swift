import CellCanvas
import ConvolutionEngine

extension NoisySensorScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .readings: drawFlow(moment, at: playhead, below: 0, in: &canvas)
    case .window, .point, .slide: drawFlow(moment, at: playhead, below: 4, in: &canvas)
    case .truth, .end: drawTruth(moment, at: playhead, in: &canvas)
    case .parts, .longer: drawLags(moment, at: playhead, in: &canvas)
    }
  }

  /// Where the parts stand, one above the other on a common axis of time.
  struct Parts {
    let axis: SignalAxis
    let legend: Region
    let chart: Region
    let ticks: Int
    let below: Region
    /// In a high window: the jumps, the products, or the errors.
    let detail: Region?

    /// - Parameters:
    ///   - seconds: those that are shown.
    ///   - below: how many rows are wanted beneath the axis.
    ///   - gap: how many rows part them from it.
    init(
      _ region: Region, _ seconds: ClosedRange<Int>, _ limits: ClosedRange<Double>, below count: Int, gap: Int = 0
    ) {
      let labels = max(
        4, NumberText.plain(limits.upperBound).count + 1, NumberText.plain(limits.lowerBound).count + 1)
      let pitch = max(1, (region.columns - labels) / seconds.count)
      let left = region.column + max(0, region.columns - labels - pitch * seconds.count) / 2
      axis = SignalAxis(column: left + labels - pitch * seconds.lowerBound, pitch: pitch)
      let columns = pitch * seconds.count
      var (rest, row) = region.splitBottom(1)
      (legend, rest) = rest.splitTop(1)
      if region.rows >= 30 {
        (rest, row) = rest.splitBottom(11)
        detail = Region(column: left, row: row.row + 2, columns: labels + columns, rows: 9)
      } else {
        detail = nil
      }
      (rest, below) = rest.splitBottom(count)
      (rest, _) = rest.splitBottom(gap)
      (rest, row) = rest.splitBottom(1)
      ticks = row.row
      chart = Region(column: left + labels, row: rest.row, columns: columns, rows: rest.rows)
    }
  }

  /// Whole steps of km around all these values.
  static func limits(_ values: [Float], step: Double = 10) -> ClosedRange<Double> {
    let (low, high) = (Double(values.min() ?? 0), Double(values.max() ?? 1))
    return (low / step).rounded(.down) * step...(high / step).rounded(.up) * step
  }

  func trace(
    _ values: some Collection<Float>, from first: Int = 0, _ mark: SignalChart.Trace.Mark, _ role: Role
  )
    -> SignalChart.Trace
  {
    SignalChart.Trace(values.map(Double.init), first: first, mark: mark, ink: .role(role))
  }

  static let all = 0...count - 1

  // MARK: Axes

  /// Draws traces with their legend, the values at the edges, and the seconds.
  func drawChart(
    _ traces: [SignalChart.Trace], _ legend: [StyledText], limits: ClosedRange<Double>, _ parts: Parts,
    _ seconds: ClosedRange<Int>, in canvas: inout Canvas
  ) {
    SignalChart(traces, limits: limits).draw(in: &canvas, axis: parts.axis, region: parts.chart)
    drawScale(limits, parts.chart, in: &canvas)
    parts.axis.ticks(seconds.lowerBound..<seconds.upperBound + 1, in: &canvas, row: parts.ticks, every: 5)
    let entries = StyledText.joined(legend, separator: "    ")
    let start = max(0, min(parts.chart.column, canvas.size.columns - entries.columns))
    canvas.write(entries, column: start, row: parts.legend.row)
    let unit = StyledText.muted("t in seconds")
    if start + entries.columns + unit.columns + 2 <= parts.chart.endColumn {
      canvas.write(unit, column: parts.chart.endColumn - unit.columns, row: parts.legend.row)
    }
    canvas.write(.muted("t"), column: parts.chart.column - 2, row: parts.ticks)
    markSeconds(seconds, parts, in: &canvas)
  }

  /// The values at the edges of a chart and their unit between them.
  func drawScale(_ limits: ClosedRange<Double>, _ chart: Region, in canvas: inout Canvas) {
    guard chart.rows > 2 else { return }
    for (text, row) in [
      (NumberText.plain(limits.upperBound), chart.row), ("km", chart.row + (chart.rows - 1) / 2),
      (NumberText.plain(limits.lowerBound), chart.endRow - 1),
    ] {
      canvas.write(.muted(text), column: chart.column - 1 - text.count, row: row)
    }
  }

  static let readingsName = StyledText.input("▪ readings x")
  static let truthName = StyledText.strong("▬ ▬ true track")

  func name(_ track: SmoothedTrack, _ role: Role, what: String = "s, ") -> StyledText {
    .strong("▬▬ \(what)window of \(track.length)", role)
  }

  /// The readings under the window on a ground of their own, and the second that it stands at or that is pointed at.
  func drawBand(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    let (chart, now) = (parts.chart, now(moment, at: playhead))
    // Of two windows neither is the one.
    if let now, moment != .longer {
      let band = parts.axis.region(
        Double(now - track.length + 1), count: track.length, row: chart.row, rows: chart.rows)
      canvas.paint(band.intersection(chart), paper: .level(.kernel, 0.08))
    }
    guard let second = playhead.pointer.flatMap({ $0.grid == Self.time ? $0.column : nil }) ?? now else { return }
    canvas.paint(
      parts.axis.region(second, row: chart.row, rows: chart.rows).intersection(chart), paper: .level(.kernel, 0.3))
  }

  /// Every second can be pointed at in its whole column; what marks it stands beneath, where it hides no value.
  private func markSeconds(_ seconds: ClosedRange<Int>, _ parts: Parts, in canvas: inout Canvas) {
    for second in seconds {
      let target = Target(grid: Self.time, row: 0, column: second)
      canvas.mark(parts.axis.region(second, row: parts.chart.row, rows: parts.chart.rows), as: target)
      canvas.mark(parts.axis.region(second, row: parts.ticks), as: target)
    }
  }

  // MARK: The window slides

  private func drawFlow(_ moment: Moment, at playhead: Playhead, below: Int, in canvas: inout Canvas) {
    let limits = Self.limits(track.readings + track.truth)
    let high = canvas.size.rows >= 30 && below > 0 ? 2 : 0
    let parts = Parts(canvas.bounds, Self.all, limits, below: below + high)
    drawBand(moment, at: playhead, parts, in: &canvas)
    let known = moment == .readings ? Int((playhead.phase(0, 0.9) * Double(Self.count)).rounded()) : Self.count
    let shown = shownOutputs(moment, at: playhead)
    var traces = [trace(track.smoothed.prefix(shown), from: track.first, .line, .output)]
    if let now = now(moment, at: playhead), now - track.first < shown {
      traces.append(trace([track.smoothed(at: now)], from: now, .spots, .active))
    }
    // What was measured lies over what was made of it, and is never gone.
    traces.append(trace(track.readings.prefix(known), .points, .input))
    let isSmoothed = moment == .point || moment == .slide
    drawChart(
      traces, [Self.readingsName] + (isSmoothed ? [.output("▬▬ smoothed s")] : []), limits: limits, parts, Self.all,
      in: &canvas)
    guard below > 0 else {
      if let detail = parts.detail { drawJumps(known, detail, in: &canvas) }
      return
    }
    drawWeights(moment, at: playhead, parts, in: &canvas)
    if let detail = parts.detail { drawProducts(moment, at: playhead, detail, in: &canvas) }
  }

  /// The window beneath the readings, newest weight at the right, with the ages.
  private func drawWeights(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    guard let now = now(moment, at: playhead) else { return }
    let weights = track.window.weights
    let first = now - track.length + 1
    let (bars, ages) = parts.below.splitBottom(1)
    let grown = moment == .window ? playhead.phase(0, 0.7) : 1
    SignalBars(
      weights.reversed().map { SignalBars.Sample(Double($0) * grown, tint: .role(.kernel)) },
      limits: 0...Double(weights.max() ?? 1)
    ).draw(in: &canvas, axis: parts.axis, first: Double(first), row: bars.row, rows: bars.rows)
    for age in weights.indices {
      let text = "\(age)"
      guard text.count < parts.axis.pitch else { continue }
      canvas.write(.muted(text), in: parts.axis.region(now - age, row: ages.row), align: .center)
    }
    // The names stand beside the window, on the side that has room.
    let names: [(StyledText, Int)] = [
      (.kernel("w(a)") + .muted(" weight by age"), bars.row + bars.rows / 2 - 1),
      (.muted("a < 0 is the future: w = 0"), bars.row + bars.rows / 2), (.muted("age a, 0 is now"), ages.row),
    ]
    let right = parts.axis.region(now + 1, row: 0).column + 1
    let left = parts.axis.region(first, row: 0).column - 1
    let isRight = right + 26 <= canvas.size.columns
    for (text, row) in names {
      if isRight {
        canvas.write(text, column: right, row: row)
      } else {
        canvas.write(text, column: left - text.columns, row: row)
      }
    }
  }

  /// All products of the second that the window stands at.
  private func drawProducts(_ moment: Moment, at playhead: Playhead, _ region: Region, in canvas: inout Canvas) {
    guard let now = now(moment, at: playhead) else { return }
    let products = Array(track.products(at: now).reversed())
    let isSummed = shownOutputs(moment, at: playhead) > now - track.first
    let limit = Double(track.readings.reduce(1) { max($0, abs($1)) })
    let heaviest = Double(track.window.weights.max() ?? 1)
    let names: [StyledText] = [
      .input("x") + .muted("(t − a)"), .muted("· ") + .kernel("w") + .muted("(a)"), .muted("= product"),
    ]
    let label = 12
    var grid = NumberGrid(rows: 3, columns: products.count) { row, column in
      let (reading, weight) = products[column]
      switch row {
      case 0:
        return NumberGrid.Element(Self.km(reading), paper: .level(.input, 0.15 + 0.6 * abs(Double(reading)) / limit))
      case 1:
        return NumberGrid.Element(Self.weight(weight), paper: .level(.kernel, 0.2 + 0.5 * Double(weight) / heaviest))
      default:
        return isSummed || moment == .point && playhead.phase(0.2, 0.7) >= 1
          ? NumberGrid.Element(Self.km(reading * weight)) : NumberGrid.Element("·", ink: .role(.muted))
      }
    }
    grid.reservedColumns = 5
    let sum = Self.km(track.smoothed(at: now))
    let equals = Self.equals(
      products.reduce(0) { $0 + Self.shown(Self.km($1.reading * $1.weight)) }, sum, decimals: 1)
    let total =
      StyledText.muted("Σ  ") + .output("s") + .muted("(\(now))") + (isSummed ? equals : .muted(" = "))
      + .active(isSummed ? sum + " km" : "?")
    // A long window has its sum below it, or narrower cells; where even these have no room, the chart is enough.
    let shapes = [8, 7, 6].flatMap { columns in
      [true, false].map { (scale: GridScale(columns: columns, rows: 2), isBeside: $0) }
    }
    func space(_ scale: GridScale, isBeside: Bool) -> Size {
      let size = grid.size(at: scale)
      return isBeside
        ? Size(columns: label + size.columns + 3 + total.columns, rows: size.rows + 1)
        : Size(columns: label + max(size.columns, total.columns), rows: size.rows + 2)
    }
    guard let shape = shapes.first(where: { region.size.fits(space($0.scale, isBeside: $0.isBeside)) }) else { return }
    let scale = shape.scale
    let size = grid.size(at: scale)
    let place = region.centered(space(scale, isBeside: shape.isBeside))
    for index in products.indices {
      canvas.write(
        .muted("\(products.count - 1 - index)"),
        in: Region(
          column: place.column + label + index * scale.columns, row: place.row, columns: scale.columns, rows: 1),
        align: .center)
    }
    canvas.write(.muted("age a"), column: place.column, row: place.row)
    let origin = Point(column: place.column + label, row: place.row + 1)
    grid.draw(in: &canvas, at: origin, scale: scale)
    for (row, name) in names.enumerated() { canvas.write(name, column: place.column, row: origin.row + 2 * row) }
    if shape.isBeside {
      canvas.write(total, column: origin.column + size.columns + 3, row: origin.row + 4)
    } else {
      canvas.write(total, column: origin.column, row: origin.row + size.rows)
    }
  }
}
