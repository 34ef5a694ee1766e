import CellCanvas
import ConvolutionEngine

// What He et al. found: deeper plain networks are worse, and with shortcuts they are not.

extension ResNetScene {
  private static func percent(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) + " %" }
  private static func points(_ value: Double) -> String { NumberText.fixed(abs(value), decimals: 2) }

  /// A reported error by its name.
  private static func error(_ layers: Int, isResidual: Bool) -> Double {
    ReportedErrors.imageNet.first { $0.layers == layers && $0.isResidual == isResidual }?.error ?? 0
  }

  // MARK: Words

  private func learnedLayers(_ network: Network) -> Int { network.stages.count { $0.weights > 0 } }

  var shallowStep: Step {
    Step(
      caption: """
        AlexNet has \(learnedLayers(.alexNet)) layers with weights, VGG-19 has \(learnedLayers(.vgg19)), and deeper was \
        better. So why not simply stack more? He et al. tried 18 layers, then 34.
        """,
      formula: [.muted(ReportedErrors.imageNetSource + ", first answer wrong")],
      note: """
        Let the class vote before the second bar. A plain network here is a stack of 3 × 3 convolutions, each with batch \
        normalisation and a ReLU.
        """,
      links: [Link(to: AlexNetScene.card.id, label: "AlexNet")])
  }

  var deeperStep: Step {
    let (shallow, deep) = (Self.error(18, isResidual: false), Self.error(34, isResidual: false))
    return Step(
      caption: """
        More layers, more errors, and on the training pictures, too: so it is not overfitting. He et al. call it \
        degradation: \(Self.percent(deep)) against \(Self.percent(shallow)).
        """,
      formula: [
        .output(NumberText.fixed(deep, decimals: 2)) + .muted(" − ") + .output(NumberText.fixed(shallow, decimals: 2))
          + .muted(" = ") + .wrong(Self.points(deep - shallow)) + .muted(" points worse"),
        .muted(ReportedErrors.imageNetSource),
      ],
      note: """
        On CIFAR-10 they saw the same with 20 and 56 layers: the 56-layer plain network is worse on its training error. \
        Overfitting would show a low training error and a high test error.
        """,
      question: Question(
        "34 plain layers instead of 18, trained alike. What becomes of the error on the training pictures?",
        answer: .choice(["it falls", "it stays", "it rises"], right: 2)))
  }

  var identityStep: Step {
    Step(
      caption: """
        Yet the deeper network could be the shallower one: its new layers need only hand on what they get. A good solution \
        exists, and training does not find it.
        """,
      formula: [
        .muted("It is not that gradients vanish: the plain networks have batch normalisation"),
        .muted("and gradients of healthy size (He et al. 2015, section 4.1)."),
      ],
      note: """
        The sentence “ResNets cured the vanishing gradient” is in many textbooks and not in the paper. They conjecture that \
        plain nets of such depth learn exponentially slowly. Handing on is hard for layers that start from random weights.
        """)
  }

  var foundStep: Step {
    let (plain, deep) = (Self.error(34, isResidual: false), Self.error(34, isResidual: true))
    return Step(
      caption: """
        With shortcuts depth pays: ResNet-34 is wrong in \(Self.percent(deep)), \(Self.points(plain - deep)) points less than \
        the same 34 layers without them. Not one parameter was added.
        """,
      formula: [
        .joined(
          [18, 34].map { layers in
            .muted("\(layers) layers: ") + .output(NumberText.fixed(Self.error(layers, isResidual: false), decimals: 2))
              + .muted(" → ") + .output(NumberText.fixed(Self.error(layers, isResidual: true), decimals: 2))
          }, separator: "     "), .muted(ReportedErrors.imageNetSource),
      ],
      note: """
        At 18 layers shortcuts hardly change the result, they only make it converge sooner. At 34 they turn a loss into a \
        gain. Never mix figures of 10 crops with those of one: torchvision's are of one.
        """,
      question: Question(
        "18 and 34 layers, without and with shortcuts. Which network makes the fewest errors?",
        answer: .choice(ReportedErrors.imageNet.map(\.name), right: 3)))
  }

  var cifarStep: Step {
    let entries = ReportedErrors.cifar
    let best = entries.min { $0.error < $1.error } ?? entries[0]
    let last = entries[entries.count - 1]
    return Step(
      caption: """
        On small pictures errors fall as far as \(best.layers) layers. With \(NumberText.integer(last.layers)) they rise, \
        at a training error under 0.1 %: that is overfitting, another illness.
        """,
      formula: [
        .output(Self.percent(best.error)) + .muted(" with \(best.layers) layers, ") + .output(Self.percent(last.error))
          + .muted(" with \(NumberText.integer(last.layers))"), .muted(ReportedErrors.cifarSource),
      ],
      note: """
        Two illnesses, told apart by the training error: degradation raises it, overfitting does not. The network of 1,202 \
        layers has 19.4 million parameters for 50,000 pictures of 32 × 32.
        """)
  }

  // MARK: Figure

  func drawErrors(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let shown = moment == .shallow ? 1 : moment == .deeper ? 2 : 4
    let grows = playhead.phase(0, 0.8)
    let entries = ReportedErrors.imageNet
    let bars = entries.enumerated().map { index, entry -> BarChart.Bar in
      guard index < shown else { return .init("", fraction: 0, value: "", ink: .role(.muted)) }
      let isNew = index >= (moment == .found ? 2 : shown - 1)
      let rise = isNew ? grows : 1
      return .init(
        entry.isResidual ? .strong(entry.name, .output) : .muted(entry.name), fraction: rise * entry.error / 30,
        value: rise < 1 ? "" : .strong(Self.percent(entry.error)), ink: .role(entry.isResidual ? .output : .other))
    }
    var chart = BarChart(Array(bars.prefix(max(2, shown))))
    chart.reservedColumns = 8
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let stacks = Arrangement.column(
      of: [18, 34].map { count in
        layerStrip(count, isHidden: count == 34 && moment == .shallow, isResidual: moment == .found, in: canvas)
      }, gap: 0...1)
    Arrangement.column(
      .bars("errors", chart, spacing: isLarge ? 4 : 2, thickness: isLarge ? 3 : 1).titled(
        .muted("first answer wrong, % of ImageNet's validation pictures, 10 crops")), stacks, gap: 1...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// So many layers as small boxes, two by two under an arc where they are residual blocks.
  private func layerStrip(_ count: Int, isHidden: Bool, isResidual: Bool, in canvas: Canvas) -> Arrangement {
    let pitch = canvas.size.columns >= 120 ? 3 : 2
    return .drawing("strip \(count)", size: Size(columns: 5 + 34 * pitch, rows: 2)) { canvas, region in
      canvas.write(.muted("\(count)"), column: region.column, row: region.row + 1)
      for index in 0..<count {
        let column = region.column + 5 + index * pitch
        let isEnd = index == 0 || index == count - 1
        for offset in 0..<pitch - 1 {
          canvas[column + offset, region.row + 1] = Cell("█", ink: .role(isEnd ? .muted : .kernel))
        }
        canvas[column + pitch - 1, region.row + 1] = Cell(index < count - 1 ? "─" : " ", ink: .role(.faint))
        // Shortcuts lead past two layers each, all but the first and the last one.
        guard isResidual, !isEnd else { continue }
        let isStart = index % 2 == 1
        canvas[column, region.row] = Cell(isStart ? "╭" : "─", ink: .role(.output))
        for offset in 1..<pitch {
          canvas[column + offset, region.row] = Cell(
            isStart ? "─" : offset == 1 && pitch == 2 || offset == pitch - 1 ? "╮" : "─", ink: .role(.output))
        }
      }
    }.hidden(isHidden)
  }

  func drawIdentity(at playhead: Playhead, in canvas: inout Canvas) {
    func graph(_ identities: Bool) -> FlowGraph {
      var boxes = [FlowGraph.Box("in", paper: .level(.input, 0.5))]
      func add(_ label: String, _ paper: Tint, isActive: Bool = false) {
        boxes.append(FlowGraph.Box(label, paper: paper, from: [boxes.count - 1], isActive: isActive))
      }
      for _ in 0..<3 {
        add("3×3", .level(.kernel, 0.55))
        if identities { add("hand on", .role(.active), isActive: true) }
      }
      add("out", .level(.output, 0.5))
      return FlowGraph(boxes)
    }
    func part(_ name: String, _ identities: Bool, _ title: StyledText) -> Arrangement {
      let graph = graph(identities)
      return .drawing(name, least: Size(columns: 76, rows: 1), most: Size(columns: 110, rows: 1)) { canvas, region in
        graph.draw(in: &canvas, region: region, shown: identities ? playhead.phase(0, 1) : 1)
      }.titled(title)
    }
    Arrangement.column(
      part("shallow", false, .muted("shallower, trained: its error is known")),
      part("deep", true, .muted("deeper: the same layers, and between them some that only ") + .active("hand on")),
      .text(.strong("= the same function, so the deeper one can be as good", .correct)), gap: 2...4
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  func drawCifar(at playhead: Playhead, in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let rise = playhead.phase(0, 0.8)
    let bars = ReportedErrors.cifar.map { entry in
      BarChart.Bar(
        .muted("\(NumberText.integer(entry.layers)) layers"), fraction: rise * entry.error / 10,
        value: .strong(Self.percent(entry.error)), ink: .role(.output))
    }
    Arrangement.column(
      .bars("errors", BarChart(bars), spacing: isLarge ? 4 : 2, thickness: isLarge ? 2 : 1).titled(
        .muted("wrong, % of CIFAR-10's test pictures, ResNets of so many layers"))
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}

extension StyledText {
  /// What went wrong.
  fileprivate static func wrong(_ text: String) -> StyledText { strong(text, .wrong) }
}
