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
    let height = 2 * (rows - above - below)
    let span = limits.upperBound - limits.lowerBound
    guard height > 0, span > 0 else { return }
    let zero = Int((limits.upperBound / span * Double(height)).rounded())
    let gap = axis.pitch > 2 ? 1 : 0
    for (index, sample) in samples.enumerated() {
      let place = axis.region(first + Double(index), row: row + above, rows: rows - above - below)
      let length = Int((abs(sample.value) / span * Double(height)).rounded())
      // What is not zero shows at least a sliver, and what is zero a foot on the ground.
      let shown = min(sample.value == 0 ? 0 : max(1, length), sample.value > 0 ? zero : height - zero)
      var pixels = Pixels(width: axis.pitch - gap, height: height)
      pixels.fill(
        x: 0, y: sample.value > 0 ? zero - shown : zero, width: pixels.width, height: shown, with: sample.tint)
      pixels.draw(in: &canvas, at: place.origin)
      if sample.value == 0 { drawFoot(in: &canvas, place, zero: zero, gap: gap) }
      guard hasLabels else { continue }
      let end = sample.value < 0 ? place.row + (zero + shown + 1) / 2 : place.row + (zero - shown) / 2 - 1
      let cells = Region(column: place.column, row: end, columns: place.columns - gap, rows: 1)
      canvas.write(StyledText(sample.label), in: cells, align: .center, ink: sample.tint, style: sample.style)
    }
  }

  private func drawFoot(in canvas: inout Canvas, _ place: Region, zero: Int, gap: Int) {
    let (row, glyph): (Int, Unicode.Scalar) =
      zero >= 2 * place.rows ? (place.endRow - 1, "▁") : (place.row + zero / 2, "▔")
    for column in place.column..<place.endColumn - gap {
      canvas[column, row] = Cell(glyph, ink: .role(.muted), paper: canvas[column, row].paper)
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
    var field = DotField(size: region.size)
    let span = max(limits.upperBound - limits.lowerBound, 1e-12)
    for trace in traces {
      func place(_ index: Int) -> (x: Int, y: Int) {
        let height = min(max((trace.values[index] - limits.lowerBound) / span, 0), 1)
        return (
          2 * (axis.column - region.column) + (2 * (trace.first + index) + 1) * axis.pitch - (axis.pitch == 1 ? 1 : 0),
          Int(((1 - height) * Double(field.height - 1)).rounded())
        )
      }
      for index in trace.values.indices {
        let (x, y) = place(index)
        switch trace.mark {
        case .points:
          // Two by two dots, both within one cell, so that a point never loses a half to its neighbour.
          for dot in 0..<4 { field.dot(x: x / 2 * 2 + dot % 2, y: min(y, field.height - 2) + dot / 2, ink: trace.ink) }
        case .line: field.line(from: place(max(0, index - 1)), to: (x, y), ink: trace.ink)
        }
      }
    }
    field.draw(in: &canvas, at: region.origin)
  }
}
