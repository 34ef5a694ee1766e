import CellCanvas
import ConvolutionEngine

/// What is said about one stage of any network, with its live numbers put in.
extension Stage {
  /// What it does, in a line: "256 filters of 5 × 5 × 96, stride 1, pad 2".
  var operation: StyledText {
    switch layer.kind {
    case .convolution(let filters, let window, let groups):
      let sides = "\(window.kernel) × \(window.kernel) × \(input.channels / groups)"
      let padding = window.padding.before > 0 ? ", pad \(window.padding.before)" : ""
      return .kernel("\(counted(filters, "filter")) of \(sides)") + ", stride \(window.stride)" + StyledText(padding)
    case .maxPooling(let window), .averagePooling(let window):
      return StyledText("windows of \(window.kernel) × \(window.kernel), stride \(window.stride)")
    case .transposedConvolution(let channels, let window):
      return .kernel("\(counted(channels, "channel")) of \(window.kernel) × \(window.kernel), transposed")
        + ", stride \(window.stride)"
    case .adaptiveAveragePooling(1, 1):
      return StyledText("one mean over all \(sides(input.height, input.width)) places")
    case .adaptiveAveragePooling(let height, let width): return StyledText("\(height) × \(width) regions")
    case .batchNormalization: return StyledText("each channel by itself")
    case .rectification: return StyledText("negative values to 0")
    case .dropout(let dropout):
      return StyledText("of \(NumberText.fixed(Double(dropout.rate), decimals: 2)) in training")
    case .addition: return StyledText("of \(inputs.count) inputs")
    case .concatenation: return StyledText("of the channels of \(inputs.count) inputs")
    case .normalization(let norm):
      let scale = NumberText.fixed(Double(norm.alpha), decimals: 4)
      let power = NumberText.plain(Double(norm.beta))
      return StyledText("v / (\(NumberText.plain(Double(norm.offset))) + \(scale)/\(norm.size)·Σ v²)^\(power)")
        + .muted(", summed over \(norm.size) neighbouring channels")
    case .dense(let outputs):
      return .kernel("\(NumberText.integer(outputs)) units") + " on \(NumberText.integer(input.count)) values"
    case .softmax: return StyledText("over \(NumberText.integer(input.channels)) scores")
    }
  }

  /// What it does with its size, and below it what it costs, all with the live numbers.
  var formulaLines: [StyledText] {
    var first = operation
    if let size = sizeFormula { first += .muted(":  ") + size }
    let costs = [
      parameterFormula.map { .muted("parameters ") + $0 }, workFormula.map { .muted("work ") + $0 },
    ].compactMap { $0 }
    if costs.isEmpty { return [first, .muted("no weights: nothing to learn, and hardly any work")] }
    let second = StyledText.joined(costs, separator: "  ")
    guard second.columns > 78 else { return [first, second] }
    // Where both products have no room in a line, that of the work tells more.
    return [first, .muted("parameters ") + .kernel(NumberText.integer(parameters)) + "  " + costs[costs.count - 1]]
  }

  /// How many outputs there are along a side: (27 + 2·2 − 5)/1 + 1 = 27; `nil` where nothing slides.
  var sizeFormula: StyledText? {
    guard let window = layer.window else { return nil }
    let down: StyledText
    if case .transposedConvolution = layer.kind {
      let padding = window.padding.before + window.padding.after
      down =
        .muted("(") + .input("\(input.height)") + .muted(" − 1)·\(window.stride) − \(padding) + ")
        + .kernel("\(window.kernel)") + .muted(" = ") + .output("\(output.height)")
    } else {
      down = window.over(input.height).sizeFormula(letters: false)
    }
    // Both axes have the same window; where the picture is no square, they come out differently.
    return input.height == input.width ? down : down + .muted(" and ") + .output("\(output.width)")
  }

  /// The parameters, weights and one bias an output: (5·5·96 + 1)·256; `nil` where nothing is learned.
  var parameterFormula: StyledText? {
    guard parameters > 0 else { return nil }
    return .muted("(\(weightsOfOne) + 1)·\(NumberText.integer(biases)) = ") + .kernel(NumberText.integer(parameters))
  }

  /// The multiply-adds, the weights of one output for every output: 27·27·256·5·5·96; `nil` where there are none.
  var workFormula: StyledText? {
    guard multiplyAdds > 0 else { return nil }
    // A transposed convolution uses its weights at every place of its input, the others at every place of their output.
    let sheet = if case .transposedConvolution = layer.kind { input } else { output }
    let places = sheet.height * sheet.width > 1 ? "\(sheet.height)·\(sheet.width)·" : ""
    return .muted("\(places)\(NumberText.integer(output.channels))·\(weightsOfOne) = ")
      + .active(NumberText.integer(multiplyAdds))
  }

  private var weightsOfOne: String {
    if case .convolution(_, let window, let groups) = layer.kind {
      return "\(window.kernel)·\(window.kernel)·\(input.channels / groups)"
    }
    if case .transposedConvolution(_, let window) = layer.kind {
      return "\(window.kernel)·\(window.kernel)·\(input.channels)"
    }
    return NumberText.integer(input.count)
  }

  /// The family of its colour: stages that share their weights, stages that do not, stages without weights.
  var family: ColorScale {
    switch layer.kind {
    case .convolution, .transposedConvolution: .kernel
    case .dense: .other
    case .maxPooling, .averagePooling, .adaptiveAveragePooling, .normalization, .batchNormalization, .rectification,
      .dropout, .softmax, .addition, .concatenation:
      .output
    }
  }
}

extension Shape {
  /// "27 × 27 × 256"; of a row of channels only their number.
  var text: String {
    height * width > 1 ? "\(height) × \(width) × \(channels)" : NumberText.integer(channels)
  }
}

extension Shape {
  /// The same without spaces, for narrow places: "27×27×256".
  var shortText: String { text.filter { $0 != " " } }
}

extension NumberText {
  /// A memory size with three digits, in thousands: 746 kB, 2.46 MB, 151 MB.
  static func bytes(_ count: Int) -> String {
    let (value, unit) =
      count < 1_000_000
      ? (Double(count) / 1e3, "kB") : count < 1_000_000_000 ? (Double(count) / 1e6, "MB") : (Double(count) / 1e9, "GB")
    return fixed(value, decimals: value < 10 ? 2 : value < 100 ? 1 : 0) + " " + unit
  }

  /// A share of a whole: 39.5 %, with another digit below a thousandth and where all but a thousandth is meant; only all
  /// is 100.0 %, and only nothing is 0.0 %.
  static func share(_ part: Int, of whole: Int) -> String {
    let percent = whole > 0 ? 100 * Double(part) / Double(whole) : 0
    guard part > 0, part < whole else { return fixed(percent, decimals: 1) + " %" }
    if percent >= 99.995 { return "over 99.99 %" }
    if percent < 0.005 { return "under 0.01 %" }
    return fixed(percent, decimals: percent < 0.1 || percent >= 99.95 ? 2 : 1) + " %"
  }
}

extension Stage {
  /// Whether it calculates, other than by comparing, what is not among its multiply-adds.
  var hasUncountedWork: Bool {
    guard multiplyAdds == 0 else { return false }
    return switch layer.kind {
    case .normalization, .batchNormalization, .averagePooling, .adaptiveAveragePooling, .addition, .softmax: true
    default: false
    }
  }
}
