import CellCanvas
import ConvolutionEngine

extension GuidedBackpropScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .question: drawQuestion(in: &canvas)
    case .forward, .arriving, .rule: drawNumbers(moment, at: playhead, in: &canvas)
    case .switches: drawSwitches(at: playhead, in: &canvas)
    case .portrait(let rule): drawPortraits(until: rule, withEdges: false, at: playhead, in: &canvas)
    case .edges, .end: drawPortraits(until: .guided, withEdges: true, at: playhead, in: &canvas)
    case .forgetting: drawForgetting(at: playhead, in: &canvas)
    case .untrained: drawUntrained(at: playhead, in: &canvas)
    }
  }

  private func isLarge(_ canvas: Canvas) -> Bool { canvas.size.columns >= 130 && canvas.size.rows >= 34 }

  // MARK: The unit

  private func drawQuestion(in canvas: inout Canvas) {
    let isLarge = isLarge(canvas)
    let most = Size.square(isLarge ? 64 : 32)
    let answers: Arrangement
    if isOfScores {
      answers = .bars(
        "scores", photos.bars(Softmax()(unitShown.scores).values, lit: unitShown.channel), rows: 10,
        columns: isLarge ? 40 : 34
      ).titled(.output("probabilities") + .muted(" of the classes"))
    } else {
      let map = unitShown.maps.channel(unitShown.channel).heatMap(.output, limits: 0...Double(unitShown.answer))
      answers = .column(
        .map("map", map, least: 4, most: most).titled(.output(unitName)), .legend(map.legend(decimals: 2)), gap: 1...1)
    }
    let names: [StyledText] = unitShown.weighted.reversed().map { .kernel(unitShown.network.stages[$0].name) }
    let parts = Arrangement.row(
      .seen(.input(name), unitShown.picture.picture, size: most, grid: "pixel"),
      .arrow(canvas.size.columns >= 156 ? .joined(names, separator: .muted(" → ")) : "up", progress: 1), answers,
      gap: 2...4
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    guard !isOfScores, let body = parts.body("map") else { return }
    let map = unitShown.maps.channel(unitShown.channel).heatMap(.output)
    canvas.outline(
      map.placement(in: body).region(row: unitShown.place.row, column: unitShown.place.column), ink: .role(.active))
  }

  // MARK: Numbers

  private func drawNumbers(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let pointed = playhead.pointer.map { GridPlace(row: $0.row, column: $0.column) }
    let isThere = playhead.pointer != nil || playhead.progress >= 0.5
    func grid(
      _ title: StyledText, _ name: String?, _ tensor: Tensor, _ ink: Role, isShut: ((Int, Int) -> Bool)? = nil
    ) -> NumberGrid {
      let top = Double(max(1, tensor.magnitudes.max() ?? 1))
      var grid = NumberGrid(title, name: name, rows: 3, columns: 3) { row, column in
        let value = Double(tensor[row, column])
        var element = NumberGrid.Element(NumberText.plain(value))
        switch ink {
        case .gradient where value != 0:
          element.paper = .role(.gradient)
        case .gradient: element.ink = .role(.muted)
        case .output: element.paper = .level(.output, 0.15 + 0.7 * max(0, value) / top)
        default: element.paper = .level(.input, 0.15 + 0.7 * max(0, value) / top)
        }
        element.isHatched = isShut?(row, column) ?? false
        if GridPlace(row: row, column: column) == pointed {
          element.paper = .role(.active)
          element.ink = .role(.legible)
        }
        return element
      }
      grid.reservedColumns = 4
      return grid
    }
    func isShut(_ row: Int, _ column: Int) -> Bool { input[row, column] <= 0 }
    func isCut(_ row: Int, _ column: Int) -> Bool { returning[row, column] <= 0 }
    let order = ReLU.Rule.allCases
    let last: Int? = if case .rule(let rule) = moment { order.firstIndex(of: rule) } else { nil }
    let up: [Arrangement] = [
      .grid("x", grid(.input("x") + .muted(" goes in"), Self.values.name, input, .input)),
      .arrow("ReLU", progress: moment == .forward ? playhead.phase(0, 0.5) : 1),
      .grid("y", grid(.output("y") + .muted(" comes out"), nil, output, .output)).hidden(
        moment == .forward && !isThere),
    ]
    let g: Arrangement = .grid(
      "g", grid(.strong("g", .gradient) + .muted(" comes back"), Self.gradient.name, returning, .gradient)
    ).hidden(moment == .forward || moment == .arriving && !isThere)
    let results = order.enumerated().map { index, rule in
      Arrangement.grid(
        rule.name,
        grid(
          .strong(rule.name, .gradient), last.map { index <= $0 } == true ? "passed" : nil,
          passed[rule] ?? returning, .gradient,
          isShut: { row, column in
            switch rule {
            case .plain: isShut(row, column)
            case .deconvolution: isCut(row, column)
            case .guided: isShut(row, column) || isCut(row, column)
            }
          })
      ).hidden(last.map { index > $0 || index == $0 && !isThere } ?? true)
    }
    let parts = Arrangement.column(
      .row(of: up + [g], gap: 2...5),
      .row(of: results, gap: 3...8), gap: 1...3, align: .center
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
  }

  private func drawSwitches(at playhead: Playhead, in canvas: inout Canvas) {
    let isBack = playhead.pointer != nil || playhead.progress >= 0.6
    let won = Set(
      unpooled.values.indices.filter { unpooled.values[$0] != 0 }.map { GridPlace(row: $0 / 4, column: $0 % 4) })
    let map = NumberGrid(.input("map") + .muted(" below the pooling"), rows: 4, columns: 4) { row, column in
      let isWinner = won.contains(GridPlace(row: row, column: column))
      return NumberGrid.Element(
        NumberText.plain(Double(pooled[row, column])),
        paper: .level(.input, 0.15 + 0.12 * Double(pooled[row, column])), style: isWinner ? .bold : [])
    }
    func gradients(_ title: StyledText, _ tensor: Tensor, isThere: Bool) -> NumberGrid {
      var grid = NumberGrid(title, rows: tensor.shape.height, columns: tensor.shape.width) { row, column in
        guard isThere else { return NumberGrid.Element("·", ink: .role(.muted)) }
        let value = Double(tensor[row, column])
        return value == 0
          ? NumberGrid.Element("0", ink: .role(.muted))
          : NumberGrid.Element(NumberText.plain(value), paper: .role(.gradient), style: .bold)
      }
      grid.reservedColumns = 3
      return grid
    }
    let parts = Arrangement.row(
      .grid("map", map),
      .grid("from", gradients(.strong("g", .gradient) + .muted(" from above"), pooledGradient, isThere: true)),
      .arrow("switches", ink: .role(.gradient), progress: playhead.phase(0, 0.6)),
      .grid("to", gradients(.strong("g", .gradient) + .muted(" of the map"), unpooled, isThere: isBack)), gap: 2...6
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    guard let place = parts.grid("map"), place.scale.halfRows > 1 else { return }
    for cell in won { canvas.outline(place.region(row: cell.row, column: cell.column), ink: .role(.active)) }
  }

  // MARK: Pictures

  /// A picture of a rule, up to its own largest value; an empty frame while it is not there.
  private func portrait(
    _ rule: ReLU.Rule, _ portraits: SeenUnit.Portraits?, columns: Int, isHidden: Bool = false
  ) -> Arrangement {
    let tensor = portraits?[rule]
    return .seen(
      .strong(rule.name, .gradient) + .muted(tensor.map { $0.isBlank ? " all 0" : " ±" + Self.largest($0) } ?? ""),
      tensor?.signedPicture,
      size: .square(columns), grid: isHidden ? nil : rule.name
    ).hidden(isHidden)
  }

  private func picture(columns: Int) -> Arrangement {
    .seen(.input(name), unitShown.picture.picture, size: .square(columns), grid: "pixel")
  }

  /// What the colours of the pictures say: only the plain ones are gradients, by which the unit rises or falls.
  private func signs(of rules: some Collection<ReLU.Rule>) -> Arrangement {
    .text(
      .muted(
        "grey 0; a colour more or less: "
          + (rules.allSatisfy { $0 == .plain } ? "with more of it the unit rises or falls" : "a value above or below 0")
      ))
  }

  private func drawPortraits(until last: ReLU.Rule, withEdges: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = isLarge(canvas)
    let isThere = playhead.pointer != nil || playhead.progress >= 0.4
    let rules = ReLU.Rule.allCases.prefix { $0 != last } + [last]
    let others = Array(rules.dropLast())
    if isLarge, canvas.size.rows >= 38, !withEdges {
      return drawLarge(last, after: others, isThere: isThere, in: &canvas)
    }
    let columns = isLarge ? 32 : withEdges ? 18 : 22
    let shown: [Arrangement]
    let edgeLegend: Arrangement
    if withEdges {
      let end = Double(max(edges.range.upperBound, 1e-9))
      shown =
        rules.map { portrait($0, trained?.portraits, columns: columns) } + [
          .map("edges", edges.heatMap(.amount, limits: 0...end), least: 14, most: .square(columns))
            .titled(.strong("Sobel") + .muted(" to " + NumberText.fixed(end, decimals: 1)))
        ]
      edgeLegend = .legend(ScaleLegend(.amount, from: "no edge", to: "edge"))
    } else {
      // In a small window the one that is spoken of is drawn pixel by pixel, and has room for two beside it.
      let before =
        [picture(columns: others.isEmpty ? 32 : columns)]
        + others.map { portrait($0, trained?.portraits, columns: columns) }
      shown =
        Array(before.suffix(isLarge ? before.count : 2)) + [
          portrait(last, trained?.portraits, columns: 32, isHidden: !isThere)
        ]
      edgeLegend = .nothing
    }
    Arrangement.column(
      .row(of: shown, gap: isLarge || others.isEmpty ? 1...4 : 1...1),
      .firstThatFits(
        .row(signs(of: rules), edgeLegend, gap: 3...6), .column(signs(of: rules), edgeLegend, gap: 0...0), .nothing),
      gap: 0...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// The picture of a rule two cells wide for each pixel, beside the network's own and those of the rules before it.
  private func drawLarge(
    _ rule: ReLU.Rule, after others: [ReLU.Rule], isThere: Bool, in canvas: inout Canvas
  ) {
    let before = [picture(columns: 32)] + others.map { portrait($0, trained?.portraits, columns: 32) }
    let rows = stride(from: 0, to: before.count, by: 2).map { Array(before[$0..<min($0 + 2, before.count)]) }
    Arrangement.column(
      .row(
        .table(rows, columnGap: 2...4, rowGap: 1...2),
        portrait(rule, trained?.portraits, columns: 64, isHidden: !isThere), gap: 2...6),
      signs(of: others + [rule]), gap: 0...1, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// The likeness of each rule's picture, a column for each check and the one that is shown lit up.
  ///
  /// - Parameter other: what they are compared with.
  private func table(
    like other: String, _ header: String, _ names: [String], _ checks: [Check], shown: Int?, isComplete: Bool
  ) -> Arrangement {
    let head: [Arrangement] =
      [.text(.muted(header))]
      + names.enumerated().map { .text($0.offset == shown ? .active($0.element) : .muted($0.element)) }
    let rows = ReLU.Rule.allCases.map { rule -> [Arrangement] in
      [.text(.strong(rule.name, .gradient))]
        + names.indices.map { index in
          guard isComplete, let shown, index <= shown else { return .text(.muted("·")) }
          let text = checks[index].told(rule)
          return .text(index == shown ? .active(text) : .muted(text))
        }
    }
    let table = Arrangement.table([head] + rows, columnGap: 2...3, rowGap: 0...0)
    return .firstThatFits(table.titled(.muted("rank correlation with \(other)")), table)
  }

  private func drawForgetting(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = isLarge(canvas)
    let isComplete = forgotten.count == layers.count
    let index = isComplete ? shown(of: layers.count, at: playhead) : nil
    let columns = isLarge ? 32 : 18
    let portraits = portraitsSeen(at: .forgetting, playhead)
    let shown = [picture(columns: columns)] + ReLU.Rule.allCases.map { portrait($0, portraits, columns: columns) }
    let numbers = table(
      like: "the picture of the trained network", "random down to", layers, forgotten, shown: index,
      isComplete: isComplete)
    let meaning = Arrangement.text(.muted("1: the same order of pixels,"), .muted("0: none in common"))
    guard isLarge, isComplete, layers.count > 1 else {
      Arrangement.column(
        .row(of: shown, gap: 1...4), .row(numbers, .firstThatFits(meaning, .nothing), gap: 3...8),
        signs(of: ReLU.Rule.allCases), gap: 0...1, align: .center
      ).placed(in: canvas.bounds).draw(in: &canvas)
      return
    }
    Arrangement.column(
      .row(of: shown, gap: 2...6),
      .row(
        .column(numbers, meaning, gap: 1...1),
        curves(forgotten, from: 1, "layers at random, from the top", shown: index), gap: 4...8),
      signs(of: ReLU.Rule.allCases), gap: 1...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// The likeness of each rule's picture over the checks, for windows that have room for curves: none where nothing came
  /// back.
  private func curves(_ checks: [Check], from first: Int, _ name: String, shown: Int?) -> Arrangement {
    let inks: [ReLU.Rule: (Role, LineChart.Curve.Mark)] = [
      .plain: (.other, .dashes), .deconvolution: (.kernel, .line), .guided: (.gradient, .strong),
    ]
    let all = checks.flatMap { $0.likeness.values }
    var chart = LineChart(
      ReLU.Rule.allCases.map { rule in
        let (role, mark) = inks[rule] ?? (.other, .line)
        return .init(
          checks.map { $0.isBlank(rule) ? .nan : $0.likeness[rule] ?? 0 }, rule.name, ink: .role(role), mark: mark)
      }, limits: (10 * min(0, all.min() ?? 0)).rounded(.down) / 10...1,
      across: Double(first)...Double(first + checks.count - 1))
    chart.x = .init(StyledText(name), ticks: (first..<first + checks.count).map(Double.init))
    chart.y = .init("likeness", decimals: 1)
    chart.marker = shown.map { Double($0 + first) }
    return .chart("likeness", chart, least: Size(columns: 60, rows: 12))
  }

  private func drawUntrained(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = isLarge(canvas)
    let isComplete = untrained.count == RandomLayer.filters.count
    let index = isComplete ? shown(of: untrained.count, at: playhead) : nil
    let columns = isLarge ? 32 : 18
    let portraits = portraitsSeen(at: .untrained, playhead)
    let shown = [picture(columns: columns)] + ReLU.Rule.allCases.map { portrait($0, portraits, columns: columns) }
    let names = RandomLayer.filters.map(String.init)
    let numbers = table(
      like: "\(name), value by value", "filters", names, untrained, shown: index, isComplete: isComplete)
    guard isLarge, isComplete else {
      Arrangement.column(
        .row(of: shown, gap: 1...4), numbers, signs(of: ReLU.Rule.allCases), gap: 0...1, align: .center
      )
      .placed(in: canvas.bounds).draw(in: &canvas)
      return
    }
    Arrangement.column(
      .row(of: shown, gap: 2...6),
      .row(
        numbers,
        curves(
          untrained, from: 0, "filters, doubled each time: 1, 2, 4 … \(names[names.count - 1])", shown: index),
        gap: 4...8),
      signs(of: ReLU.Rule.allCases), gap: 1...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
