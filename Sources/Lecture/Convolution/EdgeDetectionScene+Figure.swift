import CellCanvas
import ConvolutionEngine

extension EdgeDetectionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .picture: drawPicture(in: &canvas)
    case .detail: drawDetail(at: playhead, in: &canvas)
    case .wipe: drawWipe(at: playhead, in: &canvas)
    case .sides, .end: drawSides(in: &canvas)
    case .operations: drawOperations(in: &canvas)
    case .matrix: drawMatrix(in: &canvas)
    case .ratio: drawRatio(at: playhead, in: &canvas)
    }
  }

  /// How many pixels a picture takes in a space of cells, with its proportions.
  private static func pixels(in space: Size) -> (width: Int, height: Int) {
    let height = min(2 * space.rows, space.columns * size.rows / size.columns)
    return (max(1, height * size.columns / size.rows), max(1, height))
  }

  private var inputTitle: StyledText { .input("picture") + .muted(" \(Self.text(picture.shape))") }
  private var outputTitle: StyledText { .output("result") + .muted(" \(Self.text(result.shape))") }

  /// Width × height, as one says it of pictures.
  static func text(_ shape: Shape) -> String { "\(shape.width) × \(shape.height)" }

  // MARK: The picture, and a part of it

  /// The whole picture, and beside it as many of its pixels as have room, one by one.
  private func drawPicture(in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let half = Size(columns: (body.columns - 4) / 2, rows: body.rows)
    let (width, height) = Self.pixels(in: half)
    let places = Layout.row(
      [Size(columns: width, rows: (height + 1) / 2), Size(columns: width, rows: (height + 1) / 2)], in: body)
    let (across, down) = (min(width, picture.shape.width), min(height, picture.shape.height))
    let (left, top) = corner(across, down, on: picture.shape)
    var whole = before.pixels(width: width, height: height)
    whole.outline(
      x: left * width / picture.shape.width, y: top * height / picture.shape.height,
      width: max(2, across * width / picture.shape.width), height: max(2, down * height / picture.shape.height),
      with: .role(.active))
    whole.draw(in: &canvas, at: places[0].origin)
    var detail = Pixels(width: across, height: down)
    for y in 0..<down {
      for x in 0..<across { detail[x, y] = before.tint(of: Double(picture[top + y, left + x])) }
    }
    detail.draw(in: &canvas, at: places[1].origin)
    let title = max(head.row, places[0].row - 1)
    canvas.write(inputTitle, column: places[0].column, row: title)
    canvas.write(
      .active("▸ ") + .muted("\(across) × \(down) of its pixels"), column: places[1].column, row: title)
  }

  /// The top left corner of a part of so many pixels around the strongest edge.
  private func corner(_ width: Int, _ height: Int, on shape: Shape) -> (left: Int, top: Int) {
    (
      min(max(0, strongest.column - width / 2), max(0, shape.width - width)),
      min(max(0, strongest.row - height / 2), max(0, shape.height - height))
    )
  }

  // MARK: The numbers

  /// Where the numbers of a detail stand, and which they are.
  private struct Detail {
    let left: Int
    let top: Int
    let rows: Int
    let columns: Int
    let pixelScale: GridScale
    let kernelScale: GridScale
    let resultScale: GridScale
  }

  private func detail(in region: Region) -> Detail {
    let kernel = kernelGrid.shape
    let isLarge = region.rows >= 28
    func scale(_ text: Int) -> GridScale { GridScale(columns: text + (isLarge ? 3 : 1), rows: isLarge ? 2 : 1) }
    func widest(_ values: [Float]) -> Int { values.reduce(1) { max($0, GridConvolution.text($1).count) } }
    let pixelScale = scale(3)
    let kernelScale = scale(max(2, widest(kernelGrid.values)))
    let resultScale = scale(max(widest([extremes.lowerBound, extremes.upperBound]), 3))
    let rows = max(1, (region.rows - 1) / (isLarge ? 2 : 1))
    var columns = 20
    func width(_ columns: Int) -> Int {
      columns * pixelScale.columns + kernel.width * kernelScale.columns
        + (columns - kernel.width + 1) * resultScale.columns + 8
    }
    while columns > kernel.width, width(columns) > region.columns { columns -= 1 }
    let shown = (rows: max(kernel.height, min(rows, picture.shape.height)), columns: columns)
    let (left, top) = corner(shown.columns, shown.rows, on: picture.shape)
    return Detail(
      left: left, top: top, rows: shown.rows, columns: shown.columns, pixelScale: pixelScale,
      kernelScale: kernelScale, resultScale: resultScale)
  }

  private func drawDetail(at playhead: Playhead, in canvas: inout Canvas) {
    let detail = detail(in: canvas.bounds)
    let kernel = kernelGrid
    let outputs = Size(columns: detail.columns - kernel.shape.width + 1, rows: detail.rows - kernel.shape.height + 1)
    let count = outputs.columns * outputs.rows
    let shown = playhead.pointer == nil ? Int(playhead.phase(0.05, 0.95) * Double(count)) : count
    let current = place(of: playhead.pointer)
    let working =
      shown < count
      ? Settings.Place(row: detail.top + shown / outputs.columns, column: detail.left + shown % outputs.columns)
      : current
    var pixels = NumberGrid(.input("pixels"), rows: detail.rows, columns: detail.columns) { row, column in
      let value = picture[detail.top + row, detail.left + column]
      let isCovered =
        (working.row..<working.row + kernel.shape.height).contains(detail.top + row)
        && (working.column..<working.column + kernel.shape.width).contains(detail.left + column)
      return NumberGrid.Element(
        GridConvolution.text(value),
        paper: isCovered ? .level(.kernel, 0.6) : .level(.grey, Double(value) / 255), style: isCovered ? .bold : [])
    }
    pixels.reservedColumns = 3
    let limit = Double(max(abs(extremes.lowerBound), abs(extremes.upperBound), 1))
    let result = NumberGrid(.output("result"), name: nil, rows: outputs.rows, columns: outputs.columns) { row, column in
      let place = Settings.Place(row: detail.top + row, column: detail.left + column)
      let index = row * outputs.columns + column
      if place == working {
        let text = index < shown ? GridConvolution.text(self.result[place.row, place.column]) : "?"
        return NumberGrid.Element(text, paper: .role(.active), style: .bold)
      }
      guard index < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = self.result[place.row, place.column]
      return NumberGrid.Element(
        GridConvolution.text(value),
        paper: after.scale == .signed ? .signed(Double(value), limit: limit) : after.tint(of: Double(value)))
    }
    let kernelDrawing = kernelDrawing
    let parts = Layout.row(
      [
        pixels.size(at: detail.pixelScale), kernelDrawing.size(at: detail.kernelScale),
        result.size(at: detail.resultScale),
      ], in: canvas.bounds, minimumGap: 3, maximumGap: 8)
    pixels.draw(in: &canvas, at: parts[0].origin, scale: detail.pixelScale)
    kernelDrawing.draw(in: &canvas, at: parts[1].origin, scale: detail.kernelScale)
    let placement = result.draw(in: &canvas, at: parts[2].origin, scale: detail.resultScale)
    for row in 0..<outputs.rows {
      for column in 0..<outputs.columns {
        canvas.mark(
          placement.region(row: row, column: column),
          as: Target(grid: Self.resultName, row: detail.top + row, column: detail.left + column))
      }
    }
    let middle = parts[1].row + parts[1].rows / 2
    canvas[(parts[0].endColumn + parts[1].column) / 2, middle] = Cell("∗", ink: .role(.muted))
    canvas[(parts[1].endColumn + parts[2].column) / 2, middle] = Cell("=", ink: .role(.muted))
  }

  private var kernelDrawing: NumberGrid {
    let kernel = kernelGrid
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(
      .kernel("kernel"), name: Self.weights.name, rows: kernel.shape.height, columns: kernel.shape.width
    ) { row, column in
      let weight = Double(kernel[row, column])
      return NumberGrid.Element(
        GridConvolution.text(kernel[row, column]), paper: .signed(weight * 0.8, limit: limit),
        style: weight == 0 ? [] : .bold)
    }
  }

  /// The place of the result that is spoken of: what is pointed at, or else the strongest.
  func place(of pointer: Target?) -> Settings.Place {
    guard let pointer, pointer.grid == Self.resultName,
      (0..<result.shape.height).contains(pointer.row), (0..<result.shape.width).contains(pointer.column)
    else { return strongest }
    return Settings.Place(row: pointer.row, column: pointer.column)
  }

  // MARK: Before and after

  private func afterPixels(_ width: Int, _ height: Int) -> Pixels {
    after.scale == .signed
      ? after.energyPixels(width: width, height: height) : after.pixels(width: width, height: height)
  }

  private static let panelColumns = 34

  private func drawWipe(at playhead: Playhead, in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let (width, height) = Self.pixels(in: Size(columns: body.columns - Self.panelColumns - 4, rows: body.rows))
    let places = Layout.row(
      [Size(columns: width, rows: (height + 1) / 2), Size(columns: Self.panelColumns, rows: (height + 1) / 2)],
      in: body,
      minimumGap: 3)
    let fraction = playhead.phase(0.05, 0.95) * wiped
    BeforeAfterWipe(before: before.pixels(width: width, height: height), after: afterPixels(width, height))
      .pixels(fraction).draw(in: &canvas, at: places[0].origin)
    let title = Region(
      column: places[0].column, row: max(head.row, places[0].row - 1), columns: width, rows: 1)
    canvas.write(fraction > 0 ? outputTitle : inputTitle, column: title.column, row: title.row)
    if fraction > 0, fraction < 1, outputTitle.columns + inputTitle.columns + 2 < width {
      canvas.write(inputTitle, in: title, align: .trailing)
    }
    drawPanel(in: &canvas, places[1])
  }

  /// The kernel, and what the colours of the result mean.
  private func drawPanel(in canvas: inout Canvas, _ region: Region) {
    let drawing = kernelDrawing
    let room = Size(columns: region.columns, rows: max(4, region.rows - 8))
    let scale = GridScale.largest(in: room, textColumns: drawing.textColumns) { drawing.size(at: $0) }
    let held = scale.halfRows > 6 ? GridScale(columns: 6, rows: 3) : scale
    let size = drawing.size(at: held)
    let lines = meaning
    let parts = Layout.column(
      [Size(columns: region.columns, rows: size.rows), Size(columns: region.columns, rows: lines.count)], in: region,
      gap: region.rows > 20 ? 3 : 1)
    drawing.draw(in: &canvas, at: parts[0].origin, scale: held)
    for (index, line) in lines.enumerated() {
      let row = parts[1].row + index
      if let tint = line.tint {
        canvas.fill(Region(column: parts[1].column, row: row, columns: 2, rows: 1), with: Cell("█", ink: tint))
      }
      canvas.write(line.text, column: parts[1].column + (line.tint == nil ? 0 : 4), row: row)
    }
  }

  /// What the colours of the result mean, line by line.
  private var meaning: [(tint: Tint?, text: StyledText)] {
    func value(_ value: Double) -> String { NumberText.plain(value.rounded()) }
    let range: StyledText =
      .muted("values from ") + .output(GridConvolution.text(extremes.lowerBound)) + .muted(" to ")
      + .output(GridConvolution.text(extremes.upperBound))
    guard after.scale == .signed else {
      return [
        (.level(.grey, 1), .muted("\(value(after.limits.upperBound)) and more")),
        (.level(.grey, 0), .muted("0 and less")),
        (nil, ""), (nil, range),
      ]
    }
    let limit = value(after.limits.upperBound)
    let isPlain = kernelGrid.values == [-1, 1]
    return [
      (.level(.signed, 1), .muted("\(limit) and more" + (isPlain ? ": brighter here" : ""))),
      (.level(.signed, 0.5), .muted("0: even")),
      (.level(.signed, 0), .muted("−\(limit) and less" + (isPlain ? ": darker here" : ""))), (nil, ""), (nil, range),
    ]
  }

  private func drawSides(in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let (width, height) = Self.pixels(in: Size(columns: (body.columns - 3) / 2, rows: body.rows))
    let size = Size(columns: width, rows: (height + 1) / 2)
    let places = Layout.row([size, size], in: body, minimumGap: 2, maximumGap: 6)
    before.pixels(width: width, height: height).draw(in: &canvas, at: places[0].origin)
    afterPixels(width, height).draw(in: &canvas, at: places[1].origin)
    for (title, place) in zip([inputTitle, outputTitle], places) {
      canvas.write(title, column: place.column, row: max(head.row, place.row - 1))
    }
  }

  // MARK: What it costs

  private func drawOperations(in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    let columns = 38
    let (width, height) = Self.pixels(in: Size(columns: body.columns - columns - 4, rows: body.rows))
    let places = Layout.row(
      [Size(columns: width, rows: (height + 1) / 2), Size(columns: columns, rows: body.rows)], in: body, minimumGap: 3)
    afterPixels(width, height).draw(in: &canvas, at: places[0].origin)
    canvas.write(outputTitle, column: places[0].column, row: max(head.row, places[0].row - 1))
    let shape = result.shape
    let ledger = Ledger([
      .init("outputs", .output("\(shape.width) · \(shape.height) = \(NumberText.integer(shape.count))")),
      .init("multiplications for each", .kernel("\(cost.products)")),
      .init("additions for each", .kernel("\(cost.operationsForOne - cost.products)")),
      .init("operations in all", .active(NumberText.integer(cost.operations)), isResult: true),
      .init("numbers to store", .kernel("\(cost.weights)")),
    ])
    draw(ledger, in: &canvas, places[1])
  }

  private func draw(_ ledger: Ledger, in canvas: inout Canvas, _ region: Region) {
    let spacing = region.rows >= 14 ? 2 : 1
    let rows = ledger.size(spacing: spacing).rows
    let place = region.centered(Size(columns: region.columns, rows: rows))
    ledger.draw(in: &canvas, region: place, spacing: spacing)
  }

  /// The top left corner of the matrix, number by number, and its size.
  private func drawMatrix(in canvas: inout Canvas) {
    let columns = 36
    let kernel = kernelGrid
    let text = kernel.values.reduce(2) { max($0, GridConvolution.text($1).count) }
    let isLarge = canvas.size.rows >= 28
    let scale = GridScale(columns: text + (isLarge ? 3 : 1), rows: isLarge ? 2 : 1)
    let room = Size(columns: canvas.size.columns - columns - 8, rows: canvas.size.rows - 3)
    let side = max(2, min(room.columns / scale.columns, room.rows / (isLarge ? 2 : 1), 14))
    let geometry = convolution.columns.over(picture.shape.width)
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    let grid = NumberGrid(.kernel("the matrix") + .muted(", first corner"), rows: side, columns: side) { row, column in
      guard let weight = geometry.weight(from: column, to: row) else {
        return NumberGrid.Element("0", ink: .role(.muted))
      }
      let value = kernel[0, weight]
      return NumberGrid.Element(
        GridConvolution.text(value), paper: .signed(Double(value) * 0.8, limit: limit), style: .bold)
    }
    let places = Layout.row(
      [grid.size(at: scale), Size(columns: columns, rows: canvas.size.rows)], in: canvas.bounds, minimumGap: 4)
    let placement = grid.draw(in: &canvas, at: places[0].origin, scale: scale)
    let bounds = placement.bounds
    canvas[bounds.endColumn, bounds.row + bounds.rows / 2] = Cell("⋯", ink: .role(.muted))
    canvas[bounds.column + bounds.columns / 2, bounds.endRow] = Cell("⋮", ink: .role(.muted))
    let ledger = Ledger([
      .init("columns, pixels", .input(NumberText.integer(cost.input.count))),
      .init("rows, outputs", .output(NumberText.integer(cost.output.count))),
      .init("entries", .strong(NumberText.integer(cost.matrixEntries)), isResult: true),
      .init("not zero", .kernel(NumberText.integer(cost.nonzeroEntries))),
      .init("memory, fp32", StyledText(NumberText.bytes(cost.matrixEntries * MemoryLayout<Float>.size))),
    ])
    draw(ledger, in: &canvas, places[1])
  }

  private func drawRatio(at playhead: Playhead, in canvas: inout Canvas) {
    let groups: [(name: StyledText, bars: [(name: String, count: Int, ink: Tint)])] = [
      (
        .strong("operations") + .muted("  multiplications and additions"),
        [
          ("convolution", cost.operations, .role(.kernel)), ("matrix", cost.matrixOperations, .level(.grey, 0.5)),
        ]
      ),
      (
        .strong("numbers stored"),
        [
          ("convolution", cost.weights, .role(.kernel)), ("not zero", cost.nonzeroEntries, .level(.kernel, 0.55)),
          ("matrix", cost.matrixEntries, .level(.grey, 0.5)),
        ]
      ),
    ]
    let scale = LogScale(upTo: Double(cost.matrixOperations))
    let isLarge = canvas.size.rows >= 28
    let (spacing, thickness) = isLarge ? (4, 3) : (2, 1)
    let height = { (count: Int) in 1 + spacing * (count - 1) + thickness + 1 }
    let parts = Layout.column(
      groups.map { Size(columns: canvas.size.columns - 4, rows: height($0.bars.count) + (isLarge ? 1 : 0)) },
      in: canvas.bounds, gap: isLarge ? 3 : 1)
    var order = 0
    for (group, part) in zip(groups, parts) {
      canvas.write(group.name, column: part.column, row: part.row)
      let bars = group.bars.map { bar in
        defer { order += 1 }
        let grown = playhead.phase(0.18 * Double(order), 0.18 * Double(order) + 0.28)
        return BarChart.Bar(
          .muted(bar.name), fraction: grown * scale.fraction(of: Double(bar.count)),
          value: .strong(NumberText.integer(bar.count)), ink: bar.ink)
      }
      let top = isLarge ? 2 : 1
      BarChart(bars, scale: scale).draw(
        in: &canvas,
        region: Region(column: part.column, row: part.row + top, columns: part.columns, rows: part.rows - top),
        spacing: spacing, thickness: thickness)
    }
  }
}
