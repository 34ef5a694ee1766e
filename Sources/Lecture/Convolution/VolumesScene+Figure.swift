import CellCanvas
import ConvolutionEngine

extension VolumesScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .picture: drawPicture(at: playhead, in: &canvas)
    case .slide: drawSlide(at: playhead, in: &canvas)
    case .maps(let layer): drawMaps(layer, at: playhead, in: &canvas)
    case .nextFilter, .parameters, .work, .end: drawVolumes(moment, at: playhead, in: &canvas)
    case .unshared: drawBars(at: playhead, in: &canvas)
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
      canvas.write(.muted(name), column: column, row: parts[1].row)
      let values = Swift.stride(from: index, to: picture.bytes.count, by: 3).map { Double(picture.bytes[$0]) }
      HeatMap(width: picture.width, height: picture.height, values: values, scale: .grey, limits: 0...255)
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
    let (side, output, kernel) = (Self.side, geometry.output, geometry.window.kernel)
    let scale = max(1, min((body.columns - 8) / (side + 10 + output), 2 * body.rows / side))
    let weight = max(1, min(10 * scale / kernel, (side * scale - 2) / (3 * kernel)))
    let sizes = [
      Size(columns: side * scale, rows: side * scale / 2),
      Size(columns: max(10, kernel * weight), rows: (3 * kernel * weight + 3) / 2),
      Size(columns: output * scale, rows: (output * scale + 1) / 2),
    ]
    let parts = Layout.row(sizes, in: body, minimumGap: 3, maximumGap: 10)
    let position = position(at: playhead)
    let (row, column) = (position.current / output, position.current % output)

    var input = picture.pixels(width: side * scale, height: side * scale)
    hatch(&input, scale: scale)
    input.outline(
      x: geometry.input(of: column, weight: 0) * scale, y: geometry.input(of: row, weight: 0) * scale,
      width: kernel * scale, height: kernel * scale, with: .role(.active))
    input.draw(in: &canvas, at: parts[0].origin)

    for channel in 0..<3 {
      let slice = banks[0].slice(0, channel: channel).heatMap(.signed, limits: weightLimits)
      let origin = parts[1].row * 2 + channel * (kernel * weight + 1)
      var pixels = Pixels(width: kernel * weight, height: kernel * weight + origin % 2)
      pixels.place(slice.pixels(width: kernel * weight, height: kernel * weight), x: 0, y: origin % 2)
      pixels.draw(in: &canvas, at: Point(column: parts[1].column, row: origin / 2))
      canvas.write(
        .muted(["R", "G", "B"][channel]), column: parts[1].column - 2, row: (origin + kernel * weight / 2) / 2)
    }

    let map = maps[0].channel(0).heatMap(limits: maps[0].channel(0).limits)
      .pixels(width: output * scale, height: output * scale)
    var known = Pixels(width: output * scale, height: output * scale)
    for y in 0..<output {
      for x in 0..<output {
        let index = y * output + x
        let isCurrent = index == position.current && (position.known < output * output || playhead.pointer != nil)
        for line in y * scale..<(y + 1) * scale {
          for pixel in x * scale..<(x + 1) * scale {
            known[pixel, line] =
              isCurrent ? .role(.active) : index < position.known ? map[pixel, line] : .role(.panel)
          }
        }
      }
    }
    known.draw(in: &canvas, at: parts[2].origin)
    canvas.markPixels(of: Self.mapName, rows: output, columns: output, scale: scale, at: parts[2].origin)
    let titles: [StyledText] = [
      .input("picture") + .muted(" \(network.input.shortText)"),
      .kernel("filter") + .muted(" \(kernel)×\(kernel)×3"), .output("map") + .muted(" \(output)×\(output)×1"),
    ]
    for (title, part) in zip(titles, parts) {
      canvas.write(title, column: part.column, row: max(head.row, part.row - 1))
    }
  }

  /// Hatches the pixels at the end that no window comes to.
  private func hatch(_ pixels: inout Pixels, scale: Int) {
    let first = geometry.dropped.lowerBound * scale
    for y in 0..<pixels.height {
      for x in 0..<pixels.width where max(x, y) >= first {
        pixels[x, y] = (x + y).isMultiple(of: 2) ? .role(.panel) : .role(.muted)
      }
    }
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
    let range = count < shape.channels ? "maps 1–\(count) of \(shape.channels)" : "\(shape.channels) maps"
    canvas.write(
      .output(range) + .muted(" of \(shape.height) × \(shape.width), one for each filter of layer \(layer + 1)"),
      in: head)
    let shown = Int((playhead.phase(0, 0.9) * Double(count)).rounded(.up))
    let origin = body.centered(deal.size).origin
    deal.pixels(shape.channels) { index in
      guard index < shown else { return nil }
      let map = maps[layer].channel(index)
      return map.heatMap(limits: map.limits)
    }.draw(in: &canvas, at: origin)
    for index in 0..<count {
      let place = deal.region(of: index, at: origin)
      canvas.mark(place, as: Target(grid: Self.mapsName, row: layer, column: index))
      guard deal.hasTitles, index < shown else { continue }
      let range = maps[layer].channel(index).range
      let title: StyledText =
        .output("\(index + 1)") + .muted("  \(Self.text(range.lowerBound)) … \(Self.text(range.upperBound))")
      if title.columns <= place.columns { canvas.write(title, column: place.column, row: place.row - 1) }
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
          width: shape.width, depth: shape.channels, scale: .output, front: .map(first.heatMap(limits: first.limits)),
          isShown: index == 0 || isWhole))
    }
    let table = table(moment)
    let spacing = canvas.size.rows >= 30 ? 2 : 1
    let (figure, foot) = canvas.bounds.splitBottom(table.isEmpty ? 0 : spacing * table.count + 1)
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
        canvas.write(cell, in: room, align: .center)
      }
    }
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

  private func drawBars(at playhead: Playhead, in canvas: inout Canvas) {
    let rows = comparison
    let largest = rows.flatMap(\.counts).max() ?? 1
    let scale = LogScale(upTo: Double(largest))
    let names = ["convolution", "unshared", "dense"]
    let inks: [Tint] = [.role(.kernel), .level(.kernel, 0.55), .level(.grey, 0.5)]
    let isLarge = canvas.size.rows >= 28
    let each = canvas.bounds.rows / rows.count
    for (index, row) in rows.enumerated() {
      let (_, rest) = canvas.bounds.splitTop(index * each)
      let place = rest.splitTop(each).top
      canvas.write(
        StyledText("\(row.stage.name)  ") + .input(row.stage.input.text) + .muted("  →  ")
          + .output(row.stage.output.text), column: place.column + 1, row: place.row)
      let bars = zip(names, row.counts).enumerated().map { place, pair in
        let grown = playhead.phase(0.25 * Double(place), 0.25 * Double(place) + 0.4)
        return BarChart.Bar(
          .muted(pair.0), fraction: grown * scale.fraction(of: Double(pair.1)),
          value: place == 0 ? .kernel(NumberText.integer(pair.1)) : .strong(NumberText.integer(pair.1)),
          ink: inks[place])
      }
      BarChart(bars, scale: scale).draw(
        in: &canvas,
        region: Region(
          column: place.column + 1, row: place.row + (isLarge ? 2 : 1), columns: place.columns - 2, rows: place.rows - 2
        ),
        spacing: isLarge ? 4 : 2, thickness: isLarge ? 3 : 1)
    }
  }

  /// How many weights and biases each layer has, would have without sharing, and as a dense layer.
  var comparison: [(stage: Stage, counts: [Int])] {
    network.stages.map { stage in
      (stage, [stage.parameters, stage.unsharedParameters, Self.dense(insteadOf: stage)?.parameters ?? 0])
    }
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
