import CellCanvas
import ConvolutionEngine

extension LearnedInvarianceScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .detectors(let bank, let place):
      Step(
        caption: StyledText(
          "\(capitalized(spelled(bank.angles.count))) detectors for one digit, each tuned to another turn: its weights are "
            + "the digit itself, so turned. The max unit passes the largest answer on."),
        formula: [
          answers(bank, place), .muted("1: the detector's own digit, exactly;   0: no more like it than grey paper"),
        ],
        note: """
          A detector's answer is the correlation at one place: the sum of picture times weights, of pictures that have the same \
          contrast. In a network such weights are learned, not made.
          """,
        links: [Link(to: MaxPoolScene.card.id, label: "max pooling")])
    case .left(let bank, let place): turnedStep(bank, place, question: nil)
    case .right(let bank, let place):
      turnedStep(
        bank, place,
        question: Question(
          "Now the digit is \(Self.turned(TurnDetectors.dial[place])). What does the max unit say?",
          answer: .choice(["less than before", "as much as before", "more than before"], right: change(bank, place))))
    case .dial(let bank, let place): dialStep(bank, place)
    case .curves(let bank, _): curvesStep(bank)
    case .envelope(let bank, _): envelopeStep(bank)
    case .counts(let bank, let counts): countsStep(bank, counts)
    case .shifted(let bank): shiftedStep(bank)
    case .places(let bank, let place): placesStep(bank, place)
    case .network(let bank, _): networkStep(bank)
    case .end(let bank, _):
      Step(
        caption: """
          Take home: a unit is invariant to what it pools over: to places, or to turns if detectors for them were learned. \
          Pooling alone knows no turns.
          """,
        formula: [
          .muted("max over ") + .output("\(bank.angles.count) turned detectors")
            + .muted(": turns up to \(Self.degrees(bank.angles.last ?? 0))     max over ") + .strong("places", .other)
            + .muted(": shifts")
        ],
        note: """
          The usual misconception: “pooling makes a network invariant to rotation”. Pooling over space does not. A max over \
          channels that were learned is called maxout (I. Goodfellow and others, 2013).
          """)
    }
  }

  /// Whether the max unit says less, as much or more at a place than at its mirror image.
  private func change(_ bank: TurnDetectors, _ place: Int) -> Int {
    let (now, before) = (bank.envelope[place], bank.envelope[bank.pictures.count - 1 - place])
    return abs(now - before) < 0.005 ? 1 : now < before ? 0 : 2
  }

  private func turnedStep(_ bank: TurnDetectors, _ place: Int, question: Question?) -> Step {
    let winner = bank.winner(place)
    let others = bank.answers.indices.filter { $0 != winner }.map { bank.answers[$0][place] }
    return Step(
      caption: StyledText(
        "\(capitalized(Self.turned(TurnDetectors.dial[place]))): now the detector for \(Self.degrees(bank.angles[winner])) "
          + "answers \(Self.text(bank.answers[winner][place])), the others at most \(Self.text(others.max() ?? 0)). ")
        + (question == nil
          ? "The max unit does not care which of them it was."
          : .strong(
            "The max unit says \(Self.text(bank.envelope[place])) \(change(bank, place) == 1 ? "again" : "now")") + "."),
      formula: [answers(bank, place)],
      note: question == nil
        ? "This is figure 9.9 of Deep Learning (I. Goodfellow, Y. Bengio, A. Courville, 2016), with its numbers computed."
        : "Ask who of the detectors answers before asking what the max unit says.",
      question: question, duration: .milliseconds(1000))
  }

  private func dialStep(_ bank: TurnDetectors, _ place: Int) -> Step {
    let winner = bank.winner(place)
    let angle = TurnDetectors.dial[place]
    let best = bank.envelope[place]
    let off = abs(Double(angle) - bank.angles[winner])
    return Step(
      caption: StyledText(
        "\(capitalized(Self.turned(angle))): "
          + (off < 0.1
            ? "one of the detectors is tuned to just that, so the max unit says \(Self.text(best))."
            : "no detector is for just that. The most, \(Self.text(best)), says the one for \(Self.degrees(bank.angles[winner])), \(Self.degrees(off)) off.")
          + " Turn the knob angle, or drag on the dial."),
      formula: [answers(bank, place)],
      note:
        "The dial is the strip below. With the mouse on (m), press or drag on it; with the cursor (c), Enter turns the knob "
        + "to the place pointed at.",
      duration: .milliseconds(1000))
  }

  private func curvesStep(_ bank: TurnDetectors) -> Step {
    // How far from its own turn the middle detector has lost half of its answer, on the finer side.
    let middle = bank.angles.count / 2
    let own = TurnDetectors.place(of: bank.angles[middle])
    let half = (0...own).first { step in
      own + step < TurnDetectors.dial.count
        && min(bank.answers[middle][own + step], bank.answers[middle][own - step]) < 0.5
    }
    return Step(
      caption: StyledText(
        "Every detector has a hill of its own on the dial: 1 at its own turn, "
          + (half.map { "and less than half \(Self.degrees(Double($0 * 5))) beside it" }
            ?? "and more than half everywhere")
          + ". Alone it knows only its own turn."),
      formula: [
        .muted("detectors for ") + .joined(bank.angles.map { .kernel(Self.degrees($0)) }, separator: .muted("   "))
      ],
      note: "Let the class say how the largest of these curves will run before it is drawn.",
      duration: .milliseconds(1200))
  }

  private func envelopeStep(_ bank: TurnDetectors) -> Step {
    let (envelope, lowest) = (bank.envelope, bank.lowest)
    let reach = bank.angles.last ?? 0
    let outside = envelope[0]
    return Step(
      caption: StyledText("The max unit is the upper edge, the envelope: ")
        + .strong(
          "from \(Self.degrees(-reach)) to \(Self.degrees(reach)) it says at least \(Self.text(envelope[lowest]))")
        + ", least in the dips. Outside it falls, to \(Self.text(outside)) at −90°.",
      formula: [
        .muted("lowest between the outermost detectors: ") + .output(Self.text(envelope[lowest]))
          + .muted(" at ")
          + .active(Self.degrees(Double(TurnDetectors.dial[lowest]))) + .muted("     at 90° ")
          + .output(Self.text(envelope[envelope.count - 1]))
      ],
      note: "Invariant only as far as the detectors reach: for what lies outside no detector was learned.",
      duration: .milliseconds(1200), links: [Link(to: ShiftInvarianceScene.card.id, label: "invariance")])
  }

  private func countsStep(_ bank: TurnDetectors, _ counts: [Count]) -> Step {
    let (few, many) = (counts[0], counts[counts.count - 1])
    let weights = bank.templates[0].values.count
    return Step(
      caption: StyledText(
        many.lowest > few.lowest
          ? "More detectors, shallower dips: \(few.count) never say less than \(Self.text(few.lowest)) inside, \(many.count) never less than \(Self.text(many.lowest)). Each more costs \(weights) weights."
          : "More detectors do not help here: \(few.count) say at least \(Self.text(few.lowest)) inside, \(many.count) at least \(Self.text(many.lowest)). Each costs \(weights) weights."
      ),
      formula: [
        .muted("lowest inside:   ")
          + .joined(
            counts.map { .kernel("\($0.count)") + .muted(": ") + .output(Self.text($0.lowest)) },
            separator: .muted("   "))
      ],
      note: "Invariance is paid for in detectors. Turn reach: the same number over wider turns has deeper dips.",
      duration: .milliseconds(1000), links: [Link(to: ChannelsScene.card.id, label: "a filter's weights")])
  }

  // MARK: Pooling over places

  private func shiftedStep(_ bank: TurnDetectors) -> Step {
    let far = TurnDetectors.shifts.last ?? 0
    let least = bank.shiftedOverPlaces.min() ?? 0
    let turns = bank.shiftedOverTurns.min() ?? 0
    return Step(
      caption: StyledText("Pool over places instead: the largest answer of one upright detector. ")
        + .strong(
          "Shifted by up to \(far), it says \(least > 0.995 ? Self.text(least) + " always" : "at least " + Self.text(least))"
        )
        + "; the max unit over turns \(turns < least - 0.005 ? "falls to" : "says at least") \(Self.text(turns)).",
      formula: [
        .muted("at least:  one detector, all places ") + .strong(Self.text(least), .other)
          + .muted("     turned detectors, one place ") + .output(Self.text(turns))
      ],
      note: "This is the pooling of shift-invariance, over the whole picture at once.",
      duration: .milliseconds(1200), links: [Link(to: ShiftInvarianceScene.card.id, label: "shift")])
  }

  private func placesStep(_ bank: TurnDetectors, _ place: Int) -> Step {
    let (places, turns) = (bank.overPlaces[place], bank.envelope[place])
    let upright = bank.overPlaces[bank.overPlaces.count / 2]
    let angle = TurnDetectors.dial[place]
    return Step(
      caption: StyledText("\(capitalized(Self.turned(angle))), no place suits it: ")
        + .strong("over places \(Self.text(places)), over turned detectors \(Self.text(turns))")
        + (places < turns ? ". Pooling over space does not make up for a turn." : "."),
      formula: [
        .muted("over places: upright ") + .strong(Self.text(bank.overPlaces[bank.overPlaces.count / 2]), .other)
          + .muted("   \(Self.turned(angle)) ") + .strong(Self.text(places), .other)
          + .muted("   at 90° ") + .strong(Self.text(bank.overPlaces[bank.overPlaces.count - 1]), .other)
      ],
      note:
        "The misconception to name: “it has pooling, so it does not mind turns”. It depends on what is pooled over.",
      question: Question(
        "And if the digit is \(Self.turned(angle)), not shifted: what does the largest answer of all places say?",
        answer: .choice(
          ["as much as upright", "less", "more"], right: abs(places - upright) < 0.005 ? 0 : places < upright ? 1 : 2)),
      duration: .milliseconds(1200))
  }

  private func networkStep(_ bank: TurnDetectors) -> Step {
    let right = bank.read.indices.filter { bank.read[$0].digit == bank.digit }
    let all = bank.read.count
    let shifts = bank.readShifted.count { $0.digit == bank.digit }
    let forgivesShifts = shifts == bank.readShifted.count
    let poolings = Network.digits.stages.count { if case .maxPooling = $0.layer.kind { true } else { false } }
    // As far as it is right without a gap, from upright on.
    let middle = all / 2
    let left = (0...middle).last { step in (middle - step...middle).allSatisfy(right.contains) }
    let far = (0...middle).last { step in (middle...middle + step).allSatisfy(right.contains) }
    let name = "the digit network" + (fileName.map { " (\($0))" } ?? "")
    var reads = "\(name) does not read this \(bank.digit) even upright"
    if let left, let far {
      reads =
        right.count == all
        ? "\(name) reads this \(bank.digit) at every turn: turned, it looks much the same"
        : "\(name) reads this \(bank.digit) \(right.count > left + far + 1 ? "without a miss " : "")only from \(Self.degrees(Double(-5 * left))) to \(Self.degrees(Double(5 * far)))"
    }
    return Step(
      caption: StyledText(
        "\(capitalized(spelled(poolings, "max pooling"))) over places, \(right.count == all ? "and" : "yet") ")
        + .strong(reads) + "."
        + (fileName == nil && forgivesShifts && right.count < all ? " It forgives shifts, not turns." : ""),
      formula: [
        .muted("right at ") + .strong("\(right.count) of \(all)") + .muted(" angles, at ")
          + .strong("\(shifts) of \(bank.readShifted.count)") + .muted(" shifts     at −90° it reads ")
          + .strong("\(bank.read[0].digit)", .other) + .muted(", at 90° ")
          + .strong("\(bank.read[all - 1].digit)", .other)
      ],
      note: """
        While the program's own network was trained, digits were turned by up to 15° to either side, and handwriting slants anyway. The cure for \
        turns is not more pooling but turned examples, from which detectors for them are learned.
        """,
      duration: .milliseconds(1200), links: [Link(to: VariableSizeScene.card.id, label: "this network")])
  }
}
