import CellCanvas
import ConvolutionEngine

extension LocalConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 110
    let figure: Arrangement
    switch moment {
    case .first, .next, .count, .shared, .tiled: figure = sliding(moment, at: playhead, isLarge)
    case .through: figure = through(playhead.pointer, isLarge)
    case .sweep: figure = sweep(isLarge)
    case .channels: figure = channelGraphs(playhead.pointer)
    case .costs: figure = costs
    case .end: figure = patterns(isLarge)
    }
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private static let (outputName, kernelsName) = ("s", "kernels")

  // MARK: A window with the kernel of its place

  /// The place that is looked at.
  private func place(_ moment: Moment, _ pointer: Target?) -> GridPlace? {
    if let pointer, [Self.outputName, Self.kernelsName].contains(pointer.grid), max(pointer.row, pointer.column) < side
    {
      return .init(row: pointer.row, column: pointer.column)
    }
    guard pointer == nil else { return nil }
    switch moment {
    case .first: return .init(row: 0, column: 0)
    case .next: return .init(row: 0, column: 1)
    case .count, .shared, .tiled: return .init(row: side / 2, column: side / 2)
    default: return nil
    }
  }

  private func sliding(_ moment: Moment, at playhead: Playhead, _ isLarge: Bool) -> Arrangement {
    let turn = turn(moment)
    let place = place(moment, playhead.pointer)
    let pointer = playhead.pointer
    let isNew = moment == .first || moment == .next
    let hasLanded = pointer != nil || !isNew || playhead.phase(0.3, 0.8) >= 1
    let shown = kernel(place ?? .init(row: 0, column: 0), turn: turn)
    let known =
      switch moment {
      case .first: 1
      case .next: 2
      default: side * side
      }
    let inputActive = pointer.flatMap { pointer in
      pointer.grid == Self.values.name ? GridPlace(row: pointer.row, column: pointer.column) : nil
    }
    let input = shown.inputGrid(
      name: Self.values.name, covered: place.map(shown.covered) ?? [:], active: inputActive)
    let limit = outputLimit
    var output = GridConvolution.mapGrid(
      self.output(turn: turn), limit: limit, name: Self.outputName, active: place, hidesActive: !hasLanded
    ) { $0.row * side + $0.column < known }
    output.title = .output("output") + .muted(" \(sides(side, side))")
    let number = number(place ?? .init(row: 0, column: 0), turn: turn)
    var kernelGrid = shown.kernelGrid()
    kernelGrid.title = .kernel("kernel \(number)") + .muted(" of \(turn * turn)")
    return .row(
      .grid("input", input), .sign("⋆"),
      .column(.grid("kernel", kernelGrid), .grid("numbers", numbers(turn, lit: place))),
      .grid("output", output), isLarge ? mosaic(turn, lit: place) : .nothing)
  }

  /// The largest amount among all outputs, so that layers can be compared by their colours.
  private var outputLimit: Double {
    ([denseOutput] + outputs).flatMap(\.values).reduce(1) { max($0, abs(Double($1))) }
  }

  /// Which kernel stands at each place.
  private func numbers(_ turn: Int, lit: GridPlace?) -> NumberGrid {
    var grid = NumberGrid(
      .muted("which ") + .kernel("kernel") + .muted(" where"), name: Self.kernelsName, rows: side, columns: side
    ) { row, column in
      let number = number(.init(row: row, column: column), turn: turn)
      let isLit = lit.map { $0.row % turn == row % turn && $0.column % turn == column % turn } ?? false
      return .init(
        "\(number)",
        paper: isLit
          ? .role(.active) : .level(.kernel, 0.2 + 0.5 * Double(number - 1) / Double(max(1, turn * turn - 1))),
        style: isLit ? .bold : [])
    }
    grid.reservedColumns = 2
    return grid
  }

  /// The kernels of all places, each where its output stands.
  private func mosaic(_ turn: Int, lit: GridPlace?) -> Arrangement {
    let (pitch, limit) = (kernelSide + 1, 2.0)
    let width = side * pitch - 1
    return .column(
      .pixels("mosaic", width, width, least: width) { canvas, region in
        let scale = max(1, min(region.columns / width, 2 * region.rows / width))
        var pixels = Pixels(width: width * scale, height: width * scale)
        for row in 0..<side {
          for column in 0..<side {
            let place = GridPlace(row: row, column: column)
            let weights = kernel(place, turn: turn).kernel
            for down in 0..<kernelSide {
              for across in 0..<kernelSide {
                pixels.fill(
                  x: (column * pitch + across) * scale, y: (row * pitch + down) * scale, width: scale, height: scale,
                  with: .signed(Double(weights[down, across]), limit: limit))
              }
            }
          }
        }
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(.muted("the ") + .kernel("kernel") + .muted(" of each place")),
      .legend(ScaleLegend(.signed, from: "−2", to: "2")))
  }

  // MARK: The same input through all

  private func result(_ index: Int) -> Tensor {
    switch index {
    case 0: denseOutput
    case 1: output(turn: side)
    case 2: output(turn: turn)
    default: output(turn: 1)
    }
  }

  private static func resultName(_ index: Int) -> String { "result-\(index + 1)" }

  private func through(_ pointer: Target?, _ isLarge: Bool) -> Arrangement {
    let limit = outputLimit
    let layers = kinds.enumerated().map { index, kind -> [Arrangement] in
      let name = Self.resultName(index)
      let active = pointer.flatMap { pointer in
        pointer.grid == name ? GridPlace(row: pointer.row, column: pointer.column) : nil
      }
      let grid = GridConvolution.mapGrid(result(index), limit: limit, name: name, active: active) { _ in true }
      let cost = cost(kind.sharing)
      return [
        .grid(name, grid.titled(.strong(kind.name, .title))),
        .text(
          .counted(cost.connections, "connection", .output), .counted(cost.weights, "weight", .kernel),
          .counted(cost.biases, "bias", many: "biases", .kernel)),
        .text(
          .strong(NumberText.integer(cost.connections), .output), .muted("connections"),
          .counted(cost.weights, "weight", .kernel), .counted(cost.biases, "bias", many: "biases", .kernel)),
      ]
    }
    let colours = GridConvolution.legend(of: (0..<4).flatMap { result($0).values }, limit: limit)
    let table = Arrangement.column(
      .table([layers.map { $0[0] }, layers.map { $0[1] }], columnGap: 2...10, rowGap: 1...2), .extra(.text(colours)))
    // Two and two, where four side by side would leave their numbers no room.
    let pairs = Arrangement.table(
      [0, 2].map { [layers[$0][0], layers[$0][2], layers[$0 + 1][0], layers[$0 + 1][2]] }, columnGap: 1...4,
      rowGap: 0...1)
    guard isLarge else { return .firstThatFits(table, pairs) }
    let input = kernels(at: 0).inputGrid(name: Self.values.name)
    return .column(.row(.grid("input", input), mosaic(turn, lit: nil)), table, align: .center)
  }

  private func kernels(at index: Int) -> GridConvolution {
    kernel(.init(row: index / side, column: index % side), turn: side)
  }

  // MARK: Every t

  private func sweep(_ isLarge: Bool) -> Arrangement {
    let most = Double(cost(.local).weights)
    var chart = BarChart(
      (1...side).map { turn in
        let weights = cost(.tiled(rows: turn, columns: turn)).weights
        let name = turn == 1 ? ", shared" : turn == side ? ", local" : ""
        let isHere = turn == self.turn
        return .init(
          (isHere ? .strong("t = \(turn)") : .muted("t = \(turn)")) + .muted(name), fraction: Double(weights) / most,
          value: .kernel(NumberText.integer(weights)) + .muted(" \(nouns(weights, "weight"))"),
          ink: .role(isHere ? .active : .kernel))
      })
    chart.reservedColumns = 12
    let bars = Arrangement.bars("weights", chart, spacing: side > 7 ? 1 : 2)
    guard isLarge else { return .row(bars) }
    let limit = outputLimit
    let maps = (1...side).map { turn in
      Arrangement.map(
        "t\(turn)",
        HeatMap(
          width: side, height: side, values: output(turn: turn).values.map(Double.init), scale: .signed,
          limits: -limit...limit), least: side * 2
      ).titled(turn == self.turn ? .strong("t = \(turn)") : .muted("t = \(turn)"))
    }
    return .column(
      bars, .row(of: maps, gap: 2...6).titled(.output("output") + .muted(" of the same input at every t")),
      .legend(
        ScaleLegend(.signed, from: GridConvolution.text(Float(-limit)), to: GridConvolution.text(Float(limit)))),
      align: .center)
  }

  // MARK: Channels

  private static let channelGrids = ["channel-in", "channel-out"]

  private func channelGraphs(_ pointer: Target?) -> Arrangement {
    func graph(groups: Int, grids: [String?]) -> ConnectionGraph {
      .channels(Self.channels, groups: groups, grids: grids, pointer: pointer)
    }
    func title(_ name: String, _ weights: Int) -> StyledText {
      .strong(name, .title) + .muted("  ") + .counted(weights, "weight", .kernel)
    }
    let all = cost(.shared, channels: Self.channels).weights
    let part = Arrangement.column(
      .text(.muted("channels: a line is a kernel of \(sides(kernelSide, kernelSide)) weights")),
      .row(
        .graph("grouped", graph(groups: groupCount, grids: Self.channelGrids), least: Size(columns: 30, rows: 9))
          .titled(title(groupCount == 1 ? "one group" : "\(groupCount) groups", grouped.filters.values.count)),
        .graph("all", graph(groups: 1, grids: [nil, nil]), least: Size(columns: 30, rows: 9))
          .titled(title("each sees all", all)), gap: 4...12))
    return part
  }

  // MARK: Who shares

  /// Which kernel stands where, in a local, a tiled and a shared layer; the first kernel's places are lit.
  private func patterns(_ isLarge: Bool) -> Arrangement {
    let first = GridPlace(row: 0, column: 0)
    let kinds: [(name: String, turn: Int)] = [("local", side), ("tiled, t = \(turn)", turn), ("shared", 1)]
    let parts = kinds.enumerated().map { index, kind -> [Arrangement] in
      var grid = numbers(kind.turn, lit: first)
      grid.name = nil
      grid.title = .strong(kind.name, .title)
      return [
        .grid("pattern \(index)", grid),
        .text(
          .counted(kind.turn * kind.turn, "kernel", .kernel),
          .counted(cost(.tiled(rows: kind.turn, columns: kind.turn)).weights, "weight", .kernel)),
      ]
    }
    let table = Arrangement.table([parts.map { $0[0] }, parts.map { $0[1] }], columnGap: 4...12, rowGap: 1...2)
      .titled(.muted("which ") + .kernel("kernel") + .muted(" where; a dense layer has no windows that could share"))
    return isLarge ? .firstThatFits(.column(table, costs, gap: 1...3), table) : table
  }

  // MARK: What it costs

  private var costs: Arrangement {
    let rules = ["one for each connection", "H·W·k²·Cin·Cout", "t²·k²·Cin·Cout", "k²·Cin·Cout"]
    /// A number flush right under its head.
    func flush(_ count: Int, _ columns: Int) -> String {
      let text = NumberText.integer(count)
      return String(repeating: " ", count: max(0, columns - text.count)) + text
    }
    let head: [StyledText] = ["", "", "weights", "biases", "connections"].map { .muted($0) }
    let rows = kinds.enumerated().map { index, kind -> [StyledText] in
      let cost = cost(kind.sharing, channels: Self.channels)
      return [
        .strong(kind.name, .title), .muted(rules[index]),
        .kernel(flush(cost.weights, 7)), .kernel(flush(cost.biases, 6)), .output(flush(cost.connections, 11)),
      ]
    }
    let groupRow: [StyledText] = [
      .strong("shared, \(counted(groupCount, "group"))", .title), .muted("k²·Cin·Cout/groups"),
      .kernel(flush(grouped.filters.values.count, 7)), .kernel(flush(Self.channels, 6)),
      .output(flush(cost(.shared, channels: Self.channels).connections / groupCount, 11)),
    ]
    return .column(
      .text(
        .output("H × W = \(sides(side, side))") + .muted(" places     ") + .kernel("k = \(kernelSide)")
          + .muted("     t = \(turn)     Cin = Cout = \(Self.channels) channels")),
      .table((([head] + rows) + [groupRow]).map { $0.map { .text($0) } }, columnGap: 2...5, rowGap: 1...2), gap: 1...3)
  }
}

