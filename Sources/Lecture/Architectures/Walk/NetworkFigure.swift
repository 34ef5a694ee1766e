import CellCanvas
import ConvolutionEngine

/// A network on the screen: its parts as blocks to scale, the numbers of one of them, what came out of it.
struct NetworkFigure {
  let parts: [WalkPart]
  var pass: NetworkPass
  /// Whether maps take all the room.
  var showsManyMaps = false
  /// Which further channels are shown, from 0.
  var page = 0
  /// Whether each map is shaded up to its own largest value, or all up to the stage's.
  var isShadedPerMap = true
  /// The picture that went in, to show in it what a value has seen; without it only words say so.
  var picture: Picture?

  var network: Network { pass.network }

  /// The grids that can be pointed at: blocks by their place (the input is 0), boxes of a module by theirs, maps by
  /// channel, units by their first.
  static let blocksName = "parts"
  static let boxesName = "stages"
  static let mapsName = "maps"
  static let unitsName = "units"

  // MARK: A part

  /// A part in its place: the network as far as it, its numbers, and its stages or what came out of it.
  ///
  /// - Parameters:
  ///   - place: which block is lit.
  ///   - shown: the part, or a single stage of it.
  ///   - active: the stage of a module that is lit in its graph.
  func draw(
    _ shown: WalkPart, at place: Int, active: Int? = nil, _ playhead: Playhead, in canvas: inout Canvas
  ) {
    let (head, body) = canvas.bounds.splitTop(1)
    Self.drawHead(
      .active(shown.name) + .muted("  " + shown.kind),
      right: .input(shown.input.text) + .muted("  →  ") + .output(shown.output.text), in: &canvas, head)
    let result = shown.indices.upperBound - 1
    if showsManyMaps {
      drawResult(of: result, at: playhead, in: &canvas, body)
      return
    }
    let isLarge = body.rows >= 24
    let rising = playhead.phase(0, 0.35)
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    drawBlocks(upTo: place, rising: rising, in: &canvas, blocks.inset(rows: isLarge ? 1 : 0))
    let (panel, right) = rest.splitLeft(Self.panelColumns)
    if let pixel = pixel(of: playhead.pointer, in: result), pass.result(of: result) != nil, picture != nil {
      drawSight(of: pixel, in: &canvas, panel)
    } else {
      drawPanel(shown, rising: rising, in: &canvas, panel)
    }
    var wide = right.splitLeft(isLarge ? 5 : 3).rest
    // What a unit sees has a place of its own where the maps do not need all of the room.
    if isLarge, wide.columns >= Self.sightColumns * 3, !shown.last.sees(of: network).isEverything, picture != nil {
      let parts = wide.splitRight(Self.sightColumns)
      drawFieldInPicture(of: result, at: playhead.pointer, in: &canvas, parts.right.splitLeft(4).rest)
      wide = parts.rest
    }
    guard shown.isBranched || shown.isChain else {
      return drawResult(of: result, at: playhead, in: &canvas, wide)
    }
    // The stages of a module come before what comes out of it, which has room on a large screen alone.
    let (graph, maps) =
      isLarge
      ? wide.splitTop(shown.isChain ? shown.stages.count + 2 : min(12, wide.rows / 2))
      : (wide.splitBottom(1).rest, Region(wide.origin, Size(columns: 0, rows: 0)))
    let unfolded = playhead.phase(0.35, isLarge ? 0.7 : 1)
    if shown.isChain {
      drawStages(of: shown, shown: unfolded, in: &canvas, graph)
    } else {
      drawGraph(of: shown, active: active, shown: unfolded, in: &canvas, graph)
    }
    if maps.rows > 3 { drawResult(of: result, at: playhead, in: &canvas, maps.splitTop(1).rest) }
  }

  static func drawHead(_ left: StyledText, right: StyledText, in canvas: inout Canvas, _ region: Region) {
    canvas.write(left, in: region)
    if left.columns + right.columns < region.columns { canvas.write(right, in: region, align: .trailing) }
  }

  private func drawGraph(
    of part: WalkPart, active: Int?, shown: Double, in canvas: inout Canvas, _ region: Region
  ) {
    let graph = part.graph(active: active, name: Self.boxesName).graph
    let least = graph.size(pitch: 1)
    guard region.size.fits(least) else {
      let sentence = "\(counted(part.stages.count, "stage")) in \(counted(part.branches, "branch", many: "branches"))"
      if sentence.count <= region.columns, region.rows > 0 { canvas.write(.muted(sentence), in: region) }
      return
    }
    graph.draw(in: &canvas, region: region, shown: shown)
  }

