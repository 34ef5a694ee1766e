import CellCanvas
import ConvolutionEngine

// What came out of the stages, as far as the forward pass has come.

extension NetworkFigure {
  /// What came out of a stage: maps, units or classes; as long as it is being computed, a quiet place for it.
  func drawResult(of index: Int, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let stage = network.stages[index]
    let (title, body) = region.splitTop(1)
    guard body.columns > 8, body.rows > 0 else { return }
    let shown = playhead.phase(0.35, 1)
    if stage.output.height * stage.output.width > 1 {
      drawMaps(of: index, at: playhead, shown: shown, in: &canvas, title: title, body)
    } else if index == network.stages.count - 1 {
      drawClasses(of: index, shown: shown, in: &canvas, title: title, body)
    } else {
      drawUnits(of: index, shown: shown, in: &canvas, title: title, body)
    }
  }

  /// What is shown and as many details as have room, each in the longest of its forms for which there is some.
  private func writeTitle(
    _ name: String, details: [[String]], isWaiting: Bool, in canvas: inout Canvas, _ region: Region
  ) {
    var text = StyledText.strong(name, .output)
    guard text.columns <= region.columns else { return }
    let waiting = pass.failure == nil ? "computing…" : "the weights could not be read"
    for forms in isWaiting ? [[waiting]] : details {
      guard let detail = forms.first(where: { text.columns + 2 + $0.count <= region.columns }) else { continue }
      text += .muted(", " + detail)
    }
    canvas.write(text, in: region)
  }

  // MARK: Maps

  private func drawMaps(
    of index: Int, at playhead: Playhead, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region
  ) {
    let shape = network.stages[index].output
    func maps(in space: Region) -> FeatureMaps? {
      FeatureMaps(
        side: max(shape.height, shape.width), channels: shape.channels, wanted: showsManyMaps ? 32 : 12, in: space.size)
    }
    // A row of cells stays free between the maps and the text beneath the figure, unless it would cost maps.
    let airy = body.rows > 4 ? body.splitBottom(1).rest : body
    guard let full = maps(in: body) else { return }
    let short = maps(in: airy) ?? full
    let (mosaic, body) = short.count < full.count ? (full, body) : (short, airy)
    let first = min(page * mosaic.count, (shape.channels - 1) / mosaic.count * mosaic.count)
    let last = min(first + mosaic.count, shape.channels)
    let result = pass.result(of: index)
    writeTitle(
      "maps \(first + 1)–\(last) of \(shape.channels)",
      details: [
        [isShadedPerMap ? "each by its own scale" : "all up to \(WalkPart.value(result?.peak ?? 0))"],
        pass.weightsForms,
      ], isWaiting: result == nil, in: &canvas, title)
    let count = last - first
    let place = Point(
      column: body.column, row: body.rows > mosaic.size.rows + 2 ? body.centered(mosaic.size).row : body.row)
    mosaic.pixels(
      of: result?.maps, channels: shape.channels, from: first, shown: Int((shown * Double(count)).rounded(.up)),
      peak: isShadedPerMap ? nil : result?.peak
    ).draw(in: &canvas, at: place)
    guard let result else { return }
    canvas.legend(
      isShadedPerMap
        ? ScaleLegend(.amount, from: "0", to: "the most of each map")
        : ScaleLegend(.amount, from: "0", to: WalkPart.value(result.peak)), near: Region(place, mosaic.size))
    for offset in 0..<count {
      let tile = mosaic.region(of: offset, at: place)
      canvas.mark(tile, as: Target(grid: Self.mapsName, row: 0, column: first + offset))
      markPixels(of: first + offset, shape, tile: mosaic.tile, at: tile, in: &canvas)
    }
    guard let pointer = playhead.pointer, pixel(of: pointer, in: index) != nil,
      let spot = canvas.hotSpots.last(where: { $0.target == pointer })
    else { return }
    canvas.fill(spot.region, with: Cell("█", ink: .role(.active), paper: .role(.active)))
  }

  // MARK: Units

