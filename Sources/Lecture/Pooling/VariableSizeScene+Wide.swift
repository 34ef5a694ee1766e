import CellCanvas
import ConvolutionEngine

// The classifier that slides over a wide picture, and the same windows cut out.

extension VariableSizeScene {
  /// How much of the story is drawn.
  enum Reading: Int, Comparable {
    case picture, scores, peaks, crops

    static func < (one: Reading, other: Reading) -> Bool { one.rawValue < other.rawValue }
  }

  func drawWide(_ wide: WideReading, _ reading: Reading, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 9 + wide.picture.shape.width && canvas.size.rows >= 38
    let pixel = isLarge ? 1 : 2
    let shape = wide.picture.shape
    let (columns, pictureRows) = (shape.width / pixel, shape.height / pixel / 2)
    let names = 8
    let left = max(names, (canvas.size.columns - names - columns) / 2 + names)
    let count = wide.scores.count
    // The sweep brings the places one by one.
    let sweep = reading == .scores && playhead.pointer == nil ? playhead.phase(0, 1) : 1
    let arrived = reading == .picture ? 0 : sweep >= 1 ? count : Int(sweep * Double(count))
    let pointed = playhead.pointer.flatMap { $0.grid == "places" && $0.column < count ? $0.column : nil }
    let lit: Set<Int> = pointed.map { [$0] } ?? (reading == .peaks ? Set(wide.found) : [])

    let rowGap = isLarge ? 1 : 0
    let barRows = isLarge ? 6 : reading == .crops ? 3 : 5
    var row = isLarge ? 1 : 0
    canvas.write(.input("picture"), column: left - names, row: row + pictureRows / 2)
    let pixels = wide.picture.heatMap(.input, limits: 0...1).pixels(width: columns, height: shape.height / pixel)
    let picture = Region(column: left, row: row, columns: columns, rows: pictureRows)
    pixels.draw(in: &canvas, at: picture.origin)
    func window(_ place: Double) -> Region {
      Region(
        column: left + Int((place * Double(wide.jump)).rounded()) / pixel, row: row, columns: wide.side / pixel,
        rows: pictureRows)
    }
    if let pointed {
      canvas.outline(window(Double(pointed)), ink: .role(.active))
    } else if reading == .picture {
      canvas.outline(window(0), ink: .role(.active))
    } else if reading == .scores {
      canvas.outline(window(sweep * Double(count - 1)), ink: .role(.active))
    } else if reading == .peaks {
      for place in wide.found { canvas.outline(window(Double(place)), ink: .role(.active)) }
    }
    row += pictureRows + rowGap
    for (line, (name, level)) in [("ink", 1.0), ("paper", 0)].enumerated() {
      canvas.write(
        StyledText("■", ink: .level(.input, level)) + .muted(" " + name), column: left - names,
        row: picture.row + pictureRows / 2 + 1 + line)
    }
    guard reading != .picture else {
      drawMaps(wide, pixel: pixel, left: left, names: names, row: row, in: &canvas)
      return
    }

    /// The cells of a place: around the middle of its window, as wide as a jump.
    func cells(_ place: Int, _ row: Int, _ rows: Int = 1) -> Region {
      Region(
        column: left + (place * wide.jump + wide.side / 2 - wide.jump / 2) / pixel, row: row,
        columns: wide.jump / pixel, rows: rows)
    }
    let top = Double(wide.best.max() ?? 0)
    let first = row
    canvas.write(.output("highest"), column: left - names, row: row + (barRows - 1) / 2)
    for place in 0..<arrived {
      let part = top > 0 ? max(0, Double(wide.best[place])) / top : 0
      let bar = cells(place, row, barRows).inset(columns: isLarge ? 2 : 1)
      let height = Int((part * Double(2 * barRows)).rounded())
      var column = Pixels(width: bar.columns, height: 2 * barRows)
      column.fill(
        x: 0, y: 2 * barRows - max(1, height), width: bar.columns, height: max(1, height),
        with: lit.contains(place) ? .role(.active) : .role(.output))
      column.draw(in: &canvas, at: bar.origin)
    }
    row += barRows
    func line(_ name: StyledText, gap: Int = 0, _ text: (Int) -> StyledText) {
      canvas.write(name, column: left - names, row: row)
      for place in 0..<arrived { canvas.write(text(place), in: cells(place, row), align: .center) }
      row += 1 + gap
    }
    line(.output("score")) { .muted(NumberText.fixed(Double(wide.best[$0]), decimals: 0)) }
    line(.output("digit"), gap: rowGap) { place in
      let digit = "\(wide.scores[place].digit)"
      return lit.contains(place) ? .active(digit) : reading == .peaks ? .muted(digit) : .output(digit)
    }
    if reading == .crops {
      if !isLarge { row += 1 }
      line(.strong("crop", .other)) { place in
        .strong("\(wide.crops[place].digit)", .other) + (wide.agrees(place) ? "" : .strong("≠", .wrong))
      }
      line(.strong("differs", .other), gap: rowGap) {
        .muted(NumberText.fixed(Double(wide.difference($0)), decimals: 1))
      }
    }
    for place in 0..<arrived {
      canvas.mark(cells(place, first, row - first), as: Target(grid: "places", row: 0, column: place))
    }
    if isLarge {
      drawScoreMap(wide, arrived: arrived, left: left, names: names, row: row, lit: lit, in: &canvas, cells)
    }
  }

