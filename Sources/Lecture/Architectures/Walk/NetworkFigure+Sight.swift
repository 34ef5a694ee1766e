import CellCanvas
import ConvolutionEngine

// What one value of a map has seen: its window in the stage before, and its field in the picture.

/// One value of a feature map, and where it comes from.
struct MapPixel: Sendable {
  /// The stage whose output it belongs to.
  let stage: Int
  let channel: Int
  let row: Int
  let column: Int
  /// Rows and columns of the stage before, or of the picture where there is none, cut off at the border.
  let window: (rows: Range<Int>, columns: Range<Int>)
  /// Rows and columns of the picture, cut off at its border.
  let field: (rows: Range<Int>, columns: Range<Int>)
  /// Whether the border cuts the field off.
  let isClipped: Bool
}

extension NetworkFigure {
  /// The grid of single values: rows are those of the maps, columns those of all maps side by side.
  static let pixelsName = "pixels"

  /// The value that a target stands for among the maps of a stage; `nil` for any other target.
  func pixel(of target: Target?, in stage: Int) -> MapPixel? {
    let shape = network.stages[stage].output
    guard let target, target.grid == Self.pixelsName, target.row < shape.height,
      target.column < shape.width * shape.channels
    else { return nil }
    let (row, column) = (target.row, target.column % shape.width)
    let held = network.stages[stage]
    let (height, width) = (network.input.height, network.input.width)
    let whole = (rows: 0..<height, columns: 0..<width)
    // A transposed window lays stamps down: what reaches an output is taken as its part of the input.
    let window = if case .transposedConvolution = held.layer.kind { nil as Window? } else { held.layer.window }
    var field = whole
    var isClipped = false
    if case .part(let down, let across) = held.view {
      let (rows, columns) = (down.inputs(of: row), across.inputs(of: column))
      field = (rows.clamped(to: whole.rows), columns.clamped(to: whole.columns))
      isClipped = field.rows != rows || field.columns != columns
    }
    return MapPixel(
      stage: stage, channel: target.column / shape.width, row: row, column: column,
      window: (
        Self.window(of: row, window, held.input.height, held.output.height),
        Self.window(of: column, window, held.input.width, held.output.width)
      ), field: field, isClipped: isClipped)
  }

  /// What one output looks at along one axis.
  private static func window(of index: Int, _ window: Window?, _ input: Int, _ output: Int) -> Range<Int> {
    if let window { return window.over(input).span(of: index).clamped(to: 0..<input) }
    return input == output ? index..<index + 1 : AdaptiveGeometry(input: input, output: output).inputs(of: index)
  }

  /// Marks the values of a drawn map: every one where maps are drawn in full or enlarged, and where they are drawn smaller
  /// those beneath the middles of squares of two by two pixels.
  func markPixels(of channel: Int, _ shape: Shape, tile: Int, at place: Region, in canvas: inout Canvas) {
    func mark(_ region: Region, row: Int, column: Int) {
      canvas.mark(
        region, as: Target(grid: Self.pixelsName, row: row, column: channel * shape.width + column))
    }
    let longest = max(shape.height, shape.width)
    guard tile.isMultiple(of: longest) else {
      for row in 0..<place.rows {
        for column in stride(from: 0, to: place.columns, by: 2) {
          let y = min(shape.height - 1, (2 * row + 1) * longest / tile)
          let x = min(shape.width - 1, (column + 1) * longest / tile)
          let columns = min(2, place.columns - column)
          mark(
            Region(column: place.column + column, row: place.row + row, columns: columns, rows: 1), row: y, column: x)
        }
      }
      return
    }
    let scale = tile / longest
    for row in 0..<shape.height {
      // Where a cell holds parts of two rows it stands for the upper one, unless both have no other.
      let top = scale == 1 ? row / 2 : (row * scale + 1) / 2
      let bottom = max(top + 1, ((row + 1) * scale + 1) / 2)
      for column in 0..<shape.width {
        mark(
          Region(column: place.column + column * scale, row: place.row + top, columns: scale, rows: bottom - top),
          row: row, column: column)
      }
    }
  }

  // MARK: Words

  func remark(on pixel: MapPixel) -> Remark? {
    guard let result = pass.result(of: pixel.stage) else { return nil }
    let stage = network.stages[pixel.stage]
    let value = result.maps[pixel.row, pixel.column, pixel.channel]
    let map = result.maps.channel(pixel.channel)
    let source = stage.sources.first.flatMap { $0 }.map { network.stages[$0].name } ?? "the picture"
    let isWhole = pixel.field.rows.count == network.input.height && pixel.field.columns.count == network.input.width
    let seen =
      isWhole
      ? "all of the picture" : "\(sides(pixel.field.rows.count, pixel.field.columns.count)) pixels of the picture"
    let place = "row \(pixel.row + 1), column \(pixel.column + 1)"
    return Remark(
      caption: StyledText("\(stage.name), map \(pixel.channel + 1), \(place): ") + .output(WalkPart.value(value))
        + ". It looks at " + .kernel(sides(pixel.window.rows.count, pixel.window.columns.count))
        + StyledText(" of \(source), and so at ") + .input(seen)
        + StyledText(pixel.isClipped && !isWhole ? ", cut off at the border." : "."),
      formula: [
        .muted("rows × columns ") + .kernel(Self.text(pixel.window)) + .muted(" of \(source), field ")
          + .input(Self.text(pixel.field)),
        .muted("the map goes from ") + .output(WalkPart.value(map.range.lowerBound)) + .muted(" to ")
          + .output(WalkPart.value(map.range.upperBound)),
      ])
  }

