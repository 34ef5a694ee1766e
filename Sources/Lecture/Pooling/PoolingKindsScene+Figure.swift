import CellCanvas
import ConvolutionEngine

extension PoolingKindsScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .start, .window, .all: drawForward(moment, at: playhead, in: &canvas)
    case .back(let kind): drawBack(until: kind, fromAll: false, at: playhead, in: &canvas)
    case .through: drawBack(until: .global, fromAll: true, at: playhead, in: &canvas)
    case .tie(let tie): drawTie(tie, at: playhead, in: &canvas)
    }
  }

  private var limit: Double { Double(values.values.reduce(1) { max($0, abs($1)) }) }

  /// A value of the map: the deeper its blue, the larger it is; what is below 0 stays dark.
  private func element(_ value: Float, isBright: Bool = true) -> NumberGrid.Element {
    let amount = max(0, Double(value)) / limit
    return NumberGrid.Element(
      Self.text(value), ink: .role(isBright ? .legible : .muted),
      paper: .level(.input, isBright ? 0.2 + 0.7 * amount : 0.03 + 0.12 * amount))
  }

  private func mapGrid(bright: Set<GridPlace>?, active: GridPlace? = nil) -> NumberGrid {
    NumberGrid(
      .input("map") + .muted(" \(Self.side) × \(Self.side)"), name: Self.map.name, rows: Self.side, columns: Self.side
    ) { row, column in
      let cell = GridPlace(row: row, column: column)
      var element = element(value(cell), isBright: bright?.contains(cell) ?? true)
      if cell == active { element.paper = .role(.active) }
      element.isHatched = !isSeen(cell)
      return element
    }
  }

  // MARK: Forward

  private func drawForward(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let pointed = playhead.pointer.flatMap { target in
      target.grid.hasPrefix("out") && target.grid != "out\(PoolingKind.global.rawValue)"
        ? GridPlace(row: target.row, column: target.column) : nil
    }
    var focus: Int?
    var known = 0
    // Where the window stands while it slides.
    var corner: (row: Double, column: Double)?
    func place(_ index: Int) -> (row: Double, column: Double) {
      let place = self.place(index)
      let stride = Double(geometry.window.stride)
      return (Double(place.row) * stride, Double(place.column) * stride)
    }
    switch moment {
    case .start: corner = place(0)
    case .window(let index):
      focus = index
      known = playhead.progress >= 0.6 || playhead.pointer != nil ? index + 1 : index
      let (from, to) = (place(max(0, index - 1)), place(index))
      let way = playhead.phase(0, 0.4)
      corner = (from.row + way * (to.row - from.row), from.column + way * (to.column - from.column))
    case .all:
      known = playhead.pointer != nil ? outputs : Int(playhead.progress * Double(outputs))
      if known < outputs {
        focus = known
        corner = place(known)
      }
    default: break
    }
    if let pointed {
      focus = pointed.row * geometry.output + pointed.column
      corner = place(min(focus ?? 0, outputs - 1))
    }
    let bright = corner.map { corner in
      Set(
        (0..<geometry.window.kernel).flatMap { row in
          (0..<geometry.window.kernel).map {
            GridPlace(row: Int(corner.row.rounded()) + row, column: Int(corner.column.rounded()) + $0)
          }
        })
    }
    let parts = arrangement(known: known, focus: focus, bright: bright, isWide: canvas.size.columns >= 130)
      .placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    for (name, tensor) in [("edges", edges)]
      + PoolingKind.allCases.map({ ("edges\($0.rawValue)", pooledEdges[$0.rawValue]) })
    {
      // Every map has a scale of its own: the norm's values would leave the others dark.
      guard let region = parts.region(name) else { continue }
      let most = Double(max(tensor.range.upperBound, 1)).rounded()
      canvas.legend(.amount(name == "edges" ? .input : .output, most: most), near: region)
    }
    if let corner, let map = parts.grid("map"), map.scale.halfRows > 1 {
      canvas.outline(
        map.window(
          row: corner.row, column: corner.column, rows: geometry.window.kernel, columns: geometry.window.kernel),
        ink: .role(.active))
    }
  }

  private func arrangement(known: Int, focus: Int?, bright: Set<GridPlace>?, isWide: Bool) -> Arrangement {
    func output(_ kind: PoolingKind) -> Arrangement {
      .grid(
        "out\(kind.rawValue)", outputGrid(kind, known: known, focus: focus),
        scale: isWide ? nil : GridScale(columns: 5, rows: 1))
    }
    let left = Arrangement.column(
      .grid("map", mapGrid(bright: bright), scale: isWide ? nil : GridScale(columns: 4, rows: 2)),
      .extra(weightGrid(isWide: isWide)))
    let right = Arrangement.table(
      isWide
        ? [[output(.maximum), output(.average), output(.centred)], [output(.norm), output(.global)]]
        : [[output(.maximum), output(.average)], [output(.centred), output(.norm)], [output(.global)]],
      columnGap: 1...4, rowGap: isWide ? 1...2 : 0...1, vertical: .top)
    let upper = Arrangement.row(left, right, gap: 3...8)
    guard isWide else { return upper }
    return .column(upper, pictures, gap: 1...3, align: .center)
  }

  private func outputGrid(_ kind: PoolingKind, known: Int, focus: Int?) -> NumberGrid {
    let isGlobal = kind == .global
    let side = isGlobal ? 1 : geometry.output
    let top = max(1, Double(kinds[kind.rawValue].output.values.reduce(0) { max($0, abs($1)) }))
    var grid = NumberGrid(.output(kind.name), name: "out\(kind.rawValue)", rows: side, columns: side) { row, column in
      let index = row * side + column
      guard isGlobal ? known > 0 : index < known else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = kinds[kind.rawValue].output[row, column]
      var element = NumberGrid.Element(
        Self.text(value), paper: .level(.output, 0.2 + 0.7 * max(0, Double(value)) / top), style: .bold)
      if index == focus, !isGlobal { element.paper = .role(.active) }
      return element
    }
    grid.reservedColumns = 4
    return grid
  }

  private func weightGrid(isWide: Bool) -> Arrangement {
    let top = Double(weights.range.upperBound)
    var grid = NumberGrid(
      .kernel("weights") + .muted(" by distance"), rows: weights.shape.height, columns: weights.shape.width
    ) { row, column in
      NumberGrid.Element(
        Self.share(weights[row, column]), paper: .level(.kernel, 0.15 + 0.7 * Double(weights[row, column]) / top))
    }
    grid.reservedColumns = 3
    return .grid("weights", grid, scale: isWide ? nil : GridScale(columns: 4, rows: 1))
  }

  /// The edges of a picture, pooled in each way: what a large window has room for.
  private var pictures: Arrangement {
    func map(_ name: String, _ tensor: Tensor, _ scale: ColorScale) -> Arrangement {
      .map(
        name, tensor.heatMap(scale, limits: 0...Double(max(tensor.range.upperBound, 1))), least: 26,
        most: Size(columns: 28, rows: 13))
    }
    let kinds: [PoolingKind] = [.maximum, .average, .centred, .norm]
    return .row(
      of: [map("edges", edges, .input).titled(.input("edges") + .muted(" of a picture"))]
        + kinds.map { kind in
          map("edges\(kind.rawValue)", pooledEdges[kind.rawValue], .output)
            .titled(.output(kind.name))
        }, gap: 1...3, align: .top)
  }

  // MARK: The way back

  private func drawBack(until last: PoolingKind, fromAll: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let isArrived = playhead.pointer != nil || playhead.progress >= 0.5
    let active = playhead.pointer.flatMap { target in
      target.grid.hasPrefix("back") || target.grid == Self.map.name
        ? GridPlace(row: target.row, column: target.column) : nil
    }
    func gradient(_ kind: PoolingKind) -> Arrangement {
      let isThere = fromAll ? isArrived : kind.rawValue < last.rawValue || kind == last && isArrived
      let values = fromAll ? kinds[kind.rawValue].fromAll : kinds[kind.rawValue].fromOne
      return .grid(
        "back\(kind.rawValue)",
        gradientGrid(.strong(kind.name, .gradient), "back\(kind.rawValue)", isThere ? values : nil, active))
    }
    let parts = Arrangement.table(
      [
        [
          .grid("map", mapGrid(bright: fromAll ? nil : Set(cells(of: middle)), active: active)), gradient(.maximum),
          gradient(.average),
        ],
        [gradient(.centred), gradient(.norm), gradient(.global)],
      ], columnGap: 1...8, rowGap: 1...2, vertical: .top
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if !fromAll, let map = parts.grid("map"), map.scale.halfRows > 1 {
      let side = geometry.window.kernel
      canvas.outline(
        map.window(
          row: Double(middle.row * geometry.window.stride), column: Double(middle.column * geometry.window.stride),
          rows: side, columns: side), ink: .role(.active))
    }
  }

  /// Gradients: cells that get much are filled, little is written in their colour, and nothing is a quiet 0.
  private func gradientGrid(_ title: StyledText, _ name: String, _ gradient: Tensor?, _ active: GridPlace?)
    -> NumberGrid
  {
    var grid = NumberGrid(title, name: name, rows: Self.side, columns: Self.side) { row, column in
      guard let gradient else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = gradient[row, column]
      var element =
        value == 0
        ? NumberGrid.Element("0", ink: .role(.muted))
        : abs(value) >= Self.largeShare
          ? NumberGrid.Element(Self.shortShare(value), paper: .role(.gradient), style: .bold)
          : NumberGrid.Element(Self.shortShare(value), ink: .role(.gradient))
      if GridPlace(row: row, column: column) == active { element.paper = .role(.active); element.ink = .role(.legible) }
      return element
    }
    grid.reservedColumns = 4
    return grid
  }

  /// A share in a cell of the reserved width: −1.24 would leave no room for numbers at all, so it is −1.2 there.
  static func shortShare(_ value: Float) -> String {
    let text = share(value)
    return text.count <= 4 ? text : NumberText.fixed(Double(value), decimals: 1)
  }

  private func drawTie(_ tie: Tie, at playhead: Playhead, in canvas: inout Canvas) {
    let isArrived = playhead.pointer != nil || playhead.progress >= 0.5
    let window = Set(cells(of: middle))
    let map = NumberGrid(.input("map") + .muted(" with equals"), rows: Self.side, columns: Self.side) { row, column in
      let cell = GridPlace(row: row, column: column)
      var element = element(tie.map[row, column], isBright: window.contains(cell))
      if tie.cells.contains(cell) {
        element.style = .bold
        element.detail = "="
      }
      return element
    }
    let back = gradientGrid(
      .strong("max", .gradient) + .muted(": the gradient"), "tie", isArrived ? tie.gradient : nil, nil)
    let parts = Arrangement.row(
      .grid("map", map), .arrow("", ink: .role(.gradient), progress: playhead.phase(0, 0.5)), .grid("tie", back)
    )
    .placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let place = parts.grid("map"), place.scale.halfRows > 1 {
      let side = geometry.window.kernel
      canvas.outline(
        place.window(
          row: Double(middle.row * geometry.window.stride), column: Double(middle.column * geometry.window.stride),
          rows: side, columns: side), ink: .role(.active))
    }
  }
}
