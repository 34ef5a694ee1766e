import CellCanvas
import ConvolutionEngine

// The layer as a matrix product, and as a kernel beneath the signal.
extension GridDataScene {
  func drawMatrix(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let matrix = matrix(moment)
    let grids = matrixGrids(moment, at: playhead)
    let limit = GridConvolution.text(matrix.weights.reduce(1) { max($0, abs($1)) })
    var legend = ScaleLegend(.signed, from: "−" + limit, to: limit)
    legend.columns = 4
    let showsBars = moment == .count || moment == .end
    let bars: Arrangement =
      showsBars
      ? .drawing("bars", least: Size(columns: 36, rows: 2), most: Size(columns: 60, rows: 2)) { canvas, region in
        drawBars(in: &canvas, region)
      } : .nothing
    // The other way to see the same sums, where there is room for it.
    let isLines = isDense || moment == .dense
    let side: Arrangement =
      canvas.size.rows < 30
      ? .nothing
      : .extra(
        .drawing(
          "side", least: Size(columns: max(5 * x.count, isLines ? Self.linesTitle : 0), rows: 20),
          most: Size(columns: max(8 * x.count, isLines ? Self.linesTitle : 0), rows: 30)
        ) { canvas, region in
          if isLines {
            drawLines(moment, at: playhead, in: &canvas, region)
          } else {
            drawSliding(moment, at: playhead, in: &canvas, region)
          }
        })
    Arrangement.row(
      .column(.grid("W", grids.matrix), bars), .text("·"), .grid("x", grids.x), .text("="), .grid("s", grids.s),
      .extra(.column(.text("weights"), .legend(legend), gap: 0...0)), side, gap: 1...4, align: .top
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Whether an output is being worked out.
  private func isPending(_ row: Int, _ moment: Moment, at playhead: Playhead) -> Bool {
    moment == .row(row) && playhead.progress < 0.7
  }

  private func matrixGrids(_ moment: Moment, at playhead: Playhead)
    -> (matrix: NumberGrid, x: NumberGrid, s: NumberGrid)
  {
    let matrix = matrix(moment)
    let output = output(moment)
    let focus = focus(moment, at: playhead)
    let shown = shownRows(moment, at: playhead)
    let isPreview = shown < matrix.outputs
    let diagonal: Int? = if case .weight(let row, let column) = focus { column - row } else { nil }
    func isLit(_ row: Int, _ column: Int) -> Bool {
      switch focus {
      case .nothing, .kernel: true
      case .output(let lit): row == lit
      case .input(let lit): column == lit
      case .weight(let litRow, let litColumn):
        matrix.weights == dense.weights ? (row, column) == (litRow, litColumn) : column - row == diagonal
      }
    }
    let limit = Double(matrix.weights.reduce(1) { max($0, abs($1)) })
    let isDenseMatrix = isDense || moment == .dense
    var grid = NumberGrid(
      .muted(isDenseMatrix ? "dense " : "convolution ") + .kernel("W")
        + .muted(" \(matrix.outputs) × \(matrix.inputs)"),
      name: "matrix", rows: matrix.outputs, columns: matrix.inputs
    ) { row, column in
      guard row < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let weight = matrix.weight(from: column, to: row)
      guard isJoined(matrix, row: row, column: column) else {
        return NumberGrid.Element("0", ink: .role(.muted), paper: .role(.background))
      }
      let lit = isLit(row, column)
      return NumberGrid.Element(
        GridConvolution.text(weight), paper: .signed(Double(weight) * (lit || isPreview ? 0.9 : 0.35), limit: limit),
        style: lit ? .bold : [])
    }
    grid.reservedColumns = matrix.weights.reduce(1) { max($0, GridConvolution.text($1).count) }
    let largest = Double(x.reduce(1) { max($0, abs($1)) })
    var inputs = NumberGrid(.input("x"), name: Self.signal.name, rows: x.count, columns: 1) { row, _ in
      var element = NumberGrid.Element(
        GridConvolution.text(x[row]), paper: .level(.input, 0.15 + 0.6 * abs(Double(x[row])) / largest))
      switch focus {
      case .output(let output) where output < shown && isJoined(matrix, row: output, column: row):
        element.paper = .level(.input, 1)
        element.style = .bold
      case .input(row): (element.paper, element.style) = (.role(.active), .bold)
      default: break
      }
      return element
    }
    // Typed here or where the signal lies flat, x2 is x2.
    inputs.isStanding = true
    inputs.rowNames = x.indices.map { .muted("\($0 + 1)") }
    let most = Double(output.reduce(1) { max($0, abs($1)) })
    var outputs = NumberGrid(.output("s"), name: "s", rows: output.count, columns: 1) { row, _ in
      guard row < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let isActive = focus == .output(row)
      return NumberGrid.Element(
        isPending(row, moment, at: playhead) ? "?" : GridConvolution.text(output[row]),
        paper: isActive ? .role(.active) : .level(.output, 0.15 + 0.5 * abs(Double(output[row])) / most),
        style: isActive ? .bold : [])
    }
    outputs.rowNames = output.indices.map { .muted("\($0 + 1)") }
    outputs.reservedColumns = (denseOutput + slidingOutput).reduce(1) { max($0, GridConvolution.text($1).count) }
    return (grid, inputs, outputs)
  }

  /// What either layer has to store, as bars.
  private func drawBars(in canvas: inout Canvas, _ region: Region) {
    BarChart([
      BarChart.Bar(
        "dense", fraction: 1, value: .counted(dense.weights.count, "weight", .text), ink: .role(.muted)),
      BarChart.Bar(
        "convolution", fraction: Double(kernel.count) / Double(dense.weights.count),
        value: .kernel("\(kernel.count)") + " shared", ink: .role(.kernel)),
    ]).draw(in: &canvas, region: region)
  }

  /// How many columns the words above the lines take: a line for each weight: 121 of 132.
  private static let linesTitle = 34

  /// The dense layer as a graph: a line for each weight of the rows that are written.
  private func drawLines(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let (focus, shown) = (focus(moment, at: playhead), shownRows(moment, at: playhead))
    func isLit(_ input: Int, _ output: Int) -> Bool {
      switch focus {
      case .output(let row): row == output
      case .input(let column): column == input
      case .weight(let row, let column): (row, column) == (output, input)
      case .nothing, .kernel: false
      }
    }
    func units(_ count: Int, _ letter: String, _ role: Role) -> [ConnectionGraph.Unit] {
      (0..<count).map { index in
        let isPointed = focus == (role == .input ? .input(index) : .output(index))
        return ConnectionGraph.Unit(
          "\(letter)\(index + 1)", position: Double(index) + Double(x.count - count) / 2,
          paper: isPointed ? .role(.active) : .level(role == .input ? .input : .output, 0.4))
      }
    }
    let (top, rest) = region.splitTop(2)
    canvas.write(
      .muted("a line for each weight: ") + .kernel("\(shown * x.count)")
        + .muted(shown < dense.outputs ? " of \(dense.weights.count)" : ""), in: top, align: .center)
    ConnectionGraph(
      layers: [
        .init(.input("x"), units: units(x.count, "x", .input)),
        .init(.output("s"), units: units(dense.outputs, "s", .output)),
      ],
      connections: (0..<shown).flatMap { output in
        x.indices.map { input in
          .init(layer: 0, from: input, to: output, ink: .role(isLit(input, output) ? .kernel : .faint))
        }
      }
    ).draw(in: &canvas, region: rest)
  }

  // MARK: The kernel beneath the signal

  /// The kernel beneath the signal; in a wide window, too, what it makes of a picture along each of its rows.
  func drawKernel(at playhead: Playhead, in canvas: inout Canvas) {
    let region = canvas.bounds.splitBottom(1).rest.inset(columns: 2)
    let wide = PictureConvolution.area.width
    guard region.columns >= 8 * x.count + wide + 12, region.rows >= PictureConvolution.area.height + 3 else {
      return drawSliding(.kernel, at: playhead, in: &canvas, region)
    }
    let (left, right) = region.splitRight(wide)
    drawSliding(.kernel, at: playhead, in: &canvas, left.splitRight(6).rest)
    let sum: StyledText =
      .output("along its rows") + .muted("  ") + alongRows.legend.text
    Arrangement.column(
      .map("along", wholePicture.heatMap(.grey, limits: 0...255), least: wide).titled(
        .input("picture") + .muted(" \(sides(wholePicture.shape.height, wholePicture.shape.width))")),
      .map("sums", alongRows.colors, least: alongRows.colors.width).titled(sum).hidden(playhead.progress < 1)
    ).placed(in: right).draw(in: &canvas)
  }

  /// The signal, beneath it the kernel where it stands, and the sums as far as they are known.
  func drawSliding(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let focus = focus(moment, at: playhead)
    let isKernel = moment == .kernel
    let shown =
      isKernel ? kernelPlace(at: playhead) + 1 : shownRows(moment, at: playhead)
    let place: Int =
      if case .output(let row) = focus { row } else { isKernel ? kernelPlace(at: playhead) : max(0, shown - 1) }
    let pitch = min(8, region.columns / x.count)
    guard pitch > 1, region.rows >= 14 else { return }
    let axis = SignalAxis(column: region.column + (region.columns - pitch * x.count) / 2, pitch: pitch)
    let barRows = (region.rows - 8) / 2
    canvas.write(.input("x"), column: axis.column, row: region.row)
    SignalBars(
      x.enumerated().map { index, value in
        let isSeen = (place..<place + kernel.count).contains(index)
        return SignalBars.Sample(
          Double(value), label: label(value, pitch), tint: isSeen ? .role(.kernel) : .role(.input), style: .bold)
      }
    ).draw(in: &canvas, axis: axis, row: region.row + 1, rows: barRows)
    let strip = region.row + 2 + barRows
    let limit = Double(kernel.reduce(1) { max($0, abs($1)) })
    let weights = NumberGrid(name: isKernel ? Self.weights.name : nil, rows: 1, columns: kernel.count) { _, column in
      NumberGrid.Element(
        GridConvolution.text(kernel[column]),
        paper: focus == .kernel(column) ? .role(.active) : .signed(Double(kernel[column]) * 0.9, limit: limit),
        style: .bold)
    }
    let first = axis.region(place, row: strip)
    weights.draw(in: &canvas, at: first.origin, scale: GridScale(columns: pitch, rows: 2))
    /// Beside or beneath what it names, where there is room for it.
    func write(_ text: StyledText, column: Int, row: Int) {
      let column = min(column, region.endColumn - text.columns)
      if column >= region.column { canvas.write(text, column: column, row: row) }
    }
    let word: StyledText = .kernel("kernel")
    let end = first.column + pitch * kernel.count
    if first.column - region.column > word.columns {
      write(word, column: first.column - word.columns - 1, row: strip)
    } else if region.endColumn - end > word.columns {
      write(word, column: end + 1, row: strip)
    }
    write(
      .output("s") + .muted(region.columns < 50 ? "" : ", each beneath the first value of its sum"),
      column: axis.column, row: strip + 3)
    let (least, most) = (slidingOutput.min() ?? 0, slidingOutput.max() ?? 0)
    SignalBars(
      slidingOutput.prefix(shown).enumerated().map { index, value in
        SignalBars.Sample(
          Double(value), label: label(value, pitch), tint: focus == .output(index) ? .role(.active) : .role(.output),
          style: .bold)
      }, limits: min(0, Double(least))...max(1, Double(most))
    ).draw(in: &canvas, axis: axis, row: strip + 4, rows: min(barRows, region.endRow - strip - 4))
  }

  /// A value as a bar's label, or none where it would touch its neighbour's.
  private func label(_ value: Float, _ pitch: Int) -> String {
    let widest = (x + slidingOutput).reduce(1) { max($0, GridConvolution.text($1).count) }
    return widest < pitch ? GridConvolution.text(value) : ""
  }
}
