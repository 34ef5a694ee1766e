import CellCanvas
import ConvolutionEngine

// What came out of the stages, as far as the forward pass has come.

extension AlexNetScene {
  /// What came out of a stage: maps, units or classes; as long as it is being computed, a quiet place for it.
  func drawResult(of index: Int, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let stage = network.stages[index]
    let (title, body) = region.splitTop(1)
    let shown = playhead.phase(0.35, 1)
    if stage.output.height * stage.output.width > 1 || stage.family != .other {
      drawMaps(of: index, shown: shown, in: &canvas, title: title, body)
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
    let waiting = failure == nil ? "computing…" : "the weights could not be read"
    for forms in isWaiting ? [[waiting]] : details {
      guard let detail = forms.first(where: { text.columns + 2 + $0.count <= region.columns }) else { continue }
      text += .muted(", " + detail)
    }
    canvas.write(text, in: region)
  }

  /// Where the weights come from, and in fewer words.
  private var weightsForms: [String] { [weightsText] + (trained == nil ? ["untrained", "random"] : []) }

  // MARK: Maps

  private func drawMaps(
    of index: Int, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region
  ) {
    let shape = network.stages[index].output
    let wanted = showsManyMaps ? 32 : 12
    guard
      let mosaic = FeatureMaps(side: shape.height, channels: shape.channels, wanted: wanted, in: body.size)
    else { return }
    let first = min(pageIndex * mosaic.count, (shape.channels - 1) / mosaic.count * mosaic.count)
    let last = min(first + mosaic.count, shape.channels)
    let result = result(of: index)
    writeTitle(
      "maps \(first + 1)–\(last) of \(shape.channels)",
      details: [
        [isShadedPerMap ? "each by its own scale" : "all up to \(WalkPart.value(result?.peak ?? 0))"], weightsForms,
      ], isWaiting: result == nil, in: &canvas, title)
    let place = Region(body.origin, Size(columns: body.columns, rows: mosaic.size.rows))
    let origin = body.rows > mosaic.size.rows + 2 ? body.centered(mosaic.size).origin : place.origin
    let count = last - first
    mosaic.pixels(
      of: result?.maps, channels: shape.channels, from: first, shown: Int((shown * Double(count)).rounded(.up)),
      peak: isShadedPerMap ? nil : result?.peak
    ).draw(in: &canvas, at: Point(column: body.column, row: origin.row))
    guard let result else { return }
    canvas.legend(
      isShadedPerMap
        ? ScaleLegend(.amount, from: "0", to: "the most of each map")
        : ScaleLegend(.amount, from: "0", to: WalkPart.value(result.peak)),
      near: Region(Point(column: body.column, row: origin.row), mosaic.size))
    for offset in 0..<count {
      canvas.mark(
        mosaic.region(of: offset, at: Point(column: body.column, row: origin.row)),
        as: Target(grid: Self.mapsName, row: 0, column: first + offset))
    }
  }

  // MARK: Units

  private func drawUnits(
    of index: Int, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region
  ) {
    let count = network.stages[index].output.count
    // The last row stays free, so that the figure does not run into the text below it.
    let room = body.splitBottom(1).rest
    guard room.columns > 8, room.rows > 0 else { return }
    let result = result(of: index)
    let perPixel = (count + room.columns * 2 * room.rows - 1) / (room.columns * 2 * room.rows)
    let pixels = (count + perPixel - 1) / perPixel
    // Of the widths that leave the last line fullest.
    let columns =
      (room.columns - 8...room.columns).filter { (pixels + $0 - 1) / $0 <= 2 * room.rows }
      .max { (pixels - 1) % $0 - $0 < (pixels - 1) % $1 - $1 } ?? room.columns
    let lines = (pixels + columns - 1) / columns
    let body = Region(room.origin, Size(columns: columns, rows: (lines + 1) / 2))
    writeTitle(
      "\(NumberText.integer(count)) units",
      details: [
        weightsForms, [perPixel > 1 ? "\(perPixel) a pixel" : "a pixel each"],
      ], isWaiting: result == nil, in: &canvas, title)
    guard let result else {
      return drawStrip(nil, perPixel: perPixel, lines: lines, limit: 1, in: &canvas, body)
    }
    let limit = perPixel > 1 ? result.peak / 2 : result.peak
    drawStrip(
      Array(result.maps.values.prefix(Int(shown * Double(count)))), perPixel: perPixel, lines: lines, limit: limit,
      in: &canvas, body)
    canvas.legend(
      ScaleLegend(.amount, from: "0", to: WalkPart.value(limit) + (perPixel > 1 ? " and more" : "")), near: body)
    for row in 0..<body.rows {
      for column in 0..<body.columns {
        let first = (2 * row * body.columns + column) * perPixel
        guard first < count else { continue }
        canvas.mark(
          Region(column: body.column + column, row: body.row + row, columns: 1, rows: 1),
          as: Target(grid: Self.unitsName, row: first, column: min(first + perPixel, count)))
      }
    }
  }

  /// Values as a strip of pixels, line below line, each the mean of `perPixel` neighbours.
  private func drawStrip(
    _ values: [Float]?, perPixel: Int, lines: Int, limit: Float, in canvas: inout Canvas, _ region: Region
  ) {
    var pixels = Pixels(width: region.columns, height: lines)
    for index in 0..<region.columns * lines {
      let covered = (index * perPixel..<(index + 1) * perPixel).clamped(to: 0..<(values?.count ?? 0))
      guard let values, !covered.isEmpty else {
        if values == nil { pixels[index % region.columns, index / region.columns] = .role(.panel) }
        continue
      }
      let mean = values[covered].reduce(0, +) / Float(covered.count)
      pixels[index % region.columns, index / region.columns] = .level(.amount, Double(mean / max(limit, 1e-9)))
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  // MARK: Classes

  private func drawClasses(
    of index: Int, shown: Double, in canvas: inout Canvas, title: Region, _ body: Region
  ) {
    let count = network.stages[index].output.count
    guard let probabilities = result(of: index)?.probabilities?.values else {
      return writeTitle("softmax", details: [], isWaiting: true, in: &canvas, title)
    }
    let rows = min(max(1, (body.rows - 3) / (body.rows > 14 ? 2 : 1)), 10)
    writeTitle(
      "softmax", details: [[weightsText], ["the most probable of \(NumberText.integer(count)) classes"]],
      isWaiting: false, in: &canvas, title)
    let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(rows)
    let highest = Double(probabilities[order.first ?? 0])
    let most = max(9, body.columns * 3 / 5 - 4)
    let bars = order.enumerated().map { place, index in
      let probability = Double(probabilities[index])
      let number = String(repeating: " ", count: max(0, 3 - "\(index)".count)) + "\(index)"
      let name = trained?.name(ofClass: index) ?? "class \(number)"
      return BarChart.Bar(
        name.count > most ? "\(name.prefix(most - 1))…" : StyledText(name),
        fraction: shown * probability / max(highest, 1e-9),
        value: .output(NumberText.fixed(100 * probability, decimals: 2) + " %"),
        ink: .level(.output, place.isMultiple(of: 2) ? 1 : 0.8))
    }
    let spacing = body.rows > 14 ? 2 : 1
    BarChart(bars).draw(in: &canvas, region: body, spacing: spacing)
    let row = body.row + spacing * rows + 1
    if row < body.endRow {
      let even = NumberText.fixed(100 / Double(count), decimals: 1)
      canvas.write(
        .muted((trained == nil ? "the classes mean nothing: " : "") + "a guess gives each \(even) %"),
        column: body.column, row: row)
    }
  }
}
