import CellCanvas

/// What two signals are about: claps and their echo, two dice, or nothing but numbers; every sentence holds for the values
/// that it is told of.
struct SignalStory: Sendable {
  /// The preset whose own values these are; `nil` for other values or exchanged roles.
  let preset: DiscreteConvolutionScene.Preset?
  let signals: SignalConvolution

  init(_ preset: DiscreteConvolutionScene.Preset?, _ signals: SignalConvolution) {
    self.preset = preset
    self.signals = signals
  }

  private var still: SignalConvolution.Signal { signals.still }
  private var sliding: SignalConvolution.Signal { signals.sliding }
  private var n: Int { still.values.count }
  private var k: Int { sliding.values.count }
  private var last: Int { n + k - 2 }

  /// The values of the sliding signal in a row: 1, 2 and 1.
  private var weights: String { listed(sliding.values.indices.map(sliding.text)) }

  /// What the axis counts, and what the weights do.
  var axes: (times: String, weights: String) { preset == .dice ? ("t", "b") : ("time t", "age b") }

  // MARK: One value, and all

  /// The value at `time` by itself.
  func one(_ time: Int) -> StyledText {
    let value = still.text(time)
    switch preset {
    case .echo:
      return """
        Think of x as claps and of w as the echo of a single clap of 1. Here is one clap alone, \(value) at time \(time): its \
        echo is \(value) times as loud.
        """
    case .smooth:
      return """
        One value alone, \(value) at time \(time): the weights \(weights) spread it over the times \(time) to \(time + k - 1).
        """
    case .edges:
      return "One value alone, \(value) at time \(time): it comes out as it is, and one step later with the other sign."
    case .delay:
      return """
        One value alone, \(value) at time \(time): the only weight that is not 0 stands at age \(k - 1), so it comes out \
        \(k - 1) steps later.
        """
    case .dice:
      return """
        x(a) counts the ways in which a first die shows a + 1, w(b) those of a second. Here the first shows \(time + 1): one \
        way at each t for a sum of t + 2, from \(time + 2) to \(time + k + 1).
        """
    case nil where still.values[time] == 0:
      return """
        Every value of \(still.name) is 0. Here is the one at time \(time) alone: what comes of it is 0 times \(sliding.name), \
        so nothing.
        """
    case nil:
      return """
        One value alone, \(value) at time \(time): what comes of it is a copy of \(sliding.name)\
        \(scaled(still.values[time])), from its own time on.
        """
    }
  }

  /// How a copy times a number differs from what is copied.
  private func scaled(_ factor: Float) -> String {
    let size = abs(factor) == 1 ? "" : ", \(GridConvolution.text(abs(factor))) times as large"
    return factor > 0 ? size : size + (size.isEmpty ? ", with the other sign" : " and with the other sign")
  }

  var echoes: StyledText {
    switch preset {
    case .echo:
      return """
        Every clap leaves its echo, each from its own time on, and echoes add up: s(t) is the sum of column t. The last clap, \
        at \(n - 1), is heard until \(last).
        """
    case .smooth:
      return """
        Every value is spread, and what overlaps adds up: s(t) is the sum of column t. Where all \(k) weights count it is \
        \(GridConvolution.text(sliding.values.reduce(0, +))) times a weighted mean.
        """
    case .edges:
      return """
        Every value, and one step later its opposite: where two neighbours are alike they cancel. s(t) is the sum of \
        column t, and only changes are left.
        """
    case .delay:
      return
        "Every value comes out \(k - 1) steps later, and nothing else. s(t) is the sum of column t: the same signal, moved."
    case .dice:
      return """
        Every row is a throw of the first die, every column a sum: s(t) counts the ways to throw t + 2. From 2 to \
        \(n + k), these are \(n + k - 1) sums.
        """
    case nil:
      return """
        Every value leaves its copy of \(sliding.name), each from its own time on, and copies add up: s(t) is the sum of \
        column t.
        """
    }
  }

  // MARK: Flip and slide

  var flip: StyledText {
    let time = signals.flippedAt
    if preset == .dice {
      return """
        To throw \(time + 2), the second die must show what is missing: as a grows, t − a falls. Beneath x, w runs \
        backwards.
        """
    }
    let oldest = time == k - 1 ? "the last weight" : "\(sliding.name)(\(time))"
    return """
      At t = \(time), what happened at time a is t − a steps old: the oldest meets \(oldest), the newest \
      \(time == k - 1 ? "the first" : "\(sliding.name)(0)"). Beneath the times \(sliding.name) runs backwards.
      """
  }