// MARK: Pointing

extension LocalConvolutionScene {
  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch moment {
    case .first, .next, .count, .shared, .tiled: return slidingRemark(moment, target)
    case .through: return resultRemark(target)
    case .channels: return channelRemark(target)
    case .sweep, .costs, .end: return nil
    }
  }

  private func slidingRemark(_ moment: Moment, _ target: Target) -> Remark? {
    let place = GridPlace(row: target.row, column: target.column)
    let turn = turn(moment)
    switch target.grid {
    case Self.outputName, Self.kernelsName:
      guard max(place.row, place.column) < side else { return nil }
      let others =
        (0..<side * side).count {
          number(.init(row: $0 / side, column: $0 % side), turn: turn) == number(place, turn: turn)
        } - 1
      return Remark(
        caption: """
          Place (\(place.row + 1), \(place.column + 1)) takes kernel \(number(place, turn: turn)), \
          \(others == 0 ? "as no other place does." : "as \(others == 1 ? "one other place does" : "\(others) other places do").")
          """,
        formula: kernel(place, turn: turn).sum(place))
    case Self.values.name where max(place.row, place.column) < input.shape.width:
      let reached = kernel(.init(row: 0, column: 0), turn: 1).reach(place)
      let kernels = Set(reached.keys.map { number($0, turn: turn) }).count
      return Remark(
        caption: """
          This cell goes into \(portion(reached.count, of: side * side, "output")), by \
          \(kernels == 1 ? "one kernel" : "\(kernels) kernels").
          """)
    default: return nil
    }
  }

  private func resultRemark(_ target: Target) -> Remark? {
    guard let index = kinds.indices.first(where: { Self.resultName($0) == target.grid }),
      max(target.row, target.column) < side
    else { return nil }
    let place = GridPlace(row: target.row, column: target.column)
    let name = "Place (\(place.row + 1), \(place.column + 1))"
    guard index > 0 else {
      return Remark(caption: "\(name) of the dense layer sees all \(input.shape.count) inputs, with a weight for each.")
    }
    let turn = [side, self.turn, 1][index - 1]
    return Remark(
      caption:
        "\(name) of the \(kinds[index].name.split(separator: ",")[0]) layer takes kernel \(number(place, turn: turn)) of \(turn * turn).",
      formula: kernel(place, turn: turn).sum(place))
  }

  private func channelRemark(_ target: Target) -> Remark? {
    guard let layer = Self.channelGrids.firstIndex(of: target.grid), target.column < Self.channels else { return nil }
    let group = target.column / seenChannels
    let names = (group * seenChannels..<(group + 1) * seenChannels).map { "\($0 + 1)" }
    let noun = nouns(names.count, "channel")
    return Remark(
      caption: layer == 0
        ? "Channel \(target.column + 1) goes into \(noun) \(listed(names)) of the output, and no other."
        : "Channel \(target.column + 1) of the output is made from \(noun) \(listed(names)) of the input, and no other."
    )
  }
}
