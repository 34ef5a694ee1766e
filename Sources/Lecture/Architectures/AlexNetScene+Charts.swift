import CellCanvas
import ConvolutionEngine

// What the stages have together.

extension AlexNetScene {
  /// What the stages of one kind have together.
  private func sum(dense: Bool, _ amount: (Stage) -> Int) -> Int {
    network.stages.reduce(0) { sum, stage in
      if case .dense = stage.layer.kind { return sum + (dense ? amount(stage) : 0) }
      return sum + (dense ? 0 : amount(stage))
    }
  }

  var parametersStep: Step {
    let dense = sum(dense: true, \.parameters)
    let shared = sum(dense: false, \.parameters)
    return Step(
      caption: """
        Parameters sit where nothing is shared: the dense stages hold \
        \(NumberText.share(dense, of: network.parameters)) of them, the five convolutions together \
        \(NumberText.share(shared, of: network.parameters)).
        """,
      formula: [
        .muted("convolutions ") + .kernel(NumberText.integer(shared)) + .muted(" + dense ")
          + .kernel(NumberText.integer(dense)) + .muted(" = ") + .kernel(NumberText.integer(network.parameters))
          + .muted(" parameters")
      ],
      note: """
        Later networks dropped the large dense stages: GoogLeNet averages each map instead, and has \
        \(factor(Double(network.parameters) / Double(Network.googLeNet.parameters))) times fewer parameters.
        """,
      duration: .milliseconds(1200))
  }

  var workStep: Step {
    let dense = sum(dense: true, \.multiplyAdds)
    let shared = sum(dense: false, \.multiplyAdds)
    return Step(
      caption: """
        Most work is done where weights are used again at every place: the convolutions do \
        \(NumberText.share(shared, of: network.multiplyAdds)) of it with \
        \(NumberText.share(sum(dense: false, \.parameters), of: network.parameters)) of the parameters.
        """,
      formula: [
        .muted("convolutions ") + .active(NumberText.integer(shared)) + .muted(" + dense ")
          + .active(NumberText.integer(dense)) + .muted(" = ") + .active(NumberText.integer(network.multiplyAdds))
          + .muted(" multiply-adds")
      ],
      note: Leaders.note(parameters: leaders { $0.parameters }, work: leaders { $0.multiplyAdds }),
      question: most { $0.multiplyAdds }.map { Question("And which stage does the most multiply-adds?", answer: $0) },
      duration: .milliseconds(1200))
  }

  var totalStep: Step {
    let isSplit = network.stages.contains { $0.layer.groups > 1 }
    let (first, second) = isSplit ? (counterpart, network) : (network, counterpart)
    let names = network.isPapers ? ("one tower", "in two groups") : ("this form", "the paper's")
    return Step(
      caption: """
        A few shared weights do most of the work, many unshared ones fill the memory. VGG kept such dense stages; \
        GoogLeNet and ResNet kept only the last.
        """,
      formula: [
        .muted("\(names.0) ") + .kernel(NumberText.integer(first.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(first.multiplyAdds)) + .muted(" multiply-adds"),
        .muted("\(names.1) ") + .kernel(NumberText.integer(second.parameters)) + .muted(" parameters, ")
          + .active(NumberText.integer(second.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note: network.isPapers
        ? """
        The original was split over two graphics cards: conv2, conv4 and conv5 see only the half of the maps on their \
        own card. Turn the knob groups and step through again.
        """
        : """
        Two years after the paper its author gave this form with fewer filters and no normalisation; the weights that \
        are commonly published are of this one.
        """, duration: .milliseconds(1200))
  }
}
