import CellCanvas
import ConvolutionEngine

// How much of what a unit sees counts: its gradient with respect to the input, from the engine's backward pass.

extension ReceptiveFieldScene {
  /// How often the weights are drawn: less often where the field is large, which takes longer and scatters less.
  static func draws(size: Int) -> Int { size > 40 ? 12 : min(400, max(40, 32_400 / (size * size))) }
  /// How often those of a stack of so many layers along one axis are, so that other draws would say the same.
  static func draws(layers: Int) -> Int { 3200 / layers }
  /// What the weights follow from.
  static let seed: UInt64 = 1
  /// Of how many layers the stacks are that grow deeper and deeper.
  static let depths = [2, 4, 8, 16, 32]
  /// The part of the gradient that is meant by "what counts".
  static let held = 0.9

  /// A stack of many layers of one kernel, at stride 1, along one axis.
  struct Deeper: Sendable {
    let layers: Int
    let kernel: Int
    let field: EffectiveReceptiveField
    /// How many of the middle inputs hold the part that is meant.
    let holding: Int

    init(layers: Int, kernel: Int) {
      self.layers = layers
      self.kernel = kernel
      field = EffectiveReceptiveField(
        through: [Window](repeating: Window(kernel), count: layers), .one, draws: draws(layers: layers), seed: seed)
      holding = field.middle(holding: held)
    }
  }

  /// The stacks of each kernel, which no other knob changes: they are worked out once.
  static let deeper = Dictionary(
    uniqueKeysWithValues: (1...5).map { kernel in
      (kernel, Deferred { depths.map { Deeper(layers: $0, kernel: kernel) } })
    })

  // MARK: The steps

  func step(_ field: EffectiveReceptiveField) -> Step {
    let (size, middle) = (field.size, field.middle)
    let hasHoles = hasHoles(windows.count)
    let shares: StyledText =
      StyledText("middle ") + .active(sides(middle, middle)) + " of " + .input(sides(size, size))
      + ": " + .input(percent(inputShare(within: middle))) + .muted(" of the inputs\(hasHoles ? " seen" : ""), ")
      + .tinted(percent(field.share(within: middle)), .gradient) + .muted(" of the gradient")
    let weights = StyledText.muted(
      "untrained: random weights, the root mean square over \(Self.draws(size: size)) draws")
    return Step(
      caption: words(middle: middle), formula: [shares, weights],
      note: "1 at the unit, 0 at its neighbours, and back through \(windows.count) layers with ReLUs to the input: the "
        + "root mean square of the gradient over \(Self.draws(size: size)) draws of untrained weights (Luo and others, "
        + "2016)\(size == 1 ? "" : ", which is why it is a little uneven")."
        + (isBell
          ? " They saw training widen the bell; what it did to a small network comes two steps on." : ""),
      duration: .milliseconds(1600))
  }

  func step(_ stacks: [Deeper]) -> Step {
    let (few, many) = (stacks[stacks.count - 3], stacks[stacks.count - 1])
    let fieldGrowth = Double(many.field.size) / Double(few.field.size)
    let growth = Double(many.holding) / Double(few.holding)
    let times = many.layers / few.layers
    // Which of 4, 2 and 1 the growth is nearest to, as a factor.
    let right = growth * growth > 8 ? 0 : growth * growth > 2 ? 1 : 2
    let grows = many.field.size > few.field.size
    return Step(
      caption: grows
        ? "A unit uses less than it sees: its field grows with the number of layers, the part that counts "
          + (right == 1 ? "only about with the square root of it." : "more slowly.")
        : "Kernels of 1 see one input, through however many layers. Only a kernel that reaches its neighbours lets the "
          + "field grow.",
      formula: [
        StyledText("\(few.layers) → \(many.layers) layers:  spans ")
          + .input("\(few.field.size) → \(many.field.size)")
          + .muted(", × \(NumberText.fixed(fieldGrowth, decimals: 1))")
          + ",  \(percent(Self.held)) in "
          + .tinted("\(few.holding) → \(many.holding)", .gradient)
          + .muted(", × \(NumberText.fixed(growth, decimals: 1))"),
        .muted("held fixed: kernel \(few.kernel), stride 1, dilation 1; random weights; along one axis"),
      ],
      note:
        "The sum of many small steps spreads as a random walk does. "
        + "This is one reason for strides, dilation and skip connections: they bring far inputs near.",
      question: grows
        ? Question(
          "With \(times) times as many layers a field is about \(times) times as wide. How much wider is the middle that "
            + "holds \(percent(Self.held)) of its gradient?",
          answer: .choice(["about 4 times as wide", "about twice as wide", "no wider"], right: right)) : nil,
      duration: .milliseconds(1600))
  }

