import CellCanvas
import ConvolutionEngine

/// A picture that a unit of a trained network answers to as strongly as can be: climbed from noise or from a picture, with
/// and without what keeps it from becoming static; and how little it takes to change the network's mind.
struct FantasyImageScene: Scene {
  static let card = SceneCard(id: "fantasy-image", title: "What a unit would like to see", part: .seeingInside)

  static let layer = Control.choice(
    "layer", SeenLayer.names, help: "whose unit is climbed: the score of a class, or the middle of a convolution's map")
  static let unit = Control.integer("unit", in: 1...128, standard: 4, help: "which class, or which map of the layer")
  static let jitter = Control.integer(
    "jitter", in: 0...4, standard: 2, help: "pixels that the picture is moved by, at most")
  static let turn = Control.toggle("turn", standard: true, help: "the picture is turned and enlarged a little")
  static let blur = Control.toggle("blur", standard: true, help: "a blur after every eighth step")
  static let variation = Control.toggle("smooth", standard: true, help: "differences between neighbours cost")
  static let decay = Control.toggle("decay", standard: false, help: "values are drawn to grey")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other noise to begin with")
  static let picture = SeenPicture(standard: "ship", help: "the picture that is dreamt on, and moved by the sign steps")
  static let amount = Control.integer(
    "amount", in: 1...SignAttack.most, standard: 10,
    help: "by how many of 255 levels the sign steps may move each colour")
  static let target = Control.choice(
    "target", ["second"] + TrainedPhotos.carried.classes, standard: "frog",
    help: "the class that the sign steps are aimed at: one by name, or the second likeliest")
  static let signSteps = Control.integer(
    "steps", in: 1...32, standard: 16, help: "how many sign steps there are where there are several")
  static let controls = [
    layer, unit, jitter, turn, blur, variation, decay, seed, picture.control, amount, target, signSteps,
  ]

