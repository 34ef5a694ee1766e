import CellCanvas
import ConvolutionEngine

extension ParameterSharingScene {
  func step(_ moment: Moment) -> Step {
    let units = shared.units
    let kernel = kernelValues.count
    switch moment {
    case .start:
      return Step(
        caption: """
          Both layers multiply an input with a weight on each of their lines. Must every line have a weight of its own, \
          or can one weight serve many?
          """,
        formula: [counts],
        note: """
          Point at the numbers: below, \(units * units) weights stand in the table, above, \(kernel) in the kernel. Ask \
          how so few can be enough for \(shared.connections) lines.
          """)
    case .shared:
      return Step(
        caption: kernel == 1
          ? "The only weight of this kernel is used at every position: one number, learned once, and \(uses(of: middle)) lines that carry it."
          : """
          The \(middleName) is used at every position\(uses(of: middle) == units ? "" : " but the last"): one number, learned \
          once, and \(uses(of: middle)) \(uses(of: middle) == 1 ? "line that carries" : "lines that carry") it.
          """,
        formula: [use(of: middle)],
        note: """
          The arrows come one after the other, as the kernel slides. It is the scene of the sliding kernel, seen from \
          the side.
          """,
        question: Question(
          "The kernel slides over \(units) positions. How many lines carry its \(middleName)?",
          answer: .number(Double(uses(of: middle)), decimals: 0)),
        duration: .milliseconds(1600))
    case .once:
      return Step(
        caption: """
          In the fully connected layer the weight from \(UnitLayer.Unit.input(pair.input).name) to \
          \(UnitLayer.Unit.output(pair.output).name) is used exactly once, and never again: what it learns helps no one else.
          """,
        formula: [useOfPair(pair.input, pair.output)],
        note: """
          One use for each picture is also one example for each picture: a shared weight sees as many examples as there \
          are places.
          """)
    case .other:
      return Step(
        caption: kernel == 1
          ? "With a kernel of one there is no other weight. Turn the kernel up, or press c and point at the numbers."
          : """
          So it is with every weight. The last one is used \(times(uses(of: other))) instead of \(units): at the right end it \
          lies on padding. Press c and point at the numbers.
          """,
        formula: [use(of: other), useOfPair(0, units - 1)],
        note:
          "Let students point at a weight of the kernel and of the table in turn. The table never lights two lines.",
        duration: .milliseconds(1600))
    case .storage:
      return Step(
        caption: """
          Fewer lines save weights and products alike. Sharing saves storage once more, down to k, but no products: \
          every line still multiplies.
          """,
        formula: [counts],
        note: """
          This is what students mix up: sharing does not make the pass faster. It makes the model small, and easier to \
          learn.
          """)
    case .real:
      let places = NumberText.integer(stage.output.height * stage.output.width)
      return Step(
        caption: """
          Unshared is larger, \(NumberText.integer(ratio)) times: a set of filters for each of \(places) places. And every \
          one of them would have to learn the same edges anew.
          """,
        formula: [
          .muted("shared    ") + (stage.parameterFormula ?? ""),
          .muted("unshared  ") + .kernel(NumberText.integer(stage.parameters))
            + .muted(" · \(stage.output.height)·\(stage.output.width) places = ")
            + .strong(NumberText.integer(stage.unsharedParameters)),
        ],
        note: """
          \(NumberText.metric(Double(stage.unsharedParameters * MemoryLayout<Float>.size), unit: "B")) against \
          \(NumberText.metric(Double(stage.parameters * MemoryLayout<Float>.size), unit: "B")), for one layer. Turn the \
          knob "layer" for the others.
          """,
        question: Question(
          """
          AlexNet's \(stage.name) has \(stage.output.channels) filters at \(stage.output.height) × \(stage.output.width) \
          places. Which is larger, shared or unshared, by how much?
          """, answer: .choice(choices, right: choices.count - 1)))
    case .end:
      return Step(
        caption: """
          Take home: a shared weight is stored once and used at every place: \(kernel) \(kernel == 1 ? "number" : "numbers") to \
          store instead of \(units * units), and what is learned at one place is known at all.
          """,
        formula: [counts],
        note: """
          Everywhere is the word that leads on: if the same is done at every place, what happens when the picture \
          moves? That is equivariance.
          """, links: [ThreeAdvantagesScene.link])
    }
  }

