import CellCanvas
import ConvolutionEngine

extension NoisySensorScene {
  static func km(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }

  static func weight(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 2) }

  private static let definition: StyledText =
    .output("s") + .muted("(t) = Σ ") + .input("x") + .muted("(t − a) · ") + .kernel("w") + .muted("(a)")

  /// Σ w(a) with the weights put in: 0.20 + 0.20 + … = 1. The sum is that of the engine's weights.
  private var weightSum: StyledText {
    let weights = track.window.weights
    let terms = weights.map { StyledText.kernel(Self.weight($0)) }
    let shown = terms.count > 6 ? Array(terms.prefix(4)) + [.muted("…")] + [terms[terms.count - 1]] : terms
    return .muted("Σ ") + .kernel("w") + .muted("(a) = ") + .joined(shown, separator: .muted(" + ")) + .muted(" = ")
      + .strong(NumberText.plain(Double(weights.reduce(0, +))))
  }

  func step(_ moment: Moment) -> Step {
    let length = track.window.weights.count
    switch moment {
    case .readings:
      return Step(
        caption: track.isNoisy
          ? """
          A laser measures once a second where a spaceship is, and every reading is a little off, by chance. Where is the \
          ship really?
          """
          : "A laser measures once a second where a spaceship is. Without noise every reading is true: turn the noise up.",
        note: """
          Let somebody draw the track with a finger. What the hand does, passing between the dots, is what we now put into a \
          formula.
          """, duration: .milliseconds(1400))
    case .window:
      return Step(
        caption: """
          Average the last \(length) readings: errors up and down largely cancel. w(a) weighs a reading by its age; the future \
          has w = 0, we do not know it yet.
          """,
        formula: [Self.definition, weightSum],
        note: """
          Why must the weights sum to 1? Because a ship that stands still must stay where it is. Students often let the window \
          reach into the future: on board that is impossible.
          """)
    case .point:
      return Step(
        caption:
          "Each reading under the window is multiplied with its weight, and the products are added: one point of the track.",
        formula: track.sum(track.first),
        note: "Say the ages aloud from right to left, 0 for now: the newest reading meets the first weight.",
        duration: .milliseconds(1200))
    case .slide:
      return Step(
        caption: """
          The window slides along with the time, and every second the same weights give one more point: s is the \
          convolution of x with w.
          """,
        formula: track.sum(track.first + track.smoothed.count - 1),
        note: "Nothing new is decided on the way: the same weights at every second. Point at any second with c.",
        duration: .milliseconds(3600))
    case .truth: return truthStep
    case .longer: return longerStep
    case .end:
      return Step(
        caption: """
          Take home: convolution slides a weighted average along a signal. A longer window trades noise for lag: smoother, \
          but later.
          """,
        formula: [
          Self.definition,
          .muted("without gaps in time  ") + .output("s") + .muted("(t) = ∫ ") + .input("x") + .muted("(t − a) ")
            + .kernel("w") + .muted("(a) da"),
        ],
        note: """
          The names in a network: x is the input, w the kernel, s the feature map. There the weights are learned, need not sum \
          to 1, and look for more than a mean.
          """)
    }
  }

  private var truthStep: Step {
    let (before, after) = (track.before(from: track.first), track.after(from: track.first))
    let caption: StyledText =
      after < before
      ? """
      Now the true track: the readings were typically \(Self.km(before)) km off, s only \(Self.km(after)) km. But see where the ship \
      climbs: s comes late.
      """
      : !track.isNoisy
        ? "Without noise there is nothing to smooth: the readings are true, and s only comes late, by \(Self.km(after)) km."
        : """
        Now the true track: s is \(Self.km(after)) km off, the readings were only \(Self.km(before)) km off. With so little noise the \
        lag costs more than it brings.
        """
    return Step(
      caption: caption,
      formula: [
        .muted("rms error  readings ") + .input(Self.km(before)) + .muted(" km   smoothed ") + .output(Self.km(after))
          + .muted(" km"),
        .muted("made of  noise left ") + .strong(Self.km(track.noiseLeft(from: track.first))) + .muted(" km  and lag ")
          + .strong(Self.km(track.lagError(from: track.first))) + .muted(" km   (mean age of a reading ")
          + .strong(Self.km(track.window.lag)) + .muted(" s)"),
      ],
      note: """
        Root mean square, over the seconds with a full window. The true track is known only to us, who made the noise; on \
        board it never is.
        """, duration: .milliseconds(1400))
  }

  private var longerStep: Step {
    let start = longer.first
    func line(_ track: Track, _ name: (String) -> StyledText) -> StyledText {
      name("\(track.window.weights.count) readings") + .muted("  noise left ")
        + .strong(Self.km(track.noiseLeft(from: start)))
        + .muted("  lag ") + .strong(Self.km(track.lagError(from: start))) + .muted("  in all ")
        + name(Self.km(track.after(from: start))) + .muted(" km,  mean age ") + .strong(Self.km(track.window.lag))
        + .muted(" s")
    }
    let isBetter = longer.after(from: start) < track.after(from: start)
    return Step(
      caption: !track.isNoisy
        ? "Twice as long: no noise to cancel, but the readings are older still, so s comes even later."
        : isBetter
          ? """
          Twice as long: more errors cancel, and the average is of older readings, so it is later. Here the noise mattered more, \
          and the sum gets better.
          """
          : """
          Twice as long: more errors cancel, but the readings are older, so s comes later. Smoother is not nearer: in all \
          the error has grown.
          """,
      formula: [line(track, StyledText.output), line(longer, { .strong($0, .other) })],
      note: """
        Both are compared over the same seconds. What is left of the noise and the lag have signs and may cancel in part, so \
        they do not add up. Turn the window's shape: triangle and exponential lag less and cancel less. There is no free \
        window.
        """,
      question: Question(
        "The window gets twice as long, \(longer.window.weights.count) readings. What happens to noise and lag?",
        answer: .choice(["less of both", "less noise, more lag", "more noise, less lag"], right: 1)),
      duration: .milliseconds(1600))
  }
}

extension NoisySensorScene.Track {
  /// The sum at a second with its numbers put in, in at most two lines.
  func sum(_ second: Int) -> [StyledText] {
    let terms = products(at: second).map {
      StyledText.input(NoisySensorScene.km($0.reading)) + .muted("·") + .kernel(NoisySensorScene.weight($0.weight))
    }
    func line(_ terms: [StyledText]) -> StyledText {
      .output("s") + .muted("(\(second)) = ") + .joined(terms, separator: .muted(" + ")) + .muted(" = ")
        + .active(NoisySensorScene.km(smoothed[second - first]))
    }
    let all = line(terms).wrapped(columns: 76)
    guard all.count > 2 else { return all }
    return line(Array(terms.prefix(6)) + [.muted("…")] + [terms[terms.count - 1]]).wrapped(columns: 76)
  }
}
