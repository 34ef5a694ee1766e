import CellCanvas
import ConvolutionEngine

// What is said about the ring, the map and the curves: each sentence follows from their values.
extension ShiftInvarianceScene {
  func ringStep(_ moment: Moment) -> Step {
    switch moment {
    case .movesAlong: movesAlongStep
    case .kept: keptStep
    case .keptAfter: keptAfterStep
    case .blurred: blurredStep
    default: blurredAfterStep
    }
  }

  /// Before and after: 0 1 0 1 → 1 1 1 1.
  private func change(_ way: ShiftedRing.Way) -> StyledText {
    .muted("\(name(of: way))  ") + row(ring.values(way, 0)) + .muted("  →  ") + row(ring.values(way, shift))
  }

  /// How many maxima of windows at every place differ from the old ones, moved along.
  private var differing: Int {
    zip(ring.values(.everyPlace, shift), ring.movedAlong(shift)).count { abs($0 - $1) > ShiftedRing.equal }
  }

  /// What the same windows do where every maximum is kept: the stride alone makes the difference.
  private var sameWindows: StyledText {
    .muted("the same windows of \(ring.keep) at every place: ")
      + .strong("\(differing) of \(ring.input.count)", differing == 0 ? .correct : .wrong)
      + .muted(" differ from the old, moved along")
  }

  private var movesAlongStep: Step {
    let count = ring.input.count
    return Step(
      caption: shift == 0
        ? "A ring of \(count) detectors has no border, so only a shift can change something. Turn the knob shift."
        : "A ring has no border: what leaves comes in again. At stride 1, a window of \(ring.keep) at every "
          + "place (keep), the maxima move along: "
          + .strong(differing == 0 ? "none differs" : "\(differing) differ") + ".",
      formula: [
        change(.everyPlace),
        .muted("beside the old maxima, moved \(direction): ")
          + .strong("\(differing) of \(count)", differing == 0 ? .correct : .wrong) + .muted(" differ"),
      ],
      note: "This is equivariance, not invariance: "
        + (ring.changes(.everyPlace, shift).contains { $0 > ShiftedRing.equal }
          ? "the values do change in place." : "that no value changes in place here is up to this ring and this shift.")
        + " Windows of \(counted(ring.keep, "detector")), each from its place on, round the ring.",
      duration: .milliseconds(1600), links: [Link(to: EquivarianceScene.card.id, label: "equivariance")])
  }

  private var keptStep: Step {
    Step(
      caption: ring.keep == 1
        ? "With keep at 1 window and stride are 1: the maxima are the detectors themselves, and none is thrown away. Turn "
          + "keep up to see what breaks."
        : "Now one change: to save work, networks keep one maximum of \(ring.keep). That is the stride; keep sets it and "
          + "the window alike. Does what is left move along?",
      formula: [.muted("kept  ") + row(ring.values(.kept, 0))],
      note: ring.keep == 1
        ? "A window of 1 at stride 1: as many maxima as detectors, and no less work for the next layer."
        : "Hatched maxima are thrown away. A window of \(ring.keep) at stride \(ring.keep) never computes them.",
      duration: .milliseconds(900), links: [Link(to: StrideScene.card.id, label: "stride")])
  }

  private var keptAfterStep: Step {
    let (before, after) = (ring.values(.kept, 0), ring.values(.kept, shift))
    let isMoved = before.indices.contains { first in
      before.indices.allSatisfy { after[($0 + first) % after.count] == before[$0] }
    }
    let asked = !(shift == 0 || ring.keep == 1)
    let caption: StyledText
    var note = "The next layer sees the same values, moved along."
    if shift == 0 {
      note = "Ask what the next layer would see of a picture that has moved."
      caption = "Nothing moves: what is kept stays as it is. Turn the knob shift."
    } else if ring.keep == 1 {
      caption =
        "Every maximum is kept, here the detectors themselves: windows are 1 wide. So they move along. Turn keep up, and "
        + "some are thrown away."
    } else if before == after {
      note = "The next layer sees no difference. That is up to the values and the shift, not to pooling."
      caption = "Nothing that is kept has changed, for this ring and this shift. Try another shift, or edit the ring."
    } else if isMoved {
      caption =
        shift.isMultiple(of: ring.keep)
        ? "The shift is a multiple of the stride \(ring.keep): windows land where windows were, and what is kept moves along. "
          + "That need not hold for other shifts."
        : "What is kept looks like a move, though the shift is no multiple of the stride \(ring.keep): these values allow it."
    } else {
      note =
        "The input has the same values as before, \(spelled(abs(shift), "place")) further on; the next layer sees something "
        + "else. A network that was sure of a class can lose it by such a shift."
      caption =
        StyledText("No move makes ") + row(before) + " into " + row(after)
        + ". Not the maximum broke it: the places that are kept do not move along. It is called "
        + .strong("aliasing") + "."
    }
    return Step(
      caption: caption, formula: [change(.kept)] + (asked ? [sameWindows] : []), note: note,
      question: asked
        ? Question(
          "The ring moves \(direction). Which \(after.count) maxima are kept now, in order?",
          answer: .numbers(after.map(Double.init), decimals: decimals(of: after.map(Double.init)))) : nil,
      duration: .milliseconds(1400))
  }

