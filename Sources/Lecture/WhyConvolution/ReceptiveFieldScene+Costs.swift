import CellCanvas
import ConvolutionEngine

// Stacks compared: what they cost, and what makes what they see grow.

extension ReceptiveFieldScene {
  /// How many channels go in and out where weights are counted.
  static let channels = 64

  /// A stack that is compared with others.
  struct Comparison: Sendable {
    let name: String
    /// The fields behind each layer; with its pooling where there is one.
    let fields: [ReceptiveField]
  }

  /// Layers of small kernels against one layer that sees as far.
  struct Price: Sendable {
    let layers: Int
    let side: Int
    let weights: Int
    let singleWeights: Int
  }

  static func comparisons(kernel: Int, count: Int, _ fields: [ReceptiveField]) -> [Comparison] {
    func growth(_ windows: (Int) -> [Window]) -> [ReceptiveField] {
      var field = ReceptiveField.input
      return (0..<count).map { layer in
        for window in windows(layer) { field = field.seen(through: window) }
        return field
      }
    }
    return [
      Comparison(name: "plain, stride 1", fields: growth { _ in [Window(kernel)] }),
      Comparison(name: "dilation 1, 2, 4 …", fields: growth { [Window(kernel, dilation: 1 << $0)] }),
      Comparison(name: "stride 2", fields: growth { _ in [Window(kernel, stride: 2)] }),
      Comparison(
        name: "with pooling 2, stride 2: \(2 * count) layers",
        fields: growth { _ in [Window(kernel), Window(2, stride: 2)] }),
      Comparison(name: "your stack", fields: fields),
    ]
  }

  static func prices(_ windows: [Window], _ fields: [ReceptiveField]) -> [Price] {
    // The count of weights does not depend on the size of the input, only on whether the kernel fits at all.
    func weights(_ kernel: Int) -> Int {
      let input = Shape(height: kernel, width: kernel, channels: channels)
      let stage = try? Stage(.convolution("layer", channels, kernel: kernel), on: input)
      return stage?.weights ?? 0
    }
    return (2...windows.count).map { count in
      Price(
        layers: count, side: fields[count - 1].size, weights: windows[..<count].reduce(0) { $0 + weights($1.kernel) },
        singleWeights: weights(fields[count - 1].size))
    }
  }

  // MARK: The words

  func step(_ prices: [Price]) -> Step {
    let asked = prices[min(1, prices.count - 1)]
    let less = asked.weights < asked.singleWeights
    let values = [asked.weights, asked.singleWeights].map { Double($0) / Self.square }
    return Step(
      caption: less
        ? hasHoles(asked.layers)
          ? "Small kernels in a stack span as far as one large kernel for fewer weights, here with holes between; and "
            + "behind each there is room for a ReLU."
          : "Small kernels in a stack see as far as one large kernel for fewer weights, and between them there is room "
            + "for a ReLU each: more can be said with less."
        : "With these kernels one layer needs no more weights than the stack. With kernels larger than 1, the stack is "
          + "cheaper.",
      formula: [
        StyledText("\(asked.layers) layers ") + .kernel("\(Self.multiple(asked.weights))·C²") + .muted(" = ")
          + .strong(NumberText.integer(asked.weights)) + .muted(",  one layer ")
          + .kernel("\(Self.multiple(asked.singleWeights))·C²") + .muted(" = ")
          + .strong(NumberText.integer(asked.singleWeights)) + .muted(",  C = \(Self.channels) channels")
      ],
      note: "C channels go in and C come out of every layer; biases are not counted. This is the argument for VGG.",
      question: Question(
        "From C channels to C a k × k layer has k·k·C² weights. How many times C² has the stack of \(asked.layers) layers, "
          + "and how many has one layer of \(sides(asked.side, asked.side))?",
        answer: .numbers(values, decimals: 0)), duration: .milliseconds(1200))
  }

  func step(_ comparisons: [Comparison]) -> Step {
    let count = windows.count
    // By how much the field grows at last, in the stack that grows fastest.
    let factor = comparisons.reduce(0.0) { most, comparison in
      let sizes = comparison.fields.suffix(2).map { Double($0.size) }
      return sizes.count == 2 ? max(most, sizes[1] / sizes[0]) : most
    }
    return Step(
      caption: comparisons[0].fields.last?.size == 1
        ? windows.contains { $0.kernel > 1 }
          ? "A kernel of 1 has no reach: only pooling widens its view (the largest of 2 × 2 stands for all four). Your stack "
            + "sees more, by its wider kernels."
          : "A kernel of 1 has no reach: neither stride nor dilation widens its view, only pooling, where the largest of "
            + "2 × 2 stands for all four."
        : "Strides, growing dilation and pooling (of 2 × 2 the largest stays) make each layer add more: the field "
          + (factor < 2.5 ? "about doubles with each convolution." : "grows by ever larger steps."),
      formula: recurrence(count),
      note: "Edit the table (e): give one layer stride 2 and see which layers' fields grow. It is only those above it.",
      duration: .milliseconds(1200), links: [Link(to: DilatedConvolutionScene.card.id, label: "dilation")])
  }

