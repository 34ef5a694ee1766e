import CellCanvas
import ConvolutionEngine

// What is said about one stage, and its place in the network.

extension AlexNetScene {
  // MARK: The words

  func step(_ index: Int) -> Step {
    let stage = network.stages[index]
    return Step(
      caption: caption(of: stage), formula: Self.formula(of: stage), note: note(of: stage),
      question: question(about: stage), duration: .milliseconds(1100))
  }

  /// The size with the live numbers, and below it what the stage costs.
  static func formula(of stage: Stage) -> [StyledText] {
    guard case .normalization(let norm) = stage.layer.kind else { return stage.formulaLines }
    let alpha = NumberText.fixed(Double(norm.alpha), decimals: 4)
    return [
      stage.operation, .muted("in the paper before the pooling, and with \(alpha)·Σ v²; the lecture pools first"),
    ]
  }

  private func caption(of stage: Stage) -> StyledText {
    let input = stage.input
    let output = stage.output
    let side = network.input.height
    let sight = sight(of: stage)
    let sees =
      sight < side ? "\(sides(sight, sight)) of the \(sides(side, side)) pixels" : "all \(sides(side, side)) pixels"
    let places = output.height * output.width
    let (kernel, stride) = (stage.layer.window?.kernel ?? 1, stage.layer.window?.stride ?? 1)
    let sharesChannels = stage.layer.groups > 1
    switch stage.name {
    case "conv1":
      return """
        \(output.channels) filters of \(kernel) × \(kernel) take a coarse look, \(stride) pixels apart. A ReLU sets \
        negative answers to 0, here and behind every stage with weights but the last.
        """
    case "pool1":
      return """
        The strongest answer of each 3 × 3 window goes on. Stride 2 makes the windows overlap and each side about half \
        as long; channels never mix.
        """
    case "norm1":
      return normalizationCaption(of: stage)
    case "conv2":
      return sharesChannels
        ? """
        In two groups a filter sees one half of the \(input.channels) maps: half the weights, half the work. The \
        reason was the memory of two graphics cards.
        """
        : """
        A filter is as deep as its input: 5 × 5 × \(input.channels) weights look at all maps at once. Padding keeps \
        the \(output.height) × \(output.width) places.
        """
    case "pool2":
      return """
        About half the side again. With every stride the units stand farther apart in the picture: one step here is \
        \(counted(stage.receptiveField?.jump.whole ?? 0, "pixel")) there.
        """
    case "norm2":
      return normalizationCaption(of: stage)
    case "conv3":
      return """
        3 × 3 is enough from here on: standing on everything below, a unit already sees up to \(sees).
        """
    case "conv4":
      return """
        The same \(input == output ? "shape" : "places") in and out, and no pooling between: a convolution on a \
        convolution builds patterns of patterns.
        """
    case "conv5":
      return """
        The last convolution: \(output.channels) maps, each of whose units sees up to \(sees).
        """
    case "pool3":
      return """
        Space is nearly gone: \(places == 1 ? "one place is" : "\(sides(output.height, output.width)) places are") left, \
        and \(output.channels) channels that say what is there rather than where.
        """
    case "pool4":
      return """
        Each value is the mean of one of \(output.height) × \(output.width) regions, however large the picture; on one \
        of 224 × 224 a region is one place, and nothing changes.
        """
    case "fc6":
      return """
        Dense (fc: fully connected), no sharing any more: every unit has its own weight for each of \
        \(NumberText.integer(input.count)) values. This stage holds \(NumberText.share(stage.parameters, of: network.parameters)) of all parameters.
        """
    case "fc7":
      return """
        A weight here is used once a picture, one of conv2 at each of \(NumberText.integer(self.places(of: "conv2"))) places. \
        In training, dropout switched off half of the units of fc6 and fc7 at random.
        """
    default:
      guard let weights = trained?.fileName else {
        return """
          One score a class; softmax makes probabilities of them. With weights from a seed, untrained, the maps are \
          real, but the classes mean nothing.
          """
      }
      return """
        One score a class; softmax makes probabilities of them. With the weights from \(weights) this is what the \
        network takes the picture for.
        """
    }
  }

