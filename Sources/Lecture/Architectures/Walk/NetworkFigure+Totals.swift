import CellCanvas
import ConvolutionEngine

// What the parts of a network have together.

extension NetworkFigure {
  /// For each part with weights a bar of its share of the parameters, and beside it one of its share of the work. Where
  /// there are too many for the rows, those with most of either, and the others together.
  func drawShares(showsWork: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let rows = sharedParts(atMost: canvas.size.rows / 2)
    let names = min(16, (rows.map(\.name.count).max() ?? 0) + 2)
    let half = (canvas.size.columns - names) / 2
    guard half > 16 else { return }
    // The parameters have all the room until the work comes beside them.
    let yielded = showsWork ? Int((Double(half) * playhead.phase(0, 0.3)).rounded()) : 0
    let columns = [(names, 2 * half - yielded - 2), (names + half, half - 2)].map {
      Region(column: $0, row: 0, columns: $1, rows: canvas.size.rows)
    }
    let isBeside = showsWork && yielded == half
    canvas.write(.kernel("parameters"), in: columns[0])
    if isBeside { canvas.write(.active("multiply-adds"), in: columns[1]) }
    let rise = playhead.phase(showsWork ? 0.3 : 0, 1)
    let pitch = max(2, min((canvas.size.rows - 1) / max(1, rows.count), 4))
    for (index, part) in rows.enumerated() {
      let row = 1 + index * pitch
      guard row + 1 < canvas.size.rows else { break }
      canvas.write(.strong(String(part.name.prefix(names - 1))), column: 0, row: row)
      drawShare(
        part.parameters, of: network.parameters, most: rows.map(\.parameters).max() ?? 1, .kernel,
        rise: yielded > 0 || isBeside ? 1 : rise, rows: pitch - 1, in: &canvas, columns[0], row)
      guard isBeside else { continue }
      drawShare(
        part.work, of: network.multiplyAdds, most: rows.map(\.work).max() ?? 1, .active, rise: rise, rows: pitch - 1,
        in: &canvas, columns[1], row)
    }
  }

  /// What a bar stands for.
  struct Shared {
    let name: String
    let parameters: Int
    let work: Int
  }

  func sharedParts(atMost count: Int) -> [Shared] {
    let learned = parts.filter(\.isLearned)
    func shared(_ part: WalkPart) -> Shared {
      Shared(name: part.name, parameters: part.parameters, work: part.multiplyAdds)
    }
    guard learned.count > max(count, 2) else { return learned.map(shared) }
    let kept = max(count, 2) - 1
    // By turns the one with most parameters and the one with most work.
    let ranked = [
      learned.indices.sorted { learned[$0].parameters > learned[$1].parameters },
      learned.indices.sorted { learned[$0].multiplyAdds > learned[$1].multiplyAdds },
    ]
    var chosen: Set<Int> = []
    for index in learned.indices {
      for order in ranked where chosen.count < kept { chosen.insert(order[index]) }
    }
    let others = learned.indices.filter { !chosen.contains($0) }.map { learned[$0] }
    return chosen.sorted().map { shared(learned[$0]) } + [
      Shared(
        name: "\(others.count) others", parameters: others.reduce(0) { $0 + $1.parameters },
        work: others.reduce(0) { $0 + $1.multiplyAdds })
    ]
  }

  private func drawShare(
    _ part: Int, of whole: Int, most: Int, _ role: Role, rise: Double, rows: Int, in canvas: inout Canvas,
    _ region: Region, _ row: Int
  ) {
    let room = region.columns - 8
    var end = region.column
    let bars = max(1, rows - (rows > 1 ? 1 : 0))
    for offset in 0..<bars {
      end = BarChart.bar(
        in: &canvas, column: region.column, row: row + offset, columns: room,
        fraction: rise * Double(part) / Double(max(1, most)), ink: .role(role))
    }
    canvas.write(.strong(NumberText.share(part, of: whole)), column: end + 1, row: row)
    canvas.write(.muted(NumberText.integer(part)), column: region.column, row: row + bars)
  }

  // MARK: Before it begins

