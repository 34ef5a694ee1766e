import CellCanvas
import ConvolutionEngine

extension ShiftInvarianceScene {
  var steps: [Step] {
    moments.map { moment in
      switch moment {
      case .detectors: detectors
      case .pooled: pooled
      case .shifted: shifted
      case .compared: compared
      case .map: onAMap
      case .coarse: sideBySide
      case .aliased: aliased
      }
    }
  }

  // MARK: The steps

  private var detectors: Step {
    Step(
      caption: "Four detectors look for one pattern, each at a place of its own. The largest answer says that it is "
        + "there: must the next layer know where?",
      formula: [.muted("detectors ") + row(fine.before.detectors, StyledText.input)],
      note: "The four are a view of a longer row of detectors, of which the figure shows the values beneath.")
  }

  private var pooled: Step {
    let width = fine.geometry.window.kernel
    return Step(
      caption: width == 1
        ? "A window of one passes every value on as it is: there is no pooling yet. Make the window wider."
        : "Each pooled unit takes the largest of \(width) neighbours: “somewhere here”. "
          + "At the edges of what is seen the "
          + "window is cut off, not filled up.",
      formula: maxima(fine.before, fine.geometry),
      note: "Cut off means padded with minus infinity: a padding with zeros would win over negative values.",
      duration: .milliseconds(1000))
  }

  private var shifted: Step {
    let changes = fine.detectorChanges
    return Step(
      caption: shift == 0
        ? "The picture does not move, so nothing can change. Turn the knob shift."
        : StyledText("The picture moves \(direction), and each detector sees what another one saw before. ")
          + .strong("\(changes.text) values change") + ", though nothing new has happened.",
      formula: [.muted("detectors ") + arrows(fine.before.detectors, fine.after.detectors)],
      note: "Students often take the row beneath for a second signal: it is one row, looked at from two places.",
      duration: .milliseconds(1400))
  }

  private var compared: Step {
    let changes = fine.pooledChanges
    return Step(
      caption: .strong("\(changes.text) pooled values change")
        + ": what a pooled unit says stays the same as long as the largest answer stays inside of its window.",
      formula: [.muted("pooled ") + arrows(fine.before.pooled, fine.after.pooled)],
      note: "Invariance is about that “somewhere here”; exactly where is what pooling gives away for it.",
      question: shift == 0
        ? nil
        : Question(
          "How many of the \(changes.places.count) pooled values will change?",
          answer: .number(Double(changes.count), decimals: 0)), duration: .milliseconds(1600))
  }

  private var onAMap: Step {
    let (detectors, pooled) = (map.detectorChanges, map.pooledChanges)
    return Step(
      caption: "On a map it is the same: " + .strong(detectors.text) + " of the detectors change and "
        + .strong(pooled.text) + " of the pooled values: "
        + (map.geometry.window.kernel < 3
          ? "the smaller the window, the less it forgives." : "the blot around the cross mostly covers itself."),
      formula: [
        .muted("changed: detectors ") + .strong(Self.percent(detectors)) + .muted("   pooled ")
          + .strong(Self.percent(pooled))
      ],
      note:
        "Look at the blot of the largest values in the pooled maps: it has moved, too, but most of it covers itself.",
      duration: .milliseconds(1200))
  }

  private var sideBySide: Step {
    let window = coarse.geometry.window
    return Step(
      caption: "Most networks do not pool everywhere but in windows side by side, here \(window.kernel) wide and "
        + "\(window.stride) apart. That is cheaper; is it as forgiving?",
      formula: maxima(coarse.before, coarse.geometry),
      note: "Width and stride of this step are those of the usual pooling layer, whatever the knob width says.",
      duration: .milliseconds(1000))
  }

