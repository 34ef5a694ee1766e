import CellCanvas
import ConvolutionEngine

extension TrainLiveScene {
  /// The part that is read right: of 200 digits each is half a per cent.
  func accuracy(_ frame: LiveFrame) -> String { percent(frame.right, of: run.lesson.heldOut.count) }

  /// A number, one that has got out of hand as a power of ten: 6.0·10^19.
  static func text(_ value: Double, _ decimals: Int = 2) -> String {
    guard value.isFinite, abs(value) >= 1e5 else { return NumberText.fixed(value, decimals: decimals) }
    var (rest, exponent) = (value, 0)
    while abs(rest) >= 9.95 {
      rest /= 10
      exponent += 1
    }
    return NumberText.fixed(rest, decimals: 1) + "·10^\(exponent)"
  }

  static let waiting: [StyledText] = [.muted("the network is being trained …")]

  /// What a frame has come to, in a line.
  func account(_ frame: LiveFrame) -> StyledText {
    let batches: StyledText =
      frame.meanLoss.map { .muted("   batches: loss ") + .tinted(Self.text($0), .other) } ?? ""
    return .muted("after ") + .strong(counted(frame.step, "training step")) + .muted(":   held out: loss ")
      + .output(Self.text(frame.loss)) + .muted(", ") + .active("\(frame.right)")
      + .muted(" of \(run.lesson.heldOut.count) right, ") + .active(accuracy(frame)) + batches
  }

