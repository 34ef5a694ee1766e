import CellCanvas
import ConvolutionEngine

/// Opens the lecture: its own title goes through a kernel, and the audience learns how to move and how to predict.
struct TitleScene: Scene {
  static let card = SceneCard(id: "title", title: "Convolutional networks, live", part: .opening)

  static let kernel = Control.choice(
    "kernel", KernelPreset.names.filter { $0 != KernelPreset.random.rawValue }, help: "the kernel on the title")
  static let controls = [kernel]

  /// What a step shows.
  enum Moment {
    case welcome, slide, predict, reveal, layer
  }

  let moments: [Moment] = [.welcome, .slide, .predict, .reveal, .layer]

  /// The title at every size that it is drawn at, from small to large.
  let images: [TitleImage]
  let name: String
  let weights: Tensor
  /// The weights of the kernels of the last picture.
  let layerWeights: [Tensor]
  /// What the kernel answers where every pixel is `Lettering.inside`.
  let flatAnswer: Double

  init(_ settings: Settings) throws(SettingsError) {
    let preset = KernelPreset(rawValue: settings.choice(Self.kernel)) ?? .sobelX
    name = preset.rawValue
    weights = preset.weights(size: 3, seed: 0)
    images = Self.sizes.map { TitleImage(width: $0.0, height: $0.1, kernel: preset, layer: Self.layer) }
    layerWeights = Self.layer.map { $0.weights(size: 3, seed: 0) }
    let flat = Tensor(weights.shape, repeating: Lettering.inside)
    flatAnswer = Double(Convolution(FilterBank(kernel: weights))(flat)[0, 0])
  }

  /// The kernels of the last picture, one for each letter of the title.
  static let layer: [KernelPreset] = [.sobelX, .laplace, .gauss, .emboss, .sobelY, .sharpen]

  /// Pixels across and down: as wide as the figure in windows of 40, 60, 80, 120 and 160 columns.
  private static let sizes = [(38, 12), (58, 18), (78, 24), (118, 40), (158, 56)]

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .welcome: drawWelcome(at: playhead, in: &canvas)
    case .slide: drawSlide(at: playhead, in: &canvas)
    case .predict: drawSum(isRevealed: false, at: playhead, in: &canvas)
    case .reveal: drawSum(isRevealed: true, at: playhead, in: &canvas)
    case .layer: drawLayer(at: playhead, in: &canvas)
    }
  }
}

// MARK: Words

extension TitleScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .welcome:
      Step(
        caption: """
          Welcome. This title is no drawing but an image, one number a pixel, and the engine of this \
          lecture has just brought it into focus. Press Space to go on.
          """,
        note: """
          Every number and every map in this lecture is computed while you watch: nothing is a recording. \
          Give the room a moment to look, then go on.
          """, duration: .milliseconds(2200))
    case .slide:
      Step(
        caption: StyledText("A small kernel slides over the image and leaves what it looks for: ")
          + .strong(Self.finding(name)) + ". Choose another with Tab, ↑ and ↓.",
        formula: [kernelFormula],
        note: """
          Turn the knob once or twice: that the picture follows at once is how this whole lecture works. \
          What the kernel does to a pixel is the topic of the next scenes.
          """, duration: .milliseconds(3200))
    case .predict:
      Step(
        caption: """
          Now and then a question stands here before its answer is shown. Say or type what you expect: \
          predicting first, even wrongly, is what makes it stick.
          """,
        note: """
          x turns the questions off. Let the class argue for a moment; the next key reveals. \
          Typed answers are counted and the score is shown at the end.
          """)
    case .reveal:
      Step(
        caption: revealCaption, formula: [sumFormula],
        note: """
          Each pixel is multiplied with the weight above it, and the nine products are summed. \
          For an edge kernel the weights sum to 0, so what is the same everywhere cancels out.
          """,
        question: Question(
          "All nine pixels under \(name) are \(NumberText.plain(Double(Lettering.inside))). What is the sum of the products?",
          answer: .number(flatAnswer, decimals: 0)),
        duration: .milliseconds(1400))
    case .layer:
      Step(
        caption: """
          Many kernels over one image are a layer. Layers that learn their kernels, one upon the other, \
          are a convolutional network. Now to the first kernel.
          """,
        note: "Here people chose the weights. A network finds them itself: that is what the lecture leads to.",
        duration: .milliseconds(1600))
    }
  }

  /// What a kernel leaves of an image.
  private static func finding(_ name: String) -> String {
    switch KernelPreset(rawValue: name) {
    case .sobelX, .prewittX: "where it changes from left to right"
    case .sobelY, .prewittY: "where it changes from top to bottom"
    case .laplace: "where it differs from its surroundings"
    case .box, .gauss: "its soft outlines, without details"
    case .sharpen: "the image, with sharper edges"
    case .emboss: "the image as a relief, lit from one side"
    case .identity, .random, nil: "the image itself"
    }
  }

  private var kernelFormula: StyledText {
    let rows = (0..<3).map { row in
      StyledText.joined(
        (0..<3).map { .kernel(NumberText.plain(Double(weights[row, $0]))) }, separator: " ")
    }
    return .muted("\(name)   ") + .joined(rows, separator: .muted("  /  "))
      + .muted("   nine weights, used at every pixel")
  }

  private var sumFormula: StyledText {
    let pixel = NumberText.plain(Double(Lettering.inside))
    let products = weights.values.map { Formula.Product(pixel, NumberText.plain(Double($0))) }
    return Formula.sum(products, result: .output(NumberText.plain(flatAnswer)))
  }

  private var revealCaption: StyledText {
    let sum = NumberText.plain(Double(weights.values.reduce(0, +)))
    guard flatAnswer == 0 else {
      return """
        The weights sum to \(sum), so where the image is even the answer is \(sum) times the pixel: \
        this kernel keeps brightness. Try an edge kernel, say sobel-x.
        """
    }
    return """
      Zero: the weights sum to 0, so where nothing changes an edge kernel is silent. Only borders answer, \
      with a sign for which side is brighter.
      """
  }
}

