import CellCanvas
import ConvolutionEngine

/// How many connections a layer has when every pair is connected, and when each output sees only a few inputs: as areas
/// of the square that has a row for each output and a column for each input.
struct SparseInteractionScene: Scene {
  static let card = SceneCard(id: "sparse-interaction", title: "Sparse interactions", part: .whyConvolution)

  /// 1, 2, 5, 10 ... 1000000.
  static let ladder: [String] =
    [1, 10, 100, 1000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }.map { "\($0)" } + ["1000000"]

  static let inputs = Control(name: "m", help: "how many inputs", kind: .choice(ladder, standard: "1000"))
  static let outputs = Control(name: "n", help: "how many outputs", kind: .choice(ladder, standard: "1000"))
  static let fanIn = Control(name: "k", help: "how many inputs an output sees", kind: .choice(ladder, standard: "10"))
  static let controls = [inputs, outputs, fanIn]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case square, full, sparse, work, growth, real, end
  }

  let moments = Moment.allCases
  /// The layer of the knobs.
  let sparse: Connectivity
  /// AlexNet's first layer.
  let stage: Stage
  let real: Connectivity
  /// A dense layer small enough for its lines to be drawn.
  let small = UnitLayer([Float](repeating: 0, count: 5), dense: Tensor(Shape(height: 5, width: 5), repeating: 0))

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
    stage = Network.alexNet.stages[0]
    real = Connectivity(stage)
  }

  /// How many products the machine works out in a second whose time is shown.
  static let productsPerSecond = 1e9
  /// How often the layer is made larger, and how much in all.
  static let growth = [1, 10, 100, 1000]

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let line = Self.line(target) else { return nil }
    return Remark(
      caption: """
        The connection from \(LayerStack.Unit.input(line.input).name) to \(LayerStack.Unit.output(line.output).name): a line \
        of the graph, and in the square the cell of row \(line.output + 1) and column \(line.input + 1).
        """)
  }

  /// The connection that is pointed at: a cell of the square.
  private static func line(_ target: Target?) -> (input: Int, output: Int)? {
    target.flatMap { $0.grid == "square" ? ($0.column, $0.row) : nil }
  }
}

// MARK: Words

extension SparseInteractionScene {
  /// Which knob to turn where a kernel is as large as its input.
  private var advice: String { sparse.fanIn > 1 ? "Turn k down" : "Turn m up" }

