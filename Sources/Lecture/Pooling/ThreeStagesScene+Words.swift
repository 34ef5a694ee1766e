import CellCanvas
import ConvolutionEngine

extension ThreeStagesScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .input:
      return Step(
        caption: "A row of a picture. What is called a convolutional layer does more to it than a convolution: three "
          + "stages, one after the other.",
        formula: [.muted("input  ") + .joined(values.map { .input(Self.text($0)) }, separator: " ")],
        note: "Ask what the class would do to find out where the row gets brighter.")
    case .convolution: return convolutionStep
    case .second: return detectsFirst ? detectorStep(stages.linear, stages.detected) : poolingStep
    case .third: return detectsFirst ? poolingStep : detectorStep(stages.pooled, stages.pooledThenDetected)
    case .names:
      return Step(
        caption:
          "Two vocabularies for one thing: one layer of three stages (frame), or three layers (right), of which only "
          + "the convolution learns: \(counted(parameters, "number")).",
        note: "Books use both. Count layers only after asking which of the two is meant: libraries list three, papers "
          + "often count one.", duration: .milliseconds(900),
        links: [Link(to: AlexNetScene.card.id, label: "AlexNet's layers")])
    case .swapped: return swappedStep
    case .otherPooling: return otherStep
    case .threshold: return thresholdStep
    case .picture: return pictureStep
    }
  }

  private var convolutionStep: Step {
    let negative = stages.linear.values.count { $0 < 0 }
    let count = stages.linear.values.count
    return Step(
      caption:
        "First several convolutions side by side, here two filters. Their sums are linear: nothing is decided yet, and "
        + .strong("\(portion(negative, of: count, "sum")) \(verb(negative, "is"))") + " negative.",
      formula: Self.filters.map { filter in
        .muted("\(filter.name): ") + .joined(filter.weights.map { .kernel(Self.text($0)) }, separator: " ")
          + .muted(", bias ") + .kernel(biasText)
      },
      note: "Rising answers where the right neighbour is brighter than the left one, peak where the middle is brighter "
        + "than both.", duration: .milliseconds(900), links: [Link(to: ChannelsScene.card.id, label: "filters, bias")])
  }

  var biasText: String { Self.text(Float(biasValue)) }

  private func detectorStep(_ before: Tensor, _ after: Tensor) -> Step {
    let off = after.values.count { $0 == 0 }
    return Step(
      caption:
        "The detector, ReLU: max(0, x). It finds nothing by itself; it draws a line at 0, and the bias moves the sums "
        + "across it. " + .strong("\(off) of \(after.values.count)") + " are 0.",
      formula: [.muted("max(0, sum + bias), bias ") + .kernel(biasText)],
      note: "Turn bias: below 0 only strong sums are left, above 0 weak ones come through as well.",
      duration: .milliseconds(900))
  }

  private var poolingStep: Step {
    let count = third(stages).shape.width
    let linear = stages.linear.shape.width
    let rest = linear - count * width
    return Step(
      caption: width == 1
        ? "Pooling over one value passes it on as it is. Turn window up to see what pooling does."
        : "Pooling: one number, the \(stages.kind == .max ? "largest" : "mean"), for \(width) neighbours. Not where exactly, "
          + "only that it is there" + (rest > 0 ? "; the last \(counted(rest, "value")) fit no window." : "."),
      formula: [
        WindowGeometry(input: linear, window: Window(width, stride: width)).sizeFormula()
      ],
      note: "Each filter's row is pooled by itself. There is nothing to learn in it.", duration: .milliseconds(900),
      links: [Link(to: MaxPoolScene.card.id, label: "max pooling")])
  }

  // MARK: Changing places

  /// Whether some window holds values of both signs, and so cancels them when it averages first.
  private func mixesSigns(_ stages: DetectorStages) -> Bool { stages.largestDifference > 1e-5 }

  private func verdict(_ stages: DetectorStages) -> StyledText {
    let text = Self.text(stages.largestDifference)
    switch stages.kind {
    case .max:
      return "Exactly " + .strong(text)
        + ": ReLU keeps the order of values, so the largest stays the largest, cut at 0 before or after."
    case .average:
      return mixesSigns(stages)
        ? "By up to " + .strong(text)
          + ": averaged first, negative sums cancel positive ones; behind ReLU there are no negative ones left to do so."
        : "Here the difference is 0, but not always: "
          + (width == 1
            ? "a window of one averages nothing." : "no window holds sums of both signs, which averaging would cancel.")
    }
  }

  private func differenceFormula(_ stages: DetectorStages) -> [StyledText] {
    [
      .muted("largest difference with \(stages.kind.rawValue) pooling: ")
        + .strong(Self.text(stages.largestDifference), stages.largestDifference == 0 ? .correct : .wrong)
    ]
  }

  private var swappedStep: Step {
    Step(
      caption: "Now the two change places. " + verdict(stages), formula: differenceFormula(stages),
      note:
        "Since max pooling and ReLU may change places, a program may pool first: the detector then has fewer values to look "
        + "at.",
      question: Question(
        "Let detector and pooling change places. By how much does a value of the last stage change at most?",
        answer: .number(Double(stages.largestDifference), decimals: 1)),
      duration: .milliseconds(1200))
  }

  private var otherStep: Step {
    Step(
      caption: "And with \(other.kind.rawValue) pooling? " + verdict(other), formula: differenceFormula(other),
      note:
        "A stage that keeps order, whichever it is, may change places with the maximum; with the average only a linear "
        + "one may.", duration: .milliseconds(1200),
      links: [Link(to: PoolingKindsScene.card.id, label: "kinds of pooling")])
  }

  private var thresholdStep: Step {
    let here = firing[Self.biases.firstIndex(of: biasValue) ?? 0]
    return Step(
      caption:
        "The bias sets the detector's threshold: with bias \(biasText) a sum of products comes through if it is above "
        + "\(Self.text(Float(-biasValue))). On the picture " + .strong(percent(here)) + " of the sums do.",
      formula: [
        .muted("bias −9  ") + .strong(percent(firing.first ?? 0)) + .muted("     bias 0  ")
          + .strong(percent(firing[Self.biases.firstIndex(of: 0) ?? 0])) + .muted("     bias 9  ")
          + .strong(percent(firing.last ?? 0))
      ],
      note:
        "A network learns its biases; a filter whose bias is far too low never fires again, and never learns again: a "
        + "dead unit.", duration: .milliseconds(900))
  }

  private var pictureStep: Step {
    let (own, others) = (pictureStages.largestDifference, otherPictureStages.largestDifference)
    let (maximum, average) = stages.kind == .max ? (own, others) : (others, own)
    return Step(
      caption: "On a picture: with max no value of the two orders differs"
        + (average > 1e-5 ? ", with average by up to " + .strong(Self.text(average)) + "." : ", nor with average here.")
        + " Of the two kinds only the maximum lets them change places always.",
      formula: [
        .muted("largest difference:  max ") + .strong(Self.text(maximum), maximum == 0 ? .correct : .wrong)
          + .muted("     average ") + .strong(Self.text(average), average == 0 ? .correct : .wrong)
      ],
      note: (isLearned
        ? "The kernel is one that the network photos has learned, that which is most like an upright edge, for greys, and "
          + "made as large as the one by hand."
        : "The kernel looks for edges that rise from left to right, three rows high; turn filter for one that a network has "
          + "learned.") + " Grey values are 0 to 9 here.",
      duration: .milliseconds(900), links: [Link(to: EdgeDetectionScene.card.id, label: "edges")])
  }
}