  private func drawUnits(of index: Int, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region) {
    let count = network.stages[index].output.count
    let room = body.rows > 1 ? body.splitBottom(1).rest : body
    let result = pass.result(of: index)
    if let side = Self.squareSide(of: count, in: room.size) {
      return drawSquares(of: index, side: side, shown: shown, in: &canvas, title: title, room)
    }
    let perPixel = (count + room.columns * 2 * room.rows - 1) / (room.columns * 2 * room.rows)
    let pixels = (count + perPixel - 1) / perPixel
    writeTitle(
      counted(count, "unit"),
      details: [[perPixel > 1 ? "a pixel the mean of \(perPixel)" : "a pixel each"], pass.weightsForms],
      isWaiting: result == nil,
      in: &canvas, title)
    let columns = min(room.columns, pixels)
    var strip = Pixels(width: columns, height: (pixels + columns - 1) / columns)
    let known = Int(shown * Double(count))
    for pixel in 0..<pixels {
      let covered = pixel * perPixel..<min((pixel + 1) * perPixel, count)
      guard let result else {
        strip[pixel % columns, pixel / columns] = .role(.panel)
        continue
      }
      guard covered.upperBound <= known else { continue }
      let mean = result.maps.values[covered].reduce(0, +) / Float(covered.count)
      strip[pixel % columns, pixel / columns] = .level(.amount, Double(mean / max(result.peak, 1e-9)))
    }
    strip.draw(in: &canvas, at: room.origin)
    guard let result else { return }
    canvas.legend(
      ScaleLegend(.amount, from: "0", to: WalkPart.value(result.peak)), near: Region(room.origin, strip.size))
    for pixel in stride(from: 0, to: pixels, by: 1) where (pixel / columns).isMultiple(of: 2) {
      let first = pixel * perPixel
      canvas.mark(
        Region(column: room.column + pixel % columns, row: room.row + pixel / columns / 2, columns: 1, rows: 1),
        as: Target(grid: Self.unitsName, row: first, column: min(first + perPixel, count)))
    }
  }

  /// How large squares for so many units can be in a space of cells, an even number of pixels; `nil` if not even that has
  /// room.
  static func squareSide(of count: Int, in space: Size) -> Int? {
    stride(from: 8, through: 2, by: -2).first { side in
      (space.columns / side) * (space.rows * 2 / side) >= count
    }
  }

  /// A square for each unit, with its value where that has room.
  private func drawSquares(
    of index: Int, side: Int, shown: Double, in canvas: inout Canvas, title: Region, _ room: Region
  ) {
    let count = network.stages[index].output.count
    let result = pass.result(of: index)
    let isQuiet = result.map { $0.maps.values.allSatisfy { $0 == 0 } } ?? false
    writeTitle(
      counted(count, "unit"), details: [[isQuiet ? "all are 0 here" : "a square each"], pass.weightsForms],
      isWaiting: result == nil, in: &canvas, title)
    let columns = min(count, room.columns / side)
    let known = Int(shown * Double(count))
    for unit in 0..<count {
      let place = Region(
        column: room.column + unit % columns * side, row: room.row + unit / columns * side / 2, columns: side,
        rows: side / 2)
      guard let result else {
        canvas.paint(place, paper: .role(.panel))
        continue
      }
      guard unit < known else { continue }
      let value = result.maps.values[unit]
      canvas.paint(place, paper: .level(.amount, Double(value / max(result.peak, 1e-9))))
      let text = WalkPart.value(value)
      if text.count < side {
        let line = Region(column: place.column, row: place.row + (place.rows - 1) / 2, columns: side, rows: 1)
        canvas.write(StyledText(text), in: line, align: .center, ink: .role(.legible))
      }
      canvas.mark(place, as: Target(grid: Self.unitsName, row: unit, column: unit + 1))
    }
    guard let result, !isQuiet else { return }
    let rows = (count + columns - 1) / columns * side / 2
    canvas.legend(
      ScaleLegend(.amount, from: "0", to: WalkPart.value(result.peak)),
      near: Region(room.origin, Size(columns: columns * side, rows: rows)))
  }

  // MARK: Classes

  private func drawClasses(of index: Int, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region) {
    let count = network.stages[index].output.count
    guard let probabilities = pass.result(of: index)?.probabilities?.values else {
      return writeTitle("softmax", details: [], isWaiting: true, in: &canvas, title)
    }
    let spacing = body.rows > 14 ? 2 : 1
    let rows = min(max(1, (body.rows - 2) / spacing), 10, count)
    writeTitle(
      "softmax", details: [pass.weightsForms, ["the most probable of \(counted(count, "class", many: "classes"))"]],
      isWaiting: false, in: &canvas, title)
    let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(rows)
    let highest = Double(probabilities[order.first ?? 0])
    let most = max(9, body.columns * 3 / 5 - 4)
    let bars = order.enumerated().map { place, index in
      let probability = Double(probabilities[index])
      let name = pass.name(ofClass: index)
      return BarChart.Bar(
        name.count > most ? "\(name.prefix(most - 1))…" : StyledText(name),
        fraction: shown * probability / max(highest, 1e-9),
        value: .output(NumberText.fixed(100 * probability, decimals: 2) + " %"),
        ink: .level(.output, place.isMultiple(of: 2) ? 1 : 0.8))
    }
    BarChart(bars).draw(in: &canvas, region: body, spacing: spacing)
    let row = body.row + spacing * rows + 1
    guard row < body.endRow else { return }
    let even = NumberText.fixed(100 / Double(count), decimals: 1)
    let isSure = probabilities.contains { $0 > 0.5 }
    let text =
      pass.isTrained
      ? "a guess gives each \(even) %"
      : isSure
        ? "untrained: so sure, yet the classes mean nothing"
        : "the classes mean nothing: a guess gives each \(even) %"
    if text.count <= body.columns { canvas.write(.muted(text), column: body.column, row: row) }
  }
}

