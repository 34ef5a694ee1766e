import CellCanvas
import ConvolutionEngine

extension NoisySensorScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(canvas.bounds, limits, isAlone: moment == .readings)
    drawLegend(moment, at: playhead, parts, in: &canvas)
    drawBand(moment, at: playhead, parts, in: &canvas)
    drawChart(moment, at: playhead, parts, in: &canvas)
    drawWeights(moment, at: playhead, parts, in: &canvas)
    guard let detail = parts.detail else { return }
    switch moment {
    case .readings: break
    case .window, .point, .slide: drawProducts(moment, at: playhead, detail, in: &canvas)
    case .truth, .longer, .end: drawErrors(moment, at: playhead, parts, detail, in: &canvas)
    }
  }

  /// Where the parts stand, one above the other on a common axis of time.
  private struct Parts {
    let axis: SignalAxis
    let legend: Region
    let chart: Region
    let ticks: Int
    /// In a high window: the products, or the errors.
    let detail: Region?
    let weights: Region
    let ages: Int
    let labels: Int

    /// - Parameter isAlone: whether there is nothing but the readings, which then have all the room.
    init(_ region: Region, _ limits: ClosedRange<Double>, isAlone: Bool) {
      labels = max(
        4, NumberText.plain(limits.upperBound).count + 1, NumberText.plain(limits.lowerBound).count + 1)
      let pitch = max(1, (region.columns - labels) / NoisySensorScene.count)
      let left = region.column + max(0, region.columns - labels - pitch * NoisySensorScene.count) / 2
      axis = SignalAxis(column: left + labels, pitch: pitch)
      var rest = region
      (legend, rest) = rest.splitTop(1)
      var row = rest
      (rest, row) = rest.splitBottom(isAlone ? 0 : 1)
      ages = row.row
      (rest, weights) = rest.splitBottom(isAlone ? 0 : region.rows >= 30 ? 5 : 3)
      if region.rows >= 30, !isAlone {
        (rest, row) = rest.splitBottom(11)
        detail = Region(column: left, row: row.row + 1, columns: labels + pitch * NoisySensorScene.count, rows: 9)
      } else {
        detail = nil
      }
      (rest, row) = rest.splitBottom(1)
      ticks = row.row
      chart = Region(
        column: axis.column, row: rest.row, columns: pitch * NoisySensorScene.count, rows: rest.rows)
    }
  }

  /// Tens of km around all that is drawn.
  private var limits: ClosedRange<Double> {
    let values = track.readings + track.truth
    let (low, high) = (Double(values.min() ?? 0), Double(values.max() ?? 1))
    return (low / 10).rounded(.down) * 10...(high / 10).rounded(.up) * 10
  }

  private func drawLegend(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    func since(_ moment: Moment) -> Bool { playhead.step >= (moments.firstIndex(of: moment) ?? 0) }
    var entries: [StyledText] = [.input("▪ ▪ readings x")]
    if since(.point) {
      entries.append(
        .output("── ") + .output(moment == .longer ? "s, \(track.window.weights.count) readings" : "smoothed s"))
    }
    if moment == .longer { entries.append(.strong("── s, \(longer.window.weights.count) readings", .other)) }
    if since(.truth) { entries.append(.strong("╌╌ true track")) }
    let legend = StyledText.joined(entries, separator: "    ")
    canvas.write(legend, column: parts.axis.column, row: parts.legend.row)
  }

  /// The readings under the window on a ground of their own.
  private func drawBand(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    guard let now = now(moment, at: playhead),
      [.window, .point, .slide].contains(moment) || playhead.pointer != nil
    else { return }
    let count = track.window.weights.count
    canvas.paint(
      parts.axis.region(Double(now - count + 1), count: count, row: parts.chart.row, rows: parts.chart.rows),
      paper: .level(.kernel, 0.08))
    canvas.paint(
      parts.axis.region(now, row: parts.chart.row, rows: parts.chart.rows), paper: .level(.kernel, 0.3))
  }

  private func drawChart(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    let shownReadings =
      moment == .readings ? Int((playhead.phase(0, 0.9) * Double(Self.count)).rounded()) : Self.count
    func doubles(_ values: some Collection<Float>) -> [Double] { values.map(Double.init) }
    var traces: [SignalChart.Trace] = []
    if moment == .longer {
      let shown = Int(playhead.phase(0, 0.9) * Double(longer.smoothed.count))
      traces.append(
        SignalChart.Trace(
          doubles(longer.smoothed.prefix(shown)), first: longer.first, mark: .line, ink: .role(.other)))
    }
    let shown = shownOutputs(moment, at: playhead)
    traces.append(
      SignalChart.Trace(doubles(track.smoothed.prefix(shown)), first: track.first, mark: .line, ink: .role(.output)))
    if [.truth, .longer, .end].contains(moment) {
      let known = moment == .truth ? max(2, Int(playhead.phase(0, 0.8) * Double(Self.count))) : Self.count
      traces.append(SignalChart.Trace(doubles(track.truth.prefix(known)), mark: .dashes, ink: .role(.text)))
    }
    // What was measured lies over what was made of it: a line goes on behind a point, a point would be gone.
    traces.append(
      SignalChart.Trace(doubles(track.readings.prefix(shownReadings)), mark: .points, ink: .role(.input)))
    if let now = now(moment, at: playhead), now - track.first < shown,
      moment == .point || moment == .slide || playhead.pointer != nil
    {
      traces.append(
        SignalChart.Trace([Double(track.smoothed[now - track.first])], first: now, mark: .points, ink: .role(.active)))
    }
    let limits = self.limits
    SignalChart(traces, limits: limits).draw(in: &canvas, axis: parts.axis, region: parts.chart)
    drawScale(limits, parts.chart, parts, unit: "km", in: &canvas)
    parts.axis.ticks(0..<Self.count, in: &canvas, row: parts.ticks, every: 5)
    canvas.write(.muted("s"), column: parts.axis.column - 2, row: parts.ticks)
    for second in 0..<Self.count {
      canvas.mark(
        parts.axis.region(second, row: parts.chart.row, rows: parts.chart.rows),
        as: Target(grid: "time", row: 0, column: second))
    }
  }

  /// The values at the edges of a chart and its unit between them.
  private func drawScale(
    _ limits: ClosedRange<Double>, _ chart: Region, _ parts: Parts, unit: String, in canvas: inout Canvas
  ) {
    guard chart.rows > 2 else { return }
    for (text, row) in [
      (NumberText.plain(limits.upperBound), chart.row), (unit, chart.row + (chart.rows - 1) / 2),
      (NumberText.plain(limits.lowerBound), chart.endRow - 1),
    ] {
      canvas.write(.muted(text), column: parts.axis.column - 1 - text.count, row: row)
    }
  }

  /// The window beneath the readings, newest weight at the right, with the ages.
  private func drawWeights(_ moment: Moment, at playhead: Playhead, _ parts: Parts, in canvas: inout Canvas) {
    let isLonger = moment == .longer && playhead.pointer == nil
    let window = isLonger ? longer.window : track.window
    guard let now = now(moment, at: playhead) else { return }
    let first = now - window.weights.count + 1
    let grown = moment == .window ? playhead.phase(0, 0.7) : 1
    SignalBars(
      window.weights.reversed().map { weight in
        SignalBars.Sample(Double(weight) * grown, tint: .role(isLonger ? .other : .kernel))
      }, limits: 0...Double(window.weights.max() ?? 1)
    ).draw(in: &canvas, axis: parts.axis, first: Double(first), row: parts.weights.row, rows: parts.weights.rows)
    for age in window.weights.indices {
      let text = "\(age)"
      guard text.count < parts.axis.pitch else { continue }
      canvas.write(.muted(text), in: parts.axis.region(now - age, row: parts.ages), align: .center)
    }
    if [.truth, .longer, .end].contains(moment), playhead.pointer == nil {
      let end = parts.axis.region(first, row: 0).column - 24
      drawErrorBars(
        Region(column: parts.axis.column, row: parts.weights.row, columns: end - parts.axis.column, rows: 3), isLonger,
        at: playhead, in: &canvas)
    }
    // Labels stand beside the window, on the side that has room.
    let label = StyledText.kernel("w(a)") + .muted(" weight by age")
    let ages = StyledText.muted("age a")
    let row = parts.weights.row + parts.weights.rows / 2
    let right = parts.axis.region(now + 1, row: row).column + 1
    if right + label.columns <= canvas.size.columns {
      canvas.write(label, column: right, row: row)
      canvas.write(ages, column: right, row: parts.ages)
      let future = StyledText.muted("a < 0 is the future: w = 0")
      if parts.weights.rows > 2, right + future.columns <= canvas.size.columns {
        canvas.write(future, column: right, row: row + 1)
      }
    } else {
      let left = parts.axis.region(first, row: row).column - 1
      if left - label.columns >= 0 {
        canvas.write(label, column: left - label.columns, row: row)
        canvas.write(ages, column: left - ages.columns, row: parts.ages)
      }
    }
  }

  /// The rms errors as bars, over the seconds that all of them have.
  private func drawErrorBars(_ region: Region, _ isLonger: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    guard region.columns >= 24 else { return }
    let start = isLonger ? longer.first : track.first
    var errors: [(name: String, value: Float, role: Role)] = [
      ("readings", track.before(from: start), .input),
      ("s, \(track.window.weights.count)", track.after(from: start), .output),
    ]
    if isLonger { errors.append(("s, \(longer.window.weights.count)", longer.after(from: start), .other)) }
    let most = errors.map(\.value).max() ?? 1
    BarChart(
      errors.map { error in
        BarChart.Bar(
          StyledText(error.name), fraction: Double(error.value / max(most, 0.001)) * playhead.phase(0.5, 1),
          value: .strong(Self.km(error.value), error.role) + .muted(" km"), ink: .role(error.role))
      }
    ).draw(in: &canvas, region: region)
  }

  // MARK: In a high window

  /// All products of the second that the window stands at.
  private func drawProducts(_ moment: Moment, at playhead: Playhead, _ region: Region, in canvas: inout Canvas) {
    guard let now = now(moment, at: playhead) else { return }
    let products = Array(track.products(at: now).reversed())
    let isSummed = shownOutputs(moment, at: playhead) > now - track.first
    let limit = Double(track.readings.reduce(1) { max($0, abs($1)) })
    let heaviest = Double(track.window.weights.max() ?? 1)
    let scale = GridScale(columns: 8, rows: 2)
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
    let size = grid.size(at: scale)
    let total =
      StyledText.muted("Σ  ") + .output("s") + .muted("(\(now)) = ")
      + .active(isSummed ? Self.km(track.smoothed[now - track.first]) + " km" : "?")
    let place = region.centered(Size(columns: label + size.columns + 3 + total.columns, rows: size.rows + 1))
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
    canvas.write(total, column: origin.column + size.columns + 3, row: origin.row + 4)
  }

  /// How far readings and smoothed track are from the true one, over the same axis.
  private func drawErrors(
    _ moment: Moment, at playhead: Playhead, _ parts: Parts, _ region: Region, in canvas: inout Canvas
  ) {
    let chart = Region(
      column: parts.chart.column, row: region.row + 1, columns: parts.chart.columns, rows: region.rows - 1)
    func errors(_ values: [Float], _ first: Int) -> [Double] {
      values.enumerated().map { Double($1 - track.truth[first + $0]) }
    }
    let all = errors(track.readings, 0)
    let limit = max(1, (all + errors(longer.smoothed, longer.first)).map(abs).max() ?? 1).rounded(.up)
    var traces = [
      SignalChart.Trace([Double](repeating: 0, count: Self.count), mark: .dashes, ink: .role(.text))
    ]
    if moment == .longer {
      traces.append(
        SignalChart.Trace(
          errors(longer.smoothed, longer.first), first: longer.first, mark: .line, ink: .role(.other)))
    }
    traces.append(
      SignalChart.Trace(errors(track.smoothed, track.first), first: track.first, mark: .line, ink: .role(.output)))
    traces.append(SignalChart.Trace(all, mark: .points, ink: .role(.input)))
    SignalChart(traces, limits: -limit...limit).draw(in: &canvas, axis: parts.axis, region: chart)
    drawScale(-limit...limit, chart, parts, unit: "km", in: &canvas)
    canvas.write(.muted("errors: how far from the true track"), column: chart.column, row: region.row)
  }
}
