/// Curves over a common axis.
///
///     var chart = LineChart(
///       [.init(answers, "answer", ink: .role(.output)), .init(blurred, "blurred", ink: .role(.kernel), mark: .dashes)],
///       limits: 0...1, across: 0...180)
///     chart.x = LineChart.Axis("angle of the edge, in degrees")
///     chart.y = LineChart.Axis("answer")
///     chart.marker = 45 + 90 * playhead.phase(0, 1)
///     Arrangement.row(.chart("answers", chart), ...)
public struct LineChart: Sendable {
  /// One curve.
  public struct Curve: Sendable {
    /// How a curve is drawn, so that two differ by more than their colours.
    public enum Mark: Hashable, Sendable {
      /// A thin line.
      case line
      /// A line of twice the weight: the one that counts.
      case strong
      /// Dashes.
      case dashes
      /// A spot for each value: what was measured at a few places.
      case spots
    }

    /// Its values at equal distances; what is no number leaves a gap.
    public var values: [Double]
    /// What it is called in the legend; empty for a curve that goes without saying.
    public var name: String
    /// What its colour means.
    public var ink: Tint
    /// How it is drawn.
    public var mark: Mark

    /// A curve.
    public init(_ values: [Double], _ name: String = "", ink: Tint, mark: Mark = .line) {
      self.values = values
      self.name = name
      self.ink = ink
      self.mark = mark
    }
  }

  /// How the places along a side are written.
  public struct Axis: Hashable, Sendable {
    /// What is measured along it, with its unit.
    public var label: StyledText
    /// The places that are named; `nil` for round ones, as many as have room.
    public var ticks: [Double]?
    /// How many decimals their numbers have; `nil` for as many as they need.
    public var decimals: Int?

    /// An axis.
    public init(_ label: StyledText = "", ticks: [Double]? = nil, decimals: Int? = nil) {
      self.label = label
      self.ticks = ticks
      self.decimals = decimals
    }

    fileprivate func text(_ value: Double) -> String {
      decimals.map { NumberText.fixed(value, decimals: $0) } ?? NumberText.plain(value)
    }

    fileprivate func ticks(in range: ClosedRange<Double>, atMost limit: Int) -> [Double] {
      ticks?.filter { range.contains($0) } ?? RoundNumbers.within(range, atMost: limit)
    }
  }

  /// The curves; later ones lie over earlier ones.
  public var curves: [Curve]
  /// The values at the lower and the upper edge.
  public var limits: ClosedRange<Double>
  /// What the first and the last value of a curve belong to.
  public var across: ClosedRange<Double>
  /// The axis below; `nil` for none.
  public var x: Axis?
  /// The axis at the left; `nil` for none.
  public var y: Axis?
  /// The place along the axis below at which the curves are read: a line, a dot on every curve and its value beside it.
  public var marker: Double?
  /// How a value is written beside the marker; `nil` for as the axis at the left writes it.
  public var valueText: (@Sendable (Double) -> String)?
  /// The name under which places can be pointed at, as row 0 of a grid with a column for every value of the first
  /// curve; `nil` if they cannot.
  public var name: String?

  /// A chart.
  public init(_ curves: [Curve], limits: ClosedRange<Double>, across: ClosedRange<Double> = 0...1) {
    self.curves = curves
    self.limits = limits
    self.across = across
  }

  /// The least size in which the curves can be read.
  public var leastSize: Size {
    let names = curves.filter { !$0.name.isEmpty }.reduce(0) { $0 + $1.name.count + 6 }
    return Size(
      columns: max(24, names, x?.label.columns ?? 0, y?.label.columns ?? 0),
      rows: 5 + (x == nil ? 0 : 2) + (y?.label.columns ?? 0 > 0 || names > 0 ? 1 : 0))
  }

