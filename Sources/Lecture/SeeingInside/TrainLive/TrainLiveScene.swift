import CellCanvas
import ConvolutionEngine

/// A small network learns to read digits while one looks on, with the knobs of its training in hand; what it came to, layer
/// by layer; and what a network that was trained in the same way, for longer, says of a picture.
struct TrainLiveScene: Scene {
  static let card = SceneCard(
    id: "train-live", title: "A network learns", part: .seeingInside,
    otherNames: ["training", "learning rate", "momentum", "batch size", "weight decay", "divergence"])

  static let rate = Control.choice(
    "rate", ["0.001", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"], standard: "0.05",
    help: "learning rate: how far a weight follows its gradient")
  static let momentum = Control.choice(
    "momentum", ["0", "0.5", "0.9", "0.98"], standard: "0.5", help: "the part of the last move that is made again")
  static let batch = Control.choice(
    "batch", ["1", "4", "16", "32", "64"], standard: "32", help: "digits that a gradient is averaged over")
  static let decay = Control.choice(
    "decay", ["0", "0.001", "0.01", "0.1"], help: "weight decay: how much of each weight is added to its gradient")
  static let pace = Control.choice(
    "pace", ["1", "5", "25", "100"], standard: "25", help: "training steps in a step of the run")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other first weights, other digits")
  static let view = Control.choice(
    "view", View.allCases.map(\.rawValue), help: "what is shown beside the curves while it learns")
  static let controls = [rate, momentum, batch, decay, pace, seed, view]

  /// What stands beside the curves.
  enum View: String, CaseIterable, Sendable {
    case kernels, confusion, layers, weights
  }

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: Network.photos.input.width, height: Network.photos.input.height)
  }

  static let ownFiles: Set<OwnFile> = [.picture, .handwriting]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The digits, and what a network makes of them that has learned nothing.
    case start, guess
    /// The first training step from near.
    case oneStep
    /// A part of the run, from 1.
    case run(Int)
    /// What it came to, beside the standard run.
    case outcome
    /// What was learned, from three sides.
    case confusion, layers, weights
    /// The network for photographs and a picture.
    case yours
    case end
  }

  let moments: [Moment] =
    [.start, .guess, .oneStep] + (1...LiveRun.parts).map { .run($0) }
    + [.outcome, .confusion, .layers, .weights, .yours, .end]

  let run: LiveRun
  /// The run at the standard rate, momentum, batch and decay; `nil` where it is the same.
  let standardRun: LiveRun?
  /// What differs from the standard run: “rate 0.5 instead of 0.05”.
  let differences: [String]
  let viewShown: View
  /// What makes the run again, typed at a prompt.
  let command: String
  /// Ten of the digits.
  let examples: [Tensor]
  /// The picture of the end, what it is called, and what `photos` says of it.
  let picture: Picture
  let pictureName: String
  let said: [Float]
  /// The same of the program's own pictures.
  let known: [Known]

  /// What has come of the run so far, the start first.
  private(set) var frames: [LiveFrame]
  /// The first step, once it was made.
  private(set) var first: FirstMove?
  /// After how many steps a number was too large for the machine.
  private(set) var lostAt: Int?
  /// Whether the run is over.
  private(set) var isDone = false
  /// The frames of the standard run, where it is another, once that is done.
  private(set) var standardFrames: [LiveFrame] = []

  /// What the work delivers.
  enum Result: Sendable {
    case own(LiveRun.Report)
    /// The run is over; the standard run's frames, where it is another.
    case done
    case standard([LiveFrame])
  }

  init(_ settings: Settings) throws(SettingsError) {
    let lesson = LiveLesson(settings.handwriting, seed: UInt64(settings.integer(Self.seed)))
    run = Self.run(settings, lesson)
    var plain = settings
    for knob in Self.compared { plain.set(knob, to: Settings().choice(knob)) }
    differences = Self.compared.filter { settings.choice($0) != plain.choice($0) }
      .map { "\($0.name) \(settings.choice($0)) instead of \(plain.choice($0))" }
    standardRun = differences.isEmpty ? nil : Self.run(plain, lesson)
    viewShown = View(rawValue: settings.choice(Self.view)) ?? .kernels
    command =
      "cnnviz --scene \(Self.card.id)"
      + settings.assignments(of: Self.controls.filter { $0 != Self.view }).map { " --set \($0)" }.joined()
    examples = (0..<10).map { digit in
      let place = (0..<lesson.digits.count).first { lesson.digits.label(at: $0) == digit } ?? 0
      return lesson.digits.picture(at: place, nil)
    }
    frames = [run.start]
    let input = Network.photos.input
    let ship = Pictures.things[8]
    picture = Pictures.color(for: settings, else: ship.picture, width: input.width, height: input.height)
    pictureName = settings.picture == nil ? "the \(ship.name)" : "your picture"
    let photos = TrainedPhotos.carried
    said = photos.probabilities(of: photos.input(picture))
    known = Self.known
  }

  /// A picture of the program's own, with what `photos` says of it and how sure it is.
  struct Known: Sendable {
    let name: String
    let picture: Picture
    let answer: String
    let certainty: Float
  }

  /// No setting changes what is said of these.
  private static let known = Pictures.things.map { thing in
    let photos = TrainedPhotos.carried
    let said = photos.probabilities(of: photos.input(thing.picture))
    let winner = TrainedPhotos.winner(said)
    return Known(name: thing.name, picture: thing.picture, answer: photos.classes[winner], certainty: said[winner])
  }

  /// The knobs in which a run is compared with the standard run.
  private static let compared = [rate, momentum, batch, decay]

  private static func run(_ settings: Settings, _ lesson: LiveLesson) -> LiveRun {
    func number(_ knob: Control) -> Float { Float(settings.choice(knob)) ?? 0 }
    return LiveRun(
      rate: number(rate), momentum: number(momentum), decay: number(decay), batch: Int(number(batch)),
      seed: UInt64(settings.integer(seed)), pace: Int(number(pace)), lesson: lesson)
  }

  var work: BackgroundWork? {
    let (run, standardRun) = (run, standardRun)
    return BackgroundWork(label: "training", key: command) { deliver in
      let all = Double(run.steps * (standardRun == nil ? 1 : 2))
      guard
        run.train({ steps, report in deliver(Double(steps) / all, report.map { Result.own($0) }) }),
        deliver(Double(run.steps) / all, Result.done), let standardRun
      else { return }
      var frames: [LiveFrame] = []
      let isComplete = standardRun.train { steps, report in
        if case .part(let part) = report { frames += part }
        return deliver(Double(run.steps + steps) / all, nil)
      }
      if isComplete { _ = deliver(1, Result.standard(frames)) }
    }
  }

  mutating func receive(_ result: any Sendable) {
    guard let result = result as? Result else { return }
    switch result {
    case .own(.first(let move)): first = move
    case .own(.part(let part)): frames += part
    case .own(.lost(let step)): lostAt = step
    case .done: isDone = true
    case .standard(let frames): standardFrames = frames
    }
  }

  // MARK: What follows

  /// The loss of a guess among ten, in nats.
  static let guess = 2.302_585_092_994_046

  static let runName = "run"
  static let confusionName = "confusion"
  static let kernelNames = ["kernel", "gradient", "moved"]

  /// Which frame a part of the run begins with; that of the last part's end is the last of all.
  func frameIndex(atStartOf part: Int) -> Int { (part - 1) * run.framesPerPart }

  /// Up to which frame the curves go, and which one is looked at.
  func frameIndices(_ moment: Moment, at playhead: Playhead) -> (last: Int, shown: Int) {
    let last: Int =
      switch moment {
      case .start, .guess, .oneStep: 0
      case .run(let part):
        frameIndex(atStartOf: part)
          + (playhead.pointer == nil
            ? Int((playhead.progress * Double(run.framesPerPart)).rounded()) : run.framesPerPart)
      default: frames.count - 1
      }
    let held = min(last, frames.count - 1)
    guard let pointer = playhead.pointer, pointer.grid == Self.runName else { return (held, held) }
    return (held, min(max(0, pointer.column), held))
  }

  /// Whether the standard run is known, where it is another.
  var isCompared: Bool { standardRun != nil && !standardFrames.isEmpty }

  /// The first training step after which nine of ten digits held out were read right, as far as the frames tell.
  var nineOfTen: Int? { frames.first { $0.accuracy >= 0.9 }?.step }

  /// The three likeliest classes of the picture, the likeliest first.
  var topThree: [(name: String, probability: Float)] {
    said.indices.sorted { (said[$1], $0) < (said[$0], $1) }.prefix(3)
      .map { (TrainedPhotos.carried.classes[$0], said[$0]) }
  }
}
