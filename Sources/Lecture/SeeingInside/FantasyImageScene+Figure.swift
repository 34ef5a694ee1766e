import CellCanvas
import ConvolutionEngine

extension FantasyImageScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 34
    let figure: Arrangement =
      switch moment {
      case .start:
        .row(
          .seen(.input("grey, a little noise"), start.picture, size: .square(isLarge ? 64 : 32)),
          .bars(
            "bars", photos.bars(first.probabilities, lit: isOfScores ? climbed.channel : nil), rows: 10,
            columns: isLarge ? 60 : 34
          ).titled(.output("probabilities") + .muted(" of the classes")), gap: 4...8)
      case .slope: slopeFigure(isLarge, at: playhead)
      case .bare: climbFigure(.bare, beside: nil, isLarge, at: playhead)
      case .cured: climbFigure(.cured, beside: .bare, isLarge, at: playhead)
      case .dream: climbFigure(.dream, beside: nil, isLarge, at: playhead)
      case .checkerboard: checkerboardFigure(at: playhead)
      case .beside, .end:
        .row(
          end("nothing else", last(of: .bare), isLarge ? 64 : 32),
          end("with cures", last(of: .cured), isLarge ? 64 : 32),
          gap: 6...12)
      case .seeds:
        .row(
          of: (0...Self.others).map { index in
            end("noise \(index + 1)", seeds.isEmpty ? nil : seeds[index], isLarge ? 32 : 18)
          }, gap: 1...2)
      case .sign:
        signFigure(playhead.pointer != nil || playhead.progress >= 0.5 ? moved : nil, ends: moved, canvas.size)
      case .several: signFigure(frame(ofCourseAt: playhead), ends: course?.last, canvas.size)
      case .amounts: amountsFigure(isLarge, at: playhead)
      }
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private static let colours = StyledText.muted(
    "grey 0; a colour more or less: with more of it the unit rises or falls")

  // MARK: Climbing

  private func slopeFigure(_ isLarge: Bool, at playhead: Playhead) -> Arrangement {
    let isThere = playhead.pointer != nil || playhead.progress >= 0.4
    let size = Size.square(isLarge ? 64 : 32)
    return .column(
      .row(
        .seen(.input("picture"), start.picture, size: size),
        .arrow("back", ink: .role(.gradient), progress: playhead.phase(0, 0.4)),
        .seen(
          .tinted("∂unit/∂pixel", .gradient) + .muted(" ±\(Self.text(slope.magnitudes.max() ?? 0, 3))"),
          slope.signedPicture, size: size, grid: isThere ? "slope" : nil
        ).hidden(!isThere), gap: 2...4),
      .firstThatFits(.text(Self.colours), .nothing), gap: 0...1, align: .center)
  }

  /// The end of an ascent, and how sure the network is of it.
  private func end(_ title: String, _ frame: AscentFrame?, _ columns: Int) -> Arrangement {
    .seen(
      .input(title) + (frame.map { .muted("  ") + .active(chance($0.probabilities[classTold($0)])) } ?? ""),
      frame?.picture.picture, size: .square(columns))
  }

  /// A picture on its way up, and the curves of its answer and its probability; with another ascent's beside them.
  private func climbFigure(_ series: Series, beside: Series?, _ isLarge: Bool, at playhead: Playhead) -> Arrangement {
    let frame = frame(of: series, at: playhead)
    let columns = isLarge ? 64 : 32
    let all = frames[series] ?? []
    let others = beside.flatMap { frames[$0] } ?? []
    let told = (all.last ?? others.last).map(classTold) ?? climbed.channel
    func chart(_ label: String, isLast: Bool, limits: ClosedRange<Double>, _ value: (AscentFrame) -> Double)
      -> Arrangement
    {
      func padded(_ frames: [AscentFrame]) -> [Double] {
        frames.map(value) + [Double](repeating: .nan, count: max(0, Self.frames - frames.count))
      }
      let shown = all.filter { $0.steps <= frame?.steps ?? -1 }
      let own = LineChart.Curve(
        padded(shown), beside == nil || isLast ? "" : "with cures", ink: .role(beside == nil ? .other : .output),
        mark: .strong)
      let other = LineChart.Curve(padded(others), isLast ? "" : "nothing else", ink: .role(.other), mark: .dashes)
      var line = LineChart(
        beside == nil ? [own] : [other, own], limits: limits, across: 0...Double(Self.steps))
      line.x = isLast ? .init("steps", ticks: [0, 32, 64, 96, 128]) : nil
      line.y = .init(.muted(label))
      return .chart(label, line, least: Size(columns: isLarge ? 80 : 42, rows: isLast ? 8 : isLarge ? 14 : 7))
    }
    let answers = (all + others).map { Double($0.answer) }
    let (low, high) = ((answers.min() ?? 0).rounded(.down), (answers.max() ?? 1).rounded(.up))
    return .row(
      .seen(
        .input("picture") + .muted(frame.map { " after \(counted($0.steps, "step"))" } ?? ""), frame?.picture.picture,
        size: .square(columns)),
      .column(
        chart(isOfScores ? "score" : "answer", isLast: false, limits: low...max(high, low + 1)) { Double($0.answer) },
        chart("% \(photos.classes[min(told, photos.classes.count - 1)])", isLast: true, limits: 0...100) {
          100 * Double($0.probabilities[classTold($0)])
        }, gap: 0...1), gap: 2...4)
  }

  /// Two patterns and what one blur leaves of them.
  private func checkerboardFigure(at playhead: Playhead) -> Arrangement {
    let isThere = playhead.pointer != nil || playhead.progress >= 0.5
    func grid(_ title: StyledText, _ tensor: Tensor, isHidden: Bool = false) -> Arrangement {
      var grid = NumberGrid(title, rows: BlurredPattern.rows, columns: BlurredPattern.columns) { row, column in
        let value = Double(tensor[row, column])
        var element = NumberGrid.Element(NumberText.fixed(value, decimals: value == value.rounded() ? 0 : 1))
        if value != 0 { element.paper = .signed(value, limit: 1) }
        return element
      }
      grid.reservedColumns = 4
      return .grid(title.plain, grid).hidden(isHidden)
    }
    func row(_ title: String, _ pattern: BlurredPattern) -> [Arrangement] {
      [
        grid(.input(title), pattern.pattern), .arrow("blur", progress: playhead.phase(0, 0.5)),
        grid(.output("after one blur"), pattern.blurred, isHidden: !isThere),
      ]
    }
    return .table(
      [row("single pixels", fine), row("fields of four", wide)],
      columnGap: 2...4, rowGap: 1...2)
  }
}
