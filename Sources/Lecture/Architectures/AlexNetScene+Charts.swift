import CellCanvas
import ConvolutionEngine

// What the stages have together.

extension AlexNetScene {
  // MARK: The words

  /// What the stages of one kind have together.
  private func sum(dense: Bool, _ amount: (Stage) -> Int) -> Int {
    network.stages.reduce(0) { sum, stage in
      if case .dense = stage.layer.kind { return sum + (dense ? amount(stage) : 0) }
      return sum + (dense ? 0 : amount(stage))
    }
  }

  var parametersStep: Step {
    let dense = sum(dense: true, \.parameters)
    let shared = sum(dense: false, \.parameters)
    return Step(
      caption: """
        Parameters sit where nothing is shared: the dense stages hold \
        \(NumberText.share(dense, of: network.parameters)) of them, the five convolutions together \
        \(NumberText.share(shared, of: network.parameters)).
        """,
      formula: [
        .muted("convolutions ") + .kernel(NumberText.integer(shared)) + .muted(" + dense ")
          + .kernel(NumberText.integer(dense)) + .muted(" = ") + .kernel(NumberText.integer(network.parameters))
          + .muted(" parameters")
      ],
      note:
        "Later networks dropped the large dense stages: GoogLeNet averages each map instead, and is 9 times smaller.",
      duration: .milliseconds(1200))
  }

  var workStep: Step {
    let dense = sum(dense: true, \.multiplyAdds)
    let shared = sum(dense: false, \.multiplyAdds)
    return Step(
      caption: """
        Work is done where weights are used again at every place: the convolutions do \
        \(NumberText.share(shared, of: network.multiplyAdds)) of it with \
        \(NumberText.share(sum(dense: false, \.parameters), of: network.parameters)) of the parameters.
        """,
      formula: [
        .muted("convolutions ") + .active(NumberText.integer(shared)) + .muted(" + dense ")
          + .active(NumberText.integer(dense)) + .muted(" = ") + .active(NumberText.integer(network.multiplyAdds))
          + .muted(" multiply-adds")
      ],
      note: "Two different questions with two different answers: memory is about the left side, speed about the right.",
      question: Question("And which stage does the most multiply-adds?", answer: most { $0.multiplyAdds }),
      duration: .milliseconds(1200))
  }

