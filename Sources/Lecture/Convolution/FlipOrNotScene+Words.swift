import CellCanvas
import ConvolutionEngine

extension FlipOrNotScene {
  private static let convolution: StyledText =
    .output("I ∗ K") + .muted("  s(i, j) = Σ ") + .input("I") + .muted("(i + 3 − m, j + 3 − n) · ") + .kernel("K")
    + .muted("(m, n)  row m, column n: 1 … 3")
  /// With the kernel that is correlated: K, or, flipped first, K′.
  private var correlation: StyledText {
    .output(pair.correlationName) + .muted("  s(i, j) = Σ ") + .input("I") + .muted("(i − 1 + m, j − 1 + n) · ")
      + .kernel(pair.correlated) + .muted("(m, n)  row m, column n: 1 … 3")
  }

  /// 1 of 9 outputs agrees.
  private static func agreement(_ pair: OperationPair) -> StyledText {
    let count = pair.agreeing
    return .strong("\(count)", count == 9 ? .correct : .wrong) + .muted(" of 9 outputs \(verb(count, "agree"))")
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
          Minus m in mathematics, ∗, plus m in most deep learning libraries, ⋆: does it matter? 3 and −1 only keep both in the \
          window from row i, column j on.
          """,
        formula: [Self.convolution, correlation],
        note: """
          Collect opinions only. With 3 and −1 either sum stays in the window whose first pixel is (i, j). When m grows by \
          one: which way does the look into the input move?
          """)
    case .flip:
      return Step(
        caption: pair.isSymmetric
          ? """
          Minus means: the further down or right in K, the further up or left in I. So K is turned by half a turn, and this \
          one looks the same after it.
          """
          : """
          Minus means: the further down or right in K, the further up or left in I. So K is flipped on both axes, by half a \
          turn, before it slides.
          """,
        formula: [Self.convolution],
        note:
          "Left and right change places, then top and bottom. Turn a sheet of paper with nine numbers in your hands.",
        duration: .milliseconds(2000))
    case .outputs: return outputStep
    case .place:
      return Step(
        caption: pair.usesSameKernel
          ? """
          The first window, its pixels and the weights each read row by row: a line joins what is multiplied, and here both \
          sums join the same numbers.
          """
          : """
          The first window, its pixels and the weights each read row by row. A line joins what is multiplied: for ∗ the \
          lines cross, for ⋆ they do not.
          """,
        formula: pair.sums(GridPlace(row: 0, column: 0)),
        note: pair.isFlipped
          ? "Here the kernel was flipped before it was correlated: turn the knob flip off, and the lines of ⋆ run straight."
          : pair.isSymmetric
            ? "Ask for a kernel that half a turn changes, and find it with the knob: then the two part."
            : "Follow the first product of each line: the same pixel meets the last weight here, and the first one there.",
        duration: .milliseconds(1600))
    case .otherFlip: return otherFlipStep
    case .dot:
      return Step(
        caption: dot.usesSameKernel
          ? "Why flip at all? A single 1 among zeros makes convolution print K itself, and here correlation does the same."
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
    case .commutes: return commutesStep
    case .padding: return paddingStep
    case .doesNot: return correlationStep
    case .learned:
      return Step(
        caption: learnedCaption,
        formula: learning(Self.rounds),
        note: """
          Real gradient descent, on a random picture of 14 × 14. This is why nobody who trains networks needs to care.
          """, duration: .milliseconds(3200))
    case .end:
      return Step(
        caption: """
          Take home: ∗ flips, ⋆ does not, and a learned kernel does not mind. Libraries correlate: from here on this lecture \
          does, too, and writes ⋆.
          """,
        formula: [Self.convolution, correlation],
        note: """
          Libraries call it convolution all the same, and so will we. Ask where the difference still bites: when weights are \
          carried from one program to another, or taken from a book on signals.
          """, links: [Link(to: "symbolic-convolution", label: "⋆ in letters")])
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
      note: (pair.agreeing < 9
        ? "Students expect a small difference. Let them compare cell by cell."
        : pair.isFlipped
          ? "With the flip before it correlation is convolution, for every kernel: turn the knob flip off and compare."
          : pair.isSymmetric
            ? "Ask which kernels would make a difference, and try one with the knob."
            : "Ask for other numbers in I, and type them with e: for most the sums differ.")
        + " Point at a weight or a pixel with c.",
      question: Self.agree(
        pair.isFlipped
          ? "The same input, the same nine weights, and for ⋆ they were flipped first, too. Will these two outputs agree?"
          : "The same input, the same nine weights. Will these two outputs agree?", pair),
      duration: .milliseconds(1400))
  }

  private var otherFlipStep: Step {
    let caption: StyledText
    if otherFlip.isFlipped {
      caption = """
        Flip the kernel first, to K′, then correlate: \(pair.agreeing == 9 ? "still" : "now") both agree in every cell. Convolution is \
        nothing but correlation with a flipped kernel.
        """
    } else if otherFlip.agreeing == 9 {
      caption =
        otherFlip.isSymmetric
        ? "Without the extra flip they still agree: half a turn changes nothing in this kernel."
        : "Without the extra flip they still agree: with this input the sums happen to be alike."
    } else {
      caption = "Without the extra flip they differ: it was the flip alone that made them agree."
    }
    return Step(
      caption: caption, formula: [Self.agreement(otherFlip)],
      note:
        "To flip the weights once, beforehand, is how one gets a true convolution out of a library. Try the flip knob.",
      duration: .milliseconds(1200))
  }

  private var counterpartStep: Step {
    let caption: StyledText
    if counterpart.isSymmetric {
      caption = """
        With Gauss' bell they agree in every cell: half a turn leaves it as it is. For kernels like this one, nobody need \
        ask which of the two it was.
        """
    } else if counterpart.isFlipped {
      caption = "They agree: half a turn changes this kernel, but it was flipped before it was correlated, too."
    } else if counterpart.agreeing == 9 {
      caption = "They agree, though half a turn changes this kernel: with this input the sums happen to be alike."
    } else {
      caption = """
        They differ: half a turn changes this kernel, and with it \(portion(9 - counterpart.agreeing, of: 9, "sum")).
        """
    }
    return Step(
      caption: caption, formula: [Self.agreement(counterpart)],
      note:
        "Ask for \(counterpart.isSymmetric ? "other " : "")kernels that half a turn leaves alone: box, Laplace, sharpen. "
        + "And which not: Sobel changes its sign.",
      question: Self.agree(
        "Another kernel: \(counterpart.kernelRows)\(counterpart.isFlipped ? ", and for ⋆ it is flipped first, too" : ""). "
          + "Will the two outputs agree?", counterpart),
      duration: .milliseconds(1200))
  }

  // MARK: Order

  private var commutesStep: Step {
    let (left, right) = pair.fullConvolutions
    let agreeing = zip(left.values, right.values).count { $0 == $1 }
    return Step(
      caption: """
        Zeros all around, so that every pair of pixel and weight counts: full padding. Then each pair lands at one place, \
        whichever of the two slides.
        """,
      formula: [
        .output("I ∗ K") + .muted("  ") + .input("\(pair.input.shape.width)") + .muted(" + ")
          + .kernel("\(pair.kernel.shape.width)") + .muted(" − 1 = ") + .output("\(left.shape.width)")
          + .muted(" cells a side     ") + .strong("\(agreeing)", .correct)
          + .muted(" of \(left.values.count) agree with ") + .output("K ∗ I")
      ],
      note: """
        As in the table of echoes: I(a, b) and K(m, n) land at (a + m − 1, b + n − 1), and a sum does not care which of the \
        two comes first.
        """,
      duration: .milliseconds(1600))
  }

  private var paddingStep: Step {
    func counts(_ name: String, _ still: Tensor, _ sliding: Tensor, _ overlap: Overlap) -> StyledText {
      let (side, other) = (still.shape.width, sliding.shape.width)
      guard let kept = OperationPair.pairs(still, sliding, overlap) else {
        return .output(name) + .muted("  none: it does not fit")
      }
      return .output(name) + .muted("  \(sides(kept.side, kept.side)), ") + .strong("\(kept.pairs)")
        + .muted(" of \(side * side * other * other) pairs")
    }
    let (input, kernel) = (pair.input, pair.kernel)
    return Step(
      caption: """
        So padding matters: if every pair counts, order is immaterial. “Same”: one sum per cell of what is slid \
        over; each order drops others, hatched.
        """,
      formula: [
        .muted("same padding  ") + counts("I ∗ K", input, kernel, .same) + .muted("   ")
          + counts("K ∗ I", kernel, input, .same),
        .muted("no padding    ") + counts("I ∗ K", input, kernel, .valid) + .muted("   ")
          + counts("K ∗ I", kernel, input, .valid),
      ],
      note: """
        Only full padding counts all \(input.values.count) · \(kernel.values.count) pairs; with less each order keeps cells of its \
        own. Networks pad less, so in them input and kernel cannot change places; nobody misses it.
        """,
      question: Question(
        "Now with fewer zeros, so that as many cells come out as the one that stands still has. Are I ∗ K and K ∗ I still equal?",
        answer: .choice(
          ["yes, cell for cell", "no, they have different sizes", "no, one is turned"], right: 1)),
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
        Correlation does not commute: a pair lands at the difference of its places, and with the roles exchanged that \
        changes its sign: half a turn.
        """,
      formula: [
        .output("I ⋆ K") + .muted(" and ") + .output("K ⋆ I") + .muted("  ")
          + .strong("\(count)", isSame ? .correct : .wrong)
          + .muted(" of \(left.values.count) cells \(verb(count, "agree"))")
      ],
      note: "Compare the top left corner of one with the bottom right corner of the other.",
      question: Question(
        "Full padding again, but without the flip. Is K ⋆ I the same as I ⋆ K?",
        answer: .choice(
          ["yes, cell for cell", "no, it is turned by half a turn", "no, it has other numbers"], right: isSame ? 0 : 1)),
      duration: .milliseconds(1600))
  }

  private var learnedCaption: StyledText {
    guard flippingFit.errors[0] > 0 else {
      return """
        Two layers are to learn K from one picture, and begin with zeros. Here K is 0 throughout, so neither is off, and \
        there is nothing to learn.
        """
    }
    return """
      Two layers begin with zeros and learn K from one picture: round by round the error shrinks. \
      \(pair.isSymmetric ? "Both find K." : "The one without flip finds K turned, K′, for I ⋆ K′ is I ∗ K.")
      """
  }

  /// How far both layers are from what is wanted after some rounds.
  func learning(_ round: Int) -> [StyledText] {
    func error(_ fit: KernelFit) -> StyledText { .output(NumberText.fixed(Double(fit.errors[round]), decimals: 2)) }
    return [
      .muted("after \(counted(round, "round")), typical error   with flip ") + error(flippingFit)
        + .muted("   without ") + error(plainFit)
    ]
  }
}
