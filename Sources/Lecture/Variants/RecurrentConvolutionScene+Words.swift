import CellCanvas
import ConvolutionEngine
import Regions

extension RecurrentConvolutionScene {
  static func percent(_ part: Double) -> String { NumberText.fixed(100 * part, decimals: 1) + " %" }

  private static func side(_ cells: Int) -> String { sides(cells, cells) }

  private static func weightNames(_ round: Int) -> StyledText {
    let seen: StyledText = .kernel("U") + .muted(" ⋆ ") + .input("X")
    let fed: StyledText =
      round == 0 ? "" : .muted(" + ") + .kernel("W") + .muted(" ⋆ ") + .output("Ŷ(\(round))")
    let hidden: StyledText = .strong("H(\(round + 1))")
    return hidden + .muted(" = f(") + seen + fed + .muted("),   ") + .output("Ŷ(\(round + 1))")
      + .muted(" = softmax(") + .kernel("V") + .muted(" ⋆ ") + hidden + .muted(")")
  }

  /// What became of the labels since an earlier round: 464 + 61 mended − 8 broken = 517 right.
  private func account(_ round: Int, since before: Int) -> StyledText {
    let result =
      .strong("\(story.rounds[round].right)") + .muted(" of \(pixels) right, ")
      + .active(Self.percent(story.agreement(round)))
    guard round > before else { return result }
    let fates = story.fates(since: before, in: round)
    return .muted("\(story.rounds[before].right) + ") + .strong("\(fates.count { $0 == .mended })", .correct)
      + .muted(" mended − ") + .strong("\(fates.count { $0 == .broken })", .wrong) + .muted(" broken = ") + result
  }

  /// The round that a moment compares with: the one before it, or before the rounds that it shows in one go.
  func base(_ moment: Moment, of round: Int) -> Int {
    switch moment {
    case .later(let rounds): rounds.lowerBound - 1
    case .end: 0
    default: max(0, round - 1)
    }
  }

  private func formula(ofRound round: Int, since before: Int? = nil) -> [StyledText] {
    [Self.weightNames(feedsBack ? round : 0), account(round, since: before ?? max(0, round - 1))]
  }

