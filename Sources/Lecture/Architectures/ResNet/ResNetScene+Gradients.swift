import CellCanvas
import ConvolutionEngine

// Why the identity lets the gradient through: its size at each layer, and what it says while one number moves.

extension ResNetScene {
  private static let waiting: StyledText =
    "The engine is still going back through the stacks; the result comes in a moment."

  /// A size as a factor or a power of ten: 13.6, 7,533, 2.1·10⁻⁸.
  static func size(_ value: Double) -> String {
    if value >= 1000 { return NumberText.integer(Int(value.rounded())) }
    if value >= 0.01 { return NumberText.fixed(value, decimals: value < 10 ? 2 : 1) }
    var (mantissa, power) = (value, 0)
    while mantissa < 1, power < 300, value > 0 { (mantissa, power) = (mantissa * 10, power + 1) }
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let exponent = String(String(power).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    return NumberText.fixed(mantissa, decimals: 1) + "·10⁻" + exponent
  }

  private static func two(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

  /// What is measured, for the formulas.
  private var setup: String {
    "\(DepthStudy.depth) untrained layers of \(DepthStudy.width) units, \(DepthStudy.batch) examples, seed \(seedValue)"
  }

  // MARK: Words

  var plainGradientStep: Step {
    let note = """
      Before any training. The loss is a random sum of the last layer's units; its gradient is followed back, and its size \
      is compared with that at the last layer. Read the curves from the right to the left.
      """
    guard let study else { return Step(caption: Self.waiting, note: note) }
    return Step(
      caption: """
        Why does the identity help? Follow a gradient back from layer \(DepthStudy.depth). With weights too small \
        \(Self.size(study.atInput(.small))) of it arrives; He's initialisation had cured that.
        """,
      formula: [
        .muted("a layer multiplies by ") + .strong(Self.two(study.factor(.small)), .muted) + .muted(" (too small), ")
          + .strong(Self.two(study.factor(.he))) + .muted(" (He's)"), .muted(setup),
      ], note: note)
  }

  var normalizedGradientStep: Step {
    let note = """
      The theory is for wide layers (Yang et al. 2019). It holds at the start of training only. A large gradient is no \
      vanishing one: plain networks of He et al. had this, too, and trained, but worse.
      """
    let question = Question(
      "The same plain layers with batch normalisation. On its way back to the input the gradient …",
      answer: .choice(["vanishes", "keeps its size", "explodes"], right: 2))
    guard let study else { return Step(caption: Self.waiting, note: note, question: question) }
    return Step(
      caption: """
        With batch normalisation in each plain layer it explodes: \(Self.size(study.atInput(.normalized))) times as large at \
        the input. Nothing vanishes here.
        """,
      formula: [
        .muted("a layer multiplies by ") + .strong(Self.two(study.factor(.normalized)), .other)
          + .muted(", in theory √(π/(π − 1)) = ") + .strong(Self.two(DepthStudy.explosion)), .muted(setup),
      ], note: note, question: question)
  }

  var residualGradientStep: Step {
    let note = """
      The gradient of y = F(x) + x with respect to x is 1 plus that of F. Here the block has its normalisation and its ReLU \
      inside of F, as in He et al.'s second paper, so that the way back is free from end to end.
      """
    guard let study else { return Step(caption: Self.waiting, note: note) }
    let (residual, plain) = (study.atInput(.residual), study.atInput(.normalized))
    return Step(
      caption: """
        With shortcuts the gradient comes back as it is, plus what F adds: \(Self.size(residual)) times as large after \
        \(DepthStudy.depth) blocks, where plain layers made it \(Self.size(plain)).
        """,
      formula: [
        .strong("∂L/∂x", .gradient) + .muted(" = ") + .strong("∂L/∂y", .gradient) + .muted(" + ")
          + .strong("∂L/∂y", .gradient) + .muted("·") + .kernel("∂F/∂x") + .muted("       a block multiplies by ")
          + .output(Self.two(study.factor(.residual))), .muted(setup),
      ], note: note)
  }

  var sweptStep: Step {
    let note = """
      Each curve is the gradient of one output with respect to the one number that goes in, at \(DepthStudy.places) places. \
      Training makes steps along it: if it is another at the next place, a step leads nowhere in particular. After Balduzzi \
      et al. 2017, with batch normalisation, whose statistics are held.
      """
    let likeNoise = self.study.map { $0.sweeps[1].correlation[1] <= 0.5 } ?? true
    let question = Question(
      "One number that goes in moves slowly. After 24 plain layers, how does its gradient move?",
      answer: .choice(["slowly, too", "like noise"], right: likeNoise ? 1 : 0))
    guard let study else { return Step(caption: Self.waiting, note: note, question: question) }
    let turns = study.sweeps.map { sweep in zip(sweep.gradient, sweep.gradient.dropFirst()).count { $0 * $1 < 0 } }
    return Step(
      caption: """
        Size is not all. Move one input from −3 to 3: the gradient changes its sign \(times(turns[0])) with one layer, \
        \(times(turns[1])) after 24 plain ones, \(times(turns[2])) after 50 blocks.
        """,
      formula: [
        .muted(
          "one input → layers of \(DepthStudy.width) units → one output, \(DepthStudy.places) places, seed \(seedValue)"
        )
      ], note: note, question: question)
  }

  var correlationStep: Step {
    let note = """
      Brown noise is a random walk, each value near the one before; white noise knows nothing of its neighbours. Balduzzi et \
      al. call gradients of the second kind shattered. The figure changes with the seed; the order of the three curves at the first shift hardly does.
      """
    guard let study else { return Step(caption: Self.waiting, note: note) }
    let next = study.sweeps.map { $0.correlation[1] }
    let isShattered = abs(next[1]) < 0.25
    return Step(
      caption: """
        How much does a gradient say about its neighbour? \(Self.two(next[0])) after one layer, \(Self.two(next[1])) after \
        24 plain ones\(isShattered ? ": it is shattered" : ""). \(Self.two(next[2])) after 50 blocks.
        """,
      formula: [
        .muted("autocorrelation one place on:  white noise ") + .strong(Self.two(study.white[1]))
          + .muted(",  brown noise ") + .strong(Self.two(study.brown[1])),
        .muted("after Balduzzi et al. 2017, The shattered gradients problem; seed \(seedValue)"),
      ], note: note)
  }

  // MARK: Figure

  private func style(_ kind: UntrainedStack.Kind) -> (name: String, ink: Role, mark: LineChart.Curve.Mark) {
    switch kind {
    case .small: ("too small", .muted, .dashes)
    case .he: ("He's", .text, .line)
    case .normalized: ("plain, normalised", .other, .dashes)
    case .residual: ("residual", .output, .strong)
    }
  }

  private func drawWaiting(in canvas: inout Canvas) {
    Arrangement.row(.text(.muted("computing…"))).placed(in: canvas.bounds).draw(in: &canvas)
  }

  func drawSizes(_ moment: Moment, in canvas: inout Canvas) {
    guard let study else { return drawWaiting(in: &canvas) }
    let shown: [UntrainedStack.Kind] =
      moment == .plainGradient
      ? [.small, .he] : moment == .normalizedGradient ? [.small, .he, .normalized] : UntrainedStack.Kind.allCases
    let all = UntrainedStack.Kind.allCases.flatMap(study.powers).filter(\.isFinite)
    let low = ((all.min() ?? 0) / 2).rounded(.down) * 2
    let high = ((all.max() ?? 0) / 2).rounded(.up) * 2
    var chart = LineChart(
      shown.map { kind in
        let style = style(kind)
        return .init(study.powers(kind), style.name, ink: .role(style.ink), mark: style.mark)
      }, limits: low...max(low + 2, high), across: 0...Double(DepthStudy.depth))
    chart.x = .init("layer", ticks: Array(stride(from: 0, through: Double(DepthStudy.depth), by: 10)))
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    chart.y = .init("", ticks: Array(stride(from: low, through: high, by: isLarge ? 2 : 4)))
    var table = NumberGrid(rows: 4, columns: 2) { row, column in
      let kind = UntrainedStack.Kind.allCases[row]
      guard shown.contains(kind) else { return .init("", paper: .role(.panel)) }
      return .init(
        column == 0 ? Self.two(study.factor(kind)) : Self.size(study.atInput(kind)), paper: .level(.output, 0.2))
    }
    table.rowNames = UntrainedStack.Kind.allCases.map { .strong(style($0).name, style($0).ink) }
    table.columnNames = [.muted("a layer"), .muted("at the input")]
    Arrangement.row(
      .chart("sizes", chart, least: Size(columns: 64, rows: 14)).titled(
        .muted("size of the gradient, as a power of 10; at layer \(DepthStudy.depth) it is 10⁰ = 1")),
      isLarge ? .grid("table", table, scale: GridScale(columns: 14, rows: 3)) : .nothing, gap: 3...6
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func title(_ sweep: DepthStudy.Sweep) -> String {
    sweep.depth == 1 ? "1 layer" : sweep.kind == .residual ? "\(sweep.depth) blocks" : "\(sweep.depth) plain layers"
  }

  private func sweepRole(_ index: Int) -> Role { [.text, .other, .output][index] }

  private func sweepCharts(_ study: DepthStudy, least: Size) -> [Arrangement] {
    study.sweeps.enumerated().map { index, sweep in
      let limit = max(sweep.gradient.reduce(0) { max($0, abs($1)) }, 1e-9)
      var chart = LineChart(
        [.init(sweep.gradient, ink: .role(sweepRole(index)))], limits: -limit...limit,
        across: Double(DepthStudy.range.lowerBound)...Double(DepthStudy.range.upperBound))
      chart.x = .init("", ticks: [-3, 0, 3])
      return .chart("sweep \(index)", chart, least: least).titled(
        .strong(title(sweep), sweepRole(index)) + .muted("  ±\(Self.size(limit))"))
    }
  }

  func drawSwept(in canvas: inout Canvas) {
    guard let study else { return drawWaiting(in: &canvas) }
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let charts = sweepCharts(study, least: Size(columns: isLarge ? 46 : 23, rows: isLarge ? 15 : 13))
    let scale = Arrangement.text(.muted("gradient of the output, each up to its own largest; below, the input"))
    Arrangement.column(
      .row(of: charts, gap: 2...4), scale,
      isLarge ? .chart("correlation", correlationChart(study), least: Size(columns: 100, rows: 14)) : .nothing,
      gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func correlationChart(_ study: DepthStudy) -> LineChart {
    var curves: [LineChart.Curve] = [
      .init(study.white, "white", ink: .role(.muted), mark: .dashes),
      .init(study.brown, "brown", ink: .role(.muted), mark: .line),
    ]
    for (index, sweep) in study.sweeps.enumerated() {
      curves.append(
        .init(
          sweep.correlation, title(sweep), ink: .role(sweepRole(index)), mark: index == 2 ? .strong : .line))
    }
    let low = min(0, curves.flatMap(\.values).min() ?? 0)
    var chart = LineChart(
      curves, limits: (low * 5).rounded(.down) / 5...1, across: 0...Double(DepthStudy.shifts - 1))
    chart.x = .init("places apart", ticks: [0, 1, 5, 10, 15])
    chart.y = .init("", decimals: 1)
    return chart
  }

  func drawCorrelation(in canvas: inout Canvas) {
    guard let study else { return drawWaiting(in: &canvas) }
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let chart = Arrangement.chart("correlation", correlationChart(study), least: Size(columns: 76, rows: 15)).titled(
      .muted("autocorrelation of the gradient, and of noise: 1 says the same, 0 nothing"))
    Arrangement.column(
      chart, isLarge ? .row(of: sweepCharts(study, least: Size(columns: 46, rows: 12)), gap: 2...4) : .nothing,
      gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
