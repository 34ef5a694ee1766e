import CellCanvas
import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FlipOrNotScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .commutes: drawFull(pair.fullConvolutions, ("I ∗ K", "K ∗ I"), at: playhead, in: &canvas)
    case .doesNot: drawFull(pair.fullCorrelations, ("I ⊗ K", "K ⊗ I"), at: playhead, in: &canvas)
    case .learned: drawLearning(at: playhead, in: &canvas)
    default: drawLanes(moment, at: playhead, in: &canvas)
    }
  }

  /// The input at the left, and beside it two lanes, one above the other: the kernel as it slides, and the output.
  private struct Lanes {
    let inputScale: GridScale
    let scale: GridScale
    let outputScale: GridScale
    let input: Point
    /// Where kernel and output of each lane stand.
    let kernels: [Point]
    let outputs: [Point]

    init(_ region: Region, outputText: Int) {
      let gap = max(3, region.columns / 20)
      func lane(_ scale: GridScale) -> Size {
        Size(
          columns: 3 * scale.columns + gap + 3 * scale.widened(to: outputText).columns,
          rows: 2 * (1 + (3 * scale.halfRows + 1) / 2) + 1)
      }
      scale = GridScale.largest(
        in: Size(columns: region.columns * 3 / 5, rows: region.rows), textColumns: 2, size: lane)
      outputScale = scale.widened(to: outputText)
      let lanes = lane(scale)
      inputScale = GridScale.largest(
        in: Size(columns: region.columns - lanes.columns - gap, rows: region.rows), textColumns: 2
      ) { Size(columns: 5 * $0.columns, rows: 1 + (5 * $0.halfRows + 1) / 2) }
      let grid = Size(columns: 5 * inputScale.columns, rows: 1 + (5 * inputScale.halfRows + 1) / 2)
      let row = Layout.row([grid, lanes], in: region, minimumGap: gap, maximumGap: 2 * gap)
      input = row[0].origin
      let lower = row[1].row + lanes.rows - (1 + (3 * scale.halfRows + 1) / 2)
      let (column, kernelWidth) = (row[1].column, 3 * scale.columns)
      kernels = [row[1].row, lower].map { Point(column: column, row: $0) }
      outputs = [row[1].row, lower].map { Point(column: column + kernelWidth + gap, row: $0) }
    }
  }

  private var outputTextColumns: Int {
    [pair, otherFlip, dot, counterpart].flatMap { $0.convolution.values + $0.correlation.values }
      .reduce(2) { max($0, GridConvolution.text($1).count) }
  }

  // MARK: Side by side

  private func drawLanes(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let pair = pair(moment)
    let lanes = Lanes(canvas.bounds, outputText: outputTextColumns)
    inputGrid(pair, moment, at: playhead).draw(in: &canvas, at: lanes.input, scale: lanes.inputScale)

    let isEditable = moment != .counterpart
    let turning = moment == .flip ? playhead.progress : 1
    if moment == .start || moment == .flip && turning < 1 {
      drawTurning(pair.kernel, moment == .start ? 0 : turning, lanes, in: &canvas)
    } else {
      kernelGrid(pair.kernel.flipped, .kernel("K") + .muted(" flipped"), name: nil)
        .draw(in: &canvas, at: lanes.kernels[0], scale: lanes.scale)
    }
    kernelGrid(
      pair.correlating, .kernel("K") + .muted(pair.isFlipped ? " flipped" : " as it is"),
      name: isEditable && !pair.isFlipped ? Self.weights.name : nil
    ).draw(in: &canvas, at: lanes.kernels[1], scale: lanes.scale)

    outputGrid(
      pair.convolution, .output("I ∗ K") + .muted(" convolution"), name: "convolution", moment, at: playhead,
      against: nil
    ).draw(in: &canvas, at: lanes.outputs[0], scale: lanes.outputScale)
    outputGrid(
      pair.correlation, .output("I ⊗ K") + .muted(" correlation"), name: "correlation", moment, at: playhead,
      against: pair.convolution
    ).draw(in: &canvas, at: lanes.outputs[1], scale: lanes.outputScale)
  }

  private func inputGrid(_ pair: OperationPair, _ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let place = place(moment, at: playhead)
    let isOwn = moment != .dot
    let limit = Double(pair.input.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(
      .input("I") + .muted(isOwn ? " 5 × 5" : " a single 1"), name: isOwn ? Self.values.name : nil, rows: 5, columns: 5
    ) { row, column in
      let value = Double(pair.input[row, column])
      var element = NumberGrid.Element(
        GridConvolution.text(pair.input[row, column]), paper: .level(.input, 0.12 + 0.6 * abs(value) / limit))
      if let place, (place.row..<place.row + 3).contains(row), (place.column..<place.column + 3).contains(column) {
        element.paper = .level(.kernel, 0.3 + 0.4 * abs(value) / limit)
        element.style = .bold
        if isKnown(place, moment, at: playhead) {
          let weights = [pair.kernel.flipped, pair.correlating].map {
            "·" + GridConvolution.text($0[row - place.row, column - place.column])
          }
          element.detail = weights.joined(separator: " ")
        }
      }
      return element
    }
    grid.reservedColumns = 2
    return grid
  }

  private func kernelGrid(_ kernel: Tensor, _ title: StyledText, name: String?) -> NumberGrid {
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(title, name: name, rows: 3, columns: 3) { row, column in
      NumberGrid.Element(
        GridConvolution.text(kernel[row, column]), paper: .signed(0.8 * Double(kernel[row, column]), limit: limit),
        style: .bold)
    }
    grid.reservedColumns = 2
    return grid
  }

  /// The kernel while it turns: first left and right change places, then top and bottom. Between them only the edge of
  /// the sheet is seen, too narrow for numbers.
  private func drawTurning(_ kernel: Tensor, _ progress: Double, _ lanes: Lanes, in canvas: inout Canvas) {
    let playhead = Playhead(progress: progress)
    let across = cos(playhead.phase(0.05, 0.5) * Double.pi)
    let down = cos(playhead.phase(0.55, 1) * Double.pi)
    let origin = lanes.kernels[0]
    canvas.write(.kernel("K"), column: origin.column, row: origin.row)
    let (width, height) = (Double(lanes.scale.columns), Double(lanes.scale.halfRows) / 2)
    let center = (x: Double(origin.column) + 1.5 * width, y: Double(origin.row + 1) + 1.5 * height)
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    for row in 0..<3 {
      for column in 0..<3 {
        let x = [column, column + 1].map { Int((center.x + across * (Double($0) - 1.5) * width).rounded()) }.sorted()
        let y = [row, row + 1].map { Int((center.y + down * (Double($0) - 1.5) * height).rounded()) }.sorted()
        let cell = Region(column: x[0], row: y[0], columns: x[1] - x[0], rows: y[1] - y[0])
        guard cell.columns > 0, cell.rows > 0 else { continue }
        canvas.fill(cell, with: Cell(paper: .signed(0.8 * Double(kernel[row, column]), limit: limit)))
        let text = GridConvolution.text(kernel[row, column])
        guard text.count < cell.columns else { continue }
        canvas.write(
          StyledText(text),
          in: Region(column: cell.column, row: cell.row + (cell.rows - 1) / 2, columns: cell.columns, rows: 1),
          align: .center, ink: .role(.legible), style: .bold)
      }
    }
  }

  /// An output as far as it is known; compared with another one, each cell says whether it agrees.
  private func outputGrid(
    _ output: Tensor, _ title: StyledText, name: String?, _ moment: Moment, at playhead: Playhead,
    against other: Tensor?
  ) -> NumberGrid {
    let active = place(moment, at: playhead)
    let limit = Double(output.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(title, name: name, rows: output.shape.height, columns: output.shape.width) { row, column in
      let place = Settings.Place(row: row, column: column)
      guard isKnown(place, moment, at: playhead) else {
        return place == active
          ? NumberGrid.Element("?", paper: .role(.active), style: .bold) : NumberGrid.Element("·", ink: .role(.muted))
      }
      var element = Self.element(output[row, column], limit: limit, against: other?[row, column])
      if place == active { element.paper = .role(.active) }
      return element
    }
    grid.reservedColumns = outputTextColumns
    return grid
  }

  private static func element(_ value: Float, limit: Double, against other: Float?) -> NumberGrid.Element {
    let amount = Double(value)
    return NumberGrid.Element(
      GridConvolution.text(value), detail: other.map { $0 == value ? "=" : "≠" } ?? "",
      paper: amount < 0 ? .signed(0.8 * amount, limit: limit) : .level(.output, 0.15 + 0.6 * amount / limit),
      style: other == nil || other == value ? [] : .bold)
  }

  // MARK: Full mode

  private func drawFull(
    _ results: (Tensor, Tensor), _ names: (String, String), at playhead: Playhead, in canvas: inout Canvas
  ) {
    let (left, right) = results
    let limit = Double((left.values + right.values).reduce(1) { max($0, abs($1)) })
    let shown = playhead.phase(0.05, 0.9) * Double(left.values.count)
    func grid(_ tensor: Tensor, _ title: String, against other: Tensor?) -> NumberGrid {
      var grid = NumberGrid(
        .output(title) + .muted(" full, \(tensor.shape.height) × \(tensor.shape.width)"), rows: tensor.shape.height,
        columns: tensor.shape.width
      ) { row, column in
        guard other == nil || Double(row * tensor.shape.width + column) < shown else {
          return NumberGrid.Element("·", ink: .role(.muted))
        }
        return Self.element(tensor[row, column], limit: limit, against: other?[row, column])
      }
      grid.reservedColumns = (left.values + right.values).reduce(1) { max($0, GridConvolution.text($1).count) }
      return grid
    }
    let grids = [grid(left, names.0, against: nil), grid(right, names.1, against: left)]
    let gap = max(2, canvas.size.columns / 20)
    let scale = GridScale.largest(in: canvas.size, textColumns: grids[0].textColumns) { scale in
      Size(columns: 2 * grids[0].size(at: scale).columns + gap, rows: grids[0].size(at: scale).rows)
    }
    let row = Layout.row(grids.map { $0.size(at: scale) }, in: canvas.bounds, minimumGap: gap, maximumGap: 3 * gap)
    for (grid, place) in zip(grids, row) { grid.draw(in: &canvas, at: place.origin, scale: scale) }
    let isSame = left == right
    let middle = Point(column: (row[0].endColumn + row[1].column) / 2, row: row[0].row + row[0].rows / 2)
    if shown >= Double(left.values.count) {
      canvas.write(
        .strong(isSame ? "=" : "≠", isSame ? .correct : .wrong), column: middle.column, row: middle.row)
    }
  }

  // MARK: Learning

  private func drawLearning(at playhead: Playhead, in canvas: inout Canvas) {
    let round = round(at: playhead)
    let lanes = Lanes(canvas.bounds, outputText: outputTextColumns)
    drawExample(lanes, in: &canvas)
    for (index, fit) in [flippingFit, plainFit].enumerated() {
      let kernel = fit.kernels[round]
      let limit = Double(pair.kernel.values.reduce(1) { max($0, abs($1)) })
      var grid = NumberGrid(
        .kernel("learned") + .muted(index == 0 ? ", flips" : ", no flip"), rows: 3, columns: 3
      ) { row, column in
        let text = NumberText.fixed(Double(kernel[row, column]), decimals: 1)
        return NumberGrid.Element(
          text, paper: .signed(0.8 * Double(kernel[row, column]), limit: limit), style: .bold)
      }
      grid.reservedColumns = 3
      grid.draw(in: &canvas, at: lanes.kernels[index], scale: lanes.scale.widened(to: 4))
      drawErrors(fit, round, at: lanes.outputs[index], lanes, in: &canvas)
    }
  }

  /// What is to be learned from: a random picture, the kernel, and what it makes of the picture.
  private func drawExample(_ lanes: Lanes, in canvas: inout Canvas) {
    let kernel = kernelGrid(pair.kernel, .kernel("K") + .muted(" made the example"), name: nil)
    let size = kernel.size(at: lanes.scale)
    let block = Region(
      column: lanes.input.column, row: 0, columns: 5 * lanes.inputScale.columns, rows: canvas.size.rows)
    let (maps, below) = block.splitBottom(size.rows)
    let width = (block.columns - 2) / 2
    for (index, map) in [(StyledText.input("I") + .muted(" at random"), example), (.output("I ∗ K"), wanted)]
      .enumerated()
    {
      let half = Region(column: block.column + index * (width + 2), row: maps.row, columns: width, rows: maps.rows)
      let drawn = map.1.heatMap(.signed).draw(in: &canvas, region: half.splitTop(1).rest.splitBottom(1).rest)
      canvas.write(map.0, in: Region(column: half.column, row: drawn.row - 1, columns: width, rows: 1), align: .center)
    }
    kernel.draw(in: &canvas, at: below.centered(size).origin, scale: lanes.scale)
  }

  /// How the error falls from round to round.
  private func drawErrors(_ fit: KernelFit, _ round: Int, at origin: Point, _ lanes: Lanes, in canvas: inout Canvas) {
    let size = Size(columns: 3 * lanes.outputScale.columns, rows: (3 * lanes.outputScale.halfRows + 1) / 2)
    let text = NumberText.fixed(Double(fit.errors[round]), decimals: 1)
    canvas.write(
      .muted("round \(round)  error ") + .output(text), column: origin.column, row: origin.row)
    let region = Region(Point(column: origin.column, row: origin.row + 1), size)
    let most = Double(max(fit.errors.max() ?? 1, 1e-6))
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    guard round > 0 else { return }
    var shown = region
    shown.size.columns = max(1, region.columns * (round + 1) / (Self.rounds + 1))
    LineChart(
      [LineChart.Curve(fit.errors.prefix(round + 1).map(Double.init), ink: .role(.output))], limits: 0...most
    ).draw(in: &canvas, region: shown)
  }
}
