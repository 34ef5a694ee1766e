import CellCanvas
import ConvolutionEngine

extension VolumesScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .picture: drawPicture(at: playhead, in: &canvas)
    case .slide: drawSlide(at: playhead, in: &canvas)
    case .relu: drawReLU(at: playhead, in: &canvas)
    case .maps(let layer): drawMaps(layer, at: playhead, in: &canvas)
    case .nextFilter, .parameters, .work, .end: drawVolumes(moment, at: playhead, in: &canvas)
    case .unshared: drawAreas(at: playhead, in: &canvas)
    }
  }

  // MARK: The picture and its planes

  private func drawPicture(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let side = Self.side * max(1, min(2 * body.rows / Self.side, (body.columns - 10) / (2 * Self.side)))
    let room = max(1, (body.columns - side - 6) / 3 - 2)
    let plane = max(1, min(room, 2 * (body.rows - 6)))
    let parts = Layout.row(
      [Size(columns: side, rows: side / 2), Size(columns: 3 * plane + 4, rows: plane / 2 + 5)], in: body,
      minimumGap: 4, maximumGap: 8)
    picture.pixels(width: side, height: side).draw(in: &canvas, at: parts[0].origin)
    canvas.write(
      .input("picture") + .muted("  \(network.input.text)"), column: parts[0].column,
      row: max(head.row, parts[0].row - 1))
    for (index, name) in ["red", "green", "blue"].enumerated() where playhead.phase(0.1, 0.9) * 3 > Double(index) {
      let column = parts[1].column + index * (plane + 2)
      canvas.write(.strong(name, Role.channels[index]), column: column, row: parts[1].row)
      let values = Swift.stride(from: index, to: picture.bytes.count, by: 3).map { Double(picture.bytes[$0]) }
      HeatMap(
        width: picture.width, height: picture.height, values: values, scale: ColorScale.channels[index], limits: 0...255
      )
      .pixels(width: plane, height: plane).draw(in: &canvas, at: Point(column: column, row: parts[1].row + 1))
    }
    let facts: [(String, StyledText)] = [
      ("height × width", .input("\(network.input.height) × \(network.input.width)")),
      ("depth", .input("\(network.input.channels)")),
      ("numbers in all", .input(NumberText.integer(network.input.count))),
    ]
    for (offset, fact) in facts.enumerated() {
      let row = parts[1].row + (plane + 1) / 2 + 2 + offset
      canvas.write(.muted(fact.0), column: parts[1].column, row: row)
      canvas.write(fact.1, column: parts[1].column + 17, row: row)
    }
  }

  // MARK: One filter slides

  private func drawSlide(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let (output, kernel, padding) = (geometry.output, geometry.window.kernel, geometry.window.padding.before)
    // The zeros around the picture are drawn where they cost it no pixel; elsewhere its title tells of them.
    let isRinged = 2 * body.rows >= Self.side + 2 * padding && body.columns >= Self.side + 2 * padding + output + 24
    let ring = isRinged ? padding : 0
    let side = Self.side + 2 * ring
    let scale = max(1, min((body.columns - 8) / (side + 10 + output), 2 * body.rows / side))
    let weight = max(1, min(10 * scale / kernel, (side * scale - 2) / (3 * kernel)))
    // Below the map two lines say what the colours mean.
    let room = max(1, min(2 * (body.rows - 2), body.columns - side * scale - max(10, kernel * weight) - 6))
    let map = room >= output ? output * min(scale, room / output) : room
    let legends = slideLegends
    let sizes = [
      Size(columns: side * scale, rows: side * scale / 2),
      Size(columns: max(10, kernel * weight), rows: (3 * kernel * weight + 3) / 2),
      Size(columns: legends.reduce(map) { max($0, $1.size.columns) }, rows: (map + 1) / 2 + legends.count),
    ]
    let parts = Layout.row(sizes, in: body, minimumGap: 3, maximumGap: 10)
    let position = position(at: playhead)

    drawInput(position.current, ring: ring, scale: scale, at: parts[0].origin, in: &canvas)
    for channel in 0..<3 {
      let slice = banks[0].slice(0, channel: channel).heatMap(.signed, limits: weightLimits)
      let origin = parts[1].row * 2 + channel * (kernel * weight + 1)
      var pixels = Pixels(width: kernel * weight, height: kernel * weight + origin % 2)
      pixels.place(slice.pixels(width: kernel * weight, height: kernel * weight), x: 0, y: origin % 2)
      pixels.draw(in: &canvas, at: Point(column: parts[1].column, row: origin / 2))
      canvas.write(
        .strong(["R", "G", "B"][channel], Role.channels[channel]), column: parts[1].column - 2,
        row: (origin + kernel * weight / 2) / 2)
    }
    drawSums(position, side: map, isPointed: playhead.pointer != nil, at: parts[2].origin, in: &canvas)
    for (offset, legend) in legends.enumerated() {
      legend.draw(
        in: &canvas, at: Point(column: parts[2].column, row: parts[2].row + (map + 1) / 2 + offset))
    }
    let zeros = padding > 0 ? " + \(counted(padding, "zero")) a side" : ""
    let titles: [StyledText] = [
      .input("picture") + .muted(" \(network.input.shortText)\(zeros)"),
      .kernel("filter") + .muted(" \(kernel)×\(kernel)×3"), .output("sums") + .muted(" \(output)×\(output)×1"),
    ]
    for (title, part) in zip(titles, parts) {
      canvas.write(title, column: part.column, row: max(head.row, part.row - 1))
    }
  }

  /// What the colours of the sums and of the weights mean, each on a scale of its own.
  private var slideLegends: [ScaleLegend] {
    func legend(_ name: String, _ limits: ClosedRange<Double>, decimals: Int) -> ScaleLegend {
      let most = NumberText.fixed(limits.upperBound, decimals: decimals)
      var legend = ScaleLegend(.signed, from: "\(name) −\(most)", to: most)
      legend.columns = 6
      return legend
    }
    return [legend("sums", sumLimits, decimals: 1), legend("weights", weightLimits, decimals: 2)]
  }

  private func isPicture(_ index: Int) -> Bool { (0..<Self.side).contains(index) }

  /// The picture, around it the zeros that have room, and on it the window that is at work; what no window comes to is
  /// hatched.
  private func drawInput(_ place: Int, ring: Int, scale: Int, at origin: Point, in canvas: inout Canvas) {
    let (output, kernel, framed) = (geometry.output, geometry.window.kernel, Self.side + 2 * ring)
    var pixels = Pixels(width: framed * scale, height: framed * scale)
    pixels.fill(x: 0, y: 0, width: pixels.width, height: pixels.height, with: .role(.panel))
    pixels.place(
      picture.pixels(width: Self.side * scale, height: Self.side * scale), x: ring * scale, y: ring * scale)
    let unseen = Set(unseen.map { $0 + ring })
    for y in 0..<pixels.height {
      for x in 0..<pixels.width where unseen.contains(x / scale) || unseen.contains(y / scale) {
        guard isPicture(x / scale - ring), isPicture(y / scale - ring) else { continue }
        pixels[x, y] = (x + y).isMultiple(of: 2) ? .role(.panel) : .role(.muted)
      }
    }
    pixels.outline(
      x: (geometry.input(of: place % output, weight: 0) + ring) * scale,
      y: (geometry.input(of: place / output, weight: 0) + ring) * scale,
      width: kernel * scale, height: kernel * scale, with: .role(.active))
    pixels.draw(in: &canvas, at: origin)
  }

  /// The sums that are known, and the one in work; where the map has more of them than there are pixels, the strongest
  /// of each pixel.
  private func drawSums(
    _ position: (current: Int, known: Int), side: Int, isPointed: Bool, at origin: Point, in canvas: inout Canvas
  ) {
    let output = geometry.output
    let map = sums[0].channel(0).heatMap(.signed, limits: sumLimits).strongestPixels(width: side, height: side)
    var known = Pixels(width: side, height: side)
    for y in 0..<side {
      for x in 0..<side {
        let index = y * output / side * output + x * output / side
        let isCurrent = index == position.current && (position.known < output * output || isPointed)
        known[x, y] = isCurrent ? .role(.active) : index < position.known ? map[x, y] : .role(.panel)
      }
    }
    known.draw(in: &canvas, at: origin)
    for row in 0..<output {
      let (top, bottom) = (row * side / output, max(row * side / output + 1, (row + 1) * side / output))
      for column in 0..<output {
        let (left, right) = (
          column * side / output, max(column * side / output + 1, (column + 1) * side / output)
        )
        canvas.mark(
          Region(
            column: origin.column + left, row: origin.row + top / 2, columns: right - left,
            rows: max(1, (bottom + 1) / 2 - top / 2)),
          as: Target(grid: Self.mapName, row: row, column: column))
      }
    }
  }

  /// The ends of the scale of the sums that the first filter writes.
  private var sumLimits: ClosedRange<Double> {
    let largest = max(1e-9, sums[0].channel(0).values.reduce(0) { max($0, abs(Double($1))) })
    return -largest...largest
  }

  /// The sums of the first filter, and what the ReLU leaves of them.
  private func drawReLU(at playhead: Playhead, in canvas: inout Canvas) {
    let size = " \(geometry.output)×\(geometry.output)×1"
    let before = sums[0].channel(0).heatMap(.signed, limits: sumLimits)
    let after = maps[0].channel(0).heatMap(.output, limits: 0...sumLimits.upperBound)
    let isDone = playhead.phase(0.1, 0.6) >= 1
    Arrangement.row(
      .column(
        .map("sums", before).titled(.output("sums") + .muted(size)), .legend(before.legend(decimals: 1), name: "a")),
      .arrow("max(0, sum)", progress: playhead.phase(0, 0.5)),
      .column(.map("map", after).titled(.output("map") + .muted(size)), .legend(after.legend(decimals: 1), name: "b"))
        .hidden(!isDone)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// The end of the scale of weights: the largest of the first layer.
  private var weightLimits: ClosedRange<Double> {
    let largest = Double(banks[0].values.reduce(0) { max($0, abs($1)) })
    return -largest...largest
  }

  // MARK: All maps of a layer

  private func drawMaps(_ layer: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let shape = network.stages[layer].output
    let (head, body) = canvas.bounds.splitTop(1)
    guard
      let deal = FeatureMaps(
        side: shape.height, channels: shape.channels, wanted: shape.channels, withTitles: true, in: body.size)
    else { return }
    let count = min(deal.count, shape.channels)
    let range = count < shape.channels ? "maps 1–\(count) of \(shape.channels)" : counted(shape.channels, "map")
    canvas.write(
      .output(range) + .muted(" of \(shape.height) × \(shape.width), one a filter of layer \(layer + 1)"), in: head)
    let limits = 0...max(1e-9, Double(maps[layer].values.max() ?? 1))
    var legend = ScaleLegend(.output, from: "0", to: Self.text(Float(limits.upperBound)))
    legend.columns = 6
    if head.columns > legend.size.columns + 50 {
      legend.draw(in: &canvas, at: Point(column: head.endColumn - legend.size.columns, row: head.row))
    }
    let shown = Int((playhead.phase(0, 0.9) * Double(count)).rounded(.up))
    let origin = body.centered(deal.size).origin
    deal.pixels(shape.channels) { index in
      guard index < shown else { return nil }
      return maps[layer].channel(index).heatMap(.output, limits: limits)
    }.draw(in: &canvas, at: origin)
    for index in 0..<count {
      let place = deal.region(of: index, at: origin)
      canvas.mark(place, as: Target(grid: Self.mapsName, row: layer, column: index))
      guard deal.hasTitles, index < shown else { continue }
      let range = maps[layer].channel(index).range
      let number: StyledText = .output("\(index + 1)")
      let ends = "\(Self.text(range.lowerBound)) … \(Self.text(range.upperBound))"
      // Where both have no room the number stands, by which the map is spoken of.
      let titles = [number + .muted("  \(ends)"), number + .muted(" \(ends)"), number]
      if let title = titles.first(where: { $0.columns <= place.columns }) {
        canvas.write(title, column: place.column, row: place.row - 1)
      }
    }
  }

  // MARK: All volumes

  /// The picture, the filters, the maps, the filters of the next layer, its maps: to one scale.
  private func drawVolumes(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isWhole = if case .nextFilter = moment { false } else { true }
    var volumes = [
      VolumeDiagram.Volume(
        .input("picture"), detail: StyledText(network.input.shortText), height: Self.side, width: Self.side,
        depth: network.input.channels, scale: .input, front: .picture(picture))
    ]
    // The maps in front are drawn on one scale, those of both layers.
    let limits = 0...max(1e-9, Double(maps.compactMap { $0.values.max() }.max() ?? 1))
    for (index, stage) in network.stages.enumerated() {
      let (bank, shape) = (banks[index], stage.output)
      let first = maps[index].channel(0)
      volumes.append(
        VolumeDiagram.Volume(
          .kernel(counted(bank.count, "filter")), detail: StyledText("\(bank.rows)×\(bank.columns)×\(bank.depth)"),
          height: bank.rows, width: bank.columns, depth: bank.depth, scale: .kernel,
          isShown: index == 0 || isWhole || playhead.phase(0, 0.5) >= 1))
      volumes.append(
        VolumeDiagram.Volume(
          .output(counted(shape.channels, "map")), detail: StyledText(shape.shortText), height: shape.height,
          width: shape.width, depth: shape.channels, scale: .output,
          front: .map(first.heatMap(.output, limits: limits)),
          isShown: index == 0 || isWhole))
    }
    let table = table(moment)
    let spacing = canvas.size.rows >= 30 ? 2 : 1
    let (upper, detail) = canvas.bounds.splitBottom(hasDetail(canvas.size) ? detailRows(moment) : 0)
    let (space, foot) = upper.splitBottom(table.isEmpty ? 0 : spacing * table.count + 1)
    // The legend keeps its row above the boxes where these are as high as there is room.
    let (_, figure) = space.splitTop(detail.rows > 0 ? 1 : 0)
    let slots = VolumeDiagram(volumes, name: Self.volumesName).draw(in: &canvas, region: figure)
    guard slots.count == volumes.count else { return }
    for (offset, line) in table.enumerated() {
      let row = foot.row + 1 + spacing * offset
      canvas.write(.muted(line.name), column: foot.column + 1, row: row)
      for (index, cell) in line.cells.enumerated() {
        // From the filters on to the next volume's end: the formula and its result below both.
        let (left, right) = (slots[1 + 2 * index], slots[2 + 2 * index])
        let room = Region(
          column: left.column, row: row, columns: right.endColumn - left.column, rows: 1)
        let start = min(room.column + (room.columns - cell.columns) / 2, canvas.size.columns - cell.columns)
        canvas.write(cell, column: start, row: row)
      }
    }
    if detail.rows > 0 { drawDetail(moment, limits: limits, at: playhead, in: &canvas, region: detail) }
    var legend = ScaleLegend(.output, from: "first map 0", to: Self.text(Float(limits.upperBound)))
    legend.columns = 6
    canvas.legend(legend, near: Region(column: slots[2].column, row: 0, columns: slots[2].columns, rows: slots[2].row))
  }

  /// What is counted below the volumes, for each layer.
  private func table(_ moment: Moment) -> [(name: String, cells: [StyledText])] {
    let parameters = network.stages.map { $0.parameterFormula ?? "" }
    let work = network.stages.map { $0.workFormula ?? "" }
    return switch moment {
    case .parameters: [("parameters", parameters)]
    case .work, .end: [("parameters", parameters), ("products", work)]
    default: []
    }
  }

  // MARK: Beside layers that do not share

  /// The parameters of a layer as squares, side by side and to one scale; in a wide window those of both layers.
  private func drawAreas(at playhead: Playhead, in canvas: inout Canvas) {
    let isWide = canvas.size.columns >= 120
    let rows = Array(comparison.prefix(isWide ? 2 : 1))
    let largest = Double(rows.flatMap(\.counts).max() ?? 1)
    let each = canvas.size.columns / rows.count
    for (index, row) in rows.enumerated() {
      let place = Region(column: index * each, row: 0, columns: each - 2, rows: max(0, canvas.size.rows - 1))
      canvas.write(
        StyledText("\(row.stage.name)  ") + .input(row.stage.input.text) + .muted("  →  ")
          + .output(row.stage.output.text), column: place.column, row: place.row)
      // Two pixels a row; the names stand at the side.
      let side = max(1, min(2 * (place.rows - 2), place.columns - 40))
      let unit = Double(side * side) / largest
      let inks: [Tint] = [.role(.kernel), .role(.output), .role(.faint)]
      var pixels = Pixels(width: side, height: side)
      for (kind, count) in row.counts.enumerated().reversed() where playhead.phase(0.2, 0.6) >= 1 || kind == 0 {
        let edge = max(1, Int((Double(count) * unit).squareRoot().rounded()))
        pixels.fill(x: 0, y: 0, width: edge, height: edge, with: inks[kind])
      }
      let map = Region(column: place.column, row: place.row + 2, columns: side, rows: (side + 1) / 2)
      pixels.draw(in: &canvas, at: map.origin)
      let names = ["convolution", "unshared", "dense"]
      for (kind, count) in row.counts.enumerated() {
        let line = map.row + 3 * kind
        guard line + 1 < place.endRow else { continue }
        canvas.write(
          StyledText("■ ", ink: inks[kind]) + .muted(names[kind] + "  ") + .strong(NumberText.integer(count)),
          column: map.endColumn + 3, row: line)
        let area = Double(count) * unit
        let share = kind < 2 ? "\(percent(Double(count) / Double(row.counts[2]))) of the dense area" : "areas to scale"
        canvas.write(
          .muted(area < 1 ? "  less than the pixel drawn" : "  " + share), column: map.endColumn + 3, row: line + 1)
      }
      let rest = Region(
        column: place.column, row: map.endRow + 2, columns: place.columns, rows: place.endRow - map.endRow - 2)
      if rest.rows >= 7, playhead.phase(0.5, 1) >= 1 { drawCosts(row, in: &canvas, region: rest) }
    }
  }

  /// What is stored beside what is worked out: sharing saves the one and leaves the other.
  private func drawCosts(_ row: Comparison, in canvas: inout Canvas, region: Region) {
    let columns = [region.column, region.column + 16, region.column + 34]
    func right(_ text: StyledText, _ column: Int, _ line: Int) {
      canvas.write(
        text, in: Region(column: columns[column], row: region.row + line, columns: 14, rows: 1), align: .trailing)
    }
    right(.muted("stored"), 1, 0)
    right(.muted("products"), 2, 0)
    for (kind, name) in ["convolution", "unshared", "dense"].enumerated() {
      canvas.write(.muted(name), column: columns[0], row: region.row + 1 + kind)
      right(.strong(NumberText.integer(row.counts[kind])), 1, 1 + kind)
      right(.strong(NumberText.integer(row.work[kind])), 2, 1 + kind)
    }
    let saving = Double(row.work[2]) / Double(row.work[0])
    let lines: [StyledText] = [
      .muted("Sharing stores less, but every place still does its products."),
      saving > 1
        ? .muted("Small windows save work, too: dense takes ") + .active(factor(saving))
          + .muted(" times the products.")
        : .muted("A window as large as the input saves no work."),
    ]
    for (offset, line) in lines.enumerated() where line.columns <= region.columns {
      canvas.write(line, column: region.column, row: region.row + 5 + offset)
    }
  }

  /// How many weights and biases each layer has, would have without sharing, and as a dense layer.
  var comparison: [Comparison] {
    network.stages.map { stage in
      let dense = Self.dense(insteadOf: stage)
      return Comparison(
        stage: stage, counts: [stage.parameters, stage.unsharedParameters, dense?.parameters ?? 0],
        work: [stage.multiplyAdds, stage.multiplyAdds, dense?.multiplyAdds ?? 0])
    }
  }

  /// A layer as it is, unshared and dense.
  struct Comparison {
    let stage: Stage
    /// Weights and biases.
    let counts: [Int]
    /// Products a picture.
    let work: [Int]
  }

  /// A value of a map.
  static func text(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 2) }
}

extension Tensor {
  /// From the smallest to the largest value, never empty.
  var limits: ClosedRange<Double> {
    let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
    return low...max(high, low + 1e-9)
  }
}
