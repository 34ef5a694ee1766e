import CellCanvas
import ConvolutionEngine

// What is said about a part of any network: why it is there, derived from its numbers.

extension WalkPart {
  /// - Parameters:
  ///   - sees: how much of the picture a unit sees, in words.
  ///   - share: its share of all parameters, in words.
  func caption(sees: String, share: String) -> StyledText {
    isBranched ? moduleCaption : caption(of: main, sees: sees, share: share)
  }

  private func caption(of stage: Stage, sees: String, share: String) -> StyledText {
    let (input, output) = (stage.input, stage.output)
    let places = sides(output.height, output.width)
    switch stage.layer.kind {
    case .convolution(let filters, let window, let groups):
      let (kernel, depth) = (window.kernel, input.channels / groups)
      if groups > 1, groups == input.channels {
        let own = filters / groups
        return """
          Each channel has \(own == 1 ? "a filter" : "\(own) filters") of its own, \(kernel) × \(kernel) weights that look \
          at no other channel: \(Self.fraction(groups)) of the weights and of the work of filters as deep as the input.
          """
      }
      if groups > 1 {
        return """
          In \(groups) groups a filter sees \(depth) of the \(input.channels) channels: \
          \(Self.fraction(groups)) of the weights, and of the work.
          """
      }
      if kernel == 1, window.stride == 1 {
        let change = filters < depth ? "fewer" : filters > depth ? "more" : "as many new"
        return """
          A 1 × 1 filter sees no neighbour: at each of \(places) places it mixes \(counted(depth, "channel")) into \
          \(change), \(NumberText.integer(filters)).
          """
      }
      let before = input.height * input.width
      let after = output.height * output.width
      if window.stride > 1, after > 0, after < before {
        // On a layer's output a step is as long as the places there are apart.
        let what = stage.sources.contains(nil) ? "pixels" : "places"
        return """
          \(counted(filters, "filter")) \(verb(filters, "takes")) a look every \(window.stride) \(what): \
          \(NumberText.integer(before)) places become \(NumberText.integer(after))\(isEnd ? "" : ", and all that follows has less to do").
          """
      }
      return """
        \(counted(filters, "filter")), each as deep as its input, \(kernel) × \(kernel) × \(depth). \
        \(indices.lowerBound == 0 ? "A unit" : "Standing on everything below, a unit") sees \(sees).
        """
    case .transposedConvolution(_, let window):
      return """
        Each value lays down a stamp of \(window.kernel) × \(window.kernel), \(window.stride) apart: \
        \(sides(input.height, input.width)) places become \(places).
        """
    case .maxPooling(let window): return pooling("The strongest answer", window, input, output)
    case .averagePooling(let window): return pooling("The mean", window, input, output)
    case .adaptiveAveragePooling(1, 1):
      return """
        Each map becomes one number, its mean over \(sides(input.height, input.width)) places: where a thing was is \
        forgotten, \(counted(output.channels, "number")) \(verb(output.channels, "is")) left.
        """
    case .adaptiveAveragePooling:
      return
        "Each map is pooled to \(places) regions, however large the picture: what follows may count on their number."
    case .normalization:
      return "It damps a value where its neighbours in depth are loud. The shape stays; later networks left it out."
    case .batchNormalization:
      return "Each channel is brought to a mean and a spread that the network learned: two numbers a channel."
    case .rectification:
      return "Negative values become 0. Without it two convolutions in a row would be no more than one."
    case .dropout:
      return "In training some values are left out, others each time, so that none is relied on. Here it does nothing."
    case .dense:
      return """
        Dense, nothing is shared: every unit has its own weight for each of \(counted(input.count, "value")). \
        Of all parameters, \(share) are here.
        """
    case .softmax: return "Scores become probabilities: none is below 0, and together they are 1."
    case .addition:
      return "The branches are added, value by value: they must agree in shape, and nothing is learned here."
    case .concatenation:
      let channels = stage.inputs.map { "\($0.channels)" }.joined(separator: " + ")
      return
        "The maps of all branches are put one behind the other: \(channels) = \(NumberText.integer(output.channels)) channels."
    }
  }