  /// At how many places a stage looks.
  private func places(of name: String) -> Int {
    network.stages.first { $0.name == name }.map { $0.output.height * $0.output.width } ?? 1
  }

  /// What a normalisation does here, in numbers as soon as they are there.
  private func normalizationCaption(of stage: Stage) -> StyledText {
    let index = network.stages.firstIndex { $0.name == stage.name } ?? 0
    let factors = damping(of: index).map { (WalkPart.value($0.least), WalkPart.value($0.most)) }
    let isAlike = factors.map { $0.0 == $0.1 } ?? false
    let effect = factors.map {
      isAlike ? "multiplies all by \($0.0)" : "multiplies by \($0.0) to \($0.1)"
    }
    guard stage.name == "norm1" else {
      return "The second and last normalisation" + StyledText(effect.map { " " + $0 } ?? "")
        + ". What follows are small filters, and many of them."
    }
    return "It damps a value where neighbouring channels are loud. "
      + StyledText(
        effect.map { "Here it \($0)\(isAlike ? ": only a change of scale" : "")." } ?? "The shape stays.")
      + " Later networks left it out."
  }

  private func note(of stage: Stage) -> String {
    switch stage.name {
    case "conv1" where trained != nil:
      "Filters trained on photographs become detectors of edges and colours: look for both among the maps."
    case "conv1":
      "The maps look like the picture with its edges brought out: random filters already answer to edges and colours."
    case "pool1": "Students often forget that pooling works on each channel alone, so the depth stays."
    case "norm1":
      "Only mention it: nobody uses local response normalisation today."
    case "conv2":
      "Ask for the depth of one filter. The usual mistake is 5 × 5; turn the knob groups to show the halves."
    case "pool2": "Point at the jump: it is the product of all strides so far."
    case "norm2": "Go on quickly."
    case "conv3", "conv4", "conv5":
      "Three convolutions in a row without pooling: VGG made a whole network of this idea."
    case "pool3": "This block is read out into one long row for the dense stages. Let the class guess the next number."
    case "pool4":
      "This form has it so that pictures of other sizes go through too; the AlexNet of 2012 has no such stage."
    case "fc6": "Most expect the convolutions to hold the parameters. Here the reversal happens."
    case "fc7": "Other units in every step of training, so that none relies on another one's answer."
    case "fc8" where trained != nil:
      "Ask what it would say of a thing of no class: the probabilities would still sum to 1. A lighthouse is class 437."
    default:
      "Say clearly that the weights are random. A trained network would name a lighthouse, which is class 437 of ImageNet."
    }
  }

  private func question(about stage: Stage) -> Question? {
    let output = stage.output
    let shape = Question.Answer.numbers([output.height, output.width, output.channels].map(Double.init), decimals: 0)
    switch stage.name {
    case "conv1", "conv2":
      guard let window = stage.layer.window else { return nil }
      let sides = "\(window.kernel) × \(window.kernel), stride \(window.stride), pad \(window.padding.before)"
      return Question("\(output.channels) filters of \(sides). What shape comes out (as 9 9 9)?", answer: shape)
    case "pool3":
      return Question("3 × 3 windows at stride 2 on \(stage.input.text). What shape comes out?", answer: shape)
    case "fc6":
      return Question(
        "Three dense stages come now. Which stage has the most parameters of all?",
        answer: most { $0.parameters })
    default: return nil
    }
  }

  /// The stages with weights as choices; right is the one with most of something.
  func most(_ amount: (Stage) -> Int) -> Question.Answer {
    let stages = network.stages.filter { $0.weights > 0 }
    let right = stages.indices.max { amount(stages[$0]) < amount(stages[$1]) } ?? 0
    return .choice(stages.map(\.name), right: right)
  }

