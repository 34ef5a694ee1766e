import CellCanvas
import ConvolutionEngine

// The three ways side by side, the regions growing with the picture, and what is read at every size.

extension VariableSizeScene {
  /// The place of the maps that is pointed at.
  private func pointed(_ playhead: Playhead, in sized: SizedDigit) -> GridPlace? {
    guard let target = playhead.pointer, target.grid == "maps", target.row < sized.maps.shape.height,
      target.column < sized.maps.shape.width
    else { return nil }
    return GridPlace(row: target.row, column: target.column)
  }

  // MARK: Three ways

  func drawWays(_ sized: SizedDigit, shown: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let phase = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    let map = FencedMap(
      rows: sized.rows, columns: sized.columns, values: sized.strengths, limit: strongest, hasFences: shown > 1,
      pointed: pointed(playhead, in: sized))
    let room = isLarge ? Size(columns: 46, rows: 34) : Size(columns: 20, rows: 13)
    let scale = map.scale(in: room)
    let picture = sized.picture.heatMap(.input, limits: 0...1)
    let parts = Arrangement.row(
      .map("picture", picture, least: 20, most: isLarge ? Size(columns: 56, rows: 28) : Size(columns: 20, rows: 12))
        .titled(.input("picture ") + .muted(sized.size)),
      .column(
        .drawing("maps", size: map.size(scale: scale)) { canvas, region in
          map.draw(in: &canvas, region: region, scale: scale)
        },
        .column(
          .legend(ScaleLegend(.output, from: "0", to: NumberText.fixed(strongest, decimals: 1))),
          shown < 3 ? .nothing : .legend(scoreLegend, name: "scores"), gap: 0...0), gap: 1...1
      ).titled(.output("maps ") + .muted("\(sized.mapSize) × \(sized.maps.shape.channels)")),
      .table(
        [
          way(
            flattenedWords(sized), grid: nil, isLarge: isLarge,
            scores: sized.maps.shape == forms.denseInput ? sized.byRegions : nil),
          way(
            regionWords(sized), grid: sized.regionStrengths.heatMap(.output, limits: 0...strongest), isLarge: isLarge,
            scores: sized.byRegions
          ).map { $0.hidden(shown < 2 || shown == 2 && phase < 1) },
          way(
            mapWords(sized),
            grid: sized.classMaps.channel(sized.byClassMaps.digit).heatMap(.signed, limits: -highest...highest),
            isLarge: isLarge, scores: sized.byClassMaps
          ).map { $0.hidden(shown < 3 || shown == 3 && phase < 1) },
        ], columnGap: 1...3, rowGap: 1...3),
      gap: 2...6
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let region = parts.region("picture") { canvas.legend(.ink, near: region) }
  }

  /// One way on from the maps: what it makes of them, its words, and in a large window all scores.
  private func way(_ words: [StyledText], grid: HeatMap?, isLarge: Bool, scores: DigitScores?) -> [Arrangement] {
    let most = isLarge ? Size(columns: 14, rows: 7) : Size(columns: 7, rows: 4)
    let empty = Arrangement.drawing("way", size: Size(columns: 1, rows: 1))
    return [
      grid.map { .map("way", $0, least: 3, most: most) } ?? empty, .text(of: words),
      isLarge ? scores.map { .bars("bars", bars($0), rows: 10, columns: 20) } ?? empty : .nothing,
    ]
  }

  private func flattenedWords(_ sized: SizedDigit) -> [StyledText] {
    let count = sized.maps.shape.count
    let fits = count == forms.weightsPerDigit
    return [
      .strong("1. flatten, dense layer", .title),
      .output(NumberText.integer(count)) + .muted(" values"),
      .kernel("\(forms.weightsPerDigit)") + .muted(" weights a digit ")
        + (fits ? .strong("✓", .correct) : .strong("✗", .wrong)),
      fits ? said(sized.byRegions) : .strong("cannot be run", .wrong),
    ]
  }

  private func regionWords(_ sized: SizedDigit) -> [StyledText] {
    let shape = sized.regions.shape
    return [
      .strong("2. regions, dense layer", .title),
      .output(sides(shape.height, shape.width)) + .muted(" regions: ") + .output("\(shape.count)") + .muted(" values"),
      .kernel("\(forms.weightsPerDigit)") + .muted(" weights a digit ") + .strong("✓", .correct),
      said(sized.byRegions),
    ]
  }

  private func mapWords(_ sized: SizedDigit) -> [StyledText] {
    let shape = sized.classMaps.shape
    return [
      .strong("3. a map for each digit", .title),
      .output("\(shape.channels)") + .muted(" maps of ") + .output(sides(shape.height, shape.width)),
      .muted("this is that of \(sized.byClassMaps.digit)"),
      said(sized.byClassMaps),
    ]
  }

  /// What is read, and whether that is so.
  private func said(_ scores: DigitScores) -> StyledText {
    .muted("reads ") + .output("\(scores.digit)") + .muted(", " + chance(scores.probability) + " ")
      + (scores.digit == digit ? .strong("✓", .correct) : .strong("✗", .wrong))
  }

  /// A bar for each digit.
  private func bars(_ scores: DigitScores?) -> BarChart {
    let probabilities = scores?.probabilities ?? []
    var chart = BarChart(
      probabilities.enumerated().map { index, value in
        BarChart.Bar(
          index == digit ? .input("\(index)") : .muted("\(index)"), fraction: Double(value),
          value: value >= 0.005 ? .output(chance(value)) : .muted(chance(value)),
          ink: index == scores?.digit ? .role(.output) : .level(.output, 0.5))
      })
    chart.reservedColumns = 8
    return chart
  }

  /// What the colours of scores mean.
  var scoreLegend: ScaleLegend {
    let end = NumberText.fixed(highest, decimals: 0)
    return ScaleLegend(.signed, from: "−" + end, to: end + " score")
  }

  // MARK: Growing

  func drawGrowth(from: SizedDigit, to: SizedDigit, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 36
    let largest = Self.sizes.reduce(0) { max($0, $1.height, $1.width) }
    let phase = playhead.pointer == nil ? playhead.phase(0.1, 0.8) : 1
    let isThere = phase >= 1
    func between(_ one: Int, _ other: Int) -> Int { one + Int((Double(other - one) * phase).rounded()) }
    // All pictures and all maps in one scale, so that one sees them grow.
    let box = isLarge ? Size(columns: largest, rows: largest / 2) : Size(columns: 28, rows: 14)
    let side = (
      between(from.width, to.width) * box.columns / largest, between(from.height, to.height) * box.columns / largest
    )
    let picture = to.picture.heatMap(.input, limits: 0...1).pixels(width: side.0, height: side.1)
    let map = FencedMap(
      rows: AdaptiveGeometry(input: between(from.rows.input, to.rows.input), output: to.rows.output),
      columns: AdaptiveGeometry(input: between(from.columns.input, to.columns.input), output: to.columns.output),
      values: isThere ? to.strengths : nil, limit: strongest, isTarget: isThere, pointed: pointed(playhead, in: to))
    let scale = isLarge ? 3 : 1
    let most = largest / 8
    let mapBox = Size(columns: 2 + 2 * scale * most, rows: 2 + scale * most)
    let parts = Arrangement.row(
      .drawing("picture", size: box) { canvas, region in
        picture.draw(in: &canvas, at: region.centered(picture.size).origin)
      }.titled(.input("picture ") + .muted(to.size)),
      .column(
        .drawing("maps", size: mapBox) { canvas, region in
          map.draw(in: &canvas, region: region, scale: scale)
        }, .legend(ScaleLegend(.output, from: "0", to: NumberText.fixed(strongest, decimals: 1))), gap: 1...1
      ).titled(.output("maps ") + .muted("\(to.mapSize), fences")),
      .column(
        .row(
          .map(
            "regions", to.regionStrengths.heatMap(.output, limits: 0...strongest), least: 3,
            most: Size(columns: 6, rows: 3)),
          .text(.muted("regions"), .output(NumberText.integer(to.regions.shape.count)) + .muted(" values")), gap: 1...2
        ).hidden(!isThere),
        .bars("bars", bars(to.byRegions), rows: 10, columns: isLarge ? 24 : 17).hidden(!isThere), gap: 1...2),
      gap: 2...8
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let region = parts.region("picture") { canvas.legend(.ink, near: region) }
  }

  // MARK: All sizes

  func drawReadings(_ all: [SizedDigit], in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 140 && canvas.size.rows >= 38
    func verdict(_ scores: DigitScores) -> StyledText {
      .output("\(scores.digit)") + .muted("  " + chance(scores.probability) + "  ")
        + (scores.digit == digit ? .strong("✓", .correct) : .strong("✗", .wrong))
    }
    let header: [Arrangement] = ["picture", "maps", "rows of regions", "columns", "regions read", "maps read"].map {
      .text(.muted($0))
    }
    let rows: [[Arrangement]] = all.map { sized in
      [
        .text(.input(sized.size)), .text(.output(sized.mapSize)),
        .text(.muted(sized.rows.fences.joined(separator: " "))),
        .text(.muted(sized.columns.fences.joined(separator: " "))),
        .text(verdict(sized.byRegions)), .text(verdict(sized.byClassMaps)),
      ]
    }
    let table = Arrangement.table([header] + rows, columnGap: 2...8, rowGap: 1...1)
    guard isLarge else {
      table.placed(in: canvas.bounds).draw(in: &canvas)
      return
    }
    // All pictures in one scale beneath.
    let pictures = all.map { sized in
      let pixels = sized.picture.heatMap(.input, limits: 0...1).pixels(width: sized.width / 2, height: sized.height / 2)
      return Arrangement.drawing("picture", size: Size(columns: max(pixels.size.columns, 9), rows: pixels.size.rows)) {
        canvas, region in pixels.draw(in: &canvas, at: region.origin)
      }.titled(.input(sized.size))
    }
    let parts = Arrangement.column(table, .row(of: pictures, gap: 2...6, align: .bottom), gap: 2...3).placed(
      in: canvas.bounds)
    parts.draw(in: &canvas)
    if let region = parts.region("picture") { canvas.legend(.ink, near: region) }
  }
}

extension Arrangement {
  /// Bars of a row each in so many columns.
  static func bars(_ name: String, _ chart: BarChart, rows: Int, columns: Int) -> Arrangement {
    drawing(name, size: Size(columns: columns, rows: rows)) { canvas, region in chart.draw(in: &canvas, region: region)
    }
  }
}
