import CellCanvas
import ConvolutionEngine

extension SlidingKernelScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = figure(moment, at: playhead).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    guard let input = parts.grid("input"), playhead.pointer == nil else { return }
    drawWindow(moment, on: input, at: playhead, in: &canvas)
    guard let walk = moment.walk, let output = parts.grid("output") else { return }
    // Behind the arrow, so that it is written where that leaves room.
    defer { if playhead.progress >= 1, moment.next != nil { nameOutline(below: output.bounds, in: &canvas) } }
    let landing = Animation(playhead, products: 0).landing
    guard landing > 0, let source = parts.body("products") ?? parts.body("kernel") else { return }
    let place = grids.place(walk.to)
    canvas.arrow(
      from: source, to: output.region(row: place.row, column: place.column), of: output.bounds, progress: landing)
  }

  // MARK: The parts

  private func figure(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let input = Arrangement.grid("input", inputGrid(moment, at: playhead))
    let kernel = Arrangement.grid("kernel", kernelGrid(moment, at: playhead))
    let products = products(moment, at: playhead)
    let output = output(moment, at: playhead)
    let picture = Arrangement.extra(pictures(moment, at: playhead))
    let equals = Arrangement.sign(moment.walk == nil || playhead.pointer != nil ? .strong("=") : " ")
    // Where it gets narrow the products give way, and then the kernel stands above the output.
    return .firstThatFits(
      .row(input, .sign(.strong("⋆")), .column(kernel, products, gap: 1...1), equals, output, picture, gap: 2...9),
      .row(input, .sign(.strong("⋆")), kernel, equals, output, gap: 2...9),
      .row(input, .column(kernel, output)))
  }

  private func inputGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let animation = Animation(playhead, products: grids.weights)
    let isAtWork = moment.walk != nil && playhead.pointer == nil
    var covered: [GridPlace: Float] = [:]
    var active: GridPlace?
    switch focus(moment, at: playhead) {
    case .nothing: break
    // While the window slides it is painted between the cells.
    case .output(let place): if !isAtWork || animation.travel >= 1 { covered = grids.covered(place) }
    case .weight(let place): covered = grids.touched(by: place)
    case .input(let place): active = place
    }
    return grids.inputGrid(
      name: Self.values.name, covered: covered, shown: isAtWork ? animation.products : .max, active: active)
  }

  private func kernelGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    var active: GridPlace?
    if case .weight(let place) = focus(moment, at: playhead) { active = place }
    let grid = grids.kernelGrid(name: Self.weights.name, active: active)
    return kernelName.map { grid.titled(.kernel("kernel") + .muted(" " + $0)) } ?? grid
  }

  /// The products of the place that is lit up; of the first place, but unseen, where none is.
  private func products(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let isAtWork = moment.walk != nil && playhead.pointer == nil
    let shown = isAtWork ? Animation(playhead, products: grids.weights).products : .max
    guard case .output(let place) = focus(moment, at: playhead) else {
      return .grid("products", grids.productGrid(grids.products(grids.place(0)))).hidden()
    }
    let isKnown = grids.position(place).map { $0 < known(moment, at: playhead) } ?? false
    return .grid("products", grids.productGrid(grids.products(place), shown: isKnown || isAtWork ? shown : 0))
  }

  private func output(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let known = known(moment, at: playhead)
    let landing = Animation(playhead, products: 0).landing
    var active: GridPlace?
    var marked: [GridPlace: Convolution.Product] = [:]
    switch focus(moment, at: playhead) {
    case .output(let place): if moment.walk == nil || landing > 0 || playhead.pointer != nil { active = place }
    case .input(let place): marked = grids.reach(place)
    case .nothing, .weight: break
    }
    let isLanded = active.flatMap(grids.position).map { $0 < known } ?? true
    let grid = grids.outputGrid(name: Self.outputName, active: active, hidesActive: !isLanded, marked: marked) {
      grids.position($0).map { $0 < known } ?? false
    }
    // How large the output will be is asked before it is shown.
    if case .start = moment {
      return .grid("output", grid.titled("")).hidden().titled(.output("output") + .muted(" ?"))
    }
    return .grid("output", grid)
  }

  private func pictures(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let count = picture.output.shape.count
    let share = Double(known(moment, at: playhead)) / Double(grids.positions)
    var place: GridPlace?
    if case .output(let output) = focus(moment, at: playhead) {
      place = picture.place(like: output, of: grids.outputSize)
      if case .map = moment, playhead.pointer == nil { place = picture.peak }
    }
    // While single places are worked out by hand, the picture's output ends at the one that is marked.
    var known = Int(share * Double(count))
    if share < 1, let place { known = min(known, place.row * picture.output.shape.width + place.column) }
    return picture.arrangement(known: known, at: place)
  }

  // MARK: The window

  /// The window on its way, and, once it has come to rest, the outline of the place where it stands next.
  private func drawWindow(
    _ moment: Moment, on input: GridPlacement, at playhead: Playhead, in canvas: inout Canvas
  ) {
    if let walk = moment.walk {
      if Animation(playhead, products: 0).travel < 1 {
        grids.paintWindow(over: input, at: walk.position(at: playhead), in: &canvas)
      }
      if playhead.progress >= 1, let next = moment.next {
        canvas.outline(grids.window(at: Double(next), on: input), ink: .role(.active))
      }
      return
    }
    switch moment {
    case .size:
      let last = Double(grids.outputSize - 1)
      grids.paintWindow(over: input, at: playhead.phase(0.1, 0.9) * last, in: &canvas)
    case .sweep(let walk) where playhead.progress < 1:
      grids.paintWindow(over: input, at: walk.position(at: playhead).rounded(.down), in: &canvas)
    default: break
    }
  }

  /// Says beneath the output, where there is room, what the outline in the input means.
  private func nameOutline(below output: Region, in canvas: inout Canvas) {
    let name = StyledText.muted("outlined: next place")
    let last = canvas.size.columns - name.columns
    let rows = ([output.endRow + 1, output.endRow] + (output.endRow + 2..<output.endRow + 6))
      .filter { $0 < canvas.size.rows }
    let places = rows.flatMap { row in [min(output.column, last), last].map { Point(column: $0, row: row) } }
    let place = places.first { place in
      (place.column - 1..<place.column + name.columns).allSatisfy {
        canvas[$0, place.row].glyph == " " && !canvas[$0, place.row].isText
      }
    }
    if let place { canvas.write(name, column: place.column, row: place.row) }
  }
}

