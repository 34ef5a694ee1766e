import CellCanvas
import ConvolutionEngine

extension EdgeDetectionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .picture: drawPicture(in: &canvas)
    case .detail: drawDetail(at: playhead, in: &canvas)
    case .wipe: drawWipe(at: playhead, in: &canvas)
    case .sides, .end:
      let places = places(for: 2, in: canvas)
      draw(pixels(places[0]), pictureTitle, in: &canvas, at: places[0])
      markPixels(in: &canvas, at: places[0])
      draw(map, mapTitle, in: &canvas, at: places[1])
      canvas.legend(map.legend, near: places[1])
    case .turned(let turned):
      let places = places(for: 2, in: canvas)
      let title = StyledText.output("map") + .muted(" of the kernel")
      draw(map, title, in: &canvas, at: places[0])
      draw(turned, title + .muted(" on its side"), name: Self.turnedName, in: &canvas, at: places[1])
      canvas.legend(map.legend, near: places[0])
      canvas.legend(turned.legend, near: places[1])
    case .operations: drawOperations(in: &canvas)
    case .matrix: drawMatrix(in: &canvas)
    case .ratio: drawRatio(at: playhead, in: &canvas)
    }
  }

  private var pictureTitle: StyledText { .input("picture") + .muted(" \(Self.text(picture.shape))") }
  var mapTitle: StyledText { .output("map") + .muted(" \(Self.text(map.values.shape))") }

  // MARK: Pictures in a row, under their titles

  /// Room for so many pictures, as large as they all can be, and for a panel of so many columns to their right.
  func places(for count: Int, panel: Int = 0, in canvas: Canvas) -> [Region] {
    // The last row stays empty, so that no picture touches the formula below it.
    let body = canvas.bounds.splitTop(1).rest.splitBottom(1).rest
    let room = (body.columns - 2 * (count - 1) - (panel > 0 ? panel + 2 : 0)) / count
    let rows = max(1, min(body.rows, room * Self.size.rows / Self.size.columns / 2))
    let size = Size(columns: max(1, 2 * rows * Self.size.columns / Self.size.rows), rows: rows)
    let sizes = Array(repeating: size, count: count) + (panel > 0 ? [Size(columns: panel, rows: rows)] : [])
    return Layout.row(sizes, in: body, maximumGap: 6)
  }

  func draw(_ pixels: Pixels, _ title: StyledText, in canvas: inout Canvas, at place: Region) {
    pixels.draw(in: &canvas, at: place.origin)
    canvas.write(title, column: place.column, row: place.row - 1)
  }

  /// What can be pointed at in a picture: squares of four columns and two rows, so that the cursor crosses it in good time.
  private static func blocks(of place: Region) -> [Region] {
    stride(from: place.row, to: place.endRow, by: 2).flatMap { row in
      stride(from: place.column, to: place.endColumn, by: 4).map { column in
        Region(column: column, row: row, columns: 4, rows: 2).intersection(place)
      }
    }
  }

  /// Draws a map under its title; each square of it on the screen stands for the output farthest from 0 in it.
  func draw(
    _ map: KernelMap, _ title: StyledText, name: String = Self.numbersName, in canvas: inout Canvas, at place: Region
  ) {
    let (width, height) = (place.columns, 2 * place.rows)
    draw(map.pixels(width: width, height: height), title, in: &canvas, at: place)
    for block in Self.blocks(of: place) {
      let (x, y) = (block.column - place.column, 2 * (block.row - place.row))
      let spot = map.strongest(x: x..<x + block.columns, y: y..<y + 2 * block.rows, width: width, height: height)
      canvas.mark(block, as: Target(grid: name, row: spot.row, column: spot.column))
    }
  }

  /// Says for which pixel of the picture each square on the screen stands: of those that it shows the one in the middle.
  private func markPixels(in canvas: inout Canvas, at place: Region) {
    for block in Self.blocks(of: place) {
      canvas.mark(
        block,
        as: Target(
          grid: Self.pixelsName,
          row: (2 * (block.row - place.row) + block.rows) * picture.shape.height / (2 * place.rows),
          column: (2 * (block.column - place.column) + block.columns) * picture.shape.width / (2 * place.columns)))
    }
  }

  private func grey(_ row: Int, _ column: Int) -> Tint { .level(.grey, Double(picture[row, column]) / 255) }

  /// The picture at the size of a region.
  private func pixels(_ region: Region) -> Pixels {
    picture.heatMap(.grey, limits: 0...255).pixels(width: region.columns, height: 2 * region.rows)
  }

  /// The picture at the size of a region, a part of it outlined.
  private func pixels(_ region: Region, outlining part: (row: Int, column: Int, rows: Int, columns: Int)) -> Pixels {
    var pixels = pixels(region)
    let (width, height) = (picture.shape.width, picture.shape.height)
    pixels.outline(
      x: part.column * pixels.width / width, y: part.row * pixels.height / height,
      width: max(2, part.columns * pixels.width / width), height: max(2, part.rows * pixels.height / height),
      with: .role(.active))
    return pixels
  }

  /// A part of the picture of so many pixels around the place where a map is strongest.
  private func part(
    of map: KernelMap, rows: Int, columns: Int
  ) -> (row: Int, column: Int, rows: Int, columns: Int) {
    let (rows, columns) = (min(rows, picture.shape.height), min(columns, picture.shape.width))
    let row = min(max(0, map.strongest.row - rows / 2), picture.shape.height - rows)
    return (row, min(max(0, map.strongest.column - columns / 2), picture.shape.width - columns), rows, columns)
  }

  /// The whole picture, and beside it as many of its pixels as have room, one by one.
  private func drawPicture(in canvas: inout Canvas) {
    let places = places(for: 2, in: canvas)
    // Where the kernel finds nothing an edge is shown all the same, for this step asks for one.
    let finder = map.isBlank ? KernelMap(Tensor(rows: [[-1, 1]]), over: picture) : map
    let part = part(of: finder, rows: 2 * places[1].rows, columns: places[1].columns)
    draw(pixels(places[0], outlining: part), pictureTitle, in: &canvas, at: places[0])
    var detail = Pixels(width: part.columns, height: part.rows)
    for y in 0..<part.rows { for x in 0..<part.columns { detail[x, y] = grey(part.row + y, part.column + x) } }
    draw(
      detail, .active("▸ ") + .muted("\(sides(part.rows, part.columns)) of its pixels"), in: &canvas, at: places[1])
  }

  // MARK: The numbers

  /// Pixels as numbers, the kernel, and what comes out; in a wide window also where in the picture that is.
  private func drawDetail(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 28
    let (left, body) = canvas.bounds.splitBottom(1).rest.splitLeft(isLarge ? 56 : 0)
    let kernel = map.kernel.shape
    func scale(_ values: [Float], atLeast least: Int) -> GridScale {
      let text = values.reduce(least) { max($0, GridConvolution.text($1).count) }
      return GridScale(columns: text + (isLarge ? 3 : 1), rows: isLarge ? 2 : 1)
    }
    let (pixelScale, kernelScale) = (scale([], atLeast: 3), scale(map.kernel.values, atLeast: 2))
    let mapScale = scale([map.extremes.lowerBound, map.extremes.upperBound], atLeast: 3)
    let rows = max(kernel.height, (body.rows - 1) / (isLarge ? 2 : 1))
    let columns = (kernel.width...12).last { columns in
      columns * pixelScale.columns + kernel.width * kernelScale.columns
        + (columns - kernel.width + 1) * mapScale.columns + 8 <= body.columns
    }
    let part = part(of: map, rows: rows, columns: columns ?? kernel.width)
    let (outputRows, outputColumns) = (part.rows - kernel.height + 1, part.columns - kernel.width + 1)
    /// The part of the map is as large as the pixels allow, and ends where the map does.
    let corner = GridPlace(row: part.row, column: part.column)

    let working = working(at: playhead)
    let pointed = playhead.pointer.flatMap {
      $0.grid == Self.numbersName ? GridPlace(row: $0.row, column: $0.column) : nil
    }
    let active = pointed ?? working ?? map.strongest
    let rest = Int(playhead.pointer == nil ? playhead.phase(0.65, 0.95) * Double(outputRows) : Double(outputRows))
    let done = working.flatMap(places.firstIndex) ?? places.count
    func isKnown(_ place: GridPlace) -> Bool {
      place.row - corner.row < rest || places.prefix(done).contains(place)
    }
    let pixels = NumberGrid(.input("pixels"), rows: part.rows, columns: part.columns) { row, column in
      let (row, column) = (corner.row + row, corner.column + column)
      let isCovered =
        (active.row..<active.row + kernel.height).contains(row)
        && (active.column..<active.column + kernel.width).contains(column)
      return NumberGrid.Element(
        GridConvolution.text(picture[row, column]), paper: isCovered ? .level(.kernel, 0.6) : grey(row, column),
        style: isCovered ? .bold : [])
    }
    let output = NumberGrid(.output("map"), rows: outputRows, columns: outputColumns) { row, column in
      let place = GridPlace(row: corner.row + row, column: corner.column + column)
      let value = map.values[place.row, place.column]
      if place == active {
        return NumberGrid.Element(
          place == working ? "?" : GridConvolution.text(value), paper: .role(.active), style: .bold)
      }
      guard isKnown(place) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      return NumberGrid.Element(GridConvolution.text(value), paper: map.colors.tint(of: Double(value)))
    }
    let sizes = [
      pixels.size(at: pixelScale), kernelGrid.size(at: kernelScale), output.size(at: mapScale),
    ]
    let parts = Layout.row(sizes, in: body, minimumGap: 3, maximumGap: 8)
    pixels.draw(in: &canvas, at: parts[0].origin, scale: pixelScale)
    kernelGrid.draw(in: &canvas, at: parts[1].origin, scale: kernelScale)
    let placement = output.draw(in: &canvas, at: parts[2].origin, scale: mapScale)
    for row in 0..<outputRows {
      for column in 0..<outputColumns {
        canvas.mark(
          placement.region(row: row, column: column),
          as: Target(grid: Self.numbersName, row: corner.row + row, column: corner.column + column))
      }
    }
    let middle = parts[1].row + parts[1].rows / 2
    canvas[(parts[0].endColumn + parts[1].column) / 2, middle] = Cell("⋆", ink: .role(.muted))
    canvas[(parts[1].endColumn + parts[2].column) / 2, middle] = Cell("=", ink: .role(.muted))
    guard isLarge else { return }
    let side = Size(columns: 50, rows: 50 * Self.size.rows / Self.size.columns / 2)
    let place = left.centered(side)
    draw(self.pixels(place, outlining: part), pictureTitle, in: &canvas, at: place)
  }

  private var kernelGrid: NumberGrid {
    let limit = Double(map.kernel.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(
      .kernel("kernel"), name: Self.weights.name, rows: map.kernel.shape.height, columns: map.kernel.shape.width
    ) { row, column in
      let weight = map.kernel[row, column]
      return NumberGrid.Element(
        GridConvolution.text(weight), paper: .signed(Double(weight) * 0.8, limit: limit),
        style: weight == 0 ? [] : .bold)
    }
  }

  // MARK: Before and after

  private func drawWipe(at playhead: Playhead, in canvas: inout Canvas) {
    let places = places(for: 1, panel: 36, in: canvas)
    let (place, panel) = (places[0], places[1])
    let after = map.pixels(width: place.columns, height: 2 * place.rows)
    let fraction = playhead.phase(0.05, 0.95) * wiped
    let wipe = BeforeAfterWipe(before: pixels(place), after: after).pixels(fraction)
    draw(wipe, fraction > 0 ? mapTitle : pictureTitle, in: &canvas, at: place)
    if fraction > 0, fraction < 1, mapTitle.columns + pictureTitle.columns + 2 < place.columns {
      let row = Region(column: place.column, row: place.row - 1, columns: place.columns, rows: 1)
      canvas.write(pictureTitle, in: row, align: .trailing)
    }
    for row in 0..<place.rows {
      for column in 0..<place.columns {
        canvas.mark(
          Region(column: place.column + column, row: place.row + row, columns: 1, rows: 1),
          as: Target(grid: Self.mapName, row: row, column: column))
      }
    }

    let drawing = kernelGrid
    let room = Size(columns: panel.columns, rows: panel.rows - 10)
    let largest = GridScale.largest(in: room, textColumns: drawing.textColumns) { drawing.size(at: $0) }
    let scale = largest.halfRows > 6 ? GridScale(columns: 6, rows: 3) : largest
    var lines = meaning
    lines.append((nil, ""))
    if let target = playhead.pointer, target.grid == Self.mapName {
      let spot = map.strongest(
        x: target.column..<target.column + 1, y: 2 * target.row..<2 * target.row + 2, width: place.columns,
        height: 2 * place.rows)
      lines.append((nil, .active("row \(spot.row + 1), column \(spot.column + 1)")))
      lines += sum(spot).flatMap { $0.wrapped(columns: panel.columns) }.map { (nil, $0) }
    } else {
      lines += facts(place, canvas.blocks).map { (nil, $0) }
    }
    if panel.rows >= 30 { lines += histogram }
    let parts = Layout.column(
      [drawing.size(at: scale), Size(columns: panel.columns, rows: lines.count)].map {
        Size(columns: panel.columns, rows: $0.rows)
      }, in: panel, gap: panel.rows > 20 ? 3 : 1)
    drawing.draw(in: &canvas, at: parts[0].origin, scale: scale)
    for (row, line) in lines.enumerated() where parts[1].row + row < canvas.size.rows {
      if let tint = line.tint {
        let swatch = Region(column: parts[1].column, row: parts[1].row + row, columns: 2, rows: 1)
        canvas.fill(swatch, with: Cell("█", ink: tint))
      }
      canvas.write(line.text, column: parts[1].column + (line.tint == nil ? 0 : 4), row: parts[1].row + row)
    }
  }

  /// What the colours of the map mean, line by line.
  private var meaning: [(tint: Tint?, text: StyledText)] {
    func text(_ limit: Double) -> String { NumberText.fixed(limit, decimals: 0) }
    let (least, limit) = (text(map.colors.limits.lowerBound), text(map.colors.limits.upperBound))
    let (more, less) = (map.colors.hasValuesAbove ? " and more" : "", map.colors.hasValuesBelow ? " and less" : "")
    if map.character.isPicture {
      return [(.level(.grey, 1), .muted(limit + more)), (.level(.grey, 0), .muted(least + less))]
    }
    let zero: (Tint?, StyledText) = (.level(.signed, 0.5), .muted("0"))
    guard !map.isBlank else { return [zero] }
    return [
      (.level(.signed, 1), .muted(limit + more + (map.rise.map { ": " + $0.above } ?? ""))), zero,
      (.level(.signed, 0), .muted(least + less + (map.rise.map { ": " + $0.below } ?? ""))),
    ]
  }

  /// What can be said of the map as a whole, and what a pixel of it stands for on this screen.
  private func facts(_ place: Region, _ blocks: PictureBlocks) -> [StyledText] {
    let range: StyledText =
      .muted("outputs from ") + .output(GridConvolution.text(map.extremes.lowerBound)) + .muted(" to ")
      + .output(GridConvolution.text(map.extremes.upperBound))
    let even: [StyledText] =
      map.character.isPicture || map.isBlank
      ? []
      : [
        .output("\(Int((100 * map.shareNearZero).rounded(.down))) %")
          + .muted(" within ±\(NumberText.plain(map.nearZero))")
          + .muted(map.largest < 1 ? "" : ", a tenth of \(NumberText.plain(map.largest))")
      ]
    let shape = map.values.shape
    if blocks == .pixels {
      return [range] + even + [
        "", .muted("drawn from every one of"), .muted("its \(sides(shape.height, shape.width)) outputs"),
      ]
    }
    let block = sides(
      Int((Double(shape.height) / Double(blocks.rows * place.rows)).rounded()),
      Int((Double(shape.width) / Double(blocks.columns * place.columns)).rounded()))
    return [range] + even + [
      "", .muted("a pixel here stands for about \(block)"),
      .muted(map.character.isPicture ? "outputs: it shows their mean" : "outputs: the one farthest from 0"),
    ]
  }

  /// How many of the outputs lie in each of nine equal parts of the range around 0, as bars.
  private var histogram: [(tint: Tint?, text: StyledText)] {
    let limit = Double(max(-map.extremes.lowerBound, map.extremes.upperBound))
    guard !map.character.isPicture, !map.isBlank else { return [] }
    var counts = [Int](repeating: 0, count: 9)
    for value in map.values.values { counts[min(8, max(0, Int((Double(value) / limit + 1) * 4.5)))] += 1 }
    return [(nil, ""), (nil, .muted("how many outputs are how large"))]
      + counts.indices.map { bin in
        let middle = Double(bin - 4) / 4.5 * limit
        let share = Double(counts[bin]) / Double(map.values.values.count)
        let label = NumberText.fixed(middle, decimals: 0)
        let bar = String(repeating: "█", count: share > 0 ? max(1, Int((share * 16).rounded())) : 0)
        return (
          nil,
          .muted(String(repeating: " ", count: max(0, 6 - label.count)) + label + " ")
            + StyledText(bar, ink: bin == 4 ? .role(.muted) : .signed(middle, limit: map.colors.limits.upperBound))
            + .muted(" \(NumberText.fixed(100 * share, decimals: 1)) %")
        )
      }
  }
}
