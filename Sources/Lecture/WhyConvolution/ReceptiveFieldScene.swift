import CellCanvas
import ConvolutionEngine

/// How far a unit sees, and how that grows from layer to layer.
struct ReceptiveFieldScene: Scene {
  static let card = SceneCard(id: "receptive-field", title: "The receptive field grows", part: .whyConvolution)

  static let layers = Control.integer("layers", in: 2...6, standard: 4, help: "how many layers are stacked")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "the kernel's width in every layer")
  static let stride = Control.integer("stride", in: 1...3, standard: 1, help: "the stride in every layer")
  static let dilation = Control.integer("dilation", in: 1...3, standard: 1, help: "the dilation in every layer")
  static let stack = Control.grid(
    "stack", in: 1...7, help: "kernel, stride and dilation of single layers, a row for each")
  static let controls = [layers, kernel, stride, dilation, stack]

  /// How many units the first graph has in a row.
  static let units = 5
  /// How many channels go in and out where weights are counted.
  static let channels = 64

  /// The networks, which no knob changes.
  static let sights = [sight(.alexNet) { _ in true }, sight(.vgg16) { $0.weights == 0 }]

  /// What a step shows.
  enum Moment: Hashable {
    /// Three rows of units, and the question.
    case start
    /// What the middle unit of the top row looks at.
    case first
    /// What these look at.
    case second
    /// The field of a unit so many layers up, in one and two dimensions.
    case grown(Int)
    /// Small kernels against one large kernel that sees as far.
    case weights
    /// Stride, dilation and pooling.
    case faster
    /// The fields of a network of the lecture.
    case network(Int)
    /// How much each input of the stack's field counts.
    case effective
    /// How the part that counts grows with the layers.
    case effectiveGrowth
    /// What to take home.
    case end
  }

  /// A stack that is compared with others.
  struct Comparison: Sendable {
    let name: String
    /// The fields behind each layer; with its pooling where there is one.
    let fields: [ReceptiveField]
  }

  /// Layers of small kernels against one layer that sees as far.
  struct Price: Sendable {
    let layers: Int
    let side: Int
    let weights: Int
    let singleWeights: Int
  }

  /// A network of the lecture, as far as its stages have windows.
  struct Sight: Sendable {
    let title: String
    let side: Int
    let rows: [Row]

    /// How many stages have appeared at a moment of the step.
    func shown(at playhead: Playhead) -> Int { min(rows.count, 1 + Int(playhead.progress * Double(rows.count))) }

    /// A stage that is shown.
    struct Row: Sendable {
      let name: String
      let window: Window
      /// What the units of the layer before see.
      let before: ReceptiveField
      let field: ReceptiveField
      /// What the unit in the middle sees of the input.
      let cells: Range<Int>
    }
  }

  let moments: [Moment]
  /// The windows of the stack, from the first layer's.
  let windows: [Window]
  /// Two layers on five units, padded so that all rows are equally long at stride 1.
  let graph: LayerStack
  /// The whole stack under its last unit.
  let pyramid: LayerStack
  let comparisons: [Comparison]
  let prices: [Price]
  /// What the networks look at.
  let picture: Picture
  /// How much each input counts for the stack's last unit.
  let effective: EffectiveReceptiveField
  /// The same along one axis, for stacks of more and more layers of the knob's kernel.
  let deeper: [Deeper]

  init(_ settings: Settings) throws(SettingsError) {
    picture = Pictures.color(for: settings, width: 227, height: 227)
    let count = settings.integer(Self.layers)
    let standard = [Self.kernel, Self.stride, Self.dilation].map(settings.integer)
    let edits = settings.edits(Self.stack)
    let windows = (0..<count).map { layer in
      let values = standard.enumerated().map { column, value in
        edits[Settings.Place(row: layer, column: column)].map { Int($0) } ?? value
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
    graph = LayerStack(
      input: Self.units,
      windows: windows.prefix(2).map {
        Window(
          $0.kernel, stride: $0.stride, padding: .same(kernel: $0.kernel, dilation: $0.dilation),
          dilation: $0.dilation)
      })
    comparisons = Self.comparisons(kernel: standard[0], count: count, fields)
    prices = Self.prices(windows, fields)
    effective = EffectiveReceptiveField(
      through: windows, draws: Self.draws(size: pyramid.count(0)), seed: Self.seed)
    deeper = Self.depths.map { Deeper(layers: $0, kernel: standard[0]) }
    moments =
      [.start, .first, .second] + (2...count).map(Moment.grown)
      + [.weights, .faster, .network(0), .network(1), .effective, .effectiveGrowth, .end]
  }

  // MARK: What the engine is asked for

  private static func comparisons(kernel: Int, count: Int, _ fields: [ReceptiveField]) -> [Comparison] {
    func growth(_ windows: (Int) -> [Window]) -> [ReceptiveField] {
      var field = ReceptiveField.input
      return (0..<count).map { layer in
        for window in windows(layer) { field = field.seen(through: window) }
        return field
      }
    }
    return [
      Comparison(name: "plain, stride 1", fields: growth { _ in [Window(kernel)] }),
      Comparison(name: "dilation 1, 2, 4 …", fields: growth { [Window(kernel, dilation: 1 << $0)] }),
      Comparison(name: "stride 2", fields: growth { _ in [Window(kernel, stride: 2)] }),
      Comparison(name: "pooling 2, stride 2", fields: growth { _ in [Window(kernel), Window(2, stride: 2)] }),
      Comparison(name: "your stack", fields: fields),
    ]
  }

  private static func prices(_ windows: [Window], _ fields: [ReceptiveField]) -> [Price] {
    // The count of weights does not depend on the size of the input, only on whether the kernel fits at all.
    func weights(_ kernel: Int) -> Int {
      let input = Shape(height: kernel, width: kernel, channels: channels)
      let stage = try? Stage(.convolution("layer", channels, kernel: kernel), on: input)
      return stage?.weights ?? 0
    }
    return (2...windows.count).map { count in
      Price(
        layers: count, side: fields[count - 1].size, weights: windows[..<count].reduce(0) { $0 + weights($1.kernel) },
        singleWeights: weights(fields[count - 1].size))
    }
  }

  /// The stages of a network that have windows and are wanted, each with the field of a unit in the middle: of the last
  /// layer the middle unit, of each layer before it the one that lies nearest to the centre of what the last one sees.
  private static func sight(_ network: Network, _ isShown: (Stage) -> Bool) -> Sight {
    let stages = network.stages.filter { $0.layer.window != nil && $0.receptiveField != nil }
    let stack = LayerStack(input: network.input.width, windows: stages.compactMap(\.layer.window))
    var units = [stack.middle(stack.layers)]
    let centre = stack.position(units[0], in: stack.layers)
    for layer in Swift.stride(from: stack.layers, to: 1, by: -1) {
      let seen = stack.inputs(of: units[stack.layers - layer], in: layer)
      func distance(_ unit: Int) -> Double { abs(stack.position(unit, in: layer - 1) - centre) }
      units.append(seen.min { distance($0) < distance($1) } ?? 0)
    }
    let rows = zip(stages, zip(1..., units.reversed())).filter { isShown($0.0) }.map { stage, place in
      let (layer, unit) = place
      return Sight.Row(
        name: stage.name, window: stack.geometries[layer - 1].window, before: stack.fields[layer - 1],
        field: stack.fields[layer], cells: stack.fields[layer].inputs(of: unit))
    }
    return Sight(
      title: network.title, side: network.input.width, rows: rows)
  }

  // MARK: Names

  /// The name of a row of the first graph.
  static let names = ["x", "h", "g"]

  /// A unit of the first graph by its name, counted from 1: g3.
  static func name(_ unit: Int, in layer: Int) -> String { "\(names[layer])\(unit + 1)" }

  /// The unit of the first graph that is asked about.
  var asked: String { Self.name(graph.middle(2), in: 2) }

  /// What the unit asked about depends on, layer by layer from the input.
  var seen: [Set<Int>] { graph.dependencies(of: graph.middle(2), in: 2) }

  /// The layer and unit that a target stands for, in the graph that a step shows.
  func unit(at target: Target, _ stack: LayerStack) -> (layer: Int, unit: Int)? {
    for layer in 0...stack.layers where target.grid == Self.gridName(layer) {
      return target.column < stack.count(layer) ? (layer, target.column) : nil
    }
    return nil
  }

  /// The name under which the units of a layer are pointed at.
  static func gridName(_ layer: Int) -> String { "layer-\(layer)" }
}
