/// Where the samples of signals stand that share one axis: x above, the kernel that slides beneath it, the output below.
public struct SignalAxis: Hashable, Sendable {
  /// The left edge of sample 0.
  public let column: Int
  /// How many columns a sample takes.
  public let pitch: Int

  /// An axis whose sample 0 begins at `column`.
  public init(column: Int, pitch: Int) {
    self.column = column
    self.pitch = max(1, pitch)
  }

  /// The cells of `count` samples from `index` on, which lies between two samples while something slides.
  public func region(_ index: Double, count: Int = 1, row: Int, rows: Int = 1) -> Region {
    Region(
      column: column + Int((index * Double(pitch)).rounded()), row: row, columns: count * pitch, rows: rows)
  }

  /// The cells of one sample.
  public func region(_ index: Int, row: Int, rows: Int = 1) -> Region { region(Double(index), row: row, rows: rows) }

  /// Writes the numbers of samples, each in the middle of its cells; those without room are left out, one in so many.
  public func ticks(
    _ indices: Range<Int>, in canvas: inout Canvas, row: Int, every step: Int = 1, ink: Tint = .role(.muted)
  ) {
    for index in indices where index.isMultiple(of: step) {
      let text = NumberText.integer(index)
      let room = region(index, row: row).inset(columns: pitch * (1 - step) / 2)
      if text.count < max(2, room.columns) { canvas.write(StyledText(text), in: room, align: .center, ink: ink) }
    }
  }
}

/// A signal of a few samples as bars, upwards from zero for positive values and downwards for negative ones.
public struct SignalBars: Sendable {
  /// One sample.
  public struct Sample: Hashable, Sendable {
    /// How high the bar is.
    public var value: Double
    /// What stands at the bar's end, if there is room.
    public var label: String
    /// What the bar's colour means.
    public var tint: Tint
    /// How the label is set.
    public var style: Style

    /// A sample.
    public init(_ value: Double, label: String = "", tint: Tint, style: Style = []) {
      self.value = value
      self.label = label
      self.tint = tint
      self.style = style
    }
  }

  /// The samples, in order.
  public var samples: [Sample]
  /// The values at the lower and the upper edge, with zero between them or at one of them.
  public var limits: ClosedRange<Double>

  /// Bars. Without limits the highest bar and the lowest one reach the edges; where all are 0 they stand on the lower one.
  public init(_ samples: [Sample], limits: ClosedRange<Double>? = nil) {
    self.samples = samples
    let values = samples.map(\.value)
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    self.limits = limits ?? low...(low == high ? 1 : high)
    precondition(self.limits.contains(0), "bars stand on zero, so their limits have zero between them")
  }

  /// Draws the bars into `rows` rows from `row` on, the first sample at `first` of the axis.
  public func draw(in canvas: inout Canvas, axis: SignalAxis, first: Double = 0, row: Int, rows: Int) {
    let widest = samples.map(\.label.count).max() ?? 0
    let hasLabels = widest > 0 && widest <= axis.pitch && rows > 2
    let above = hasLabels && limits.upperBound > 0 ? 1 : 0
    let below = hasLabels && limits.lowerBound < 0 ? 1 : 0
    let cells = rows - above - below
    let span = limits.upperBound - limits.lowerBound
    guard cells > 0, span > 0 else { return }
    // Zero lies between two rows, so that the ground is a clean line.
    let least = limits.upperBound > 0 ? 1 : 0
    let most = limits.lowerBound < 0 ? cells - 1 : cells
    let zero = 2 * max(least, min(most, Int((limits.upperBound / span * Double(cells)).rounded())))
    let height = 2 * cells
    let unit = min(
      limits.upperBound > 0 ? Double(zero) / limits.upperBound : .infinity,
      limits.lowerBound < 0 ? Double(height - zero) / -limits.lowerBound : .infinity)
    let gap = axis.pitch > 1 ? 1 : 0
    for (index, sample) in samples.enumerated() {
      let place = axis.region(first + Double(index), row: row + above, rows: cells)
      let length = Int((abs(sample.value) * unit).rounded())
      // What is not zero shows at least a sliver, and what is zero a foot on the ground or its label.
      let shown = max(0, min(sample.value == 0 ? 0 : max(1, length), sample.value > 0 ? zero : height - zero))
      var pixels = Pixels(width: axis.pitch - gap, height: height)
      pixels.fill(
        x: 0, y: sample.value > 0 ? zero - shown : zero, width: pixels.width, height: shown, with: sample.tint)
      pixels.draw(in: &canvas, at: place.origin)
      if sample.value == 0, !hasLabels { drawFoot(in: &canvas, place, zero: zero, gap: gap) }
      guard hasLabels else { continue }
      let end = sample.value < 0 ? place.row + (zero + shown + 1) / 2 : place.row + (zero - shown) / 2 - 1
      let label = Region(column: place.column, row: end, columns: place.columns - gap, rows: 1)
      canvas.write(StyledText(sample.label), in: label, align: .center, ink: sample.tint, style: sample.style)
    }
  }

