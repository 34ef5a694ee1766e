import CellCanvas
import ConvolutionEngine

/// Layers of small kernels in a stack against one layer that sees as far: VGG's argument.
struct KernelStack: Sendable {
  /// One of the two ways to see so far.
  struct Way: Sendable {
    let layers: Int
    let kernel: Int
    /// The weights of all layers, without biases.
    let weights: Int
  }

  let channels: Int
  /// The stack that the knobs chose.
  let stack: Way
  /// One layer that sees as far.
  let single: Way
  /// Stacks of other depths, each with the layer that sees as far.
  let pairs: [(stack: Way, single: Way)]

  /// - Parameters:
  ///   - layers: how many layers the stack has.
  ///   - kernel: the side of their kernels.
  ///   - channels: how many channels go in and out of each layer.
  init(layers: Int, kernel: Int, channels: Int) throws(SettingsError) {
    self.channels = channels
    func way(_ layers: Int, _ kernel: Int) throws(SettingsError) -> Way {
      do throws(NetworkError) {
        let input = Shape(height: kernel, width: kernel, channels: channels)
        let layer = Layer("layer", .convolution(filters: channels, Window(kernel), groups: 1), hasBiases: false)
        return Way(layers: layers, kernel: kernel, weights: layers * (try Stage(layer, on: input)).weights)
      } catch {
        throw SettingsError("Such a layer cannot be: \(error)")
      }
    }
    func field(_ layers: Int) -> Int {
      ReceptiveField.growth(through: Array(repeating: Window(kernel), count: layers)).last?.size ?? 1
    }
    stack = try way(layers, kernel)
    single = try way(1, field(layers))
    var pairs: [(Way, Way)] = []
    for count in 2...4 { pairs.append((try way(count, kernel), try way(1, field(count)))) }
    self.pairs = pairs
  }

  /// So many times C².
  private func multiple(_ way: Way) -> String { "\(way.weights / (channels * channels))·C²" }

  private var name: String { "\(stack.layers) layers of \(sides(stack.kernel, stack.kernel))" }
  private var singleName: String { "one layer of \(sides(single.kernel, single.kernel))" }

  // MARK: The words