  /// Half-way through a part of the run, the frame that it has come to.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .run(let part) = moment, playhead.pointer == nil, frames.count > frameIndex(atStartOf: part) + 1 else {
      return nil
    }
    return [account(frames[frameIndices(moment, at: playhead).shown])]
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: return startStep
    case .guess: return guessStep
    case .oneStep: return oneStepStep
    case .run(let part): return runStep(part)
    case .outcome: return outcomeStep
    case .confusion: return confusionStep
    case .layers: return layersStep
    case .weights: return weightsStep
    case .yours: return yoursStep
    case .end:
      return Step(
        caption: """
          Take home: show it examples, go down the slope of the loss a little, and again. What a kernel looks for comes out \
          of that alone.
          """,
        formula: [.muted("this run again:  ") + .strong(command)],
        note: """
          The line makes the same run on the same kind of processor: the seed decides the first weights, the digits and \
          their order. On another kind the last digits of the numbers may differ.
          """,
        links: [Link(to: LearnedKernelsScene.card.id, label: "kernels of photos")])
    }
  }

  // MARK: Before

  private var startStep: Step {
    let network = LiveRun.network
    func part(_ name: String, _ size: String) -> StyledText { .muted(name + " ") + .kernel(size) + .muted(" → ") }
    return Step(
      caption: """
        \(run.lesson.folderName.map { "Digits of \($0), written by people." } ?? "Each digit is by another hand.") A network of \(NumberText.integer(network.parameters)) random numbers is to read them; \
        \(run.lesson.heldOut.count) are held out: it is judged by these and never learns from them.
        """,
      formula: [
        .input(sides(28, 28)) + .muted(" → ") + part("convolution", "8 · 5·5") + .muted("pool → ")
          + part("convolution", "16 · 5·5·8") + .muted("pool → ") + .muted("dense ") + .kernel("10 · 256")
      ],
      note: """
        \(run.lesson.folderName == nil
          ? "No digit comes twice while it learns, so nothing can be learned by heart. The writing is the program's own: strokes whose points, slant, size and pen differ. With --mnist it learns from people's digits."
          : "At most a thousand of each digit are learned from; the last twenty of each are held out.")
        """)
  }

  private var guessStep: Step {
    let loss = frames[0].loss
    let told = (0..<10).map { digit in frames[0].confusion.reduce(0) { $0 + $1[digit] } }
    let favourite = told.indices.max { (told[$0], $1) < (told[$1], $0) } ?? 0
    let beside =
      loss > Self.guess + 0.005
      ? "more: its random weights say \(favourite) to \(told[favourite]) of the \(run.lesson.heldOut.count)"
      : loss < Self.guess - 0.005 ? "a little less, by luck" : "as much"
    return Step(
      caption: StyledText(
        "Loss is −ln of the right digit's probability; a guess pays ln 10, the dashed line. This one pays \(beside)."
      ),
      formula: [
        .muted("a guess: −ln(1/10) = ln 10 = ") + .strong(Self.text(Self.guess)) + .muted("   untrained: ")
          + .output(Self.text(loss)) + .muted(", ") + .active("\(frames[0].right)")
          + .muted(" of \(run.lesson.heldOut.count) right")
      ],
      note:
        "Keep the 2.3 in mind: whoever trains on ten classes and sees 2.3 has a network that has learned nothing yet.",
      question: Question(
        "An honest guess gives each of ten digits the probability 1/10. What does it pay, −ln(1/10)?",
        answer: .number(Self.guess, decimals: 1)))
  }

  private var oneStepStep: Step {
    let many = run.batch > 1
    let caption: StyledText = """
      A training step reads \(many ? "a batch of \(run.batch) digits" : "one digit, a batch of 1"). The gradient of \
      \(many ? "their" : "its") loss says for each weight which way is up: it goes the other way, rate times as far.
      """
    let note = """
      Momentum: a part of the last move is made again, so that steps the same way add up and those to and fro cancel. \
      Weight decay draws each weight a little to 0.
      """
    guard let first else {
      return Step(caption: caption, formula: Self.waiting, note: note, duration: .milliseconds(1400))
    }
    let place =
      first.gradient.magnitudes.indices.max { first.gradient.magnitudes[$0] < first.gradient.magnitudes[$1] } ?? 0
    // As many decimals as show that it has moved.
    let move = abs(Double(first.after.values[place]) - Double(first.before.values[place]))
    var (digits, visible) = (3, 0.002)
    while move < visible, digits < 7 {
      digits += 1
      visible /= 10
    }
    let decimals = digits
    func number(_ tensor: Tensor) -> String { Self.text(Double(tensor.values[place]), decimals) }
    let rest =
      (run.momentum > 0 ? ["later also \(NumberText.plain(Double(run.momentum))) times the last move: momentum"] : [])
      + (run.decay > 0 ? ["the gradient holds \(NumberText.fixed(Double(run.decay), decimals: 3)) · w: decay"] : [])
    let value = first.gradient.values[place]
    let slope: StyledText = .tinted(value < 0 ? "(\(number(first.gradient)))" : number(first.gradient), .gradient)
    let product: StyledText = .strong(rateText, .knob) + .muted(" · ") + slope
    let sum: StyledText = .kernel(number(first.before)) + .muted(" − ") + product + .muted(" = ")
    let line: StyledText = .muted("the weight that moves most:  ") + sum + .kernel(number(first.after))
    return Step(
      caption: caption, formula: [line] + (rest.isEmpty ? [] : [.muted(rest.joined(separator: "; "))]),
      note: note, duration: .milliseconds(1400))
  }

  private var rateText: String { NumberText.fixed(Double(run.rate), decimals: run.rate < 0.01 ? 3 : 2) }

  // MARK: After

  private var outcomeStep: Step {
    let note = """
      Let the class bet before a knob is turned: rate 1? batch 1? decay 0.1? The curve of the standard run stays behind the \
      new one, so that one thing alone differs; of two turned at once nothing follows for either.
      """
    let formula: [StyledText] = differences.isEmpty ? [] : [.muted(listed(differences))]
    guard isDone, let last = frames.last else {
      return Step(caption: "What the run has come to.", formula: Self.waiting, note: note)
    }
    let result: String
    if let lostAt {
      result = "the loss is no number any more after \(counted(lostAt, "training step")): it has diverged"
    } else {
      let level = last.loss > Self.guess ? ", the loss above ln 10" : ""
      result = "\(accuracy(last)) are right after \(counted(run.steps, "training step"))\(level)"
    }
    guard standardRun != nil else {
      return Step(
        caption: StyledText(
          "\(capitalized(result)), \(counted(run.steps * run.batch, "digit")) in all. Turn rate, momentum, batch or decay: the same first weights, another run."
        ), formula: [account(last)], note: note)
    }
    let beside = standardFrames.last.map { "; the standard run has \(accuracy($0))" } ?? ""
    let turned =
      differences.count == 1
      ? capitalized(differences[0])
      : "\(capitalized(spelled(differences.count, "knob"))) turned at once"
    return Step(caption: StyledText("\(turned): \(result)\(beside)."), formula: formula, note: note)
  }

  private var confusionStep: Step {
    let note = "Rows add up to 20. Ask why these two: which strokes do they share? Point at a square to read it."
    let intro = "Each row a digit that was held out, each column what it is read as."
    guard isDone, let last = frames.last else {
      return Step(caption: StyledText(intro), formula: Self.waiting, note: note)
    }
    let wrong = run.lesson.heldOut.count - last.right
    let said: String
    var question: Question?
    if let worst = last.worst {
      said =
        "\(worst.count) of the 20 \(worst.digit)s \(verb(worst.count, "is")) taken for \(worst.readAs): no mistake is made more often."
      question = Question(
        "\(wrong) of \(run.lesson.heldOut.count) are read wrong. Which digit is taken for one other digit most often?",
        answer: .number(Double(worst.digit), decimals: 0))
    } else {
      said = wrong == 0 ? "Everything is on the diagonal: no mistake." : "Several mistakes are made equally often."
    }
    return Step(
      caption: StyledText("\(intro) \(said)"), formula: [account(last)], note: note, question: question,
      litUp: last.worst.map { Target(grid: Self.confusionName, row: $0.digit, column: $0.readAs) })
  }

  private var layersStep: Step {
    let note = """
      Mean sizes over one digit of each kind. Gradients that die away towards the first layer, or grow, are the first thing \
      to look for when a network does not learn.
      """
    guard isDone, let last = frames.last, let now = last.layers.last, let then = frames[0].layers.last else {
      return Step(
        caption: "What comes out of each layer, and the gradient that comes back to it.", formula: Self.waiting,
        note: note)
    }
    let dead = last.layers.dropLast().first { $0.activation == 0 }
    let ratio = then.gradient > 0 ? now.gradient / then.gradient : 0
    let caption: String
    if let dead {
      caption =
        "Nothing but zeros comes out of \(dead.name) for these ten digits: its ReLUs are dead, and through them no gradient comes back to mend it."
    } else if ratio < 0.7, last.accuracy < 0.7 {
      caption =
        "At the scores the gradient is \(percent(ratio)) of what it was: the right digits have more of the probability. Yet only \(last.right) of \(run.lesson.heldOut.count) are read right."
    } else if ratio < 0.7 {
      caption =
        "At the scores the gradient is \(percent(ratio)) of what it was: where an answer is right there is little to correct. So learning slows down by itself."
    } else {
      let much = ratio < 0.9 ? "most of it is" : ratio < 1 ? "nearly as much is" : "as much or more is"
      caption =
        "At the scores the gradient is \(percent(ratio)) of what it was at the start: \(much) still to correct, and so to learn."
    }
    return Step(
      caption: StyledText(caption),
      formula: [
        .muted("size of the gradient at the scores:  ") + .tinted(Self.text(then.gradient, 3), .gradient)
          + .muted(" → ")
          + .tinted(Self.text(now.gradient, 3), .gradient),
        // The scores' gradients are p − 1 at the right digit and p at the others: in all 2 (1 − p), of ten the mean.
        .muted("so on the mean the right digit has  ") + .active(percent(1 - 5 * then.gradient)) + .muted(" → ")
          + .active(percent(1 - 5 * now.gradient)),
      ], note: note, links: [Link(to: ResNetScene.card.id, label: "many layers")])
  }

  private var weightsStep: Step {
    let note = "Turn decay to 0.1: each weight that nothing speaks for goes back to 0, and the rest stays smaller."
    guard isDone, let last = frames.last else {
      return Step(caption: "How the weights are spread.", formula: Self.waiting, note: note)
    }
    let sizes = zip(frames[0].layers, last.layers)
    // By what the formula shows: a change that three decimals do not show is none.
    let (grown, shrunk) = sizes.reduce(into: (0, 0)) { counts, pair in
      let (before, after) = (Self.text(pair.0.weight, 3), Self.text(pair.1.weight, 3))
      if before != after { if pair.1.weight > pair.0.weight { counts.0 += 1 } else { counts.1 += 1 } }
    }
    let change =
      grown == last.layers.count
      ? "Learning has made those of every layer larger on the mean."
      : shrunk == last.layers.count
        ? "On the mean those of every layer have become smaller."
        : grown + shrunk == 0
          ? "On the mean they have hardly changed."
          : "On the mean they have become "
            + (shrunk == 0
              ? "larger in \(counted(grown, "layer")), and stay in the rest."
              : grown == 0
                ? "smaller in \(counted(shrunk, "layer")), and stay in the rest."
                : "larger in \(counted(grown, "layer")), smaller in \(shrunk).")
    let caption = "Dashed: the random weights of the start, evenly spread in each layer. \(change)"
    return Step(
      caption: StyledText(caption + (run.decay > 0 ? " Decay draws them to 0." : "")),
      formula: [
        .muted("mean size  ")
          + .joined(
            sizes.map {
              .muted($0.name + " ") + .kernel(Self.text($0.weight, 3)) + .muted(" → ")
                + .kernel(Self.text($1.weight, 3))
            },
            separator: .muted("   "))
      ], note: note)
  }

  private var yoursStep: Step {
    let top = topThree
    let sure =
      top[0].probability >= 0.9
      ? "and is sure" : top[0].probability >= 0.5 ? "but not surely" : "and is not at all sure"
    return Step(
      caption: StyledText(
        "The same loop on 45,000 photographs: the network photos. It takes \(pictureName) for \(Self.withArticle(top[0].name)), \(sure). It knows these ten words alone."
      ),
      formula: [
        .joined(
          top.map { .output($0.name) + .muted(" ") + .active(chance($0.probability)) },
          separator: .muted("   "))
      ],
      note: """
        Bring a picture of your own: cnnviz --image photo.jpg. A picture of none of the ten things gets one of the ten names \
        all the same, and often with high probability.
        """, links: [Link(to: AlexNetScene.card.id, label: "a thousand words")])
  }

  /// “a ship”, “an airplane”.
  private static func withArticle(_ name: String) -> String {
    (name.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + name
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case Self.runName:
      let frame = frames[frameIndices(moment, at: playhead).shown]
      return Remark(
        caption: frame.step == 0
          ? "Before the first training step: ← → go through the run, frame by frame."
          : "After \(counted(frame.step, "training step")), \(counted(frame.step * run.batch, "digit")): everything beside the curves is of this moment.",
        formula: [account(frame)])
    case Self.confusionName:
      let confusion = frames[frameIndices(moment, at: playhead).shown].confusion
      guard confusion.indices.contains(target.row), confusion.indices.contains(target.column) else { return nil }
      let count = confusion[target.row][target.column]
      return Remark(
        caption: target.row == target.column
          ? "\(count) of the 20 \(target.row)s \(verb(count, "is")) read right."
          : "\(count) of the 20 \(target.row)s \(verb(count, "is")) taken for \(target.column).")
    case Self.kernelNames[0], Self.kernelNames[1], Self.kernelNames[2]:
      guard let first, target.row < first.before.shape.height, target.column < first.before.shape.width else {
        return nil
      }
      func number(_ tensor: Tensor) -> String { Self.text(Double(tensor[target.row, target.column]), 4) }
      return Remark(
        caption: "The weight in row \(target.row + 1), column \(target.column + 1) of kernel \(first.kernel + 1).",
        formula: [
          .kernel(number(first.before)) + .muted(" − ") + .strong(rateText, .knob) + .muted(" · (")
            + .tinted(number(first.gradient), .gradient) + .muted(") = ") + .kernel(number(first.after))
        ])
    default: return nil
    }
  }
}
