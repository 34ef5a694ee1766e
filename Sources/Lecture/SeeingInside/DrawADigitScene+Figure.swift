import CellCanvas
import ConvolutionEngine

extension DrawADigitScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 34
    let parts: Arrangement
    switch moment {
    case .written: parts = answer(to: picture(.input(modelName), model.picture, isLarge), model, isLarge)
    case .layers: parts = everyLayer(isLarge)
    case .corner where isLarge: parts = oneByOne
    case .corner:
      parts = answer(to: picture(.input("small, in a corner"), corner.raw.picture, isLarge), corner.raw, isLarge)
    case .prepared: parts = preparedCorner(at: playhead, isLarge)
    case .draw, .end: parts = drawing(isLarge)
    case .moved: parts = movedSubject(at: playhead, isLarge)
    case .strokes: parts = gallery(strokes, isLarge)
    case .two:
      let title = StyledText.input("\(Self.one(shownDigit)) and \(Self.one(neighbour))")
      parts = answer(
        to: isLarge && isPrepared
          ? .column(
            .row(
              thumbnail("picture", two.picture, columns: 42).titled(title),
              thumbnail("read", two.reading.picture, columns: 42).titled(Self.preparedTitle), gap: 3...3),
            .legend(.ink), gap: 0...1)
          : picture(title, two.picture, isLarge), two.reading, isLarge)
    case .nonsense: parts = gallery(nonsense, isLarge)
    }
    parts.placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Parts

  private static func map(_ picture: Tensor) -> HeatMap { picture.heatMap(.input, limits: 0...1) }

  /// A picture in so many columns.
  private func thumbnail(_ name: String, _ picture: Tensor, columns: Int) -> Arrangement {
    let map = Self.map(picture)
    return .drawing(name, size: Size(columns: columns, rows: columns / 2)) { canvas, region in
      map.pixels(width: region.columns, height: 2 * region.rows).draw(in: &canvas, at: region.origin)
    }
  }

  /// A picture with a title above it and its colours explained beneath.
  private func picture(_ title: StyledText, _ picture: Tensor, _ isLarge: Bool) -> Arrangement {
    .column(thumbnail("picture", picture, columns: isLarge ? 56 : 28).titled(title), .legend(.ink), gap: 0...1)
  }

  /// The likeliest digits as bars, the answer lit up; in their own order where all are shown.
  private func bars(_ reading: DigitReading, _ count: Int) -> BarChart {
    let shown = reading.ranking.prefix(count)
    var chart = BarChart(
      (count < 10 ? Array(shown) : shown.sorted()).map { digit in
        let isAnswer = digit == reading.answer
        let text = chance(reading.probabilities[digit])
        return BarChart.Bar(
          isAnswer ? .output("\(digit)") : .muted("\(digit)"), fraction: Double(reading.probabilities[digit]),
          value: isAnswer ? .active(text) : .muted(text), ink: isAnswer ? .role(.output) : .level(.output, 0.5))
      })
    chart.reservedColumns = 7
    return chart
  }

  /// A picture beside all ten probabilities.
  private func answer(to picture: Arrangement, _ reading: DigitReading, _ isLarge: Bool) -> Arrangement {
    .row(
      picture,
      .bars("bars", bars(reading, 10), spacing: isLarge ? 2 : 1, least: 16).titled(
        .output("the network says \(reading.answer)")), gap: 4...10)
  }

  /// The maps of a layer, as many as have room, all in one scale.
  private func maps(_ layer: MapLayer, of reading: DigitReading, least: Size) -> Arrangement {
    let maps = reading.outputs[layer.stage]
    let peak = Double(max(maps.range.upperBound, 1e-6))
    return .drawing(layer.name, least: least) { canvas, region in
      let (head, body) = region.splitTop(1)
      let count = layer.order.count
      guard
        let mosaic = FeatureMaps(
          side: maps.shape.height, channels: count, wanted: count, least: 7, in: body.size)
      else { return }
      let shown = min(mosaic.count, count)
      canvas.write(.output(layer.name) + .muted("  \(shown) of \(count)"), in: head)
      var pixels = Pixels(width: body.columns, height: 2 * body.rows)
      for index in 0..<shown {
        // Where several values share a pixel the largest is seen, as behind a max pooling.
        let map = maps.channel(layer.order[index]).heatMap(limits: 0...peak)
        let place = mosaic.origin(of: index)
        pixels.place(map.strongestPixels(width: mosaic.tile, height: mosaic.tile), x: place.x, y: place.y)
        canvas.mark(
          mosaic.region(of: index, at: body.origin), as: Target(grid: layer.name, row: 0, column: layer.order[index]))
      }
      pixels.draw(in: &canvas, at: body.origin)
    }
  }

  private static let preparedTitle: StyledText = .input("prepared") + .muted(", and read so")

  private static let amounts = ScaleLegend(.amount, from: "0", to: "largest of a layer")

  // MARK: The model

  private func everyLayer(_ isLarge: Bool) -> Arrangement {
    let mapRow = Arrangement.row(
      of: layers.map { maps($0, of: model, least: Size(columns: 23, rows: 14)) }, gap: 2...4, align: .top)
    return .column(
      isLarge
        ? .row(
          .column(
            picture(.input(modelName), model.picture, false),
            .drawing("bars", size: Size(columns: 28, rows: 10)) { canvas, region in
              bars(model, 10).draw(in: &canvas, region: region)
            }, gap: 1...2), mapRow, gap: 3...4, align: .top) : mapRow,
      .legend(Self.amounts), gap: 0...1)
  }

  /// The model as it was taught, small, and small in a corner: one thing changes at a time.
  private var oneByOne: Arrangement {
    let all = [("as taught", model), ("half as large", small), ("and in a corner", corner.raw)]
    return .column(
      .row(
        of: all.enumerated().map { place, sample in
          .column(
            thumbnail(sample.0, sample.1.picture, columns: 44).titled(.input(sample.0)),
            .bars("bars\(place)", bars(sample.1, 5), least: 24).titled(.output("the network says \(sample.1.answer)")),
            gap: 0...1)
        }, gap: 3...6), .legend(.ink), gap: 0...1)
  }

  private func preparedCorner(at playhead: Playhead, _ isLarge: Bool) -> Arrangement {
    let isThere = playhead.pointer != nil || playhead.progress >= 0.5
    let columns = isLarge ? 56 : 28
    func said(_ reading: DigitReading) -> StyledText {
      .output("\(reading.answer)") + .muted(" ") + .active(chance(reading.certainty))
    }
    return .column(
      .row(
        thumbnail("raw", corner.raw.picture, columns: columns).titled(.input("as drawn  ") + said(corner.raw)),
        .arrow("prepare", progress: playhead.phase(0, 0.5)),
        thumbnail("prepared", corner.prepared.picture, columns: columns).titled(
          .input("prepared  ") + said(corner.prepared)
        ).hidden(!isThere), gap: 2...4), .legend(.ink), gap: 0...1)
  }

  // MARK: The sheet

  /// The sheet beside what the network sees of it, says, and makes of it in every layer.
  private func drawing(_ isLarge: Bool) -> Arrangement {
    let reading = read
    let sheet = Arrangement.drawing(
      "sheet", size: isLarge ? Size(columns: 56, rows: 28) : Size(columns: 28, rows: 14)
    ) { canvas, region in drawSheet(in: &canvas, region) }.titled(.input("your sheet"))
    let other = isPrepared ? self.sheet.raw : self.sheet.prepared
    let seen: StyledText =
      !hasInk
      ? .muted("nothing to prepare yet")
      : isPrepared ? .input("prepared") + .muted(", and read so") : .input("prepared") + .muted(", read as drawn")
    let same: StyledText =
      !hasInk
      ? " "
      : .muted((isPrepared ? "as drawn " : "prepared ") + "it is ") + .output("\(other.answer)")
        + .muted(" ") + .active(chance(other.certainty))
    let words = Arrangement.column(
      .text(seen), .bars("bars", bars(reading, isLarge ? 10 : 3), least: 12), .text(same),
      .legend(Self.amounts), gap: 0...1)
    let small = thumbnail(
      "prepared", self.sheet.prepared.picture, columns: isLarge ? 28 : 14)
    let mapRow = Arrangement.row(
      of: layers.map { maps($0, of: reading, least: Size(columns: 15, rows: 9)) }, gap: 1...2, align: .top)
    return .row(
      .column(sheet, paperLegend, gap: 0...1),
      .column(.row(small, words, gap: 2...3, align: .top), mapRow, gap: 0...1), gap: 2...4, align: .top)
  }

  /// What the colours of the sheet are.
  private var paperLegend: Arrangement {
    .text(ScaleLegend.ink.text + (isTraced ? "  " + StyledText("■", ink: Self.faint) + .muted(" model") : ""))
  }

  private static let faint = Tint.level(.other, 0.35)

  private func drawSheet(in canvas: inout Canvas, _ region: Region) {
    let scale = max(1, region.columns / Self.side)
    var pixels = Self.map(sheet.raw.picture).pixels(width: scale * Self.side, height: scale * Self.side)
    for row in 0..<Self.side where isTraced {
      for column in 0..<Self.side where model.picture[row, column] > 0.4 && sheet.raw.picture[row, column] == 0 {
        pixels.fill(x: column * scale, y: row * scale, width: scale, height: scale, with: Self.faint)
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
    canvas.markPixels(of: Self.ink.name, rows: Self.side, columns: Self.side, scale: scale, at: region.origin)
  }

  // MARK: What leads astray

  private func movedSubject(at playhead: Playhead, _ isLarge: Bool) -> Arrangement {
    let pixels = movedPixels(at: playhead)
    func curve(_ prepared: Bool, _ role: Role, _ mark: LineChart.Curve.Mark) -> LineChart.Curve {
      .init(
        moved.map { 100 * Double($0.used(prepared).probabilities[named]) }, prepared ? "prepared" : "as drawn",
        ink: .role(role), mark: mark)
    }
    var chart = LineChart(
      [curve(true, .output, .strong), curve(false, .other, .dashes)], limits: 0...100,
      across: 0...Double(Self.farthest))
    chart.x = .init("pixels to the right", ticks: [0, 3, 6, 9, 12])
    chart.y = .init("chance of \(named), %")
    chart.marker = Double(pixels)
    chart.valueText = { chance(Float($0 / 100)) }
    let title = StyledText.input(hasInk ? "your drawing" : modelName)
    // Where there is room what the preparation makes of it stands beneath.
    let pictures =
      isLarge
      ? .column(
        thumbnail("picture", moved[pixels].raw.picture, columns: 28).titled(title),
        thumbnail("read", moved[pixels].prepared.picture, columns: 28).titled(.input("prepared")), .legend(.ink),
        gap: 0...1)
      : picture(title, moved[pixels].raw.picture, isLarge)
    return .row(
      pictures,
      .chart("moved", chart, least: isLarge ? Size(columns: 84, rows: 26) : Size(columns: 42, rows: 14)), gap: 2...6)
  }

  /// Pictures side by side, each above what the network says of it; where there is room, and a picture is prepared before
  /// it is read, with what is read.
  private func gallery(_ samples: [Sample], _ isLarge: Bool) -> Arrangement {
    let isReadShown = isLarge && isPrepared
    let columns = isReadShown ? 28 : isLarge ? 36 : 18
    return .column(
      .row(
        of: samples.map { sample in
          .column(
            of: [thumbnail(sample.name, sample.picture, columns: columns).titled(.input(sample.name))]
              + (isReadShown
                ? [
                  thumbnail("\(sample.name), read", sample.reading.picture, columns: columns)
                    .titled(sample.hasInk ? .input("prepared") : .muted("no ink to prepare"))
                ] : [])
              + [
                .text(
                  .muted("it says ") + .output("\(sample.reading.answer)"),
                  .active(chance(sample.reading.certainty)))
              ], gap: 0...1)
        }, gap: isReadShown ? 4...8 : 2...2), .legend(.ink), gap: 0...2)
  }
}
