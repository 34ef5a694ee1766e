import CellCanvas
import ConvolutionEngine

extension StridedConvolutionScene {
  // MARK: On a grid

  func grids(_ playhead: Playhead, _ size: Size) -> Arrangement {
    let pointer = playhead.pointer
    let place = pointer.map { Settings.Place(row: $0.row, column: $0.column) }
    var (inEvery, inStrided, inInput): (Settings.Place?, Settings.Place?, Settings.Place?)
    switch pointer?.grid {
    case Self.sGridName:
      inStrided = place
      inEvery = place.map { .init(row: $0.row * step, column: $0.column * step) }
    case Self.zGridName:
      inEvery = place
      inStrided = place.flatMap { place in
        kept(place.row).flatMap { row in kept(place.column).map { .init(row: row, column: $0) } }
      }
    case Self.values.name: inInput = place
    default: break
    }
    let covered = inEvery.map(everyGrid.covered) ?? [:]
    var all = everyGrid.outputGrid(name: Self.zGridName, active: inEvery) { _ in true }
    all.title = .output("stride 1") + .muted(" \(sides(everyGrid.outputSize, everyGrid.outputSize))")
    for row in 0..<all.rows {
      for column in 0..<all.columns where kept(row) == nil || kept(column) == nil {
        all[row, column].isHatched = true
        guard inEvery != Settings.Place(row: row, column: column) else { continue }
        all[row, column].paper = .role(.panel)
        all[row, column].ink = .role(.muted)
      }
    }
    var few = stridedGrid.outputGrid(name: Self.sGridName, active: inStrided) { _ in true }
    few.title = .output("stride \(step)") + .muted(" \(sides(stridedGrid.outputSize, stridedGrid.outputSize))")
    func title(_ picture: PictureConvolution, _ stride: Int) -> StyledText {
      .muted("a picture at ") + .output("stride \(stride)")
        + .muted(": \(sides(picture.output.shape.height, picture.output.shape.width))")
    }
    let pictures = Arrangement.column(
      everyPicture.map().titled(title(everyPicture, 1)), stridedPicture.map().titled(title(stridedPicture, step)),
      .text(everyPicture.legend), gap: 0...1)
    let input = everyGrid.inputGrid(
      name: Self.values.name, covered: covered, active: inInput, showsLoss: false)
    let keep = Arrangement.row(.grid("every", all), .arrow("keep", columns: 4...8), .grid("strided", few))
    let whole = Arrangement.row(.grid("input", input), keep)
    return size.columns >= 110 && size.rows >= 30
      ? .firstThatFits(.row(whole, pictures), .row(keep, pictures), whole, keep) : .firstThatFits(whole, keep)
  }

  // MARK: Grids of any size

  func curve(_ size: Size) -> LineChart {
    let across = 1...64
    var curves = [
      LineChart.Curve(
        across.map { _ in limitShare }, "\(step * step - 1)/\(step * step)", ink: .role(.muted), mark: .dashes)
    ]
    if size.columns >= 110 {
      for other in 2...4 where other != step {
        let shares = across.map { side -> Double in
          let window = strided.geometry.window
          let all = every.geometry.window.over(side).output
          let few = Window(window.kernel, stride: other, padding: window.padding).over(side).output
          return all == 0 ? .nan : 1 - Double(few * few) / Double(all * all)
        }
        curves.append(.init(shares, "stride \(other)", ink: .role(.other)))
      }
    }
    curves.append(.init(thrownShares(across), "stride \(step)", ink: .role(.wrong), mark: .strong))
    var chart = LineChart(curves, limits: 0...1, across: 1...64)
    chart.x = .init("side n of the grid")
    chart.y = .init("share of the sums thrown away", ticks: [0, 0.25, 0.5, 0.75, 1], decimals: 2)
    chart.marker = Double(stridedGrid.inputSize)
    return chart
  }

  // MARK: What no window covers

  func drawOrphans(_ grids: GridConvolution, at playhead: Playhead, in canvas: inout Canvas) {
    let pointed = playhead.pointer.flatMap { pointer in
      pointer.grid == Self.sGridName ? Settings.Place(row: pointer.row, column: pointer.column) : nil
    }
    let last = grids.positions - 1
    let hasArrived = playhead.progress >= 1
    let place = pointed ?? (hasArrived ? grids.place(last) : nil)
    let covered = place.map(grids.covered) ?? [:]
    var input = grids.inputGrid(name: Self.values.name, covered: covered, shown: 0)
    for row in 0..<input.rows {
      for column in 0..<input.columns where isOrphan(row, grids) || isOrphan(column, grids) {
        input[row, column].ink = .role(.wrong)
      }
    }
    let output = grids.outputGrid(name: Self.sGridName, active: place) { _ in true }
    let parts = Arrangement.row(
      .column(
        .grid("input", input),
        .text(.tinted("╱╱", .wrong) + .muted(" orphans: no window comes here"))),
      .grid("output", output), .extra(.grid("sizes", sizes(grids), scale: GridScale(columns: 9, rows: 1)))
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    guard let drawn = parts.grid("input") else { return }
    let dropped = grids.geometry.dropped
    let (from, side) = (dropped.lowerBound + grids.padding, input.rows)
    for strip in [
      drawn.window(row: Double(from), column: 0, rows: dropped.count, columns: side),
      drawn.window(row: 0, column: Double(from), rows: side, columns: dropped.count),
    ] {
      let seen = strip.intersection(canvas.bounds)
      for row in seen.row..<seen.endRow {
        for column in seen.column..<seen.endColumn where canvas[column, row].glyph == "╱" {
          canvas[column, row].ink = .role(.wrong)
        }
      }
    }
    if pointed == nil, !hasArrived {
      grids.paintWindow(over: drawn, at: (playhead.phase(0, 0.9) * Double(last)).rounded(.down), in: &canvas)
    }
  }

  private func isOrphan(_ line: Int, _ grids: GridConvolution) -> Bool {
    grids.geometry.dropped.contains(line - grids.padding)
  }

  /// The sizes around, with what comes of them and how many rows are left over.
  private func sizes(_ grids: GridConvolution) -> NumberGrid {
    let window = grids.geometry.window
    let near = (max(1, grids.inputSize - 3)...grids.inputSize + 3).filter { window.over($0).fits }
    var table = NumberGrid(.muted("the same layer on n × n"), rows: near.count, columns: 2) { row, column in
      let geometry = window.over(near[row])
      let isHere = near[row] == grids.inputSize
      if column == 0 {
        return .init("\(geometry.output)", paper: isHere ? .level(.output, 0.6) : .role(.panel))
      }
      let left = geometry.dropped.count
      return .init(
        left == 0 ? "–" : "\(left)", ink: left == 0 ? .role(.muted) : .role(.wrong), paper: .role(.panel),
        style: left == 0 ? [] : .bold)
    }
    table.rowNames = near.map { $0 == grids.inputSize ? .input("\($0)") : .muted("\($0)") }
    table.columnNames = [.output("outputs"), .muted("orphans")]
    return table
  }
}