  // MARK: How much each input counts

  /// The name under which the columns of the profile are pointed at.
  static let profile = "profile"

  func remark(on target: Target, _ field: EffectiveReceptiveField) -> Remark? {
    guard target.grid == Self.profile, target.column < field.size else { return nil }
    let share = field.profile[target.column]
    return Remark(
      caption: "Column \(target.column + 1) of \(field.size) holds \(Self.tenths(share)) of the gradient. If all "
        + "inputs counted alike, it would be \(Self.tenths(1 / Double(field.size))).")
  }

  private static func tenths(_ part: Double) -> String { NumberText.fixed(100 * part, decimals: 1) + " %" }

  /// The gradient as a map from above, and its profile along one side.
  func draw(_ field: EffectiveReceptiveField, at playhead: Playhead, in canvas: inout Canvas) {
    let size = field.size
    let rows = canvas.size.rows
    // Where there is room the ways that lead to each column are counted below the bars.
    let below = rows >= 34 && canvas.size.columns >= 130 ? 3 : 0
    let side = min(2 * max(1, rows - 2 - below), canvas.size.columns * 2 / 5)
    let multiple = side / size
    let pixels = multiple > 0 ? multiple * size : side
    let height = (pixels + 1) / 2
    let gap = 5
    let chart = min(canvas.size.columns - pixels - gap, max(40, 2 * pixels))
    let whole = canvas.bounds.centered(
      Size(columns: pixels + gap + chart, rows: min(rows, height + 4 + below)))
    let (left, right) = whole.splitLeft(pixels)
    let map = Region(
      column: left.column, row: left.row + 1 + max(0, left.rows - height - 2 - below) / 2, columns: pixels, rows: height
    )
    // The title of the profile begins right of a map that may be narrow.
    let isNarrow = pixels < 23
    var legend = ScaleLegend(.amount, from: "0", to: isNarrow ? "most" : "largest")
    legend.columns = isNarrow ? 4 : 6
    canvas.write(
      .strong("gradient", .gradient) + (isNarrow ? " " : "  ") + legend.text, column: map.column, row: map.row - 1)
    drawMap(of: field, at: playhead, in: &canvas, map, side: pixels)
    canvas.write(
      playhead.progress >= 0.9
        ? .active("middle \(sides(field.middle, field.middle))") + "  "
          + .strong(percent(field.share(within: field.middle)), .gradient)
        : .input(sides(size, size)) + .muted(" spanned"),
      in: Region(column: map.column, row: map.endRow, columns: max(pixels, 22), rows: 1))
    let body = Region(
      column: right.column + gap, row: map.row - 1, columns: right.columns - gap, rows: map.rows + 2)
    let columns = drawProfile(of: field, at: playhead, in: &canvas, body)
    if below > 0 { drawPaths(under: columns, most: field.profile.max() ?? 1, at: playhead, in: &canvas) }
  }