  /// What a step's formula says while the labels are still those of the round before.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard playhead.pointer == nil, let shown = round(moment, at: playhead) else { return nil }
    switch moment {
    case .second where shown < 1, .third where shown < 2: return [Self.weightNames(feedsBack ? shown + 1 : 0)]
    case .later: return formula(ofRound: shown, since: base(moment, of: shown))
    default: return nil
    }
  }

  /// The weights, kernel by kernel: U 3·3·1·12 + W 5·5·3·12 + V 1·1·12·3 + 15 biases = 1,059.
  private var sizes: StyledText {
    let labeller = RecurrentLabeller.carried
    func part(_ name: String, _ filters: FilterBank) -> StyledText {
      .muted(name + " ") + .kernel(product(filters.rows, filters.columns, filters.depth, filters.count)) + .muted(" + ")
    }
    let biases = labeller.u.biases.count + labeller.v.biases.count
    return part("U", labeller.u.filters) + part("W", labeller.w.filters) + part("V", labeller.v.filters)
      + .kernel("\(biases)") + .muted(" biases = ") + .kernel(NumberText.integer(RecurrentLabeller.parameters))
      + .muted(", in every round")
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .task: return taskStep
    case .first: return firstStep
    case .second: return secondStep
    case .third:
      return Step(
        caption: StyledText(
          feedsBack
            ? "Once more with the same weights. \(outcome(2)) A label now depends on \(sides(story.rounds[2].field, story.rounds[2].field)) pixels."
            : "And once more: without W there is nothing new to see, so the third round says what the first one said."),
        formula: formula(ofRound: 2),
        note: "Let a student follow one green and one wrong pixel by cursor (c): who are their neighbours?",
        duration: .milliseconds(1400))
    case .later(let rounds): return laterStep(rounds)
    case .curve: return curveStep
    case .cut: return cutStep
    case .unrolled:
      let count = story.rounds.count
      return Step(
        caption: feedsBack
          ? """
          No recurrence over time: X is one still picture, and W leads from round to round. Unrolled it is a deep network \
          whose layers share their weights.
          """
          : """
          With W = 0 nothing leads from round to round: each is the first once more. With W this would be a deep network \
          whose layers share their weights.
          """,
        formula: [
          .kernel(NumberText.integer(RecurrentLabeller.parameters)) + .muted(" weights for ")
            + .strong(counted(count, "round")) + .muted("; were they not shared, ")
            + .kernel(NumberText.integer(Self.unsharedWeights(count)))
        ],
        note: """
          Students know recurrent networks from sentences and films, one word or frame a step. Ask what comes in at each \
          step there (something new), and what here (the same X).
          """,
        links: [Link(to: ParameterSharingScene.card.id, label: "sharing")])
    case .end: return endStep
    }
  }

  /// What as many rounds would have if each had weights of its own; the first has no W.
  static func unsharedWeights(_ rounds: Int) -> Int {
    let labeller = RecurrentLabeller.carried
    return rounds * RecurrentLabeller.parameters - labeller.w.filters.values.count
  }

  private var taskStep: Step {
    let noise = NumberText.plain(Double(noiseTenths) / 10)
    return Step(
      caption: StyledText(
        noiseTenths == 0
          ? "What is each pixel: sky, water or land? Without noise its own brightness tells. Turn the noise up."
          : rightAlone == pixels
            ? "What is each pixel: sky, water or land? With so little noise its own brightness tells."
            : "What is each pixel: sky, water or land? By its own brightness \(rightAlone) of \(pixels) come out right: the noise is too strong. Only its neighbours could help."
      ),
      formula: [
        .muted("land ") + .input("−1") + .muted("   water ") + .input("0") + .muted("   sky ") + .input("1")
          + .muted("   noise ") + .input(noise) + .muted("   alone ") + .strong("\(rightAlone)")
          + .muted(" right, ") + .strong(Self.percent(Double(rightAlone) / Double(pixels)))
      ],
      note: """
        The scene is painted from a seed, so the truth is known at every pixel. U, V and W were learned on other scenes, \
        by this program (cnnviz train --regions).
        """)
  }

  private var firstStep: Step {
    let field = story.rounds[0].field
    let right = story.rounds[0].right
    let verdict =
      right > rightAlone
      ? "\(right) are right instead of \(rightAlone)."
      : right == rightAlone
        ? "As many are right as by itself: \(right)." : "Only \(right) are right, fewer than by itself."
    return Step(
      caption: StyledText(
        "Round 1: U looks at \(sides(field, field)) pixels around each, f is ReLU, V scores the kinds, softmax makes them probabilities. \(verdict)"
      ),
      formula: formula(ofRound: 0),
      note: """
        An ordinary small network so far: a \(Self.side(RecurrentLabeller.inputKernel)) layer of \(RecurrentLabeller.hidden) \
        maps and a 1 × 1 layer of 3. The map at the right shows \
        where it is wrong; ask why the wrong pixels are scattered.
        """,
      links: [Link(to: ChannelsScene.card.id, label: "channels")])
  }

  /// What a round changed, in a sentence.
  private func outcome(_ round: Int) -> String {
    let now = story.rounds[round]
    let gain = now.mended - now.broken
    if now.mended == 0, now.broken == 0 { return "Right and wrong stay as they were." }
    let changes = "\(now.mended) mended, \(now.broken) broken"
    return gain > 0
      ? "\(changes): \(gain) more \(verb(gain, "is")) right."
      : gain == 0 ? "\(changes): no gain." : "\(changes): \(-gain) fewer \(verb(-gain, "is")) right."
  }

  private var secondStep: Step {
    let field = story.rounds[1].field
    let first = story.rounds[0].field
    return Step(
      caption: StyledText(
        feedsBack
          ? "Round 2: W looks at what the neighbours were taken for, and U at the picture as before. \(outcome(1))"
          : "W is 0: nothing is fed back, so round 2 says what round 1 said, label for label. Turn feedback on."),
      formula: formula(ofRound: 1),
      note: """
        Each label of round 1 saw \(sides(first, first)) pixels, and W looks at \(Self.side(RecurrentLabeller.feedbackKernel)) \
        such labels. Let the class draw the outermost pixel \
        that can still matter.
        """,
      question: Question(
        feedsBack
          ? "Round 1 sees \(sides(first, first)) pixels. W now looks at \(Self.side(RecurrentLabeller.feedbackKernel)) of its labels. How many pixels wide is what a label of round 2 sees?"
          : "Round 1 sees \(sides(first, first)) pixels, and W is 0. How many pixels wide is what a label of round 2 sees?",
        answer: .number(Double(field), decimals: 0)),
      duration: .milliseconds(1400), links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }

  private func laterStep(_ rounds: ClosedRange<Int>) -> Step {
    let (before, after) = (story.rounds[rounds.lowerBound - 1].right, story.rounds[rounds.upperBound].right)
    let changed = rounds.contains { story.rounds[$0].mended + story.rounds[$0].broken > 0 }
    let name = ranged("round", rounds.lowerBound + 1...rounds.upperBound + 1)
    let gain = after - before
    let result =
      !changed
      ? "right and wrong stay as they were"
      : gain > 0
        ? "\(gain) more \(verb(gain, "is")) right"
        : gain == 0 ? "as many are right as before" : "\(-gain) fewer \(verb(-gain, "is")) right"
    let field = story.rounds[rounds.upperBound].field
    return Step(
      caption: StyledText(
        feedsBack
          ? "\(capitalized(name)): \(result). A label now depends on \(sides(field, field)) pixels\(field > RegionScene.side ? ", more than there are" : ""), and not one weight was added."
          : "\(capitalized(name)): nothing new. A round that sees only the picture can say only what it said before."),
      formula: formula(ofRound: rounds.upperBound, since: rounds.lowerBound - 1),
      note:
        "Ask when to stop. In training each of six rounds was held against the truth, so none of them is only a means.",
      duration: .milliseconds(600 + 600 * rounds.count))
  }

  private var gains: [Int] { story.rounds.dropFirst().map { $0.mended - $0.broken } }

  private var curveStep: Step {
    let (from, to) = (Self.percent(story.agreement(0)), Self.percent(story.agreement(last)))
    let broken = story.rounds.reduce(0) { $0 + $1.broken }
    let rising = gains.allSatisfy { $0 > 0 } && gains.count > 1
    let slower = zip(gains, gains.dropFirst()).allSatisfy { $1 < $0 }
    let change =
      story.rounds[last].right == story.rounds[0].right
      ? "\(from) right at the beginning and at the end"
      : "From \(from) right to \(to)\(rising ? slower ? ", in each round by less" : ", higher in each round" : "")"
    return Step(
      caption: StyledText(
        feedsBack
          ? "\(change)\(broken == 0 ? "; no label was broken." : "; \(counted(broken, "right label")) \(verb(broken, "was")) broken on the way.") The view grows, the weights do not."
          : "A flat line: with W = 0 the rounds repeat each other, \(from) right, whatever their number."
      ),
      formula: [sizes],
      note: """
        The thin curve is the mean of \(Self.otherScenes) other scenes under as much noise: this one was not chosen for \
        its luck. None of them was learned from.
        """)
  }

  private var cutStep: Step {
    let changed = zip(deaf.rounds[0].labels, deaf.rounds[deaf.rounds.count - 1].labels).count { $0 != $1 }
    let gain = story.rounds[last].right - deaf.rounds[last].right
    let sense =
      gain > 0
      ? "all that was won came through the labels of neighbours"
      : gain == 0 ? "and here the feedback wins nothing either" : "and here the feedback does harm: it costs \(-gain)"
    return Step(
      caption: StyledText(
        "With W = 0 the rounds change \(changed == 0 ? "no label at all" : counted(changed, "label")): they repeat the first, \(Self.percent(deaf.agreement(last))). \(capitalized(sense))."
      ),
      formula: [
        .muted("after ") + .strong(counted(story.rounds.count, "round")) + .muted(":   with W ")
          + .output("\(story.rounds[last].right)") + .muted(" right     W = 0 ")
          + .strong("\(deaf.rounds[last].right)", .other)
          + .muted(" right")
      ],
      note:
        "The honest control: leave out the part that is praised. The knob feedback does the same to the whole scene.",
      question: Question(
        "The same weights, but W is set to 0. How many labels does round 2 change?",
        answer: .number(Double(zip(deaf.rounds[0].labels, deaf.rounds[1].labels).count { $0 != $1 }), decimals: 0)))
  }

  private var endStep: Step {
    let gain = story.rounds[last].right - story.rounds[0].right
    let field = story.rounds[last].field
    return Step(
      caption: StyledText(
        gain > 0
          ? "Take home: labels fed back through the same weights made \(gain) more right, and \(counted(story.rounds.count, "round")) see \(sides(field, field)) pixels instead of \(sides(story.rounds[0].field, story.rounds[0].field))."
          : story.rounds.count == 1
            ? "Take home: one round is an ordinary small network. Turn rounds up, and its labels are fed back to it."
            : !feedsBack
              ? "Take home: without feedback more rounds are the same round again. Turn feedback on to see what W is for."
              : "Take home: feeding labels back widens the view with no new weight. Here it \(gain == 0 ? "wins nothing" : "loses \(-gain)"): try other noise, other seeds."
      ),
      formula: [account(last, since: 0)],
      note: """
        Let the class look where the labels that are left wrong lie (at borders? in small lakes?), and say why. What would a \
        larger W do to a small lake?
        """,
      links: [Link(to: DilatedConvolutionScene.card.id, label: "another wide view")])
  }
}
