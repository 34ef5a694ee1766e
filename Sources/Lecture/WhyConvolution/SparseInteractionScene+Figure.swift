import CellCanvas
import ConvolutionEngine

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
        ? .strong("every pair", .title)
        : .kernel(NumberText.integer(sparse.fanIn)) + .strong(" \(nouns(sparse.fanIn, "input")) each", .title))
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
      return lines + [
        "", .strong(NumberText.integer(sparse.full.connections)),
        .muted(nouns(sparse.full.connections, "connection")),
      ]
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
    // What a pass and a weight cost is said with the work.
    return lines
      + (moment == .work ? (isLarge ? counts : []) + costs : isLarge && moment == .end ? counts + costs : counts)
  }

  // MARK: The layer made larger

  /// All pairs and the connections of k each, a tile for as many as there were before they grew.
  private func drawGrowth(at playhead: Playhead, in canvas: inout Canvas) {
    let growth = playhead.phase(0.1, 0.8)
    // In a wide window also what that costs.
    let isWide = canvas.size.columns >= 130
    let tile = canvas.size.rows >= 30 ? 6 : 3
    func tiles(_ name: String, across: Int, of one: String, ink: ColorScale) -> Arrangement {
      let tint = Tint.level(ink, ink == .grey ? 0.55 : 0.75)
      let title = .muted("\(10 * across) × ") + StyledText("■", ink: tint) + .strong(" " + one)
      let size = Size(columns: max(across * tile, title.columns), rows: 10 * tile / 2)
      return Arrangement.drawing(name, size: size) { canvas, region in
        var pixels = Pixels(width: across * tile, height: 10 * tile)
        for row in 0..<10 {
          for column in 0..<across {
            // From the first tile outwards, ring by ring.
            guard max(row, column) == 0 || Double(max(row, column)) <= growth * 9 else { continue }
            pixels.fill(x: column * tile, y: row * tile, width: tile - 1, height: tile - 1, with: tint)
          }
        }
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(title)
    }
    func costs(_ one: Connectivity) -> StyledText {
      isWide ? .muted(Self.padded(Self.time(one)) + Self.padded(Self.memory(one))) : ""
    }
    let head = Ledger.Line(
      .muted("m, n each"),
      .muted("connections" + (isWide ? Self.padded("one pass") + Self.padded("memory") : "")))
    let spacing = canvas.size.rows >= 30 ? 2 : 1
    func account(of growths: ArraySlice<Int>) -> Arrangement {
      let ledger = Ledger(
        [head]
          + growths.flatMap { factor -> [Ledger.Line] in
            let grown = sparse.grown(by: factor)
            let name = "×\(NumberText.integer(factor))"
            let indent = String(repeating: " ", count: 8 - name.count)
            return [
              .init(
                .strong(name + indent) + .muted("m·n"),
                .strong(NumberText.integer(grown.full.connections)) + costs(grown.full)),
              .init(.muted("        k·n"), .kernel(NumberText.integer(grown.connections)) + costs(grown)),
            ]
          })
      let digits = NumberText.integer(sparse.grown(by: growths.last ?? 1).full.connections).count
      let columns = digits + 12 + (isWide ? 2 * Self.costColumns : 0)
      return .drawing("account", size: Size(columns: columns, rows: ledger.size(spacing: spacing).rows)) {
        ledger.draw(in: &$0, region: $1, spacing: spacing)
      }
    }
    let pictures = [
      tiles("pairs", across: 10, of: "m·n", ink: .grey),
      tiles("connections", across: 1, of: "k·n", ink: .kernel),
    ]
    let (all, fewer) = (account(of: Self.growth[...]), account(of: Self.growth.dropLast()))
    // The tiles are what is spoken of: very long numbers go before them.
    Arrangement.firstThatFits(
      .row(of: pictures + [all], gap: 2...8), .row(of: pictures + [fewer], gap: 2...8), .row(of: [all], gap: 2...8)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// How many columns a time or an amount of memory takes in the account.
  private static let costColumns = 16

  private static func padded(_ text: String) -> String {
    String(repeating: " ", count: max(1, costColumns - text.count)) + text
  }

  // MARK: A real layer

  /// What the counts of the real layer are made of.
  private var origins: [StyledText] {
    let (input, output, side) = (stage.input, stage.output, stage.layer.window?.kernel ?? 1)
    return [
      .muted("m \(input.height)·\(input.width)·\(input.channels) = ") + .input(NumberText.integer(real.inputs))
        + .muted("   n \(output.height)·\(output.width)·\(output.channels) = ")
        + .output(NumberText.integer(real.outputs))
        + .muted("   k \(side)·\(side)·\(input.channels) = ") + .kernel(NumberText.integer(real.fanIn))
    ]
  }

  /// Three areas, each the corner of the one before, magnified: pairs, connections, weights.
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
          .text(
            .muted(before == before.rounded() ? "÷ " : "÷ ≈ ") + .strong(factor(before.rounded())), .muted("    ▸"),
            name: "sign\(index)"
          ).hidden(!isShown))
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
      "the corner in another colour is the next area, drawn at least a pixel large")
    Arrangement.column(
      .row(of: parts, gap: 1...3),
      .text(of: (origins + [footnote]).flatMap { $0.wrapped(columns: max(1, canvas.size.columns)) }),
      align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
