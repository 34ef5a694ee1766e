import CellCanvas

/// Points in a plane as discs whose areas count something, each with its name beside it.
///
/// Discs are drawn to a fraction of a pixel, so that also small areas compare. Every name finds a free place near its disc;
/// where it is not right beside it, a line leads there.
struct BubbleChart {
  /// One point.
  struct Bubble: Hashable {
    var name: String
    var x: Double
    var y: Double
    /// What its area counts.
    var amount: Double
    /// The colour of its kind.
    var scale: ColorScale
    /// Whether it is looked at.
    var isLit = false
    /// How large it has grown, 0...1 of its radius.
    var growth = 1.0
  }

  /// A side of the chart.
  struct Axis: Hashable {
    var label: String
    var range: ClosedRange<Double>
    /// The places that may be named; as many are as have room.
    var ticks: [Double]
    /// Whether equal distances are equal factors.
    var isLogarithmic = false

    /// How far along the axis a value is, 0...1.
    func fraction(of value: Double) -> Double {
      func place(_ value: Double) -> Double { isLogarithmic ? Self.logarithm(max(value, 1e-12)) : value }
      let (from, to) = (place(range.lowerBound), place(range.upperBound))
      return (place(value) - from) / max(to - from, 1e-12)
    }

    /// The logarithm to base 2, by halving and squaring, so that no C library is needed.
    static func logarithm(_ value: Double) -> Double {
      var (mantissa, result, bit) = (value.significand, Double(value.exponent), 0.5)
      for _ in 0..<40 {
        mantissa *= mantissa
        if mantissa >= 2 {
          mantissa /= 2
          result += bit
        }
        bit /= 2
      }
      return result
    }
  }

  var bubbles: [Bubble]
  var x: Axis
  var y: Axis
  /// The largest amount that there may be, whose disc is the largest.
  var most: Double
  /// The name under which discs can be pointed at, as row 0 of a grid.
  var name: String
  /// From which disc to which an arrow leads, and how far it has come.
  var arrow: (from: Int, to: Int, progress: Double)?

  // MARK: Places

  /// Where everything is.
  struct Layout {
    /// Where the discs are; a cell is one pixel wide and two high.
    let plot: Region
    /// The middle and the radius of each disc, in pixels from the plot's upper left corner.
    let discs: [(x: Double, y: Double, radius: Double)]
    /// Where each name stands; `nil` for one that found no room.
    let names: [Region?]
  }

  func layout(in region: Region) -> Layout {
    let plot = region.splitTop(1).rest.splitBottom(2).rest.splitLeft(4).rest
    let (width, height) = (Double(plot.columns), Double(2 * plot.rows))
    let largest = min(width / 14, height / 5.5)
    let discs = bubbles.map { bubble in
      (
        x: x.fraction(of: bubble.x) * width, y: (1 - y.fraction(of: bubble.y)) * height,
        radius: largest * (bubble.amount / most).squareRoot()
      )
    }
    return Layout(plot: plot, discs: discs, names: places(of: discs, in: plot))
  }

  /// The cells that a disc covers.
  private func cells(of disc: (x: Double, y: Double, radius: Double), in plot: Region) -> Region {
    let (left, right) = (Int((disc.x - disc.radius).rounded(.down)), Int((disc.x + disc.radius).rounded(.up)))
    let top = Int(((disc.y - disc.radius) / 2).rounded(.down))
    let bottom = Int(((disc.y + disc.radius) / 2).rounded(.up))
    return Region(
      column: plot.column + left, row: plot.row + top, columns: max(1, right - left), rows: max(1, bottom - top))
  }

