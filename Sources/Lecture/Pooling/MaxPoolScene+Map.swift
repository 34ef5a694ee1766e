import CellCanvas
import ConvolutionEngine

extension MaxPoolScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .channels: drawChannels(at: playhead, in: &canvas)
    case .volume(let large): drawVolume(large, at: playhead, in: &canvas)
    default: drawMap(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: The map, what comes out, and what is remembered

  /// The parts of the figure at one moment.
  private struct Focus {
    /// The cells that stand out; `nil` when all do.
    var bright: Set<GridPlace>?
    /// The output in work.
    var active: Int?
    /// Whether its winner is known.
    var isDecided = true
    /// How many outputs are filled.
    var known = 0
    /// Outputs that light up, because the cell pointed at is seen by them.
    var marked: Set<Int> = []
    /// Whether no window has been looked at yet.
    var isAtStart = false

    init(_ map: PooledVolume, _ moment: Moment, known: Int, _ playhead: Playhead) {
      self.known = known
      if case .map = moment { isAtStart = true }
      if let pointer = playhead.pointer, let pointed = MaxPoolScene.pointed(at: pointer, map, known: known) {
        (bright, active, marked) = pointed
        return
      }
      switch moment {
      case .map:
        if playhead.progress < 1 { bright = Set(map.cells(of: Int(playhead.progress * Double(map.count)))) }
      case .window(let index):
        active = index
        isDecided = playhead.progress >= 0.55
        if playhead.progress < 0.85 { self.known = index }
        let place = map.output(index)
        let before = map.output(max(0, index - 1))
        let slide = playhead.phase(0, 0.25)
        let stride = Double(map.geometry.window.stride)
        let row = stride * (Double(before.row) + slide * Double(place.row - before.row))
        let column = stride * (Double(before.column) + slide * Double(place.column - before.column))
        let side = map.geometry.window.kernel
        bright = Set(
          (0..<side * side).map {
            GridPlace(row: Int(row.rounded()) + $0 / side, column: Int(column.rounded()) + $0 % side)
          })
      case .rest(let first):
        guard playhead.progress < 1 else { return }
        let index = first + Int(playhead.progress * Double(map.count - first))
        active = index
        self.known = index + 1
        bright = Set(map.cells(of: index))
      case .switches, .backward: bright = Set((0..<map.count).map { map.winner(of: $0) })
      case .channels, .volume: break
      }
    }
  }

  /// What lights up while something is pointed at.
  private static func pointed(
    at target: Target, _ map: PooledVolume, known: Int
  ) -> (Set<GridPlace>, Int?, Set<Int>)? {
    let place = GridPlace(row: target.row, column: target.column)
    switch target.grid {
    case "output", "switches", Self.gradient.name:
      let index = place.row * map.geometry.output + place.column
      return (Set(map.cells(of: index)), index < known ? index : nil, [index])
    case Self.map.name, "inputGradient":
      let outputs = map.outputs(of: place)
      return (Set(outputs.flatMap(map.cells) + [place]), nil, Set(outputs))
    default: return nil
    }
  }

  private func drawMap(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let focus = Focus(map, moment, known: known(at: moment), playhead)
    if case .backward(let gradients) = moment { return drawWayBack(gradients, focus, at: playhead, in: &canvas) }
    let isRemembering = if case .switches = moment { true } else { false }
    let upper = outputGrid(focus)
    let left = mapGrid(focus, names: isRemembering)
    let side = drawEdges(share: Double(focus.known) / Double(map.count), isRemembering, at: playhead, in: &canvas)
    let places = Places(left, upper, in: canvas.bounds.splitBottom(1).rest.splitRight(side).rest)
    let drawn = left.draw(in: &canvas, at: places.map.origin, scale: places.mapScale)
    drawOutlines(focus, on: drawn, in: &canvas)
    let outputs = upper.draw(in: &canvas, at: places.upper.origin, scale: places.sideScale)

    switch moment {
    case .map: drawRule(in: &canvas, region: places.lower)
    case .window(let index):
      drawContest(
        of: focus.active ?? index, growth: playhead.pointer == nil ? playhead.phase(0.25, 0.5) : 1,
        isDecided: focus.isDecided, in: &canvas, region: places.lower)
      let row = outputs.region(row: map.output(focus.active ?? index).row, column: 0)
      canvas.arrow(
        column: places.gap.lowerBound, row: row.row + (row.rows - 1) / 2, columns: places.gap.count,
        ink: .role(.active), progress: playhead.pointer == nil ? playhead.phase(0.55, 0.85) : 1)
    case .rest:
      drawContest(of: focus.active ?? map.count - 1, growth: 1, isDecided: true, in: &canvas, region: places.lower)
    case .switches:
      switchGrid(
        focus, shown: Int(playhead.progress * Double(map.count)), isReadable: places.sideScale.columns > 3
      )
      .draw(in: &canvas, at: places.lower.origin, scale: places.sideScale)
    case .backward, .channels, .volume: break
    }
  }

  /// Draws the edges of a picture at the right, where there is room, and says how many columns they take.
  private func drawEdges(
    share: Double, _ isRemembering: Bool, at playhead: Playhead, in canvas: inout Canvas
  ) -> Int {
    let side = canvas.size.columns * 3 / 10
    guard canvas.size.columns >= 130 else { return 0 }
    let parts = edges.arrangement(known: isRemembering ? playhead.progress : share, remembers: isRemembering)
      .placed(in: canvas.bounds.splitRight(side).right)
    parts.draw(in: &canvas)
    edges.drawLegends(parts, in: &canvas)
    return side
  }

  private func drawWayBack(
    _ gradients: Gradients, _ focus: Focus, at playhead: Playhead, in canvas: inout Canvas
  ) {
    let left = inputGradientGrid(gradients, focus, at: playhead)
    let upper = outputGradientGrid(gradients, focus)
    // Where there is room the map itself stands beside its gradient: what won, and what it held.
    let isWide = canvas.size.columns >= 130
    let (first, rest) = canvas.bounds.splitBottom(1).rest.splitLeft(isWide ? canvas.size.columns * 2 / 5 : 0)
    if isWide {
      let grid = mapGrid(focus, names: false)
      let room = Size(columns: first.columns - 4, rows: first.rows)
      let scale = GridScale.largest(in: room, textColumns: grid.textColumns, size: grid.size)
      grid.draw(in: &canvas, at: first.centered(grid.size(at: scale)).origin, scale: scale)
    }
    let places = Places(left, upper, in: rest)
    drawOutlines(
      focus, on: left.draw(in: &canvas, at: places.map.origin, scale: places.mapScale), in: &canvas)
    let outputs = upper.draw(in: &canvas, at: places.upper.origin, scale: places.sideScale)
    switchGrid(focus, shown: map.count, isReadable: places.sideScale.columns > 3).draw(
      in: &canvas, at: places.lower.origin, scale: places.sideScale)
    canvas.arrow(
      column: places.gap.lowerBound, row: outputs.bounds.row + (outputs.bounds.rows - 1) / 2,
      columns: places.gap.count, ink: .role(.gradient), progress: playhead.phase(0, 0.4), pointsLeft: true)
  }

  /// A line around the window in work, or around all windows before the first, unless they overlap.
  private func drawOutlines(_ focus: Focus, on drawn: GridPlacement, in canvas: inout Canvas) {
    let window = geometry.window
    guard drawn.scale.halfRows > 1 else { return }
    func outline(_ corner: GridPlace) {
      canvas.outline(
        drawn.window(
          row: Double(corner.row), column: Double(corner.column), rows: window.kernel, columns: window.kernel),
        ink: .role(.active))
    }
    if focus.isAtStart, focus.bright == nil, window.stride >= window.kernel {
      for index in 0..<map.count { outline(map.cells(of: index)[0]) }
    } else if focus.active != nil || focus.isAtStart, let bright = focus.bright,
      let corner = bright.min(by: { ($0.row, $0.column) < ($1.row, $1.column) })
    {
      outline(corner)
    }
  }

  /// Where the parts stand: the map at the left, two smaller grids above each other at the right.
  private struct Places {
    let mapScale: GridScale
    let sideScale: GridScale
    let map: Region
    let upper: Region
    let lower: Region

    init(_ map: NumberGrid, _ output: NumberGrid, in region: Region) {
      // A switch takes three columns, and the headings of the right side need some, too.
      func side(_ scale: GridScale) -> Size {
        let grid = output.size(at: scale)
        return Size(columns: max(grid.columns, 26), rows: 2 * grid.rows + 1)
      }
      let half = Size(columns: region.columns / 2, rows: region.rows)
      let widest = side(GridScale.largest(in: half, textColumns: 3, size: side)).columns
      let left = Size(columns: region.columns - widest - 6, rows: region.rows)
      mapScale = GridScale.largest(in: left, textColumns: map.textColumns, size: map.size)
      // Beside a map that leaves rows free, the right side is no higher than the map.
      let height = max(map.size(at: mapScale).rows, min(17, region.rows))
      sideScale = GridScale.largest(
        in: Size(columns: half.columns, rows: height), textColumns: 3, size: side)
      let right = side(sideScale)
      let parts = Layout.row([map.size(at: mapScale), right], in: region, minimumGap: 6, maximumGap: 16)
      self.map = parts[0]
      let rows = min(max(parts[0].rows, right.rows), region.rows)
      let column = Region(
        column: parts[1].column, row: region.row + (region.rows - rows) / 2, columns: right.columns, rows: rows)
      let part = output.size(at: sideScale).rows
      upper = column.splitTop(part).top
      lower = column.splitBottom(part).bottom
    }

    /// The columns between the map and what stands at its right.
    var gap: Range<Int> { map.endColumn + 1..<upper.column - 1 }
  }

  /// The map with its winners marked, or, with `names`, each called by its row and column.
  private func mapGrid(_ focus: Focus, names: Bool) -> NumberGrid {
    var winners = Set((0..<focus.known).map { map.winner(of: $0) })
    let active = focus.active.flatMap { focus.isDecided ? map.winner(of: $0) : nil }
    if let active { winners.insert(active) }
    return NumberGrid(
      .input("map") + .muted(" \(geometry.input) × \(geometry.input)"), name: Self.map.name, rows: geometry.input,
      columns: geometry.input
    ) { row, column in
      let place = GridPlace(row: row, column: column)
      var element = element(map.value(place), isBright: focus.bright?.contains(place) ?? true)
      if winners.contains(place) {
        element.detail = names ? Self.name(place) : "▲"
        element.style = .bold
      }
      if place == active { (element.paper, element.ink) = (.role(.active), .role(.legible)) }
      element.isHatched = map.outputs(of: place).isEmpty
      return element
    }
  }

  /// A value of the map, shaded by its amount.
  func element(_ value: Float, isBright: Bool) -> NumberGrid.Element {
    let amount = Double(value) / Double(Self.brightest)
    return NumberGrid.Element(
      Self.text(value), ink: .role(isBright ? .legible : .muted),
      paper: .level(.input, isBright ? 0.2 + 0.7 * amount : 0.02 + 0.12 * amount))
  }

  private func outputGrid(_ focus: Focus) -> NumberGrid {
    NumberGrid(
      .output("output") + .muted(" \(geometry.output) × \(geometry.output)"), name: "output", rows: geometry.output,
      columns: geometry.output
    ) { row, column in
      let index = row * geometry.output + column
      guard index < focus.known else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let amount = Double(map.result(index)) / Double(Self.brightest)
      var element = NumberGrid.Element(
        Self.text(map.result(index)), paper: .level(.output, 0.2 + 0.7 * amount), style: .bold)
      if index == focus.active || focus.marked.contains(index) { element.paper = .role(.active) }
      return element
    }
  }

  /// The window in words, before anything is computed.
  private func drawRule(in canvas: inout Canvas, region: Region) {
    let window = geometry.window
    canvas.write(.muted("window"), column: region.column, row: region.row)
    let lines: [StyledText] = [
      .strong("\(window.kernel) × \(window.kernel)") + " cells",
      "moves by " + .strong("\(window.stride)"),
      "\(geometry.output) · \(geometry.output) = " + .strong("\(map.count)") + " \(nouns(map.count, "place"))",
    ]
    for (offset, line) in lines.enumerated() where region.row + 1 + offset < region.endRow {
      canvas.write(line, column: region.column, row: region.row + 1 + offset)
    }
  }

  /// The values of a window as columns, the winner lit up once it is known.
  private func drawContest(
    of index: Int, growth: Double, isDecided: Bool, in canvas: inout Canvas, region: Region
  ) {
    canvas.write(.muted("values in the window"), column: region.column, row: region.row)
    let cells = map.cells(of: index)
    let pitch = min(region.columns / cells.count, 6)
    let bars = region.inset(rows: 1)
    guard pitch >= 2, bars.rows >= 1 else { return }
    var pixels = Pixels(width: pitch * cells.count, height: 2 * bars.rows)
    let winner = map.winner(of: index)
    for (place, cell) in cells.enumerated() {
      let wins = isDecided && cell == winner
      let amount = Double(map.value(cell)) / Double(Self.brightest) * growth
      let height = max(1, Int((amount * Double(pixels.height)).rounded()))
      pixels.fill(
        x: place * pitch, y: pixels.height - height, width: pitch - 1, height: height,
        with: wins ? .role(.active) : .level(.input, isDecided ? 0.35 : 0.7))
      canvas.write(
        wins ? .active(Self.text(map.value(cell))) : StyledText(Self.text(map.value(cell))),
        in: Region(column: bars.column + place * pitch, row: bars.endRow, columns: pitch - 1, rows: 1), align: .center,
        ink: .role(isDecided ? .muted : .text))
    }
    pixels.draw(in: &canvas, at: bars.origin)
  }

  /// - Parameter isReadable: whether rows and columns have room in a cell.
  private func switchGrid(_ focus: Focus, shown: Int, isReadable: Bool) -> NumberGrid {
    var grid = NumberGrid(
      .input("switches") + .muted(isReadable ? " row, column" : ", no room for them"), name: "switches",
      rows: geometry.output, columns: geometry.output
    ) { row, column in
      let index = row * geometry.output + column
      guard index < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let winner = map.winner(of: index)
      return NumberGrid.Element(
        Self.name(winner), detail: direction(to: winner, from: index),
        paper: focus.marked.contains(index) ? .role(.active) : .level(.input, 0.3), style: .bold)
    }
    grid.reservedColumns = 3
    return grid
  }

  /// In which direction from the middle of its window a winner lies; empty where eight arrows are too few to tell.
  private func direction(to winner: GridPlace, from index: Int) -> String {
    let side = geometry.window.kernel
    guard side <= 3, let corner = map.cells(of: index).first else { return "" }
    let arrows = [["↖", "↑", "↗"], ["←", "•", "→"], ["↙", "↓", "↘"]]
    return arrows[2 * (winner.row - corner.row) / (side - 1)][2 * (winner.column - corner.column) / (side - 1)]
  }

  // MARK: The way back

  private func outputGradientGrid(_ gradients: Gradients, _ focus: Focus) -> NumberGrid {
    NumberGrid(
      .strong("gradient", .gradient) + .muted(" at the outputs"), name: Self.gradient.name, rows: geometry.output,
      columns: geometry.output
    ) { row, column in
      NumberGrid.Element(
        Self.text(gradients.output[row, column]),
        paper: .role(focus.marked.contains(row * geometry.output + column) ? .active : .gradient), style: .bold)
    }
  }

  private func inputGradientGrid(
    _ gradients: Gradients, _ focus: Focus, at playhead: Playhead
  ) -> NumberGrid {
    let winners = Set((0..<map.count).map { map.winner(of: $0) })
    let isArrived = playhead.progress >= 0.5 || playhead.pointer != nil
    var grid = NumberGrid(
      .strong("gradient", .gradient) + .muted(" at the map"), name: "inputGradient", rows: geometry.input,
      columns: geometry.input
    ) { row, column in
      let place = GridPlace(row: row, column: column)
      let text = Self.text(gradients.input[row, column])
      guard winners.contains(place) else {
        return NumberGrid.Element(isArrived ? "0" : "·", ink: .role(.muted))
      }
      var element = NumberGrid.Element(
        isArrived ? text : "·", detail: "▲", paper: isArrived ? .role(.gradient) : .level(.input, 0.3), style: .bold)
      if let active = focus.active, map.winner(of: active) == place { element.paper = .role(.active) }
      return element
    }
    grid.reservedColumns = gradients.input.channel(0).values.reduce(1) { max($0, Self.text($1).count) }
    return grid
  }
}