  /// C² as a number.
  static let square = Double(channels * channels)

  /// So many times C².
  static func multiple(_ weights: Int) -> String { NumberText.integer(weights / (channels * channels)) }

  func name(of target: Target) -> String? {
    let columns = ["kernel", "stride", "dilation"]
    guard target.grid == Self.stack.name, columns.indices.contains(target.column) else { return nil }
    return "\(columns[target.column]) of layer \(target.row + 1)"
  }

  func remarkOnStack(_ target: Target) -> Remark? {
    guard target.grid == Self.stack.name, target.row < windows.count else { return nil }
    return Remark(
      caption: "Layer \(target.row + 1) of your stack; press e and type another kernel, stride or dilation.",
      formula: recurrence(target.row + 1))
  }

  // MARK: What it costs

  func draw(_ prices: [Price], at playhead: Playhead, in canvas: inout Canvas) {
    let asked = prices[min(1, prices.count - 1)]
    let (left, right) = canvas.bounds.splitLeft(canvas.size.columns * 2 / 5)
    let isCounted = playhead.progress >= 0.5
    drawPair(asked, in: &canvas, region: left.splitRight(4).rest)

    let most = Double(prices.map { max($0.weights, $0.singleWeights) }.max() ?? 1)
    let growth = playhead.phase(0.3, 0.9)
    // All bars leave the same room for labels and values, so that they compare.
    let labels = prices.map { "one \($0.side) × \($0.side)".count }.max() ?? 0
    let values = prices.map { "\(Self.multiple(max($0.weights, $0.singleWeights)))·C²".count }.max() ?? 0
    let bars = max(1, right.columns - labels - values - 2)
    let thickness = max(1, min(3, ((right.rows - 1) / prices.count - 1) / 2))
    let height = prices.count * (2 * thickness + 1)
    var row = right.row + max(0, (right.rows - height - 1) / 2)
    canvas.write(.muted("weights, C channels in and out"), column: right.column, row: row)
    row += 2
    func draw(_ label: String, _ weights: Int, _ ink: Tint, isAsked: Bool) {
      guard row < right.endRow else { return }
      let middle = row + (thickness - 1) / 2
      canvas.write(isAsked ? .strong(label) : .muted(label), column: right.column, row: middle)
      var end = 0
      for line in row..<row + thickness {
        end = BarChart.bar(
          in: &canvas, column: right.column + labels + 1, row: line, columns: bars,
          fraction: Double(weights) / most * growth, ink: ink)
      }
      if isCounted { canvas.write(.strong("\(Self.multiple(weights))·C²"), column: end + 1, row: middle) }
      row += thickness
    }
    for price in prices {
      let isAsked = price.layers == asked.layers
      draw("\(price.layers) layers", price.weights, .role(.kernel), isAsked: isAsked)
      draw("one \(price.side) × \(price.side)", price.singleWeights, .level(.kernel, 0.45), isAsked: isAsked)
      row += 1
    }
  }

  /// The same field twice: in rings as the stack sees it, and all at once.
  private func drawPair(_ price: Price, in canvas: inout Canvas, region: Region) {
    let halves = [region.splitTop(region.rows / 2).top, region.splitBottom(region.rows / 2).bottom]
    let rings = (0...price.layers).map { index in
      Square(
        cells: pyramid.fields[index].inputs(of: pyramid.middle(index)), tint: Self.shade(index, of: price.layers))
    }
    let first = rings.last?.cells.lowerBound ?? 0
    for (index, half) in halves.enumerated() {
      let (label, space) = half.splitTop(1)
      canvas.write(
        index == 0
          ? .kernel("\(price.layers) layers") + .muted(" in a stack")
          : .kernel("one layer") + .muted(" of \(price.side) × \(price.side)"),
        in: label, align: .center)
      let map = SquareMap(extent: price.side, in: space)
      let squares = index == 0 ? rings.reversed() : rings.suffix(1)
      map.draw(
        squares.map { Square(cells: $0.cells.lowerBound - first..<$0.cells.upperBound - first, tint: $0.tint) },
        in: &canvas)
    }
  }

  // MARK: What makes it grow faster

  func draw(_ comparisons: [Comparison], at playhead: Playhead, in canvas: inout Canvas) {
    let table = min(max(34, canvas.size.columns * 2 / 5), canvas.size.columns / 2)
    let (left, right) = canvas.bounds.splitRight(table)
    drawBars(comparisons, at: playhead, in: &canvas, region: left.splitRight(4).rest)
    drawTable(at: playhead, in: &canvas, region: right)
  }

