import CellCanvas
import ConvolutionEngine

extension FlipOrNotScene {
  private static let convolution: StyledText =
    .output("I ∗ K") + .muted("  s(i, j) = Σ Σ ") + .input("I") + .muted("(i − m, j − n) · ") + .kernel("K")
    + .muted("(m, n)   convolution")
  private static let correlation: StyledText =
    .output("I ⊗ K") + .muted("  s(i, j) = Σ Σ ") + .input("I") + .muted("(i + m, j + n) · ") + .kernel("K")
    + .muted("(m, n)   cross-correlation")

  /// 1 of 9 outputs agrees.
  private static func agreement(_ pair: OperationPair) -> StyledText {
    let count = pair.agreeing
    return .strong("\(count)", count == 9 ? .correct : .wrong)
      + .muted(count == 1 ? " of 9 outputs agrees" : " of 9 outputs agree")
  }

  private static func agree(_ prompt: String, _ pair: OperationPair) -> Question {
    Question(
      prompt, answer: .choice(["yes, in every cell", "no, they differ"], right: pair.agreeing == 9 ? 0 : 1))
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      return Step(
        caption: """
          Two formulas, one sign apart: minus in the convolution of mathematics, plus in every deep learning library. Who is \
          right, and does it matter?
          """,
        formula: [Self.convolution, Self.correlation],
        note:
          """
          Collect opinions only. Then ask what the sign does when m grows by one: which way does the look into the input move?
          """)
    case .flip:
      return Step(
        caption: pair.isSymmetric
          ? """
          Minus m means: the further down in K, the further up in I. So K is turned by half a turn, and this one looks the \
          same after it.
          """
          : """
          Minus m means: the further down in K, the further up in I. So the kernel is flipped on both axes, by half a turn, \
          before it slides.
          """,
        formula: [Self.convolution],
        note:
          "Left and right change places, then top and bottom. Turn a sheet of paper with nine numbers in your hands.",
        duration: .milliseconds(2000))
    case .place:
      return Step(
        caption: pair.usesSameKernel
          ? "In the first window, for one: beneath each pixel stand its weight in either sum, and here both are the same."
          : """
          In the first window, for one: the same nine pixels and weights, but other pairs meet. Beneath each pixel: its \
          weight in convolution, in correlation.
          """,
        formula: pair.sums(Settings.Place(row: 0, column: 0)),
        note:
          "Follow the first product of each line: the same pixel meets the first weight here, and the last one there.",
        duration: .milliseconds(1200))
    case .outputs: return outputStep
    case .otherFlip:
      let other = otherFlip
      return Step(
        caption: other.isFlipped
          ? """
          Flip the kernel first, then correlate: now both agree in every cell. Convolution is nothing but correlation with a \
          flipped kernel.
          """
          : other.agreeing == 9
            ? "Without the extra flip they still agree: half a turn changes nothing in this kernel or its sums."
            : "Without the extra flip they differ: it was the flip alone that made them agree.",
        formula: [Self.agreement(other)],
        note:
          "This is how one gets a true convolution out of a library: flip the weights once, beforehand. Try the flip knob.",
        duration: .milliseconds(1200))
    case .dot:
      return Step(
        caption: dot.usesSameKernel
          ? "Why flip at all? A single 1 makes convolution print K itself, and here correlation does the same."
          : """
          Why flip at all? A single 1 among zeros makes convolution print K as it is; correlation prints it turned by half \
          a turn.
          """,
        formula: [Self.agreement(dot)],
        note: """
          The impulse response. For filters and echoes this is what one wants: one clap in, the echo out, not the echo \
          backwards.
          """, duration: .milliseconds(1200))
    case .counterpart: return counterpartStep
    case .commutes:
      let (left, right) = pair.fullConvolutions
      return Step(
        caption: """
          And the flip makes order immaterial: in full mode, wherever they touch, I ∗ K and K ∗ I are equal cell for cell, \
          as 3 · 5 = 5 · 3.
          """,
        formula: [
          .output("I ∗ K") + .muted("  ") + .input("\(pair.input.shape.width)") + .muted(" + ")
            + .kernel("\(pair.kernel.shape.width)") + .muted(" − 1 = ") + .output("\(left.shape.width)")
            + .muted(" cells a side     ")
            + .strong("\(zip(left.values, right.values).count { $0 == $1 })", .correct)
            + .muted(" of \(left.values.count) agree")
        ],
        note:
          "The pair of I(a, b) and K(m, n) lands at (a + m, b + n), and a sum does not care which of the two comes first.",
        duration: .milliseconds(1600))
    case .doesNot: return correlationStep
    case .learned: return learnedStep
    case .end:
      return Step(
        caption: """
          Take home: convolution flips, correlation does not. Where weights are learned the flip is learned with them: \
          libraries correlate, and call it convolution.
          """,
        formula: [Self.convolution, Self.correlation],
        note: """
          From here on the lecture does as the libraries do. Ask where the difference still bites: when weights are carried \
          from one program to another, or taken from a book on signals.
          """)
    }
  }

  private var outputStep: Step {
    let caption: StyledText
    if pair.agreeing < 9 {
      caption = """
        They differ, in \(9 - pair.agreeing) of 9 cells: the same input, the same kernel, and yet two operations, because half \
        a turn changes this kernel.
        """
    } else if pair.isSymmetric {
      caption = "They agree in every cell: this kernel looks the same after half a turn, so the flip changes nothing."
    } else if pair.isFlipped {
      caption =
        "They agree in every cell: the kernel was flipped before it was correlated, so both slide the same weights."
    } else {
      caption = "They agree, though half a turn changes this kernel: with this input the sums happen to be alike."
    }
    return Step(
      caption: caption, formula: [Self.agreement(pair)],
      note: "Students expect a small difference. Let them compare the four corners.",
      question: Self.agree("The same input, the same nine weights. Will these two outputs agree?", pair),
      duration: .milliseconds(1400))
  }

  private var counterpartStep: Step {
    let pair = counterpart
    let caption: StyledText
    if pair.isSymmetric {
      caption = """
        With Gauss' bell they agree in every cell: half a turn leaves it as it is. For kernels like this one, nobody need \
        ask which of the two it was.
        """
    } else if pair.agreeing == 9 {
      caption = "They agree: half a turn changes this kernel, but it was flipped before it was correlated, too."
    } else {
      caption = "They differ: half a turn changes this kernel, and with it \(9 - pair.agreeing) of the 9 sums."
    }
    return Step(
      caption: caption, formula: [Self.agreement(pair)],
      note:
        "Ask for other kernels that half a turn leaves alone: box, Laplace, sharpen. And which not: Sobel changes its sign.",
      question: Self.agree(
        pair.isSymmetric
          ? "Another kernel: 1 2 1 / 2 4 2 / 1 2 1. Will the two outputs agree?"
          : "Another kernel, with weights from 1 to 9. Will the two outputs agree?", pair),
      duration: .milliseconds(1200))
  }

  private var correlationStep: Step {
    let (left, right) = pair.fullCorrelations
    let count = zip(left.values, right.values).count { $0 == $1 }
    let isSame = count == left.values.count
    return Step(
      caption: isSame
        ? "Here even correlation gives the same, but only because half a turn changes nothing in the result."
        : """
        Correlation does not commute: exchange the roles, and the result comes out turned by half a turn. Order matters \
        where nothing is flipped.
        """,
      formula: [
        .output("I ⊗ K") + .muted(" and ") + .output("K ⊗ I") + .muted("  ")
          + .strong("\(count)", isSame ? .correct : .wrong)
          + .muted(" of \(left.values.count) cells agree" + (count == 1 ? "s" : ""))
      ],
      note: "Compare the top left corner of one with the bottom right corner of the other.",
      question: Question(
        "Now without the flip. Is K ⊗ I the same as I ⊗ K?",
        answer: .choice(
          ["yes, cell for cell", "no, it is turned by half a turn", "no, it has other numbers"], right: isSame ? 0 : 1)),
      duration: .milliseconds(1600))
  }

  /// How far both layers are from what is wanted after some rounds.
  func learning(_ round: Int) -> StyledText {
    func error(_ value: Float) -> StyledText { .output(NumberText.fixed(Double(value), decimals: 2)) }
    return .muted("after \(round) rounds  rms error  flips ") + error(flippingFit.errors[round])
      + .muted("   does not flip ")
      + error(plainFit.errors[round])
  }

  private var learnedStep: Step {
    Step(
      caption: pair.isSymmetric
        ? "Two layers learn from one picture what K makes of it, one flips and one does not: both find the same weights."
        : """
        Two layers learn from one picture what K makes of it. The one that does not flip learns the flipped kernel, and \
        is just as good.
        """,
      formula: [
        learning(Self.rounds)
      ],
      note: """
        Real gradient descent from zeros, on a random picture of 14 × 14. This is why nobody who trains networks needs to \
        care.
        """, duration: .milliseconds(3200))
  }
}
