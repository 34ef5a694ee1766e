import CellCanvas
import ConvolutionEngine

/// A picture that a unit of a trained network answers to as strongly as can be: climbed from noise, with and without what
/// keeps it from becoming static; and how little it takes to change the network's mind.
struct FantasyImageScene: Scene {
  static let card = SceneCard(id: "fantasy-image", title: "What a unit would like to see", part: .seeingInside)

  static let digit = Control.integer("class", in: 0...9, standard: 3, help: "the class whose score is climbed")
  static let jitter = Control.integer(
    "jitter", in: 0...4, standard: 2, help: "pixels that the picture is moved by, at most")
  static let blur = Control.toggle("blur", standard: true, help: "a blur after every eighth step")
  static let variation = Control.toggle("smooth", standard: true, help: "differences between neighbours cost")
  static let decay = Control.toggle("decay", standard: false, help: "values are drawn to grey")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other noise to begin with")
  static let amount = Control.integer(
    "amount", in: 1...50, standard: 30, help: "how far one sign step moves each pixel, in hundredths of the range")
  static let controls = [digit, jitter, blur, variation, decay, seed, amount]

  static let ownFiles: Set<OwnFile> = [.digits]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// Grey with a little noise.
    case start
    /// The gradient with respect to its pixels.
    case slope
    /// Up, without and with the cures.
    case bare, cured
    /// Both results.
    case beside
    /// Other noise to begin with.
    case seeds
    /// One step of the sign of the gradient, and more or less of it.
    case sign, amounts
    case end
  }

  let moments: [Moment] = [.start, .slope, .bare, .cured, .beside, .seeds, .sign, .amounts, .end]

  static let steps = 128
  static let every = 4
  /// How many frames an ascent has.
  static let frames = steps / every + 1
  static let others = 3

  let subject: SeenSubject
  let wanted: Int
  let cures: ActivationAscent.Cures
  let start: Tensor
  /// The gradient of the score with respect to each pixel of the start.
  let slope: Tensor
  private let seedValue: UInt64
  /// A digit as a hand would write it, what the sign step is, and what the network says of both.
  let written: Tensor
  let signs: Tensor
  /// The class that the sign step leads to: the second of the network's answers to the written digit.
  let other: Int
  let amountShown: Float
  /// The probabilities of the classes for each amount of 0, 0.02, 0.04 … 0.5.
  let byAmount: [[Float]]
  /// The same where each pixel is moved as far, but up or down by chance.
  let byChance: [[Float]]

  static let amountStep: Float = 0.02

  private(set) var bare: [AscentFrame] = []
  private(set) var cured: [AscentFrame] = []
  private(set) var fromOthers: [AscentFrame] = []

  private enum Result: Sendable {
    case bare(AscentFrame), cured(AscentFrame), other(AscentFrame)
  }

  init(_ settings: Settings) throws(SettingsError) {
    let subject = SeenSubject.digits(settings)
    self.subject = subject
    let wanted = settings.integer(Self.digit)
    self.wanted = wanted
    seedValue = UInt64(settings.integer(Self.seed))
    cures = ActivationAscent.Cures(
      decay: settings.isOn(Self.decay) ? 0.3 : 0, variation: settings.isOn(Self.variation) ? 0.05 : 0,
      jitter: settings.integer(Self.jitter), blurEvery: settings.isOn(Self.blur) ? 8 : 0)
    start = Self.noise(subject, seedValue)
    let unit = ActivationAscent.Unit(middleOf: wanted, stage: subject.network.scoresStage, of: subject.network)
    let pass = RememberedPass(of: start, through: subject.network, weights: subject.weights)
    var one = Tensor(subject.network.stages[unit.stage].output, repeating: 0)
    one[0, 0, wanted] = 1
    slope = pass.gradients(one, from: unit.stage, ofParameters: false).picture

    let written = StrokeDigits.sheet(wanted)
    self.written = written
    let scores = subject.scores(written)
    let order = scores.values.indices.sorted { scores.values[$0] > scores.values[$1] }
    let other = order.first { $0 != wanted } ?? 0
    self.other = other
    let signs = signStep(
      towards: other, from: wanted, on: written, through: subject.network, weights: subject.weights)
    self.signs = signs
    amountShown = Float(settings.integer(Self.amount)) / 100
    let chances = SeededGenerator(seed: seedValue)
    let random = Tensor(
      written.shape, values: written.values.indices.map { chances.integer(at: $0, in: 0...1) == 0 ? -1 : 1 })
    func answers(_ signs: Tensor) -> [[Float]] {
      (0...25).map { index in
        let moved = Self.moved(written, by: Float(index) * Self.amountStep, signs, subject.range)
        return subject.probabilities(subject.scores(moved))
      }
    }
    (byAmount, byChance) = (answers(signs), answers(random))
  }

  private static func noise(_ subject: SeenSubject, _ seed: UInt64) -> Tensor {
    let noise = ActivationAscent.noise(subject.network.input, around: subject.grey, deviation: 0.05, seed: seed)
    return Tensor(
      noise.shape, values: noise.values.map { min(max($0, subject.range.lowerBound), subject.range.upperBound) })
  }

  /// A picture moved by so much along signs, held to the range.
  static func moved(_ picture: Tensor, by amount: Float, _ signs: Tensor, _ range: ClosedRange<Float>) -> Tensor {
    Tensor(
      picture.shape,
      values: zip(picture.values, signs.values).map { min(max($0 + amount * $1, range.lowerBound), range.upperBound) })
  }

  /// The written digit after the sign step of the knob.
  var fooling: Tensor { Self.moved(written, by: amountShown, signs, subject.range) }

  var work: BackgroundWork? {
    let (subject, wanted, seed, cures, start) = (subject, wanted, seedValue, cures, start)
    let key = "\(wanted), \(seed), \(cures)"
    return BackgroundWork(label: "ascent", key: key) { deliver in
      guard deliver(0, nil) else { return }
      let unit = ActivationAscent.Unit(middleOf: wanted, stage: subject.network.scoresStage, of: subject.network)
      let all = Double(2 * Self.frames + Self.others)
      var done = 0.0
      func climb(
        from start: Tensor, every: Int = Self.every, _ cures: ActivationAscent.Cures, _ seed: UInt64,
        _ result: @escaping (AscentFrame) -> Result?
      ) -> Bool {
        subject.climb(
          unit, from: start, steps: Self.steps, every: every, rate: 0.03, cures: cures, seed: seed
        ) { frame in
          guard let result = result(frame) else { return true }
          done += 1
          return deliver(done / all, result)
        }
      }
      guard climb(from: start, .init(), seed, { .bare($0) }), climb(from: start, cures, seed, { .cured($0) }) else {
        return
      }
      for index in 1...Self.others {
        let other = seed + 100 * UInt64(index)
        guard
          climb(
            from: Self.noise(subject, other), every: Self.steps, cures, other,
            { $0.steps == Self.steps ? .other($0) : nil })
        else { return }
      }
    }
  }

  mutating func receive(_ result: any Sendable) {
    guard let result = result as? Result else { return }
    switch result {
    case .bare(let frame): bare.append(frame)
    case .cured(let frame): cured.append(frame)
    case .other(let frame): fromOthers.append(frame)
    }
  }

  // MARK: What follows

  /// The frame of an ascent that a sweep has come to; `nil` before the ascent is done.
  func frame(of frames: [AscentFrame], at playhead: Playhead) -> AscentFrame? {
    guard frames.count == Self.frames else { return nil }
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    return frames[Int((progress * Double(frames.count - 1)).rounded())]
  }

  /// The smallest of the amounts at which the network no longer says what was written; `nil` if it always does.
  var turningPoint: Int? { byAmount.firstIndex { Self.winner($0) != wanted } }

  /// The class that probabilities speak for.
  static func winner(_ probabilities: [Float]) -> Int {
    probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
  }

  /// Which cures are on, in words.
  var cureNames: [String] {
    (cures.jitter > 0 ? ["jitter"] : []) + (cures.blurEvery > 0 ? ["blur"] : [])
      + (cures.variation > 0 ? ["smoothness"] : []) + (cures.decay > 0 ? ["decay"] : [])
  }
}
