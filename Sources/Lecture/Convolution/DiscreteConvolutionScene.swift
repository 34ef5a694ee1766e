import CellCanvas
import ConvolutionEngine

/// Two short signals: one is flipped and slides along the other, from the first overlap to the last; then the roles are
/// exchanged, and the same comes out.
struct DiscreteConvolutionScene: Scene {
  static let card = SceneCard(id: "discrete-convolution", title: "Flip, slide, multiply, add", part: .convolution)

  static let preset = Control.choice(
    "preset", Preset.allCases.map(\.rawValue), fills: [x, w], help: "two signals to begin with")
  static let swap = Control.toggle("swap", standard: false, help: "let x slide along w instead")
  static let x = Control.grid("x", in: -9...9, help: "the values of x")
  static let w = Control.grid("w", in: -9...9, help: "the values of w")
  static let controls = [preset, swap, x, w]

  /// Pairs of signals that show something.
  enum Preset: String, CaseIterable {
    case echo, smooth, edges, delay, dice

    var x: [Float] {
      switch self {
      case .echo: [3, 1, 0, 2, 1]
      case .smooth: [1, 1, 7, 1, 4, 4]
      case .edges: [0, 5, 5, 5, 2, 2]
      case .delay: [3, 1, 4, 1, 5]
      case .dice: [1, 1, 1, 1, 1, 1]
      }
    }

    var w: [Float] {
      switch self {
      case .echo: [4, 2, 1]
      case .smooth: [1, 2, 1]
      case .edges: [1, -1]
      case .delay: [0, 0, 1]
      case .dice: [1, 1, 1, 1, 1, 1]
      }
    }
  }