  static func pictureArea(_ settings: Settings) -> PictureArea? { picture.area(settings) }
  static func opening(_ settings: Settings) -> Settings { picture.opening(settings) }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// Grey with a little noise.
    case start
    /// The gradient with respect to its pixels.
    case slope
    /// Up with nothing else.
    case bare
    /// What a blur does to the finest pattern.
    case checkerboard
    /// Up with the cures, and both results.
    case cured, beside
    /// Other noise to begin with.
    case seeds
    /// A picture to begin with.
    case dream
    /// One step of the sign of the gradient, several, and how much it takes.
    case sign, several, amounts
    case end
  }

  let moments: [Moment] = [
    .start, .slope, .bare, .checkerboard, .cured, .beside, .seeds, .dream, .sign, .several, .amounts, .end,
  ]

  static let steps = 128
  static let every = 4
  /// How many frames an ascent has.
  static let frames = steps / every + 1
  static let others = 3

  let photos = TrainedPhotos.carried
  let climbed: ActivationAscent.Unit
  let cures: ActivationAscent.Cures
  private let seedValue: UInt64
  let start: Tensor
  /// What the unit answers to the start, and the probabilities of the classes.
  let first: AscentFrame
  /// The gradient of the unit with respect to each pixel of the start.
  let slope: Tensor
  let fine = BlurredPattern(side: 1)
  let wide = BlurredPattern(side: 4)
  /// The picture that is dreamt on, the sign steps on it, by how many levels at most, and how many steps.
  let name: String
  let attack: SignAttack
  /// Whether the class asked for is what the network says anyhow, so that the second likeliest is aimed at.
  let isAimedAtSaid: Bool
  let levels: Int
  let count: Int
  /// What a single step makes of the picture, and how the class aimed at stands there.
  let moved: SignAttack.Frame
  let movedOdds: LogOdds

  /// Which of the ascents.
  enum Series: Hashable, Sendable {
    case bare, cured, dream
    case other(Int)
  }

  private(set) var frames: [Series: [AscentFrame]] = [:]
  /// The courses of several sign steps by at most 0, 1, 2 … levels, of those that have arrived.
  private(set) var courses: [[SignAttack.Frame]] = []

  /// What single steps of 0, 1, 2 … levels lead to: the probabilities of the classes.
  struct Answers: Sendable {
    /// Along the signs of the gradient; along signs by chance; and along those toward the second likeliest class.
    let single, chance, second: [[Float]]
  }

  private(set) var answers: Answers?

  private enum Result: Sendable {
    case frame(Series, AscentFrame)
    case answers(Answers)
    case course([SignAttack.Frame])
  }

  init(_ settings: Settings) throws(SettingsError) {
    let network = photos.network
    let (name, stage) = (settings.choice(Self.layer), SeenLayer.stage(settings.choice(Self.layer)))
    let (number, count) = (settings.integer(Self.unit), network.stages[stage].output.channels)
    guard number <= count else {
      throw SettingsError(
        stage == network.scoresStage
          ? "There are \(count) classes; there is no class \(number). Turn unit down."
          : "\(name) has \(count) maps; there is no map \(number). Turn unit down.")
    }
    let unit = ActivationAscent.Unit(middleOf: number - 1, stage: stage, of: network)
    climbed = unit
    seedValue = UInt64(settings.integer(Self.seed))
    cures = ActivationAscent.Cures(
      decay: settings.isOn(Self.decay) ? 0.02 : 0, variation: settings.isOn(Self.variation) ? 0.01 : 0,
      jitter: settings.integer(Self.jitter), turn: settings.isOn(Self.turn) ? 0.1 : 0,
      blurEvery: settings.isOn(Self.blur) ? 8 : 0)
    start = photos.noise(seedValue)
    let pass = RememberedPass(of: start, through: network, weights: photos.weights)
    first = AscentFrame(
      steps: 0, picture: start, answer: pass.outputs[stage][unit.row, unit.column, unit.channel],
      probabilities: Softmax()(pass.outputs[network.scoresStage]).values,
      variation: ActivationAscent.variation(of: start))
    var one = Tensor(network.stages[stage].output, repeating: 0)
    one[unit.row, unit.column, unit.channel] = 1
    slope = pass.gradients(one, from: stage, isBeforeReLU: true, ofParameters: false).picture

    let chosen = try Self.picture.chosen(settings)
    self.name = chosen.name
    let aim = photos.classes.firstIndex(of: settings.choice(Self.target))
    attack = SignAttack(on: chosen.input, toward: aim, photos)
    isAimedAtSaid = aim == attack.said
    (levels, self.count) = (settings.integer(Self.amount), settings.integer(Self.signSteps))
    moved = attack.moved(by: levels)
    movedOdds = attack.odds(on: moved.picture)
  }

  var work: BackgroundWork? {
    let (photos, unit, cures, seed, start) = (photos, climbed, cures, seedValue, start)
    let (attack, count) = (attack, count)
    let key = "\(unit.stage), \(unit.channel), \(cures), \(seed), \(name), \(attack.other), \(count)"
    let results = 3 * Self.frames + Self.others + 1 + SignAttack.most + 1
    return BackgroundWork(label: "ascent", key: key, results: results) { (give: (Result) -> Bool) in
      func climb(
        _ series: Series, from start: Tensor, _ cures: ActivationAscent.Cures, _ seed: UInt64, every: Int = Self.every
      ) -> Bool {
        photos.climb(unit, from: start, steps: Self.steps, every: every, cures: cures, seed: seed) { frame in
          frame.steps == 0 && every == Self.steps || give(.frame(series, frame))
        }
      }
      guard climb(.bare, from: start, .init(), seed), climb(.cured, from: start, cures, seed) else { return }
      let answers = Answers(
        single: attack.answers(along: attack.odds.slope.signs), chance: attack.answers(along: attack.randomSigns(seed)),
        second: attack.answers(along: SignAttack(on: attack.picture, photos).odds.slope.signs))
      guard give(.answers(answers)) else { return }
      for levels in 0...SignAttack.most {
        guard give(.course(attack.moved(by: levels, steps: count))) else { return }
      }
      for index in 1...Self.others {
        let seed = seed + 100 * UInt64(index)
        guard climb(.other(index), from: photos.noise(seed), cures, seed, every: Self.steps) else { return }
      }
      _ = climb(.dream, from: attack.picture, cures, seed)
    }
  }

  mutating func receive(_ result: any Sendable) {
    switch result as? Result {
    case .frame(let series, let frame): frames[series, default: []].append(frame)
    case .answers(let answers): self.answers = answers
    case .course(let course): courses.append(course)
    case nil: break
    }
  }

  // MARK: What follows

  /// The frame of an ascent that a sweep has come to, of those that have arrived; `nil` before the first.
  func frame(of series: Series, at playhead: Playhead) -> AscentFrame? {
    guard let frames = frames[series] else { return nil }
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    return frames[min(frames.count - 1, Int((progress * Double(Self.frames - 1)).rounded()))]
  }

  /// The end of an ascent; `nil` before it is done.
  func last(of series: Series) -> AscentFrame? { frames[series]?.last.flatMap { $0.steps == Self.steps ? $0 : nil } }

  /// The ends of the ascents from other noise, that of the settings first; none before all are done.
  var seeds: [AscentFrame] {
    let all = ([.cured] + (1...Self.others).map { .other($0) }).compactMap { last(of: $0) }
    return all.count == 1 + Self.others ? all : []
  }

  var isOfScores: Bool { climbed.stage == photos.network.scoresStage }

  /// The class whose probability is told: the one that is climbed, or else the one that the picture is likest to.
  func classTold(_ frame: AscentFrame) -> Int {
    isOfScores ? climbed.channel : TrainedPhotos.winner(frame.probabilities)
  }

  /// The course of several sign steps by at most the levels asked for; `nil` before it has arrived.
  var course: [SignAttack.Frame]? { courses.indices.contains(levels) ? courses[levels] : nil }

  /// What several sign steps by at most 0, 1, 2 … levels end in: the probabilities of the classes. None before all have
  /// arrived.
  var ends: [[Float]] {
    courses.count == SignAttack.most + 1 ? courses.compactMap { $0.last?.probabilities } : []
  }

  /// The levels at which answers speak for a class.
  static func levels(_ answers: [[Float]], speakingFor wanted: Int) -> [Int] {
    answers.indices.filter { TrainedPhotos.winner(answers[$0]) == wanted }
  }

  /// The fewest levels at which the picture has become what was aimed at; `nil` if none do.
  var smallest: Int? { Self.levels(ends, speakingFor: attack.other).first }

  /// For how many values more or less counts the other way round after a single step.
  var turnedSlopes: Int {
    zip(attack.odds.slope.values, movedOdds.slope.values).count { $0 * $1 < 0 }
  }

  /// Which cures are on, in words.
  var cureNames: [String] {
    (cures.jitter > 0 ? ["jitter"] : []) + (cures.turn > 0 ? ["turns"] : []) + (cures.blurEvery > 0 ? ["blur"] : [])
      + (cures.variation > 0 ? ["smoothness"] : []) + (cures.decay > 0 ? ["decay"] : [])
  }
}
