import CellCanvas
import ConvolutionEngine

// What the map costs: by convolution, and as the product with a matrix.

extension EdgeDetectionScene {
  var operationsStep: Step {
    Step(
      caption: """
        How much work was that? For each output \(counted(cost.products, "multiplication")) and \
        \(counted(cost.operationsForOne - cost.products, "addition")): no other pixel counts for it.
        """,
      formula: [
        .output("\(cost.output.height)·\(cost.output.width)") + .muted("·") + .kernel("\(cost.operationsForOne)")
          + " = " + .active(NumberText.integer(cost.operations)) + .muted(" operations")
      ],
      note: """
        A sum of \(cost.products) products takes one addition less than multiplications. Goodfellow, Bengio and Courville \
        count this way\(isDifference ? ", with this kernel and this size, so their numbers come out" : "").
        """)
  }

  var matrixStep: Step {
    let sizes = [cost.input.count + cost.output.count, cost.input.count * cost.weights, cost.matrixEntries]
    return Step(
      caption: """
        A matrix could do the same: a row for each output, a column for each pixel. \
        \(cost.nonzeroEntries == 0 ? "All of its entries are 0." : "Nearly all of its entries are 0, and all others repeat the kernel.")
        """,
      formula: [
        .input(product(cost.input.height, cost.input.width)) + .muted(" · ")
          + .output(product(cost.output.height, cost.output.width)) + " = "
          + .strong(NumberText.integer(cost.matrixEntries)) + .muted(" entries")
      ],
      note: "This is the dense layer that a convolution replaces. Ask how many of its numbers differ from each other.",
      question: Question(
        "A matrix that does the same has a row for each output and a column for each pixel. How many entries?",
        answer: .choice(sizes.map(NumberText.integer), right: 2)))
  }

  var ratioStep: Step {
    Step(
      caption: """
        As a matrix product each entry, zeros and all, takes a product and a sum: about \(Self.roundly(cost.advantage)) \
        times as many operations, for the very same map.
        """,
      formula: [
        .muted("2·") + .strong(NumberText.integer(cost.matrixEntries)) + .muted(" / ")
          + .active(NumberText.integer(cost.operations)) + " = "
          + .strong(NumberText.integer(Int(cost.advantage.rounded()))) + .muted(" times the operations"),
        .muted("without its zeros the matrix still stores ") + .strong(NumberText.integer(cost.nonzeroEntries))
          + .muted(" numbers, the kernel ") + .kernel("\(cost.weights)"),
      ],
      note: "Ask what a wall of such screens would look like.",
      duration: .milliseconds(1800))
  }

  /// A large number with a single digit that counts, in words where they are shorter: 60,000, 8 billion.
  static func roundly(_ value: Double) -> String {
    var unit = 1.0
    while value / unit >= 9.5 { unit *= 10 }
    let rounded = (value / unit).rounded() * unit
    for (size, name) in [(1e9, "billion"), (1e6, "million")] where rounded >= size {
      return NumberText.integer(Int(rounded / size)) + " " + name
    }
    return NumberText.integer(Int(rounded))
  }

  // MARK: Figure

  func drawOperations(in canvas: inout Canvas) {
    let places = places(for: 1, panel: 38, in: canvas)
    draw(map, mapTitle, in: &canvas, at: places[0])
    draw(operations, in: &canvas, places[1])
    canvas.legend(map.legend, near: places[0])
  }

  private var operations: Ledger {
    Ledger([
      .init(
        "outputs", .output("\(cost.output.height) · \(cost.output.width) = \(NumberText.integer(cost.output.count))")),
      .init("multiplications for each", .kernel("\(cost.products)")),
      .init("additions for each", .kernel("\(cost.operationsForOne - cost.products)")),
      .init("operations in all", .active(NumberText.integer(cost.operations)), isResult: true),
      .init("numbers to store", .kernel("\(cost.weights)")),
    ])
  }

  private func draw(_ ledger: Ledger, in canvas: inout Canvas, _ region: Region) {
    let spacing = region.rows >= 14 ? 2 : 1
    let place = region.centered(Size(columns: region.columns, rows: ledger.size(spacing: spacing).rows))
    ledger.draw(in: &canvas, region: place, spacing: spacing)
  }

