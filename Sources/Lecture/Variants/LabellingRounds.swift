import ConvolutionEngine
import Regions

/// The rounds of a labeller on a scene whose truth is known: what each of them says, mends and breaks.
struct LabellingRounds: Hashable, Sendable {
  /// What one round comes to.
  struct Round: Hashable, Sendable {
    /// The probability of each kind at each pixel.
    let probabilities: Tensor
    /// What each pixel is said to be.
    let labels: [RegionScene.Kind]
    /// How many of them are true.
    let right: Int
    /// How many became true, and how many ceased to be, since the round before; none in the first.
    let mended, broken: Int
    /// How many pixels a side of the square has that a label depends on.
    let field: Int
  }

  /// What became of a pixel in a round.
  enum Fate: Hashable, Sendable {
    case right, mended, broken, wrong
  }

  let truth: [RegionScene.Kind]
  let rounds: [Round]

  /// So many rounds on a picture.
  init(
    _ labeller: RecurrentLabeller, _ count: Int, on picture: Tensor, truth: [RegionScene.Kind], feedsBack: Bool = true
  ) {
    var rounds: [Round] = []
    for (index, made) in labeller.rounds(count, on: picture, feedsBack: feedsBack).enumerated() {
      let labels = made.labels
      let before = rounds.last?.labels ?? labels
      func changes(_ test: (_ was: Bool, _ isNow: Bool) -> Bool) -> Int {
        truth.indices.count { test(before[$0] == truth[$0], labels[$0] == truth[$0]) }
      }
      rounds.append(
        Round(
          probabilities: made.probabilities, labels: labels, right: changes { $1 }, mended: changes { !$0 && $1 },
          broken: changes { $0 && !$1 },
          field: RecurrentLabeller.field(ofRound: index + 1, feedsBack: feedsBack)))
    }
    self.truth = truth
    self.rounds = rounds
  }

  /// The part of the pixels that a round, counted from 0, labels right.
  func agreement(_ round: Int) -> Double { Double(rounds[round].right) / Double(truth.count) }

  /// What became of each pixel in a round.
  func fates(_ round: Int) -> [Fate] { fates(since: max(0, round - 1), in: round) }

  /// What became of each pixel from one round to a later one, whatever it was called between them.
  func fates(since before: Int, in round: Int) -> [Fate] {
    truth.indices.map { pixel in
      let wasRight = rounds[before].labels[pixel] == truth[pixel]
      let isRight = rounds[round].labels[pixel] == truth[pixel]
      return isRight ? wasRight ? .right : .mended : wasRight ? .broken : .wrong
    }
  }
}
