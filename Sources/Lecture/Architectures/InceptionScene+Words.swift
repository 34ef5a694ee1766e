import CellCanvas
import ConvolutionEngine

extension InceptionScene {
  /// A count of millions as slides print them: 854·10⁶, rounded down.
  private static func millions(_ count: Int) -> String { "\(count / 1_000_000)·10⁶" }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .branch(let index): return branchStep(naive.rows[index], at: index)
    case .joined: return joinedStep
    case .growth: return growthStep
    case .pointwise: return pointwiseStep
    case .bottleneck: return bottleneckStep
    case .reduced: return reducedStep
    case .saving: return savingStep
    case .misprints: return misprintsStep
    case .first5x5: return firstFiveStep
    case .first:
      return Step(
        caption: """
          The whole of 3a, GoogLeNet's first module: \(first.input.text) in, \(first.output.text) out, for \
          \(shareOfNaive) of the work that it would be without its 1 × 1 convolutions.
          """,
        formula: [first.weightSum, first.depthSum + .muted(" channels")],
        note: """
          Biases are left out here, as in the paper's table; with them the module has \
          \(NumberText.integer(first.network.parameters)) parameters. All nine modules are in the scene googlenet.
          """,
        duration: .milliseconds(1200), links: [Link(to: GoogLeNetScene.card.id, label: "googlenet")])
    case .end: return endStep
    }
  }

  // MARK: The naive module

  private func branchStep(_ row: InceptionLedger.Row, at index: Int) -> Step {
    let stage = row.stages[0]
    let soFar = naive.rows[...index].reduce(0) { $0 + $1.multiplyAdds }
    var question: Question?
    let caption: String
    let note: String
    switch row.branch {
    case .one:
      caption = """
        What counts may be a point or many pixels wide: which kernel should a layer have? An inception module takes \
        several, side by side. First 1 × 1.
        """
      note = """
        Begin with one branch. Biases are not counted in this scene, as in the lecture: they are one number a filter, and \
        would blur the products.
        """
    case .three:
      caption = """
        Beside it, on the same input, 3 × 3 with a rim of zeros: all branches must keep \(sides(Self.side, Self.side)) places, \
        or their maps could not be put together.
        """
      note = "Ask what would happen without padding: 26 × 26 beside 28 × 28, and nothing to put together."
    case .five:
      let share = NumberText.share(row.multiplyAdds, of: soFar)
      caption = """
        And 5 × 5: each filter has 25 weights a channel where 3 × 3 has 9. This branch alone does \(share) of the \
        multiply-adds so far.
        """
      note = "Whether 3 × 3 or 5 × 5 costs more depends on how many filters each has: turn the knobs 3x3 and 5x5."
      question = Question(
        "\(counted(row.depth, "filter")) of 5 × 5 on \(channels) channels, no biases: how many weights?",
        answer: .number(Double(row.weights), decimals: 0))
    case .pool:
      caption = """
        The fourth branch pools: the strongest of 3 × 3 neighbours, at stride 1. It has no weights and computes no products, \
        but all \(channels) channels go on.
        """
      note = "Pooling helped in every network before, so it got a branch. Its cost comes later: watch the depth."
    }
    return Step(
      caption: StyledText(caption), formula: [InceptionLedger.products(of: stage)], note: note, question: question,
      duration: .milliseconds(900))
  }

  private var joinedStep: Step {
    let most = Leaders(naive.rows.map { ($0.name, $0.depth) })
    let from =
      most.count == 1
      ? "The largest part, \(NumberText.integer(most.amount)), comes from the \(most.text) branch"
      : "The largest parts, \(NumberText.integer(most.amount)) each, come from \(most.text)"
    return Step(
      caption: """
        Their maps are put one behind another: \(channels) channels came in, \
        \(NumberText.integer(naive.output.channels)) go on. \(from).
        """,
      formula: [
        naive.depthSum + .muted(" channels"),
        naive.weightSum,
      ],
      note: """
        A multiply-add is what the slide calls a multiplication. Biases are not counted; they would be one number for each \
        of the filters.
        """,
      question: Question(
        "The maps of all four branches are put one behind another. How many channels come out?",
        answer: .number(Double(naive.output.channels), decimals: 0)), duration: .milliseconds(900))
  }

  private var growthStep: Step {
    let last = stacked.count - 1
    let work = Double(stacked[last].multiplyAdds) / Double(stacked[0].multiplyAdds)
    let terms = [naive[.one].depth, naive[.three].depth, naive[.five].depth]
    return Step(
      caption: """
        The pool branch hands on all that came and the others add \(NumberText.integer(added)): depth can only grow. The \
        \(ordinal(last + 1)) module does \(factor(work)) times the work of the first.
        """,
      formula: [
        .muted("in + " + terms.map(String.init).joined(separator: " + ") + " = in + ")
          + .output(NumberText.integer(added)) + .muted(":   ") + .input(NumberText.integer(channels)) + .muted(" → ")
          + .joined(stacked.map { .output(NumberText.integer($0.output.channels)) }, separator: .muted(" → "))
      ],
      note: """
        GoogLeNet has nine modules. With naive ones the depth could only grow, and with it the work of every module that \
        follows.
        """,
      question: Question(
        "The same module once more on these \(NumberText.integer(naive.output.channels)) channels: what depth comes out?",
        answer: .number(Double(stacked[1].output.channels), decimals: 0)), duration: .milliseconds(1400))
  }

  // MARK: 1 × 1

  /// What a filter adds up at a place: 0.3·0.82 + 0.59·0.61 + 0.11·0.2 = 0.63.
  func mixing(_ filter: Int, row: Int, column: Int) -> StyledText {
    var line = StyledText("")
    for channel in 0..<3 {
      let weight = Self.filters[filter][channel]
      let sign = weight < 0 ? " − " : channel > 0 ? " + " : ""
      line +=
        .muted(sign) + .kernel(NumberText.plain(Double(abs(weight)))) + .muted("·")
        + .input(NumberText.fixed(Double(picture[row, column, channel]), decimals: 2))
    }
    return line + .muted(" = ") + .output(NumberText.fixed(Double(mixed[row, column, filter]), decimals: 2))
  }

  private var pointwiseStep: Step {
    Step(
      caption: """
        A 1 × 1 convolution cuts depth. It sees no neighbours: at each place it mixes the channels, here three colours \
        into brightness and red minus blue.
        """,
      formula: [
        mixing(0, row: Self.pictureSide / 2, column: Self.pictureSide / 2),
        mixing(1, row: Self.pictureSide / 2, column: Self.pictureSide / 2),
      ],
      note: """
        A weight for each channel, shared by all places. Fewer filters than channels: a shorter description of each place, \
        which training chooses. Point at a place with c to see its sum.
        """, duration: .milliseconds(1200),
      links: [Link(to: ChannelsScene.card.id, label: "channels")])
  }

  private var bottleneckStep: Step {
    let (before, after) = (naive[.five], reduced[.five])
    let cut = after.convolutions[0].output.channels
    let change =
      after.multiplyAdds < before.multiplyAdds
      ? "that saves \(NumberText.share(before.multiplyAdds - after.multiplyAdds, of: before.multiplyAdds)) of the multiply-adds"
      : "\(cut) is too many here to save anything"
    return Step(
      caption: """
        A 1 × 1 convolution first makes \(cut) of \(channels) channels, so that each 5 × 5 filter is \(cut) deep instead of \
        \(channels): \(change).
        """,
      formula: [
        .muted("5 × 5 alone ") + .kernel(NumberText.integer(before.weights)) + .muted(" weights, through 1 × 1 ")
          + .joined(after.convolutions.map { .kernel(NumberText.integer($0.weights)) }, separator: .muted(" + "))
          + .muted(" = ") + .kernel(NumberText.integer(after.weights))
      ],
      note: "A ReLU follows the 1 × 1, too: it is not only cheaper, it is one more layer.",
      question: Question(
        "A 1 × 1 convolution first makes \(cut) of the \(channels) channels. How many weights does the 5 × 5 then have?",
        answer: .number(Double(after.convolutions[1].weights), decimals: 0)), duration: .milliseconds(1200))
  }

  // MARK: The reduced module

  /// How much of the naive module's work is saved, as one of four answers.
  static func savingChoice(naive: Int, reduced: Int) -> (choices: [String], right: Int) {
    let choices = [
      "nothing: more convolutions, more work", "less than a third of the work", "a third to two thirds",
      "more than two thirds",
    ]
    let saved = naive - reduced
    let right = saved <= 0 ? 0 : 3 * saved < naive ? 1 : 3 * saved <= 2 * naive ? 2 : 3
    return (choices, right)
  }

  private var reducedStep: Step {
    let (choices, right) = Self.savingChoice(naive: naive.multiplyAdds, reduced: reduced.multiplyAdds)
    let ratio =
      saving > 1
      ? "The naive module takes \(factor(saving)) times as many multiply-adds"
      : "They save nothing here: the naive module takes \(NumberText.fixed(saving, decimals: 2)) times as many"
    let (few, many) = (reduced.output.channels, naive.output.channels)
    let depth =
      few == many
      ? "\(NumberText.integer(few)) channels, as before"
      : "\(NumberText.integer(few)) channels instead of \(NumberText.integer(many))"
    return Step(
      caption: """
        1 × 1 before 3 × 3 and 5 × 5, and behind the pooling: \(depth). \(ratio).
        """,
      formula: [
        reduced.weightSum,
        .muted("\(NumberText.integer(naive.multiplyAdds)) / ") + .active(NumberText.integer(reduced.multiplyAdds))
          + .muted(" multiply-adds = ") + .active(NumberText.fixed(saving, decimals: 2)),
      ],
      note: """
        Reckon the saving a branch at a time before the next step. The pooling branch now costs something: its 1 × 1 is \
        there for the depth alone.
        """,
      question: Question(
        "How much of the naive module's work do the 1 × 1 convolutions save?",
        answer: .choice(choices, right: right)), duration: .milliseconds(1600))
  }

  private var savingStep: Step {
    let saved = zip(naive.rows, reduced.rows).map { $0.multiplyAdds - $1.multiplyAdds }
    let most = saved.indices.max { saved[$0] < saved[$1] } ?? 0
    let pool = reduced[.pool].multiplyAdds
    let first =
      saved[most] > 0
      ? "The \(naive.rows[most].name) branch saves most, \(NumberText.integer(saved[most]))."
      : "No branch saves anything with these widths."
    return Step(
      caption: """
        \(first) The pooling branch, once free, costs \(NumberText.integer(pool)): the price of \
        \(counted(reduced[.pool].depth, "channel")) in place of \(channels).
        """,
      formula: [
        .muted("saved ")
          + .joined(saved.map { .active(NumberText.integer($0)) }, separator: .muted("   ")) + .muted("   in all ")
          + .active(NumberText.integer(naive.multiplyAdds - reduced.multiplyAdds))
      ],
      note: "Both sets of bars have one scale. Turn 3x3-reduce up until nothing is saved, and ask why.",
      duration: .milliseconds(1200))
  }

  // MARK: Sources

  private var misprintsStep: Step {
    let naive = lectures.naive
    let row = naive[.three]
    return Step(
      caption: """
        The lecture's slide misprints the naive 3 × 3: its own total, \(Self.millions(naive.multiplyAdds)), needs the right \
        product. CS231n's 358M counts the reduced 3 × 3 twice.
        """,
      formula: [
        .muted("slide  \(product(64, 3, 3, 64, Self.side, Self.side)) = ")
          + .tinted(NumberText.integer(Self.printed), .wrong),
        .muted("right  \(product(row.depth, 3, 3, naive.input.channels, Self.side, Self.side)) = ")
          + .active(NumberText.integer(row.multiplyAdds)),
      ],
      note: """
        This step keeps to the lecture's widths, whatever the knobs say. Let the class find the misprint: which factor \
        must be the depth of the input?
        """,
      question: Question(
        "The slide gives \(product(64, 3, 3, 64, Self.side, Self.side)) multiplications to its \(row.depth) filters of 3 × 3 on \(naive.input.channels) channels, and \(Self.millions(naive.multiplyAdds)) to the module. What is misprinted?",
        answer: .choice(["the product", "the module's total", "both", "neither"], right: 0)))
  }

  // MARK: GoogLeNet's

  /// How much of the naive module's work 3a does.
  private var shareOfNaive: String { NumberText.share(first.multiplyAdds, of: firstNaive.multiplyAdds) }

  private var firstFiveStep: Step {
    let (before, after) = (firstNaive[.five], first[.five])
    return Step(
      caption: """
        A real one: module 3a of GoogLeNet squeezes \(first.input.channels) channels to \
        \(after.convolutions[0].output.channels) before its 5 × 5, and the branch costs \
        \(factor(Double(before.multiplyAdds) / Double(after.multiplyAdds))) times less.
        """,
      formula: [
        .muted("directly ") + .kernel(NumberText.integer(before.weights)) + .muted(" weights, ")
          + .active(NumberText.integer(before.multiplyAdds)) + .muted(" multiply-adds"),
        .muted("through 1 × 1 ") + .kernel(NumberText.integer(after.weights)) + .muted(" weights, ")
          + .active(NumberText.integer(after.multiplyAdds)) + .muted(" multiply-adds"),
      ],
      note:
        "Widths from table 1 of Szegedy et al., Going deeper with convolutions (2015). The knobs do not change them.",
      duration: .milliseconds(1200))
  }

  private var endStep: Step {
    let small = saving > 1
    return Step(
      caption: small
        ? """
        Take home: look with several kernels at once, and let 1 × 1 convolutions say each place in fewer channels first. So \
        depth no longer grows by itself.
        """
        : """
        Take home: several kernels at once, and 1 × 1 convolutions to choose the depth. With these widths they squeeze too \
        little to save anything.
        """,
      formula: [
        .muted("depth ") + .output(NumberText.integer(naive.output.channels)) + .muted(" → ")
          + .output(NumberText.integer(reduced.output.channels)) + .muted("   weights ")
          + .kernel(NumberText.integer(naive.weights)) + .muted(" → ") + .kernel(NumberText.integer(reduced.weights))
      ],
      note: "Nine such modules make GoogLeNet: the next step is the scene googlenet, or cnnviz walk googlenet.",
      links: [Link(to: GoogLeNetScene.card.id, label: "googlenet")])
  }
}
