import CellCanvas
import ConvolutionEngine

// The channels of the input side by side, below each its slice of every filter, at the right what they add up to.
extension ChannelsScene {
  /// The columns of the account at the right, and the rows, its title not counted.
  private static let ledgerSize = Size(columns: 20, rows: 7)

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let summation = summation(moment, at: playhead)
    let isStart = if case .start = moment { true } else { false }
    let account = isStart ? colors : account(moment, summation)
    let corner: Arrangement = isStart ? .nothing : .extra(picture(14))
    // In a low window the filters go without a gap above them: their titles set them apart, and the formula has air.
    let isLow = canvas.size.rows < 20
    func table(products: Bool) -> Arrangement {
      var rows = [
        layer.slices[0].indices.map { .grid("input \($0)", inputGrid($0, moment, summation, at: playhead)) }
          + [account, corner]
      ]
      for filter in 0..<layer.filters where filter == chosen || !isAlone(moment) {
        rows.append(
          (0..<layer.channels).map { slice($0, filter, moment, summation, products: products, at: playhead) }
            + [end(filter, moment, summation, at: playhead)])
      }
      if isAlone(moment) { rows.append(aloneMaps(moment, at: playhead)) }
      return Arrangement.table(
        rows, columnGap: 2...6, rowGap: isLow ? 0...0 : 0...2, horizontal: .leading, vertical: .top)
    }
    let parts =
      (canvas.size.columns < 110
      ? table(products: false) : .firstThatFits(table(products: true), table(products: false)))
      .placed(in: isLow ? canvas.bounds.splitBottom(1).rest : canvas.bounds)
    parts.draw(in: &canvas)
    drawMarks(moment, summation, parts, in: &canvas)
  }

  private func isAlone(_ moment: Moment) -> Bool { if case .alone = moment { true } else { false } }

  // MARK: The input

  private func inputGrid(_ channel: Int, _ moment: Moment, _ summation: Summation?, at playhead: Playhead)
    -> NumberGrid
  {
    var covered: [GridPlace: Float] = [:]
    var shown = Int.max
    var active: GridPlace?
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
      name: Self.values.name, covered: covered, shown: shown, active: active, scale: ColorScale.channels[channel])
    grid.title = Self.name(channel) + .muted(" \(sides(layer.input.shape.height, layer.input.shape.width)) + zeros")
    if grid.title.columns > 14 { grid.title = Self.name(channel) + .muted(" + zeros") }
    grid.first.column = channel * layer.input.shape.width
    return grid
  }

  /// The three channels as one picture in colours.
  private func picture(_ rows: Int) -> Arrangement {
    let brightest = layer.input.values.reduce(1) { max($0, $1) }
    let picture = Picture(
      width: layer.input.shape.width, height: layer.input.shape.height,
      bytes: layer.input.values.map { UInt8(255 * $0 / brightest) })
    return .picture("picture", picture, most: Size(columns: 30, rows: rows)).titled(.muted("seen together"))
  }

  /// The same, and what makes the colour that is looked for.
  private var colors: Arrangement {
    guard let recipe else { return picture(7) }
    return .column(picture(7), .text(.muted(recipe)), gap: 0...1)
  }

  // MARK: The filters

  /// A filter's slice for one channel with the sum that it comes to, if the filter is at work.
  private func slice(
    _ channel: Int, _ filter: Int, _ moment: Moment, _ summation: Summation?, products showsProducts: Bool,
    at playhead: Playhead
  ) -> Arrangement {
    let isStart = if case .start = moment { true } else { false }
    let isAtWork = summation?.filter == filter
    var active: GridPlace?
    if case .weight(let place, channel, filter) = playhead.pointer.map(focus(on:)) { active = place }
    let slice = layer.slices[filter][channel]
    var grid = slice.kernelGrid(name: Self.weights.name, active: active)
    grid.reservedColumns = 2
    grid.title =
      channel == 0
      ? isStart ? .kernel("kernel") : (isAtWork ? .active("▸ ") : "") + .kernel("filter \(filter + 1)")
      : isStart || filter == layer.filters - 1 && !isAlone(moment)
        ? " " : .muted("for ") + Self.name(channel)
    grid.first = (filter * layer.kernelSize, channel * layer.kernelSize)
    let isShown = !isStart || channel == 0 && filter == chosen
    let sum = sum(channel, filter, summation)
    return .row(
      .grid("slice \(filter) \(channel)", grid).hidden(!isShown),
      showsProducts
        ? .grid("products \(filter) \(channel)", products(channel, filter, summation)).hidden(!isAtWork) : .nothing,
      .drawing("sum \(filter) \(channel)", size: Size(columns: sumColumns, rows: layer.kernelSize)) { canvas, region in
        let line = Region(column: region.column, row: region.row + region.rows / 2, columns: region.columns, rows: 1)
        if let sum { canvas.write(sum, in: line, align: .trailing) }
      }, gap: 1...1)
  }

  /// How wide a sum of one channel can become, with its sign.
  private var sumColumns: Int {
    2 + layer.slices.joined().reduce(2) { $1.output.values.reduce($0) { max($0, GridConvolution.text($1).count) } }
  }

  /// The sum of one channel's products as far as it has come; `nil` where the filter is not at work.
  private func sum(_ channel: Int, _ filter: Int, _ summation: Summation?) -> StyledText? {
    guard let summation, summation.filter == filter, summation.travel >= 1, summation.products[channel] > 0 else {
      return nil
    }
    let shown = summation.products[channel]
    let text = GridConvolution.text(layer.sum(of: channel, summation.place, filter: filter, first: shown))
    return .muted("Σ ") + (shown < layer.kernelSize * layer.kernelSize ? StyledText(text) : .active(text))
  }

  private func products(_ channel: Int, _ filter: Int, _ summation: Summation?) -> NumberGrid {
    let slice = layer.slices[filter][channel]
    var grid = slice.productGrid(
      slice.products(summation?.place ?? layer.place(0)),
      shown: summation?.travel == 1 ? summation?.products[channel] ?? 0 : 0)
    grid.title = filter == layer.filters - 1 ? " " : .muted("products")
    return grid
  }

  /// The bias and what all channels of a filter write.
  private func end(_ filter: Int, _ moment: Moment, _ summation: Summation?, at playhead: Playhead) -> Arrangement {
    let isDrawn =
      switch moment {
      case .start, .filter: false
      case .channel, .across, .bias, .relu, .place, .sweep, .alone: filter == chosen
      case .other, .size, .cost, .end: true
      }
    let isStart = if case .start = moment { true } else { false }
    let focus = playhead.pointer.map(focus(on:)) ?? .nothing
    var bias = NumberGrid(.muted("bias"), name: Self.biases.name, rows: 1, columns: 1) { _, _ in
      NumberGrid.Element(
        GridConvolution.text(layer.convolution.biases[filter]),
        paper: focus == .bias(filter: filter) ? .role(.active) : .level(.kernel, 0.35), style: .bold)
    }
    bias.first.row = filter
    bias.reservedColumns = 2
    var active: GridPlace?
    if let summation, summation.filter == filter, summation.travel >= 1 { active = summation.place }
    var marked: [GridPlace: Convolution.Product] = [:]
    if case .input(let place, let channel) = focus {
      marked = layer.slices[filter][channel].reach(place)
        .filter { isKnown($0.key, filter: filter, moment, at: playhead) }
    }
    var map = layer.mapGrid(
      filter, name: Self.outputName, active: active, hidesActive: summation?.isLanded == false, marked: marked
    ) { isKnown($0, filter: filter, moment, at: playhead) }
    map.title = .output("map \(filter + 1)")
    map.reservedColumns = max(2, map.reservedColumns)
    let isSummed = summation?.filter == filter && summation?.isBiased == true
    return .row(
      .grid("bias \(filter)", bias).hidden(isStart), .text(isSummed ? .active("=") : .muted("=")).hidden(!isDrawn),
      .grid("map \(filter)", map).hidden(!isDrawn), gap: 1...2)
  }

  /// What each slice of the chosen filter finds by itself, all in the same colours.
  private func aloneMaps(_ moment: Moment, at playhead: Playhead) -> [Arrangement] {
    let all = layer.slices[chosen].flatMap(\.output.values)
    let limit = Double(all.reduce(1) { max($0, abs($1)) })
    return (0..<layer.channels).map { channel in
      let slice = layer.slices[chosen][channel]
      var map = GridConvolution.mapGrid(slice.output, limit: limit, known: { _ in playhead.phase(0.1, 0.5) >= 1 })
      map.reservedColumns = max(2, map.reservedColumns)
      map.title = Self.name(channel) + .muted(" alone")
      return .grid("alone \(channel)", map)
    } + [
      .drawing("key", size: Size(columns: 20, rows: 3)) { canvas, region in
        if peak(chosen) != nil {
          canvas.write(.muted("framed: where the"), column: region.column, row: region.row)
          canvas.write(.muted("sum is largest"), column: region.column, row: region.row + 1)
        }
        canvas.write(
          GridConvolution.legend(of: all, limit: limit, columns: 6), column: region.column, row: region.row + 2)
      }
    ]
  }

  // MARK: Marks

  private func drawMarks(_ moment: Moment, _ summation: Summation?, _ parts: Placements, in canvas: inout Canvas) {
    if let summation, summation.travel < 1, case .place(let index) = moment {
      for channel in 0..<layer.channels {
        if let input = parts.grid("input \(channel)") {
          drawWindow(on: input, to: index, travel: summation.travel, in: &canvas)
        }
      }
    }
    if case .start = moment {
      for channel in 1..<layer.channels {
        guard let place = parts.body("slice \(chosen) \(channel)") else { continue }
        canvas.frame(place, ink: .role(.muted))
        canvas.write(.active("?"), in: place.centered(Size(columns: 1, rows: 1)))
      }
    }
    if summation?.isTotalled == true, summation?.travel == 1, let filter = summation?.filter {
      for channel in 1..<layer.channels {
        guard let sum = parts.region("sum \(filter) \(channel - 1)") else { continue }
        canvas.write(.active("+"), column: sum.endColumn, row: sum.row + sum.rows / 2)
      }
    }
    if case .alone = moment, let best = peak(chosen) {
      for name in (0..<layer.channels).map({ "alone \($0)" }) + ["map \(chosen)"] {
        guard let map = parts.grid(name) else { continue }
        canvas.outline(map.region(row: best.row, column: best.column), ink: .role(.active))
      }
    }
    // The slices of the last filter need no names: the columns line up. In their place stands what the colours say.
    if !isAlone(moment), let place = parts.region("slice \(layer.filters - 1) 1") {
      canvas.write(.muted("weights"), column: place.column, row: place.row)
      legend.draw(in: &canvas, at: Point(column: place.column + 8, row: place.row))
    }
  }

  /// What the colours of the weights, and of outputs below zero, say.
  private var legend: ScaleLegend {
    let limit = GridConvolution.text(layer.convolution.filters.values.reduce(1) { max($0, abs($1)) })
    var legend = ScaleLegend(.signed, from: "−" + limit, to: limit)
    legend.columns = 6
    return legend
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

  // MARK: The account

  /// What is added up, line by line, as far as it has come; what can be counted where nothing is.
  private func account(_ moment: Moment, _ summation: Summation?) -> Arrangement {
    guard let summation else { return ledger(facts(moment), titled: .muted("height×width×depth")) }
    let (place, filter) = (summation.place, summation.filter)
    let isMoving = summation.travel < 1
    func line(_ name: StyledText, _ value: Float, _ style: (String) -> StyledText, when isKnown: Bool) -> Ledger.Line {
      Ledger.Line(name, isKnown && !isMoving ? style(GridConvolution.text(value)) : .muted("·"))
    }
    var lines = (0..<layer.channels).map { channel in
      line(
        Self.name(channel) + .muted(" Σ"), layer.sum(of: channel, place, filter: filter), { StyledText($0) },
        when: summation.products[channel] == layer.kernelSize * layer.kernelSize)
    }
    lines += [
      line("together", layer.total(place, filter: filter), { .strong($0) }, when: summation.isTotalled),
      line(.kernel("bias"), layer.convolution.biases[filter], StyledText.kernel, when: summation.isBiased),
      line("sum", layer.sum(place, filter: filter), { .strong($0) }, when: summation.isBiased),
    ]
    if layer.isRectified {
      lines.append(
        line(.output("ReLU"), layer.value(place, filter: filter), StyledText.output, when: summation.isLanded))
    }
    return ledger(
      lines, titled: .active("filter \(filter + 1)") + .muted(" at (\(place.row + 1), \(place.column + 1))"))
  }

  private func ledger(_ lines: [Ledger.Line], titled title: StyledText) -> Arrangement {
    .drawing("account", least: Self.ledgerSize, most: Size(columns: 24, rows: 14)) { canvas, region in
      canvas.write(title, column: region.column, row: region.row - 1)
      Ledger(lines).draw(in: &canvas, region: region, spacing: max(1, min(2, region.rows / lines.count)))
    }
  }

  private func facts(_ moment: Moment) -> [Ledger.Line] {
    let stage = layer.stage
    let padded = layer.geometry.paddedInput
    var facts: [Ledger.Line] = [
      .init("input", .input(stage.input.shortText)),
      .init("with zeros", .input("\(padded)×\(padded)×\(stage.input.channels)")),
      .init("filter", .kernel("\(layer.kernelSize)×\(layer.kernelSize)×\(layer.channels)")),
      .init("weights in it", .kernel("\(layer.products)")),
    ]
    switch moment {
    case .other, .size, .cost, .end:
      facts.append(.init("filters", .kernel("\(layer.filters)")))
      facts.append(.init("output", .output(stage.output.shortText)))
    default: break
    }
    return facts
  }

  /// A channel's name in its own colour.
  static func name(_ channel: Int) -> StyledText { .strong(channelNames[channel], Role.channels[channel]) }
}
