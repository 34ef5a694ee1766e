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
  static let picture = SeenPicture(standard: "ship", help: "the picture that is dreamt on, and moved by a sign step")
  static let amount = Control.integer(
    "amount", in: 1...SignAttack.most, standard: 8, help: "by how many of 255 levels the sign step moves each colour")
  static let target = Control.choice(
    "target", ["second"] + TrainedPhotos.carried.classes,
    help: "the class that the sign step is aimed at: the second likeliest, or one by name")
  static let controls = [layer, unit, jitter, turn, blur, variation, decay, seed, picture.control, amount, target]

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
    /// One step of the sign of the gradient, and more or less of it.
    case sign, amounts
    case end
  }

  let moments: [Moment] = [
    .start, .slope, .bare, .checkerboard, .cured, .beside, .seeds, .dream, .sign, .amounts, .end,
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
  /// The picture that is dreamt on, and the sign step on it.
  let name: String
  let attack: SignAttack
  let levels: Int
  /// The picture after the step, and the probabilities of its classes.
  let moved: Tensor
  let after: [Float]

  /// Which of the ascents.
  enum Series: Hashable, Sendable {
    case bare, cured, dream
    case other(Int)
  }

  private(set) var frames: [Series: [AscentFrame]] = [:]
  /// The probabilities of the classes for 0, 1, 2 … levels along the signs, and along signs by chance.
  private(set) var byAmount: [[Float]] = []
  private(set) var byChance: [[Float]] = []

  private enum Result: Sendable {
    case frame(Series, AscentFrame)
    case answers([[Float]], [[Float]])
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
    let target = photos.classes.firstIndex(of: settings.choice(Self.target))
    attack = SignAttack(on: chosen.input, toward: target, photos)
    guard attack.other != attack.said else {
      throw SettingsError(
        "photos says \(photos.classes[attack.said]) of \(chosen.name) already. Choose another target.")
    }
    levels = settings.integer(Self.amount)
    moved = attack.moved(by: levels)
    after = photos.probabilities(of: moved)
  }

  var work: BackgroundWork? {
    let (photos, unit, cures, seed, start, attack) = (photos, climbed, cures, seedValue, start, attack)
    let key = "\(unit.stage), \(unit.channel), \(cures), \(seed), \(name), \(attack.other)"
    let results = 2 * Self.frames + Self.others + Self.frames + 1
    return BackgroundWork(label: "ascent", key: key, results: results) { (give: (Result) -> Bool) in
      func climb(
        _ series: Series, from start: Tensor, _ cures: ActivationAscent.Cures, _ seed: UInt64, every: Int = Self.every
      ) -> Bool {
        photos.climb(unit, from: start, steps: Self.steps, every: every, cures: cures, seed: seed) { frame in
          frame.steps == 0 && every == Self.steps || give(.frame(series, frame))
        }
      }
      guard climb(.bare, from: start, .init(), seed), climb(.cured, from: start, cures, seed) else { return }
      for index in 1...Self.others {
        let seed = seed + 100 * UInt64(index)
        guard climb(.other(index), from: photos.noise(seed), cures, seed, every: Self.steps) else { return }
      }
      guard climb(.dream, from: attack.picture, cures, seed) else { return }
      let answers = [attack.slope.signs, attack.randomSigns(seed)].map { attack.answers(along: $0, photos) }
      _ = give(.answers(answers[0], answers[1]))
    }
  }

  mutating func receive(_ result: any Sendable) {
    switch result as? Result {
    case .frame(let series, let frame): frames[series, default: []].append(frame)
    case .answers(let signs, let chance): (byAmount, byChance) = (signs, chance)
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

  /// The fewest levels at which the network no longer says what it says of the picture; `nil` if it always does.
  func turningPoint(_ answers: [[Float]]) -> Int? {
    answers.firstIndex { TrainedPhotos.winner($0) != attack.said }
  }

  /// Which cures are on, in words.
  var cureNames: [String] {
    (cures.jitter > 0 ? ["jitter"] : []) + (cures.turn > 0 ? ["turns"] : []) + (cures.blurEvery > 0 ? ["blur"] : [])
      + (cures.variation > 0 ? ["smoothness"] : []) + (cures.decay > 0 ? ["decay"] : [])
  }
}
