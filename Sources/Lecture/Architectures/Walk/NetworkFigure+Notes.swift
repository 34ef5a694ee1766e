import CellCanvas
import ConvolutionEngine

// What a lecturer may say of a part: of the first of a kind what to ask, of those that follow what is new about them.

extension NetworkFigure {
  /// The note of a part of the walk, or of a single stage.
  func note(of part: WalkPart) -> String {
    guard let kind = part.noteKind else {
      return part.input == part.output
        ? "Go on quickly: nothing changes in shape." : "Let the class say what has become of the shape, and why."
    }
    let isModule = parts.contains { $0.indices == part.indices && $0.isBranched == part.isBranched }
    let all = isModule ? parts : network.stages.indices.map { WalkPart(stage: $0, of: network) }
    let before = all.last { $0.indices.upperBound <= part.indices.lowerBound && $0.noteKind == kind }
    guard let before else { return first(part, kind) }
    return kind == .pooling ? spaced(part, behind: before) : priced(part, beside: before)
  }

  /// What to ask about the first of a kind.
  private func first(_ part: WalkPart, _ kind: WalkPart.NoteKind) -> String {
    let stage = part.main
    switch kind {
    case .convolution:
      let (kernel, groups) = (stage.layer.window?.kernel ?? 1, stage.layer.groups)
      let bias = stage.parameters > stage.weights ? " and a bias" : ""
      return """
        Let the class work out the shape, then the weights of one filter: \
        \(product(kernel, kernel, stage.input.channels / groups))\(bias).
        """
    case .transposed:
      let window = stage.layer.window
      let (kernel, stride) = (window?.kernel ?? 1, window?.stride ?? 1)
      return """
        Ask whether the stamps overlap: each is \(kernel) wide, and they are laid \(stride) apart, so they \
        \(kernel > stride ? "do" : "do not").
        """
    case .pooling: return "Students forget that pooling leaves the depth alone."
    case .dense:
      return part.followsConvolution
        ? "Compare it with the convolutions before it: how often is a weight used here, how often there?"
        : "Ask how often a weight is used for one input: nothing slides, so it is once."
    case .addition:
      return """
        Ask what the block does if all of its weights are 0: it hands x on, so a deeper network need not be worse than a \
        shallower one.
        """
    case .module:
      return
        "Open the module with the knob open, and go through its stages one by one; ask what the 1 × 1 filters save."
    }
  }

  /// A part beside the last one of its kind: weights, work and sight.
  private func priced(_ part: WalkPart, beside before: WalkPart) -> String {
    let sights = [part, before].map { $0.last.sees(of: network) }
    let seen =
      sights[0].isEverything
      ? sights[1].isEverything
        ? "Both see all of the picture."
        : "A unit sees all of the picture now, one of \(before.name) \(sights[1].text)."
      : "A unit sees \(sights[0].text), one of \(before.name) \(sights[1].text)."
    if part.parameters == before.parameters, part.multiplyAdds == before.multiplyAdds {
      return """
        As many parameters and as much work as \(before.name). Ask what differs, then: it stands on what \(before.name) \
        made. \(seen)
        """
    }
    let weights = Self.share(part.parameters, of: before.parameters, "parameters", same: "as many parameters")
    let work = Self.share(part.multiplyAdds, of: before.multiplyAdds, "work", same: "as much work")
    return "Beside \(before.name): \(weights), \(work). Let the class say why. \(seen)"
  }

  /// “4 times the work”, “half of the work”, “77.8 % of the parameters”.
  private static func share(_ part: Int, of whole: Int, _ noun: String, same: String) -> String {
    if part == whole { return same }
    let ratio = Double(part) / Double(max(1, whole))
    if abs(ratio - 1) < 0.05 { return "nearly \(same)" }
    if 2 * part == whole { return "half of the \(noun)" }
    guard ratio > 1 else { return "\(NumberText.share(part, of: whole)) of the \(noun)" }
    let times = factor(ratio)
    return times.hasSuffix(".0") ? "about \(times.dropLast(2)) times the \(noun)" : "\(times) times the \(noun)"
  }

  /// A pooling behind another one: how many values are left, and how far apart units stand.
  private func spaced(_ part: WalkPart, behind before: WalkPart) -> String {
    let left =
      part.input.count == part.output.count
      ? "As many values come out as go in."
      : "Of every \(factor(Double(part.input.count) / Double(max(1, part.output.count)))) values one goes on."
    guard let now = part.last.receptiveField?.jump, let earlier = before.last.receptiveField?.jump else {
      return left + " Ask what the network no longer knows."
    }
    return now == earlier
      ? "\(left) Units stand as far apart in the picture as behind \(before.name)."
      : "\(left) Units stand \(now) pixels apart in the picture now, behind \(before.name) it was \(earlier)."
  }
}

extension WalkPart {
  /// What can be compared with each other.
  enum NoteKind: Hashable {
    case convolution, transposed, pooling, dense, addition, module
  }

  /// What it is compared as; `nil` for what learns nothing and leaves all values where they are.
  var noteKind: NoteKind? {
    if isBranched {
      if case .addition = last.layer.kind { return .addition }
      return .module
    }
    return switch main.layer.kind {
    case .convolution: .convolution
    case .transposedConvolution: .transposed
    case .maxPooling, .averagePooling, .adaptiveAveragePooling: .pooling
    case .dense: .dense
    default: nil
    }
  }
}
