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

  /// Bars. Without limits the highest bar and the lowest one reach the edges.
  public init(_ samples: [Sample], limits: ClosedRange<Double>? = nil) {
    self.samples = samples
    let values = samples.map(\.value)
    self.limits = limits ?? min(0, values.min() ?? 0)...max(0, values.max() ?? 0)
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

/// Signals of many samples over one axis, as points or as lines.
public struct SignalChart: Sendable {
  /// One signal.
  public struct Trace: Sendable {
    /// How a signal is drawn.
    public enum Mark: Hashable, Sendable {
      /// A spot for each sample: what was measured.
      case points
      /// Straight lines from sample to sample: what is known all along.
      case line
      /// Every other of these lines: what is there but nobody knows.
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
  /// held to the edges.
  public func draw(in canvas: inout Canvas, axis: SignalAxis, region: Region) {
    let span = max(limits.upperBound - limits.lowerBound, 1e-12)
    func height(_ value: Double) -> Double { min(max((value - limits.lowerBound) / span, 0), 1) }
    for trace in traces {
      if trace.mark == .points {
        drawPoints(trace, in: &canvas, axis: axis, region: region, height: height)
      } else {
        drawLine(trace, in: &canvas, axis: axis, region: region, height: height)
      }
    }
  }

  private func drawLine(
    _ trace: Trace, in canvas: inout Canvas, axis: SignalAxis, region: Region, height: (Double) -> Double
  ) {
    var field = DotField(size: region.size)
    func place(_ index: Int) -> (x: Int, y: Int) {
      (
        2 * (axis.column - region.column) + (2 * (trace.first + index) + 1) * axis.pitch - (axis.pitch == 1 ? 1 : 0),
        Int(((1 - height(trace.values[index])) * Double(field.height - 1)).rounded())
      )
    }
    // A signal of one sample is a line without length.
    for index in trace.values.indices where trace.mark == .line || index % 2 == 1 {
      let (from, to) = (place(max(0, index - 1)), place(index))
      field.line(from: from, to: to, ink: trace.ink)
      // What is known stands out by twice the weight.
      if trace.mark == .line { field.line(from: (from.x, from.y + 1), to: (to.x, to.y + 1), ink: trace.ink) }
    }
    field.draw(in: &canvas, at: region.origin)
  }

  /// Half a row high, so that they can be seen from afar and still tell small differences.
  private func drawPoints(
    _ trace: Trace, in canvas: inout Canvas, axis: SignalAxis, region: Region, height: (Double) -> Double
  ) {
    guard region.rows > 0 else { return }
    let width = max(1, axis.pitch / 2)
    for (index, value) in trace.values.enumerated() {
      let y = Int(((1 - height(value)) * Double(2 * region.rows - 1)).rounded())
      let left = axis.region(trace.first + index, row: 0).column + (axis.pitch - width + 1) / 2
      for column in left..<left + width {
        let paper = canvas[column, region.row + y / 2].paper
        canvas[column, region.row + y / 2] = Cell(y % 2 == 0 ? "▀" : "▄", ink: trace.ink, paper: paper)
      }
    }
  }
}
