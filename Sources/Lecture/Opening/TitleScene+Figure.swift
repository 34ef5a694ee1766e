import CellCanvas
import ConvolutionEngine

// What the title looks like: out of focus and sharp, under a kernel, at one place, under the kernels of a layer.

extension TitleScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .welcome: drawWelcome(at: playhead, in: &canvas)
    case .slide: drawSlide(at: playhead, in: &canvas)
    case .predict, .reveal, .edge: drawSum(moment, at: playhead, in: &canvas)
    case .layer: drawLayer(at: playhead, in: &canvas)
    }
  }

  // MARK: Welcome

  private func drawWelcome(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: 4)], in: canvas.bounds)
    image.focused(playhead.phase(0, 0.8)).draw(in: &canvas, at: parts[0].origin)
    drawLegends([pixelLegend(image)], in: &canvas, parts[1])
    guard playhead.phase(0.7, 1) > 0 else { return }
    var line = Region(column: parts[1].column, row: parts[1].row + 2, columns: parts[1].columns, rows: 1)
    canvas.write(.strong("convolutional networks, live in your terminal", .title), in: line, align: .center)
    line.row += 1
    canvas.write(
      .muted("every number and every picture computed while you watch"), in: line, align: .center)
  }

  private func drawTooSmall(in canvas: inout Canvas) {
    canvas.write(.strong("cnnviz", .title), in: canvas.bounds, align: .center)
  }

  /// The largest image that leaves some rows for text.
  private func image(in space: Size, leaving rows: Int) -> TitleImage? {
    let room = Size(columns: space.columns, rows: space.rows - rows)
    return images.last { room.fits($0.cells) }
  }

  // MARK: The kernel on the title

  private func drawSlide(at playhead: Playhead, in canvas: inout Canvas) {
    let keys = keyHelp(columns: canvas.size.columns)
    let side = images.last { $0.width >= 78 && canvas.size.fits(Self.sideBySide($0.cells, keys.count)) }
    if let side { return drawSideBySide(side, keys, at: playhead, in: &canvas) }
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column(
      [image.cells, Size(columns: canvas.size.columns, rows: keys.count + 1)], in: canvas.bounds)
    var pixels = image.swept(to: playhead.phase(0, 1))
    markPointed(playhead, image, on: &pixels)
    pixels.draw(in: &canvas, at: parts[0].origin)
    canvas.markPixels(of: Self.pixels(image), rows: image.height, columns: image.width, at: parts[0].origin)
    drawLegends([pixelLegend(image), answerLegend(image)], in: &canvas, parts[1])
    for (offset, line) in keys.enumerated() {
      let row = Region(column: parts[1].column, row: parts[1].row + 1 + offset, columns: parts[1].columns, rows: 1)
      canvas.write(line, in: row, align: .center)
    }
  }

  /// The pixel that is pointed at, and its neighbours.
  private func markPointed(_ playhead: Playhead, _ image: TitleImage, on pixels: inout Pixels) {
    guard let pointed = pointed(playhead.pointer, on: image) else { return }
    TitleImage.mark((pointed.row - 1, pointed.column - 1), on: &pixels)
  }

  /// How much room four images take, two beside each other, with their names above them and lines of keys below.
  private static func sideBySide(_ cells: Size, _ keys: Int) -> Size {
    Size(columns: 2 * cells.columns + 2, rows: 2 * (cells.rows + 1) + 1 + keys)
  }

  /// In a wide window the image stays beside what the kernel leaves of it, and below stands what two others do.
  private func drawSideBySide(
    _ image: TitleImage, _ keys: [StyledText], at playhead: Playhead, in canvas: inout Canvas
  ) {
    let part = playhead.phase(0, 1)
    let sharp = image.focus[image.focus.count - 1]
    var panels: [(name: StyledText, map: HeatMap, pixels: Pixels)] = [
      (.input("the image"), sharp, image.swept(to: 0))
    ]
    for (kernel, map) in zip(layer, image.layer).prefix(3) {
      panels.append((.kernel(kernel.rawValue), map, image.swept(to: part, leaving: map)))
    }
    let place = canvas.bounds.centered(Self.sideBySide(image.cells, keys.count))
    for (index, panel) in panels.enumerated() {
      let origin = Point(
        column: place.column + index % 2 * (image.width + 2), row: place.row + index / 2 * (image.cells.rows + 1))
      canvas.write(panel.name, column: origin.column, row: origin.row)
      let legend = panel.map.legend(decimals: 0)
      legend.draw(in: &canvas, at: Point(column: origin.column + image.width - legend.size.columns, row: origin.row))
      var pixels = panel.pixels
      if index < 2 { markPointed(playhead, image, on: &pixels) }
      pixels.draw(in: &canvas, at: Point(column: origin.column, row: origin.row + 1))
    }
    // A pixel can be pointed at in the image, and where its answer stands.
    for column in [place.column + image.width + 2, place.column] {
      canvas.markPixels(
        of: Self.pixels(image), rows: image.height, columns: image.width, at: Point(column: column, row: place.row + 1))
    }
    for (offset, line) in keys.enumerated() {
      let row = Region(
        column: place.column, row: place.endRow - keys.count + offset, columns: place.columns, rows: 1)
      canvas.write(line, in: row, align: .center)
    }
  }

  /// What the colours of the image say.
  private func pixelLegend(_ image: TitleImage) -> (word: String, legend: ScaleLegend) {
    ("pixels ", image.focus[image.focus.count - 1].legend(decimals: 0))
  }

  /// What the colours of the kernel's answers say.
  private func answerLegend(_ image: TitleImage) -> (word: String, legend: ScaleLegend) {
    ("answers ", image.response.legend(decimals: 0))
  }

  /// Legends side by side in the middle of a row.
  private func drawLegends(_ legends: [(word: String, legend: ScaleLegend)], in canvas: inout Canvas, _ row: Region) {
    let width = legends.reduce(4 * (legends.count - 1)) { $0 + $1.word.count + $1.legend.size.columns }
    guard width <= row.columns else { return }
    var column = row.column + (row.columns - width) / 2
    for (word, legend) in legends {
      canvas.write(.muted(word), column: column, row: row.row)
      legend.draw(in: &canvas, at: Point(column: column + word.count, row: row.row))
      column += word.count + legend.size.columns + 4
    }
  }

  /// The keys to begin with, in lines.
  private func keyHelp(columns: Int) -> [StyledText] {
    let entries = Self.keys.map { entry in
      let pad = String(repeating: " ", count: max(0, 21 - entry.key.count - entry.does.count))
      return StyledText.strong(entry.key, .active) + "  " + .muted(entry.does + pad)
    }
    let inLine = min(max(1, (columns + 2) / 25), 3)
    return stride(from: 0, to: entries.count, by: inLine).map { first in
      .joined(Array(entries[first..<min(first + inLine, entries.count)]), separator: "  ")
    }
  }

  /// What the audience needs of the keys; the help has them all.
  static let keys: [(key: String, does: String)] = [
    ("→", "next step"), ("←", "step back"), ("?", "all keys"),
    ("Tab", "choose a knob"), ("↑ ↓", "turn the knob"), ("c", "point at a cell"),
    ("o", "contents"), ("t", "next theme"), ("q", "quit"),
  ]

  // MARK: One sum

  private func drawSum(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let (top, rest) = canvas.bounds.splitTop(image.cells.rows + (canvas.size.rows - image.cells.rows) / 8)
    let place = top.centered(image.cells)
    let answered = moment == .reveal ? playhead.phase(0.4, 1) : moment == .edge ? 1 : 0
    // The pixel that is pointed at stands in the place of the edge that the step chose.
    let pointed = pointed(playhead.pointer, on: image)
    let edge = pointed.map { ($0.row - 1, $0.column - 1) } ?? image.edge
    var pixels = image.swept(to: answered, window: answered > 0 ? nil : image.flat)
    if moment == .edge, let edge { TitleImage.mark(edge, on: &pixels) }
    pixels.draw(in: &canvas, at: place.origin)
    if moment == .edge {
      canvas.markPixels(of: Self.pixels(image), rows: image.height, columns: image.width, at: place.origin)
    }
    let isSummed = moment == .edge || moment == .reveal && playhead.phase(0, 0.3) >= 1
    var windows: [(title: StyledText, name: String, numbers: [Float])] = [
      (
        .input(moment == .edge ? "inside" : "inside a letter"), "inside",
        [Float](repeating: Lettering.inside, count: 9)
      )
    ]
    if moment == .edge, let edge {
      let title = pointed.map { "at (\($0.row + 1), \($0.column + 1))" } ?? "at its edge"
      windows.append((.input(title), pointed == nil ? "edge" : "there", image.window(row: edge.0, column: edge.1)))
    }
    drawGrids(
      windows, isSummed: isSummed, legend: moment == .predict ? pixelLegend(image) : answerLegend(image), in: &canvas,
      region: rest)
  }

  /// Windows of pixels, the kernel, and what it makes of each.
  private func drawGrids(
    _ windows: [(title: StyledText, name: String, numbers: [Float])], isSummed: Bool,
    legend: (word: String, legend: ScaleLegend), in canvas: inout Canvas, region: Region
  ) {
    guard region.rows >= 5, region.columns >= 74 else { return }
    let pixels = windows.map { window in
      var grid = NumberGrid(window.title, rows: 3, columns: 3) { row, column in
        let value = window.numbers[3 * row + column]
        return NumberGrid.Element(
          NumberText.plain(Double(value)), detail: "·" + weight(row, column),
          paper: .level(.input, Double(value / Lettering.inside) * 0.8))
      }
      grid.reservedColumns = 2
      return grid
    }
    let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
    var kernel = NumberGrid(.kernel(name), rows: 3, columns: 3) { row, column in
      NumberGrid.Element(weight(row, column), paper: .signed(0.8 * Double(weights[row, column]), limit: limit))
    }
    kernel.reservedColumns = 2
    var sums = NumberGrid(.output("sum"), rows: windows.count, columns: 1) { row, _ in
      let answer = TitleImage.answer(windows[row].numbers, weights.values)
      return NumberGrid.Element(
        isSummed ? NumberText.plain(Double(answer)) : "?", paper: .role(isSummed ? .output : .active), style: .bold)
    }
    sums.reservedColumns = 3
    sums.rowNames = windows.map { .muted($0.name) }
    var scale = legend.legend
    scale.columns = 4
    Arrangement.row(
      of: pixels.enumerated().map { .grid("pixels \($0.offset)", $0.element) } + [
        .sign("⋆"), .grid("kernel", kernel), .sign("="), .grid("sum", sums),
        .column(.text(StyledText(legend.word)), .legend(scale), gap: 0...0),
      ], gap: 1...5
    ).placed(in: region).draw(in: &canvas)
  }

  private func weight(_ row: Int, _ column: Int) -> String { NumberText.plain(Double(weights[row, column])) }

  // MARK: A layer

  private func drawLayer(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let slots = layer.indices.map { Lettering.columns(of: $0, width: image.width) }
    let kernels = layer.indices.map { index in
      let weights = layerWeights[index]
      let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
      return NumberGrid(.kernel(layer[index].rawValue), rows: 3, columns: 3) { row, column in
        let weight = Double(weights[row, column])
        let paper =
          image.layer[index].scale == .signed
          ? Tint.signed(0.8 * weight, limit: limit) : .level(.output, weight / limit)
        return NumberGrid.Element(NumberText.plain(weight), paper: paper)
      }
    }
    let rest = Size(columns: slots[0].count - 1, rows: canvas.size.rows - image.cells.rows - 1)
    let scale = Layout.largest(GridScale.all.filter { $0.halfRows > 1 }, in: rest) { kernels[0].size(at: $0) }
    let grid = scale.map { kernels[0].size(at: $0) } ?? Size(columns: 0, rows: 0)
    let sizes = [image.cells, Size(columns: image.width, rows: grid.rows), Size(columns: image.width, rows: 1)]
    var parts = Layout.column(sizes, in: canvas.bounds)
    if let last = parts.last, last.endRow > canvas.size.rows {
      // In a low window they stand close: what the colours say must not be missing.
      var row = 0
      for index in parts.indices {
        parts[index].row = row
        row += parts[index].rows
      }
    }
    // One letter after the other goes through its kernel.
    let done = playhead.phase(0, 1) * Double(image.width)
    let sharp = image.focus[image.focus.count - 1]
    var pixels = image.pixels { x, y in
      let letter = slots.firstIndex { $0.contains(x) }
      let map = letter.map { Double(x) < done ? image.layer[$0] : sharp } ?? sharp
      return map.tint(of: map.values[y * image.width + x])
    }
    markPointed(playhead, image, on: &pixels)
    pixels.draw(in: &canvas, at: parts[0].origin)
    canvas.markPixels(of: Self.pixels(image), rows: image.height, columns: image.width, at: parts[0].origin)
    if parts[2].endRow <= canvas.size.rows { drawLayerLegends(image, slots, in: &canvas, parts[2]) }
    guard let scale else { return }
    for (slot, kernel) in zip(slots, kernels) where Double(slot.lowerBound) < done {
      let place = Region(
        column: parts[1].column + slot.lowerBound, row: parts[1].row, columns: slot.count, rows: grid.rows)
      kernel.draw(in: &canvas, at: place.centered(grid).origin, scale: scale)
    }
  }

  /// What the colours of each letter mean, which has a scale of its own: beneath its kernel, or in a narrow window one
  /// line for all.
  private func drawLayerLegends(
    _ image: TitleImage, _ slots: [Range<Int>], in canvas: inout Canvas, _ row: Region
  ) {
    let legends = image.layer.map { map in
      var legend = map.legend(decimals: 0)
      legend.columns = 4
      return legend
    }
    if zip(slots, legends).allSatisfy({ $0.count > $1.size.columns }) {
      for (slot, legend) in zip(slots, legends) {
        let place = Region(column: row.column + slot.lowerBound, row: row.row, columns: slot.count, rows: 1)
        legend.draw(in: &canvas, at: place.centered(legend.size).origin)
      }
      return
    }
    var legend = ScaleLegend(.signed, from: "each letter's answers: below zero", to: "above zero")
    legend.columns = 8
    if legend.size.columns <= canvas.size.columns { legend.draw(in: &canvas, at: row.centered(legend.size).origin) }
  }
}
