import CellCanvas
import ConvolutionEngine

// The two measures on the input, how wide and how far apart, before they have letters.

extension ReceptiveFieldScene {
  /// The first layer on as many inputs as two neighbouring units need.
  static func pair(_ window: Window) -> LayerStack {
    let field = ReceptiveField.input.seen(
      through: Window(window.kernel, stride: window.stride, dilation: window.dilation))
    return LayerStack(input: field.size + window.stride, windows: [window])
  }

  func step(_ pair: LayerStack) -> Step {
    let field = pair.fields[1]
    let seen = pair.inputs(of: 0, in: 1).count
    let wide =
      seen == field.size
      ? "sees \(counted(seen, "input"))" : "spans \(counted(field.size, "input")), of which it sees \(seen)"
    return Step(
      caption: StyledText(
        "Two measures on the input. How wide: a unit of layer 1 \(wide). How far apart: its neighbour begins "
          + "\(counted(field.jump.whole ?? 1, "input")) on: the jump."),
      formula: [
        .muted("how wide  r1 = ") + .input("\(field.size)") + .muted("     how far apart  j1 = ")
          + .strong("\(field.jump)") + .muted("     of the input itself: 1 and 1"),
        .kernel("k") + .muted("ernel, ") + .kernel("s") + .muted("tride (windows s units apart), ") + .kernel("d")
          + .muted("ilation (a window's weights d apart)"),
      ],
      note: "Count both on the figure before any formula: the inputs under one unit, and the steps to the next one.",
      duration: .milliseconds(1200))
  }

  /// Two neighbouring units of the first layer, and both measures as bars beneath the input; in a wide window the same of
  /// a real network on a real picture.
  func draw(_ pair: LayerStack, at playhead: Playhead, in canvas: inout Canvas) {
    let isWide = canvas.size.columns >= 130 && canvas.size.rows >= 28
    let (left, right) = canvas.bounds.splitLeft(isWide ? canvas.size.columns / 2 : canvas.size.columns)
    draw(pair, at: playhead, in: &canvas, left)
    if isWide { drawNeighbours(.alexNet, at: playhead, in: &canvas, right.splitLeft(4).rest) }
  }

  /// What two neighbouring units of AlexNet's third convolution see of the picture.
  private func drawNeighbours(_ sight: Sight, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    guard let row = sight.rows.first(where: { $0.name == "conv3" }) else { return }
    canvas.write(
      .strong("In a real network: ", .title) + .muted("two neighbours in AlexNet's third convolution"), in: region)
    let (body, foot) = region.splitTop(1).rest.splitBottom(4)
    let map = SquareMap(extent: sight.side, in: body)
    let middle = sight.stack.middle(row.layer)
    func patch(_ column: Int, _ tint: Tint) -> Patch {
      func cells(_ unit: Int) -> Range<Int> { row.field.inputs(of: unit).clamped(to: 0..<sight.side) }
      return Patch(rows: cells(middle), columns: cells(column), tint: tint)
    }
    let (first, next) = (patch(middle - 1, .role(.active)), patch(middle, .role(.output)))
    map.draw(picture, seenBy: first, among: playhead.progress >= 0.4 ? [next] : [first], in: &canvas)
    func column(_ pixel: Int) -> Int { map.region.column + pixel * map.region.columns / sight.side }
    if playhead.progress >= 0.4 {
      measure(
        from: column(first.columns.lowerBound), to: column(first.columns.upperBound), "how wide: ",
        "\(row.field.size) pixels", .input, row: foot.row, in: &canvas)
    }
    if playhead.progress >= 0.7 {
      measure(
        from: column(first.columns.lowerBound), to: column(next.columns.lowerBound) + 1, "how far apart: ",
        "\(row.field.jump)", .active, row: foot.row + 2, in: &canvas)
    }
  }

  /// Two neighbouring units of the first layer, and both measures as bars beneath the input.
  private func draw(_ pair: LayerStack, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let (field, inputs) = (pair.fields[1], pair.count(0))
    let labels = 9
    let pitch = max(1, min(12, (region.columns - labels) / inputs))
    let bars = 5
    let whole = region.centered(Size(columns: labels + pitch * inputs, rows: min(region.rows, 18)))
    var neighbour = pair.light(from: .init(layer: 1, index: 1), down: 1, growth: playhead.phase(0.4, 0.7))
    neighbour.active = []
    for index in neighbour.lines.indices { neighbour.lines[index].ink = .role(.output) }
    let light = neighbour.union(
      pair.light(from: .init(layer: 1, index: 0), down: 1, growth: playhead.phase(0, 0.4)))
    let graph = pair.graph(
      light, labels: [.input("input"), .output("layer 1")]
    ) { $0.layer == 0 && "\(inputs)".count < pitch ? "\($0.index + 1)" : "" }
    let boxes = graph.draw(in: &canvas, region: whole.splitBottom(bars).rest)
    guard let below = boxes.first else { return }
    let (first, last, next) = (below[0], below[field.size - 1], below[field.jump.whole ?? 1])
    if playhead.progress >= 0.4 {
      measure(
        from: first.column, to: last.endColumn, "how wide: ", "\(field.size)", .input,
        row: first.endRow + 1, in: &canvas)
    }
    if playhead.progress >= 0.7 {
      measure(
        from: first.column, to: next.column + 1, "how far apart: ", "\(field.jump)", .active,
        row: first.endRow + 3, in: &canvas)
    }
  }

  /// A bar between two columns with its ends marked, and what it measures inside of it or at its right.
  private func measure(
    from start: Int, to end: Int, _ name: String, _ value: String, _ role: Role, row: Int, in canvas: inout Canvas
  ) {
    for column in start..<end {
      let glyph: Unicode.Scalar = end - start == 1 ? "╵" : column == start ? "├" : column == end - 1 ? "┤" : "─"
      canvas[column, row] = Cell(glyph, ink: .role(role))
    }
    let text = .muted(" " + name) + StyledText.strong(value, role) + " "
    canvas.write(
      text, column: text.columns + 4 <= end - start ? start + (end - start - text.columns) / 2 : end, row: row)
  }
}
