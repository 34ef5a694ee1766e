import CellCanvas
import ConvolutionEngine

extension GridDataScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .data, .series, .image, .volume: drawPanels(at: playhead, in: &canvas)
    default: drawMatrix(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: Three kinds of data

  private func drawPanels(at playhead: Playhead, in canvas: inout Canvas) {
    let gap = max(2, canvas.size.columns / 26)
    let width = (canvas.size.columns - 2 * gap) / 3
    let bounds = (0..<3).map {
      Region(column: $0 * (width + gap), row: 0, columns: width, rows: canvas.size.rows)
    }
    /// How far the neighbours of a panel are lit: those of an earlier step stay.
    func light(_ moment: Moment) -> Double {
      guard let index = moments.firstIndex(of: moment), playhead.step >= index else { return 0 }
      return playhead.step > index ? 1 : playhead.phase(0, 0.8)
    }
    heading("time series", "1-D", "x(t)", bounds[0], &canvas)
    heading("picture", "2-D", "I(i, j)", bounds[1], &canvas)
    heading("colour picture", "3-D", "V(i, j, c)", bounds[2], &canvas)
    drawSeries(light(.series), bounds[0].splitTop(2).rest, &canvas)
    drawPicture(light(.image), bounds[1].splitTop(2).rest, &canvas)
    drawVolume(light(.volume), bounds[2].splitTop(2).rest, &canvas)
  }

  private func heading(
    _ name: String, _ dimensions: String, _ symbol: String, _ region: Region, _ canvas: inout Canvas
  ) {
    let short = StyledText.input(name) + .muted("  " + dimensions)
    let long = short + .muted("  " + symbol)
    let text = long.columns <= region.columns ? long : short
    if text.columns <= region.columns { canvas.write(text, in: region, align: .center) }
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
    let bars = x.enumerated().map { index, value in
      let distance = abs(index - middle)
      let tint: Tint =
        distance == 0 && light > 0
        ? .role(.active) : distance == 1 && light >= 1 ? .role(.kernel) : .role(.input)
      return SignalBars.Sample(Double(value), label: GridConvolution.text(value), tint: tint, style: .bold)
    }
    SignalBars(bars).draw(in: &canvas, axis: axis, row: region.row, rows: region.rows - 1)
    axis.ticks(0..<x.count, in: &canvas, row: region.endRow - 1)
  }

  private func drawPicture(_ light: Double, _ region: Region, _ canvas: inout Canvas) {
    let side = Self.pictureSide
    let grid = NumberGrid(rows: side, columns: side) { row, column in
      let grey = Double(greys[row, column])
      let distance = max(abs(row - side / 2), abs(column - side / 2))
      return NumberGrid.Element(
        GridConvolution.text(greys[row, column]),
        paper: Self.paper(distance, light, else: .level(.grey, grey / 255)),
        style: distance < 2 && light > 0 ? .bold : [])
    }
    let scale = GridScale.largest(in: region.size, textColumns: 3) { grid.size(at: $0) }
    grid.draw(in: &canvas, at: region.centered(grid.size(at: scale)).origin, scale: scale)
  }

  private func drawVolume(_ light: Double, _ region: Region, _ canvas: inout Canvas) {
    let side = Self.pictureSide
    let rows = 4
    let planes = (0..<3).map { channel in
      NumberGrid(rows: rows, columns: side) { row, column in
        let byte = pixels.bytes[3 * ((row + 1) * side + column) + channel]
        let distance = max(abs(row - 2), abs(column - side / 2), abs(channel - 1))
        let own: Tint =
          switch channel {
          case 0: .color(red: byte, green: 0, blue: 0)
          case 1: .color(red: 0, green: byte, blue: 0)
          default: .color(red: 0, green: 0, blue: byte)
          }
        return NumberGrid.Element("\(byte)", paper: Self.paper(distance, light, else: own))
      }
    }
    let names = ["red", "green", "blue"]
    let label = 6
    let gap = region.rows >= 20 ? 2 : 1
    let scale = GridScale.largest(in: region.size, textColumns: 0) { scale in
      let plane = planes[0].size(at: scale)
      return Size(columns: plane.columns + label + 4, rows: 3 * plane.rows + 2 * gap)
    }
    let plane = planes[0].size(at: scale)
    let whole = region.centered(Size(columns: plane.columns + label + 4, rows: 3 * plane.rows + 2 * gap))
    for (index, grid) in planes.enumerated() {
      // Each plane a little to the right of the one above: the third axis.
      let origin = Point(
        column: whole.column + label + 2 * index, row: whole.row + index * (plane.rows + gap))
      grid.draw(in: &canvas, at: origin, scale: scale)
      canvas.write(
        StyledText.muted(names[index]),
        in: Region(
          column: whole.column + 2 * index, row: origin.row + (plane.rows - 1) / 2, columns: label - 1, rows: 1))
    }
  }

  // MARK: The matrix product

  private func drawMatrix(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let showsBars = moment == .count || moment == .end
    let grids = matrixGrids(moment, at: playhead)
    let parts = MatrixParts(self, grids, canvas.bounds, bars: showsBars)
    grids.matrix.draw(in: &canvas, at: parts.matrix, scale: parts.scale)
    grids.x.draw(in: &canvas, at: parts.x, scale: parts.sideScale)
    grids.s.draw(in: &canvas, at: parts.s, scale: parts.sideScale)
    let middle = parts.matrix.row + 1 + grids.s.rows * parts.scale.halfRows / 4
    canvas[parts.x.column - 2, middle] = Cell("·", ink: .role(.muted), style: .bold)
    canvas[parts.s.column - 2, middle] = Cell("=", ink: .role(.muted), style: .bold)
    if showsBars { drawBars(in: &canvas, parts.bars) }
    if let side = parts.side { drawSliding(moment, at: playhead, in: &canvas, side) }
    if let sums = parts.sums { drawSums(moment, at: playhead, in: &canvas, sums) }
  }

  /// All sums with their products, as far as they are known, where each has a line.
  private func drawSums(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let matrix = matrix(moment)
    let lines = (0..<matrix.outputs).map { sum(matrix, row: $0) }
    guard lines.count <= region.rows, lines.allSatisfy({ $0.count == 1 && $0[0].columns <= region.columns }) else {
      return
    }
    for row in 0..<shownRows(moment, at: playhead) where !isPending(row, moment, at: playhead) {
      canvas.write(lines[row][0], column: region.column, row: region.row + row)
    }
  }

  /// Whether an output is being worked out.
  private func isPending(_ row: Int, _ moment: Moment, at playhead: Playhead) -> Bool {
    moment == .row(row) && playhead.progress < 0.7
  }

  private struct MatrixGrids {
    let matrix: NumberGrid
    let x: NumberGrid
    let s: NumberGrid
  }

  private func matrixGrids(_ moment: Moment, at playhead: Playhead) -> MatrixGrids {
    let matrix = matrix(moment)
    let output = output(moment)
    let focus = focus(moment, at: playhead)
    let shown = shownRows(moment, at: playhead)
    let isPreview = shown < matrix.outputs
    let pointed: Float? =
      if case .weight(let row, let column) = focus { matrix.weight(from: column, to: row) } else { nil }
    func isLit(_ row: Int, _ column: Int) -> Bool {
      switch focus {
      case .nothing: true
      case .output(let lit): row == lit
      case .input(let lit): column == lit
      case .weight: matrix.weight(from: column, to: row) == pointed
      }
    }
    var grid = NumberGrid(
      .kernel("W") + .muted(" \(matrix.outputs) × \(matrix.inputs)"), name: "matrix", rows: matrix.outputs,
      columns: matrix.inputs
    ) { row, column in
      guard row < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let weight = matrix.weight(from: column, to: row)
      guard weight != 0 else {
        return NumberGrid.Element("0", ink: .role(.muted), paper: .role(.background))
      }
      let lit = isLit(row, column)
      return NumberGrid.Element(
        GridConvolution.text(weight), paper: .level(.kernel, shade(weight, of: matrix) * (lit || isPreview ? 1 : 0.35)),
        style: lit ? .bold : [])
    }
    grid.reservedColumns = matrix.weights.reduce(1) { max($0, GridConvolution.text($1).count) }
    let limit = Double(x.reduce(1) { max($0, abs($1)) })
    let inputs = NumberGrid(.input("x"), name: Self.signal.name, rows: x.count, columns: 1) { row, _ in
      var element = NumberGrid.Element(
        GridConvolution.text(x[row]), paper: .level(.input, 0.15 + 0.6 * abs(Double(x[row])) / limit))
      switch focus {
      case .output(let output) where output < shown && matrix.weight(from: row, to: output) != 0:
        element.paper = .level(.input, 1)
        element.style = .bold
      case .input(row): (element.paper, element.style) = (.role(.active), .bold)
      default: break
      }
      return element
    }
    let most = Double(output.reduce(1) { max($0, abs($1)) })
    var outputs = NumberGrid(.output("s"), name: "s", rows: output.count, columns: 1) { row, _ in
      guard row < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let isActive = focus == .output(row)
      return NumberGrid.Element(
        isPending(row, moment, at: playhead) ? "?" : GridConvolution.text(output[row]),
        paper: isActive ? .role(.active) : .level(.output, 0.15 + 0.5 * abs(Double(output[row])) / most),
        style: isActive ? .bold : [])
    }
    outputs.reservedColumns = (denseOutput + slidingOutput).reduce(1) { max($0, GridConvolution.text($1).count) }
    return MatrixGrids(matrix: grid, x: inputs, s: outputs)
  }

  /// A shade of the kernel's colour for every weight that is different from the others.
  private func shade(_ weight: Float, of matrix: Dense) -> Double {
    if let index = kernel.firstIndex(of: weight), matrix.weights == sliding.weights {
      return kernel.count == 1 ? 0.8 : 0.3 + 0.7 * Double(index) / Double(kernel.count - 1)
    }
    let limit = Double(matrix.weights.count + 1) / 2
    return 0.55 + 0.45 * Double(weight) / limit
  }

  /// What either layer has to store, as bars.
  private func drawBars(in canvas: inout Canvas, _ region: Region) {
    BarChart([
      BarChart.Bar("dense", fraction: 1, value: .strong("\(dense.weights.count)") + " weights", ink: .role(.muted)),
      BarChart.Bar(
        "convolution", fraction: Double(differentWeights(sliding)) / Double(dense.weights.count),
        value: .kernel("\(differentWeights(sliding))") + " shared", ink: .role(.kernel)),
    ]).draw(in: &canvas, region: region)
  }

  /// Where the matrix and its vectors stand, and, in a wide window, the signal with the kernel that slides along it.
  private struct MatrixParts {
    let scale: GridScale
    let sideScale: GridScale
    let matrix: Point
    let x: Point
    let s: Point
    let bars: Region
    let side: Region?
    /// In a high window: the room beneath the matrix, which is lower than the column of the inputs.
    let sums: Region?

    static let gap = 4

    init(_ scene: GridDataScene, _ grids: MatrixGrids, _ region: Region, bars: Bool) {
      let barRows = bars ? 3 : 0
      let text = max(grids.matrix.textColumns, grids.x.textColumns)
      let sideText = max(grids.x.textColumns, grids.s.textColumns)
      func width(_ scale: GridScale) -> Int {
        grids.matrix.columns * scale.columns + 2 * scale.widened(to: sideText).columns + 2 * Self.gap
      }
      let space = Size(columns: region.columns, rows: region.rows - (region.rows < 24 ? 0 : barRows))
      /// In a low window the bars stand beneath the matrix, beside the last inputs where these reach further down.
      func height(_ scale: GridScale) -> Int {
        max(grids.x.size(at: scale).rows, grids.matrix.size(at: scale).rows + (region.rows < 24 ? 2 : 0))
      }
      let base = GridScale.largest(in: space, textColumns: text) { scale in
        Size(columns: width(scale), rows: height(scale))
      }
      scale = base
      sideScale = base.widened(to: sideText)
      let (whole, rows) = (width(base), grids.x.size(at: base).rows)
      // The other way to see the same sums needs about five columns a value.
      let free = region.columns - whole - 6
      let hasSide = free >= 5 * scene.x.count && region.rows >= 30 && !scene.isDense
      let left = region.column + (hasSide ? 0 : max(0, region.columns - whole) / 2)
      let top = region.row + max(0, space.rows - height(base)) / 2
      matrix = Point(column: left, row: top)
      x = Point(column: left + grids.matrix.columns * base.columns + Self.gap, row: top)
      s = Point(column: x.column + sideScale.columns + Self.gap, row: top)
      let matrixEnd = top + grids.matrix.size(at: base).rows
      let below = region.rows < 24 ? matrixEnd + (region.endRow - matrixEnd >= 3 ? 1 : 0) : top + rows + 1
      self.bars = Region(
        column: left, row: below, columns: region.rows < 24 ? grids.matrix.columns * base.columns : whole,
        rows: region.endRow - below)
      sums =
        region.rows < 30
        ? nil
        : Region(
          column: left, row: matrixEnd + 1, columns: grids.matrix.columns * base.columns,
          rows: top + rows - matrixEnd - 1)
      side =
        hasSide
        ? Region(column: left + whole + 6, row: top, columns: free, rows: rows) : nil
    }
  }

  // MARK: The same as a kernel that slides

  private func drawSliding(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let focus = focus(moment, at: playhead)
    let shown = moment == .dense ? 0 : shownRows(moment, at: playhead)
    let place: Int = if case .output(let row) = focus { row } else { max(0, shown - 1) }
    let pitch = min(8, region.columns / x.count)
    let axis = SignalAxis(column: region.column + (region.columns - pitch * x.count) / 2, pitch: pitch)
    let barRows = max(3, (region.rows - 10) / 2)
    let isDense = moment == .dense
    func title(_ text: StyledText, row: Int) {
      guard text.columns <= region.columns else { return }
      canvas.write(text, column: min(axis.column, region.endColumn - text.columns), row: row)
    }
    title(.input("x") + .muted(isDense ? " as a signal" : " and the kernel that slides along it"), row: region.row)
    SignalBars(
      x.enumerated().map { index, value in
        let isSeen = !isDense && (place..<place + kernel.count).contains(index)
        return SignalBars.Sample(
          Double(value), label: GridConvolution.text(value), tint: isSeen ? .role(.kernel) : .role(.input), style: .bold
        )
      }
    ).draw(in: &canvas, axis: axis, row: region.row + 2, rows: barRows)
    guard !isDense else { return }
    let strip = region.row + 3 + barRows
    let weights = NumberGrid(rows: 1, columns: kernel.count) { _, column in
      NumberGrid.Element(
        GridConvolution.text(kernel[column]), paper: .level(.kernel, shade(kernel[column], of: sliding)), style: .bold)
    }
    weights.draw(
      in: &canvas, at: axis.region(place, row: strip).origin, scale: GridScale(columns: pitch, rows: 2))
    title(.output("s") + .muted(", beneath the first value of its window"), row: strip + 3)
    SignalBars(
      slidingOutput.prefix(shown).enumerated().map { index, value in
        SignalBars.Sample(
          Double(value), label: GridConvolution.text(value),
          tint: focus == .output(index) ? .role(.active) : .role(.output), style: .bold)
      }, limits: min(0, Double(slidingOutput.min() ?? 0))...max(1, Double(slidingOutput.max() ?? 0))
    ).draw(in: &canvas, axis: axis, row: strip + 5, rows: min(barRows, region.endRow - strip - 5))
  }
}
