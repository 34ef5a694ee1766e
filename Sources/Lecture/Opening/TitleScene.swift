import CellCanvas
import ConvolutionEngine

/// Opens the lecture: its own title goes through a kernel, and the audience learns how to move and how to predict.
struct TitleScene: Scene {
  static let card = SceneCard(id: "title", title: "Convolutional networks, live", part: .opening)

  static let kernel = Control.choice(
    "kernel", KernelPreset.names.filter { $0 != KernelPreset.random.rawValue }, help: "the kernel on the title")
  static let controls = [kernel]

  /// What a step shows.
  enum Moment: Int, CaseIterable {
    case welcome, slide, predict, reveal, layer
  }

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

  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    switch Moment.allCases[playhead.step] {
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
  var steps: [Step] {
    Moment.allCases.map { moment in
      switch moment {
      case .welcome:
        Step(
          caption: """
            Welcome. This title is no drawing but an image, one number a pixel, and the engine of this \
            lecture has just brought it into focus. Press → to go on.
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