  private var aliased: Step {
    let changes = coarse.pooledChanges
    return Step(
      caption: StyledText("At stride \(coarse.geometry.window.stride) a shift \(direction) changes ")
        + .strong(changes.text)
        + " pooled values. Max pooling forgives small shifts where windows overlap; it is never quite invariant.",
      formula: [.muted("pooled ") + arrows(coarse.before.pooled, coarse.after.pooled)],
      note: "This is aliasing: sampled at every other place, a signal looks different when it moves by one. R. Zhang: "
        + "Making convolutional networks shift-invariant again, 2019.",
      question: shift == 0
        ? nil
        : Question(
          "Same row, same shift: how many of the \(changes.places.count) pooled values change now?",
          answer: .number(Double(changes.count), decimals: 0)), duration: .milliseconds(1600))
  }

  // MARK: Parts of sentences

  /// "right by 1", "left by 2"; "by 0" for none.
  var direction: String { shift == 0 ? "by 0" : shift < 0 ? "left by \(-shift)" : "right by \(shift)" }

  private static func percent(_ changes: Changes) -> String {
    NumberText.fixed(100 * Double(changes.count) / Double(changes.places.count), decimals: 0) + " %"
  }

  private func row(_ values: Tensor, _ tint: (String) -> StyledText) -> StyledText {
    .joined(values.values.map { tint(Self.text($0)) }, separator: " ")
  }

  /// What became of each value: 1.0 → 0.2, 1.0 = 1.0.
  private func arrows(_ before: Tensor, _ after: Tensor) -> StyledText {
    let pairs = zip(before.values, after.values).map { old, new in
      StyledText(Self.text(old))
        + (old == new ? .strong(" = ", .correct) : .strong(" → ", .wrong)) + .strong(Self.text(new))
    }
    return .joined(pairs, separator: "   ")
  }

  /// The maximum of each window, as many on a line as have room.
  private func maxima(_ view: View, _ geometry: WindowGeometry) -> [StyledText] {
    let all = (0..<geometry.output).map { maximum(of: $0, view, geometry) }
    let half = (all.count + 1) / 2
    let single = StyledText.joined(all, separator: "   ")
    guard single.columns > 78 else { return [single] }
    return [all[..<half], all[half...]].map { .joined(Array($0), separator: "   ") }
  }

  /// max(0.1, 1.0) = 1.0
  private func maximum(of output: Int, _ view: View, _ geometry: WindowGeometry) -> StyledText {
    let seen = geometry.inputs(of: output).filter { !geometry.isPadding($0) }
    let winner = view.switches[0, output].column
    let terms = seen.map { index in
      let text = Self.text(view.detectors[0, index])
      return index == winner ? StyledText.active(text) : .input(text)
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(view.pooled[0, output]))
  }

  // MARK: While something is pointed at

  func remark(on target: Target, at playhead: Playhead) -> Remark? {
    let moment = moments[playhead.step]
    guard moment != .map else { return nil }
    let comparison = comparison(at: moment)
    switch target.grid {
    case Name.pooledBefore, Name.pooledAfter:
      let view = target.grid == Name.pooledBefore ? comparison.before : comparison.after
      guard shows(target.grid, at: moment) else { return nil }
      return Remark(
        caption: "This unit says how strong the strongest answer among its neighbours is, not which of them gave it.",
        formula: [maximum(of: target.column, view, comparison.geometry)])
    case Name.before, Name.after:
      let view = target.grid == Name.before ? comparison.before : comparison.after
      let reached = comparison.geometry.outputs(reachedBy: target.column)
      let won = reached.filter { view.switches[0, $0].column == target.column }
      let text = Self.text(view.detectors[0, target.column])
      let units = reached.count == 1 ? "one pooled unit" : "\(reached.count) pooled units"
      let wins = won.isEmpty ? "none takes it" : won.count == 1 ? "one takes it" : "\(won.count) take it"
      return Remark(
        caption: reached.isEmpty
          ? "No window looks at this \(text)." : "This \(text) is seen by \(units), and \(wins).")
    default: return nil
    }
  }
}