  var totalStep: Step {
    let isSplit = network.stages.contains { $0.layer.groups > 1 }
    let (first, second) = isSplit ? (counterpart, network) : (network, counterpart)
    let names = network.isPapers ? ("one tower", "in two groups") : ("this form", "the paper's")
    return Step(
      caption: """
        A few shared weights do the work, and many unshared ones fill the memory: that is AlexNet. VGG kept such dense \
        stages; GoogLeNet and ResNet do without.
        """,
      formula: [
        .muted("\(names.0) ") + .kernel(NumberText.integer(first.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(first.multiplyAdds)) + .muted(" multiply-adds"),
        .muted("\(names.1) ") + .kernel(NumberText.integer(second.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(second.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note: network.isPapers
        ? """
        The original was split over two graphics cards: conv2, conv4 and conv5 see only the half of the maps on their \
        own card. Turn the knob groups and step through again.
        """
        : """
        Two years after the paper its author gave this form with fewer filters and no normalisation; the weights that \
        are commonly published are of this one.
        """, duration: .milliseconds(1200))
  }

  // MARK: The figures

  /// The stages with weights.
  private var learned: [Stage] { network.stages.filter { $0.weights > 0 } }

  /// For each stage a bar of its share of the parameters, and beside it one of its share of the work.
  func drawShares(showsWork: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    let names = 7
    let half = (canvas.size.columns - names) / 2
    // The parameters have all the room until the work comes beside them.
    let yielded = showsWork ? Int((Double(half) * playhead.phase(0, 0.3)).rounded()) : 0
    let columns = [(names, 2 * half - yielded - 2), (names + half, half - 2)].map {
      Region(column: $0, row: 0, columns: $1, rows: canvas.size.rows)
    }
    let showsWork = showsWork && yielded == half
    canvas.write(.kernel("parameters"), in: columns[0])
    if showsWork { canvas.write(.active("multiply-adds"), in: columns[1]) }
    let rise = playhead.phase(showsWork ? 0.3 : 0, 1)
    let pitch = max(2, min((canvas.size.rows - 1) / learned.count, 4))
    let top = 1 + max(0, canvas.size.rows - 1 - pitch * learned.count) / 2
    for (index, stage) in learned.enumerated() {
      let row = top + index * pitch
      canvas.write(.strong(stage.name), column: 0, row: row)
      drawShare(
        stage.parameters, of: network.parameters, most: learned.map(\.parameters).max() ?? 1, .kernel,
        rise: yielded > 0 || showsWork ? 1 : rise, rows: pitch - 1, in: &canvas, columns[0], row)
      guard showsWork else { continue }
      drawShare(
        stage.multiplyAdds, of: network.multiplyAdds, most: learned.map(\.multiplyAdds).max() ?? 1, .active,
        rise: rise, rows: pitch - 1, in: &canvas, columns[1], row)
    }
  }

  private func drawShare(
    _ part: Int, of whole: Int, most: Int, _ role: Role, rise: Double, rows: Int, in canvas: inout Canvas,
    _ region: Region, _ row: Int
  ) {
    let room = region.columns - 8
    var end = region.column
    for offset in 0..<max(1, rows - (rows > 1 ? 1 : 0)) {
      end = BarChart.bar(
        in: &canvas, column: region.column, row: row + offset, columns: room,
        fraction: rise * Double(part) / Double(most), ink: .role(role))
    }
    canvas.write(.strong(NumberText.share(part, of: whole), role), column: end + 1, row: row)
    canvas.write(
      .muted(NumberText.integer(part)), column: region.column, row: row + max(1, rows - (rows > 1 ? 1 : 0)))
  }

  // MARK: All of it

  func drawTotal(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.rows >= 26
    let (blocks, rest) = canvas.bounds.splitTop(isLarge ? canvas.size.rows * 2 / 5 : 6)
    drawBlocks(upTo: network.stages.count - 1, rising: 1, in: &canvas, blocks, isEven: true)
    let outputs = network.activations * MemoryLayout<Float>.size
    let rows: [(StyledText, StyledText, (Stage) -> Int, Role)] = [
      (
        .kernel("parameters"),
        .kernel(NumberText.integer(network.parameters))
          + .muted("   \(NumberText.bytes(network.parameters * MemoryLayout<Float>.size)) in fp32"), \.parameters,
        .kernel
      ),
      (
        .active("multiply-adds"),
        .active(NumberText.integer(network.multiplyAdds)) + .muted("   for one picture"), \.multiplyAdds, .active
      ),
      (
        .output("outputs"),
        .output(NumberText.integer(network.activations)) + .muted("   \(NumberText.bytes(outputs)) in fp32"),
        \.activations, .output
      ),
    ]
    let pitch = max(3, rest.rows / rows.count)
    for (index, row) in rows.enumerated() {
      let place = Region(
        column: rest.column, row: rest.row + index * pitch + (rest.rows - pitch * rows.count + 1) / 2,
        columns: rest.columns, rows: pitch - 1)
      drawHead(row.0, right: row.1, in: &canvas, place.splitTop(1).top)
      drawStack(
        row.2, row.3, shown: playhead.phase(0.25 * Double(index), 0.25 * Double(index) + 0.5), in: &canvas,
        place.splitTop(1).rest)
    }
  }

  /// All stages in one bar, each as wide as its share, with its name and its share where there is room.
  private func drawStack(
    _ amount: (Stage) -> Int, _ role: Role, shown: Double, in canvas: inout Canvas, _ region: Region
  ) {
    let counted = network.stages.filter { amount($0) > 0 }
    let whole = counted.reduce(0) { $0 + amount($1) }
    var before = 0
    for stage in counted {
      let first = region.columns * before / whole
      before += amount(stage)
      let last = min(region.columns * before / whole, Int(shown * Double(region.columns)))
      guard first < last else { continue }
      // A column stays free between two parts, if they are not too small to do without.
      let columns = last - first > 2 ? last - first - 1 : last - first
      let part = Region(column: region.column + first, row: region.row, columns: columns, rows: region.rows)
      canvas.paint(part, paper: .level(stage.family, 0.8))
      let share = NumberText.share(amount(stage), of: whole)
      let texts = ["\(stage.name) \(share)", stage.name].filter { $0.count <= columns }
      if let text = texts.first {
        let line = Region(column: part.column, row: part.row + (part.rows - 1) / 2, columns: columns, rows: 1)
        canvas.write(StyledText(text), in: line, align: .center, ink: .role(.legible))
      }
    }
  }
}