  /// A bar for each way to stack, cut where its layers end.
  private func drawBars(
    _ comparisons: [Comparison], at playhead: Playhead, in canvas: inout Canvas, region: Region
  ) {
    let most = Double(comparisons.flatMap { $0.fields.map(\.size) }.max() ?? 1)
    let thickness = max(1, (region.rows - 1) / comparisons.count - 2)
    let height = comparisons.count * (thickness + 2) + 1
    var row = region.row + max(0, (region.rows - height) / 2)
    canvas.write(.muted("width of the field behind \(windows.count) convolutions"), column: region.column, row: row)
    row += 1
    for (index, comparison) in comparisons.enumerated() {
      let isOwn = index == comparisons.count - 1
      let isShown = playhead.progress * Double(comparisons.count) >= Double(index)
      guard isShown, row + 1 < region.endRow, let last = comparison.fields.last else { return }
      canvas.write(
        isOwn ? .strong(comparison.name) : StyledText(comparison.name), column: region.column, row: row)
      canvas.write(
        .input("\(last.size)"), in: Region(column: region.column, row: row, columns: region.columns, rows: 1),
        align: .trailing)
      func end(_ field: ReceptiveField) -> Int {
        region.column + max(1, Int((Double(field.size) / most * Double(region.columns)).rounded()))
      }
      // A bar names all of its parts or none.
      let ends = [region.column] + comparison.fields.map(end)
      let isNamed = zip(comparison.fields, zip(ends, ends.dropFirst())).allSatisfy { field, ends in
        "\(field.size)".count < ends.1 - ends.0
      }
      var start = region.column
      for (layer, field) in comparison.fields.enumerated() {
        let end = end(field)
        guard end > start else { continue }
        let segment = Region(column: start, row: row + 1, columns: end - start, rows: thickness)
        let shade = Self.shade(layer, of: comparison.fields.count)
        canvas.fill(segment, with: Cell("█", ink: shade, paper: shade))
        let text = "\(field.size)"
        if isNamed {
          canvas.write(
            StyledText(text),
            in: Region(
              column: segment.column, row: segment.row + (thickness - 1) / 2, columns: segment.columns, rows: 1),
            align: .trailing, ink: .role(.legible))
        }
        start = end
      }
      row += thickness + 2
    }
  }

  /// The stack layer by layer: what can be edited, and what follows from it.
  private func drawTable(at playhead: Playhead, in canvas: inout Canvas, region: Region) {
    let grid = NumberGrid(name: Self.stack.name, rows: windows.count, columns: 3) { row, column in
      let window = windows[row]
      let isActive = playhead.pointer == Target(grid: Self.stack.name, row: row, column: column)
      return NumberGrid.Element(
        "\([window.kernel, window.stride, window.dilation][column])",
        paper: isActive ? .role(.active) : .level(.kernel, column == 0 ? 0.55 : 0.35), style: .bold)
    }
    let space = Size(columns: region.columns - 8 - 10, rows: region.rows - 3)
    let scale = GridScale.largest(in: space, textColumns: 1) { grid.size(at: $0) }
    let size = grid.size(at: scale)
    let whole = region.centered(Size(columns: size.columns + 18, rows: size.rows + 3))
    let placement = grid.draw(
      in: &canvas, at: Point(column: whole.column + 8, row: whole.row + 3), scale: scale)
    canvas.write(.strong("your stack") + .muted("   e edits it"), column: whole.column, row: whole.row)
    canvas.write(.muted("kernel k, stride s, dilation d"), column: whole.column, row: whole.row + 1)
    for (column, name) in ["k", "s", "d"].enumerated() {
      let cell = placement.region(row: 0, column: column)
      canvas.write(
        .muted(name), in: Region(column: cell.column, row: whole.row + 2, columns: cell.columns, rows: 1),
        align: .center)
    }
    func write(_ text: StyledText, row: Int, end: Int) {
      canvas.write(text, column: whole.column + 8 + size.columns + end - text.columns, row: row)
    }
    write(.muted("r"), row: whole.row + 2, end: 5)
    write(.muted("j"), row: whole.row + 2, end: 10)
    for layer in 1...windows.count {
      let cell = placement.region(row: layer - 1, column: 0)
      let row = cell.row + max(0, cell.rows - 1) / 2
      guard scale.halfRows > 1 else { continue }
      canvas.write(.muted("layer \(layer)"), column: whole.column, row: row)
      write(.input("\(pyramid.fields[layer].size)"), row: row, end: 5)
      write(.strong("\(pyramid.fields[layer].jump)"), row: row, end: 10)
    }
  }
}