extension NetworkFigure {
  // MARK: While something is pointed at

  /// What is said of a block, and of a stage, a map or a unit of the part that is shown; `nil` where there is nothing to say.
  func remark(on target: Target, in part: WalkPart?) -> Remark? {
    switch target.grid {
    case Self.blocksName where parts.indices.contains(target.column - 1):
      let pointed = parts[target.column - 1]
      return Remark(caption: caption(of: pointed), formula: pointed.formula)
    case Self.boxesName:
      guard let part, target.column > 0 else { return nil }
      let held = part.isChain ? Array(part.indices) : part.graph(name: target.grid).stages
      guard held.indices.contains(target.column - 1) else { return nil }
      let stage = network.stages[held[target.column - 1]]
      return Remark(caption: WalkPart.summary(of: stage), formula: stage.formulaLines)
    case Self.pixelsName, Self.mapsName, Self.unitsName:
      guard let part else { return nil }
      if target.grid == Self.pixelsName {
        return pixel(of: target, in: part.indices.upperBound - 1).flatMap { remark(on: $0) }
      }
      let index = part.indices.upperBound - 1
      guard let result = pass.result(of: index) else { return nil }
      return Remark(
        caption: target.grid == Self.mapsName
          ? WalkPart.describe(channel: target.column, of: network.stages[index], result.maps)
          : WalkPart.describe(units: target.row..<target.column, of: network.stages[index], result.maps))
    default: return nil
    }
  }

  /// What is said of a part: why it is there, with how much of the picture its units see.
  func caption(of part: WalkPart) -> StyledText {
    let sight = part.last.sees(of: network)
    let all = sides(network.input.height, network.input.width)
    return part.caption(
      sees: sight.isEverything ? "all \(all) pixels" : "\(sight.text) of \(all) pixels",
      share: NumberText.share(part.parameters, of: network.parameters))
  }

  /// What is new about a residual block of which there was one of the kind before; `nil` for the first of a kind, and for
  /// all else.
  func repeated(_ part: WalkPart) -> StyledText? {
    let blocks = parts.filter { part in
      if case .addition = part.last.layer.kind {
        part.isBranched && (part.addsItsInput || part.isProjected)
      } else {
        false
      }
    }
    guard let place = blocks.firstIndex(where: { $0.indices == part.indices }),
      blocks[..<place].contains(where: { $0.addsItsInput == part.addsItsInput })
    else { return nil }
    let (name, sight) = ("Block \(place + 1) of \(blocks.count)", part.last.sees(of: network))
    let sees = sight.isEverything ? "the whole picture" : "\(sight.text) pixels"
    let share = NumberText.share(part.parameters, of: network.parameters)
    return part.addsItsInput
      ? "\(name): the shape stays, F(x) is added to x once more. A unit now sees \(sees); \(share) of all parameters are here."
      : "\(name) changes the shape, to \(part.output.text), so x is projected. A unit now sees \(sees); \(share) of all parameters are here."
  }
}

extension WalkPart {
  // MARK: While something is pointed at

  static func describe(channel: Int, of stage: Stage, _ maps: Tensor) -> StyledText {
    guard channel < maps.shape.channels else { return "" }
    let map = maps.channel(channel)
    let zeros = map.values.count { $0 == 0 }
    return StyledText("\(stage.name), map \(channel + 1) of \(maps.shape.channels): from ")
      + .output(value(map.range.lowerBound)) + " to " + .output(value(map.range.upperBound)) + ", mean "
      + .output(value(map.values.reduce(0, +) / Float(map.values.count)))
      + "; \(NumberText.share(zeros, of: map.values.count)) of its values are 0."
  }

  static func describe(units: Range<Int>, of stage: Stage, _ values: Tensor) -> StyledText {
    let held = units.clamped(to: 0..<values.values.count)
    guard !held.isEmpty else { return "" }
    let chosen = values.values[held]
    let names = ranged("unit", held.lowerBound + 1...held.upperBound)
    return StyledText("\(stage.name), \(names): ")
      + .joined(chosen.prefix(8).map { .output(value($0)) }, separator: ", ") + (held.count > 8 ? " ..." : "")
  }

  static func summary(of stage: Stage) -> StyledText {
    StyledText("\(stage.name): ") + .output(stage.output.text) + ", "
      + .kernel(NumberText.integer(stage.parameters)) + " parameters, "
      + (stage.hasUncountedWork
        ? "multiply-adds not counted" : .active(NumberText.integer(stage.multiplyAdds)) + " multiply-adds")
      + ", \(NumberText.bytes(stage.activationBytes)) of outputs."
  }

  static func value(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: abs(value) < 10 ? 2 : 1) }
}
