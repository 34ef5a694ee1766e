import ConvolutionEngine
import Testing

@testable import Regions

@Suite struct RecurrentLabellerTests {
  private let scene = RegionScene(seed: 5)
  private var picture: Tensor { scene.picture(noise: 1, seed: 6) }

  /// Written out in plain loops, without the engine: what two rounds make of a pixel.
  @Test func theRoundsAreWhatTheFormulaSays() {
    let labeller = RecurrentLabeller(seed: 8)
    let rounds = labeller.rounds(2, on: picture)
    let side = RegionScene.side
    func window(_ maps: Tensor, _ row: Int, _ column: Int, _ filters: FilterBank, _ filter: Int) -> Float {
      var sum: Float = 0
      for m in 0..<filters.rows {
        for n in 0..<filters.columns {
          let (y, x) = (row + m - filters.rows / 2, column + n - filters.columns / 2)
          guard (0..<side).contains(y), (0..<side).contains(x) else { continue }
          for channel in 0..<filters.depth { sum += maps[y, x, channel] * filters[filter, m, n, channel] }
        }
      }
      return sum
    }
    for (row, column) in [(0, 0), (7, 11), (23, 4)] {
      for filter in 0..<RecurrentLabeller.hidden {
        let seen = window(picture, row, column, labeller.u.filters, filter) + labeller.u.biases[filter]
        #expect(abs(rounds[0].hidden[row, column, filter] - max(0, seen)) < 1e-4)
        let fed = window(rounds[0].probabilities, row, column, labeller.w.filters, filter)
        #expect(abs(rounds[1].hidden[row, column, filter] - max(0, seen + fed)) < 1e-4)
      }
    }
    #expect(labeller.w.biases.allSatisfy { $0 == 0 }, "what the picture adds is there once")
  }

  @Test func withoutFeedbackEveryRoundIsTheFirst() {
    let rounds = RecurrentLabeller(seed: 8).rounds(4, on: picture, feedsBack: false)
    #expect(Set(rounds).count == 1)
    #expect(rounds[0] == RecurrentLabeller(seed: 8).rounds(1, on: picture)[0])
  }

  /// The gradient through all rounds against differences.
  @Test func theGradientGoesBackThroughAllRounds() {
    let labeller = RecurrentLabeller(seed: 2)
    let lesson = labeller.lesson(picture, truth: scene.kinds, rounds: 3)
    let values = labeller.values
    for index in stride(from: 0, to: values.count, by: 37) {
      func loss(_ change: Float) -> Float {
        var changed = values
        changed[index] += change
        return labeller.replacing(changed).lesson(picture, truth: scene.kinds, rounds: 3).loss
      }
      let slope = (loss(0.01) - loss(-0.01)) / 0.02
      #expect(abs(slope - lesson.gradients[index]) < 2e-3 + 0.03 * abs(slope), "weight \(index)")
    }
  }

  /// A pixel changes the labels of a round just as far as its field reaches.
  @Test(arguments: [1, 2, 3]) func theFieldIsAsWideAsItIsSaidToBe(round: Int) {
    let labeller = RecurrentLabeller(seed: 4)
    var changed = picture
    changed[12, 12] += 3
    let (before, after) = (labeller.rounds(round, on: picture), labeller.rounds(round, on: changed))
    let columns = (0..<RegionScene.side).filter { column in
      (0..<RegionScene.side).contains { row in
        (0..<3).contains {
          before[round - 1].probabilities[row, column, $0] != after[round - 1].probabilities[row, column, $0]
        }
      }
    }
    let field = RecurrentLabeller.field(ofRound: round)
    #expect([1: 3, 2: 7, 3: 11][round] == field)
    #expect((columns.max() ?? 0) - (columns.min() ?? 0) + 1 == field)
  }

  @Test func weightsComeBackFromTheirFile() throws {
    let labeller = RecurrentLabeller(seed: 9)
    let bytes = Safetensors.bytes(of: labeller.namedTensors)
    #expect(try RecurrentLabeller(Safetensors(bytes: bytes, name: "regions")) == labeller)
    let w = try #require(labeller.namedTensors.first { $0.name == "W.weight" })
    #expect(w.shape == [12, 3, 5, 5] && w.values[25 + 7] == labeller.w.filters[0, 1, 2, 1], "as PyTorch has them")
    let others = Safetensors.bytes(of: [.init("conv1.weight", shape: [1], values: [1])])
    #expect(throws: RecurrentLabeller.MissingTensor.self) {
      try RecurrentLabeller(Safetensors(bytes: others, name: "others"))
    }
  }

  @Test func scenesHaveAllThreeKindsAndNoiseIsWhatItIs() {
    let scenes = (0..<200).map { RegionScene(seed: $0) }
    for kind in RegionScene.Kind.allCases {
      let share = scenes.map { scene in Double(scene.kinds.count { $0 == kind }) / 576 }.reduce(0, +) / 200
      #expect(share > 0.1 && share < 0.6, "\(kind): \(share)")
    }
    let noise = scene.picture(noise: 2, seed: 1).values.enumerated().map { $1 - scene.kinds[$0].brightness }
    let mean = noise.reduce(0, +) / 576
    let deviation = (noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 576).squareRoot()
    #expect(abs(mean) < 0.3 && abs(deviation - 2) < 0.2)
    #expect(scene.picture(noise: 0, seed: 1).values == scene.kinds.map(\.brightness))
    #expect(scene == RegionScene(seed: 5) && scene != RegionScene(seed: 6))
  }
}
