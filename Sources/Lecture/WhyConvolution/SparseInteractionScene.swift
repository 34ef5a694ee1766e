import CellCanvas
import ConvolutionEngine

/// How many weights a layer needs when every pair is connected, and when each output sees only a few inputs.
struct SparseInteractionScene: Scene {
  static let card = SceneCard(id: "sparse-interaction", title: "Sparse interactions", part: .whyConvolution)

  /// 1, 2, 5, 10 ... 1000000.
  static let ladder: [String] =
    [1, 10, 100, 1000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }.map { "\($0)" } + ["1000000"]

  static let inputs = Control(name: "m", help: "how many inputs", kind: .choice(ladder, standard: "1000"))
  static let outputs = Control(name: "n", help: "how many outputs", kind: .choice(ladder, standard: "1000"))
  static let fanIn = Control(name: "k", help: "how many inputs an output sees", kind: .choice(ladder, standard: "10"))
  static let controls = [inputs, outputs, fanIn]

  /// The layer of the knobs.
  let sparse: Connectivity
  /// AlexNet's first layer.
  let real: Stage

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case full, sparse, work, growth, real, end
  }

  let moments = Moment.allCases

  init(_ settings: Settings) throws(SettingsError) {
    func count(_ control: Control) -> Int { Int(settings.choice(control)) ?? 1 }
    let (m, n, k) = (count(Self.inputs), count(Self.outputs), count(Self.fanIn))
    guard k <= m else {
      throw SettingsError(
        """
        An output cannot see \(NumberText.integer(k)) inputs where there are only \(NumberText.integer(m)): \
        k is at most m, and then every pair is connected.
        """)
    }
    sparse = Connectivity(inputs: m, outputs: n, fanIn: k)
    real = Network.alexNet.stages[0]
  }

  /// The layer that a moment is about.
  private func connectivity(at moment: Moment) -> Connectivity { moment == .real ? Connectivity(real) : sparse }

  /// How many products the machine works out in a second whose time is shown.
  static let productsPerSecond = 1e9
  /// How often the layer is made larger, and how much in all.
  static let growth = [1, 10, 100, 1000]
}

// MARK: Words

extension SparseInteractionScene {
  func step(_ moment: Moment) -> Step {
    let (m, k) = (Self.number(sparse.inputs), Self.number(sparse.fanIn))
    switch moment {
    case .full:
      return Step(
        caption: """
          A layer learns one weight for every connection. Here \(Self.outputs(sparse)) is connected with \
          \(Self.inputs(sparse)). Must it be so many?
          """,
        formula: [Self.product(sparse.full, "m", .input(m))],
        note: """
          The square is the weight matrix: a row for each output, a column for each input, and every pixel of it \
          has to be learned. Let the class do the product aloud.
          """, duration: .milliseconds(1100))
    case .sparse:
      return Step(
        caption: sparse.saving > 1
          ? """
          \(sparse.saving > 2 ? "Most" : "Half") of the square is gone. How many times fewer depends on m and k alone: the more there is to see, \
          the more is saved by not looking at all of it.
          """
          : "Nothing is saved: with k as large as m every output sees everything again. Turn k down.",
        formula: [Self.product(sparse, "k", .kernel(k)), Self.saving(sparse)],
        note: """
          Why is it allowed to look at so little? Because in pictures and sounds what belongs together lies together: \
          an edge is known from a few neighbouring pixels.
          """,
        question: sparse.saving == 1
          ? nil
          : Question(
            "Now each output sees only \(k) of the \(m) inputs. How many times fewer weights are there?",
            answer: .number(sparse.saving, decimals: Self.decimals(sparse.saving))),
        duration: .milliseconds(1100))
    case .work:
      return Step(
        caption: """
          Every weight is kept in memory and takes part in one product, so time and memory fall by the same factor: \
          O(k·n) instead of O(m·n).
          """,
        formula: [
          .muted("run time  O(m·n) → O(k·n)   at 10⁹ products a second  ") + .strong(Self.time(sparse.full))
            + .muted(" → ")
            + .active(Self.time(sparse)),
          .muted("storage     m·n  →   k·n    at 4 bytes a weight       ") + .strong(Self.memory(sparse.full))
            + .muted(" → ") + .active(Self.memory(sparse)),
        ],
        note: """
          Work and storage fall by the same factor here. The next advantage, sharing, will cut the storage once more, \
          but not the work: keep the two apart.
          """)
    case .growth:
      let largest = sparse.grown(by: Self.growth[Self.growth.count - 1])
      return Step(
        caption: """
          Ten times the inputs and ten times the outputs are a hundred times the weights when all are connected, but \
          only ten times when k stays the same.
          """,
        formula: [
          .muted("at ×\(Self.number(Self.growth[Self.growth.count - 1])):  m/k = ")
            + .input(Self.number(largest.inputs)) + " / "
            + .kernel(k) + " = " + .active(Self.times(largest.saving)) + .muted(" times fewer, instead of ")
            + .strong(Self.times(sparse.saving))
        ],
        note: "On the log scale both rise by even steps, but the upper bar's steps are twice as long: n² against n.",
        question: Question(
          "m and n both grow tenfold, k stays \(k). By what factor does k·n grow?",
          answer: .number(10, decimals: 0)))
    case .real:
      let connectivity = Connectivity(real)
      return Step(
        caption: """
          A real layer, the first of AlexNet: each of its \(Self.number(connectivity.outputs)) outputs sees only \
          \(Self.number(connectivity.fanIn)) inputs. Fully connected, its weights alone would fill \(Self.memory(connectivity.full)).
          """,
        formula: [
          Self.product(connectivity, "k", .kernel(Self.number(connectivity.fanIn))), Self.saving(connectivity),
        ],
        note: """
          The picture has \(Self.number(real.input.height)) · \(Self.number(real.input.width)) · \(real.input.channels) = \
          \(Self.number(connectivity.inputs)) values, a unit sees \(Self.number(connectivity.fanIn)) of them. Ask how much memory a \
          graphics card has.
          """)
    case .end:
      return Step(
        caption: """
          Take home: if an output sees only k inputs, weights and work fall from m·n to k·n. A kernel stays small \
          however large the picture becomes.
          """,
        formula: [Self.product(sparse.full, "m", .input(m)), Self.product(sparse, "k", .kernel(k))],
        note: "Ask what the price is: an output knows nothing of what is far away. Depth will bring that back.",
        links: [ThreeAdvantagesScene.link])
    }
  }

