import CellCanvas
import ConvolutionEngine

// What a large window says below the volumes: which slice lies on which map, what becomes of the counts on larger
// pictures, and all the maps that the volumes are made of.
extension VolumesScene {
  /// Whether there is room for more than the volumes.
  func hasDetail(_ size: Size) -> Bool { size.columns >= 120 && size.rows >= 34 }

  /// How many rows a step takes for it.
  func detailRows(_ moment: Moment) -> Int {
    switch moment {
    case .nextFilter, .end: 16
    case .parameters: 6
    case .work: 7
    default: 0
    }
  }

  /// Draws it; the maps in the same colours as those in front of the volumes.
  func drawDetail(
    _ moment: Moment, limits: ClosedRange<Double>, at playhead: Playhead, in canvas: inout Canvas, region: Region
  ) {
    switch moment {
    case .nextFilter:
      if playhead.phase(0, 0.5) >= 1 { drawSlices(limits: limits, in: &canvas, region: region) }
    case .parameters: drawLargerPictures(withProducts: false, in: &canvas, region: region)
    case .work: drawLargerPictures(withProducts: true, in: &canvas, region: region)
    case .end: drawAllMaps(limits: limits, in: &canvas, region: region)
    default: break
    }
  }

  /// The maps of layer 1, and below each the slice of the next filter that lies on it.
  private func drawSlices(limits: ClosedRange<Double>, in canvas: inout Canvas, region: Region) {
    let (bank, count) = (banks[1], maps[0].shape.channels)
    let pitch = min(16, (region.columns - 2) / count)
    let tile = min(14, pitch - 1)
    let slice = bank.rows > tile ? tile : bank.rows * min(2, tile / bank.rows)
    let largest = bank.values.prefix(bank.rows * bank.columns * bank.depth).reduce(1e-9) { max($0, abs(Double($1))) }
    let title: StyledText =
      .output(counted(count, "map") + " of layer 1") + .muted(", and below \(count == 1 ? "it" : "each") the slice of ")
      + .kernel("one filter of layer 2") + .muted(" that lies on it  ")
    canvas.write(title, column: region.column + 1, row: region.row + 1)
    var legend = ScaleLegend(
      .signed, from: "weights −\(Self.text(Float(largest)))", to: Self.text(Float(largest)))
    legend.columns = 6
    if title.columns + legend.size.columns + 2 < region.columns {
      legend.draw(in: &canvas, at: Point(column: region.column + 1 + title.columns, row: region.row + 1))
    }
    for index in 0..<count {
      let column = region.column + 1 + index * pitch
      maps[0].channel(index).heatMap(.output, limits: limits).strongestPixels(width: tile, height: tile)
        .draw(in: &canvas, at: Point(column: column, row: region.row + 2))
      bank.slice(0, channel: index).heatMap(.signed, limits: -largest...largest)
        .strongestPixels(width: slice, height: slice)
        .draw(in: &canvas, at: Point(column: column, row: region.row + 3 + (tile + 1) / 2))
    }
  }

  /// What the same two layers count on pictures of other sizes.
  private func drawLargerPictures(withProducts: Bool, in canvas: inout Canvas, region: Region) {
    let window = geometry.window
    let counts = network.stages.map(\.output.channels)
    let networks = [1, 2, 7].compactMap { try? Self.network(counts, window, on: $0 * Self.side) }
    var lines: [(name: String, cells: [StyledText])] = [
      ("the same two layers on", networks.map { .input(sides($0.input.height, $0.input.width)) }),
      ("output", networks.compactMap { $0.stages.last.map { .output($0.output.text) } }),
      (
        "parameters",
        networks.map { .kernel(NumberText.integer($0.stages.reduce(0) { $0 + $1.parameters })) }
      ),
    ]
    if withProducts {
      lines.append(
        ("products", networks.map { .strong(NumberText.integer($0.stages.reduce(0) { $0 + $1.multiplyAdds })) }))
    }
    for (offset, line) in lines.enumerated() {
      let row = region.row + 1 + offset + (offset > 0 ? 1 : 0)
      canvas.write(.muted(line.name), column: region.column + 1, row: row)
      for (index, cell) in line.cells.enumerated() {
        canvas.write(
          cell, in: Region(column: region.column + 26 + 24 * index, row: row, columns: 20, rows: 1), align: .trailing)
      }
    }
  }

  /// The maps of both layers side by side, as many as have room.
  private func drawAllMaps(limits: ClosedRange<Double>, in canvas: inout Canvas, region: Region) {
    let half = region.columns / 2
    for (layer, maps) in maps.enumerated() {
      let shape = maps.shape
      let place = Region(
        column: region.column + 1 + layer * half, row: region.row + 2, columns: half - 3, rows: region.rows - 2)
      guard
        let deal = FeatureMaps(
          side: shape.height, channels: shape.channels, wanted: shape.channels, least: 8, in: place.size)
      else { continue }
      let shown = min(deal.count, shape.channels)
      let name =
        shown < shape.channels ? "maps 1–\(shown) of \(shape.channels)" : counted(shown, "map")
      canvas.write(
        .output(name + " of layer \(layer + 1)") + .muted(", coloured as above"), column: place.column,
        row: region.row + 1)
      deal.pixels(shown) { maps.channel($0).heatMap(.output, limits: limits) }.draw(in: &canvas, at: place.origin)
    }
  }
}