  /// A corner of the matrix, number by number: where the first outputs meet the first row of pixels that counts for them.
  func drawMatrix(in canvas: inout Canvas) {
    let columns = 36
    let kernel = map.kernel
    let isLarge = canvas.size.rows >= 28
    let text = kernel.values.reduce(2) { max($0, GridConvolution.text($1).count) }
    let scale = GridScale(columns: text + (isLarge ? 3 : 1), rows: isLarge ? 2 : 1)
    let side = max(
      2, min((canvas.size.columns - columns - 8) / scale.columns, (canvas.size.rows - 3) / (isLarge ? 2 : 1), 14))
    let row = shownWeights
    let geometry = convolution.columns.over(picture.shape.width)
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    let title: StyledText =
      .kernel("the matrix") + .muted(row == 0 ? ", first corner" : ", from pixel row \(row + 1) on")
    let grid = NumberGrid(title, name: Self.matrixName, rows: side, columns: side) { output, input in
      let value = geometry.weight(from: input, to: output).map { kernel[row, $0] } ?? 0
      guard value != 0 else { return NumberGrid.Element("0", ink: .role(.muted)) }
      return NumberGrid.Element(
        GridConvolution.text(value), paper: .signed(Double(value) * 0.8, limit: limit), style: .bold)
    }
    let places = Layout.row(
      [grid.size(at: scale), Size(columns: columns, rows: canvas.size.rows)], in: canvas.bounds, minimumGap: 4)
    let bounds = grid.draw(in: &canvas, at: places[0].origin, scale: scale).bounds
    canvas[bounds.endColumn, bounds.row + bounds.rows / 2] = Cell("⋯", ink: .role(.muted))
    canvas[bounds.column + bounds.columns / 2, bounds.endRow] = Cell("⋮", ink: .role(.muted))
    let bytes = cost.matrixEntries * MemoryLayout<Float>.size
    let ledger = Ledger([
      .init("columns, one a pixel", .input(NumberText.integer(cost.input.count))),
      .init("rows, one an output", .output(NumberText.integer(cost.output.count))),
      .init("entries", .strong(NumberText.integer(cost.matrixEntries)), isResult: true),
      .init("of them not 0", .kernel(NumberText.integer(cost.nonzeroEntries))),
      .init("memory, 4 bytes each", StyledText(NumberText.bytes(bytes))),
    ])
    draw(ledger, in: &canvas, places[1])
  }

  /// The operations as areas: a single pixel for the convolution, and as many as the matrix product takes.
  func drawRatio(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, field) = canvas.bounds.inset(columns: 2).splitBottom(1).rest.splitTop(4)
    let all = field.columns * 2 * field.rows
    let count = min(Double(all), cost.advantage)
    let screens = (cost.advantage / Double(max(1, all)) * 10).rounded() / 10
    canvas.legend(
      [(.role(.kernel), "the convolution: one square, \(NumberText.integer(cost.operations)) operations")],
      in: head.splitTop(1).rest)
    let times = screens > 1 ? ", \(factor(screens)) times over" : ""
    canvas.legend(
      [(.level(.grey, 0.5), "the matrix product: all these squares\(times)")], in: head.splitTop(2).rest)
    var pixels = Pixels(width: field.columns, height: 2 * field.rows)
    let shown = Int(playhead.phase(0.2, 0.95) * count)
    for index in 0..<shown { pixels[index % field.columns, index / field.columns] = .level(.grey, 0.5) }
    pixels[0, 0] = .role(.kernel)
    pixels.draw(in: &canvas, at: field.origin)
    canvas.mark(field.splitLeft(1).rest, as: Target(grid: Self.ratioName, row: 0, column: 1))
    canvas.mark(Region(field.origin, Size(columns: 1, rows: 1)), as: Target(grid: Self.ratioName, row: 0, column: 0))
  }

  // MARK: While something is pointed at

  /// The row of weights that the corner of the matrix shows: the first that is not all 0.
  private var shownWeights: Int {
    let kernel = map.kernel
    return (0..<kernel.shape.height).first { row in (0..<kernel.shape.width).contains { kernel[row, $0] != 0 } } ?? 0
  }

  func remark(onMatrix target: Target) -> Remark {
    let weight = convolution.columns.over(picture.shape.width).weight(from: target.column, to: target.row)
    let value = weight.map { map.kernel[shownWeights, $0] } ?? 0
    let output: StyledText = .output("output \(target.row + 1)")
    let pixel: StyledText = .input("pixel \(target.column + 1)") + " of row \(shownWeights + 1)"
    return Remark(
      caption: weight == nil
        ? "The kernel at " + output + " does not reach " + pixel + ": 0, and still an entry that is stored."
        : "What " + pixel + " counts for at " + output + ": the kernel's weight " + .kernel(GridConvolution.text(value))
          + ". Every row of the matrix holds the kernel's \(counted(cost.weights, "weight")), each at another place.")
  }

  func remark(onRatio target: Target) -> Remark {
    Remark(
      caption: target.column == 0
        ? "All \(NumberText.integer(cost.operations)) operations of the convolution are this one pixel."
        : "Each pixel stands for \(NumberText.integer(cost.operations)) operations of the matrix product, "
          + "nearly all of them with 0.")
  }
}
