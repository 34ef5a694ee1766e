import CellCanvas
import ConvolutionEngine

extension AlexNetScene {
  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    switch moments[playhead.step] {
    case .input: drawInput(at: playhead, in: &canvas)
    case .stage(let index): drawStage(index, at: playhead, in: &canvas)
    case .parameters: drawShares(showsWork: false, at: playhead, in: &canvas)
    case .work: drawShares(showsWork: true, at: playhead, in: &canvas)
    case .total: drawTotal(at: playhead, in: &canvas)
    }
  }

  // MARK: The input

  private func drawInput(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    drawHead(.input("input"), right: .input(network.input.text), in: &canvas, head)
    let side = min(2 * body.rows, body.columns / 2)
    let (left, rest) = body.splitLeft(side + 4)
    let drawn = picture.pixels(width: side, height: side)
    drawn.draw(
      in: &canvas,
      at: Region(column: left.column, row: left.row, columns: side, rows: left.rows)
        .centered(drawn.size).origin)
    drawPlanes(at: playhead, in: &canvas, rest)
  }

  /// The three colours, each as a plane of numbers.
  private func drawPlanes(at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let shape = network.input
    let facts: [(String, String)] = [
      ("numbers", "\(shape.text) = " + NumberText.integer(shape.count)),
      ("memory, fp32", NumberText.bytes(shape.count * MemoryLayout<Float>.size)),
      ("values", trained == nil ? "−1 (dark) to 1 (bright)" : "(v/255 − mean)/deviation"),
      trained.map { ("weights", $0.fileName) } ?? ("the network", weightsText),
    ]
    let side = max(1, min((region.columns - 4) / 3, 2 * (region.rows - facts.count - 2)))
    let planes = Size(columns: 3 * side + 4, rows: (side + 1) / 2 + 1)
    let parts = Layout.column(
      [planes, Size(columns: region.columns, rows: facts.count)], in: region, gap: region.rows >= 20 ? 3 : 1)
    for (index, name) in ["red", "green", "blue"].enumerated() where playhead.phase(0, 1) * 3 > Double(index) {
      let column = parts[0].column + index * (side + 2)
      canvas.write(.muted(name), column: column, row: parts[0].row)
      let values = stride(from: index, to: picture.bytes.count, by: 3).map { Double(picture.bytes[$0]) }
      HeatMap(width: picture.width, height: picture.height, values: values, scale: .grey, limits: 0...255)
        .pixels(width: side, height: side).draw(in: &canvas, at: Point(column: column, row: parts[0].row + 1))
    }
    for (offset, fact) in facts.enumerated() {
      let row = parts[1].row + offset
      canvas.write(.muted(fact.0), column: parts[0].column, row: row)
      canvas.write(StyledText(fact.1), column: parts[0].column + 14, row: row)
    }
  }

  /// Where the weights come from, wherever something is shown that they made.
  var weightsText: String { trained.map { "weights from \($0.fileName)" } ?? "untrained weights, seed \(seedValue)" }

  // MARK: A stage

  private func drawStage(_ index: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let stage = network.stages[index]
    let (head, body) = canvas.bounds.splitTop(1)
    drawHead(
      .active(stage.name) + "  " + .muted(stage.layer.kindName),
      right: .input(stage.input.text) + .muted("  →  ") + .output(stage.output.text), in: &canvas, head)
    if showsManyMaps {
      drawResult(of: index, at: playhead, in: &canvas, body)
      return
    }
    let isLarge = body.rows >= 24
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    drawBlocks(upTo: index, rising: playhead.phase(0, 0.35), in: &canvas, blocks.inset(rows: isLarge ? 1 : 0))
    let (panel, maps) = rest.splitLeft(Self.panelColumns)
    drawPanel(index, rising: playhead.phase(0, 0.35), in: &canvas, panel)
    drawResult(of: index, at: playhead, in: &canvas, maps.splitLeft(isLarge ? 5 : 3).rest)
  }

  func drawHead(_ left: StyledText, right: StyledText, in canvas: inout Canvas, _ region: Region) {
    canvas.write(left, in: region)
    if left.columns + right.columns < region.columns { canvas.write(right, in: region, align: .trailing) }
  }

  /// The network as far as stage `index`, which rises out of the ground; -1 is the input alone.
  ///
  /// Roots bring 227 and 6, or 4,096 and 3, into one picture: height and depth follow the root of the sides, width the
  /// root of the channels. A dense stage is a column of its units.
  func drawBlocks(upTo index: Int, rising: Double, in canvas: inout Canvas, _ region: Region, isEven: Bool = false) {
    func root(_ part: Int, _ whole: Int) -> Double { (Double(part) / Double(whole)).squareRoot() }
    let shapes = [network.input] + network.stages.map(\.output)
    let widest = shapes.filter { $0.height * $0.width > 1 }.map(\.channels).max() ?? 1
    let tallest = shapes.map { $0.height * $0.width > 1 ? 0 : $0.channels }.max() ?? 1
    let blocks = shapes.enumerated().map { place, shape in
      let isFlat = place > 0 && network.stages[place - 1].family == .category
      let isActive = !isEven && place == index + 1
      let shown = place > index + 1 ? 0 : isActive ? rising : 1
      return BlockDiagram.Block(
        place == 0 ? "input" : network.stages[place - 1].name, detail: shown > 0 ? shape.shortText : "",
        scale: place == 0 ? .input : network.stages[place - 1].family,
        height: shown * (isFlat ? root(shape.channels, tallest) : root(shape.height, network.input.height)),
        width: isFlat ? 0.2 : root(shape.channels, widest),
        parts: place == 0 ? 1 : network.stages[place - 1].layer.groups,
        depth: isFlat ? 0.3 : root(shape.width, network.input.width),
        brightness: isActive ? 0.95 : isEven ? 0.75 : 0.5, isActive: isActive)
    }
    BlockDiagram(blocks: blocks, name: Self.blocksName).draw(in: &canvas, region: region)
  }

  // MARK: Its numbers

  private static let panelColumns = 25

  private func drawPanel(_ index: Int, rising: Double, in canvas: inout Canvas, _ region: Region) {
    let stage = network.stages[index]
    let isLarge = region.rows >= 18
    let spark = isLarge ? 3 : 1
    var row = region.row
    func write(_ name: String, _ value: StyledText) {
      let line = Region(column: region.column, row: row, columns: region.columns, rows: 1)
      canvas.write(.muted(name), in: line)
      canvas.write(value, in: line, align: .trailing)
      row += 1
    }
    func bars(_ amount: (Stage) -> Int, _ ink: Role) {
      let place = Region(column: region.column, row: row, columns: region.columns, rows: spark)
      drawBars(upTo: index, rising: rising, amount, ink, in: &canvas, place)
      row += spark + (isLarge ? 1 : 0)
    }
    write("parameters", .kernel(NumberText.integer(stage.parameters)))
    bars(\.parameters, .kernel)
    write("multiply-adds", .active(NumberText.integer(stage.multiplyAdds)))
    bars(\.multiplyAdds, .active)
    write("outputs, fp32", StyledText(NumberText.bytes(stage.activationBytes)))
    write("weights, fp32", StyledText(stage.parameters > 0 ? NumberText.bytes(stage.parameterBytes) : "none"))
    if isLarge { row += 1 }
    let seen = min(stage.receptiveField?.size ?? .max, network.input.height)
    write("one unit sees", .input("\(seen) × \(seen)"))
    write("", sightFormula(index))
  }

  /// How far a unit sees: 19 + (5 − 1)·8, and how far apart the units stand.
  private func sightFormula(_ index: Int) -> StyledText {
    let before = index > 0 ? network.stages[index - 1].receptiveField : .input
    guard let before, let field = network.stages[index].receptiveField else { return .muted("all of the picture") }
    guard let window = network.stages[index].layer.window else { return .muted("jump \(field.jump)") }
    return .muted("\(before.size) + (\(window.kernel) − 1)·\(before.jump), jump \(field.jump)")
  }

  /// A bar for each stage with weights, as high as the largest so far allows: a larger one that rises makes all others
  /// shrink.
  private func drawBars(
    upTo index: Int, rising: Double, _ amount: (Stage) -> Int, _ ink: Role, in canvas: inout Canvas, _ region: Region
  ) {
    let learned = network.stages.indices.filter { network.stages[$0].weights > 0 }
    let before = Double(network.stages[..<index].map(amount).max() ?? 0)
    let largest = max(before, before + rising * (Double(amount(network.stages[index])) - before))
    let step = region.columns / max(learned.count, 1)
    guard step > 1 else { return }
    for (place, stage) in learned.enumerated() {
      let column = region.column + place * step
      guard stage <= index, largest > 0 else {
        canvas[column, region.endRow - 1] = Cell("·", ink: .role(.faint))
        continue
      }
      let share = Double(amount(network.stages[stage])) * (stage == index ? rising : 1) / largest
      let eighths = max(1, Int(min(share, 1) * Double(8 * region.rows)))
      let tint = stage == index ? Tint.role(ink) : ink == .kernel ? .level(.kernel, 0.5) : .role(.faint)
      for row in 0..<region.rows {
        let part = min(8, eighths - 8 * row)
        guard part > 0, let glyph = Unicode.Scalar(0x2580 + UInt32(part)) else { continue }
        for offset in 0..<step - 1 {
          canvas[column + offset, region.endRow - 1 - row] = Cell(glyph, ink: tint)
        }
      }
    }
  }
}