  /// The maps beneath the picture that they are of, and on both the network's own window.
  private func drawMaps(
    _ wide: WideReading, pixel: Int, left: Int, names: Int, row: Int, in canvas: inout Canvas
  ) {
    let strengths = wide.maps.channelMeans
    let limit = max(strongest, Double(strengths.range.upperBound))
    let size = (columns: wide.jump / pixel, rows: pixel == 1 ? 4 : 2)
    canvas.write(.output("maps"), column: left - names, row: row + 1 + 3 * size.rows / 2)
    func region(_ column: Int, _ columns: Int, _ mapRow: Int, _ rows: Int) -> Region {
      Region(
        column: left + column * size.columns, row: row + 1 + mapRow * size.rows, columns: columns * size.columns,
        rows: rows * size.rows)
    }
    for mapRow in 0..<strengths.shape.height {
      for column in 0..<strengths.shape.width {
        canvas.fill(
          region(column, 1, mapRow, 1),
          with: Cell(paper: .level(.output, Double(strengths[mapRow, column]) / max(limit, 1e-9))))
      }
    }
    canvas.outline(region(0, forms.denseInput.width, 0, forms.denseInput.height), ink: .role(.active))
    let end = row + 2 + strengths.shape.height * size.rows
    ScaleLegend(.output, from: "0", to: NumberText.fixed(limit, decimals: 1) + "   ").draw(
      in: &canvas, at: Point(column: left, row: end))
    canvas.write(
      .active("▔▔ ") + .muted("the network's own window"), column: left + 22, row: end)
  }

  /// All scores: a row for each digit, a column for each place.
  private func drawScoreMap(
    _ wide: WideReading, arrived: Int, left: Int, names: Int, row: Int, lit: Set<Int>, in canvas: inout Canvas,
    _ cells: (Int, Int, Int) -> Region
  ) {
    guard row + forms.digits + 1 < canvas.size.rows else { return }
    for digit in 0..<forms.digits {
      canvas.write(.muted("of \(digit)"), column: left - names, row: row + digit)
      for place in 0..<arrived {
        let cell = cells(place, row + digit, 1)
        let score = wide.scores[place].scores[digit]
        canvas.fill(cell, with: Cell(paper: .signed(Double(score), limit: highest)))
        if wide.scores[place].digit == digit {
          canvas.write(
            StyledText(Self.score(score)), in: cell, align: .center, ink: .role(.legible), style: .bold)
        }
      }
    }
    scoreLegend.draw(in: &canvas, at: Point(column: left, row: row + forms.digits))
  }

  // MARK: Why they differ

  func drawWhy(_ wide: WideReading, place: Int, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let seen = wide.seen.lowerBound + place * wide.jump..<wide.seen.upperBound + place * wide.jump
    let crop = wide.window(place)
    let part = wide.picture.columns(seen)
    let differences = wide.mapDifferences(place)
    let largest = Double(max(differences.range.upperBound, 1e-6))
    let pixel = isLarge ? 2 : 1
    let size = Size(columns: part.shape.width * pixel, rows: part.shape.height * pixel / 2)
    let grid = NumberGrid(rows: differences.shape.height, columns: differences.shape.width) { row, column in
      let value = Double(differences[row, column])
      return NumberGrid.Element(NumberText.fixed(value, decimals: 2), paper: .level(.other, value / largest))
    }
    let parts = Arrangement.row(
      .column(
        .drawing("seen", size: size) { canvas, region in
          part.heatMap(.input, limits: 0...1).pixels(
            width: part.shape.width * pixel, height: part.shape.height * pixel
          ).draw(in: &canvas, at: region.origin)
          let inner = Region(
            column: region.column + (crop.lowerBound - seen.lowerBound) * pixel, row: region.row,
            columns: crop.count * pixel, rows: region.rows)
          canvas.outline(inner, ink: .role(.active))
        },
        .text(
          .active("▔▔ ")
            + .muted(
              "the crop; beside it \(crop.lowerBound - seen.lowerBound) + \(seen.upperBound - crop.upperBound) columns more"
            )), .legend(.ink, name: "ink"),
        gap: 0...0
      ).titled(.input("seen in one pass") + .muted(": columns \(seen.lowerBound + 1)–\(seen.upperBound)")),
      .column(
        .grid("differences", grid).titled(.muted("largest difference of \(wide.maps.shape.channels) maps")),
        .legend(
          ScaleLegend(.other, from: "0", to: NumberText.fixed(largest, decimals: 1) + " differ")), gap: 1...2),
      gap: 3...10
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
  }

  // MARK: A large network

  func drawShapes(_ shapes: SlidShapes, in canvas: inout Canvas) {
    func grid(_ name: String, _ side: Int, _ role: Role) -> NumberGrid {
      NumberGrid(rows: side, columns: side) { row, column in
        NumberGrid.Element(paper: .level(.output, (row + column).isMultiple(of: 2) ? 0.45 : 0.3))
      }
    }
    let parts = Arrangement.row(
      of: shapes.passes.enumerated().flatMap { index, pass in
        [
          Arrangement.grid("maps\(index)", grid("maps\(index)", pass.maps, .output)).titled(
            .input(sides(pass.side, pass.side)) + .muted(" → ") + .output(sides(pass.maps, pass.maps))),
          .arrow(.kernel(sides(shapes.kernel, shapes.kernel)), columns: 5...9),
          .grid("places\(index)", grid("places\(index)", pass.places, .output)).titled(
            .output(sides(pass.places, pass.places))),
        ]
      }, gap: 1...6
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    for index in shapes.passes.indices {
      guard let maps = parts.grid("maps\(index)"), let places = parts.grid("places\(index)") else { continue }
      canvas.outline(maps.window(row: 0, column: 0, rows: shapes.kernel, columns: shapes.kernel), ink: .role(.kernel))
      canvas.outline(places.region(row: 0, column: 0), ink: .role(.active))
    }
  }
}
