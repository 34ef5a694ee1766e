import CellCanvas
import ConvolutionEngine

// Where sharing is not wanted: a face in the middle of its picture.

extension EquivarianceScene {
  func step(_ face: FaceSearch) -> Step {
    let rows = face.eyeRows
    return Step(
      caption: """
        Is sharing always wanted? A centred face has its eyes in \
        \(ranged("row", rows.lowerBound + 1...rows.upperBound + 1)). A shared detector asks everywhere, and answers \
        at the hair line, too.
        """,
      formula: [
        .muted("asked at ") + .kernel(product(FaceSearch.side, FaceSearch.side)) + " = "
          + .strong(NumberText.integer(face.places)) + .muted(" places     eyes can be at ")
          + .output(product(rows.count, FaceSearch.side)) + " = " + .strong("\(face.placesForEyes)"),
        .muted("strongest answer at an eye 100 %, outside of these rows ") + .strong(percent(face.error), .wrong),
      ],
      note: """
        Passport photographs, scans: where the place has a meaning of its own, weights of their own for each place may be \
        worth their price.
        """)
  }

  func drawFace(_ face: FaceSearch, at playhead: Playhead, in canvas: inout Canvas) {
    let side = FaceSearch.side
    let pixels = Self.pixels(FaceSearch.side, columns: (canvas.size.columns - 12) / 2, rows: canvas.size.rows - 1)
    let picture = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    func row(_ pixel: Int) -> Int { 1 + pixel * pixels / side / 2 }
    let band = (first: row(face.eyeRows.lowerBound), last: row(face.eyeRows.upperBound))
    // The detector in whole pixels, above the rows in which there can be eyes.
    let width = face.detector.shape.width
    let detectorSide = width * max(1, min((canvas.size.columns - 2 * pixels - 4) / width, 2 * (band.first - 2) / width))
    let places = Layout.row(
      [picture, Size(columns: max(9, detectorSide), rows: picture.rows), picture], in: canvas.bounds, minimumGap: 1,
      maximumGap: 6)
    let (left, middle, right) = (places[0], places[1], places[2])
    draw(heatMap(face.picture, .grey), .input("face"), in: &canvas, region: left)
    drawParts(of: face, band, detectorSide: detectorSide, row: row, in: &canvas, middle)

    let shown = playhead.phase(0.1, 0.7)
    let response = heatMap(face.response, .signed)
    // In hundredths of the answer at an eye, as the words have it.
    let most = percent(response.limits.upperBound / face.answerAtEye)
    var legend = ScaleLegend(.signed, from: "−" + most, to: most)
    legend.columns = 6
    draw(response, .output("its answers") + " " + legend.text, shown: shown, in: &canvas, region: right)
    guard shown >= 1 else { return }
    let cells = response.placement(in: right.splitTop(1).rest)
    func mark(_ glyph: Unicode.Scalar, _ place: GridPlace, _ role: Role) {
      let cell = cells.region(row: place.row, column: place.column)
      canvas[cell.column, cell.row] = Cell(glyph, ink: .role(role), paper: .role(.background), style: .bold)
    }
    for eye in FaceSearch.eyes { mark("●", GridPlace(row: eye.row, column: eye.column), .correct) }
    mark("✗", face.worst, .wrong)
    for (offset, text) in [
      StyledText.strong("● eyes ▸", .correct), .strong("✗ \(percent(face.error)) ▸", .wrong),
    ].enumerated() {
      canvas.write(text, column: middle.column, row: left.row + band.last + 1 + offset)
    }
  }

  /// Between the pictures: the detector, and which rows are the eyes', the mouth's and the chin's.
  private func drawParts(
    of face: FaceSearch, _ band: (first: Int, last: Int), detectorSide: Int, row: (Int) -> Int, in canvas: inout Canvas,
    _ middle: Region
  ) {
    for line in band.first...band.last {
      let glyph = line == band.first ? "╮" : line == band.last ? "╯" : "│"
      canvas.write(.muted(glyph), column: middle.column, row: middle.row + line)
    }
    canvas.write("eyes:", column: middle.column + 2, row: middle.row + (band.first + band.last) / 2)
    canvas.write(
      "\(face.eyeRows.count) rows", column: middle.column + 2, row: middle.row + (band.first + band.last) / 2 + 1)
    canvas.write(.muted("◂ mouth"), column: middle.column, row: middle.row + row(24))
    canvas.write(.muted("◂ chin"), column: middle.column, row: middle.row + row(29))
    canvas.write(.kernel("detector"), column: middle.column, row: middle.row)
    heatMap(face.detector, .signed).draw(
      in: &canvas,
      region: Region(
        column: middle.column, row: middle.row + 1, columns: detectorSide, rows: (detectorSide + 1) / 2))
  }

  private func heatMap(_ tensor: Tensor, _ scale: ColorScale) -> HeatMap {
    HeatMap(
      width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: scale,
      limits: scale == .grey ? 0...255 : nil)
  }
}