  /// The stages of a block, a line each: what comes out of it, what it costs and, where there is room, what it sees.
  private func drawStages(of part: WalkPart, shown: Double, in canvas: inout Canvas, _ region: Region) {
    let names = (part.stages.map(\.name.count).max() ?? 0) + 2
    let ends = [names + 14, names + 25, names + 41, names + 55]
    let heads: [StyledText] = [.output("output"), .kernel("parameters"), .active("multiply-adds"), .input("sees")]
    func write(_ text: StyledText, _ column: Int, row: Int) {
      guard ends[column] <= region.columns, row < region.endRow else { return }
      canvas.write(text, column: region.column + ends[column] - text.columns, row: row)
    }
    for (column, head) in heads.enumerated() { write(head, column, row: region.row) }
    for (offset, stage) in part.stages.enumerated() where shown * Double(part.stages.count) > Double(offset) {
      let row = region.row + 1 + offset
      guard row < region.endRow, names <= region.columns else { return }
      canvas.write(.strong(stage.name), column: region.column, row: row)
      canvas.mark(
        Region(column: region.column, row: row, columns: min(region.columns, ends[2]), rows: 1),
        as: Target(grid: Self.boxesName, row: 0, column: offset + 1))
      write(.output(stage.output.text), 0, row: row)
      write(stage.parameters > 0 ? .kernel(NumberText.integer(stage.parameters)) : .muted("–"), 1, row: row)
      write(stage.multiplyAdds > 0 ? .strong(NumberText.integer(stage.multiplyAdds)) : .muted("–"), 2, row: row)
      write(.input(stage.sees(of: network).text), 3, row: row)
    }
  }

  // MARK: Blocks

  /// The network as far as the part at `place`, which rises out of the ground; -1 is the input alone.
  ///
  /// Roots bring 227 and 6, or 4,096 and 3, into one picture: height and depth follow the root of the sides, width the
  /// root of the channels. A dense stage is a column of its units.
  func drawBlocks(upTo place: Int, rising: Double, in canvas: inout Canvas, _ region: Region, isEven: Bool = false) {
    func root(_ part: Int, _ whole: Int) -> Double { (Double(part) / Double(max(1, whole))).squareRoot() }
    let shapes = [network.input] + parts.map(\.output)
    let widest = shapes.filter { $0.height * $0.width > 1 }.map(\.channels).max() ?? 1
    let tallest = shapes.map { $0.height * $0.width > 1 ? 0 : $0.channels }.max() ?? 1
    let highest = shapes.map(\.height).max() ?? 1
    let deepest = shapes.map(\.width).max() ?? 1
    let drawn = drawnBlocks(around: isEven ? nil : place + 1, of: shapes.count, columns: region.columns)
    let blocks = drawn.map { index in
      let shape = shapes[index]
      let isFlat = index > 0 && parts[index - 1].isRow
      let isActive = !isEven && index == place + 1
      let shown = index > place + 1 ? 0 : isActive ? rising : 1
      var block = BlockDiagram.Block(
        index == 0 ? "input" : parts[index - 1].name, detail: shown > 0 ? shape.shortText : "",
        scale: index == 0 ? .input : parts[index - 1].family,
        height: shown * (isFlat ? root(shape.channels, tallest) : root(shape.height, highest)),
        width: isFlat ? 0.2 : root(shape.channels, widest),
        parts: index == 0 ? 1 : parts[index - 1].main.layer.groups > 8 ? 1 : parts[index - 1].main.layer.groups,
        depth: isFlat ? 0.3 : root(shape.width, deepest),
        brightness: isActive ? 0.95 : isEven ? 0.75 : 0.5, isActive: isActive)
      block.place = index
      return block
    }
    BlockDiagram(blocks: blocks, name: Self.blocksName).draw(in: &canvas, region: region)
    drawLegend(upTo: place, of: drawn, whole: shapes.count, in: &canvas, region, isEven: isEven)
  }

  /// What the sizes of blocks mean, or which of them there are.
  private func drawLegend(
    upTo place: Int, of drawn: [Int], whole: Int, in canvas: inout Canvas, _ region: Region, isEven: Bool
  ) {
    guard drawn.count == whole else {
      let some =
        isEven
        ? "\(drawn.count) of \(whole) blocks, evenly taken"
        : "blocks \((drawn.first ?? 0) + 1)–\((drawn.last ?? 0) + 1) of \(whole)"
      return canvas.write(.muted(some), in: region, align: .trailing)
    }
    let seen = drawn.prefix { isEven || $0 <= place + 1 }
    let tower = seen.firstIndex { $0 > 0 && parts[$0 - 1].isRow }
    if isEven && tower == nil { return }
    // Left of the first tower, which is as tall as the picture, all is empty.
    let end = tower.map { region.column + $0 * region.columns / drawn.count - 2 } ?? region.endColumn
    let isWritten = Self.rootLegends.contains { write($0, before: end, row: region.row, in: &canvas, region) }
    guard tower != nil else { return }
    let (towers, own) = parts.count { $0.isRow } == 1 ? ("the dense tower", "its own") : ("dense towers", "their own")
    _ = ["\(towers): a scale of \(own)", "\(towers): own scale"].contains {
      write($0, before: end, row: region.row + (isWritten ? 1 : 0), in: &canvas, region)
    }
  }

