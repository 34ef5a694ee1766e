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
    let (left, right) = split(canvas.bounds)
    switch moment {
    case .one: return drawSingles(at: playhead, in: &canvas)
    case .echoes where right != nil: drawBoth(left, at: playhead, in: &canvas)
    case .pairs where right != nil: drawTable(swapped, moment, left, at: playhead, in: &canvas)
    case .echoes, .pairs: break
    case .swap: return drawSwap(at: playhead, in: &canvas)
    case .flip, .place, .sweep, .end: drawSlide(moment, left, at: playhead, in: &canvas)
    }
    if let region = right ?? (moment == .echoes || moment == .pairs ? canvas.bounds : nil) {
      drawTable(signals, moment, region, at: playhead, in: &canvas)
    }
  }

  /// In a wide window the table of all pairs stands beside the sliding kernel, or beside the table with exchanged roles:
  /// both ways to the same sums at once.
  private func split(_ region: Region) -> (left: Region, right: Region?) {
    let wanted = Self.tableLabel + 5 * signals.output.count
    let slots = signals.still.values.count + 2 * (signals.sliding.values.count - 1)
    guard region.columns >= wanted + 6 + Self.label + 5 * slots, region.rows >= 24 else { return (region, nil) }
    let (left, right) = region.splitRight(max(wanted, region.columns * 3 / 8))
    return (left.splitRight(4).rest, right)
  }

  static let label = 9
  static let tableLabel = 8

  /// Where the parts of the sliding figure stand: rows from top to bottom, on one axis of time.
  struct Parts {
    let axis: SignalAxis
    /// How high a strip of values is.
    let strip: Int
    /// How high bars are.
    let bars: Int
    let times: Int
    let still: Int
    let sliding: Int
    let products: Int
    let output: Int
    let label: Int

    init(_ signals: SignalConvolution, _ region: Region) {
      let (n, k) = (signals.still.values.count, signals.sliding.values.count)
      let slots = n + 2 * (k - 1)
      let pitch = min(max(2, (region.columns - DiscreteConvolutionScene.label) / slots), 11)
      let width = DiscreteConvolutionScene.label + pitch * slots
      label = region.column + max(0, region.columns - width) / 2
      axis = SignalAxis(column: label + DiscreteConvolutionScene.label + pitch * (k - 1), pitch: pitch)
      strip = region.rows >= 34 ? 3 : region.rows >= 26 ? 2 : 1
      // Beside two rows of bars: the times, four strips, the ages, and a row of air after each of x, w, the products, and
      // the whole.
      bars = max(0, (region.rows - 6 - 4 * strip) / 2)
      times = region.row + max(0, region.rows - 6 - 4 * strip - 2 * bars) / 2
      still = times + 1 + bars
      sliding = still + strip + 1
      products = sliding + strip + 2
      output = products + strip + 1 + bars
    }

    var scale: GridScale { GridScale(columns: axis.pitch, rows: strip) }
    /// The row in which a strip's numbers stand.
    func line(_ row: Int) -> Int { row + (strip - 1) / 2 }
    /// The row from which on the output's bars have room.
    var outputBars: Int { output - bars }
  }

  /// Numbers that stand beneath each other have their last digits in one column, those of the axis, too.
  func textColumns(_ parts: Parts) -> Int {
    let texts =
      [signals.still, signals.sliding].flatMap { signal in signal.values.indices.map(signal.text) }
      + signals.output.indices.map(signals.outputText)
      + signals.products.joined().map { GridConvolution.text($0.value) }
    return min(texts.reduce(1) { max($0, $1.count) }, parts.axis.pitch - 1)
  }

  /// The column in which a number's last digit stands.
  func digit(_ cell: Region, _ parts: Parts) -> Int {
    cell.column + min((cell.columns + textColumns(parts) + 1) / 2, cell.columns - 1) - 1
  }

  // MARK: Strips of numbers

  /// Numbers along the axis without cells: times, ages.
  func drawNumbers(
    _ name: String, _ numbers: some Sequence<(number: Int, slot: Double)>, row: Int, _ parts: Parts, active: Int? = nil,
    in canvas: inout Canvas
  ) {
    canvas.write(.muted(name), column: parts.label, row: row)
    let strip = SignalAxis(column: parts.axis.column, pitch: parts.axis.pitch)
    for (number, slot) in numbers {
      let isActive = number == active
      var cell = NumberGrid(rows: 1, columns: 1) { _, _ in
        NumberGrid.Element(
          "\(number)", ink: .role(isActive ? .active : .muted), paper: .role(.background), style: isActive ? .bold : [])
      }
      cell.reservedColumns = textColumns(parts)
      cell.draw(in: &canvas, at: strip.region(slot, row: row).origin, scale: GridScale(columns: strip.pitch, rows: 1))
    }
  }

  func drawTimes(_ parts: Parts, _ count: Int, active: Int? = nil, in canvas: inout Canvas) {
    drawNumbers(
      story.axes.times, (0..<count).map { ($0, Double($0)) }, row: parts.times, parts, active: active, in: &canvas)
  }

  func name(_ text: StyledText, _ row: Int, _ parts: Parts, in canvas: inout Canvas) {
    canvas.write(text, column: parts.label, row: parts.line(row))
  }

  /// Writes the values of a signal into a strip of cells, each where and on what paper `place` says; a value that stands on
  /// the screen twice can be pointed at once.
  func drawStrip(
    _ signal: SignalConvolution.Signal, _ parts: Parts, row: Int, isMarked: Bool = true, in canvas: inout Canvas,
    place: (Int) -> (paper: Tint, slot: Double, isBold: Bool)
  ) {
    for index in signal.values.indices {
      let (paper, slot, isBold) = place(index)
      var cell = NumberGrid(rows: 1, columns: 1) { _, _ in
        NumberGrid.Element(signal.text(index), paper: paper, style: isBold ? .bold : [])
      }
      cell.reservedColumns = textColumns(parts)
      let origin = parts.axis.region(slot, row: row).origin
      cell.draw(in: &canvas, at: origin, scale: parts.scale)
      guard isMarked else { continue }
      canvas.mark(
        Region(origin, Size(columns: parts.axis.pitch, rows: parts.strip)),
        as: Target(grid: signal.name, row: 0, column: index))
    }
  }

  /// The signal that stands still, as bars and in numbers.
  func drawStill(
    _ signals: SignalConvolution, _ parts: Parts, lit: Set<Int>, focus: Focus = .nothing, alone: Int? = nil,
    isMarked: Bool = true, in canvas: inout Canvas
  ) {
    let still = signals.still
    SignalBars(
      still.values.enumerated().map { index, value in
        SignalBars.Sample(Double(value), tint: .role(alone == nil || alone == index ? still.role : .faint))
      }
    ).draw(in: &canvas, axis: parts.axis, row: parts.still - parts.bars, rows: parts.bars)
    name(.strong(still.name, still.role) + .muted("(a)"), parts.still, parts, in: &canvas)
    drawStrip(still, parts, row: parts.still, isMarked: isMarked, in: &canvas) { index in
      let isPointed = focus == .still(index) && alone == nil
      let isLit = lit.contains(index)
      return (isPointed ? .role(.active) : .level(still.scale, isLit ? 1 : 0.4), Double(index), isLit)
    }
  }

  /// A contribution to an output, or an output: green, and the more so the larger; below zero on the signed scale.
  func paper(_ value: Float, limit: Double, most: Double = 0.6) -> Tint {
    value < 0
      ? .signed(0.8 * Double(value), limit: limit) : .level(.output, 0.15 + most * Double(value) / limit)
  }

  var productLimit: Double { signals.products.joined().reduce(1) { max($0, abs(Double($1.value))) } }

  // MARK: Both signals

  /// Both signals as they are given.
  private func drawBoth(_ region: Region, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(signals, region)
    let focus = focus(.echoes, at: playhead)
    drawTimes(parts, signals.still.values.count, in: &canvas)
    drawStill(signals, parts, lit: [], focus: focus, in: &canvas)
    drawGiven(parts, focus: focus, in: &canvas)
  }

  // MARK: The sliding kernel

  private func drawSlide(_ moment: Moment, _ region: Region, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(signals, region)
    let focus = focus(moment, at: playhead)
    let isAtWork = if case .place = moment { playhead.pointer == nil } else { false }
    let time: Int? = if case .output(let time) = focus { time } else { nil }
    let animation = Animation(playhead, products: time.map { signals.products[$0].count } ?? 0)
    let met = time.map { Set(signals.products[$0].map(\.time)) } ?? []
    drawTimes(parts, signals.output.count, active: time, in: &canvas)
    drawStill(signals, parts, lit: isAtWork && animation.travel < 1 ? [] : met, focus: focus, in: &canvas)
    let turn = moment == .flip ? cos(playhead.phase(0.1, 0.9) * Double.pi) : -1
    let position: Double =
      switch moment {
      case .place(let current) where isAtWork: Double(current) - (current > 0 ? 1 - animation.travel : 0)
      case .place(let current): Double(time ?? current)
      case .flip: Double(signals.flippedAt)
      case .sweep(let times): Double(time ?? times.upperBound)
      case .one, .echoes, .swap, .pairs, .end: Double(time ?? signals.output.count - 1)
      }
    drawSliding(signals, parts, turn: turn, position: position, focus: focus, in: &canvas)
    // As it was given, and as it slides: both stand there to compare.
    guard moment != .flip else { return drawGiven(parts, focus: focus, in: &canvas) }
    if let time { drawProducts(time, parts, shown: isAtWork ? animation.products : .max, in: &canvas) }
    drawOutput(
      moment, parts, at: playhead, active: isAtWork && animation.landing == 0 ? nil : time,
      isLanded: !isAtWork || animation.isLanded, in: &canvas)
  }

  /// The kernel as it is given, with bars of its own, where the output will be.
  private func drawGiven(_ parts: Parts, focus: Focus, in canvas: inout Canvas) {
    let sliding = signals.sliding
    drawNumbers(
      story.axes.weights, sliding.values.indices.map { ($0, Double($0)) }, row: parts.outputBars - 1, parts, in: &canvas
    )
    SignalBars(sliding.values.map { SignalBars.Sample(Double($0), tint: .role(sliding.role)) }).draw(
      in: &canvas, axis: parts.axis, row: parts.outputBars, rows: parts.bars)
    name(.strong(sliding.name, sliding.role) + .muted("(b)"), parts.output, parts, in: &canvas)
    drawStrip(sliding, parts, row: parts.output, in: &canvas) { age in
      (focus == .sliding(age) ? .role(.active) : .level(sliding.scale, 0.75), Double(age), true)
    }
  }

  /// The kernel beneath the signal with its ages. `turn` is 1 as it stands, −1 flipped, and between while it turns.
  func drawSliding(
    _ signals: SignalConvolution, _ parts: Parts, turn: Double, position: Double, focus: Focus = .nothing,
    in canvas: inout Canvas
  ) {
    let sliding = signals.sliding
    let k = sliding.values.count
    let first = position - Double(k - 1)
    name(
      .strong(sliding.name, sliding.role) + .muted(turn > 0 ? "(b)" : "(t − a)"), parts.sliding, parts, in: &canvas)
    let ages = parts.sliding + parts.strip
    if abs(turn) > 0.99 {
      func slot(_ age: Int) -> Double { first + Double(turn > 0 ? age : k - 1 - age) }
      drawStrip(sliding, parts, row: parts.sliding, in: &canvas) { age in
        (focus == .sliding(age) ? .role(.active) : .level(sliding.scale, 0.75), slot(age), true)
      }
      return drawNumbers(
        turn > 0 ? story.axes.weights : "t − a", sliding.values.indices.map { ($0, slot($0)) }, row: ages, parts,
        in: &canvas)
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
          in: Region(column: cell.column, row: parts.line(cell.row), columns: cell.columns, rows: 1), align: .center,
          ink: .role(.legible))
      }
    }
  }

  private func drawProducts(_ time: Int, _ parts: Parts, shown: Int, in canvas: inout Canvas) {
    name(
      .strong(signals.still.name, signals.still.role) + .muted(" · ")
        + .strong(signals.sliding.name, signals.sliding.role), parts.products, parts, in: &canvas)
    for (index, product) in signals.products[time].enumerated() {
      let isKnown = index < shown
      let paper = isKnown ? paper(product.value, limit: productLimit) : .role(.panel)
      var cell = NumberGrid(rows: 1, columns: 1) { _, _ in
        NumberGrid.Element(
          isKnown ? GridConvolution.text(product.value) : "·", ink: .role(isKnown ? .legible : .muted), paper: paper)
      }
      cell.reservedColumns = textColumns(parts)
      let place = parts.axis.region(product.time, row: parts.products)
      cell.draw(in: &canvas, at: place.origin, scale: parts.scale)
      guard index > 0, isKnown else { continue }
      // Half-way between the two numbers.
      let row = parts.line(parts.products)
      let end = digit(place, parts)
      let column = (2 * end - parts.axis.pitch - GridConvolution.text(product.value).count + 1) / 2
      if !canvas[column, row].isText {
        canvas[column, row] = Cell("+", ink: .role(.legible), paper: canvas[column, row].paper)
      }
    }
  }

  private func drawOutput(
    _ moment: Moment, _ parts: Parts, at playhead: Playhead, active: Int?, isLanded: Bool, in canvas: inout Canvas
  ) {
    let shown = shownOutputs(moment, at: playhead)
    name(.output("s") + .muted("(t)"), parts.output, parts, in: &canvas)
    drawOutputBars(signals.output, shown: shown, active: active, parts.outputBars, parts.bars, parts, in: &canvas)
    let still: Int? = if case .still(let time) = focus(moment, at: playhead) { time } else { nil }
    let reached = still.map { $0..<$0 + signals.sliding.values.count } ?? 0..<0
    drawOutputs(
      outputGrid(signals, shown: shown, active: active, isLanded: isLanded, reached: reached), row: parts.output, parts,
      in: &canvas)
  }

  func drawOutputBars(
    _ output: [Float], shown: Int, active: Int? = nil, _ row: Int, _ rows: Int, _ parts: Parts, in canvas: inout Canvas
  ) {
    let values = output.map(Double.init)
    SignalBars(
      values.prefix(shown).enumerated().map { index, value in
        SignalBars.Sample(value, tint: .role(index == active ? .active : .output))
      }, limits: min(0, values.min() ?? 0)...max(1, values.max() ?? 0)
    ).draw(in: &canvas, axis: parts.axis, row: row, rows: rows)
  }

  func outputGrid(
    _ signals: SignalConvolution, shown: Int, active: Int? = nil, isLanded: Bool = true, reached: Range<Int> = 0..<0,
    name: String? = "s"
  ) -> NumberGrid {
    let limit = signals.output.reduce(1) { max($0, abs(Double($1))) }
    return NumberGrid(name: name, rows: 1, columns: signals.output.count) { _, time in
      guard time < shown || time == active else { return NumberGrid.Element("·", ink: .role(.muted)) }
      if time == active {
        return NumberGrid.Element(isLanded ? signals.outputText(time) : "?", paper: .role(.active), style: .bold)
      }
      return NumberGrid.Element(
        signals.outputText(time),
        paper: reached.contains(time) ? .level(.kernel, 0.6) : paper(signals.output[time], limit: limit),
        style: reached.contains(time) ? .bold : [])
    }
  }
}
