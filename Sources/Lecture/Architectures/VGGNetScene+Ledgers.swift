import CellCanvas
import ConvolutionEngine

// What the blocks have together: the pattern of sides and channels, and where memory, parameters and work are.

extension VGGNetScene {
  /// The grid of the layers' bars, by their place in the network.
  static let layersName = "layers"

  // MARK: The pattern

  /// The last convolution of each block, which has as many channels in as out.
  private var typical: [Stage] { blocks.compactMap { $0.stages.last(where: \.isConvolution) } }

  var patternStep: Step {
    let work = typical.map(\.multiplyAdds)
    let equal = work.prefix { $0 == work[0] }.count
    let rest = work.count - equal
    let later =
      rest > 0 && equal > 0
      ? """
       The last stays at \(typical[typical.count - 1].output.channels).
      """ : ""
    let (first, second) = (typical[0], typical[1])
    let ratio = second.multiplyAdds * 4 / max(1, first.multiplyAdds)
    return Step(
      caption: """
        Half the sides, twice the channels: half the values, but the same work for a convolution that keeps its depth, \
        in \(spelled(equal, "block")).
        """ + StyledText(later),
      formula: [
        workLine(first), workLine(second),
      ],
      note: """
        A quarter of the places, twice as many filters, each twice as deep: ¼ · 2 · 2 = 1. Nearly every network since \
        follows this rule.
        """,
      question: Question(
        "The next block has half the sides and twice the channels. What becomes of the work of a 3 × 3 convolution that keeps its depth?",
        answer: .choice(
          ["a quarter", "half", "the same", "twice"], right: ratio <= 1 ? 0 : ratio <= 2 ? 1 : ratio <= 4 ? 2 : 3)),
      duration: .milliseconds(1200))
  }

  private func workLine(_ stage: Stage) -> StyledText {
    .muted("\(stage.name)  ") + (stage.workFormula ?? "")
  }

  func drawPattern(at playhead: Playhead, in canvas: inout Canvas) {
    let rows = typical
    let labels = 7
    let shapes = 18
    let half = (canvas.size.columns - labels - shapes) / 2
    guard half > 14, canvas.size.rows > rows.count + 1 else { return }
    let columns = [labels, labels + shapes, labels + shapes + half]
    canvas.write(.muted("side, channels"), column: columns[0], row: 0)
    canvas.write(.output("values"), column: columns[1], row: 0)
    canvas.write(.active("work, last convolution"), column: columns[2], row: 0)
    let pitch = max(1, (canvas.size.rows - 2) / rows.count)
    let thickness = max(1, pitch - 1)
    let most = (rows.map(\.activations).max() ?? 1, rows.map(\.multiplyAdds).max() ?? 1)
    for (index, stage) in rows.enumerated() {
      let shown = playhead.phase(Double(index) / Double(rows.count + 1), Double(index + 2) / Double(rows.count + 1))
      let row = 2 + index * pitch
      canvas.write(.strong("block\(index + 1)"), column: 0, row: row)
      canvas.write(.output(stage.output.text), column: columns[0], row: row)
      for (column, (part, whole, ink)) in zip(
        columns[1...], [(stage.activations, most.0, Role.output), (stage.multiplyAdds, most.1, .active)])
      {
        let text = StyledText.strong(NumberText.metric(Double(part), unit: ""))
        var end = column
        for offset in 0..<thickness {
          end = BarChart.bar(
            in: &canvas, column: column, row: row + offset, columns: half - 11,
            fraction: shown * Double(part) / Double(whole), ink: .role(ink))
        }
        canvas.write(text, column: end + 1, row: row)
      }
    }
  }

  // MARK: Memory

  var memoryStep: Step {
    let values = network.input.count + network.activations
    let front = blocks.prefix(2).reduce(0) { $0 + $1.stages.reduce(0) { $0 + $1.activations } }
    let most = network.stages.max { $0.parameters < $1.parameters } ?? network.stages[0]
    return Step(
      caption: """
        Outputs shrink and parameters grow: the first two blocks put out \(NumberText.share(front, of: network.activations)) \
        of all values, \(most.name) holds \(NumberText.share(most.parameters, of: network.parameters)) of the parameters.
        """,
      formula: [
        .muted("outputs and picture ") + .output(NumberText.integer(values))
          + .muted(" values = \(NumberText.bytes(values * 4))"),
        .muted("parameters ") + .kernel(NumberText.integer(network.parameters))
          + .muted(" = \(NumberText.bytes(network.parameterBytes)), all in fp32"),
      ],
      note: """
        A widely read lecture's slide gives 24 million values, 93 MB, for VGG-16; the sum of its own lines is 15.2 \
        million, 61 MB. In training every output is kept for the way back, times the pictures of a batch.
        """, duration: .milliseconds(1200))
  }

