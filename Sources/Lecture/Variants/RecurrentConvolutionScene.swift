import CellCanvas
import ConvolutionEngine
import Regions

/// A convolutional network that labels the pixels of a noisy picture in rounds, each of which sees the labels of the one
/// before it: the same weights every time, a wider view every time.
struct RecurrentConvolutionScene: Scene {
  static let card = SceneCard(id: "recurrent-convolution", title: "Recurrent convolution", part: .variants)

  static let noise = Control.integer(
    "noise", in: 0...30, standard: 15, help: "tenths of the step between two kinds' brightness")
  static let roundCount = Control.integer("rounds", in: 1...8, standard: 6, help: "how often the labels are fed back")
  static let seed = Control.integer("seed", in: 1...99, standard: 7, help: "another scene under other noise")
  static let feedback = Control.toggle("feedback", standard: true, help: "off: W = 0")
  static let controls = [noise, roundCount, seed, feedback]

  /// What a step shows; rounds are counted from 0.
  enum Moment: Hashable, Sendable {
    case task, first, second, third
    /// The rounds that are left, in one go.
    case later(ClosedRange<Int>)
    case curve
    /// The same rounds without W.
    case cut
    case unrolled, end
  }

  let picture: Tensor
  let noiseTenths: Int
  let feedsBack: Bool
  let story: LabellingRounds
  /// The same with W = 0.
  let deaf: LabellingRounds
  /// What each pixel's own brightness says, whatever its neighbours are like.
  let alone: [RegionScene.Kind]
  /// The part of the pixels that each round labels right, averaged over other scenes under as much noise.
  let others: [Double]
  let moments: [Moment]

  /// Over how many other scenes the rounds are averaged, and the seed of the first: behind those of the knob.
  static let otherScenes = 20
  static let firstOther: UInt64 = 100

  init(_ settings: Settings) throws(SettingsError) {
    let seed = UInt64(settings.integer(Self.seed))
    let count = settings.integer(Self.roundCount)
    noiseTenths = settings.integer(Self.noise)
    feedsBack = settings.isOn(Self.feedback)
    let (noise, labeller) = (Float(noiseTenths) / 10, RecurrentLabeller.carried)
    func rounds(_ seed: UInt64, feedsBack: Bool) -> LabellingRounds {
      let scene = RegionScene(seed: seed)
      return LabellingRounds(
        labeller, count, on: scene.picture(noise: noise, seed: seed), truth: scene.kinds, feedsBack: feedsBack)
    }
    picture = RegionScene(seed: seed).picture(noise: noise, seed: seed)
    story = rounds(seed, feedsBack: feedsBack)
    deaf = rounds(seed, feedsBack: false)
    alone = picture.values.map { value in
      RegionScene.Kind.allCases.min { abs($0.brightness - value) < abs($1.brightness - value) } ?? .land
    }
    var sums = [Double](repeating: 0, count: count)
    for seed in Self.firstOther..<Self.firstOther + UInt64(Self.otherScenes) {
      let scene = RegionScene(seed: seed)
      let made = labeller.rounds(count, on: scene.picture(noise: noise, seed: seed), feedsBack: feedsBack)
      for (round, made) in made.enumerated() { sums[round] += scene.agreement(with: made.labels) }
    }
    others = sums.map { $0 / Double(Self.otherScenes) }
    var moments: [Moment] = [.task, .first]
    if count > 1 { moments.append(.second) }
    if count > 2 { moments.append(.third) }
    if count > 3 { moments.append(.later(3...count - 1)) }
    if count > 1 { moments += feedsBack ? [.curve, .cut] : [.curve] }
    // A single round is not unrolled.
    self.moments = moments + (count > 1 ? [.unrolled, .end] : [.end])
  }

  var pixels: Int { story.truth.count }
  var last: Int { story.rounds.count - 1 }
  var rightAlone: Int { zip(alone, story.truth).count { $0 == $1 } }

  /// The round that a moment has come to; `nil` where it is not about one.
  func round(_ moment: Moment, at playhead: Playhead) -> Int? {
    switch moment {
    case .task: return nil
    case .first: return 0
    case .second: return playhead.pointer == nil && playhead.progress < 0.6 ? 0 : 1
    case .third: return playhead.pointer == nil && playhead.progress < 0.6 ? 1 : 2
    case .later(let rounds):
      guard playhead.pointer == nil else { return rounds.upperBound }
      let passed = Int(playhead.phase(0, 0.95) * Double(rounds.count))
      return rounds.lowerBound - 1 + min(rounds.count, passed)
    case .curve, .cut, .unrolled: return nil
    case .end: return last
    }
  }

  static let names = ["picture", "labels", "changes", "truth"]

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let side = RegionScene.side
    guard Self.names.contains(target.grid), target.row < side, target.column < side else { return nil }
    let pixel = target.row * side + target.column
    let truth = story.truth[pixel]
    let place = "Row \(target.row + 1), column \(target.column + 1)"
    let brightness = NumberText.fixed(Double(picture.values[pixel]), decimals: 1)
    guard let round = round(moment, at: playhead) else {
      return Remark(
        caption:
          "\(place) is \(truth), \(NumberText.plain(Double(truth.brightness))) bright; the camera reads \(brightness), nearest to \(alone[pixel])."
      )
    }
    // One word for rounds that say the same.
    let said = story.rounds[0...round].map { $0.labels[pixel] }
    // Who wavers often is told by where it began and its last two words.
    let turns = said.indices.filter { $0 == 0 || said[$0] != said[$0 - 1] }
    let path = turns.enumerated().filter { $0.offset == 0 || $0.offset >= turns.count - 2 }
      .map { "\(said[$0.element]) in round \($0.element + 1)" }
    let field = story.rounds[round].field
    return Remark(
      caption:
        "\(place) is \(truth). It was called \(listed(path)), from \(sides(field, field)) pixels around it by now."
    )
  }
}
