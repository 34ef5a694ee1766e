import CellCanvas
import ConvolutionEngine

extension ChannelsScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Layout(layer, in: canvas.bounds)
    let summation = summation(moment, at: playhead)
    for channel in 0..<layer.channels { drawInput(channel, moment, summation, parts, at: playhead, in: &canvas) }
    for filter in 0..<layer.filters {
      if case .start = moment {
        if filter == chosen { drawHalfFilter(parts, in: &canvas) }
      } else {
        drawFilter(filter, moment, summation, parts, at: playhead, in: &canvas)
      }
    }
    if let summation {
      drawLedger(summation, in: &canvas, parts.ledger)
    } else {
      drawFacts(moment, in: &canvas, parts.ledger)
    }
  }

  // MARK: The input

  private func drawInput(
    _ channel: Int, _ moment: Moment, _ summation: Summation?, _ parts: Layout, at playhead: Playhead,
    in canvas: inout Canvas
  ) {
    var covered: [Settings.Place: Float] = [:]
    var shown = Int.max
    var active: Settings.Place?
    if let summation, summation.travel >= 1 {
      let isBegun = if case .channel(let current) = moment { channel <= current } else { true }
      if isBegun || playhead.pointer != nil {
        covered = layer.slices[summation.filter][channel].covered(summation.place)
      }
      shown = summation.products[channel]
    }
    switch playhead.pointer.map(focus(on:)) {
    case .weight(let place, channel, let filter): covered = layer.slices[filter][channel].touched(by: place)
    case .input(let place, channel): active = place
    default: break
    }
    var grid = layer.slices[chosen][channel].inputGrid(
      name: Self.values.name, covered: covered, shown: shown, active: active)
    grid.title = .input(Self.channelNames[channel]) + .muted(" \(grid.rows) × \(grid.columns)")
    grid.first.column = channel * layer.input.shape.width
    let drawn = grid.draw(in: &canvas, at: parts.input(channel), scale: parts.inputScale)
    if let summation, summation.travel < 1, case .place(let index) = moment {
      drawWindow(on: drawn, to: index, travel: summation.travel, in: &canvas)
    }
  }

  /// The window on its way from the place before, painted over the input between its cells.
  private func drawWindow(on input: GridPlacement, to index: Int, travel: Double, in canvas: inout Canvas) {
    let (here, before) = (layer.place(index), layer.place(index - 1))
    let stride = Double(layer.geometry.window.stride)
    canvas.paint(
      input.window(
        row: (Double(before.row) + travel * Double(here.row - before.row)) * stride,
        column: (Double(before.column) + travel * Double(here.column - before.column)) * stride,
        rows: layer.kernelSize, columns: layer.kernelSize), paper: .level(.kernel, 0.5))
  }

  // MARK: The filters

  /// A slice for one channel, and nothing yet for the others.
  private func drawHalfFilter(_ parts: Layout, in canvas: inout Canvas) {
    canvas.write(.kernel("kernel") + .muted(" \(layer.kernelSize) × \(layer.kernelSize)"), at: parts.filterTitle(0))
    var grid = layer.slices[chosen][0].kernelGrid()
    grid.title = ""
    grid.draw(in: &canvas, at: parts.slice(0, filter: 0), scale: parts.kernelScale)
    for channel in 1..<layer.channels {
      let place = Region(parts.slice(channel, filter: 0), grid.size(at: parts.kernelScale))
      canvas.frame(place, ink: .role(.muted))
      canvas.write(.active("?"), at: place.centered(Size(columns: 1, rows: 1)).origin)
    }
    canvas.write(.muted("seen together"), at: Point(column: parts.ledger.column, row: parts.filterTitle(0).row))
    colors.draw(in: &canvas, region: parts.colors)
  }

  /// The three channels as one picture in colours.
  private var colors: Picture {
    let brightest = layer.input.values.reduce(1) { max($0, $1) }
    return Picture(
      width: layer.input.shape.width, height: layer.input.shape.height,
      bytes: layer.input.values.map { UInt8(255 * $0 / brightest) })
  }

  private func drawFilter(
    _ filter: Int, _ moment: Moment, _ summation: Summation?, _ parts: Layout, at playhead: Playhead,
    in canvas: inout Canvas
  ) {
    let isAtWork = summation?.filter == filter
    let sides = "\(layer.kernelSize) × \(layer.kernelSize) × \(layer.channels)"
    canvas.write(
      (isAtWork ? .active("▸ ") : "  ") + .kernel("filter \(filter + 1)") + .muted("  \(sides)"),
      at: parts.filterTitle(filter))
    let focus = playhead.pointer.map(focus(on:)) ?? .nothing
    for channel in 0..<layer.channels {
      var active: Settings.Place?
      if case .weight(let place, channel, filter) = focus { active = place }
      let slice = layer.slices[filter][channel]
      var grid = slice.kernelGrid(name: Self.weights.name, active: active)
      grid.title = ""
      grid.first = (filter * layer.kernelSize, channel * layer.kernelSize)
      grid.draw(in: &canvas, at: parts.slice(channel, filter: filter), scale: parts.kernelScale)
      if let summation, isAtWork, summation.travel >= 1 {
        drawSum(of: channel, summation, parts, in: &canvas)
      }
    }
    drawBias(filter, isActive: focus == .bias(filter: filter), parts, in: &canvas)
    drawMap(filter, moment, summation, parts, at: playhead, in: &canvas)
  }

  /// The products of one channel, if there is room, and their sum as far as it has come.
  private func drawSum(of channel: Int, _ summation: Summation, _ parts: Layout, in canvas: inout Canvas) {
    let shown = summation.products[channel]
    guard shown > 0 else { return }
    let slice = layer.slices[summation.filter][channel]
    let products = slice.products(summation.place)
    if let origin = parts.products(channel, filter: summation.filter) {
      let side = layer.kernelSize
      let limit = products.reduce(1) { max($0, abs(Double($1.product))) }
      NumberGrid(rows: side, columns: side) { row, column in
        guard row * side + column < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
        let product = products[row * side + column].product
        return NumberGrid.Element(GridConvolution.text(product), paper: .signed(Double(product) * 0.6, limit: limit))
      }.draw(in: &canvas, at: origin, scale: parts.productScale)
    }
    guard let place = parts.sum(channel, filter: summation.filter) else { return }
    let text = GridConvolution.text(
      layer.sum(of: channel, summation.place, filter: summation.filter, first: shown))
    canvas.write(.muted("Σ"), in: place)
    canvas.write(shown < products.count ? StyledText(text) : .active(text), in: place, align: .trailing)
    if summation.isTotalled { canvas.write(.active("+"), column: place.endColumn + 1, row: place.row) }
  }

  private func drawBias(_ filter: Int, isActive: Bool, _ parts: Layout, in canvas: inout Canvas) {
    let place = parts.bias(filter)
    canvas.write(.muted("bias"), column: place.column, row: parts.filterTitle(filter).row)
    let bias = layer.convolution.biases[filter]
    var cell = NumberGrid(name: Self.biases.name, rows: 1, columns: 1) { _, _ in
      NumberGrid.Element(
        GridConvolution.text(bias), paper: isActive ? .role(.active) : .level(.kernel, 0.35), style: .bold)
    }
    cell.first.row = filter
    cell.draw(in: &canvas, at: place.origin, scale: GridScale(columns: place.columns, rows: 1))
  }

  private func drawMap(
    _ filter: Int, _ moment: Moment, _ summation: Summation?, _ parts: Layout, at playhead: Playhead,
    in canvas: inout Canvas
  ) {
    let isDrawn =
      switch moment {
      case .start, .filter: false
      case .channel, .across, .bias, .place: filter == chosen
      case .other, .size, .end: true
      }
    guard isDrawn else { return }
    var active: Settings.Place?
    if let summation, summation.filter == filter, summation.travel >= 1 { active = summation.place }
    var marked: [Settings.Place: Convolution.Product] = [:]
    if case .input(let place, let channel) = playhead.pointer.map(focus(on:)) {
      marked = layer.slices[filter][channel].reach(place)
        .filter { isKnown($0.key, filter: filter, moment, at: playhead) }
    }
    let origin = parts.map(filter)
    canvas.write(
      .output("map \(filter + 1)"), column: origin.column, row: parts.filterTitle(filter).row)
    layer.mapGrid(
      filter, name: Self.outputName, active: active, hidesActive: summation?.isLanded == false, marked: marked
    ) { isKnown($0, filter: filter, moment, at: playhead) }
    .draw(in: &canvas, at: origin, scale: parts.outputScale)
    let bias = parts.bias(filter)
    canvas.write(
      summation?.filter == filter && summation?.isBiased == true ? .active("=") : .muted("="),
      column: bias.endColumn + 1, row: bias.row)
  }

  // MARK: The ledger

  /// What is added up, line by line, as far as it has come.
  private func drawLedger(_ summation: Summation, in canvas: inout Canvas, _ region: Region) {
    let (place, filter) = (summation.place, summation.filter)
    let isMoving = summation.travel < 1
    func line(_ name: StyledText, _ value: StyledText, when isKnown: Bool) -> Ledger.Line {
      Ledger.Line(name, isKnown ? value : .muted("·"))
    }
    var lines = (0..<layer.channels).map { channel in
      let isDone = !isMoving && summation.products[channel] == layer.kernelSize * layer.kernelSize
      let sum = GridConvolution.text(layer.sum(of: channel, place, filter: filter))
      return line(.input(Self.channelNames[channel]) + .muted(" Σ"), StyledText(sum), when: isDone)
    }
    let (total, sum) = (layer.total(place, filter: filter), layer.sum(place, filter: filter))
    let isTotalled = summation.isTotalled && !isMoving
    let isBiased = summation.isBiased && !isMoving
    let bias = GridConvolution.text(layer.convolution.biases[filter])
    lines.append(line("together", .strong(GridConvolution.text(total)), when: isTotalled))
    lines.append(line(.kernel("bias"), .kernel(bias), when: isBiased))
    lines.append(line(.output("sum"), .output(GridConvolution.text(sum)), when: isBiased))
    if layer.isRectified {
      let value = GridConvolution.text(layer.value(place, filter: filter))
      lines.append(line(.output("ReLU"), .output(value), when: summation.isLanded))
    }
    canvas.write(
      .active("filter \(filter + 1)") + .muted(" at (\(place.row + 1), \(place.column + 1))"), in: region)
    draw(Ledger(lines), in: &canvas, region)
  }

  /// Below the row of the title.
  private func draw(_ ledger: Ledger, in canvas: inout Canvas, _ region: Region) {
    let place = Region(
      column: region.column, row: region.row + 1, columns: Layout.ledgerColumns, rows: region.rows - 1)
    ledger.draw(in: &canvas, region: place, spacing: max(1, min(2, place.rows / ledger.lines.count)))
  }

  /// What can be counted, where nothing is added up.
  private func drawFacts(_ moment: Moment, in canvas: inout Canvas, _ region: Region) {
    let stage = layer.stage
    let padded = layer.geometry.paddedInput
    var facts: [Ledger.Line] = [
      .init("input", .input(stage.input.shortText)),
      .init("with zeros", .input("\(padded)×\(padded)×\(stage.input.channels)")),
    ]
    if case .start = moment {
    } else {
      facts.append(.init("filter", .kernel("\(layer.kernelSize)×\(layer.kernelSize)×\(layer.channels)")))
      facts.append(.init("weights in it", .kernel("\(layer.products)")))
      facts.append(.init("stride", StyledText("\(layer.geometry.window.stride)")))
    }
    switch moment {
    case .other, .size, .end:
      facts.append(.init("filters", .kernel("\(layer.filters)")))
      facts.append(.init("output", .output(stage.output.shortText)))
    default: break
    }
    draw(Ledger(facts), in: &canvas, region)
  }
}
