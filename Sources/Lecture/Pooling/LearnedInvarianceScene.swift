import CellCanvas
import ConvolutionEngine

/// A max unit over detectors that are tuned to different turns does not mind turns; one over places does.
struct LearnedInvarianceScene: Scene {
  static let card = SceneCard(id: "learned-invariance", title: "Learned invariance", part: .pooling)

  static let angle = Control.choice(
    "angle", TurnDetectors.dial.map { "\($0)" }, standard: "25",
    help: "how far the digit is turned, in degrees, to the right")
  static let detectors = Control.integer(
    "detectors", in: 3...7, standard: 3, help: "how many turns there are detectors for")
  static let reach = Control.choice(
    "reach", ["30", "45", "60"], standard: "45", help: "how far the outermost detectors are turned, in degrees")
  static let digit = Control.integer("digit", in: 0...9, standard: 5, help: "the digit that they detect")
  static let controls = [angle, detectors, reach, digit]
  static let ownFiles: Set<OwnFile> = [.digits]

  /// What a step shows. A place is one of the dial.
  enum Moment: Sendable {
    /// The detectors and an upright digit.
    case detectors(TurnDetectors, place: Int)
    /// The digit as far to the left as the first detector.
    case left(TurnDetectors, place: Int)
    /// The digit as far to the right as the last.
    case right(TurnDetectors, place: Int)
    /// The angle of the knob.
    case dial(TurnDetectors, place: Int)
    /// What each detector answers at every angle.
    case curves(TurnDetectors, place: Int)
    /// The max unit over them.
    case envelope(TurnDetectors, place: Int)
    /// Envelopes of more and fewer detectors.
    case counts(TurnDetectors, [Count])
    /// One detector at every place, and a digit that is shifted.
    case shifted(TurnDetectors)
    /// The same, and a digit that is turned.
    case places(TurnDetectors, place: Int)
    /// A trained network on the dial.
    case network(TurnDetectors, place: Int)
    /// What to take home.
    case end(TurnDetectors, place: Int)

    /// The detectors, and the place of the dial that the step is about.
    var shown: (bank: TurnDetectors, place: Int?) {
      switch self {
      case .detectors(let bank, let place), .left(let bank, let place), .right(let bank, let place),
        .dial(let bank, let place), .curves(let bank, let place), .envelope(let bank, let place),
        .places(let bank, let place), .network(let bank, let place), .end(let bank, let place):
        (bank, place)
      case .counts(let bank, _), .shifted(let bank): (bank, nil)
      }
    }
  }

  /// The envelope of so many detectors over the same turns.
  struct Count: Sendable {
    let count: Int
    let envelope: [Float]
    /// The least that the max unit says between the outermost.
    let lowest: Float
  }

  let moments: [Moment]
  let fileName: String?
  /// The place of the dial that the knob chose.
  let own: Int

  init(_ settings: Settings) throws(SettingsError) {
    let count = settings.integer(Self.detectors)
    let reach = Int(settings.choice(Self.reach)) ?? 45
    let network = settings.digitNetwork
    let bank = TurnDetectors(digit: settings.integer(Self.digit), count: count, reach: reach, network)
    let own = TurnDetectors.dial.firstIndex(of: Int(settings.choice(Self.angle)) ?? 0) ?? 0
    self.own = own
    func place(_ angle: Int) -> Int { TurnDetectors.place(of: Double(angle)) }
    let counts = (3...7).map { count in
      let other = bank.withCount(count)
      return Count(count: count, envelope: other.envelope, lowest: other.lowest)
    }
    moments = [
      .detectors(bank, place: place(0)), .left(bank, place: place(-reach)), .right(bank, place: place(reach)),
      .dial(bank, place: own), .curves(bank, place: own), .envelope(bank, place: bank.lowest), .counts(bank, counts),
      .shifted(bank), .places(bank, place: place(reach)), .network(bank, place: own), .end(bank, place: own),
    ]
    fileName = network.fileName
  }

  /// The place of the dial that is pointed at, or else that of the step.
  func place(_ moment: Moment, at playhead: Playhead) -> Int? {
    let (bank, place) = moment.shown
    guard let place else { return nil }
    guard let target = playhead.pointer, target.grid == "dial", bank.pictures.indices.contains(target.column) else {
      return place
    }
    return target.column
  }

  /// Pressed or dragged along, the dial turns the digit.
  func turn(at target: Target) -> KnobTurn? {
    guard target.grid == "dial", TurnDetectors.dial.indices.contains(target.column) else { return nil }
    return KnobTurn(Self.angle, "\(TurnDetectors.dial[target.column])")
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let (bank, _) = moment.shown
    let place = place(moment, at: playhead)
    switch moment {
    case .detectors, .left, .right, .dial: drawDetectors(bank, place: place ?? 0, at: playhead, in: &canvas)
    case .curves: drawCurves(bank, .detectors, place: place ?? 0, in: &canvas)
    case .envelope, .end: drawCurves(bank, .envelope, place: place ?? 0, in: &canvas)
    case .places: drawCurves(bank, .places, place: place ?? 0, in: &canvas)
    case .network: drawCurves(bank, .network, place: place ?? 0, in: &canvas)
    case .counts(_, let counts): drawCounts(bank, counts, in: &canvas)
    case .shifted: drawShifts(bank, in: &canvas)
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == "dial", let place = place(moment, at: Playhead(step: playhead.step, pointer: target)) else {
      return nil
    }
    let bank = moment.shown.bank
    let winner = bank.winner(place)
    let best = bank.answers[winner][place]
    switch moment {
    case .places:
      return Remark(
        caption: StyledText(
          "\(capitalized(Self.turned(TurnDetectors.dial[place]))): the upright detector says "
            + "\(Self.text(bank.overPlaces[place])) at its best place, the max unit over turns \(Self.text(best))."))
    case .network:
      let read = bank.read[place]
      return Remark(
        caption: StyledText(
          "\(capitalized(Self.turned(TurnDetectors.dial[place]))): the network reads \(read.digit), "
            + "\(chance(read.probability)) sure; that it is a \(bank.digit) it says with "
            + "\(chance(read.probabilities[bank.digit]))."))
    default:
      return Remark(
        caption: StyledText(
          "\(capitalized(Self.turned(TurnDetectors.dial[place]))): the detector for \(Self.degrees(bank.angles[winner])) "
            + "answers most, so the max unit says \(Self.text(best))."),
        formula: [answers(bank, place)])
    }
  }

  // MARK: Numbers

  /// An answer.
  static func text(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 2) }
  /// An angle: −22.5°.
  static func degrees(_ angle: Double) -> String { NumberText.plain(angle) + "°" }
  /// An angle in words: upright, turned left by 45°.
  static func turned(_ angle: Int) -> String {
    angle == 0 ? "upright" : "turned \(angle < 0 ? "left" : "right") by \(abs(angle))°"
  }

  /// What every detector answers at a place of the dial, and the largest: max(0.05, 0.49, 0.82) = 0.82.
  func answers(_ bank: TurnDetectors, _ place: Int) -> StyledText {
    let winner = bank.winner(place)
    let terms = bank.answers.indices.map { index -> StyledText in
      let text = Self.text(bank.answers[index][place])
      return index == winner ? .active(text) : .kernel(text)
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(bank.answers[winner][place]))
  }
}
