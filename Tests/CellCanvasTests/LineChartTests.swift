import Testing

@testable import CellCanvas

@Suite struct LineChartTests {
  private func chart(marker: Double? = nil) -> LineChart {
    var chart = LineChart(
      [
        .init((0...10).map(Double.init), "rising", ink: .role(.output)),
        .init((0...10).map { 10 - Double($0) }, "falling", ink: .role(.kernel), mark: .dashes),
      ], limits: 0...10, across: 0...100)
    chart.x = LineChart.Axis("angle, degrees")
    chart.y = LineChart.Axis("answer")
    chart.marker = marker
    return chart
  }

  private func drawn(_ chart: LineChart, columns: Int = 60, rows: Int = 14) -> (canvas: Canvas, plot: Region) {
    var canvas = Canvas(size: Size(columns: columns, rows: rows))
    let plot = chart.draw(in: &canvas, region: canvas.bounds)
    return (canvas, plot)
  }

  @Test func axesNameRoundPlaces() {
    let (canvas, plot) = drawn(chart())
    let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].contains("answer   ── rising   ╌╌ falling"))
    for tick in ["10", "5", "0"] {
      #expect(lines.contains { $0.contains("\(tick)┤") || $0.contains("\(tick) ┤") }, "\(tick)")
    }
    #expect(lines[plot.endRow + 1].split(separator: " ").prefix(3) == ["0", "20", "40"])
    #expect(lines[plot.endRow + 1].contains("angle, degrees"))
    #expect(canvas.audit == [])
  }

  @Test func curvesReachTheirEnds() {
    let (canvas, plot) = drawn(chart())
    func ink(_ column: Int, _ row: Int) -> Tint { canvas[column, row].ink }
    #expect(ink(plot.column, plot.endRow - 1) == .role(.output) && ink(plot.endColumn - 1, plot.row) == .role(.output))
    #expect(ink(plot.column, plot.row) == .role(.kernel))
  }

  /// However near its values stand, a dashed curve begins with a dash and has as many dots as gaps.
  @Test(arguments: [2, 3, 7, 64, 200]) func dashesRunAlongTheCurve(count: Int) {
    let chart = LineChart(
      [.init([Double](repeating: 5, count: count), ink: .role(.kernel), mark: .dashes)], limits: 0...10)
    let (canvas, plot) = drawn(chart)
    let row = plot.row + plot.rows / 2 - 1
    let rows = [row, row + 1].map { row in
      (plot.column..<plot.endColumn).map { canvas[$0, row].ink == .role(.kernel) && canvas[$0, row].glyph != " " }
    }
    let dots = zip(rows[0], rows[1]).map { $0 || $1 }
    // Six dots are three columns: dash, gap, dash, gap.
    #expect(Array(dots.prefix(12)) == [true, true, true, false, false, false, true, true, true, false, false, false])
    #expect(abs(2 * dots.count { $0 } - dots.count) <= 6)
  }

  /// The name of an axis stands beside its numbers, never over one.
  @Test func theAxisNameLeavesTheNumbersAlone() {
    for columns in 30...90 {
      var chart = chart()
      chart.x = LineChart.Axis("side n of the grid", ticks: [0, 25, 50, 75, 100])
      let (canvas, plot) = drawn(chart, columns: columns)
      let marks = (plot.column..<plot.endColumn).count { canvas[$0, plot.endRow].glyph == "┬" }
      let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      let numbers = lines[plot.endRow + 1].split(separator: " ").compactMap { Int($0) }
      #expect(numbers.count == marks && Set(numbers).isSubset(of: [0, 25, 50, 75, 100]), "\(columns) columns")
      #expect(lines[(plot.endRow + 1)...].contains { $0.contains("side n of the grid") })
    }
  }

  @Test func theMarkerReadsEveryCurve() {
    let (canvas, plot) = drawn(chart(marker: 75))
    #expect(canvas.plainText.contains("7.5") && canvas.plainText.contains("2.5"))
    let column = plot.column + (75 * (plot.columns - 1) + 50) / 100
    #expect((plot.row..<plot.endRow).filter { canvas[column, $0].glyph == "●" }.count == 2)
    #expect(canvas.audit == [])
    #expect(
      drawn(chart(marker: 175)).canvas.plainText.contains("●") == false, "beyond the axis there is nothing to read")
  }

  @Test func valuesOfCrossingCurvesStandApart() {
    let (canvas, _) = drawn(chart(marker: 50))
    #expect(canvas.plainText.split(separator: "\n").count { $0.contains(" 5 ") } >= 2)
    #expect(canvas.audit == [])
  }

  /// Where a curve ends because what comes next is not known yet, its last value is read; and it is written as one wants.
  @Test func theMarkerReadsTheLastKnownValue() {
    for known in [0, 7, 35] {
      let values = (0...40).map { $0 <= known ? 3.25 : .nan }
      var chart = LineChart([.init(values, ink: .role(.output))], limits: 0...10, across: 0...200)
      chart.y = LineChart.Axis("answer", ticks: [0, 10])
      chart.marker = Double(5 * known)
      #expect(drawn(chart).canvas.plainText.contains("● 3.25") || drawn(chart).canvas.plainText.contains("3.25 ●"))
      chart.valueText = { "\(Int($0)) and more" }
      #expect(drawn(chart).canvas.plainText.contains("3 and more"))
    }
  }

  @Test func everyPlaceCanBePointedAt() {
    var chart = chart()
    chart.name = "curve"
    let (canvas, plot) = drawn(chart)
    #expect(canvas.target(at: plot.origin)?.column == 0)
    #expect(canvas.target(at: Point(column: plot.endColumn - 1, row: plot.row))?.column == 10)
    #expect(Set(canvas.hotSpots.map(\.target.column)) == Set(0...10))
  }

  @Test func aCurveWithGapsAndASingleValueAreHarmless() {
    var chart = LineChart(
      [.init([1, .nan, 2, 3], ink: .role(.output)), .init([4], ink: .role(.kernel)), .init([], ink: .role(.input))],
      limits: 0...5)
    chart.marker = 0.4
    for size in [(1, 1), (3, 2), (8, 3), (40, 12), (400, 120)] { _ = drawn(chart, columns: size.0, rows: size.1) }
    for size in [(1, 1), (5, 3), (12, 4), (24, 8), (400, 120)] {
      _ = drawn(self.chart(marker: 30), columns: size.0, rows: size.1)
    }
  }

  @Test(arguments: [(0.0, 1.0), (0, 180), (-3, 7), (0.02, 0.034), (5, 5), (1e6, 3e6)])
  func ticksAreRound(low: Double, high: Double) {
    for limit in 2...12 {
      let ticks = RoundNumbers.within(low...high, atMost: limit)
      #expect(!ticks.isEmpty && (ticks.count <= limit || ticks.count == 2))
      #expect(ticks.allSatisfy { $0 >= low - 1e-9 && $0 <= high + 1e-9 })
    }
    #expect(RoundNumbers.within(0...180, atMost: 5) == [0, 50, 100, 150])
  }
}

