import CellCanvas
import ConvolutionEngine
import Regions

extension RecurrentConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .curve, .cut: drawCurve(moment, in: &canvas)
    case .unrolled: drawUnrolled(in: &canvas)
    case .task, .first, .second, .third, .later, .end: drawMaps(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: Maps

  private static let side = RegionScene.side

  private func drawMaps(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let round = round(moment, at: playhead)
    let isFinal = moment == .end
    let shown = round.map { story.rounds[$0].labels } ?? alone
    // The outline comes first, then what follows from it.
    let isWaiting = playhead.pointer == nil && moment == .first && playhead.progress < 0.5
    let title: StyledText =
      round.map { .output("Ŷ(\($0 + 1))") + .muted("  \(Self.percent(story.agreement($0))) right") }
      ?? .strong("each alone") + .muted("  \(Self.percent(Double(rightAlone) / Double(pixels))) right")
    let fates = round.map { story.fates(since: base(moment, of: $0), in: $0) } ?? []
    let right: Arrangement =
      round == nil || isFinal
      ? labelMap(story.truth, name: Self.names[3], in: canvas).titled(.strong("truth"))
      : fateMap(fates, in: canvas).titled(fateTitle(fates, isFirst: round == 0)).hidden(isWaiting)
    let main = [
      pictureMap(in: canvas).titled(.input("X") + .muted("  the picture")),
      labelMap(shown, name: Self.names[1], in: canvas).titled(title).hidden(isWaiting), right,
    ]
    let legends = Arrangement.row(
      kindLegend, round == nil || isFinal ? .nothing : fateLegend(fates, isFirst: round == 0),
      round == nil || !isLarge(canvas)
        ? .nothing
        : .legend(ScaleLegend(.output, from: "probability 0", to: "1"), name: "probabilities").hidden(isWaiting),
      gap: 3...6)
    let figure: Arrangement =
      isLarge(canvas)
      ? .column(
        .row(of: main + probabilityMaps(round, isHidden: isWaiting), gap: 1...2), legends,
        strip(story, upTo: isWaiting ? -1 : round ?? -1), gap: 1...2)
      : .column(.row(of: main, gap: 2...8), legends, gap: 0...1)
    let parts = figure.placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let round, let place = parts.body(Self.names[0]), !isFinal || playhead.pointer != nil {
      outlineField(story.rounds[round].field, in: place, playhead.pointer, &canvas)
    }
    if let pointer = playhead.pointer, Self.names.contains(pointer.grid) {
      for name in Self.names {
        guard let place = parts.body(name) else { continue }
        canvas.outline(mapPlace(in: place).region(row: pointer.row, column: pointer.column), ink: .role(.active))
      }
    }
  }

  /// Whether there is room for the labels of all rounds beneath the figure.
  private func isLarge(_ canvas: Canvas) -> Bool { canvas.size.columns >= 150 && canvas.size.rows >= 36 }

  /// The labels of the rounds side by side, as far as they have come.
  private func strip(_ shown: LabellingRounds, upTo last: Int) -> Arrangement {
    .row(
      of: shown.rounds.indices.prefix(6).map { index in
        labelMap(shown.rounds[index].labels, name: nil, isSmall: true)
          .titled(.output("Ŷ(\(index + 1))") + .muted("  \(Self.percent(shown.agreement(index)))"))
          .hidden(index > last)
      }, gap: 1...2)
  }

  /// The pixel whose view is drawn when nothing is pointed at: of those that the second round mends the one nearest to the
  /// middle, or the middle.
  var example: Int {
    let middle = (Self.side - 1) / 2
    let fates = last > 0 ? story.fates(1) : []
    let mended = fates.indices.filter { fates[$0] == .mended }
    func distance(_ pixel: Int) -> Int {
      let (row, column) = (pixel / Self.side - middle, pixel % Self.side - middle)
      return row * row + column * column
    }
    return mended.min { distance($0) < distance($1) } ?? middle * Self.side + middle
  }

  private func mapPlace(in place: Region) -> MapPlacement {
    HeatMap(width: Self.side, height: Self.side, values: [Double](repeating: 0, count: pixels), scale: .grey)
      .placement(in: place)
  }

  private func outlineField(_ field: Int, in place: Region, _ pointer: Target?, _ canvas: inout Canvas) {
    let centre = pointer.map { $0.row * Self.side + $0.column } ?? example
    func span(_ middle: Int) -> Range<Int> {
      max(0, middle - field / 2)..<min(Self.side, middle + field / 2 + 1)
    }
    let (rows, columns) = (span(centre / Self.side), span(centre % Self.side))
    guard !rows.isEmpty, !columns.isEmpty else { return }
    canvas.outline(
      mapPlace(in: place).region(
        row: rows.lowerBound, column: columns.lowerBound, rows: rows.count, columns: columns.count),
      ink: .role(.active))
  }

  /// A pixel a column where there is more to show, and else as large as there is room.
  private static let small = Size(columns: side, rows: side / 2)

  private func pictureMap(in canvas: Canvas) -> Arrangement {
    let limit = 1.25 + Double(noiseTenths) / 10
    var map = HeatMap(
      width: Self.side, height: Self.side, values: picture.values.map(Double.init), scale: .grey, limits: -limit...limit
    )
    map.name = Self.names[0]
    return .map(Self.names[0], map, least: Self.side, most: isLarge(canvas) ? Self.small : nil)
  }

  private func labelMap(_ labels: [RegionScene.Kind], name: String, in canvas: Canvas) -> Arrangement {
    labelMap(labels, name: name, isSmall: isLarge(canvas))
  }

  private func labelMap(_ labels: [RegionScene.Kind], name: String?, isSmall: Bool) -> Arrangement {
    var map = HeatMap(
      width: Self.side, height: Self.side, values: labels.map { Double($0.brightness) }, scale: .grey,
      limits: -1.25...1.25)
    map.name = name
    return .map(name ?? "map", map, least: Self.side, most: isSmall ? Self.small : nil)
  }

  /// What W really gets: how probable each kind is, at each pixel.
  private func probabilityMaps(_ round: Int?, isHidden: Bool) -> [Arrangement] {
    RegionScene.Kind.allCases.reversed().map { kind in
      let values = story.rounds[round ?? 0].probabilities.channel(kind.rawValue).values.map(Double.init)
      let map = HeatMap(width: Self.side, height: Self.side, values: values, scale: .output, limits: 0...1)
      return .map("\(kind)", map, least: Self.side, most: Self.small)
        .titled(.output("Ŷ(\((round ?? 0) + 1))") + .muted(" \(kind)")).hidden(isHidden || round == nil)
    }
  }

  private func tint(_ kind: RegionScene.Kind) -> Tint { .level(.grey, (Double(kind.brightness) + 1.25) / 2.5) }

  private func tint(_ fate: LabellingRounds.Fate) -> Tint {
    switch fate {
    case .right: .role(.panel)
    case .mended: .role(.correct)
    case .broken: .role(.wrong)
    // Grey is water, beside it.
    case .wrong: .role(.other)
    }
  }

  private func fateMap(_ fates: [LabellingRounds.Fate], in canvas: Canvas) -> Arrangement {
    let tints = fates.map(tint)
    return .pixels(Self.names[2], Self.side, Self.side, least: Self.side, most: isLarge(canvas) ? Self.small : nil) {
      canvas, region in
      let scale = max(1, region.columns / Self.side)
      Pixels(columns: Self.side, rows: Self.side, scale: scale) { tints[$0 * Self.side + $1] }
        .draw(in: &canvas, at: region.origin)
      canvas.markPixels(of: Self.names[2], rows: Self.side, columns: Self.side, scale: scale, at: region.origin)
    }
  }

  private func fateTitle(_ fates: [LabellingRounds.Fate], isFirst: Bool) -> StyledText {
    func count(_ fate: LabellingRounds.Fate) -> Int { fates.count { $0 == fate } }
    return isFirst
      ? .strong("\(count(.wrong))", .other) + .muted(" wrong")
      : .strong("\(count(.mended))", .correct) + .muted(" mended, ") + .strong("\(count(.broken))", .wrong)
        + .muted(" broken")
  }

  private var kindLegend: Arrangement {
    legend(RegionScene.Kind.allCases.reversed().map { (tint($0), "\($0)") })
  }

  private func fateLegend(_ fates: [LabellingRounds.Fate], isFirst: Bool) -> Arrangement {
    guard !isFirst else { return legend([(tint(.wrong), "wrong")]) }
    return legend([
      (tint(.mended), "mended"), (tint(.broken), "broken"),
      (tint(.wrong), "still wrong \(fates.count { $0 == .wrong })"),
    ])
  }

  private func legend(_ entries: [(tint: Tint, name: String)]) -> Arrangement {
    .drawing("legend", size: Size(columns: entries.reduce(-3) { $0 + $1.name.count + 6 }, rows: 1)) { canvas, region in
      canvas.legend(entries, in: region)
    }
  }

  /// The rounds as layers; where there is room each with its labels above.
  private func drawUnrolled(in canvas: inout Canvas) {
    guard isLarge(canvas) else { return UnrolledRounds(self, in: canvas.size).draw(in: &canvas, canvas.bounds) }
    let rounds = UnrolledRounds(self, in: canvas.size)
    let whole = canvas.bounds.centered(Size(columns: rounds.columns, rows: 30))
    for (place, round) in rounds.shown.enumerated() {
      let map = HeatMap(
        width: Self.side, height: Self.side, values: story.rounds[round].labels.map { Double($0.brightness) },
        scale: .grey, limits: -1.25...1.25)
      map.draw(
        in: &canvas,
        region: Region(
          column: whole.column + place * rounds.pitch + 1, row: whole.row, columns: Self.small.columns,
          rows: Self.small.rows))
    }
    let legend = RegionScene.Kind.allCases.reversed().map { (tint($0), "\($0)") }
    canvas.legend(
      legend, in: Region(column: whole.column + 1, row: whole.row + Self.small.rows, columns: whole.columns, rows: 1))
    rounds.draw(in: &canvas, whole.splitTop(14).rest)
  }

  // MARK: Curve

  private func drawCurve(_ moment: Moment, in canvas: inout Canvas) {
    func percents(_ parts: [Double]) -> [Double] { parts.map { 100 * $0 } }
    let with = LineChart.Curve(
      percents(story.rounds.indices.map(story.agreement)), moment == .cut ? "with W" : "this scene",
      ink: .role(.output), mark: .strong)
    let beside: LineChart.Curve =
      moment == .cut
      ? .init(percents(deaf.rounds.indices.map(deaf.agreement)), "W = 0", ink: .role(.other))
      : .init(percents(others), "\(Self.otherScenes) others", ink: .role(.text))
    let lowest = (with.values + beside.values).min() ?? 0
    var chart = LineChart(
      [beside, with], limits: min(90, (lowest / 10).rounded(.down) * 10)...100,
      across: 1...Double(story.rounds.count))
    chart.x = .init("", ticks: story.rounds.indices.map { Double($0 + 1) })
    chart.y = .init("", decimals: 0)
    let isLarge = isLarge(canvas)
    let shown = moment == .cut ? deaf : story
    let room = Size(columns: canvas.size.columns - 46, rows: isLarge ? 19 : 15)
    let curve = Arrangement.chart("curve", chart, least: Size(columns: 30, rows: 11), most: room)
      .titled(.muted("labels right after each round, %"))
    Arrangement.column(
      .row(curve, .grid("table", table(shown), scale: GridScale(columns: 8, rows: isLarge ? 2 : 1)), gap: 2...8),
      isLarge ? strip(shown, upTo: last) : .nothing
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func table(_ shown: LabellingRounds) -> NumberGrid {
    var table = NumberGrid(rows: shown.rounds.count, columns: 4) { row, column in
      let round = shown.rounds[row]
      switch column {
      case 0: return .init("\(round.right)", paper: .level(.output, 0.35))
      case 1: return .init(row == 0 ? "–" : "\(round.mended)", ink: .role(round.mended > 0 ? .correct : .muted))
      case 2: return .init(row == 0 ? "–" : "\(round.broken)", ink: .role(round.broken > 0 ? .wrong : .muted))
      default: return .init("\(round.field)×\(round.field)", paper: .level(.input, 0.25))
      }
    }
    table.rowNames = shown.rounds.indices.map { .output("Ŷ(\($0 + 1))") }
    table.columnNames = [.output("right"), .muted("mended"), .muted("broken"), .input("sees")]
    return table
  }
}

/// The rounds side by side, as layers of a deep network: the picture feeds each of them, the labels of one feed the next.
private struct UnrolledRounds {
  private let scene: RecurrentConvolutionScene
  /// The rounds that have room, counted from 0; the last is always among them.
  let shown: [Int]
  let pitch: Int

  /// How wide all of them are.
  var columns: Int { pitch * shown.count }

  init(_ scene: RecurrentConvolutionScene, in size: Size) {
    self.scene = scene
    let room = max(1, size.columns / (size.columns >= 150 ? 26 : 19))
    let count = scene.story.rounds.count
    shown = count <= room ? Array(0..<count) : Array(0..<room - 1) + [count - 1]
    pitch = min(26, max(1, size.columns / max(1, shown.count)))
  }

  private static let boxColumns = 11

  func draw(in canvas: inout Canvas, _ region: Region) {
    let whole = region.centered(Size(columns: columns, rows: min(14, region.rows)))
    for (place, round) in shown.enumerated() {
      let left = whole.column + place * pitch + (pitch - Self.boxColumns) / 2
      func box(_ row: Int, _ name: StyledText, _ ink: Role) {
        let region = Region(column: left, row: whole.row + row, columns: Self.boxColumns, rows: 3)
        canvas.frame(region, ink: .role(ink))
        canvas.write(name, in: region.inset(columns: 1, rows: 1), align: .center)
      }
      func arrow(_ row: Int, _ name: StyledText) {
        let middle = left + Self.boxColumns / 2
        canvas[middle, whole.row + row] = Cell("↑", ink: .role(.kernel))
        canvas[middle, whole.row + row + 1] = Cell("│", ink: .role(.kernel))
        canvas.write(name, column: middle + 2, row: whole.row + row)
      }
      canvas.write(
        .active(RecurrentConvolutionScene.percent(scene.story.agreement(round))),
        in: Region(column: left, row: whole.row, columns: Self.boxColumns, rows: 1), align: .center)
      box(1, .output("Ŷ(\(round + 1))"), .output)
      arrow(4, .kernel("V"))
      box(6, .strong("H(\(round + 1))"), .text)
      arrow(9, .kernel("U"))
      box(11, .input("X"), .input)
      if place > 0 { feedback(from: shown[place - 1], to: round, left: left, top: whole.row, in: &canvas) }
    }
  }

  /// The way of the labels into the next round's hidden maps; dashed where rounds between are left out.
  private func feedback(from: Int, to round: Int, left: Int, top: Int, in canvas: inout Canvas) {
    let start = left - pitch + Self.boxColumns
    let middle = (start + left) / 2
    let isNext = round == from + 1
    let ink = Tint.role(scene.feedsBack ? .kernel : .faint)
    for column in start..<middle { canvas[column, top + 2] = Cell(isNext ? "─" : "╌", ink: ink) }
    canvas[middle, top + 2] = Cell("╮", ink: ink)
    for row in top + 3..<top + 7 { canvas[middle, row] = Cell(isNext ? "│" : "╎", ink: ink) }
    canvas[middle, top + 7] = Cell("╰", ink: ink)
    for column in middle + 1..<left - 1 { canvas[column, top + 7] = Cell("─", ink: ink) }
    canvas[left - 1, top + 7] = Cell("▶", ink: ink)
    let name: StyledText = isNext ? scene.feedsBack ? .kernel("W") : .muted("W=0") : .muted("…")
    canvas.write(name, column: middle - (isNext && scene.feedsBack ? 2 : name.columns + 1), row: top + 4)
  }
}
