import CellCanvas
import ConvolutionEngine

extension ReceptiveFieldScene {
  var steps: [Step] {
    moments.map { moment in
      switch moment {
      case .start: start
      case .first: firstReach
      case .second: secondReach
      case .grown(let layer): grown(layer)
      case .weights: price
      case .faster: faster
      case .network(let index): network(index)
      case .effective: effectiveField
      case .effectiveGrowth: effectiveGrowth
      case .end: end
      }
    }
  }

  // MARK: The steps

  private var start: Step {
    let width = widest == 1 ? "a single unit" : "\(widest) units"
    return Step(
      caption:
        "Each unit looks at no more than \(width) of the row below. Does that mean that \(asked), two layers up, "
        + "knows only a small part of x?",
      note: "Let the class point at the units that g reaches before a line is lit. Any unit can be picked with the "
        + "cursor, in any row.")
  }

  private var firstReach: Step {
    let below = Self.list(seen[1], in: 1)
    return Step(
      caption: StyledText(
        "\(asked) looks at \(below) and at nothing else. What stands in these, it knows second-hand."),
      formula: recurrence(1), note: "Ask backwards: what would have to change for this unit to change?",
      duration: .milliseconds(1000))
  }

  private var secondReach: Step {
    let count = seen[0].count
    let bothReach = windows.prefix(2).allSatisfy { $0.kernel > 1 }
    return Step(
      caption: StyledText("Through \(Self.list(seen[1], in: 1)), \(asked) depends on ")
        + .strong(count == Self.units ? "all \(count)" : "\(count)")
        + (widest == 1
          ? " input alone: kernels of 1 never look aside, however many layers there are."
          : count == 1
            ? " input alone: so short a row ends before the other weights, and they lie on zeros."
            : " inputs, though no kernel is wider than \(widest)"
              + (bothReach ? ": each layer looks further than the one below." : ".")),
      formula: recurrence(2),
      note: "The receptive field is a property of the place in the network, not of the weights. How much each input "
        + "really counts is another question.",
      question: Question(
        "\(asked) looks at \(Self.list(seen[1], in: 1)). On how many of the \(Self.units) inputs does it depend?",
        answer: .number(Double(count), decimals: 0)), duration: .milliseconds(1400))
  }

  /// The widest kernel of the first graph.
  private var widest: Int { windows.prefix(2).map(\.kernel).max() ?? 1 }

  private func grown(_ layer: Int) -> Step {
    let field = pyramid.fields[layer]
    let caption: StyledText =
      switch layer {
      case 2:
        StyledText(
          "In two dimensions the field is a square: behind two layers a unit sees "
            + "\(field.size) × \(field.size) inputs, "
        )
          + "and one layer only \(pyramid.fields[1].size) × \(pyramid.fields[1].size)."
      case windows.count:
        "What a layer adds is its reach times the jump: how far apart two neighbours of the layer below stand on the "
          + "input."
      default: ring(layer)
      }
    return Step(
      caption: caption, formula: recurrence(layer),
      note: "r counts inputs along one side, j is the distance on the input between neighbours of a layer.",
      question: layer == 3
        ? Question(
          "\(stackName(3)): how wide is the square of inputs that a unit behind the third sees?",
          answer: .number(Double(field.size), decimals: 0)) : nil, duration: .milliseconds(1400))
  }

  /// What a layer in the middle of the stack adds.
  private func ring(_ layer: Int) -> StyledText {
    let (reach, jump) = (windows[layer - 1].effectiveKernel - 1, pyramid.fields[layer - 1].jump)
    guard reach > 0 else {
      return "Layer \(layer) adds nothing: a kernel of 1 looks at a single unit of the layer below."
    }
    return StyledText(
      "Layer \(layer) adds a ring: its kernel reaches \(reach) \(reach == 1 ? "unit" : "units") of the layer below further, "
        + "and each step there is \(jump) \(jump == 1 ? "input" : "inputs") wide.")
  }

