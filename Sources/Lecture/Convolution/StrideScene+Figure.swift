import CellCanvas
import ConvolutionEngine

extension StrideScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .misfit(let misfit): drawMisfit(misfit, isDropped: false, at: playhead, in: &canvas)
    case .dropped(let misfit): drawMisfit(misfit, isDropped: true, at: playhead, in: &canvas)
    case .mended(let mended):
      let grid = mended.inputGrid(name: Self.values.name)
      let scale = base(canvas, fitting: grid)
      let places = places(in: canvas, input: grid.size(at: scale), scale: scale)
      grid.draw(in: &canvas, at: places.input, scale: scale)
      let output = mended.outputGrid { _ in true }
      output.draw(in: &canvas, at: places.output, scale: scale.widened(to: output.textColumns))
      drawKernel(places, scale: scale, in: &canvas)
    case .every, .size, .place, .kept, .end: drawStrides(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: Side by side

  /// The output at the knob's stride and, beside it, that at stride 1.
  private func drawStrides(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isEvery = if case .every = moment { true } else { false }
    let isWhole =
      switch moment {
      case .kept, .end: true
      default: false
      }
    let animation = Animation(playhead, products: strided.kernel.shape.count)
    var active: Settings.Place?
    var covered: [Settings.Place: Float] = [:]
    var (shown, isLanded) = (Int.max, true)
    if let pointer = playhead.pointer, pointer.grid == "output", max(pointer.row, pointer.column) < strided.outputSize {
      let place = Settings.Place(row: pointer.row, column: pointer.column)
      (active, covered) = (place, strided.covered(place))
    } else if case .place(let index) = moment, playhead.pointer == nil {
      (shown, isLanded) = (animation.products, animation.isLanded)
      if animation.travel >= 1 { covered = strided.covered(strided.place(index)) }
      if animation.landing > 0 { active = strided.place(index) }
    } else if isEvery {
      covered = every.covered(every.place(0))
    }
    let input = strided.inputGrid(
      name: Self.values.name, covered: covered, shown: isEvery ? 0 : shown)
    let scale = base(canvas, fitting: input)
    let places = places(in: canvas, input: input.size(at: scale), scale: scale)
    let placement = input.draw(in: &canvas, at: places.input, scale: scale)

    if !isEvery {
      var output = strided.outputGrid(name: "output", active: active, hidesActive: !isLanded) { place in
        if case .place(let index) = moment { place.row * strided.outputSize + place.column < index } else { isWhole }
      }
      output.title =
        .output("stride \(strided.geometry.window.stride)") + .muted(" \(strided.outputSize) × \(strided.outputSize)")
      output.draw(in: &canvas, at: places.output, scale: outputScale(scale))
    }
    var all = every.outputGrid { _ in true }
    all.title = .output("stride 1") + .muted(" \(every.outputSize) × \(every.outputSize)")
    if isWhole { fade(&all, stride: strided.geometry.window.stride) }
    all.draw(in: &canvas, at: places.every, scale: outputScale(scale))
    drawWindow(moment, on: placement, at: playhead, in: &canvas)
    if isWhole {
      drawBars(places, in: &canvas)
    } else {
      let place: Settings.Place? =
        if case .place(let index) = moment, active == nil { strided.place(index) } else { active }
      drawKernel(places, scale: scale, products: place.map { strided.products($0) }, shown: shown, in: &canvas)
    }
  }

  /// What a stride skips steps back; what it keeps is set in bold.
  private func fade(_ grid: inout NumberGrid, stride: Int) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        if row.isMultiple(of: stride), column.isMultiple(of: stride) {
          grid[row, column].style = .bold
        } else {
          grid[row, column].paper = .role(.panel)
          grid[row, column].ink = .role(.muted)
        }
      }
    }
  }

  /// The kernel, as large as the room beneath the outputs allows, but no larger than the grids; and beside it, where
  /// there is room, the products of one place.
  private func drawKernel(
    _ places: Places, scale: GridScale, products: [Convolution.Product]? = nil, shown: Int = .max,
    in canvas: inout Canvas
  ) {
    let kernel = strided.kernelGrid()
    let text = kernel.textColumns
    let fitting = GridScale.all.last {
      $0.halfRows <= scale.halfRows && $0.columns > text && places.below.size.fits(kernel.size(at: $0))
    }
    guard let fitting else { return }
    kernel.draw(in: &canvas, at: places.below.origin, scale: fitting)
    guard let products else { return }
    let grid = strided.productGrid(products, shown: shown)
    let wide = fitting.widened(to: grid.textColumns)
    let (from, needed) = (places.every.column - places.below.column, grid.size(at: wide).columns)
    guard kernel.size(at: fitting).columns < from, from + needed <= places.below.columns else { return }
    grid.draw(in: &canvas, at: Point(column: places.every.column, row: places.below.row), scale: wide)
  }

  /// How many sums either stride needs, as bars.
  private func drawBars(_ places: Places, in canvas: inout Canvas) {
    let chart = BarChart([
      BarChart.Bar("stride 1", fraction: 1, value: "\(every.positions) sums", ink: .role(.muted)),
      BarChart.Bar(
        "stride \(strided.geometry.window.stride)", fraction: Double(strided.positions) / Double(every.positions),
        value: .output("\(strided.positions) sums"), ink: .role(.output)),
    ])
    chart.draw(in: &canvas, region: places.below)
  }

  /// The window on its way, painted over the input between its cells.
  private func drawWindow(
    _ moment: Moment, on input: GridPlacement, at playhead: Playhead, in canvas: inout Canvas
  ) {
    guard playhead.pointer == nil else { return }
    switch moment {
    case .size: strided.paintWindow(over: input, alongFirstRow: playhead.phase(0.1, 0.9), in: &canvas)
    case .place(let index):
      let travel = Animation(playhead, products: 1).travel
      if travel < 1 { strided.paintWindow(over: input, to: index, travel: travel, in: &canvas) }
    default: break
    }
  }

  // MARK: A stride that does not come out even

  private func drawMisfit(
    _ misfit: GridConvolution, isDropped: Bool, at playhead: Playhead, in canvas: inout Canvas
  ) {
    let geometry = misfit.geometry
    let beyond = misfit.outputSize
    let covered = isDropped ? [:] : misfit.covered(Settings.Place(row: 0, column: misfit.outputSize - 1))
    var input = misfit.inputGrid(name: Self.values.name, covered: playhead.progress < 0.5 ? covered : [:], shown: 0)
    if isDropped {
      for row in 0..<input.rows {
        for column in 0..<input.columns where geometry.dropped.contains(row) || geometry.dropped.contains(column) {
          input[row, column].isHatched = true
          input[row, column].paper = .role(.panel)
          input[row, column].ink = .role(.muted)
        }
      }
    }
    let scale = base(canvas, fitting: input)
    let places = places(in: canvas, input: input.size(at: scale), scale: scale)
    let placement = input.draw(in: &canvas, at: places.input, scale: scale)
    if !isDropped {
      let stride = Double(geometry.window.stride)
      let column = Double(beyond - 1) * stride + playhead.phase(0, 0.8) * stride
      let window = placement.window(row: 0, column: column, rows: misfit.kernelSize, columns: misfit.kernelSize)
      let inside = window.intersection(placement.bounds)
      canvas.paint(inside, paper: .level(.kernel, 0.5))
      let outside = Region(
        column: placement.bounds.endColumn, row: window.row, columns: window.endColumn - placement.bounds.endColumn,
        rows: window.rows)
      canvas.fill(outside, with: Cell("╱", ink: .role(.wrong), paper: .role(.background)))
    }
    canvas.write(
      .tinted("╱╱ ", isDropped ? .muted : .wrong) + .muted(isDropped ? "seen by no output" : "outside of the grid"),
      column: places.below.column, row: places.below.row)
    var all = every.outputGrid { _ in true }
    all.title = .output("stride 1") + .muted(" \(every.outputSize) × \(every.outputSize)")
    fade(&all, stride: geometry.window.stride)
    all.draw(in: &canvas, at: places.every, scale: outputScale(scale))
    var output = misfit.outputGrid { _ in true }
    output.title = .output("stride \(geometry.window.stride)") + .muted(" \(misfit.outputSize) × \(misfit.outputSize)")
    output.draw(in: &canvas, at: places.output, scale: scale.widened(to: output.textColumns))
  }

  // MARK: Places

  /// Where the parts stand; the same for all steps, so that nothing moves without need.
  private struct Places {
    let input: Point
    let output: Point
    let every: Point
    let below: Region
  }

  private func outputScale(_ scale: GridScale) -> GridScale { scale.widened(to: every.outputTextColumns) }

  /// The space that a window takes which hangs over the right edge.
  private var overhang: Int {
    for case .misfit(let misfit) in moments { return misfit.overhang }
    return 0
  }

  /// The largest scale at which all three grids fit, and `grid` in place of the input.
  private func base(_ canvas: Canvas, fitting grid: NumberGrid) -> GridScale {
    let usual = strided.inputGrid()
    return GridScale.largest(in: canvas.size, textColumns: usual.textColumns) { scale in
      let input = usual.size(at: scale)
      let wide = outputScale(scale)
      let columns =
        input.columns + overhang * scale.columns + (strided.outputSize + every.outputSize) * wide.columns + 2 * Self.gap
      return Size(columns: columns, rows: max(input.rows, grid.size(at: scale).rows))
    }
  }

  private static let gap = 4

  private func places(in canvas: Canvas, input: Size, scale: GridScale) -> Places {
    let wide = outputScale(scale)
    let sizes = [
      Size(columns: max(input.columns, strided.inputSize * scale.columns + overhang * scale.columns), rows: input.rows),
      Size(columns: strided.outputSize * wide.columns, rows: input.rows),
      Size(columns: every.outputSize * wide.columns, rows: input.rows),
    ]
    let row = Layout.row(sizes, in: canvas.bounds, minimumGap: Self.gap, maximumGap: 12)
    let grid = every.outputSize * wide.halfRows / 2 + 2
    return Places(
      input: row[0].origin, output: row[1].origin, every: row[2].origin,
      below: Region(
        column: row[1].column, row: row[1].row + grid, columns: row[2].endColumn - row[1].column,
        rows: canvas.size.rows - row[1].row - grid))
  }
}