  /// "3–7 × 1–4".
  private static func text(_ part: (rows: Range<Int>, columns: Range<Int>)) -> String {
    func span(_ range: Range<Int>) -> String {
      range.count == 1 ? "\(range.upperBound)" : "\(range.lowerBound + 1)–\(range.upperBound)"
    }
    return "\(span(part.rows)) × \(span(part.columns))"
  }

  // MARK: The figure

  /// The picture with what the value sees of it, and the stage before with its window: beside each other or, where there is
  /// room, one above the other.
  func drawSight(of pixel: MapPixel, in canvas: inout Canvas, _ region: Region) {
    guard let picture else { return }
    let stage = network.stages[pixel.stage]
    let source = stage.sources.first.flatMap { $0 }
    let isTall = region.rows >= 2 * (region.columns / 2 + 2)
    let half = (region.columns - 1) / 2
    let slots =
      isTall
      ? [region.splitTop(region.rows / 2).top, region.splitTop(region.rows / 2).rest]
      : [region.splitLeft(half).left, region.splitLeft(half + 1).rest]
    let titles: [StyledText] = [.input("picture"), .output(source.map { network.stages[$0].name } ?? "picture")]
    for (slot, title) in zip(slots, titles).prefix(source == nil ? 1 : 2) { canvas.write(title, in: slot) }
    let spaces = slots.map { slot in
      let body = slot.splitTop(1).rest
      return Region(
        body.origin, Size(columns: body.columns, rows: min(body.rows, (body.columns + 1) / 2)))
    }
    let field = Patch(rows: pixel.field.rows, columns: pixel.field.columns, tint: .role(.active))
    PictureSight(picture, rows: network.input.height, columns: network.input.width, in: spaces[0])
      .draw(seenBy: field, in: &canvas)
    if let source, let result = pass.result(of: source) {
      drawWindow(of: pixel, in: result, of: &canvas, spaces[1])
    }
    let row = spaces[0].endRow
    guard !isTall, row + 2 <= region.endRow else { return }
    canvas.write(
      .input(sides(pixel.field.rows.count, pixel.field.columns.count)), column: slots[0].column, row: row)
    guard source != nil else { return }
    canvas.write(
      .kernel(sides(pixel.window.rows.count, pixel.window.columns.count)), column: slots[1].column, row: row)
  }

  /// The picture with what a unit of a stage's maps sees of it: the one that is pointed at, or the one in the middle.
  func drawFieldInPicture(of index: Int, at pointer: Target?, in canvas: inout Canvas, _ region: Region) {
    guard let picture, region.rows > 5 else { return }
    let shape = network.stages[index].output
    let middle = Target(grid: Self.pixelsName, row: shape.height / 2, column: shape.width / 2)
    let pointed = pixel(of: pointer, in: index)
    guard let pixel = pointed ?? pixel(of: middle, in: index) else { return }
    let (head, body) = region.splitTop(1)
    canvas.write(
      .muted(pointed == nil ? "the unit in the middle sees" : "this unit sees"), in: head)
    canvas.write(.input(sides(pixel.field.rows.count, pixel.field.columns.count)), in: body)
    let field = Patch(rows: pixel.field.rows, columns: pixel.field.columns, tint: .role(.active))
    PictureSight(
      picture, rows: network.input.height, columns: network.input.width,
      in: Region(column: body.column, row: body.row + 1, columns: body.columns, rows: min(body.rows - 1, body.columns))
    ).draw(seenBy: field, in: &canvas)
  }

  /// The map of the stage before that is loudest in the window, or the same channel where channels do not mix.
  private func drawWindow(
    of pixel: MapPixel, in result: NetworkPass.StageResult, of canvas: inout Canvas, _ region: Region
  ) {
    let shape = result.maps.shape
    guard shape.height == shape.width, region.rows > 1 else { return }
    let stage = network.stages[pixel.stage]
    var channel = min(pixel.channel, shape.channels - 1)
    if stage.isConvolution {
      var sums = [Float](repeating: 0, count: shape.channels)
      for row in pixel.window.rows {
        for column in pixel.window.columns {
          for index in sums.indices { sums[index] += result.maps[row, column, index] }
        }
      }
      channel = sums.indices.max { sums[$0] < sums[$1] } ?? 0
    }
    let plane = result.maps.channel(channel)
    let side = min(region.columns, 2 * region.rows)
    let tile = side >= shape.height ? side / shape.height * shape.height : side
    var pixels = plane.heatMap(limits: 0...Double(max(plane.range.upperBound, 1e-9))).pixels(width: tile, height: tile)
    func place(_ cell: Int) -> Int { cell * tile / shape.height }
    let (x, y) = (place(pixel.window.columns.lowerBound), place(pixel.window.rows.lowerBound))
    pixels.outline(
      x: x, y: y, width: max(1, place(pixel.window.columns.upperBound) - x),
      height: max(1, place(pixel.window.rows.upperBound) - y), with: .role(.active))
    pixels.draw(in: &canvas, at: region.origin)
  }
}
