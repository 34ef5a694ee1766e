import CellCanvas
import ConvolutionEngine

extension EquivarianceScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .map(let paths): drawMap(paths, at: playhead, in: &canvas)
    case .moved(_, let paths): drawMoved(paths, at: playhead, in: &canvas)
    case .face(let face): drawFace(face, at: playhead, in: &canvas)
    case .first(_, let paths):
      drawPaths(paths, Shown(moved: playhead.phase(0, 0.4), mapOfMoved: playhead.phase(0.5, 1)), in: &canvas)
    case .second(_, let paths):
      drawPaths(
        paths, Shown(moved: 1, mapOfMoved: 1, map: playhead.phase(0, 0.4), movedMap: playhead.phase(0.5, 1)),
        in: &canvas)
    case .difference(_, let paths):
      drawPaths(
        paths, Shown(moved: 1, mapOfMoved: 1, map: 1, movedMap: 1, difference: playhead.phase(0.1, 1)), in: &canvas)
    case .other(_, let paths):
      let (early, late) = (playhead.phase(0, 0.3), playhead.phase(0.3, 0.6))
      drawPaths(
        paths,
        Shown(moved: early, mapOfMoved: late, map: early, movedMap: late, difference: playhead.phase(0.6, 1)),
        in: &canvas)
    case .end(let paths):
      drawPaths(paths, Shown(moved: 1, mapOfMoved: 1, map: 1, movedMap: 1, difference: 1), in: &canvas)
    }
  }

  /// How much of each picture of the two paths is there, 0...1, and of the arrow that leads to it.
  private struct Shown {
    var moved = 0.0
    var mapOfMoved = 0.0
    var map = 0.0
    var movedMap = 0.0
    var difference = 0.0
  }

  // MARK: One or two large pictures

  /// The largest sides, in whole multiples or else whatever fits, for pictures in `columns` × `rows` cells.
  private static func pixels(columns: Int, rows: Int) -> Int {
    let room = max(1, min(columns, 2 * rows))
    return room >= side ? room / side * side : room
  }

  private func drawMap(_ paths: TwoPaths, at playhead: Playhead, in canvas: inout Canvas) {
    let grid = kernelGrid(paths)
    let pixels = Self.pixels(columns: (canvas.size.columns - 14) / 2, rows: canvas.size.rows - 1)
    let room = Size(columns: canvas.size.columns - 2 * pixels - 2, rows: canvas.size.rows)
    let scale = GridScale.largest(in: room, textColumns: grid.textColumns) { grid.size(at: $0) }
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    let places = Layout.row([picture, grid.size(at: scale), picture], in: canvas.bounds, minimumGap: 1)
    draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: places[0])
    grid.draw(in: &canvas, at: places[1].origin, scale: scale)
    draw(
      paths.heatMap(ofMap: paths.map), .output("f(I)"), shown: playhead.phase(0.1, 1), in: &canvas, region: places[2])
  }

  private func kernelGrid(_ paths: TwoPaths) -> NumberGrid {
    let weights = paths.kernel
    let limit = Double(weights.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(.kernel("f"), rows: weights.shape.height, columns: weights.shape.width) { row, column in
      NumberGrid.Element(
        GridConvolution.text(weights[row, column]), paper: .signed(Double(weights[row, column]) * 0.8, limit: limit),
        style: .bold)
    }
  }

  private func drawMoved(_ paths: TwoPaths, at playhead: Playhead, in canvas: inout Canvas) {
    let pixels = Self.pixels(columns: (canvas.size.columns - 8) / 2, rows: canvas.size.rows - 1)
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    let places = Layout.row([picture, picture], in: canvas.bounds, minimumGap: 6)
    draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: places[0])
    arrow("g", from: places[0], to: places[1], row: canvas.size.rows / 2, progress: playhead.phase(0, 0.4), in: &canvas)
    draw(
      paths.heatMap(ofPicture: paths.moved), .input("g(I)"), shown: playhead.phase(0.4, 1), in: &canvas,
      region: places[1])
  }

  // MARK: The two paths

  private func drawPaths(_ paths: TwoPaths, _ shown: Shown, in canvas: inout Canvas) {
    let size = canvas.size
    let pixels = Self.pixels(columns: (size.columns - 12) / 4, rows: (size.rows - 1) / 2)
    let rows = (pixels + 1) / 2
    // Where there is room, each picture has its name above it; else the names share the row between the paths.
    let hasTitles = size.rows >= 2 * rows + 3
    let block = Size(columns: pixels, rows: rows + (hasTitles ? 1 : 0))
    let columns = Layout.row(
      Array(repeating: Size(columns: pixels, rows: size.rows), count: 4), in: canvas.bounds, minimumGap: 4)
    func place(_ column: Int, isUpper: Bool) -> Region {
      let gap = 1
      let top = max(0, (size.rows - 2 * block.rows - gap) / 2)
      return Region(
        column: columns[column].column, row: top + (isUpper ? 0 : block.rows + gap), columns: block.columns,
        rows: block.rows)
    }
    func middle(_ column: Int) -> Region {
      columns[column].centered(Size(columns: pixels, rows: rows + 1))
    }
    let (upper, lower) = ([1, 2].map { place($0, isUpper: true) }, [1, 2].map { place($0, isUpper: false) })
    let (start, end) = (middle(0), middle(3))
    self.draw(paths.heatMap(ofPicture: paths.picture), .input("I"), in: &canvas, region: start)
    func draw(_ map: HeatMap, _ name: StyledText, _ part: Double, _ region: Region, isUpper: Bool) {
      guard part > 0 else { return }
      self.draw(map, hasTitles ? name : "", shown: part, in: &canvas, region: region)
      guard !hasTitles else { return }
      let row = Region(
        column: region.column, row: isUpper ? region.endRow : region.row - 1, columns: region.columns, rows: 1)
      canvas.write(
        isUpper ? .muted("▲") + name : .muted("▼") + name, in: row, align: isUpper ? .leading : .trailing)
    }
    draw(paths.heatMap(ofPicture: paths.moved), .input("g(I)"), shown.moved, upper[0], isUpper: true)
    draw(paths.heatMap(ofMap: paths.mapOfMoved), .output("f(g(I))"), shown.mapOfMoved, upper[1], isUpper: true)
    draw(paths.heatMap(ofMap: paths.map), .output("f(I)"), shown.map, lower[0], isUpper: false)
    draw(paths.heatMap(ofMap: paths.movedMap), .output("g(f(I))"), shown.movedMap, lower[1], isUpper: false)

    let (high, low) = (start.row + 2, start.endRow - 1)
    arrow("g", from: start, to: upper[0], row: high, progress: min(1, 2 * shown.moved), in: &canvas)
    arrow("f", from: start, to: lower[0], row: low, progress: min(1, 2 * shown.map), in: &canvas)
    arrow("f", from: upper[0], to: upper[1], row: high, progress: min(1, 2 * shown.mapOfMoved), in: &canvas)
    arrow("g", from: lower[0], to: lower[1], row: low, progress: min(1, 2 * shown.movedMap), in: &canvas)
    guard shown.difference > 0 else { return }
    arrow("", from: upper[1], to: end, row: high, progress: min(1, 2 * shown.difference), in: &canvas)
    arrow("−", from: lower[1], to: end, row: low, progress: min(1, 2 * shown.difference), in: &canvas)
    self.draw(
      paths.heatMap(ofMap: paths.difference), .strong("difference"), shown: shown.difference, in: &canvas, region: end)
    guard shown.difference >= 1 else { return }
    let verdict: StyledText = paths.agree ? .strong("= they agree", .correct) : .strong("≠ they differ", .wrong)
    for (offset, line) in [verdict, .muted("\(paths.differing) of \(paths.inside)"), .muted("pixels inside")]
      .enumerated()
    {
      canvas.write(line, column: end.column, row: end.endRow + offset)
    }
  }

  /// Draws a picture beneath its name, from the top down to `shown` (0...1) of its height.
  private func draw(
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

  // MARK: Where sharing is not wanted

  private func drawFace(_ face: FaceSearch, at playhead: Playhead, in canvas: inout Canvas) {
    let side = FaceSearch.side
    let pixels = Self.pixels(columns: (canvas.size.columns - 12) / 2, rows: canvas.size.rows - 1)
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    // The detector in whole pixels, no larger than its patch of the face would be drawn twice as large.
    let width = face.detector.shape.width
    let detectorSide = width * max(1, min((canvas.size.columns - 2 * pixels - 4) / width, 2 * pixels / side - 1))
    let places = Layout.row(
      [picture, Size(columns: max(9, detectorSide), rows: picture.rows), picture], in: canvas.bounds, minimumGap: 1,
      maximumGap: 6)
    draw(heatMap(face.picture, .grey), .input("face"), in: &canvas, region: places[0])
    func row(_ pixel: Int) -> Int { places[0].row + 1 + pixel * pixels / side / 2 }
    canvas.write(.muted("◂ eyes"), column: places[1].column, row: row(FaceSearch.eyes[0].row))
    canvas.write(.muted("◂ mouth"), column: places[1].column, row: row(24))
    canvas.write(.muted("◂ chin"), column: places[1].column, row: row(29))
    let detector = Region(
      column: places[1].column, row: places[1].row + 1, columns: detectorSide, rows: (detectorSide + 1) / 2)
    canvas.write(.kernel("detector"), column: detector.column, row: detector.row - 1)
    heatMap(face.detector, .signed).draw(in: &canvas, region: detector)
    draw(
      heatMap(face.response, .signed), .output("where it answers"), shown: playhead.phase(0.1, 1), in: &canvas,
      region: places[2])
  }

  private func heatMap(_ tensor: Tensor, _ scale: ColorScale) -> HeatMap {
    HeatMap(
      width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: scale,
      limits: scale == .grey ? 0...255 : nil)
  }
}
