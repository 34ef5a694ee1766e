import CellCanvas
import ConvolutionEngine

// The three measures of the three ways at every shift of a whole turn.
extension ShiftInvarianceScene {
  func drawCurves(_ measure: ShiftedRing.Measure, in canvas: inout Canvas) {
    let grids = ShiftedRing.Way.allCases.map { Arrangement.grid("turns\($0)", turns($0)) }
    let isWide = canvas.size.columns >= 130
    // What a question asks next is not there yet.
    let reached = ShiftedRing.Measure.allCases.prefix(
      through: ShiftedRing.Measure.allCases.firstIndex(of: measure) ?? 0)
    let charts = (isWide ? ShiftedRing.Measure.allCases : [measure]).map { shown in
      Arrangement.drawing(
        "\(shown)", least: Size(columns: 48, rows: 9), most: isWide ? Size(columns: 50, rows: 22) : nil
      ) { canvas, region in
        drawPoints(shown, in: &canvas, region)
      }
      .titled(shown == measure ? .strong(Self.title(shown)) : .muted(Self.title(shown)))
      .hidden(!reached.contains(shown))
    }
    let figure =
      isWide
      ? Arrangement.column(.row(of: charts, gap: 2...4), .row(of: grids, gap: 4...16), align: .center)
      : Arrangement.row(of: charts)
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private static func title(_ measure: ShiftedRing.Measure) -> String {
    switch measure {
    case .counts: "values that change in place at each shift, in %"
    case .amounts: "off the old values, moved to fit best, on average"
    case .means: "the mean of the values at each shift"
    }
  }

  /// The sign of a way and its colour: none of the ring's rows, which are what goes in and what comes out.
  static func sign(of way: ShiftedRing.Way) -> (glyph: Unicode.Scalar, ink: Role) {
    switch way {
    case .everyPlace: ("○", .title)
    case .kept: ("▲", .other)
    case .blurred: ("◆", .output)
    }
  }

  /// The knob's shift as one to the right, within a turn.
  private var turned: Int { (shift + ring.input.count) % ring.input.count }

  /// A sign for each value on a stem, the three of a shift beside each other: equal ones do not hide each other, and
  /// between two whole shifts there is nothing.
  private func drawPoints(_ measure: ShiftedRing.Measure, in canvas: inout Canvas, _ region: Region) {
    let shifts = ring.input.count + 1
    let limits: ClosedRange<Double> = measure == .counts ? 0...100 : 0...1
    let (legend, below) = region.splitTop(1)
    canvas.write(self.legend(measure), in: legend)
    var frame = LineChart([], limits: limits, across: -0.5...Double(shifts) - 0.5)
    frame.x = .init("shift right by whole places", ticks: (0..<shifts).map(Double.init))
    frame.y = .init(decimals: measure == .counts ? 0 : 2)
    let plot = frame.draw(in: &canvas, region: below)
    let apart = plot.columns >= 8 * shifts ? 2 : 1
    for shift in 0..<shifts {
      let middle =
        plot.column + Int(((Double(shift) + 0.5) / Double(shifts) * Double(plot.columns - 1)).rounded())
      for way in ShiftedRing.Way.allCases {
        let (glyph, ink) = Self.sign(of: way)
        let column = middle + (way.rawValue - 1) * apart
        let part = ring.curve(measure, way)[shift] / limits.upperBound
        let row = plot.row + EvenTicks.row(of: 1 - part, rows: plot.rows)
        for stem in row + 1..<max(row + 1, plot.endRow) { canvas[column, stem] = Cell("│", ink: .role(ink)) }
        canvas[column, row] = Cell(glyph, ink: .role(ink), style: .bold)
      }
      guard shift == turned else { continue }
      for column in [middle - 2 * apart, middle + 2 * apart] {
        for row in plot.row..<plot.endRow { canvas[column, row] = Cell("┊", ink: .role(.active)) }
      }
    }
  }

  /// The signs with their names, and the values at the knob's shift.
  private func legend(_ measure: ShiftedRing.Measure) -> StyledText {
    .active("at \(turned):")
      + .joined(
        ShiftedRing.Way.allCases.map { way in
          let (glyph, ink) = Self.sign(of: way)
          let value = ring.curve(measure, way)[turned]
          return StyledText("  \(glyph) ", ink: .role(ink), style: .bold) + .muted("\(name(of: way)) ")
            + StyledText(NumberText.fixed(value, decimals: measure == .counts ? 0 : 2), ink: .role(ink), style: .bold)
        }, separator: "")
  }
}