  /// How many times more parameters the layer of AlexNet has without sharing.
  var ratio: Int { stage.unsharedParameters / stage.parameters }

  /// The answers to choose from; the last is right.
  private var choices: [String] {
    [
      "shared is larger", "unshared, \(NumberText.integer(stage.output.channels)) times",
      "unshared, \(NumberText.integer(ratio)) times",
    ]
  }

  /// "middle weight"; where there is none in the middle, the name of the one to the right of it.
  private var middleName: String {
    kernelValues.count == 1
      ? "only weight" : kernelValues.count.isMultiple(of: 2) ? "weight w\(middle + 1)" : "middle weight"
  }

  /// stored: kernel k = 3, fully connected m · n = 25.
  private var counts: StyledText {
    .muted("stored weights   convolution k = ") + .kernel("\(kernelValues.count)")
      + .muted("     fully connected m · n = ") + .input("\(full.units)") + " · " + .output("\(full.units)") + " = "
      + .strong("\(full.connections)")
  }

  /// w2 = 3 is stored once and used 5 times.
  func use(of weight: Int) -> StyledText {
    .kernel("w\(weight + 1) = \(GridConvolution.text(kernelValues[weight]))")
      + .muted(" of the kernel: stored once, used ") + .active(times(uses(of: weight)))
  }

  func useOfPair(_ input: Int, _ output: Int) -> StyledText {
    .muted("the weight ") + .kernel(GridConvolution.text(matrix[output, input])) + .muted(" from ")
      + .input(UnitLayer.Unit.input(input).name) + .muted(" to ") + .output(UnitLayer.Unit.output(output).name)
      + .muted(" of the table: stored once, used ") + .active("once")
  }

  func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  /// The products that make up an output of one of the layers.
  private func sum(_ output: Int, in layer: UnitLayer) -> StyledText {
    let products = layer.inputs(of: output).map { input in
      Formula.Product(
        GridConvolution.text(inputs[input]), GridConvolution.text(weight(from: input, to: output, in: layer)))
    }
    let values = layer.geometry == nil ? fullOutputs : sharedOutputs
    return .output(UnitLayer.Unit.output(output).name) + .muted(" = ")
      + Formula.sum(products, result: .active(GridConvolution.text(values[output])))
  }

  /// The weight on the way from an input to an output that are connected.
  func weight(from input: Int, to output: Int, in layer: UnitLayer) -> Float {
    guard let geometry = layer.geometry else { return matrix[output, input] }
    return geometry.weight(from: input, to: output).map { kernelValues[$0] } ?? 0
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let focus = focus(moment, target)
    switch (target.grid, focus.shared ?? focus.full) {
    case (_, .weight(let weight)):
      return Remark(
        caption:
          "One weight of the kernel, and every line that carries it: whatever it learns at one place, it knows at all.",
        formula: [use(of: weight)])
    case (_, .pair(let input, let output)):
      return Remark(
        caption:
          "One weight of the table, and the only line that carries it. The next place has to learn the same anew.",
        formula: [useOfPair(input, output)])
    case (_, .unit(.output(let output))):
      return Remark(
        caption:
          "The same output in both layers: above, a few inputs and the kernel's weights; below, all inputs and a row of the table.",
        formula: [sum(output, in: shared), sum(output, in: full)].map { $0.columns <= 78 ? $0 : "" })
    case (_, .unit(.input(let input))):
      let count = shared.outputs(reachedBy: input).count
      return Remark(
        caption: """
          \(UnitLayer.Unit.input(input).name) is multiplied with \(count == 1 ? "one weight" : "\(count) different weights") \
          of the kernel above, and with a whole column of the table below.
          """)
    case (_, nil): return nil
    }
  }
}
