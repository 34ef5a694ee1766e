import CellCanvas
import ConvolutionEngine

extension TrainLiveScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .start: drawDigits(at: playhead, in: &canvas)
    case .oneStep: drawFirstMove(at: playhead, in: &canvas)
    case .guess, .confusion: drawRun(moment, .confusion, at: playhead, in: &canvas)
    case .layers: drawRun(moment, .layers, at: playhead, in: &canvas)
    case .weights: drawRun(moment, .weights, at: playhead, in: &canvas)
    case .run, .outcome, .end: drawRun(moment, viewShown, at: playhead, in: &canvas)
    case .yours: drawPicture(in: &canvas)
    }
  }

  private func isLarge(_ canvas: Canvas) -> Bool { canvas.size.columns >= 150 && canvas.size.rows >= 36 }

  // MARK: Before

  private func drawDigits(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    canvas.write(
      .input(run.lesson.folderName.map { "from \($0)" } ?? "written by the program") + .muted(", to be learned from"),
      in: head)
    ScaleLegend.ink.draw(in: &canvas, at: foot.origin)
    let count = examples.count
    guard let maps = FeatureMaps(side: 28, channels: count, wanted: count, in: body.size) else { return }
    let shown = Int((playhead.phase(0, 0.9) * Double(count)).rounded())
    maps.pixels(count) { $0 < shown ? examples[$0].heatMap(.input, limits: 0...1) : nil }
      .draw(in: &canvas, at: body.centered(maps.size).origin)
  }

  private func drawFirstMove(at playhead: Playhead, in canvas: inout Canvas) {
    guard let first else { return }
    // Where there is room for them all decimals, else hundredths.
    let isLarge = isLarge(canvas)
    func grid(_ name: String, _ title: StyledText, _ tensor: Tensor, limit: Double) -> Arrangement {
      let grid = NumberGrid(title, name: name, rows: tensor.shape.height, columns: tensor.shape.width) { row, column in
        let value = Double(tensor[row, column])
        return .init(
          NumberText.fixed(isLarge ? value : 100 * value, decimals: isLarge ? 3 : 0),
          paper: .signed(value, limit: limit))
      }
      return .grid(name, grid)
    }
    func largest(_ tensor: Tensor) -> Double { Double(max(1e-6, tensor.magnitudes.max() ?? 0)) }
    let limit = max(largest(first.before), largest(first.after))
    let gradient: StyledText = .strong("gradient", .gradient) + (run.decay > 0 ? .muted(" + decay · w") : "")
    let unit: StyledText = isLarge ? "" : .muted(" in 1/100")
    let isThere = playhead.pointer != nil
    Arrangement.row(
      grid(Self.kernelNames[0], .kernel("kernel \(first.kernel + 1)") + unit, first.before, limit: limit),
      .sign("−"), .text(.strong(NumberText.plain(Double(run.rate)), .knob)), .sign("·"),
      grid(Self.kernelNames[1], gradient, first.gradient, limit: largest(first.gradient))
        .hidden(!isThere && playhead.progress < 0.3),
      .sign("="),
      grid(Self.kernelNames[2], .kernel("one step on"), first.after, limit: limit)
        .hidden(!isThere && playhead.progress < 0.7), gap: 1...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: The run

  /// The curves, and beside them one view of the network or, where there is room, all.
  private func drawRun(_ moment: Moment, _ view: View, at playhead: Playhead, in canvas: inout Canvas) {
    let (last, shown) = frameIndices(moment, at: playhead)
    let frame = frames[shown]
    // Where the run begins there is a place and no curve yet.
    let marker = playhead.pointer?.grid == Self.runName || moment == .guess ? Double(frame.step) : nil
    let curves = Arrangement.column(
      .chart("loss", losses(upTo: last, marker: marker), least: Self.curveSize),
      .chart("accuracy", accuracies(upTo: last, marker: marker), least: Self.curveSize), gap: 0...1
    ).titled(.muted(compared.isEmpty ? "dashed: ln 10, a guess" : "dashed: ln 10; grey: standard run"))
    func panel(_ view: View) -> Arrangement { self.panel(view, frame, upTo: last) }
    let panels: Arrangement =
      isLarge(canvas)
      ? .table(
        [[panel(.kernels), panel(.confusion)], [panel(.layers), panel(.weights)]], columnGap: 2...4, rowGap: 1...2,
        vertical: .top)
      : panel(view)
    Arrangement.row(curves, panels, gap: 2...4, align: .top).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private static let curveSize = Size(columns: 33, rows: 7)
  private static let panelColumns = 43

  /// Values of frames in a curve as long as the whole run; what is still to come is no number.
  private func values(_ frames: some Sequence<LiveFrame>, _ value: (LiveFrame) -> Double) -> [Double] {
    let all = frames.map(value)
    return all + [Double](repeating: .nan, count: max(0, LiveRun.parts * run.framesPerPart + 1 - all.count))
  }

  /// The standard run's frames from the common start on; none where there is nothing to compare with.
  private var compared: [LiveFrame] { isCompared ? [frames[0]] + standardFrames : [] }

  private func chart(_ curves: [LineChart.Curve], _ limits: ClosedRange<Double>, _ marker: Double?) -> LineChart {
    var chart = LineChart(curves, limits: limits, across: 0...Double(run.steps))
    chart.x = .init("steps", ticks: [0, Double(run.steps) / 2, Double(run.steps)])
    chart.marker = marker
    chart.name = Self.runName
    return chart
  }

  private func losses(upTo last: Int, marker: Double?) -> LineChart {
    let seen = frames[...last]
    var curves: [LineChart.Curve] = []
    if !compared.isEmpty {
      curves.append(.init(values(compared, \.loss), ink: .role(.muted)))
    }
    // The guess last: where values are read, those of the run have their places first.
    curves += [
      .init(values(seen) { $0.meanLoss ?? .nan }, "batch", ink: .role(.other)),
      .init(values(seen, \.loss), "held out", ink: .role(.output), mark: .strong),
      .init(
        [Double](repeating: Self.guess, count: LiveRun.parts * run.framesPerPart + 1), ink: .role(.text), mark: .dashes),
    ]
    let most = frames.map { max($0.loss, $0.meanLoss ?? 0) }.max() ?? 0
    var chart = chart(curves, 0...min(max(3, most.rounded(.up)), 6), marker)
    chart.y = .init("loss", ticks: [0, 1, Self.guess], decimals: 1)
    return chart
  }

  private func accuracies(upTo last: Int, marker: Double?) -> LineChart {
    var curves: [LineChart.Curve] = []
    if !compared.isEmpty {
      curves.append(.init(values(compared) { 100 * $0.accuracy }, "standard", ink: .role(.muted)))
    }
    curves.append(
      .init(values(frames[...last]) { 100 * $0.accuracy }, "held out", ink: .role(.output), mark: .strong))
    var chart = chart(curves, 0...100, marker)
    chart.y = .init("right, %", ticks: [10, 50, 90], decimals: 0)
    let count = run.lesson.heldOut.count
    chart.valueText = { percent(Int(($0 / 100 * Double(count)).rounded()), of: count) }
    return chart
  }

  // MARK: Views of the network

  private func panel(_ view: View, _ frame: LiveFrame, upTo last: Int) -> Arrangement {
    switch view {
    case .kernels: kernels(frame)
    case .confusion: .grid(Self.confusionName, confusion(frame), scale: GridScale(columns: 4, rows: 1))
    case .layers: layers(frame, upTo: last)
    case .weights: weights(frame)
    }
  }

  private func kernels(_ frame: LiveFrame) -> Arrangement {
    let kernels = LearnedKernels(bank: frame.kernels)
    let count = kernels.bank.count
    let size = Size(columns: Self.panelColumns, rows: 11)
    return .column(
      .drawing("kernels", size: size) { canvas, region in
        guard let maps = FeatureMaps(side: kernels.bank.rows, channels: count, wanted: count, in: region.size) else {
          return
        }
        var pixels = Pixels(width: maps.size.columns, height: 2 * maps.size.rows)
        for filter in 0..<min(count, maps.count) {
          let place = maps.origin(of: filter)
          pixels.place(kernels.pixels(filter, side: maps.tile), x: place.x, y: place.y)
        }
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(
        .kernel("first kernels") + .muted(frame.step == 0 ? ", random" : " after \(counted(frame.step, "step"))")),
      .legend(ScaleLegend(.signed, from: "−largest", to: "largest of each")), gap: 1...1)
  }

  private func confusion(_ frame: LiveFrame) -> NumberGrid {
    var grid = NumberGrid(
      .strong("what it is ↓, what is read →"), name: Self.confusionName, rows: 10, columns: 10
    ) { row, column in
      let count = frame.confusion[row][column]
      let part = Double(count) / Double(max(1, frame.confusion[row].reduce(0, +)))
      guard count > 0 else { return .init("0", ink: .role(.muted)) }
      return .init("\(count)", paper: .level(row == column ? .output : .other, 0.25 + 0.75 * part))
    }
    grid.rowNames = (0..<10).map { .input("\($0)") }
    grid.columnNames = (0..<10).map { .output("\($0)") }
    return grid
  }

  private func layers(_ frame: LiveFrame, upTo last: Int) -> Arrangement {
    var table = NumberGrid(.strong("mean sizes, gradients in thousandths"), rows: frame.layers.count, columns: 3) {
      row, column in
      let layer = frame.layers[row]
      switch column {
      case 0: return .init(Self.text(layer.activation, 3), paper: .level(.output, 0.35))
      case 1: return .init(Self.text(1000 * layer.gradient, 2), ink: .role(.gradient))
      default: return .init(Self.text(layer.weight, 3), paper: .level(.kernel, 0.35))
      }
    }
    table.rowNames = frame.layers.map { .muted($0.name) }
    table.columnNames = [.output("output"), .tinted("gradient", .gradient), .kernel("weight")]
    let marks: [LineChart.Curve.Mark] = [.line, .dashes, .strong]
    let curves = frame.layers.indices.map { index in
      LineChart.Curve(
        values(frames[...last]) { 1000 * $0.layers[index].gradient }, frame.layers[index].name, ink: .role(.gradient),
        mark: marks[index % marks.count])
    }
    let most = frames.flatMap { $0.layers.map { 1000 * $0.gradient } }.max() ?? 1
    var chart = LineChart(curves, limits: 0...max(most, 1e-3), across: 0...Double(run.steps))
    chart.y = .init()
    return .column(
      .grid("layers", table, scale: GridScale(columns: 11, rows: 1)),
      .chart(
        "gradients", chart, least: Size(columns: Self.panelColumns, rows: 7),
        most: Size(columns: Self.panelColumns, rows: 12)
      ).titled(.muted("gradients through the run, in thousandths")), gap: 0...1, align: .trailing)
  }

  private func weights(_ frame: LiveFrame) -> Arrangement {
    func percents(_ frame: LiveFrame) -> [Double] { frame.histogram.map { 100 * $0 } }
    let most = frames.flatMap(percents).max() ?? 1
    let bound = Double(LiveFrame.bound)
    var chart = LineChart(
      [
        .init(percents(frames[0]), "at the start", ink: .role(.text), mark: .dashes),
        .init(percents(frame), "now", ink: .role(.kernel), mark: .strong),
      ], limits: 0...max(1, most.rounded(.up)), across: -bound...bound)
    chart.x = .init("weight", ticks: [-0.6, -0.3, 0, 0.3, 0.6], decimals: 1)
    chart.y = .init("%", decimals: 0)
    return .chart(
      "weights", chart, least: Size(columns: Self.panelColumns, rows: 14),
      most: Size(columns: Self.panelColumns, rows: 18)
    ).titled(.kernel("all weights, how many have which value"))
  }

  // MARK: The picture

  private func drawPicture(in canvas: inout Canvas) {
    let classes = TrainedPhotos.carried.classes
    let order = said.indices.sorted { (said[$1], $0) < (said[$0], $1) }
    var chart = BarChart(
      order.enumerated().map { place, index in
        let isTop = place < 3
        return BarChart.Bar(
          isTop ? .output(classes[index]) : .muted(classes[index]), fraction: Double(said[index]),
          value: isTop ? .active(chance(said[index])) : .muted(chance(said[index])),
          ink: isTop ? .role(.output) : .level(.output, 0.5))
      })
    chart.reservedColumns = 6
    let isLarge = isLarge(canvas)
    let one = Arrangement.row(
      .picture("picture", picture, least: 28, most: isLarge ? Size(columns: 32, rows: 16) : nil)
        .titled(.input(pictureName) + .muted(" as photos sees it")),
      .bars("bars", chart, least: 20).titled(.output("what photos says") + .muted(", the three likeliest first")),
      gap: 4...8)
    // Where there is room so are the others that the program has.
    let others = Arrangement.row(
      of: known.map { known in
        .column(
          .picture(known.name, known.picture, most: Size(columns: 14, rows: 7)).titled(.input(known.name)),
          .text(
            known.answer == known.name ? .output(known.answer) : .tinted(known.answer, .other),
            .active(chance(known.certainty))), gap: 0...0)
      }, gap: 1...2)
    let all = Arrangement.column(one, .text("and of the program's ten pictures"), others, gap: 1...2)
    (isLarge ? all : one).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