  private func drawFoot(in canvas: inout Canvas, _ place: Region, zero: Int, gap: Int) {
    let row = zero > 0 ? place.row + zero / 2 - 1 : place.row
    for column in place.column..<place.endColumn - gap {
      canvas[column, row] = Cell(zero > 0 ? "▁" : "▔", ink: .role(.muted), paper: canvas[column, row].paper)
    }
  }
}

/// Signals of many samples over one axis, as points or as lines, each at half a row's resolution: what crosses in one
/// cell keeps its own colours there.
public struct SignalChart: Sendable {
  /// One signal.
  public struct Trace: Sendable {
    /// How a signal is drawn.
    public enum Mark: Hashable, Sendable {
      /// A point for each sample: what was measured.
      case points
      /// A point as wide as the sample, beneath which or beside which others are still seen: what is in work.
      case spots
      /// Straight lines from sample to sample: what is known all along.
      case line
      /// The same with gaps: what is there but nobody knows.
      case dashes
    }

    /// The values, sample after sample.
    public var values: [Double]
    /// Where on the axis the first one stands.
    public var first: Int
    /// How they are drawn.
    public var mark: Mark
    /// What the colour means.
    public var ink: Tint

    /// A signal.
    public init(_ values: [Double], first: Int = 0, mark: Mark, ink: Tint) {
      self.values = values
      self.first = first
      self.mark = mark
      self.ink = ink
    }
  }

  /// The signals; later ones lie over earlier ones.
  public var traces: [Trace]
  /// The values at the lower and the upper edge.
  public var limits: ClosedRange<Double>

  /// A chart.
  public init(_ traces: [Trace], limits: ClosedRange<Double>) {
    self.traces = traces
    self.limits = limits
  }

  /// Draws the signals into `region`, each sample in the middle of its cells of the axis; values beyond the limits are
  /// held to the edges, and samples beside the region are cut off.
  public func draw(in canvas: inout Canvas, axis: SignalAxis, region: Region) {
    guard region.rows > 0, region.columns > 0 else { return }
    var pixels = Pixels(width: region.columns, height: 2 * region.rows)
    for trace in traces {
      switch trace.mark {
      case .points: points(trace, width: max(1, axis.pitch / 2), axis, region, &pixels)
      case .spots: points(trace, width: axis.pitch, axis, region, &pixels)
      case .line, .dashes: line(trace, axis, region, &pixels)
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// The column of a place on the axis, which may lie between two samples.
  public static func column(of place: Double, on axis: SignalAxis) -> Int {
    axis.column + Int((place * Double(axis.pitch)).rounded()) + axis.pitch / 2
  }

  /// The row of a value in a chart that is drawn into `region`.
  public func row(of value: Double, in region: Region) -> Int { region.row + y(value, 2 * region.rows) / 2 }

  private func y(_ value: Double, _ height: Int) -> Int {
    let part = (value - limits.lowerBound) / max(limits.upperBound - limits.lowerBound, 1e-12)
    return Int(((1 - min(max(part, 0), 1)) * Double(height - 1)).rounded())
  }

  private func points(_ trace: Trace, width: Int, _ axis: SignalAxis, _ region: Region, _ pixels: inout Pixels) {
    for (index, value) in trace.values.enumerated() {
      let left = axis.region(trace.first + index, row: 0).column + (axis.pitch - width + 1) / 2 - region.column
      pixels.fill(x: left, y: y(value, pixels.height), width: width, height: 1, with: trace.ink)
    }
  }

  private func line(_ trace: Trace, _ axis: SignalAxis, _ region: Region, _ pixels: inout Pixels) {
    guard let last = trace.values.indices.last else { return }
    let columns = (0...last).map { Self.column(of: Double(trace.first + $0), on: axis) - region.column }
    var before = y(trace.values[0], pixels.height)
    let dash = max(2, axis.pitch)
    for column in columns[0]...columns[last] {
      let place = Double(column - columns[0]) / Double(axis.pitch)
      let (index, next) = (Int(place), min(Int(place) + 1, last))
      let value = trace.values[index] + (place - Double(index)) * (trace.values[next] - trace.values[index])
      let here = y(value, pixels.height)
      // A steep line goes on from the row next to the one where it was.
      let (top, bottom) = (min(here, before + 1), max(here, before - 1))
      let isDrawn = trace.mark == .line || (column - columns[0]) / dash % 2 == 0
      if isDrawn { pixels.fill(x: column, y: top, width: 1, height: max(bottom, here) - top + 1, with: trace.ink) }
      before = here
    }
  }
}
