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
    case welcome, slide, predict, reveal, edge, layer
  }

  let moments: [Moment] = [.welcome, .slide, .predict, .reveal, .edge, .layer]

  /// The title at every size that it is drawn at, from small to large.
  let images: [TitleImage]
  let name: String
  let weights: Tensor
  /// The kernels of the last picture, one for each letter of the title: the chosen one, and the usual ones behind it.
  let layer: [KernelPreset]
  /// Their weights.
  let layerWeights: [Tensor]
  /// What the kernel answers where every pixel is `Lettering.inside`.
  let flatAnswer: Double

  init(_ settings: Settings) throws(SettingsError) {
    let preset = KernelPreset(rawValue: settings.choice(Self.kernel)) ?? .sobelX
    name = preset.rawValue
    weights = preset.weights(size: 3, seed: 0)
    let layer = Array(([preset] + Self.usual.filter { $0 != preset }).prefix(Lettering.count))
    images = Self.sizes.map { TitleImage(width: $0.0, height: $0.1, kernel: preset, layer: layer) }
    layerWeights = layer.map { $0.weights(size: 3, seed: 0) }
    self.layer = layer
    let flat = Tensor(weights.shape, repeating: Lettering.inside)
    flatAnswer = Double(Convolution(FilterBank(kernel: weights))(flat)[0, 0])
  }

  /// Kernels that each find something else.
  private static let usual: [KernelPreset] = [.sobelX, .laplace, .gauss, .emboss, .sobelY, .sharpen]

  /// Pixels across and down: as wide as the figure in windows of 40, 60, 80, 120 and 160 columns.
  private static let sizes = [(38, 12), (58, 18), (78, 24), (118, 40), (158, 56)]
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
        caption: StyledText("A kernel, a small grid of weights, slides over the image and leaves ")
          + .strong(Self.finding(name)) + ". Choose another with ↑ and ↓.",
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
        formula: [.muted("⋆   ") + Self.rule],
        note: """
          x turns the questions off. Let the class argue for a moment; the next key reveals. \
          Typed answers are counted and the score is shown at the end.
          """)
    case .reveal:
      Step(
        caption: revealCaption, formula: [sumFormula],
        note: """
          Each pixel is multiplied with the weight that lies on it, and the nine products are summed. \
          For an edge kernel the weights sum to 0, so what is the same everywhere cancels out.
          """,
        question: Question(
          """
          All nine pixels under \(name) are \(NumberText.plain(Double(Lettering.inside))). Each is multiplied with its \
          weight. What do the products add up to?
          """,
          answer: .number(flatAnswer, decimals: 0)),
        duration: .milliseconds(1400))
    case .edge:
      Step(
        caption: """
          At a letter's edge the nine pixels are not alike, and the same nine weights give another answer than inside. \
          Press c to point at any pixel.
          """,
        formula: [Self.rule],
        note: """
          Work one of the two sums out with the class. Then let somebody name a pixel and guess \
          \(weights.values.contains { $0 < 0 } ? "the sign of the answer" : "how large the answer is"), \
          before c or the mouse points at it.
          """,
        duration: .milliseconds(1400))
    case .layer:
      Step(
        caption: """
          A kernel for each letter; in a layer, all go over the whole image. Layers that learn kernels, \
          one upon the other, are a convolutional network.
          """,
        note: "Here people chose the weights. A network finds them itself: that is what the lecture leads to.",
        duration: .milliseconds(1600))
    }
  }

  /// What ⋆ does at a place.
  private static let rule: StyledText = .muted("each pixel times its weight, and the nine products added up")

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
    return .muted("\(name)   ") + .joined(rows, separator: .muted("  /  ")) + .muted("   the same for every pixel")
  }

  private var sumFormula: StyledText {
    let pixel = NumberText.plain(Double(Lettering.inside))
    let products = weights.values.map { Formula.Product(pixel, NumberText.plain(Double($0))) }
    return Formula.sum(products, result: .output(NumberText.plain(flatAnswer)))
  }

  private var revealCaption: StyledText {
    let total = weights.values.reduce(0, +)
    let sum = NumberText.plain(Double(total))
    if total == 0 {
      return """
        Zero: the weights sum to 0, so where nothing changes this kernel is silent. \(signWords)
        """
    }
    if total == 1 {
      return """
        The weights sum to 1, so where the image is even the answer is the pixel itself: this kernel keeps brightness. \
        Try an edge kernel, say sobel-x.
        """
    }
    return """
      The weights sum to \(sum), so where the image is even the answer is \(sum) times the pixel. Try an edge kernel, say \
      sobel-x, whose weights sum to 0.
      """
  }

  /// What the sign of an answer says, of a kernel whose weights sum to 0.
  private var signWords: String {
    if weights[1, 1] > 0 { return "Brighter than around gives an answer above 0, darker than around below." }
    let (across, down) = (weights[1, 0] - weights[1, 2], weights[0, 1] - weights[2, 1])
    let way = across != 0 ? "to the right" : "downwards"
    return across + down > 0
      ? "Darker \(way) gives an answer above 0, brighter \(way) below."
      : "Brighter \(way) gives an answer above 0, darker \(way) below."
  }

  // MARK: Pointing

  /// The name under which the pixels of an image of this width can be pointed at.
  static func pixels(_ image: TitleImage) -> String { "pixels-\(image.width)" }

  /// The pixel that is pointed at, if it is one of the image that is drawn: the window may have changed its size since.
  func pointed(_ target: Target?, on image: TitleImage) -> (row: Int, column: Int)? {
    pointed(target).flatMap { $0.image.width == image.width ? ($0.row, $0.column) : nil }
  }

  /// The image and the pixel that is pointed at.
  func pointed(_ target: Target?) -> (image: TitleImage, row: Int, column: Int)? {
    guard let target, let image = images.first(where: { Self.pixels($0) == target.grid }),
      (0..<image.height).contains(target.row), (0..<image.width).contains(target.column)
    else { return nil }
    return (image, target.row, target.column)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let (image, row, column) = pointed(target) else { return nil }
    var (called, weights) = (name, weights.values)
    if case .layer = moment {
      guard
        let letter = layer.indices.first(where: { Lettering.columns(of: $0, width: image.width).contains(column) })
      else { return nil }
      (called, weights) = (layer[letter].rawValue, layerWeights[letter].values)
    }
    let window = image.window(row: row - 1, column: column - 1)
    let products = zip(window, weights).map {
      Formula.Product(NumberText.plain(Double($0)), NumberText.plain(Double($1)))
    }
    let answer = TitleImage.answer(window, weights)
    return Remark(
      caption: """
        Row \(row + 1), column \(column + 1): \(called) makes \(NumberText.plain(Double(answer))) of this pixel, which is \
        \(NumberText.plain(Double(window[4]))), and its eight neighbours.
        """,
      formula: Formula.sum(products, result: .output(NumberText.plain(Double(answer)))).wrapped(columns: 76))
  }
}