  func step(_ moment: Moment) -> Step {
    let (m, k) = (NumberText.integer(sparse.inputs), NumberText.integer(sparse.fanIn))
    switch moment {
    case .square:
      return Step(
        caption: """
          Every line is a connection, one product each time the layer works. In a square with a row for each output and \
          a column for each input it is a cell.
          """,
        formula: [
          .input("5") + " · " + .output("5") + " = " + .strong("25") + .muted(" lines, ") + .strong("25")
            + .muted(" cells     (lines may share weights: that comes later)")
        ],
        note: """
          Point at cells and let the class find the line. Say that connections are counted here: they cost time. \
          Weights, which cost memory, are as many only as long as no two lines share one.
          """, duration: .milliseconds(1100))
    case .full:
      return Step(
        caption: """
          The same square for m inputs and n outputs: \(Self.every(sparse.outputs, "output")) is connected with \
          \(Self.every(sparse.inputs, "input")). Must there be so many connections?
          """,
        formula: [product(sparse.full, "m", .input(m))],
        note: "Let the class do the product aloud. The knobs m and n go up to a million.", duration: .milliseconds(1100)
      )
    case .sparse:
      return Step(
        caption: sparse.saving > 1
          ? """
          \(sparse.saving > 2 ? "Most" : "Half") of the square is gone. How many times fewer depends on m and k alone: \
          the more there is to see, the more is saved by not looking at all of it.
          """
          : "Nothing is saved: with k as large as m every output sees everything again. \(advice).",
        formula: [product(sparse, "k", .kernel(k)), saving(sparse)],
        note: sparse.saving > 1
          ? """
          Why is it allowed to look at so little? Because in pictures and sounds what belongs together lies together: \
          an edge is known from a few neighbouring pixels.
          """
          : "A kernel as large as its input is a dense layer. Ask from which size of m on the two differ.",
        question: sparse.saving == 1
          ? nil
          : Question(
            "Now each output sees only \(k) of the \(m) inputs. How many times fewer connections are there?",
            answer: .number(sparse.saving, decimals: sparse.saving == sparse.saving.rounded() ? 0 : 1)),
        duration: .milliseconds(1400))
    case .work:
      return Step(
        caption: sparse.saving > 1
          ? """
          Each connection is a product, so time falls by the same factor. So does memory, as long as every connection has \
          a weight of its own.
          """
          : """
          Each connection is a product, and none is gone: neither time nor memory falls. \(advice) and see both fall \
          by the same factor.
          """,
        formula: [
          .muted("run time  O(m·n) → O(k·n)   at 10⁹ products a second  ") + .strong(Self.time(sparse.full))
            + .muted(" → ") + .active(Self.time(sparse)),
          .muted("storage     m·n  →   k·n    at 4 bytes a weight       ") + .strong(Self.memory(sparse.full))
            + .muted(" → ") + .active(Self.memory(sparse)),
        ],
        note: """
          O(m·n) is read “of the order of”: constant factors do not count. The next advantage, sharing, will cut the \
          storage once more, but not the work: keep the two apart.
          """)
    case .growth: return growthStep
    case .real:
      return Step(
        caption: """
          AlexNet's first layer, whatever m, n and k are here. Looking at little leaves \
          \(NumberText.integer(real.connections)) connections; sharing will leave \(NumberText.integer(stage.weights)) weights.
          """,
        formula: [
          .muted("dense ") + .input(NumberText.integer(real.inputs)) + "·" + .output(NumberText.integer(real.outputs))
            + .muted(" → sparse ") + .kernel(NumberText.integer(real.fanIn)) + "·"
            + .output(NumberText.integer(real.outputs)) + .muted(" → shared ")
            + .kernel(NumberText.integer(real.fanIn)) + "·" + .output("\(stage.output.channels)"),
          .muted("as weights in memory ") + .strong(Self.memory(real.full)) + .muted(" → ")
            + .strong(Self.memory(real)) + .muted(" → ") + .active(Self.bytes(stage.weights)),
        ],
        note: """
          The picture has \(stage.input.height) · \(stage.input.width) · \(stage.input.channels) = \
          \(NumberText.integer(real.inputs)) values, a unit sees \(stage.fanIn) of them, and each of the \
          \(stage.output.channels) filters is used at \(stage.output.height) · \(stage.output.width) places.
          """, duration: .milliseconds(1800))
    case .end:
      return Step(
        caption: """
          Take home: if an output sees only k inputs, connections and work \(sparse.saving > 1 ? "fall from m·n to" : "are") \
          k·n\(sparse.saving > 1 ? "" : ", here as many as m·n, for k is m"). A kernel stays small, whatever the picture.
          """,
        formula: [product(sparse.full, "m", .input(m)), product(sparse, "k", .kernel(k))],
        note: "Ask what the price is: an output knows nothing of what is far away. Depth will bring that back.",
        links: [ThreeAdvantagesScene.link])
    }
  }

  private var growthStep: Step {
    // What the figure shows and the sentence speaks of; the account beside it goes on from there.
    let factor = Self.growth[1]
    let grown = sparse.grown(by: factor)
    return Step(
      caption: """
        The square grows along both sides, a strip k wide along one: ten times as large, there are 100 times the pairs, but \
        only 10 times the connections.
        """,
      formula: [
        .muted("at ×\(NumberText.integer(factor)):  m / k = ") + .input(NumberText.integer(grown.inputs)) + " / "
          + .kernel(NumberText.integer(grown.fanIn)) + " = " + .active(Lecture.factor(grown.saving))
          + .muted(" times fewer")
          + (sparse.saving > 1 ? .muted(", instead of ") + .strong(Lecture.factor(sparse.saving)) : "")
      ],
      note: "A tile is what there was before: count the tiles of either side.",
      question: Question(
        "m and n both grow tenfold, k stays. How many times as many pairs are there, and how many times as many connections?",
        answer: .numbers([100, 10], decimals: 0)),
      duration: .milliseconds(1600))
  }

