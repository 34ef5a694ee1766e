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
    let isMoved = ring.fit(.kept, shift).isExact
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
    let (kept, blurred) = (ring.fit(.kept, shift), ring.fit(.blurred, shift))
    let texts = [blurred, kept].map { Self.short(Float($0.off)) }
    let isStill = [ShiftedRing.Way.kept, .blurred].allSatisfy { ring.changed($0, shift) == 0 }
    let caption: StyledText
    if shift == 0 {
      caption = "Nothing moves, and nothing changes. Turn the knob shift."
    } else if isStill {
      caption = "For this ring and this shift no value changes, blurred or not. Edit the ring, or try another shift."
    } else if kept.isExact && blurred.isExact {
      caption = StyledText(
        "What is kept moves along, blurred or not: "
          + (ring.keep == 1
            ? "with keep at 1 nothing breaks. Turn keep up."
            : "at this shift the blur has nothing to mend. Try another shift."))
    } else {
      caption =
        "From the old values, moved along to fit best, blurred ones are off by " + .strong(texts[0])
        + " on average, kept ones by " + .strong(texts[1])
        + (blurred.off >= kept.off || texts[0] == texts[1]
          ? ": for this ring and shift the blur does not help."
          : isLessForItsSpan(blurred.off, than: kept.off)
            ? ": what leaves a window fades out." : "; but all blurred values span less, too.")
    }
    let isShown = shift != 0 && ring.keep > 1
    func line(_ way: ShiftedRing.Way, _ fit: ShiftedRing.Fit) -> StyledText {
      change(way) + (isShown ? .muted("   moved to fit: off by ") + .strong(Self.short(Float(fit.off))) : "")
    }
    return Step(
      caption: caption,
      formula: [line(.kept, kept), line(.blurred, blurred)],
      note:
        "Ask which the next layer minds more, many small changes or a few large ones. What the blur costs is sharpness."
        + (shift == 0 || isStill ? "" : flattened(blurred.off, than: kept.off)),
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
    switch measure {
    case .counts: countsStep
    case .amounts: amountsStep
    case .means: meansStep
    }
  }

  /// The averages of a measure, each with its text.
  private func averages(_ measure: ShiftedRing.Measure, _ text: (Double) -> String) -> StyledText {
    StyledText.muted("average of shifts 1 to \(ring.input.count - 1):")
      + .joined(
        ShiftedRing.Way.allCases.map { .muted("   \(name(of: $0)) ") + .strong(text(ring.mean(measure, $0))) },
        separator: "")
  }

  private var countsStep: Step {
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 0) + " %" }
    let (maxima, kept, blurred) = (
      ring.mean(.counts, .everyPlace), ring.mean(.counts, .kept), ring.mean(.counts, .blurred)
    )
    let verdict = blurred > kept + 1e-6 ? "worse" : blurred < kept - 1e-6 ? "better" : "no worse"
    let whole =
      "A shift by \(ring.input.count) is a whole turn: all is as it was. The dotted lines frame the knob's shift."
    return Step(
      caption: max(maxima, kept, blurred) < 1e-6
        ? "How many values change in place? None of this ring's at any shift, blurred or not. Edit the ring."
        : "How many values change in place? Naive: what only moves along counts, too, and a little as much as a lot. So the "
          + "blur seems \(verdict): " + .strong(text(blurred)) + " to " + .strong(text(kept)) + ".",
      formula: [averages(.counts, text)] + marked,
      note: (maxima < 1e-6 ? "" : "The maxima only move along, and yet \(text(maxima)) of them change in place. ")
        + whole)
  }

  private var amountsStep: Step {
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    let (kept, blurred) = (ring.mean(.amounts, .kept), ring.mean(.amounts, .blurred))
    let verdict: StyledText =
      max(kept, blurred) <= Double(ShiftedRing.equal)
      ? StyledText("By 0 at every shift, blurred or not. " + (ring.keep == 1 ? "Turn keep up." : "Edit the ring."))
      : "Blurred by " + .strong(text(blurred)) + ", without the blur by " + .strong(text(kept))
        + (blurred >= kept || text(blurred) == text(kept)
          ? ": here it does not help."
          : isLessForItsSpan(blurred, than: kept) ? ": disturbed less." : ": but its values span less, too.")
    return Step(
      caption: "Better: how far off the old values, moved along by whole places to fit best? " + verdict,
      formula: [averages(.amounts, text)] + (fitted.isEmpty ? marked : fitted),
      note: "A next layer that looks everywhere alike does not mind a move: it minds what no move makes good."
        + flattened(blurred, than: kept))
  }

  /// How what is kept at the knob's shift is compared.
  private var fitted: [StyledText] {
    guard shift != 0, ring.keep > 1 else { return [] }
    let fit = ring.fit(.kept, shift)
    // To the left, as the shift is.
    let places = shift < 0 && fit.places > 0 ? fit.places - fit.moved.count : fit.places
    let place = NumberText.integer(shift) + (shift < 0 ? ", or \(ring.input.count + shift)" : "")
    return [
      .muted("at \(place): kept ") + row(ring.values(.kept, shift))
        + .muted(", old moved by \(NumberText.integer(places)): ") + row(fit.moved)
        + .muted(", off ") + .strong(NumberText.fixed(fit.off, decimals: 2))
    ]
  }

  /// The smallest and the largest value of a way at any shift.
  private func span(_ way: ShiftedRing.Way) -> (low: Float, high: Float) {
    let all = ring.input.indices.flatMap { ring.values(way, $0) }
    return (all.min() ?? 0, all.max() ?? 0)
  }

  /// Whether the blur is off by less even beside the span of its values: what lies closer together differs by less without
  /// any help against shifts.
  private func isLessForItsSpan(_ blurred: Double, than kept: Double) -> Bool {
    func share(_ off: Double, _ way: ShiftedRing.Way) -> Double {
      let (low, high) = span(way)
      return high > low ? off / Double(high - low) : 0
    }
    return share(blurred, .blurred) < share(kept, .kept) - 0.005
  }

  /// That blurred values lie closer together; nothing where they do not.
  ///
  /// - Parameters:
  ///   - off: by how much the blurred values are off the old ones.
  ///   - plain: by how much those without the blur are.
  private func flattened(_ off: Double, than plain: Double) -> String {
    let (kept, blurred) = (span(.kept), span(.blurred))
    func text(_ span: (low: Float, high: Float)) -> String {
      "from \(Self.short(span.low)) to \(Self.short(span.high))"
    }
    guard off < plain, blurred.high - blurred.low < kept.high - kept.low - ShiftedRing.equal,
      text(blurred) != text(kept)
    else { return "" }
    let part = isLessForItsSpan(off, than: plain) ? "A part" : "All"
    return " \(part) of the blur's smaller number is lost contrast: its values go \(text(blurred)), "
      + "without it \(text(kept))."
  }

  /// What a shift to the left is in the charts.
  private var marked: [StyledText] {
    let count = ring.input.count
    return shift < 0
      ? [.muted("shifted left by \(-shift): on a ring of \(count) the same as right by \(count + shift)")]
      : []
  }

  /// Whether what is kept does more than move along at some shift.
  private var isBroken: Bool { ring.curve(.amounts, .kept).contains { $0 > Double(ShiftedRing.equal) } }

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
    let words: String
    if ring.keep == 1 {
      words = "With keep at 1 the maxima are the detectors, and nothing breaks: turn keep up."
    } else if !isBroken {
      words = "Here what is kept does so at every shift, too; edit the ring to see it break."
    } else {
      words =
        "Keeping some breaks it" + (kept.width < 1e-6 ? ", though their mean " : ": their mean ") + kept.text
        + (mended || kept.text != blurred.text ? "; blurred before, it \(blurred.text)." : ", blurred or not.")
    }
    return Step(
      caption: "Take home: at stride 1 maxima move along, exactly. " + StyledText(words),
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