extension Canvas {
  /// Draws an arrow from a part of the figure into a cell of a grid right of it or below it, as far as `progress` (0...1)
  /// has brought it: with one turn left of the grid, and then below the numbers of the cells that it passes, where these
  /// have room.
  mutating func arrow(from source: Region, to cell: Region, of grid: Region, progress: Double) {
    let (turn, first) = (grid.column - 2, source.row + (source.rows - 1) / 2)
    let row = cell.column > grid.column && cell.rows > 1 ? cell.endRow - 1 : cell.row + (cell.rows - 1) / 2
    let end = cell.rows > 1 ? cell.column - 1 : grid.column - 1
    let isRight = source.endColumn < turn
    var path = (isRight ? Array(source.endColumn + 1..<turn) : [source.column - 1]).map {
      ($0, first, "─" as Unicode.Scalar)
    }
    if row == first {
      path.append((turn, row, "─"))
    } else {
      let isDown = row > first
      path.append((turn, first, isRight ? isDown ? "╮" : "╯" : isDown ? "╭" : "╰"))
      path += Swift.stride(from: first + (isDown ? 1 : -1), to: row, by: isDown ? 1 : -1).map { (turn, $0, "│") }
      path.append((turn, row, isDown ? "╰" : "╭"))
    }
    path += (turn + 1..<max(turn + 1, end)).map { ($0, row, "─") } + [(end, row, "▶")]
    for (column, row, glyph) in path.prefix(Int((Double(path.count) * progress).rounded())) {
      self[column, row] = Cell(glyph, ink: .role(.active), paper: self[column, row].paper)
    }
  }
}
