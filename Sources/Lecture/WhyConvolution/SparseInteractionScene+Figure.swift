import CellCanvas
import ConvolutionEngine

extension SparseInteractionScene {
  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    let moment = Moment.allCases[playhead.step]
    if moment == .growth {
      drawGrowth(at: playhead, in: &canvas)
    } else {
      drawMatrices(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: The two weight matrices, the numbers beside them, the bars beneath

  private func drawMatrices(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let sparse = connectivity(at: moment)
    let isLarge = canvas.size.rows >= 30
    let (upper, lower) = canvas.bounds.splitBottom(isLarge ? 7 : 4)
    let rows = upper.rows - (isLarge ? 3 : 2)
    let side = Size(columns: min(2 * rows, (upper.columns - Self.words - 6) / 2), rows: rows)
    let places = Layout.row(
      [side, side, Size(columns: Self.words, rows: rows)].map { Size(columns: $0.columns, rows: $0.rows + 1) },
      in: Region(column: upper.column, row: upper.row, columns: upper.columns, rows: rows + 1), minimumGap: 2,
      maximumGap: 8)
    let fullShown = moment == .full ? playhead.phase(0, 0.7) : 1
    let sparseShown = moment == .full ? 0 : moment == .sparse ? playhead.phase(0, 0.7) : 1

    drawMatrix(sparse.full, .strong("every pair", .title), shown: fullShown, in: &canvas, region: places[0])
    if sparseShown > 0 {
      drawMatrix(
        sparse, .kernel(Self.number(sparse.fanIn)) + .strong(" inputs each", .title), shown: sparseShown, in: &canvas,
        region: places[1])
    }
    drawWords(moment, sparse, in: &canvas, region: places[2].splitTop(1).rest)

    let fullGrowth = moment == .full ? playhead.phase(0.3, 1) : 1
    let sparseGrowth = moment == .sparse ? playhead.phase(0.3, 1) : 1
    let scale = LogScale(upTo: Double(sparse.full.connections))
    let unit = moment == .work ? "products" : "weights"
    var bars = [bar("m·n \(unit)", sparse.full, scale, growth: fullGrowth)]
    if moment != .full { bars.append(bar("k·n \(unit)", sparse, scale, growth: sparseGrowth)) }
    // The second bar's room is kept, so that the scale stays in its place.
    if bars.count == 1 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.kernel))) }
    var chart = BarChart(bars, scale: scale)
    chart.reservedColumns = Self.number(sparse.full.connections).count
    chart.draw(
      in: &canvas, region: lower, spacing: isLarge ? 3 : 2, thickness: isLarge ? 2 : 1)
  }

  /// Columns for the numbers beside the matrices.
  private static let words = 29

  private func drawMatrix(
    _ connectivity: Connectivity, _ title: StyledText, shown: Double, in canvas: inout Canvas, region: Region
  ) {
    let (top, rest) = region.splitTop(1)
    canvas.write(title, in: top)
    WeightMatrix(connectivity).draw(in: &canvas, region: rest, shown: shown)
  }

  private func drawWords(_ moment: Moment, _ sparse: Connectivity, in canvas: inout Canvas, region: Region) {
    var lines: [StyledText] = [
      .muted("inputs, across  m ") + .input(Self.number(sparse.inputs)),
      .muted("outputs, down   n ") + .output(Self.number(sparse.outputs)),
    ]
    if moment != .full { lines.append(.muted("seen by each    k ") + .kernel(Self.number(sparse.fanIn))) }
    switch moment {
    case .full:
      lines += ["", .muted("one pixel in the square is"), .muted("one weight, or many of them")]
    case .work:
      lines += [
        "", .muted("one pass  m·n ") + .strong(Self.time(sparse.full)),
        .muted("          k·n ") + .active(Self.time(sparse)),
        .muted("memory    m·n ") + .strong(Self.memory(sparse.full)),
        .muted("          k·n ") + .active(Self.memory(sparse)),
      ]
    case .sparse, .growth, .real, .end:
      lines += [
        "", .active(Self.times(sparse.saving)) + .muted(" times fewer"), "",
        sparse.saving == 1
          ? .muted("every one of the")
          : .kernel(Self.number(sparse.fanIn)) + .muted(" of every ") + .input(Self.number(sparse.inputs)),
        .muted("weights \(sparse.fanIn == 1 ? "remains" : "remain")"),
      ]
    }
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: region.column, row: region.row + max(0, region.rows - 9) / 2 + offset)
    }
  }

  private func bar(_ label: String, _ connectivity: Connectivity, _ scale: LogScale, growth: Double) -> BarChart.Bar {
    let isFull = connectivity.fanIn == connectivity.inputs && label.hasPrefix("m")
    return BarChart.Bar(
      .muted(label), fraction: growth * scale.fraction(of: Double(connectivity.connections)),
      value: growth >= 1
        ? (isFull ? .strong(Self.number(connectivity.connections)) : .active(Self.number(connectivity.connections)))
        : "",
      ink: isFull ? .role(.muted) : .role(.kernel))
  }

  // MARK: The layer made larger

  private func drawGrowth(at playhead: Playhead, in canvas: inout Canvas) {
    let largest = sparse.grown(by: Self.growth[Self.growth.count - 1])
    let scale = LogScale(upTo: Double(largest.full.connections))
    var bars: [BarChart.Bar] = []
    for (index, factor) in Self.growth.enumerated() {
      let grown = sparse.grown(by: factor)
      let part = Double(index) / Double(Self.growth.count)
      let growth = playhead.phase(part, part + 0.25)
      if index > 0 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.faint))) }
      bars.append(bar("m·n", grown.full, scale, growth: growth))
      bars[bars.count - 1].label = .strong("×\(Self.number(factor))".padding(to: 8)) + .muted("m·n")
      bars.append(bar("k·n", grown, scale, growth: growth))
      bars[bars.count - 1].label = StyledText("".padding(to: 8)) + .muted("k·n")
    }
    let spacing = max(1, (canvas.size.rows - 4) / bars.count)
    let (title, rest) = canvas.bounds.splitTop(max(2, (canvas.size.rows - spacing * bars.count) / 2))
    canvas.write(
      .muted("m = ") + .input(Self.number(sparse.inputs)) + .muted(" and n = ")
        + .output(Self.number(sparse.outputs)) + .muted(" grow together, k = ") + .kernel(Self.number(sparse.fanIn))
        + .muted(" stays"), column: title.column, row: title.endRow - 2)
    var chart = BarChart(bars, scale: scale)
    chart.reservedColumns = Self.number(largest.full.connections).count
    chart.draw(in: &canvas, region: rest, spacing: spacing, thickness: spacing)
  }
}