  // MARK: The figure

  func drawStage(_ index: Int, at playhead: Playhead, in canvas: inout Canvas) {
    let stage = network.stages[index]
    let (head, body) = canvas.bounds.splitTop(1)
    drawHead(
      .active(stage.name) + "  " + .muted(stage.layer.kindName),
      right: .input(stage.input.text) + .muted("  →  ") + .output(stage.output.text), in: &canvas, head)
    if showsManyMaps {
      drawResult(of: index, at: playhead, in: &canvas, body)
      return
    }
    let isLarge = body.rows >= 24
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    drawBlocks(upTo: index, rising: playhead.phase(0, 0.35), in: &canvas, blocks.inset(rows: isLarge ? 1 : 0))
    let (panel, maps) = rest.splitLeft(Self.panelColumns)
    drawPanel(index, rising: playhead.phase(0, 0.35), in: &canvas, panel)
    drawResult(of: index, at: playhead, in: &canvas, maps.splitLeft(isLarge ? 5 : 3).rest)
  }

  func drawHead(_ left: StyledText, right: StyledText, in canvas: inout Canvas, _ region: Region) {
    canvas.write(left, in: region)
    if left.columns + right.columns < region.columns { canvas.write(right, in: region, align: .trailing) }
  }

  /// The network as far as stage `index`, which rises out of the ground; -1 is the input alone.
  ///
  /// Roots bring 227 and 6, or 4,096 and 3, into one picture: height and depth follow the root of the sides, width the
  /// root of the channels. A dense stage is a column of its units.
  func drawBlocks(upTo index: Int, rising: Double, in canvas: inout Canvas, _ region: Region, isEven: Bool = false) {
    func root(_ part: Int, _ whole: Int) -> Double { (Double(part) / Double(whole)).squareRoot() }
    let shapes = [network.input] + network.stages.map(\.output)
    let widest = shapes.filter { $0.height * $0.width > 1 }.map(\.channels).max() ?? 1
    let tallest = shapes.map { $0.height * $0.width > 1 ? 0 : $0.channels }.max() ?? 1
    let blocks = shapes.enumerated().map { place, shape in
      let isFlat = place > 0 && network.stages[place - 1].family == .other
      let isActive = !isEven && place == index + 1
      let shown = place > index + 1 ? 0 : isActive ? rising : 1
      return BlockDiagram.Block(
        place == 0 ? "input" : network.stages[place - 1].name, detail: shown > 0 ? shape.shortText : "",
        scale: place == 0 ? .input : network.stages[place - 1].family,
        height: shown * (isFlat ? root(shape.channels, tallest) : root(shape.height, network.input.height)),
        width: isFlat ? 0.2 : root(shape.channels, widest),
        parts: place == 0 ? 1 : network.stages[place - 1].layer.groups,
        depth: isFlat ? 0.3 : root(shape.width, network.input.width),
        brightness: isActive ? 0.95 : isEven ? 0.75 : 0.5, isActive: isActive)
    }
    BlockDiagram(blocks: blocks, name: Self.blocksName).draw(in: &canvas, region: region)
    let legend = StyledText.muted("sides and depths by their roots")
    guard !isEven, (index + 2) * region.columns / blocks.count + legend.columns + 2 < region.columns else { return }
    canvas.write(legend, in: region, align: .trailing)
  }

  // MARK: Its numbers

  private static let panelColumns = 25