  /// m · n = 1,000 · 1,000 = 1,000,000 connections.
  private func product(_ connectivity: Connectivity, _ name: String, _ fanIn: StyledText) -> StyledText {
    .muted("\(name) · n = ") + fanIn + " · " + .output(NumberText.integer(connectivity.outputs)) + " = "
      + .strong(NumberText.integer(connectivity.connections))
      + .muted(" " + nouns(connectivity.connections, "connection"))
  }

  /// m / k = 1,000 / 10 = 100 times fewer.
  private func saving(_ connectivity: Connectivity) -> StyledText {
    .muted("m·n / k·n = m / k = ") + .input(NumberText.integer(connectivity.inputs)) + " / "
      + .kernel(NumberText.integer(connectivity.fanIn)) + " = "
      + (connectivity.saving == 1
        ? .active("1") + .muted(", as many as before") : .active(factor(connectivity.saving)) + .muted(" times fewer"))
  }

  private static func every(_ count: Int, _ noun: String) -> String {
    count == 1 ? "the only \(noun)" : "each of \(counted(count, noun))"
  }

  /// How long the products of one pass take.
  static func time(_ connectivity: Connectivity) -> String {
    let seconds = Double(connectivity.connections) / productsPerSecond
    return seconds < 1000 ? NumberText.metric(seconds, unit: "s") : NumberText.integer(Int(seconds)) + " s"
  }

  /// How much memory a weight for each connection takes.
  static func memory(_ connectivity: Connectivity) -> String { bytes(connectivity.connections) }

  private static func bytes(_ weights: Int) -> String {
    NumberText.metric(Double(weights * MemoryLayout<Float>.size), unit: "B")
  }
}

// MARK: Figure