  /// The map, growing from the unit's own place outwards, the middle square outlined in the end.
  private func drawMap(
    of field: EffectiveReceptiveField, at playhead: Playhead, in canvas: inout Canvas, _ region: Region, side: Int
  ) {
    let (size, middle) = (field.size, field.middle)
    let heat = HeatMap(
      width: size, height: size, values: field.map.values.map(Double.init), scale: .amount)
    var pixels = heat.pixels(width: side, height: side)
    let reach = playhead.phase(0, 0.45) * Double(side) / 2
    let centre = Double(side - 1) / 2
    for y in 0..<side {
      for x in 0..<side where max(abs(Double(x) - centre), abs(Double(y) - centre)) > reach {
        pixels[x, y] = heat.tint(of: 0)
      }
    }
    if playhead.progress >= 0.9 {
      let first = side * (size - middle) / 2 / size
      let last = side - first - 1
      for offset in first...max(first, last) {
        for edge in [first, last] {
          pixels[offset, edge] = .role(.active)
          pixels[edge, offset] = .role(.active)
        }
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// What each column of the map holds, as bars, against what it would hold if all inputs counted alike.
  ///
  /// - Returns: where the bar of each column stands.
  @discardableResult
  func drawProfile(
    of field: EffectiveReceptiveField, at playhead: Playhead, in canvas: inout Canvas, _ region: Region,
    canBePointedAt: Bool = true
  ) -> [Region] {
    let (profile, middle) = (field.profile, field.middle)
    let even = 1 / Double(profile.count)
    let (head, rest) = region.splitTop(1)
    canvas.write(.muted("what each column holds of it"), in: head)
    let (space, foot) = rest.splitBottom(2)
    let largest = max(profile.max() ?? 1, even)
    let bars = space.splitRight(9).rest
    let places = profile.count <= bars.columns ? bars.columns / profile.count * profile.count : bars.columns
    let growth = playhead.phase(0.4, 0.85)
    /// The columns of the canvas that some columns of the map take.
    func columns(_ range: Range<Int>) -> Range<Int> {
      let first = range.lowerBound * places / profile.count
      let end = max(first + 1, range.upperBound * places / profile.count)
      return bars.column + first..<bars.column + end
    }
    for place in 0..<places {
      // Where a column of the canvas stands for several of the map, it shows their mean.
      let first = place * profile.count / places
      let covered = first..<max(first + 1, (place + 1) * profile.count / places)
      let value = covered.reduce(0) { $0 + profile[$1] } / Double(covered.count)
      let isPointed = playhead.pointer.map { $0.grid == Self.profile && covered.contains($0.column) } ?? false
      let eighths = Int((value / largest * growth * Double(8 * bars.rows)).rounded())
      for row in 0..<bars.rows where eighths > 8 * row {
        // U+2588 is the full block, U+2581 its lowest eighth.
        let glyph = Unicode.Scalar(0x2580 + UInt32(min(8, eighths - 8 * row))) ?? "█"
        canvas[bars.column + place, bars.endRow - 1 - row] = Cell(glyph, ink: .role(isPointed ? .active : .gradient))
      }
    }
    let regions = profile.indices.map { index in
      let place = columns(index..<index + 1)
      return Region(column: place.lowerBound, row: bars.row, columns: place.count, rows: bars.rows)
    }
    for (index, place) in regions.enumerated() where canBePointedAt {
      canvas.mark(place, as: Target(grid: Self.profile, row: 0, column: index))
    }
    let line = max(bars.row, bars.endRow - 1 - Int(even / largest * Double(bars.rows)))
    for column in bars.column..<bars.column + places {
      let isCovered = canvas[column, line].glyph == "█"
      canvas[column, line] = Cell(
        "┈", ink: .role(isCovered ? .legible : .muted), paper: isCovered ? canvas[column, line].ink : .role(.background)
      )
    }
    canvas.write(.muted("if alike"), column: bars.column + places + 1, row: line)
    guard playhead.progress >= 0.9 else { return regions }
    let span = columns((profile.count - middle) / 2..<(profile.count + middle) / 2)
    bracket(Region(column: span.lowerBound, row: foot.row, columns: span.count, rows: 1), in: &canvas)
    let text =
      StyledText.active("middle \(counted(middle, "column"))") + "  "
      + .strong(
        percent(profile[(profile.count - middle) / 2..<(profile.count + middle) / 2].reduce(0, +)), .gradient)
    let centre = (span.lowerBound + span.upperBound - text.columns) / 2
    canvas.write(text, column: max(foot.column, centre), row: foot.row + 1)
    return regions
  }

  /// How many paths lead to each column, below its bar; and in the bars how high they would be if what an input counts
  /// were the root of that: over random weights the squares of all paths add up.
  private func drawPaths(under bars: [Region], most: Double, at playhead: Playhead, in canvas: inout Canvas) {
    let ways = paths
    guard playhead.progress >= 0.9, ways.count == bars.count, let last = bars.last else { return }
    let roots = ways.map { Double($0).squareRoot() }
    let all = roots.reduce(0, +)
    for (place, root) in zip(bars, roots) where all > 0 && root > 0 {
      let height = min(Double(place.rows), root / all / most * Double(place.rows))
      let (column, row) = (place.column + place.columns / 2, max(place.row, place.endRow - 1 - Int(height)))
      let isCovered = canvas[column, row].glyph == "█"
      canvas[column, row] = Cell(
        "◆", ink: .role(isCovered ? .legible : .text), paper: isCovered ? canvas[column, row].ink : .role(.background))
    }
    let texts = ways.map { NumberText.integer($0) }
    let fits = zip(bars, texts).allSatisfy { $0.columns > $1.count }
    let row = last.endRow + 2
    if fits {
      for (place, text) in zip(bars, texts) {
        canvas.write(
          .strong(text), in: Region(column: place.column, row: row, columns: place.columns, rows: 1), align: .center)
      }
    }
    let (least, largest) = (ways.filter { $0 > 0 }.min() ?? 0, ways.max() ?? 0)
    let counts = "\(NumberText.integer(least)) to \(NumberText.integer(largest)) paths"
    canvas.write(
      .muted(fits ? "paths that lead there   " : "\(counts) lead to one   ") + "◆"
        + .muted(" if a column counted as the root of that"), column: bars[0].column, row: row + 1)
  }

  // MARK: How that grows with the layers

  /// One strip for each depth: how far the unit sees, how bright each input counts, and the middle that holds most.
  func draw(_ stacks: [Deeper], at playhead: Playhead, in canvas: inout Canvas) {
    let count = stacks.count
    // Where there is room, how much of what is seen that is, too.
    let part = canvas.size.columns >= 130 ? 12 : 0
    let (labels, numbers) = (11, 18 + part)
    let widest = stacks.map(\.field.size).max() ?? 1
    let room = max(1, canvas.size.columns - labels - numbers - 2)
    let scale = Double(min(room, 3 * widest)) / Double(widest)
    // At least as wide as the heading, however little is seen.
    let strip = max(min(room, 28), min(room, 3 * widest))
    let pitch = max(1, min(7, (canvas.size.rows - 1) / count))
    let whole = canvas.bounds.centered(
      Size(columns: labels + strip + numbers + 2, rows: min(canvas.size.rows, pitch * count + 1)))
    let middle = whole.column + labels + strip / 2
    canvas.write(
      .muted("spans  \(percent(Self.held)) in" + (part > 0 ? "     of that" : "")),
      in: Region(column: whole.column, row: whole.row, columns: whole.columns, rows: 1), align: .trailing)
    let head = StyledText.muted("how much each input counts")
    var legend = ScaleLegend(.amount, from: "0", to: "its most")
    if strip < head.columns + legend.size.columns + 4 { legend.columns = 4 }
    let parts = strip >= head.columns + legend.size.columns + 2 ? [head, legend.text] : [legend.text]
    canvas.write(.joined(parts, separator: "  "), column: whole.column + labels, row: whole.row)
    for (index, stack) in stacks.enumerated() {
      let isShown = playhead.progress * Double(count) >= Double(index) + (index == 0 ? 0 : 0.5)
      let top = whole.row + 1 + index * pitch
      guard isShown, top < whole.endRow else { return }
      let thickness = max(1, pitch > 3 ? pitch - 2 : pitch - 1)
      let width = max(1, Int((scale * Double(stack.field.size)).rounded()))
      let heat = HeatMap(
        width: stack.field.size, height: 1, values: stack.field.map.values.map(Double.init), scale: .amount)
      let place = Region(column: middle - width / 2, row: top, columns: width, rows: thickness)
      heat.pixels(width: width, height: 2 * thickness).draw(in: &canvas, at: place.origin)
      if pitch > 1 {
        // As much is left out at one side as at the other.
        let outside = min((width - 1) / 2, Int((scale * Double(stack.field.size - stack.holding) / 2).rounded()))
        bracket(
          Region(column: place.column + outside, row: place.endRow, columns: width - 2 * outside, rows: 1), in: &canvas)
      }
      let row = top + (thickness - 1) / 2
      canvas.write(StyledText("\(stack.layers) layers"), column: whole.column, row: row)
      let line = Region(column: whole.column, row: row, columns: whole.columns, rows: 1)
      if part > 0 {
        canvas.write(
          .strong(percent(Double(stack.holding) / Double(stack.field.size))), in: line, align: .trailing)
      }
      let counts = line.splitRight(part).rest
      canvas.write(.strong("\(stack.holding)", .gradient), in: counts, align: .trailing)
      canvas.write(.input("\(stack.field.size)"), in: counts.splitRight(9).rest, align: .trailing)
    }
  }

  /// A bracket under the middle that is meant.
  private func bracket(_ region: Region, in canvas: inout Canvas) {
    for column in region.column..<region.endColumn {
      let isEnd = column == region.column || column == region.endColumn - 1
      let glyph: Unicode.Scalar =
        !isEnd ? "─" : region.columns == 1 ? "╵" : column == region.column ? "╰" : "╯"
      canvas[column, region.row] = Cell(glyph, ink: .role(.active))
    }
  }
}

extension EffectiveReceptiveField {
  /// The side of the middle square that is compared with the whole field: half its side, as nearly as it lies in the
  /// middle.
  fileprivate var middle: Int {
    let half = max(1, size / 2)
    return half.isMultiple(of: 2) == size.isMultiple(of: 2) ? half : half + 1
  }

  /// The fewest inputs along each axis that hold at least a part of the whole, with as many left out at either side.
  func middle(holding share: Double) -> Int {
    stride(from: 2 - size % 2, to: size, by: 2).first { self.share(within: $0) >= share } ?? size
  }
}
