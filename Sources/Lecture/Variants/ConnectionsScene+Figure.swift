import CellCanvas
import ConvolutionEngine

extension ConnectionsScene {
  /// The names under which units can be pointed at: the inputs of the layer that is told of can be edited.
  private static func grids(_ layer: LetteredLayer, isFirst: Bool) -> [String] {
    [isFirst ? values.name : "x-\(name(layer))", "s-\(name(layer))"]
  }

  private func lit(_ target: Target?) -> LayerStack.Unit? {
    guard let target, target.column < count else { return nil }
    if target.grid == Self.values.name || target.grid.hasPrefix("x-") { return .input(target.column) }
    return target.grid.hasPrefix("s-") ? .output(target.column) : nil
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let lit = lit(playhead.pointer)
    let growth = playhead.pointer == nil ? playhead.phase(0.1, 0.9) : 1
    let isLarge = canvas.size.columns >= 110
    let figure: Arrangement
    switch moment {
    case .local: figure = pair(local, lit, 1, isLarge)
    case .shared: figure = pair(shared, lit, growth, isLarge)
    case .dense: figure = pair(dense, lit, 1, isLarge)
    case .all, .end: figure = three(lit, isLarge)
    case .matrices: figure = matrices(lit, isLarge)
    case .run: figure = results(lit, playhead.pointer, isMoved: false, growth)
    case .moved: figure = results(lit, playhead.pointer, isMoved: true, growth)
    }
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func title(_ layer: LetteredLayer) -> StyledText {
    .strong(Self.name(layer), .title) + .muted("  ") + Self.counts(layer)
  }

  /// A layer, and the dense one beneath it; the dense one with the local one beneath.
  private func pair(_ layer: LetteredLayer, _ lit: LayerStack.Unit?, _ growth: Double, _ isLarge: Bool) -> Arrangement {
    let other = layer.sharing == .dense ? local : dense
    // What it comes to is asked before it is shown.
    let title = other.sharing == .dense ? .strong("dense", .title) + .muted("  a line for every pair") : title(other)
    func row(_ layer: LetteredLayer, _ title: StyledText, isFirst: Bool, rows: ClosedRange<Int>) -> [Arrangement] {
      let part = layer.part(
        Self.name(layer), grids: Self.grids(layer, isFirst: isFirst), rows: rows, lit: lit, growth: growth)
      let matrix = isLarge && (isFirst || layer.sharing != .dense)
      return [
        part.titled(title),
        matrix ? .grid("\(Self.name(layer))-matrix", layer.matrix(.kernel("weights"), lit: lit)) : .nothing,
      ]
    }
    return .table(
      [
        row(layer, self.title(layer), isFirst: true, rows: 6...22),
        row(other, title, isFirst: false, rows: 5...16),
      ], columnGap: 4...10, rowGap: 1...3)
  }

  private func three(_ lit: LayerStack.Unit?, _ isLarge: Bool) -> Arrangement {
    .table(
      layers.enumerated().map { index, layer in
        [
          layer.part(
            Self.name(layer), grids: Self.grids(layer, isFirst: index == 0), rows: 4...12, lit: lit),
          .text(
            .strong(Self.name(layer), .title), .counted(layer.connections, "connection", .output),
            .counted(layer.distinct, "weight", .kernel)),
          isLarge
            ? .grid("\(Self.name(layer))-matrix", layer.matrix("", lit: lit), scale: GridScale(columns: 4, rows: 1))
            : .nothing,
        ]
      }, columnGap: 2...8, rowGap: 1...3)
  }

  private func matrices(_ lit: LayerStack.Unit?, _ isLarge: Bool) -> Arrangement {
    let grids = layers.map { layer in
      Arrangement.grid(
        "\(Self.name(layer))-matrix",
        layer.matrix(.strong(Self.name(layer), .title), name: "w-\(Self.name(layer))", lit: lit))
    }
    guard isLarge else { return .row(of: grids, gap: 2...10) }
    let graphs = layers.map { layer in
      layer.part("\(Self.name(layer))", grids: [], rows: 6...14, lit: lit)
    }
    return .table([grids, graphs], columnGap: 3...10, rowGap: 1...3, horizontal: .center)
  }

  // MARK: The input through all three

  /// The inputs, and what each layer makes of them; where they have moved, what it made of them before stands above.
  private func results(_ lit: LayerStack.Unit?, _ pointer: Target?, isMoved: Bool, _ growth: Double) -> Arrangement {
    let hasMoved = isMoved && growth >= 1
    func table(_ title: StyledText, _ name: String, _ rows: [(String, [Float])], _ layer: LetteredLayer?) -> NumberGrid
    {
      let scale: ColorScale = layer == nil ? .input : .output
      var grid = NumberGrid(title, name: name, rows: rows.count, columns: count) { row, column in
        let text = GridConvolution.text(rows[row].1[column])
        let isPointed = pointer == Target(grid: name, row: row, column: column)
        let follows = row == 1 && layer.map { movesAlong($0, to: column) } ?? false
        if row == 1 && !hasMoved { return .init("·", ink: .role(.muted)) }
        return .init(
          text, detail: follows ? "=" : "", ink: follows ? .role(.correct) : .role(.legible),
          paper: isPointed ? .role(.active) : follows ? .role(.panel) : .level(scale, row == 0 ? 0.5 : 0.25),
          style: follows || row == 0 ? .bold : [])
      }
      grid.rowNames = rows.map { .muted($0.0) }
      grid.columnNames = (0..<count).map { layer == nil ? .input("x\($0 + 1)") : .output("s\($0 + 1)") }
      grid.reservedColumns = 3
      return grid
    }
    func rows(_ still: [Float], _ moved: [Float]) -> [(String, [Float])] {
      isMoved ? [("before", still), ("moved", moved)] : [("", still)]
    }
    let input = table(.input("input"), Self.values.name, [(isMoved ? "before" : "", inputs)], nil)
    let parts = layers.map { layer in
      Arrangement.grid(
        "result \(Self.name(layer))",
        table(
          .strong(Self.name(layer), .title), "s-\(Self.name(layer))", rows(outputs(layer), movedOutputs(layer)), layer))
    }
    let weights = Arrangement.grid("kernel", kernelTable)
    // What has moved follows from what is typed, and is no place to type at: a grid of its own.
    let inputs: Arrangement =
      isMoved
      ? .column(.grid("input", input), .grid("moved input", movedRow(pointer, isSeen: hasMoved)), gap: 0...0)
      : .grid("input", input)
    return .column(
      .row(inputs, isMoved ? legend.hidden(!hasMoved) : weights), .row(of: [parts[0], parts[1]]),
      .row(parts[2], isMoved ? weights : .nothing), gap: 1...2)
  }

  /// The inputs one place further on, beneath those that they were.
  private func movedRow(_ pointer: Target?, isSeen: Bool) -> NumberGrid {
    var grid = NumberGrid(name: Self.movedName, rows: 1, columns: count) { _, column in
      guard isSeen else { return .init("·", ink: .role(.muted)) }
      let isPointed = pointer == Target(grid: Self.movedName, row: 0, column: column)
      return .init(
        GridConvolution.text(movedInputs[column]), ink: .role(.legible),
        paper: isPointed ? .role(.active) : .level(.input, 0.25))
    }
    // As wide as the name above it, so that columns line up.
    grid.rowNames = [.muted(" moved")]
    grid.reservedColumns = 3
    return grid
  }

  /// The name under which the moved inputs can be pointed at.
  private static let movedName = "x-moved"

  /// What the numbers that have moved along look like, by the first there is.
  private var legend: Arrangement {
    guard let place = (1..<count).first(where: { movesAlong(shared, to: $0) }) else { return .nothing }
    return .text(
      .strong(GridConvolution.text(movedOutputs(shared)[place]), .correct)
        + .muted("  as its left neighbour was before:"), .muted("    it has moved along"))
  }

  /// The weights that the letters of a convolution stand for.
  private var kernelTable: NumberGrid {
    var grid = NumberGrid(.muted("weights of the ") + .kernel("kernel"), rows: 1, columns: shared.weights.count) {
      _, column in
      .init(GridConvolution.text(shared.weights[column]), paper: .level(.kernel, 0.45), style: .bold)
    }
    grid.columnNames = shared.weights.indices.map { .kernel(LetteredLayer.letter($0)) }
    grid.reservedColumns = 3
    return grid
  }
}

// MARK: Pointing

extension ConnectionsScene {
  private func layer(_ target: Target) -> LetteredLayer? {
    layers.first { target.grid.hasSuffix("-\(Self.name($0))") }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    if target.grid.hasPrefix("w-") { return weightRemark(target) }
    guard let unit = lit(target) else { return nil }
    if moment == .run || moment == .moved {
      guard unit.layer == 1, let layer = layer(target) else {
        return Remark(caption: "x\(unit.index + 1), the same for all three layers.")
      }
      let isMoved = target.row == 1
      if isMoved, playhead.progress < 1 { return nil }
      return Remark(
        caption: "s\(unit.index + 1) of the \(Self.name(layer)) layer\(isMoved ? ", after the input has moved" : "").",
        formula: [numbers(layer, unit.index, moved: isMoved)])
    }
    let first: LetteredLayer =
      switch moment {
      case .shared: shared
      case .dense: dense
      default: local
      }
    let layer = layer(target) ?? first
    if unit.layer == 0 {
      let letters = layer.stack.outputs(reachedBy: unit.index, in: 0).compactMap { output in
        layer.letter(from: unit.index, to: output).map {
          StyledText.kernel($0) + .muted(" to ") + .output("s\(output + 1)")
        }
      }
      return Remark(
        caption:
          "x\(unit.index + 1) reaches \(portion(letters.count, of: count, "output")) in the \(Self.name(layer)) layer.",
        formula: [.joined(letters, separator: .muted("    "))])
    }
    let seen = layer.stack.inputs(of: unit.index, in: 1).count
    return Remark(
      caption: "s\(unit.index + 1) sees \(portion(seen, of: count, "input")) in the \(Self.name(layer)) layer.",
      formula: [layer.sum(unit.index)])
  }

  private func weightRemark(_ target: Target) -> Remark? {
    guard let layer = layer(target), target.row < count, target.column < count else { return nil }
    guard let slot = layer.slots[target.row][target.column] else {
      return Remark(
        caption: "There is no line from x\(target.column + 1) to s\(target.row + 1) in the \(Self.name(layer)) layer.")
    }
    let lines = layer.slots.joined().count { $0 == slot }
    return Remark(
      caption: """
        The weight \(LetteredLayer.letter(slot)), from x\(target.column + 1) to s\(target.row + 1): it stands on \
        \(lines == 1 ? "this line alone" : "\(lines) lines").
        """)
  }
}
