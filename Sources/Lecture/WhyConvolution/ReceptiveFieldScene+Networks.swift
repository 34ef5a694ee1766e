import CellCanvas
import ConvolutionEngine

// What the units of the lecture's networks see of a picture.

extension ReceptiveFieldScene {
  /// A network of the lecture, as far as its stages have windows.
  struct Sight: Sendable {
    let title: String
    let side: Int
    let rows: [Row]
    /// The last stage that is shown.
    var last: Row { rows[rows.count - 1] }

    /// How many stages have appeared at a moment of the step.
    func shown(at playhead: Playhead) -> Int { min(rows.count, 1 + Int(playhead.progress * Double(rows.count))) }

    /// A stage that is shown.
    struct Row: Sendable {
      let name: String
      let window: Window
      /// What the units of the layer before see.
      let before: ReceptiveField
      let field: ReceptiveField
      /// What the unit in the middle sees of the input.
      let cells: Range<Int>
    }
  }

  // MARK: The words

  func alexNetStep(_ sight: Sight) -> Step {
    let part = Double(sight.last.field.size) / Double(sight.side)
    let choices = ["about a tenth of it", "about half of it", "nearly all of it"]
    return Step(
      caption: "Behind the last pooling one unit of AlexNet sees \(sight.last.field.size) of the \(sight.side) "
        + "pixels along a side, although no kernel "
        + "after the first is wider than \(sight.rows.dropFirst().map(\.window.kernel).max() ?? 0).",
      formula: Self.recurrence(sight.last),
      note: "The lecture counts this pooling as the fifth stage; the dense layers behind it see everything.",
      question: Question(
        "How much of the picture's side does one unit behind AlexNet's last pooling see?",
        answer: .choice(choices, right: part < 0.3 ? 0 : part < 0.7 ? 1 : 2)), duration: .milliseconds(2000))
  }

  func vggStep(_ sight: Sight) -> Step {
    Step(
      caption: "VGG-16 gets as far with nothing but 3 × 3 kernels and poolings. Depth buys sight: many small looks add "
        + "up to the whole picture.",
      formula: Self.recurrence(sight.last),
      note: "Only the poolings are listed; between two of them stand two or three convolutions.",
      duration: .milliseconds(2000))
  }

  func remark(on target: Target, _ sight: Sight) -> Remark? {
    guard target.grid == Self.stages, target.row < sight.rows.count else { return nil }
    let row = sight.rows[target.row]
    let stride = row.window.stride > 1 ? ", stride \(row.window.stride)" : ""
    return Remark(
      caption:
        "\(row.name): windows of \(row.window.kernel) × \(row.window.kernel)\(stride). "
        + "One unit sees \(row.field.size) × \(row.field.size) of the \(sight.side) × \(sight.side) pixels.",
      formula: Self.recurrence(row))
  }

  // MARK: The figure

  /// The name under which the stages of a network are pointed at.
  static let stages = "stages"

  func draw(_ sight: Sight, at playhead: Playhead, in canvas: inout Canvas) {
    let count = sight.rows.count
    let shown = sight.shown(at: playhead)
    let pointed = playhead.pointer.flatMap { $0.grid == Self.stages && $0.row < count ? $0.row : nil }
    let active = pointed ?? shown - 1
    let square = min(2 * (canvas.size.rows - 1), canvas.size.columns / 2)
    let (left, right) = canvas.bounds.splitLeft(square)
    canvas.write(
      .strong(sight.title) + .muted("  \(sight.side) × \(sight.side)"),
      in: left, align: .center)
    let map = SquareMap(extent: sight.side, in: left.splitTop(1).rest)
    let squares = sight.rows.prefix(shown).enumerated().map { index, row in
      Square(cells: row.cells, tint: index == active ? .role(.active) : .role(.input))
    }
    map.draw(picture, seenBy: squares[active], among: squares, in: &canvas)
    drawStages(sight, shown: shown, active: active, in: &canvas, region: right.splitLeft(4).rest)
  }

  private func drawStages(_ sight: Sight, shown: Int, active: Int, in canvas: inout Canvas, region: Region) {
    let count = sight.rows.count
    let (head, rest) = region.splitTop(1)
    let spacing = max(1, rest.rows / count)
    let thickness = max(1, spacing - 1)
    let names = (sight.rows.map(\.name.count).max() ?? 0) + 1
    let jumps = 6
    canvas.write(.muted("sees"), column: head.column + names, row: head.row)
    canvas.write(.muted("jump"), in: head, align: .trailing)
    let bars = max(1, region.columns - names - jumps - 5)
    let top = rest.row + max(0, rest.rows - count * spacing) / 2
    for (index, row) in sight.rows.prefix(shown).enumerated() {
      let place = Region(
        column: region.column, row: top + index * spacing, columns: region.columns, rows: min(thickness, spacing))
      guard place.endRow <= region.endRow else { return }
      let middle = place.row + (place.rows - 1) / 2
      let isActive = index == active
      canvas.write(isActive ? .active(row.name) : .muted(row.name), column: place.column, row: middle)
      var end = place.column + names
      for line in place.row..<place.endRow {
        end = BarChart.bar(
          in: &canvas, column: place.column + names, row: line, columns: bars,
          fraction: Double(row.field.size) / Double(sight.side), ink: .role(isActive ? .active : .input))
      }
      canvas.write(
        isActive ? .active("\(row.field.size)") : .input("\(row.field.size)"), column: end + 1, row: middle)
      canvas.write(
        .strong("\(row.field.jump)"), in: Region(column: place.column, row: middle, columns: place.columns, rows: 1),
        align: .trailing)
      canvas.mark(
        Region(column: region.column, row: place.row, columns: region.columns, rows: spacing),
        as: Target(grid: Self.stages, row: index, column: 0))
    }
  }
}

extension ReceptiveFieldScene.Sight {
  /// AlexNet, every stage that has a window.
  static let alexNet = Self(.alexNet) { _ in true }
  /// VGG-16, the stages without weights.
  static let vgg16 = Self(.vgg16) { $0.weights == 0 }

  /// The stages of a network that have windows and are wanted, each with the field of a unit in the middle: of the last
  /// layer the middle unit, of each layer before it the one that lies nearest to the centre of what the last one sees.
  private init(_ network: Network, _ isShown: (Stage) -> Bool) {
    let stages = network.stages.filter { $0.layer.window != nil && $0.receptiveField != nil }
    let stack = LayerStack(input: network.input.width, windows: stages.compactMap(\.layer.window))
    var units = [stack.middle(stack.layers)]
    let centre = stack.position(units[0], in: stack.layers)
    for layer in Swift.stride(from: stack.layers, to: 1, by: -1) {
      let seen = stack.inputs(of: units[stack.layers - layer], in: layer)
      func distance(_ unit: Int) -> Double { abs(stack.position(unit, in: layer - 1) - centre) }
      units.append(seen.min { distance($0) < distance($1) } ?? 0)
    }
    rows = zip(stages, zip(1..., units.reversed())).filter { isShown($0.0) }.map { stage, place in
      let (layer, unit) = place
      return Row(
        name: stage.name, window: stack.geometries[layer - 1].window, before: stack.fields[layer - 1],
        field: stack.fields[layer], cells: stack.fields[layer].inputs(of: unit))
    }
    title = network.title
    side = network.input.width
  }
}