extension SparseInteractionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .square: drawSquare(at: playhead, in: &canvas)
    case .full, .sparse, .work, .end: drawAreas(moment, at: playhead, in: &canvas)
    case .growth: drawGrowth(at: playhead, in: &canvas)
    case .real: drawReal(at: playhead, in: &canvas)
    }
  }

  /// A graph with all its lines, and beside it the square with a cell for each.
  private func drawSquare(at playhead: Playhead, in canvas: inout Canvas) {
    let shown = Int(playhead.phase(0.1, 0.9) * 25)
    let pointed = Self.line(playhead.pointer)
    let current = pointed ?? (shown < 25 ? (input: shown % 5, output: shown / 5) : nil)
    var light = LayerStack.Light()
    if let current {
      light.active = [.input(current.input), .output(current.output)]
      light.lines = [.init(from: .input(current.input), to: current.output)]
    }
    let graph = small.stack.graph(light, isCalm: current == nil, labels: [.input("x"), .output("s")], name: \.name)
    var square = NumberGrid(.kernel("connections"), name: "square", rows: 5, columns: 5) { row, column in
      if let current, current == (input: column, output: row) { return NumberGrid.Element(paper: .role(.active)) }
      let isThere = pointed != nil || 5 * row + column < shown
      let shade = (row + column).isMultiple(of: 2) ? 0.75 : 0.6
      return NumberGrid.Element(paper: isThere ? .level(.kernel, shade) : .role(.panel))
    }
    square.rowNames = (0..<5).map { LayerStack.Unit.output($0).styled }
    square.columnNames = (0..<5).map { LayerStack.Unit.input($0).styled }
    square.reservedColumns = 3
    Arrangement.row(
      .graph("graph", graph, most: Size(columns: canvas.size.columns / 2, rows: 22)), .grid("square", square),
      gap: 4...10
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Areas

  /// The square of all pairs with those that are connected; and the same pushed together, so that areas compare.
  private func drawAreas(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isFirst = moment == .full
    let shown = isFirst || moment == .sparse ? playhead.phase(0, 0.6) : 1
    let pushed = isFirst ? 0 : moment == .sparse ? playhead.phase(0.55, 0.95) : 1
    let matrix = WeightMatrix(isFirst ? sparse.full : sparse)
    let share = 1 / sparse.saving
    let lines = ledger(moment, isLarge: canvas.size.rows >= 30)
    let side = Size(columns: 22, rows: 11)
    let square = Arrangement.drawing(
      "square", least: side, most: Size(columns: 2 * (canvas.size.rows - 3), rows: canvas.size.rows - 3)
    ) { canvas, region in
      matrix.draw(in: &canvas, region: region, shown: shown)
    }.titled(
      isFirst
        ? .strong("every pair", .title) : .kernel(NumberText.integer(sparse.fanIn)) + .strong(" inputs each", .title))
    let together = Arrangement.drawing(
      "together", least: side, most: Size(columns: 2 * (canvas.size.rows - 3), rows: canvas.size.rows - 3)
    ) { canvas, region in
      Self.draw(share: pushed * share, in: &canvas, region: region)
    }.titled(.muted("pushed together")).hidden(isFirst)
    let parts = Arrangement.row(
      square, together,
      .drawing("numbers", size: Size(columns: lines.reduce(26) { max($0, $1.columns) }, rows: lines.count)) {
        canvas, region in
        for (offset, line) in lines.enumerated() { canvas.write(line, column: region.column, row: region.row + offset) }
      }, gap: 2...6
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if let place = parts.body("square"), let legend = matrix.legend(width: place.columns, height: 2 * place.rows) {
      canvas.legend(legend, near: place)
    }
  }

  /// A share of a square as an area, from its top left corner: a square as well. What is less than a pixel is one pixel,
  /// and the words say so.
  private static func draw(share: Double, in canvas: inout Canvas, region: Region) {
    let (width, height) = (region.columns, 2 * region.rows)
    var pixels = Pixels(width: width, height: height)
    pixels.fill(x: 0, y: 0, width: width, height: height, with: .role(.panel))
    let count = share > 0 ? max(1, Int((share * Double(width * height)).rounded())) : 0
    // As near to a square as whole pixels allow.
    let across = max(
      1, min(width, Int((Double(count) * Double(width) / Double(max(1, height))).squareRoot().rounded())))
    for index in 0..<count { pixels[index % across, index / across] = .role(.active) }
    pixels.draw(in: &canvas, at: region.origin)
    let isTooLarge = share > 0 && share * Double(width * height) < 0.75
    if isTooLarge { canvas.write(.muted("◂ less than this pixel"), column: region.column + 1, row: region.row) }
  }

  private func ledger(_ moment: Moment, isLarge: Bool) -> [StyledText] {
    var lines: [StyledText] = [
      .muted("inputs, across  m ") + .input(NumberText.integer(sparse.inputs)),
      .muted("outputs, down   n ") + .output(NumberText.integer(sparse.outputs)),
    ]
    guard moment != .full else {
      return lines + ["", .strong(NumberText.integer(sparse.full.connections)), .muted("connections")]
    }
    lines.append(.muted("seen by each    k ") + .kernel(NumberText.integer(sparse.fanIn)))
    let counts: [StyledText] = [
      "", .muted("of   ") + .strong(NumberText.integer(sparse.full.connections)),
      .muted("left ") + .active(NumberText.integer(sparse.connections)), "",
      sparse.saving == 1 ? .muted("none is gone") : .active(factor(sparse.saving)) + .muted(" times fewer"),
    ]
    let costs: [StyledText] = [
      "", .muted("one pass  m·n ") + .strong(Self.time(sparse.full)),
      .muted("          k·n ") + .active(Self.time(sparse)),
      .muted("memory    m·n ") + .strong(Self.memory(sparse.full)),
      .muted("          k·n ") + .active(Self.memory(sparse)),
    ]
    return lines + (isLarge ? counts + costs : moment == .work ? costs : counts)
  }

  // MARK: The layer made larger

  /// All pairs and the connections of k each, before in one tile and after in as many as they have become.
  private func drawGrowth(at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.phase(0.1, 0.8)
    let largest = sparse.grown(by: Self.growth[Self.growth.count - 1])
    let columns = NumberText.integer(largest.full.connections).count + 12
    let tile = canvas.size.rows >= 30 ? 6 : 3
    func tiles(_ name: String, _ title: StyledText, across: Int, ink: ColorScale) -> Arrangement {
      .drawing(name, size: Size(columns: max(across * tile, title.columns), rows: 10 * tile / 2)) { canvas, region in
        var pixels = Pixels(width: across * tile, height: 10 * tile)
        for row in 0..<10 {
          for column in 0..<across {
            let isFirst = row == 0 && column == 0
            // From the first tile outwards, ring by ring.
            guard isFirst || Double(max(row, column)) <= growth * 9 else { continue }
            pixels.fill(
              x: column * tile, y: row * tile, width: tile - 1, height: tile - 1,
              with: isFirst ? .role(.active) : .level(ink, ink == .grey ? 0.55 : 0.75))
          }
        }
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(title)
    }
    let lines = Self.growth.flatMap { factor -> [Ledger.Line] in
      let grown = sparse.grown(by: factor)
      let name = "×\(NumberText.integer(factor))"
      let indent = String(repeating: " ", count: 8 - name.count)
      return [
        .init(.strong(name + indent) + .muted("m·n"), .strong(NumberText.integer(grown.full.connections))),
        .init(.muted("        k·n"), .kernel(NumberText.integer(grown.connections))),
      ]
    }
    let ledger = Ledger(lines)
    let spacing = canvas.size.rows >= 30 ? 2 : 1
    let account = Arrangement.drawing("account", size: Size(columns: columns, rows: ledger.size(spacing: spacing).rows))
    {
      ledger.draw(in: &$0, region: $1, spacing: spacing)
    }
    let pictures = [
      tiles("pairs", .strong("m·n", .title) + .muted(" ×10"), across: 10, ink: .grey),
      tiles("connections", .kernel("k·n") + .muted(" ×10"), across: 1, ink: .kernel),
    ]
    Arrangement.firstThatFits(
      .row(of: pictures + [account], gap: 2...8), .row(of: [account], gap: 2...8)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: A real layer

  /// Three areas, each the bright corner of the one before, magnified: pairs, connections, weights.
  private func drawReal(at playhead: Playhead, in canvas: inout Canvas) {
    let areas: [(name: StyledText, count: Int, ink: Tint)] = [
      (.muted("every pair"), real.full.connections, .level(.grey, 0.5)),
      (.kernel("connections"), real.connections, .level(.kernel, 0.75)),
      (.active("weights"), stage.weights, .role(.active)),
    ]
    let rows = min(canvas.size.rows - 7, (canvas.size.columns - 24) / 6)
    var parts: [Arrangement] = []
    for (index, area) in areas.enumerated() {
      let isShown = index == 0 || playhead.phase(0.4 * Double(index) - 0.2, 0.4 * Double(index)) > 0
      let next = index + 1 < areas.count ? areas[index + 1] : nil
      let smaller = next.map { Double(area.count) / Double($0.count) } ?? 1
      if index > 0 {
        let before = Double(areas[index - 1].count) / Double(area.count)
        parts.append(
          .text(.muted("÷ ") + .strong(factor(before.rounded())), .muted("    ▸"), name: "sign\(index)")
            .hidden(!isShown))
      }
      let number: StyledText = .strong(NumberText.integer(area.count))
      parts.append(
        Arrangement.column(
          .drawing("area\(index)", size: Size(columns: 2 * rows, rows: rows)) { canvas, region in
            var pixels = Pixels(width: 2 * rows, height: 2 * rows)
            pixels.fill(x: 0, y: 0, width: 2 * rows, height: 2 * rows, with: area.ink)
            if let next {
              let count = max(1, Int((Double(pixels.width * pixels.height) / smaller).rounded()))
              for pixel in 0..<count { pixels[pixel % 2, pixel / 2] = next.ink }
            }
            pixels.draw(in: &canvas, at: region.origin)
          }.titled(area.name), .text(number), gap: 0...0
        ).hidden(!isShown))
    }
    let footnote: StyledText = .muted(
      "each area is the corner of the one before, magnified; the least is a pixel")
    Arrangement.column(
      .row(of: parts, gap: 1...3), .text(of: footnote.wrapped(columns: max(1, canvas.size.columns))),
      align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
