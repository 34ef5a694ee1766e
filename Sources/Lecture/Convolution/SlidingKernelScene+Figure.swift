import CellCanvas
import ConvolutionEngine

extension SlidingKernelScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let figure = Figure(self, moment, playhead)
    let parts = Layout(figure, in: canvas.bounds)
    let input = figure.input.draw(in: &canvas, at: parts.input.origin, scale: parts.scale)
    figure.kernel.draw(in: &canvas, at: parts.kernel.origin, scale: parts.middleScale)
    if parts.showsProducts, case .output = focus(moment, at: playhead) {
      figure.products.draw(in: &canvas, at: parts.products.origin, scale: parts.middleScale)
    }
    if case .start = moment {
      // How large the output will be is asked before it is shown.
      canvas.write(.output("output") + .muted(" ?"), column: parts.output.column, row: parts.output.row)
    } else {
      figure.output.draw(in: &canvas, at: parts.output.origin, scale: parts.outputScale)
    }
    drawWindow(moment, on: input, at: playhead, in: &canvas)
    drawSigns(moment, parts, at: playhead, in: &canvas)
  }

  /// The grids at one moment.
  private struct Figure {
    let input: NumberGrid
    let kernel: NumberGrid
    let products: NumberGrid
    let output: NumberGrid

    init(_ scene: SlidingKernelScene, _ moment: Moment, _ playhead: Playhead) {
      let grids = scene.grids
      let focus = scene.focus(moment, at: playhead)
      let animation = Animation(playhead, products: grids.kernel.shape.count)
      let isAtWork = if case .place = moment { playhead.pointer == nil } else { false }
      let shown = isAtWork ? animation.products : .max
      let isLanded = !isAtWork || animation.isLanded

      var covered: [Settings.Place: Float] = [:]
      var marked: [Settings.Place: Float] = [:]
      var (activeInput, activeWeight, activeOutput): (Settings.Place?, Settings.Place?, Settings.Place?)
      var products: [Convolution.Product] = []
      switch focus {
      case .nothing: break
      case .output(let place):
        products = grids.products(place)
        // While the window slides it is painted between the cells.
        if !isAtWork || animation.travel >= 1 { covered = grids.covered(place) }
        if !isAtWork || animation.landing > 0 { activeOutput = place }
      case .weight(let place):
        covered = grids.touched(by: place)
        activeWeight = place
      case .input(let place):
        marked = grids.reach(place)
        activeInput = place
      }
      input = grids.inputGrid(
        name: SlidingKernelScene.values.name, covered: covered, shown: shown, active: activeInput)
      kernel = grids.kernelGrid(name: SlidingKernelScene.weights.name, active: activeWeight)
      output = grids.outputGrid(name: "output", active: activeOutput, hidesActive: !isLanded, marked: marked) { place in
        switch moment {
        case .start, .size: false
        case .place(let index): place.row * grids.outputSize + place.column < index
        case .fromOutput, .fromWeight, .fromInput, .end: true
        }
      }
      self.products = grids.productGrid(products, shown: shown)
    }
  }

  /// Where the grids stand.
  private struct Layout {
    let scale: GridScale
    let middleScale: GridScale
    let outputScale: GridScale
    let input: Region
    let kernel: Region
    let products: Region
    let output: Region
    let showsProducts: Bool

    init(_ figure: Figure, in region: Region) {
      let middleText = max(figure.kernel.textColumns, figure.products.textColumns)
      func scales(_ scale: GridScale) -> (middle: GridScale, output: GridScale) {
        (scale.widened(to: middleText), scale.widened(to: figure.output.textColumns))
      }
      func sizes(_ scale: GridScale, withProducts: Bool) -> [Size] {
        let (middleScale, outputScale) = scales(scale)
        let kernel = figure.kernel.size(at: middleScale)
        let middle = Size(columns: kernel.columns, rows: withProducts ? 2 * kernel.rows + 1 : kernel.rows)
        return [figure.input.size(at: scale), middle, figure.output.size(at: outputScale)]
      }
      func whole(_ scale: GridScale, withProducts: Bool) -> Size {
        let parts = sizes(scale, withProducts: withProducts)
        return Size(
          columns: parts.reduce(0) { $0 + $1.columns } + 2 * Self.gap, rows: parts.map(\.rows).max() ?? 0)
      }
      let text = figure.input.textColumns
      let plain = GridScale.largest(in: region.size, textColumns: text) { whole($0, withProducts: false) }
      let rich = GridScale.largest(in: region.size, textColumns: text) { whole($0, withProducts: true) }
      // Seeing every product is worth a little size, but not half of it.
      showsProducts =
        region.size.fits(whole(rich, withProducts: true)) && rich.halfRows > 1 && 2 * rich.halfRows > plain.halfRows
      scale = showsProducts ? rich : plain
      (middleScale, outputScale) = scales(scale)
      let regions = CellCanvas.Layout.row(
        sizes(scale, withProducts: showsProducts), in: region, minimumGap: Self.gap, maximumGap: 14)
      input = regions[0]
      output = regions[2]
      let rows = figure.kernel.size(at: middleScale).rows
      (kernel, products) = (regions[1].splitTop(rows).top, regions[1].splitBottom(rows).bottom)
    }

    static let gap = 4
  }

  /// The window on its way, painted over the input between its cells.
  private func drawWindow(
    _ moment: Moment, on input: GridPlacement, at playhead: Playhead, in canvas: inout Canvas
  ) {
    guard playhead.pointer == nil else { return }
    switch moment {
    case .size: grids.paintWindow(over: input, alongFirstRow: playhead.phase(0.1, 0.9), in: &canvas)
    case .place(let index):
      let travel = Animation(playhead, products: 1).travel
      if travel < 1 { grids.paintWindow(over: input, to: index, travel: travel, in: &canvas) }
    default: break
    }
  }

  /// The signs between the grids, which make the figure read as a sentence: input ∗ kernel = output.
  private func drawSigns(_ moment: Moment, _ parts: Layout, at playhead: Playhead, in canvas: inout Canvas) {
    let left = (parts.input.endColumn + parts.kernel.column) / 2
    canvas[left, parts.kernel.row + (parts.kernel.rows + 1) / 2] = Cell("∗", ink: .role(.muted))
    let start = max(parts.kernel.endColumn, parts.products.endColumn) + 1
    let length = parts.output.column - 1 - start
    guard case .place = moment, playhead.pointer == nil, parts.showsProducts else {
      canvas[start + length / 2, parts.output.row + (parts.output.rows + 1) / 2] = Cell("=", ink: .role(.muted))
      return
    }
    let landing = Animation(playhead, products: 1).landing
    let middle = parts.products.row + parts.products.rows / 2
    canvas.arrow(column: start, row: middle, columns: length, ink: .role(.active), progress: max(landing, 0))
    if landing < 1 { canvas[start, middle] = Cell("Σ", ink: .role(.active), style: .bold) }
  }
}