  /// With the roles as the knob says.
  let signals: SignalConvolution
  /// With the roles exchanged.
  let swapped: SignalConvolution
  /// What the signals are about.
  let story: SignalStory
  /// Which value is followed by itself first: the first that is not zero, if there is one.
  let single: Int
  /// In a wide window beside it: another that leaves something, if there is one. Not the last, whose copy would tell how
  /// many values come out before that is asked.
  let another: Int?
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case one, echoes, flip
    /// One place, worked out product by product.
    case place(Int)
    /// The places up to the one before the next that is told by itself.
    case sweep(ClosedRange<Int>)
    case swap, pairs, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let preset = Preset(rawValue: settings.choice(Self.preset)) ?? .echo
    func edited(_ values: [Float], _ control: Control) -> [Float] {
      Tensor(signal: values).edited(settings.edits(control)).values
    }
    let (x, w) = (edited(preset.x, Self.x), edited(preset.w, Self.w))
    let usual = SignalConvolution(still: .x(x), sliding: .w(w))
    signals = settings.isOn(Self.swap) ? usual.swapped : usual
    swapped = signals.swapped
    // Other values, or other roles, are no longer what the preset tells of.
    let isOwn = x == preset.x && w == preset.w && !settings.isOn(Self.swap)
    story = SignalStory(isOwn ? preset : nil, signals)
    let values = signals.still.values
    let first = values.firstIndex { $0 != 0 } ?? 0
    single = first
    let others = values.indices.dropFirst(first + 1).dropLast().filter { values[$0] != 0 }
    another = others.first { values[$0] != values[first] } ?? others.first
    moments = [.one, .echoes, .flip] + Self.places(signals) + [.swap, .pairs, .end]
  }

  /// The first three places, the first behind the signal's end and the last by themselves, in sweeps what lies between.
  private static func places(_ signals: SignalConvolution) -> [Moment] {
    let last = signals.output.count - 1
    let told = Set([0, 1, 2, signals.still.values.count, last]).filter { $0 <= last }.sorted()
    return zip([-1] + told, told).flatMap { before, time -> [Moment] in
      let between = before + 1..<time
      switch between.count {
      case 0: return [.place(time)]
      case 1: return [.place(between.lowerBound), .place(time)]
      default: return [.sweep(between.lowerBound...time - 1), .place(time)]
      }
    }
  }

  // MARK: What the figure is about at a moment

  /// What is lit up.
  enum Focus: Hashable {
    case nothing
    case output(Int)
    case still(Int)
    case sliding(Int)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      switch pointer.grid {
      case "s" where pointer.column < shownOutputs(moment, at: playhead): return .output(pointer.column)
      case signals.still.name where pointer.column < signals.still.values.count: return .still(pointer.column)
      case signals.sliding.name where pointer.column < signals.sliding.values.count: return .sliding(pointer.column)
      default: return .nothing
      }
    }
    return switch moment {
    case .one: .still(single)
    case .flip: .output(signals.flippedAt)
    case .place(let time): .output(time)
    case .sweep(let times): .output(Self.time(times, playhead))
    case .echoes, .swap, .pairs, .end: .nothing
    }
  }

  /// Where a sweep is.
  static func time(_ times: ClosedRange<Int>, _ playhead: Playhead) -> Int {
    times.lowerBound + Int((playhead.phase(0.05, 0.95) * Double(times.count - 1)).rounded(.down))
  }

  /// How many outputs are known, from t = 0 on.
  func shownOutputs(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .one, .echoes, .flip: 0
    case .place(let time): time + (playhead.pointer != nil || playhead.phase(0.8, 1) >= 1 ? 1 : 0)
    case .sweep(let times): 1 + (playhead.pointer != nil ? times.upperBound : Self.time(times, playhead))
    case .swap, .pairs, .end: signals.output.count
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard playhead.pointer == nil else { return nil }
    switch moment {
    case .place(let time):
      let animation = Animation(playhead, products: signals.products[time].count)
      return signals.sum(time, shown: animation.products, isSummed: animation.isLanded)
    case .sweep(let times): return signals.sum(Self.time(times, playhead))
    case .one, .echoes, .flip, .swap, .pairs, .end: return nil
    }
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.x.name: "x(\(target.column))"
    case Self.w.name: "w(\(target.column))"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    switch focus(moment, at: pointed) {
    case .nothing:
      guard target.grid == "s" else { return nil }
      return Remark(caption: "s(\(target.column)) is still to come: \(signals.sliding.name) has not slid that far.")
    case .output(let time): return Remark(caption: story.remark(output: time), formula: signals.sum(time))
    // With the roles exchanged what stood still slides.
    case .still(let index) where moment == .swap && story.preset != .dice:
      return Remark(caption: SignalStory(nil, swapped).remark(sliding: index))
    case .sliding(let index) where moment == .swap && story.preset != .dice:
      return Remark(caption: SignalStory(nil, swapped).remark(still: index))
    case .still(let time): return Remark(caption: story.remark(still: time))
    case .sliding(let age): return Remark(caption: story.remark(sliding: age))
    }
  }
}

// MARK: Words

extension DiscreteConvolutionScene {
  private var definition: StyledText {
    .output("s") + .muted("(t) = Σ ") + .strong(signals.still.name, signals.still.role) + .muted("(a) · ")
      + .strong(signals.sliding.name, signals.sliding.role)
      + .muted("(t − a)     over a = 0 … \(signals.still.values.count - 1), ")
      + .strong(signals.sliding.name, signals.sliding.role) + .muted(" is 0 beyond its values")
  }

  /// 3·4 = 12, 3·2 = 6: one value with every weight.
  private var copies: StyledText {
    let (still, sliding) = (signals.still, signals.sliding)
    return .joined(
      sliding.values.indices.map { age in
        .strong(still.text(single), still.role) + .muted("·") + .strong(sliding.text(age), sliding.role) + .muted(" = ")
          + .output(GridConvolution.text(still.values[single] * sliding.values[age]))
      }, separator: "   ")
  }