  /// m · n = 1,000 · 1,000 = 1,000,000 connections.
  private static func product(_ connectivity: Connectivity, _ name: String, _ fanIn: StyledText) -> StyledText {
    .muted("\(name) · n = ") + fanIn + " · " + .output(number(connectivity.outputs)) + " = "
      + .strong(number(connectivity.connections)) + .muted(connectivity.connections == 1 ? " weight" : " weights")
  }

  /// m / k = 1,000 / 10 = 100 times fewer.
  private static func saving(_ connectivity: Connectivity) -> StyledText {
    .muted("m·n / k·n = m / k = ") + .input(number(connectivity.inputs)) + " / "
      + .kernel(number(connectivity.fanIn)) + " = " + .active(times(connectivity.saving)) + .muted(" times fewer")
  }

  static func number(_ value: Int) -> String { NumberText.integer(value) }

  /// A factor with a decimal where it is no whole number.
  static func times(_ factor: Double) -> String {
    factor == factor.rounded() || factor >= 1000
      ? NumberText.integer(Int(factor.rounded())) : NumberText.fixed(factor, decimals: 1)
  }

  private static func decimals(_ factor: Double) -> Int { factor == factor.rounded() ? 0 : 1 }

  private static func inputs(_ connectivity: Connectivity) -> String {
    connectivity.inputs == 1 ? "the only input" : "each of \(number(connectivity.inputs)) inputs"
  }
  private static func outputs(_ connectivity: Connectivity) -> String {
    connectivity.outputs == 1 ? "the only output" : "each of \(number(connectivity.outputs)) outputs"
  }

  /// How long the products of one pass take.
  static func time(_ connectivity: Connectivity) -> String {
    let seconds = Double(connectivity.connections) / productsPerSecond
    return seconds < 1000 ? NumberText.metric(seconds, unit: "s") : number(Int(seconds)) + " s"
  }

  /// How much memory the weights take.
  static func memory(_ connectivity: Connectivity) -> String {
    NumberText.metric(Double(connectivity.connections * MemoryLayout<Float>.size), unit: "B")
  }
}

// MARK: Figure

