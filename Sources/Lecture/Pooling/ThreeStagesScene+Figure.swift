import CellCanvas
import ConvolutionEngine

extension ThreeStagesScene {
  /// A row of the figure: what is done, and what comes out.
  struct Row {
    /// The stages by the names under which their values can be pointed at.
    enum Stage: String {
      case input, linear, detected, pooled
      case detectedThenPooled = "detected-pooled"
      case pooledThenDetected = "pooled-detected"
      case difference
    }

    let stage: Stage
    let name: [StyledText]
    let values: Tensor
    /// How many places of the convolution a value stands for.
    let pitch: Int
  }

  /// The stages of a moment from top to bottom.
  func rows(_ moment: Moment) -> [Row] {
    let shown = shown(moment)
    let convolution = Row(
      stage: .linear, name: [.kernel("convolution"), .muted("two filters")], values: shown.linear, pitch: 1)
    let detector: StyledText = .strong("detector")
    let pooling: StyledText = .strong("pooling")
    func named(_ stage: Row.Stage, _ first: StyledText, _ second: String, _ values: Tensor, pitch: Int) -> Row {
      Row(stage: stage, name: [first, .muted(second)], values: values, pitch: pitch)
    }
    switch moment {
    case .swapped, .otherPooling:
      let both = [
        named(
          .detectedThenPooled, .strong("ReLU, then"), poolingName(shown.kind), shown.detectedThenPooled, pitch: width),
        named(
          .pooledThenDetected, .strong(poolingName(shown.kind)), "then ReLU", shown.pooledThenDetected, pitch: width),
      ]
      return [convolution] + (detectsFirst ? both : both.reversed())
        + [named(.difference, .strong("difference"), "", shown.differences, pitch: width)]
    default:
      let input = Row(stage: .input, name: [.input("input")], values: Tensor(signal: values), pitch: 1)
      let rest =
        detectsFirst
        ? [
          named(.detected, detector, "ReLU", shown.detected, pitch: 1),
          named(.detectedThenPooled, pooling, poolingName(shown.kind), shown.detectedThenPooled, pitch: width),
        ]
        : [
          named(.pooled, pooling, poolingName(shown.kind), shown.pooled, pitch: width),
          named(.pooledThenDetected, detector, "ReLU", shown.pooledThenDetected, pitch: width),
        ]
      return [input, convolution] + rest
    }
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .threshold: drawThreshold(in: &canvas)
    case .picture: drawPicture(in: &canvas)
    default: drawRows(moment, at: playhead, in: &canvas)
    }
  }

  private var limit: Double { Double(stages.linear.values.reduce(1) { max($0, abs($1)) }) }

  private func grid(_ row: Row, isKnown: Bool, pointer: Target?, isFirst: Bool) -> NumberGrid {
    let (channels, columns) = (row.values.shape.channels, row.values.shape.width)
    var grid = NumberGrid(name: row.stage.rawValue, rows: channels, columns: columns) { filter, column in
      guard isKnown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = row.values[0, column, filter]
      let paper: Tint =
        switch row.stage {
        case .input: .level(.input, 0.15 + 0.08 * Double(value))
        case .linear, .pooled: .signed(Double(value), limit: limit)
        case .difference: .level(.other, value == 0 ? 0 : 0.3 + 0.6 * Double(value) / limit)
        default: .level(.output, value == 0 ? 0 : 0.2 + 0.7 * Double(value) / limit)
        }
      var element = NumberGrid.Element(Self.text(value), paper: paper, style: .bold)
      if pointer == Target(grid: row.stage.rawValue, row: filter, column: column) { element.paper = .role(.active) }
      return element
    }
    if row.stage != .input { grid.rowNames = Self.filters.map { .muted($0.name) } }
    grid.reservedColumns = 3
    return grid
  }

  private func drawRows(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let rows = rows(moment)
    let isWide = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let isReached = playhead.pointer != nil || playhead.progress >= 0.5
    let showsNames = moment == .names
    let newest: Row.Stage? =
      switch moment {
      case .convolution: rows[1].stage
      case .second: rows[2].stage
      case .third: rows[3].stage
      case .swapped, .otherPooling: .difference
      default: nil
      }
    let pitch = isWide ? 6 : 4
    let isComparing = moment == .swapped || moment == .otherPooling
    // An empty margin where the filters' names stand, so that the input is above the sums.
    let table = rows.enumerated().map { index, row -> [Arrangement] in
      let isKnown = isKnown(row.stage, moment) && (row.stage != newest || isReached)
      var grid = grid(row, isKnown: isKnown, pointer: playhead.pointer, isFirst: index == 0)
      if row.stage == .input { grid.rowNames = [.muted("      ")] }
      // Where all four rows have two filters, those that are looked at least are lower.
      let isLow = isComparing && !isWide && (row.stage == .linear || row.stage == .difference)
      let scale = GridScale(
        columns: pitch * row.pitch, rows: row.stage == .input || isLow ? 1 : isWide ? 3 : 2)
      let layer: Arrangement =
        isComparing
        ? .nothing
        : .text(of: row.stage == .input ? [.muted(" ")] : layerName(index), align: .leading, name: "layer\(index)")
          .hidden(!showsNames)
      return [.text(of: row.name, name: "name\(index)"), .grid("row\(index)", grid, scale: scale), layer]
    }
    let stack = Arrangement.table(table, columnGap: 2...4, rowGap: 1...1)
    let figure: Arrangement =
      isWide ? .column(stack, pictures(moment), gap: 1...3, align: .center) : stack
    let parts = figure.placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if showsNames, let first = parts.grid("row1")?.bounds, let last = parts.grid("row3")?.bounds {
      let left = max(0, (parts.region("name1")?.column ?? first.column) - 2)
      let end = max(first.endColumn, last.endColumn) + 1
      let frame = Region(
        column: left, row: first.row - 1, columns: end - left + 1, rows: last.endRow - first.row + 2)
      canvas.frame(frame, ink: .role(.title))
      canvas.write(.strong(" one layer, three stages ", .title), column: frame.column + 2, row: frame.row)
    }
    // Behind the frame, which would run over what stands in its way.
    if isWide { drawLegends(moment, parts, in: &canvas) }
  }

  /// The second vocabulary: each stage a layer, with how many numbers it has to learn.
  private func layerName(_ index: Int) -> [StyledText] {
    let learned = index == 1 ? parameters : 0
    return [
      .output("layer \(index)"), .muted("learns ") + .strong("\(learned)"),
    ]
  }

  // MARK: The picture

  /// What the colours of the maps in a large window mean, each below the map that is the last to come.
  private func drawLegends(_ moment: Moment, _ parts: Placements, in canvas: inout Canvas) {
    func legend(_ legend: ScaleLegend, _ name: String) {
      if let region = parts.region(name) { canvas.legend(legend, near: region) }
    }
    let top = (pictureLimit * 100).rounded() / 100
    legend(.amount(.input, most: 9), "picture")
    if moment != .input { legend(.signed(limit: top), "sums") }
    switch moment {
    case .swapped, .otherPooling:
      legend(.amount(.output, most: top), "own")
      legend(differenceLegend(moment == .otherPooling ? otherPictureStages : pictureStages), "difference")
    case .second where detectsFirst: legend(.amount(.output, most: top), "second")
    case .third, .names: legend(.amount(.output, most: top), "third")
    default: break
    }
  }

  /// Differences are small beside the values, so their scale ends at the largest of them.
  private func differenceLimit(_ stages: DetectorStages...) -> Double {
    let largest = Double(stages.map(\.largestDifference).max() ?? 0)
    return largest > 0 ? (largest * 100).rounded() / 100 : 1
  }

  private func differenceLegend(_ stages: DetectorStages) -> ScaleLegend {
    .amount(.other, most: differenceLimit(stages))
  }

  private func map(
    _ name: String, _ tensor: Tensor, _ scale: ColorScale, limit: Double, least: Int = 15, most: Size? = nil
  )
    -> Arrangement
  {
    .map(
      name, tensor.heatMap(scale, limits: scale == .signed ? -limit...limit : 0...limit), least: least, most: most)
  }

  private var pictureLimit: Double { Double(pictureStages.linear.values.reduce(1) { max($0, abs($1)) }) }

  /// The same stages on a picture: what a large window shows beneath.
  private func pictures(_ moment: Moment) -> Arrangement {
    let stages = moment == .otherPooling ? otherPictureStages : pictureStages
    let most = Size(columns: 32, rows: 14)
    func part(_ name: String, _ title: StyledText, _ tensor: Tensor, _ scale: ColorScale, isShown: Bool) -> Arrangement
    {
      let limit = scale == .input ? 9 : scale == .other ? differenceLimit(stages) : pictureLimit
      return map(name, tensor, scale, limit: limit, most: most).titled(title).hidden(!isShown)
    }
    let second = self.second(stages)
    let isComparing = moment == .swapped || moment == .otherPooling
    return .row(
      isComparing ? .nothing : part("picture", .input("picture"), picture, .input, isShown: true),
      part(
        "sums", .kernel(isLearned ? "photos' filter" : "convolution"), stages.linear, .signed, isShown: moment != .input
      ),
      isComparing
        ? part("own", .strong("detector first"), stages.detectedThenPooled, .output, isShown: true)
        : part(
          "second", .strong(detectsFirst ? "detector" : "pooling"), second, detectsFirst ? .output : .signed,
          isShown: moment != .input && moment != .convolution),
      isComparing
        ? part("swapped", .strong("pooling first"), stages.pooledThenDetected, .output, isShown: true)
        : part(
          "third", .strong(detectsFirst ? "pooling" : "detector"), third(stages), .output,
          isShown: ![.input, .convolution, .second].contains(moment)),
      isComparing
        ? part("difference", .strong("difference"), stages.differences, .other, isShown: true) : .nothing,
      gap: 2...3, align: .top)
  }

  private func drawPicture(in canvas: inout Canvas) {
    let isWide = canvas.size.columns >= 130 && canvas.size.rows >= 32
    // One scale for both kinds, or a difference of the one could not be held against one of the other.
    let apart = differenceLimit(pictureStages, otherPictureStages)
    func results(_ stages: DetectorStages) -> [Arrangement] {
      func part(_ name: String, _ title: StyledText, _ tensor: Tensor, _ scale: ColorScale) -> Arrangement {
        map(
          name + stages.kind.rawValue, tensor, scale, limit: pictureLimit, least: isWide ? 26 : 15,
          most: isWide ? Size(columns: 30, rows: 14) : Size(columns: 15, rows: 7)
        )
        .titled(title)
      }
      return [
        part("a", .strong("ReLU, \(stages.kind.rawValue)"), stages.detectedThenPooled, .output),
        part("b", .strong("\(stages.kind.rawValue), ReLU"), stages.pooledThenDetected, .output),
        map(
          "d" + stages.kind.rawValue, stages.differences, .other, limit: apart, least: isWide ? 26 : 15,
          most: isWide ? Size(columns: 30, rows: 14) : Size(columns: 15, rows: 7)
        ).titled(.strong("difference")),
      ]
    }
    let sums = map(
      "sums", pictureStages.linear, .signed, limit: pictureLimit, least: isWide ? 26 : 20,
      most: isWide ? Size(columns: 30, rows: 14) : nil
    )
    .titled(.kernel(isLearned ? "photos' filter" : "convolution") + .muted(" on a picture"))
    let (own, others) = (pictureStages, otherPictureStages)
    let table = Arrangement.table([results(own), results(others)], columnGap: 1...4, rowGap: 0...2, vertical: .top)
    let top = (pictureLimit * 100).rounded() / 100
    var (signed, output) = (ScaleLegend.signed(limit: top), ScaleLegend.amount(.output, most: top))
    (signed.columns, output.columns) = (8, 6)
    let legends = Arrangement.column(
      .row(.legend(signed, name: "signed"), .legend(output, name: "output"), gap: 2...2),
      .legend(.amount(.other, most: apart, unit: "difference")), gap: 0...0)
    Arrangement.row(.column(sums, legends, gap: 0...1), table, gap: 1...8).placed(in: canvas.bounds)
      .draw(in: &canvas)
  }

  private func drawThreshold(in canvas: inout Canvas) {
    let isWide = canvas.size.columns >= 130
    var chart = LineChart(
      [.init(firing.map { 100 * $0 }, ink: .role(.output), mark: .strong)], limits: 0...100, across: -9...9)
    chart.x = .init("bias", ticks: [-9, -6, -3, 0, 3, 6])
    chart.y = .init(decimals: 0)
    chart.marker = Double(biasValue)
    let detected = map(
      "detected", pictureStages.detected, .output, limit: pictureLimit, least: 20,
      most: isWide ? nil : Size(columns: 30, rows: 13)
    )
    .titled(.strong("detectors") + .muted(" at bias \(biasText)"))
    Arrangement.row(
      .chart("firing", chart).titled(.strong("detectors above 0, in percent")),
      .column(
        detected,
        .legend(ScaleLegend(.output, from: "0", to: Self.text(Float(pictureLimit)))), gap: 1...1), gap: 2...6
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