  /// Draws the chart over all of `region` and says where the curves are.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> Region {
    let plot = plot(in: region)
    guard plot.columns > 1, plot.rows > 0 else { return plot }
    drawLegend(in: &canvas, region: region)
    drawAxes(in: &canvas, region: region, plot: plot)
    if let marker, across.contains(marker) {
      let column = column(of: marker, in: plot)
      for row in plot.row..<plot.endRow { canvas[column, row] = Cell("┊", ink: .role(.active)) }
    }
    var field = DotField(size: plot.size)
    // The one that counts lies over all others.
    for curve in curves where curve.mark != .strong { draw(curve, in: &field) }
    for curve in curves where curve.mark == .strong { draw(curve, in: &field) }
    field.draw(in: &canvas, at: plot.origin)
    if let marker, across.contains(marker) { drawValues(at: marker, in: &canvas, plot: plot) }
    if let name { mark(name, in: &canvas, plot: plot) }
    return plot
  }

  // MARK: Places

  /// Where the curves are in a region, without axes and legend.
  public func plot(in region: Region) -> Region {
    var rest = region
    if hasHeader { rest = rest.splitTop(1).rest }
    if let x { rest = rest.splitBottom(x.label.columns > 0 && !hasRoomBesideTicks(region) ? 3 : 2).rest }
    guard let y else { return rest }
    rest = rest.splitLeft(ticksAtLeft(rest.rows).reduce(0) { max($0, $1.count) } + 1).rest
    let ticks = y.ticks(in: limits, atMost: max(2, rest.rows / 2)).map(depth)
    return rest.splitTop(rest.rows - EvenTicks.rows(of: rest.rows, depths: ticks)).rest
  }

  private var hasHeader: Bool { y.map { $0.label.columns > 0 } ?? false || curves.contains { !$0.name.isEmpty } }

  private func ticksAtLeft(_ rows: Int) -> [String] {
    y.map { axis in axis.ticks(in: limits, atMost: max(2, rows / 2)).map(axis.text) } ?? []
  }

  /// The label of the axis below stands in the row of its numbers, at the end, if that leaves half of them room.
  private func hasRoomBesideTicks(_ region: Region) -> Bool { (x?.label.columns ?? 0) * 3 < region.columns }

  private func column(of value: Double, in plot: Region) -> Int {
    let part = (value - across.lowerBound) / max(across.upperBound - across.lowerBound, 1e-12)
    return plot.column + Int((part * Double(plot.columns - 1)).rounded())
  }

  private func row(of value: Double, in plot: Region) -> Int {
    plot.row + EvenTicks.row(of: depth(of: value), rows: plot.rows)
  }

  /// How far below the upper edge a value is, 0...1.
  private func depth(of value: Double) -> Double {
    1 - min(max((value - limits.lowerBound) / max(limits.upperBound - limits.lowerBound, 1e-12), 0), 1)
  }

  // MARK: Curves

  private func draw(_ curve: Curve, in field: inout DotField) {
    func place(_ index: Int) -> (x: Int, y: Int)? {
      guard curve.values[index].isFinite else { return nil }
      let part = curve.values.count > 1 ? Double(index) / Double(curve.values.count - 1) : 0
      return (
        Int((part * Double(field.width - 1)).rounded()),
        Int((depth(of: curve.values[index]) * Double(field.height - 1)).rounded())
      )
    }
    var length = 0
    for index in curve.values.indices {
      guard let to = place(index) else { continue }
      if curve.mark == .spots || curve.values.count == 1 {
        for offset in 0..<4 { field.dot(x: to.x + offset % 2, y: to.y + offset / 2, ink: curve.ink) }
      } else if index > 0, let from = place(index - 1) {
        if curve.mark == .dashes {
          dash(from: from, to: to, ink: curve.ink, &length, in: &field)
        } else {
          field.line(from: from, to: to, ink: curve.ink, weight: curve.mark == .strong ? 2 : 1)
        }
      }
    }
  }

  /// Dashes as long as gaps, whatever the values' distance: the first begins with the curve, and each goes on where the
  /// stretch before, which ended `length` dots along the curve, has left it.
  private func dash(
    from: (x: Int, y: Int), to: (x: Int, y: Int), ink: Tint, _ length: inout Int, in field: inout DotField
  ) {
    let count = max(abs(to.x - from.x), abs(to.y - from.y))
    for index in 0...count where ((length + index) / 6).isMultiple(of: 2) {
      let part = Double(index) / Double(max(1, count))
      field.dot(
        x: from.x + Int((part * Double(to.x - from.x)).rounded()),
        y: from.y + Int((part * Double(to.y - from.y)).rounded()), ink: ink)
    }
    length += count
  }

  /// The value of a curve at a place, between its own values by a straight line.
  private func value(of curve: Curve, at place: Double) -> Double? {
    guard let last = curve.values.indices.last else { return nil }
    let part = (place - across.lowerBound) / max(across.upperBound - across.lowerBound, 1e-12) * Double(last)
    let index = min(Int(part), max(0, last - 1))
    let (from, to) = (curve.values[index], curve.values[min(index + 1, last)])
    let share = part - Double(index)
    // At a value itself its neighbour does not matter, which may still be to come.
    let value = share < 1e-9 ? from : share > 1 - 1e-9 ? to : from + share * (to - from)
    return value.isFinite ? value : nil
  }

  private func drawValues(at place: Double, in canvas: inout Canvas, plot: Region) {
    let column = column(of: place, in: plot)
    var taken: Set<Int> = []
    for curve in curves {
      guard let value = value(of: curve, at: place) else { continue }
      let row = row(of: value, in: plot)
      canvas[column, row] = Cell("●", ink: curve.ink)
      let text = StyledText(" " + (valueText?(value) ?? (y ?? Axis()).text(value)) + " ", ink: curve.ink, style: .bold)
      // Two values of nearly the same height stand one above the other.
      let free = [row, row - 1, row + 1, row - 2, row + 2].first {
        (plot.row..<plot.endRow).contains($0) && !taken.contains($0)
      }
      guard let free, text.columns < plot.columns else { continue }
      taken.insert(free)
      let isRight = column + 1 + text.columns <= plot.endColumn
      let room = Region(
        column: isRight ? column + 1 : column - text.columns, row: free, columns: text.columns, rows: 1)
      canvas.fill(room)
      canvas.write(text, in: room)
    }
  }

  private func mark(_ name: String, in canvas: inout Canvas, plot: Region) {
    let count = curves.first?.values.count ?? 0
    guard count > 1 else { return }
    for index in 0..<count {
      let middle = Double(index) / Double(count - 1) * Double(plot.columns - 1)
      let half = Double(plot.columns - 1) / Double(count - 1) / 2
      let left = max(0, Int((middle - half).rounded()))
      let columns = max(1, min(plot.columns, Int((middle + half).rounded()) + (index == count - 1 ? 1 : 0)) - left)
      canvas.mark(
        Region(column: plot.column + left, row: plot.row, columns: columns, rows: plot.rows),
        as: Target(grid: name, row: 0, column: index))
    }
  }

  // MARK: Around the curves

  private func drawLegend(in canvas: inout Canvas, region: Region) {
    var column = region.column
    if let y, y.label.columns > 0 {
      canvas.write(y.label, column: column, row: region.row, ink: .role(.muted))
      column += y.label.columns + 3
    }
    for curve in curves where !curve.name.isEmpty {
      guard column + curve.name.count + 3 <= region.endColumn else { return }
      let sample =
        switch curve.mark {
        case .line: "──"
        case .strong: "━━"
        case .dashes: "╌╌"
        case .spots: "▪▪"
        }
      canvas.write(StyledText(sample, ink: curve.ink), column: column, row: region.row)
      canvas.write(StyledText(curve.name), column: column + 3, row: region.row, ink: .role(.muted))
      column += curve.name.count + 6
    }
  }

  private func drawAxes(in canvas: inout Canvas, region: Region, plot: Region) {
    if let y {
      for row in plot.row..<plot.endRow { canvas[plot.column - 1, row] = Cell("│", ink: .role(.faint)) }
      var last = Int.max
      for tick in y.ticks(in: limits, atMost: max(2, plot.rows / 2)) {
        let row = row(of: tick, in: plot)
        guard row < last else { continue }
        last = row
        let text = StyledText(y.text(tick))
        canvas.write(text, column: plot.column - 1 - text.columns, row: row, ink: .role(.muted))
        canvas[plot.column - 1, row] = Cell("┤", ink: .role(.faint))
      }
    }
    guard let x else { return }
    for column in plot.column..<plot.endColumn { canvas[column, plot.endRow] = Cell("─", ink: .role(.faint)) }
    if y != nil { canvas[plot.column - 1, plot.endRow] = Cell("└", ink: .role(.faint)) }
    let isBeside = hasRoomBesideTicks(region)
    let end = isBeside && x.label.columns > 0 ? region.endColumn - x.label.columns - 1 : region.endColumn
    var next = region.column
    for tick in x.ticks(in: across, atMost: max(2, plot.columns / 9)) {
      let column = column(of: tick, in: plot)
      let text = StyledText(x.text(tick))
      let left = min(max(column - text.columns / 2, region.column), region.endColumn - text.columns)
      guard left >= next, left + text.columns <= end else { continue }
      next = left + text.columns + 2
      canvas[column, plot.endRow] = Cell("┬", ink: .role(.faint))
      canvas.write(text, column: left, row: plot.endRow + 1, ink: .role(.muted))
    }
    canvas.write(
      x.label,
      in: Region(
        column: region.column, row: plot.endRow + (isBeside ? 1 : 2), columns: region.columns, rows: 1),
      align: .trailing, ink: .role(.muted))
  }
}

