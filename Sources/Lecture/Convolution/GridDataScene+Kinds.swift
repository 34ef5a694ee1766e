import CellCanvas
import ConvolutionEngine

// Three kinds of data on a grid, and what a new order does to them.
extension GridDataScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .data, .series, .image, .film: drawKinds(moment, at: playhead, in: &canvas)
    case .shuffle: drawShuffle(at: playhead, in: &canvas)
    case .kernel: drawKernel(at: playhead, in: &canvas)
    default: drawMatrix(moment, at: playhead, in: &canvas)
    }
  }

  private func drawKinds(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let gap = max(2, canvas.size.columns / 26)
    let width = (canvas.size.columns - 2 * gap) / 3
    let height = max(0, canvas.size.rows - 1)
    let bounds = (0..<3).map { Region(column: $0 * (width + gap), row: 0, columns: width, rows: height) }
    /// How far the neighbours of a panel are lit: those of an earlier step stay.
    func light(_ moment: Moment) -> Double {
      guard let index = moments.firstIndex(of: moment), playhead.step >= index else { return 0 }
      return playhead.step > index ? 1 : playhead.phase(0, 0.8)
    }
    heading("time series", "1 axis", "x(t)", bounds[0], isKnown: light(.series) > 0, &canvas)
    heading("picture", "2 axes", "I(i, j)", bounds[1], isKnown: light(.image) > 0, &canvas)
    heading("film", "3 axes", "V(t, i, j)", bounds[2], isKnown: light(.film) > 0, &canvas)
    drawSeries(light(.series), bounds[0].splitTop(2).rest, &canvas)
    if moment == .data || moment == .series {
      drawWhole(bounds[1].splitTop(2).rest, &canvas)
    } else {
      drawPart(light(.image), bounds[1].splitTop(2).rest, &canvas)
    }
    drawFilm(light(.film), bounds[2].splitTop(2).rest, &canvas)
  }

  /// A name, and with it, as soon as that is known, how many axes there are and how a value is called.
  private func heading(
    _ name: String, _ axes: String, _ symbol: String, _ region: Region, isKnown: Bool, _ canvas: inout Canvas
  ) {
    let short = StyledText.input(name) + .muted("  " + axes)
    let long = short + .muted("  " + symbol)
    let text = long.columns <= region.columns ? long : short
    guard text.columns <= region.columns else { return }
    let column = region.column + (region.columns - text.columns) / 2
    canvas.write(isKnown ? text : .input(name), column: column, row: region.row)
  }

  /// The cell in the middle in yellow, and its neighbours as far as they are lit, in the kernel's colour.
  private static func paper(_ distance: Int, _ light: Double, else paper: Tint) -> Tint {
    if distance == 0, light > 0 { return .role(.active) }
    return distance == 1 && light >= 1 ? .level(.kernel, 0.7) : paper
  }

  private func drawSeries(_ light: Double, _ region: Region, _ canvas: inout Canvas) {
    let axis = SignalAxis(
      column: region.column + (region.columns % x.count) / 2, pitch: max(1, region.columns / x.count))
    let middle = x.count / 2
    // Labels of three signs and more stand in each other's way where bars are close.
    let isNarrow = x.contains { GridConvolution.text($0).count >= axis.pitch }
    let bars = x.enumerated().map { index, value in
      let distance = abs(index - middle)
      let tint: Tint =
        distance == 0 && light > 0
        ? .role(.active) : distance == 1 && light >= 1 ? .role(.kernel) : .role(.input)
      return SignalBars.Sample(
        Double(value), label: isNarrow ? "" : GridConvolution.text(value), tint: tint, style: .bold)
    }
    SignalBars(bars).draw(in: &canvas, axis: axis, row: region.row, rows: region.rows - 1)
    for index in x.indices where axis.pitch > 2 {
      canvas.write(.muted("x\(index + 1)"), in: axis.region(index, row: region.endRow - 1), align: .center)
    }
  }

  /// The whole picture, and which part of it is looked at closely.
  private func drawWhole(_ region: Region, _ canvas: inout Canvas) {
    let map = picture.heatMap(.grey, limits: 0...255)
    let place = map.placement(in: region).bounds
    // The frame lies around the part and is as wide as a pixel on every side.
    let side = place.columns
    var pixels = map.pixels(width: side, height: side)
    let part = Self.pictureSide * side / Self.side
    pixels.outline(
      x: Self.corner.column * side / Self.side - 1, y: Self.corner.row * side / Self.side - 1, width: part + 2,
      height: part + 2, with: .role(.active))
    pixels.draw(in: &canvas, at: place.origin)
  }

  private func drawPart(_ light: Double, _ region: Region, _ canvas: inout Canvas) {
    let side = Self.pictureSide
    var grid = part(rows: 0..<side, shift: 0) { row, column in
      max(abs(row - side / 2), abs(column - side / 2))
    } light: {
      light
    }
    grid.reservedColumns = 3
    let scale = GridScale.largest(in: region.size, textColumns: 3) { grid.size(at: $0) }
    grid.draw(in: &canvas, at: region.centered(grid.size(at: scale)).origin, scale: scale)
  }

  /// Some rows of the part, the camera moved on by `shift` pixels.
  private func part(
    rows: Range<Int>, shift: Int, distance: (Int, Int) -> Int, light: () -> Double
  ) -> NumberGrid {
    let light = light()
    return NumberGrid(rows: rows.count, columns: Self.pictureSide) { row, column in
      let value = picture[Self.corner.row + rows.lowerBound + row, Self.corner.column + shift + column]
      let distance = distance(row, column)
      return NumberGrid.Element(
        GridConvolution.text(value), paper: Self.paper(distance, light, else: .level(.grey, Double(value) / 255)),
        style: distance < 2 && light > 0 ? .bold : [])
    }
  }

  private func drawFilm(_ light: Double, _ region: Region, _ canvas: inout Canvas) {
    let frames = (0..<3).map { frame in
      var grid = part(rows: 1..<5, shift: frame - 1) { row, column in
        max(abs(row - 2), abs(column - Self.pictureSide / 2), abs(frame - 1))
      } light: {
        light
      }
      grid.reservedColumns = 3
      return grid
    }
    let names = ["t − 1", "t", "t + 1"]
    let label = 6
    let gap = region.rows >= 20 ? 2 : 1
    func whole(_ scale: GridScale) -> Size {
      let frame = frames[0].size(at: scale)
      return Size(columns: frame.columns + label + 4, rows: 3 * frame.rows + 2 * gap)
    }
    let scale = GridScale.largest(in: region.size, textColumns: 0, size: whole)
    let rows = frames[0].size(at: scale).rows
    let place = region.centered(whole(scale))
    for (index, grid) in frames.enumerated() {
      // Each frame a little to the right of the one before: the third axis.
      let origin = Point(column: place.column + label + 2 * index, row: place.row + index * (rows + gap))
      grid.draw(in: &canvas, at: origin, scale: scale)
      canvas.write(
        StyledText.muted(names[index]),
        in: Region(column: place.column + 2 * index, row: origin.row + (rows - 1) / 2, columns: label - 1, rows: 1))
    }
  }

  // MARK: Another order

  private func drawShuffle(at playhead: Playhead, in canvas: inout Canvas) {
    let isDone = playhead.phase(0.1, 0.5) >= 1
    func table(_ order: [Int], _ title: StyledText) -> NumberGrid {
      let most = Double(Self.table.joined().max() ?? 1)
      var grid = NumberGrid(title, rows: Self.customers.count, columns: order.count) { row, column in
        let value = Self.table[row][order[column]]
        return NumberGrid.Element(GridConvolution.text(value), paper: .level(.input, 0.12 + 0.6 * Double(value) / most))
      }
      grid.rowNames = Self.customers.map { .muted($0) }
      grid.columnNames = order.map { .muted(Self.goods[$0]) }
      return grid
    }
    func map(_ name: String, _ tensor: Tensor, _ title: StyledText) -> Arrangement {
      .map(name, tensor.heatMap(.grey, limits: 0...255), least: Self.side).titled(title)
    }
    let tables = Arrangement.column(
      .grid("table", table(Array(Self.order.indices), .input("table"))),
      .grid("other", table(Self.order, .muted("its columns in new order"))).hidden(!isDone))
    Arrangement.row(
      map("picture", picture, .input("picture")),
      map("shuffled", shuffled, .muted("its pixels shuffled")).hidden(!isDone), tables, gap: 2...6, align: .top
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
