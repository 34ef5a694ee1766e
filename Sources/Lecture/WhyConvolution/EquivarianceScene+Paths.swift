import CellCanvas
import ConvolutionEngine

// The pictures of the two paths, and what is left of one when the other is taken from it.

extension EquivarianceScene {
  /// How much of each picture of the two paths is there, 0...1, and of the arrow that leads to it.
  struct Shown {
    var moved = 0.0
    var mapOfMoved = 0.0
    var map = 0.0
    var movedMap = 0.0
    var difference = 0.0
  }

  // MARK: One or two large pictures

  /// The largest sides, in whole multiples or else whatever fits, for pictures in `columns` × `rows` cells.
  static func pixels(_ side: Int, columns: Int, rows: Int) -> Int {
    let room = max(1, min(columns, 2 * rows))
    return room >= side ? room / side * side : room
  }

  func drawMap(_ paths: TwoPaths, at playhead: Playhead, in canvas: inout Canvas) {
    let grid = kernelGrid(paths)
    let pixels = Self.pixels(Self.side, columns: (canvas.size.columns - 14) / 2, rows: canvas.size.rows - 2)
    let room = Size(columns: canvas.size.columns - 2 * pixels - 2, rows: canvas.size.rows)
    let scale = GridScale.largest(in: room, textColumns: grid.textColumns) { grid.size(at: $0) }
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    let places = Layout.row([picture, grid.size(at: scale), picture], in: canvas.bounds, minimumGap: 1)
    draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: places[0])
    grid.draw(in: &canvas, at: places[1].origin, scale: scale)
    let map = paths.heatMap(ofMap: paths.map)
    draw(map, .output("f(I)"), shown: playhead.phase(0.1, 1), in: &canvas, region: places[2])
    canvas.legend(map.legend(decimals: 0), near: places[2])
  }

  func kernelGrid(_ paths: TwoPaths) -> NumberGrid {
    let weights = paths.kernel
    let limit = Double(weights.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(.kernel("f"), rows: weights.shape.height, columns: weights.shape.width) { row, column in
      NumberGrid.Element(
        GridConvolution.text(weights[row, column]), paper: .signed(Double(weights[row, column]) * 0.8, limit: limit),
        style: .bold)
    }
  }

  func drawMoved(_ paths: TwoPaths, at playhead: Playhead, in canvas: inout Canvas) {
    let pixels = Self.pixels(Self.side, columns: (canvas.size.columns - 8) / 2, rows: canvas.size.rows - 1)
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    let places = Layout.row([picture, picture], in: canvas.bounds, minimumGap: 6)
    draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: places[0])
    arrow("g", from: places[0], to: places[1], row: canvas.size.rows / 2, progress: playhead.phase(0, 0.4), in: &canvas)
    draw(
      paths.heatMap(ofPicture: paths.moved), .input("g(I)"), shown: playhead.phase(0.4, 1), in: &canvas,
      region: places[1])
  }

  // MARK: The two paths

  func drawPaths(_ paths: TwoPaths, _ shown: Shown, pointer: Target? = nil, in canvas: inout Canvas) {
    let size = canvas.size
    let pixels = Self.pixels(Self.side, columns: (size.columns - 12) / 4, rows: (size.rows - 3) / 2)
    // Each picture has its name above it.
    let block = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    let columns = Layout.row(
      Array(repeating: Size(columns: pixels, rows: size.rows), count: 4), in: canvas.bounds, minimumGap: 4)
    let gap = max(1, min(2, size.rows - 2 * block.rows))
    let top = max(0, (size.rows - 2 * block.rows - gap) / 2)
    let (upper, lower) = (
      [1, 2].map { Region(Point(column: columns[$0].column, row: top), block) },
      [1, 2].map { Region(Point(column: columns[$0].column, row: top + block.rows + gap), block) }
    )
    let (start, end) = (columns[0].centered(block), columns[3].centered(block))
    self.draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: start)
    self.draw(paths.heatMap(ofPicture: paths.moved), .input("g(I)"), shown: shown.moved, in: &canvas, region: upper[0])
    self.draw(
      paths.heatMap(ofMap: paths.mapOfMoved), .output("f(g(I))"), shown: shown.mapOfMoved, in: &canvas, region: upper[1]
    )
    self.draw(paths.heatMap(ofMap: paths.map), .output("f(I)"), shown: shown.map, in: &canvas, region: lower[0])
    self.draw(
      paths.heatMap(ofMap: paths.movedMap), .output("g(f(I))"), shown: shown.movedMap, in: &canvas, region: lower[1])

    let (high, low) = (start.row + 2, start.endRow - 1)
    arrow("g", from: start, to: upper[0], row: high, progress: min(1, 2 * shown.moved), in: &canvas)
    arrow("f", from: start, to: lower[0], row: low, progress: min(1, 2 * shown.map), in: &canvas)
    arrow("f", from: upper[0], to: upper[1], row: high, progress: min(1, 2 * shown.mapOfMoved), in: &canvas)
    arrow("g", from: lower[0], to: lower[1], row: low, progress: min(1, 2 * shown.movedMap), in: &canvas)
    let mapLegend = paths.heatMap(ofMap: paths.map).legend(decimals: 0)
    guard shown.difference > 0 else {
      if shown.map > 0 || shown.mapOfMoved > 0 {
        canvas.legend(mapLegend, near: shown.map > 0 ? lower[1] : upper[1])
      }
      return
    }
    arrow("", from: upper[1], to: end, row: high, progress: min(1, 2 * shown.difference), in: &canvas)
    arrow("−", from: lower[1], to: end, row: low, progress: min(1, 2 * shown.difference), in: &canvas)
    drawDifference(paths, shown.difference, in: &canvas, region: end)
    canvas.legend(mapLegend, near: lower[1])
    if let place = Self.pixel(at: pointer) {
      let map = paths.heatMap(ofMap: paths.difference)
      for region in [upper[1], lower[1], end] {
        let cell = map.placement(in: region.splitTop(1).rest).region(row: place.row, column: place.column)
        canvas[cell.column, cell.row] = Cell("◆", ink: .role(.active), paper: .role(.background), style: .bold)
      }
    }
  }

  /// What is left when one map is taken from the other: inside on a scale of its own, the border in greys on another,
  /// and below it what that comes to.
  private func drawDifference(_ paths: TwoPaths, _ shown: Double, in canvas: inout Canvas, region: Region) {
    let (title, space) = region.splitTop(1)
    canvas.write(.strong("difference"), in: title)
    var map = paths.heatMap(ofMap: paths.difference)
    map.name = Self.pixels
    if shown >= 1 { map.draw(in: &canvas, region: space) }
    let bounds = map.placement(in: space).bounds
    paths.differencePixels(width: bounds.columns, height: 2 * bounds.rows).draw(in: &canvas, at: bounds.origin)
    let rows = Int((Double(space.rows) * shown).rounded())
    canvas.fill(space.splitTop(rows).rest, with: Cell(paper: .role(.panel)))
    guard shown >= 1 else { return }
    let border = paths.largestDifference(inside: false)
    let lines: [StyledText] = [
      paths.agree ? .strong("= they agree", .correct) : .strong("≠ they differ", .wrong),
      .muted("inside \(paths.agree ? "none" : "\(paths.differing)") of \(paths.inside)"),
      .muted(border < 0.5 ? "border none" : "border, grey,"),
      .muted(border < 0.5 ? "" : "up to \(NumberText.integer(Int(border.rounded())))"),
    ]
    for (offset, line) in lines.enumerated() where region.endRow + offset < canvas.size.rows {
      canvas.write(line, column: region.column, row: region.endRow + offset)
    }
    if let legend = paths.differenceLegend { canvas.legend(legend, near: region) }
  }

  /// Draws a picture beneath its name, from the top down to `shown` (0...1) of its height.
  func draw(
    _ map: HeatMap, _ name: StyledText, shown: Double = 1, in canvas: inout Canvas, region: Region
  ) {
    guard shown > 0 else { return }
    let (title, space) = region.splitTop(name.columns > 0 ? 1 : 0)
    if name.columns > 0 { canvas.write(name, in: title) }
    map.draw(in: &canvas, region: space)
    let rows = Int((Double(space.rows) * shown).rounded())
    canvas.fill(space.splitTop(rows).rest, with: Cell(paper: .role(.panel)))
  }

  private func arrow(
    _ name: String, from left: Region, to right: Region, row: Int, progress: Double, in canvas: inout Canvas
  ) {
    let start = left.endColumn
    let length = right.column - start
    canvas.arrow(column: start, row: row, columns: length, ink: .role(.muted), progress: progress)
    guard progress > 0, !name.isEmpty else { return }
    let place = Region(column: start, row: row - 1, columns: length, rows: 1)
    canvas.write(name == "f" ? .kernel(name) : .strong(name), in: place, align: .center)
  }
}
