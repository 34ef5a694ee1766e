import CellCanvas
import ConvolutionEngine

extension TransposedConvolutionScene {
  /// The first cell that a stamp writes, before the first output where padding cuts some off.
  var first: Int { min(0, geometry.outputs(of: 0).first ?? 0) }
  private var end: Int { max(geometry.output, (geometry.outputs(of: inputs.count - 1).last ?? 0) + 1) }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .task, .stamp, .rest, .end: drawStamps(moment, at: playhead, in: &canvas)
    case .counts: drawCounts(in: &canvas)
    case .plane, .cure: drawPlanes(moment, in: &canvas)
    case .roundTrip: drawRoundTrip(in: &canvas)
    case .sizes: drawSizes(in: &canvas)
    }
  }

  // MARK: Stamps

  private func drawStamps(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let laid = laid(moment, at: playhead)
    let isActive = if case .stamp = moment { playhead.pointer == nil } else { false }
    let input = NumberGrid(.input("input"), name: Self.values.name, rows: 1, columns: inputs.count) { _, column in
      .init(
        text(inputs[column]),
        paper: isActive && column == laid - 1 ? .role(.active) : .level(.input, column < laid ? 0.8 : 0.4))
    }
    let kernel = NumberGrid(.kernel("kernel"), rows: 1, columns: weights.count) { _, column in
      .init(text(weights[column]), paper: .level(.kernel, 0.5))
    }
    let pointed = playhead.pointer.flatMap { $0.grid == Self.stampsName ? $0.column + first : nil }
    var stamps = NumberGrid(
      .output("each input times the kernel") + .muted(", \(spelled(stride, "cell")) apart; below, what they add up to"),
      name: Self.stampsName, rows: inputs.count + 1, columns: end - first
    ) { row, column in
      let cell = column + first
      let isCut = !(0..<geometry.output).contains(cell)
      if row == inputs.count {
        guard !isCut else { return .init("", paper: .role(.background), isHatched: true) }
        let isWritten = (0..<laid).contains { geometry.outputs(of: $0).contains(cell) }
        return .init(
          isWritten || laid == inputs.count ? text(value(at: cell, laid: laid)) : "·",
          paper: pointed == cell ? .role(.active) : .level(.output, isWritten ? 0.7 : 0.12), style: .bold)
      }
      guard row < laid, let weight = geometry.outputs(of: row).firstIndex(of: cell) else {
        return .init("", paper: .role(.panel))
      }
      let isNew = isActive && row == laid - 1
      return .init(
        text(inputs[row] * weights[weight]), ink: isCut ? .role(.muted) : .role(.legible),
        paper: isCut ? .role(.panel) : isNew || pointed == cell ? .level(.kernel, 0.75) : .level(.kernel, 0.35),
        isHatched: isCut)
    }
    stamps.reservedColumns = 2
    stamps.rowNames = inputs.indices.map { .input("x\($0 + 1)") } + [.output("y")]
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      .row(.grid("input", input), .grid("kernel", kernel), gap: 4...10, align: .top), .grid("stamps", stamps),
      isLarge ? .grid("matrix", matrix(laid: laid), scale: GridScale(columns: 4, rows: 1)) : .nothing,
      gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// The matrix of the operation: a column for each input, its kernel shifted down; the convolution's has these as rows.
  private func matrix(laid: Int) -> NumberGrid {
    var matrix = NumberGrid(
      .muted("the same as a matrix, a row for each input: read across it is the convolution, read down its transpose"),
      rows: inputs.count, columns: geometry.output
    ) { row, column in
      guard let weight = geometry.outputs(of: row).firstIndex(of: column) else {
        return .init("0", ink: .role(.muted), paper: .role(.panel))
      }
      return .init(text(weights[weight]), paper: .level(.kernel, row < laid ? 0.7 : 0.3), style: .bold)
    }
    matrix.rowNames = inputs.indices.map { .input("x\($0 + 1)") }
    return matrix
  }

  // MARK: Counts

  private func drawCounts(in canvas: inout Canvas) {
    let columns = writing.map(\.counts.count).max() ?? 1
    let most = Double(writing.flatMap(\.counts).max() ?? 1)
    var grid = NumberGrid(
      .output("times written") + .muted(", \(inputs.count) inputs, stride \(stride)"),
      rows: writing.count, columns: columns
    ) { row, column in
      let counts = writing[row].counts
      guard column < counts.count else { return .init("", paper: .role(.background)) }
      return .init(
        "\(counts[column])", paper: .level(.amount, Double(counts[column]) / max(1, most)),
        isHatched: counts[column] == 0)
    }
    grid.rowNames = writing.map { .kernel("k \($0.kernel)") }
    var inner = NumberGrid(rows: writing.count, columns: 1) { row, _ in
      let one = writing[row]
      return .init("\(one.most):\(one.least)", ink: .role(one.most == one.least ? .correct : .wrong), style: .bold)
    }
    inner.columnNames = [.muted("inside")]
    let legend = HeatMap(width: 1, height: 1, values: [most], scale: .amount).legend(unit: "times")
    Arrangement.column(
      .row(.grid("counts", grid), .grid("inner", inner), gap: 2...4, align: .bottom), .legend(legend), gap: 1...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Planes

  private func drawPlanes(_ moment: Moment, in canvas: inout Canvas) {
    /// Each with a scale of its own: evenness is the point, and one map's sums would darken the other's pattern.
    func plane(_ tensor: Tensor, _ name: String, _ title: StyledText) -> Arrangement {
      let map = HeatMap(
        width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: .amount)
      let values = NumberGrid(rows: tensor.shape.height, columns: tensor.shape.width) { row, column in
        .init(text(tensor[row, column]), paper: map.tint(of: Double(tensor[row, column])))
      }
      // Numbers where there is room for them, else colours.
      return .column(
        .firstThatFits(
          .grid(name, values, scale: GridScale(columns: 3, rows: 1)), .map(name, map, least: tensor.shape.width)
        ).titled(title), .legend(map.legend(unit: "ones added up"), name: "\(name) legend"), gap: 0...1)
    }
    let isCure = moment == .cure
    func picture(_ index: Int, _ title: StyledText) -> Arrangement {
      let tensor = pictures[index]
      let map = HeatMap(
        width: tensor.shape.width, height: tensor.shape.height, values: tensor.values.map(Double.init), scale: .grey,
        limits: 0...255)
      return .map("picture \(index)", map, least: tensor.shape.width).titled(title)
    }
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      .row(
        plane(
          stamped, "stamped", .strong("stamps") + .muted(" of ones \(sides(stamped.shape.height, stamped.shape.width))")
        ),
        plane(
          smooth, "smooth",
          .strong("enlarged, convolved") + .muted(" \(sides(smooth.shape.height, smooth.shape.width))")
        )
        .hidden(!isCure), gap: 3...12, align: .top),
      isLarge
        ? .extra(
          .row(
            picture(0, .muted("a picture in stamps, kernel of equal weights")),
            picture(1, .muted("the same enlarged, then convolved")).hidden(!isCure), gap: 3...12, align: .top))
        : .nothing,
      gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: There and back

  private func drawRoundTrip(in canvas: inout Canvas) {
    func row(_ values: [Float], _ name: String, _ title: StyledText, _ scale: ColorScale) -> Arrangement {
      var grid = NumberGrid(title, rows: 1, columns: values.count) { _, column in
        .init(text(values[column]), paper: .level(scale, 0.5))
      }
      if name == "back" {
        for column in values.indices {
          grid[0, column].paper = values[column] == there[column] ? .role(.correct) : .level(scale, 0.3)
        }
      }
      return .grid(name, grid)
    }
    let same = zip(there, back).count { $0 == $1 }
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      row(there, "there", .input("x") + .muted("  \(counted(there.count, "cell"))"), .input),
      row(
        between, "between", .output("w ⋆ x") + .muted("  \(counted(between.count, "cell")), stride \(stride)"), .output),
      row(
        back, "back",
        .strong("transposed") + .muted("  \(counted(back.count, "cell")); ") + .strong("\(same)", .correct)
          + .muted(" as in x"), .input),
      isLarge ? tripMaps : .nothing,
      gap: 1...2
    ).placed(in: canvas.bounds, largest: GridScale(columns: 8, rows: canvas.size.rows >= 30 ? 3 : 2)).draw(in: &canvas)
  }

  /// The same on a picture, brightness kept: small, and then as large as before and not the picture.
  private var tripMaps: Arrangement {
    let titles: [StyledText] = [.input("a picture"), .output("w ⋆ x"), .strong("transposed")]
    return .row(
      of: zip(titles, trip).enumerated().map { index, part in
        let (height, width) = (part.1.shape.height, part.1.shape.width)
        return .map("trip \(index)", part.1.heatMap(.grey, limits: 0...255), least: width)
          .titled(part.0 + .muted("  \(sides(height, width))"))
      }, gap: 3...6)
  }

  private func drawSizes(in canvas: inout Canvas) {
    let head: [Arrangement] = ["cells", "the convolution gives", "the way back"].map { .text(.muted($0)) }
    let lines = alike.enumerated().map { more, forward -> [Arrangement] in
      let back = TransposedGeometry(input: forward.output, window: forward.window, extra: more)
      return [
        .text(.input("\(forward.input)")), .text(forward.sizeFormula(letters: false)),
        .text(back.sizeEquation.formula(letters: false) + .muted(more == 0 ? "" : "   E = \(more)")),
      ]
    }
    Arrangement.column(
      .table([head] + lines, columnGap: 3...6, rowGap: 0...2), .extra(.grid("seen", seenCells)), gap: 1...3
    ).placed(in: canvas.bounds, largest: GridScale(columns: 8, rows: 3)).draw(in: &canvas)
  }

  /// How many windows of the convolution see each cell of the rows that give the same: what is left over is seen by none.
  private var seenCells: NumberGrid {
    let visits = alike.map(\.visits)
    let most = Double(visits.joined().max() ?? 1)
    var grid = NumberGrid(
      .muted("how many windows of the convolution see each cell; hatched: none does"), rows: alike.count,
      columns: visits.map(\.count).max() ?? 1
    ) { row, column in
      guard column < visits[row].count else { return .init("", paper: .role(.background)) }
      let count = visits[row][column]
      return .init("\(count)", paper: .level(.amount, Double(count) / max(1, most)), isHatched: count == 0)
    }
    grid.rowNames = alike.map { .input("\($0.input)") + .muted(" cells") }
    return grid
  }
}
