import CellCanvas
import ConvolutionEngine

@testable import Lecture

/// What figures are drawn with, an example each. The page `Sources/CellCanvas/Drawing/README.md` and its pictures are
/// made from this file: from a function's comment, its body and what it draws.
enum Vocabulary {
  /// One example.
  struct Entry {
    let title: String
    let name: String
    let size: Size
    let draw: (inout Canvas) -> Void
  }

  static var entries: [Entry] {
    [
      entry("Arrangement", "arrangement", 76, 12, arrangement),
      entry("Alternatives, tables, titles", "alternatives", 76, 11, alternatives),
      entry("NumberGrid", "numberGrid", 60, 9, numberGrid),
      entry("Marks: outline, frame, arrow, legend", "marks", 60, 9, marks),
      entry("HeatMap with its legend", "heatMap", 60, 10, heatMap),
      entry("Layers of units: LayerStack and ConnectionGraph", "layers", 76, 13, layers),
      entry("LineChart", "lineChart", 70, 12, lineChart),
      entry("BarChart", "barChart", 60, 4, barChart),
      entry("SignalBars and SignalChart over one axis", "signals", 60, 10, signals),
      entry("VolumeDiagram", "volumes", 76, 12, volumes),
      entry("BlockDiagram", "blocks", 76, 11, blocks),
      entry("FeatureMaps", "featureMaps", 60, 10, featureMaps),
      entry("Formula and SizeEquation", "formulas", 66, 3, formulas),
      entry("Ledger", "ledger", 40, 5, ledger),
    ]
  }

  private static func entry(
    _ title: String, _ name: String, _ columns: Int, _ rows: Int, _ draw: @escaping (inout Canvas) -> Void
  ) -> Entry { Entry(title: title, name: name, size: Size(columns: columns, rows: rows), draw: draw) }

  // MARK: Data for the examples

  private static let input = Tensor(
    rows: [[2, 0, 1, 3, 1], [1, 4, 2, 0, 2], [0, 3, 9, 4, 1], [2, 1, 3, 2, 0], [1, 0, 2, 1, 3]])
  private static let kernel = Tensor(rows: [[1, 0, -1], [2, 0, -2], [1, 0, -1]])

  private static func grid(_ title: StyledText, _ tensor: Tensor, _ scale: ColorScale) -> NumberGrid {
    let limit = tensor.values.reduce(1) { max($0, abs($1)) }
    return NumberGrid(title, rows: tensor.shape.height, columns: tensor.shape.width) { row, column in
      let value = tensor[row, column]
      return .init(NumberText.plain(Double(value)), paper: .level(scale, 0.15 + 0.6 * Double(abs(value) / limit)))
    }
  }

  private static let inputGrid = grid(.input("input") + .muted(" 5 × 5"), input, .input)
  private static let kernelGrid = grid(.kernel("kernel") + .muted(" 3 × 3"), kernel, .kernel)
  private static let outputGrid = grid(
    .output("output") + .muted(" 3 × 3"), Convolution(FilterBank(kernel: kernel))(input), .output)

  /// A hill whose top lies so many columns right of the middle.
  private static func hill(_ side: Int, top: Double = 0) -> [Double] {
    (0..<side * side).map { index in
      let x = Double(index % side) - Double(side - 1) / 2 - top
      let y = Double(index / side) - Double(side - 1) / 2
      return 1 / (1 + (x * x + y * y) / Double(side))
    }
  }

  // MARK: Examples