extension SparseInteractionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    if moment == .growth {
      drawGrowth(at: playhead, in: &canvas)
    } else {
      drawMatrices(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: The two weight matrices, the numbers beside them, the bars beneath

  private func drawMatrices(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let sparse = connectivity(at: moment)
    let isLarge = canvas.size.rows >= 30
    let (upper, lower) = canvas.bounds.splitBottom(isLarge ? 7 : 4)
    let rows = upper.rows - (isLarge ? 3 : 2)
    let side = Size(columns: min(2 * rows, (upper.columns - Self.words - 6) / 2), rows: rows)
    let places = Layout.row(
      [side, side, Size(columns: Self.words, rows: rows)].map { Size(columns: $0.columns, rows: $0.rows + 1) },
      in: Region(column: upper.column, row: upper.row, columns: upper.columns, rows: rows + 1), minimumGap: 2,
      maximumGap: 8)
    let fullShown = moment == .full ? playhead.phase(0, 0.7) : 1
    let sparseShown = moment == .full ? 0 : moment == .sparse ? playhead.phase(0, 0.7) : 1

    drawMatrix(sparse.full, .strong("every pair", .title), shown: fullShown, in: &canvas, region: places[0])
    if sparseShown > 0 {
      drawMatrix(
        sparse, .kernel(Self.number(sparse.fanIn)) + .strong(" inputs each", .title), shown: sparseShown, in: &canvas,
        region: places[1])
    }
    drawWords(moment, sparse, in: &canvas, region: places[2].splitTop(1).rest)

    let fullGrowth = moment == .full ? playhead.phase(0.3, 1) : 1
    let sparseGrowth = moment == .sparse ? playhead.phase(0.3, 1) : 1
    let scale = LogScale(upTo: Double(sparse.full.connections))
    let unit = moment == .work ? "products" : "weights"
    var bars = [bar("m·n \(unit)", sparse.full, scale, growth: fullGrowth)]
    if moment != .full { bars.append(bar("k·n \(unit)", sparse, scale, growth: sparseGrowth)) }
    // The second bar's room is kept, so that the scale stays in its place.
    if bars.count == 1 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.kernel))) }
    var chart = BarChart(bars, scale: scale)
    chart.reservedColumns = Self.number(sparse.full.connections).count
    chart.draw(
      in: &canvas, region: lower, spacing: isLarge ? 3 : 2, thickness: isLarge ? 2 : 1)
  }

  /// Columns for the numbers beside the matrices.
  private static let words = 29

  private func drawMatrix(
    _ connectivity: Connectivity, _ title: StyledText, shown: Double, in canvas: inout Canvas, region: Region
  ) {
    let (top, rest) = region.splitTop(1)
    canvas.write(title, in: top)
    WeightMatrix(connectivity).draw(in: &canvas, region: rest, shown: shown)
  }

  private func drawWords(_ moment: Moment, _ sparse: Connectivity, in canvas: inout Canvas, region: Region) {
    var lines: [StyledText] = [
      .muted("inputs, across  m ") + .input(Self.number(sparse.inputs)),
      .muted("outputs, down   n ") + .output(Self.number(sparse.outputs)),
    ]
    if moment != .full { lines.append(.muted("seen by each    k ") + .kernel(Self.number(sparse.fanIn))) }
    switch moment {
    case .full:
      lines += ["", .muted("one pixel in the square is"), .muted("one weight, or many of them")]
    case .work:
      lines += [
        "", .muted("one pass  m·n ") + .strong(Self.time(sparse.full)),
        .muted("          k·n ") + .active(Self.time(sparse)),
        .muted("memory    m·n ") + .strong(Self.memory(sparse.full)),
        .muted("          k·n ") + .active(Self.memory(sparse)),
      ]
    case .sparse, .growth, .real, .end:
      lines += [
        "", .active(Self.times(sparse.saving)) + .muted(" times fewer"), "",
        sparse.saving == 1
          ? .muted("every one of the")
          : .kernel(Self.number(sparse.fanIn)) + .muted(" of every ") + .input(Self.number(sparse.inputs)),
        .muted("weights \(sparse.fanIn == 1 ? "remains" : "remain")"),
      ]
    }
    for (offset, line) in lines.enumerated() {
      canvas.write(line, column: region.column, row: region.row + max(0, region.rows - 9) / 2 + offset)
    }
  }

  private func bar(_ label: String, _ connectivity: Connectivity, _ scale: LogScale, growth: Double) -> BarChart.Bar {
    let isFull = connectivity.fanIn == connectivity.inputs && label.hasPrefix("m")
    return BarChart.Bar(
      .muted(label), fraction: growth * scale.fraction(of: Double(connectivity.connections)),
      value: growth >= 1
        ? (isFull ? .strong(Self.number(connectivity.connections)) : .active(Self.number(connectivity.connections)))
        : "",
      ink: isFull ? .role(.muted) : .role(.kernel))
  }

  // MARK: The layer made larger

  private func drawGrowth(at playhead: Playhead, in canvas: inout Canvas) {
    let largest = sparse.grown(by: Self.growth[Self.growth.count - 1])
    let scale = LogScale(upTo: Double(largest.full.connections))
    var bars: [BarChart.Bar] = []
    for (index, factor) in Self.growth.enumerated() {
      let grown = sparse.grown(by: factor)
      let part = Double(index) / Double(Self.growth.count)
      let growth = playhead.phase(part, part + 0.25)
      if index > 0 { bars.append(BarChart.Bar("", fraction: 0, value: "", ink: .role(.faint))) }
      bars.append(bar("m·n", grown.full, scale, growth: growth))
      bars[bars.count - 1].label = .strong("×\(Self.number(factor))".padding(to: 8)) + .muted("m·n")
      bars.append(bar("k·n", grown, scale, growth: growth))
      bars[bars.count - 1].label = StyledText("".padding(to: 8)) + .muted("k·n")
    }
    let spacing = max(1, (canvas.size.rows - 4) / bars.count)
    let (title, rest) = canvas.bounds.splitTop(max(2, (canvas.size.rows - spacing * bars.count) / 2))
    canvas.write(
      .muted("m = ") + .input(Self.number(sparse.inputs)) + .muted(" and n = ")
        + .output(Self.number(sparse.outputs)) + .muted(" grow together, k = ") + .kernel(Self.number(sparse.fanIn))
        + .muted(" stays"), column: title.column, row: title.endRow - 2)
    var chart = BarChart(bars, scale: scale)
    chart.reservedColumns = Self.number(largest.full.connections).count
    chart.draw(in: &canvas, region: rest, spacing: spacing, thickness: spacing)
  }
}