  private func drawPanel(_ index: Int, rising: Double, in canvas: inout Canvas, _ region: Region) {
    let stage = network.stages[index]
    let isLarge = region.rows >= 18
    let spark = isLarge ? 3 : 1
    var row = region.row
    func write(_ name: String, _ value: StyledText) {
      let line = Region(column: region.column, row: row, columns: region.columns, rows: 1)
      canvas.write(.muted(name), in: line)
      canvas.write(value, in: line, align: .trailing)
      row += 1
    }
    func bars(_ amount: (Stage) -> Int, _ ink: Role) {
      let place = Region(column: region.column, row: row, columns: region.columns, rows: spark)
      drawBars(upTo: index, rising: rising, amount, ink, in: &canvas, place)
      row += spark + (isLarge ? 1 : 0)
    }
    write("parameters", .kernel(NumberText.integer(stage.parameters)))
    bars(\.parameters, .kernel)
    let names = Region(column: region.column, row: row - (isLarge ? 1 : 0), columns: region.columns, rows: 1)
    writeBarNames(in: &canvas, names)
    row += isLarge ? 0 : 1
    write("multiply-adds", .active(NumberText.integer(stage.multiplyAdds)))
    bars(\.multiplyAdds, .active)
    write("outputs, fp32", StyledText(NumberText.bytes(stage.activationBytes)))
    write("weights, fp32", StyledText(stage.parameters > 0 ? NumberText.bytes(stage.parameterBytes) : "none"))
    if isLarge { row += 1 }
    let seen = sight(of: stage)
    write("one unit sees", .input(sides(seen, seen)))
    write("", sightFormula(index))
  }

  /// The stages under their bars, as far as two letters name them: c1 … f8.
  private func writeBarNames(in canvas: inout Canvas, _ region: Region) {
    let names = network.stages.filter { $0.weights > 0 }.map { "\($0.name.prefix(1))\($0.name.suffix(1))" }
    let step = region.columns / max(names.count, 1)
    guard step > 2 else { return }
    for (place, name) in names.enumerated() {
      canvas.write(.muted(name), column: region.column + place * step, row: region.row)
    }
  }

  /// How far a unit sees: 19 + (5 − 1)·8, and how far apart the units stand; or the field that the border cuts off.
  private func sightFormula(_ index: Int) -> StyledText {
    let before = index > 0 ? network.stages[index - 1].receptiveField : .input
    guard let before, let field = network.stages[index].receptiveField else { return .muted("all of the picture") }
    guard let window = network.stages[index].layer.window else { return .muted("jump \(field.jump)") }
    return field.size <= sight(of: network.stages[index])
      ? .muted("\(before.size) + (\(window.kernel) − 1)·\(before.jump), jump \(field.jump)")
      : .muted("field \(before.size)+(\(window.kernel)−1)·\(before.jump) = \(field.size)")
  }

  /// A bar for each stage with weights, as high as the largest so far allows: a larger one that rises makes all others
  /// shrink.
  private func drawBars(
    upTo index: Int, rising: Double, _ amount: (Stage) -> Int, _ ink: Role, in canvas: inout Canvas, _ region: Region
  ) {
    let learned = network.stages.indices.filter { network.stages[$0].weights > 0 }
    let before = Double(network.stages[..<index].map(amount).max() ?? 0)
    let largest = max(before, before + rising * (Double(amount(network.stages[index])) - before))
    let step = region.columns / max(learned.count, 1)
    guard step > 1 else { return }
    for (place, stage) in learned.enumerated() {
      let column = region.column + place * step
      guard stage <= index, largest > 0 else {
        canvas[column, region.endRow - 1] = Cell("·", ink: .role(.faint))
        continue
      }
      let share = Double(amount(network.stages[stage])) * (stage == index ? rising : 1) / largest
      let eighths = max(1, Int(min(share, 1) * Double(8 * region.rows)))
      let tint = stage == index ? Tint.role(ink) : ink == .kernel ? .level(.kernel, 0.5) : .role(.faint)
      for row in 0..<region.rows {
        let part = min(8, eighths - 8 * row)
        guard part > 0, let glyph = Unicode.Scalar(0x2580 + UInt32(part)) else { continue }
        for offset in 0..<step - 1 {
          canvas[column + offset, region.endRow - 1 - row] = Cell(glyph, ink: tint)
        }
      }
    }
  }
}
