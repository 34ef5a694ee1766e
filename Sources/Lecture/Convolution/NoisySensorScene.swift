import CellCanvas
import ConvolutionEngine

/// A noisy sensor follows a spaceship, and a weighted average of the last readings slides along: convolution as it is
/// met first.
struct NoisySensorScene: Scene {
  static let card = SceneCard(id: "noisy-sensor", title: "A noisy sensor", part: .convolution)

  static let noise = Control.integer(
    "noise", in: 0...20, standard: 8, help: "how far a reading is usually off, in km")
  static let length = Control.integer("length", in: 2...12, standard: 5, help: "how many readings the window averages")
  static let shape = Control.choice(
    "window", CausalWindow.Shape.allCases.map(\.rawValue), help: "how the weight of a reading falls with its age")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other noise")
  static let controls = [noise, length, shape, seed]

  /// How many readings there are, one a second.
  static let count = 36

  /// The name under which its seconds can be pointed at.
  static let time = "time"

  let track: SmoothedTrack
  /// With a window twice as long.
  let longer: SmoothedTrack
  let moments: [Moment] = [.readings, .window, .point, .slide, .truth, .parts, .longer, .end]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case readings, window, point, slide, truth, parts, longer, end

    /// Whether the true track is on the screen, and with it how far things are off.
    var knowsTruth: Bool { [.truth, .parts, .longer, .end].contains(self) }
  }

  init(_ settings: Settings) throws(SettingsError) {
    // Counted from noise that is neither kinder nor crueller to the average than most.
    let generator = SeededGenerator(seed: 1056 + UInt64(settings.integer(Self.seed)))
    let noise = Float(settings.integer(Self.noise))
    let truth = Self.truth
    let readings = truth.enumerated().map { $1 + noise * generator.normal(at: $0) }
    let shape = CausalWindow.Shape(rawValue: settings.choice(Self.shape)) ?? .box
    let length = settings.integer(Self.length)
    track = SmoothedTrack(truth: truth, readings: readings, window: CausalWindow(shape, length: length))
    longer = SmoothedTrack(truth: truth, readings: readings, window: CausalWindow(shape, length: 2 * length))
  }

  /// Where the ship really is, in km: it waits, climbs smoothly, and waits again.
  private static let truth: [Float] = (0..<count).map { second in
    func ease(_ from: Int, _ to: Int) -> Float {
      let part = min(max(Float(second - from) / Float(to - from), 0), 1)
      return part * part * (3 - 2 * part)
    }
    return 30 + 40 * ease(4, 31)
  }

  /// The seconds over which all errors are taken: those in which the longer window is full, and so every other.
  var compared: ClosedRange<Int> { longer.first...Self.count - 1 }

  /// How far things are off, over the same seconds for either window.
  func errors(_ track: SmoothedTrack) -> SmoothedTrack.Errors { track.errors(from: compared.lowerBound) }

  /// The second that the window stands at; `nil` where there is none yet.
  func now(_ moment: Moment, at playhead: Playhead) -> Int? {
    if let pointer = playhead.pointer, pointer.grid == Self.time, moment != .readings {
      return pointer.column >= track.first && pointer.column < Self.count ? pointer.column : nil
    }
    return switch moment {
    case .window, .point: track.first
    case .slide: track.first + shownOutputs(moment, at: playhead) - 1
    case .readings, .truth, .parts, .longer, .end: nil
    }
  }

  /// How many smoothed values are on the screen.
  func shownOutputs(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .readings, .window: 0
    case .point: playhead.phase(0.7, 1) >= 1 ? 1 : 0
    case .slide: 1 + Int((playhead.phase(0, 0.95) * Double(track.smoothed.count - 1)).rounded(.down))
    case .truth, .parts, .longer, .end: track.smoothed.count
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard moment == .slide, playhead.pointer == nil, playhead.progress < 1, let second = now(moment, at: playhead)
    else { return nil }
    return sum(second)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == Self.time, target.column < Self.count else { return nil }
    let second = target.column
    let reading = Self.km(track.readings[second])
    guard second >= track.first, second < track.first + shownOutputs(moment, at: playhead) else {
      // Of a window nothing is said before there is one.
      let remark =
        moment != .readings && second < track.first
        ? "The window is not full yet: it needs \(track.length) readings."
        : track.isNoisy ? "How far that is off, nobody on board knows." : "Without noise the ship is there."
      return Remark(caption: "t = \(second): the sensor reads \(reading) km. " + StyledText(remark))
    }
    guard moment.knowsTruth else {
      return Remark(
        caption:
          "t = \(second): the reading is \(reading) km; s is the average of the \(track.length) readings up to it.",
        formula: sum(second))
    }
    let off = Self.km(abs(track.readings[second] - track.truth[second]))
    func left(_ track: SmoothedTrack) -> String { Self.km(abs(track.smoothed(at: second) - track.truth[second])) }
    // Where two windows stand on the screen each is called by its name.
    let averages =
      moment != .longer
      ? "the average of its window by \(left(track)) km"
      : second < longer.first
        ? "s with the window of \(track.length) by \(left(track)) km; that of \(longer.length) is not full yet"
        : "s by \(left(track)) km with the window of \(track.length), by \(left(longer)) km with that of \(longer.length)"
    return Remark(
      caption: "t = \(second): the reading, \(reading) km, is off by \(off) km, " + StyledText(averages + "."),
      formula: sum(second))
  }
}

