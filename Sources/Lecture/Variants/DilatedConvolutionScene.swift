import CellCanvas
import ConvolutionEngine

/// The same weights, further apart: what a dilated kernel spans, how fast a stack of them comes to see far, and the holes
/// that equal rates leave.
struct DilatedConvolutionScene: Scene {
  static let card = SceneCard(
    id: "dilated-convolution", title: "Dilated convolution", part: .variants,
    otherNames: ["more arithmetic", "atrous convolution"])

  static let kernel = Control.integer("kernel", in: 2...5, standard: 3, help: "weights of the kernel, k")
  static let dilation = Control.integer(
    "dilation", in: 1...4, standard: 2, help: "cells from one weight to the next, d")
  static let rates = Control.choice(
    "rates", ["1,2,4,8", "1,2,4", "1,1,1,1", "2,2,2", "1,2,3"], help: "the dilation of each layer of the stack")
  static let values = Control.grid("values", in: -9...9, help: "the input's numbers")
  static let controls = [kernel, dilation, rates, values]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case near, apart, slide, stack, holes, cure, end
  }

  let moments: [Moment] = [.near, .apart, .slide, .stack, .holes, .cure, .end]
  let input: Tensor
  let weights: [Float]
  /// With neighbouring weights, and with weights that stand apart.
  let near: Row, apart: Row
  /// The windows of the stack, from the first layer's.
  let windows: [Window]
  let stack: LayerStack
  /// How often each input cell is touched by one unit behind three layers: of equal rates, and of growing ones.
  let equal: Touches, growing: Touches
  /// The same kernel on a picture, near and apart.
  let pictures: [PictureConvolution]

  /// How many cells the row has: as many as the widest kernel spans.
  static let cells = 17

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureConvolution.area }

  /// A kernel on the row.
  struct Row: Hashable, Sendable {
    let geometry: WindowGeometry
    let outputs: [Float]
  }

  /// On how many paths one unit behind a stack reaches each cell that it spans.
  struct Touches: Hashable, Sendable {
    let rates: [Int]
    let counts: [Int]

    init(_ rates: [Int], kernel: Int) {
      self.rates = rates
      counts = ReceptiveField.paths(through: rates.map { Window(kernel, dilation: $0) })
    }

    var missed: Int { counts.count { $0 == 0 } }
    /// “2, 2, 2”.
    var name: String { rates.map(String.init).joined(separator: ", ") }
  }

  init(_ settings: Settings) throws(SettingsError) {
    let size = settings.integer(Self.kernel)
    let rate = settings.integer(Self.dilation)
    let input = Tensor(Shape(height: 1, width: Self.cells), seed: 4, integersIn: 0...5)
      .edited(settings.edits(Self.values))
    let weights = (0..<size).map { Float(min($0 + 1, size - $0)) }
    func row(_ dilation: Int) -> Row {
      let window = Window(size, dilation: dilation)
      let bank = FilterBank(count: 1, rows: 1, columns: size, depth: 1, values: weights)
      return Row(geometry: window.over(Self.cells), outputs: Convolution(signal: bank, window)(input).values)
    }
    self.input = input
    self.weights = weights
    near = row(1)
    apart = row(rate)
    windows = settings.choice(Self.rates).split(separator: ",").map { Window(size, dilation: Int($0) ?? 1) }
    stack = LayerStack(seeing: windows)
    equal = Touches([2, 2, 2], kernel: size)
    growing = Touches([1, 2, 3], kernel: size)
    // Left from right: upright edges, finer or coarser ones.
    let edges = Tensor(
      Shape(height: size, width: size),
      values: (0..<size * size).map { $0 % size == 0 ? -1 : $0 % size == size - 1 ? 1 : 0 })
    let picture = PictureConvolution.picture(for: settings)
    pictures = [1, rate].map { PictureConvolution(picture, kernel: edges, window: Window(size, dilation: $0)) }
  }

  func row(_ moment: Moment) -> Row { moment == .near ? near : apart }
  var size: Int { weights.count }
  var rate: Int { apart.geometry.window.dilation }

  /// The output that a moment has come to.
  func place(_ moment: Moment, at playhead: Playhead) -> Int {
    if let pointer = playhead.pointer, pointer.grid == Self.outputName {
      return min(pointer.column, row(moment).outputs.count - 1)
    }
    guard moment == .slide else { return 0 }
    return Int((playhead.phase(0, 0.95) * Double(apart.outputs.count - 1)).rounded())
  }

  static let outputName = "outputs"

  func name(of target: Target) -> String? {
    target.grid == Self.values.name ? "input \(target.column + 1)" : nil
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case Self.outputName where moment != .near && moment != .apart || target.column == 0:
      let row = row(moment)
      guard row.outputs.indices.contains(target.column) else { return nil }
      return Remark(
        caption:
          "Output \(target.column + 1) and the \(size) cells that it is made of, \(spelled(row.geometry.window.dilation, "cell")) apart.",
        formula: [sum(row, target.column)])
    case Self.values.name:
      let row = row(moment)
      guard input.values.indices.contains(target.column) else { return nil }
      let places = row.outputs.indices.filter { row.geometry.inputs(of: $0).contains(target.column) }
      return Remark(
        caption: places.isEmpty
          ? "Cell \(target.column + 1) of the input goes into no output."
          : "Cell \(target.column + 1) of the input goes into \(nouns(places.count, "output")) \(listed(places.map { String($0 + 1) }))."
      )
    case "equal", "growing":
      let touches = target.grid == "equal" ? equal : growing
      guard touches.counts.indices.contains(target.column) else { return nil }
      let count = touches.counts[target.column]
      return Remark(
        caption: count == 0
          ? "Cell \(target.column + 1) is within what the unit spans, and no path leads to it: whatever it holds goes unseen."
          : "Rates \(touches.name): cell \(target.column + 1) reaches the unit on \(counted(count, "path")).")
    default: return nil
    }
  }

  // MARK: Words

  private func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// One output as the sum of its products.
  private func sum(_ row: Row, _ place: Int) -> StyledText {
    let products = row.geometry.inputs(of: place).enumerated().map {
      Formula.Product(text(input[0, $1]), text(weights[$0]))
    }
    return Formula.sum(products, result: .output(text(row.outputs[place])))
  }

  /// The paths to each cell, in two lines where one is too short.
  private func paths(_ touches: Touches) -> [StyledText] {
    let numbers = touches.counts.map { $0 == 0 ? StyledText.strong("0", .wrong) : .input("\($0)") }
    let line: StyledText = .muted("paths to each cell: ") + .joined(numbers, separator: " ")
    guard line.columns > 76 else { return [line] }
    let half = numbers.count / 2
    return [
      .muted("paths to each cell: ") + .joined(Array(numbers[..<half]), separator: " "),
      .joined(Array(numbers[half...]), separator: " "),
    ]
  }

  /// What each layer sees: 3, 7, 15, 31.
  var fields: [Int] { ReceptiveField.growth(through: windows).map(\.size) }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard moment == .slide, playhead.pointer == nil else { return nil }
    return [sum(apart, place(moment, at: playhead)), apart.geometry.sizeFormula()]
  }

  func step(_ moment: Moment) -> Step {
    let span = apart.geometry.window.effectiveKernel
    switch moment {
    case .near:
      return Step(
        caption:
          "An ordinary kernel of \(size) looks at \(size) neighbours. To see farther it would need more weights, or more layers. Or would it?",
        formula: [sum(near, 0), near.geometry.sizeFormula()],
        note: "Ask for ways to see twice as far with no more weights: pooling, strides, and what comes now.",
        links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    case .apart:
      return Step(
        caption: rate == 1
          ? "Dilation 1 is the ordinary convolution: the weights stand side by side. Turn dilation up."
          : "The same \(size) weights, \(spelled(rate, "cell")) apart: this is dilation. It spans \(span) cells and still takes only \(size) products.",
        formula: [.muted("F = ") + apart.geometry.window.spanEquation.formula(), sum(apart, 0)],
        note:
          "Between the weights lies nothing: no weight of 0 is learned or multiplied there. Some call it à trous, with holes.",
        question: Question(
          "The same \(size) weights, \(rate == 1 ? "side by side, d = 1" : "but d = \(rate) from each to the next"). How many cells does the kernel span from end to end?",
          answer: .number(Double(span), decimals: 0), mistake: .number(Double(rate * size), decimals: 0)),
        duration: .milliseconds(1200))
    case .slide:
      return Step(
        caption: rate == 1
          ? "It slides as ever: \(counted(apart.outputs.count, "output")), neighbours made of neighbours."
          : apart.outputs.count == 1
            ? "It spans the whole row, so there is one place. The size rule is the usual one, with F for what is spanned."
            : "It still moves one cell at a time, so no output is left out: dilation widens the view without making the map coarser.",
        formula: [sum(apart, apart.outputs.count - 1), apart.geometry.sizeFormula()],
        note:
          "Keep apart what students mix up: a stride leaves out outputs, a dilation leaves out inputs of each output.",
        duration: .milliseconds(2400), links: [Link(to: StrideScene.card.id, label: "stride")])
    case .stack: return stackStep
    case .holes:
      let touched = equal.counts.count - equal.missed
      return Step(
        caption:
          "Rates of 2, 2, 2 span \(equal.counts.count) cells but touch \(touched): \(counted(equal.missed, "cell")) \(verb(equal.missed, "is")) never seen, a grid of holes. This is gridding.",
        formula: paths(equal),
        note: """
          All steps are even, so a unit hears only of every other cell; its neighbour hears of the others, and the two never \
          compare. Maps of such nets show a checkerboard.
          """,
        question: Question(
          "Three layers, each with \(size) weights at rate 2. Of the \(equal.counts.count) cells that one unit spans, how many does it never touch?",
          answer: .number(Double(equal.missed), decimals: 0)),
        duration: .milliseconds(1200),
        links: [Link(to: TransposedConvolutionScene.card.id, label: "another checkerboard")])
    case .cure:
      return Step(
        caption: StyledText(
          growing.missed == 0
            ? "Rates 1, 2, 3 span \(growing.counts.count == equal.counts.count ? "the same" : "") \(growing.counts.count) cells with the same number of weights, and touch every one: no holes are left."
            : "Rates 1, 2, 3 span \(growing.counts.count) cells and still miss \(growing.missed)."),
        formula: paths(growing),
        note:
          "The rule: begin with 1, and let no rate exceed the field so far; then the pieces meet. Ask for rates that fail.",
        duration: .milliseconds(1200), links: [Link(to: ReceptiveFieldScene.card.id, label: "holes")])
    case .end:
      return Step(
        caption: rate == 1
          ? "Take home: at dilation 1 nothing is new. Turn d up: as many weights then span more cells, at the old price."
          : "Take home: \(size) weights span \(span) cells at the price of \(size). With rates that grow from 1, few layers see far.",
        formula: [.muted("F = ") + apart.geometry.window.spanEquation.formula()],
        note: "Where it is used: labelling every pixel, and sound, where a pooling would throw the places away.",
        links: [Link(to: RecurrentConvolutionScene.card.id, label: "labelling pixels")])
    }
  }

  private var stackStep: Step {
    let (field, ordinary) = (fields[fields.count - 1], 1 + windows.count * (size - 1))
    let missed = ReceptiveField.paths(through: windows).count { $0 == 0 }
    let rates = windows.map { "\($0.dilation)" }
    let all = windows.count * size
    return Step(
      caption: StyledText(
        field == ordinary
          ? "Rates of 1 are ordinary layers: each adds \(counted(size - 1, "cell")) to what is seen, \(field) after \(windows.count)."
          : "\(capitalized(spelled(windows.count, "layer"))) of \(counted(size, "weight")) \(missed == 0 ? "see" : "span") \(field) cells, ordinary ones \(ordinary)\(missed == 0 ? "; no cell is missed." : "; but \(missed) of the \(field) are never touched.")"
      ),
      formula: [
        .muted("rates ") + .kernel(listed(rates)) + .muted("   fields ")
          + .joined(fields.map { .input("\($0)") }, separator: .muted(", ")),
        .kernel("\(all)") + .muted(" weights in all; one kernel as wide would have ") + .kernel("\(field)"),
      ],
      note: """
        With rates that double the field doubles from layer to layer while the weights only add up. WaveNet heard thousands \
        of samples of sound this way.
        """,
      duration: .milliseconds(2000), links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }
}

// MARK: Figure

extension DilatedConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .near, .apart, .slide, .end: drawRow(moment, at: playhead, in: &canvas)
    case .stack: drawStack(at: playhead, in: &canvas)
    case .holes, .cure: drawTouches(moment, at: playhead, in: &canvas)
    }
  }

  private func drawRow(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let row = row(moment)
    let place = place(moment, at: playhead)
    let covered = row.geometry.inputs(of: place)
    // The weights move to their places before anything is multiplied.
    let isMoving = moment == .apart && playhead.pointer == nil && playhead.progress < 0.6
    let known = moment == .slide || moment == .end ? place : 0
    let isAll = moment == .end || playhead.pointer != nil && moment == .slide
    var inputs = NumberGrid(
      .input("input") + .muted(" \(Self.cells) cells"), name: Self.values.name, rows: 1, columns: Self.cells
    ) { _, column in
      var element = NumberGrid.Element(
        text(input[0, column]), paper: .level(.input, isMoving ? 0.35 : covered.contains(column) ? 0.8 : 0.25),
        style: covered.contains(column) ? .bold : [])
      if moment == .end { element.paper = .level(.input, 0.4) }
      return element
    }
    inputs.reservedColumns = 2
    let widest =
      isMoving
      ? 1 + Double(row.geometry.window.dilation - 1) * playhead.phase(0, 0.55) : Double(row.geometry.window.dilation)
    let places = (0..<size).map { place + Int((Double($0) * widest).rounded()) }
    let kernel = NumberGrid(
      .kernel("kernel") + .muted(" \(size) weights, d = \(row.geometry.window.dilation)"), rows: 1, columns: Self.cells
    ) { _, column in
      if let index = places.firstIndex(of: column) {
        return .init("×" + text(weights[index]), paper: .level(.kernel, 0.6), style: .bold)
      }
      let isBetween = column > places[0] && column < places[size - 1]
      return .init("", paper: isBetween ? .level(.kernel, 0.12) : .role(.background), isHatched: isBetween)
    }
    let outputs = NumberGrid(
      .output("output") + .muted(" \(counted(row.outputs.count, "cell"))"), name: Self.outputName, rows: 1,
      columns: row.outputs.count
    ) { _, column in
      let isKnown = isAll || column <= known && !isMoving
      return .init(
        isKnown ? text(row.outputs[column]) : "·",
        paper: column == place && isKnown && moment != .end ? .role(.active) : .level(.output, isKnown ? 0.5 : 0.1),
        style: column == place ? .bold : [])
    }
    func picture(_ index: Int) -> Arrangement {
      let convolution = pictures[index]
      let shape = convolution.output.shape
      return convolution.map().titled(
        .output("a picture") + .muted(" d = \(index == 0 ? 1 : rate): \(sides(shape.height, shape.width))  ")
          + convolution.legend)
    }
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      .grid("input", inputs), .grid("kernel", kernel), .grid("output", outputs),
      isLarge
        ? .row(picture(0), rate > 1 ? picture(1).hidden(moment == .near || isMoving) : .nothing, gap: 4...12)
        : .nothing,
      gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawStack(at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.phase(0.05, 0.95)
    let top = LayerStack.Unit(layer: stack.layers, index: 0)
    let light = stack.light(from: top, down: stack.layers, growth: growth)
    let labels: [StyledText] =
      [.input("input")]
      + zip(windows, fields).map { window, field in
        .kernel("d \(window.dilation)") + .muted(" sees ") + .input("\(field)")
      }
    let graph = stack.graph(light, labels: labels) { _ in "" }
    // A stack too wide for lines is drawn as cells: those that the unit at the top depends on.
    let seen = stack.dependencies(of: 0, in: stack.layers)
    let cells = stack.count(0)
    var rows = NumberGrid(rows: stack.layers + 1, columns: cells) { row, column in
      let layer = stack.layers - row
      let units = seen[layer].contains { Int(stack.position($0, in: layer).rounded(.down)) == column }
      return .init("", paper: units ? .level(layer == 0 ? .input : .output, 0.8) : .role(.panel))
    }
    rows.rowNames = labels.reversed()
    rows.reservedColumns = 0
    Arrangement.firstThatFits(
      .graph("graph", graph), .grid("cells", rows, scale: GridScale(columns: 1, rows: canvas.size.rows >= 30 ? 4 : 2)),
      .grid("cells", rows, scale: GridScale(columns: 1, rows: 1)),
      .column(.grid("cells", rows, scale: .pixel), .text(of: labels.reversed()))
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawTouches(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    func line(_ touches: Touches, _ name: String) -> Arrangement {
      let grid = NumberGrid(
        .kernel("rates \(touches.name)") + .muted(": paths to each of \(touches.counts.count) cells"), name: name,
        rows: 1, columns: touches.counts.count
      ) { _, column in
        let count = touches.counts[column]
        let most = max(1, touches.counts.max() ?? 1)
        return .init(
          "\(count)", ink: count == 0 ? .role(.muted) : .role(.legible),
          paper: count == 0 ? .role(.panel) : .level(.input, 0.25 + 0.6 * Double(count) / Double(most)),
          isHatched: count == 0)
      }
      return .grid(name, grid)
    }
    func plane(_ touches: Touches) -> Arrangement {
      let counts = Tensor(visits: touches.counts, touches.counts)
      let map = HeatMap(
        width: touches.counts.count, height: touches.counts.count, values: counts.values.map(Double.init), scale: .input
      )
      let seen = counts.values.count { $0 > 0 }
      return .column(
        .map("plane \(touches.name)", map, least: map.width),
        .legend(map.legend(unit: "paths"), name: "legend \(touches.name)"), gap: 0...1
      ).titled(.muted("in 2-D ") + .input("\(seen)") + .muted(" of \(counts.values.count)"))
    }
    let isCure = moment == .cure
    Arrangement.column(
      line(equal, "equal"), line(growing, "growing").hidden(!isCure),
      .extra(.row(plane(equal), plane(growing).hidden(!isCure), gap: 4...16, align: .top)), gap: 0...2
    ).placed(in: canvas.bounds, largest: GridScale(columns: 8, rows: canvas.size.rows >= 30 ? 3 : 1)).draw(in: &canvas)
  }
}
