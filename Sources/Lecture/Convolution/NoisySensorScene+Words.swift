import CellCanvas
import ConvolutionEngine

extension NoisySensorScene {
  static func steps(_ moments: [Moment], _ track: Track, _ longer: Track) -> [Step] {
    moments.map { step($0, track, longer) }
  }

  static func km(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }

  static func weight(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 2) }

  private static let definition: StyledText =
    .output("s") + .muted("(t) = Σ ") + .input("x") + .muted("(t − a) · ") + .kernel("w") + .muted("(a)")

  /// Σ w(a) with the weights put in: 0.20 + 0.20 + … = 1. The sum is that of the engine's weights.
  private static func weightSum(_ track: Track) -> StyledText {
    let weights = track.window.weights
    let terms = weights.map { StyledText.kernel(weight($0)) }
    let shown = terms.count > 6 ? Array(terms.prefix(4)) + [.muted("…")] + [terms[terms.count - 1]] : terms
    return .muted("Σ ") + .kernel("w") + .muted("(a) = ") + .joined(shown, separator: .muted(" + ")) + .muted(" = ")
      + .strong(NumberText.plain(Double(weights.reduce(0, +))))
  }

  /// The sum at a second with its numbers put in, in at most two lines.
  static func sum(_ track: Track, _ second: Int) -> [StyledText] {
    let terms = track.products(at: second).map {
      StyledText.input(km($0.reading)) + .muted("·") + .kernel(weight($0.weight))
    }
    func line(_ terms: [StyledText]) -> StyledText {
      .output("s") + .muted("(\(second)) = ") + .joined(terms, separator: .muted(" + ")) + .muted(" = ")
        + .active(km(track.smoothed[second - track.first]))
    }
    let all = line(terms).wrapped(columns: 76)
    guard all.count > 2 else { return all }
    return line(Array(terms.prefix(6)) + [.muted("…")] + [terms[terms.count - 1]]).wrapped(columns: 76)
  }

  private static func step(_ moment: Moment, _ track: Track, _ longer: Track) -> Step {
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
        formula: [definition, weightSum(track)],
        note: """
          Why must the weights sum to 1? Because a ship that stands still must stay where it is. Students often let the window \
          reach into the future: on board that is impossible.
          """)
    case .point:
      return Step(
        caption:
          "Each reading under the window is multiplied with its weight, and the products are added: one point of the track.",
        formula: sum(track, track.first),
        note: "Say the ages aloud from right to left, 0 for now: the newest reading meets the first weight.",
        duration: .milliseconds(1200))
    case .slide:
      return Step(
        caption: """
          The window slides along with the time, and every second the same weights give one more point: s is the \
          convolution of x with w.
          """,
        formula: sum(track, track.first + track.smoothed.count - 1),
        note: "Nothing new is decided on the way: the same weights at every second. Point at any second with c.",
        duration: .milliseconds(3600))
    case .truth: return truthStep(track)
    case .longer: return longerStep(track, longer)
    case .end:
      return Step(
        caption: """
          Take home: convolution slides a weighted average along a signal. A longer window trades noise for lag: smoother, \
          but later.
          """,
        formula: [
          definition,
          .muted("without gaps in time  ") + .output("s") + .muted("(t) = ∫ ") + .input("x") + .muted("(t − a) ")
            + .kernel("w") + .muted("(a) da"),
        ],
        note: """
          The names in a network: x is the input, w the kernel, s the feature map. There the weights are learned, need not sum \
          to 1, and look for more than a mean.
          """)
    }
  }

  private static func truthStep(_ track: Track) -> Step {
    let (before, after) = (track.before(from: track.first), track.after(from: track.first))
    let caption: StyledText =
      after < before
      ? """
      Now the true track: the readings were typically \(km(before)) km off, s only \(km(after)) km. But see where the ship \
      climbs: s comes late.
      """
      : !track.isNoisy
        ? "Without noise there is nothing to smooth: the readings are true, and s only comes late, by \(km(after)) km."
        : """
        Now the true track: s is \(km(after)) km off, the readings were only \(km(before)) km off. With so little noise the \
        lag costs more than it brings.
        """
    return Step(
      caption: caption,
      formula: [
        .muted("rms error  readings ") + .input(km(before)) + .muted(" km   smoothed ") + .output(km(after))
          + .muted(" km"),
        .muted("made of  noise left ") + .strong(km(track.noiseLeft(from: track.first))) + .muted(" km  and lag ")
          + .strong(km(track.lagError(from: track.first))) + .muted(" km   (mean age of a reading ")
          + .strong(km(track.window.lag)) + .muted(" s)"),
      ],
      note: """
        Root mean square, over the seconds with a full window. The true track is known only to us, who made the noise; on \
        board it never is.
        """, duration: .milliseconds(1400))
  }

  private static func longerStep(_ track: Track, _ longer: Track) -> Step {
    let start = longer.first
    func line(_ track: Track, _ name: (String) -> StyledText) -> StyledText {
      name("\(track.window.weights.count) readings") + .muted("  noise left ")
        + .strong(km(track.noiseLeft(from: start)))
        + .muted("  lag ") + .strong(km(track.lagError(from: start))) + .muted("  in all ")
        + name(km(track.after(from: start))) + .muted(" km,  mean age ") + .strong(km(track.window.lag)) + .muted(" s")
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
      formula: [line(track, StyledText.output), line(longer, { .strong($0, .categoryD) })],
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
