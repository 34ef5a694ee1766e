import CellCanvas
import ConvolutionEngine

extension LearnedKernelsScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .before, .training: drawKernels(moment, at: playhead, in: &canvas, canvas.bounds)
    case .after, .end: drawWithMap(moment, at: playhead, in: &canvas)
    case .handMade: drawPairs(in: &canvas)
    case .pieces: drawPieces(at: playhead, in: &canvas)
    }
  }

  // MARK: All kernels

  /// All kernels of a moment beneath a title.
  private func drawKernels(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let (kernels, words) = kernels(of: moment, at: playhead)
    let (head, rest) = region.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    canvas.write(.kernel("first kernels of \(title)") + .muted(", \(words)"), in: head)
    let count = kernels.bank.count
    guard let mosaic = FeatureMaps(side: kernels.bank.rows, channels: count, wanted: count, in: body.size) else {
      return
    }
    let origin = Point(column: body.column, row: body.row + max(0, (body.rows - mosaic.size.rows) / 2))
    var pixels = Pixels(width: mosaic.size.columns, height: 2 * mosaic.size.rows)
    for filter in 0..<min(count, mosaic.count) {
      let place = mosaic.origin(of: filter)
      pixels.place(kernels.pixels(filter, side: mosaic.tile), x: place.x, y: place.y)
      canvas.mark(mosaic.region(of: filter, at: origin), as: Target(grid: Self.kernelsName, row: 0, column: filter))
    }
    pixels.draw(in: &canvas, at: origin)
    writeScale(in: &canvas, foot)
  }

  /// What the colours of kernels mean.
  private func writeScale(in canvas: inout Canvas, _ region: Region) {
    if isOfPhotos {
      canvas.write(
        .muted("a pixel's colour: its weights for red, green, blue; grey is 0, each up to its own largest"), in: region)
    } else {
      ScaleLegend(.signed, from: "−largest", to: "largest weight of each").draw(in: &canvas, at: region.origin)
    }
  }

  // MARK: With a map

  private func drawWithMap(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let side = max(8, min(canvas.bounds.columns * 2 / 5, 2 * ((canvas.bounds.rows - 3) / 2)))
    let bounds = canvas.bounds
    let left = Region(column: 0, row: 0, columns: bounds.columns - side - 3, rows: bounds.rows)
    let right = Region(column: bounds.columns - side, row: 0, columns: side, rows: bounds.rows)
    drawKernels(moment, at: playhead, in: &canvas, left)
    let filter = playhead.pointer.flatMap { $0.grid == Self.kernelsName ? $0.column : nil } ?? chosen
    let map = maps.channel(min(filter, maps.shape.channels - 1))
    let half = max(2, (right.rows - 3) / 2)
    let tile = min(right.columns, 2 * half)
    canvas.write(.input(shown.name), column: right.column, row: 0)
    picturePixels(shown.input, side: tile).draw(in: &canvas, at: Point(column: right.column, row: 1))
    let row = 1 + (tile + 1) / 2
    canvas.write(.output("map of kernel \(filter + 1)"), column: right.column, row: row)
    let limit = map.values.reduce(1e-6) { max($0, abs(Double($1))) }
    map.heatMap(.signed, limits: -limit...limit).pixels(width: tile, height: tile)
      .draw(in: &canvas, at: Point(column: right.column, row: row + 1))
    let last = row + 1 + (tile + 1) / 2
    if last < right.endRow {
      let legend = ScaleLegend.signed(limit: (limit * 10).rounded() / 10)
      legend.draw(in: &canvas, at: Point(column: max(left.endColumn, right.endColumn - legend.size.columns), row: last))
    }
  }

  /// What a network takes, as a picture again: colours of −1...1, or ink of 0...1 on paper.
  private func picturePixels(_ input: Tensor, side: Int) -> Pixels {
    guard input.shape.channels == 3 else {
      return input.heatMap(.grey, limits: 0...1).pixels(width: side, height: side)
    }
    let bytes = input.values.map { UInt8(max(0, min(255, (127.5 * ($0 + 1)).rounded()))) }
    return Picture(width: input.shape.width, height: input.shape.height, bytes: bytes).pixels(width: side, height: side)
  }

  // MARK: Beside those made by hand

  private func drawPairs(in canvas: inout Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    canvas.write(.kernel("made by hand") + .muted(" above, ") + .kernel("learned") + .muted(" below"), in: head)
    let (body, foot) = rest.splitBottom(1)
    let pitch = body.columns / pairs.count
    let size = trained.bank.rows
    let scale = max(1, min((pitch - 2) / size, (body.rows - 4) / size))
    let tile = scale * size
    for (index, pair) in pairs.enumerated() {
      let column = body.column + index * pitch
      let limit = pair.handMade.values.reduce(1e-9) { max($0, abs(Double($1))) }
      canvas.write(.kernel(pair.name), column: column, row: body.row)
      pair.handMade.heatMap(.signed, limits: -limit...limit).pixels(width: tile, height: tile)
        .draw(in: &canvas, at: Point(column: column, row: body.row + 1))
      let row = body.row + 1 + (tile + 1) / 2
      canvas.write(
        .kernel("kernel \(pair.filter + 1)") + .muted(" " + NumberText.fixed(pair.likeness, decimals: 2)),
        column: column,
        row: row)
      trained.pixels(pair.filter, side: tile).draw(in: &canvas, at: Point(column: column, row: row + 1))
    }
    ScaleLegend(.signed, from: "−largest", to: "largest weight of each").draw(in: &canvas, at: foot.origin)
  }

  // MARK: Pieces

  private func drawPieces(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    let size = trained.bank.rows
    let columns = 4
    let rows = (pieces.count + columns - 1) / columns
    // The kernel to the left, as high as both rows of pieces.
    let scale = max(1, min((body.columns / (columns + 2) - 2) / size, (2 * body.rows / rows - 4) / size))
    let tile = scale * size
    let large = max(1, min(2 * tile / size, (2 * body.rows - 2) / size)) * size
    canvas.write(.kernel("kernel \(chosen + 1)") + .muted(" and what excites it most, the strongest first"), in: head)
    trained.pixels(chosen, side: large).draw(in: &canvas, at: Point(column: body.column, row: body.row))
    let left = body.column + large + 4
    let pitch = max(tile + 1, min(tile + 8, (body.endColumn - left) / columns))
    for (index, piece) in pieces.enumerated() where playhead.phase(0, 1) * Double(pieces.count) > Double(index) {
      let column = left + index % columns * pitch
      let row = body.row + index / columns * (tile / 2 + 2)
      let input = pictures[piece.picture].input
      let depth = input.shape.channels
      let values = (0..<size * size * depth).map { place in
        let (pixel, channel) = place.quotientAndRemainder(dividingBy: depth)
        return input[piece.row + pixel / size, piece.column + pixel % size, channel]
      }
      let patch = Tensor(Shape(height: size, width: size, channels: depth), values: values)
      picturePixels(patch, side: tile).draw(in: &canvas, at: Point(column: column, row: row))
      let name = pictures[piece.picture].name
      let number = NumberText.fixed(Double(piece.value), decimals: 1)
      let words = name.count + 1 + number.count <= pitch - 1 ? "\(name) \(number)" : String(name.prefix(pitch - 1))
      canvas.write(.muted(words), column: column, row: row + (tile + 1) / 2)
    }
    writeScale(in: &canvas, foot)
  }
}