  var fieldStep: Step {
    let (n, k, r) = (stack.layers, stack.kernel, single.kernel)
    return Step(
      caption: """
        \(capitalized(spelled(n))) layers of \(sides(k, k)) see as far as one of \(sides(r, r)), for each adds \
        \(spelled(k - 1, "cell")) to a side; and behind each is a ReLU, \(n) instead of 1.
        """,
      formula: [
        .muted("n·(k − 1) + 1 = ") + "\(n)·(" + .kernel("\(k)") + " − 1) + 1 = " + .input("\(r)")
          + .muted(" inputs along a side, ") + .input(sides(r, r)) + .muted(" in the plane")
      ],
      note: """
        Shown along one axis, at stride 1. Without the ReLUs the stack would be one linear layer, and a poorer one; with \
        them it can say what one layer cannot.
        """,
      question: Question(
        "A unit behind \(n) layers of \(sides(k, k)), stride 1: how many inputs does it see along one side?",
        answer: .number(Double(r), decimals: 0), mistake: .number(Double(n * k), decimals: 0)),
      duration: .milliseconds(1200), links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }

  var priceStep: Step {
    let (n, k, r) = (stack.layers, stack.kernel, single.kernel)
    let saved = NumberText.share(single.weights - stack.weights, of: single.weights)
    let c = NumberText.integer(channels)
    func line(_ product: String, _ way: Way) -> StyledText {
      .muted(product + "·C² = ") + .kernel(multiple(way)) + .muted(" = ") + .strong(NumberText.integer(way.weights))
    }
    return Step(
      caption: """
        Equal sight for \(saved) fewer weights and as much less work. A stack's price grows with the field's side, one \
        layer's with its square.
        """,
      formula: [
        .muted("stack ") + line("\(n)·\(k)·\(k)", stack) + .muted("   one layer ") + line("\(r)·\(r)", single),
        .muted("C = ") + .strong(c) + .muted(" channels in and out of each layer; biases are not counted"),
      ],
      note:
        "Turn layers and kernel: only a stack of 1 × 1 kernels would see no farther. Turn channels: the ratio stays.",
      question: Question(
        "From C channels to C: how many times C² weights has the stack, and how many has one layer of \(sides(r, r))?",
        answer: .numbers([stack, single].map { Double($0.weights / (channels * channels)) }, decimals: 0)),
      duration: .milliseconds(1200))
  }

  // MARK: The figures

  /// Both ways along one axis: everything that the unit at the top depends on.
  func drawFields(at playhead: Playhead, in canvas: inout Canvas) {
    // A letter for each hidden layer, from below: four layers at most have three between x and y.
    let letters = ["h", "g", "f"]
    func graph(_ way: Way, _ growth: Double) -> ConnectionGraph {
      let layers = LayerStack(seeing: Array(repeating: Window(way.kernel), count: way.layers))
      let top = LayerStack.Unit(layer: way.layers, index: 0)
      return layers.graph(layers.light(from: top, down: way.layers, growth: growth)) { unit in
        unit.layer == 0
          ? "x\(unit.index + 1)" : unit.layer == way.layers ? "y" : "\(letters[unit.layer - 1])\(unit.index + 1)"
      }
    }
    let graphs = [graph(stack, playhead.phase(0.05, 0.75)), graph(single, playhead.phase(0.7, 1))]
    let titles: [StyledText] = [
      .kernel(name) + .muted(", \(counted(stack.layers, "ReLU"))"), .kernel(singleName) + .muted(", 1 ReLU"),
    ]
    let parts = zip(["stack", "single"], zip(graphs, titles)).map { name, graph in
      Arrangement.graph(name, graph.0, least: graph.0.leastSize).titled(graph.1)
    }
    Arrangement.row(of: parts, gap: 2...10, align: .bottom).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Stacks of two, three and four layers, each with the layer that sees as far.
  func drawPrices(at playhead: Playhead, in canvas: inout Canvas) {
    let most = Double(pairs.map(\.single.weights).max() ?? 1)
    let growth = playhead.phase(0, 0.8)
    let ways = pairs.flatMap { [$0.stack, $0.single] }
    let names = ways.map { "\($0.layers) of \(sides($0.kernel, $0.kernel))" }
    // Labels and values of all pairs take the same room, so that all bars compare.
    let widest = names.map(\.count).max() ?? 0
    let bars = zip(ways, names).map { way, name in
      let isChosen = [stack.weights, single.weights].contains(way.weights)
      return BarChart.Bar(
        StyledText(
          name + String(repeating: " ", count: widest - name.count), ink: .role(isChosen ? .text : .muted),
          style: isChosen ? .bold : []), fraction: growth * Double(way.weights) / most,
        value: .strong(multiple(way), isChosen ? .text : .muted) + .muted(" = \(NumberText.integer(way.weights))"),
        ink: .role(way.layers > 1 ? .kernel : .other))
    }
    let (head, body) = canvas.bounds.splitTop(2)
    canvas.write(
      .muted("weights, C = \(NumberText.integer(channels)) channels in and out; each pair sees as far"), in: head)
    let pitch = max(3, (body.rows + 1) / pairs.count)
    let thickness = max(1, (pitch - 1) / 2)
    for index in pairs.indices {
      var chart = BarChart(Array(bars[2 * index..<2 * index + 2]))
      chart.reservedColumns = bars.map(\.value.columns).max() ?? 0
      let region = Region(column: body.column, row: body.row + index * pitch, columns: body.columns, rows: pitch)
      chart.draw(in: &canvas, region: region, spacing: thickness, thickness: thickness)
    }
  }
}