  private var blurredStep: Step {
    let weights = pascal.map(String.init).joined(separator: " ")
    let others = ring.blur == 2 ? "the next" : "its neighbours"
    let caption: StyledText =
      if ring.blur == 1 {
        "A blur with one weight is no blur: what is kept stays as it was. Turn blur up."
      } else if ring.keep == 1 {
        "One more thing: blur the maxima, each mixed with \(others) under weights " + .kernel(weights)
          + ". With keep at 1 none is thrown away: turn keep up."
      } else {
        "One more thing: blur the maxima before any is thrown away, each mixed with \(others) under weights "
          + .kernel(weights) + ". What goes leaves a trace in what stays."
      }
    return Step(
      caption: caption,
      formula: [blurred(at: 0, 0), .muted("blurred, then kept  ") + row(ring.values(.blurred, 0))],
      note:
        "R. Zhang: Making convolutional networks shift-invariant again, 2019. The weights are Pascal's triangle and "
        + "sum to 1 after the division.", duration: .milliseconds(900))
  }

  private var blurredAfterStep: Step {
    let (kept, blurred) = (
      ring.changes(.kept, shift).max() ?? 0, ring.changes(.blurred, shift).max() ?? 0
    )
    let values = ring.values(.blurred, shift)
    let isFlat = values.allSatisfy { abs($0 - values[0]) <= ShiftedRing.equal }
    let most =
      blurred <= ShiftedRing.equal ? "no value changes" : "a value changes by at most \(Self.short(blurred))"
    let isHelping = blurred < kept - ShiftedRing.equal
    let caption: StyledText
    if shift == 0 {
      caption = "Nothing moves, and nothing changes. Turn the knob shift."
    } else if isHelping {
      caption =
        StyledText(isFlat ? "All \(values.count) are \(Self.short(values[0])) now: " : "Now ") + .strong(most)
        + (blurred <= ShiftedRing.equal ? ", without the blur one by up to " : ", without the blur by up to ")
        + "\(Self.short(kept)). What leaves a window fades out, it does not vanish at once."
    } else if kept <= ShiftedRing.equal && blurred <= ShiftedRing.equal {
      caption = "For this ring and this shift no value changes, blurred or not. Edit the ring, or try another shift."
    } else {
      caption = StyledText(
        "For this ring and this shift the blur does not help: \(most), without it "
          + (kept <= ShiftedRing.equal ? "none changes." : "by up to \(Self.short(kept))."))
    }
    return Step(
      caption: caption,
      formula: [change(.kept), change(.blurred)],
      note:
        "Ask which the next layer minds more, many small changes or a few large ones. What the blur costs is sharpness.",
      duration: .milliseconds(1400))
  }

  func mapStep(_ map: MapComparison) -> Step {
    let (detectors, pooled) = (map.fine.detectorChanges, map.fine.pooledChanges)
    let peak = map.fine.before.pooled.range.upperBound
    let kept = zip(map.fine.before.pooled.values, map.fine.after.pooled.values).count { $0 == peak && $1 == peak }
    func part(_ name: String, _ changes: Changes) -> StyledText {
      .muted("   \(name) ") + .strong(percent(changes.part))
    }
    let middle =
      kept > 0
      ? "\(kept) \(verb(kept, "say")) \(NumberText.plain(Double(peak))) both times: "
        + "\(kept == 1 ? "its window keeps" : "their windows keep") the cross's middle."
      : "No window holds the cross's middle both times."
    let caption: StyledText =
      shift == 0
      ? "On a map with a cross nothing moves, and nothing changes. Turn the knob shift."
      : "On a map with a cross " + .strong(detectors.text) + " detectors change, "
        + (pooled.part < detectors.part ? "but only " : "and ") + .strong(pooled.text)
        + StyledText(" maxima. " + middle)
    let size = map.fine.geometry.window.kernel
    var note =
      size == 1
      ? "Where windows are one cell wide, the maxima are the detectors."
      : "The pooled cross is a block of large values, wider than the cross."
        + (shift == 0
          ? ""
          : " It has moved, too, "
            + (kept > 0 ? "but in part it covers itself." : "and its middle no longer covers itself."))
    if ring.keep > 1 { note += " A large screen shows what is kept of it, one of \(ring.keep) in both directions." }
    return Step(
      caption: caption,
      formula: [
        .muted("changed:") + part("detectors", detectors) + part("maxima", pooled),
        .muted("the map's windows: \(sides(size, size)) (width)"),
      ],
      note: note,
      duration: .milliseconds(1200))
  }

