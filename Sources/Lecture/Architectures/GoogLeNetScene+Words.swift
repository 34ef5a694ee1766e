import CellCanvas
import ConvolutionEngine

extension GoogLeNetScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .whole:
      return Step(
        caption: """
          GoogLeNet won ImageNet's 2014 challenge with \(Self.errors.googLeNet.top5) top-5 error; AlexNet had \
          \(Self.errors.alexNet.top5) in 2012. \(capitalized(spelled(ledgers.count))) inception modules in three groups are its body.
          """,
        formula: [
          .muted("parameters ") + .kernel(NumberText.integer(network.parameters)) + .muted("   multiply-adds ")
            + .active(NumberText.integer(network.multiplyAdds))
        ],
        note: """
          Szegedy et al., Going deeper with convolutions (2015); errors as the challenge reported them. The whole network, \
          stage by stage, is cnnviz walk googlenet.
          """)
    case .depth: return depthStep
    case .module:
      return step(
        figure.parts[place],
        note: "The knob module looks into another one, the knob open goes through its stages one by one.")
    case .stage(let index):
      let part = WalkPart(stage: index, of: network)
      return step(part, note: figure.note(of: part))
    case .ledger: return ledgerStep
    case .table: return tableStep
    case .average: return averageStep
    case .heads: return headsStep
    case .against: return againstStep
    case .sources: return sourcesStep
    case .end:
      return Step(
        caption: """
          Take home: depth and several kernels at once need not be dear. 1 × 1 convolutions keep the work down, averaging \
          keeps the parameters down.
          """,
        formula: [
          .muted("\(layers) layers in a row   ") + .kernel(NumberText.integer(network.parameters))
            + .muted(" parameters   ") + .active(NumberText.integer(network.multiplyAdds)) + .muted(" multiply-adds")
        ],
        note: "One year later, residual networks went to 152 layers.",
        links: [Link(to: InceptionScene.card.id, label: "inception")])
    }
  }

  private func step(_ part: WalkPart, note: String) -> Step {
    Step(
      caption: figure.caption(of: part), formula: part.formula, note: note, duration: .milliseconds(1100),
      links: [Link(to: InceptionScene.card.id, label: "inception")])
  }

  private var depthStep: Step {
    Step(
      caption: """
        \(layers) layers with weights stand in a row, AlexNet has \(alexNet.stages.count { $0.weights > 0 }). In all there are \
        \(allLayers): in a module most stand side by side, and its longest branch has two.
        """,
      formula: [
        .muted("1 + 2 + 2·\(ledgers.count) + 1 = ") + .strong("\(layers)") + .muted(" layers in a row")
      ],
      note: "Poolings and normalisations have no weights and are not counted, as in the paper.",
      question: Question(
        "One convolution, two more, \(spelled(ledgers.count)) modules, a dense layer: how many layers with weights stand in a row?",
        answer: .number(Double(layers), decimals: 0)), duration: .milliseconds(900))
  }

  private var ledgerStep: Step {
    let most = ledger.rows.max { $0.multiplyAdds < $1.multiplyAdds } ?? ledger.rows[0]
    let naive = InceptionLedger(ledger.module.naive, on: ledger.input)
    return Step(
      caption: """
        What \(ledger.module.name) costs, a branch a row: the \(most.name) branch does \
        \(NumberText.share(most.multiplyAdds, of: ledger.multiplyAdds)) of the work. Without its 1 × 1 convolutions the module \
        would do \(factor(Double(naive.multiplyAdds) / Double(ledger.multiplyAdds))) times as much.
        """,
      formula: [ledger.weightSum, ledger.depthSum + .muted(" channels")],
      note: "Biases are not counted here, as in the paper's table.", duration: .milliseconds(1000),
      links: [Link(to: InceptionScene.card.id, label: "inception")])
  }

  private var tableStep: Step {
    let heaviest = ledgers.max { $0.weights < $1.weights } ?? ledger
    let busiest = ledgers.max { $0.multiplyAdds < $1.multiplyAdds } ?? ledger
    return Step(
      caption: """
        All nine. \(heaviest.module.name) has the most weights, on \(sides(heaviest.input.height, heaviest.input.width)) places; \
        \(busiest.module.name) does the most work, on \(sides(busiest.input.height, busiest.input.width)): work is weights times \
        places.
        """,
      formula: [
        .muted("modules ") + .kernel(NumberText.integer(modulesWeights)) + .muted(" of ")
          + .kernel(NumberText.integer(weights)) + .muted(" weights,"),
        .muted("        ") + .active(NumberText.integer(modulesWork)) + .muted(" of ")
          + .active(NumberText.integer(network.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note: "Widths from the paper's table 1, everything else from the engine's ledger. Weights without biases.",
      question: Question(
        "Which module does the most multiply-adds: one with many places, or one with many channels?",
        answer: .choice(
          [ledgers[0], busiest, heaviest].map { "\($0.module.name), \($0.input.text) in" }, right: 1)),
      duration: .milliseconds(1200))
  }

  private var averageStep: Step {
    let maps = flattened.input
    let times = flattened.weights / max(1, dense.weights)
    return Step(
      caption: """
        Each \(sides(maps.height, maps.width)) map becomes its mean, and the dense layer needs \(times) times fewer weights. \
        AlexNet's three dense layers hold \(NumberText.share(alexNetDenseParameters, of: alexNet.parameters)) of its parameters.
        """,
      formula: [
        .muted("\(product(maps.height, maps.width, maps.channels, dense.output.channels)) = ")
          + .kernel(NumberText.integer(flattened.weights))
          + .muted(" weights,  averaged \(product(dense.input.count, dense.output.channels)) = ")
          + .kernel(NumberText.integer(dense.weights))
      ],
      note: """
        Averaging learns nothing, so it cannot overfit, and it takes maps of any size. What it gives up is where in the \
        picture a thing was.
        """,
      question: Question(
        "\(NumberText.integer(maps.channels)) maps of \(sides(maps.height, maps.width)) are averaged before the dense layer. How many times fewer weights does that layer have?",
        answer: .number(Double(times), decimals: 0)), duration: .milliseconds(1200),
      links: [Link(to: VariableSizeScene.card.id, label: "any size")])
  }

  private var headsStep: Step {
    let whole = network.parameters + headParameters
    return Step(
      caption: """
        In training, two small classifiers on 4a and 4d put gradients into the middle. Afterwards they are cut off, and \
        \(NumberText.share(headParameters, of: whole)) of the parameters with them.
        """,
      formula: [
        .kernel(NumberText.integer(network.parameters)) + .muted(" + heads ")
          + .joined(
            heads.map { .kernel(NumberText.integer($0.stages.reduce(0) { $0 + $1.parameters })) },
            separator: .muted(" + ")) + .muted(" = ") + .kernel(NumberText.integer(whole))
      ],
      note: """
        In the paper their losses count 0.3 each (Szegedy et al. 2015, section 5). Later networks do without: batch \
        normalisation and shortcuts keep gradients alive.
        """, duration: .milliseconds(1200))
  }

  private var againstStep: Step {
    let fewer = Double(alexNet.parameters) / Double(network.parameters)
    let more = Double(network.multiplyAdds) / Double(alexNet.multiplyAdds)
    let (fewParameters, lessWork) = (fewer > 1, more < 1)
    let right = fewParameters ? (lessWork ? 2 : 0) : (lessWork ? 1 : 3)
    return Step(
      caption: """
        \(factor(fewer)) times fewer parameters than AlexNet, \(factor(more)) times its multiply-adds, and \
        \(Self.errors.googLeNet.top5) top-5 error after \(Self.errors.alexNet.top5): few weights, each used at many places.
        """,
      formula: [
        .muted("parameters ") + .kernel(NumberText.integer(alexNet.parameters)) + .muted(" / ")
          + .kernel(NumberText.integer(network.parameters)) + .muted(" = ")
          + .kernel(NumberText.fixed(fewer, decimals: 1)),
        .muted("multiply-adds ") + .active(NumberText.integer(network.multiplyAdds)) + .muted(" / ")
          + .active(NumberText.integer(alexNet.multiplyAdds)) + .muted(" = ")
          + .active(NumberText.fixed(more, decimals: 1)),
      ],
      note: """
        AlexNet as one tower, as the lecture counts it; errors from ImageNet's challenges of 2012 and 2014. The paper \
        itself says 12 times fewer.
        """,
      question: Question(
        "GoogLeNet against AlexNet: of what does it have less?",
        answer: .choice(["of parameters alone", "of multiply-adds alone", "of both", "of neither"], right: right)),
      duration: .milliseconds(1200))
  }

  private var sourcesStep: Step {
    let copy = Network.googLeNetTorchvision
    return Step(
      caption: """
        Table 1 of the paper contradicts its own shapes in \(spelled(printed.count, "row")). And torchvision's copy is another \
        network: its “5 × 5” convolutions are 3 × 3.
        """,
      formula: [
        .muted("shapes ") + .kernel(NumberText.integer(weights)) + .muted(",  with biases ")
          + .kernel(NumberText.integer(network.parameters)) + .muted(",  torchvision ")
          + .kernel(NumberText.integer(copy.parameters))
      ],
      note: """
        Szegedy et al. 2015, table 1; torchvision's 3 × 3 is its issue 906, kept so that published weights go on to work. \
        Compute ledgers, do not copy them.
        """)
  }
}
