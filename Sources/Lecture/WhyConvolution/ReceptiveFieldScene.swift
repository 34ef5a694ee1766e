import CellCanvas
import ConvolutionEngine

/// How far a unit sees, and how that grows from layer to layer.
struct ReceptiveFieldScene: Scene {
  static let card = SceneCard(id: "receptive-field", title: "The receptive field grows", part: .whyConvolution)

  static let layers = Control.integer("layers", in: 2...6, standard: 4, help: "how many layers are stacked")
  static let kernel = Control.integer(
    "kernel", in: 1...5, standard: 3, column: 0, of: stack, help: "the kernel's width in every layer")
  static let stride = Control.integer(
    "stride", in: 1...3, standard: 1, column: 1, of: stack, help: "the stride in every layer")
  static let dilation = Control.integer(
    "dilation", in: 1...3, standard: 1, column: 2, of: stack, help: "the dilation in every layer")
  static let stack = Control.grid(
    "stack", in: 1...7, help: "kernel, stride and dilation of single layers, a row for each")
  static let controls = [layers, kernel, stride, dilation, stack]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: 227, height: 227)
  }

  /// How many units the first graph has in a row.
  static let units = 5

  /// What a step shows.
  enum Moment: Sendable {
    /// Three rows of units, and the question.
    case start
    /// What the middle unit of the top row looks at.
    case first
    /// What these look at.
    case second
    /// How wide the units of the first layer see, and how far apart, on as many inputs as two of them need.
    case measures(LayerStack)
    /// The field of a unit so many layers up, in one and two dimensions.
    case grown(Int)
    /// Small kernels against one large kernel that sees as far.
    case weights([Price])
    /// Stride, dilation and pooling.
    case faster([Comparison])
    /// What a unit of AlexNet sees, stage by stage.
    case alexNet(Sight)
    /// The same of VGG-16.
    case vgg(Sight)
    /// How much each input of the stack's field counts.
    case effective(EffectiveReceptiveField)
    /// How the part that counts grows with the layers.
    case effectiveGrowth([Deeper])
    /// How much each pixel counts for a unit of a trained network, and for one of the same network before.
    case trained
    /// What to take home, beside the whole of a network.
    case end(Sight)
  }

  let moments: [Moment]
  /// The windows of the stack, from the first layer's.
  let windows: [Window]
  /// Two layers on five units, padded so that all rows are equally long at stride 1.
  let graph: LayerStack
  /// The whole stack under its last unit.
  let pyramid: LayerStack
  /// What the networks look at.
  let picture: Picture
  /// The fields of a trained and of an untrained network, once they are worked out.
  var photoFields: PhotoFields?

  init(_ settings: Settings) throws(SettingsError) {
    picture = Pictures.color(for: settings, width: 227, height: 227)
    let count = settings.integer(Self.layers)
    let standard = [Self.kernel, Self.stride, Self.dilation].map(settings.integer)
    let edits = settings.edits(Self.stack)
    let windows = (0..<count).map { layer in
      let values = standard.enumerated().map { column, value in
        edits[GridPlace(row: layer, column: column)].map { Int($0) } ?? value
      }
      return Window(values[0], stride: values[1], dilation: values[2])
    }
    self.windows = windows
    let largest = Network.alexNet.input.width
    let fields = ReceptiveField.growth(through: windows)
    if let far = fields.firstIndex(where: { $0.size > largest }) {
      throw SettingsError(
        "layer \(far + 1) would see \(NumberText.integer(fields[far].size)) inputs, more than the \(largest) pixels of "
          + "AlexNet's whole picture: take fewer layers, or smaller kernels, strides or dilations")
    }
    pyramid = LayerStack(seeing: windows)
    let graph = LayerStack(
      input: Self.units,
      windows: windows.prefix(2).map {
        Window(
          $0.kernel, stride: $0.stride, padding: .same(kernel: $0.kernel, dilation: $0.dilation),
          dilation: $0.dilation)
      })
    let effective = EffectiveReceptiveField(
      through: windows, draws: Self.draws(size: pyramid.count(0)), seed: Self.seed)
    self.graph = graph
    // On so short a row all weights of the unit that is asked about may lie on padding: then nothing stands below it.
    let isBlind = graph.inputs(of: graph.middle(2), in: 2).isEmpty
    moments =
      [.start, .first] + (isBlind ? [] : [.second]) + [.measures(Self.pair(windows[0]))] + (2...count).map(Moment.grown)
      + [
        .weights(Self.prices(windows, fields)),
        .faster(Self.comparisons(kernel: standard[0], count: count, fields)),
        .alexNet(.alexNet), .vgg(.vgg16), .effective(effective),
        .effectiveGrowth(Self.deeper[standard[0]]?.value ?? []), .trained, .end(.alexNet),
      ]
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: start
    case .first: firstReach
    case .second: secondReach
    case .measures(let pair): step(pair)
    case .grown(let layer): grown(layer)
    case .weights(let prices): step(prices)
    case .faster(let comparisons): step(comparisons)
    case .alexNet(let sight): alexNetStep(sight)
    case .vgg(let sight): vggStep(sight)
    case .effective(let field): step(field)
    case .effectiveGrowth(let stacks): step(stacks)
    case .trained: trainedStep
    case .end(let sight): end(sight)
    }
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .start: drawGraph(reach: 0, at: playhead, in: &canvas)
    case .first: drawGraph(reach: 1, at: playhead, in: &canvas)
    case .second: drawGraph(reach: 2, at: playhead, in: &canvas)
    case .measures(let pair): draw(pair, at: playhead, in: &canvas)
    case .grown(let layer): drawPyramid(layer, at: playhead, in: &canvas)
    case .weights(let prices): draw(prices, at: playhead, in: &canvas)
    case .faster(let comparisons): draw(comparisons, at: playhead, in: &canvas)
    case .alexNet(let sight), .vgg(let sight): draw(sight, at: playhead, in: &canvas)
    case .effective(let field): draw(field, at: playhead, in: &canvas)
    case .effectiveGrowth(let stacks): draw(stacks, at: playhead, in: &canvas)
    case .trained: drawTrained(at: playhead, in: &canvas)
    case .end(let sight): draw(sight, at: Playhead(step: playhead.step, pointer: playhead.pointer), in: &canvas)
    }
  }

  /// While the stages of a network appear, the formula is that of the last one.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    switch moment {
    case .alexNet(let sight), .vgg(let sight): Self.recurrence(sight.rows[sight.shown(at: playhead) - 1])
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch moment {
    case .start, .first, .second: remark(on: target)
    case .grown(let layer): remarkOnPyramid(target, upTo: layer)
    case .alexNet(let sight), .vgg(let sight), .end(let sight): remark(on: target, sight)
    case .faster: remarkOnStack(target)
    case .effective(let field): remark(on: target, field)
    case .measures, .weights, .effectiveGrowth, .trained: nil
    }
  }

  private func end(_ sight: Sight) -> Step {
    Step(
      caption:
        windows.allSatisfy { $0.kernel == 1 }
        ? "Take home: each layer widens a unit's view by (k − 1)·d jumps, by none where k is 1. Wider kernels, as AlexNet's "
          + "here, come to span a picture."
        : "Take home: each layer widens a unit's view by (k − 1)·d jumps, so a few small kernels span a picture. "
          + "Where windows overlap, the middle counts most.",
      formula: [
        "r = r′ + (" + .kernel("k") + " − 1)·" + .kernel("d") + "·" + .strong("j′") + "     j = j′·" + .kernel("s")
          + .muted("     (′: the layer below)"),
        .muted("AlexNet's last pooling:  r = ") + .input("\(sight.last.field.size)")
          + .muted(" of the \(sight.side) pixels,  j = ") + .strong("\(sight.last.field.jump)"),
      ],
      note:
        "This answers the doubt about sparse connections: what one layer cannot see, the next ones can. When a network "
        + "misses what is large, ask first how far its units see.",
      links: [ThreeAdvantagesScene.link])
  }

  // MARK: The formulas

  /// r2 = r1 + (k2 − 1)·j1 = 3 + (3 − 1)·1 = 5, and the jump beneath it.
  func recurrence(_ layer: Int) -> [StyledText] {
    Self.recurrence(
      index: "\(layer)", below: "\(layer - 1)", windows[layer - 1], from: pyramid.fields[layer - 1],
      to: pyramid.fields[layer])
  }

  static func recurrence(_ row: Sight.Row) -> [StyledText] {
    recurrence(index: "", below: "′", row.window, from: row.before, to: row.field)
      .enumerated().map { index, line in index == 0 ? .kernel(row.name) + "  " + line : line }
  }

  /// The two formulas with their live numbers; the results are the engine's.
  private static func recurrence(
    index: String, below: String, _ window: Window, from before: ReceptiveField, to after: ReceptiveField
  ) -> [StyledText] {
    let dilation: (name: StyledText, value: StyledText) =
      window.dilation > 1 ? (.muted("·d\(index)"), "·" + .kernel("\(window.dilation)")) : ("", "")
    return [
      .muted("r\(index) = r\(below) + (k\(index) − 1)") + dilation.name + .muted("·j\(below) = ")
        + .input("\(before.size)") + " + (" + .kernel("\(window.kernel)") + " − 1)" + dilation.value + "·"
        + .strong("\(before.jump)") + " = " + .input("\(after.size)"),
      .muted("j\(index) = j\(below)·s\(index) = ") + .strong("\(before.jump)") + "·" + .kernel("\(window.stride)")
        + " = " + .strong("\(after.jump)"),
    ]
  }
}
