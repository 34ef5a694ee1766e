import CellCanvas
import ConvolutionEngine

// The true track beside the smoothed ones: errors and lags.

extension NoisySensorScene {
  // MARK: The truth

  func drawTruth(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
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
      [("error of x", errors.readings, .input), ("error of s", errors.smoothed, .output)],
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
    let most = traces.flatMap(\.values).map(abs).max() ?? 1
    drawSeconds(traces, most: most, name + .muted(", second by second"), region, in: &canvas)
  }

  /// By how much a reading differs from the one before, as far as they are known: no ship moves like that.
  func drawJumps(_ known: Int, _ region: Region, in canvas: inout Canvas) {
    let jumps = zip(track.readings.dropFirst(), track.readings).map { $0 - $1 }
    drawSeconds(
      [trace(jumps.prefix(max(0, known - 1)), from: 1, .points, .input)], most: Double(jumps.map(abs).max() ?? 1),
      .muted("how far ") + .input("x") + .muted(" jumps from one second to the next"), region, in: &canvas)
  }

  /// Differences at every second on a scale with 0 in its middle.
  private func drawSeconds(
    _ traces: [SignalChart.Trace], most: Double, _ name: StyledText, _ region: Region, in canvas: inout Canvas
  ) {
    let limit = max(1, most).rounded(.up)
    let pitch = max(1, (region.columns - 4) / Self.count)
    let chart = Region(
      column: region.column + 4, row: region.row + 1, columns: pitch * Self.count, rows: region.rows - 1)
    SignalChart([trace([Float](repeating: 0, count: Self.count), .dashes, .faint)] + traces, limits: -limit...limit)
      .draw(in: &canvas, axis: SignalAxis(column: chart.column, pitch: pitch), region: chart)
    drawScale(-limit...limit, chart, in: &canvas)
    canvas.write(name, column: chart.column, row: region.row)
  }

  // MARK: The lag

  /// The climb enlarged, with what each window makes of it, and by how much that is late as a distance.
  func drawLags(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let tracks = moment == .parts ? [track] : [track, longer]
    let roles: [Role] = [.output, .other]
    let isOne = tracks.count == 1
    let delays = tracks.compactMap { $0.delay(at: height) }
    let from = max(0, Int(delays.map(\.lowerBound).min() ?? 16) - 6)
    let to = min(Self.count - 1, Int(delays.map(\.upperBound).max() ?? 24) + 5)
    let seconds = from...to
    let values = tracks.flatMap { track in
      seconds.flatMap { second in
        [track.truth[second]]
          + (second < track.first ? [] : [track.smoothed(at: second), track.late[second - track.first]])
      }
    }
    let limits = Self.limits(values, step: 5)
    let parts = Parts(canvas.bounds, seconds, limits, below: isOne ? 2 : 4, gap: 1)
    drawBand(moment, at: playhead, parts, in: &canvas)
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
    if let start = delays.first.map({ Int($0.lowerBound) }) {
      // Where the arrow begins the track has no gap.
      traces.append(trace(track.truth[start...start + 1], from: start, .line, .text))
    }
    let legend: [StyledText] =
      isOne
      ? [name(track, .output), .muted("▬▬ s without noise"), Self.truthName]
      : [.muted("s without noise:")] + zip(tracks, roles).map { name($0, $1, what: "") } + [Self.truthName]
    drawChart(traces, legend, limits: limits, parts, seconds, in: &canvas)
    drawDelays(delays, isOne ? [.active] : roles, limits: limits, playhead.phase(0.6, 1), parts, in: &canvas)
    drawShares(zip(tracks, roles).map { ($0, $1) }, playhead.phase(0.5, 1), parts.below, in: &canvas)
    if let detail = parts.detail { drawErrors(of: tracks, detail, in: &canvas) }
  }

  /// By how much each window is late: one arrow from the true track, with a head at each curve, the last one beneath.
  private func drawDelays(
    _ delays: [ClosedRange<Double>], _ roles: [Role], limits: ClosedRange<Double>, _ drawn: Double, _ parts: Parts,
    in canvas: inout Canvas
  ) {
    let row = SignalChart([], limits: limits).row(of: Double(height), in: parts.chart)
    var end = 0
    let ends = delays.map { delay in
      end = max(end, SignalChart.column(of: delay.lowerBound, on: parts.axis)) + 1
      end = max(end, SignalChart.column(of: delay.upperBound, on: parts.axis))
      return (start: SignalChart.column(of: delay.lowerBound, on: parts.axis) + 1, end: end)
    }
    for (start, end) in ends.reversed() {
      canvas.arrow(column: start, row: row, columns: end - start + 1, ink: .role(.active), progress: drawn)
    }
    guard drawn > 0 else { return }
    for (index, (delay, end)) in zip(delays, ends).enumerated() {
      let label = StyledText.strong(Self.late(delay) + " seconds late", roles[index])
      write(label, from: end.start, to: end.end, row: row, isLeft: index == 0, parts.chart, in: &canvas)
    }
  }

  /// Writes the name of an arrow where no curve is: left of it on its row, or else on the next row above that has room, or
  /// right of it, or else on the next row below.
  private func write(
    _ label: StyledText, from: Int, to: Int, row: Int, isLeft: Bool, _ chart: Region, in canvas: inout Canvas
  ) {
    let (left, right) = (
      max(chart.column, from - 2 - label.columns), min(to + 2, chart.endColumn - label.columns)
    )
    let above = (chart.row...row).reversed().map { Point(column: left, row: $0) }
    let below = (row..<chart.endRow).map { Point(column: right, row: $0) }
    let place = (isLeft ? above + below : below + above).first { place in
      (place.column - 1...place.column + label.columns).allSatisfy { canvas[$0, place.row].glyph == " " }
    }
    if let place { canvas.write(label, column: place.column, row: place.row) }
  }

  /// The height at which it is measured how late the windows are, one for both and for all steps: the nearest to half-way
  /// up at which they are so by their mean ages, in the decimals that are shown. There the climb is as good as straight.
  var height: Float {
    let heights: [Float] = [50] + (1...8).flatMap { [50 - Float($0), 50 + Float($0)] }
    func misses(_ height: Float) -> Int {
      (isLateByMeanAge(track, at: height) ? 0 : 2) + (isLateByMeanAge(longer, at: height) ? 0 : 1)
    }
    return heights.min { misses($0) < misses($1) } ?? 50
  }

  /// How late a window is, as it is shown.
  static func late(_ delay: ClosedRange<Double>) -> String {
    NumberText.fixed(delay.upperBound - delay.lowerBound, decimals: 1)
  }

  /// Whether a window is as late at this height as on a straight climb, in the decimals that are shown.
  private func isLateByMeanAge(_ track: SmoothedTrack, at height: Float) -> Bool {
    track.delay(at: height).map(Self.late) == Self.km(track.window.lag)
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
        [("error of x", all[0].readings, .input), ("error of s", all[0].smoothed, .output)], most: most, grown,
        halves[0],
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