  func place(_ time: Int) -> StyledText {
    if preset == .dice { return throwing(time) }
    let overlap = signals.products[time].count
    switch time {
    case 0:
      return """
        The first touch: \(still.name)(0) has just happened, so it meets \(sliding.name)(0). All else is still to \
        come.
        """
    case last:
      return """
        The last touch: only \(still.name)(\(n - 1)) still meets a weight, its last, \(sliding.name)(\(k - 1)). \
        \(preset == .echo ? "Then silence." : "Then nothing.")
        """
    case n... where signals.products[time...].joined().allSatisfy({ $0.value == 0 }):
      return """
        \(still.name) is over, and so is what it left: from here on every product is 0. The later weights are met for \
        nothing.
        """
    case n...:
      return """
        \(still.name) is over, but \(preset == .echo ? "its echo is not" : "what it left is not"): \
        \(counted(overlap, "value", one: "one")) still \(verb(overlap, "meets")) a weight, a later one than before.
        """
    case ..<(min(n, k) - 1):
      return """
        One step later \(still.name)(0) has grown older and meets \(sliding.name)(\(time)); \
        \(still.name)(\(time)) is new. \(capitalized(spelled(overlap))) products are added.
        """
    case k - 1:
      return """
        All of \(sliding.name) lies on \(still.name): the newest value meets \(sliding.name)(0), the oldest \
        \(sliding.name)(\(k - 1)). \(n == k ? "At no other t do all \(k) meet a value." : "Up to t = \(n - 1) \(portion(k, of: k, "weight")) \(verb(k, "meets")) a value.")
        """
    case k...:
      return """
        One place further: what was new is a step older and meets the next weight, and the oldest value is left behind.
        """
    default:
      return """
        All of \(still.name) is covered: the newest value meets \(sliding.name)(0), the oldest \
        \(sliding.name)(\(time)).
        """
    }
  }

  func sweep(_ times: ClosedRange<Int>) -> StyledText {
    if preset == .dice {
      return times.upperBound < n
        ? "Sum by sum up to \(times.upperBound + 2): each step adds a way, for one more face of the first die fits."
        : "Sum by sum up to \(times.upperBound + 2): each step takes a way, for no die shows more than \(n)."
    }
    // From t = k on the oldest value has met all weights.
    let leaves = times.lowerBound >= k
    return times.upperBound < n
      ? """
      Place by place up to t = \(times.upperBound): at each step \(leaves ? "one value more is left behind, the others" : "all values") are a step \
      older and meet the next weight, and a new one comes in.
      """
      : """
      Place by place up to t = \(times.upperBound): nothing new comes in, and what is left meets later and later weights.
      """
  }

  /// To throw 4: 1 + 3, 2 + 2, 3 + 1.
  private func throwing(_ time: Int) -> StyledText {
    let throwings = signals.products[time].map { "\($0.time + 1) + \($0.age + 1)" }
    let ways = "To throw \(time + 2), the dice show \(listed(throwings, "or")): \(counted(throwings.count, "way"))."
    return StyledText(time == 1 ? ways + " As the first goes up, the second goes down." : ways)
  }

  // MARK: Roles exchanged

  var swap: StyledText {
    preset == .dice
      ? "Not one value changes. It does not matter which of the dice is called the first: convolution, written ∗, is commutative."
      : "Not one value changes. It does not matter which of the two is flipped and slides: convolution, written ∗, is commutative."
  }

  var pairs: StyledText {
    let pair = "\(still.name)(a)·\(sliding.name)(b)"
    switch preset {
    case .dice:
      return """
        Why: whoever slides, each of the \(n * k) throws is counted once, beneath its sum. Most ways lead to the middle: \
        \(n + 1) is thrown most often.
        """
    default:
      return """
        Why: every pair \(pair) is formed once, at t = a + b, whoever slides. Each row is what one value leaves, and the \
        columns add up to s.
        """
    }
  }

  var end: StyledText {
    preset == .dice
      ? """
      Take home: convolution adds up all pairs that make the same sum: flip, slide, multiply, add. The roles may be \
      exchanged.
      """
      : """
      Take home: convolution adds up all that came before, each with the weight of its age: flip, slide, multiply, \
      add. The roles may be exchanged.
      """
  }

  // MARK: Pointing

  func remark(output time: Int) -> StyledText {
    if preset == .dice { return throwing(time) }
    let products = signals.products[time]
    let met = products.map { "\(still.name)(\($0.time))" }
    guard met.count > 1 else {
      let weight = "\(sliding.name)(\(products.first?.age ?? 0))"
      return "s(\(time)) is a single product: \(listed(met)) with the weight of its age, \(weight)."
    }
    let all = met.count == 2 ? listed(met) : "\(met[0]) to \(met[met.count - 1])"
    return """
      s(\(time)) adds up \(counted(met.count, "product")): \(all), each with the weight of its age, \
      \(sliding.name)(\(time) − a).
      """
  }

  func remark(still time: Int) -> StyledText {
    if preset == .dice {
      return
        "x(\(time)) = \(still.text(time)): the first die shows a \(time + 1). It counts for the sums \(time + 2) to \(time + k + 1)."
    }
    return """
      \(still.name)(\(time)) = \(still.text(time)) meets weights from t = \(time) to t = \(time + k - 1): first \
      \(sliding.name)(0), last \(sliding.name)(\(k - 1)).
      """
  }

  func remark(sliding age: Int) -> StyledText {
    if preset == .dice {
      return
        "w(\(age)) = \(sliding.text(age)): the second die shows a \(age + 1). It counts for the sums \(age + 2) to \(age + n + 1)."
    }
    return """
      \(sliding.name)(\(age)) = \(sliding.text(age)) weighs whatever happened \(age == 0 ? "just now" : counted(age, "step") + " ago"), \
      at every time t.
      """
  }
}