// MARK: Words

extension NoisySensorScene {
  static func km(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }

  static func weight(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 2) }

  /// “=” where the numbers as they are shown come to what is shown; “≈” where rounding has parted them.
  static func equals(_ shown: Double, _ result: String, decimals: Int) -> StyledText {
    .muted(NumberText.fixed(shown, decimals: decimals) == result ? " = " : " ≈ ")
  }

  static func shown(_ text: String) -> Double { NumberText.value(of: text) ?? 0 }

  private static let definition: StyledText =
    .output("s") + .muted("(t) = Σ ") + .input("x") + .muted("(t − a) · ") + .kernel("w") + .muted("(a)")

  private var range: StyledText { .muted("     over a = 0 … \(track.length - 1)") }

  /// Σ w(a) with the weights put in: 0.20 + 0.20 + … = 1. The sum is that of the engine's weights.
  private var weightSum: StyledText {
    let weights = track.window.weights
    let texts = weights.map(Self.weight)
    let terms = texts.map { StyledText.kernel($0) }
    let shown = terms.count > 6 ? Array(terms.prefix(4)) + [.muted("…")] + [terms[terms.count - 1]] : terms
    let sum = NumberText.fixed(Double(weights.reduce(0, +)), decimals: 2)
    return .muted("Σ ") + .kernel("w") + .muted("(a) = ") + .joined(shown, separator: .muted(" + "))
      + Self.equals(texts.reduce(0) { $0 + Self.shown($1) }, sum, decimals: 2)
      + .strong(NumberText.plain(Self.shown(sum)))
  }

  /// The sum at a second with its numbers put in, in at most two lines: the oldest reading first, as in the picture.
  func sum(_ second: Int) -> [StyledText] {
    let products = track.products(at: second).reversed().map { (Self.km($0.reading), Self.weight($0.weight)) }
    let terms = products.map { StyledText.input($0.0) + .muted("·") + .kernel($0.1) }
    let result = Self.km(track.smoothed(at: second))
    let equals = Self.equals(
      products.reduce(0) { $0 + Self.shown($1.0) * Self.shown($1.1) }, result, decimals: 1)
    func line(_ terms: [StyledText]) -> StyledText {
      .output("s") + .muted("(\(second)) = ") + .joined(terms, separator: .muted(" + ")) + equals + .active(result)
    }
    let all = line(terms).wrapped(columns: 76)
    guard all.count > 2 else { return all }
    return line([terms[0], .muted("…")] + terms.suffix(6)).wrapped(columns: 76)
  }

  /// 18.5 = 10.2 + 10.4 − 2.1: the square of an error as what is left of the noise, the lag, and what they do together.
  private func squares(_ errors: SmoothedTrack.Errors, _ name: (String) -> StyledText) -> StyledText {
    let whole = Self.km(errors.smoothed * errors.smoothed)
    let parts = [errors.noise * errors.noise, errors.lag * errors.lag].map(Self.km)
    let cross = Self.km(abs(errors.cross))
    var terms = StyledText.strong(parts[0]) + .muted(" + ") + .strong(parts[1])
    var sum = Self.shown(parts[0]) + Self.shown(parts[1])
    if Self.shown(cross) > 0 {
      terms += .muted(errors.cross < 0 ? " − " : " + ") + .strong(cross)
      sum += errors.cross < 0 ? -Self.shown(cross) : Self.shown(cross)
    }
    return name(whole) + Self.equals(sum, whole, decimals: 1) + terms + .muted(" km²")
  }

  /// 3.2 to 2.3 km, with what that is; a decimal more where one does not show it: 0.34 to 0.31 km.
  private static func change(_ from: Float, _ to: Float) -> (verb: String, numbers: String) {
    let texts = (1...2).map { decimals in [from, to].map { NumberText.fixed(Double($0), decimals: decimals) } }
    guard let pair = texts.first(where: { $0[0] != $0[1] }) else { return ("stays", "at \(texts[1][0]) km") }
    return (to < from ? "falls" : "grows", "from \(pair[0]) to \(pair[1]) km")
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .readings:
      return Step(
        caption: track.isNoisy
          ? """
          A laser measures once a second, from t = 0 on, where a spaceship is. Every reading is off by chance, up or down: \
          where is the ship really?
          """
          : "A laser measures once a second where a spaceship is. Without noise every reading is true: turn the noise up.",
        note: track.isNoisy
          ? """
          Let somebody draw the track with a finger. What the hand does, passing between the dots, is what we now put into a \
          formula.
          """
          : "Turn the noise up, and let somebody draw the track with a finger: it passes between the dots.",
        duration: .milliseconds(1400))
    case .window:
      return Step(
        caption: """
          Average the last \(track.length) readings: \
          \(track.isNoisy ? "what is off upwards and downwards partly cancels" : "noise, were there any, would partly cancel"). \
          w(a) weighs a reading by its age a: 0 is now.
          """,
        formula: [Self.definition + range, weightSum],
        note: """
          Why must the weights sum to 1? Because a ship that stands still must stay where it is. The future, a < 0, has w = 0: \
          on board it is not known yet. Students often let the window reach into it.
          """)
    case .point:
      return Step(
        caption: """
          Each reading under the window is multiplied with its weight, and the products are added, the oldest first, as in \
          the picture: one point of s.
          """,
        formula: sum(track.first),
        note: "Say the ages aloud from right to left, 0 for now: the newest reading meets the first weight.",
        duration: .milliseconds(1200))
    case .slide:
      return Step(
        caption: """
          The window slides along with the time, and every second the same weights give one more point: s is the \
          convolution of x with w.
          """,
        formula: sum(Self.count - 1),
        note: "Nothing new is decided on the way: the same weights at every second. Point at any second with c.",
        duration: .milliseconds(3600))
    case .truth: return truthStep
    case .parts: return partsStep
    case .longer: return longerStep
    case .end:
      return Step(
        caption: """
          Take home: convolution slides a weighted sum along a signal. These weights average: the longer the window, the \
          smoother is s, and the later.
          """,
        formula: [
          Self.definition + range,
          .muted("without gaps in time  ") + .output("s") + .muted("(t) = ∫ ") + .input("x") + .muted("(t − a) ")
            + .kernel("w") + .muted("(a) da"),
        ],
        note: """
          The names in a network: x is the input, w the kernel, s the feature map. There the weights are learned, need not sum \
          to 1, and look for more than a mean.
          """, links: [Link(to: "discrete-convolution", label: "the sum by hand")])
    }
  }

  private var seconds: StyledText {
    .muted("over t = \(compared.lowerBound) … \(compared.upperBound)")
  }

  private var truthStep: Step {
    let errors = errors(track)
    let (before, after) = (Self.km(errors.readings), Self.km(errors.smoothed))
    let caption: StyledText
    if !track.isNoisy {
      caption =
        "Without noise there is nothing to smooth: the readings are true, and s only lags behind, typically by \(after) km."
    } else if Self.shown(after) < Self.shown(before) {
      caption = """
        The true track, at last: the readings were typically \(before) km off, s only \(after) km. But where the ship climbs, \
        s lags behind.
        """
    } else if after == before {
      caption = "The true track, at last: s is \(after) km off, just like the readings. What went wrong?"
    } else {
      caption = "The true track, at last: s is \(after) km off, the readings were only \(before) km. What went wrong?"
    }
    return Step(
      caption: caption,
      formula: [
        .muted("typical error (root mean square) = √") + .strong("mean(error²)") + .muted("     ") + seconds,
        .muted("readings ") + .input(before) + .muted(" km     smoothed ") + .output(after) + .muted(" km"),
      ],
      note: """
        Errors are taken from t = \(compared.lowerBound) on, where a window twice as long would be full, too, so that the next \
        steps speak of the same seconds. The true track is known only to us, who made the noise; on board it never is.
        """, duration: .milliseconds(1400))
  }

  private var partsStep: Step {
    let errors = errors(track)
    return Step(
      caption: track.isNoisy
        ? """
        s without noise is off by lag, the rest is noise: \(crossWords(errors)). \(ageWords)
        """
        : StyledText("All of the error is lag. \(ageWords)"),
      formula: [
        .output("mean(error²)") + .muted(" = ") + .strong("mean(noise²)") + .muted(" + ") + .strong("mean(lag²)")
          + .muted(" + ") + .strong("2 · mean(noise · lag)"),
        squares(errors, StyledText.output) + .muted("     ") + seconds,
      ],
      note: crossNote, duration: .milliseconds(1400))
  }

  /// How late s is, and what the mean age has to do with it: the arrow is drawn where the climb is as good as straight.
  private var ageWords: String {
    "On a straight climb s is late by the mean age, Σ a·w(a) = \(Self.km(track.window.lag)) seconds."
  }

  /// Where the track bends under the longer window: why that is late by another time than its mean age.
  private var bendWords: String {
    let age = Self.km(longer.window.lag)
    guard let late = longer.delay(at: height).map(Self.late), late != age else { return "" }
    return " Under \(longer.length) readings the climb bends: s is \(late) seconds late, not the mean age, \(age)."
  }

  /// What the signs of noise and lag do to the error.
  private func crossWords(_ errors: SmoothedTrack.Errors) -> String {
    let cross = Self.shown(Self.km(errors.cross))
    // Of the last term that is said, not of the noise, which may be nearly all.
    guard cross != 0 else { return "here the last term is ≈0" }
    return cross < 0 ? "here they partly cancel" : "here they partly add up"
  }

  /// Why the last term of error² has a sign, in words that need no formula: where the note stands, it may stand no more.
  private var crossNote: String {
    guard track.isNoisy else { return "Turn noise up, and ask what it will add." }
    return """
      Lag puts s below a climbing ship, noise now above it, now below. On the same side they add up, on opposite sides they \
      cancel in part. With much more data that would even out.
      """
  }

  private var longerStep: Step {
    let (short, long) = (errors(track), errors(longer))
    let noise = Self.change(short.noise, long.noise)
    let lag = Self.change(short.lag, long.lag)
    let all = Self.change(short.smoothed, long.smoothed)
    // Over a few seconds chance can do more than the window: nobody can predict that, so it is not asked.
    let isLess = noise.verb == "falls"
    func line(_ track: SmoothedTrack, _ errors: SmoothedTrack.Errors, _ name: (String) -> StyledText) -> StyledText {
      name("\(track.length) readings") + .muted("  mean(error²)  ") + squares(errors, name)
    }
    return Step(
      caption: track.isNoisy
        ? """
        Twice as long: the noise \(noise.verb) \(noise.numbers)\(isLess ? "; the readings are older, and" : ", by chance;") the \
        lag \(lag.verb) \(lag.numbers). In all the error \(all.verb)\(all.verb == "stays" ? " as it was" : "").
        """
        : "Twice as long: no noise to cancel, but the readings are older still: the lag \(lag.verb) \(lag.numbers).",
      formula: [line(track, short, StyledText.output), line(longer, long, { .strong($0, .other) })],
      note: """
        Turn the window's shape: all but box give newer readings more weight, so they lag less than a box as long\
        \(track.isNoisy ? " and cancel less. There is no free window, only a choice of which error hurts less." : ". Turn noise up to see what that costs.")\
        \(bendWords)
        """,
      question: track.isNoisy && isLess && lag.verb == "grows"
        ? Question(
          "The window gets twice as long, \(longer.length) readings. What happens to noise and lag?",
          answer: .choice(
            ["less of both", "less noise, more lag", "more noise, less lag", "more of both"], right: 1)) : nil,
      duration: .milliseconds(1600))
  }
}