  private var price: Step {
    let asked = prices[min(1, prices.count - 1)]
    let less = asked.weights < asked.singleWeights
    let values = [asked.weights, asked.singleWeights].map { Double($0) / Self.square }
    return Step(
      caption: less
        ? "Small kernels in a stack see as far as one large kernel for fewer weights, and between them there is room "
          + "for a ReLU each: more can be said with less."
        : "With these kernels one layer needs no more weights than the stack. With kernels larger than 1, the stack is "
          + "cheaper.",
      formula: [
        StyledText("\(asked.layers) layers ") + .kernel("\(Self.multiple(asked.weights))·C²") + .muted(" = ")
          + .strong(NumberText.integer(asked.weights)) + .muted(",  one layer ")
          + .kernel("\(Self.multiple(asked.singleWeights))·C²") + .muted(" = ")
          + .strong(NumberText.integer(asked.singleWeights)) + .muted(",  C = \(Self.channels) channels")
      ],
      note: "C channels go in and C come out of every layer; biases are not counted. This is the argument for VGG.",
      question: Question(
        "How many times C² weights has the stack of \(asked.layers) layers, "
          + "and how many one layer of \(asked.side) × \(asked.side)? Type both numbers.",
        answer: .numbers(values, decimals: 0)), duration: .milliseconds(1200))
  }

  private var faster: Step {
    let count = windows.count
    return Step(
      caption: comparisons[0].fields.last?.size == 1
        ? "A kernel of 1 has no reach, so neither stride nor dilation widens its view: only the pooling's own windows do."
        : "Stride, pooling and dilation make the jump or the reach grow, too: the field about doubles from layer to layer "
          + "instead of growing by a ring.",
      formula: recurrence(count),
      note: "Edit the table (e): give one layer stride 2 and see which layers' fields grow. It is only those above it.",
      duration: .milliseconds(1200))
  }

  private func network(_ index: Int) -> Step {
    let sight = Self.sights[index]
    guard let last = sight.rows.last else { return Step(caption: "") }
    let part = Double(last.field.size) / Double(sight.side)
    let choices = ["about a tenth of it", "about half of it", "nearly all of it"]
    let right = part < 0.3 ? 0 : part < 0.7 ? 1 : 2
    return Step(
      caption: index == 0
        ? "Behind the last pooling one unit of AlexNet sees \(last.field.size) of the \(sight.side) "
          + "pixels along a side, although no kernel "
          + "after the first is wider than \(sight.rows.dropFirst().map(\.window.kernel).max() ?? 0)."
        : "VGG-16 gets as far with nothing but 3 × 3 kernels and poolings. Depth buys sight: "
          + "many small looks add up to "
          + "the whole picture.",
      formula: Self.recurrence(sight.rows.last),
      note: index == 0
        ? "The lecture counts this pooling as the fifth stage; the dense layers behind it see everything."
        : "Only the poolings are listed; between two of them stand two or three convolutions.",
      question: index == 0
        ? Question(
          "How much of the picture's side does one unit behind AlexNet's last pooling see?",
          answer: .choice(choices, right: right)) : nil, duration: .milliseconds(2000))
  }

  private var end: Step {
    let last = Self.sights[0].rows.last
    return Step(
      caption:
        "Take home: each layer widens what a unit sees by reach times jump, so a few small kernels span a picture. "
        + "The middle of the view counts most.",
      formula: [
        "r = r′ + (" + .kernel("k") + " − 1)·" + .strong("j′") + "     j = j′·" + .kernel("s"),
        .muted("AlexNet's last pooling:  r = ") + .input("\(last?.field.size ?? 0)")
          + .muted(" of the \(Self.sights[0].side) pixels,  j = ") + .strong("\(last?.field.jump ?? 0)"),
      ],
      note:
        "This answers the doubt about sparse connections: what one layer cannot see, the next ones can. When a network "
        + "misses what is large, ask first how far its units see.",
      links: [ThreeAdvantagesScene.link])
  }

  // MARK: Parts of sentences

  /// Units of the first graph: “h2, h3 and h4”.
  private static func list(_ units: Set<Int>, in layer: Int) -> String {
    listed(units.sorted().map { name($0, in: layer) })
  }

  /// "Three 3 × 3 layers", or only "Three layers" when they differ.
  private func stackName(_ count: Int) -> String {
    let number = count == 3 ? "Three" : "\(count)"
    let used = Set(windows.prefix(count))
    guard used.count == 1, let window = used.first else { return "\(number) layers of this stack" }
    return "\(number) layers of \(window.kernel) × \(window.kernel)"
      + (window.stride > 1 ? ", stride \(window.stride)" : "")
      + (window.dilation > 1 ? ", dilation \(window.dilation)" : "")
  }