  private static func fraction(_ parts: Int) -> String { parts == 2 ? "half" : "1/\(parts)" }

  private func pooling(_ what: String, _ window: Window, _ input: Shape, _ output: Shape) -> StyledText {
    let (before, after) = (sides(input.height, input.width), sides(output.height, output.width))
    return input.height == output.height && input.width == output.width
      ? """
      \(what) of each \(window.kernel) × \(window.kernel) window goes on; at stride 1 all \(before) places stay. Channels \
      never mix.
      """
      : """
      \(what) of each \(window.kernel) × \(window.kernel) window goes on: \(before) places become \(after), for each \
      channel by itself.
      """
  }

  private var moduleCaption: StyledText {
    let convolutions = stages.count { if case .convolution = $0.layer.kind { true } else { false } }
    switch last.layer.kind {
    case .addition where addsItsInput:
      return """
        y = F(x) + x: \(spelled(convolutions, "convolution")) \(verb(convolutions, "works")) out F, what is to change, and x passes by as it is. \
        Where nothing is to change, F = 0 will do.
        """
    case .addition where input == output || !isProjected:
      return """
        \(capitalized(spelled(branches, "branch", many: "branches"))) on one input are added, value by value: each has to give \
        \(output.text).
        """
    case .addition:
      return """
        The shape changes, from \(input.text) to \(output.text), so what passes by goes through a 1 × 1 convolution before \
        it is added.
        """
    case .concatenation:
      let kernels = Set(stages.compactMap { $0.layer.window?.kernel }).sorted().map { "\($0) × \($0)" }
      let channels = last.inputs.map { "\($0.channels)" }.joined(separator: " + ")
      guard looseEnds.isEmpty else {
        return """
          \(capitalized(spelled(branches, "branch"))) on one input are put together, \(channels) = \
          \(NumberText.integer(output.channels)). On the side \(verb(looseEnds.count, "is")) \(listed(looseEnds)): nothing takes what comes out there.
          """
      }
      return """
        \(capitalized(spelled(branches, "branch"))) on one input, with windows of \(listed(kernels)); their maps are put \
        together, \(channels) = \(NumberText.integer(output.channels)).
        """
    case _ where !looseEnds.isEmpty:
      return """
        What comes out of \(listed(looseEnds)) goes nowhere: no later stage takes it. The network goes on from \(last.name).
        """
    default:
      return
        "\(capitalized(spelled(stages.count, "stage"))) that part and meet again before the next part of the network."
    }
  }

  /// Whether one of its branches is a 1 × 1 convolution alone, which brings what goes in to the shape that comes out.
  var isProjected: Bool {
    let first = indices.lowerBound
    return last.sources.contains { source in
      guard var place = source, place >= first else { return false }
      // Behind a normalisation stands its convolution.
      if case .batchNormalization = stages[place - first].layer.kind { place = stages[place - first].sources[0] ?? -1 }
      guard place >= first else { return false }
      let stage = stages[place - first]
      guard case .convolution(_, let window, _) = stage.layer.kind, window.kernel == 1 else { return false }
      return stage.sources.allSatisfy { ($0 ?? -1) < first }
    }
  }

  /// Its size and what it costs, with the live numbers put in.
  var formula: [StyledText] {
    guard isBranched || stages.count(where: { $0.weights > 0 }) > 1 else { return main.formulaLines }
    return [
      Self.sum("parameters ", stages.map(\.parameters)) { .kernel($0) },
      Self.sum("work ", stages.map(\.multiplyAdds)) { .active($0) },
    ]
  }

  /// a + b + c = d of the terms that are not 0, or the sum alone where all of them have no room.
  private static func sum(_ name: String, _ terms: [Int], _ styled: (String) -> StyledText) -> StyledText {
    let counted = terms.filter { $0 > 0 }
    let total = styled(NumberText.integer(counted.reduce(0, +)))
    let whole = .muted(name + counted.map(NumberText.integer).joined(separator: " + ") + " = ") + total
    return whole.columns <= 76 && counted.count > 1 ? whole : .muted(name) + total
  }
}
