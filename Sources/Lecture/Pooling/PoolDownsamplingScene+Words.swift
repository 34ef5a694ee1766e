import CellCanvas
import ConvolutionEngine

extension PoolDownsamplingScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .detectors: detectorsStep
    case .window(let index): windowStep(index)
    case .inside:
      Step(
        caption:
          "\(capitalized(spelled(dropped.values.count, "window"))) lie inside, each \(dropped.geometry.window.stride) "
          + "further than the one before.",
        formula: [result(dropped)], note: "Ask whether all detectors have been looked at.")
    case .ragged(let index): raggedStep(index)
    case .even:
      Step(
        caption: dropped.geometry.dropped.isEmpty
          ? "The windows come out even: the last one ends with the last detector, and nothing is left over."
          : "No window hangs over: behind the last one \(counted(dropped.geometry.dropped.count, "detector")) "
            + "\(verb(dropped.geometry.dropped.count, "is")) left, and the next window would begin beyond the end.",
        formula: [dropped.geometry.sizeFormula()],
        note: "Turn detectors by one to get a last window that hangs over, where there is one.")
    case .both: bothStep
    case .work: workStep
    case .volume(let volume): volumeStep(volume)
    }
  }

  private var detectorsStep: Step {
    let window = kept.geometry.window
    return Step(
      caption: "\(capitalized(spelled(detectors.count, "detector"))). A pooled unit says only “somewhere here”"
        + (window.stride == 1
          ? ". At stride 1 there are \(kept.values.count == detectors.count ? "" : "nearly ")as many pooled units as detectors: turn stride up."
          : (repeats.same > 0
            ? ": at stride 1, \(repeats.same) of \(counted(repeats.all, "neighbour")) \(verb(repeats.same, "say")) the same. "
              + "Why keep all? "
            : ", and one for every place is work for the next layer. ")
            + "Let windows begin \(window.stride) apart."),
      formula: [.muted("detectors  ") + .joined(detectors.map { .input(Self.text($0)) }, separator: " ")],
      note: "A detector is a unit behind ReLU: how sure it is of its feature at its place.",
      links: [Link(to: ShiftInvarianceScene.card.id, label: "shift")])
  }

  /// max(0.3, 0.0) = 0.3
  func maximum(_ output: Int, _ pooling: Pooling) -> StyledText {
    let winner = pooling.switches[0, output].column
    let terms = pooling.seen(output).map { index in
      index == winner ? StyledText.active(Self.text(detectors[index])) : .input(Self.text(detectors[index]))
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(pooling.values[output]))
  }

  private func result(_ pooling: Pooling) -> StyledText {
    .muted("pooled  ") + .joined(pooling.values.map { .output(Self.text($0)) }, separator: " ")
  }

  private func windowStep(_ index: Int) -> Step {
    let window = kept.geometry.window
    return Step(
      caption: index == 0
        ? "The first window covers \(counted(window.kernel, "detector")) and passes on the largest: somewhere here it is, "
          + "this strong."
        : window.stride < window.kernel
          ? "The next begins \(window.stride) further, the stride, and shares \(counted(window.kernel - window.stride, "detector")) "
            + "with the one before."
          : window.stride == window.kernel
            ? "The next begins \(window.stride) further, where the first one ended: no detector is looked at twice."
            : "The next begins \(window.stride) further: \(counted(window.stride - window.kernel, "detector")) between them "
              + "\(verb(window.stride - window.kernel, "is")) never looked at.",
      formula: [maximum(index, kept)], note: "Let somebody name the winner before the line appears.",
      duration: .milliseconds(900), links: index == 1 ? [Link(to: StrideScene.card.id, label: "stride")] : [])
  }

  private func raggedStep(_ index: Int) -> Step {
    let seen = kept.seen(index)
    return Step(
      caption: "The last window hangs over the end by \(kept.geometry.overhang) and still counts: without it "
        + "\(unseen) would be seen by no one. Its maximum is over what is there.",
      formula: [maximum(index, kept), kept.geometry.sizeFormula()],
      note: "⌈ ⌉ rounds up. The usual mistake is a zero in place of what is missing; with values below 0 it would win.",
      question: Question(
        "The last window begins at detector \(seen[0] + 1) and hangs over the end. Which value comes out of it?",
        answer: .number(Double(kept.values[index]), decimals: 1)),
      duration: .milliseconds(900))
  }

  /// The detectors that no window sees when the last is dropped: “detector 6”.
  private var unseen: String {
    guard let first = onlyInLast.first, let last = onlyInLast.last else { return "nothing" }
    return ranged("detector", first + 1...last + 1)
  }

  /// The detectors that the last window alone looks at.
  private var onlyInLast: [Int] {
    dropped.geometry.dropped.filter { $0 < detectors.count && !kept.geometry.outputs(reachedBy: $0).isEmpty }
  }

  private var bothStep: Step {
    let lost = onlyInLast.map { detectors[$0] }.max() ?? 0
    let caption: StyledText
    if isRagged {
      caption =
        "Kept, the size is rounded up. Dropped, it is rounded down, and \(unseen) \(verb(onlyInLast.count, "tells")) the next layer nothing: "
        + "the largest value lost is \(Self.text(lost))."
    } else {
      caption = "Kept or dropped, there is no difference here: no window hangs over the end."
    }
    return Step(
      caption: caption,
      formula: [
        .muted("kept     ") + kept.geometry.sizeFormula(),
        .muted("dropped  ") + dropped.geometry.sizeFormula(letters: false),
      ],
      note:
        "Libraries drop it unless they are told otherwise (PyTorch: ceil_mode=True keeps it); GoogLeNet was made in "
        + "a library that kept it. A network read with the wrong one has other sizes from there on.",
      duration: .milliseconds(1000))
  }

  private var workStep: Step {
    let (before, after) = (detectors.count * next, chosen.values.count * next)
    return Step(
      caption: "The next layer has " + .strong(share(after, of: before))
        + " of the lines, so of the multiply-adds, and, "
        + "if each has a weight of its own, of the weights that must be learned.",
      formula: [
        product(detectors.count, .input, before) + .muted(" multiply-adds without pooling"),
        product(chosen.values.count, .output, after)
          + .muted(" with it, the last window \(keepsLast ? "kept" : "dropped")"),
      ],
      note:
        "A multiply-add is a product and its addition. The gain is twofold: less work, and fewer weights for the same "
        + "examples. Pooling itself takes comparisons, but no weight.",
      question: Question(
        "The next layer has \(counted(next, "unit")), connected with all below. How many multiply-adds are left of \(before)?",
        answer: .number(Double(after), decimals: 0)),
      duration: .milliseconds(1200))
  }

  private func product(_ inputs: Int, _ role: Role, _ result: Int) -> StyledText {
    .strong("\(inputs)", role) + .muted(" · ") + .strong("\(next)") + .muted(" = ")
      + .strong(NumberText.integer(result))
  }

  /// “half”, “a quarter”, “all”, “31 %”.
  private func share(_ part: Int, of whole: Int) -> String {
    switch Double(part) / Double(whole) {
    case 1: "all"
    case 0.5: "half"
    case 0.25: "a quarter"
    default: NumberText.fixed(100 * Double(part) / Double(whole), decimals: 0) + " %"
    }
  }

  private func volumeStep(_ volume: Volume) -> Step {
    let (shape, work) = keepsLast ? (volume.kept, volume.work.kept) : (volume.dropped, volume.work.dropped)
    return Step(
      caption: "On maps the stride counts twice, down and across. Behind GoogLeNet's first pooling, with this window, "
        + "a convolution does " + .strong(share(work, of: volume.work.direct)) + " of the work.",
      formula: [
        .muted("kept  ") + volume.geometries.kept.sizeFormula(letters: false) + .muted("     dropped  ")
          + volume.geometries.dropped.sizeFormula(letters: false),
        .input(Volume.input.description) + .muted("  →  ") + .output(shape.description) + .muted("     ")
          + .strong(NumberText.integer(volume.work.direct)) + .muted(" → ") + .strong(NumberText.integer(work)),
      ],
      note:
        "GoogLeNet pools 3 × 3 at stride 2 and keeps the last window: 56, not 55. The convolution behind it is 3 × 3 "
        + "with \(Volume.filters) filters, counted here straight on the pooled maps.", duration: .milliseconds(900),
      links: [Link(to: VariableSizeScene.card.id, label: "any size")])
  }
}
