import CellCanvas
import ConvolutionEngine

extension FantasyImageScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 34
    switch moment {
    case .start: drawStart(isLarge: isLarge, in: &canvas)
    case .slope: drawSlope(isLarge: isLarge, at: playhead, in: &canvas)
    case .bare: drawClimb(bare, beside: [], isLarge: isLarge, at: playhead, in: &canvas)
    case .cured: drawClimb(cured, beside: bare, isLarge: isLarge, at: playhead, in: &canvas)
    case .beside, .end: drawBeside(isLarge: isLarge, in: &canvas)
    case .seeds: drawSeeds(isLarge: isLarge, in: &canvas)
    case .sign: drawSign(isLarge: isLarge, at: playhead, in: &canvas)
    case .amounts: drawAmounts(isLarge: isLarge, at: playhead, in: &canvas)
    }
  }

  // MARK: Parts

  /// A picture under a title, in exactly so many columns; an empty frame while it is not there.
  private func picture(
    _ title: StyledText, _ tensor: Tensor?, columns: Int, name: String? = nil
  ) -> Arrangement {
    let size = Size(columns: columns, rows: columns / 2)
    guard let tensor else {
      return .drawing("picture", size: size) { canvas, region in canvas.frame(region, ink: .role(.faint)) }
        .titled(title)
    }
    var map = subject.map(tensor)
    // Where several values share a place, none of them can be pointed at.
    map.name = columns < tensor.shape.width ? nil : name
    let shown = map
    return .drawing("picture", size: size) { canvas, region in shown.draw(in: &canvas, region: region) }.titled(title)
  }

  private func signed(_ title: StyledText, _ tensor: Tensor, columns: Int, name: String? = nil) -> Arrangement {
    let limit = Double(max(1e-9, tensor.magnitudes.max() ?? 0))
    var map = tensor.heatMap(.signed, limits: -limit...limit)
    map.name = columns < tensor.shape.width ? nil : name
    let shown = map
    return .drawing("signed", size: Size(columns: columns, rows: columns / 2)) { canvas, region in
      shown.draw(in: &canvas, region: region)
    }.titled(title)
  }

  /// What the greys of the pictures mean.
  private var greys: Arrangement {
    .legend(
      ScaleLegend(
        .grey, from: "paper \(Self.text(subject.range.lowerBound, 0))",
        to: "\(Self.text(subject.range.upperBound, 0)) ink"))
  }

  /// The probabilities of the classes, the one that is climbed lit up.
  private func bars(_ probabilities: [Float]) -> BarChart {
    var chart = BarChart(
      probabilities.enumerated().map { index, value in
        BarChart.Bar(
          index == wanted ? .output(subject.classes[index]) : .muted(subject.classes[index]), fraction: Double(value),
          value: index == wanted ? .active(Self.percent(value)) : .muted(Self.percent(value)),
          ink: index == wanted ? .role(.output) : .level(.output, 0.5))
      })
    chart.reservedColumns = 6
    return chart
  }

  // MARK: Climbing

  private func drawStart(isLarge: Bool, in canvas: inout Canvas) {
    let columns = isLarge ? 56 : 28
    let probabilities = subject.probabilities(subject.scores(start))
    Arrangement.column(
      .row(
        picture(.input("grey, a little noise"), start, columns: columns),
        .bars("bars", bars(probabilities), rows: 10, columns: isLarge ? 50 : 28).titled(
          .output("probabilities") + .muted(" of the classes")), gap: 4...8),
      greys, gap: 0...1, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawSlope(isLarge: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let columns = isLarge ? 56 : 28
    let isThere = playhead.pointer != nil || playhead.progress >= 0.4
    let limit = Self.text(slope.magnitudes.max() ?? 0, 2)
    Arrangement.column(
      .row(
        picture(.input("picture"), start, columns: columns),
        .arrow("back", ink: .role(.gradient), progress: playhead.phase(0, 0.4)),
        signed(
          .tinted("∂score/∂pixel", .gradient) + .muted(" ±\(limit)"), slope, columns: columns,
          name: isThere ? "slope" : nil
        ).hidden(!isThere), gap: 2...6),
      .row(greys, .legend(ScaleLegend(.signed, from: "less", to: "more raises it")).hidden(!isThere), gap: 2...12),
      gap: 0...1, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// A picture on its way up, and the curve of its score; with another ascent's curve beside it.
  private func drawClimb(
    _ frames: [AscentFrame], beside others: [AscentFrame], isLarge: Bool, at playhead: Playhead,
    in canvas: inout Canvas
  ) {
    let frame = frame(of: frames, at: playhead)
    let columns = isLarge ? 56 : 28
    let chart: Arrangement
    let least = isLarge ? Size(columns: 84, rows: 26) : Size(columns: 44, rows: 14)
    if let frame, others.isEmpty || others.count == Self.frames {
      let isSecond = !others.isEmpty
      let all = (frames + others).map { Double($0.answer) }
      let shown = frames.prefix { $0.steps <= frame.steps }.map { Double($0.answer) }
      var curves: [LineChart.Curve] = []
      if isSecond {
        curves.append(.init(others.map { Double($0.answer) }, "nothing else", ink: .role(.other), mark: .dashes))
      }
      curves.append(
        .init(
          shown + [Double](repeating: .nan, count: frames.count - shown.count),
          isSecond ? "with cures" : "nothing else",
          ink: .role(isSecond ? .output : .other), mark: isSecond ? .strong : .line))
      let (low, high) = ((all.min() ?? 0).rounded(.down), (all.max() ?? 1).rounded(.up))
      var line = LineChart(curves, limits: low...max(high, low + 1), across: 0...Double(Self.steps))
      line.x = .init("steps", ticks: [0, 32, 64, 96, 128])
      line.y = .init("score")
      chart = .chart("score", line, least: least)
    } else {
      chart = .drawing("score", size: least)
    }
    Arrangement.column(
      .row(
        picture(
          .input("picture") + .muted(frame.map { " after \(counted($0.steps, "step"))" } ?? ""), frame?.picture,
          columns: columns), chart, gap: 2...6),
      greys, gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawBeside(isLarge: Bool, in canvas: inout Canvas) {
    let columns = isLarge ? 64 : 28
    func side(_ title: String, _ frames: [AscentFrame]) -> Arrangement {
      let last = frames.count == Self.frames ? frames.last : nil
      return picture(
        .input(title) + (last.map { .muted("  ") + .active(Self.percent($0.probabilities[wanted])) } ?? ""),
        last?.picture,
        columns: columns)
    }
    Arrangement.column(
      .row(side("nothing else", bare), side("with cures", cured), gap: 6...12), greys, gap: 0...1, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawSeeds(isLarge: Bool, in canvas: inout Canvas) {
    let columns = isLarge ? 38 : 18
    let isDone = fromOthers.count == Self.others
    let all: [AscentFrame?] =
      isDone ? [cured.last] + fromOthers : [AscentFrame?](repeating: nil, count: 1 + Self.others)
    Arrangement.column(
      .row(
        of: all.enumerated().map { index, frame in
          picture(
            .input("noise \(index + 1)")
              + (frame.map { .muted("  ") + .active(Self.percent($0.probabilities[wanted])) } ?? ""),
            frame?.picture, columns: columns)
        }, gap: 1...2), greys, gap: 1...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: The sign step

  private func drawSign(isLarge: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let isThere = playhead.pointer != nil || playhead.progress >= 0.5
    let (main, side) = isLarge ? (48, 48) : (28, 20)
    func said(_ picture: Tensor) -> StyledText {
      let probabilities = subject.probabilities(subject.scores(picture))
      let winner = Self.winner(probabilities)
      return .output(subject.classes[winner]) + .muted(" ") + .active(Self.percent(probabilities[winner]))
    }
    Arrangement.column(
      .row(
        picture(.input("written  ") + said(written), written, columns: side, name: isLarge ? "written" : nil),
        .sign("+"),
        signed(.tinted("sign of it", .gradient), signs, columns: side),
        .sign("="),
        picture(
          .input("sum  ") + (isThere ? said(fooling) : ""), isThere ? fooling : nil, columns: main,
          name: isLarge ? nil : "written"),
        gap: 1...3, align: .bottom),
      .row(greys, .legend(ScaleLegend(.signed, from: "−1", to: "+1")), gap: 2...8), gap: 0...1, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawAmounts(isLarge: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    let index = Int((progress * Double(byAmount.count - 1)).rounded())
    let amount = Float(index) * Self.amountStep
    let moved = Self.moved(written, by: amount, signs, subject.range)
    func curve(_ index: Int, _ role: Role, _ mark: LineChart.Curve.Mark) -> LineChart.Curve {
      .init(
        byAmount.map { 100 * Double($0[index]) }, "chance of \(subject.classes[index])", ink: .role(role), mark: mark)
    }
    var chart = LineChart(
      [curve(other, .other, .dashes), curve(wanted, .output, .strong)], limits: 0...100,
      across: 0...Double(Self.amountStep) * Double(byAmount.count - 1))
    chart.x = .init("amount", ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5], decimals: 1)
    chart.y = .init("%")
    chart.marker = Double(amount)
    let winner = Self.winner(byAmount[index])
    Arrangement.column(
      .row(
        picture(
          .input("amount \(Self.text(amount, 2))  ") + .output(subject.classes[winner]) + .muted(" ")
            + .active(Self.percent(byAmount[index][winner])), moved, columns: isLarge ? 56 : 28),
        .chart("amounts", chart, least: isLarge ? Size(columns: 84, rows: 26) : Size(columns: 44, rows: 14)), gap: 2...6
      ),
      greys, gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