  /// A place for each name: near its disc, on no disc and on no other name, those with the closest neighbours first.
  private func places(of discs: [(x: Double, y: Double, radius: Double)], in plot: Region) -> [Region?] {
    let covered = discs.map { cells(of: $0, in: plot) }
    let order = bubbles.indices.sorted { left, right in
      func crowd(_ index: Int) -> Double {
        discs.indices.filter { $0 != index }.map {
          abs(discs[$0].x - discs[index].x) + abs(discs[$0].y - discs[index].y)
        }.min() ?? 1000
      }
      return (crowd(left), left) < (crowd(right), right)
    }
    var places: [Region?] = bubbles.map { _ in nil }
    for index in order {
      let columns = bubbles[index].name.count
      guard plot.columns >= columns else { continue }
      var best: (cost: Int, place: Region)?
      for row in plot.row..<plot.endRow {
        for column in plot.column...plot.endColumn - columns {
          let place = Region(column: column, row: row, columns: columns, rows: 1)
          // A column of air at either side, if there is room.
          let wide = Region(column: column - 1, row: row, columns: columns + 2, rows: 1)
          let touches = covered.contains { Self.overlap($0, wide) }
          let cost = Self.distance(place, covered[index]) + (touches ? 12 : 0)
          guard best.map({ cost < $0.cost }) ?? true else { continue }
          guard !places.contains(where: { $0.map { Self.overlap($0, wide) } ?? false }) else { continue }
          guard !covered.contains(where: { Self.overlap($0, place) }) else { continue }
          best = (cost, place)
        }
      }
      places[index] = best?.place
    }
    return places
  }

  private static func overlap(_ left: Region, _ right: Region) -> Bool {
    let common = left.intersection(right)
    return common.columns > 0 && common.rows > 0
  }

  /// How far a name is from its disc; beside it, with a column of air, before above or below it. Rows count twice, as they
  /// do for the eye.
  private static func distance(_ place: Region, _ disc: Region) -> Int {
    let across = max(disc.column - place.endColumn, place.column - disc.endColumn, 0)
    let down = max(disc.row - place.endRow, place.row - disc.endRow, 0)
    let isBeside = place.row < disc.endRow && place.endRow > disc.row
    let offset = abs(2 * place.row + 1 - 2 * disc.row - disc.rows)
    let aside = abs(2 * place.column + place.columns - 2 * disc.column - disc.columns) / 2
    return isBeside ? 8 * max(0, across - 1) + 4 * offset : 10 + 8 * across + 16 * down + aside
  }

  // MARK: Drawing

  func draw(in canvas: inout Canvas, region: Region) {
    let layout = layout(in: region)
    let plot = layout.plot
    guard plot.columns > 20, plot.rows > 4 else { return }
    drawAxes(in: &canvas, region: region, plot: plot)
    drawLines(layout, in: &canvas)
    drawDiscs(layout, in: &canvas)
    for (index, bubble) in bubbles.enumerated() {
      guard let place = layout.names[index] else { continue }
      if bubble.growth > 0.5 {
        canvas.write(
          bubble.isLit ? .active(bubble.name) : StyledText(bubble.name), column: place.column, row: place.row)
      }
      for region in [cells(of: layout.discs[index], in: plot).intersection(plot), place] {
        canvas.mark(region, as: Target(grid: name, row: 0, column: index))
      }
    }
  }

  private func drawDiscs(_ layout: Layout, in canvas: inout Canvas) {
    let plot = layout.plot
    var pixels = Pixels(width: plot.columns, height: 2 * plot.rows)
    // Small discs lie on large ones.
    for index in bubbles.indices.sorted(by: { layout.discs[$0].radius > layout.discs[$1].radius }) {
      let (bubble, disc) = (bubbles[index], layout.discs[index])
      let radius = disc.radius * bubble.growth
      for y in max(0, Int(disc.y - radius) - 1)..<max(0, min(pixels.height, Int(disc.y + radius) + 2)) {
        for x in max(0, Int(disc.x - radius) - 1)..<max(0, min(pixels.width, Int(disc.x + radius) + 2)) {
          let share = Self.coverage(x: x, y: y, of: (disc.x, disc.y, radius))
          guard share > 0.06 else { continue }
          let inner = Self.coverage(x: x, y: y, of: (disc.x, disc.y, max(0, radius - 1.1)))
          if pixels[x, y] != nil, share < 0.5 { continue }
          // The rim is brighter than the inside, so that a disc on another one is seen; what it covers by less than a half
          // is faint, so that all of the ink together is as much as the area.
          let level =
            share < 0.5 ? 0.35 : inner >= 0.5 ? (bubble.isLit ? 0.65 : 0.35) : (bubble.isLit ? 1 : 0.65)
          pixels[x, y] = .level(bubble.scale, level)
        }
      }
    }
    pixels.draw(in: &canvas, at: plot.origin)
  }

