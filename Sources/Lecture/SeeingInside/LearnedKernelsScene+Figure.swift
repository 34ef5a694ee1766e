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
  ///
  /// - Parameter marked: the one that is underlined, and named in the title.
  private func drawKernels(
    _ moment: Moment, at playhead: Playhead, in canvas: inout Canvas, _ region: Region, marked: Int? = nil
  ) {
    let (kernels, words) = kernels(of: moment, at: playhead)
    let (head, rest) = region.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    canvas.write(
      .kernel("first kernels of \(title)") + .muted(", \(marked.map { "kernel \($0 + 1) underlined" } ?? words)"),
      in: head)
    let count = kernels.bank.count
    guard let mosaic = FeatureMaps(side: kernels.bank.rows, channels: count, wanted: count, in: body.size) else {
      return
    }
    let origin = Point(column: body.column, row: body.row + max(0, (body.rows - mosaic.size.rows) / 2))
    var pixels = Pixels(width: mosaic.size.columns, height: 2 * mosaic.size.rows)
    for filter in 0..<min(count, mosaic.count) {
      let place = mosaic.origin(of: filter)
      pixels.place(kernels.pixels(filter, side: mosaic.tile), x: place.x, y: place.y)
      if filter == marked {
        pixels.fill(x: place.x, y: place.y + mosaic.tile, width: mosaic.tile, height: 1, with: .role(.active))
      }
      canvas.mark(mosaic.region(of: filter, at: origin), as: Target(grid: Self.kernelsName, row: 0, column: filter))
    }
    pixels.draw(in: &canvas, at: origin)
    writeScale(in: &canvas, foot)
  }

  /// What the colours of kernels mean.
  private func writeScale(in canvas: inout Canvas, _ region: Region) {
    if isOfPhotos {
      canvas.write(
        .muted(
          region.columns > 90
            ? "a pixel's colour: its weights for red, green, blue; grey is 0, each up to its own largest"
            : "grey is 0; red, green, blue as weighted"), in: region)
    } else {
      ScaleLegend(.signed, from: "−largest", to: "largest weight of each").draw(in: &canvas, at: region.origin)
    }
  }

  // MARK: With a map

  private func drawWithMap(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    // At least as wide as the words beneath and the legend.
    let side = max(22, min(canvas.bounds.columns * 2 / 5, 2 * ((canvas.bounds.rows - 3) / 2)))
    let bounds = canvas.bounds
    let left = Region(column: 0, row: 0, columns: bounds.columns - side - 3, rows: bounds.rows)
    let right = Region(column: bounds.columns - side, row: 0, columns: side, rows: bounds.rows)
    let filter = playhead.pointer.flatMap { $0.grid == Self.kernelsName ? $0.column : nil } ?? chosen
    drawKernels(moment, at: playhead, in: &canvas, left, marked: filter)
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

  /// The hand-made kernels above, the learned ones beneath as what they make of grey, for that is what is compared, each
  /// with its colours beside it; where there is room the random ones, too.
  private func drawPairs(in canvas: inout Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    let isLarge = body.rows >= 32
    let lines = isLarge ? 3 : 2
    let size = trained.bank.rows
    let pitch = body.columns / pairs.count
    let isOfColours = trained.bank.depth == 3
    // Beside a kernel there is room for its colours in half its size.
    let scale = max(1, min((pitch - 2) / size * (isOfColours ? 2 : 3) / 3, 2 * (body.rows / lines - 1) / size))
    let tile = scale * size
    let pitchDown = (tile + 1) / 2 + 1
    canvas.write(
      .kernel("made by hand") + .muted(" above, ") + .kernel("learned") + .muted(isLarge ? " and " : " below")
        + (isLarge ? .kernel("random") + .muted(" below") : "")
        + .muted((isOfColours ? ", its colours summed" : "") + "; −: signs turned"), in: head)
    for (index, pair) in pairs.enumerated() {
      let column = body.column + index * pitch
      let row = body.row
      canvas.write(.kernel(pair.name), column: column, row: row)
      drawSigned(pair.handMade, tile, in: &canvas, at: Point(column: column, row: row + 1))
      let found = [("kernel", trained, pair.learned)] + (isLarge ? [("random", untrained, pair.random)] : [])
      for (line, (name, kernels, nearest)) in found.enumerated() {
        let row = row + (line + 1) * pitchDown
        canvas.write(
          .kernel("\(nearest.cosine < 0 ? "−" : "")\(name) \(nearest.filter + 1)")
            + .muted(" " + NumberText.fixed(nearest.likeness, decimals: 2)),
          column: column, row: row)
        let greys = kernels.greys(nearest.filter)
        drawSigned(
          nearest.cosine < 0 ? Tensor(greys.shape, values: greys.values.map { -$0 }) : greys, tile, in: &canvas,
          at: Point(column: column, row: row + 1))
        if isOfColours {
          kernels.pixels(nearest.filter, side: max(size, tile / 2))
            .draw(in: &canvas, at: Point(column: column + tile + 1, row: row + 1))
        }
      }
    }
    ScaleLegend(.signed, from: "−largest", to: "largest weight of each").draw(in: &canvas, at: foot.origin)
  }

  private func drawSigned(_ kernel: Tensor, _ tile: Int, in canvas: inout Canvas, at origin: Point) {
    let limit = kernel.values.reduce(1e-9) { max($0, abs(Double($1))) }
    kernel.heatMap(.signed, limits: -limit...limit).pixels(width: tile, height: tile).draw(in: &canvas, at: origin)
  }

  // MARK: Pieces

  private func drawPieces(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    let (body, foot) = rest.splitBottom(1)
    let size = trained.bank.rows
    let columns = 4
    let rows = (pieces.count + columns - 1) / columns
    let count = Int((playhead.phase(0, 1) * Double(pieces.count)).rounded(.up))
    // Where there is room the pictures stand beneath, with the places that the pieces are cut from.
    let side = pictures[0].input.shape.width
    let (upper, lower) = body.splitBottom(body.rows >= 32 && body.columns >= 4 * (side + 2) ? (side + 1) / 2 + 1 : 0)
    // The kernel to the left, as high as both rows of pieces.
    let scale = max(1, min((body.columns / (columns + 2) - 2) / size, (2 * upper.rows / rows - 4) / size))
    let tile = scale * size
    let large = max(1, min(2 * tile / size, (2 * upper.rows - 2) / size)) * size
    canvas.write(.kernel("kernel \(chosen + 1)") + .muted(" and what excites it most, the strongest first"), in: head)
    trained.pixels(chosen, side: large).draw(in: &canvas, at: upper.origin)
    let left = upper.column + large + 4
    let pitch = max(tile + 1, min(tile + 8, (upper.endColumn - left) / columns))
    for (index, piece) in pieces.prefix(count).enumerated() {
      let column = left + index % columns * pitch
      let row = upper.row + index / columns * (tile / 2 + 2)
      let input = pictures[piece.picture].input
      let depth = input.shape.channels
      let values = (0..<size * size * depth).map { place in
        let (pixel, channel) = place.quotientAndRemainder(dividingBy: depth)
        return input[piece.row + pixel / size, piece.column + pixel % size, channel]
      }
      let patch = Tensor(Shape(height: size, width: size, channels: depth), values: values)
      picturePixels(patch, side: tile).draw(in: &canvas, at: Point(column: column, row: row))
      // The number first: a long name gives way to it.
      let words = NumberText.fixed(Double(piece.value), decimals: 1) + " " + pictures[piece.picture].name
      let shown = words.count < pitch ? words : words.prefix(pitch - 2) + "…"
      canvas.write(.muted(String(shown)), column: column, row: row + (tile + 1) / 2)
    }
    if lower.rows > 0 { drawWhole(pieces.prefix(count), in: &canvas, lower) }
    writeScale(in: &canvas, foot)
  }

  /// The pictures that pieces come from, the strongest first, as many as have room, with frames around the pieces.
  private func drawWhole(_ pieces: ArraySlice<Piece>, in canvas: inout Canvas, _ region: Region) {
    let side = pictures[0].input.shape.width
    var order: [Int] = []
    for piece in pieces where !order.contains(piece.picture) { order.append(piece.picture) }
    for (index, picture) in order.prefix(region.columns / (side + 2)).enumerated() {
      let origin = Point(column: region.column + index * (side + 2), row: region.row + 1)
      canvas.write(.input(pictures[picture].name), column: origin.column, row: region.row)
      var pixels = picturePixels(pictures[picture].input, side: side)
      for piece in pieces where piece.picture == picture {
        let length = trained.bank.rows + 2
        pixels.outline(x: piece.column - 1, y: piece.row - 1, width: length, height: length, with: .role(.active))
      }
      pixels.draw(in: &canvas, at: origin)
    }
  }
}