  /// r2 = r1 + (k2 − 1)·j1 = 3 + (3 − 1)·1 = 5, and the jump beneath it.
  private func recurrence(_ layer: Int) -> [StyledText] {
    Self.recurrence(
      index: "\(layer)", below: "\(layer - 1)", windows[layer - 1], from: pyramid.fields[layer - 1],
      to: pyramid.fields[layer])
  }

  private static func recurrence(_ row: Sight.Row?) -> [StyledText] {
    guard let row else { return [] }
    return recurrence(index: "", below: "′", row.window, from: row.before, to: row.field)
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

  /// C² as a number.
  static let square = Double(channels * channels)

  /// So many times C².
  static func multiple(_ weights: Int) -> String { NumberText.plain(Double(weights) / square) }

  /// While the stages of a network appear, the formula is that of the last one.
  func formula(at playhead: Playhead) -> [StyledText] {
    guard case .network(let index) = moments[playhead.step] else { return steps[playhead.step].formula }
    return Self.recurrence(Self.sights[index].rows[Self.sights[index].shown(at: playhead) - 1])
  }

  // MARK: While something is pointed at

  func remark(on target: Target, at playhead: Playhead) -> Remark? {
    switch moments[playhead.step] {
    case .start, .first, .second: remark(on: target)
    case .grown: remarkOnPyramid(target)
    case .network(let index): remark(on: target, Self.sights[index])
    case .end: remark(on: target, Self.sights[0])
    case .faster:
      target.grid == Self.stack.name && target.row < windows.count
        ? Remark(
          caption: "Layer \(target.row + 1) of your stack; press e and type another kernel, stride or dilation.",
          formula: recurrence(target.row + 1)) : nil
    case .effective: remarkOnProfile(target)
    case .weights, .effectiveGrowth: nil
    }
  }

  private func remark(on target: Target) -> Remark? {
    guard let (layer, unit) = unit(at: target, graph) else { return nil }
    let name = Self.name(unit, in: layer)
    let below = graph.dependencies(of: unit, in: layer)
    let above = graph.dependents(of: unit, in: layer)
    switch layer {
    case 0:
      return Remark(
        caption: "\(name) reaches \(Self.list(above[1], in: 1)), and through these \(Self.list(above[2], in: 2)).")
    case 1:
      return Remark(
        caption: "\(name) sees \(Self.list(below[0], in: 0)), and is seen by \(Self.list(above[1], in: 2)).")
    default:
      return Remark(
        caption: "\(name) sees \(Self.list(below[1], in: 1)), and through these \(Self.list(below[0], in: 0)).")
    }
  }

  private func remarkOnPyramid(_ target: Target) -> Remark? {
    guard let (layer, unit) = unit(at: target, pyramid) else { return nil }
    guard layer > 0 else {
      return Remark(
        caption: "This input reaches \(pyramid.dependents(of: unit, in: 0)[1].count) units of layer 1.")
    }
    let field = pyramid.fields[layer].inputs(of: unit)
    let count = pyramid.dependencies(of: unit, in: layer)[0].count
    return Remark(
      caption: count == field.count
        ? "This unit of layer \(layer) sees the \(count) inputs from \(field.lowerBound + 1) to \(field.upperBound)."
        : "This unit of layer \(layer) spans inputs \(field.lowerBound + 1) to \(field.upperBound), "
          + "and sees \(count) of these \(field.count): the others fall between.",
      formula: recurrence(layer))
  }

  private func remark(on target: Target, _ sight: Sight) -> Remark? {
    guard target.grid == Self.stages, target.row < sight.rows.count else { return nil }
    let row = sight.rows[target.row]
    let stride = row.window.stride > 1 ? ", stride \(row.window.stride)" : ""
    return Remark(
      caption:
        "\(row.name): windows of \(row.window.kernel) × \(row.window.kernel)\(stride). "
        + "One unit sees \(row.field.size) × \(row.field.size) of the \(sight.side) × \(sight.side) pixels.",
      formula: Self.recurrence(row))
  }
}