  /// What the sizes of blocks mean: they follow roots.
  private static let rootLegends = [
    "an edge twice as long: 4 times the rows or channels", "twice as long: 4 × the rows or channels",
  ]

  /// Writes a line that ends at a column, unless something stands in its way.
  private func write(_ text: String, before end: Int, row: Int, in canvas: inout Canvas, _ region: Region) -> Bool {
    let first = end - text.count
    guard first >= region.column, (max(region.column, first - 2)..<end).allSatisfy({ canvas[$0, row].glyph == " " })
    else { return false }
    canvas.write(.muted(text), column: first, row: row)
    return true
  }

  /// Which of the blocks are drawn, the input's being 0: all of them, if each can have three columns; else as many as can,
  /// around one of them, or evenly taken.
  private func drawnBlocks(around place: Int?, of count: Int, columns: Int) -> [Int] {
    let most = max(2, columns / 3)
    guard count > most else { return Array(0..<count) }
    guard let place else { return (0..<most).map { $0 * (count - 1) / (most - 1) } }
    let first = min(max(0, place - most * 2 / 3), count - most)
    return Array(first..<first + most)
  }

  // MARK: Its numbers

  static let panelColumns = 25
  /// The columns for the picture with what a unit sees of it.
  private static let sightColumns = 36

  private func drawPanel(_ part: WalkPart, rising: Double, in canvas: inout Canvas, _ region: Region) {
    let isLarge = region.rows >= 18
    let spark = isLarge ? 3 : 1
    var row = region.row
    func write(_ name: String, _ value: StyledText) {
      guard row < region.endRow else { return }
      let line = Region(column: region.column, row: row, columns: region.columns, rows: 1)
      let names = [name, name == "multiply-adds" ? "work" : ""]
      if let name = names.first(where: { $0.count + value.columns < region.columns }) {
        canvas.write(.muted(name), in: line)
      }
      canvas.write(value, in: line, align: .trailing)
      row += 1
    }
    let lit = parts.firstIndex { $0.indices.contains(part.indices.lowerBound) } ?? 0
    func bars(_ amount: (WalkPart) -> Int, _ ink: Role) {
      let place = Region(column: region.column, row: row, columns: region.columns, rows: spark)
      drawBars(upTo: lit, rising, amount, ink, in: &canvas, place)
      row += spark + (isLarge ? 1 : 0)
    }
    write("parameters", .kernel(NumberText.integer(part.parameters)))
    bars(\.parameters, .kernel)
    if isLarge { row -= 1 }
    if writeBarNames(in: &canvas, Region(column: region.column, row: row, columns: region.columns, rows: 1)) {
      row += 1
    }
    if isLarge { row += 1 }
    let isCounted = part.multiplyAdds > 0 || !part.stages.contains(where: \.hasUncountedWork)
    write("multiply-adds", isCounted ? .active(NumberText.integer(part.multiplyAdds)) : .muted("not counted"))
    bars(\.multiplyAdds, .active)
    write("outputs, fp32", StyledText(NumberText.bytes(part.activationBytes)))
    write("weights, fp32", StyledText(part.isLearned ? NumberText.bytes(part.parameters * 4) : "none"))
    if isLarge { row += 1 }
    write("one unit sees", .input(part.last.sees(of: network).text))
    if let sum = fieldSum(of: part), sum.count <= region.columns {
      write("", .muted(sum))
      write("", .muted("\(part.last.receptiveField?.jump ?? 1) px apart"))
    } else {
      write("", .muted(part.last.fieldText(in: network)))
    }
  }

  /// How far a unit of a single stage sees without borders, as a sum: 19 + (5 − 1)·8 = 51; `nil` where it is none.
  private func fieldSum(of part: WalkPart) -> String? {
    let stage = part.last
    let source = stage.sources.first.flatMap { $0 }
    let before: ReceptiveField? = if let source { network.stages[source].receptiveField } else { .input }
    guard !part.isChain, !part.isBranched, let window = stage.layer.window, window.dilation == 1, let before,
      let field = stage.receptiveField, field.size == before.size + (window.kernel - 1) * (before.jump.whole ?? 0)
    else { return nil }
    let sight = stage.sees(of: network)
    return (field.size <= min(sight.rows, sight.columns) ? "" : "field ")
      + "\(before.size)+(\(window.kernel)−1)·\(before.jump) = \(field.size)"
  }

