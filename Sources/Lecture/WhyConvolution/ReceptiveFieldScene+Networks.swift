import CellCanvas
import ConvolutionEngine

// What the units of the lecture's networks see of a picture.

extension ReceptiveFieldScene {
  /// A network of the lecture, as far as its stages have windows.
  struct Sight: Sendable {
    let title: String
    let side: Int
    let rows: [Row]
    /// All layers with windows, along one axis.
    let stack: LayerStack
    /// The last stage that is shown, which is the network's last with a window.
    var last: Row { rows[rows.count - 1] }
    /// How many units the last stage has along a side.
    var units: Int { stack.count(stack.layers) }

    /// How many stages have appeared at a moment of the step.
    func shown(at playhead: Playhead) -> Int { min(rows.count, 1 + Int(playhead.progress * Double(rows.count))) }

    /// A stage that is shown.
    struct Row: Sendable {
      let name: String
      let window: Window
      /// Its place among the layers, from 1.
      let layer: Int
      /// What the units of the layer before see.
      let before: ReceptiveField
      let field: ReceptiveField
    }

    /// The unit of the last stage that lies nearest to a pixel, along one axis.
    func unit(near pixel: Int) -> Int {
      let place = (Double(pixel) - last.field.centre) / last.field.jump.value
      return min(max(Int(place.rounded()), 0), units - 1)
    }

    /// What is seen, along one axis, by the units of each stage shown that stand under a unit of the last one: of each
    /// layer the one nearest to the centre of what that unit sees. Beyond the border there is only padding.
    func fields(under unit: Int) -> [Range<Int>] {
      var chain = [unit]
      let centre = stack.position(unit, in: stack.layers)
      for layer in Swift.stride(from: stack.layers, to: 1, by: -1) {
        let seen = stack.inputs(of: chain[stack.layers - layer], in: layer)
        func distance(_ unit: Int) -> Double { abs(stack.position(unit, in: layer - 1) - centre) }
        chain.append(seen.min { distance($0) < distance($1) } ?? 0)
      }
      return rows.map { $0.field.inputs(of: chain[stack.layers - $0.layer]) }
    }
  }

  // MARK: The words

  func alexNetStep(_ sight: Sight) -> Step {
    let part = Double(sight.last.field.size) / Double(sight.side)
    let choices = ["about a tenth of it", "about half of it", "nearly the whole"]
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
      caption:
        "VGG-16 sees even more with nothing but 3 × 3 kernels and poolings. Depth buys sight: many small looks add "
        + "up to nearly the whole picture.",
      formula: Self.recurrence(sight.last),
      note: "The poolings are listed and the last convolution before each; before it stand one or two more.",
      duration: .milliseconds(2000))
  }

  func remark(on target: Target, _ sight: Sight) -> Remark? {
    if target.grid == Self.pixels { return remark(onPixel: target, sight) }
    guard target.grid == Self.stages, target.row < sight.rows.count else { return nil }
    let row = sight.rows[target.row]
    let stride = row.window.stride > 1 ? ", stride \(row.window.stride)" : ""
    return Remark(
      caption:
        "\(row.name): windows of \(sides(row.window.kernel, row.window.kernel))\(stride). "
        + "The field of a unit is \(sides(row.field.size, row.field.size)) of the \(sides(sight.side, sight.side)) pixels.",
      formula: Self.recurrence(row))
  }

  private func remark(onPixel target: Target, _ sight: Sight) -> Remark {
    let (row, column) = (sight.unit(near: target.row), sight.unit(near: target.column))
    let seen = [row, column].map { sight.fields(under: $0).last?.clamped(to: 0..<sight.side).count ?? 0 }
    let size = sight.last.field.size
    return Remark(
      caption: "The unit of \(sight.last.name) nearest to here, row \(row + 1), column \(column + 1) of "
        + "\(sides(sight.units, sight.units)), sees "
        + (seen == [size, size]
          ? "its whole field of \(sides(size, size)) pixels."
          : "\(sides(seen[0], seen[1])) pixels: its field of \(sides(size, size)) ends at the border."),
      formula: Self.recurrence(sight.last))
  }

  // MARK: The figure

  /// The name under which the stages of a network are pointed at.
  static let stages = "stages"
  /// The name under which the pixels of the picture are pointed at: the unit nearest to one looks at it.
  static let pixels = "pixels"

  func draw(_ sight: Sight, at playhead: Playhead, in canvas: inout Canvas) {
    let count = sight.rows.count
    let pixel = playhead.pointer.flatMap { $0.grid == Self.pixels ? $0 : nil }
    let shown = pixel == nil ? sight.shown(at: playhead) : count
    let pointed = playhead.pointer.flatMap { $0.grid == Self.stages && $0.row < count ? $0.row : nil }
    let active = pointed ?? shown - 1
    let area = canvas.bounds.splitBottom(1).rest
    let square = min(2 * (area.rows - 1), area.columns / 2)
    let (left, right) = area.splitLeft(square)
    let unit = (
      row: pixel.map { sight.unit(near: $0.row) } ?? sight.units / 2,
      column: pixel.map { sight.unit(near: $0.column) } ?? sight.units / 2
    )
    let name = StyledText.muted(", unit \(unit.row + 1),\(unit.column + 1) of \(sides(sight.units, sight.units))")
    let title = StyledText.strong(sight.title)
    canvas.write(title.columns + name.columns <= left.columns ? title + name : title, in: left, align: .center)
    let map = SquareMap(extent: sight.side, in: left.splitTop(1).rest)
    let (rows, columns) = (sight.fields(under: unit.row), sight.fields(under: unit.column))
    let patches = (0..<shown).map { index in
      Patch(
        rows: rows[index].clamped(to: 0..<sight.side), columns: columns[index].clamped(to: 0..<sight.side),
        tint: index == active ? .role(.active) : .role(.input))
    }
    map.draw(picture, seenBy: patches[active], among: patches, in: &canvas)
    map.mark(as: Self.pixels, in: &canvas)
    drawStages(sight, shown: shown, active: active, in: &canvas, region: right.splitLeft(4).rest)
  }

  private func drawStages(_ sight: Sight, shown: Int, active: Int, in canvas: inout Canvas, region: Region) {
    let count = sight.rows.count
    let (head, rest) = region.splitTop(1)
    let spacing = max(1, rest.rows / count)
    let thickness = max(1, spacing - 1)
    let names = (sight.rows.map(\.name.count).max() ?? 0) + 1
    let jumps = 6
    canvas.write(.muted("field"), column: head.column + names, row: head.row)
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
  static let alexNet = Self(.alexNet) { _, _ in true }
  /// VGG-16, the stages without weights, and the last one with weights before each of them.
  static let vgg16 = Self(.vgg16) { stage, next in stage.weights == 0 || next?.weights == 0 }

  /// The stages of a network that have windows and are wanted, each judged by itself and the one behind it.
  private init(_ network: Network, _ isShown: (Stage, Stage?) -> Bool) {
    let stages = network.stages.filter { $0.layer.window != nil && $0.receptiveField != nil }
    let stack = LayerStack(input: network.input.width, windows: stages.compactMap(\.layer.window))
    let nexts = stages.dropFirst().map(Optional.some) + [nil]
    rows = zip(stages, nexts).enumerated().filter { isShown($0.element.0, $0.element.1) }.map { index, pair in
      Row(
        name: pair.0.name, window: stack.geometries[index].window, layer: index + 1, before: stack.fields[index],
        field: stack.fields[index + 1])
    }
    self.stack = stack
    title = network.title
    side = network.input.width
  }
}