  /// The whole network as blocks, the picture that goes into it, and beside that what there is to know beforehand.
  func drawInput(_ picture: Picture, facts: [(name: String, value: String)], in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    Self.drawHead(.input("input"), right: .input(network.input.text), in: &canvas, head)
    let isLarge = body.rows >= 24
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    drawBlocks(upTo: parts.count - 1, rising: 1, in: &canvas, blocks.inset(rows: isLarge ? 1 : 0), isEven: true)
    let side = min(2 * (rest.rows - 1), rest.columns / 2)
    guard side > 1 else { return }
    let place = Point(column: rest.column, row: rest.row + 1)
    let longest = max(network.input.height, network.input.width)
    let width = max(1, side * network.input.width / longest)
    picture.pixels(width: width, height: max(1, side * network.input.height / longest)).draw(in: &canvas, at: place)
    let column = place.column + width + 4
    for (offset, fact) in facts.enumerated() where place.row + offset < rest.endRow {
      guard column + 14 + fact.value.count <= canvas.size.columns else { continue }
      canvas.write(.muted(fact.name), column: column, row: place.row + offset)
      canvas.write(StyledText(fact.value), column: column + 14, row: place.row + offset)
    }
  }

  // MARK: All of it

  /// The whole network, and each total as one bar that its parts make up.
  func drawTotal(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.rows >= 26
    let (blocks, rest) = canvas.bounds.splitTop(isLarge ? canvas.size.rows * 2 / 5 : 6)
    drawBlocks(upTo: parts.count - 1, rising: 1, in: &canvas, blocks, isEven: true)
    let rows: [(StyledText, StyledText, (WalkPart) -> Int)] = [
      (
        .kernel("parameters"),
        .kernel(NumberText.integer(network.parameters))
          + .muted("   \(NumberText.bytes(network.parameters * 4)) in fp32"),
        \.parameters
      ),
      (
        .active("multiply-adds"), .active(NumberText.integer(network.multiplyAdds)) + .muted("   for one picture"),
        \.multiplyAdds
      ),
      (
        .output("outputs"),
        .output(NumberText.integer(network.activations))
          + .muted("   \(NumberText.bytes(network.activationBytes)) in fp32"),
        \.activationBytes
      ),
    ]
    let pitch = max(3, rest.rows / rows.count)
    for (index, row) in rows.enumerated() {
      let place = Region(
        column: rest.column, row: rest.row + index * pitch + (rest.rows - pitch * rows.count + 1) / 2,
        columns: rest.columns, rows: pitch - 1)
      Self.drawHead(row.0, right: row.1, in: &canvas, place.splitTop(1).top)
      drawStack(
        row.2, shown: playhead.phase(0.25 * Double(index), 0.25 * Double(index) + 0.5), in: &canvas,
        place.splitTop(1).rest)
    }
  }

  /// All parts in one bar, each as wide as its share, with its name and its share where there is room.
  private func drawStack(
    _ amount: (WalkPart) -> Int, shown: Double, in canvas: inout Canvas, _ region: Region
  ) {
    let counted = parts.filter { amount($0) > 0 }
    let whole = counted.reduce(0) { $0 + amount($1) }
    guard whole > 0, region.rows > 0 else { return }
    var before = 0
    for (place, part) in counted.enumerated() {
      let first = region.columns * before / whole
      before += amount(part)
      let last = min(region.columns * before / whole, Int(shown * Double(region.columns)))
      guard first < last else { continue }
      // A column stays free between two parts, if they are not too small to do without.
      let columns = last - first > 2 ? last - first - 1 : last - first
      let bar = Region(column: region.column + first, row: region.row, columns: columns, rows: region.rows)
      canvas.paint(bar, paper: .level(part.family, place.isMultiple(of: 2) ? 0.8 : 0.6))
      let texts = ["\(part.name) \(NumberText.share(amount(part), of: whole))", part.name].filter {
        $0.count <= columns
      }
      if let text = texts.first {
        let line = Region(column: bar.column, row: bar.row + (bar.rows - 1) / 2, columns: columns, rows: 1)
        canvas.write(StyledText(text), in: line, align: .center, ink: .role(.legible))
      }
    }
  }
}