  /// Which part of a pixel a disc covers, by 5 × 5 samples.
  static func coverage(x: Int, y: Int, of disc: (x: Double, y: Double, radius: Double)) -> Double {
    var hits = 0
    for row in 0..<5 {
      for column in 0..<5 {
        let across = Double(x) + (Double(column) + 0.5) / 5 - disc.x
        let down = Double(y) + (Double(row) + 0.5) / 5 - disc.y
        if across * across + down * down <= disc.radius * disc.radius { hits += 1 }
      }
    }
    return Double(hits) / 25
  }

  /// Lines from names to discs that they do not touch, and the arrow.
  private func drawLines(_ layout: Layout, in canvas: inout Canvas) {
    let plot = layout.plot
    var field = DotField(size: plot.size)
    for (index, bubble) in bubbles.enumerated() where bubble.growth > 0.5 {
      guard let place = layout.names[index] else { continue }
      let disc = layout.discs[index]
      let cells = cells(of: disc, in: plot)
      let across = max(cells.column - place.endColumn, place.column - cells.endColumn, 0)
      let down = max(cells.row - place.endRow, place.row - cells.endRow, 0)
      guard across > 1 || down > 0 else { continue }
      // From the end of the name that is nearer.
      let middle = plot.column + Int(disc.x)
      let column = min(max(middle, place.column), place.endColumn - 1)
      field.line(
        from: (x: 2 * (column - plot.column) + 1, y: 4 * (place.row - plot.row) + 2),
        to: (x: Int(2 * disc.x), y: Int(2 * disc.y)), ink: .role(.faint))
    }
    if let arrow, layout.discs.indices.contains(arrow.from), layout.discs.indices.contains(arrow.to) {
      let (from, to) = (layout.discs[arrow.from], layout.discs[arrow.to])
      field.line(
        from: (x: Int(2 * from.x), y: Int(2 * from.y)), to: (x: Int(2 * to.x), y: Int(2 * to.y)), ink: .role(.active),
        fraction: arrow.progress, weight: 2)
    }
    field.draw(in: &canvas, at: plot.origin)
    // Under a name there is no line.
    for place in layout.names.compactMap({ $0 }) { canvas.fill(place) }
  }

  private func drawAxes(in canvas: inout Canvas, region: Region, plot: Region) {
    canvas.write(.muted(y.label), in: region)
    for row in plot.row..<plot.endRow { canvas[plot.column - 1, row] = Cell("│", ink: .role(.faint)) }
    for column in plot.column..<plot.endColumn { canvas[column, plot.endRow] = Cell("─", ink: .role(.faint)) }
    canvas[plot.column - 1, plot.endRow] = Cell("└", ink: .role(.faint))
    for tick in y.ticks where y.range.contains(tick) {
      let row = plot.row + EvenTicks.row(of: 1 - y.fraction(of: tick), rows: plot.rows)
      let text = NumberText.plain(tick)
      canvas.write(.muted(text), column: plot.column - 1 - text.count, row: row)
      canvas[plot.column - 1, row] = Cell("┤", ink: .role(.faint))
    }
    let end = region.endColumn - x.label.count - 1
    canvas.write(
      .muted(x.label), in: Region(column: region.column, row: plot.endRow + 1, columns: region.columns, rows: 1),
      align: .trailing)
    var next = plot.column - 1
    for tick in x.ticks where x.range.contains(tick) {
      let column = plot.column + min(plot.columns - 1, Int(x.fraction(of: tick) * Double(plot.columns)))
      let text = NumberText.plain(tick)
      let left = max(column - text.count / 2, plot.column - 1)
      guard left >= next, left + text.count <= end else { continue }
      next = left + text.count + 2
      canvas[column, plot.endRow] = Cell("┬", ink: .role(.faint))
      canvas.write(.muted(text), column: left, row: plot.endRow + 1)
    }
  }
}
