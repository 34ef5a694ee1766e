import CellCanvas
import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension DiscreteConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .pairs: drawPairs(moment, canvas.bounds, at: playhead, in: &canvas)
    case .swap: drawSwap(at: playhead, in: &canvas)
    case .start, .flip, .length, .place, .end:
      let (left, right) = split(canvas.bounds)
      drawSlide(moment, left, at: playhead, in: &canvas)
      if let right { drawPairs(moment, right, at: playhead, in: &canvas) }
    }
  }

  /// In a wide window the table of all pairs stands beside the sliding kernel: both ways to the same sums at once.
  private func split(_ region: Region) -> (left: Region, right: Region?) {
    let wanted = Self.tableLabel + 5 * signals.output.count
    let slots = signals.still.values.count + 2 * (signals.sliding.values.count - 1)
    guard region.columns >= wanted + 6 + Self.label + 5 * slots, region.rows >= 24 else { return (region, nil) }
    let (left, right) = region.splitRight(max(wanted, region.columns * 3 / 8))
    return (left.splitRight(4).rest, right)
  }

  private static let label = 9
  private static let tableLabel = 8

  /// Where the parts of the sliding figure stand.
  private struct Parts {
    let axis: SignalAxis
    let strip: Int
    let bars: Int
    let still: Int
    let sliding: Int
    let products: Int
    let output: Int
    let label: Int

    init(_ signals: SignalConvolution, _ region: Region, hasProducts: Bool = true) {
      let (n, k) = (signals.still.values.count, signals.sliding.values.count)
      let slots = n + 2 * (k - 1)
      let pitch = min(max(2, (region.columns - DiscreteConvolutionScene.label) / slots), 11)
      let width = DiscreteConvolutionScene.label + pitch * slots
      label = region.column + max(0, region.columns - width) / 2
      axis = SignalAxis(column: label + DiscreteConvolutionScene.label + pitch * (k - 1), pitch: pitch)
      strip = region.rows >= 34 ? 3 : region.rows >= 26 ? 2 : 1
      // Beside the bars: the times, four strips, the ages, and a row of air after x, w and the products.
      bars = max(0, (region.rows - 5 - 4 * strip) / 2)
      let top = region.row + max(0, region.rows - 5 - 4 * strip - 2 * bars) / 2
      still = top + 1 + bars
      sliding = still + strip + 1
      products = sliding + strip + 2
      output = products + strip + bars
    }

    var scale: GridScale { GridScale(columns: axis.pitch, rows: strip) }
  }

  // MARK: The sliding kernel

  private func drawSlide(_ moment: Moment, _ region: Region, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(signals, region)
    let focus = focus(moment, at: playhead)
    let isAtWork = if case .place = moment { playhead.pointer == nil } else { false }
    let time: Int? = if case .output(let time) = focus { time } else { nil }
    let animation = Animation(playhead, products: time.map { signals.products[$0].count } ?? 0)
    let k = signals.sliding.values.count

    let met = time.map { Set(signals.products[$0].map(\.time)) } ?? []
    // How many outputs there will be is asked before it is shown.
    let isCounted = moment != .start && moment != .flip
    drawTimes(parts, isCounted ? signals.output.count : signals.still.values.count, active: time, in: &canvas)
    drawStill(signals, parts, lit: isAtWork && animation.travel < 1 ? [] : met, focus: focus, in: &canvas)
    guard moment != .start else { return drawKernelAlone(parts, focus: focus, in: &canvas) }
    let position: Double
    switch moment {
    case .length: position = playhead.phase(0.05, 0.95) * Double(signals.output.count - 1)
    case .place(let current) where isAtWork:
      position = Double(current) - (current > 0 ? 1 - animation.travel : 0)
    case .flip: position = Double(k - 1)
    case .place(let current): position = Double(time ?? current)
    default: position = Double(time ?? signals.output.count - 1)
    }
    let turn = moment == .flip ? cos(playhead.phase(0.1, 0.9) * Double.pi) : -1
    drawSliding(signals, parts, turn: turn, position: position, focus: focus, in: &canvas)
    guard isCounted else {
      // As it was given, and as it slides: both stand there to compare.
      return drawKernelAlone(parts, focus: focus, in: &canvas)
    }
    if let time {
      drawProducts(time, parts, shown: isAtWork ? animation.products : .max, in: &canvas)
    }
    let landed = !isAtWork || animation.isLanded
    drawOutput(
      moment, parts, at: playhead, active: isAtWork && animation.landing == 0 ? nil : time, isLanded: landed,
      in: &canvas)
  }

  private func drawTimes(_ parts: Parts, _ count: Int, active time: Int? = nil, in canvas: inout Canvas) {
    let row = parts.still - parts.bars - 1
    canvas.write(.muted("time"), column: parts.label, row: row)
    parts.axis.ticks(0..<count, in: &canvas, row: row)
    if let time {
      canvas.write(
        .active("\(time)"), in: parts.axis.region(time, row: row), align: .center)
    }
  }

  /// The kernel as it is given, with bars of its own, where the output will be.
  private func drawKernelAlone(_ parts: Parts, focus: Focus, in canvas: inout Canvas) {
    let sliding = signals.sliding
    SignalBars(sliding.values.map { SignalBars.Sample(Double($0), tint: .role(sliding.role)) }).draw(
      in: &canvas, axis: parts.axis, row: parts.output - parts.bars, rows: parts.bars)
    name(.strong(sliding.name, sliding.role) + .muted("(b)"), parts.output, parts, in: &canvas)
    drawStrip(sliding, parts, row: parts.output, in: &canvas) { age in
      (focus == .sliding(age) ? .role(.active) : .level(sliding.scale, 0.75), Double(age), true)
    }
    let row = parts.output - parts.bars - 1
    canvas.write(.muted("age"), column: parts.label, row: row)
    parts.axis.ticks(sliding.values.indices, in: &canvas, row: row)
  }

  private func name(_ text: StyledText, _ row: Int, _ parts: Parts, in canvas: inout Canvas) {
    canvas.write(text, column: parts.label, row: row + (parts.strip - 1) / 2)
  }

  private func drawStill(
    _ signals: SignalConvolution, _ parts: Parts, lit: Set<Int>, focus: Focus = .nothing, in canvas: inout Canvas
  ) {
    let still = signals.still
    SignalBars(still.values.map { SignalBars.Sample(Double($0), tint: .role(still.role)) }).draw(
      in: &canvas, axis: parts.axis, row: parts.still - parts.bars, rows: parts.bars)
    name(.strong(still.name, still.role) + .muted("(a)"), parts.still, parts, in: &canvas)
    drawStrip(still, parts, row: parts.still, in: &canvas) { index in
      let isPointed = focus == .still(index)
      return (
        isPointed ? .role(.active) : .level(still.scale, lit.contains(index) ? 1 : 0.4), Double(index),
        lit.contains(index)
      )
    }
  }

  /// Writes the values of a signal into a strip of cells, each where and on what paper `place` says.
  private func drawStrip(
    _ signal: SignalConvolution.Signal, _ parts: Parts, row: Int, in canvas: inout Canvas,
    place: (Int) -> (paper: Tint, slot: Double, isBold: Bool)
  ) {
    let widest = signal.values.indices.reduce(1) { max($0, signal.text($1).count) }
    for index in signal.values.indices {
      let (paper, slot, isBold) = place(index)
      var cell = NumberGrid(rows: 1, columns: 1) { _, _ in
        NumberGrid.Element(signal.text(index), paper: paper, style: isBold ? .bold : [])
      }
      cell.reservedColumns = widest
      let origin = parts.axis.region(slot, row: row).origin
      cell.draw(in: &canvas, at: origin, scale: parts.scale)
      canvas.mark(
        Region(origin, Size(columns: parts.axis.pitch, rows: parts.strip)),
        as: Target(grid: signal.name, row: 0, column: index))
    }
  }

  /// The kernel beneath the signal with its ages. `turn` is 1 as it stands, −1 flipped, and between while it turns.
  private func drawSliding(
    _ signals: SignalConvolution, _ parts: Parts, turn: Double, position: Double, focus: Focus = .nothing,
    in canvas: inout Canvas
  ) {
    let sliding = signals.sliding
    let k = sliding.values.count
    let first = position - Double(k - 1)
    let symbol: StyledText = turn > 0 ? .muted("(b)") : .muted("(t − a)")
    name(.strong(sliding.name, sliding.role) + symbol, parts.sliding, parts, in: &canvas)
    let ages = parts.sliding + parts.strip
    canvas.write(.muted(turn > 0 ? "b" : "age"), column: parts.label, row: ages)
    if abs(turn) > 0.99 {
      func slot(_ age: Int) -> Double { first + Double(turn > 0 ? age : k - 1 - age) }
      drawStrip(sliding, parts, row: parts.sliding, in: &canvas) { age in
        (focus == .sliding(age) ? .role(.active) : .level(sliding.scale, 0.75), slot(age), true)
      }
      for age in sliding.values.indices where parts.axis.pitch > "\(age)".count {
        canvas.write(.muted("\(age)"), in: parts.axis.region(slot(age), row: ages), align: .center)
      }
      return
    }
    // Half way round only the edge is seen: cells too narrow for their numbers.
    let middle = Double(parts.axis.column) + (first + Double(k) / 2) * Double(parts.axis.pitch)
    for age in sliding.values.indices {
      let edges = [Double(age), Double(age + 1)].map {
        Int((middle + turn * ($0 - Double(k) / 2) * Double(parts.axis.pitch)).rounded())
      }
      let cell = Region(
        column: min(edges[0], edges[1]), row: parts.sliding, columns: abs(edges[1] - edges[0]), rows: parts.strip)
      guard cell.columns > 0 else { continue }
      canvas.fill(cell, with: Cell(paper: .level(sliding.scale, 0.45 + 0.3 * Double(age % 2))))
      if cell.columns > sliding.text(age).count + 1 {
        canvas.write(
          StyledText(sliding.text(age)),
          in: Region(column: cell.column, row: cell.row + (cell.rows - 1) / 2, columns: cell.columns, rows: 1),
          align: .center, ink: .role(.legible))
      }
    }
  }

  private func drawProducts(_ time: Int, _ parts: Parts, shown: Int, in canvas: inout Canvas) {
    name(
      .strong(signals.still.name, signals.still.role) + .muted(" · ")
        + .strong(signals.sliding.name, signals.sliding.role),
      parts.products, parts, in: &canvas)
    let products = signals.products[time]
    let limit = signals.products.joined().reduce(1) { max($0, abs(Double($1.value))) }
    let widest = signals.products.joined().reduce(1) { max($0, GridConvolution.text($1.value).count) }
    for (index, product) in products.enumerated() {
      let isKnown = index < shown
      var cell = NumberGrid(rows: 1, columns: 1) { _, _ in
        NumberGrid.Element(
          isKnown ? GridConvolution.text(product.value) : "·",
          ink: isKnown ? .role(.legible) : .role(.muted),
          paper: isKnown ? .signed(0.7 * Double(product.value), limit: limit) : .role(.panel))
      }
      cell.reservedColumns = widest
      cell.draw(
        in: &canvas, at: parts.axis.region(product.time, row: parts.products).origin, scale: parts.scale)
      if index > 0, isKnown {
        let column = parts.axis.region(product.time, row: 0).column
        canvas[column, parts.products + (parts.strip - 1) / 2] = Cell(
          "+", ink: .role(.muted), paper: .signed(0.7 * Double(product.value), limit: limit))
      }
    }
  }

  private func drawOutput(
    _ moment: Moment, _ parts: Parts, at playhead: Playhead, active: Int?, isLanded: Bool, in canvas: inout Canvas
  ) {
    let shown = shownOutputs(moment, at: playhead)
    let focus = focus(moment, at: playhead)
    name(.output("s") + .muted("(t)"), parts.output, parts, in: &canvas)
    let values = signals.output.map(Double.init)
    SignalBars(
      values.prefix(shown).enumerated().map { index, value in
        SignalBars.Sample(value, tint: index == active ? .role(.active) : .role(.output))
      }, limits: min(0, values.min() ?? 0)...max(1, values.max() ?? 0)
    ).draw(in: &canvas, axis: parts.axis, row: parts.output - parts.bars, rows: parts.bars)
    let still: Int? = if case .still(let time) = focus { time } else { nil }
    let reached = still.map { $0..<$0 + signals.sliding.values.count } ?? 0..<0
    let grid = outputGrid(values: signals, shown: shown, active: active, isLanded: isLanded, reached: reached)
    grid.draw(in: &canvas, at: parts.axis.region(0, row: parts.output).origin, scale: parts.scale)
  }

  private func outputGrid(
    values signals: SignalConvolution, shown: Int, active: Int? = nil, isLanded: Bool = true,
    reached: Range<Int> = 0..<0, name: String? = "s"
  ) -> NumberGrid {
    let limit = signals.output.reduce(1) { max($0, abs(Double($1))) }
    var grid = NumberGrid(name: name, rows: 1, columns: signals.output.count) { _, time in
      guard time < shown || time == active else { return NumberGrid.Element("·", ink: .role(.muted)) }
      if time == active {
        return NumberGrid.Element(
          isLanded ? signals.outputText(time) : "?", paper: .role(.active), style: .bold)
      }
      let value = Double(signals.output[time])
      return NumberGrid.Element(
        signals.outputText(time),
        paper: reached.contains(time)
          ? .level(.kernel, 0.6)
          : value < 0 ? .signed(0.8 * value, limit: limit) : .level(.output, 0.15 + 0.6 * value / limit),
        style: reached.contains(time) ? .bold : [])
    }
    grid.reservedColumns = signals.output.indices.reduce(1) { max($0, signals.outputText($1).count) }
    return grid
  }

  // MARK: Roles exchanged

  private func drawSwap(at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(swapped, canvas.bounds)
    let position = playhead.phase(0.05, 0.85) * Double(swapped.output.count - 1)
    let isDone = playhead.phase(0.85, 1) >= 1
    let shown = isDone ? swapped.output.count : Int(position)
    drawTimes(parts, swapped.output.count, in: &canvas)
    let met = swapped.products[min(Int(position.rounded()), swapped.output.count - 1)].map(\.time)
    drawStill(swapped, parts, lit: isDone ? [] : Set(met), in: &canvas)
    drawSliding(swapped, parts, turn: -1, position: position, in: &canvas)
    // Both results one beneath the other, in the room of the products and the output, and the bars between them.
    let rows = (new: parts.products, old: parts.output)
    let marks = rows.new + parts.strip
    func title(_ signals: SignalConvolution, _ row: Int) {
      name(
        .strong(signals.still.name, signals.still.role) + .muted(" ∗ ")
          + .strong(signals.sliding.name, signals.sliding.role), row, parts, in: &canvas)
    }
    title(swapped, rows.new)
    outputGrid(values: swapped, shown: shown, name: nil).draw(
      in: &canvas, at: parts.axis.region(0, row: rows.new).origin, scale: parts.scale)
    let values = swapped.output.map(Double.init)
    SignalBars(
      values.prefix(shown).map { SignalBars.Sample($0, tint: .role(.output)) },
      limits: min(0, values.min() ?? 0)...max(1, values.max() ?? 0)
    ).draw(in: &canvas, axis: parts.axis, row: marks + 1, rows: rows.old - marks - 1)
    title(signals, rows.old)
    outputGrid(values: signals, shown: signals.output.count).draw(
      in: &canvas, at: parts.axis.region(0, row: rows.old).origin, scale: parts.scale)
    for time in 0..<shown {
      let agrees = swapped.output[time] == signals.output[time]
      canvas.write(
        .strong(agrees ? "=" : "≠", agrees ? .correct : .wrong),
        in: parts.axis.region(time, row: marks), align: .center)
    }
  }

  // MARK: Every pair once

  /// The table of all products, a row for each value that stands still, each at the time where it lands. Before the
  /// places are counted it has only the echo of the first value.
  private func drawPairs(_ moment: Moment, _ region: Region, at playhead: Playhead, in canvas: inout Canvas) {
    let isStep = moment == .pairs
    let isCounted = moment != .start && moment != .flip
    let (n, count) = (signals.still.values.count, signals.output.count)
    let focus = focus(moment, at: playhead)
    let time: Int? = if case .output(let time) = focus { time } else { nil }
    let shown = isStep || !isCounted ? count : shownOutputs(moment, at: playhead)
    let rows = !isCounted ? 1 : isStep ? Int((playhead.phase(0, 0.8) * Double(n)).rounded()) : n
    let pitch = min(max(2, (region.columns - Self.tableLabel) / count), 11)
    let height = min(max(1, (region.rows - 3) / (n + 1)), isStep ? 4 : 3)
    let scale = GridScale(columns: pitch, rows: height)
    let whole = Size(columns: Self.tableLabel + pitch * count, rows: 2 + height * (n + 1))
    let place = region.centered(whole)
    let axis = SignalAxis(column: place.column + Self.tableLabel, pitch: pitch)
    axis.ticks(0..<(isCounted ? count : signals.sliding.values.count), in: &canvas, row: place.row)
    canvas.write(.muted("t"), column: place.column, row: place.row)
    let limit = signals.products.joined().reduce(1) { max($0, abs(Double($1.value))) }
    var table = NumberGrid(rows: n, columns: count) { row, column in
      let isKnown = row < rows && (column < shown || column == time)
      guard isCounted || row < rows, let product = signals.products[column].first(where: { $0.time == row }) else {
        return NumberGrid.Element(paper: .role(.background))
      }
      guard isKnown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let isLit = column == time
      return NumberGrid.Element(
        GridConvolution.text(product.value),
        paper: isLit
          ? .level(.kernel, 0.6)
          : product.value < 0
            ? .signed(0.7 * Double(product.value), limit: limit)
            : .level(.input, 0.15 + 0.5 * Double(product.value) / limit),
        style: isLit ? .bold : [])
    }
    table.reservedColumns = signals.products.joined().reduce(1) { max($0, GridConvolution.text($1.value).count) }
    let top = Point(column: axis.column, row: place.row + 1)
    table.draw(in: &canvas, at: top, scale: scale)
    for row in 0..<(isCounted ? n : rows) {
      canvas.write(
        .strong(signals.still.text(row), signals.still.role) + .muted(" · ")
          + .strong(signals.sliding.name, signals.sliding.role),
        column: place.column, row: top.row + row * height + (height - 1) / 2)
    }
    guard isCounted else {
      let text = StyledText.muted("the echo of the first clap alone")
      canvas.write(text, column: max(0, min(place.column, region.endColumn - text.columns)), row: top.row + height + 1)
      return
    }
    let sums = top.row + n * height
    canvas.write(.muted("Σ  ") + .output("s"), column: place.column, row: sums + 1 + (height - 1) / 2)
    for column in axis.column..<axis.column + pitch * count {
      canvas[column, sums] = Cell("─", ink: .role(.faint))
    }
    let isSummed = isStep ? playhead.phase(0.8, 1) >= 1 : true
    outputGrid(
      values: signals, shown: isSummed ? shown : 0, active: isStep ? nil : time.flatMap { $0 < shown ? $0 : nil },
      name: isStep ? "s" : nil
    ).draw(in: &canvas, at: Point(column: axis.column, row: sums + 1), scale: scale)
  }
}