  /// Parts side by side and one above the other find their common scale and their places by themselves: gaps never
  /// close, titles count, and what grows (pictures, charts, arrows) shares what is left.
  static func arrangement(_ canvas: inout Canvas) {
    let parts = Arrangement.row(
      .grid("input", inputGrid), .sign("⋆"), .grid("kernel", kernelGrid), .arrow("sum"), .grid("output", outputGrid)
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let input = parts.grid("input") {
      canvas.outline(input.window(row: 1, column: 2, rows: 3, columns: 3), ink: .role(.active))
    }
  }

  /// `.extra` is left out where it would halve the scale, `.firstThatFits` takes the next alternative, `.hidden()` keeps
  /// a place free, and the columns of a table line up.
  static func alternatives(_ canvas: inout Canvas) {
    let slice = NumberGrid(rows: 2, columns: 3) { _, column in .init("\(column)", paper: .level(.kernel, 0.5)) }
    let parts = Arrangement.table([
      [.text(.muted("filter 1")), .grid("a", slice), .grid("b", slice), .extra(.text("with room for a word"))],
      [.text(.muted("filter 2")), .grid("c", slice), .grid("d", slice).hidden()],
    ]).titled(.kernel("two filters, a slice still to come")).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
  }

  /// Every element says what it means: ink, paper, a detail beneath its number, hatching for what is left out. Rows and
  /// columns have names, padding is a border that is not counted, and a named grid can be pointed at and edited.
  static func numberGrid(_ canvas: inout Canvas) {
    var grid = NumberGrid(.strong("values and their gradients"), name: "values", rows: 2, columns: 4) { row, column in
      var element = NumberGrid.Element("\(row * 4 + column)", detail: "−0.\(column + 1)", paper: .level(.input, 0.4))
      element.detailInk = .role(.gradient)
      element.isHatched = row == 1 && column == 3
      return element
    }
    grid.rowNames = ["s1", "s2"]
    grid.columnNames = ["x1", "x2", "x3", "x4"]
    Arrangement.row(.grid("values", grid)).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Marks lie over what an arrangement has placed. They move nothing, and leave text alone.
  static func marks(_ canvas: inout Canvas) {
    let parts = Arrangement.row(
      .drawing("from", size: Size(columns: 12, rows: 4)), .arrow("g", progress: 0.6),
      .drawing("to", size: Size(columns: 12, rows: 4))
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let from = parts.body("from") { canvas.frame(from, ink: .role(.input)) }
    if let to = parts.body("to") { canvas.outline(to, ink: .role(.output)) }
    canvas.legend([(.role(.input), "input"), (.role(.output), "output")], in: canvas.bounds.splitBottom(1).bottom)
  }

  /// A map of values, as large as there is room: how often a cell is visited, how good a place is. It says where its
  /// values are, so that the best can be marked, and what its colours mean.
  /// A legend can also find a free row near the map by itself: `canvas.legend(visits.legend(), near: place)`.
  static func heatMap(_ canvas: inout Canvas) {
    let visits = HeatMap(width: 7, height: 7, values: hill(7).map { ($0 * 9).rounded() }, scale: .amount)
    let parts = Arrangement.row(
      .map("visits", visits).titled("visits of each cell"), .legend(visits.legend(unit: "windows"))
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let place = parts.body("visits") {
      canvas.outline(visits.placement(in: place).region(row: 3, column: 3), ink: .role(.active))
    }
  }

  /// Layers by their windows: strides, dilation, padding drawn, dense layers. The light follows the lines from a unit,
  /// layer by layer, down to what it depends on or up to what depends on it.
  static func layers(_ canvas: inout Canvas) {
    let stack = LayerStack(input: 7, windows: [Window(3, stride: 2, padding: 1), Window(3)])
    let light = stack.light(from: .init(layer: 2, index: 0), down: 2)
    let graph = stack.graph(light, showsPadding: true, labels: [.input("x"), .output("h"), .output("y")]) { unit in
      "\(["x", "h", "y"][unit.layer])\(unit.index + 1)"
    }
    Arrangement.row(.graph("graph", graph)).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Named curves over axes with round numbers, each drawn in its own way; a marker reads them at a place.
  static func lineChart(_ canvas: inout Canvas) {
    let answers = (0...36).map { step -> Double in 40 / (40 + Double((step - 18) * (step - 18))) }
    var chart = LineChart(
      [
        .init(answers, "as trained", ink: .role(.output), mark: .strong),
        .init(answers.map { 0.6 * $0 + 0.1 }, "blurred", ink: .role(.kernel), mark: .dashes),
      ], limits: 0...1, across: 0...180)
    chart.x = .init("angle of the edge, degrees")
    chart.y = .init("answer", decimals: 1)
    chart.marker = 115
    chart.draw(in: &canvas, region: canvas.bounds.inset(columns: 2))
  }

  /// Bars with labels and values; a `LogScale` where a handful is compared with billions, never for a claim about size.
  static func barChart(_ canvas: inout Canvas) {
    let chart = BarChart([
      .init("dense", fraction: 1, value: .strong("25 weights"), ink: .role(.muted)),
      .init("convolution", fraction: 3 / 25, value: .kernel("3 weights"), ink: .role(.kernel)),
    ])
    Arrangement.row(.bars("weights", chart, spacing: 2)).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Few samples as bars, many as points and lines, all over one axis, along which a kernel can slide.
  static func signals(_ canvas: inout Canvas) {
    let axis = SignalAxis(column: 4, pitch: 4)
    let samples = [2.0, 0, 3, -1, 4, 1].map { value in
      SignalBars.Sample(value, label: NumberText.plain(value), tint: .role(.input))
    }
    SignalBars(samples).draw(in: &canvas, axis: axis, row: 0, rows: 8)
    axis.ticks(0..<6, in: &canvas, row: 9)
    let wave = (0..<24).map { [0.0, 0.7, 1, 0.7, 0, -0.7, -1, -0.7][$0 % 8] }
    SignalChart(
      [.init(wave, mark: .line, ink: .role(.output)), .init(wave.map { $0 * 0.8 }, mark: .points, ink: .role(.input))],
      limits: -1...1
    ).draw(
      in: &canvas, axis: SignalAxis(column: 32, pitch: 1), region: Region(column: 32, row: 1, columns: 24, rows: 7))
  }

  /// Volumes to one scale in height, width and depth, with a picture or a map on their front.
  static func volumes(_ canvas: inout Canvas) {
    let map = HeatMap(width: 16, height: 16, values: hill(16), scale: .output)
    VolumeDiagram([
      .init(.input("input"), detail: "32 × 32 × 3", height: 32, width: 32, depth: 3, scale: .input),
      .init(.kernel("filter"), detail: "5 × 5 × 3", height: 5, width: 5, depth: 3, scale: .kernel),
      .init(.output("maps"), detail: "16 × 16 × 8", height: 16, width: 16, depth: 8, scale: .output, front: .map(map)),
    ]).draw(in: &canvas, region: canvas.bounds)
  }

  /// The stages of a network on one ground line; the one that is looked at is brightest.
  static func blocks(_ canvas: inout Canvas) {
    BlockDiagram(blocks: [
      .init("input", detail: "28 × 28", scale: .input, height: 1, width: 0.5, depth: 0.2),
      .init(
        "conv", detail: "28 × 28 × 8", scale: .kernel, height: 1, width: 0.6, depth: 0.6, brightness: 0.9,
        isActive: true),
      .init("pool", detail: "14 × 14 × 8", scale: .output, height: 0.5, width: 0.4, depth: 0.6),
      .init("dense", detail: "10", scale: .other, height: 0.3, width: 0.1, depth: 0),
    ]).draw(in: &canvas, region: canvas.bounds)
  }

  /// A stack of maps dealt out side by side, as many and as large as there is room for, in one scale.
  static func featureMaps(_ canvas: inout Canvas) {
    guard let maps = FeatureMaps(side: 14, channels: 4, wanted: 4, in: canvas.size) else { return }
    let place = canvas.bounds.centered(maps.size)
    maps.pixels(4) { index in
      HeatMap(width: 14, height: 14, values: hill(14, top: Double(2 * index - 3)), scale: .output, limits: 0...1)
    }.draw(in: &canvas, at: place.origin)
  }

  /// Numbers in the colours of what they count. A size's terms come from the engine, with what each stands for.
  static func formulas(_ canvas: inout Canvas) {
    let terms = [Formula.Product("2", "1"), Formula.Product("4", "0"), Formula.Product("3", "−1")]
    canvas.write(Formula.sum(terms, result: .active("−1")), column: 2, row: 0)
    let size = WindowGeometry(input: 7, kernel: 3, stride: 2, padding: 1).sizeFormula()
    canvas.write(size, column: 2, row: 1)
    canvas.write(.counted(9, "weight", .kernel) + .muted(", used ") + .active(times(25)), column: 2, row: 2)
  }

  /// An account of an operation: what goes in, line by line, and what it comes to.
  static func ledger(_ canvas: inout Canvas) {
    let ledger = Ledger([
      .init("red", .strong("12")), .init("green", .strong("−3")), .init("bias", .kernel("1")),
      .init(.output("sum"), .output("10"), isResult: true),
    ])
    Arrangement.row(.ledger("sum", ledger, most: 24)).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
