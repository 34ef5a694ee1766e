import CellCanvas
import ConvolutionEngine

extension DiscreteConvolutionScene {
  private var definition: StyledText {
    .output("s") + .muted("(t) = Σ ") + .strong(signals.still.name, signals.still.role) + .muted("(a) · ")
      + .strong(signals.sliding.name, signals.sliding.role) + .muted("(t − a)")
  }

  func step(_ moment: Moment) -> Step {
    let (still, sliding) = (signals.still, signals.sliding)
    let (n, k) = (still.values.count, sliding.values.count)
    switch moment {
    case .start:
      return Step(
        caption: """
          Think of \(still.name) as claps, and of \(sliding.name) as the echo of one clap: what is left of it at the age of \
          0, 1, 2 … steps. Echoes overlap: what do we hear at time t?
          """,
        formula: [definition],
        note: """
          Take one clap first: it gives a scaled copy of the echo. Then two claps, and ask what is heard where their echoes \
          overlap. Only then show the sum.
          """)
    case .flip:
      return Step(
        caption: """
          A clap at time a is t − a steps old at time t. The oldest meets the last weight, the newest the first: \
          beneath the time axis, \(sliding.name) runs backwards.
          """,
        formula: [
          definition + .muted("     a grows to the right, so t − a falls: the flip")
        ],
        note: """
          The flip is no trick: it is what looking back in time does. Students who learn it as a rule forget it; students \
          who see the ages count down do not.
          """, duration: .milliseconds(1400))
    case .length:
      return Step(
        caption: """
          From the first touch to the last: \(n) places where \(sliding.name)(0) lies on a value, and \(k - 1) more while the \
          echo of the last one dies away.
          """,
        formula: [signals.lengthFormula],
        note: "This is the full length. Networks mostly keep only places of full overlap, n − k + 1, or pad to n.",
        question: Question(
          """
          \(still.name) has \(n) values and \(sliding.name) has \(k). At how many places do they overlap, from the first \
          touch to the last?
          """, answer: .number(Double(signals.output.count), decimals: 0)),
        duration: .milliseconds(1800))
    case .place(let time): return placeStep(time)
    case .swap:
      let last = signals.output.count - 1
      return Step(
        caption:
          "Not one value changes. It does not matter which of the two is flipped and slides: convolution is commutative.",
        formula: [
          .output("s") + .muted("(t) = Σ ") + .strong(still.name, still.role) + .muted("(a) ")
            + .strong(sliding.name, sliding.role) + .muted("(t − a) = Σ ") + .strong(sliding.name, sliding.role)
            + .muted("(a) ") + .strong(still.name, still.role) + .muted("(t − a)     for t = 0 … \(last)")
        ],
        note:
          "Let the class vote before. Turn the swap knob and walk through the places again if they do not believe it.",
        question: Question(
          "Now \(sliding.name) stands still, and \(still.name) is flipped and slides. What happens to s?",
          answer: .choice(["s runs backwards", "s stays the same", "s is shifted"], right: 1)),
        duration: .milliseconds(2200))
    case .pairs:
      return Step(
        caption: """
          Why: whoever slides, every pair \(still.name)(a)·\(sliding.name)(b) is formed once, for t = a + b. Each row is \
          one echo, and the columns add up to s.
          """,
        formula: [
          .muted("\(n) rows of \(k) products, ") + .strong("\(n * k)") + .muted(" pairs, ")
            + .output("\(signals.output.count)")
            + .muted(" sums")
        ],
        note: """
          This is long multiplication: digits times digits, shifted and added, without carrying. Or two dice: the \
          ways to throw each sum, with the preset of that name.
          """)
    case .end:
      return Step(
        caption: """
          Take home: convolution adds up all that came before, each with the weight of its age: flip, slide, multiply, \
          add. The roles may be exchanged.
          """,
        formula: [definition, signals.lengthFormula],
        note: "Ask for the presets: delay moves, smooth blurs, edges finds changes. All by the same four words.")
    }
  }

  private func placeStep(_ time: Int) -> Step {
    let (still, sliding) = (signals.still, signals.sliding)
    let (n, k) = (still.values.count, sliding.values.count)
    let overlap = signals.products[time].count
    let last = signals.output.count - 1
    let caption: StyledText
    let note: String
    switch time {
    case 0:
      caption =
        "The first touch: \(still.name)(0) has just happened, so it counts with \(sliding.name)(0). All else is still to come."
      note = "Read the ages beneath the weights: only the 0 lies on a value."
    case last:
      caption =
        "The last touch: only \(still.name)(\(n - 1)) is still heard, with its last weight \(sliding.name)(\(k - 1)). Then silence."
      note = "Ask how many places there were, and compare with n + k − 1."
    case ..<(min(n, k) - 1):
      caption = """
        One step later \(still.name)(0) has grown older and counts with \(sliding.name)(\(time)); \
        \(still.name)(\(time)) is new. \(overlap) products are added.
        """
      note = "Let a student say which weight each value meets before the products appear."
    case n...:
      caption = """
        \(still.name) is over, but its echo is not: \(overlap == 1 ? "one value is" : "\(overlap) values are") still heard, \
        each with a later weight than before.
        """
      note = "This tail is what the valid mode of a library throws away."
    case min(n, k)...:
      caption = """
        One place further: what was new is a step older and meets the next weight. The products change, the weights \
        do not.
        """
      note = "Same weights, next place. The only thing that moves is time."
    default:
      caption =
        k <= n
        ? """
        All of \(sliding.name) lies on \(still.name): the newest value counts with \(sliding.name)(0), the oldest with \
        \(sliding.name)(\(k - 1)). The same \(k) weights at every t.
        """
        : """
        All of \(still.name) is covered: the newest value counts with \(sliding.name)(0), the oldest with \
        \(sliding.name)(\(time)).
        """
      note = "Same weights, next place. The only thing that moves is time."
    }
    return Step(
      caption: caption, formula: signals.sum(time), note: note,
      question: time == min(2, last) && time > 0
        ? Question(
          "\(sliding.name) moves on by one. What is s(\(time))?",
          answer: .number(Double(signals.output[time]), decimals: 0)) : nil,
      duration: .milliseconds(1100))
  }
}