  /// For every layer a bar upwards for what comes out of it and one downwards for its parameters.
  func drawMemory(at playhead: Playhead, in canvas: inout Canvas) {
    let stages = network.stages
    let pitch = max(1, canvas.size.columns / stages.count)
    let width = pitch > 2 ? pitch - 1 : pitch
    let rows = (canvas.size.rows - 3) / 2
    guard rows > 1 else { return }
    let most = (stages.map(\.activations).max() ?? 1, stages.map(\.parameters).max() ?? 1)
    let middle = 1 + rows
    canvas.write(
      .output("outputs")
        + .muted(", the tallest \(NumberText.integer(most.0)) values, \(NumberText.bytes(most.0 * 4))"),
      in: Region(column: 0, row: 0, columns: canvas.size.columns, rows: 1), align: .trailing)
    canvas.write(
      .kernel("parameters") + .muted(", the longest \(NumberText.integer(most.1)), \(NumberText.bytes(most.1 * 4))"),
      column: 0, row: middle + rows + 1)
    let growth = (playhead.phase(0, 0.5), playhead.phase(0.4, 1))
    for (index, stage) in stages.enumerated() {
      let column = index * pitch
      let up = Int((growth.0 * Double(8 * rows * stage.activations) / Double(most.0)).rounded(.up))
      let down = Int((growth.1 * Double(2 * rows * stage.parameters) / Double(most.1)).rounded(.up))
      for offset in 0..<rows {
        let part = min(8, up - 8 * offset)
        if part > 0, let glyph = Unicode.Scalar(0x2580 + UInt32(part)) {
          canvas.fill(
            Region(column: column, row: middle - 1 - offset, columns: width, rows: 1),
            with: Cell(glyph, ink: .level(.output, stage.layer.window != nil && !stage.isConvolution ? 0.5 : 0.9)))
        }
        let half = min(2, down - 2 * offset)
        if half > 0 {
          canvas.fill(
            Region(column: column, row: middle + 1 + offset, columns: width, rows: 1),
            with: Cell(half == 2 ? "█" : "▀", ink: .level(stage.family, 0.9)))
        }
      }
      canvas.mark(
        Region(column: column, row: 1, columns: width, rows: 2 * rows + 1),
        as: Target(grid: Self.layersName, row: 0, column: index))
    }
    // The dense stages share a name: each of them alone has no room for its own.
    let dense = parts.filter(\.main.isDense)
    let labels =
      blocks.map { ($0.name, $0.indices) }
      + (dense.isEmpty
        ? [] : [("\(dense[0].name)–\(dense.count + 5)", dense[0].indices.lowerBound..<stages.count)])
    for (name, indices) in labels {
      let columns = indices.count * pitch - (pitch > 2 ? 1 : 0)
      guard name.count <= columns else { continue }
      canvas.write(
        .muted(name), in: Region(column: indices.lowerBound * pitch, row: middle, columns: columns, rows: 1),
        align: .center)
    }
  }

  // MARK: Parameters and work

  private func sum(_ amount: (Stage) -> Int, where isCounted: (Stage) -> Bool) -> Int {
    network.stages.filter(isCounted).reduce(0) { $0 + amount($1) }
  }

  var parametersStep: Step {
    let dense = sum(\.parameters, where: \.isDense)
    let first = network.stages.first(where: \.isDense) ?? network.stages[0]
    return Step(
      caption: """
        Not by small kernels: dense stages hold \(NumberText.share(dense, of: network.parameters)) of the parameters, \
        \(first.name) alone \(NumberText.share(first.parameters, of: network.parameters)), as it stands on \(first.input.text).
        """,
      formula: [
        .muted("\(first.name)  ")
          + .muted("\(first.input.text.filter { $0 != " " })·\(NumberText.integer(first.output.channels)) = ")
          + .kernel(NumberText.integer(first.weights)) + .muted(" weights"),
        .muted("convolutions ") + .kernel(NumberText.integer(network.parameters - dense)) + .muted(" + dense ")
          + .kernel(NumberText.integer(dense)) + .muted(" = ") + .kernel(NumberText.integer(network.parameters)),
      ],
      note: "GoogLeNet and ResNet average each map to one number before the only dense stage; that ended this.",
      duration: .milliseconds(1200))
  }

  var workStep: Step {
    let shared = sum(\.multiplyAdds, where: \.isConvolution)
    let most = Leaders(amounts(\.multiplyAdds))
    return Step(
      caption: """
        The work is where weights are used again and again: the convolutions do \
        \(NumberText.share(shared, of: network.multiplyAdds)) of it, \(most.text) most, \
        \(most.share(of: network.multiplyAdds)).
        """,
      formula: [
        .muted("convolutions ") + .active(NumberText.integer(shared)) + .muted(" + dense ")
          + .active(NumberText.integer(network.multiplyAdds - shared)) + .muted(" = ")
          + .active(NumberText.integer(network.multiplyAdds)) + .muted(" multiply-adds")
      ],
      note: "Multiply-adds, not FLOPs: who counts multiplications and additions apart writes twice as many.",
      question: self.most(\.multiplyAdds).map { Question("And which part does the most work?", answer: $0) },
      duration: .milliseconds(1200))
  }
}