/// Places along an axis that stand in rows of cells: a chart gives up a row or two, so that equal steps look equal.
public enum EvenTicks {
  /// The row, from the top, in which a place lies that is so far below the upper edge, 0...1.
  public static func row(of depth: Double, rows: Int) -> Int { min(rows - 1, Int(depth * Double(rows))) }

  /// As many of the rows, at least five of six, as let the places stand equally many rows apart; all of them where that
  /// cannot be, or the places are not evenly spaced anyway.
  ///
  /// - Parameter depths: how far below the upper edge each place is, 0...1, in their order.
  public static func rows(of rows: Int, depths: [Double]) -> Int {
    func steps(_ places: [Double]) -> [Double] { zip(places, places.dropFirst()).map { $1 - $0 } }
    let wanted = steps(depths)
    guard wanted.count > 1, wanted.allSatisfy({ abs($0 - wanted[0]) < 1e-6 }), rows > 5 else { return rows }
    return stride(from: rows, through: (5 * rows + 5) / 6, by: -1).first { count in
      Set(steps(depths.map { Double(row(of: $0, rows: count)) })).count == 1
    } ?? rows
  }
}

/// Numbers that are easily read off: one, two or five of a power of ten apart.
enum RoundNumbers {
  /// Those in a range, at most `limit` where two suffice.
  static func within(_ range: ClosedRange<Double>, atMost limit: Int) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [range.lowerBound] }
    var unit = 1.0
    while unit > span { unit /= 10 }
    while unit * 10 <= span { unit *= 10 }
    let steps = [0.1, 0.2, 0.5, 1, 2, 5, 10].map { $0 * unit }
    func numbers(_ step: Double) -> [Double] {
      let first = (range.lowerBound / step - 1e-9).rounded(.up)
      let last = (range.upperBound / step + 1e-9).rounded(.down)
      return first <= last ? Array(stride(from: first, through: last, by: 1)).map { $0 * step } : []
    }
    return steps.lazy.map(numbers).first { (2...max(2, limit)).contains($0.count) } ?? [
      range.lowerBound, range.upperBound,
    ]
  }
}

extension Arrangement {
  /// Curves, in as much room as is left.
  public static func chart(_ name: String, _ chart: LineChart, least: Size? = nil, most: Size? = nil) -> Arrangement {
    drawing(name, least: least ?? chart.leastSize, most: most) { canvas, region in
      chart.draw(in: &canvas, region: region)
    }
  }
}
