import CellCanvas
import ConvolutionEngine

extension DrawADigitScene {
  /// “a 7”, “an 8”.
  static func one(_ digit: Int) -> String { (digit == 8 ? "an " : "a ") + "\(digit)" }

  private static func text(_ value: Float, _ decimals: Int = 1) -> String {
    NumberText.fixed(Double(value), decimals: decimals)
  }

  /// “7 with 99.9 %”.
  private func said(_ reading: DigitReading) -> String { "\(reading.answer) with \(chance(reading.certainty))" }

  /// “7 99.9 %” in the colours of an answer.
  private func shown(_ reading: DigitReading) -> StyledText {
    .output("\(reading.answer)") + " " + .active(chance(reading.certainty))
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    moment == .moved && playhead.progress < 1 && playhead.pointer == nil
      ? [movedAccount(after: movedPixels(at: playhead)), leavingAccount] : nil
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .written: return writtenStep
    case .layers: return layersStep
    case .corner: return cornerStep
    case .prepared: return preparedStep
    case .draw: return drawStep
    case .moved: return movedStep
    case .strokes: return strokesStep
    case .two: return twoStep
    case .nonsense: return nonsenseStep
    case .end:
      return Step(
        caption: """
          Take home: a network knows what it was taught, prepared as it was taught, and names everything else as well. \
          Draw on: what does it take to fool it?
          """,
        formula: [drawnAccount],
        note: """
          Turn prepare off and draw in a corner. Trace a 3 and close its left side bit by bit: where does it become an 8? Try \
          a letter. \(keysNote)
          """, links: [Link(to: FantasyImageScene.card.id, label: "fooled by one step")])
    }
  }

  // MARK: The model

  private var writtenStep: Step {
    let isRight = model.answer == shownDigit
    return Step(
      caption: StyledText(
        "The network was taught with digits like this one: 28 × 28 numbers, paper 0 and ink 1. It says \(said(model)), "
          + (isRight ? "and that is right." : "and that is wrong: it is \(Self.one(shownDigit)).")),
      formula: [
        .muted("scores  ")
          + .joined(
            model.ranking.prefix(4).map { .output("\($0)") + .muted(" \(Self.text(model.scores[$0]))") },
            separator: .muted("   ")) + .muted("  …"),
        .muted("softmax: probability of \(model.answer) = e^score / Σ e^score:  ")
          + .active(chance(model.certainty)),
      ],
      note: """
        The ten scores are logits; softmax makes probabilities of them, which sum to 1. Digits 0 to 9 with the knob, other \
        hands with hand, real people's with --mnist and the folder of MNIST's files.
        """)
  }

  private var layersStep: Step {
    let shares = model.shares(digits)
    let last = model.outputs[digits.network.scoresStage - 1].shape
    let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    let best = order.prefix(3)
    let lengths = (layers.map { model.outputs[$0.stage].shape.height } + [last.height]).map(NumberText.integer)
    let counts = layers.map { layer in
      let values = model.outputs[layer.stage].values
      return (layer.name, Float(values.count { $0 > 0 }) / Float(values.count))
    }
    return Step(
      caption: StyledText(
        "Each layer makes maps of the last one's, and pooling makes them smaller: \(listed(lengths)) a side. "
          + "Of the last \(shares.count) map \(best.first.map { $0 + 1 } ?? 1), the first here, speaks most for \(model.answer)."
      ),
      formula: [
        .muted("score of ") + .output("\(model.answer)") + .muted(" \(Self.text(model.scores[model.answer])) = ")
          + .joined(
            best.map { .output(Self.text(shares[$0])) + .muted(" (map \($0 + 1))") }, separator: .muted(" + "))
          + .muted(" + the rest"),
        .muted("dense: \(product(last.channels, last.height, last.width)) = ") + .output(NumberText.integer(last.count))
          + .muted(" numbers   above 0: ")
          + .joined(counts.map { .muted("\($0.0) ") + .output(percent($0.1)) }, separator: "  "),
      ],
      note: """
        Point at a map (c) to hear how much it answers. The dense layer weighs every place of the last maps, pooled to \(sides(last.height, last.width)); a \
        map's share is the sum of its values times their weights.
        """,
      question: Question(
        "The last maps are \(sides(last.height, last.width)), and there are \(last.channels): how many numbers does the dense layer take?",
        answer: .number(Double(last.count), decimals: 0)),
      links: [Link(to: LearnedKernelsScene.card.id, label: "the first kernels")])
  }

  /// What is said of the model small and in a corner: what changes the answer is its size, or its place, or neither.
  private var cornerWords: String {
    let (isReadSmall, isReadThere) = (small.answer == model.answer, corner.raw.answer == model.answer)
    if isReadThere {
      return "Half as large, in a corner, it is still \(said(corner.raw))"
        + (isReadSmall ? "" : ", though \(small.answer) in the middle") + ". Such digits were not taught."
    }
    return isReadSmall
      ? """
      Half as large it is still \(model.answer), but in a corner \(said(corner.raw)): the dense layer has a weight for each \
      place, and was taught nothing there.
      """
      : """
      Half as large it is no longer \(model.answer), even in the middle: digits so small were not taught. In a corner it is \
      \(said(corner.raw)).
      """
  }

  private var cornerStep: Step {
    let stays = corner.raw.answer == model.answer
    return Step(
      caption: StyledText(cornerWords),
      formula: [
        .muted("as taught ") + shown(model) + .muted("   half as large ") + shown(small) + .muted("   and in a corner ")
          + shown(corner.raw)
      ],
      note: """
        Convolutions are equivariant: what moves in the picture moves in the maps. Only pooling forgives a little, and the \
        dense layer nothing. The program's own network learned from digits moved by three pixels at most.
        """,
      question: Question(
        "The same digit half as large, in a corner: does the network still say \(model.answer)?",
        answer: .choice(["yes", "no"], right: stays ? 0 : 1)),
      links: [Link(to: EquivarianceScene.card.id, label: "what moves along")])
  }

  private var preparedStep: Step {
    let prepared = corner.prepared
    let helps = prepared.answer == model.answer
    let outcome =
      helps
      ? "\(corner.raw.answer == model.answer ? "It is" : "Once more it is") \(said(prepared))."
      : "It is \(said(prepared)): what was lost in small pixels does not come back."
    return Step(
      caption: StyledText(
        "So prepare it as MNIST's digits were: crop, scale to 20 pixels, centre of mass in the middle. " + outcome),
      formula: [
        corner.preparation.map { preparation in
          .muted("ink on ") + .input(sides(preparation.rows.count, preparation.columns.count))
            + .muted(" pixels  ·  ") + .active("\(Self.text(preparation.enlargement)) times") + .muted(" → ")
            + .input(sides(preparation.height, preparation.width)) + .muted(" in the middle of 28 × 28")
        } ?? .muted("there is no ink to prepare")
      ],
      note: """
        Most of what looks like cleverness of a recogniser is often such a preparation. It must be the same in training and \
        in use, or the network meets pictures it has never seen.
        """, duration: .milliseconds(1200))
  }

  // MARK: The sheet

  private var keysNote: String {
    """
    Mouse: m, then press and drag. Keys: e, arrows, Space puts the pen down or up, Tab makes an eraser of it, Esc leaves. r \
    clears; r again brings the drawing back.
    """
  }

  /// What the network says of the sheet, both ways.
  private var drawnAccount: StyledText {
    guard hasInk else {
      return .muted("blank paper is answered, too: ") + shown(sheet.raw)
    }
    let inked = sheet.raw.picture.values.count { $0 > 0 }
    return .muted("as drawn ") + shown(sheet.raw) + .muted("   prepared ") + shown(sheet.prepared)
      + .muted("   ink on \(counted(inked, "pixel"))")
  }

  private var drawStep: Step {
    let second = read.probabilities[read.ranking[1]]
    let next =
      second < 0.0005 ? "and next to nothing for all others" : "then \(read.ranking[1]) with \(chance(second))"
    let other = isPrepared ? sheet.raw : sheet.prepared
    let way = isPrepared ? "Unprepared" : "Prepared"
    let also =
      other.answer == read.answer ? "\(way) it says the same." : "\(way) it would say \(said(other))."
    return Step(
      caption: StyledText(
        hasInk
          ? "It says \(said(read)), \(next). \(also)"
          : "Your turn. Mouse (off at first): m, then press and drag. Keys: e, then arrows, and Space puts the pen down. r clears, r again brings back."
      ),
      formula: [drawnAccount],
      note: """
        The answer is computed anew at every stroke. \(keysNote) The faint model is \(modelName).
        """)
  }

  // MARK: What leads astray

  private func movedAccount(after pixels: Int) -> StyledText {
    .muted("chance of ") + .output("\(named)") + .muted(" after ") + .strong(counted(pixels, "pixel"))
      + .muted(":  as drawn ") + .active(chance(moved[pixels].raw.probabilities[named]))
      + .muted("   prepared ") + .active(chance(moved[pixels].prepared.probabilities[named]))
  }

  private var leavingAccount: StyledText {
    .muted(leavingPoint.map { "from \(counted($0, "pixel")) on ink leaves the paper" } ?? "no ink leaves the paper")
  }

  /// What is moved, as the beginning of a sentence has it.
  private var subjectWords: String { hasInk ? "Your drawing" : capitalized(modelName) }

  private static let ranges = [1...3, 4...6, 7...9, 10...farthest]

  private var movedStep: Step {
    let (raw, prepared) = (turningPoint(prepared: false), turningPoint(prepared: true))
    let held =
      prepared.map { "Prepared it holds up to \(counted($0 - 1, "pixel"))." } ?? "Prepared it holds to the end."
    let caption =
      switch raw {
      case nil:
        "Moved to the right by up to \(Self.farthest) pixels it is still read as \(named), even unprepared, at the end with \(chance(moved[Self.farthest].raw.probabilities[named])). \(held)"
      case 0?: "Unprepared it is not read as \(named) even where it stands. \(held)"
      case let pixels?:
        // Once ink is lost it is not the place alone that makes the difference.
        "Moved to the right by \(counted(pixels, "pixel")), unprepared, it is no longer read as \(named)"
          + ((leavingPoint ?? .max) > pixels
            ? ": the dense layer has a weight for each place. " : "; but ink is cut off by then. ") + held
      }
    let names = Self.ranges.map { "\($0.lowerBound) to \($0.upperBound)" } + ["it always is"]
    return Step(
      caption: StyledText(caption),
      formula: [
        movedAccount(after: Self.farthest),
        leavingAccount,
      ],
      note: """
        The program's own network learned from digits moved by up to three pixels each way; pooling does the rest. Farther \
        out the dense layer has learned little. \(hasInk ? "This is your drawing." : "Draw something, and it is your drawing that moves.")
        """,
      question: raw == 0
        ? nil
        : Question(
          "\(subjectWords), moved to the right without preparation: from how many pixels on is it no longer read as \(named)?",
          answer: .choice(
            names, right: raw.flatMap { pixels in Self.ranges.firstIndex { $0.contains(pixels) } } ?? Self.ranges.count)
        ),
      duration: .milliseconds(2000), links: [Link(to: ShiftInvarianceScene.card.id, label: "pooling and moves")])
  }

  private var strokesStep: Step {
    let read = strokes.count { $0.reading.answer == named }
    return Step(
      caption: StyledText(
        "The same strokes in four pens\(isPrepared ? ", each prepared" : ""): \(portion(read, of: strokes.count, "picture")) \(verb(read, "is")) read as \(named)."
          + (read == strokes.count || read == 0
            ? "" : " Not so: \(listed(strokes.filter { $0.reading.answer != named }.map(\.name))).")),
      formula: [
        .muted("chance of ") + .output("\(named)") + .muted(":  ")
          + .joined(
            strokes.map { .active(chance($0.reading.probabilities[named])) + .muted(" \($0.name)") },
            separator: "  ")
      ],
      note: """
        The training digits came in thinner and thicker strokes on purpose. \
        \(isPrepared ? "Each picture is prepared before it is read." : "No picture is prepared: prepare is off.")
        """)
  }

  private var twoStep: Step {
    let answer = two.reading.answer
    let place = answer == shownDigit ? 0 : answer == neighbour ? 1 : 2
    return Step(
      caption: StyledText(
        "Two digits, one answer: \(said(two.reading))"
          + (place == 2 ? ", which is neither. " : ", the \(place == 0 ? "left" : "right") one. ")
          + "Ten probabilities that sum to 1 cannot say “both”: what one digit gains the others lose."),
      formula: [
        .muted("\(isPrepared ? "prepared together;  " : "")sum of all ten = 1:  ") + .output("\(shownDigit)") + " "
          + .active(chance(two.reading.probabilities[shownDigit])) + .muted(" + ") + .output("\(neighbour)") + " "
          + .active(chance(two.reading.probabilities[neighbour])) + .muted(" + the other eight")
      ],
      note: """
        Whoever reads postcodes cuts the digits apart first, or slides the network along the line. \
        \(isPrepared ? "Prepared, both together are brought to 20 pixels." : "Nothing is prepared here: prepare is off.")
        """,
      question: Question(
        "\(capitalized(Self.one(shownDigit))) and \(Self.one(neighbour)) on one sheet: what does the network say?",
        answer: .choice(["the left one", "the right one", "neither of them", "both of them"], right: place)),
      links: [Link(to: VariableSizeScene.card.id, label: "larger pictures")])
  }

  private var nonsenseStep: Step {
    let sure = nonsense.count { $0.reading.certainty >= 0.5 }
    let surest = nonsense.max { $0.reading.certainty < $1.reading.certainty } ?? two
    return Step(
      caption: StyledText(
        "No digit, and each\(isPrepared ? ", prepared," : "") is called one: \(surest.name), \(said(surest.reading)). "
          + "Softmax shares 100 % among the ten; there is no “none of these”."),
      formula: [
        .muted("50 % or more: ") + .active("\(sure)") + .muted(" of \(nonsense.count);  all alike would be ")
          + .active("10 %") + .muted(" for each digit")
      ],
      note: """
        A probability of softmax compares ten scores with each other; it does not say that the picture is like anything the \
        network has learned. A threshold on it helps only so far. \
        \(isPrepared ? "What has ink is prepared before it is read." : "Nothing is prepared here: prepare is off.")
        """,
      question: Question(
        "Blank paper, noise, a cross, stripes: how many of the four does it name with 50 % or more?",
        answer: .number(Double(sure), decimals: 0)))
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let layer = layers.first(where: { $0.name == target.grid }), layer.order.indices.contains(target.column)
    else { return nil }
    let map = (moment == .layers ? model : read).outputs[layer.stage].channel(target.column)
    let (count, width) = (map.values.count, map.shape.width)
    let above = map.values.count { $0 > 0 }
    let place = map.values.indices.max { map.values[$0] < map.values[$1] } ?? 0
    return Remark(
      caption: StyledText(
        above == 0
          ? "Map \(target.column + 1) of \(layer.name) finds nothing in this picture: it is 0 everywhere."
          : "Map \(target.column + 1) of \(layer.name) answers at \(portion(above, of: count, "place")), most in row \(place / width + 1), column \(place % width + 1)."
      ),
      formula: [.muted("largest value ") + .output(Self.text(map.values[place], 2))])
  }
}