  func curveStep(_ measure: ShiftedRing.Measure) -> Step {
    func mean(_ way: ShiftedRing.Way) -> Double { ring.mean(measure, way) }
    func text(_ value: Double) -> String {
      measure == .counts ? NumberText.fixed(value, decimals: 0) + " %" : NumberText.fixed(value, decimals: 2)
    }
    let averages =
      StyledText.muted("average of shifts 1 to \(ring.input.count - 1):")
      + .joined(
        ShiftedRing.Way.allCases.map { .muted("   \(name(of: $0)) ") + .strong(text(mean($0))) }, separator: "")
    let (kept, blurred) = (mean(.kept), mean(.blurred))
    let formula = [averages] + marked
    switch measure {
    case .counts:
      return Step(
        caption: blurred > kept + 1e-6
          ? "How many values change, at every shift? Counted so, the blur does worse than no blur: it changes "
            + "more values. But counting does not ask by how much."
          : "How many values change, at every shift? Counted so, the blur does no worse than no blur. But "
            + "counting does not ask by how much.",
        formula: formula,
        note: "A shift by \(ring.input.count) is a whole turn: all is as it was. The line marks the knob's shift.")
    case .amounts:
      return Step(
        caption: blurred < kept - 1e-6 && text(blurred) != text(kept)
          ? "By how much, then? Blurred, a value changes by " + .strong(text(blurred))
            + " on average, without the blur by "
            + .strong(text(kept)) + ": the next layer is disturbed less."
          : "By how much, then? Blurred, a value changes by " + .strong(text(blurred))
            + " on average, without the blur by "
            + .strong(text(kept)) + ": here it does not help.",
        formula: formula,
        note: "Ask which of the two measures a next layer, which adds up products, would care about.")
    case .means: return meansStep
    }
  }

  /// Where the line in the charts stands for a shift to the left.
  private var marked: [StyledText] {
    let count = ring.input.count
    return shift < 0
      ? [.muted("the line: a shift left by \(-shift), on a ring of \(count) the same as right by \(count + shift)")]
      : []
  }

  private var meansStep: Step {
    func range(_ way: ShiftedRing.Way) -> (text: String, brief: String, width: Double) {
      let curve = ring.curve(.means, way)
      let (low, high) = (curve.min() ?? 0, curve.max() ?? 0)
      let texts = [low, high].map { Self.short(Float($0)) }
      guard texts[0] == texts[1] else {
        return ("runs from \(texts[0]) to \(texts[1])", "\(texts[0]) to \(texts[1])", high - low)
      }
      let value = (high - low < 1e-6 ? "" : "about ") + texts[0]
      return ("stays \(value)", value, high - low)
    }
    let (kept, blurred) = (range(.kept), range(.blurred))
    let mended = blurred.width < kept.width - 1e-6
    return Step(
      caption: "Take home: at stride 1 maxima move along, exactly. "
        + (kept.width < 1e-6
          ? (ring.keep == 1
            ? "With keep at 1 the maxima are the detectors, and nothing breaks: turn keep up."
            : "What is kept has the same mean at every shift here; edit the ring to see it break.")
          : "Keeping some breaks it: their mean \(kept.text)"
            + (mended || kept.text != blurred.text ? "; blurred before, it \(blurred.text)." : ", blurred or not.")),
      formula: [
        .muted("mean:   ")
          + .joined(
            ShiftedRing.Way.allCases.map { .muted("\(name(of: $0)) ") + .strong(range($0).brief) },
            separator: .muted("   "))
      ] + marked,
      note:
        "The mean is what a network sees that averages its last maps (global average pooling). Networks with such blurs lose "
        + "fewer classes to shifts, and none of them is exactly invariant.",
      question: mostVaried.map {
        Question(
          "Of which of the three does the mean vary most with the shift?",
          answer: .choice(ShiftedRing.Way.allCases.map(name), right: $0))
      }, links: [Link(to: LearnedInvarianceScene.card.id, label: "turns")])
  }

  /// The way whose mean varies most; `nil` where none does more than all others.
  private var mostVaried: Int? {
    let widths = ShiftedRing.Way.allCases.map { way in
      let curve = ring.curve(.means, way)
      return (curve.max() ?? 0) - (curve.min() ?? 0)
    }
    let most = widths.max() ?? 0
    let first = widths.indices.filter { widths[$0] > most - 1e-6 }
    return first.count == 1 ? first[0] : nil
  }
}