// MARK: Figure

extension TitleScene {
  // MARK: Welcome

  private func drawWelcome(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: 3)], in: canvas.bounds)
    image.focused(playhead.phase(0, 0.8)).draw(in: &canvas, at: parts[0].origin)
    guard playhead.phase(0.7, 1) > 0 else { return }
    canvas.write(.strong("convolutional networks, live in your terminal", .title), in: parts[1], align: .center)
    var line = parts[1]
    line.row += 2
    canvas.write(
      .muted("every number and every picture computed while you watch"), in: line, align: .center)
  }

  private func drawTooSmall(in canvas: inout Canvas) {
    canvas.write(.strong("cnnviz", .title), in: canvas.bounds, align: .center)
  }

  /// The largest image that leaves some rows for text.
  private func image(in space: Size, leaving rows: Int) -> TitleImage? {
    let room = Size(columns: space.columns, rows: space.rows - rows)
    return images.last { room.fits($0.cells) }
  }

  // MARK: The kernel on the title

  private func drawSlide(at playhead: Playhead, in canvas: inout Canvas) {
    let keys = keyHelp(columns: canvas.size.columns)
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: keys.count)], in: canvas.bounds)
    image.swept(to: playhead.phase(0, 1)).draw(in: &canvas, at: parts[0].origin)
    for (offset, line) in keys.enumerated() {
      let row = Region(column: parts[1].column, row: parts[1].row + offset, columns: parts[1].columns, rows: 1)
      canvas.write(line, in: row, align: .center)
    }
  }

  /// The keys to begin with, in lines.
  private func keyHelp(columns: Int) -> [StyledText] {
    let entries = Self.keys.map { entry in
      let pad = String(repeating: " ", count: max(0, 21 - entry.key.count - entry.does.count))
      return StyledText.strong(entry.key, .active) + "  " + .muted(entry.does + pad)
    }
    let inLine = min(max(1, (columns + 2) / 25), 3)
    return stride(from: 0, to: entries.count, by: inLine).map { first in
      .joined(Array(entries[first..<min(first + inLine, entries.count)]), separator: "  ")
    }
  }

  /// What the audience needs of the keys; the help has them all.
  static let keys: [(key: String, does: String)] = [
    ("→", "next step"), ("←", "step back"), ("?", "all keys"),
    ("Tab", "choose a knob"), ("↑ ↓", "turn the knob"), ("c", "point at a cell"),
    ("o", "contents"), ("t", "next theme"), ("q", "quit"),
  ]

  // MARK: One sum

  private func drawSum(isRevealed: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let rest = canvas.size.rows - image.cells.rows
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: rest - 1)], in: canvas.bounds)
    let answered = isRevealed ? playhead.phase(0.4, 1) : 0
    image.swept(to: answered, window: answered > 0 ? nil : image.flat).draw(in: &canvas, at: parts[0].origin)
    drawGrids(isSummed: isRevealed && playhead.phase(0, 0.3) >= 1, in: &canvas, region: parts[1])
  }

  private func drawGrids(isSummed: Bool, in canvas: inout Canvas, region: Region) {
    let inside = NumberText.plain(Double(Lettering.inside))
    let pixels = NumberGrid(.input("inside a letter"), rows: 3, columns: 3) { row, column in
      NumberGrid.Element(inside, detail: "×" + weight(row, column), paper: .level(.input, 0.8))
    }
    let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
    let kernel = NumberGrid(.kernel(name), rows: 3, columns: 3) { row, column in
      NumberGrid.Element(weight(row, column), paper: .signed(0.8 * Double(weights[row, column]), limit: limit))
    }
    let sum = NumberGrid(.output("sum"), rows: 1, columns: 1) { _, _ in
      NumberGrid.Element(
        isSummed ? NumberText.plain(flatAnswer) : "?", paper: .role(isSummed ? .output : .active), style: .bold)
    }
    let scale = Layout.largest(GridScale.all.filter { $0.halfRows > 1 }, in: region.size) { scale in
      Size(columns: 9 * scale.columns + 20, rows: pixels.size(at: scale).rows)
    }
    guard let scale = scale?.widened(to: 4) else { return }
    let grids = [pixels, kernel, sum]
    let places = Layout.row(grids.map { $0.size(at: scale) }, in: region, minimumGap: 5, maximumGap: 9)
    // The first two stand level; the sum has its middle where theirs is.
    for (grid, place) in zip(grids, places) { grid.draw(in: &canvas, at: place.origin, scale: scale) }
    let row = places[0].row + 1 + (3 * scale.halfRows / 2 - 1) / 2
    for (sign, index) in [("×", 0), ("=", 1)] {
      let gap = places[index + 1].column - places[index].endColumn
      canvas.write(.strong(sign), column: places[index].endColumn + gap / 2, row: row, ink: .role(.muted))
    }
  }

  private func weight(_ row: Int, _ column: Int) -> String { NumberText.plain(Double(weights[row, column])) }

  // MARK: A layer

  private func drawLayer(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let slots = Self.layer.indices.map { Lettering.columns(of: $0, width: image.width) }
    let kernels = Self.layer.indices.map { index in
      let weights = layerWeights[index]
      let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
      return NumberGrid(.kernel(Self.layer[index].rawValue), rows: 3, columns: 3) { row, column in
        let weight = Double(weights[row, column])
        let paper =
          image.layer[index].scale == .signed
          ? Tint.signed(0.8 * weight, limit: limit) : .level(.output, weight / limit)
        return NumberGrid.Element(NumberText.plain(weight), paper: paper)
      }
    }
    let rest = Size(columns: slots[0].count - 1, rows: canvas.size.rows - image.cells.rows - 1)
    let scale = Layout.largest(GridScale.all.filter { $0.halfRows > 1 }, in: rest) { kernels[0].size(at: $0) }
    let grid = scale.map { kernels[0].size(at: $0) } ?? Size(columns: 0, rows: 0)
    let parts = Layout.column([image.cells, Size(columns: image.width, rows: grid.rows)], in: canvas.bounds)
    // One letter after the other goes through its kernel.
    let done = playhead.phase(0, 1) * Double(image.width)
    let sharp = image.focus[image.focus.count - 1]
    image.pixels { x, y in
      let letter = slots.firstIndex { $0.contains(x) }
      let map = letter.map { Double(x) < done ? image.layer[$0] : sharp } ?? sharp
      return map.tint(of: map.values[y * image.width + x])
    }.draw(in: &canvas, at: parts[0].origin)
    guard let scale else { return }
    for (slot, kernel) in zip(slots, kernels) where Double(slot.lowerBound) < done {
      let place = Region(
        column: parts[1].column + slot.lowerBound, row: parts[1].row, columns: slot.count, rows: grid.rows)
      kernel.draw(in: &canvas, at: place.centered(grid).origin, scale: scale)
    }
  }
}
