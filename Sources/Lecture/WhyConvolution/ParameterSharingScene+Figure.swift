import CellCanvas
import ConvolutionEngine

extension ParameterSharingScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .start, .shared, .once, .other, .end: drawLayers(moment, at: playhead, in: &canvas)
    case .storage: drawStorage(at: playhead, in: &canvas)
    case .everywhere: drawEverywhere(at: playhead, in: &canvas)
    case .real: drawReal(at: playhead, in: &canvas)
    }
  }

  // MARK: The two layers with their weights

  private func drawLayers(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let focus = focus(moment, playhead.pointer)
    let isCalm = focus == (nil, nil)
    // The upper layer is complete where the step is about the lower one.
    let isOld = moment == .once || moment == .end || playhead.pointer != nil
    let sharedLight = light(focus.shared, in: shared, progress: isOld ? 1 : playhead.phase(0.05, 0.95))
    let fullLight = light(
      focus.full, in: full, progress: moment == .end || playhead.pointer != nil ? 1 : playhead.phase(0.1, 0.8))
    func graph(_ layer: UnitLayer, _ light: LayerStack.Light?, _ grids: [String], rows: Int = 0) -> Arrangement {
      let graph = layer.stack.graph(
        light ?? .init(), isCalm: light == nil, grids: grids, labels: [.input("x"), .output("s")], value: layer.text,
        name: \.name)
      let least = graph.leastSize
      return .graph(grids[0], graph, least: Size(columns: least.columns, rows: max(least.rows, rows)))
    }
    // Where they are less high units show no numbers, and those of the upper layer are to be typed over.
    let rows = canvas.size.rows >= 17 ? 7 : 0
    let kernel = NumberGrid(
      .strong("convolution", .title) + .muted(" stores ") + .strong("\(kernelValues.count)"), name: Self.weights.name,
      rows: 1, columns: kernelValues.count
    ) { _, column in
      element(kernelValues[column], isLit: focus.shared == .weight(column), isCalm: isCalm)
    }
    var matrix = NumberGrid(
      .strong("dense layer", .title) + .muted(" stores ") + .strong("\(full.connections)"), name: Self.matrixName,
      rows: full.units, columns: full.units
    ) { row, column in
      element(
        full.weight(from: column, to: row), isLit: focus.full == .pair(input: column, output: row), isCalm: isCalm)
    }
    matrix.rowNames = (0..<full.units).map { LayerStack.Unit.output($0).styled }
    matrix.columnNames = (0..<full.units).map { LayerStack.Unit.input($0).styled }
    // In a small window the title of the largest table keeps the layers apart by itself.
    let gap = full.units > 6 && canvas.size.rows < 20 ? 0 : 1
    var row = kernel
    row.columnNames = kernelValues.indices.map { .kernel("w\($0 + 1)") }
    Arrangement.table(
      [
        [graph(shared, sharedLight, Self.sharedGrids, rows: rows), .grid("kernel", row)],
        [graph(full, fullLight, Self.fullGrids), .grid("matrix", matrix)],
      ], columnGap: 2...5, rowGap: gap...3
    ).placed(in: canvas.bounds, largest: GridScale(columns: 8, rows: 3)).draw(in: &canvas)
  }

  private func element(_ weight: Float, isLit: Bool, isCalm: Bool) -> NumberGrid.Element {
    NumberGrid.Element(
      GridConvolution.text(weight), paper: isLit ? .role(.active) : .level(.kernel, isCalm ? 0.55 : 0.25),
      style: isLit ? .bold : [])
  }

  /// The lines of what stands out, one after the other, each with its weight on it.
  private func light(_ focus: Focus?, in layer: UnitLayer, progress: Double) -> LayerStack.Light? {
    var light = LayerStack.Light()
    var pairs: [(input: Int, output: Int)] = []
    switch focus {
    case nil: return nil
    case .weight(let weight):
      for output in 0..<layer.units {
        for input in layer.inputs(of: output) where layer.geometry?.weight(from: input, to: output) == weight {
          pairs.append((input, output))
        }
      }
    case .pair(let input, let output): pairs = [(input, output)]
    case .unit(let unit):
      light.active = [unit]
      pairs = layer.others(of: unit).map { unit.layer == 0 ? (unit.index, $0.index) : ($0.index, unit.index) }
    }
    // In a fan of lines from one unit the middles are too near for all numbers.
    let hasRoom = if case .unit = focus { pairs.count <= 5 } else { true }
    for (index, pair) in pairs.enumerated() {
      let fraction = min(max(progress * Double(pairs.count) - Double(index), 0), 1)
      guard fraction > 0 else { continue }
      let value = GridConvolution.text(layer.weight(from: pair.input, to: pair.output))
      light.lines.append(
        .init(
          from: .input(pair.input), to: pair.output, fraction: fraction, label: fraction >= 1 && hasRoom ? value : "",
          ink: .role(.kernel)))
      light.units.insert(.input(pair.input))
      if fraction >= 1 { light.units.insert(.output(pair.output)) }
    }
    return light
  }

  // MARK: Storage and products of three layers

  /// A tile for each weight that is stored, and for each product of a pass: of the dense layer, of one that is connected
  /// as the convolution is but shares nothing, and of the convolution.
  private func drawStorage(at playhead: Playhead, in canvas: inout Canvas) {
    let (units, kernel) = (full.units, kernelValues.count)
    func tiles(_ count: Int, _ title: StyledText, _ scale: ColorScale, isThere: @escaping (Int, Int) -> Bool)
      -> Arrangement
    {
      .grid(
        title.plain,
        NumberGrid(title + .strong("\(count)"), rows: units, columns: units) { row, column in
          let shade = (row + column).isMultiple(of: 2) ? 0.8 : 0.6
          return NumberGrid.Element(paper: isThere(row, column) ? .level(scale, shade) : .role(.panel))
        })
    }
    func all(_ row: Int, _ column: Int) -> Bool { true }
    func lines(_ row: Int, _ column: Int) -> Bool { shared.connects(column, to: row) }
    let (second, third) = (playhead.phase(0.2, 0.4) <= 0, playhead.phase(0.6, 0.8) <= 0)
    let names: [StyledText] = [
      .muted("dense "), .muted(shared.connections < full.connections ? "fewer lines " : "all lines "),
      .muted("and shared "),
    ]
    let stored = [
      tiles(full.connections, names[0], .kernel, isThere: all),
      tiles(shared.connections, names[1], .kernel, isThere: lines).hidden(second),
      tiles(kernel, names[2], .kernel) { row, column in row * units + column < kernel }.hidden(third),
    ]
    let products = [
      tiles(full.connections, "", .grey, isThere: all),
      tiles(shared.connections, "", .grey, isThere: lines).hidden(second),
      tiles(shared.connections, "", .grey, isThere: lines).hidden(third),
    ]
    Arrangement.table(
      [
        [.text(.kernel("weights"), .muted("that are stored"))] + stored,
        [.text(.strong("products"), .muted("of each pass"))] + products,
      ], columnGap: 3...10, rowGap: 0...2
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Learned at one place

  /// The sheet, and what the shared and the unshared filters answer at its places.
  private func drawEverywhere(at playhead: Playhead, in canvas: inout Canvas) {
    let (height, width) = (taught.sheet.shape.height, taught.sheet.shape.width)
    let border = TaughtMark.side / 2
    /// - Parameter isMark: what stands on top of the frame around the part that was taught.
    func part(
      _ name: String, _ title: StyledText, isMark: @escaping (Int, Int) -> Bool = { _, _ in false },
      _ tint: @escaping (Int, Int) -> Tint
    ) -> Arrangement {
      Arrangement.pixels(name, width, height, least: width) { canvas, region in
        let scale = max(1, region.columns / width)
        func part(where isWanted: (Int, Int) -> Bool) -> Pixels {
          Pixels(columns: width, rows: height, scale: scale) { isWanted($0, $1) ? tint($0, $1) : nil }
        }
        var pixels = part { _, _ in true }
        // A place thick, at any size, so that no half of one is seen inside of it.
        for inset in 0..<scale {
          pixels.outline(
            x: inset, y: inset, width: self.taught.taught * scale - 2 * inset, height: height * scale - 2 * inset,
            with: .role(.active))
        }
        pixels.place(part(where: isMark), x: 0, y: 0)
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(title)
    }
    func answers(_ map: Tensor) -> (Int, Int) -> Tint {
      { row, column in
        let (down, across) = (row - border, column - border)
        guard (0..<map.shape.height).contains(down), (0..<map.shape.width).contains(across) else {
          return .role(.background)
        }
        return .level(.output, Double(map[down, across]))
      }
    }
    let kernel = NumberGrid(.kernel("learned kernel"), rows: TaughtMark.side, columns: TaughtMark.side) { row, column in
      let weight = Double(taught.fit.kernel[row, column])
      return NumberGrid.Element(NumberText.fixed(weight, decimals: 1), paper: .signed(weight * 0.8, limit: 4))
    }
    let maps = Arrangement.row(
      part("sheet", .input("sheet") + .muted(", taught: framed"), isMark: { self.taught.sheet[$0, $1] > 0 }) {
        row, column in
        .level(.input, taught.sheet[row, column] > 0 ? 0.9 : 0.12)
      },
      part("shared", .output("shared"), answers(taught.shared)).hidden(playhead.phase(0.2, 0.3) <= 0),
      part("unshared", .output("unshared"), answers(taught.unshared)).hidden(playhead.phase(0.6, 0.7) <= 0),
      gap: 2...6)
    Arrangement.firstThatFits(
      .column(
        maps, .row(.grid("learned", kernel, scale: GridScale(columns: 7, rows: 2)), .text(of: scaleOfAnswers)),
        align: .center),
      .column(maps, .text(of: scaleOfAnswers), gap: 0...1, align: .center)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private var scaleOfAnswers: [StyledText] {
    [
      StyledText("██", ink: .level(.output, 1)) + .muted(" 1: × is here   ")
        + StyledText("██", ink: .level(.output, 0.5))
        + .muted(" 0.5: it may be   ") + StyledText("██", ink: .level(.output, 0)) + .muted(" 0: no × here")
    ]
  }

  // MARK: A real network

  /// The places of a map as an area, each of which would need filters of its own; beside it the one set that is shared.
  private func drawReal(at playhead: Playhead, in canvas: inout Canvas) {
    let (height, width) = (stage.output.height, stage.output.width)
    let room = Size(columns: canvas.size.columns - 44, rows: canvas.size.rows - 3)
    /// Pixels a place; where there are too many places, a dot each.
    let scale = min(room.columns / width, 2 * room.rows / height, 4)
    let shown = Int(playhead.phase(0.1, 0.9) * Double(width * height))
    func field(_ columns: Int, _ rows: Int, shown: Int, ink: Tint) -> Arrangement {
      let size =
        scale > 0
        ? Size(columns: columns * scale, rows: (rows * scale + 1) / 2)
        : Size(columns: (columns + 1) / 2, rows: (rows + 3) / 4)
      return .drawing("places", size: size) { canvas, region in
        guard scale > 0 else {
          var dots = DotField(size: size)
          for index in 0..<shown { dots.dot(x: index % columns, y: index / columns, ink: ink) }
          return dots.draw(in: &canvas, at: region.origin)
        }
        var pixels = Pixels(width: columns * scale, height: rows * scale)
        for index in 0..<shown {
          // Where there is no room for gaps neighbours differ in shade, so that they can be told apart.
          let (gap, isDark) = (scale > 1 ? 1 : 0, scale == 1 && (index % columns + index / columns) % 2 > 0)
          pixels.fill(
            x: index % columns * scale, y: index / columns * scale, width: scale - gap, height: scale - gap,
            with: isDark ? .level(.grey, 0.35) : ink)
        }
        pixels.draw(in: &canvas, at: region.origin)
      }
    }
    // Where there is room each layer has its parameters beside its places.
    let isWide = canvas.size.columns >= 150
    let list = stages.map { candidate -> StyledText in
      let count = NumberText.integer(candidate.output.height * candidate.output.width)
      var line =
        "\(candidate == stage ? "▸" : " ") \(candidate.name)  \(isWide ? count.leftPadded(to: 5) : count) places"
      if isWide {
        line +=
          NumberText.integer(candidate.parameters).leftPadded(to: 12) + " shared"
          + NumberText.integer(candidate.unsharedParameters).leftPadded(to: 14) + " unshared"
      }
      return candidate == stage ? .active(line) : .muted(line)
    }
    Arrangement.row(
      field(width, height, shown: shown, ink: .level(.grey, 0.55))
        .titled(.strong("unshared") + .muted(": a set of filters each")),
      .column(
        .row(
          field(1, 1, shown: 1, ink: .role(.kernel)),
          .text(.muted(scale > 0 ? "" : "◂ this dot")), gap: 1...1
        ).titled(.kernel("shared") + .muted(": one set")),
        .text(of: list), gap: 2...4), gap: 4...12
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}

extension String {
  /// With blanks before it, so many signs long.
  fileprivate func leftPadded(to length: Int) -> String {
    String(repeating: " ", count: max(0, length - count)) + self
  }
}