  /// The parts under their bars, where two letters name them all: c1 … f8.
  private func writeBarNames(in canvas: inout Canvas, _ region: Region) -> Bool {
    let names = parts.filter(\.isLearned).map { "\($0.name.prefix(1))\($0.name.suffix(1))" }
    let step = region.columns / max(names.count, 1)
    guard step > 2, Set(names).count == names.count else { return false }
    for (place, name) in names.enumerated() {
      canvas.write(.muted(name), column: region.column + place * step, row: region.row)
    }
    return true
  }

  /// A bar for each part with weights, as high as the largest so far allows: a larger one that rises makes all others
  /// shrink.
  private func drawBars(
    upTo place: Int, _ rising: Double, _ amount: (WalkPart) -> Int, _ ink: Role,
    in canvas: inout Canvas, _ region: Region
  ) {
    let learned = parts.indices.filter { parts[$0].isLearned }
    guard !learned.isEmpty, region.endRow <= canvas.size.rows else { return }
    let before = Double(parts[..<place].map(amount).max() ?? 0)
    let largest = max(before, before + rising * (Double(amount(parts[place])) - before))
    // Many parts share the columns: each then stands for the largest of several.
    let step = max(1, region.columns / learned.count)
    let columns = min(learned.count, region.columns)
    for column in 0..<columns {
      let held = learned[learned.count * column / columns..<learned.count * (column + 1) / columns]
      let start = region.column + column * step
      let seen = held.filter { $0 <= place }
      guard let most = seen.max(by: { amount(parts[$0]) < amount(parts[$1]) }), largest > 0 else {
        canvas[start, region.endRow - 1] = Cell("·", ink: .role(.faint))
        continue
      }
      let share = Double(amount(parts[most])) * (most == place ? rising : 1) / largest
      let eighths = max(1, Int(min(share, 1) * Double(8 * region.rows)))
      let tint = seen.contains(place) ? Tint.role(ink) : ink == .kernel ? .level(.kernel, 0.5) : .role(.faint)
      for row in 0..<region.rows {
        let filled = min(8, eighths - 8 * row)
        guard filled > 0, let glyph = Unicode.Scalar(0x2580 + UInt32(filled)) else { continue }
        for offset in 0..<max(1, step - 1) {
          canvas[start + offset, region.endRow - 1 - row] = Cell(glyph, ink: tint)
        }
      }
    }
  }
}

// MARK: What a unit sees

/// A part of a picture, in pixels.
struct Sight: Hashable, Sendable {
  let rows: Int
  let columns: Int
  let isEverything: Bool

  var text: String { sides(rows, columns) }
}

extension Stage {
  /// The most that one of its units sees of the picture: its field, cut off at the borders and where no window comes.
  func sees(of network: Network) -> Sight {
    let (input, reached) = (network.input, network.reached(by: self))
    guard case .part(let down, let across) = view else {
      return Sight(
        rows: reached.rows, columns: reached.columns,
        isEverything: reached.rows == input.height && reached.columns == input.width)
    }
    func most(_ field: ReceptiveField, _ places: Int, _ side: Int) -> Int {
      (0..<places).map { field.inputs(of: $0).clamped(to: 0..<side).count }.max() ?? side
    }
    let rows = most(down, output.height, reached.rows)
    let columns = most(across, output.width, reached.columns)
    return Sight(rows: rows, columns: columns, isEverything: rows == input.height && columns == input.width)
  }

  /// How large the field would be without borders, and how far apart units stand in the picture.
  func fieldText(in network: Network) -> String {
    let (input, isEverything) = (network.input, sees(of: network).isEverything)
    guard let field = receptiveField else { return isEverything ? "all of the picture" : "the rest is dropped" }
    let isCut = field.size > min(input.height, input.width)
    return (isCut ? "field \(field.size), " : "") + "\(field.jump) px apart"
  }
}

extension Network {
  /// How many rows and columns of the picture, from the first on, the units of a stage see together: where the stride of a
  /// layer before does not come out even, the last ones lie under no window.
  fileprivate func reached(by stage: Stage) -> (rows: Int, columns: Int) {
    var reached: [(rows: Int, columns: Int)] = []
    for own in stages {
      let sources = own.sources.map { $0.map { reached[$0] } ?? (rows: input.height, columns: input.width) }
      var (rows, columns) = (sources.map(\.rows).max() ?? input.height, sources.map(\.columns).max() ?? input.width)
      if case .part(let down, let across) = own.view {
        rows = min(rows, down.inputs(of: own.output.height - 1).upperBound)
        columns = min(columns, across.inputs(of: own.output.width - 1).upperBound)
      }
      if own == stage { return (rows, columns) }
      reached.append((rows, columns))
    }
    return (input.height, input.width)
  }
}