  func step(_ moment: Moment) -> Step {
    let (still, sliding) = (signals.still, signals.sliding)
    let (n, k) = (still.values.count, sliding.values.count)
    switch moment {
    case .one:
      return Step(
        caption: story.one(single), formula: [copies],
        note: """
          One value first, and nothing flipped: it gives a scaled copy of \(sliding.name), from its own time on.\
          \(story.preset == .echo ? " Clap once, and let the class say what comes back." : "")
          """, duration: .milliseconds(1400))
    case .echoes:
      return Step(
        caption: story.echoes, formula: [definition, signals.lengthFormula],
        note: """
          Each row is one copy. What comes out at a time t is the sum of its column. This is the full length; networks mostly \
          keep only places of full overlap, here \(abs(n - k) + 1), or pad so that as many come out as go in.
          """,
        question: Question(
          """
          \(still.name) has \(n) values and \(sliding.name) has \(k). How many values come out, from the first to the last?
          """, answer: .number(Double(signals.output.count), decimals: 0), mistake: .number(Double(n + k), decimals: 0)),
        duration: .milliseconds(1800))
    case .flip:
      return Step(
        caption: story.flip,
        formula: [definition, .muted("t = \(signals.flippedAt): ") + signals.letters(signals.flippedAt)],
        note: """
          The flip is no trick: it is what looking back in time does. Students who learn it as a rule forget it; students \
          who see the ages count down do not. In “Data on a grid” the weights slid as they are: the next scene compares.
          """, duration: .milliseconds(1400))
    case .place(let time): return placeStep(time)
    case .sweep(let times):
      return Step(
        caption: story.sweep(times), formula: signals.sum(times.upperBound),
        note: "Same weights, next place. The only thing that moves is time. Point at an output with c to see its sum.",
        duration: .milliseconds(700 * times.count))
    case .swap:
      return Step(
        caption: story.swap,
        formula: [
          .output("s") + .muted("(t) = Σ ") + .strong(still.name, still.role) + .muted("(a) ")
            + .strong(sliding.name, sliding.role) + .muted("(t − a) = Σ ") + .strong(sliding.name, sliding.role)
            + .muted("(a) ") + .strong(still.name, still.role) + .muted("(t − a)     over all a")
        ],
        note:
          "Let the class vote before. Turn the swap knob and walk through the places again if they do not believe it.",
        // Zeros stay the same zeros, shifted or from behind: nobody could be wrong.
        question: signals.isSilent
          ? nil
          : Question(
            "Now \(sliding.name) stands still, and \(still.name) is flipped and slides. What happens to s?",
            // Where s reads the same from behind, running backwards would be right, too.
            answer: .choice(
              [
                signals.output == signals.output.reversed() ? "s is longer" : "s runs backwards", "s stays the same",
                "s is shifted",
              ], right: 1)),
        duration: .milliseconds(2200))
    case .pairs:
      return Step(
        caption: story.pairs,
        formula: [
          .strong("\(n)", still.role) + .muted(" · ") + .strong("\(k)", sliding.role) + .muted(" = ")
            + .strong("\(n * k)") + .muted(" pairs, ") + .output("\(signals.output.count)") + .muted(" sums")
        ],
        note: """
          This is long multiplication: digits times digits, shifted and added, without carrying. Or two dice: the \
          ways to throw each sum, with the preset of that name.
          """)
    case .end:
      return Step(
        caption: story.end, formula: [definition, signals.lengthFormula],
        note: "Ask for the presets: delay moves, smooth blurs, edges finds changes. All by the same four words.",
        links: [Link(to: "flip-or-not", label: "who flips?")])
    }
  }

  private func placeStep(_ time: Int) -> Step {
    let last = signals.output.count - 1
    let note =
      switch time {
      case 0: "Read the ages beneath the weights: only the 0 lies on a value."
      case last: "Ask how many places there were, and compare with n + k − 1."
      case max(signals.still.values.count, signals.sliding.values.count)...:
        "This tail is what the valid mode of a library throws away."
      default: "Let a student say which weight each value meets before the products appear."
      }
    let (sum, mistake) = (Double(signals.output[time]), signals.unflipped(time))
    let places = decimals(of: [sum, mistake])
    return Step(
      caption: story.place(time), formula: signals.sum(time), note: note,
      question: time == min(2, last) && time > 0
        ? Question(
          "\(signals.sliding.name) moves on by one. What is s(\(time))?", answer: .number(sum, decimals: places),
          mistake: .number(mistake, decimals: places)) : nil,
      duration: .milliseconds(1100))
  }
}
