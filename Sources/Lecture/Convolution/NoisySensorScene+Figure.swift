import CellCanvas
import ConvolutionEngine

extension NoisySensorScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .readings: drawFlow(moment, at: playhead, below: 0, in: &canvas)
    case .window, .point, .slide: drawFlow(moment, at: playhead, below: 4, in: &canvas)
    case .truth, .end: drawTruth(moment, at: playhead, in: &canvas)
    case .parts: drawLags([track], at: playhead, in: &canvas)
    case .longer: drawLags([track, longer], at: playhead, in: &canvas)
    }
  }

  /// Where the parts stand, one above the other on a common axis of time.
  private struct Parts {
    let axis: SignalAxis
    let legend: Region
    let chart: Region
    let ticks: Int
    let below: Region
    /// In a high window: the products, or the errors.
    let detail: Region?

    /// - Parameters:
    ///   - seconds: those that are shown.
    ///   - below: how many rows are wanted beneath the axis.
    ///   - gap: how many rows part them from it.
    init(
      _ region: Region, _ seconds: ClosedRange<Int>, _ limits: ClosedRange<Double>, below count: Int, gap: Int = 0,
      hasDetail: Bool = true
    ) {
      let labels = max(
        4, NumberText.plain(limits.upperBound).count + 1, NumberText.plain(limits.lowerBound).count + 1)
      let pitch = max(1, (region.columns - labels) / seconds.count)
      let left = region.column + max(0, region.columns - labels - pitch * seconds.count) / 2
      axis = SignalAxis(column: left + labels - pitch * seconds.lowerBound, pitch: pitch)
      let columns = pitch * seconds.count
      var (rest, row) = region.splitBottom(1)
      (legend, rest) = rest.splitTop(1)
      if region.rows >= 30, hasDetail {
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
  private static func limits(_ values: [Float], step: Double = 10) -> ClosedRange<Double> {
    let (low, high) = (Double(values.min() ?? 0), Double(values.max() ?? 1))
    return (low / step).rounded(.down) * step...(high / step).rounded(.up) * step
  }

  private func trace(
    _ values: some Collection<Float>, from first: Int = 0, _ mark: SignalChart.Trace.Mark, _ role: Role
  )
    -> SignalChart.Trace
  {
    SignalChart.Trace(values.map(Double.init), first: first, mark: mark, ink: .role(role))
  }

  private static let all = 0...count - 1

  // MARK: Axes

  /// Draws traces with their legend, the values at the edges, and the seconds.
  private func drawChart(
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
    for second in seconds {
      canvas.mark(
        parts.axis.region(second, row: parts.chart.row, rows: parts.chart.rows),
        as: Target(grid: "time", row: 0, column: second))
    }
  }

  /// The values at the edges of a chart and their unit between them.
  private func drawScale(_ limits: ClosedRange<Double>, _ chart: Region, in canvas: inout Canvas) {
    guard chart.rows > 2 else { return }
    for (text, row) in [
      (NumberText.plain(limits.upperBound), chart.row), ("km", chart.row + (chart.rows - 1) / 2),
      (NumberText.plain(limits.lowerBound), chart.endRow - 1),
    ] {
      canvas.write(.muted(text), column: chart.column - 1 - text.count, row: row)
    }
  }

  private static let readingsName = StyledText.input("▪ readings x")
  private static let truthName = StyledText.strong("▬ ▬ true track")

  private func name(_ track: SmoothedTrack, _ role: Role, what: String = "s, ") -> StyledText {
    .strong("▬▬ \(what)window of \(track.length)", role)
  }

  /// The readings under the window on a ground of their own.
  private func drawBand(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    guard let now = now(moment, at: playhead) else { return }
    let chart = parts.chart
    let band = parts.axis.region(
      Double(now - track.length + 1), count: track.length, row: chart.row, rows: chart.rows)
    canvas.paint(band.intersection(chart), paper: .level(.kernel, 0.08))
    canvas.paint(
      parts.axis.region(now, row: chart.row, rows: chart.rows).intersection(chart), paper: .level(.kernel, 0.3))
  }

  // MARK: The window slides

  private func drawFlow(_ moment: Moment, at playhead: Playhead, below: Int, in canvas: inout Canvas) {
    let limits = Self.limits(track.readings + track.truth)
    let high = canvas.size.rows >= 30 && below > 0 ? 2 : 0
    let parts = Parts(canvas.bounds, Self.all, limits, below: below + high, hasDetail: below > 0)
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
    guard below > 0 else { return }
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
    let total =
      StyledText.muted("Σ  ") + .output("s") + .muted("(\(now)) = ")
      + .active(isSummed ? Self.km(track.smoothed(at: now)) + " km" : "?")
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

  // MARK: The truth

  private func drawTruth(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let limits = Self.limits(track.readings + track.truth)
    let parts = Parts(canvas.bounds, Self.all, limits, below: 2, gap: 1)
    drawBand(moment, at: playhead, parts, in: &canvas)
    let known = moment == .truth ? max(2, Int(playhead.phase(0, 0.8) * Double(Self.count))) : Self.count
    drawChart(
      [
        trace(track.smoothed, from: track.first, .line, .output), trace(track.truth.prefix(known), .dashes, .text),
        trace(track.readings, .points, .input),
      ], [Self.readingsName, .output("▬▬ smoothed s"), Self.truthName], limits: limits, parts, Self.all, in: &canvas)
    let errors = errors(track)
    let grown = moment == .truth ? playhead.phase(0.5, 1) : 1
    drawBars(
      [("readings", errors.readings, .input), ("s", errors.smoothed, .output)],
      most: max(errors.readings, errors.smoothed),
      grown, parts.below, in: &canvas)
    if let detail = parts.detail { drawErrors(detail, in: &canvas) }
  }

  /// Bars of km to one scale.
  private func drawBars(
    _ bars: [(name: String, value: Float, role: Role)], most: Float, _ grown: Double, _ region: Region,
    in canvas: inout Canvas
  ) {
    var chart = BarChart(
      bars.map { bar in
        BarChart.Bar(
          StyledText(bar.name), fraction: Double(bar.value / max(most, 0.001)) * grown,
          value: .strong(Self.km(bar.value), bar.role) + .muted(" km"), ink: .role(bar.role))
      })
    chart.reservedColumns = 8
    chart.draw(in: &canvas, region: region)
  }

  /// How far things are off at every second: readings and s, or, of one window, noise and lag; of two, both together.
  private func drawErrors(of tracks: [SmoothedTrack] = [], _ region: Region, in canvas: inout Canvas) {
    func errors(_ values: [Float], _ track: SmoothedTrack) -> [Float] {
      values.enumerated().map { $1 - track.truth[track.first + $0] }
    }
    let traces: [SignalChart.Trace]
    let name: StyledText
    switch tracks.count {
    case 0:
      traces = [
        trace(errors(track.smoothed, track), from: track.first, .line, .output),
        trace(zip(track.readings, track.truth).map { $0 - $1 }, .points, .input),
      ]
      name = .muted("how far off: ") + .input("readings") + .muted(" and ") + .output("s")
    case 1:
      traces = [
        trace(zip(track.smoothed, track.late).map { $0 - $1 }, from: track.first, .line, .input),
        trace(errors(track.late, track), from: track.first, .line, .active),
      ]
      name = .muted("how far s is off, by ") + .input("noise") + .muted(" and by ") + .active("lag")
    default:
      traces = [
        trace(errors(longer.smoothed, longer), from: longer.first, .line, .other),
        trace(errors(track.smoothed, track), from: track.first, .line, .output),
      ]
      name =
        .muted("how far off: ") + .output("window of \(track.length)") + .muted(" and ")
        + .strong("of \(longer.length)", .other)
    }
    let limit = Double(max(1, traces.flatMap(\.values).map(abs).max() ?? 1).rounded(.up))
    let pitch = max(1, (region.columns - 4) / Self.count)
    let chart = Region(
      column: region.column + 4, row: region.row + 1, columns: pitch * Self.count, rows: region.rows - 1)
    SignalChart([trace([Float](repeating: 0, count: Self.count), .dashes, .faint)] + traces, limits: -limit...limit)
      .draw(in: &canvas, axis: SignalAxis(column: chart.column, pitch: pitch), region: chart)
    drawScale(-limit...limit, chart, in: &canvas)
    canvas.write(name + .muted(", second by second"), column: chart.column, row: region.row)
  }

  // MARK: The lag

  /// The climb enlarged, with what each window makes of it, and by how much that is late as a distance.
  private func drawLags(_ tracks: [SmoothedTrack], at playhead: Playhead, in canvas: inout Canvas) {
    let roles: [Role] = [.output, .other]
    let isOne = tracks.count == 1
    let delays = self.delays(tracks)
    let from = max(0, Int(delays.map(\.range.lowerBound).min() ?? 16) - 6)
    let to = min(Self.count - 1, Int(delays.map(\.range.upperBound).max() ?? 24) + 5)
    let seconds = from...to
    let values = tracks.flatMap { track in
      seconds.flatMap { second in
        [track.truth[second]]
          + (second < track.first ? [] : [track.smoothed(at: second), track.late[second - track.first]])
      }
    }
    let limits = Self.limits(values, step: 5)
    let parts = Parts(canvas.bounds, seconds, limits, below: isOne ? 2 : 4, gap: 1)
    var traces: [SignalChart.Trace] = []
    // Of one window s itself and what it would be without noise; of two only the latter, on which the lag is measured.
    for (track, role) in zip(tracks, roles).reversed() {
      let isNew = role != .output
      let values = isOne ? track.smoothed : track.late
      let shown = isNew ? Int(playhead.phase(0, 0.6) * Double(values.count)) : values.count
      traces.append(trace(values.prefix(shown), from: track.first, .line, role))
    }
    if isOne { traces.append(trace(track.late, from: track.first, .line, .muted)) }
    traces.append(trace(track.truth, .dashes, .text))
    let legend: [StyledText] =
      isOne
      ? [name(track, .output), .muted("▬▬ s without noise"), Self.truthName]
      : [.muted("s without noise:")] + zip(tracks, roles).map { name($0, $1, what: "") } + [Self.truthName]
    drawChart(traces, legend, limits: limits, parts, seconds, in: &canvas)
    let drawn = playhead.phase(0.6, 1)
    for (height, range) in delays {
      let row = SignalChart([], limits: limits).row(of: Double(height), in: parts.chart)
      let (from, to) = (
        SignalChart.column(of: range.lowerBound, on: parts.axis),
        SignalChart.column(of: range.upperBound, on: parts.axis)
      )
      let label = StyledText.active(Self.km(Float(range.upperBound - range.lowerBound)) + " seconds late")
      drawDelay(label, from: from, to: to, row: row, drawn, parts.chart, in: &canvas)
    }
    drawShares(zip(tracks, roles).map { ($0, $1) }, playhead.phase(0.5, 1), parts.below, in: &canvas)
    if let detail = parts.detail { drawErrors(of: tracks, detail, in: &canvas) }
  }

  /// An arrow from one curve to another, with its name where no curve is: left of it on its row, or else on the next row
  /// above that has room.
  private func drawDelay(
    _ label: StyledText, from: Int, to: Int, row: Int, _ drawn: Double, _ chart: Region, in canvas: inout Canvas
  ) {
    canvas.arrow(column: from + 1, row: row, columns: max(1, to - from), ink: .role(.active), progress: drawn)
    guard drawn > 0 else { return }
    let start = max(chart.column, from - 1 - label.columns)
    let place = (chart.row...row).reversed().first { row in
      (start - 1...start + label.columns).allSatisfy { canvas[$0, row].glyph == " " }
    }
    if let place { canvas.write(label, column: start, row: place) }
  }

  /// By how much each window is late, half-way up or near it, where it is full; at heights far enough apart to tell.
  private func delays(_ tracks: [SmoothedTrack]) -> [(height: Float, range: ClosedRange<Double>)] {
    var found: [(height: Float, range: ClosedRange<Double>)] = []
    for track in tracks.reversed() {
      let heights = stride(from: Float(tracks.count == 1 ? 50 : 46), through: 68, by: 1)
      for height in heights where found.allSatisfy({ abs($0.height - height) >= 8 }) {
        guard let range = track.delay(at: height) else { continue }
        found.append((height, range))
        break
      }
    }
    return found
  }

  /// What the error of each window is made of, side by side, all bars to one scale.
  private func drawShares(
    _ tracks: [(track: SmoothedTrack, role: Role)], _ grown: Double, _ region: Region, in canvas: inout Canvas
  ) {
    let all = tracks.map { errors($0.track) }
    let most = all.reduce(0) { max($0, $1.smoothed, $1.noise, $1.lag, tracks.count == 1 ? $1.readings : 0) }
    let width = (region.columns - 4) / 2
    let halves = [0, 1].map {
      Region(column: region.column + $0 * (width + 4), row: region.row, columns: width, rows: region.rows)
    }
    if tracks.count == 1 {
      drawBars(
        [("readings  ", all[0].readings, .input), ("s", all[0].smoothed, .output)], most: most, grown, halves[0],
        in: &canvas)
      drawBars(
        [("noise left", all[0].noise, .input), ("lag", all[0].lag, .active)], most: most, grown, halves[1], in: &canvas)
      return
    }
    for ((entry, errors), half) in zip(zip(tracks, all), halves) {
      canvas.write(.strong("window of \(entry.track.length)", entry.role), in: half)
      drawBars(
        [("noise left", errors.noise, .input), ("lag", errors.lag, .active), ("in all", errors.smoothed, entry.role)],
        most: most, grown, half.splitTop(1).rest, in: &canvas)
    }
  }
}
