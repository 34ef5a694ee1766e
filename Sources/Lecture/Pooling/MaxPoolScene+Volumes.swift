import CellCanvas
import ConvolutionEngine

extension MaxPoolScene {
  func drawChannels(at playhead: Playhead, in canvas: inout Canvas) {
    let done = playhead.progress >= 1 ? Self.channels : Int(playhead.progress * Double(Self.channels + 1))
    let maps = (0..<Self.channels).map { channel in
      let winners = Set((0..<map.count).map { map.winner(of: $0, channel: channel) })
      return NumberGrid(
        .input("channel \(channel + 1)"), rows: geometry.input, columns: geometry.input
      ) { row, column in
        let place = GridPlace(row: row, column: column)
        let wins = channel < done && winners.contains(place)
        var element = element(map.value(place, channel: channel), isBright: channel >= done || wins)
        if wins { element.style = .bold }
        return element
      }
    }
    let results = (0..<Self.channels).map { channel in
      NumberGrid(rows: geometry.output, columns: geometry.output) { row, column in
        guard channel < done else { return NumberGrid.Element("·", ink: .role(.muted)) }
        let value = map.pooled[row, column, channel]
        return NumberGrid.Element(
          Self.text(value), paper: .level(.output, 0.2 + 0.7 * Double(value) / Double(Self.brightest)), style: .bold)
      }
    }
    func pair(_ scale: GridScale) -> Size {
      let (map, result) = (maps[0].size(at: scale), results[0].size(at: scale))
      return Size(columns: map.columns, rows: map.rows + 1 + result.rows)
    }
    let gap = 4
    let scale = GridScale.largest(in: canvas.size, textColumns: 1) {
      Size(columns: Self.channels * pair($0).columns + (Self.channels - 1) * gap, rows: pair($0).rows)
    }
    let size = pair(scale)
    let parts = Layout.row(
      Array(repeating: size, count: Self.channels), in: canvas.bounds, minimumGap: gap, maximumGap: 16)
    for (channel, part) in parts.enumerated() {
      maps[channel].draw(in: &canvas, at: part.origin, scale: scale)
      let result = results[channel].size(at: scale)
      let below = part.splitBottom(result.rows)
      if channel < done {
        canvas.write(
          "▼", in: Region(column: part.column, row: below.bottom.row - 1, columns: part.columns, rows: 1),
          align: .center, ink: .role(.active))
      }
      results[channel].draw(in: &canvas, at: below.bottom.centered(result).origin, scale: scale)
    }
  }

  func drawVolume(_ large: LargeVolume, at playhead: Playhead, in canvas: inout Canvas) {
    let (space, facts) = canvas.bounds.splitRight(max(24, canvas.size.columns / 5))
    let ratio = Double(large.output.height) / Double(Self.large.height)
    // Depth is drawn at 0.6 of its length, the same for both boxes.
    let depth = 0.6 * Double(Self.large.channels) / Double(Self.large.height)
    let gap = 7
    let room = Double(space.columns - gap - 2) / (1 + ratio + 2 * depth)
    let side = max(1, min(room, Double(2 * (space.rows - 2)) / (1 + depth)))
    let back = max(1, Int((side * depth).rounded()))
    let sides = [Int(side), max(1, Int((side * ratio).rounded()))]
    let columns = sides.map { $0 + back }
    let height = (sides[0] + back + 1) / 2
    let whole = space.centered(Size(columns: columns[0] + gap + columns[1], rows: height + 1))
    var pixels = Pixels(width: whole.columns, height: 2 * height)
    BlockDiagram.box(
      in: &pixels, x: 0, base: pixels.height, width: sides[0], height: sides[0], back: back, scale: .input,
      brightness: 0.6)
    if playhead.progress >= 0.4 {
      BlockDiagram.box(
        in: &pixels, x: columns[0] + gap, base: pixels.height, width: sides[1], height: sides[1], back: back,
        scale: .output, brightness: 0.7)
    }
    pixels.draw(in: &canvas, at: whole.origin)
    canvas.arrow(
      column: whole.column + columns[0] + 1, row: whole.endRow - 2 - sides[1] / 4, columns: gap - 2,
      ink: .role(.active), progress: playhead.phase(0, 0.4))
    let label = Region(column: whole.column, row: whole.endRow - 1, columns: sides[0], rows: 1)
    canvas.write(.input(Self.large.description), in: label, align: .center)
    if playhead.progress >= 0.4 {
      let text = StyledText.output(large.output.description)
      let column = min(whole.column + columns[0] + gap + (sides[1] - text.columns) / 2, space.endColumn - text.columns)
      canvas.write(text, column: column, row: label.row)
    }
    drawFacts(large, at: playhead, in: &canvas, region: facts)
  }

  private func drawFacts(_ large: LargeVolume, at playhead: Playhead, in canvas: inout Canvas, region: Region) {
    let shown = playhead.phase(0.5, 0.9)
    let kept = large.kept
    let isKnown = playhead.progress >= 0.5
    let rows: [(StyledText, StyledText)] = [
      (.muted("values in"), .input(NumberText.integer(Self.large.count))),
      (.muted("values out"), isKnown ? .output(NumberText.integer(large.output.count)) : ""),
      (.muted("gone"), isKnown ? .strong(Self.percent(100 * (1 - kept)) + " %") : ""),
      (.muted("channels"), .strong("\(Self.large.channels)" + (isKnown ? " → \(large.output.channels)" : ""))),
      (.muted("parameters"), .strong("\(large.parameters)")),
    ]
    let spacing = region.rows >= 20 ? 3 : 2
    // On a large screen other windows follow, with what they leave of the values.
    let others = region.rows >= 34 && region.columns >= 30 ? Self.otherWindows : []
    let block = region.centered(
      Size(
        columns: region.columns, rows: rows.count * spacing + 2 + (others.isEmpty ? 0 : others.count + 2)))
    var row = block.row
    for (index, (name, value)) in rows.enumerated() {
      canvas.write(name, column: block.column, row: row)
      canvas.write(value, in: Region(column: block.column, row: row, columns: block.columns, rows: 1), align: .trailing)
      if index < 2 {
        BarChart.bar(
          in: &canvas, column: block.column, row: row + 1, columns: block.columns,
          fraction: index == 0 ? 1 : kept * shown, ink: .role(index == 0 ? .input : .output))
        row += 1
      }
      row += spacing
    }
    guard isKnown, !others.isEmpty else { return }
    canvas.write(.muted("what windows leave of it"), column: block.column, row: row)
    for window in others {
      row += 1
      let side = window.over(Self.large.height).output
      let part = 100 * Double(side * side) / Double(Self.large.height * Self.large.width)
      let isOwn = window == large.geometry.window
      let name = "\(sides(window.kernel, window.kernel)), stride \(window.stride)"
      canvas.write(isOwn ? .active(name) : StyledText(name), column: block.column, row: row)
      let line = Region(column: block.column, row: row, columns: block.columns, rows: 1)
      canvas.write(.strong(Self.percent(part) + " %"), in: line, align: .trailing)
      canvas.write(.output("\(side)"), in: line.splitRight(8).rest, align: .trailing)
    }
  }

  /// Windows that networks use, for comparison.
  private static let otherWindows = [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3)].map { Window($0.0, stride: $0.1) }
}