@Suite struct MapTests {
  @Test func marksLieOnTheirValues() {
    let map = HeatMap(width: 4, height: 4, values: (0..<16).map(Double.init), scale: .amount)
    let region = Region(column: 1, row: 1, columns: 20, rows: 8)
    let places = map.placement(in: region)
    #expect(places.bounds == Region(column: 3, row: 1, columns: 16, rows: 8))
    #expect(places.region(row: 0, column: 0) == Region(column: 3, row: 1, columns: 4, rows: 2))
    #expect(places.region(row: 3, column: 3) == Region(column: 15, row: 7, columns: 4, rows: 2))
    #expect(places.region(row: 1, column: 1, rows: 2, columns: 2) == Region(column: 7, row: 3, columns: 8, rows: 4))
  }

  @Test func aMapCanBePointedAt() {
    var map = HeatMap(width: 3, height: 2, values: Array(repeating: 1, count: 6), scale: .amount)
    map.name = "scores"
    var canvas = Canvas(size: Size(columns: 6, rows: 2))
    map.draw(in: &canvas, region: canvas.bounds)
    #expect(canvas.target(at: Point(column: 5, row: 1)) == Target(grid: "scores", row: 1, column: 2))
  }

  @Test func aLegendStandsBetweenTheEndsOfItsScale() {
    let counts = HeatMap(width: 2, height: 1, values: [0, 9], scale: .amount)
    let legend = counts.legend(unit: "windows")
    var canvas = Canvas(size: legend.size)
    legend.draw(in: &canvas, at: Point(column: 0, row: 0))
    #expect(canvas.plainText == "0 ██████████ 9 windows")
    #expect(canvas[2, 0].ink == .level(.amount, 0) && canvas[11, 0].ink == .level(.amount, 1))
    #expect(HeatMap(width: 1, height: 1, values: [-0.5], scale: .signed).legend(decimals: 1).from == "−0.5")
  }

  @Test func aNumberAndItsGradientShareACell() {
    let grid = NumberGrid(rows: 1, columns: 1) { _, _ in
      var element = NumberGrid.Element("3", detail: "−0.5")
      element.detailInk = .role(.gradient)
      return element
    }
    var canvas = Canvas(size: Size(columns: 6, rows: 2))
    grid.draw(in: &canvas, at: Point(column: 0, row: 0), scale: GridScale(columns: 6, rows: 2))
    #expect(canvas.plainText.contains("−0.5"))
    #expect(canvas.cells.contains { $0.glyph == "5" && $0.ink == .role(.gradient) })
    #expect(canvas.cells.contains { $0.glyph == "3" && $0.ink == .role(.legible) })
  }

  /// −8, −4, 0 and 4 in −8...6: of 13 rows eleven let them stand three apart.
  @Test func ticksStandEquallyFarApart() {
    let depths = [10.0 / 14, 6.0 / 14, 2.0 / 14].reversed() + [1]
    #expect(EvenTicks.rows(of: 13, depths: Array(depths)) == 11)
    for rows in 6...60 {
      let kept = EvenTicks.rows(of: rows, depths: Array(depths))
      #expect(kept <= rows && 6 * kept >= 5 * rows)
      let places = depths.map { EvenTicks.row(of: $0, rows: kept) }
      let steps = Set(zip(places, places.dropFirst()).map { $1 - $0 })
      #expect(steps.count == 1 || kept == rows, "\(rows) rows")
    }
    #expect(EvenTicks.rows(of: 13, depths: [0.1, 0.5, 0.6]) == 13, "unevenly spaced places stay where they are")
    #expect(EvenTicks.rows(of: 13, depths: [0.1, 0.6]) == 13 && EvenTicks.rows(of: 13, depths: []) == 13)
  }
}
